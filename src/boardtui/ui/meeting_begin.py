"""Beginning a meeting on disk, or going on with one."""

from __future__ import annotations

from datetime import date, datetime

from boardtui.domain.agenda import agenda_of
from boardtui.domain.agenda_changes import make_agenda
from boardtui.domain.board import Board
from boardtui.domain.dates import read_date
from boardtui.domain.kinds import Meeting
from boardtui.domain.meeting_changes import start_meeting
from boardtui.domain.meetings import MeetingState
from boardtui.store.board_file import BoardFile


def begin_meeting(file: BoardFile, board: Board, meeting: Meeting, *, who: str, now: datetime, today: date) -> None:
    """Open a meeting after a backup, with an agenda if nobody has made one yet; or go on with it.

    Args:
        file: the file.
        board: the board as it is shown.
        meeting: the meeting on it.
        who: who signs.
        now: when it begins.
        today: the day for which the agenda is made, where the meeting has no date.

    Raises:
        BoardError: it cannot begin, or the file cannot be written.
    """
    here, begins = board, meeting.state is MeetingState.PLANNED
    if begins:
        file.back_up("meeting")
        if not any(each.item for each in agenda_of(here, meeting)):
            agenda = make_agenda(here, meeting, read_date(meeting.date).day or today)
            file.write(agenda, who=who, why="made the agenda", seen=here.edition)
            here = file.read()
    changes = start_meeting(here, here.get(Meeting, meeting.id) or meeting, now)
    file.write(changes, who=who, why="opened the meeting" if begins else "", meeting=meeting.id, seen=here.edition)
