"""Words that stand out in a line, and pieces of a line that are cut."""

from __future__ import annotations

import re

import pytest
from rich.cells import cell_len
from rich.segment import ControlType, Segment
from rich.style import Style

from boardtui.report.palette import Palette
from boardtui.ui.shared.text import LONG, Piece, Words, difference_text, is_long, lit, lit_part, segments

PALETTE = Palette({"error": Style(color="red"), "success": Style(color="green")})


def marked(some: list[Segment]) -> str:
    """The texts of segments; those that stand out in braces."""
    return "|".join(
        f"{{{each.text}}}" if each.style is not None and each.style.underline else each.text
        for each in some
        if each.text and not each.control
    )


@pytest.mark.parametrize(
    ("texts", "words", "said"),
    [
        (["abcd"], "b", "a|{b}|cd"),
        (["abcd"], "abcd", "{abcd}"),
        (["ab", "cd"], "bc", "a|{b}|{c}|d"),
        (["ab", "cd"], "ab", "{ab}|cd"),
        (["ab", "cd"], "cd", "ab|{cd}"),
        (["abab"], "a", "{a}|b|{a}|b"),
        (["ab", "cd", "ef"], "bcde", "a|{b}|{cd}|{e}|f"),
        (["ab"], "x", "ab"),
        (["ab"], "x*", "ab"),
    ],
)
def test_a_word_stands_out_wherever_it_lies_and_nothing_else_does(texts: list[str], words: str, said: str) -> None:
    found = lit([Segment(each) for each in texts], re.compile(words))
    assert marked(found) == said
    assert "".join(each.text for each in found) == "".join(texts)


def test_what_is_no_text_is_left_where_it_is_and_without_words_all_is_as_it_was() -> None:
    bell = Segment("\a", None, [(ControlType.BELL,)])
    some = [Segment("ab"), bell, Segment("cd")]
    assert marked(lit(some, re.compile("bc"))) == "a|{b}|{c}|d"
    assert bell in lit(some, re.compile("bc"))
    assert lit(some, None) == lit(some, re.compile("x")) == some


@pytest.mark.parametrize(
    ("words", "start", "end", "said"),
    [
        ("two", 4, 7, "{two}"),
        ("one two", 4, 7, "{two}"),
        ("two three", 4, 7, "{two}"),
        ("one", 4, 7, "two"),
        ("three", 4, 7, "two"),
        (" two", 4, 7, "{two}"),
        ("one ", 4, 7, "two"),
        ("wo", 4, 7, "t|{wo}"),
        ("two", 0, 5, "one |{t}"),
    ],
)
def test_in_a_part_of_a_text_that_stands_out_which_is_in_it(words: str, start: int, end: int, said: str) -> None:
    text = "one two three"
    pattern: Words = re.compile(words)
    assert marked(lit_part([Segment(text[start:end])], pattern, text, start, end)) == said
    assert marked(lit_part([Segment(text[start:end])], None, text, start, end)) == text[start:end]


@pytest.mark.parametrize(
    ("texts", "width", "right", "said"),
    [
        (["ab", "cd"], 6, False, "ab|cd|  "),
        (["ab", "cd"], 6, True, "  |ab|cd"),
        (["ab", "cd"], 4, False, "ab|cd"),
        (["ab", "cd"], 3, False, "ab|…"),
        (["ab", "cd"], 2, False, "a…"),
        (["ab", "", "cd"], 2, False, "a…"),
        (["ab", ""], 2, False, "ab"),
        (["ab", "cd", "ef"], 5, False, "ab|cd|…"),
        (["ab"], 4, True, "  ab"),
        ([], 3, False, "   "),
    ],
)
def test_pieces_fill_their_width_and_nothing_goes_without_an_ellipsis(
    texts: list[str], width: int, right: bool, said: str
) -> None:
    drawn = segments([Piece(each) for each in texts], width, PALETTE, Style(), right=right)
    assert "|".join(each.text for each in drawn) == said
    assert sum(cell_len(each.text) for each in drawn) == width


def test_a_text_is_long_from_so_many_letters_or_from_two_lines_on() -> None:
    assert not is_long("", "a" * LONG)
    assert is_long("a", "a" * (LONG + 1)) and is_long("a\nb")


def test_what_came_and_what_went_is_told_apart_without_colours() -> None:
    text = difference_text("one two three", "one four three", PALETTE)
    assert text.plain == "one [-two-] [+four+] three"
    struck = [text.plain[each.start : each.end] for each in text.spans if getattr(each.style, "strike", None)]
    lined = [text.plain[each.start : each.end] for each in text.spans if getattr(each.style, "underline", None)]
    assert ("two" in "".join(struck), "four" in "".join(lined)) == (True, True)
