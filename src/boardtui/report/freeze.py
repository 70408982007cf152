"""What is frozen when a meeting closes: the snapshot and the minutes, kept in the file as they were written then.

The text itself is kept, not what it was made from: so it comes out the same byte for byte ever after, also when the
plan has moved on, the board has other labels or RAG definitions, or a newer version would write it in another way.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from boardtui.domain.board import Board
from boardtui.domain.errors import BoardError
from boardtui.domain.kinds import Meeting
from boardtui.domain.meetings import MeetingState
from boardtui.domain.sittings import frozen_minutes
from boardtui.report.minutes import minutes
from boardtui.report.snapshot import snapshot

if TYPE_CHECKING:
    from boardtui.store.board_file import BoardFile
    from boardtui.store.past import Spoken

Papers = tuple[str, str]


def freeze(board: Board, meeting: Meeting, spoken: Spoken) -> Papers:
    """Write the snapshot and the minutes with which a meeting closes.

    Args:
        board: the board at the close of the meeting.
        meeting: the meeting.
        spoken: what was said at it.

    Returns:
        The Markdown snapshot, whose RAG key is the one defined at the time, and the Markdown minutes.
    """
    # Whatever other meeting is planned before it, this is the one that the snapshot is of.
    sitting = replace(meeting, state=MeetingState.RUNNING)
    meetings = {**board.records["meeting"], meeting.id: sitting}
    at_the_close = replace(board, records={**board.records, "meeting": meetings})
    return snapshot(at_the_close), minutes(board, meeting, spoken)


def freezer(file: BoardFile, meeting: str) -> Callable[[Board], Papers]:
    """What `BoardFile.close_meeting` calls to freeze a meeting of this file."""

    def frozen(board: Board) -> Papers:
        found = board.get(Meeting, meeting)
        if found is None:
            raise BoardError("There is no such meeting on this board.")
        return freeze(board, found, file.spoken(meeting))

    return frozen


def minutes_of(file: BoardFile, meeting: Meeting) -> str:
    """The minutes of a meeting: those that were frozen, or of one that is not closed as they stand now.

    Raises:
        BoardError: the file cannot be read, or what was known when the meeting closed is not in it.
    """
    if frozen := frozen_minutes(meeting):
        return frozen
    closed_here = meeting.state is MeetingState.CLOSED and bool(meeting.known)
    board = file.read(at=meeting.id) if closed_here else file.read()
    return minutes(board, board.get(Meeting, meeting.id) or meeting, file.spoken(meeting.id))
