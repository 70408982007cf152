"""A KPI's targets, whether a figure meets them, and which way it has moved."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from boardtui.domain.dates.figures import Figure, Missing
from boardtui.domain.immutable import immutable
from boardtui.domain.kpis.readings import Stated, target_of
from boardtui.domain.kpis.scale import beyond_the_whole, not_comparable
from boardtui.domain.records.kpis import Kpi, Polarity, TargetChange
from boardtui.domain.records.rag import Rag


class Status(StrEnum):
    """How a figure stands against its targets."""

    MET = "met"
    NEARLY = "nearly met"
    MISSED = "missed"
    HIDDEN = "not shown"
    UNRATED = "not rated"

    @property
    def rag(self) -> Rag:
        """The rating whose letter, shape and colour it takes."""
        return _RAGS[self]

    @property
    def word(self) -> str:
        """The status as a word that can begin a sentence: `Nearly met`."""
        return self.value.capitalize()

    @property
    def mark(self) -> str:
        """Letter and shape: `G ●`, `- ○`."""
        return self.rag.mark

    @property
    def label(self) -> str:
        """Letter, shape and word: `A ▲ Nearly met`; `○ Not rated` where there is nothing to tell."""
        return f"{self.rag.shape if self.rag is Rag.NOT_RATED else self.mark} {self.word}"


_RAGS = {
    Status.MET: Rag.GREEN,
    Status.NEARLY: Rag.AMBER,
    Status.MISSED: Rag.RED,
    Status.HIDDEN: Rag.NOT_RATED,
    Status.UNRATED: Rag.NOT_RATED,
}

WORST_FIRST = (Status.MISSED, Status.NEARLY, Status.MET, Status.HIDDEN, Status.UNRATED)


@immutable
class Targets:
    """The targets of a KPI that hold for a time.

    Attributes:
        stated_polarity: which way the board says is good; `polarity` is the one that counts.
        minimum: short of it is red.
        upper: at or beyond it is green.
        since: the words for the first period they hold for; empty for those of the KPI itself.
        unit: the unit of the KPI in its own words.
    """

    stated_polarity: Polarity
    minimum: Figure
    upper: Figure
    since: str = ""
    unit: str = ""

    @classmethod
    def of(cls, kpi: Kpi, change: TargetChange | None = None) -> Targets:
        """The targets that a KPI states, or a change of them; where that names no polarity, the KPI does."""
        record = change or kpi
        polarity = kpi.polarity if record.polarity is Polarity.NONE else record.polarity
        since = change.since if change is not None else ""
        return cls(polarity, target_of(record.minimum), target_of(record.upper), since, kpi.unit)

    @property
    def polarity(self) -> Polarity:
        """Which way is good: a minimum above the upper target says that low is, whatever else is said."""
        low, high = self.minimum.number, self.upper.number
        if self.stated_polarity is not Polarity.NEAR and low is not None and high is not None and low > high:
            return Polarity.LOW
        return self.stated_polarity

    @property
    def stated(self) -> bool:
        """Whether there is a target that can be read."""
        return self.minimum.number is not None or self.upper.number is not None

    @property
    def words(self) -> str:
        """Both targets as stated: `90% – 95%`, one where they are the same, empty where there is none."""
        both = [each.text for each in (self.minimum, self.upper) if each.text]
        return " – ".join(dict.fromkeys(both))

    @property
    def contradiction(self) -> str:
        """What is wrong with targets and polarity together, as part of a sentence; empty if nothing is."""
        minimum, upper = self.minimum.number, self.upper.number
        if minimum is None and upper is None:
            return ""
        if self.stated_polarity is Polarity.NONE:
            return f"there are targets ({self.words}), but no polarity says which way is good"
        if minimum is None or upper is None or minimum == upper:
            return ""
        pair = f"the minimum ({self.minimum.text}) is {{}} the upper target ({self.upper.text})"
        if self.stated_polarity is Polarity.LOW and minimum < upper:
            return f"the polarity says low is good, but {pair.format('below')}: swap the two"
        if self.stated_polarity is Polarity.HIGH and minimum > upper:
            return f"the polarity says high is good, but {pair.format('above')}, which says low is"
        if self.stated_polarity is Polarity.NEAR and minimum > upper:
            return f"{pair.format('above')}: swap the two"
        return ""

    def status(self, figure: Figure) -> Status:
        """How a figure stands against these targets."""
        return status(figure, self.stated_polarity, self.minimum, self.upper, self.unit)

    def not_comparable(self, figure: Figure) -> str:
        """Why a figure cannot be held against these targets, as the end of a sentence; empty where it can."""
        if not self.stated or figure.number is None:
            return ""
        if said := not_comparable(figure, (self.minimum, self.upper), self.unit):
            return said
        if beyond_the_whole(figure, (self.minimum, self.upper), self.unit):
            return f"{figure.text} is more than the whole or less than nothing, and no target is"
        return ""

    @property
    def mixed(self) -> str:
        """Why the targets cannot be compared with each other, as the end of a sentence; empty where they can."""
        return not_comparable(self.minimum, [self.upper], self.unit)

    def distance(self, number: Decimal) -> Decimal | None:
        """How far a number lies from a target that is to be kept close to; None without one."""
        ends = [each.number for each in (self.minimum, self.upper) if each.number is not None]
        return max(min(ends) - number, number - max(ends), Decimal(0)) if ends else None


def status(figure: Figure, polarity: Polarity, minimum: Figure, upper: Figure, unit: str = "") -> Status:
    """Compare a figure with its targets, as they are stated.

    - At or beyond the upper target it is met, short of the minimum missed, in between nearly met. Two equal
      targets, or one alone, leave nothing in between.
    - A minimum above the upper target says that low is good, even where the polarity says otherwise.
    - Near target: met from one target to the other, both included, and missed outside them.
    - Not rated: without a figure, a target or a polarity, where figure and targets are not on one scale, where a
      percentage is beyond the whole and no target is, and where low is good but the minimum is the lower of the two,
      since it cannot be told which of them is meant.

    Args:
        figure: The KPI's figure.
        polarity: Which way the board says is good.
        minimum: The figure short of which it is missed.
        upper: The figure at or beyond which it is met.
        unit: The unit of the KPI in its own words.
    """
    number = figure.number
    targets = Targets(polarity, minimum, upper, unit=unit)
    shortest = minimum.number if minimum.number is not None else upper.number
    enough = upper.number if upper.number is not None else minimum.number
    if shortest is None or enough is None or _unreadable(minimum) or _unreadable(upper):
        return Status.UNRATED
    if figure.missing is Missing.CONFIDENTIAL and targets.polarity is not Polarity.NONE:
        return Status.HIDDEN
    if number is None or targets.not_comparable(figure):
        return Status.UNRATED
    match targets.polarity:
        case Polarity.NONE:
            return Status.UNRATED
        case Polarity.NEAR:
            inside = min(shortest, enough) <= number <= max(shortest, enough)
            return Status.MET if inside else Status.MISSED
        case Polarity.LOW:
            if shortest < enough:
                return Status.UNRATED
            number, shortest, enough = -number, -shortest, -enough
        case Polarity.HIGH:
            pass
    if number >= enough:
        return Status.MET
    return Status.NEARLY if number >= shortest else Status.MISSED


def _unreadable(figure: Figure) -> bool:
    """Whether something is stated that cannot be read: it may be the very line that the figure crosses."""
    return bool(figure.problem)


class FigureChange(StrEnum):
    """How one figure stands against another; `NONE` where the two cannot be compared."""

    NONE = ""
    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    UP = "up"
    DOWN = "down"

    @property
    def arrow(self) -> str:
        """↑ better, ↓ worse, ► same; hollow ones for up and down, where neither way is good or bad."""
        return _ARROWS.get(self, "")

    @property
    def words(self) -> str:
        """Arrow and word: `↑ better`; empty where nothing is compared."""
        return f"{self.arrow} {self.value}" if self else ""


_ARROWS = {
    FigureChange.BETTER: "↑",
    FigureChange.WORSE: "↓",
    FigureChange.SAME: "►",
    FigureChange.UP: "△",
    FigureChange.DOWN: "▽",
}


@immutable
class FigureMovement:
    """A figure and the earlier one that it is compared with; both None where there is nothing to compare."""

    change: FigureChange = FigureChange.NONE
    before: Stated | None = None
    now: Stated | None = None

    @property
    def difference(self) -> Decimal | None:
        """How much more the figure is now, in its unit; None where nothing is compared."""
        if self.before is None or self.now is None:
            return None
        before, now = self.before.figure.number, self.now.figure.number
        return None if before is None or now is None else now - before


def compare(now: Figure, before: Figure, targets: Targets) -> FigureChange:
    """Say whether a figure is better or worse than an earlier one; nothing is said of a missing one.

    Where a figure is to be kept close to a target, closer is better; where nothing says which way is good, it has
    only gone up or down.
    """
    if now.number is None or before.number is None or not_comparable(now, [before], targets.unit):
        return FigureChange.NONE
    if now.number == before.number:
        return FigureChange.SAME
    risen = now.number > before.number
    match targets.polarity:
        case Polarity.HIGH:
            return FigureChange.BETTER if risen else FigureChange.WORSE
        case Polarity.LOW:
            return FigureChange.WORSE if risen else FigureChange.BETTER
        case Polarity.NEAR:
            near, far = targets.distance(now.number), targets.distance(before.number)
            if near is not None and far is not None and near != far:
                return FigureChange.BETTER if near < far else FigureChange.WORSE
    return FigureChange.UP if risen else FigureChange.DOWN


def moved(readings: tuple[Stated, ...], targets: Targets) -> FigureMovement:
    """Compare the latest reading of a series with the one before it that has a figure.

    The two must be for periods of the same length, such as two months. A latest reading without a figure has not
    moved at all. Nor has one after a confidential figure: that is there, and an older one may have moved otherwise.
    """
    # Mostly the last two of many are all that is looked at.
    dated = (each for each in reversed(readings) if each.period is not None and not each.blank and not each.ahead)
    now = next(dated, None)
    for before in dated:
        if now is None or before.period is None or now.period is None or before.period.kind is not now.period.kind:
            continue
        if before.figure.missing is Missing.CONFIDENTIAL:
            return FigureMovement()
        if before.figure.number is not None and before.period != now.period:
            change = compare(now.figure, before.figure, targets)
            return FigureMovement(change, before, now) if change else FigureMovement()
    return FigureMovement()
