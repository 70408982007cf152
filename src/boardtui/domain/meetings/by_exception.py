"""What a board should talk about by exception, in which order, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from datetime import date
from enum import IntEnum
from itertools import chain
from typing import Any

from boardtui.domain.attention.exceptions import (
    ABOVE,
    Why,
    open_actions,
    open_challenges,
    reasons_for,
    wants_sign_off,
    was_asked_before,
)
from boardtui.domain.attention.movement import Mark, movement_mark, read_before
from boardtui.domain.attention.schedule import DATED, routed_to
from boardtui.domain.board.board import Board
from boardtui.domain.board.gathered import Asker, Gathering, Said
from boardtui.domain.board.order import counting_order
from boardtui.domain.dates.dates import show_date
from boardtui.domain.immutable import immutable
from boardtui.domain.kpis.scorecard import scorecard_order
from boardtui.domain.records.kinds import (
    Action,
    ActionArising,
    Ambition,
    Challenge,
    Kpi,
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
class AgendaReason:
    """One thing that puts an item on the agenda."""

    rank: Rank
    words: str


LONGEST_WHY = 300


def why_of(reasons: Iterable[AgendaReason]) -> str:
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


def item_reasons(board: Board, item: Record, today: date) -> list[AgendaReason]:
    """What makes a record one for the agenda: that it is an exception, and what the board has to agree to or to hear.

    Blue is for the board to agree to. What has got better is told of an ambition, and of an exception.
    """
    reasons = [AgendaReason(_RANKS[each.why], each.words) for each in reasons_for(board, item, today)]
    if wants_sign_off(board, item) and not any(each.rank is Rank.SIGN_OFF for each in reasons):
        reasons.append(AgendaReason(Rank.SIGN_OFF, "blue, for sign-off"))
    before = read_before(board, item) if item.kind.has("rag") and not routed_to(board, item) else None
    better = before is not None and movement_mark(board, item) is Mark.BETTER
    if before is not None and better and (reasons or isinstance(item, Ambition)):
        reasons.append(AgendaReason(Rank.MOVED, f"better since the last meeting, was {before.words}"))
    return reasons


def risk_reasons(board: Board, risk: Risk, today: date) -> list[AgendaReason]:
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
            reasons.append(AgendaReason(_RANKS[why], one if count == 1 else f"{count} {many}"))
    return reasons


_Found = tuple[Record, list[AgendaReason]]


def by_exception(board: Board, today: date) -> Iterator[_Found]:
    """The records that ask to be talked about, in order, each with its reasons.

    What earlier meetings asked about one is told beside its reasons; alone it is a matter arising, and no exception.
    """
    found = _ASKED_FOR.on(board, today)
    return chain.from_iterable(group for part in _PARTS for group in found.of(part))


_PARTS = ("ambitions", "of none", "kpis", "risks", "next steps", "due", "milestones", "mitigations", "just asked")


def _asked(board: Board, before: Mapping[str, Any] | None, *_more: Hashable) -> Mapping[str, Any]:
    """What earlier meetings asked and nobody has answered or done yet, by the record it is about.

    What was asked about an action stands under its ambition as well, which comes up with it.
    """
    found: dict[str, list[Challenge | ActionArising]] = {}
    every: tuple[Challenge | ActionArising, ...] = (*open_challenges(board), *open_actions(board))
    for each in every:
        if was_asked_before(board, each) and (item := board.find(each.item)) is not None:
            found.setdefault(item.id, []).append(each)
            if isinstance(item, Action) and item.ambition:
                found.setdefault(item.ambition, []).append(each)
    return before if before == found else found


def _beside(asked: Mapping[str, Any], record: Record, reasons: list[AgendaReason]) -> list[AgendaReason]:
    """The reasons for a record with what was asked about it: alone that is a matter arising, and no exception."""
    if not reasons:
        return []
    some = [each for each in asked.get(record.id, ()) if each.item == record.id]
    questions = sum(isinstance(each, Challenge) for each in some)
    told = (
        (questions, "unanswered challenge", "unanswered challenges"),
        (len(some) - questions, "open action arising", "open actions arising"),
    )
    return [
        *reasons,
        *(AgendaReason(Rank.ASKED, one if count == 1 else f"{count} {many}") for count, one, many in told if count),
    ]


def _asker(board: Board, asked: Mapping[str, Any], today: date) -> Asker:
    def reasons_of(record: Record) -> list[AgendaReason]:
        return _beside(asked, record, item_reasons(board, record, today))

    def ask(record: Record) -> Said:
        """The groups in which a record comes up, by the part of the agenda: those of the gravest reason first."""
        order = counting_order(record)
        match record:
            case Ambition():
                return _of_group("ambitions", _with_its_actions(record), order)
            case Action() if record.ambition not in board.records.get("ambition", ()):
                return _of_group("of none", _alone(record, reasons_of(record)), order)
            case Kpi():
                return _of_group("kpis", _alone(record, reasons_of(record)), scorecard_order(record))
            case Risk():
                above = ABOVE.on(board).said_of(record.id, "above")
                group = _alone(record, _beside(asked, record, risk_reasons(board, record, today)))
                return _of_group("risks", group, (above is None, above[0] if above is not None else order))
            case NextStep():
                due = DATED.on(board, today).said_of(record.id, "due")
                soon = [(record, [AgendaReason(Rank.OTHER, f"due {show_date(record.due)}")])] if due is not None else []
                found = _of_group("next steps", _alone(record, reasons_of(record)), order)
                return {**found, "due": (due[0], soon)} if due is not None else found
            case Milestone():
                return _of_group("milestones", _alone(record, reasons_of(record)), order)
            # Mitigations come up with their risk, and what was asked earlier is a matter arising: these are neither.
            case Mitigation() if board.get(Risk, record.risk) is None:
                return _in_order("mitigations", record, item_reasons(board, record, today))
            case ActionArising() if not was_asked_before(board, record):
                return _in_order("just asked", record, item_reasons(board, record, today))
            case _:
                return {}

    def _with_its_actions(ambition: Ambition) -> list[_Found]:
        reasons, some = reasons_of(ambition), ((each, reasons_of(each)) for each in board.owned(Action, ambition.id))
        actions = sorted((each for each in some if each[1]), key=lambda each: min(reason.rank for reason in each[1]))
        if not reasons and not actions:
            return []
        return [(ambition, reasons or [_of_its_actions(board, actions, today)]), *actions]

    return ask


def _alone(record: Record, reasons: list[AgendaReason]) -> list[_Found]:
    return [(record, reasons)] if reasons else []


def _of_group(part: str, group: list[_Found], order: Any) -> Said:
    """A group at the place of its gravest reason."""
    return {part: ((min(each.rank for _, some in group for each in some), order), group)} if group else {}


def _in_order(part: str, record: Record, reasons: list[AgendaReason]) -> Said:
    return {part: (counting_order(record), [(record, reasons)])} if reasons else {}


def _of_its_actions(board: Board, actions: Collection[tuple[Record, object]], today: date) -> AgendaReason:
    count = sum(bool(reasons_for(board, action, today)) for action, _ in actions)
    what = (
        ("action needs attention", "actions need attention")
        if count
        else ("action for the board", "actions for the board")
    )
    count = count or len(actions)
    return AgendaReason(Rank.OTHER, f"{count} {what[count > 1]}")


_KINDS = (Ambition, Action, Kpi, Risk, NextStep, Milestone, Mitigation, ActionArising)
_ASKED_FOR = Gathering(_asker, lambda board: (each for kind in _KINDS for each in board.all(kind)), _asked)
"""What asks to be talked about on a day, by the part of the agenda that it comes up in."""
