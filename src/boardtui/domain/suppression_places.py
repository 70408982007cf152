"""Where the figures of a scorecard stand, and whether some of them go on making up another one."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from boardtui.domain.disclosure import Table
from boardtui.domain.kpis import Comparator, Kpi, Reading
from boardtui.domain.periods import Period, PeriodKind

FIELDS = ("value", "numerator", "denominator")

_ENOUGH = 12
"""In so many periods it is seen whether figures belong together."""
FEW = 6
"""Among so few figures a combination that adds up does not do so by chance."""

T = TypeVar("T")
Line = tuple[str, str, str]
Parts = tuple[int, ...]


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

    def __init__(self, table: Table, places: Sequence[Place]) -> None:
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
