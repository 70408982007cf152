"""What state the meetings are in, and which key comes next: what somebody reads who has not been here for a month."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from boardtui.domain.agenda import agenda_title
from boardtui.domain.agenda_changes import current_item
from boardtui.domain.board import Board
from boardtui.domain.dates import format_day, show_date
from boardtui.domain.kinds import Meeting
from boardtui.domain.meetings import MeetingState
from boardtui.domain.sittings import moment, name_of_meeting, nobody_closed, running_meeting
from boardtui.ui.text import fitted, one_line

NO_MEETING = "No meeting yet. + plans one: its date, its place and who attends; the agenda builds itself."


def state_lines(board: Board, meeting: Meeting | None, today: date, key: Callable[[str], str]) -> list[str]:
    """What state things are in, and which keys come next: one or two lines.

    Args:
        board: the board.
        meeting: the one whose agenda is shown; None in the list of meetings.
        today: the day.
        key: says which key a command has.
    """
    running = running_meeting(board)
    if running is not None and (meeting is None or meeting.id == running.id):
        name = name_of_meeting(running)
        item, opened = current_item(board, running), moment(running.opened_at)
        at = f", at {fitted(agenda_title(board, item), 40).rstrip()}" if item is not None else ""
        if running in nobody_closed(board, today) and opened is not None:
            state = f"Nobody closed {name}, opened on {format_day(opened.astimezone().date())}{at}."
        else:
            since = f" since {opened.astimezone():%H:%M}" if opened is not None else ""
            state = f"{name[:1].upper()}{name[1:]} runs{since}{at}."
        return [state, f"{key('meeting_begin')} goes on there · {key('meeting_close')} closes it"]
    if meeting is None:
        if not board.all(Meeting):
            return [NO_MEETING]
        if all(each.state is MeetingState.CLOSED for each in board.all(Meeting)):
            return ["No meeting is planned: + plans the next one · Enter reads the minutes of the past ones"]
        return [f"Enter opens an agenda or reads minutes · {key('meeting_begin')} begins a meeting · + plans one"]
    facts = [f"Meeting of {show_date(meeting.date)}" if meeting.date else "Meeting without a date"]
    facts += filter(None, (one_line(meeting.title), one_line(meeting.place), one_line(meeting.chair)))
    if meeting.planned_minutes:
        facts.append(f"{meeting.planned_minutes} min")
    people, begins = key("meeting_form"), key("meeting_begin")
    keys = f"{begins} begins it · J K move · c cuts · > < time · + adds · {people} people · Esc back"
    return [" · ".join(facts), keys]
