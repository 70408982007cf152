"""Looking back: who changed what, and what has changed since a meeting closed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from boardtui.domain.board.board import Redating, Since
from boardtui.domain.errors import BoardError
from boardtui.domain.immutable import immutable
from boardtui.domain.records.declare import values_as_declared
from boardtui.domain.records.edits import LIFE, Edit, EditId, RecordState, record_state
from boardtui.domain.records.kinds import FACTS, KINDS, Meeting, Record
from boardtui.domain.records.meetings import MeetingState
from boardtui.store.columns import COLUMNS, EDITS, NO_FACT, among, chunks, edit_of, edits_by_id, edits_of, table_of
from boardtui.store.records import read_records, revisions_in

Vector = Mapping[str, int]


@immutable
class Entry:
    """One line of history.

    Attributes:
        changed: for each field that changed, its value before and after. None before: the group was never set.
        deleted: True where the record was deleted, False where it was restored, None for ordinary edits.
        received: it came in with a copy.
        instead_of: where it settled a disagreement, the edits that were not chosen.
        of_deleted: where the record was deleted, all that was ever said of it: what it was is told from that.
        anew: the record was restored by being added again, after its making had been taken back: it is as good as new.
    """

    edit: Edit
    changed: Mapping[str, tuple[Any, Any]]
    deleted: bool | None
    received: bool = False
    instead_of: tuple[Edit, ...] = ()
    of_deleted: tuple[Edit, ...] = ()
    anew: bool = False


@immutable
class MeetingRecord:
    """What was changed in a meeting, as the minutes tell it.

    Attributes:
        entries: the edits that were made in the meeting, oldest first.
        corrected: edits of what was changed in the meeting before, made since that one closed, oldest first.
        previous: the meeting before it; None for the first.
        corrections: edits of what it minuted itself, made since it closed and until that was agreed, oldest first.
    """

    entries: tuple[Entry, ...] = ()
    corrected: tuple[Entry, ...] = ()
    previous: Meeting | None = None
    corrections: tuple[Entry, ...] = ()

    @property
    def shown(self) -> frozenset[str]:
        """The agenda items that were on the screen while the meeting ran."""
        steps = (each.edit for each in self.entries if each.edit.kind == "meeting")
        return frozenset(str(edit.values().get("current_item", "")) for edit in steps if edit.group != LIFE)

    @property
    def last_at(self) -> str:
        """When the last of them was made, ISO 8601 UTC: the end of a meeting that nobody closed. "" for none."""
        return max((each.edit.at for each in self.entries), default="")


def parts_of(reader: sqlite3.Connection, record: str) -> list[str]:
    """The ids of what belongs to a record without a ref of its own, as a KPI's readings do; deleted parts too."""
    return [identity for query in _PART_QUERIES for (identity,) in reader.execute(query, (record,))]


_PART_QUERIES = tuple(
    f'SELECT id FROM {table_of(kind)} WHERE "{kind.owner}" = ?'
    for kind in KINDS.values()
    if kind.owner and not kind.has("ref")
)


def entries(
    reader: sqlite3.Connection, *, records: Iterable[str] | None = None, limit: int | None = None, meeting: str = ""
) -> list[Entry]:
    """History, newest first.

    Args:
        reader: the open file.
        records: only of these records; of the whole board by default.
        limit: only the newest so many edits.
        meeting: only what was said in this meeting.
    """
    columns = f"SELECT arrival, received, {', '.join(COLUMNS)} FROM edit"
    newest = f"AND {NO_FACT} ORDER BY arrival DESC LIMIT ?"
    most = -1 if limit is None else limit  # to SQLite, no limit
    if records is not None:
        rows = [
            row
            for some in chunks(records)
            for row in reader.execute(f"{columns} WHERE record {among(some)} {newest}", (*some, most))
        ]
        rows = sorted(rows, key=lambda row: row[0], reverse=True)[:limit]
    elif meeting:
        rows = reader.execute(f"{columns} WHERE meeting = ? {newest}", (meeting, most)).fetchall()
    else:
        rows = reader.execute(f"{columns} WHERE true {newest}", (most,)).fetchall()
    found = entries_of(reader, [edit_of(row[2:]) for row in rows])
    return [replace(entry, received=True) if row[1] else entry for entry, row in zip(found, rows, strict=True)]


def edits_of_kinds(reader: sqlite3.Connection, kinds: Collection[str]) -> list[Edit]:
    """Every edit of the records of some kinds, in the order they came into this file."""
    wanted = sorted(kinds)
    query = f"SELECT {', '.join(COLUMNS)} FROM edit WHERE kind {among(wanted)} ORDER BY arrival"
    return [edit_of(row) for row in reader.execute(query, wanted)]


def deleted_edits(reader: sqlite3.Connection) -> list[Edit]:
    """All edits of the records that are deleted now: what is still to be known of them."""
    deleted = [
        identity
        for kind in KINDS.values()
        for (identity,) in reader.execute(f"SELECT id FROM {table_of(kind)} WHERE deleted = 1")
    ]
    return [edit for edits in edits_of(reader, deleted).values() for edit in edits]


def first_edits(reader: sqlite3.Connection, records: Iterable[str]) -> dict[str, EditId]:
    """For each of some records, the edit with which it came into this file."""
    found = {}
    for some in chunks(records):
        query = f"SELECT record, session, number, min(arrival) FROM edit WHERE record {among(some)} GROUP BY record"
        found.update({row[0]: EditId(row[1], row[2]) for row in reader.execute(query, some)})
    return found


def entries_of(reader: sqlite3.Connection, edits: Sequence[Edit]) -> list[Entry]:
    """What each of some edits changed, in their order."""
    by_id = {edit.id: edit for edit in edits}
    missing = {parent for edit in edits if edit.group != LIFE for parent in edit.parents} - by_id.keys()
    by_id |= {edit.id: edit for edit in edits_by_id(reader, missing)}
    lives = {edit.record for edit in edits if edit.group == LIFE}
    whole = edits_of(reader, lives) if lives else {}
    return [
        _life_entry(edit, whole.get(edit.record, ()))
        if edit.group == LIFE
        else _entry(edit, [by_id[parent] for parent in edit.parents if parent in by_id])
        for edit in edits
    ]


def _life_entry(edit: Edit, edits: Sequence[Edit]) -> Entry:
    deleted = edit.value == "false"
    known = tuple(each for each in edits if each.lamport < edit.lamport) if deleted else ()
    anew = not deleted and _is_anew(edit, edits)
    return Entry(edit, {}, deleted, instead_of=_life_not_chosen(edit, edits), of_deleted=known, anew=anew)


def _is_anew(restored: Edit, edits: Sequence[Edit]) -> bool:
    """Whether an ordinary edit restored what was deleted only in that its making was taken back."""
    made = min(edits, key=lambda each: (each.lamport, each.id)).batch
    gone = [each for each in edits if each.id in restored.parents and each.value == "false"]
    return not restored.intent and bool(gone) and all(each.undoes and each.reversed_batch == made for each in gone)


def _life_not_chosen(edit: Edit, edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """What spoke against it where somebody decided whether a record that was edited here and deleted there stays."""
    before = [each for each in edits if each.lamport < edit.lamport]
    if edit.intent or not before:
        return ()
    state = record_state(before)
    if LIFE not in state.conflicts:
        return ()
    deletions = [head for head in state.groups[LIFE].heads if head.value == "false"]
    if edit.value != "false":
        return tuple(deletions)
    seen = {parent for deletion in deletions for parent in deletion.parents}
    return tuple(head for group in state.groups.values() for head in group.heads if head.id not in seen)[:1]


def _entry(edit: Edit, parents: Sequence[Edit]) -> Entry:
    shown = max(parents, key=lambda parent: (bool(parent.meeting), parent.lamport, parent.id), default=None)
    before, after = (shown.values() if shown else {}), edit.values()
    changed = {name: (before.get(name), value) for name, value in after.items() if before.get(name) != value}
    if shown is None:
        kind = KINDS.get(edit.kind)
        default = {name: a.default for name, a in kind.attributes.items()} if kind else {}
        changed = {name: pair for name, pair in changed.items() if pair[1] not in (default.get(name), [])}
    others = {parent.value: parent for parent in parents if parent.value != edit.value}
    decided = others if len({parent.value for parent in parents}) > 1 else {}
    return Entry(edit, changed, None, instead_of=tuple(decided.values()))


def meetings_of(reader: sqlite3.Connection) -> dict[str, Meeting]:
    """The meetings of a board, by id."""
    found = read_records(reader, KINDS["meeting"])
    return {each.id: each for each in found if isinstance(each, Meeting)}


def version_vector(reader: sqlite3.Connection) -> dict[str, int]:
    """The highest edit number of each session: as numbers have no gaps, this says exactly which edits are here."""
    query = "SELECT session, max(number) FROM edit GROUP BY session"
    return {session: int(number) for session, number in reader.execute(query)}


def covers(vector: Vector, edit: Edit) -> bool:
    """Whether a version vector covers an edit."""
    return edit.id.number <= vector.get(edit.id.session, 0)


def edits_after(reader: sqlite3.Connection, vector: Vector) -> list[Edit]:
    """The edits that a version vector does not cover, in the order they came in."""
    newer = [s for s, number in version_vector(reader).items() if number > vector.get(s, 0)]
    found = []
    for session in newer:
        query = f"SELECT arrival, {', '.join(COLUMNS)} FROM edit WHERE session = ? AND number > ?"
        found += reader.execute(query, (session, vector.get(session, 0))).fetchall()
    found.sort(key=lambda row: row[0])
    return [edit_of(row[1:]) for row in found]


def since(
    reader: sqlite3.Connection,
    vector: Vector,
    meeting: Meeting | None = None,
    *,
    until: Vector | None = None,
    among: Collection[str] | None = None,
) -> Since:
    """What has changed since the edits that a version vector covers.

    An edit that is dated before the meeting but was merged after it is new to the board, and so counts.

    Args:
        reader: the open file.
        vector: what was known then.
        meeting: the meeting whose vector it is.
        until: what is known at the end of the time that is looked at; everything by default.
        among: only these records, all of which have edits that the vector does not cover; all such by default.
    """
    touched = (
        {edit.record for edit in edits_after(reader, vector) if until is None or covers(until, edit)}
        if among is None
        else set(among)
    )
    before: dict[str, dict[str, dict[str, Any]]] = {}
    new, gone = set(), []
    for record, every in edits_of(reader, touched).items():
        edits = [edit for edit in every if until is None or covers(until, edit)]
        now = record_state(edits)
        if now.kind in FACTS:
            continue  # a copy that was sent or came back changes nothing on the board
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
    return values_as_declared(KINDS[state.kind], group, values)


def values_of(state: RecordState) -> dict[str, Any]:
    """The values of a record of a known kind, as its declaration reads them."""
    values: dict[str, Any] = {}
    for group in KINDS[state.kind].groups:
        values |= _group_values(state, group)
    return values


def since_meeting(reader: sqlite3.Connection, records: Mapping[str, Mapping[str, Record]], meeting: str) -> Since:
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
    return since(reader, read_vector(last.known), last)


def read_vector(text: str) -> dict[str, int]:
    """Read the version vector that a closed meeting keeps; what is unreadable covers nothing."""
    try:
        loaded = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(loaded, dict):
        return {}
    return {s: number for s, number in loaded.items() if type(number) is int and 0 <= number < 2**53}


def redatings(reader: sqlite3.Connection, *, among: Collection[str] | None = None) -> dict[str, tuple[Redating, ...]]:
    """For each record, the revisions of its due date, oldest first; those undone again left out.

    Args:
        reader: the open file.
        among: only these records; all by default.
    """
    query = "SELECT record, before, now, why, who, at FROM p_redating"
    if among is None:
        rows = reader.execute(f"{query} ORDER BY record, place").fetchall()
    else:
        rows = [row for each in among for row in reader.execute(f"{query} WHERE record = ? ORDER BY place", (each,))]
    found: dict[str, list[Redating]] = {}
    for record, *revision in rows:
        found.setdefault(record, []).append(Redating(*revision))
    return {record: tuple(revisions) for record, revisions in found.items()}


def redatings_until(reader: sqlite3.Connection, until: Vector) -> dict[str, tuple[Redating, ...]]:
    """As `redatings`, of only those edits that a version vector covers."""
    by_record: dict[str, list[Edit]] = {}
    for row in reader.execute(f"{EDITS} WHERE grp = 'dates' ORDER BY arrival"):
        edit = edit_of(row)
        if covers(until, edit):
            by_record.setdefault(edit.record, []).append(edit)
    found = {record: revisions_in(edits) for record, edits in by_record.items()}
    return {record: revisions for record, revisions in found.items() if revisions}


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
