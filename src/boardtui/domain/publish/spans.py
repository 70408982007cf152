"""The sums that the readers of a scorecard can see over time: months in quarters, years to date, rolling years."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from boardtui.domain.dates.periods import Period, PeriodKind
from boardtui.domain.kpis.scorecard import is_previous_year
from boardtui.domain.publish.disclosure import SMALL, Cell, Place, Sum, Table
from boardtui.domain.records.kpis import Basis, Comparator, Kpi, Series

_ADDITIVE = (Basis.MONTH, Basis.QUARTER, Basis.YEAR_TO_DATE)
"""Bases whose figures count what happened in a span of time, so that spans add up. Snapshots do not."""

_MONTHS = {
    PeriodKind.MONTH: 1,
    PeriodKind.QUARTER: 3,
    PeriodKind.FINANCIAL_YEAR: 12,
    PeriodKind.ACADEMIC_YEAR: 12,
    PeriodKind.CALENDAR_YEAR: 12,
}
_PARTS = (PeriodKind.MONTH, PeriodKind.QUARTER)
_YEAR = 12
_APRIL, _OTHER_STARTS = 4, (9, 1)
"""A year to date is of the financial year; where the figures add up so, of the school or the calendar year."""


def add_spans(table: Table, kpi: Kpi, line: Sequence[tuple[int, Place]]) -> None:
    """Add the sums that a line of counts shows: longer spans of shorter ones, a year to date of what came since.

    Args:
        table: gets the sums, and cells for what can be worked out though nobody stated it.
        kpi: whose counts they are.
        line: the number and place of each count of one field.
    """
    if kpi.basis is Basis.SNAPSHOT:
        return
    trend = _dated(p for p in line if p[1].series == Series.PERIOD)
    current = _dated(p for p in line if p[1].series == Series.CURRENT)
    years = _dated(p for p in line if isinstance(p[1].record, Comparator) and is_previous_year(p[1].record))
    assume = kpi.basis in _ADDITIVE
    if kpi.basis is not Basis.ROLLING:
        spans = [*trend, *years, *([] if kpi.basis is Basis.YEAR_TO_DATE else current)]
        for number, period in spans:
            for kind in _PARTS:
                if _MONTHS.get(period.kind, 0) > _MONTHS[kind]:
                    parts = [n for n, p in _within(trend, period) if p.kind is kind]
                    complete = len(parts) * _MONTHS[kind] == _MONTHS[period.kind]
                    if parts:
                        _add_up(table, number, parts, complete=complete, assume=assume)
    if kpi.basis is Basis.YEAR_TO_DATE:
        _year_to_date(table, current, trend)
    if kpi.basis is Basis.ROLLING:
        _rolling(table, current, trend)


Dated = list[tuple[int, Period]]


def _dated(cells: Iterable[tuple[int, Place]]) -> Dated:
    found = [(number, place.period) for number, place in cells if place.period is not None]
    return sorted(found, key=lambda each: each[1])


def _within(cells: Dated, period: Period) -> Dated:
    return [(n, p) for n, p in cells if period.start <= p.start and p.end <= period.end]


def _add_up(
    table: Table, total: int, parts: Sequence[int], *, complete: bool, assume: bool, before: int | None = None
) -> None:
    """Add a sum of spans. What is left over where spans are missing can be worked out, so it is a cell too."""
    signs = {total: -1, **dict.fromkeys(parts, 1), **({before: 1} if before is not None else {})}
    left = -sum(sign * table.cells[number].amount for number, sign in signs.items())
    if left < 0 or (complete and left != 0) or not (complete or assume):
        return
    if not complete:
        rest = table.add(Cell(Decimal(left), hidden=True, guarded=1 <= left <= SMALL))
        signs[rest] = 1
    table.add_sum(Sum(signs))


def _year_to_date(table: Table, current: Dated, trend: Dated) -> None:
    kinds = [kind for kind in _PARTS if any(period.kind is kind for _, period in trend)]
    for kind in kinds or [PeriodKind.MONTH]:
        parts = [(n, p) for n, p in trend if p.kind is kind]
        _to_date(table, current, parts, _MONTHS[kind], _APRIL, assume=True)
        for first in _OTHER_STARTS:
            _to_date(table, current, parts, _MONTHS[kind], first, assume=False)


def _to_date(table: Table, current: Dated, trend: Dated, each: int, first: int, *, assume: bool) -> None:
    """Each figure to date as the one before it and the spans of so many months since, from a month of the year on."""
    before: tuple[int, Period] | None = None
    for number, period in current:
        began = _year_began(period.end, first)
        if before is not None and before[1].end < began:
            before = None
        after = before[1].end if before is not None else None
        parts = [n for n, p in trend if began <= p.start and p.end <= period.end and (after is None or p.start > after)]
        months = _months_between(after or began, period.end) + (after is None)
        _add_up(
            table,
            number,
            parts,
            complete=len(parts) * each == months,
            assume=assume,
            before=before[0] if before is not None else None,
        )
        before = (number, period)


def _year_began(day: date, first: int) -> date:
    return date(max(1, day.year - (day.month < first)), first, 1)


def _months_between(earlier: date, later: date) -> int:
    return (later.year - earlier.year) * _YEAR + later.month - earlier.month


def _rolling(table: Table, current: Dated, trend: Dated) -> None:
    """A rolling year is what happened in it; from one to the next a month came in, that of a year before went out."""
    for number, period in current:
        for kind in _PARTS:
            ago = [(n, _months_between(p.end, period.end)) for n, p in trend if p.kind is kind and p.end <= period.end]
            parts = [n for n, months in ago if months < _YEAR and months % _MONTHS[kind] == 0]
            if parts:
                _add_up(table, number, parts, complete=len(parts) * _MONTHS[kind] == _YEAR, assume=True)
    months = {period: number for number, period in trend if period.kind is PeriodKind.MONTH}
    years = {period: number for number, period in current if period.kind is PeriodKind.MONTH}
    for period, number in years.items():
        if period.start.year < 2:
            continue
        came, went = months.get(period), months.get(period.same_period_last_year())
        before = years.get(period.previous())
        if came is None or went is None or before is None:
            continue
        signs = {number: -1, before: 1, came: 1, went: -1}
        if sum(sign * table.cells[each].amount for each, sign in signs.items()) == 0:
            table.add_sum(Sum(signs))
