"""Which further figures have to be hidden so that the hidden ones cannot be worked out from the rest.

The reader of a published table knows some cells and how they add up. A hidden cell is given away if the sums that
it stands in have one solution for it. This module knows nothing of KPIs: only cells, sums, and what goes together.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from boardtui.domain.dates.periods import Period, PeriodKind
from boardtui.domain.immutable import immutable
from boardtui.domain.records.kpis import Comparator, Kpi, Reading

SMALL = 5
"""Counts from 1 to this may point to a person."""

_MOST_ROWS = 400
"""More sums than this that hang together are not solved but hidden altogether, which is safe and quick."""


@dataclass(slots=True)
class Cell:
    """One figure.

    Attributes:
        amount: its value.
        hidden: whether the reader does not see it.
        guarded: whether the reader must not find it out: it was hidden for a reason.
        fixed: it cannot be hidden, such as the 100 that percentages add up to.
    """

    amount: Decimal
    hidden: bool = False
    guarded: bool = False
    fixed: bool = False


@immutable
class Sum:
    """A sum that the reader may know: the amounts times their signs make zero, but for rounding.

    Attributes:
        signs: 1 or -1 for each cell in it, by the number of the cell.
        counts: whether it adds up people, so that a few of them together are still too few.
    """

    signs: Mapping[int, int]
    counts: bool = True


class Cells:
    """Cells, the sums they stand in, and the cells that tell the same."""

    def __init__(self, together: Callable[[int], Iterable[int]]) -> None:
        """Start with no cells.

        Args:
            together: the cells that must be hidden with a cell, since they tell what it was.
        """
        self.cells: list[Cell] = []
        self._together = together
        self._sums: list[Sum] = []
        self._sums_of: dict[int, list[int]] = {}

    def add(self, cell: Cell) -> int:
        """Add a cell and give its number."""
        self.cells.append(cell)
        return len(self.cells) - 1

    def add_sum(self, one: Sum) -> None:
        """Add a sum."""
        for number in one.signs:
            self._sums_of.setdefault(number, []).append(len(self._sums))
        self._sums.append(one)

    def hide(self, number: int) -> set[int]:
        """Hide a cell with all that tells the same, and give the sums that this touches."""
        touched: set[int] = set()
        waiting = [number]
        while waiting:
            each = waiting.pop()
            cell = self.cells[each]
            if cell.hidden or cell.fixed:
                continue
            cell.hidden = cell.guarded = True
            touched.update(self._sums_of.get(each, ()))
            waiting.extend(self._together(each))
        return touched

    def protect(self) -> None:
        """Hide, again and again, the next smallest cell of each sum that gives a guarded cell away."""
        guarded = (number for number, cell in enumerate(self.cells) if cell.guarded)
        waiting = {index for number in guarded for index in self._sums_of.get(number, ())}
        while waiting:
            # In rounds and in order, so that the same board always gives the same copy.
            touched: set[int] = set()
            for index in sorted(waiting):
                while self._gives_away(self._sums[index]):
                    number = self._next_smallest(self._sums[index].signs)
                    if number is None:
                        break
                    touched |= self.hide(number)
            waiting = touched or self._solve_together()

    def _gives_away(self, one: Sum) -> bool:
        hidden = [number for number in one.signs if self.cells[number].hidden]
        if not any(self.cells[number].guarded for number in hidden):
            return False
        if len(hidden) == 1:
            return True
        one_side = len({one.signs[number] for number in hidden}) == 1
        return one.counts and one_side and sum(self.cells[number].amount for number in hidden) <= SMALL

    def _next_smallest(self, numbers: Iterable[int]) -> int | None:
        shown = [each for each in numbers if not self.cells[each].hidden and not self.cells[each].fixed]
        # A zero is hidden only where there is nothing else: it hides no one.
        return min(shown, key=lambda each: (self.cells[each].amount <= 0, self.cells[each].amount, each), default=None)

    def _solve_together(self) -> set[int]:
        """Look for guarded cells that several sums together give away; hide one more cell for each."""
        touched: set[int] = set()
        for component in self._components():
            shown = {
                number
                for index in component
                for number in self._sums[index].signs
                if not self.cells[number].hidden and not self.cells[number].fixed
            }
            if len(component) > _MOST_ROWS:
                for number in sorted(shown):
                    touched |= self.hide(number)
                continue
            for number in sorted(self._determined(component)):
                near = [each for index in self._sums_of[number] for each in self._sums[index].signs]
                another = self._next_smallest(near)
                another = another if another is not None else self._next_smallest(shown)
                if another is not None:
                    touched |= self.hide(another)
                    break
        return touched

    def _components(self) -> list[list[int]]:
        """Sums that share hidden cells with one another, where more than one of them does."""
        seen: set[int] = set()
        found = []
        for start, cell in enumerate(self.cells):
            if not cell.guarded or start in seen:
                continue
            indexes: set[int] = set()
            waiting = [start]
            seen.add(start)
            while waiting:
                for index in self._sums_of.get(waiting.pop(), ()):
                    if index not in indexes:
                        indexes.add(index)
                        new = {n for n in self._sums[index].signs if self.cells[n].hidden} - seen
                        seen |= new
                        waiting.extend(new)
            if len(indexes) > 1:
                found.append(sorted(indexes))
        return found

    def _determined(self, component: Iterable[int]) -> set[int]:
        """The guarded cells for which these sums have one solution.

        The sums are brought to reduced echelon form over the hidden cells; a row that is left with one of them
        says what it is.
        """
        rows: dict[int, dict[int, Fraction]] = {}
        for index in component:
            row = {n: Fraction(sign) for n, sign in self._sums[index].signs.items() if self.cells[n].hidden}
            for pivot in [n for n in row if n in rows]:
                _take(row, rows[pivot], pivot)
            if not row:
                continue
            pivot = min(row)
            factor = row[pivot]
            row = {n: value / factor for n, value in row.items()}
            for other in rows.values():
                if pivot in other:
                    _take(other, row, pivot)
            rows[pivot] = row
        return {pivot for pivot, row in rows.items() if len(row) == 1 and self.cells[pivot].guarded}


def _take(row: dict[int, Fraction], other: Mapping[int, Fraction], pivot: int) -> None:
    """Subtract a row from another so that the pivot goes."""
    factor = row[pivot]
    for number, value in other.items():
        left = row.get(number, Fraction(0)) - factor * value
        if left:
            row[number] = left
        else:
            row.pop(number, None)


FIELDS = ("value", "numerator", "denominator")

_ENOUGH = 12
"""In so many periods it is seen whether figures belong together."""
FEW = 6
"""Among so few figures a combination that adds up does not do so by chance."""

T = TypeVar("T")
Line = tuple[str, str, str]
Parts = tuple[int, ...]


@immutable
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
    line: Line

    @property
    def when(self) -> Hashable:
        """What figures for the same time have in common: a month and its last day, or words that are no period."""
        if self.period is None:
            return self.label.casefold()
        kind = self.period.kind
        return self.period.end, "" if kind in (PeriodKind.MONTH, PeriodKind.DATE) else kind.value


def place_of(
    kpi: Kpi, record: Reading | Comparator, field: str, *, period: Period | None, label: str, sort: str
) -> Place:
    """Say where a cell comes from."""
    series = record.series.value if isinstance(record, Reading) else f"compared with {record.title}"
    return Place(kpi, record, field, period, label, sort, series, (kpi.id, series, field))


class Ledger:
    """The figures of each line by period: what adds up once by chance does not add up again."""

    def __init__(self, table: Cells, places: Sequence[Place]) -> None:
        """Take up the cells as they are now.

        Args:
            table: has the cells.
            places: where they come from, by their number.
        """
        self.table = table
        self.places = places
        self._amounts = [cell.amount for cell in table.cells]
        self._numbers: dict[Line, dict[Hashable, int]] = {}
        self._sampled: dict[Line, Sequence[Hashable]] = {}
        self._known: dict[tuple[Line | None, tuple[Line, ...]], tuple[int, int]] = {}
        for number, place in enumerate(places):
            self._numbers.setdefault(place.line, {})[place.when] = number

    def amount(self, number: int) -> Decimal:
        """What a cell holds."""
        return self._amounts[number]

    def hold(self, total: int | None, parts: Parts) -> bool:
        """Whether parts make a total, or 100 without one, in at least half of the periods that state them all."""
        right, common = self.tried(total, parts)
        return 2 * right >= common

    def tried(self, total: int | None, parts: Parts) -> tuple[int, int]:
        """In how many periods parts make a total, and in how many all of them are stated."""
        lines = tuple(self.places[part].line for part in parts)
        key = (None if total is None else self.places[total].line, lines)
        if key not in self._known:
            found = list(self.elsewhere(total, parts, sampled=True))
            if len(found) < FEW:
                found = list(self.elsewhere(total, parts))
            right = sum(self._is_sum(whole, some) for whole, some in found)
            self._known[key] = right, len(found)
        return self._known[key]

    def elsewhere(
        self, total: int | None, parts: Parts, *, sampled: bool = False
    ) -> Iterator[tuple[int | None, Parts]]:
        """The same total and parts in every period that states them all, or in a dozen of many."""
        columns = [self._numbers[self.places[part].line] for part in parts]
        first = self.places[parts[0] if total is None else total].line
        wholes = self._numbers[first]
        for when in self._dozen(first) if sampled else wholes:
            if all(when in column for column in columns):
                yield None if total is None else wholes[when], tuple(column[when] for column in columns)

    def _dozen(self, line: Line) -> Sequence[Hashable]:
        if line not in self._sampled:
            self._sampled[line] = sample(list(self._numbers[line]))
        return self._sampled[line]

    def right(self, total: int, parts: Parts) -> Iterator[tuple[int, Parts]]:
        """The same, where it adds up."""
        for whole, some in self.elsewhere(total, parts):
            if whole is not None and self._is_sum(whole, some):
                yield whole, some

    def _is_sum(self, total: int | None, parts: Parts) -> bool:
        amounts = [self._amounts[part] for part in parts]
        return adds_up(amounts, None if total is None else self._amounts[total])


def sample(some: Sequence[T]) -> Sequence[T]:
    """A dozen of many, evenly spread: they tell as well whether figures belong together, and much sooner."""
    return some[:: -(-len(some) // _ENOUGH)] if some else some


def adds_up(parts: Sequence[Decimal], total: Decimal | None) -> bool:
    """Whether counts make a total; without one, whether percentages make 100 but for rounding."""
    if total is not None:
        return sum(parts) == total
    # Each percentage is off by half of its last digit at most.
    last = max(int(part.as_tuple().exponent) for part in parts)
    return abs(sum(parts, Decimal(0)) - 100) <= Decimal(5 * len(parts)).scaleb(last - 1)
