"""Frozen Markdown read back: the blocks, the emphasis and the columns that it had."""

from __future__ import annotations

import pytest

from boardtui.report.document import Bullets, Heading, Lines, Paragraph, Run, Table
from boardtui.report.markdown_reading import read_markdown


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("# Plan", Heading, ["Plan"]),
        ("one\ntwo", Paragraph, ["one two"]),
        ("one\\\ntwo\\\nthree", Lines, ["one", "two", "three"]),
        ("- one\n- two", Bullets, ["one", "two"]),
        ("1. one\n2. two", Bullets, ["one", "two"]),
        ("- one\n  - within\n- two", Bullets, ["one", "within", "two"]),
        ("```\ncode\n```", Paragraph, ["code"]),
        ("    code", Paragraph, ["code"]),
        ("<div>\nwords\n</div>", Paragraph, ["<div> / words / </div>"]),
    ],
)
def test_every_block_keeps_its_words_also_of_a_sort_that_papers_have_not(
    text: str, kind: type[object], words: list[str]
) -> None:
    (made, after) = read_markdown(f"{text}\n\nThe end\n")
    assert isinstance(made, kind)
    match made:
        case Heading() | Paragraph():
            assert [made.words] == words
        case Lines():
            assert list(made.lines) == words
        case Bullets():
            assert list(made.items) == words
    assert isinstance(after, Paragraph) and after.words == "The end"


@pytest.mark.parametrize("level", [1, 2, 6])
def test_a_heading_keeps_its_level(level: int) -> None:
    (made,) = read_markdown(f"{'#' * level} Plan\n")
    assert isinstance(made, Heading) and made.level == level


def test_emphasis_begins_and_ends_where_it_did() -> None:
    (made,) = read_markdown("a **b *c* d** ~~e~~ *f* g\n")
    assert isinstance(made, Paragraph)
    assert [run for run in made.words.runs if run.text.strip()] == [
        Run("a "),
        Run("b ", bold=True),
        Run("c", bold=True, italic=True),
        Run(" d", bold=True),
        Run("e", struck=True),
        Run("f", italic=True),
        Run(" g"),
    ]


def test_each_table_has_the_widths_and_the_sides_of_its_own_rule() -> None:
    text = "| A | B | C |\n|---|-----:|:----:|\n| 1 | 2 | 3 |\n| 4 | 5 | 6 |\n\nbetween\n\n| D |\n|:-------|\n| 7 |\n"
    first, _, second = read_markdown(text)
    assert isinstance(first, Table) and isinstance(second, Table)
    assert [(each.heading, each.width, each.align) for each in first.columns] == [
        ("A", 3, ""),
        ("B", 5, "right"),
        ("C", 4, "centre"),
    ]
    assert first.rows == (("1", "2", "3"), ("4", "5", "6"))
    assert [(each.heading, each.width, each.align) for each in second.columns] == [("D", 7, "")]


def test_a_table_without_rows_is_one_and_a_rule_that_is_written_otherwise_gives_usual_widths() -> None:
    (empty,) = read_markdown("| A |\n|---|\n")
    assert isinstance(empty, Table) and empty.rows == ()
    (other,) = read_markdown("A | B\n--- | ---\n1 | 2\n")
    assert isinstance(other, Table) and other.rows == (("1", "2"),)
    assert [each.width for each in other.columns] == [10, 10]


@pytest.mark.parametrize(
    ("words", "tone"),
    [
        ("R ✖ Red", "rag-red"),
        ("A ▲ Amber (new)", "rag-amber"),
        ("B ■ Blue", "rag-blue"),
        ("○ Not rated", "rag-not-rated"),
        ("○ Not shown", "rag-not-rated"),
        ("R ✖Red", ""),
        ("Amber", ""),
        ("–", ""),
    ],
)
def test_a_rating_has_its_colour(words: str, tone: str) -> None:
    (made,) = read_markdown(f"| Rating |\n|---|\n| {words} |\n")
    assert isinstance(made, Table)
    assert made.rows[0][0].tone == tone
