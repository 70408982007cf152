"""Looking back: who changed what, and what has changed since a meeting closed."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select

from boardtui.domain.board.board import Redating, Since
from boardtui.domain.errors import BoardError, InvalidValue
from boardtui.domain.meetings.sittings import closed_before
from boardtui.domain.records.declare import validate
from boardtui.domain.records.edits import LIFE, Edit, EditId, RecordState, heads, record_state
from boardtui.domain.records.kinds import KINDS, Meeting, Record
from boardtui.domain.records.meetings import MeetingState
from boardtui.store.projection import read_records
from boardtui.store.schema import EDIT, PROJECTIONS, chunks, edit_of, edit_select, edits_by_id, edits_of, rows_of

Vector = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of history.

    Attributes:
        changed: for each field that changed, its value before and after. None before: the group was never set.
        deleted: True where the record was deleted, False where it was restored, None for ordinary edits.
        received: it came in with a copy.
    """

    edit: Edit
    changed: Mapping[str, tuple[Any, Any]]
    deleted: bool | None
    received: bool = False


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
    def shown(self) -> frozenset[str]:
        """The agenda items that were on the screen while the meeting ran."""
        steps = (each.edit for each in self.entries if each.edit.kind == "meeting")
        return frozenset(str(edit.values().get("current_item", "")) for edit in steps if edit.group != LIFE)

    @property
    def last_at(self) -> str:
        """When the last of them was made, ISO 8601 UTC: the end of a meeting that nobody closed. "" for none."""
        return max((each.edit.at for each in self.entries), default="")


def parts_of(connection: Connection, record: str) -> list[str]:
    """The ids of what belongs to a record without a ref of its own, as a KPI's readings do; deleted parts too."""
    return [identity for query in _part_queries(record) for identity in connection.scalars(query)]


def _part_queries(record: str) -> Iterator[Any]:
    for kind in KINDS.values():
        if kind.owner and not kind.has("ref"):
            table = PROJECTIONS[kind.name]
            yield select(table.c.id).where(table.c[kind.owner] == record)


def entries(
    connection: Connection,
    record: str | None,
    *,
    parts: bool = False,
    limit: int | None = None,
    meeting: str = "",
) -> list[Entry]:
    """History, newest first: of one record, alone or with its parts, of what was said in a meeting, or of the board."""
    query = edit_select().order_by(None).order_by(EDIT.c.arrival.desc())
    if record is not None:
        wanted = [EDIT.c.record.in_(some) for some in _part_queries(record)] if parts else []
        query = query.where(or_(EDIT.c.record == record, *wanted))
    if meeting:
        query = query.where(EDIT.c.meeting == meeting)
    if limit is not None:
        query = query.limit(limit)
    found = entries_of(connection, [edit_of(row) for row in connection.execute(query)])
    came_in = query.with_only_columns(EDIT.c.session, EDIT.c.number).where(EDIT.c.received)
    received = {EditId(session, number) for session, number in connection.execute(came_in)}
    return [replace(entry, received=entry.edit.id in received) for entry in found] if received else found


def entries_of(connection: Connection, edits: Sequence[Edit]) -> list[Entry]:
    """What each of some edits changed, in their order."""
    by_id = {edit.id: edit for edit in edits}
    missing = {parent for edit in edits if edit.group != LIFE for parent in edit.parents} - by_id.keys()
    by_id |= {edit.id: edit for edit in edits_by_id(connection, missing)}
    return [_entry(edit, [by_id[parent] for parent in edit.parents if parent in by_id]) for edit in edits]


def _entry(edit: Edit, parents: Sequence[Edit]) -> Entry:
    if edit.group == LIFE:
        return Entry(edit, {}, edit.value == "false")
    shown = max(parents, key=lambda parent: (bool(parent.meeting), parent.lamport, parent.id), default=None)
    before, after = (shown.values() if shown else {}), edit.values()
    changed = {name: (before.get(name), value) for name, value in after.items() if before.get(name) != value}
    if shown is None:
        kind = KINDS.get(edit.kind)
        default = {name: a.default for name, a in kind.attributes.items()} if kind else {}
        changed = {name: pair for name, pair in changed.items() if pair[1] not in (default.get(name), [])}
    return Entry(edit, changed, None)


def meeting_record(connection: Connection, meeting: str) -> MeetingRecord:
    """What was changed in a meeting, and which of what was changed in the one before was corrected since.

    Raises:
        BoardError: there is no such meeting.
    """
    meetings = meetings_of(connection)
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


def meetings_of(connection: Connection) -> dict[str, Meeting]:
    """The meetings of a board, by id."""
    found = read_records(connection, KINDS["meeting"])
    return {each.id: each for each in found if isinstance(each, Meeting)}


def version_vector(connection: Connection) -> dict[str, int]:
    """The highest edit number of each session: as numbers have no gaps, this says exactly which edits are here."""
    query = select(EDIT.c.session, func.max(EDIT.c.number)).group_by(EDIT.c.session)
    return {session: int(number) for session, number in connection.execute(query)}


def covers(vector: Vector, edit: Edit) -> bool:
    """Whether a version vector covers an edit."""
    return edit.id.number <= vector.get(edit.id.session, 0)


def edits_after(connection: Connection, vector: Vector) -> list[Edit]:
    """The edits that a version vector does not cover, in the order they came in."""
    newer = [s for s, number in version_vector(connection).items() if number > vector.get(s, 0)]
    found = []
    for start in range(0, len(newer), 400):
        some = newer[start : start + 400]
        condition = or_(*(and_(EDIT.c.session == s, EDIT.c.number > vector.get(s, 0)) for s in some))
        found += [edit_of(row) for row in connection.execute(edit_select().where(condition))]
    return found


def since(
    connection: Connection,
    vector: Vector,
    meeting: Meeting | None = None,
    *,
    until: Vector | None = None,
    among: Collection[str] | None = None,
) -> Since:
    """What has changed since the edits that a version vector covers.

    An edit that is dated before the meeting but was merged after it is new to the board, and so counts.

    Args:
        connection: the open file.
        vector: what was known then.
        meeting: the meeting whose vector it is.
        until: what is known at the end of the time that is looked at; everything by default.
        among: only these records, all of which have edits that the vector does not cover; all such by default.
    """
    touched = (
        {edit.record for edit in edits_after(connection, vector) if until is None or covers(until, edit)}
        if among is None
        else set(among)
    )
    before: dict[str, dict[str, dict[str, Any]]] = {}
    new, gone = set(), []
    for record, every in edits_of(connection, touched).items():
        edits = [edit for edit in every if until is None or covers(until, edit)]
        now = record_state(edits)
        known = [edit for edit in edits if covers(vector, edit)]
        then = record_state(known) if known else None
        if then is None or then.deleted:
            if not now.deleted:
                new.add(record)
            continue
        if now.deleted:
            if (kind := KINDS.get(then.kind)) is not None:
                gone.append(kind.record(id=record, created=then.created, **values_of(then)))
            continue
        groups = {}
        for group in KINDS[now.kind].groups if now.kind in KINDS else ():
            was, here = _group_values(then, group), _group_values(now, group)
            if was != here:
                groups[group] = was
        if groups:
            before[record] = groups
    gone.sort(key=lambda record: (record.created, record.id))
    return Since(meeting=meeting, before=before, new=frozenset(new), gone=tuple(gone))


def _group_values(state: RecordState, group: str) -> dict[str, Any]:
    values = state.groups[group].shown.values() if group in state.groups else {}
    known = {name: value for name, value in values.items() if name in KINDS[state.kind].attributes}
    try:
        return validate(state.kind, group, known)
    except InvalidValue:
        return validate(state.kind, group, {})


def values_of(state: RecordState) -> dict[str, Any]:
    """The values of a record of a known kind, as its declaration reads them."""
    values: dict[str, Any] = {}
    for group in KINDS[state.kind].groups:
        values |= _group_values(state, group)
    return values


def since_meeting(connection: Connection, records: Mapping[str, Mapping[str, Record]], meeting: str) -> Since:
    """What has changed since a closed meeting: the one with this id, or the one that closed last.

    Raises:
        BoardError: the named meeting is unknown or not closed.
    """
    closed = [
        each
        for each in records["meeting"].values()
        if isinstance(each, Meeting) and each.state is MeetingState.CLOSED and each.known
    ]
    if meeting:
        closed = [each for each in closed if each.id == meeting]
        if not closed:
            raise BoardError("That meeting has not been closed, so there is nothing to compare with.")
    if not closed:
        return Since()
    last = max(closed, key=lambda each: (each.closed_at, each.id))
    return since(connection, read_vector(last.known), last)


def read_vector(text: str) -> dict[str, int]:
    """Read the version vector that a closed meeting keeps; what is unreadable covers nothing."""
    try:
        loaded = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(loaded, dict):
        return {}
    return {s: number for s, number in loaded.items() if type(number) is int and 0 <= number < 2**53}


def redatings(
    connection: Connection, until: Vector | None = None, *, among: Collection[str] | None = None
) -> dict[str, tuple[Redating, ...]]:
    """For each record, the revisions of its due date, oldest first; those undone again left out.

    Args:
        connection: the open file.
        until: only what this version vector covers.
        among: only these records; all by default.
    """
    dates = edit_select().where(EDIT.c.grp == "dates")
    queries = [dates] if among is None else [dates.where(EDIT.c.record.in_(some)) for some in chunks(among)]
    by_record: dict[str, list[Edit]] = {}
    for query in queries:
        for row in rows_of(connection, query):
            edit = edit_of(row)
            if until is None or covers(until, edit):
                by_record.setdefault(edit.record, []).append(edit)
    found = {record: _revisions(edits) for record, edits in by_record.items()}
    return {record: revisions for record, revisions in found.items() if revisions}


def _revisions(edits: Sequence[Edit]) -> tuple[Redating, ...]:
    """The revisions of one due date: each against the date that it replaced, whichever copy it was made in."""
    by_id = {edit.id: edit for edit in edits}
    revisions: dict[EditId, Redating] = {}
    of_batch: dict[str, list[EditId]] = {}
    for edit in sorted(edits, key=lambda edit: (edit.lamport, edit.id)):
        if edit.undoes:
            for revised in of_batch.pop(edit.reversed_batch, ()):
                del revisions[revised]
            continue
        parents = heads(by_id[parent] for parent in edit.parents if parent in by_id)
        before = [str(parent.values().get("due", "")) for parent in parents]
        values = edit.values()
        now = str(values.get("due", ""))
        # Who decides between two dates re-dates nothing: both were counted when they were set.
        if before and before[0] and now not in before:
            why = str(values.get("due_reason", "")) or edit.why
            revisions[edit.id] = Redating(before[0], now, why, edit.who, edit.at)
            of_batch.setdefault(edit.batch, []).append(edit.id)
    return tuple(revisions.values())


def values_at_meetings(entries: Iterable[Entry], meetings: Iterable[Meeting], name: str) -> list[tuple[Meeting, str]]:
    """What a field held at each closed meeting, oldest first.

    Meetings at which the record did not exist yet, or was deleted, are left out.

    Args:
        entries: the whole history of one record.
        meetings: the meetings of the board.
        name: the field.
    """
    edits = [entry.edit for entry in entries]
    closed = [each for each in meetings if each.state is MeetingState.CLOSED and each.known]
    found = []
    for meeting in sorted(closed, key=lambda each: (each.closed_at, each.id)):
        vector = read_vector(meeting.known)
        known = [edit for edit in edits if covers(vector, edit)]
        state = record_state(known) if known else None
        if state is not None and not state.deleted:
            found.append((meeting, str(state.values.get(name) or "")))
    return found
