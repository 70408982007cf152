"""What somebody should look at before a paper goes out: all findings on the data of a board."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from boardtui.domain.board import Board
from boardtui.domain.date_checks import date_findings
from boardtui.domain.figure_checks import findings as figure_findings
from boardtui.domain.finding import Finding, called, found, sentence
from boardtui.domain.heatmap import PATH, path_problem, score_of
from boardtui.domain.kinds import KINDS, Risk
from boardtui.domain.matrix import matrix_of
from boardtui.domain.profile import ReasonRule
from boardtui.domain.prose_checks import narrative_findings
from boardtui.domain.rag import Rag
from boardtui.domain.renumber import same_refs
from boardtui.domain.risks import RiskState

__all__ = ["Finding", "findings"]


def findings(board: Board, today: date) -> list[Finding]:
    """Everything on a board that somebody should look at: figures, words, dates, ratings, refs, risks.

    Args:
        board: the board.
        today: the day to tell stale readings by.
    """
    return [
        *figure_findings(board, today),
        *narrative_findings(board),
        *date_findings(board),
        *_ratings(board),
        *_same_refs(board),
        *_risks(board),
    ]


def _ratings(board: Board) -> Iterator[Finding]:
    """Ratings without the reason that the board's rules ask for, and blue ones without evidence."""
    needing = {
        ReasonRule.NEVER: (),
        ReasonRule.RED_AND_AMBER: (Rag.RED, Rag.AMBER),
        ReasonRule.ALWAYS: (Rag.RED, Rag.AMBER, Rag.GREEN, Rag.BLUE),
    }[board.profile.reasons]
    for kind in KINDS.values():
        for record in board.of_kind(kind.name) if kind.has("rag") else ():
            rag = Rag(getattr(record, "rag", Rag.NOT_RATED))
            if rag in needing and not str(getattr(record, "rationale", "")).strip():
                yield found(record, "reason_missing", f"{called(record)} is {rag.value} and gives no reason for it.")
            if rag is Rag.BLUE and not str(getattr(record, "evidence", "")).strip():
                text = f"{called(record)} is blue and names no evidence: a KPI or an audit that shows the impact."
                yield found(record, "evidence_missing", text)


def _same_refs(board: Board) -> Iterator[Finding]:
    """Records of one kind that people would call the same."""
    for some in same_refs(board):
        titles = " and ".join(f"“{getattr(each, 'title', '') or each.id[:8]}”" for each in some[:3])
        more = f" and {len(some) - 3} more" if len(some) > 3 else ""
        for record in some[1:]:
            text = f"{len(some)} {record.kind.plural} have the ref {getattr(record, 'ref', '')}: {titles}{more}"
            yield found(record, "ref_twice", sentence(f"{text}. Renumber all but one"))


def _risks(board: Board) -> Iterator[Finding]:
    """Scores that are not on the matrix or make no sense together, and settings of the matrix that make none."""
    matrix = matrix_of(board.profile)
    for problem in matrix.problems:
        yield found(board.profile, "matrix_settings", problem)
    for risk in board.all(Risk):
        if risk.state is RiskState.CLOSED:
            continue
        for which in PATH:
            score = score_of(risk, which)
            if score is not None and not score.fits(matrix.size):
                where = f"the {which} score {score} is not on the {matrix.size}×{matrix.size} matrix"
                yield found(risk, "score_outside", sentence(f"{called(risk)}: {where}. Score it again"))
        if problem := path_problem(risk):
            yield found(risk, "scores_against_each_other", sentence(f"{called(risk)}: {problem}"))
