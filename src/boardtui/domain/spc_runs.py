"""Runs of neighbouring points that chance rarely makes, as an XmR chart looks for them.

A *side* is 1 above the mean, -1 below it and 0 on it. A missing value has side 0 too, and no slope: it breaks
a run just as a point on the mean or two equal neighbours do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise


def trend_slopes(values: Sequence[float | None], length: int) -> list[int]:
    """Give the slope of the trend each value is in: 1 rising, -1 falling, 0 where it is in none.

    A trend is `length` values, each beyond the one before. The value at which one trend turns into the next
    belongs to both and takes the later slope.
    """
    slopes = [0] * len(values)
    for window in _windows(len(values), length):
        steps = {_step(values[a], values[b]) for a, b in pairwise(window)}
        if steps in ({1}, {-1}):
            for index in window:
                slopes[index] = max(steps)
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
    return {sides[index] for index in window} in ({1}, {-1})
