"""The trend of a KPI as a small picture: a line, its last figure marked, the targets across it. No screen is needed."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

from PIL import Image, ImageDraw

from boardtui.report.document import TrendLine
from boardtui.settings.themes import ThemeFile

WIDE, HIGH = 360, 96
"""Dots: at 3 centimetres across, 300 to the inch."""
_TIMES = 3
"""It is drawn so many times larger and made smaller, which smooths its edges."""
_MARGIN = 10
_BLACK, _GREY = (0, 0, 0), (110, 110, 110)
_FEWEST = 2

Colour = str | tuple[int, int, int]


def can_be_drawn(trend: TrendLine) -> bool:
    """Whether there are figures enough for a line."""
    return sum(value is not None for value in trend.values) >= _FEWEST


def in_words(trend: TrendLine) -> str:
    """The picture for somebody who cannot see it."""
    told = ", ".join(
        f"{period} {'no figure' if value is None else f'{value:g}'}"
        for period, value in zip(trend.periods, trend.values, strict=True)
    )
    targets = " and ".join(f"{each:g}" for each in trend.targets)
    return f"Trend of {trend.name}: {told}" + (f"; target {targets}" if targets else "")


def trend_picture(trend: TrendLine, theme: ThemeFile | None) -> bytes:
    """Draw a trend. The same figures give the same bytes.

    Args:
        trend: two figures or more.
        theme: whose colours it has; black and grey where there is none.

    Returns:
        A PNG file.
    """
    ink: Colour
    target: Colour
    ink, target = (_BLACK, _GREY) if theme is None else (theme.colours["primary"], theme.colours["muted"])
    large = Image.new("RGB", (WIDE * _TIMES, HIGH * _TIMES), "white")
    draw = ImageDraw.Draw(large)
    place = _Places(trend)
    for each in trend.targets:
        _dashes(draw, place.down(each), target)
    for some in _unbroken(trend.values):
        line = [(place.across(index), place.down(value)) for index, value in some]
        draw.line(line, fill=ink, width=4 * _TIMES, joint="curve")
        if len(line) == 1:
            _dot(draw, line[0], 4, ink)
    last = max(index for index, value in enumerate(trend.values) if value is not None)
    value = trend.values[last]
    assert value is not None
    _dot(draw, (place.across(last), place.down(value)), 8, ink)
    small = large.resize((WIDE, HIGH), Image.Resampling.LANCZOS).quantize(16)
    out = io.BytesIO()
    small.save(out, "PNG", optimize=True)
    return out.getvalue()


class _Places:
    """Where figures stand on the picture."""

    def __init__(self, trend: TrendLine) -> None:
        shown = [*(value for value in trend.values if value is not None), *trend.targets]
        self._low, self._span = min(shown), max(shown) - min(shown)
        self._steps = max(1, len(trend.values) - 1)

    def across(self, index: int) -> float:
        return (_MARGIN + (WIDE - 2 * _MARGIN) * index / self._steps) * _TIMES

    def down(self, value: float) -> float:
        part = (value - self._low) / self._span if self._span else 0.5
        return (HIGH - _MARGIN - (HIGH - 2 * _MARGIN) * part) * _TIMES


def _unbroken(values: Sequence[float | None]) -> Iterator[list[tuple[int, float]]]:
    """The stretches without a missing figure."""
    stretch: list[tuple[int, float]] = []
    for index, value in enumerate(values):
        if value is not None:
            stretch.append((index, value))
        elif stretch:
            yield stretch
            stretch = []
    if stretch:
        yield stretch


def _dashes(draw: ImageDraw.ImageDraw, down: float, colour: Colour) -> None:
    for left in range(0, WIDE * _TIMES, 18 * _TIMES):
        draw.line([(left, down), (left + 10 * _TIMES, down)], fill=colour, width=2 * _TIMES)


def _dot(draw: ImageDraw.ImageDraw, middle: tuple[float, float], radius: float, colour: Colour) -> None:
    across, down = middle
    far = radius * _TIMES
    draw.ellipse((across - far, down - far, across + far, down + far), fill=colour)
