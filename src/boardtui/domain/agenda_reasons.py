"""What makes something one for the agenda of a meeting, in the words that are shown beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from boardtui.domain.board import Board
from boardtui.domain.heatmap import Movement, moved, score_of
from boardtui.domain.kinds import Action, Ambition, Milestone, Mitigation, NextStep, Record, Risk
from boardtui.domain.kpi_movement import Change
from boardtui.domain.matrix import matrix_of
from boardtui.domain.movement import Mark, movement_mark, rag_words, read_before
from boardtui.domain.rag import Rag
from boardtui.domain.schedule import is_awaited, is_finished, is_overdue, routed_to, same_day, slippage
from boardtui.domain.scorecard import KpiView, since_meeting
from boardtui.domain.targets import Status


class Rank(IntEnum):
    """How soon a reason brings an item up: the lower the sooner."""

    RED = 1
    AMBER = 2
    SIGN_OFF = 3
    OVERDUE = 4
    MOVED = 5
    ASKED = 6
    OTHER = 7


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that puts an item on the agenda."""

    rank: Rank
    words: str


LONGEST_WHY = 300


def why_of(reasons: Iterable[Reason]) -> str:
    """All reasons of an item in one line, the gravest first."""
    ordered = sorted(reasons, key=lambda each: each.rank)
    words = "; ".join(dict.fromkeys(each.words for each in ordered))
    return words if len(words) <= LONGEST_WHY else words[: LONGEST_WHY - 1] + "…"


def item_reasons(board: Board, item: Record, today: date) -> list[Reason]:
    """What makes a rated item of the plan one for the agenda; nothing for what runs elsewhere.

    An amber ambition is one. Most actions of a plan are amber for most of its life, so an amber action is one only
    when its date has slipped or passed, or it was better at the last meeting. Blue is for the board to agree to: an
    item that was not blue at the last meeting asks for that.
    """
    if routed_to(board, item):
        return []
    rating, before = Rag(getattr(item, "rag", Rag.NOT_RATED)), read_before(board, item)
    mark = movement_mark(board, item)
    late = slipped = 0
    redated = False
    if isinstance(item, Action | NextStep | Milestone) and is_awaited(board, item):
        dates = slippage(board, item, today)
        late, slipped = dates.late or 0, max(dates.slipped or 0, 0)
        redated = _redated_since(board, item)
    slipping = bool(late or slipped)
    reasons: list[Reason] = []
    if rating is Rag.RED:
        reasons.append(Reason(Rank.RED, "red"))
    if rating is Rag.AMBER and (isinstance(item, Ambition) or slipping or mark is Mark.WORSE):
        reasons.append(Reason(Rank.AMBER, "amber and slipping" if slipping else "amber"))
    if rating is Rag.BLUE and before is not Rag.BLUE:
        evidence = "" if str(getattr(item, "evidence", "")).strip() else ", no evidence named"
        reasons.append(Reason(Rank.SIGN_OFF, f"blue, for sign-off{evidence}"))
    if late:
        reasons.append(Reason(Rank.OVERDUE, f"{late} {'day' if late == 1 else 'days'} overdue"))
    improved = mark is Mark.BETTER and (isinstance(item, Ambition) or bool(reasons))
    if before is not None and (mark is Mark.WORSE or improved):
        reasons.append(Reason(Rank.MOVED, f"{mark.value} since the last meeting, was {rag_words(before)}"))
    if redated:
        reasons.append(Reason(Rank.MOVED, "re-dated since the last meeting"))
    return reasons


def _redated_since(board: Board, item: Record) -> bool:
    before = board.since.value(item, "due")
    return bool(before) and not same_day(str(before), str(getattr(item, "due", "")))


def kpi_reasons(view: KpiView) -> list[Reason]:
    """What makes a KPI one for the agenda: a missed target, or one nearly met that has got worse."""
    worse = (since_meeting(view).change or view.movement.change) is Change.WORSE
    figure = view.current.record.value if view.current is not None else ""
    against = f"{figure} against {view.targets.words}"
    if view.status is Status.MISSED:
        return [Reason(Rank.RED, f"off target: {against}" + (", and worse" if worse else ""))]
    if view.status is Status.NEARLY and worse:
        return [Reason(Rank.AMBER, f"nearly met, and worse: {against}")]
    return []


def risk_reasons(board: Board, risk: Risk, today: date) -> list[Reason]:
    """What makes a risk one for the agenda: above what the board bears, worse, or a mitigation overdue."""
    if is_finished(risk):
        return []
    reasons: list[Reason] = []
    score, tolerance = score_of(risk), matrix_of(board.profile).tolerance(risk.category)
    if score is not None and tolerance is not None and score.value > tolerance:
        reasons.append(Reason(Rank.RED, f"above tolerance: {score.value} against {tolerance}"))
    late = sum(is_overdue(board, each, today) for each in board.owned(Mitigation, risk.id))
    if late:
        reasons.append(Reason(Rank.OVERDUE, "a mitigation is overdue" if late == 1 else f"{late} mitigations overdue"))
    if moved(board, risk) is Movement.WORSENED:
        before = str(board.since.value(risk, "current")).replace("x", " × ")
        reasons.append(Reason(Rank.MOVED, f"worse since the last meeting, was {before}"))
    return reasons
