"""A KPI's targets, and whether a figure meets them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from boardtui.domain.dates.figures import Figure
from boardtui.domain.kpis.readings import figure_of
from boardtui.domain.records.kpis import Kpi, Polarity, TargetChange
from boardtui.domain.records.rag import Rag


class Status(StrEnum):
    """How a figure stands against its targets."""

    MET = "met"
    NEARLY = "nearly met"
    MISSED = "missed"
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
        """Letter, shape and word: `A ▲ Nearly met`."""
        return f"{self.mark} {self.word}"


_RAGS = {
    Status.MET: Rag.GREEN,
    Status.NEARLY: Rag.AMBER,
    Status.MISSED: Rag.RED,
    Status.UNRATED: Rag.NOT_RATED,
}

WORST_FIRST = (Status.MISSED, Status.NEARLY, Status.MET, Status.UNRATED)


@dataclass(frozen=True, slots=True)
class Targets:
    """The targets of a KPI that hold for a time.

    Attributes:
        stated_polarity: which way the board says is good; `polarity` is the one that counts.
        minimum: short of it is red.
        upper: at or beyond it is green.
        since: the words for the first period they hold for; empty for those of the KPI itself.
    """

    stated_polarity: Polarity
    minimum: Figure
    upper: Figure
    since: str = ""

    @classmethod
    def of(cls, record: Kpi | TargetChange) -> Targets:
        """The targets that a KPI or a change of its targets states."""
        return cls(
            record.polarity,
            figure_of(record.minimum),
            figure_of(record.upper),
            record.since if isinstance(record, TargetChange) else "",
        )

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
        return status(figure, self.stated_polarity, self.minimum, self.upper)

    def distance(self, number: Decimal) -> Decimal | None:
        """How far a number lies from a target that is to be kept close to; None without one."""
        ends = [each.number for each in (self.minimum, self.upper) if each.number is not None]
        return max(min(ends) - number, number - max(ends), Decimal(0)) if ends else None


def status(figure: Figure, polarity: Polarity, minimum: Figure, upper: Figure) -> Status:
    """Compare a figure with its targets, as they are stated.

    - At or beyond the upper target it is met, short of the minimum missed, in between nearly met. Two equal
      targets, or one alone, leave nothing in between.
    - A minimum above the upper target says that low is good, even where the polarity says otherwise.
    - Near target: met from one target to the other, both included, and missed outside them.
    - Not rated: without a figure, a target or a polarity, where figure and target count different things, and
      where low is good but the minimum is the lower of the two, since it cannot be told which of them is meant.

    Args:
        figure: The KPI's figure.
        polarity: Which way the board says is good.
        minimum: The figure short of which it is missed.
        upper: The figure at or beyond which it is met.
    """
    number = figure.number
    either = minimum if minimum.number is not None else upper
    shortest = minimum.number if minimum.number is not None else upper.number
    enough = upper.number if upper.number is not None else minimum.number
    if number is None or shortest is None or enough is None or _different(figure, either):
        return Status.UNRATED
    if _unreadable(minimum) or _unreadable(upper):
        return Status.UNRATED
    way = Targets(polarity, minimum, upper).polarity
    match way:
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


def _different(figure: Figure, target: Figure) -> bool:
    return bool(figure.unit and target.unit and figure.unit != target.unit)
