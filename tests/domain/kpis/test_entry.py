"""What is said of a figure while it is typed."""

from __future__ import annotations

import pytest

from boardtui.domain.dates.periods import parse_period
from boardtui.domain.kpis.entry import Line, draft_of, line_words, lines_of
from boardtui.domain.kpis.scorecard_blocks import Scorecard
from boardtui.domain.records.kpis import Polarity
from tests.domain.making import board_of, kpi_of, trend

FEB = parse_period("2021-02")


@pytest.fixture
def line() -> Line:
    kpi, card = kpi_of("2.1", title="Visits", polarity=Polarity.HIGH, minimum="90%", upper="95%"), Scorecard()
    (found,) = lines_of(card.rows(board_of(kpi, *trend(kpi, {"2020-02": "90%", "2021-01": "93%"}))), card)
    return found


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, ""),
        ({"value": "97%"}, "97% G ● Met · "),
        ({"value": "97%", "provisional": "yes"}, "97% G ● Met · provisional · "),
        ({"value": "91"}, "91% A ▲ Nearly met · "),
        ({"numerator": "19", "denominator": "20"}, "95% G ● Met · "),
        ({"value": "n/a"}, "not applicable · "),
        ({"value": "c"}, "confidential · "),
        ({"value": "soon"}, ""),
        ({"provisional": "yes"}, "provisional · "),
    ],
)
def test_it_says_what_the_figure_comes_to_and_what_it_was_before(line: Line, typed: dict[str, str], words: str) -> None:
    said = line_words(line, FEB, {**draft_of(None), **typed})
    assert said == f"2.1 Visits · {words}Jan 21 was 93% · a year ago 90%"


def test_of_a_kpi_without_earlier_figures_nothing_before_is_said(line: Line) -> None:
    assert line_words(line, parse_period("2018-02"), draft_of(None)) == "2.1 Visits"
