"""What a detail says of an item is kept as it was drawn, as long as what it says follows from the same."""

from __future__ import annotations

from textual.strip import Strip
from textual.style import Style

from boardtui.domain.board.board import Board
from boardtui.ui.shared.detail import MOST_KEPT, Page, Pages
from tests.domain.boards import board

BOARD = board()


def shown(pages: Pages, key: str, *, on: Board = BOARD, room: int = 50, item: object = BOARD) -> Page:
    return pages.of(on, (room,), key, item, lambda: key)


def test_who_comes_back_to_an_item_sees_the_page_that_was_made_as_long_as_board_room_and_item_are_the_same() -> None:
    pages = Pages()
    first = shown(pages, "a")
    assert first.content == "a" and shown(pages, "b") is not first
    assert shown(pages, "a") is first
    assert shown(pages, "a", item=object()) is not first
    another = shown(pages, "a", room=60)
    assert another is not first and shown(pages, "a", room=60) is another
    assert shown(pages, "a") is not first, "what was made for another room is gone"
    here = shown(pages, "a")
    assert shown(pages, "a", on=board()) is not here and shown(pages, "a") is not here


def test_so_many_pages_are_kept_and_the_one_that_was_seen_longest_ago_goes_first() -> None:
    pages = Pages()
    made = {str(number): shown(pages, str(number)) for number in range(MOST_KEPT)}
    assert shown(pages, "0") is made["0"], "all of them"
    shown(pages, "one more")
    assert shown(pages, "0") is made["0"] and shown(pages, "2") is made["2"]
    assert shown(pages, "1") is not made["1"]


def test_a_page_is_drawn_already_where_it_has_as_many_lines_as_are_wanted_in_the_same_width_and_looks() -> None:
    page, looks = Page(""), (50, Style(), None)
    assert not page.has(0, looks), "nothing is drawn yet"
    page.drawn_in, page.lines = looks, [Strip([])] * 3
    assert page.has(3, looks) and not page.has(4, looks) and not page.has(None, looks)
    assert not page.has(3, (51, Style(), None))
    page.whole = True
    assert page.has(4, looks) and page.has(None, looks) and not page.has(None, (51, Style(), None))
