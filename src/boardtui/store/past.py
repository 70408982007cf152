"""The board as it was known when a meeting closed, and the record of a meeting: worked out from the edits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from boardtui.domain.board.board import Board, Since
from boardtui.domain.errors import BoardError
from boardtui.domain.meetings.sittings import closed_before
from boardtui.domain.records.edits import Edit, record_state
from boardtui.domain.records.kinds import KINDS, Meeting, Profile, Record
from boardtui.store import schema
from boardtui.store.edit_rows import edit_of, edit_select
from boardtui.store.history import (
    Entry,
    covers,
    edits_after,
    entries,
    entries_of,
    read_vector,
    redatings,
    since,
    values_of,
)
from boardtui.store.projection import read_records


@dataclass(frozen=True, slots=True)
class MeetingRecord:
    """What was changed in a meeting, as the minutes tell it.

    Attributes:
        entries: the edits that were made in the meeting, oldest first.
        corrected: edits of what was changed in the meeting before, made since that one closed, oldest first.
        previous: the meeting before it; None for the first.
    """

    entries: tuple[Entry, ...] = ()
    corrected: tuple[Entry, ...] = ()
    previous: Meeting | None = None

    @property
    def last_at(self) -> str:
        """When the last of them was made, ISO 8601 UTC: the end of a meeting that nobody closed. "" for none."""
        return max((each.edit.at for each in self.entries), default="")


def board_at(connection: Connection, meeting: str, *, compared_with: str = "") -> Board:
    """The board as it was known when a meeting closed.

    Args:
        connection: the open file.
        meeting: id of the closed meeting.
        compared_with: id of the closed meeting to compare with; the one before by default.

    Raises:
        BoardError: one of the meetings is unknown, or did not close in this file.
    """
    meetings = _meetings(connection)
    closed = _closed(meetings, meeting)
    known = read_vector(closed.known)
    by_record: dict[str, list[Edit]] = {}
    arrived = 0
    for row in connection.execute(edit_select()):
        edit = edit_of(row)
        if covers(known, edit):
            by_record.setdefault(edit.record, []).append(edit)
            arrived += 1
    records: dict[str, dict[str, Record]] = {name: {} for name in KINDS}
    for identity, edits in by_record.items():
        state = record_state(edits)
        if state.kind in KINDS and not state.deleted:
            records[state.kind][identity] = KINDS[state.kind].record(
                id=identity,
                created=state.created,
                changed_at=state.changed_at,
                conflicts=state.conflicts,
                **values_of(state),
            )
    before = _closed(meetings, compared_with) if compared_with else closed_before(meetings.values(), closed)
    profile = records["board"].get(_identity(connection))
    return Board(
        profile=profile if isinstance(profile, Profile) else Profile(id=_identity(connection)),
        records=records,
        since=Since() if before is None else since(connection, read_vector(before.known), before, until=known),
        redatings=redatings(connection, until=known),
        edition=arrived,
    )


def meeting_record(connection: Connection, meeting: str) -> MeetingRecord:
    """What was changed in a meeting, and which of what was changed in the one before was corrected since.

    Raises:
        BoardError: there is no such meeting.
    """
    meetings = _meetings(connection)
    if meeting not in meetings:
        raise BoardError("There is no such meeting on this board.")
    in_it = entries(connection, None, meeting=meeting)[::-1]
    previous = closed_before(meetings.values(), meetings[meeting])
    if previous is None:
        return MeetingRecord(tuple(in_it))
    before = {(each.edit.record, each.edit.group) for each in entries(connection, None, meeting=previous.id)}
    until = read_vector(meetings[meeting].known) if meetings[meeting].known else None
    later = [
        edit
        for edit in edits_after(connection, read_vector(previous.known))
        if (edit.record, edit.group) in before and edit.meeting != meeting and (until is None or covers(until, edit))
    ]
    return MeetingRecord(tuple(in_it), tuple(entries_of(connection, later)), previous)


def _meetings(connection: Connection) -> Mapping[str, Meeting]:
    found = read_records(connection, KINDS["meeting"])
    return {each.id: each for each in found if isinstance(each, Meeting)}


def _closed(meetings: Mapping[str, Meeting], identity: str) -> Meeting:
    found = meetings.get(identity)
    if found is None:
        raise BoardError("There is no such meeting on this board.")
    if not found.known:
        raise BoardError("That meeting was not closed in this file, so what was known at its close is not in it.")
    return found


def _identity(connection: Connection) -> str:
    query = select(schema.META.c.value).where(schema.META.c.name == "board")
    return str(connection.execute(query).scalar_one())
