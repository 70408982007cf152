"""What a detail says of an item: field by field, and kept as it was drawn while what it says follows from the same."""

from __future__ import annotations

from typing import Any

import pytest
from rich.console import Group
from textual.app import App, ComposeResult
from textual.selection import SELECT_ALL
from textual.strip import Strip
from textual.style import Style

from boardtui.domain.board.board import Board
from boardtui.domain.records.kinds import Action, Decision, Meeting, Narrative, Record
from boardtui.report.palette import Palette
from boardtui.ui.shared.detail import MOST_KEPT, DetailPage, DetailPane, Pages, detail
from boardtui.ui.shared.text import rich_plain
from tests.domain.boards import board, redated
from tests.ui.rest import draw

BOARD = board()
RED = Style.parse("on red").rich_style.bgcolor


def shown(pages: Pages, key: str, *, on: Board = BOARD, room: int = 50, item: object = BOARD) -> DetailPage:
    return pages.of(on, (room,), key, item, lambda: key)


def said(record: Record, **more: Any) -> list[str]:
    """The paragraphs of a detail, without those that say that something is not stated."""
    told = detail(board(record, **more), record, Palette({}))
    assert isinstance(told, Group)
    lines = [str(getattr(each, "plain", "a table")) for each in told.renderables]
    return [line for line in lines if not line.endswith(": not stated")]


def test_a_field_stands_beside_its_label_as_long_as_it_is_short_and_under_it_where_it_is_long() -> None:
    for words, told in (
        ("x" * 60, [f"Commentary: {'x' * 60}"]),
        ("x" * 61, ["Commentary", "x" * 61]),
        ("two\nlines", ["Commentary", "two\nlines"]),
        ("", []),
    ):
        found = said(Action(id="a", ref="1.1", title="Coach", due="2021-03-31", commentary=words))
        assert found == ["1.1  Coach", "RAG:  ○ Not rated ", "Due: 31/03/2021", *told]
    long = Action(id="a", title="Coach", due="2021-03-31", lead="x" * 61)
    assert f"Lead: {'x' * 61}" in said(long), "a name is no text"


def test_it_begins_with_ref_and_title_or_what_stands_for_them_and_says_what_is_wrong_with_a_date() -> None:
    assert said(Action(id="a", title="Coach"))[0] == "Coach"
    assert said(Action(id="a", ref="1.1"))[0] == "1.1  title not stated"
    assert said(Decision(id="d", text="Report"))[0] == "Decision"
    assert said(Narrative(id="n", heading="Plans", text="Fewer"))[0] == "Plans"
    met = Meeting(id="m", date="2021-03-02", opened_at="2021-03-02T10:00", minutes="Kept", digest="f00")
    assert not {"Kept", "f00", "2021-03-02T10:00"} & {line.partition(": ")[2] for line in said(met)}, (
        "only kept, not read"
    )
    disputed = said(Action(id="a", title="Coach", conflicts=("title",)))
    assert disputed[1] == "⚠ Copies disagree about this item: ! decides"
    assert any(line.startswith("Due: 31/06/2021  ⚠ ") for line in said(Action(id="a", title="Coach", due="31/06/2021")))
    moved = redated("2021-03-01", "2021-04-01")
    assert said(Action(id="a", title="Coach"), redatings={"a": moved})[-2:] == ["Dates revised", "a table"]
    assert "Dates revised" not in said(Action(id="a", title="Coach"), redatings={"b": moved})


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
    page, looks = DetailPage(""), (50, Style(), None)
    assert not page.has(0, looks), "nothing is drawn yet"
    page.drawn_in, page.lines = looks, [Strip([])] * 3
    assert page.has(3, looks) and not page.has(4, looks) and not page.has(None, looks)
    assert not page.has(3, (51, Style(), None))
    page.whole = True
    assert page.has(4, looks) and page.has(None, looks) and not page.has(None, (51, Style(), None))


class ShowsPane(App[None]):
    """A detail that fills the screen, and is not read yet."""

    AUTO_FOCUS = None

    def __init__(self) -> None:
        super().__init__()
        self.rooms: list[int] = []

    def on_detail_pane_widened(self) -> None:
        """Note what room there is for a chart."""
        self.rooms.append(self.query_one(DetailPane).room)

    def compose(self) -> ComposeResult:
        """The detail."""
        yield DetailPane()


async def test_what_a_pane_shows_fits_whatever_window_there_is_and_is_there_to_its_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("boardtui.ui.shared.detail.LATER_SECONDS", 86_400)  # the test says when no keys come
    words = [f"word{number:02}" for number in range(12)]
    async with ShowsPane().run_test(size=(16, 3)) as pilot:
        pane = pilot.app.query_one(DetailPane)
        pane.show(rich_plain(" ".join(words)))
        for width, height, a_line in ((16, 3, 2), (23, 3, 3), (23, 8, 3), (16, 2, 2), (9, 20, 1), (16, 3, 2)):
            await pilot.resize_terminal(width, height)
            await draw(pilot.app)
            lines = [" ".join(words[at : at + a_line]) for at in range(0, len(words), a_line)]
            strips = pilot.app.screen._compositor.render_strips()
            shown = ["".join(each.text for each in strip)[: width - 1].rstrip() for strip in strips]
            assert shown == [*lines, *[""] * height][:height], (width, height)
            assert pane.virtual_size == (width - 1, min(len(lines), height + 1)), "as far as it is drawn"
            if height == 2:
                pane.catch_up()
                assert pane.virtual_size == (width - 1, len(lines)), "as soon as no keys come"
            assert pane.get_selection(SELECT_ALL) == ("\n".join(lines), "\n"), "all of it"
            assert pane.virtual_size == (width - 1, len(lines))
            assert pane.allow_vertical_scroll == (len(lines) > height)
        await pilot.resize_terminal(40, 3)
        await draw(pilot.app)
        assert pilot.app.rooms == [20, 37], "a little off the bar, and never less than so much"  # type: ignore[attr-defined]
        pane.show(rich_plain("Another"))
        await draw(pilot.app)
        strips = pilot.app.screen._compositor.render_strips()
        assert ["".join(each.text for each in strip)[:15].rstrip() for strip in strips] == ["Another", "", ""]
        pane.styles.background = "red"
        await draw(pilot.app)
        strips = pilot.app.screen._compositor.render_strips()
        assert all(each.style and each.style.bgcolor == RED for strip in strips for each in list(strip)[:1])
