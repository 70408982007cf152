"""The meetings of a board in their order, and how far the one that runs is against its time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from boardtui.domain.board.board import Board
from boardtui.domain.board.words import capitalised, the_meeting
from boardtui.domain.dates.dates import read_date
from boardtui.domain.errors import BoardError
from boardtui.domain.immutable import immutable
from boardtui.domain.records.edits import Edit
from boardtui.domain.records.kinds import AgendaItem, Meeting
from boardtui.domain.records.meetings import AgendaState, MeetingState
from boardtui.domain.records.text import acts, harmless


def running_meeting(board: Board) -> Meeting | None:
    """The meeting that runs now; of several the one opened last."""
    running = [each for each in board.all(Meeting) if each.state is MeetingState.RUNNING]
    return max(running, key=lambda each: (each.opened_at, each.id), default=None)


def next_meeting(board: Board, today: date) -> Meeting | None:
    """The meeting to prepare: the one that runs, else the first planned one from today on, else the last planned."""
    if (running := running_meeting(board)) is not None:
        return running
    planned = [each for each in board.all(Meeting) if each.state is MeetingState.PLANNED]
    ahead = [each for each in planned if (day := read_date(each.date).day) is not None and day >= today]
    return min(ahead, key=_day, default=None) or max(planned, key=_day, default=None)


def nobody_closed(board: Board, today: date) -> tuple[Meeting, ...]:
    """Meetings that were opened on an earlier day and never closed: to be gone on with, or closed."""
    running = [each for each in board.all(Meeting) if each.state is MeetingState.RUNNING]
    return tuple(each for each in running if (opened := moment(each.opened_at)) is None or opened.date() < today)


def meeting_state(board: Board, meeting: Meeting, today: date) -> str:
    """What state a meeting is in, in words: `planned`, `closed`, or that nobody closed it."""
    return "nobody closed it" if meeting in nobody_closed(board, today) else meeting.state.value


def closed_before(meetings: Iterable[Meeting], meeting: Meeting) -> Meeting | None:
    """The meeting that closed last before another one: before that one closed, where it is closed."""
    closed = [
        each
        for each in meetings
        if each.state is MeetingState.CLOSED
        and each.known
        and each.id != meeting.id
        and (not meeting.closed_at or (each.closed_at, each.id) < (meeting.closed_at, meeting.id))
    ]
    return max(closed, key=lambda each: (each.closed_at, each.id), default=None)


def moment(text: str) -> datetime | None:
    """A moment as the file keeps it; None where the words are none."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return None
    return read if read.tzinfo is not None else read.replace(tzinfo=UTC)


def refuse_closed(meeting: Meeting) -> None:
    """Refuse to reopen or change a closed meeting.

    Raises:
        BoardError: it is closed; the sentence says how a correction is made.
    """
    if meeting.state is MeetingState.CLOSED:
        name = the_meeting(meeting)
        raise BoardError(
            f"{capitalised(name)} is closed and stays as it was. Make the correction as an ordinary edit: "
            "it is minuted at the next meeting."
        )


def clock_time(when: datetime) -> str:
    """The time of a moment by the clocks of England, the same on every machine: `14:05`."""
    utc = when.astimezone(UTC)
    # Summer time, from the last Sunday of March to that of October, changes at one o'clock UTC.
    begins, ends = (_last_sunday(utc.year, month).replace(hour=1) for month in (3, 10))
    return f"{utc + timedelta(hours=begins <= utc < ends):%H:%M}"


def _last_sunday(year: int, month: int) -> datetime:
    last = datetime(year, month, 31, tzinfo=UTC)
    return last - timedelta(days=(last.weekday() + 1) % 7)


class Papers(NamedTuple):
    """What is frozen when a meeting closes, each in Markdown.

    Attributes:
        snapshot: the whole plan.
        minutes: the minutes; empty where they are a draft until they are agreed.
        front_sheet: the two pages that the papers begin with; empty for none.
    """

    snapshot: str
    minutes: str = ""
    front_sheet: str = ""

    @property
    def values(self) -> dict[str, str]:
        """The fields of the meeting that hold them, each text with its digest."""
        return {
            "digest": digest_of(self.snapshot),
            "snapshot": self.snapshot,
            "front_digest": digest_of(self.front_sheet) if self.front_sheet else "",
            "front_sheet": self.front_sheet,
            "minutes": self.minutes,
        }


def digest_of(snapshot: str) -> str:
    """SHA-256 of a frozen snapshot, hexadecimal."""
    return hashlib.sha256(snapshot.encode()).hexdigest()


def frozen_problem(meeting: Meeting) -> str:
    """What is wrong with what was frozen of a meeting, as a sentence; empty if all of it is as it was frozen."""
    # A meeting that a plan brings in closed was frozen nowhere, and has no digest.
    for what, text, digest in _frozen(meeting):
        if (text or digest) and digest_of(text) != digest:
            return (
                f"The {what} of {the_meeting(meeting)} does not match its digest, so it is not the one that was "
                "frozen. Restore a backup from beside the board."
            )
    return ""


def _frozen(meeting: Meeting) -> tuple[tuple[str, str, str], ...]:
    """What each frozen text of a meeting is called, the text, and its digest."""
    return (
        ("snapshot", meeting.snapshot, meeting.digest),
        ("front sheet", meeting.front_sheet, meeting.front_digest),
        ("text of the minutes", meeting.agreed_minutes, meeting.agreed_digest),
    )


def verify_frozen(meetings: Iterable[Meeting]) -> list[str]:
    """A sentence for each closed meeting whose frozen texts are not those that were frozen."""
    closed = (each for each in meetings if each.state is MeetingState.CLOSED)
    return [problem for each in closed if (problem := frozen_problem(each))]


def frozen_snapshot(meeting: Meeting, *, full: bool = False) -> str:
    """The snapshot as it was frozen when a meeting closed: the same bytes ever after.

    It is the front sheet, or with `full` the whole plan. Meetings that closed before there were front sheets have the
    whole plan only, which then is both. What this program freezes holds nothing that acts on a screen. Where a paper
    does all the same, a mark stands there.

    Raises:
        BoardError: the meeting is not closed, nothing was frozen, or the text is not the one that was frozen.
    """
    if meeting.state is not MeetingState.CLOSED:
        raise BoardError(
            f"{_sentence_start(meeting)} is not closed, so nothing is frozen yet. Without --at the board is written "
            "as it is now."
        )
    if not meeting.snapshot:
        raise BoardError(f"{_sentence_start(meeting)} was closed without a snapshot: there is nothing to write.")
    if problem := frozen_problem(meeting):
        raise BoardError(problem)
    return _as_frozen(meeting.snapshot if full else meeting.front_sheet or meeting.snapshot)


def frozen_minutes(meeting: Meeting) -> str:
    """The minutes as the board agreed them, or as they were frozen when the meeting closed; empty for a draft.

    Raises:
        BoardError: they are not those that were agreed.
    """
    if meeting.state is not MeetingState.CLOSED:
        return ""
    if meeting.agreed_minutes and (problem := frozen_problem(meeting)):
        raise BoardError(problem)
    return _as_frozen(meeting.agreed_minutes or meeting.minutes)


def _as_frozen(text: str) -> str:
    return harmless(text) if acts(text) else text


def _sentence_start(meeting: Meeting) -> str:
    name = the_meeting(meeting)
    return capitalised(name)


def _day(meeting: Meeting) -> tuple[date, str]:
    return (read_date(meeting.date).day or date.min, meeting.id)


MEETING_STEPS = ("state", "place_in_agenda")
"""The field groups of meetings and agenda items that say where a meeting stands."""


def leads_through_meeting(edit: Edit) -> bool:
    """Whether an edit only says where a meeting stands: opened, closed, at this item, this item discussed.

    Parking an item or cutting it is a decision of the chair, and can be taken back like any other. So is taking that
    back, though it too leaves the item as one that is still to be taken: redo would lose its place otherwise.
    """
    if edit.group not in MEETING_STEPS or edit.reversed_batch:
        return False
    return edit.kind == "meeting" or edit.values().get("state") in (AgendaState.TO_DO, AgendaState.DISCUSSED)


def planned_minutes(meeting: Meeting, items: Sequence[AgendaItem]) -> dict[str, int]:
    """The minutes of each item that is to be taken, by id.

    Items without a time of their own share what the others leave of the meeting's; the first ones take the odd minutes,
    so that the times add up to that of the meeting.
    """
    taken = [each for each in items if each.state is not AgendaState.SKIPPED]
    open_ended = [each for each in taken if not each.planned_minutes]
    left = max(meeting.planned_minutes - sum(each.planned_minutes for each in taken), 0)
    share, odd = divmod(left, len(open_ended)) if open_ended else (0, 0)
    shares = {each.id: share + (place < odd) for place, each in enumerate(open_ended)}
    return {each.id: each.planned_minutes or shares[each.id] for each in taken}


def time_taken(meeting: Meeting, before: Sequence[AgendaItem], now: Sequence[AgendaItem]) -> str:
    """What a new item takes from the time of the others, as a sentence; empty where it takes none.

    Args:
        meeting: the meeting.
        before: the agenda items without it.
        now: those with it.
    """
    then, here = planned_minutes(meeting, before), planned_minutes(meeting, now)
    if not any(here.get(item, 0) < minutes for item, minutes in then.items()):
        return ""
    sharing = [each for each in now if each.state is not AgendaState.SKIPPED and not each.planned_minutes]
    left = sum(here[each.id] for each in sharing)
    if len(sharing) == 1:
        return f"1 item without a time of its own has {left} min: > gives it more."
    return f"{len(sharing)} items without a time of their own share {left} min: > gives one more."


@immutable
class RunningTime:
    """How far a meeting is, against its plan. Told in the corner, never as an alarm.

    Attributes:
        number: the place of the current item among those to be taken, from 1; 0 before the first.
        count: how many items are to be taken.
        settled: how many of them are discussed or parked.
        elapsed: minutes since the meeting was opened; None where that is not known.
        planned: minutes planned for all of it; 0 where no time was planned.
        due: minutes that were planned up to the end of the current item.
    """

    number: int
    count: int
    settled: int
    elapsed: int | None
    planned: int
    due: int

    @property
    def behind(self) -> int:
        """Minutes beyond the planned end of the current item; 0 within the plan."""
        return max((self.elapsed or 0) - self.due, 0) if self.planned else 0

    @property
    def words(self) -> str:
        """`3 of 12 · 25 of 90 min`."""
        all_of_them = "1 item" if self.count == 1 else f"{self.count} items"
        parts = [f"{self.number} of {self.count}" if self.number else all_of_them]
        if self.elapsed is not None:
            parts.append(f"{self.elapsed} of {self.planned} min" if self.planned else f"{self.elapsed} min")
        elif self.planned:
            parts.append(f"{self.planned} min planned")
        return " · ".join(parts)


def running_time(meeting: Meeting, items: Sequence[AgendaItem], now: datetime) -> RunningTime:
    """How far a meeting is against its plan.

    Args:
        meeting: the meeting.
        items: its agenda items, in order.
        now: the time, with its zone.
    """
    taken = [each for each in items if each.state is not AgendaState.SKIPPED]
    minutes = planned_minutes(meeting, items)
    place = next((number for number, each in enumerate(taken, start=1) if each.id == meeting.current_item), 0)
    opened = moment(meeting.opened_at)
    elapsed = None if opened is None else max(int((now - opened).total_seconds() // 60), 0)
    return RunningTime(
        number=place,
        count=len(taken),
        settled=sum(each.state is not AgendaState.TO_DO for each in taken),
        elapsed=elapsed,
        planned=meeting.planned_minutes or sum(minutes.values()),
        due=sum(minutes[each.id] for each in taken[:place]),
    )
