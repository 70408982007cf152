"""The projection: one typed table a kind, worked out from the edits. It can be dropped and built again at any time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, and_, delete, insert, select
from sqlmodel import SQLModel

from boardtui.domain.errors import InvalidValue
from boardtui.domain.records.declare import validate
from boardtui.domain.records.edits import Edit, RecordState, record_state
from boardtui.domain.records.kinds import KINDS, Kind
from boardtui.store.columns import chunks, edit_of, edits_of, to_columns
from boardtui.store.records import revisions_in
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

_DATES = "dates"  # the group whose revisions are kept


def project(connection: Connection, records: Iterable[str]) -> list[RecordState]:
    """Bring the projection of some records up to date with their edits."""
    states = [record_state(edits) for edits in edits_of(reader_of(connection), records).values()]
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
    dated = [state for state in states if _DATES in state.groups]
    for some in chunks(state.record for state in dated):
        connection.execute(delete(REDATING).where(REDATING.c.record.in_(some)))
    # Where no current edit replaces another, there is nothing but current edits, and no date was revised.
    revised = {state.record for state in dated if any(edit.parents for edit in state.groups[_DATES].heads)}
    edits: list[Edit] = []
    for some in chunks(revised):
        query = edit_select().where(EDIT.c.record.in_(some), EDIT.c.grp == _DATES)
        edits += map(edit_of, rows_of(connection, query))
    _insert_revisions(connection, edits)


def _insert_revisions(connection: Connection, edits: Iterable[Edit]) -> None:
    """Write the revisions of due dates, given all edits of these dates."""
    if rows := _revision_rows(edits):
        connection.execute(insert(REDATING), rows)


def _revision_rows(edits: Iterable[Edit]) -> list[dict[str, Any]]:
    by_record: dict[str, list[Edit]] = {}
    for edit in edits:
        by_record.setdefault(edit.record, []).append(edit)
    return [
        {
            "record": record,
            "place": place,
            "before": each.before,
            "now": each.now,
            "why": each.why,
            "who": each.who,
            "at": each.at,
        }
        for record, some in by_record.items()
        for place, each in enumerate(revisions_in(some))
    ]


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
    for name, rows in projected(map(edit_of, rows_of(connection, edit_select()))).items():
        connection.execute(insert(SQLModel.metadata.tables[name]), rows)


def projected(edits: Iterable[Edit]) -> dict[str, list[dict[str, Any]]]:
    """What the tables of the projection hold, by their names, given all edits of a board; empty tables left out."""
    by_record: dict[str, list[Edit]] = {}
    for edit in edits:
        by_record.setdefault(edit.record, []).append(edit)
    rows = _rows_of_states([record_state(some) for some in by_record.values()])
    dated = (edit for some in by_record.values() if len(some) > 1 for edit in some if edit.group == _DATES)
    if revisions := _revision_rows(dated):
        rows[REDATING.name] = revisions
    return rows


def _insert(connection: Connection, states: Sequence[RecordState]) -> None:
    for name, rows in _rows_of_states(states).items():
        connection.execute(insert(SQLModel.metadata.tables[name]), rows)


def _rows_of_states(states: Iterable[RecordState]) -> dict[str, list[dict[str, Any]]]:
    rows: dict[str, list[dict[str, Any]]] = {}
    for state in states:
        if (kind := KINDS.get(state.kind)) is None:
            continue  # a kind that a newer version declares: kept as edits, shown by nobody here
        rows.setdefault(PROJECTIONS[kind.name].name, []).append(_row(kind, state))
        rows.setdefault(HEAD.name, []).extend(
            {"record": state.record, "grp": group, "session": edit.id.session, "number": edit.id.number}
            for group, current in state.groups.items()
            for edit in current.heads
        )
    return rows


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
