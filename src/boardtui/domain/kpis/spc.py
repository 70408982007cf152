"""Statistical process control: the XmR chart of one KPI, as a calculation.

A *side* is 1 above the mean, -1 below it and 0 on it. A missing value has side 0 too, and no slope: it breaks
a run just as a point on the mean or two equal neighbours do.

The chart answers one question: is this a change, or the ordinary up and down of the figures? The rules are
those of the NHS England "Making Data Count" guidance. Year-to-date and rolling figures are not independent of
one another and must not be analysed here.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from decimal import Decimal
from itertools import pairwise
from typing import Literal, get_args

from boardtui.domain.immutable import immutable


def trend_slopes(values: Sequence[float | None], length: int) -> list[int]:
    """Give the slope of the trend each value is in: 1 rising, -1 falling, 0 where it is in none.

    A trend is `length` values, each beyond the one before. The value at which one trend turns into the next
    belongs to both and takes the later slope.
    """
    slopes = [0] * len(values)
    steps = [_step(before, after) for before, after in pairwise(values)]
    for window in _windows(len(steps), length - 1):
        if _one_side(steps, window):
            slopes[window.start : window.stop + 1] = [steps[window.start]] * length
    return slopes


def shifts(sides: Sequence[int], length: int) -> set[int]:
    """Give the indexes of points in a stretch of `length` on one side of the mean."""
    return {index for window in _windows(len(sides), length) if _one_side(sides, window) for index in window}


def two_of_three(sides: Sequence[int], near: Sequence[bool]) -> set[int]:
    """Give the indexes of the near points in three neighbours on one side, two or more of which are near."""
    return {
        index
        for window in _windows(len(sides), 3)
        if _one_side(sides, window) and sum(near[i] for i in window) >= 2
        for index in window
        if near[index]
    }


def _windows(count: int, length: int) -> Iterator[range]:
    """The indexes of every stretch of `length` neighbours among `count` points, earliest first."""
    return (range(start, start + length) for start in range(count - length + 1))


def _step(before: float | None, after: float | None) -> int:
    return 0 if before is None or after is None else (after > before) - (after < before)


def _one_side(sides: Sequence[int], window: range) -> bool:
    found = sides[window.start : window.stop]
    return found[0] != 0 and found.count(found[0]) == len(found)


Direction = Literal["increase", "decrease", "neutral"]
PointType = Literal[
    "common_cause",
    "special_cause_improvement",
    "special_cause_concern",
    "special_cause_neutral_high",
    "special_cause_neutral_low",
]
Rule = Literal["outside", "trend", "two_of_three", "shift"]
Assurance = Literal["pass", "fail", "inconsistent"]
LimitsKind = Literal["full", "trial"]

FULL_LIMITS_FROM = 13
TRIAL_LIMITS_FROM = 6
# The reference counts a missing point as one. We follow it for a single gap: thirteen gaps would judge nothing.
_GAPS_ALLOWED = 1

# Limits sit this many average moving ranges from the mean, which estimates three standard deviations.
LIMIT_FACTOR = 2.66
NEAR_LIMIT_FACTOR = 2 * (LIMIT_FACTOR / 3)
# Screening drops a moving range this many times their average, or more.
SCREENING_FACTOR = 3.267
SHORTEST_RUN = 2


@immutable
class Point:
    """One reading, judged against the part of the chart it belongs to.

    Attributes:
        value: The reading, in the KPI's unit; None where it is missing.
        rebase_group: How many re-basings happened at or before this point: 0 before the first.
        mean: Mean of the part's baseline; None where the baseline holds no reading.
        lower_limit: Lower process limit; None where the baseline holds no two neighbouring readings.
        upper_limit: Upper process limit; None in the same case.
        limits: How far the limits may be trusted, by the number of points in the part.
        outside: Strictly outside the limits; None where the value or the limits are missing.
        near_limit: Within the limits but beyond two thirds of the way to one; None as for `outside`.
        rule: The first rule that fired, or None.
        point_type: What the rule means, given the direction that is better.
    """

    value: float | None
    rebase_group: int
    mean: float | None
    lower_limit: float | None
    upper_limit: float | None
    limits: LimitsKind | None
    outside: bool | None
    near_limit: bool | None
    rule: Rule | None
    point_type: PointType


@immutable
class Analysis:
    """A whole series, judged.

    Attributes:
        points: One for each value given, in the same order.
        variation: The last point's type; None below 13 points (see `readings_wanted`).
        assurance: Whether the target is reached, by the last part's limits; None below 13 points, without a
            target, or where neither direction is better.
    """

    points: tuple[Point, ...]
    variation: PointType | None
    assurance: Assurance | None


_Place = tuple[bool | None, bool | None]
"""Whether a value lies outside the limits, and whether it lies near one of them but not outside."""


@immutable
class _Limits:
    """The lines of one part; `spread` is its average moving range."""

    mean: float | None
    spread: float | None

    def line(self, factor: float) -> float | None:
        """The mean plus `factor` average moving ranges."""
        return None if self.mean is None or self.spread is None else self.mean + factor * self.spread

    def beyond(self, value: float | None, factor: float) -> bool | None:
        """Whether the value lies strictly further out than the lines at ± `factor`."""
        lower, upper = self.line(-factor), self.line(factor)
        return None if value is None or lower is None or upper is None else not lower <= value <= upper

    def place(self, value: float | None) -> _Place:
        """Whether the value lies strictly outside the limits, and whether near one; None where nothing can be said."""
        outside = self.beyond(value, LIMIT_FACTOR)
        return outside, None if outside is None else not outside and self.beyond(value, NEAR_LIMIT_FACTOR)

    def side(self, value: float | None) -> int:
        """1 above the mean, -1 below, 0 on it; 0 too where nothing can be said."""
        return 0 if value is None or self.mean is None else (value > self.mean) - (value < self.mean)


def analyse(
    values: Sequence[float | None],
    *,
    direction: Direction,
    target: float | None = None,
    rebase_at: Collection[int] = (),
    fix_after: int | None = None,
    screen_outliers: bool = False,
    shift_length: int = 7,
    trend_length: int = 7,
) -> Analysis:
    """Judge a series of readings as an XmR chart.

    Args:
        values: The readings in date order, in the KPI's unit; None is a missing one, which breaks every run.
            Leave out periods that are not due yet: a missing last value makes the variation common cause.
        direction: The way that is better.
        target: In the same unit; needed for assurance only.
        rebase_at: Index of each first point of a new part. Each part is judged on its own.
        fix_after: Work out each part's mean and limits from its first so many points; None uses them all.
        screen_outliers: Leave unusually large moving ranges out of the limits.
        shift_length: How many neighbours on one side of the mean make a shift.
        trend_length: How many points, each beyond the one before, make a trend.

    Returns:
        The points and, from 13 points in the whole series, its variation and assurance.

    Raises:
        ValueError: An argument makes no sense; the message says which and what is expected.
    """
    readings = _checked_readings(values)
    goal = None if target is None else _checked_number(target, "The target")
    starts = _checked_rebase(rebase_at, len(readings))
    _check_direction(direction)
    _check_count(shift_length, "The shift length")
    _check_count(trend_length, "The trend length")
    if fix_after is not None:
        _check_count(fix_after, "The number of points to fix the limits after")

    points: list[Point] = []
    for start, end in pairwise(sorted({0, *starts, len(readings)})):
        part = readings[start:end]
        limits = _limits(part[:fix_after], screen_outliers)
        places = [limits.place(value) for value in part]
        fired = _rules(part, places, limits, shift_length, trend_length)
        group = sum(rebase <= start for rebase in starts)
        points += _judged_points(part, group, limits, places, fired, direction=direction)

    enough = readings_wanted(readings) == 0
    return Analysis(
        points=tuple(points),
        variation=points[-1].point_type if enough else None,
        assurance=_assurance(points[-1], direction, goal) if enough else None,
    )


def readings_wanted(values: Sequence[float | None]) -> int:
    """Say how many more readings are needed before limits and verdicts can be relied on.

    Returns:
        0 from 13 points on. The first missing one counts as a point, the others do not.
    """
    missing = sum(value is None for value in values)
    return max(0, FULL_LIMITS_FROM - len(values) + max(0, missing - _GAPS_ALLOWED))


def limits_kind(values: Sequence[float | None]) -> LimitsKind | None:
    """Say how far limits worked out from these values may be trusted.

    Returns:
        "full" where no more readings are wanted, "trial" from 6 readings; None below, where no limits should be
        drawn.
    """
    if not readings_wanted(values):
        return "full"
    return "trial" if sum(value is not None for value in values) >= TRIAL_LIMITS_FROM else None


def _limits(baseline: Sequence[float | None], screen_outliers: bool) -> _Limits:
    known = [value for value in baseline if value is not None]
    ranges = [abs(b - a) for a, b in pairwise(baseline) if a is not None and b is not None]
    spread = _mean(ranges)
    # Where no reading ever moved there is nothing to screen; every range of 0 would be dropped as too large.
    if screen_outliers and spread:
        spread = _mean([step for step in ranges if step < SCREENING_FACTOR * spread])
    return _Limits(_mean(known), spread)


def _mean(numbers: Sequence[float]) -> float | None:
    from statistics import mean  # here: a table needs no chart, and this brings fractions and random numbers with it

    # It rounds once, at the end; a drifting sum would move a point off a mean it is exactly on.
    return mean(numbers) if numbers else None


def _rules(
    part: Sequence[float | None],
    places: Sequence[_Place],
    limits: _Limits,
    shift_length: int,
    trend_length: int,
) -> list[tuple[Rule | None, int]]:
    """Each point's first matching rule, and its way: 1 up or above, -1 down or below, 0 without a rule."""
    sides = [limits.side(value) for value in part]
    slopes = trend_slopes(part, trend_length)
    near_pairs = two_of_three(sides, [near is True for _, near in places])
    shifted = shifts(sides, shift_length)

    def first_match(index: int) -> tuple[Rule | None, int]:
        if places[index][0]:
            return "outside", sides[index]
        if slopes[index]:
            return "trend", slopes[index]
        if index in near_pairs:
            return "two_of_three", sides[index]
        return ("shift", sides[index]) if index in shifted else (None, 0)

    return [first_match(index) for index in range(len(part))]


def _judged_points(
    part: Sequence[float | None],
    group: int,
    limits: _Limits,
    places: Sequence[_Place],
    fired: Sequence[tuple[Rule | None, int]],
    *,
    direction: Direction,
) -> list[Point]:
    kind, lower, upper = limits_kind(part), limits.line(-LIMIT_FACTOR), limits.line(LIMIT_FACTOR)
    return [
        Point(
            value=value,
            rebase_group=group,
            mean=limits.mean,
            lower_limit=lower,
            upper_limit=upper,
            limits=kind,
            outside=outside,
            near_limit=near,
            rule=rule,
            point_type=_point_type(way, direction),
        )
        for value, (outside, near), (rule, way) in zip(part, places, fired, strict=True)
    ]


def _point_type(way: int, direction: Direction) -> PointType:
    if way == 0:
        return "common_cause"
    if direction == "neutral":
        return "special_cause_neutral_high" if way > 0 else "special_cause_neutral_low"
    better = 1 if direction == "increase" else -1
    return "special_cause_improvement" if way == better else "special_cause_concern"


def _assurance(last: Point, direction: Direction, target: float | None) -> Assurance | None:
    if target is None or direction == "neutral":
        return None
    # A last part of one point has no limits yet: it neither keeps to the target nor misses it for certain.
    if last.lower_limit is None or last.upper_limit is None or last.lower_limit <= target <= last.upper_limit:
        return "inconsistent"
    beaten = target < last.lower_limit if direction == "increase" else target > last.upper_limit
    return "pass" if beaten else "fail"


def _checked_readings(values: Sequence[float | None]) -> list[float | None]:
    return [
        None if value is None else _checked_number(value, f"Value {number}")
        for number, value in enumerate(values, start=1)
    ]


def _checked_number(value: float | Decimal, name: str) -> float:
    number = math.nan
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        with suppress(OverflowError, ValueError):
            number = float(value)
    if not math.isfinite(number):
        raise ValueError(f"{name} is not a number that can be charted. Give a number, or None where it is missing.")
    return number


def _checked_rebase(rebase_at: Collection[int], count: int) -> set[int]:
    starts = set(rebase_at)
    for start in starts:
        if isinstance(start, bool) or not isinstance(start, int) or not 0 <= start < count:
            raise ValueError(f"A new part cannot start at {start!r}: give the index of one of the {count} values.")
    return starts


def _check_direction(direction: str) -> None:
    if direction not in get_args(Direction):
        raise ValueError(f"The direction is {direction!r}: use increase, decrease or neutral.")


def _check_count(count: int, name: str) -> None:
    if isinstance(count, bool) or not isinstance(count, int) or count < SHORTEST_RUN:
        raise ValueError(f"{name} is {count!r}: use a whole number of {SHORTEST_RUN} or more.")
