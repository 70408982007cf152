"""What a meeting minuted: a draft that can be corrected, until the board agrees it and it is frozen."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from boardtui.domain.board.board import Board
from boardtui.domain.board.words import the_meeting
from boardtui.domain.errors import BoardError
from boardtui.domain.meetings.sittings import digest_of, moment
from boardtui.domain.records.edits import Change, Edit
from boardtui.domain.records.kinds import ActionArising, AgendaItem, Challenge, Decision, Meeting, Record
from boardtui.domain.records.meetings import MeetingState

MINUTED: tuple[type[Record], ...] = (Decision, Challenge, ActionArising, AgendaItem)
"""What a meeting said, beside what it changed in the plan. Each names the meeting."""

_KINDS = {"meeting", *(each.kind.name for each in MINUTED)}

PROGRESS = {
    "action_arising": {"dates"},
    "agenda_item": {"state", "position", "planned_minutes"},
    "meeting": {"state", "place_in_agenda", "agreed"},
}
"""Field groups in which what was minuted goes on after the meeting: an edit of one is no correction."""
_ENDS = {"action_arising": {"outcome"}, "challenge": {"answer"}}
"""Those in which it comes to an end: an edit of one is a correction where the end was minuted."""


def minutes_are_draft(meeting: Meeting) -> bool:
    """Whether the minutes of a meeting wait for the board's agreement.

    Those of meetings that closed before minutes were agreed are frozen, and have no front sheet either. Of a meeting
    that a plan brings in closed nobody knows what was said.
    """
    closed_here = meeting.state is MeetingState.CLOSED and bool(meeting.known and meeting.front_sheet)
    return closed_here and not (meeting.minutes or meeting.agreed_minutes)


def to_agree(board: Board, meeting: Meeting | None = None) -> list[Meeting]:
    """The meetings whose minutes are to be agreed, the earliest first.

    Args:
        board: the board.
        meeting: the meeting at which they are, which cannot agree its own.
    """
    found = [each for each in board.all(Meeting) if minutes_are_draft(each)]
    return sorted((each for each in found if meeting is None or each.id != meeting.id), key=lambda each: each.closed_at)


def agreement(meeting: Meeting, text: str, *, at: str, agreed_in: str = "") -> list[Change]:
    """Agree the minutes of a meeting: from now on they are this text.

    Args:
        meeting: the meeting that they are of.
        text: the minutes.
        at: when they are agreed, as the file keeps a time.
        agreed_in: the id of the meeting that agrees them, if one does.

    Raises:
        BoardError: there is nothing to agree.
    """
    refuse_agreed(meeting)
    values = {
        "agreed_minutes": text,
        "agreed_digest": digest_of(text),
        "agreed_at": at,
        "agreed_in": agreed_in,
    }
    return [Change(meeting.id, "meeting", values)]


def refuse_agreed(meeting: Meeting) -> None:
    """Refuse where the minutes of a meeting are no draft.

    Raises:
        BoardError: it is not closed, or its minutes are agreed or were frozen when it closed.
    """
    name = the_meeting(meeting)
    if meeting.state is not MeetingState.CLOSED:
        raise BoardError(f"Close {name} first: its minutes are still being made.")
    if not minutes_are_draft(meeting):
        raise BoardError(f"The minutes of {name} are frozen already and stay as they are.")


def minuted_at(board: Board, record: Record) -> Meeting | None:
    """The latest meeting whose draft minutes may tell what changed in a record of the plan, which an edit can correct.

    Args:
        board: the board.
        record: it was on the agenda, it belongs to what was, or it was changed while the meeting sat.
    """
    if isinstance(record, (*MINUTED, Meeting)):
        return None  # any edit of these is a correction
    about = {record.id, str(getattr(record, record.kind.owner, "")) if record.kind.owner else ""} - {""}
    talked_of = {each.meeting for each in board.all(AgendaItem) if each.item in about}
    found = [each for each in to_agree(board) if each.id in talked_of or _while_it_sat(each, record.changed_at)]
    return found[-1] if found else None


def _while_it_sat(meeting: Meeting, at: str) -> bool:
    begun, when, ended = (moment(each) for each in (meeting.opened_at, at, meeting.closed_at))
    return begun is not None and when is not None and ended is not None and begun <= when <= ended


def is_correction(edit: Edit, meeting: Meeting, said: Collection[tuple[str, str]]) -> bool:
    """Whether an edit of what a meeting minuted, made after it closed, corrects its minutes.

    Args:
        edit: the edit.
        meeting: the meeting.
        said: the records and field groups of which something was said at it.
    """
    if after_agreement(edit, meeting):
        return False
    if edit.kind not in _KINDS:
        return True  # it was written as a correction
    if edit.group in _ENDS.get(edit.kind, ()):
        return (edit.record, edit.group) in said
    return edit.group not in PROGRESS.get(edit.kind, ())


def after_agreement(edit: Edit, meeting: Meeting) -> bool:
    """Whether an edit was made when the minutes of a meeting had been agreed."""
    agreed, made = moment(meeting.agreed_at), moment(edit.at)
    return agreed is not None and made is not None and made > agreed


def as_minuted(then: Board, now: Board, meeting: Meeting) -> Board:
    """The board as it was when a meeting closed, with what was minuted as it has been corrected since.

    Args:
        then: the board at the close.
        now: the board as it is.
        meeting: the meeting, as it is now.
    """
    records = dict(then.records)
    for kind in MINUTED:
        name = kind.kind.name
        others = {each.id: each for each in then.all(kind) if getattr(each, "meeting", "") != meeting.id}
        own = (each for each in now.all(kind) if getattr(each, "meeting", "") == meeting.id)
        records[name] = {**others, **{each.id: _without_progress(then, each, meeting) for each in own}}
    at_the_close = then.get(Meeting, meeting.id)
    mine = meeting if at_the_close is None else _without_progress(then, meeting, meeting)
    records["meeting"] = {**now.records["meeting"], meeting.id: mine}
    return replace(then, records=records)


def _without_progress(then: Board, record: Record, meeting: Meeting) -> Record:
    """A record with what has become of it since the meeting as it was then; nothing where it was added since."""
    before = then.find(record.id)
    values: dict[str, Any] = {}
    kind = record.kind.name
    minuted = isinstance(before, Challenge) and before.answered_in == meeting.id
    minuted |= isinstance(before, ActionArising) and before.done
    for group in (*PROGRESS.get(kind, ()), *(() if minuted else _ENDS.get(kind, ()))):
        for name in record.kind.groups[group]:
            if before is not None:
                values[name] = getattr(before, name)
            elif (kind, group) != ("action_arising", "dates"):
                values[name] = record.kind.attributes[name].default
    return replace(record, **values)
