"""The readings of a KPI, read and put in the order of their periods."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from itertools import repeat

from boardtui.domain.dates.figures import Figure, Missing, read_figure, read_target
from boardtui.domain.dates.periods import (
    EXAMPLES,
    Period,
    PeriodKind,
    are_years,
    calendar_year,
    gap,
    may_be_a_year,
    parse_period,
    period_among,
    two_meanings,
    year_meant,
)
from boardtui.domain.errors import quoted
from boardtui.domain.immutable import immutable, made_together
from boardtui.domain.records.kpis import Basis, Frequency, Reading, Series

_EXAMPLES: dict[str, tuple[str, str]] = {
    Frequency.MONTHLY: ("monthly", "2018-09 or Sep 18"),
    Frequency.QUARTERLY: ("quarterly", "2020/21 Q1"),
    Frequency.YEARLY: ("yearly", "2017/18"),
    Frequency.ACADEMIC: ("yearly", "2019/20 academic"),
    Frequency.CALENDAR: ("by calendar year", "2024"),
}


def bare_year(words: str, frequency: str) -> Period | None:
    """The calendar year that a bare number means where a KPI is read by calendar years; None for anything else."""
    plain = words.strip()
    fits = frequency == Frequency.CALENDAR and re.fullmatch(r"(?:19|20)[0-9]{2}", plain, re.ASCII)
    return calendar_year(int(plain)) if fits else None


def as_read(words: str, period: Period, frequency: str) -> Period:
    """The period where how often the KPI is read decides which of two is meant: `2010-11` or `2019/20`."""
    if frequency not in (Frequency.YEARLY, Frequency.ACADEMIC):
        return period
    year = year_meant(words) or period
    bare = re.search(r"[a-z]", words, re.IGNORECASE) is None
    if frequency == Frequency.ACADEMIC and bare and year.kind is PeriodKind.FINANCIAL_YEAR:
        return parse_period(f"{year.key} academic")
    return year


def period_for(words: str, frequency: str, *, kept: bool = False) -> Period:
    """Read the period of a figure.

    Args:
        words: what was given.
        frequency: how often the KPI is read, as it is kept; empty where that is not known.
        kept: the words are those of a board, such as a plan was written from: they stay what they are, and how often
            the KPI is read decides each time what they mean.

    Raises:
        ValueError: it is no period; the sentence says how to write one of this frequency.
    """
    if (year := bare_year(words, frequency)) is not None:
        return year
    how, example = _EXAMPLES.get(frequency, ("", EXAMPLES))
    of_such = f"For a KPI that is read {how}, write" if how else "Write"
    try:
        parsed = parse_period(words)
    except ValueError:
        given = f"{quoted(words)} is no period" if words.strip() else "no period is given"
        meant = two_meanings(words.strip())
        given += f": {meant}" if meant else "."
        raise ValueError(f"{given} {of_such} it as {example}.") from None
    period = as_read(words, parsed, frequency)
    # Nov 2010 would be kept as 2010-11, which means a year where a KPI is read yearly.
    if as_read(period.key, period, frequency) != period:
        raise ValueError(f"{quoted(words)} is one {period.kind.label}. {of_such} it as {example}.")
    return parsed if kept else period


CUMULATIVE = (Basis.YEAR_TO_DATE, Basis.ROLLING)
"""Bases whose current figure is never that of one month."""

LONGEST_GAP = 120
"""More missing periods than this in a row are left out of a chart: one wrong year would fill it with nothing."""


@lru_cache(maxsize=200_000)
def figure_of(text: str) -> Figure:
    """As `read_figure`, remembered: a scorecard asks for the same words again with every redraw."""
    return read_figure(text)


@lru_cache(maxsize=10_000)
def target_of(text: str) -> Figure:
    """As `read_target`, remembered likewise."""
    return read_target(text)


AHEAD = "in the future"
"""What stands beside a period that had not begun when its figure was entered."""


@immutable
class Stated:
    """One reading, with its period read.

    Attributes:
        record: the reading as it was entered.
        period: the period it is for; None where the words are no period.
        board_day: the day of the meeting that the board prepares, in ISO form; empty where there is none.
    """

    record: Reading
    period: Period | None
    board_day: str = ""

    @property
    def figure(self) -> Figure:
        """The value as stated. Where there is none, a code such as `c` in one of its parts says why."""
        if not self.record.value:
            for part in (self.numerator, self.denominator):
                if part.missing not in (None, Missing.NOT_STATED):
                    return part
        return figure_of(self.record.value)

    @property
    def numerator(self) -> Figure:
        """The numerator as stated."""
        return figure_of(self.record.numerator)

    @property
    def denominator(self) -> Figure:
        """The denominator as stated."""
        return figure_of(self.record.denominator)

    @property
    def series(self) -> Series:
        """Which of the KPI's two series it belongs to."""
        return self.record.series

    @property
    def label(self) -> str:
        """The period as shown: `Feb 19`, or the words as they are where they are no period."""
        return self.period.label if self.period is not None else self.record.period

    @property
    def ahead(self) -> bool:
        """Whether its period had not begun when it was last edited, nor will have by the next meeting.

        Nobody can have known such a figure.
        """
        if self.period is None or not self.record.changed_at:
            return False
        begins = self.period.start.isoformat()
        return begins > self.board_day and begins > self.record.changed_at[:10]

    @property
    def blank(self) -> bool:
        """Whether nothing was entered, not even a dash: a cell of a grid that nobody has filled in."""
        return not (self.record.value or self.record.numerator or self.record.denominator)


def in_order(
    readings: Iterable[Reading], frequency: Frequency = Frequency.NOT_STATED, board_day: str = ""
) -> tuple[Stated, ...]:
    """Read readings and sort them by period; those whose period cannot be read come last, as they were made.

    Args:
        readings: those of one KPI and one series.
        frequency: how often the KPI is read: it tells a month from a year where the words may mean either.
        board_day: the day of the meeting that the board prepares, in ISO form; empty where there is none.
    """
    every = list(readings)
    periods = periods_read((each.period for each in every), frequency)
    stated = made_together(Stated, len(every), {"record": every, "period": periods, "board_day": repeat(board_day)})
    return tuple(sorted(stated, key=_order))


def periods_read(words: Iterable[str], frequency: Frequency = Frequency.NOT_STATED) -> list[Period | None]:
    """The period that the words of each reading of one series mean; None where they are no period.

    Args:
        words: those of all readings of the series.
        frequency: how often the KPI is read: it tells a month from a year where the words may mean either.
    """
    every = list(words)
    yearly = {Frequency.MONTHLY: False, Frequency.YEARLY: True}.get(frequency)
    if yearly is None and any(map(may_be_a_year, every)):
        yearly = are_years(every)
    return list(map(_period_read, every, repeat(frequency), repeat(bool(yearly))))


@lru_cache(maxsize=20_000)
def _period_read(words: str, frequency: Frequency, yearly: bool) -> Period | None:
    """The period that words mean; `yearly` where the series they are of has one period a year."""
    if (year := bare_year(words, frequency)) is not None:
        return year
    period = period_among(words, (), yearly=yearly)
    return as_read(words, period, frequency) if period is not None else None


def _order(stated: Stated) -> tuple[bool, date, date, int, str]:
    period, record = stated.period, stated.record
    if period is None:
        return (True, date.min, date.min, record.created, record.id)
    return (False, period.end, period.start, record.created, record.id)


def latest(readings: Sequence[Stated]) -> Stated | None:
    """The reading of the latest period in which anything was entered; None without one.

    A dash or n/a is something: it says that there is no figure. Words that are no period are taken only where
    no reading has one, and a period in the future never.
    """
    without_period: Stated | None = None
    for each in reversed(readings):
        if each.blank or each.ahead:
            continue
        if each.period is not None:
            return each
        without_period = without_period or each
    return without_period


def points(readings: Sequence[Stated]) -> list[tuple[Period, float | None]]:
    """The figures of one series in date order, one for each period, with None for those that are missing.

    Only periods as long as the latest one are taken: a year among months is no point of the same chart. Periods
    that nobody entered are filled in, so that a gap can be seen. Single days have no gaps. What is in the future is
    left out.
    """
    dated = [(each.period, each) for each in readings if each.period is not None and not each.ahead]
    if not dated:
        return []
    kind = dated[-1][0].kind
    by_period = {period: each.figure.number for period, each in dated if period.kind is kind}
    found: list[tuple[Period, float | None]] = []
    for period, number in by_period.items():
        if found and kind is not PeriodKind.DATE and 0 < gap(found[-1][0], period) <= LONGEST_GAP:
            while (missing := found[-1][0].next()) < period:
                found.append((missing, None))
        found.append((period, None if number is None else float(number)))
    return found
