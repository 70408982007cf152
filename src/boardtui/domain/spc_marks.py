"""How the verdicts of an XmR chart are said: a letter, a word and one plain sentence, never colour alone."""

from __future__ import annotations

from dataclasses import dataclass

from boardtui.domain.spc import Assurance, PointType


@dataclass(frozen=True, slots=True)
class Mark:
    """A verdict in three lengths.

    Attributes:
        letter: One character, for a narrow column.
        word: A word or two, always shown beside the letter where there is room.
        sentence: What it means for the board, in one line.
    """

    letter: str
    word: str
    sentence: str


_VARIATION: dict[PointType | None, Mark] = {
    "common_cause": Mark("N", "No change", "no significant change: do not chase single months"),
    "special_cause_improvement": Mark("I", "Improving", "a real change for the better: find out why and keep it up"),
    "special_cause_concern": Mark("C", "Concerning", "a real change for the worse: find out why and act on it"),
    "special_cause_neutral_high": Mark(
        "H", "Higher", "a real change upwards, which is neither good nor bad in itself: find out why"
    ),
    "special_cause_neutral_low": Mark(
        "L", "Lower", "a real change downwards, which is neither good nor bad in itself: find out why"
    ),
    None: Mark("–", "Too early", "fewer than 13 readings: too few to tell a real change from chance"),
}

_ASSURANCE: dict[Assurance | None, Mark] = {
    "pass": Mark("P", "Passes", "consistently meets the target as things stand"),
    "fail": Mark("F", "Fails", "consistently misses the target unless something changes"),
    "inconsistent": Mark("?", "Hit and miss", "meets the target in some periods and misses it in others, by chance"),
    None: Mark("–", "Not judged", "not judged: no target, no better direction, or fewer than 13 readings"),
}


def variation_mark(variation: PointType | None) -> Mark:
    """Give the mark for an analysis's variation, or for one point's type.

    Raises:
        ValueError: There is no such variation.
    """
    if variation not in _VARIATION:
        raise ValueError(f"There is no variation called {variation!r}.")
    return _VARIATION[variation]


def assurance_mark(assurance: Assurance | None) -> Mark:
    """Give the mark for an analysis's assurance.

    Raises:
        ValueError: There is no such assurance.
    """
    if assurance not in _ASSURANCE:
        raise ValueError(f"There is no assurance called {assurance!r}.")
    return _ASSURANCE[assurance]
