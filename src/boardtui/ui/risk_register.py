"""The register of risks: its columns, what its filters keep, and its orders."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from boardtui.domain.board import Board
from boardtui.domain.dates import read_date, show_date
from boardtui.domain.heatmap import Movement, above_tolerance, moved, score_of
from boardtui.domain.kinds import Risk
from boardtui.domain.matrix import Matrix, matrix_of
from boardtui.domain.risks import RiskState
from boardtui.ui import columns
from boardtui.ui.heat_map_lines import label_of
from boardtui.ui.risk_detail import progress_pieces, score_badge
from boardtui.ui.text import Piece, Pieces
from boardtui.ui.widgets.item_table import Column

Keeps = Callable[[Board, Risk], bool]


def register(board: Board) -> Sequence[Risk]:
    """The risks, the highest current score first; unscored ones and then closed ones at the end."""
    return sorted(board.all(Risk), key=lambda risk: (not is_open(risk), *_highest_first(risk)))


def register_columns(board: Board, today: date) -> Sequence[Column]:
    """Ref, title, score and band, movement, tolerance, owner, response, next review; as many as fit."""
    matrix = matrix_of(board.profile)
    return (
        Column("Ref", lambda risk: [Piece(label_of(risk.ref, "–"))], width=7),
        columns.title("Risk", share=3),
        Column("Score", lambda risk: _score(matrix, risk), width=14),
        Column("Since", columns.moved(board), width=6),
        Column("Tolerance", lambda risk: _tolerance(matrix, risk), width=9, from_width=56),
        columns.field("Owner", "owner", from_width=90, share=2),
        Column("Response", lambda risk: columns.words(risk.response.value), width=9, from_width=96),
        Column("Review", lambda risk: _review(risk, today), width=12, from_width=66),
    )


def mitigation_columns(board: Board, today: date) -> Sequence[Column]:
    """Status, title, owner, due date, slippage, movement."""
    return (
        Column("Status", progress_pieces, width=16),
        columns.title("Mitigation", share=3),
        columns.field("Owner", "owner", share=1),
        Column("Due", columns.due(board, today), width=12),
        Column("Slipped", columns.slipped(board, today), width=9, right=True, from_width=70),
        Column("Since", columns.moved(board), width=7),
    )


def register_filters(today: date) -> Sequence[tuple[str, Keeps, str]]:
    """The ready filters: label, what it keeps, and what is said where it keeps nothing."""
    return (
        ("open", lambda _board, risk: is_open(risk), ""),
        (
            "above tolerance",
            lambda board, risk: above_tolerance(risk, matrix_of(board.profile)),
            "No risk is above what the board tolerates.",
        ),
        (
            "worsened",
            lambda board, risk: is_open(risk) and moved(board, risk) is Movement.WORSENED,
            "No risk has worsened since the last board.",
        ),
        ("review due", lambda _board, risk: is_open(risk) and _is_due(risk, today), "No review is due."),
        (
            "unscored",
            lambda _board, risk: is_open(risk) and score_of(risk) is None,
            "Every open risk has a score.",
        ),
        ("closed", lambda _board, risk: not is_open(risk), "No risk has been closed."),
    )


def is_open(risk: Risk) -> bool:
    """Whether a risk is still run."""
    return risk.state is RiskState.OPEN


def _highest_first(risk: Risk) -> tuple[bool, int]:
    score = score_of(risk)
    return score is None, -score.value if score is not None else 0


def _score(matrix: Matrix, risk: Risk) -> Pieces:
    if not is_open(risk):
        return [Piece("closed", "muted")]
    return [score_badge(matrix, risk.current), Piece(" !" if above_tolerance(risk, matrix) else " ", "error")]


def _tolerance(matrix: Matrix, risk: Risk) -> Pieces:
    borne = matrix.tolerance(risk.category)
    if borne is None:
        return [columns.NOT_STATED]
    return [Piece(f"over {borne}", "error") if above_tolerance(risk, matrix) else Piece(str(borne))]


def _is_due(risk: Risk, today: date) -> bool:
    day = read_date(risk.next_review).day
    return day is not None and day <= today


def _review(risk: Risk, today: date) -> Pieces:
    if read_date(risk.next_review).problem and risk.next_review:
        return [Piece(f"⚠ {show_date(risk.next_review)}", "warning")]
    if not risk.next_review:
        return [columns.NOT_STATED]
    due = is_open(risk) and _is_due(risk, today)
    return [Piece(f"{show_date(risk.next_review)} !", "error") if due else Piece(show_date(risk.next_review))]


def review_day(risk: Risk) -> tuple[bool, str]:
    """A key that sorts risks by their next review, those without one last."""
    day = read_date(risk.next_review).day
    return day is None, day.isoformat() if day else ""
