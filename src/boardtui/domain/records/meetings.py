"""Meetings: the agenda, and what was said at them."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from boardtui.domain.immutable import immutable
from boardtui.domain.records.declare import Record, attr, declare, other_words
from boardtui.domain.records.types import (
    Data,
    DateWords,
    Flag,
    ItemLink,
    Line,
    MeetingLink,
    Minutes,
    Position,
    Ref,
    Text,
    choice,
)


class MeetingState(StrEnum):
    """Where a meeting stands. A closed one is never reopened."""

    PLANNED = "planned"
    RUNNING = "running"
    CLOSED = "closed"


class AgendaState(StrEnum):
    """What became of an agenda item."""

    TO_DO = "to do"
    DISCUSSED = "discussed"
    PARKED = "parked"
    SKIPPED = "skipped"


@declare("meeting", "meetings")
@immutable(kw_only=True)
class Meeting(Record):
    """One sitting of the board."""

    date: DateWords = attr("Date", "date")
    title: Line = attr("Title", "title", help="if it has a name of its own")
    place: Line = attr("Place", "place")
    chair: Line = attr("Chair", "chair")
    purpose: Text = attr("Purpose", "purpose")
    papers: Text = attr("Papers", "papers", help="the papers before the board, one a line")
    attendees: Text = attr("Attendees", "attendees", help="by role, one a line")
    apologies: Text = attr("Apologies", "apologies", help="by role, one a line")
    planned_minutes: Minutes = attr("Planned minutes", "planned_minutes", default=0)
    state: Annotated[MeetingState, *choice(MeetingState)] = attr("State", "state", default=MeetingState.PLANNED)
    opened_at: Data = attr("Opened at", "state", help="ISO 8601, UTC")
    closed_at: Data = attr("Closed at", "state", help="ISO 8601, UTC")
    known: Data = attr("Known edits", "state", help="JSON: the highest edit number of each session when it closed")
    digest: Data = attr("Digest", "state", help="SHA-256 of the frozen snapshot, hexadecimal")
    snapshot: Data = attr("Snapshot", "state", help="the whole plan in Markdown as it was frozen")
    front_digest: Data = attr("Digest of the front sheet", "state", help="SHA-256 of it, hexadecimal")
    front_sheet: Data = attr("Front sheet", "state", help="the front sheet in Markdown as it was frozen")
    minutes: Data = attr("Minutes", "state", help="Markdown, of meetings whose minutes were frozen when they closed")
    agreed_minutes: Data = attr("Agreed minutes", "agreed", help="the Markdown minutes as the board agreed them")
    agreed_digest: Data = attr("Digest of the minutes", "agreed", help="SHA-256 of them, hexadecimal")
    agreed_at: Data = attr("Agreed on", "agreed", help="ISO 8601, UTC")
    agreed_in: Data = attr("Agreed at the meeting", "agreed", help="id of the meeting that agreed them")
    current_item: Data = attr("Current item", "place_in_agenda", help="the agenda item on the screen")
    notes: Text = attr("Notes", "notes", help="for the minute-taker")


@declare("agenda_item", "agenda items", label="agenda item", owner="meeting")
@immutable(kw_only=True)
class AgendaItem(Record):
    """One item of a meeting's agenda: a record of the plan, or a topic of its own."""

    meeting: MeetingLink = attr("Meeting", "key")
    item: ItemLink = attr("About", "key", help="the action, ambition, KPI or risk it is about")
    title: Line = attr("Title", "title", help="for an item that is not in the plan")
    position: Position = attr("Position", "position", default=0)
    planned_minutes: Minutes = attr("Planned minutes", "planned_minutes", default=0)
    why: Line = attr("Why it is here", "reason", help="what made it an exception")
    state: Annotated[AgendaState, *choice(AgendaState)] = attr("State", "state", default=AgendaState.TO_DO)
    note: Text = attr("Note", "note", help="for the minutes")


@declare("decision", "decisions")
@immutable(kw_only=True)
class Decision(Record):
    """What the board decided."""

    ref: Ref = attr("Ref", "ref", help="what people say aloud, if it has one")
    meeting: MeetingLink = attr("Meeting", "meeting")
    item: ItemLink = attr("About", "item")
    text: Text = attr("Decision", "text")
    made_by: Line = attr("Made by", "made_by")
    date: DateWords = attr("Date", "date")
    other_words: Text = other_words()


@declare("challenge", "challenges")
@immutable(kw_only=True)
class Challenge(Record):
    """A question the board put. It comes up again until it is answered."""

    meeting: MeetingLink = attr("Meeting", "meeting")
    item: ItemLink = attr("About", "item")
    text: Text = attr("Challenge", "text")
    raised_by: Line = attr("Raised by", "raised_by")
    answer: Text = attr("Answer", "answer")
    answered_by: Line = attr("Answered by", "answer")
    answered_in: MeetingLink = attr("Answered at meeting", "answer")
    other_words: Text = other_words()


@declare("action_arising", "actions arising", label="action arising")
@immutable(kw_only=True)
class ActionArising(Record):
    """Something a meeting asked somebody to do by a date. It comes up again until it is done."""

    ref: Ref = attr("Ref", "ref", help="what people say aloud, if it has one")
    meeting: MeetingLink = attr("Meeting", "meeting")
    item: ItemLink = attr("About", "item")
    text: Text = attr("Action", "text")
    owner: Line = attr("Who", "owner")
    due: DateWords = attr("By when", "dates")
    due_reason: Line = attr("Why the date moved", "dates")
    done: Flag = attr("Done", "outcome", default=False)
    outcome: Line = attr("Outcome", "outcome")
    other_words: Text = other_words()
