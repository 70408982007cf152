"""Words that the mouse selects in lines that a widget draws itself."""

from __future__ import annotations

import pytest
from textual.geometry import Offset
from textual.selection import Selection

from boardtui.ui.shared.own_lines import selected

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
