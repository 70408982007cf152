"""A date that lies ahead is said without a year, and kept with one."""

from __future__ import annotations

from datetime import date

import pytest

from boardtui.domain.said.days import kept_ahead


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("30 June", "2021-06-30"),
        ("2/3", "2021-03-02"),  # today
        ("1 March", "2022-03-01"),  # yesterday was the last one
        ("30 June 2020", "30 June 2020"),  # a year that is said stands
        ("31 June", "31 June"),  # no such day
        ("when staffed", "when staffed"),
        ("", ""),
    ],
)
def test_a_day_without_a_year_is_the_next_of_that_name_and_all_else_stays_as_it_was_typed(
    typed: str, kept: str
) -> None:
    assert kept_ahead(typed, date(2021, 3, 2)) == kept
