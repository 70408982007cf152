"""A hidden figure is hidden in another line too where the two are one quantity, and not where they are by chance."""

from __future__ import annotations

import pytest

from boardtui.domain.publish.suppression import suppressed
from boardtui.domain.records.kinds import Reading
from tests.domain.making import board_of, kpi_of, months, trend


@pytest.mark.parametrize(
    ("small", "beside", "seen"),
    [
        (["2/4 50%"], ["50%"], ["c"]),
        (["2/4 50%"], ["60%"], ["60%"]),
        # That two KPIs are at 0% or 100% at once tells nothing.
        (["0/4 0%"], ["0%"], ["0%"]),
        (["4/4 100%"], ["100%"], ["100%"]),
        (["0/4 0%", "30/60 50%"], ["0%", "50%"], ["c", "50%"]),
        # What is left of a hundred tells the same.
        (["1/4 25%"], ["75%"], ["c"]),
        (["1/4 25%"], ["74%"], ["74%"]),
        # One is the other in more than half of the periods that state both, or by chance.
        (["2/4 50%", "30/60 50%"], ["50%", "51%"], ["50%", "51%"]),
        (["2/4 50%", "30/60 50%", "30/60 50%"], ["50%", "50%", "51%"], ["c", "50%", "51%"]),
    ],
)
def test_two_lines_of_percentages_are_one_where_they_are_equal_in_most_periods_and_not_only_at_the_ends(
    small: list[str], beside: list[str], seen: list[str]
) -> None:
    one, other = kpi_of("1.1", unit="percent", group="One"), kpi_of("2.1", unit="percent", group="Other")
    figures = [*trend(one, months("2019-01", small)), *trend(other, months("2019-01", beside))]
    board, _ = suppressed(board_of(one, other, *figures))
    assert [each.value for each in board.owned(Reading, other.id)] == seen


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        # 23 of 24 are 95.8%: within a point of it this is a fraction, and no year.
        ("96.8% (23/24)", False),
        ("96.9% (23/24)", True),
        ("94.9% (23/24)", False),
        ("94.8% (23/24)", True),
        ("95.8% (23/25)", False),  # no two years in a row
        ("40% (99/00)", True),
        ("40% (2/3)", False),
    ],
)
def test_what_stands_behind_a_percentage_is_a_year_only_where_it_is_not_that_percentage(
    words: str, shown: bool
) -> None:
    kpi = kpi_of(unit="percent")
    board, _ = suppressed(board_of(kpi, *trend(kpi, {"2019-02": words})))
    assert [each.value for each in board.owned(Reading, kpi.id)] == [words if shown else "c"]
