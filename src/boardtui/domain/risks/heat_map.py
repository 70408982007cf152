"""Where the risks stand on the board's matrix, and how they have moved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, get_args

from boardtui.domain.board.board import Board
from boardtui.domain.errors import InvalidValue
from boardtui.domain.immutable import immutable
from boardtui.domain.records.risks import Risk, RiskState
from boardtui.domain.records.text import one_line
from boardtui.domain.risks.matrix import Matrix, Score, matrix_of, parse_score

Which = Literal["inherent", "current", "target"]
"""The three scores of a risk, in the order in which it is meant to go through them."""

PATH: tuple[Which, ...] = get_args(Which)


class Movement(StrEnum):
    """How a risk's score has moved; `NONE` where there is nothing to compare with."""

    NONE = ""
    WORSENED = "worsened"
    IMPROVED = "improved"
    SAME = "same"
    NEW = "new"
    CLOSED = "closed"
    UNSCORED = "no longer scored"

    @property
    def arrow(self) -> str:
        """↑ better, ↓ worse, ► same, as everywhere on the board: an arrow up is never a higher risk."""
        return _ARROWS.get(self, "")

    @property
    def words(self) -> str:
        """Arrow and word: `↓ worsened`, `new`."""
        return f"{self.arrow} {self.value}".strip()


_ARROWS = {Movement.IMPROVED: "↑", Movement.WORSENED: "↓", Movement.SAME: "►"}


@dataclass(frozen=True)
class Grid:
    """The open risks of a board on its matrix. Every one of them is in exactly one place.

    Attributes:
        matrix: the board's matrix.
        which: which of the scores is shown.
        cells: the risks in each cell of the matrix; empty cells are there too.
        unscored: risks without this score, which is a state of its own.
        outside: risks whose score is no cell of this matrix, as after a change from 5×5 to 4×4. They keep it.
    """

    matrix: Matrix
    which: Which
    cells: Mapping[Score, tuple[Risk, ...]]
    unscored: tuple[Risk, ...]
    outside: tuple[Risk, ...]

    @property
    def problems(self) -> tuple[str, ...]:
        """A sentence for each risk that stands outside the matrix."""
        size = self.matrix.size
        return tuple(
            f"{risk.ref or risk.title}: the {self.which} score {getattr(risk, self.which)} is not on the "
            f"{size}×{size} matrix. Score it again from 1 to {size}."
            for risk in self.outside
        )


def grid(board: Board, which: Which = "current") -> Grid:
    """Place the open risks of a board on its matrix.

    Raises:
        InvalidValue: there is no such score.
    """
    if which not in PATH:
        raise InvalidValue(f"A risk has no {which!r} score. It has: {', '.join(PATH)}.")
    matrix = matrix_of(board.profile)
    cells: dict[Score, list[Risk]] = {score: [] for score in matrix.cells()}
    unscored, outside = [], []
    for risk in board.all(Risk):
        if risk.state is RiskState.CLOSED:
            continue
        score = score_of(risk, which)
        if score is None:
            unscored.append(risk)
        elif score in cells:
            cells[score].append(risk)
        else:
            outside.append(risk)
    placed = {score: tuple(some) for score, some in cells.items()}
    return Grid(matrix, which, placed, tuple(unscored), tuple(outside))


def score_of(risk: Risk, which: Which = "current") -> Score | None:
    """One of a risk's scores; None where it has none."""
    return parse_score(getattr(risk, which))


def path(risk: Risk) -> tuple[tuple[Which, Score], ...]:
    """The way of a risk across the matrix: inherent, current, target; those it has no score for are left out."""
    scored = ((which, score_of(risk, which)) for which in PATH)
    return tuple((which, score) for which, score in scored if score is not None)


def path_problem(risk: Risk) -> str:
    """What makes no sense about a risk's three scores together, as part of a sentence; empty if nothing does."""
    scores = dict(path(risk))
    inherent, current, target = (scores.get(which) for which in PATH)
    if current is not None and target is not None and target.value > current.value:
        return f"the target score ({target}) is higher than the current one ({current})"
    if inherent is not None and current is not None and current.value > inherent.value:
        return f"the current score ({current}) is higher than the inherent one ({inherent})"
    return ""


def movement(before: str | None, now: str | None) -> Movement:
    """Compare two scores of a risk by likelihood × impact.

    Args:
        before: the score then; empty for unscored, None where there was no open risk.
        now: the score now; empty for unscored, None where there is no open risk any more.
    """
    if before is None or now is None:
        return Movement.NONE if before is now else Movement.NEW if before is None else Movement.CLOSED
    then, here = parse_score(before), parse_score(now)
    if then is None or here is None:
        # A first score says nothing about the risk before it: it is new to the map.
        return Movement.SAME if then is here else Movement.NEW if then is None else Movement.UNSCORED
    if here.value == then.value:
        return Movement.SAME
    return Movement.WORSENED if here.value > then.value else Movement.IMPROVED


def moved(board: Board, risk: Risk) -> Movement:
    """How a risk's current score has moved since the last closed meeting; nothing where none was closed."""
    since = board.since
    if since.meeting is None:
        return Movement.NONE
    was_open = risk.id not in since.new and since.value(risk, "state") != RiskState.CLOSED
    before = str(since.value(risk, "current") or "") if was_open else None
    return movement(before, None if risk.state is RiskState.CLOSED else risk.current)


def movements(board: Board) -> dict[str, Movement]:
    """How each risk has moved since the last closed meeting, by id; risks deleted since then are closed."""
    if board.since.meeting is None:
        return {}
    found = {risk.id: moved(board, risk) for risk in board.all(Risk)}
    for gone in board.since.gone:
        if isinstance(gone, Risk) and gone.state is not RiskState.CLOSED:
            found[gone.id] = Movement.CLOSED
    return found


def by_band(board: Board, risks: Iterable[Risk] | None = None) -> dict[str, int]:
    """Count open risks by the band of their current score, worst first; "" counts the unscored and the bandless."""
    matrix = matrix_of(board.profile)
    counts = {band.name: 0 for band in reversed(matrix.bands)} | {"": 0}
    for risk in board.all(Risk) if risks is None else risks:
        if risk.state is not RiskState.CLOSED:
            score = score_of(risk)
            fits = score is not None and score.fits(matrix.size)
            counts[matrix.band(score) if score is not None and fits else ""] += 1
    return counts


INHERENT, NOW, TARGET = "inherent", "now", "target"


@immutable
class PathStep:
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


def steps_of(risk: Risk, past: Iterable[tuple[str, str]] = ()) -> tuple[PathStep, ...]:
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
    steps: list[PathStep] = []
    for label, score in every:
        if score is None:
            continue
        if steps and steps[-1].score == score:
            steps[-1] = PathStep((*steps[-1].labels, label), score)
        else:
            steps.append(PathStep((label,), score))
    return tuple(steps)


# By (more likely, more impact): -1, 0 or 1 of each.
_STEPS = {
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
    return _STEPS[_sign(other.likelihood - one.likelihood), _sign(other.impact - one.impact)]


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)


def is_open(risk: Risk) -> bool:
    """Whether a risk is still run."""
    return risk.state is RiskState.OPEN


def label_of(ref: str, title: str) -> str:
    """What a risk is called on the map: its ref, or its title; without marks that would turn the whole line round."""
    return one_line(ref or title) or "?"
