"""Figures that can hardly be meant: beyond the whole, far from all others of their series, or of a time to come.

The same is asked when a figure is entered and found when it is there already, by whatever way it came in.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import Decimal

from boardtui.domain.board.finding import Finding, found, sentence
from boardtui.domain.board.words import line_name
from boardtui.domain.dates.dates import FIRST_YEAR
from boardtui.domain.dates.figures import Missing
from boardtui.domain.dates.periods import PeriodKind, may_be_a_year, year_meant
from boardtui.domain.kpis.readings import Stated
from boardtui.domain.kpis.scale import beyond_the_whole, not_comparable
from boardtui.domain.kpis.scorecard import KpiView
from boardtui.domain.records.kpis import Frequency, Series

JUMP = 10
"""From this factor on a figure may have slipped by a digit, or be on another scale than the rest."""
_FEWEST = 2
_STEADY = 3


def plausible_findings(view: KpiView) -> Iterator[Finding]:
    """What can hardly be meant in the figures of one KPI."""
    for series in Series:
        readings = view.readings(series)
        around = _Around([each for each in readings if each.figure.number is not None and not each.ahead])
        for reading in readings:
            for code, words in (*_of_its_period(view, reading, readings), *_of_its_figure(view, reading, around)):
                text = f"{line_name(view.board, view.kpi)}, {reading.label}: {words}"
                yield found(view.board, view.kpi, code, sentence(text), reading=reading.record.id)


def part_alone(numerator: str, denominator: str, value: str) -> str:
    """Which part of a figure stands alone, as part of a sentence; empty where none does.

    Args:
        numerator: the numerator as stated; a code is given as nothing.
        denominator: the denominator likewise.
        value: the value as stated.
    """
    if value or bool(numerator) == bool(denominator):
        return ""
    if numerator:
        return f"there is a numerator ({numerator}) but neither denominator nor value: it has no figure"
    return f"there is a denominator ({denominator}) but neither numerator nor value: it has no figure"


def is_far(number: Decimal, others: Sequence[Decimal]) -> bool:
    """Whether a figure is ten times as much or as little as the others of its series mostly are.

    Small counts go up and down by such factors: what differs by less than ten does not count, except for fractions.
    A series that goes up and down by more than a factor of three by itself is given so much more room.
    """
    from statistics import median  # here, as most commands look at no figure

    return len(others) >= _FEWEST and _is_far_from(number, abs(median(others)), others)


def _is_far_from(number: Decimal, middle: Decimal, others: Sequence[Decimal]) -> bool:
    size = abs(number)
    if abs(size - middle) < JUMP and max(size, middle) > 1:
        return False
    if middle == 0 or size == 0:
        return abs(size - middle) >= JUMP
    sizes = [abs(each) for each in others if each]
    room = JUMP * max(Decimal(1), max(sizes) / min(sizes) / _STEADY)
    return size >= middle * room or size * room <= middle


class _Around:
    """The figures of a series that others are compared with, looked at once for all of them."""

    def __init__(self, readings: Sequence[Stated]) -> None:
        self._numbers = sorted(each.figure.number for each in readings if each.figure.number is not None)
        self._last = [each for each in readings if each.period is not None and each.figure.unit != ""][-2:]

    def last_but(self, reading: Stated) -> list[Stated]:
        """The last one with a period and a unit that is not this one, if there is one."""
        return [each for each in self._last if each is not reading][-1:]

    def is_far(self, reading: Stated, number: Decimal) -> bool:
        """Whether a figure is far from all the others."""
        numbers = self._numbers
        if not reading.ahead:  # it is one of them
            at = bisect_left(numbers, number)
            numbers = [*numbers[:at], *numbers[at + 1 :]]
        if len(numbers) < _FEWEST:
            return False
        half = len(numbers) // 2
        middle = numbers[half] if len(numbers) % 2 else (numbers[half - 1] + numbers[half]) / 2
        return _is_far_from(number, abs(middle), numbers)


def _of_its_period(view: KpiView, reading: Stated, readings: Sequence[Stated]) -> Iterator[tuple[str, str]]:
    if reading.ahead:
        yield "period_ahead", "that period had not begun when the figure was entered, so it is not the current one"
    if reading.period is not None and reading.period.end.year < FIRST_YEAR:
        yield "period_unlikely", f"the year {reading.period.end.year:04d} cannot be meant"
    words = reading.record.period
    if not may_be_a_year(words) or reading.period is None or reading.period.kind is not PeriodKind.MONTH:
        return
    known_months = view.kpi.frequency is Frequency.MONTHLY or any(
        each.period is not None and each.period.kind is PeriodKind.MONTH and not may_be_a_year(each.record.period)
        for each in readings
    )
    if not known_months:
        yield "period_unclear", f"“{words}” is read as that month; if {year_meant(words)} is meant, write it so"


def _of_its_figure(view: KpiView, reading: Stated, around: _Around) -> Iterator[tuple[str, str]]:
    figure, record = reading.figure, reading.record
    if not record.value and figure.missing in (None, Missing.NOT_STATED):
        numerator, denominator = (
            "" if part.missing not in (None, Missing.NOT_STATED) else part.text
            for part in (reading.numerator, reading.denominator)
        )
        if words := part_alone(numerator, denominator, record.value):
            yield "part_alone", words
    if figure.number is None:
        return
    targets = view.targets_at(reading.period)
    if beyond_the_whole(figure, (targets.minimum, targets.upper), view.kpi.unit):
        yield "beyond_the_whole", f"{record.value} is more than the whole or less than nothing"
        return
    if mixed := not_comparable(figure, [each.figure for each in around.last_but(reading)], view.kpi.unit):
        yield "scale_differs", f"it is on another scale than its neighbour: {mixed}"
        return
    if around.is_far(reading, figure.number):
        yield "figure_far", f"{record.value} is {JUMP} times as much or as little as the figures around it: a slip?"
