"""The way of one risk across the matrix: from inherent over its scores at past meetings to now and to its target."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from boardtui.domain.heatmap import score_of
from boardtui.domain.matrix import Score, parse_score
from boardtui.domain.risks import Risk

INHERENT, NOW, TARGET = "inherent", "now", "target"


@dataclass(frozen=True, slots=True)
class Step:
    """One place on the way.

    Attributes:
        labels: when it stood there: inherent, the meetings, now, target. Several where it did not move between them.
        score: the place.
    """

    labels: tuple[str, ...]
    score: Score

    @property
    def words(self) -> str:
        """When it stood there: `now`, `inherent to now` for everything from the one to the other."""
        return self.labels[0] if len(self.labels) == 1 else f"{self.labels[0]} to {self.labels[-1]}"


def steps_of(risk: Risk, past: Iterable[tuple[str, str]] = ()) -> tuple[Step, ...]:
    """The places of a risk in the order it is meant to go through them.

    Where it has no score there is no place, and what follows joins what came before.

    Args:
        risk: the risk.
        past: label and current score at each past meeting, oldest first; an empty score where it had none.
    """
    every = [
        (INHERENT, score_of(risk, "inherent")),
        *((label, parse_score(words)) for label, words in past),
        (NOW, score_of(risk)),
        (TARGET, score_of(risk, "target")),
    ]
    steps: list[Step] = []
    for label, score in every:
        if score is None:
            continue
        if steps and steps[-1].score == score:
            steps[-1] = Step((*steps[-1].labels, label), score)
        else:
            steps.append(Step((label,), score))
    return tuple(steps)


# By (more likely, more impact): -1, 0 or 1 of each.
_ARROWS = {
    (1, -1): "↖",
    (1, 0): "↑",
    (1, 1): "↗",
    (0, -1): "←",
    (0, 0): "",
    (0, 1): "→",
    (-1, -1): "↙",
    (-1, 0): "↓",
    (-1, 1): "↘",
}


def arrow(one: Score, other: Score) -> str:
    """Which way the map goes from one cell to another: likelihood goes up, impact to the right."""
    return _ARROWS[_sign(other.likelihood - one.likelihood), _sign(other.impact - one.impact)]


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)
