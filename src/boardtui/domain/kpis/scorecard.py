"""All that a table or a report says about a KPI: its figure, targets, status, movement and trend.

A view works out what is asked of it and no more, so that a scorecard of a thousand KPIs costs only the rows that
are drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from boardtui.domain.board.board import Board, remembered
from boardtui.domain.board.order import counting_order, ref_order
from boardtui.domain.dates.dates import read_date
from boardtui.domain.dates.figures import Figure, Missing
from boardtui.domain.dates.periods import Period, PeriodKind, may_be_a_year, period_of, year_meant
from boardtui.domain.immutable import immutable
from boardtui.domain.kpis.readings import CUMULATIVE, Stated, in_order, latest, period_for, points
from boardtui.domain.kpis.targets import WORST_FIRST, FigureMovement, Status, Targets, compare, moved
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kpis import Basis, Comparator, Frequency, Kpi, Reading, Series, TargetChange
from boardtui.domain.records.meetings import Meeting, MeetingState
from boardtui.domain.records.text import same_key

_BARS = "▁▂▃▄▅▆▇█"


def sparkline(values: Sequence[float | None], width: int) -> str:
    """Draw values as a line of bars, lowest to highest, with a blank for a missing one.

    Args:
        values: In date order; only the latest that fit are drawn.
        width: How many cells there are.
    """
    shown = list(values)[-width:] if width > 0 else []
    known = [value for value in shown if value is not None]
    if not known:
        return " " * len(shown)
    low, span = min(known), max(known) - min(known)
    top = len(_BARS) - 1

    def bar(value: float | None) -> str:
        if value is None:
            return " "
        # What never moves is drawn half-way up: at the bottom it would look like nothing at all.
        return _BARS[round((value - low) / span * top)] if span else _BARS[top // 2]

    return "".join(map(bar, shown))


_NO_FIGURE = Figure("", missing=Missing.NOT_STATED)


@dataclass(frozen=True)
class KpiView:
    """A KPI with all that its readings say.

    Attributes:
        board: the board it is on.
        kpi: the KPI.
    """

    board: Board = field(repr=False, compare=False)
    kpi: Kpi

    @cached_property
    def _readings(self) -> dict[Series, tuple[Stated, ...]]:
        return _by_series(self.board.owned(Reading, self.kpi.id), self.kpi.frequency, next_meeting(self.board))

    def readings(self, series: Series = Series.PERIOD) -> tuple[Stated, ...]:
        """The readings of a series in the order of their periods; unreadable periods come last."""
        return self._readings[series]

    @cached_property
    def current(self) -> Stated | None:
        """The reading that holds the current figure; None without any.

        It is the stated current figure of the latest period, or the latest reading of the trend where none is
        stated. A newer month replaces a stated figure, except one for the year to date or a rolling year.
        """
        return _current(self._readings, self.kpi.basis)

    @property
    def figure(self) -> Figure:
        """The current figure as stated."""
        return self.current.figure if self.current is not None else _NO_FIGURE

    @property
    def as_at(self) -> str:
        """The period of the current figure as shown; empty without one."""
        return self.current.label if self.current is not None else ""

    @property
    def numerator(self) -> Figure:
        """The numerator stated with the current figure."""
        return self.current.numerator if self.current is not None else _NO_FIGURE

    @property
    def denominator(self) -> Figure:
        """The denominator stated with the current figure."""
        return self.current.denominator if self.current is not None else _NO_FIGURE

    @cached_property
    def comparators(self) -> tuple[Comparator, ...]:
        """What it is compared with, the latest year of each first."""
        found = self.board.owned(Comparator, self.kpi.id)
        return tuple(sorted(found, key=lambda each: _ends(each.year), reverse=True))

    @cached_property
    def previous_year(self) -> Comparator | None:
        """The previous year's figure: of the latest year stated that ended before the current period did."""
        stated = [each for each in self.comparators if is_previous_year(each)]
        period = self.current.period if self.current is not None else None
        if period is not None:
            ended = [each for each in stated if _ends(each.year) < period.end.toordinal()]
            return next(iter(ended or stated), None)
        return next(iter(stated), None)

    def period_from(self, words: str) -> Period | None:
        """The first period that something of it holds for: `2010-11` is a year where its readings are for years."""
        if not may_be_a_year(words):
            return period_of(words)
        kinds = {each.period.kind for each in self.readings() if each.period is not None}
        return year_meant(words) if kinds == {PeriodKind.FINANCIAL_YEAR} else period_of(words)

    @cached_property
    def all_targets(self) -> tuple[tuple[Period | None, Targets], ...]:
        """Every set of targets it ever had with the first period it holds for: the KPI's own, then the changes."""
        changes = [(self.period_from(each.since), each) for each in self.board.owned(TargetChange, self.kpi.id)]
        dated = [(period, Targets.of(self.kpi, each)) for period, each in changes if period is not None]
        return ((None, Targets.of(self.kpi)), *sorted(dated, key=lambda each: each[0].start))

    def targets_at(self, period: Period | None) -> Targets:
        """The targets in force when a period ended; for an unknown period the latest."""
        held = [
            targets
            for since, targets in self.all_targets
            if since is None or period is None or since.start <= period.end
        ]
        return held[-1]

    @cached_property
    def targets(self) -> Targets:
        """The targets in force for the current figure."""
        return self.targets_at(self.current.period if self.current is not None else None)

    @cached_property
    def status(self) -> Status:
        """How the current figure stands against the targets in force."""
        return self.targets.status(self.figure)

    def status_of(self, reading: Stated) -> Status:
        """How any reading stands against the targets that were in force for it."""
        return self.targets_at(reading.period).status(reading.figure)

    @cached_property
    def movement(self) -> FigureMovement:
        """The latest figure against the one before it in the same series.

        Where the current figure has none before it in its own series, the trend's latest two are compared: a year
        to date is never set against a month.
        """
        if self.current is None or self.figure.number is None:
            return FigureMovement()
        own = moved(self.readings(self.current.series), self.targets)
        return own if own.change else moved(self.readings(Series.PERIOD), self.targets)

    def points(self, series: Series = Series.PERIOD) -> list[tuple[Period, float | None]]:
        """The periods of a series in date order with their figures; None for those that are missing."""
        return points(self.readings(series))

    def series(self, series: Series = Series.PERIOD) -> list[float | None]:
        """The figures of a series in date order; None for those that are missing."""
        return [value for _, value in self.points(series)]

    def sparkline(self, width: int = 12) -> str:
        """The latest part of the trend as a line of bars."""
        return sparkline(self.series(), width)


def view(board: Board, kpi: Kpi) -> KpiView:
    """Look at one KPI of a board."""
    return KpiView(board, kpi)


def views(board: Board) -> tuple[KpiView, ...]:
    """All KPIs of a board in the order of the scorecard: by position, then by ref."""
    order = sorted(board.all(Kpi), key=lambda kpi: (kpi.position, ref_order(kpi.ref)))
    return tuple(KpiView(board, kpi) for kpi in order)


def scorecard_order(kpi: Kpi) -> tuple[Any, ...]:
    """A key that sorts KPIs as the scorecard has them: by position, then as people count them."""
    return kpi.position, ref_order(kpi.ref), counting_order(kpi)


def as_known(board: Board, kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a new figure, with its period in the words of the one that is there, if there is one.

    Two that mean the same period are one figure: `2010-11` may be kept where 2010/11 is meant.
    """
    kpi = board.get(Kpi, str(values.get("kpi", ""))) if kind == "reading" else None
    found = dict(values)
    if kpi is not None:
        period = period_for(str(values["period"]), kpi.frequency)
        for each in view(board, kpi).readings(Series(values.get("series", Series.PERIOD))):
            if each.period == period:
                found["period"] = each.record.period
    return found


def put_last(board: Board, changes: Iterable[Change]) -> list[Change]:
    """Changes in which each new KPI goes to the end of its group, and a new group to the end of the scorecard.

    One whose position is stated keeps it. On a board where nobody has stated any, KPIs stand in the order of their
    refs, and the new ones do too.
    """
    places: dict[str, int] = {}
    for kpi in board.all(Kpi):
        group = same_key(kpi.group)
        places[group] = max(places.get(group, kpi.position), kpi.position)
    if not any(kpi.position for kpi in board.all(Kpi)):
        return list(changes)
    placed = []
    for change in changes:
        values = dict(change.values)
        new = change.kind == Kpi.kind.name and board.find(change.record) is None
        if new and values and "position" not in values:
            group = same_key(str(values.get("group", "")))
            values["position"] = places[group] = places.get(group, max(places.values())) + 1
        placed.append(replace(change, values=values))
    return placed


@immutable
class KpiStanding:
    """How the current figure of a KPI stands: all that a board is told about it on every redraw.

    Attributes:
        current: the reading that holds the current figure; None without any.
        targets: the targets in force for it, and `status` how it stands against them.
        movement: it against the one before it; `since` against the one that was current at the last meeting.
    """

    current: Stated | None
    targets: Targets
    status: Status
    movement: FigureMovement
    since: FigureMovement


@remembered
def standing(board: Board, kpi: Kpi) -> KpiStanding:
    """How the current figure of a KPI stands. A board remembers it, without the readings behind it."""
    seen = KpiView(board, kpi)
    return KpiStanding(seen.current, seen.targets, seen.status, seen.movement, since_meeting(seen))


def make_up(views: Iterable[KpiView]) -> dict[str, dict[Status, int]]:
    """Count the statuses in each group, worst first, groups in the order in which they first occur."""
    counts: dict[str, dict[Status, int]] = {}
    for each in views:
        group = counts.setdefault(each.kpi.group, dict.fromkeys(WORST_FIRST, 0))
        group[each.status] += 1
    return counts


def since_meeting(view: KpiView) -> FigureMovement:
    """The current figure against the one that was current when the last meeting closed.

    Nothing is compared where no meeting was closed, where the KPI is new since, or where a figure for the year to
    date or a rolling year would be set against one that is not.
    """
    board, kpi, now = view.board, view.kpi, view.current
    if board.since.meeting is None or kpi.id in board.since.new or now is None:
        return FigureMovement()
    basis = Basis(board.since.value(kpi, "basis"))
    before = _current(_by_series(_readings_then(board, kpi), kpi.frequency, next_meeting(board)), basis)
    if before is None or (before.series is not now.series and {basis, kpi.basis} & set(CUMULATIVE)):
        return FigureMovement()
    if (basis in CUMULATIVE or kpi.basis in CUMULATIVE) and basis is not kpi.basis:
        return FigureMovement()
    change = compare(now.figure, before.figure, view.targets)
    return FigureMovement(change, before, now) if change else FigureMovement()


def _readings_then(board: Board, kpi: Kpi) -> list[Reading]:
    """A KPI's readings as they were when the last meeting closed."""
    then: list[Reading] = [each for each in board.since.gone if isinstance(each, Reading) and each.kpi == kpi.id]
    for each in board.owned(Reading, kpi.id):
        if each.id not in board.since.new:
            figure: Any = board.since.before.get(each.id, {}).get("figure", {})
            then.append(replace(each, **figure))
    return then


def next_meeting(board: Board) -> str:
    """The day of the first meeting that is not closed, in ISO form; empty without one."""
    days = [read_date(each.date).day for each in board.all(Meeting) if each.state is not MeetingState.CLOSED]
    return min((day.isoformat() for day in days if day is not None), default="")


def _by_series(readings: Iterable[Reading], frequency: Frequency, board_day: str) -> dict[Series, tuple[Stated, ...]]:
    sorted_out: dict[Series, list[Reading]] = {each: [] for each in Series}
    for reading in readings:
        sorted_out[reading.series].append(reading)
    return {series: in_order(some, frequency, board_day) for series, some in sorted_out.items()}


def _current(readings: dict[Series, tuple[Stated, ...]], basis: Basis) -> Stated | None:
    stated, newest = latest(readings[Series.CURRENT]), latest(readings[Series.PERIOD])
    if stated is None or newest is None or stated.period is None or newest.period is None:
        return stated if stated is not None else newest
    if basis in CUMULATIVE or newest.period.end <= stated.period.end:
        return stated
    # A month is no quarter, however new it is.
    if basis is Basis.QUARTER and newest.period.kind is not PeriodKind.QUARTER:
        return stated
    return newest


def is_previous_year(comparator: Comparator) -> bool:
    """Whether a comparator is this board's own figure of an earlier year, and not somebody else's."""
    title = comparator.title.casefold()
    return any(word in title for word in ("previous", "last year", "prior"))


def _ends(year: str) -> int:
    """The day on which a stated year ends, as a number to sort by; 0 where it cannot be read."""
    period = year_meant(year) or period_of(year)
    return 0 if period is None else period.end.toordinal()
