"""Where dates and periods end: the years that can be meant, the ends of a calendar, and days without a year."""

from __future__ import annotations

from datetime import date

import pytest

from boardtui.domain.dates.dates import (
    NOT_A_DATE,
    day_ahead,
    day_said,
    days_late,
    from_excel_serial,
    quarter_days,
    read_date,
    slippage_days,
)
from boardtui.domain.dates.periods import PeriodKind, gap, parse_period, period_of, two_meanings

TODAY = date(2021, 3, 2)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("31/12/1989", None),
        ("01/01/1990", date(1990, 1, 1)),
        ("31/12/2050", date(2050, 12, 31)),
        ("01/01/2051", None),
        ("December 1989 to January 1990", None),
        ("December 2050 to January 2051", None),
    ],
)
def test_a_date_is_read_in_the_years_that_can_be_meant_both_ends_included(words: str, day: date | None) -> None:
    stated = read_date(words)
    assert stated.day == day
    assert ("cannot be meant" in stated.problem) is (day is None)


@pytest.mark.parametrize(
    ("serial", "day"),
    [
        (1, date(1900, 1, 1)),
        (59, date(1900, 2, 28)),
        (61, date(1900, 3, 1)),
        (44286, date(2021, 3, 31)),
        (44286.99, date(2021, 3, 31)),
        (2_958_465, date(9999, 12, 31)),
        (0.99, None),
    ],
)
def test_the_numbers_of_a_spreadsheet_are_days_from_1900_to_9999(serial: float, day: date | None) -> None:
    assert from_excel_serial(serial) == day


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("44286", "it is a number, which a spreadsheet keeps for 31/03/2021: if that is meant, write it"),
        ("32874", "it is a number, which a spreadsheet keeps for 01/01/1990: if that is meant, write it"),
        ("32873", NOT_A_DATE),
        ("55153", "it is a number, which a spreadsheet keeps for 31/12/2050: if that is meant, write it"),
        ("55154", NOT_A_DATE),
        ("4428", NOT_A_DATE),
        ("442860", NOT_A_DATE),
    ],
)
def test_a_number_is_told_as_what_a_spreadsheet_keeps_where_such_a_day_can_be_meant(words: str, meant: str) -> None:
    assert read_date(words).problem == meant


@pytest.mark.parametrize(
    ("quarter", "begins", "ends"),
    [
        (1, date(2020, 4, 1), date(2020, 6, 30)),
        (2, date(2020, 7, 1), date(2020, 9, 30)),
        (3, date(2020, 10, 1), date(2020, 12, 31)),
        (4, date(2021, 1, 1), date(2021, 3, 31)),
    ],
)
def test_a_quarter_is_three_months_of_the_financial_year(quarter: int, begins: date, ends: date) -> None:
    assert quarter_days(2020, quarter) == (begins, ends)
    for other in (0, 5):
        with pytest.raises(ValueError, match=f"There is no quarter {other}"):
            quarter_days(2020, other)


@pytest.mark.parametrize(
    ("due", "late"), [("2021-03-03", 0), ("2021-03-02", 0), ("2021-03-01", 1), ("2021-02-28", 2), ("tbc", None)]
)
def test_days_late_are_counted_from_the_day_after(due: str, late: int | None) -> None:
    assert days_late(read_date(due), TODAY) == late
    assert slippage_days(read_date(due), read_date("2021-03-02")) == (
        None if late is None else (TODAY - date.fromisoformat(due)).days
    )
    assert slippage_days(read_date("2021-03-02"), read_date("tbc")) is None


@pytest.mark.parametrize(
    ("words", "said", "ahead"),
    [
        ("today", TODAY, TODAY),
        (" NOW ", TODAY, TODAY),
        ("2 March", TODAY, TODAY),
        ("2/3", TODAY, TODAY),
        ("1/3", date(2021, 3, 1), date(2022, 3, 1)),
        ("1.3", date(2021, 3, 1), date(2022, 3, 1)),
        ("01-03", date(2021, 3, 1), date(2022, 3, 1)),
        ("1. 3.", date(2021, 3, 1), date(2022, 3, 1)),
        ("31.6", None, None),
        ("3 March", date(2021, 3, 3), date(2021, 3, 3)),
        ("1 March 2021", date(2021, 3, 1), date(2021, 3, 1)),  # whoever says the year means it
        ("February", date(2021, 2, 28), date(2022, 2, 28)),
        ("29 February", None, None),
        ("31/6", None, None),
        ("soon", None, None),
    ],
)
def test_a_day_without_a_year_is_of_this_one_or_else_the_next_of_that_name(
    words: str, said: date | None, ahead: date | None
) -> None:
    assert (day_said(words, TODAY), day_ahead(words, TODAY)) == (said, ahead)


def test_a_leap_day_without_a_year_stays_in_the_year_that_has_it() -> None:
    assert day_ahead("29 February", date(2020, 3, 1)) == date(2020, 2, 29)


@pytest.mark.parametrize(
    ("key", "label"),
    [("1999-12", "Dec 1999"), ("2000-01", "Jan 00"), ("2099-12", "Dec 99"), ("2100-01", "Jan 2100")],
)
def test_a_year_is_told_in_two_digits_where_these_are_read_as_it(key: str, label: str) -> None:
    assert parse_period(key).label == label
    assert parse_period(label).key == key


@pytest.mark.parametrize(
    ("earlier", "later", "missing"),
    [
        ("2021-01", "2021-01", 0),
        ("2021-01", "2021-02", 0),
        ("2021-01", "2021-03", 1),
        ("2020-12", "2021-02", 1),
        ("2020/21 Q4", "2021/22 Q1", 0),
        ("2020/21 Q3", "2021/22 Q1", 1),
        ("2020/21 Q1", "2021/22 Q1", 3),
        ("2019/20", "2021/22", 1),
        ("2021-02-28", "2021-03-02", 1),
    ],
)
def test_the_periods_between_two_are_counted_in_either_order(earlier: str, later: str, missing: int) -> None:
    one, other = parse_period(earlier), parse_period(later)
    assert gap(one, other) == gap(other, one) == missing


@pytest.mark.parametrize(
    ("words", "question"),
    [
        ("2024", "is it 2023/24 or 2024/25?"),
        ("1899", ""),
        ("1900", "is it 1899/00 or 1900/01?"),
        ("2100", ""),
        ("202324", "is it 2023/24 or 2023/24 academic?"),
        ("202101", "is it Jan 2021?"),
        ("202112", "is it Dec 2021?"),
        ("202113", ""),
        ("202100", ""),
        ("201011", "is it 2010/11 or 2010/11 academic or Nov 2010?"),
        ("199900", "is it 1999/00 or 1999/00 academic?"),
    ],
)
def test_a_bare_number_is_asked_about_by_all_that_it_may_mean(words: str, question: str) -> None:
    assert two_meanings(words) == question
    assert period_of(words) is None


def test_the_calendar_ends_at_both_ends() -> None:
    first, last = parse_period("0001-01"), parse_period("9999-12")
    with pytest.raises(ValueError, match="There is no period before"):
        first.previous()
    with pytest.raises(ValueError, match="There is no period after"):
        last.next()
    with pytest.raises(ValueError, match="There is no year before"):
        first.same_period_last_year()
    assert first.next().previous() == first
    assert last.previous().next() == last
    assert parse_period("0002-01").same_period_last_year() == first
    assert parse_period("29/02/2020").same_period_last_year().label == "28/02/2019"
    assert parse_period("Feb 20").same_period_last_year().kind is PeriodKind.MONTH
