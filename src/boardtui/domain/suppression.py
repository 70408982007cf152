"""Which figures are too small to be published, because they could point to a child. Stored data is never altered.

Hidden are counts of 1 to 5, percentages whose numerator or complement is 1 to 5, and the next smallest count where a
sum would give a hidden one away. A true zero is shown. What is hidden in one series of a KPI is hidden for that period
in the other as well. Words are not read: a commentary that states a small number has to be put right by a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from boardtui.domain.board import Board
from boardtui.domain.figure_checks import unit_of
from boardtui.domain.figures import Figure
from boardtui.domain.kpis import Comparator, Kpi, Series
from boardtui.domain.periods import Period
from boardtui.domain.readings import CUMULATIVE, Stated, figure_of
from boardtui.domain.scorecard import KpiView, views

SMALL = range(1, 6)
"""The counts that are hidden."""

MARK = "c"
"""What stands for a hidden figure, as in published statistics: confidential."""


@dataclass(frozen=True, slots=True)
class _Count:
    """A count that a reading states."""

    reading: Stated
    group: str
    number: Decimal


def too_small(board: Board) -> frozenset[str]:
    """The ids of the readings and comparators of a board whose figures must not be published."""
    found = views(board)
    hidden = {each.record.id for view in found for each in _readings(view) if _is_small(view.kpi, each)}
    hidden |= {
        each.id for view in found for each in board.owned(Comparator, view.kpi.id) if _is_small_one(view.kpi, each)
    }
    before = -1
    # Hiding one more figure can leave another one alone in its sum.
    while len(hidden) != before:
        before = len(hidden)
        for parts, totals in _sums(found):
            hidden |= _given_away(parts, totals, hidden)
        hidden |= _same_period(found, hidden)
    return frozenset(hidden)


def _readings(view: KpiView) -> Iterator[Stated]:
    for series in Series:
        yield from view.readings(series)


def _is_small(kpi: Kpi, reading: Stated) -> bool:
    numerator, denominator = reading.numerator.number, reading.denominator.number
    parts = [numerator, denominator]
    if numerator is not None and denominator is not None:
        parts.append(denominator - numerator)
    return _is_count(kpi, reading.figure, SMALL) or any(part in SMALL for part in parts if part is not None)


def _is_small_one(kpi: Kpi, comparator: Comparator) -> bool:
    return _is_count(kpi, figure_of(comparator.value), SMALL)


def _is_count(kpi: Kpi, figure: Figure, numbers: range | None = None) -> bool:
    """Whether a figure counts something. A whole number of which nobody says what it is may be a count."""
    number = figure.number
    if number is None or number != number.to_integral_value() or unit_of(kpi, figure) not in ("count", ""):
        return False
    return numbers is None or number in numbers


def _counts(found: Iterable[KpiView]) -> list[_Count]:
    return [
        _Count(each, view.kpi.group, each.figure.number)
        for view in found
        for each in _readings(view)
        if each.figure.number is not None and each.period is not None and _is_count(view.kpi, each.figure)
    ]


def _sums(found: Sequence[KpiView]) -> Iterator[tuple[list[_Count], list[_Count]]]:
    """Counts that may add up, each with the counts that may be their sum."""
    by_period: dict[tuple[Period | None, Series], list[_Count]] = {}
    for each in _counts(found):
        by_period.setdefault((each.reading.period, each.reading.series), []).append(each)
    for some in by_period.values():
        by_group: dict[str, list[_Count]] = {}
        for each in some:
            by_group.setdefault(each.group, []).append(each)
        for group in by_group.values():
            yield group, some
    for view in found:
        if view.kpi.basis in CUMULATIVE:
            counts = _counts([view])
            months = [each for each in counts if each.reading.series is Series.PERIOD]
            yield months, [each for each in counts if each.reading.series is Series.CURRENT]


def _given_away(parts: Sequence[_Count], totals: Iterable[_Count], hidden: set[str]) -> set[str]:
    """The next smallest count, where a shown total less the shown parts would be the one that is hidden."""
    for total in totals:
        others = [each for each in parts if each is not total]
        concealed = [each for each in others if each.reading.record.id in hidden]
        shown = sorted(
            (each for each in others if each.reading.record.id not in hidden and each.number),
            key=lambda each: each.number,
        )
        adds_up = sum(each.number for each in others) == total.number
        if adds_up and len(concealed) == 1 and shown and total.reading.record.id not in hidden:
            return {shown[0].reading.record.id}
    return set()


def _same_period(found: Iterable[KpiView], hidden: set[str]) -> set[str]:
    """The other reading of a KPI for a period of which one is hidden."""
    also: set[str] = set()
    for view in found:
        readings = list(_readings(view))
        periods = {each.period for each in readings if each.record.id in hidden and each.period is not None}
        also |= {each.record.id for each in readings if each.period in periods}
    return also
