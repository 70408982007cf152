"""How a board is doing: ratings counted then and now, what is exceptional and why, what is due from whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from boardtui.domain.attention.movement import Changes, Mark, changes, movement_mark, read_before
from boardtui.domain.board.board import Board
from boardtui.domain.board.schedule import SCHEDULED, changed_day, is_awaited, is_stale, routed_to, slippage
from boardtui.domain.dates.dates import read_date
from boardtui.domain.records.kinds import Action, Ambition, Meeting, NextStep, Record, Risk
from boardtui.domain.records.meetings import MeetingState
from boardtui.domain.records.rag import Rag, make_up

__all__ = [
    "Changes",
    "Due",
    "Exceptional",
    "MakeUp",
    "Mark",
    "Overview",
    "Standing",
    "Why",
    "as_at",
    "changes",
    "due_soon",
    "exceptions",
    "movement_mark",
    "overview",
    "reasons_for",
    "standings",
]

DUE_DAYS = 28
"""How many days ahead *what is due* looks: about one round of meetings."""


class Why(StrEnum):
    """What makes an item an exception, the gravest first. The value is what a reader is told."""

    RED = "red"
    AMBER_SLIPPING = "amber and slipping"
    OVERDUE = "overdue"
    REDATED = "re-dated"
    STALE = "no recent update"


@dataclass(frozen=True, slots=True)
class MakeUp:
    """How many items have each rating: now, and at the last meeting if one was closed."""

    now: Mapping[Rag, int]
    then: Mapping[Rag, int] | None = None

    @property
    def total(self) -> int:
        """How many items there are now."""
        return sum(self.now.values())

    def change(self, rating: Rag) -> int | None:
        """How many more items have the rating than at the last meeting; None without one."""
        return None if self.then is None else self.now[rating] - self.then[rating]


@dataclass(frozen=True, slots=True)
class Standing:
    """One ambition and its actions. `ambition` is None for actions that belong to no ambition."""

    ambition: Ambition | None
    actions: tuple[Action, ...]
    make_up: MakeUp
    mark: Mark = Mark.NONE

    @property
    def routed_to(self) -> str:
        """The board that has taken the ambition over; empty if none has."""
        return self.ambition.routed_to if self.ambition is not None else ""


@dataclass(frozen=True, slots=True)
class Exceptional:
    """An item that a board should look at first, and all that makes it so."""

    record: Record
    reasons: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class Due:
    """Something that is due on a day ahead. `who` is empty where nobody is named."""

    record: Record
    day: date
    who: str


@dataclass(frozen=True, slots=True)
class Overview:
    """How a board is doing on a day.

    Attributes:
        make_up: the ratings of all actions whose ambition this board still runs.
        next_steps: the ratings of all next steps.
        standings: each ambition with its actions, then the actions that belong to none.
        routed: how many actions are left out of the count because another board has taken them over.
        exceptions: gravest first.
        due: what is due in the days ahead, soonest first.
    """

    today: date
    make_up: MakeUp
    next_steps: MakeUp
    standings: tuple[Standing, ...]
    routed: int
    exceptions: tuple[Exceptional, ...]
    due: tuple[Due, ...]
    changes: Changes


def overview(board: Board, today: date, *, days: int = DUE_DAYS) -> Overview:
    """Work out how a board is doing.

    Args:
        board: the board.
        today: the day on which lateness is counted.
        days: how far ahead *due* looks.
    """
    every = board.all(Action)
    then = _actions_then(board)
    # Like is compared with like: what another board runs now is left out of the count then as well.
    run_then = (then or {}).keys() - {each.id for each in board.all(Ambition) if each.routed_to}
    counted = [action for action in every if not routed_to(board, action)]
    return Overview(
        today=today,
        make_up=_make_up(counted, then, run_then),
        next_steps=MakeUp(make_up(step.rag for step in board.all(NextStep)), _next_steps_then(board)),
        standings=standings(board),
        routed=len(every) - len(counted),
        exceptions=exceptions(board, today),
        due=due_soon(board, today, days),
        changes=changes(board),
    )


def standings(board: Board) -> tuple[Standing, ...]:
    """Each ambition with its actions and their ratings, then the actions that belong to none."""
    then = _actions_then(board)
    known = {ambition.id: ambition for ambition in board.all(Ambition)}
    found = [
        Standing(
            ambition,
            actions := board.owned(Action, ambition.id),
            _make_up(actions, then, {ambition.id}),
            movement_mark(board, ambition),
        )
        for ambition in known.values()
    ]
    if strays := tuple(action for action in board.all(Action) if action.ambition not in known):
        found.append(Standing(None, strays, _make_up(strays, then, (then or {}).keys() - known)))
    return tuple(found)


def _make_up(actions: Iterable[Action], then: _ByAmbition | None, ambitions: Set[str]) -> MakeUp:
    before = None if then is None else make_up(r for each in ambitions for r in then.get(each, ()))
    return MakeUp(make_up(action.rag for action in actions), before)


_ByAmbition = Mapping[str, list[Rag]]


def _actions_then(board: Board) -> _ByAmbition | None:
    """The ratings of the actions at the last meeting, by the ambition to which they belonged then."""
    if board.since.meeting is None:
        return None
    found: dict[str, list[Rag]] = {}
    for action in board.all(Action):
        if (rating := read_before(board, action)) is not None:
            found.setdefault(str(board.since.value(action, "ambition") or ""), []).append(rating)
    for gone in board.since.gone:
        if isinstance(gone, Action):
            found.setdefault(gone.ambition, []).append(gone.rag)
    return found


def _next_steps_then(board: Board) -> dict[Rag, int] | None:
    if board.since.meeting is None:
        return None
    before = (read_before(board, step) for step in board.all(NextStep))
    gone = (step.rag for step in board.since.gone if isinstance(step, NextStep))
    return make_up(rating for rating in (*before, *gone) if rating is not None)


def exceptions(board: Board, today: date) -> tuple[Exceptional, ...]:
    """What a board should look at first: the gravest reason first, then in the order papers show things."""
    found = [
        Exceptional(item, reasons)
        for kind in (Ambition, *SCHEDULED)
        for item in board.all(kind)
        if (reasons := reasons_for(board, item, today))
    ]
    order = list(Why)
    return tuple(sorted(found, key=lambda each: order.index(each.reasons[0])))


def reasons_for(board: Board, item: Record, today: date) -> tuple[Why, ...]:
    """All that makes an item an exception, the gravest first; nothing if it is none.

    What is finished, or runs elsewhere, is no exception. A green item that was re-dated is one: a date that moves
    is a risk to delivery that the colour does not show.
    """
    if not is_awaited(board, item):
        return ()
    rating = getattr(item, "rag", Rag.NOT_RATED)
    reasons = [Why.RED] if rating is Rag.RED else []
    if isinstance(item, SCHEDULED):
        dates = slippage(board, item, today)
        if rating is Rag.AMBER and ((dates.slipped or 0) > 0 or dates.late):
            reasons.append(Why.AMBER_SLIPPING)
        if dates.late:
            reasons.append(Why.OVERDUE)
        if dates.redatings:
            reasons.append(Why.REDATED)
    # Of an ambition only its rating counts here: its actions carry the updates.
    if isinstance(item, Action | NextStep) and is_stale(board, item, today):
        reasons.append(Why.STALE)
    return tuple(reasons)


def due_soon(board: Board, today: date, days: int = DUE_DAYS) -> tuple[Due, ...]:
    """What is due from whom from a day on until `days` later, soonest first. A window is due by its last day."""
    found = []
    for kind, field in (*((kind, "due") for kind in SCHEDULED), (Risk, "next_review")):
        for item in board.all(kind):
            day = read_date(getattr(item, field)).day
            if day is not None and 0 <= (day - today).days <= days and _is_ahead(board, item):
                found.append(Due(item, day, getattr(item, "lead", "") or getattr(item, "owner", "")))
    return tuple(sorted(found, key=lambda each: each.day))


def _is_ahead(board: Board, item: Record) -> bool:
    """Whether something is still to come: of milestones, also those that nobody rates."""
    unrated = item.kind.name == "milestone" and getattr(item, "rag", None) is Rag.NOT_RATED
    return unrated or is_awaited(board, item)


def as_at(board: Board) -> date:
    """The day a board speaks of, from its own data: so that the same data always gives the same report.

    It is the day of the meeting that runs or comes next after the last closed one, if that is a real day. A board
    without meetings on which nobody has worked since the day it was made, as one that was just made from a paper,
    speaks of the day of that paper. Otherwise it is the day of the latest edit.
    """
    meetings = [(read_date(meeting.date), meeting) for meeting in board.all(Meeting)]
    days = {meeting.id: stated.day for stated, meeting in meetings if stated.exact and stated.day is not None}
    running = [m.id for _, m in meetings if m.state is MeetingState.RUNNING and m.id in days]
    planned = [m.id for _, m in meetings if m.state is MeetingState.PLANNED and m.id in days]
    closed = [days[m.id] for _, m in meetings if m.state is MeetingState.CLOSED and m.id in days]
    last = max(closed, default=date.min)
    ahead = [days[each] for each in running] or [days[each] for each in planned if days[each] >= last]
    if ahead:
        return min(ahead)
    every = (record for some in board.records.values() for record in some.values())
    edited = {day for record in (board.profile, *every) if (day := changed_day(record)) is not None}
    paper = read_date(board.profile.paper_date).day
    if paper is not None and not meetings and len(edited) == 1:
        return paper
    return max(edited, default=date.min)
