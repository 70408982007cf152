"""How to write the period of a figure, as the KPI is read."""

from __future__ import annotations

import re

from boardtui.domain.dates.periods import (
    EXAMPLES,
    Period,
    PeriodKind,
    calendar_year,
    parse_period,
    two_meanings,
    year_meant,
)
from boardtui.domain.errors import quoted
from boardtui.domain.records.kpis import Frequency

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
