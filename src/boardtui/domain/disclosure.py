"""Which further figures have to be hidden so that the hidden ones cannot be worked out from the rest.

The reader of a published table knows some cells and how they add up. A hidden cell is given away if the sums that
it stands in have one solution for it. This module knows nothing of KPIs: only cells, sums, and what goes together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

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


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum that the reader may know: the amounts times their signs make zero, but for rounding.

    Attributes:
        signs: 1 or -1 for each cell in it, by the number of the cell.
        counts: whether it adds up people, so that a few of them together are still too few.
    """

    signs: Mapping[int, int]
    counts: bool = True


class Table:
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
