"""The periods that the readings of a KPI belong to: months, quarters, financial and academic years, odd days.

A quarter is one of the financial year: Q1 is April to June. The financial year runs from April to March, the
academic year from September to August.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Self

from boardtui.domain.dates.date_words import MONTH_NAMES, financial_year, plain_words, quoted, read_quarter
from boardtui.domain.dates.dates import NOT_A_DATE, format_day, last_of_month, quarter_days, read_calendar

EXAMPLES = "Sep 18, Q1 2020/21, 2017/18, 2019/20 academic or 31/03/2021"


class PeriodKind(StrEnum):
    """How long a period is and where it begins."""

    MONTH = "month"
    QUARTER = "quarter"
    FINANCIAL_YEAR = "financial_year"
    ACADEMIC_YEAR = "academic_year"
    CALENDAR_YEAR = "calendar_year"
    DATE = "date"

    @property
    def label(self) -> str:
        """The kind in plain words."""
        return self.value.replace("_", " ")


@dataclass(frozen=True, slots=True, order=True, kw_only=True)
class Period:
    """One period of a series, from its first day to its last.

    Periods sort by their last day, then by their first: a year stands before its last month. The order of
    the fields is what makes them sort so.

    Attributes:
        end: The last day.
        start: The first day.
        kind: What sort of period it is.

    Raises:
        ValueError: The days are not those of a period of this kind.
    """

    end: date
    start: date
    kind: PeriodKind

    def __post_init__(self) -> None:
        if _days_of(self.kind, self.start) != (self.start, self.end):
            raise ValueError(
                f"{format_day(self.start)} to {format_day(self.end)} is not one {self.kind.label}. "
                f"Write the period as {EXAMPLES}."
            )

    @classmethod
    def holding(cls, kind: PeriodKind, day: date) -> Self:
        """Give the period of this kind that a day falls into.

        Raises:
            ValueError: The period reaches past the end of the calendar.
        """
        start, end = _days_of(kind, day)
        return cls(kind=kind, start=start, end=end)

    @property
    def key(self) -> str:
        """The period as stored: `2018-09`, `2020/21 Q1`, `2017/18`, `2019/20 academic`, `2024 calendar`, a day."""
        match self.kind:
            case PeriodKind.MONTH:
                return f"{self.start.year:04d}-{self.start.month:02d}"
            case PeriodKind.QUARTER:
                return f"{_two_years(_financial_start(self.start))} Q{self._quarter}"
            case PeriodKind.FINANCIAL_YEAR:
                return _two_years(self.start.year)
            case PeriodKind.ACADEMIC_YEAR:
                return f"{_two_years(self.start.year)} academic"
            case PeriodKind.CALENDAR_YEAR:
                return f"{self.start.year:04d} calendar"
            case PeriodKind.DATE:
                return self.start.isoformat()

    @property
    def label(self) -> str:
        """The period as shown: `Sep 18`, `Q1 2020/21`, `2017/18`, `2019/20 academic`, `31/03/2021`."""
        match self.kind:
            case PeriodKind.MONTH:
                year = self.start.year
                # Two digits are read as this century, so other years are written out.
                shown = f"{year % 100:02d}" if 2000 <= year <= 2099 else f"{year:04d}"
                return f"{MONTH_NAMES[self.start.month - 1][:3]} {shown}"
            case PeriodKind.QUARTER:
                return f"Q{self._quarter} {_two_years(_financial_start(self.start))}"
            case PeriodKind.DATE:
                return format_day(self.start)
            case _:
                return self.key

    def __str__(self) -> str:
        return self.label

    def next(self) -> Self:
        """Give the period after this one; for a single day, the next day.

        Raises:
            ValueError: The calendar ends here.
        """
        if self.end == date.max:
            raise ValueError(f"There is no period after {self.label}.")
        return self.holding(self.kind, self.end + timedelta(days=1))

    def previous(self) -> Self:
        """Give the period before this one; for a single day, the day before.

        Raises:
            ValueError: The calendar begins here.
        """
        if self.start == date.min:
            raise ValueError(f"There is no period before {self.label}.")
        return self.holding(self.kind, self.start - timedelta(days=1))

    def same_period_last_year(self) -> Self:
        """The period to compare with; for 29 February, the 28 February before.

        Raises:
            ValueError: The calendar begins less than a year before.
        """
        year = self.start.year - 1
        if year < 1:
            raise ValueError(f"There is no year before {self.label}.")
        day = min(self.start.day, last_of_month(year, self.start.month).day)
        return self.holding(self.kind, date(year, self.start.month, day))

    @property
    def _quarter(self) -> int:
        return (self.start.month - 4) % 12 // 3 + 1

    @property
    def _place(self) -> int:
        """Where the period stands in the unbroken row of its kind."""
        match self.kind:
            case PeriodKind.MONTH:
                return self.start.year * 12 + self.start.month
            case PeriodKind.QUARTER:
                return self.start.year * 4 + self.start.month // 3
            case PeriodKind.DATE:
                return self.start.toordinal()
            case _:
                return self.start.year


def gap(earlier: Period, later: Period) -> int:
    """Count the periods that are missing between two of the same kind, in whichever order they are given.

    Returns:
        0 for neighbours and for the same period twice; for single days, the days between them.

    Raises:
        ValueError: The two are of different kinds.
    """
    if earlier.kind is not later.kind:
        raise ValueError(
            f"{earlier.label} ({earlier.kind.label}) and {later.label} ({later.kind.label}) are periods of "
            "different kinds. Compare periods of one kind."
        )
    return max(abs(later._place - earlier._place) - 1, 0)


def parse_period(text: str) -> Period:
    """Read a period as people write it, or as it is stored or shown.

    Raises:
        ValueError: The text is no period, or leaves the year open; the sentence says how to write it.
    """
    plain = plain_words(text)
    if not plain:
        raise ValueError(f"No period is given. Write it as {EXAMPLES}.")
    for read in (_read_quarter, _read_academic_year, _read_calendar_year, _read_month_or_day, _read_financial_year):
        if (period := read(plain)) is not None:
            return period
    stated = read_calendar(plain)
    reason = two_meanings(plain) or (stated.problem if stated.problem != NOT_A_DATE else "")
    reason = f": {reason}" if reason else ""
    stop = "" if reason.endswith("?") else "."
    raise ValueError(f"{quoted(plain)} is not a period{reason}{stop} Write it as {EXAMPLES}.")


def two_meanings(plain: str) -> str:
    """Which years a bare number may mean, as a question; empty where it looks like none."""
    if re.fullmatch(r"(?:19|20)[0-9]{2}", plain, re.ASCII):
        year = int(plain)
        return f"is it {_two_years(year - 1)} or {_two_years(year)}?"
    found = re.fullmatch(r"((?:19|20)[0-9]{2})([0-9]{2})", plain, re.ASCII)
    if found is None:
        return ""
    year, rest = int(found[1]), int(found[2])
    meant = []
    if rest == (year + 1) % 100:
        meant += [_two_years(year), f"{_two_years(year)} academic"]
    if 1 <= rest <= 12:
        meant.append(f"{MONTH_NAMES[rest - 1][:3]} {year}")
    return f"is it {' or '.join(meant)}?" if meant else ""


@lru_cache(maxsize=20_000)
def may_be_a_year(text: str) -> bool:
    """Whether the words may be a month or a financial year: `2010-11` is November 2010, or 2010/11."""
    found = re.fullmatch(r"([0-9]{4})-([0-9]{2})", text.strip(), re.ASCII)
    return found is not None and 1 <= int(found[2]) <= 12 and int(found[2]) == (int(found[1]) + 1) % 100


def year_meant(text: str) -> Period | None:
    """The financial year that words such as `2010-11` may mean; None where they cannot mean one."""
    return _read_financial_year(text.strip()) if may_be_a_year(text) else None


def period_among(text: str, others: Iterable[str], *, yearly: bool | None = None) -> Period | None:
    """The period that words mean beside others of one series, or None where they are no period.

    `2010-11` among `2009-10` and `2012-13` is a financial year: some of them are nothing else, and none can only be a
    month.

    Args:
        text: the words.
        others: all words of the series; these may be among them.
        yearly: whether the series is known to have one period a year; None where nothing is known.
    """
    if not may_be_a_year(text) or yearly is False:
        return period_of(text)
    return year_meant(text) if yearly or are_years(others) else period_of(text)


def are_years(texts: Iterable[str]) -> bool:
    """Whether words of one series that may be a month or a year mean years: others of them are nothing else."""
    kinds = {period.kind for each in texts if not may_be_a_year(each) and (period := period_of(each)) is not None}
    return kinds == {PeriodKind.FINANCIAL_YEAR}


def _read_quarter(plain: str) -> Period | None:
    said = read_quarter(plain)
    if said is None:
        return None
    quarter, words = said
    start = financial_year(words)
    if start is None:
        raise ValueError(f"Q{quarter} of which year? Write it like Q{quarter} 2020/21.")
    first, last = quarter_days(start, quarter)
    return Period(kind=PeriodKind.QUARTER, start=first, end=last)


def _read_academic_year(plain: str) -> Period | None:
    found = re.fullmatch(
        r"ay ?(.+)|(.+) (?:academic|ac\.?)(?: year)?|(.+) ay|academic (?:year )?(.+)", plain, re.IGNORECASE
    )
    start = financial_year(next(filter(None, found.groups()))) if found else None
    return None if start is None else Period.holding(PeriodKind.ACADEMIC_YEAR, date(start, 9, 1))


def _read_calendar_year(plain: str) -> Period | None:
    """Read a year from January to December: it says so, as a bare number may be a financial year."""
    found = re.fullmatch(
        r"(?:calendar year|calendar|cy) ?([0-9]{4})|([0-9]{4}) (?:calendar(?: year)?|cy)",
        plain,
        re.IGNORECASE | re.ASCII,
    )
    year = int(found[1] or found[2]) if found else 0
    return calendar_year(year) if year else None


def calendar_year(year: int) -> Period:
    """The year from January to December."""
    return Period.holding(PeriodKind.CALENDAR_YEAR, date(year, 1, 1))


def _read_financial_year(plain: str) -> Period | None:
    words = re.sub(r"^financial year |(?: fy| financial(?: year)?)$", "", plain, flags=re.IGNORECASE)
    start = financial_year(words)
    return None if start is None else Period.holding(PeriodKind.FINANCIAL_YEAR, date(start, 4, 1))


def _read_month_or_day(plain: str) -> Period | None:
    """Read a month or a day. This comes before years: the stored form of a month, 2011-12, looks like one."""
    stated = read_calendar(plain)
    if stated.first is None or stated.last is None or stated.problem:
        return None
    if stated.exact:
        return Period.holding(PeriodKind.DATE, stated.first)
    month = Period.holding(PeriodKind.MONTH, stated.first)
    return month if month.end == stated.last else None


_Days = tuple[date, date]


def _days_of(kind: PeriodKind, day: date) -> _Days:
    """Give the first and last day of the period that a day falls into."""
    days: dict[PeriodKind, Callable[[date], _Days]] = {
        PeriodKind.MONTH: lambda d: (d.replace(day=1), last_of_month(d.year, d.month)),
        PeriodKind.QUARTER: lambda d: quarter_days(_financial_start(d), (d.month - 4) % 12 // 3 + 1),
        PeriodKind.FINANCIAL_YEAR: lambda d: _year_from(d, 4),
        PeriodKind.ACADEMIC_YEAR: lambda d: _year_from(d, 9),
        PeriodKind.CALENDAR_YEAR: lambda d: (d.replace(month=1, day=1), d.replace(month=12, day=31)),
        PeriodKind.DATE: lambda d: (d, d),
    }
    return days[kind](day)


def _year_from(day: date, month: int) -> _Days:
    """Give the twelve months from the first of `month` that hold a day."""
    year = day.year if day.month >= month else day.year - 1
    if not 1 <= year < 9999:
        raise ValueError(f"The calendar has no full year around {format_day(day)}.")
    return date(year, month, 1), date(year + 1, month, 1) - timedelta(days=1)


def _financial_start(day: date) -> int:
    return day.year if day.month >= 4 else day.year - 1


def _two_years(start: int) -> str:
    return f"{start:04d}/{(start + 1) % 100:02d}"


@lru_cache(maxsize=20_000)
def period_of(text: str) -> Period | None:
    """The period that the words mean, or None where they are no period."""
    try:
        return parse_period(text)
    except ValueError:
        return None


def show_period(text: str) -> str:
    """A period as people here write it, such as `Feb 19`; words that are no period as they are."""
    period = period_of(text)
    return text if period is None else period.label
