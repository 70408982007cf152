"""A board read from its file: as it is now, brought up to date, or as it was known when a meeting closed."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TypeVar

from boardtui.domain.board.board import Board, Redating, Since
from boardtui.domain.board.commented import REPORTED, Commented
from boardtui.domain.board.memory import seen_by_all
from boardtui.domain.errors import BoardError
from boardtui.domain.meetings.sittings import closed_before
from boardtui.domain.records.edits import LIFE, Edit, Origins, heads, record_state
from boardtui.domain.records.kinds import FACTS, KINDS, Meeting, Profile, Record
from boardtui.domain.records.origin import says_brought
from boardtui.store.columns import EDITS, among, board_identity, chunks, edit_of, edition, table_of
from boardtui.store.history import (
    covers,
    meetings_of,
    read_vector,
    redatings,
    redatings_until,
    since,
    since_meeting,
    values_of,
)
from boardtui.store.records import Alike, read_records

COMMENTARY = "commentary"
"""The field, and the field group, of all kinds that have it."""

_TABLES = tuple(table_of(kind) for kind in KINDS.values() if kind.has(COMMENTARY))
T = TypeVar("T")

# From about here on, reading everything at once is faster.
MOST_TOUCHED = 2_000


def commented(reader: sqlite3.Connection, *, records: Collection[str] | None = None) -> dict[str, Commented]:
    """For each record that has a commentary, when that was written.

    Args:
        reader: the open file.
        records: only these records; all by default.
    """
    found: dict[str, list[tuple[Commented, bool]]] = {}
    for table in _TABLES:
        query = (
            "SELECT its.id, edit.at, edit.why, edit.parents = '', edit.intent = '' AND edit.parents NOT LIKE '% %' "
            f"FROM {table} AS its JOIN head ON head.record = its.id AND head.grp = '{COMMENTARY}' "
            "JOIN edit ON edit.session = head.session AND edit.number = head.number "
            f"WHERE its.deleted = 0 AND its.{COMMENTARY} != ''"
        )
        if records is None:
            rows = reader.execute(query).fetchall()
        else:
            some_of = f"{query} AND its.id"
            rows = [row for some in chunks(records) for row in reader.execute(f"{some_of} {among(some)}", some)]
        for record, at, why, first, plain in rows:
            day = Commented(at, says_brought(why, first=bool(first)))
            found.setdefault(record, []).append((day, bool(plain)))
    # Mostly the current words are those that somebody wrote last. Else it takes the edits before them.
    simple = {record: some[0][0] for record, some in found.items() if len(some) == 1 and some[0][1]}
    others = [record for record in found if record not in simple]
    edits: dict[str, list[Edit]] = {}
    for some in chunks(others):
        for row in reader.execute(f"{EDITS} WHERE record {among(some)} AND grp = '{COMMENTARY}'", some):
            edit = edit_of(row)
            edits.setdefault(edit.record, []).append(edit)
    return {record: simple.get(record) or written_at(edits[record]) for record in found}


def reported(reader: sqlite3.Connection, *, records: Collection[str] | None = None) -> dict[str, str]:
    """For each item on which somebody reported since it was put on the board, when that was last, in ISO 8601 UTC.

    What was written in the same stroke as the item itself is no report: a plan and a spreadsheet may be brought in on
    any day. Nor is what was taken back.

    Args:
        reader: the open file.
        records: only these records; all by default.
    """
    found: dict[str, str] = {}
    for kind, groups in REPORTED.items():
        # The edit with which an item was made is found by its place in time, of which an index knows.
        query = (
            "SELECT its.id, max(edit.at) "
            f"FROM {table_of(KINDS[kind])} AS its "
            "JOIN edit AS made ON made.lamport = its.created AND +made.record = its.id "
            f"JOIN head ON head.record = its.id AND head.grp IN ({', '.join(map(repr, groups))}) "
            "JOIN edit ON edit.session = head.session AND edit.number = head.number "
            "WHERE its.deleted = 0 AND edit.batch != made.batch AND edit.intent NOT LIKE 'undo%'"
        )
        if records is None:
            found |= dict(reader.execute(f"{query} GROUP BY its.id").fetchall())
        else:
            for some in chunks(records):
                found |= dict(reader.execute(f"{query} AND its.id {among(some)} GROUP BY its.id", some).fetchall())
    return found


def commented_in(edits: Iterable[Edit]) -> Commented | None:
    """When the commentary was written that the edits of one record leave; None where they leave none."""
    own = [edit for edit in edits if edit.group == COMMENTARY]
    return written_at(own) if own and heads(own)[0].values().get(COMMENTARY) else None


def written_at(own: Sequence[Edit]) -> Commented:
    """When the shown value of a field group was written, given all edits of it.

    Undo, redo and the settling of a disagreement bring back words that somebody wrote before: that is their day.
    """
    by_id, origins = {edit.id: edit for edit in own}, Origins(own)
    shown = heads(own)[0]
    while True:
        # Of a decision: the side that was taken, as it stood there.
        sides = [by_id[each] for each in shown.parents if each in by_id and by_id[each].value == shown.value]
        if len(shown.parents) == 1:
            sides = []  # somebody said the same again
        earlier = [origins.of(shown)] if shown.intent else sides
        known = [each for each in earlier if each is not None and each.lamport < shown.lamport]
        if not known:
            return Commented(shown.at, not shown.intent and says_brought(shown.why, first=not shown.parents))
        shown = max(known, key=lambda edit: (edit.lamport, edit.id))


def read_board(reader: sqlite3.Connection, *, since: str = "") -> Board:
    """Read a board within a transaction."""
    alike = Alike()
    every = {name: read_records(reader, kind, alike=alike) for name, kind in KINDS.items()}
    records = {name: {record.id: record for record in some} for name, some in every.items()}
    identity = board_identity(reader)
    profile = records["board"].get(identity) or Profile(id=identity)
    assert isinstance(profile, Profile)
    return Board(
        profile=profile,
        records=records,
        since=since_meeting(reader, records, since),
        redatings=redatings(reader),
        commented=commented(reader),
        reported=reported(reader),
        edition=edition(reader),
    )


def refreshed(reader: sqlite3.Connection, before: Board) -> Board | None:
    """The board as it is now; None where reading all of it is the better way.

    Args:
        reader: the open file.
        before: the board as it was read from this file, compared with the meeting that had closed last.
    """
    now_is = edition(reader)
    if now_is == before.edition:
        return before
    query = (
        f"SELECT DISTINCT record, kind, CASE WHEN grp IN ('dates', '{COMMENTARY}', '{LIFE}') THEN grp ELSE '' END "
        "FROM edit WHERE arrival > ? LIMIT ?"
    )
    touched: dict[str, set[str]] = {}
    in_group: dict[str, set[str]] = {"dates": set(), COMMENTARY: set(), LIFE: set(), "": set()}
    for record, kind, group in reader.execute(query, (before.edition, 4 * MOST_TOUCHED + 1)):
        if kind in FACTS:
            continue  # nothing on the board has changed with it
        touched.setdefault(kind, set()).add(record)
        in_group[group].add(record)
    every = {record for some in touched.values() for record in some}
    if now_is < before.edition or len(every) > MOST_TOUCHED or not touched.keys() <= set(KINDS):
        return None
    now: dict[str, dict[str, Record | None]] = {}
    for kind, records in touched.items():
        found = read_records(reader, KINDS[kind], ids=sorted(records))
        now[kind] = {**dict.fromkeys(records), **{record.id: record for record in found}}
    # A meeting that was closed, opened again or brought in changes what everything is compared with.
    meetings = now.get("meeting", {}).items()
    if any(seen_by_all(before.records["meeting"].get(identity), meeting) for identity, meeting in meetings):
        return None
    return before.revised(
        now,
        since=_since_revised(reader, before.since, every),
        redatings=_redatings_revised(reader, before.redatings, in_group["dates"]),
        commented=_commented_revised(reader, before.commented, in_group[COMMENTARY] | in_group[LIFE]),
        reported=_reported_revised(reader, before.reported, every),
        edition=now_is,
    )


def _redatings_revised(
    reader: sqlite3.Connection, before: Mapping[str, tuple[Redating, ...]], dated: Collection[str]
) -> Mapping[str, tuple[Redating, ...]]:
    """The revisions of due dates, read anew for the records of which a date was touched."""
    if not dated:
        return before
    return _without(before, dated) | redatings(reader, among=dated)


def _commented_revised(
    reader: sqlite3.Connection, before: Mapping[str, Commented], touched: Collection[str]
) -> Mapping[str, Commented]:
    """When commentaries were written, read anew for the records of which one was touched."""
    if not touched:
        return before
    return _without(before, touched) | commented(reader, records=touched)


def _reported_revised(
    reader: sqlite3.Connection, before: Mapping[str, str], touched: Collection[str]
) -> Mapping[str, str]:
    """When somebody last reported on each item, read anew for the records that were touched."""
    return _without(before, touched) | reported(reader, records=touched)


def _without(known: Mapping[str, T], records: Collection[str]) -> dict[str, T]:
    """What is known of all but some records: copied and these taken out, as there may be ten thousand others."""
    kept = dict(known)
    for each in records:
        kept.pop(each, None)
    return kept


def _since_revised(reader: sqlite3.Connection, before: Since, touched: Collection[str]) -> Since:
    """What has changed since the meeting, worked out anew for the records that were touched."""
    if before.meeting is None:
        return before
    part = since(reader, read_vector(before.meeting.known), among=touched)
    gone = [record for record in before.gone if record.id not in touched]
    return Since(
        meeting=before.meeting,
        before={**_without(before.before, touched), **part.before},
        new=(before.new - set(touched)) | part.new,
        gone=tuple(sorted((*gone, *part.gone), key=lambda record: (record.created, record.id))),
    )


def board_at(reader: sqlite3.Connection, meeting: str, *, compared_with: str = "") -> Board:
    """The board as it was known when a meeting closed.

    Args:
        reader: the open file.
        meeting: id of the closed meeting.
        compared_with: id of the closed meeting to compare with; the one before by default.

    Raises:
        BoardError: one of the meetings is unknown, or did not close in this file.
    """
    meetings = meetings_of(reader)
    closed = _closed(meetings, meeting)
    known = read_vector(closed.known)
    by_record: dict[str, list[Edit]] = {}
    arrived = 0
    for row in reader.execute(f"{EDITS} ORDER BY arrival"):
        edit = edit_of(row)
        if covers(known, edit):
            by_record.setdefault(edit.record, []).append(edit)
            arrived += 1
    records: dict[str, dict[str, Record]] = {name: {} for name in KINDS}
    for record, edits in by_record.items():
        state = record_state(edits)
        if state.kind in KINDS and not state.deleted:
            records[state.kind][record] = KINDS[state.kind].record(
                id=record,
                created=state.created,
                changed_at=state.changed_at,
                conflicts=state.conflicts,
                **values_of(state),
            )
    commentaries = {record for name, some in records.items() if KINDS[name].has(COMMENTARY) for record in some}
    before = _closed(meetings, compared_with) if compared_with else closed_before(meetings.values(), closed)
    identity = board_identity(reader)
    profile = records["board"].get(identity)
    return Board(
        profile=profile if isinstance(profile, Profile) else Profile(id=identity),
        records=records,
        since=Since() if before is None else since(reader, read_vector(before.known), before, until=known),
        redatings=redatings_until(reader, known),
        commented={
            record: day
            for record, edits in by_record.items()
            if record in commentaries and (day := commented_in(edits)) is not None
        },
        edition=arrived,
    )


def _closed(meetings: Mapping[str, Meeting], identity: str) -> Meeting:
    found = meetings.get(identity)
    if found is None:
        raise BoardError("There is no such meeting on this board.")
    if not found.known:
        raise BoardError("That meeting was not closed in this file, so what was known at its close is not in it.")
    return found
