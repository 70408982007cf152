"""Words that the mouse selects in lines that a widget draws itself."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest
from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult
from textual.geometry import Offset
from textual.selection import Selection
from textual.strip import Strip

from boardtui.ui.shared.own_lines import Selecting, lit, selected, set_length
from tests.ui.rest import draw

LINES = ["Ref   Title", "1.1   Coach   ", "1.2   Audits"]


@pytest.mark.parametrize(
    ("start", "end", "words", "asked"),
    [
        ((0, 1), (3, 1), "1.1", {1}),
        ((6, 1), (3, 2), "Coach\n1.2", {1, 2}),
        ((0, 1), (14, 1), "1.1   Coach", {1}),
        ((0, 0), (3, 0), "Ref", {0}),
        (None, (3, 1), "Ref   Title\n1.1", {0, 1}),
        ((6, 1), None, "Coach\n1.2   Audits", {1, 2}),
        (None, None, "Ref   Title\n1.1   Coach\n1.2   Audits", {0, 1, 2}),
        ((6, 0), (3, 7), "Title\n1.1   Coach\n1.2", {0, 1, 2}),
    ],
)
def test_they_are_copied_without_the_blanks_behind_them_and_no_other_line_is_asked_for(
    start: tuple[int, int] | None, end: tuple[int, int] | None, words: str, asked: set[int]
) -> None:
    found = set[int]()

    def line_of(place: int) -> str:
        found.add(place)
        return LINES[place]

    ends = Selection(*(None if each is None else Offset(*each) for each in (start, end)))
    assert selected(ends, line_of, len(LINES)) == (words, "\n")
    assert found == asked


def test_of_nothing_nothing_is_selected() -> None:
    assert selected(Selection(None, None), lambda place: LINES[place], 0) == ("", "\n")


def test_they_are_lit_over_their_own_colours_to_the_cell_also_after_letters_of_two_cells() -> None:
    style = Style(bgcolor="blue")
    for start, end, place, said in (
        ((0, 1), (3, 1), 1, "{1.1} 日本 Visits"),
        ((4, 1), (6, 1), 1, "1.1 {日本} Visits"),
        ((5, 1), (8, 1), 1, "1.1 日{本 V}isits"),
        ((7, 1), (2, 2), 1, "1.1 日本 {Visits}"),
        ((7, 0), (5, 1), 1, "{1.1 日}本 Visits"),
        ((7, 0), (0, 1), 1, "1.1 日本 Visits"),
        ((99, 1), (2, 2), 1, "1.1 日本 Visits"),
        ((0, 1), (3, 1), 2, "1.1 日本 Visits"),
        ((0, 0), (3, 3), 1, "{1.1 日本 Visits}"),
        (None, None, 1, "1.1 日本 Visits"),
    ):
        ends = Selection(Offset(*start), Offset(*end)) if start is not None and end is not None else None
        screen = SimpleNamespace(get_component_rich_style=lambda name: {"screen--selection": style}[name])
        widget = cast("Any", SimpleNamespace(text_selection=ends, screen=screen))
        red = Style(color="red", bgcolor="yellow")
        drawn = lit(widget, Strip([Segment("1.1 日", red), Segment("本 Visits", red)]), place)
        words = "".join(
            f"{{{each.text}}}" if each.style and each.style.bgcolor == style.bgcolor else each.text for each in drawn
        ).replace("}{", "")
        assert words == said and drawn.cell_length == 15, (start, end)
        assert all(each.style is not None and each.style.color == red.color for each in drawn)


class Numbers(Selecting):
    """Shows numbers, one a line."""

    def render_line(self, y: int) -> Strip:
        """Draw one of them."""
        return Strip([Segment(f"{int(self.scroll_offset.y) + y}")])


class Shows(App[None]):
    """Shows them in five lines, with a bar where there are more."""

    CSS = "Numbers { height: 5; overflow-x: hidden; overflow-y: auto; }"

    def compose(self) -> ComposeResult:
        """The numbers."""
        yield Numbers()


async def test_a_bar_comes_and_goes_with_what_has_no_room_and_what_is_shorter_now_is_seen_to_its_end() -> None:
    async with Shows().run_test(size=(20, 10)) as pilot:
        view = pilot.app.query_one(Numbers)
        for lines, bar, last in (
            (5, False, 0),
            (6, True, 1),
            (4, False, 0),
            (20, True, 15),
            (8, True, 3),
            (3, False, 0),
        ):
            set_length(view, 18, lines)
            await draw(pilot.app)
            assert view.show_vertical_scrollbar is bar, lines
            assert view.max_scroll_y == last and view.scroll_y <= last, "nothing stands behind its end"
            view.scroll_to(y=99, animate=False, force=True)
            await draw(pilot.app)
            assert view.scroll_y == last, lines


async def test_what_was_laid_out_anew_is_drawn_once_more_when_no_keys_come_and_then_no_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with Shows().run_test(size=(20, 10)) as pilot:
        view, drawn, later = pilot.app.query_one(Numbers), list[object](), list[Any]()
        view.catch_up()
        monkeypatch.setattr(view, "refresh", lambda *what: drawn.append(what))
        monkeypatch.setattr(view, "set_timer", lambda _seconds, do: later.append(do))
        view.on_resize()
        view.on_resize()
        assert len(later) == 1 and drawn == [], "not at once, and not for each time"
        later.pop()()
        assert len(drawn) == 1
        view.catch_up()
        assert len(drawn) == 1, "that is done"
        view.on_resize()
        view.catch_up()
        assert len(drawn) == 2
