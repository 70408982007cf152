"""A board brought up to date: only the records are read about which new edits have come in."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, func, select

from boardtui.domain.board.board import Board, Since
from boardtui.domain.records.kinds import KINDS, Record
from boardtui.store.edit_rows import chunks
from boardtui.store.history import read_vector, redatings, since
from boardtui.store.projection import read_records
from boardtui.store.schema import EDIT, PROJECTIONS

# From about here on, reading everything at once is faster.
MOST_TOUCHED = 2_000


def refreshed(connection: Connection, before: Board) -> Board | None:
    """The board as it is now; None where reading all of it is the better way.

    Args:
        connection: the open file.
        before: the board as it was read from this file, compared with the meeting that had closed last.
    """
    arrival = func.coalesce(func.max(EDIT.c.arrival), 0)
    edition = int(connection.execute(select(arrival)).scalar_one())
    if edition == before.edition:
        return before
    query = select(EDIT.c.record, EDIT.c.kind).where(EDIT.c.arrival > before.edition).distinct().limit(MOST_TOUCHED + 1)
    touched: dict[str, set[str]] = {}
    for record, kind in connection.execute(query):
        touched.setdefault(kind, set()).add(record)
    every = {record for some in touched.values() for record in some}
    # A meeting that was closed, opened again or brought in changes what everything is compared with.
    if (
        edition < before.edition
        or len(every) > MOST_TOUCHED
        or "meeting" in touched
        or not touched.keys() <= set(KINDS)
    ):
        return None
    now: dict[str, dict[str, Record | None]] = {}
    for kind, records in touched.items():
        now[kind] = dict.fromkeys(records)
        for some in chunks(records):
            found = read_records(connection, KINDS[kind], where=PROJECTIONS[kind].c.id.in_(some))
            now[kind] |= {record.id: record for record in found}
    dated = any("dates" in KINDS[kind].groups for kind in touched)
    return before.revised(
        now,
        since=_since(connection, before.since, every),
        redatings=redatings(connection) if dated else before.redatings,
        edition=edition,
    )


def _since(connection: Connection, before: Since, touched: Collection[str]) -> Since:
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
