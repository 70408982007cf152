"""What the dates on papers mean, and the days between them.

What a paper says is kept word for word; this module only reads the words. A date that cannot be right, such
as 31/06/2021, is never moved to the nearest real day: it stays unknown, and a short sentence says why.

Dates are always read day first. Two-digit years are years of this century. A year outside `FIRST_YEAR` to
`LAST_YEAR` is a slip of the pen: such a date tells no day either.
"""

from __future__ import annotations

import calendar
import math
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from boardtui.domain.dates.date_words import (
    DASHES,
    MONTH_NAMES,
    WEEKDAY_NAMES,
    Ends,
    Parts,
    financial_year,
    find_dates,
    holds_several,
    plain_words,
    read_ends,
    read_parts,
    read_quarter,
    says_no_date,
    trim,
    with_hyphens,
    without_by,
    without_time,
)
from boardtui.domain.immutable import immutable
from boardtui.domain.patterns import when_used

NO_YEAR = "no year is stated"
SEVERAL = "more than one date is stated here"
BACKWARDS = "it ends before it begins: wrong year?"
EARLIER = "earlier than the one before it: wrong year?"
WHICH_FINANCIAL_YEAR = "it does not say which financial year, such as 2020/21"
NOT_A_DATE = "it cannot be read as a date"

FIRST_YEAR, LAST_YEAR = 1990, 2050
"""The years that a date on a board can be in. The papers are of this century, what they look back on hardly older."""

_LONGEST_DATE = 80
"""No single date or window is longer than this many characters; anything longer is a sentence."""


@immutable
class StatedDate:
    """A date as a paper states it.

    Attributes:
        text: The words, exactly as they were given.
        first: The first day the words can mean, or None where they tell no day.
        last: The last day they can mean; the same as `first` for a single day.
        problem: What is wrong with the words, as a short sentence without a full stop; empty if nothing is.
            "Ongoing" and "tbc" tell no day on purpose and are no problem; other words that tell none are.
    """

    text: str
    first: date | None = None
    last: date | None = None
    problem: str = ""

    @property
    def day(self) -> date | None:
        """The day something is due by: the last day of a month or a window."""
        return self.last

    @property
    def exact(self) -> bool:
        """Whether the words tell a single day."""
        return self.first is not None and self.first == self.last


@lru_cache(maxsize=50_000)
def read_date(text: str, *, default_year: int | None = None) -> StatedDate:
    """Read a date, a month or a window of days as people write them.

    Args:
        text: The words on the paper.
        default_year: The calendar year to assume where the words state none. It does not say which
            financial year a bare "Q3" belongs to, so that stays unknown.

    Returns:
        The words with what they mean. Any text is accepted; text that is not plainly one date tells no day, and
        neither does a day in a year that cannot be meant.
    """
    stated = read_calendar(text, default_year=default_year)
    for day in (stated.first, stated.last):
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            years = f"dates are read from {FIRST_YEAR} to {LAST_YEAR}"
            return StatedDate(text, problem=f"the year {day.year:04d} cannot be meant: {years}")
    return stated


@lru_cache(maxsize=50_000)
def read_calendar(text: str, *, default_year: int | None = None) -> StatedDate:
    """As `read_date`, for years of any kind: what the calendar has, whether it can be meant or not."""
    plain = plain_words(text)
    if len(plain) <= _LONGEST_DATE:
        bare = without_by(plain)
        if (parts := read_parts(bare)) is not None:
            return _settle(text, parts, default_year)
        if (stated := _read_financial(text, bare)) is not None:
            return stated
        if (ends := read_ends(bare)) is not None:
            return _settle_window(text, ends, default_year)
        # A time belongs to one day, so it is looked for behind nothing else.
        timed = read_parts(without_time(bare))
        if timed is not None and timed.day is not None:
            return _settle(text, timed, default_year)
        if says_no_date(bare):
            return StatedDate(text)
    return StatedDate(text, problem=SEVERAL if holds_several(plain) else _no_date(plain))


def _no_date(plain: str) -> str:
    """Why words are no date; a number of five digits is how a spreadsheet keeps a day."""
    day = from_excel_serial(int(plain)) if re.fullmatch(r"[0-9]{5}", plain, re.ASCII) else None
    if day is not None and FIRST_YEAR <= day.year <= LAST_YEAR:
        return f"it is a number, which a spreadsheet keeps for {format_day(day)}: if that is meant, write it"
    return NOT_A_DATE


@lru_cache(maxsize=10_000)  # a board says the same few hundred days many thousand times
def normal_form(text: str) -> str:
    """Put a date into the form in which it is stored.

    Returns:
        `YYYY-MM-DD` where the text is exactly one real day, in whatever spelling; otherwise the same words
        with single spaces between them. "By 31 March 2021" keeps its words: it says more than the day.
    """
    plain = plain_words(text)
    parts = read_parts(plain) if len(plain) <= _LONGEST_DATE else None
    if parts is not None:
        stated = _settle(text, parts, None)
        if stated.first is not None and stated.exact and not stated.problem:
            return stated.first.isoformat()
    return " ".join(text.split())


def was_words(text: str) -> bool:
    """Whether this is a day in a spelling that earlier versions could not read, and so kept as words."""
    plain = plain_words(text)
    return with_hyphens(plain) != plain or re.search(rf"[{DASHES[1:]}]|[0-9]{{8}}", text) is not None


def show_date(text: str) -> str:
    """Show a stored date: `31/03/2021` for `2021-03-31`, all other words unchanged."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return text
    try:
        return format_day(date.fromisoformat(text))
    except ValueError:
        return text


def format_day(day: date) -> str:
    """Write a day as `31/03/2021`."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def local_time(at: str) -> str:
    """A moment as people here write it: `31/03/2021 14:05`.

    Args:
        at: as the file keeps it: see `kept_time`.
    """
    try:
        return datetime.fromisoformat(at).astimezone().strftime("%d/%m/%Y %H:%M")
    except (ValueError, OverflowError, OSError):
        return at or "no time"


def local_time_of(seconds: float) -> str:
    """As `local_time`, of a moment that the system counts in seconds since 1970: when a file was written."""
    return local_time(datetime.fromtimestamp(seconds, UTC).isoformat())


def kept_time(when: datetime) -> str:
    """A moment, with its zone, as the file keeps it: ISO 8601 in UTC, to the second."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def from_excel_serial(serial: float) -> date | None:
    """Turn the number that a spreadsheet keeps for a day into that day.

    Args:
        serial: Days in the spreadsheet's 1900 system; a time of day after the point is dropped.

    Returns:
        The day, or None for a number that is no day. 60 is none: it is the 29 February 1900 that
        spreadsheets believe in and the calendar does not.
    """
    if not math.isfinite(serial) or not 1 <= serial < 2_958_466:
        return None
    whole = int(serial)
    if whole == 60:
        return None
    return date(1899, 12, 30) + timedelta(days=whole if whole > 60 else whole + 1)


def slippage_days(original: StatedDate, current: StatedDate) -> int | None:
    """Count how many days a date has slipped: negative if brought forward, None if a day is unknown."""
    if original.day is None or current.day is None:
        return None
    return (current.day - original.day).days


def days_late(current: StatedDate, today: date) -> int | None:
    """Count the days since something was due; 0 if it is not late, None if the due day is unknown."""
    return None if current.day is None else max((today - current.day).days, 0)


def split_milestones(text: str, *, default_year: int | None = None) -> list[tuple[StatedDate, str]]:
    """Take apart a cell that states several dates, each with what is to happen.

    Both orders are understood: "Dec 21 - Audit Jan 22 - Survey" and "Audit Dec 21 Survey Jan 22".

    Args:
        text: The words in the cell.
        default_year: The calendar year to assume for dates that state none.

    Returns:
        Each date with its words, in the order of the text; no word is lost. A date earlier than the one
        before it keeps its day and says so in `problem`. Text that is one date, or holds none, stays
        whole and has no words beside it.
    """
    plain = plain_words(text)
    spans = find_dates(plain)
    whole = read_date(text, default_year=default_year)
    one_date = whole.first is not None or whole.problem not in ("", SEVERAL, NOT_A_DATE)
    if one_date or not spans:
        return [(whole, "")]
    dates = [read_date(plain[start:end], default_year=default_year) for start, end in spans]
    # The words between the dates: before the first, after the first, … after the last.
    edges = [0, *(edge for span in spans for edge in span), len(plain)]
    between = [trim(plain[start:end]) for start, end in zip(edges[::2], edges[1::2], strict=True)]
    dates_first = between[0] == ""
    # Words after the last date belong to it as well: dropping them would lose what the paper said.
    labels = between[1:] if dates_first else [*between[:-2], " ".join(filter(None, between[-2:]))]
    return list(zip(_with_order_noted(dates), labels, strict=True))


def quarter_days(year: int, quarter: int) -> tuple[date, date]:
    """Give the first and last day of a quarter of the financial year that begins in April of `year`.

    Raises:
        ValueError: The quarter is not 1 to 4, or it lies outside the calendar.
    """
    if quarter not in (1, 2, 3, 4):
        raise ValueError(f"There is no quarter {quarter}. Quarters are 1 (April to June) to 4.")
    month, year = (1, year + 1) if quarter == 4 else (quarter * 3 + 1, year)
    return date(year, month, 1), last_of_month(year, month + 2)


def last_of_month(year: int, month: int) -> date:
    """Give the last day of a month.

    Raises:
        ValueError: There is no such month or year.
    """
    return date(year, month, _days_in_month(year, month))


def _days_in_month(year: int, month: int) -> int:
    if not 1 <= month <= 12:
        raise ValueError(f"There is no month {month}.")
    return calendar.monthrange(year, month)[1]


def _read_financial(text: str, plain: str) -> StatedDate | None:
    """Read a quarter or a financial year, of four digits: "11/12" may be a day in December."""
    if (said := read_quarter(plain)) is not None:
        quarter, words = said
        if (start := financial_year(words)) is not None:
            return StatedDate(text, *quarter_days(start, quarter))
        if words == "":
            return StatedDate(text, problem=NO_YEAR)
        return StatedDate(text, problem=WHICH_FINANCIAL_YEAR) if words.isdecimal() else None
    start = financial_year(plain) if re.match(r"fy|[0-9]{4}", plain, re.IGNORECASE) else None
    return StatedDate(text, date(start, 4, 1), date(start + 1, 3, 31)) if start is not None else None


def _impossible(parts: Parts, year: int | None) -> str:
    """Say why there is no such day or month; empty if there may be."""
    if not 1 <= parts.month <= 12:
        return f"there is no month {parts.month}: dates are read day first"
    if year is not None and not 1 <= year <= 9999:
        return f"there is no year {year}"
    # Without a year 29 February may exist, so ask a leap year.
    if parts.day is None or 1 <= parts.day <= _days_in_month(year or 2000, parts.month):
        return ""
    known = f" {year}" if year is not None else ""
    return f"there is no {parts.day} {MONTH_NAMES[parts.month - 1]}{known}"


def _settle(text: str, parts: Parts, default_year: int | None) -> StatedDate:
    year = parts.year if parts.year is not None else default_year
    problem = _impossible(parts, year)
    if problem or year is None:
        return StatedDate(text, problem=problem or NO_YEAR)
    if parts.day is None:
        return StatedDate(text, date(year, parts.month, 1), last_of_month(year, parts.month))
    day = date(year, parts.month, parts.day)
    real = WEEKDAY_NAMES[day.weekday()]
    wrong = parts.weekday and parts.weekday[:3].lower() != real[:3].lower()
    return StatedDate(text, day, day, f"that day is a {real}" if wrong else "")


def _settle_window(text: str, window: Ends, default_year: int | None) -> StatedDate:
    """Fill in the year that a window says only once, or not at all: "Nov – Feb 2022" begins in 2021."""
    begins, ends = window.begins, window.ends
    crosses = int(begins.month > ends.month)
    begin_year, end_year = begins.year, ends.year
    if begin_year is None:
        begin_year = end_year - crosses if end_year is not None else default_year
    if end_year is None and begin_year is not None:
        end_year = begin_year + crosses
    first = _settle(text, replace(begins, year=begin_year), None)
    last = _settle(text, replace(ends, year=end_year), None)
    if first.first is None or last.last is None:
        # An impossible day is worth more to the reader than the missing year beside it.
        impossible = [said for said in (first.problem, last.problem) if said not in ("", NO_YEAR)]
        return StatedDate(text, problem=impossible[0] if impossible else NO_YEAR)
    if last.last < first.first:
        return StatedDate(text, problem=BACKWARDS)
    next_day = first.exact and last.exact and (last.last - first.first).days == 1
    if window.both and not next_day:
        return StatedDate(text, problem=SEVERAL)
    return StatedDate(text, first.first, last.last, first.problem or last.problem)


def _with_order_noted(dates: list[StatedDate]) -> list[StatedDate]:
    noted: list[StatedDate] = []
    before: date | None = None
    for stated in dates:
        back = before is not None and stated.day is not None and stated.day < before
        noted.append(replace(stated, problem=EARLIER) if back else stated)
        before = stated.day or before
    return noted


_DAY_AND_MONTH = when_used(r"\s*(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*\.?\s*", re.ASCII)


def day_said(text: str, today: date) -> date | None:
    """The day that is said, of this year where none is; None where it is no day."""
    if text.strip().casefold() in ("today", "now"):
        return today
    return _of_year(text, today.year)


def day_ahead(text: str, today: date) -> date | None:
    """As `day_said`, but without a year it is the next day of that name."""
    day = day_said(text, today)
    if day is not None and day < today and read_date(text).day is None:
        return _of_year(text, today.year + 1) or day
    return day


def kept_ahead(text: str, today: date) -> str:
    """A date that lies ahead, as it is kept: without a year the next of that name; what is none stays words."""
    day = day_ahead(text, today) if read_date(text).day is None else None
    return day.isoformat() if day is not None else text


def _of_year(text: str, year: int) -> date | None:
    found = _DAY_AND_MONTH.fullmatch(text)
    return read_date(f"{found[1]}/{found[2]}/{year}" if found else text, default_year=year).day
