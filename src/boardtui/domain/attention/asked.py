"""What meetings asked, and nobody has answered or done yet."""

from __future__ import annotations

from boardtui.domain.board.board import Board
from boardtui.domain.records.kinds import ActionArising, Challenge, Meeting, Record
from boardtui.domain.records.meetings import MeetingState


def open_challenges(board: Board, record: Record | None = None) -> tuple[Challenge, ...]:
    """Challenges that nobody has answered: all of them, or those about a record. One is about itself too."""
    every = (each for each in board.all(Challenge) if not each.answer)
    return tuple(each for each in every if record is None or record.id in (each.item, each.id))


def open_actions(board: Board, record: Record | None = None) -> tuple[ActionArising, ...]:
    """Actions arising that are not done: all of them, or those about a record. One is about itself too."""
    every = (each for each in board.all(ActionArising) if not each.done)
    return tuple(each for each in every if record is None or record.id in (each.item, each.id))


def was_asked_before(board: Board, each: Challenge | ActionArising) -> bool:
    """Whether something was asked at a meeting that has closed, or at none: what is asked now may still be answered."""
    meeting = board.get(Meeting, each.meeting)
    return meeting is None or meeting.state is MeetingState.CLOSED


def is_unanswered(board: Board, challenge: Challenge) -> bool:
    """Whether nobody has answered a challenge of an earlier meeting."""
    return not challenge.answer and was_asked_before(board, challenge)
