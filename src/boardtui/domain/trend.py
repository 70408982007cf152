"""The control chart of a KPI's trend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from boardtui.domain.kpis import Basis, Polarity, Rebase
from boardtui.domain.periods import Period
from boardtui.domain.readings import CUMULATIVE, period_of
from boardtui.domain.scorecard import KpiView
from boardtui.domain.spc import TRIAL_LIMITS_FROM, Analysis, Direction, analyse
from boardtui.domain.targets import Targets


@dataclass(frozen=True, slots=True)
class Spc:
    """The control chart of a KPI's trend, or why there is none.

    Attributes:
        analysis: the chart; None where it would mislead.
        reason: why there is none, as a sentence; empty where there is one.
        points: the periods and figures that it is drawn from, one for each point of the analysis.
        target: the target that the assurance speaks of, in the KPI's unit.
    """

    analysis: Analysis | None
    reason: str
    points: tuple[tuple[Period, float | None], ...]
    target: float | None = None


def spc(
    view: KpiView,
    *,
    fix_after: int | None = None,
    screen_outliers: bool = False,
    shift_length: int = 7,
    trend_length: int = 7,
) -> Spc:
    """Work out the control chart of a KPI's trend.

    The assurance is against the upper target in force, or the minimum where no upper one is stated. For the
    settings see `boardtui.domain.spc.analyse`.
    """
    found = view.points()
    # A month that is not there yet says nothing about the last one that is.
    while found and found[-1][1] is None:
        found.pop()
    there = tuple(found)
    count = sum(value is not None for _, value in there)
    if view.kpi.basis in CUMULATIVE:
        covers = "rolling 12-month" if view.kpi.basis is Basis.ROLLING else "year-to-date"
        reason = (
            f"No control chart: {covers} figures are not independent points, since each contains most of the "
            "one before. Give the single months a KPI of their own to chart them."
        )
        return Spc(None, reason, there)
    if count < TRIAL_LIMITS_FROM:
        readings = "no readings" if not count else "1 reading" if count == 1 else f"{count} readings"
        reason = f"No control chart: there are {readings}, and limits need at least {TRIAL_LIMITS_FROM}."
        return Spc(None, reason, there)
    target = _target(view.targets)
    analysis = analyse(
        [value for _, value in there],
        direction=_direction(view.targets.polarity),
        target=target,
        rebase_at=_rebase_indexes(view, there),
        fix_after=fix_after,
        screen_outliers=screen_outliers,
        shift_length=shift_length,
        trend_length=trend_length,
    )
    return Spc(analysis, "", there, target)


def _direction(polarity: Polarity) -> Direction:
    if polarity is Polarity.HIGH:
        return "increase"
    return "decrease" if polarity is Polarity.LOW else "neutral"


def _target(targets: Targets) -> float | None:
    number = targets.upper.number if targets.upper.number is not None else targets.minimum.number
    return None if number is None else float(number)


def _rebase_indexes(view: KpiView, there: Sequence[tuple[Period, float | None]]) -> set[int]:
    """The first point at or after each re-base; one that lies ahead starts no part yet."""
    indexes = set()
    for rebase in view.board.owned(Rebase, view.kpi.id):
        since = period_of(rebase.period)
        if since is not None:
            after = (index for index, (period, _) in enumerate(there) if period.end >= since.start)
            indexes.add(next(after, -1))
    return indexes - {-1}
