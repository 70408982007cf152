"""What is planned, said and done at a meeting. Each is a list of changes, to be written with the meeting's id."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from boardtui.domain.board.board import Board
from boardtui.domain.board.words import capitalised, the_meeting
from boardtui.domain.dates.dates import kept_time, normal_form, read_date, show_date
from boardtui.domain.errors import BoardError
from boardtui.domain.meetings.agenda_changes import NewId, current_item, go_to, new_id
from boardtui.domain.meetings.sittings import moment, refuse_closed, running_meeting
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import ActionArising, AgendaItem, Challenge, Meeting, Record
from boardtui.domain.records.meetings import MeetingState
from boardtui.domain.records.text import same_key

EARLIEST_YEAR = 2000
"""A clock that says an earlier year was never set."""
_SAID_AT_MEETINGS = ("decision", "challenge", "action_arising")


def start_meeting(board: Board, meeting: Meeting, now: datetime, *, on_screen: bool = True) -> list[Change]:
    """Open a meeting, or go on with one that was opened and not closed.

    Args:
        board: the board.
        meeting: the meeting.
        now: the time, with its zone.
        on_screen: whether the item it is at is shown to the room.

    Raises:
        BoardError: it is closed, or another meeting runs.
    """
    refuse_closed(meeting)
    other = running_meeting(board)
    if other is not None and other.id != meeting.id:
        name = the_meeting(other)
        raise BoardError(f"{capitalised(name)} was never closed. Go on with it or close it, then open this.")
    changes = []
    if meeting.state is not MeetingState.RUNNING:
        changes.append(
            Change(meeting.id, "meeting", {"state": MeetingState.RUNNING.value, "opened_at": kept_time(now)})
        )
    first = current_item(board, meeting) if on_screen else None
    return changes + (go_to(meeting, first) if first is not None else [])


def closing_time(meeting: Meeting, now: datetime, *, stated: datetime | None = None) -> datetime:
    """The time at which a meeting closes.

    Args:
        meeting: the meeting.
        now: what this machine's clock says.
        stated: what somebody says instead, such as the time of the last edit of a meeting nobody closed.

    Raises:
        BoardError: it is closed already, or the clock cannot be right: a meeting closes after it was opened.
    """
    refuse_closed(meeting)
    when, opened = stated or now, moment(meeting.opened_at)
    whose = "The time that was given" if stated is not None else "The clock of this machine"
    if when.year < EARLIEST_YEAR:
        raise BoardError(f"{whose} says {when:%d/%m/%Y}, which cannot be right. Say when it closed, such as 12:30.")
    if opened is not None and when < opened:
        raise BoardError(
            f"{whose} says {when.astimezone(UTC):%d/%m/%Y %H:%M}, but the meeting was opened on "
            f"{opened:%d/%m/%Y at %H:%M}. Say when it closed, such as 12:30."
        )
    return when


def read_time(words: str, day: str, zone: datetime) -> datetime:
    """Read a time as people type it: `12:30` on the day of the meeting, or `2021-03-02 12:30`.

    Args:
        words: what was typed.
        day: the day of the meeting as it is kept.
        zone: any time of the zone in which it was typed.

    Raises:
        BoardError: the words are no time.
    """
    text = words.strip()
    if re.fullmatch(r"[0-9]{1,2}[:.][0-9]{2}", text) and read_date(day).exact:
        hours, _, rest = text.replace(".", ":").partition(":")
        text = f"{day} {int(hours):02d}:{rest}"
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise BoardError(f"{words!r} is no time. Write it like 12:30, or like 2021-03-02 12:30.") from None
    return read if read.tzinfo is not None else read.replace(tzinfo=zone.tzinfo)


def decision(
    meeting: Meeting, text: str, *, item: Record | None = None, made_by: str = "", identity: NewId = new_id
) -> list[Change]:
    """Record what the board decided.

    Args:
        meeting: the meeting.
        text: the decision.
        item: what it is about, if it is about something.
        made_by: by role; the chair by default.
        identity: makes its id.

    Raises:
        BoardError: there are no words, or the meeting is closed.
    """
    values = _said(meeting, text, item, "decision") | {"made_by": made_by or meeting.chair, "date": meeting.date}
    return [_new("decision", values, identity)]


def challenge(
    meeting: Meeting, text: str, *, item: Record | None = None, raised_by: str = "", identity: NewId = new_id
) -> list[Change]:
    """Record a question the board put. It comes up at every meeting until it is answered.

    Raises:
        BoardError: there are no words, or the meeting is closed.
    """
    return [_new("challenge", _said(meeting, text, item, "question") | {"raised_by": raised_by}, identity)]


def answer_challenge(
    asked: Challenge, answer: str, *, answered_by: str = "", meeting: Meeting | None = None
) -> list[Change]:
    """Record the answer to a question the board put.

    Args:
        asked: the question.
        answer: the answer.
        answered_by: by role.
        meeting: the meeting at which it was answered, if at one.

    Raises:
        BoardError: there are no words.
    """
    if not answer.strip():
        raise BoardError("Write the answer. Without one the question comes up again at the next meeting.")
    answered_in = meeting.id if meeting is not None else ""
    return [Change(asked.id, "challenge", {"answer": answer, "answered_by": answered_by, "answered_in": answered_in})]


def action_arising(
    meeting: Meeting,
    text: str,
    *,
    owner: str = "",
    due: str = "",
    item: Record | None = None,
    identity: NewId = new_id,
) -> list[Change]:
    """Record what the meeting asked somebody to do. It comes up at every meeting until it is done.

    Args:
        meeting: the meeting.
        text: what is to be done.
        owner: who, by role.
        due: by when, in any spelling; words that are no day are kept as they are.
        item: what it is about, if it is about something.
        identity: makes its id.

    Raises:
        BoardError: there are no words, or the meeting is closed.
    """
    values = _said(meeting, text, item, "action") | {"owner": owner, "due": due}
    return [_new("action_arising", values, identity)]


def action_done(asked: ActionArising, outcome: str = "") -> list[Change]:
    """Record that what a meeting asked for is done."""
    return [Change(asked.id, "action_arising", {"done": True, **({"outcome": outcome} if outcome else {})})]


def recorded_at(meeting: Meeting, kind: str, values: Mapping[str, Any], *, added: bool) -> dict[str, Any]:
    """The fields that are set in a meeting, with those that say at which one: as the keys of the meeting write them.

    Without these the minutes would leave a decision out, and take a question for one of earlier meetings.

    Args:
        meeting: the meeting.
        kind: the kind of the record.
        values: the fields that are set; which meeting they state stays.
        added: whether the record is a new one.
    """
    told: dict[str, Any] = {"meeting": meeting.id} if added and kind in _SAID_AT_MEETINGS else {}
    if added and kind == "decision":
        told |= {"made_by": meeting.chair, "date": meeting.date}
    if kind == "challenge" and str(values.get("answer", "")).strip():
        told["answered_in"] = meeting.id
    return {**{name: value for name, value in told.items() if value}, **values}


def note(meeting: Meeting, item: AgendaItem, text: str) -> list[Change]:
    """Replace the note on an agenda item, which the minutes show.

    Raises:
        BoardError: the meeting is closed.
    """
    refuse_closed(meeting)
    return [Change(item.id, "agenda_item", {"note": text})]


def _said(meeting: Meeting, text: str, item: Record | None, what: str) -> dict[str, object]:
    refuse_closed(meeting)
    if not text.strip():
        raise BoardError(f"Write the {what}: there are no words yet.")
    return {"meeting": meeting.id, "item": item.id if item is not None else "", "text": text}


def _new(kind: str, values: dict[str, object], identity: Callable[[], str]) -> Change:
    return Change(identity(), kind, {name: value for name, value in values.items() if value})


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
    # A week or an hour is more than a day, and would be lost.
    if not stated.exact or stated.first is None or normal_form(words) != stated.first.isoformat():
        raise BoardError(f"A meeting needs a single day, and {words!r} is none. Write it like 02/03/2021.")
    return stated.first.isoformat()


def _refuse_twins(board: Board, day: str, title: str, *, besides: Meeting | None = None) -> None:
    others = (each for each in board.all(Meeting) if besides is None or each.id != besides.id)
    for other in others:
        if read_date(other.date).day == date.fromisoformat(day) and same_key(other.title) == same_key(title):
            named = f" called {other.title!r}" if other.title else ""
            raise BoardError(
                f"There is a meeting on {show_date(day)} already{named}. If this is another one, give it a title of "
                "its own."
            )


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
