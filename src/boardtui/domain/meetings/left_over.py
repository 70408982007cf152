"""What earlier meetings parked or did not reach: it comes first at the next one, and says so."""

from __future__ import annotations

from boardtui.domain.board.board import Board
from boardtui.domain.board.words import the_meeting
from boardtui.domain.dates.dates import show_date
from boardtui.domain.immutable import immutable
from boardtui.domain.records.kinds import ActionArising, AgendaItem, Challenge, Decision, Meeting
from boardtui.domain.records.meetings import AgendaState, MeetingState
from boardtui.domain.records.text import same_key


@immutable
class LeftOver:
    """Something that waits for another meeting.

    Attributes:
        item: the agenda item of the meeting that left it over.
        words: what became of it there: `parked on 19/01/2021`.
    """

    item: AgendaItem
    words: str


def subject_of(item: AgendaItem) -> str:
    """What tells that two meetings talk about the same: the record, or the words of a topic of its own."""
    return item.item or same_key(item.title)


def left_over(board: Board, meeting: Meeting | None = None) -> dict[str, LeftOver]:
    """What waits for another meeting, by its subject, in the order in which it was left over.

    The last closed meeting that had it on its agenda decides: what it discussed or cut waits no longer.

    Args:
        board: the board.
        meeting: the meeting that is prepared; one that is closed is told what waited when it was held.
    """
    closed = [each for each in board.all(Meeting) if each.state is MeetingState.CLOSED]
    waiting: dict[str, LeftOver] = {}
    for held in sorted(closed, key=_order):
        if meeting is not None and meeting.state is MeetingState.CLOSED and _order(held) >= _order(meeting):
            break
        spoken_of = _spoken_of(board, held)
        for item in board.owned(AgendaItem, held.id):
            waiting.pop(subject_of(item), None)
            if words := _left(item, spoken_of, held):
                waiting[subject_of(item)] = LeftOver(item, f"{words} {_when(held)}")
    return {subject: each for subject, each in waiting.items() if _still_waits(board, each.item)}


def _order(held: Meeting) -> tuple[str, str]:
    return (held.closed_at or held.date, held.id)


def _left(item: AgendaItem, spoken_of: set[str], held: Meeting) -> str:
    """Closing marks what was reached as discussed. A plan may bring in meetings in which nobody did that."""
    if item.state is AgendaState.PARKED:
        return "parked"
    reached = bool(item.note) or item.id == held.current_item or bool(spoken_of & {item.item or item.id, item.id})
    return "not reached" if item.state is AgendaState.TO_DO and not reached else ""


def _still_waits(board: Board, item: AgendaItem) -> bool:
    if not item.item:
        return bool(item.title.strip())
    match board.find(item.item):
        case None | Meeting():
            return False
        case Challenge(answer=answer):
            return not answer
        case ActionArising(done=done):
            return not done
        case _:
            return True


def _spoken_of(board: Board, held: Meeting) -> set[str]:
    decided = {each.item for each in board.all(Decision) if each.meeting == held.id}
    wanted = {each.item for each in board.all(ActionArising) if each.meeting == held.id}
    asked = {each.item for each in board.all(Challenge) if held.id in (each.meeting, each.answered_in)}
    return decided | wanted | asked


def _when(held: Meeting) -> str:
    return f"on {show_date(held.date)}" if held.date else f"at {the_meeting(held)}"
