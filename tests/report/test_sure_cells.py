"""Pictures that terminals count differently are drawn in the cells that were counted for them."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text
from wcwidth import wcwidth

from boardtui.report.sure_cells import InItsCells, in_its_cells

_SIGNS = [
    *("a", "Zoë", "한", "✅", "⚠", "e\u0301", "\U0001f44d", "〽", "❤", "नि", "نمی\u200cخواهم"),
    *("\u303d\ufe0f", "\u2764\ufe0f", "\u2611\ufe0f", "1\ufe0f\u20e3", "\U0001f44d\U0001f3fd", "\U0001f3fd"),
    *("\U0001f1ec\U0001f1e7", "\U0001f1eb", "\U0001f468\u200d\U0001f469\u200d\U0001f467"),
    *("\U0001f469\U0001f3fd\u200d\U0001f692", "\U0001f3f3\ufe0f\u200d\U0001f308", "\u2764\ufe0f\u200d\U0001f525"),
]


def counted_by_terminals(text: str) -> int:
    """The cells that a terminal moves on which knows nothing of joined pictures: sign by sign."""
    return sum(max(0, wcwidth(each)) for each in text)


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("Kept \u303d\ufe0f well", "Kept 〽 well"),
        ("\u2764\ufe0f plan", "❤  plan"),
        ("\U0001f1ec\U0001f1e7 plan", "GB plan"),
        ("\U0001f468\u200d\U0001f469\u200d\U0001f467 plan", "\U0001f468 plan"),
        ("نمی\u200cخواهم", "نمی\u200cخواهم"),
        ("Zoë", "Zoë"),
    ],
)
def test_a_picture_becomes_one_that_all_count_the_same(text: str, drawn: str) -> None:
    assert in_its_cells(text) == drawn


def test_what_is_printed_is_drawn_so_with_its_look_and_the_rest_as_it_is() -> None:
    console = Console(file=io.StringIO(), width=40, color_system="truecolor", legacy_windows=False)
    text = Text.assemble(("\u2764\ufe0f plan", "bold"), " and more")
    assert [(each.text, bool(each.style and each.style.bold)) for each in console.render(InItsCells(text))] == [
        *(("❤  plan", True), (" and more", False), ("\n", False))
    ]


@given(st.lists(st.sampled_from(_SIGNS), max_size=12).map("".join))
def test_every_text_is_as_wide_as_it_was_counted_in_every_terminal(text: str) -> None:
    drawn = in_its_cells(text)
    assert cell_len(drawn) == cell_len(text) == counted_by_terminals(drawn)
    assert in_its_cells(drawn) == drawn
