"""The projection: one typed table a kind, worked out from the edits. It can be dropped and built again at any time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, and_, delete, insert, select

from boardtui.domain.errors import InvalidValue
from boardtui.domain.records.declare import validate
from boardtui.domain.records.edits import Edit, RecordState, record_state
from boardtui.domain.records.kinds import KINDS, Kind, Record
from boardtui.store.schema import (
    EDIT,
    HEAD,
    PROJECTION_TABLES,
    PROJECTIONS,
    chunks,
    edit_of,
    edit_select,
    edits_of,
    from_columns,
    rows_of,
    to_columns,
)


def values_with_defaults(edit: Edit) -> dict[str, Any]:
    """The values of an edit's group; fields that were declared after it was made have their defaults."""
    values, kind = edit.values(), KINDS.get(edit.kind)
    if kind is None or edit.group not in kind.groups:
        return values
    return {name: values.get(name, kind.attributes[name].default) for name in kind.groups[edit.group]}


def project(connection: Connection, records: Iterable[str]) -> list[RecordState]:
    """Bring the projection of some records up to date with their edits."""
    states = [record_state(edits) for edits in edits_of(connection, records).values()]
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
    for table in PROJECTION_TABLES:
        connection.execute(delete(table))
    by_record: dict[str, list[Edit]] = {}
    for row in connection.execute(edit_select()):
        edit = edit_of(row)
        by_record.setdefault(edit.record, []).append(edit)
    _insert(connection, [record_state(edits) for edits in by_record.values()])


def _insert(connection: Connection, states: Sequence[RecordState]) -> None:
    heads: list[dict[str, Any]] = []
    rows: dict[str, list[dict[str, Any]]] = {}
    for state in states:
        if (kind := KINDS.get(state.kind)) is None:
            continue  # a kind that a newer version declares: kept as edits, shown by nobody here
        rows.setdefault(state.kind, []).append(_row(kind, state))
        heads += [
            {"record": state.record, "grp": group, "session": edit.id.session, "number": edit.id.number}
            for group, current in state.groups.items()
            for edit in current.heads
        ]
    for name, some in rows.items():
        connection.execute(insert(PROJECTIONS[name]), some)
    if heads:
        connection.execute(insert(HEAD), heads)


def _row(kind: Kind, state: RecordState) -> dict[str, Any]:
    values: dict[str, Any] = {each.name: each.default for each in kind.attributes.values()}
    for group, current in state.groups.items():
        if group in kind.groups:
            values |= _readable(kind, group, current.shown.values())
    return {
        "id": state.record,
        "created": state.created,
        "changed_at": state.changed_at,
        "conflicts": " ".join(state.conflicts),
        "deleted": state.deleted,
        **to_columns(kind, values),
    }


def _readable(kind: Kind, group: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as this version declares them: fields it does not know are passed over."""
    known = {name: value for name, value in values.items() if name in kind.attributes}
    if set(known) == set(values) == set(kind.groups[group]):
        return known  # written by this version's declaration, and validated then
    try:
        valid = validate(kind.name, group, known)
    except InvalidValue:
        return {}
    # Text stays as it is stored, whatever is kept of it today, so that every version shows the same of one edit.
    kept = {name: text for name, text in known.items() if isinstance(valid[name], str) and isinstance(text, str)}
    return valid | {name: text for name, text in kept.items() if kind.attributes[name].look.form in ("line", "text")}


def read_records(connection: Connection, kind: Kind, *, where: Any = None) -> list[Record]:
    """The records of a kind that are not deleted, in the order they were made."""
    table = PROJECTIONS[kind.name]
    names = list(kind.attributes)
    query = select(
        table.c.id, table.c.created, table.c.changed_at, table.c.conflicts, *[table.c[name] for name in names]
    ).where(table.c.deleted.is_(False))
    if where is not None:
        query = query.where(where)
    readers = from_columns(kind)
    positions = [(names.index(name) + 4, reader) for name, reader in readers.items()]
    keys = ("id", "created", "changed_at", "conflicts", *names)
    records = []
    for row in connection.execute(query):
        cells = list(row)
        cells[3] = tuple(cells[3].split())
        for position, reader in positions:
            cells[position] = reader(cells[position])
        records.append(kind.record(**dict(zip(keys, cells, strict=True))))
    records.sort(key=lambda record: (record.created, record.id))
    return records
