"""A year to date or a rolling year against the months or quarters that it is made of.

Nothing is said where one of them is missing: a scorecard that shows six months tells too little of twelve.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from boardtui.domain.figures import Figure, Unit, show_number
from boardtui.domain.finding import Finding, called, found, sentence
from boardtui.domain.kpis import Basis, Series
from boardtui.domain.periods import Period, PeriodKind
from boardtui.domain.readings import CUMULATIVE, Stated
from boardtui.domain.scorecard import KpiView

_SPAN = {Basis.YEAR_TO_DATE: "year to date", Basis.ROLLING: "rolling 12 months"}
_EACH_ONCE = re.compile(r"\b(unique|distinct|different|individuals?|each .* once)\b", re.IGNORECASE)
_GROWS = Decimal("0.8")
"""A percentage that is at least so much of the sum of its parts is taken to be one that adds up."""
_A_YEAR = {PeriodKind.MONTH: 12, PeriodKind.QUARTER: 4}


def span_findings(view: KpiView, unit: Unit) -> Iterator[Finding]:
    """What cannot be true of the figures of longer spans.

    Counts and money add up, unless they are said to count each child once. A percentage lies between the lowest and
    the highest of its parts, whatever they weigh, unless it grows with the span as a turnover does.

    Args:
        view: the KPI.
        unit: what its figures count.
    """
    kpi = view.kpi
    if kpi.basis not in CUMULATIVE or _EACH_ONCE.search(f"{kpi.title} {kpi.definition}"):
        return
    trend = {each.period: each for each in view.readings() if each.period is not None}
    for current in view.readings(Series.CURRENT):
        parts = _parts(current, trend, kpi.basis)
        if not parts or not _plain(current.figure):
            continue
        own = trend.get(current.period) if current.period is not None else None
        # A trend that shows the figures to date has no months to compare with.
        if own is not None and own.figure.number == current.figure.number:
            continue
        if said := _compared(current.figure, parts, unit, "months" if _is_month(current) else "quarters"):
            stated = f"{called(kpi)} says {current.record.value} for the {_SPAN[kpi.basis]} at {current.label}"
            yield found(kpi, "span_disagrees", sentence(f"{stated}, but {said}"))


def _parts(current: Stated, trend: Mapping[Period, Stated], basis: Basis) -> list[Figure]:
    """The figures of all periods that make up a span; nothing where one of them is not there."""
    period = current.period
    if period is None or period.kind not in _A_YEAR:
        return []
    begins = Period.holding(PeriodKind.FINANCIAL_YEAR, period.end).start
    figures: list[Figure] = []
    while True:
        stated = trend.get(period)
        if stated is None or not _plain(stated.figure):
            return []
        figures.append(stated.figure)
        if len(figures) == _A_YEAR[period.kind] if basis is Basis.ROLLING else period.start <= begins:
            return figures
        period = period.previous()


def _plain(figure: Figure) -> bool:
    """Whether it is a figure with nothing left out of it."""
    return figure.number is not None and not figure.qualifier


def _compared(whole: Figure, parts: list[Figure], unit: Unit, names: str) -> str:
    """What is wrong, as the end of a sentence; empty if nothing is, but for rounding."""
    numbers = [part.number for part in parts if part.number is not None]
    if whole.number is None:
        return ""
    half = Decimal("0.5")
    if unit in ("count", "money"):
        total = sum(numbers, Decimal(0))
        inexact = [each.step * half for each in (whole, *parts) if each.step > 1 or unit == "money"]
        if abs(total - whole.number) <= sum(inexact, Decimal(0)):
            return ""
        return f"its {names} add up to {show_number(total, max(part.decimals for part in parts), unit)}"
    if unit != "percent" or _GROWS * sum(numbers, Decimal(0)) <= whole.number:
        return ""
    slack = half * (whole.step + max(part.step for part in parts))
    low, high = min(numbers), max(numbers)
    if low - slack <= whole.number <= high + slack:
        return ""  # so does every mean of them
    ends = [show_number(end, max(part.decimals for part in parts), unit) for end in (low, high)]
    return f"its {names} lie between {ends[0]} and {ends[1]}"


def _is_month(current: Stated) -> bool:
    return current.period is not None and current.period.kind is PeriodKind.MONTH
