"""A meeting on disk: begun or gone on with, frozen when it closes, its minutes agreed.

What is frozen is the text itself, not what it was made from: so it comes out the same byte for byte ever after, also
when the plan has moved on, the board has other labels or RAG definitions, or a newer version would write it otherwise.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from boardtui.domain.board.board import Board
from boardtui.domain.board.words import the_meeting
from boardtui.domain.dates.dates import format_day, kept_time, read_date
from boardtui.domain.errors import BoardError
from boardtui.domain.meetings.agenda import agenda_of
from boardtui.domain.meetings.agenda_changes import discussed, make_agenda
from boardtui.domain.meetings.meeting_changes import start_meeting
from boardtui.domain.meetings.minuted import agreement, as_minuted, refuse_agreed
from boardtui.domain.meetings.sittings import Papers, frozen_minutes, running_meeting
from boardtui.domain.records.declare import natural_id
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import Meeting
from boardtui.domain.records.meetings import AgendaState, MeetingState
from boardtui.report.minutes import minutes, not_reached
from boardtui.report.snapshot import front_sheet, snapshot
from boardtui.store.board_file import BoardFile, Receipt
from boardtui.store.history import MeetingRecord


def begin_meeting(
    file: BoardFile, board: Board, meeting: Meeting, *, who: str, now: datetime, today: date, on_screen: bool = True
) -> None:
    """Open a meeting after a backup, with an agenda if nobody has made one yet; or go on with it.

    Args:
        file: the file.
        board: the board as it is shown.
        meeting: the meeting on it.
        who: who signs.
        now: when it begins.
        today: the day for which the agenda is made, where the meeting has no date.
        on_screen: whether the item it is at is shown to the room: then that item is reached.

    Raises:
        BoardError: it cannot begin, or the file cannot be written.
    """
    here, begins = board, meeting.state is MeetingState.PLANNED
    if begins:
        file.back_up("meeting")
        if not any(each.item for each in agenda_of(here, meeting)):
            agenda = make_agenda(here, meeting, read_date(meeting.date).day or today)
            file.write(_the_same_everywhere(file, meeting, agenda), who=who, why="made the agenda", seen=here.edition)
            here = file.read()
    changes = start_meeting(here, here.get(Meeting, meeting.id) or meeting, now, on_screen=on_screen)
    file.write(changes, who=who, why="opened the meeting" if begins else "", meeting=meeting.id, seen=here.edition)


def _the_same_everywhere(file: BoardFile, meeting: Meeting, agenda: list[Change]) -> list[Change]:
    """An agenda whose new items have the ids that they get in every copy: two who begin apart make one agenda.

    What was on this agenda before, and is so no longer, gets an id of its own: it would be the one that was deleted.
    """
    ids = {
        each.record: natural_id("agenda_item", meeting.id, str(each.values["item"]))
        for each in agenda
        if each.values.get("item")
    }
    before = {entry.edit.record for entry in file.history(records=ids.values())}
    return [
        replace(each, record=same) if (same := ids.get(each.record, "")) and same not in before else each
        for each in agenda
    ]


def freeze(board: Board, meeting: Meeting) -> Papers:
    """Write the front sheet and the whole plan with which a meeting closes. Its minutes are a draft until agreed.

    Args:
        board: the board at the close of the meeting.
        meeting: the meeting.

    Returns:
        The Markdown papers, whose RAG key is the one defined at the time.
    """
    then = at_the_close(board, meeting)
    return Papers(snapshot(then), front_sheet=front_sheet(then))


def at_the_close(board: Board, meeting: Meeting) -> Board:
    """The board of which the snapshot of a meeting is made: whatever other is planned before it, this one sits."""
    sitting = replace(meeting, state=MeetingState.RUNNING)
    meetings = {**board.records["meeting"], meeting.id: sitting}
    return replace(board, records={**board.records, "meeting": meetings})


def freezer(file: BoardFile, meeting: str) -> Callable[[Board], Papers]:
    """What `BoardFile.close_meeting` calls to freeze a meeting of this file."""

    def frozen(board: Board) -> Papers:
        found = board.get(Meeting, meeting)
        if found is None:
            raise BoardError("There is no such meeting on this board.")
        return freeze(board, found)

    return frozen


def close_meeting(file: BoardFile, identity: str, *, who: str, at: datetime) -> Receipt:
    """Close a meeting after a backup: what was reached is marked as discussed, then all is frozen.

    Args:
        file: the file.
        identity: the meeting.
        who: who signs.
        at: when it closed.

    Raises:
        BoardError: there is no such meeting, it is closed already, or the file cannot be written.
    """
    file.must_be_writable()
    file.back_up("meeting")

    def settle(board: Board) -> list[Change]:
        meeting = board.get(Meeting, identity)
        return [] if meeting is None else reached(board, meeting, file.meeting_record(identity))

    return file.close_meeting(identity, who=who, freeze=freezer(file, identity), settle=settle, at=at)


def reached(board: Board, meeting: Meeting, meeting_record: MeetingRecord) -> list[Change]:
    """Mark as discussed what was on the screen, or had something said to it, and that nobody has settled otherwise."""
    waiting = {each.id for each in not_reached(board, meeting, meeting_record)}
    items = (each for each in agenda_of(board, meeting) if each.state is AgendaState.TO_DO)
    return [change for each in items if each.id not in waiting for change in discussed(each)]


def minutes_of(file: BoardFile, meeting: Meeting) -> str:
    """The minutes of a meeting: those that were agreed or frozen, or the draft as it has been corrected.

    Raises:
        BoardError: the file cannot be read, what was known when the meeting closed is not in it, or the minutes are
            not those that were agreed.
    """
    return frozen_minutes(meeting) or minutes(minuted_board(file, meeting), *_minuted(file, meeting))


def minuted_board(file: BoardFile, meeting: Meeting) -> Board:
    """The board that the minutes of a meeting tell of: of one that is closed as it was then, with corrections."""
    now = file.read()
    closed_here = meeting.state is MeetingState.CLOSED and bool(meeting.known)
    return as_minuted(file.read(at=meeting.id), now, meeting) if closed_here else now


def _minuted(file: BoardFile, meeting: Meeting) -> tuple[Meeting, MeetingRecord]:
    return meeting, file.meeting_record(meeting.id)


def agree_minutes(file: BoardFile, identity: str, *, who: str, now: datetime) -> Meeting:
    """Agree the minutes of a meeting, at the one that runs if one does: they are frozen as they have been corrected.

    Args:
        file: the file.
        identity: the meeting that they are of.
        who: who signs.
        now: when they are agreed.

    Returns:
        The meeting, whose minutes are frozen.

    Raises:
        BoardError: there is no such meeting, its minutes are no draft, or the file cannot be written.
    """
    board = file.read()
    meeting = board.get(Meeting, identity)
    if meeting is None:
        raise BoardError("There is no such meeting on this board.")
    refuse_agreed(meeting)
    at = running_meeting(board)
    where = f"at {the_meeting(at)}" if at is not None else f"on {format_day(now.date())}"
    text = minutes(minuted_board(file, meeting), *_minuted(file, meeting), agreed=where)
    changes = agreement(meeting, text, at=kept_time(now), agreed_in=at.id if at is not None else "")
    file.write(
        changes,
        who=who,
        why="agreed the minutes",
        meeting=at.id if at is not None else "",
        seen=board.edition,
    )
    agreed = file.read().get(Meeting, identity)
    assert agreed is not None
    return agreed
