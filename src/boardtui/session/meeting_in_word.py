"""The papers of a meeting as Word documents: what was frozen when it closed, with its colours and pictures."""

from __future__ import annotations

from boardtui.domain.board.board import Board
from boardtui.domain.meetings.sittings import frozen_minutes, frozen_snapshot
from boardtui.domain.records.kinds import Meeting
from boardtui.domain.records.meetings import MeetingState
from boardtui.report.markdown_reading import paper_of
from boardtui.report.minutes import minutes_paper
from boardtui.report.snapshot import front_sheet_paper, snapshot_paper
from boardtui.session.export import word_document
from boardtui.session.meeting import at_the_close, minuted_board
from boardtui.store.board_file import BoardFile


def frozen_snapshot_in_word(file: BoardFile, meeting: Meeting, *, full: bool = False) -> bytes:
    """The front sheet, or the whole plan, with which a meeting closed: the same words, in Word.

    Raises:
        BoardError: nothing was frozen, or the text is not the one that was frozen.
    """
    text = frozen_snapshot(meeting, full=full)
    board = _then(file, meeting)
    paper = snapshot_paper if full or not meeting.front_sheet else front_sheet_paper
    made = paper(at_the_close(board, board.get(Meeting, meeting.id) or meeting))
    return word_document(board, paper_of(text, made))


def minutes_in_word(file: BoardFile, meeting: Meeting) -> bytes:
    """The minutes of a meeting in Word: those that were frozen, or of one that is not closed as they stand now.

    Raises:
        BoardError: the file cannot be read.
    """
    board, text = minuted_board(file, meeting), frozen_minutes(meeting)
    made = minutes_paper(board, meeting, file.meeting_record(meeting.id))
    return word_document(board, paper_of(text, made) if text else made)


def _then(file: BoardFile, meeting: Meeting) -> Board:
    """The board as it was when a meeting closed, where that is known; as it is now for one that is not closed."""
    closed_here = meeting.state is MeetingState.CLOSED and bool(meeting.known)
    return file.read(at=meeting.id) if closed_here else file.read()
