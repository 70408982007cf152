"""The chart of a KPI: its figures with targets, mean, limits, re-base marks and what it is compared with."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import Any
from weakref import WeakKeyDictionary

from rich.console import Group, RenderableType
from rich.text import Text

from boardtui.domain.dates.periods import Period
from boardtui.domain.immutable import immutable
from boardtui.domain.kpis.readings import figure_of
from boardtui.domain.kpis.scorecard_blocks import KpiRow
from boardtui.domain.kpis.spc import Point
from boardtui.domain.kpis.trend import variation_mark
from boardtui.domain.kpis.words import compared, short
from boardtui.report.palette import Palette
from boardtui.ui.shared.text import one_line

LEAST_WIDTH, LEAST_HEIGHT = 24, 6
"""A smaller chart shows nothing that the line of bars does not."""

_CELLS_A_POINT = 2  # so that no point hides its neighbour
_ROOM_FOR_THE_SCALE = 10
_LOW = 8  # rows
_Line = list[float | None]

_MOST_KEPT = 100
_KEPT: WeakKeyDictionary[KpiRow, dict[tuple[int, int, int], tuple[Palette, RenderableType | None]]] = (
    WeakKeyDictionary()
)
"""The charts that were drawn last. A row says the same for as long as there is one: what changes gets another row."""


@immutable
class _Drawn:
    """One line of the chart: how it is drawn, what the legend calls it, and where it runs.

    A line that would press all others flat is off the chart: an arrow in the legend says on which side.
    """

    glyph: str
    style: str
    name: str
    values: _Line
    off: str = ""

    @property
    def says(self) -> bool:
        return any(value is not None for value in self.values)


def chart(row: KpiRow, palette: Palette, width: int, height: int, *, latest: int = 0) -> RenderableType | None:
    """Draw the chart with its legend; None where there is too little to draw or too little room.

    Args:
        row: the KPI.
        palette: the styles.
        width: in cells.
        height: in cells, the legend included.
        latest: draw only the latest so many periods; 0 for as many as there is room for.
    """
    kept = _KEPT.setdefault(row, {})
    asked = width, height, latest
    if asked not in kept or kept[asked][0] is not palette:
        if len(_KEPT) > _MOST_KEPT:
            _KEPT.clear()
            kept = _KEPT.setdefault(row, {})
        kept[asked] = palette, _chart(row, palette, width, height, latest)
    return kept[asked][1]


def _chart(row: KpiRow, palette: Palette, width: int, height: int, latest: int) -> RenderableType | None:
    points = row.spc.points
    if sum(value is not None for _, value in points) < 2 or width < LEAST_WIDTH or height < LEAST_HEIGHT:
        return None
    most = (width - _ROOM_FOR_THE_SCALE) // _CELLS_A_POINT
    start = max(0, len(points) - min(most, latest or most))
    lines = [line for line in (*_compared(row, start), *_lines(row, start)) if line.says]
    legend = _in_lines(_legend(row, lines, start, len(points), palette), width)
    drawn = _plot(row, lines, start, palette=palette, width=width, height=max(LEAST_HEIGHT, height - len(legend)))
    return Group(drawn, *legend)


def _compared(row: KpiRow, start: int) -> Iterator[_Drawn]:
    """What the KPI is compared with: on the chart unless it lies further off than the figures and targets reach."""
    points = row.spc.points[start:]
    shown = [value for _, value in points] + [value for line in _lines(row, start) for value in line.values]
    known = [value for value in shown if value is not None]
    low, high = min(known), max(known)
    reach = high - low or math.inf
    for place, comparator in enumerate(row.view.comparators[:3]):
        number = figure_of(comparator.value).number
        if number is None:
            continue
        level = float(number)
        off = "↓" if level < low - reach else "↑" if level > high + reach else ""
        name = one_line(f"{comparator.title} {comparator.year} {compared(comparator)}")
        yield _Drawn("ˣ°¨"[place], "warning", name, [level] * len(points), off)


def _lines(row: KpiRow, start: int) -> Iterator[_Drawn]:
    """The lines from the faintest to the figures' own targets; those of one kind that run alike are drawn once."""
    points = row.spc.points[start:]
    judged = _judged(row, start)
    yield _Drawn("┈", "muted", "limits", [_limit(each, "lower_limit") for each in judged])
    yield _Drawn("┈", "muted", "limits", [_limit(each, "upper_limit") for each in judged])
    yield _Drawn("─", "muted", "mean", [_limit(each, "mean") for each in judged])
    targets = [row.view.targets_at(period) for period, _ in points]
    now = row.view.targets
    uppers: _Line = [None if each.upper.number is None else float(each.upper.number) for each in targets]
    minima: _Line = [None if each.minimum.number is None else float(each.minimum.number) for each in targets]
    if uppers != minima:
        yield _Drawn("╍", "success", f"minimum {one_line(now.minimum.text)}".strip(), minima)
    name = f"{'upper ' if uppers != minima else ''}target {one_line(now.upper.text)}".strip()
    yield _Drawn("━", "success", name, uppers)


def _judged(row: KpiRow, start: int) -> Sequence[Point]:
    return row.spc.analysis.points[start:] if row.spc.analysis is not None else ()


def _limit(point: Point, name: str) -> float | None:
    # Below six readings a part has no limits worth drawing.
    return None if point.limits is None else getattr(point, name)


def _legend(row: KpiRow, lines: Sequence[_Drawn], start: int, count: int, palette: Palette) -> Iterator[Text]:
    """What each line and letter means, one after the other."""
    for line in {line.name: line for line in reversed(lines)}.values():
        yield Text.assemble((line.off or line.glyph * 2, palette.style(line.style)), f" {line.name}")
    if any(a.rebase_group != b.rebase_group for a, b in pairwise(_judged(row, start))):
        yield Text.assemble(("│", palette.style("accent")), " re-based")
    marks = {variation_mark(each.point_type) for each in _judged(row, start) if each.rule is not None}
    for mark in sorted(marks, key=lambda each: each.letter):
        yield Text.assemble((mark.letter, "bold"), f" {mark.word.lower()}")
    if start:
        yield Text(f"latest {count - start} of {count}", style=palette.style("muted"))


def _in_lines(entries: Iterable[Text], width: int) -> list[Text]:
    """The entries one after the other, none of them broken where it fits on a line of its own."""
    found: list[Text] = []
    for entry in entries:
        if found and found[-1].cell_len + 3 + entry.cell_len <= width:
            found[-1].append("   ").append_text(entry)
        else:
            found.append(entry)
    return found


def _plot(
    row: KpiRow, lines: Sequence[_Drawn], start: int, *, palette: Palette, width: int, height: int
) -> RenderableType:
    # Charts are drawn by few and cost a third of a second to import.
    from textual_plotext.plot import Plot

    points = row.spc.points[start:]
    plot: Any = Plot()
    plot.plotsize(width, height)
    plot._set_size(width, height)
    plot.theme("clear")
    for line in (each for each in lines if not each.off):
        for ends, level in _steps(line.values):
            plot.plot(ends, level, marker=line.glyph, color=_colour(palette, line.style))
    judged = _judged(row, start)
    for place, (before, after) in enumerate(pairwise(judged)):
        if before.rebase_group != after.rebase_group:
            plot.vline(place + 0.5, color=_colour(palette, "accent"))
    for xs, ys in _pieces([value for _, value in points]):
        plot.plot(xs, ys, marker="braille", color=_colour(palette, "accent"))
    for mark, style, places in _markers(points, judged):
        plot.scatter(places, [points[place][1] for place in places], marker=mark, color=_colour(palette, style))
    ticks = _ticks(points, width)
    plot.xticks(ticks, [short(points[tick][0]) for tick in ticks])
    plot.xlim(-0.5, len(points) - 0.5)
    levels = [value for each in lines if not each.off for value in each.values if value is not None]
    levels += [value for _, value in points if value is not None]
    scale = _scale(min(levels), max(levels), height - 3)
    plot.ylim(scale[0], scale[-1])
    plot.yticks(scale, [f"{tick:,.10g}" for tick in scale])
    return Text.from_ansi(plot.build().rstrip("\n"), no_wrap=True)


def _scale(low: float, high: float, rows: int) -> list[float]:
    """The numbers beside so many rows.

    In a low chart each row has its own: what is between two numbers is seen to be, and the scale ends near the figures.
    """
    if rows > _LOW:
        return round_ticks(low, high, rows // 2)
    found = round_ticks(low, high, rows - 1)
    step = found[1] - found[0]
    while len(found) < rows:
        below, above = round(found[0] - step, 10), round(found[-1] + step, 10)
        found = [below, *found] if below >= 0 or low < 0 else [*found, above]
    return found


def round_ticks(low: float, high: float, most: int) -> list[float]:
    """The numbers beside a chart: round ones, as many as there is room for, and everything lies between them.

    Args:
        low: the least that has to lie between the first and the last of them.
        high: the most.
        most: how many steps there may be between them.
    """
    span = high - low or abs(high) or 1.0
    power = 10.0 ** math.floor(math.log10(span / most))
    for step in (power * each for each in (1, 2, 2.5, 5, 10, 20)):
        first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
        if first == last:
            first, last = first - 1, last + 1
        if last - first <= most:
            break
    return [round(place * step, 10) for place in range(first, last + 1)]


def _markers(
    points: Sequence[tuple[Period, float | None]], judged: Sequence[Point]
) -> Iterator[tuple[str, str, list[int]]]:
    """The points by what they mean: a dot, or the letter of a real change."""
    found: dict[tuple[str, str], list[int]] = {}
    for place, (_, value) in enumerate(points):
        if value is None:
            continue
        point = judged[place] if judged else None
        letter = variation_mark(point.point_type).letter if point is not None and point.rule else "●"
        style = {"I": "mark-better", "C": "mark-worse"}.get(letter, "strong" if letter == "●" else "warning")
        found.setdefault((letter, style), []).append(place)
    for (letter, style), places in found.items():
        yield letter, style, places


def _steps(values: _Line) -> Iterator[tuple[list[float], list[float]]]:
    """The level pieces of a line: a changed target, or a limit that starts afresh, is a step and no slope."""
    for value, run in groupby(enumerate(values), key=lambda each: each[1]):
        places = [place for place, _ in run]
        if value is not None:
            yield [places[0] - 0.5, places[-1] + 0.5], [value, value]


def _pieces(values: _Line) -> Iterator[tuple[list[int], list[float]]]:
    """The unbroken pieces of a line: a missing figure is a gap."""
    xs: list[int] = []
    ys: list[float] = []
    for place, value in enumerate([*values, None]):
        if value is None:
            if xs:
                yield xs, ys
            xs, ys = [], []
        else:
            xs.append(place)
            ys.append(value)


def _ticks(points: Sequence[object], width: int) -> list[int]:
    count = max(2, (width - _ROOM_FOR_THE_SCALE) // 12)
    return list(range(len(points) - 1, -1, -max(1, -(-len(points) // count))))[::-1]


def _colour(palette: Palette, style: str) -> Any:
    colour = palette.style(style).color
    return "default" if colour is None else tuple(colour.get_truecolor())
