"""What a spreadsheet program shows for a number or a day: the format of its cell decides."""

from __future__ import annotations

from datetime import datetime, time
from decimal import Decimal

import pytest

from boardtui.exchange.sources.shown import date_parts, serial_moment, show_duration, show_moment, show_number

ACCOUNTS = '_-"£"* #,##0.00_-;-"£"* #,##0.00_-;_-"£"* "-"??_-;_-@_-'
AFTERNOON = datetime(2026, 3, 5, 14, 7, 9)
MIDNIGHT = datetime(2026, 3, 5)
NOON = datetime(2026, 3, 5, 12)


@pytest.mark.parametrize(
    ("number", "code", "text"),
    [
        # Digits and their rounding.
        ("0.86", "0%", "86%"),
        ("0.9765", "0.0%", "97.7%"),
        ("2.5", "0", "3"),
        ("1.1", "0.00", "1.10"),
        ("7", "000", "007"),
        ("1234", "000", "1234"),
        ("1234567.891", "#,##0.00", "1,234,567.89"),
        ("1234567", "0", "1234567"),
        ("1.50", "0.##", "1.5"),
        ("2", "0.##", "2"),
        ("1.234", "0.0#", "1.23"),
        ("1", "0.0#", "1.0"),
        ("10", "0.##", "10"),
        # Thousands and millions.
        ("335000", '"£"0,"k"', "£335k"),
        ("1500000", '"£"0.0,,"m"', "£1.5m"),
        # Words around them, colours, room for brackets.
        ("5", "[Red]0", "5"),
        ("5", "[$£-809]#,##0", "£5"),
        ("5", r"0\k", "5k"),
        ("5", "_-0_-", "5"),
        ("3", 'General" days"', "3 days"),
        ("-3", 'General" days"', "-3 days"),
        ("12", '"about" 0', "about 12"),
        ("5", '"n/a"', "n/a"),
        # Below nought, and nought itself.
        ("-5", "0", "-5"),
        ("-5", "0;", "-5"),
        ("-5", "0;(0)", "-5"),
        ("5", "0;(0)", "5"),
        ("0", "0;(0)", "0"),
        ("-5", '0;"−"0', "−5"),
        ("-5", ACCOUNTS, "-£5.00"),
        ("0", ACCOUNTS, "£0.00"),
        ("0", '0;-0;"none"', "none"),
        ("5", '0;-0;"none"', "5"),
        ("0", '0;-0;"-"', "0"),
        ("0", "0;-0;;@", "0"),
        # What shows no digits, or fractions, still has its number.
        ("5", ";;;", "5"),
        ("0.5", "# ?/?", "0.5"),
        ("12345", "0.00E+00", "1.23E+4"),
        ("12345", "0E+00", "1E+4"),
        # Without a format: as many digits as a cell has room for.
        ("3", "General", "3"),
        ("3.0", "", "3"),
        ("0.5", "@", "0.5"),
        ("-0.25", "General", "-0.25"),
        ("0.30000000000000004", "General", "0.3"),
        ("2.33333333333333", "General", "2.333333333"),
        ("999999999999999", "General", "999999999999999"),
        ("1234567890123456", "General", "1234567890000000"),
        ("0.00000000001234", "General", "0.00000000001234"),
        ("0.00000000123456789", "General", "0.00000000123456789"),
        ("0.000000000123456789", "General", "1.23457E-10"),
        ("0.000000000000000001234", "General", "1.23400E-18"),
    ],
)
def test_a_number_is_what_its_format_shows(number: str, code: str, text: str) -> None:
    assert show_number(Decimal(number), code) == text


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("dd/mm/yyyy", "05/03/2026"),
        ("d/m/yy", "5/3/26"),
        ("d/m/y", "5/3/2026"),
        ("d-mmm-yy", "5-Mar-26"),
        ("mmmm yyyy", "March 2026"),
        ("mmmmm yy", "M 26"),
        ("dddd d mmmm", "Thursday 5 March"),
        ("ddd dd mmm", "Thu 05 Mar"),
        ("DD MMM YYYY", "05 Mar 2026"),
        ("yyyy-mm-dd hh:mm", "2026-03-05 14:07"),
        ("yyyy-mm-dd h:mm:s", "2026-03-05 14:07:9"),
        ("mm/dd mm:ss", "03/05 07:09"),
        ("h:mm AM/PM", "2:07 PM"),
        ("hh:mm a/p", "14:07 PM"),
        ("[$-809]dd mmmm yyyy", "05 March 2026"),
        ("dd/mm/yyyy;@", "05/03/2026"),
        ('"Week of" d mmm', "Week of 5 Mar"),
        (r"h\hmm", "14h07"),
        # What is no format of days shows the day all the same.
        ("General", "05/03/2026"),
        ("0.0", "05/03/2026"),
    ],
)
def test_a_day_is_what_its_format_shows(code: str, text: str) -> None:
    assert show_moment(AFTERNOON, code) == text


@pytest.mark.parametrize(
    ("moment", "code", "text"),
    [
        (MIDNIGHT, "dd/mm/yyyy hh:mm", "05/03/2026"),
        (MIDNIGHT, "dd/mm/yyyy h:mm", "05/03/2026"),
        (MIDNIGHT, "dd/mm/yyyy hh:mm:ss", "05/03/2026"),
        (MIDNIGHT, "dd/mm/yyyy h:mm AM/PM", "05/03/2026"),
        (MIDNIGHT.replace(minute=30), "dd/mm/yyyy hh:mm", "05/03/2026 00:30"),
        (MIDNIGHT.replace(second=30), "dd/mm/yyyy hh:mm", "05/03/2026 00:00"),
        (NOON, "dd/mm/yyyy hh:mm", "05/03/2026 12:00"),
        (NOON, "h:mm AM/PM", "12:00 PM"),
        (MIDNIGHT, "h:mm AM/PM", "12:00 AM"),
        (MIDNIGHT.replace(hour=11), "h AM/PM", "11 AM"),
        (MIDNIGHT, "h:mm", "0:00"),
        (datetime(2025, 12, 31), "ddd d mmmm", "Wed 31 December"),
        (datetime(2025, 1, 1), "mmm", "Jan"),
        (datetime(2000, 1, 1), "yy", "00"),
    ],
)
def test_midnight_beside_a_day_is_not_shown_and_any_other_time_is(moment: datetime, code: str, text: str) -> None:
    assert show_moment(moment, code) == text


@pytest.mark.parametrize(
    ("code", "parts"),
    [
        ("dd/mm/yyyy", "ymd"),
        ("mmm-yy", "ym"),
        ("d mmm", "md"),
        ("h:mm", "h"),
        ("dd/mm/yyyy hh:mm", "ymdh"),
        ("hh:mm:ss.000", "h"),
        ("ddd d", "d"),
        ("mmm", "m"),
        ("General", ""),
        ("@", ""),
        ("", ""),
        ("0.0", ""),
        ('0 "days"', ""),
        ('"yes"', ""),
    ],
)
def test_a_format_of_days_is_told_from_one_of_numbers(code: str, parts: str) -> None:
    assert date_parts(code) == parts


@pytest.mark.parametrize(
    ("hours", "code", "text"),
    [
        ("1.5", "[h]:mm", "1:30"),
        ("30.25", "[h]:mm", "30:15"),
        ("30.25", "[hh]:mm:ss;@", "30:15:00"),
        ("0.125", "[h]:mm:ss", "0:07:30"),
        ("0.125", "mm:ss", "7:30"),
        ("0.125", "mm:ss.0", "7:30"),
        ("2", "[m]:ss", "120:00"),
        ("-1.5", "[h]:mm", "-1:30"),
        ("0", "[h]:mm", "0:00"),
        ("1.5", "h:mm", ""),
        ("1.5", "0.0", ""),
    ],
)
def test_how_long_something_took_is_no_time_of_a_day(hours: str, code: str, text: str) -> None:
    assert show_duration(Decimal(hours) / 24, code) == text


@pytest.mark.parametrize(
    ("number", "since_1900", "since_1904"),
    [
        ("61", datetime(1900, 3, 1), datetime(1904, 3, 2)),
        ("45000", datetime(2023, 3, 15), datetime(2027, 3, 16)),
        ("45000.25", datetime(2023, 3, 15, 6), datetime(2027, 3, 16, 6)),
        ("0.5", time(12), time(12)),
        ("1e9", None, None),
    ],
)
def test_a_workbook_counts_its_days_from_one_of_two_years(
    number: str, since_1900: datetime | time | None, since_1904: datetime | time | None
) -> None:
    assert serial_moment(Decimal(number), since_1904=False) == since_1900
    assert serial_moment(Decimal(number), since_1904=True) == since_1904
