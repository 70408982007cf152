"""The projection: one typed table a kind, worked out from the edits. It can be dropped and built again at any time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection, and_, delete, select

from boardtui.domain.records.edits import Edit, RecordState, record_state
from boardtui.store.columns import chunks, edit_of, edits_of
from boardtui.store.projected import (
    COLUMNS,
    DATES,
    REVISIONS,
    Row,
    by_record,
    projected,
    revision_rows,
    rows_of_states,
)
from boardtui.store.schema import (
    EDIT,
    HEAD,
    PROJECTIONS,
    REDATING,
    edit_select,
    projection_tables,
    reader_of,
    rows_of,
)


def project(
    connection: Connection, records: Iterable[str], known: Mapping[str, Sequence[Edit]] | None = None
) -> list[RecordState]:
    """Bring the projection of some records up to date with their edits.

    Args:
        connection: the transaction.
        records: the records.
        known: of some of them all edits there are, which are not read once more.
    """
    known = known or {}
    wanted = set(records)
    edits = edits_of(reader_of(connection), wanted - known.keys())
    states = [
        record_state(some) for some in (*edits.values(), *(known[each] for each in sorted(wanted & known.keys())))
    ]
    replace_states(connection, states)
    return states


def replace_states(connection: Connection, states: Sequence[RecordState]) -> None:
    """Write the states of some records in place of what the projection says about them."""
    by_kind: dict[str, list[str]] = {}
    for state in states:
        by_kind.setdefault(state.kind, []).append(state.record)
    for kind, records in by_kind.items():
        for some in chunks(records):
            connection.execute(delete(HEAD).where(HEAD.c.record.in_(some)))
            if kind in PROJECTIONS:
                connection.execute(delete(PROJECTIONS[kind]).where(PROJECTIONS[kind].c.id.in_(some)))
    _insert(connection, states)
    _revise(connection, states)


def _revise(connection: Connection, states: Sequence[RecordState]) -> None:
    """Keep the revisions of the due dates of some records as their edits say."""
    dated = [state for state in states if DATES in state.groups]
    for some in chunks(state.record for state in dated):
        connection.execute(delete(REDATING).where(REDATING.c.record.in_(some)))
    # Where no current edit replaces another, there is nothing but current edits, and no date was revised.
    revised = {state.record for state in dated if any(edit.parents for edit in state.groups[DATES].heads)}
    edits: list[Edit] = []
    for some in chunks(revised):
        query = edit_select().where(EDIT.c.record.in_(some), EDIT.c.grp == DATES)
        edits += map(edit_of, rows_of(connection, query))
    _insert_revisions(connection, edits)


def _insert_revisions(connection: Connection, edits: Iterable[Edit]) -> None:
    """Write the revisions of due dates, given all edits of these dates."""
    _insert_rows(connection, REVISIONS, revision_rows(edits))


def states_of(connection: Connection, records: Iterable[str]) -> dict[str, RecordState]:
    """The states of some records, by record, from the projection: without reading all of their edits."""
    wanted = set(records)
    heads: dict[str, list[Edit]] = {}
    of_head = and_(EDIT.c.session == HEAD.c.session, EDIT.c.number == HEAD.c.number)
    for some in chunks(wanted):
        query = edit_select().order_by(None).join(HEAD, of_head).where(HEAD.c.record.in_(some))
        for row in rows_of(connection, query):
            edit = edit_of(row)
            heads.setdefault(edit.record, []).append(edit)
    by_kind: dict[str, list[str]] = {}
    for record, current in heads.items():
        by_kind.setdefault(current[0].kind, []).append(record)
    states = {}
    for kind, of_kind in by_kind.items():
        table = PROJECTIONS[kind]
        for some in chunks(of_kind):
            query = select(table.c.id, table.c.created, table.c.changed_at).where(table.c.id.in_(some))
            for record, created, changed_at in connection.execute(query).all():
                state = record_state(heads[record])
                states[record] = replace(state, created=created, changed_at=changed_at)
    return states


def advanced(state: RecordState | None, new: Sequence[Edit]) -> RecordState:
    """The state of a record once new edits have come in, worked out from its state before.

    An edit that is here already names no new one as a parent, so only the new ones can replace what is current.
    """
    current = [edit for group in state.groups.values() for edit in group.heads] if state else []
    after = record_state([*current, *new])
    if state is None:
        return after
    return replace(
        after,
        kind=state.kind,
        created=min(state.created, after.created),
        changed_at=max(state.changed_at, after.changed_at),
    )


def rebuild(connection: Connection) -> None:
    """Drop what is in the projection and work it out anew from all edits."""
    for table in projection_tables():
        connection.execute(delete(table))
    edits = by_record(map(edit_of, rows_of(connection, edit_select())))
    for name, rows in projected(edits, map(record_state, edits.values())).items():
        _insert_rows(connection, name, rows)


def _insert(connection: Connection, states: Sequence[RecordState]) -> None:
    for name, rows in rows_of_states(states).items():
        _insert_rows(connection, name, rows)


def _insert_rows(connection: Connection, table: str, rows: Sequence[Row]) -> None:
    names = COLUMNS[table]
    columns, places = ", ".join(f'"{name}"' for name in names), ", ".join("?" * len(names))
    reader_of(connection).executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", rows)
