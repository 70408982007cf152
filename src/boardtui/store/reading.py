"""A board read from its file: as it is now, brought up to date, or as it was known when a meeting closed."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import Connection, select

from boardtui.domain.board.board import Board, Redating, Since
from boardtui.domain.errors import BoardError
from boardtui.domain.meetings.sittings import closed_before
from boardtui.domain.records.edits import Edit, record_state
from boardtui.domain.records.kinds import KINDS, Meeting, Profile, Record
from boardtui.store.history import covers, meetings_of, read_vector, redatings, since, since_meeting, values_of
from boardtui.store.projection import read_records
from boardtui.store.schema import EDIT, PROJECTIONS, board_identity, chunks, edit_of, edit_select, edition

# From about here on, reading everything at once is faster.
MOST_TOUCHED = 2_000


def read_board(connection: Connection, *, since: str = "") -> Board:
    """Read a board within a transaction."""
    records = {name: {record.id: record for record in read_records(connection, kind)} for name, kind in KINDS.items()}
    identity = board_identity(connection)
    profile = records["board"].get(identity) or Profile(id=identity)
    assert isinstance(profile, Profile)
    return Board(
        profile=profile,
        records=records,
        since=since_meeting(connection, records, since),
        redatings=redatings(connection),
        edition=edition(connection),
    )


def refreshed(connection: Connection, before: Board) -> Board | None:
    """The board as it is now; None where reading all of it is the better way.

    Args:
        connection: the open file.
        before: the board as it was read from this file, compared with the meeting that had closed last.
    """
    now_is = edition(connection)
    if now_is == before.edition:
        return before
    query = select(EDIT.c.record, EDIT.c.kind, EDIT.c.grp).where(EDIT.c.arrival > before.edition).distinct()
    touched: dict[str, set[str]] = {}
    dated: set[str] = set()
    for record, kind, group in connection.execute(query.limit(MOST_TOUCHED + 1)):
        touched.setdefault(kind, set()).add(record)
        if group == "dates":
            dated.add(record)
    every = {record for some in touched.values() for record in some}
    # A meeting that was closed, opened again or brought in changes what everything is compared with.
    if now_is < before.edition or len(every) > MOST_TOUCHED or "meeting" in touched or not touched.keys() <= set(KINDS):
        return None
    now: dict[str, dict[str, Record | None]] = {}
    for kind, records in touched.items():
        now[kind] = dict.fromkeys(records)
        for some in chunks(records):
            found = read_records(connection, KINDS[kind], where=PROJECTIONS[kind].c.id.in_(some))
            now[kind] |= {record.id: record for record in found}
    return before.revised(
        now,
        since=_since_revised(connection, before.since, every),
        redatings=_redatings_revised(connection, before.redatings, dated),
        edition=now_is,
    )


def _redatings_revised(
    connection: Connection, before: Mapping[str, tuple[Redating, ...]], dated: Collection[str]
) -> Mapping[str, tuple[Redating, ...]]:
    """The revisions of due dates, worked out anew for the records whose dates were touched."""
    if not dated:
        return before
    kept = {record: revisions for record, revisions in before.items() if record not in dated}
    return kept | redatings(connection, among=dated)


def _since_revised(connection: Connection, before: Since, touched: Collection[str]) -> Since:
    """What has changed since the meeting, worked out anew for the records that were touched."""
    if before.meeting is None:
        return before
    part = since(connection, read_vector(before.meeting.known), among=touched)
    gone = [record for record in before.gone if record.id not in touched]
    return Since(
        meeting=before.meeting,
        before={record: groups for record, groups in before.before.items() if record not in touched}
        | dict(part.before),
        new=(before.new - set(touched)) | part.new,
        gone=tuple(sorted((*gone, *part.gone), key=lambda record: (record.created, record.id))),
    )


def board_at(connection: Connection, meeting: str, *, compared_with: str = "") -> Board:
    """The board as it was known when a meeting closed.

    Args:
        connection: the open file.
        meeting: id of the closed meeting.
        compared_with: id of the closed meeting to compare with; the one before by default.

    Raises:
        BoardError: one of the meetings is unknown, or did not close in this file.
    """
    meetings = meetings_of(connection)
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
    before = _closed(meetings, compared_with) if compared_with else closed_before(meetings.values(), closed)
    identity = board_identity(connection)
    profile = records["board"].get(identity)
    return Board(
        profile=profile if isinstance(profile, Profile) else Profile(id=identity),
        records=records,
        since=Since() if before is None else since(connection, read_vector(before.known), before, until=known),
        redatings=redatings(connection, until=known),
        edition=arrived,
    )


def _closed(meetings: Mapping[str, Meeting], identity: str) -> Meeting:
    found = meetings.get(identity)
    if found is None:
        raise BoardError("There is no such meeting on this board.")
    if not found.known:
        raise BoardError("That meeting was not closed in this file, so what was known at its close is not in it.")
    return found
