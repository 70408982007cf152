"""The sums that the readers of a scorecard can see in it: across a group, over time, and up to a hundred percent.

A scorecard does not say which figure is the total of which. So a sum is taken to be one where the figures add up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from boardtui.domain.disclosure import SMALL, Cell, Sum, Table
from boardtui.domain.kpis import Basis, Comparator, Kpi, Reading, Series
from boardtui.domain.periods import Period, PeriodKind
from boardtui.domain.scorecard import KpiView, is_previous_year

FIELDS = ("value", "numerator", "denominator")

_ADDITIVE = (Basis.MONTH, Basis.QUARTER, Basis.YEAR_TO_DATE)
"""Bases whose figures count what happened in a span of time, so that spans add up. Snapshots do not."""

_MONTHS = {
    PeriodKind.MONTH: 1,
    PeriodKind.QUARTER: 3,
    PeriodKind.FINANCIAL_YEAR: 12,
    PeriodKind.ACADEMIC_YEAR: 12,
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cell comes from.

    Attributes:
        field: value, numerator or denominator.
        period: the period or year it is for; None where that cannot be read.
        label: the period as shown.
        sort: count, percent or other.
        series: which line of figures of the KPI it stands in.
        line: what tells its line of figures from all others.
    """

    kpi: Kpi
    record: Reading | Comparator
    field: str
    period: Period | None
    label: str
    sort: str
    series: str
    line: tuple[str, str, str]


def place_of(
    kpi: Kpi, record: Reading | Comparator, field: str, *, period: Period | None, label: str, sort: str
) -> Place:
    """Say where a cell comes from."""
    series = record.series.value if isinstance(record, Reading) else f"compared with {record.title}"
    return Place(kpi, record, field, period, label, sort, series, (kpi.id, series, field))


class _Ledger:
    """The figures of each line by period: what adds up once by chance does not add up again."""

    def __init__(self, table: Table, places: Sequence[Place]) -> None:
        self.table = table
        self._places = places
        self._amounts: dict[tuple[str, str, str], dict[Period, Decimal]] = {}
        self._known: dict[object, bool] = {}
        for number, place in enumerate(places):
            if place.period is not None:
                self._amounts.setdefault(place.line, {})[place.period] = table.cells[number].amount

    def hold(self, total: int | None, parts: Sequence[int]) -> bool:
        """Whether parts make a total, or 100 without one, in at least half of the periods that state them all."""
        lines = [self._places[part].line for part in parts]
        whole = None if total is None else self._places[total].line
        key = (whole, *lines)
        if key not in self._known:
            columns = [self._amounts[line] for line in lines]
            wholes = columns[0] if whole is None else self._amounts[whole]
            common = [period for period in wholes if all(period in column for column in columns)]
            right = sum(
                _adds_up([column[period] for column in columns], None if whole is None else wholes[period])
                for period in common
            )
            self._known[key] = 2 * right >= len(common)
        return self._known[key]


def _adds_up(parts: Sequence[Decimal], total: Decimal | None) -> bool:
    if total is not None:
        return sum(parts) == total
    # Each percentage is off by half of its last digit at most.
    last = max(int(part.as_tuple().exponent) for part in parts)
    return abs(sum(parts, Decimal(0)) - 100) <= Decimal(5 * len(parts)).scaleb(last - 1)


def add_sums(table: Table, places: Sequence[Place], views: Iterable[KpiView]) -> None:
    """Add all sums that the figures of a scorecard show.

    Args:
        table: gets the sums, and cells for what can be worked out though nobody stated it.
        places: where the cells come from, by their number.
        views: the KPIs in the order of the scorecard, which is the order of the cells.
    """
    groups: dict[tuple[str, str, Period], list[tuple[int, Place]]] = {}
    lines: dict[tuple[str, str], list[tuple[int, Place]]] = {}
    for number, place in enumerate(places):
        if place.period is None:
            continue
        groups.setdefault((place.kpi.group, place.series, place.period), []).append((number, place))
        lines.setdefault((place.kpi.id, place.field), []).append((number, place))
    ledger = _Ledger(table, places)
    for group in groups.values():
        _across(ledger, group)
    for view in views:
        for field in FIELDS:
            line = [(n, p) for n, p in lines.get((view.kpi.id, field), ()) if p.sort == "count"]
            _over_time(table, view.kpi, line)


def _across(ledger: _Ledger, group: Sequence[tuple[int, Place]]) -> None:
    """Totals and parts among the KPIs of one group in one period."""
    table = ledger.table
    counts = {field: [n for n, p in group if p.field == field and p.sort == "count"] for field in FIELDS}
    wholes = {table.cells[number].amount: number for number in counts["denominator"]}
    found: set[tuple[int, tuple[int, ...]]] = set()
    for field in FIELDS:
        found.update(_totals(table, counts[field]))
        if field != "denominator":
            found.update(_parts_of(table, counts[field], wholes))
    for some in _shares(table, group).values():
        found.update(_parts_of(table, [part for part, _ in some], {table.cells[some[0][1]].amount: some[0][1]}))
    for total, parts in sorted(found):
        if ledger.hold(total, parts):
            table.add_sum(Sum({total: -1, **dict.fromkeys(parts, 1)}))
    percents = [n for n, place in group if place.sort == "percent"]
    for run in _runs_to(table, percents, Decimal(100), rounded=True):
        if not ledger.hold(None, run):
            continue
        hundred = table.add(Cell(Decimal(100), fixed=True))
        table.add_sum(Sum({hundred: -1, **dict.fromkeys(run, 1)}, counts=False))


def _shares(table: Table, group: Sequence[tuple[int, Place]]) -> dict[Decimal, list[tuple[int, int]]]:
    """Numerators that are of one whole, such as placed at home, with carers, elsewhere; each with its denominator."""
    found: dict[Decimal, list[tuple[int, int]]] = {}
    by_record = {(place.record.id, place.field): n for n, place in group if place.sort == "count"}
    for (record, field), number in by_record.items():
        whole = by_record.get((record, "denominator"))
        if field == "numerator" and whole is not None:
            found.setdefault(table.cells[whole].amount, []).append((number, whole))
    return found


def _totals(table: Table, numbers: Sequence[int]) -> Iterable[tuple[int, tuple[int, ...]]]:
    """Cells that are the sum of the run before or behind them, of all others, or of a small one and another."""
    amounts = [table.cells[number].amount for number in numbers]
    everything = sum(amounts)
    for index, total in enumerate(amounts):
        if total <= 0:
            continue
        for step in (1, -1):
            run, left, place = [], total, index + step
            while 0 <= place < len(numbers) and amounts[place] <= left:
                run.append(numbers[place])
                left -= amounts[place]
                place += step
                if left == 0 and len(run) > 1:
                    yield numbers[index], tuple(sorted(run))
        if everything == 2 * total and len(numbers) > 2:
            yield numbers[index], tuple(n for n in numbers if n != numbers[index])
    yield from _pairs(table, numbers, dict(zip(amounts, numbers, strict=True)))


def _parts_of(
    table: Table, numbers: Sequence[int], wholes: Mapping[Decimal, int]
) -> Iterable[tuple[int, tuple[int, ...]]]:
    """Runs of cells, or a small one and another, that make up a whole which stands elsewhere."""
    for amount, whole in wholes.items():
        for run in _runs_to(table, numbers, amount):
            yield whole, run
    yield from _pairs(table, numbers, wholes)


def _pairs(
    table: Table, numbers: Sequence[int], wholes: Mapping[Decimal, int]
) -> Iterable[tuple[int, tuple[int, ...]]]:
    for one in numbers:
        if 1 <= table.cells[one].amount <= SMALL:
            for other in numbers:
                whole = wholes.get(table.cells[one].amount + table.cells[other].amount)
                if whole is not None and len({one, other, whole}) == 3:
                    yield whole, tuple(sorted((one, other)))


def _runs_to(
    table: Table, numbers: Sequence[int], total: Decimal, *, rounded: bool = False
) -> Iterable[tuple[int, ...]]:
    """Runs of two or more cells that add up to a total; percentages only to within their rounding."""
    amounts = [table.cells[number].amount for number in numbers]
    slack = Decimal(len(numbers)) / 2 if rounded else Decimal(0)
    for start in range(len(numbers)):
        summed = Decimal(0)
        for end in range(start, len(numbers)):
            summed += amounts[end]
            if summed > total + slack:
                break
            run = amounts[start : end + 1]
            if len(run) > 1 and (_adds_up(run, None) if rounded else summed == total):
                yield tuple(numbers[start : end + 1])


def _over_time(table: Table, kpi: Kpi, line: Sequence[tuple[int, Place]]) -> None:
    """Longer spans as the sum of shorter ones, a year to date as the one before and what came since."""
    if kpi.basis is Basis.SNAPSHOT:
        return
    trend = _dated(p for p in line if p[1].series == Series.PERIOD)
    current = _dated(p for p in line if p[1].series == Series.CURRENT)
    years = _dated(p for p in line if isinstance(p[1].record, Comparator) and is_previous_year(p[1].record))
    assume = kpi.basis in _ADDITIVE
    if kpi.basis is not Basis.ROLLING:
        spans = [*trend, *years, *([] if kpi.basis is Basis.YEAR_TO_DATE else current)]
        for number, period in spans:
            for kind in (PeriodKind.MONTH, PeriodKind.QUARTER):
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
    before: tuple[int, Period] | None = None
    months_known = any(period.kind is PeriodKind.MONTH for _, period in trend)
    kind = PeriodKind.MONTH if months_known else PeriodKind.QUARTER
    for number, period in current:
        year = Period.holding(PeriodKind.FINANCIAL_YEAR, period.end)
        if before is not None and before[1].end < year.start:
            before = None
        after = before[1].end if before is not None else None
        parts = [
            (n, p)
            for n, p in trend
            if year.start <= p.start and p.end <= period.end and (after is None or p.start > after)
            if p.kind is kind
        ]
        first = year.start if after is None else after
        months = (period.end.year - first.year) * 12 + period.end.month - first.month + (after is None)
        _add_up(
            table,
            number,
            [n for n, _ in parts],
            complete=len(parts) * _MONTHS[kind] == months,
            assume=True,
            before=before[0] if before is not None else None,
        )
        before = (number, period)


def _rolling(table: Table, current: Dated, trend: Dated) -> None:
    """Between two rolling years a month came in and the same month of a year before went out."""
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
