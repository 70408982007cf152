"""How to write the period of a figure, as the KPI is read."""

from __future__ import annotations

import re

from boardtui.domain.dates.periods import EXAMPLES, Period, calendar_year, parse_period, two_meanings
from boardtui.domain.errors import quoted
from boardtui.domain.records.kpis import Frequency

_EXAMPLES = {
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


def period_for(words: str, frequency: str) -> Period:
    """Read the period of a figure.

    Args:
        words: what was given.
        frequency: how often the KPI is read, as it is kept; empty where that is not known.

    Raises:
        ValueError: it is no period; the sentence says how to write one of this frequency.
    """
    if (year := bare_year(words, frequency)) is not None:
        return year
    try:
        return parse_period(words)
    except ValueError:
        how, example = _EXAMPLES.get(
            Frequency(frequency) if frequency in list(Frequency) else Frequency.NOT_STATED, ("", "")
        )
        given = f"{quoted(words)} is no period" if words.strip() else "no period is given"
        meant = two_meanings(words.strip())
        given += f": {meant}" if meant else "."
        if not how:
            raise ValueError(f"{given} Write it as {EXAMPLES}.") from None
        raise ValueError(f"{given} For a KPI that is read {how}, write it as {example}.") from None
