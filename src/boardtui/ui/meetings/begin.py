"""Beginning a meeting, or going on with one that was left: on disk, after a backup."""

from __future__ import annotations

from boardtui.domain.dates.dates import format_day, read_date, show_date
from boardtui.domain.records.kinds import Meeting
from boardtui.domain.records.meetings import MeetingState
from boardtui.session.meeting import begin_meeting
from boardtui.store.board_file import BoardFile
from boardtui.ui.host import Host
from boardtui.ui.shared.prompt_line import Asked, Question


def ask_on_another_day(host: Host, meeting: Meeting) -> Asked | None:
    """Ask whether a meeting that is planned for another day shall begin today; None where there is nothing to ask."""
    day = read_date(meeting.date).day
    if meeting.state is not MeetingState.PLANNED or day is None or day == host.today:
        return None
    words = f"It is planned for {show_date(meeting.date)}, and today is {format_day(host.today)}. Begin it?"
    return host.ask([Question(words, "Meeting", leaving="cancels", enter="begins it")])


async def begin(host: Host, identity: str, asked: Asked | None) -> bool:
    """Open a meeting; its agenda is made first if nobody has.

    Args:
        host: the application.
        identity: the id of the meeting.
        asked: what was asked before, if anything was.

    Returns:
        Whether it is in progress now.
    """
    if asked is not None and await asked.only() is None:
        return False
    meeting = host.board.get(Meeting, identity) if host.board is not None else None
    if meeting is None:
        return False
    who, now, today = host.settings.signature, host.clock(), host.today

    def job(file: BoardFile) -> None:
        begin_meeting(file, file.read(), meeting, who=who, now=now, today=today)

    await host.do(job, follows=True)
    host.meeting = identity
    return True
