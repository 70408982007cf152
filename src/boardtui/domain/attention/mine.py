"""What is somebody's on a board, what of it is due for an update by the board's cycle, and what is updated already.

Whose an item is, is said in one place: `boardtui.domain.board.leads`. An item is updated where somebody reported on it
since the cycle began, the lead or somebody for them; a KPI where it has the figure of the last whole period. What the
office does to an item, such as giving it a title or a lead, is no report on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from enum import StrEnum
from typing import Any

from boardtui.domain.attention.schedule import is_awaited, is_finished, is_review_due
from boardtui.domain.board.board import Board
from boardtui.domain.board.gathered import Asker, Gathered, Gathering, Said
from boardtui.domain.board.leads import WITH_PEOPLE, answers_for, belongs_to, with_people
from boardtui.domain.board.order import counting_order
from boardtui.domain.board.words import the_meeting
from boardtui.domain.dates.dates import format_day
from boardtui.domain.dates.periods import Period
from boardtui.domain.immutable import immutable
from boardtui.domain.kpis.scorecard import view
from boardtui.domain.kpis.scorecard_blocks import KpiRow
from boardtui.domain.records.kinds import Ambition, Challenge, Kpi, Meeting, Milestone, Record, Risk, TaskGroup
from boardtui.domain.records.meetings import MeetingState
from boardtui.domain.records.profile import Cycle
from boardtui.domain.records.rag import Rag


class State(StrEnum):
    """How an item stands in this cycle; the value is what a reader is told."""

    DUE = "due"
    UPDATED = "updated"
    NOTHING = "nothing due"


@immutable
class CycleStart:
    """When the cycle of updates began: a moment as an ISO 8601 UTC time, and how a reader is told of it."""

    at: str
    words: str


@immutable
class MyItem:
    """An item that is somebody's.

    Attributes:
        record: the item.
        state: how it stands in this cycle.
        why: what is wanted of it, or why nothing is, in a few words.
    """

    record: Record
    state: State
    why: str


@immutable
class Mine:
    """All that is somebody's, what is due first.

    Attributes:
        who: whose it is.
        since: when the cycle began.
        items: the items, in the order in which they are gone through.
    """

    who: str
    since: CycleStart
    items: tuple[MyItem, ...]
    _found: Gathered = field(compare=False, repr=False)

    @property
    def due(self) -> tuple[MyItem, ...]:
        """What is due for an update."""
        return self._found.of(State.DUE)

    @property
    def updated(self) -> tuple[MyItem, ...]:
        """What is updated already."""
        return self._found.of(State.UPDATED)

    def changed_since(self, earlier: Mine) -> list[tuple[MyItem | None, MyItem | None]] | None:
        """How each item stands that may stand otherwise than earlier, before and now; None where all of them may."""
        return self._found.changed_since(earlier._found, "")

    def place_of(self, item: MyItem) -> Any:
        """Where an item stands among all, to be compared with others."""
        found = self._found.said_of(item.record.id, "")
        return found[0] if found is not None else None

    @property
    def words(self) -> str:
        """How far somebody has got: `5 of 17 left`."""
        left, wanted = len(self.due), len(self.due) + len(self.updated)
        if not self.items:
            return "nothing here is yours"
        if not wanted:
            return "nothing is due from you"
        return f"{left} of {wanted} left" if left else f"all {wanted} done" if wanted > 1 else "done"


def cycle_start(board: Board, today: date) -> CycleStart:
    """When the cycle of updates began that a day belongs to.

    From meeting to meeting it is when the last one closed, and where none was closed the first of the month.
    """
    cycle = board.profile.update_cycle
    closed = [each for each in board.all(Meeting) if each.state is MeetingState.CLOSED and each.closed_at]
    if cycle is Cycle.MEETING and closed:
        last = max(closed, key=lambda each: each.closed_at)
        return CycleStart(last.closed_at, f"since {the_meeting(last)}")
    month = 3 * ((today.month - 1) // 3) + 1 if cycle is Cycle.QUARTER else today.month
    first = today.replace(month=month, day=1)
    return CycleStart(f"{first.isoformat()}T00:00:00Z", f"since {format_day(first)}")


def mine(board: Board, who: str, today: date) -> Mine:
    """All that is somebody's on a board, and how it stands in this cycle.

    Args:
        board: the board.
        who: their name; case does not matter.
        today: the day it is.
    """
    found = _THEIRS.on(board, who, today)
    return Mine(who, cycle_start(board, today), found.of(""), found)


def _asker(board: Board, _beside: Mapping[str, Any], who: str, today: date) -> Asker:
    since = cycle_start(board, today)

    def ask(record: Record) -> Said:
        """What is due of an item, if it is theirs: under the name of how it stands, and under none."""
        if record.kind.name not in _KINDS or not belongs_to(board, record, who):
            return {}
        item = _stands(board, record, who, today, since)
        # A question is somebody else's waiting: it comes first.
        first = (_STATES[item.state], not isinstance(record, Challenge))
        return dict.fromkeys((item.state, ""), ((*first, _KINDS[record.kind.name], counting_order(record)), item))

    return ask


_KINDS = {name: place for place, name in enumerate(WITH_PEOPLE)}
_STATES = {state: place for place, state in enumerate(State)}
_THEIRS = Gathering(_asker, with_people)
"""What is somebody's on a day, in the order in which it is gone through."""


def _stands(board: Board, record: Record, who: str, today: date, since: CycleStart) -> MyItem:
    if idle := _why_nothing(board, record, who):
        return MyItem(record, State.NOTHING, idle)
    match record:
        case Challenge():
            return MyItem(record, State.DUE, "a question to answer")
        case Kpi() if (figure := figure_due(board, record, today)) is not None:
            return MyItem(record, State.DUE, f"figure for {figure.label}")
        case Kpi() if KpiRow(view(board, record)).kind is not None:
            return MyItem(record, State.UPDATED, "figure entered")
        case Risk() if is_review_due(record, today):
            return MyItem(record, State.DUE, "review due")
    if board.reported.get(record.id, "") >= since.at:
        return MyItem(record, State.UPDATED, "updated")
    return MyItem(record, State.DUE, "an update")


def _why_nothing(board: Board, record: Record, who: str) -> str:
    """Why nothing is due of an item; empty where something is."""
    match record:
        case TaskGroup():
            return "nothing to report on it"
        case Ambition() if not answers_for(record, who):
            return "reported on by its actions"
        case Milestone(rag=Rag.NOT_RATED):
            return "" if not is_finished(record) else "finished"
    if is_finished(record):
        return "finished"
    return "" if is_awaited(board, record) else "not with this board"


def figure_due(board: Board, kpi: Kpi, today: date) -> Period | None:
    """The last whole period of a KPI that is read regularly, where that has no figure yet."""
    row = KpiRow(view(board, kpi))
    if row.kind is None:
        return None
    whole = Period.holding(row.kind, today).previous()
    there = (some.get(whole) for some in row.all_by_period.values())
    return None if any(each is not None and not each.blank for each in there) else whole
