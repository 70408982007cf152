"""The control chart of a KPI's trend, and how its verdicts are said: a letter, a word and one plain sentence."""

from __future__ import annotations

from collections.abc import Sequence

from boardtui.domain.dates.periods import Period, period_of
from boardtui.domain.immutable import immutable
from boardtui.domain.kpis.readings import CUMULATIVE
from boardtui.domain.kpis.scorecard import KpiView
from boardtui.domain.kpis.spc import TRIAL_LIMITS_FROM, Analysis, Assurance, Direction, PointType, analyse
from boardtui.domain.kpis.targets import Targets
from boardtui.domain.records.kpis import Basis, Polarity, Rebase


@immutable
class Verdict:
    """A verdict in three lengths.

    Attributes:
        letter: One character, for a narrow column.
        word: A word or two, always shown beside the letter where there is room.
        sentence: What it means for the board, in one line.
    """

    letter: str
    word: str
    sentence: str


_VARIATION: dict[PointType | None, Verdict] = {
    "common_cause": Verdict("N", "No change", "no significant change: do not chase single months"),
    "special_cause_improvement": Verdict("I", "Improving", "a real change for the better: find out why and keep it up"),
    "special_cause_concern": Verdict("C", "Concerning", "a real change for the worse: find out why and act on it"),
    "special_cause_neutral_high": Verdict(
        "H", "Higher", "a real change upwards, which is neither good nor bad in itself: find out why"
    ),
    "special_cause_neutral_low": Verdict(
        "L", "Lower", "a real change downwards, which is neither good nor bad in itself: find out why"
    ),
    None: Verdict("–", "Too early", "fewer than 13 readings: too few to tell a real change from chance"),
}

_ASSURANCE: dict[Assurance | None, Verdict] = {
    "pass": Verdict("P", "Passes", "consistently meets the target as things stand"),
    "fail": Verdict("F", "Fails", "consistently misses the target unless something changes"),
    "inconsistent": Verdict("?", "Hit and miss", "meets the target in some periods and misses it in others, by chance"),
    None: Verdict("–", "Not judged", "not judged: no target, no better direction, or fewer than 13 readings"),
}


MET_SO_FAR = Verdict("M", "Met so far", "every reading meets the target, but the ordinary up and down may well miss it")
MISSED_SO_FAR = Verdict(
    "?", "Hit and miss", "missed by every reading so far; by the ordinary up and down it may be met"
)
ALWAYS_MET = Verdict("M", "Met so far", "every reading meets the target, and none has ever differed")


def variation_mark(variation: PointType | None) -> Verdict:
    """Give the mark for an analysis's variation, or for one point's type.

    Raises:
        ValueError: There is no such variation.
    """
    if variation not in _VARIATION:
        raise ValueError(f"There is no variation called {variation!r}.")
    return _VARIATION[variation]


def assurance_mark(assurance: Assurance | None) -> Verdict:
    """Give the mark for an analysis's assurance.

    Raises:
        ValueError: There is no such assurance.
    """
    if assurance not in _ASSURANCE:
        raise ValueError(f"There is no assurance called {assurance!r}.")
    return _ASSURANCE[assurance]


@immutable
class Spc:
    """The control chart of a KPI's trend, or why there is none.

    Attributes:
        analysis: the chart; None where it would mislead.
        reason: why there is none, as a sentence; empty where there is one.
        points: the periods and figures that it is drawn from, one for each point of the analysis.
        target: the target that the assurance speaks of, in the KPI's unit.
        direction: which way is good.
    """

    analysis: Analysis | None
    reason: str
    points: tuple[tuple[Period, float | None], ...]
    target: float | None = None
    direction: Direction = "neutral"

    @property
    def of_concern(self) -> bool:
        """Whether the latest figures are a real change for the worse, which is more than chance."""
        return self.analysis is not None and self.analysis.variation == "special_cause_concern"

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """What the chart says of the change and of the target; nothing where there are too few readings to say it."""
        if self.analysis is None:
            return ()
        variation, assurance = self.analysis.variation, self.analysis.assurance
        judged = self.assurance if assurance is not None else None
        return tuple(filter(None, (variation_mark(variation) if variation is not None else None, judged)))

    @property
    def assurance(self) -> Verdict | None:
        """What the chart says of the target; None where there is no chart.

        A target within the limits is hit and miss by the rules, which look at the limits alone. Where each reading of
        the part that they are of has met it, or none has, those words would be false and others are said.
        """
        if self.analysis is None:
            return None
        if self.analysis.assurance != "inconsistent" or self.target is None or self.direction == "neutral":
            return assurance_mark(self.analysis.assurance)
        part = self.analysis.points[-1].rebase_group
        values = [
            point.value for point in self.analysis.points if point.rebase_group == part and point.value is not None
        ]
        met = {value >= self.target if self.direction == "increase" else value <= self.target for value in values}
        if met == {True}:
            return ALWAYS_MET if len(set(values)) == 1 else MET_SO_FAR
        return MISSED_SO_FAR if met == {False} else assurance_mark("inconsistent")


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
    settings see `boardtui.domain.kpis.spc.analyse`.
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
    # A target on another scale is no line on this chart.
    target = None if view.targets.not_comparable(view.figure) else _target(view.targets)
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
    return Spc(analysis, "", there, target, _direction(view.targets.polarity))


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
