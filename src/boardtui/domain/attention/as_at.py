"""The day a board speaks of."""

from __future__ import annotations

from datetime import date

from boardtui.domain.attention.updates import changed_day
from boardtui.domain.board.board import Board
from boardtui.domain.dates.dates import read_date
from boardtui.domain.records.kinds import Meeting
from boardtui.domain.records.meetings import MeetingState


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
