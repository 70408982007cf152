"""Which risks are above what the board bears."""

from __future__ import annotations

from boardtui.domain.board.board import Board
from boardtui.domain.records.risks import Risk, RiskState
from boardtui.domain.risks.heat_map import score_of
from boardtui.domain.risks.matrix import Matrix, Score, matrix_of


def above_tolerance(risk: Risk, matrix: Matrix) -> bool:
    """Whether an open risk's current score is higher than the tolerance of its category.

    A closed risk, one without a current score, and one whose category states no tolerance are not above it.
    """
    score, tolerance = score_of(risk), matrix.tolerance(risk.category)
    if risk.state is RiskState.CLOSED or score is None or tolerance is None:
        return False
    return score.value > tolerance


def all_above_tolerance(board: Board) -> tuple[Risk, ...]:
    """The open risks above the board's tolerance, highest score first."""
    matrix = matrix_of(board.profile)
    above = [risk for risk in board.all(Risk) if above_tolerance(risk, matrix)]
    return tuple(sorted(above, key=lambda risk: (score_of(risk) or Score(0, 0)).value, reverse=True))
