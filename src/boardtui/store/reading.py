"""A board read from its file: as it is now, brought up to date, or as it was known when a meeting closed."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping
from typing import TypeVar

from boardtui.domain.board.board import Board, Redating, Since
from boardtui.domain.board.commented import Commented
from boardtui.domain.errors import BoardError
from boardtui.domain.meetings.sittings import closed_before
from boardtui.domain.records.edits import LIFE, Edit, record_state
from boardtui.domain.records.kinds import FACTS, KINDS, Meeting, Profile, Record
from boardtui.store.columns import EDITS, board_identity, edit_of, edition
from boardtui.store.commentary import COMMENTARY, commented, commented_in, reported
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

T = TypeVar("T")

# From about here on, reading everything at once is faster.
MOST_TOUCHED = 2_000


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
    # A meeting that was closed, opened again or brought in changes what everything is compared with.
    if now_is < before.edition or len(every) > MOST_TOUCHED or "meeting" in touched or not touched.keys() <= set(KINDS):
        return None
    now: dict[str, dict[str, Record | None]] = {}
    for kind, records in touched.items():
        found = read_records(reader, KINDS[kind], ids=sorted(records))
        now[kind] = {**dict.fromkeys(records), **{record.id: record for record in found}}
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
