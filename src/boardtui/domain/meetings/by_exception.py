"""What a board should talk about by exception, in which order, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import IntEnum

from boardtui.domain.attention.exceptions import (
    Why,
    all_above_tolerance,
    open_actions,
    open_challenges,
    reasons_for,
    wants_sign_off,
    was_asked_before,
)
from boardtui.domain.attention.movement import Mark, movement_mark, read_before
from boardtui.domain.attention.schedule import due_soon, routed_to
from boardtui.domain.board.board import Board
from boardtui.domain.dates.dates import show_date
from boardtui.domain.immutable import immutable
from boardtui.domain.kpis.scorecard import views
from boardtui.domain.records.kinds import (
    Action,
    ActionArising,
    Ambition,
    Challenge,
    Milestone,
    Mitigation,
    NextStep,
    Record,
    Risk,
)


class Rank(IntEnum):
    """How soon a reason brings an item up: the lower the sooner."""

    RED = 1
    AMBER = 2
    SIGN_OFF = 3
    OVERDUE = 4
    MOVED = 5
    ASKED = 6
    OTHER = 7


@immutable
class Reason:
    """One thing that puts an item on the agenda."""

    rank: Rank
    words: str


LONGEST_WHY = 300


def why_of(reasons: Iterable[Reason]) -> str:
    """All reasons of an item in one line, the gravest first."""
    return joined_why(*(each.words for each in sorted(reasons, key=lambda each: each.rank)))


def joined_why(*words: str) -> str:
    """Reasons in one line, each once."""
    each_once = dict.fromkeys(part for some in words for part in some.split("; ") if part)
    joined = "; ".join(each_once)
    return joined if len(joined) <= LONGEST_WHY else joined[: LONGEST_WHY - 1] + "…"


_RANKS = {
    Why.ESCALATED: Rank.RED,
    Why.RED: Rank.RED,
    Why.OFF_TARGET: Rank.RED,
    Why.ABOVE_TOLERANCE: Rank.RED,
    Why.SLIPPING: Rank.AMBER,
    Why.AMBER: Rank.AMBER,
    Why.NEARLY: Rank.AMBER,
    Why.NO_EVIDENCE: Rank.SIGN_OFF,
    Why.OVERDUE: Rank.OVERDUE,
    Why.WORSENED: Rank.MOVED,
    Why.REDATED: Rank.MOVED,
    Why.UNANSWERED: Rank.ASKED,
}


def item_reasons(board: Board, item: Record, today: date) -> list[Reason]:
    """What makes a record one for the agenda: that it is an exception, and what the board has to agree to or to hear.

    Blue is for the board to agree to. What has got better is told of an ambition, and of an exception.
    """
    reasons = [Reason(_RANKS[each.why], each.words) for each in reasons_for(board, item, today)]
    if wants_sign_off(board, item) and not any(each.rank is Rank.SIGN_OFF for each in reasons):
        reasons.append(Reason(Rank.SIGN_OFF, "blue, for sign-off"))
    before = read_before(board, item) if item.kind.has("rag") and not routed_to(board, item) else None
    better = before is not None and movement_mark(board, item) is Mark.BETTER
    if before is not None and better and (reasons or isinstance(item, Ambition)):
        reasons.append(Reason(Rank.MOVED, f"better since the last meeting, was {before.words}"))
    return reasons


def risk_reasons(board: Board, risk: Risk, today: date) -> list[Reason]:
    """What makes a risk one for the agenda: that it, or a mitigation of it, is an exception."""
    reasons = item_reasons(board, risk, today)
    of_mitigations = Counter(
        reason.why for each in board.owned(Mitigation, risk.id) for reason in reasons_for(board, each, today)
    )
    for why, one, many in (
        (Why.OVERDUE, "a mitigation is overdue", "mitigations overdue"),
        (Why.REDATED, "the date of a mitigation was revised", "dates of mitigations revised"),
    ):
        if count := of_mitigations[why]:
            reasons.append(Reason(_RANKS[why], one if count == 1 else f"{count} {many}"))
    return reasons


_Found = tuple[Record, list[Reason]]


def by_exception(board: Board, today: date) -> Iterator[_Found]:
    """The records that ask to be talked about, in order, each with its reasons.

    What earlier meetings asked about one is told beside its reasons; alone it is a matter arising, and no exception.
    """
    asked = _Asked.of(board)
    for part in (_ambitions, _kpis, _risks, _next_steps, _others):
        yield from part(board, today, asked)


@immutable
class _Asked:
    """What earlier meetings asked and nobody has answered or done yet, by the record it is about."""

    by_record: Mapping[str, list[Challenge | ActionArising]]

    @classmethod
    def of(cls, board: Board) -> _Asked:
        found: dict[str, list[Challenge | ActionArising]] = {}
        for some in (open_challenges(board), open_actions(board)):
            for each in some:
                if was_asked_before(board, each):
                    found.setdefault(each.item if board.find(each.item) is not None else "", []).append(each)
        return cls(found)

    def beside(self, record: Record, reasons: list[Reason]) -> list[Reason]:
        """The reasons for a record with what was asked about it: alone that is a matter arising, and no exception."""
        some = self.by_record.get(record.id, ())
        questions = sum(isinstance(each, Challenge) for each in some)
        told = (
            (questions, "unanswered challenge", "unanswered challenges"),
            (len(some) - questions, "open action arising", "open actions arising"),
        )
        also = [Reason(Rank.ASKED, one if count == 1 else f"{count} {many}") for count, one, many in told if count]
        return [*reasons, *also] if reasons else []


def _ambitions(board: Board, today: date, asked: _Asked) -> Iterator[_Found]:
    groups: list[tuple[Rank, list[_Found]]] = []
    ambitions = board.all(Ambition)
    for ambition in ambitions:
        reasons = asked.beside(ambition, item_reasons(board, ambition, today))
        actions = _ranked(board, board.owned(Action, ambition.id), today, asked)
        if reasons or actions:
            group = [(ambition, reasons or [_of_its_actions(board, actions, today)]), *actions]
            groups.append((min(each.rank for _, some in group for each in some), group))
    for _, group in sorted(groups, key=lambda each: each[0]):
        yield from group
    known = {ambition.id for ambition in ambitions}
    yield from _ranked(board, (each for each in board.all(Action) if each.ambition not in known), today, asked)


def _of_its_actions(board: Board, actions: list[_Found], today: date) -> Reason:
    count = sum(bool(reasons_for(board, action, today)) for action, _ in actions)
    what = (
        ("action needs attention", "actions need attention")
        if count
        else ("action for the board", "actions for the board")
    )
    count = count or len(actions)
    return Reason(Rank.OTHER, f"{count} {what[count > 1]}")


def _ranked(board: Board, items: Iterable[Record], today: date, asked: _Asked) -> list[_Found]:
    found = [(item, asked.beside(item, item_reasons(board, item, today))) for item in items]
    return _by_rank((item, reasons) for item, reasons in found if reasons)


def _by_rank(found: Iterable[_Found]) -> list[_Found]:
    return sorted(found, key=lambda each: min(reason.rank for reason in each[1]))


def _kpis(board: Board, today: date, asked: _Asked) -> Iterator[_Found]:
    yield from _ranked(board, (each.kpi for each in views(board)), today, asked)


def _risks(board: Board, today: date, asked: _Asked) -> Iterator[_Found]:
    above = all_above_tolerance(board)
    others = [risk for risk in board.all(Risk) if risk not in above]
    found = [(risk, asked.beside(risk, risk_reasons(board, risk, today))) for risk in (*above, *others)]
    yield from _by_rank((risk, reasons) for risk, reasons in found if reasons)


def _next_steps(board: Board, today: date, asked: _Asked) -> Iterator[_Found]:
    yield from _ranked(board, board.all(NextStep), today, asked)
    for each in due_soon(board, today):
        if isinstance(each.record, NextStep):
            yield each.record, [Reason(Rank.OTHER, f"due {show_date(each.record.due)}")]
    yield from _ranked(board, board.all(Milestone), today, asked)


def _others(board: Board, today: date, _asked: _Asked) -> Iterator[_Found]:
    # Mitigations come up with their risk, and what earlier meetings asked is a matter arising: these are neither.
    strays = [each for each in board.all(Mitigation) if board.get(Risk, each.risk) is None]
    just_asked = [each for each in board.all(ActionArising) if not was_asked_before(board, each)]
    for stray in (*strays, *just_asked):
        if reasons := item_reasons(board, stray, today):
            yield stray, reasons
