"""The sums that readers of a scorecard can see: totals of a group, shares of a whole, long times of shorter ones."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import combinations

from boardtui.domain.dates.periods import Period, PeriodKind
from boardtui.domain.kpis.scorecard import is_previous_year
from boardtui.domain.publish.disclosure import FEW, FIELDS, SMALL, Cell, Cells, Ledger, Line, Parts, Place, Sum, adds_up
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
_NEAREST = 10
"""So many figures beside a small one are tried in every combination; more would take too long and find mere chance."""
_TRIED = 3
"""In so many periods a small figure is tried with its neighbours; what adds up there is looked for in all others."""


def add_spans(table: Cells, kpi: Kpi, line: Sequence[tuple[int, Place]]) -> None:
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
    table: Cells, total: int, parts: Sequence[int], *, complete: bool, assume: bool, before: int | None = None
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


def _year_to_date(table: Cells, current: Dated, trend: Dated) -> None:
    kinds = [kind for kind in _PARTS if any(period.kind is kind for _, period in trend)]
    for kind in kinds or [PeriodKind.MONTH]:
        parts = [(n, p) for n, p in trend if p.kind is kind]
        _to_date(table, current, parts, _MONTHS[kind], _APRIL, assume=True)
        for first in _OTHER_STARTS:
            _to_date(table, current, parts, _MONTHS[kind], first, assume=False)


def _to_date(table: Cells, current: Dated, trend: Dated, each: int, first: int, *, assume: bool) -> None:
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


def _rolling(table: Cells, current: Dated, trend: Dated) -> None:
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


class GroupSums:
    """Finds the totals and parts among the KPIs of each group.

    Args:
        table: gets the sums.
        places: where the cells come from, by their number, in the order of the scorecard.
    """

    def __init__(self, table: Cells, places: Sequence[Place]) -> None:
        self._table = table
        self._ledger = Ledger(table, places)
        self._known: set[tuple[int, Parts]] = set()
        self._groups: dict[tuple[str, str, Hashable], list[tuple[int, Place]]] = {}
        self._counts: dict[Hashable, dict[Decimal, list[int]]] = {}
        self._tried: dict[Line, int] = {}
        self._seen: set[int] = set()
        for number, place in enumerate(places):
            self._groups.setdefault((place.kpi.group, place.series, place.when), []).append((number, place))
            if place.sort == "count":
                amount = table.cells[number].amount
                self._counts.setdefault(place.when, {}).setdefault(amount, []).append(number)

    def add(self) -> None:
        """Add the sums that stand in the order of the scorecard."""
        for (_, _, when), group in self._groups.items():
            for total, parts in sorted(self._in_order(group, self._counts.get(when, {}))):
                self._add(total, parts)
            percents = [n for n, place in group if place.sort == "percent"]
            for run in _runs_to(self._table, percents, Decimal(100), rounded=True):
                if self._ledger.hold(None, run):
                    hundred = self._table.add(Cell(Decimal(100), fixed=True))
                    self._table.add_sum(Sum({hundred: -1, **dict.fromkeys(run, 1)}, counts=False))

    def add_around_hidden(self) -> bool:
        """Add the sums that hidden counts stand in with any of their neighbours; say whether there were new ones."""
        before = len(self._known)
        for group in self._groups.values():
            hidden = [n for n, place in group if place.sort == "count" and self._table.cells[n].guarded]
            for number in hidden:
                line = self._ledger.places[number].line
                if number in self._seen or self._tried.get(line, 0) >= _TRIED:
                    continue
                self._seen.add(number)
                self._tried[line] = self._tried.get(line, 0) + 1
                for total, parts in self._around(number, group):
                    for whole, some in self._ledger.right(total, parts):
                        self._add(whole, some)
        return len(self._known) > before

    def _add(self, total: int, parts: Parts) -> None:
        parts = tuple(sorted(parts))
        if (total, parts) not in self._known:
            self._known.add((total, parts))
            self._table.add_sum(Sum({total: -1, **dict.fromkeys(parts, 1)}))

    def _in_order(
        self, group: Sequence[tuple[int, Place]], anywhere: Mapping[Decimal, Sequence[int]]
    ) -> set[tuple[int, Parts]]:
        """Totals and parts that stand beside one another, and those that make up a whole elsewhere."""
        found: set[tuple[int, Parts]] = set()
        denominators = [n for n, p in group if p.field == "denominator" and p.sort == "count"]
        wholes = {self._ledger.amount(number): number for number in denominators}
        for field in FIELDS:
            numbers = [n for n, p in group if p.field == field and p.sort == "count"]
            found |= self._totals(numbers)
            if field != "denominator":
                found |= self._holding(_parts_of(self._table, numbers, wholes))
            found |= self._of_a_whole_elsewhere(numbers, anywhere)
        for shares in self._shares(group):
            whole = shares[0][1]
            numbers = [part for part, _ in shares]
            found |= self._holding(_parts_of(self._table, numbers, {self._ledger.amount(whole): whole}))
        return found

    def _holding(self, some: Iterable[tuple[int, Parts]]) -> set[tuple[int, Parts]]:
        return {(total, parts) for total, parts in some if self._ledger.hold(total, parts)}

    def _totals(self, numbers: Sequence[int]) -> set[tuple[int, Parts]]:
        """Totals of a group, and once their parts are taken for one, the totals of these."""
        # A total stands before its parts, or behind them; which it is, a zero among them may leave open.
        return self._totals_in(numbers) | self._totals_in(numbers[::-1])

    def _totals_in(self, left: Sequence[int]) -> set[tuple[int, Parts]]:
        found: set[tuple[int, Parts]] = set()
        while len(left) > 1:
            new = self._holding(_totals(self._table, left))
            # Where one figure is all others together, it is their total however often the figures slip.
            new |= {each for each in _all_others(self._table, left) if self._has_small(each[1])}
            found |= new
            order = {number: place for place, number in enumerate(left)}
            totals: set[int] = set()
            parts: set[int] = set()
            for total, some in sorted(new, key=lambda each: (order[each[0]], len(each[1]))):
                if total not in parts and not totals.intersection(some):
                    totals.add(total)
                    parts.update(some)
            if not parts:
                break
            left = [number for number in left if number not in parts]
        return found

    def _has_small(self, numbers: Iterable[int]) -> bool:
        return any(1 <= self._ledger.amount(number) <= SMALL for number in numbers)

    def _of_a_whole_elsewhere(
        self, numbers: Sequence[int], anywhere: Mapping[Decimal, Sequence[int]]
    ) -> set[tuple[int, Parts]]:
        """Counts of a group that make up a count of another group, of another series, or of another field."""
        found: set[tuple[int, Parts]] = set()
        for start in range(len(numbers)):
            summed = self._ledger.amount(numbers[start])
            for end in range(start + 1, len(numbers)):
                summed += self._ledger.amount(numbers[end])
                run = tuple(numbers[start : end + 1])
                for whole in anywhere.get(summed, ()) if summed else ():
                    if whole in run:
                        continue
                    right, common = self._ledger.tried(whole, run)
                    if 2 * right >= common and (right > 1 or len(run) == len(numbers)):
                        found.add((whole, run))
        return found

    def _shares(self, group: Sequence[tuple[int, Place]]) -> list[list[tuple[int, int]]]:
        """Numerators of one whole, such as placed at home, with carers or elsewhere, each with its denominator."""
        found: dict[Decimal, list[tuple[int, int]]] = {}
        by_record = {(place.record.id, place.field): n for n, place in group if place.sort == "count"}
        for (record, field), number in by_record.items():
            whole = by_record.get((record, "denominator"))
            if field == "numerator" and whole is not None:
                found.setdefault(self._ledger.amount(whole), []).append((number, whole))
        return list(found.values())

    def _around(self, number: int, group: Sequence[tuple[int, Place]]) -> Iterator[tuple[int, Parts]]:
        """The sums that a count stands in with any of its neighbours, as far as they are none by chance."""
        field = self._ledger.places[number].field
        rows = [n for n, p in group if p.field == field and p.sort == "count"]
        yield from self._combined(number, rows, {})
        for shares in self._shares(group):
            numbers = [part for part, _ in shares]
            if number in numbers:
                yield from self._combined(number, numbers, {self._ledger.amount(shares[0][1]): shares[0][1]})

    def _combined(self, number: int, rows: Sequence[int], whole: Mapping[Decimal, int]) -> Iterator[tuple[int, Parts]]:
        """Every combination of rows with a count that makes a total.

        Args:
            number: the count.
            rows: the counts it stands among, in their order.
            whole: what all of them are of, by its amount; empty where the total is one of the rows.
        """
        place = rows.index(number)
        others = sorted((n for n in rows if n != number), key=lambda n: abs(rows.index(n) - place))[:_NEAREST]
        amounts = {n: self._ledger.amount(n) for n in others}
        own = self._ledger.amount(number)
        totals: dict[Decimal, list[int]] = {}
        for n in rows:
            totals.setdefault(self._ledger.amount(n), []).append(n)
        for size in range(1, len(others) + 1):
            for some in combinations(others, size):
                summed = sum(amounts[n] for n in some)
                if size > 1 and summed == own and self._is_no_chance(number, some, rows):
                    yield number, some
                parts = (*some, number)
                if own + summed in whole:
                    if len(rows) <= FEW or self._is_no_chance(whole[own + summed], parts, rows):
                        yield whole[own + summed], parts
                elif not whole:
                    for total in totals.get(own + summed, ()):
                        if total not in parts and self._is_no_chance(total, parts, rows):
                            yield total, parts

    def _is_no_chance(self, total: int, parts: Parts, rows: Sequence[int]) -> bool:
        right, common = self._ledger.tried(total, parts)
        if right > 2 and 4 * right >= 3 * common:
            return True
        if right < common:
            return False
        return (common > 1 and len(rows) <= FEW) or (total in rows and self._is_read_so(total, parts, rows))

    def _is_read_so(self, total: int, parts: Parts, rows: Sequence[int]) -> bool:
        """Whether a reader takes parts for those of the total before them: what is left out is of the one above it."""
        start, taken = rows.index(total), None
        last = max(rows.index(part) for part in parts)
        if min(rows.index(part) for part in parts) < start:
            return False
        for row in rows[start + 1 : last + 1]:
            if row in parts:
                taken = self._ledger.amount(row)
            elif taken is None or self._ledger.amount(row) > taken:
                return False
        return True


def _totals(table: Cells, numbers: Sequence[int]) -> Iterator[tuple[int, Parts]]:
    """Cells that are the sum of the run before or behind them, of all others, or of a small one and another."""
    amounts = [table.cells[number].amount for number in numbers]
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
    yield from _all_others(table, numbers)
    yield from _pairs(table, numbers, dict(zip(amounts, numbers, strict=True)))


def _all_others(table: Cells, numbers: Sequence[int]) -> Iterator[tuple[int, Parts]]:
    everything = sum(table.cells[number].amount for number in numbers)
    for total in numbers if len(numbers) > 2 else ():
        if everything == 2 * table.cells[total].amount > 0:
            yield total, tuple(n for n in numbers if n != total)


def _parts_of(table: Cells, numbers: Sequence[int], wholes: Mapping[Decimal, int]) -> Iterator[tuple[int, Parts]]:
    """Runs of cells, or a small one and another, that make up a whole which stands elsewhere."""
    for amount, whole in wholes.items():
        for run in _runs_to(table, numbers, amount):
            yield whole, run
    yield from _pairs(table, numbers, wholes)


def _pairs(table: Cells, numbers: Sequence[int], wholes: Mapping[Decimal, int]) -> Iterator[tuple[int, Parts]]:
    for one in numbers:
        if 1 <= table.cells[one].amount <= SMALL:
            for other in numbers:
                whole = wholes.get(table.cells[one].amount + table.cells[other].amount)
                if whole is not None and len({one, other, whole}) == 3:
                    yield whole, tuple(sorted((one, other)))


def _runs_to(table: Cells, numbers: Sequence[int], total: Decimal, *, rounded: bool = False) -> Iterator[Parts]:
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
            if len(run) > 1 and (adds_up(run, None) if rounded else summed == total):
                yield tuple(numbers[start : end + 1])
