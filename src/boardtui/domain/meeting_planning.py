"""Planning a meeting: its day, and who is asked to it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from boardtui.domain.agenda_changes import NewId, new_id
from boardtui.domain.board import Board
from boardtui.domain.dates import read_date, show_date
from boardtui.domain.edits import Change
from boardtui.domain.errors import BoardError
from boardtui.domain.kinds import Meeting
from boardtui.domain.meeting_changes import refuse_closed


def new_meeting(
    board: Board,
    *,
    day: str,
    title: str = "",
    place: str = "",
    chair: str = "",
    purpose: str = "",
    papers: str = "",
    attendees: str = "",
    apologies: str = "",
    minutes: int = 0,
    identity: NewId = new_id,
) -> list[Change]:
    """Plan a meeting.

    Two meetings may be on one day, as an ordinary and an extraordinary one are, if their titles tell them apart.

    Args:
        board: the board.
        day: when it is, in any spelling.
        title: if it has a name of its own.
        place: where it is held.
        chair: by role.
        purpose: what it is for.
        papers: the papers before the board, one a line.
        attendees: by role: one a line, or between commas.
        apologies: likewise.
        minutes: how long it is to take; 0 for not planned.
        identity: makes its id.

    Raises:
        BoardError: the date is no single day, or another meeting is on that day under the same title.
    """
    day = checked_day(day)
    _refuse_twins(board, day, title)
    values: dict[str, object] = {
        "date": day,
        "title": title,
        "place": place,
        "chair": chair,
        "purpose": purpose,
        "papers": papers,
        "attendees": one_a_line(attendees),
        "apologies": one_a_line(apologies),
        "planned_minutes": minutes,
    }
    return [Change(identity(), "meeting", {name: value for name, value in values.items() if value})]


def checked_day(words: str) -> str:
    """The day of a meeting as it is kept.

    Raises:
        BoardError: the words are no single real day.
    """
    stated = read_date(words)
    if stated.problem:
        raise BoardError(f"A meeting needs a day, and {words!r} is none: {stated.problem}. Write it like 02/03/2021.")
    if not stated.exact or stated.first is None:
        raise BoardError(f"A meeting needs a single day, and {words!r} is none. Write it like 02/03/2021.")
    return stated.first.isoformat()


def _refuse_twins(board: Board, day: str, title: str, *, besides: Meeting | None = None) -> None:
    others = (each for each in board.all(Meeting) if besides is None or each.id != besides.id)
    for other in others:
        if read_date(other.date).day == date.fromisoformat(day) and _folded(other.title) == _folded(title):
            named = f" called {other.title!r}" if other.title else ""
            raise BoardError(
                f"There is a meeting on {show_date(day)} already{named}. If this is another one, give it a title of "
                "its own."
            )


def _folded(words: str) -> str:
    return " ".join(words.casefold().split())


def attendance(meeting: Meeting, *, attendees: str | None = None, apologies: str | None = None) -> list[Change]:
    """Record who is there and who is not, as pasted: one a line, or between commas or semicolons.

    Args:
        meeting: the meeting.
        attendees: the new list; None leaves it.
        apologies: the new list; None leaves it.

    Raises:
        BoardError: the meeting is closed.
    """
    refuse_closed(meeting)
    given = {"attendees": attendees, "apologies": apologies}
    values = {name: one_a_line(text) for name, text in given.items() if text is not None}
    return [Change(meeting.id, "meeting", values)] if values else []


_BULLET = re.compile(r"^\s*(?:[-*•‣◦▪·–]|[0-9]{1,3}[.)])\s+")


def one_a_line(pasted: str) -> str:
    """A pasted list with one name a line, each once.

    Semicolons and line ends part names. Commas do so only in a list of one line, since a job title may hold one:
    *Director, Early Help* on a line of its own is one person.
    """
    lines = [line for line in re.split(r"[\n\r;\t\u2028\u2029]+", pasted) if line.strip(" ,")]
    if len(lines) == 1:
        lines = lines[0].split(",")
    names = (" ".join(_BULLET.sub("", line).strip(" ,").split()) for line in lines)
    return "\n".join(dict.fromkeys(filter(None, names)))


def problems(board: Board, meeting: Meeting | None, values: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong with the facts of a meeting that somebody plans or edits: a sentence for each field to mend.

    Args:
        board: the board.
        meeting: the meeting as it is; None for a new one.
        values: the fields that change.
    """
    if meeting is not None and not {"date", "title"} & set(values):
        return {}
    try:
        day = checked_day(str(values.get("date", getattr(meeting, "date", ""))))
        title = str(values.get("title", getattr(meeting, "title", "")))
        _refuse_twins(board, day, title, besides=meeting)
    except BoardError as error:
        return {"date": str(error)}
    return {}
