"""From which factor on a figure may have slipped by a digit, which part of one stands alone, and which year is none."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from boardtui.domain.dates.dates import FIRST_YEAR
from boardtui.domain.kpis.figure_checks import kpi_findings
from boardtui.domain.kpis.plausible import is_far, part_alone
from boardtui.domain.kpis.scorecard import view
from boardtui.domain.records.kinds import Kpi, Reading
from boardtui.domain.records.kpis import Frequency
from tests.domain.making import board_of, kpi_of, months, trend


def found(kpi: Kpi, *readings: Reading) -> list[tuple[str, str]]:
    """The reading and the code of each finding on a KPI, where it is one on a single reading."""
    periods = {each.id: each.period for each in readings}
    some = kpi_findings(view(board_of(kpi, *readings), kpi))
    return [(periods[each.reading], each.code) for each in some if each.reading]


@pytest.mark.parametrize(
    ("others", "number", "far"),
    [
        (["10", "10"], "100", True),
        (["10", "10"], "99", False),
        (["10", "10"], "-100", True),
        (["100", "100"], "10", True),
        (["100", "100"], "11", False),
        # What differs by less than ten does not count, except for fractions.
        (["11", "11"], "1", True),
        (["10.9", "10.9"], "1", False),
        (["1.1", "1.1"], "0.1", False),
        (["1", "1"], "0.1", True),
        (["0.5", "0.5"], "0.05", True),
        (["0.5", "0.5"], "0.06", False),
        # Ten times nothing is nothing.
        (["0", "0"], "10", True),
        (["0", "0"], "9", False),
        (["10", "10"], "0", True),
        (["9", "9"], "0", False),
        (["0", "0"], "0.5", False),
        # A series that goes up and down by more than a factor of three has so much more room.
        (["10", "30"], "200", True),
        (["10", "30"], "199", False),
        (["10", "40"], "334", True),
        (["10", "40"], "333", False),
        (["0", "20", "80"], "266", False),
        (["0", "20", "80"], "267", True),
        # One other figure says nothing, of two it is their mean, of three the middle one.
        (["1"], "1000", False),
        (["10", "20"], "150", True),
        (["10", "20"], "149", False),
        (["10", "11", "30"], "110", True),
        (["10", "11", "30"], "109", False),
        (["-10", "-10"], "100", True),
    ],
)
def test_a_figure_is_far_from_ten_times_as_much_or_as_little_as_the_others_on(
    others: list[str], number: str, far: bool
) -> None:
    assert is_far(Decimal(number), [Decimal(each) for each in others]) is far
    kpi = kpi_of(unit="score")
    readings = trend(kpi, months("2021-01", [*others, number]))
    assert ((readings[-1].period, "figure_far") in found(kpi, *readings)) is far


@pytest.mark.parametrize(
    ("numerator", "denominator", "value", "words"),
    [
        ("12", "", "", "there is a numerator (12) but neither denominator nor value: it has no figure"),
        ("", "200", "", "there is a denominator (200) but neither numerator nor value: it has no figure"),
        ("12", "200", "", ""),
        ("12", "", "6%", ""),
        ("", "200", "6%", ""),
        ("", "", "", ""),
    ],
)
def test_a_part_stands_alone_where_neither_the_other_nor_the_value_is_there(
    numerator: str, denominator: str, value: str, words: str
) -> None:
    assert part_alone(numerator, denominator, value) == words


@pytest.mark.parametrize(
    ("year", "codes"), [(FIRST_YEAR - 1, ["period_unlikely"]), (FIRST_YEAR, []), (FIRST_YEAR + 1, [])]
)
def test_a_year_cannot_be_meant_before_the_first_that_a_board_may_speak_of(year: int, codes: list[str]) -> None:
    kpi = kpi_of()
    assert [code for _, code in found(kpi, *trend(kpi, {f"{year}-12": "5"}))] == codes


@pytest.mark.parametrize(
    ("frequency", "others", "asked"),
    [
        (Frequency.NOT_STATED, [], True),
        (Frequency.MONTHLY, [], False),
        (Frequency.NOT_STATED, ["2010-10"], False),
        (Frequency.NOT_STATED, ["2010/11 Q1"], True),
    ],
)
def test_words_that_may_be_a_year_are_asked_about_where_nothing_says_that_they_are_a_month(
    frequency: Frequency, others: list[str], asked: bool
) -> None:
    kpi = kpi_of(frequency=frequency)
    readings = trend(kpi, dict.fromkeys([*others, "2010-11"], "5"))
    assert (("2010-11", "period_unclear") in found(kpi, *readings)) is asked


@pytest.mark.parametrize(
    ("figures", "unit", "codes"),
    [
        # Told once, and by what is the gravest of it.
        ({"2021-01": "97%", "2021-02": "98%", "2021-03": "970%"}, "percent", ["beyond_the_whole"]),
        ({"2021-01": "97%", "2021-02": "98%", "2021-03": "0.97"}, "percent", ["scale_differs"]),
        ({"2021-01": "97%", "2021-02": "100%", "2021-03": "0%"}, "percent", ["figure_far"]),
        ({"2021-01": "97%", "2021-02": "98%", "2021-03": "n/a"}, "percent", []),
        # The neighbour with a unit is the last one but this: of two, the other one.
        ({"2021-01": "5 days", "2021-02": "£6"}, "", ["scale_differs", "scale_differs"]),
    ],
)
def test_of_one_figure_one_thing_is_said(figures: dict[str, str], unit: str, codes: list[str]) -> None:
    kpi: Any = kpi_of(unit=unit)
    assert [code for _, code in found(kpi, *trend(kpi, figures))] == codes
