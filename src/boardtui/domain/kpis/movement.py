"""Which way a KPI has moved, and whether that is good."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from boardtui.domain.dates.figures import Figure, Missing
from boardtui.domain.kpis.readings import Stated
from boardtui.domain.kpis.targets import Targets
from boardtui.domain.records.kpis import Polarity


class Change(StrEnum):
    """How one figure stands against another; `NONE` where the two cannot be compared."""

    NONE = ""
    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    UP = "up"
    DOWN = "down"

    @property
    def arrow(self) -> str:
        """▲ better, ▼ worse, ► same; hollow ones for up and down, where neither way is good or bad."""
        return _ARROWS.get(self, "")

    @property
    def words(self) -> str:
        """Arrow and word: `▲ better`; empty where nothing is compared."""
        return f"{self.arrow} {self.value}" if self else ""


_ARROWS = {Change.BETTER: "▲", Change.WORSE: "▼", Change.SAME: "►", Change.UP: "△", Change.DOWN: "▽"}


@dataclass(frozen=True, slots=True)
class Movement:
    """A figure and the earlier one that it is compared with; both None where there is nothing to compare."""

    change: Change = Change.NONE
    before: Stated | None = None
    now: Stated | None = None

    @property
    def difference(self) -> Decimal | None:
        """How much more the figure is now, in its unit; None where nothing is compared."""
        if self.before is None or self.now is None:
            return None
        before, now = self.before.figure.number, self.now.figure.number
        return None if before is None or now is None else now - before


def compare(now: Figure, before: Figure, targets: Targets) -> Change:
    """Say whether a figure is better or worse than an earlier one; nothing is said of a missing one.

    Where a figure is to be kept close to a target, closer is better; where nothing says which way is good, it has
    only gone up or down.
    """
    if now.number is None or before.number is None or (now.unit and before.unit and now.unit != before.unit):
        return Change.NONE
    if now.number == before.number:
        return Change.SAME
    risen = now.number > before.number
    match targets.polarity:
        case Polarity.HIGH:
            return Change.BETTER if risen else Change.WORSE
        case Polarity.LOW:
            return Change.WORSE if risen else Change.BETTER
        case Polarity.NEAR:
            near, far = targets.distance(now.number), targets.distance(before.number)
            if near is not None and far is not None and near != far:
                return Change.BETTER if near < far else Change.WORSE
    return Change.UP if risen else Change.DOWN


def moved(readings: tuple[Stated, ...], targets: Targets) -> Movement:
    """Compare the latest reading of a series with the one before it that has a figure.

    The two must be for periods of the same length, such as two months. A latest reading without a figure has not
    moved at all. Nor has one after a confidential figure: that is there, and an older one may have moved otherwise.
    """
    dated = [each for each in readings if each.period is not None and not each.blank]
    if not dated:
        return Movement()
    now = dated[-1]
    for before in reversed(dated[:-1]):
        if before.period is None or now.period is None or before.period.kind is not now.period.kind:
            continue
        if before.figure.missing is Missing.CONFIDENTIAL:
            return Movement()
        if before.figure.number is not None and before.period != now.period:
            change = compare(now.figure, before.figure, targets)
            return Movement(change, before, now) if change else Movement()
    return Movement()
