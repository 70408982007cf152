"""Ratings as a bar: what each has of it, and how its labels shrink with the room."""

from __future__ import annotations

import pytest
from rich.style import Style

from boardtui.domain.records.rag import Rag
from boardtui.report.palette import Palette
from boardtui.ui.shared.bars import as_text, rag_bar
from boardtui.ui.shared.text import Piece

COUNTS = {Rag.NOT_RATED: 4, Rag.GREEN: 1, Rag.RED: 3, Rag.AMBER: 12, Rag.BLUE: 0}


@pytest.mark.parametrize(
    ("width", "bar"),
    [
        (80, " R ✖ Red 3 | A ▲ Amber 12                            | G ● Green 1 | ○ Not rated 4 "),
        (53, " R ✖ Red 3 | A ▲ Amber 12 | G ● Green 1 | ○ Not rated 4 "),
        (52, " R ✖ 3 | A ▲ 12                      | G ● 1 | - ○ 4   "),
        (29, " R ✖ 3 | A ▲ 12 | G ● 1 | - ○ 4 "),
        (28, " R3 | A12            | G1 | ○4 "),
        (17, " R3 | A12 | G1 | ○4 "),
        (16, "R3|A12      |G1|○4 "),
        (9, "R3|A12|G1|○4"),
        (8, "R3|A12|G1|○4"),
    ],
)
def test_the_worst_comes_first_and_each_has_its_share_or_what_its_label_takes(width: int, bar: str) -> None:
    pieces = rag_bar(COUNTS, width)
    assert "|".join(piece.text for piece in pieces) == bar
    assert [piece.style for piece in pieces] == ["rag-red", "rag-amber", "rag-green", "rag-not-rated"]


def test_where_nothing_is_rated_nor_unrated_it_says_so() -> None:
    assert rag_bar({}, 20) == rag_bar({Rag.RED: 0}, 20) == [Piece("none yet", "muted")]


def test_a_bar_is_never_broken_into_lines() -> None:
    text = as_text([Piece("a ", "muted"), Piece("b")], Palette({"muted": Style(dim=True)}))
    assert text.plain == "a b" and text.no_wrap
    assert [(each.start, each.end) for each in text.spans if each.style == Style(dim=True)] == [(0, 2)]
