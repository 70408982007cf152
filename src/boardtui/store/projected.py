"""What the projection of a board says, worked out from its edits alone: without a database, and without SQLModel.

Whoever writes the projection and whoever checks it ask here, so that the two cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from boardtui.domain.errors import InvalidValue
from boardtui.domain.records.declare import validate
from boardtui.domain.records.edits import Edit, RecordState
from boardtui.domain.records.kinds import KINDS, Kind
from boardtui.store.columns import OF_EVERY_RECORD, as_column, columns_of, table_of
from boardtui.store.records import revisions_in

DATES = "dates"  # the group whose revisions are kept
HEADS, REVISIONS = "head", "p_redating"  # the tables that belong to no kind

COLUMNS: Mapping[str, tuple[str, ...]] = {
    HEADS: ("record", "grp", "session", "number"),
    REVISIONS: ("record", "place", "before", "now", "why", "who", "at"),
    **{table_of(kind): (*OF_EVERY_RECORD, *columns_of(kind)) for kind in KINDS.values()},
}
"""The tables of the projection, and the columns of each in the order in which its rows are worked out."""

Row = tuple[Any, ...]


def projected(by_record: Mapping[str, Sequence[Edit]], states: Iterable[RecordState]) -> dict[str, list[Row]]:
    """What the tables of the projection hold, by their names, of some records; empty tables left out.

    Args:
        by_record: all edits of each of them.
        states: what these say.
    """
    rows = rows_of_states(states)
    dated = (edit for some in by_record.values() if len(some) > 1 for edit in some if edit.group == DATES)
    if revisions := revision_rows(dated):
        rows[REVISIONS] = revisions
    return rows


def by_record(edits: Iterable[Edit]) -> dict[str, list[Edit]]:
    """Edits by the record that they are of."""
    found: dict[str, list[Edit]] = {}
    for edit in edits:
        found.setdefault(edit.record, []).append(edit)
    return found


def revision_rows(edits: Iterable[Edit]) -> list[Row]:
    """The rows of the revisions of due dates, given all edits of these dates."""
    return [
        (record, place, each.before, each.now, each.why, each.who, each.at)
        for record, some in by_record(edits).items()
        for place, each in enumerate(revisions_in(some))
    ]


def rows_of_states(states: Iterable[RecordState]) -> dict[str, list[Row]]:
    """The rows that the states of some records have, by table; without the revisions of dates."""
    rows: dict[str, list[Row]] = {}
    for state in states:
        if (kind := KINDS.get(state.kind)) is None:
            continue  # a kind that a newer version declares: kept as edits, shown by nobody here
        rows.setdefault(table_of(kind), []).append(_row(kind, state))
        rows.setdefault(HEADS, []).extend(
            [(state.record, group, *edit.id) for group, current in state.groups.items() for edit in current.heads]
        )
    return rows


def _row(kind: Kind, state: RecordState) -> Row:
    values = dict(_defaults(kind.name))
    for group, current in state.groups.items():
        if group in kind.groups:
            values |= _readable(kind, group, current.shown.values())
    conflicts = " ".join(state.conflicts)
    return (state.record, state.created, state.changed_at, conflicts, state.deleted, *map(as_column, values.values()))


@cache
def _defaults(kind: str) -> Mapping[str, Any]:
    """What the fields of a kind hold where nobody has said anything, in the order of their columns."""
    return {each.name: each.default for each in KINDS[kind].attributes.values()}


@cache
def _names(kind: str, group: str) -> frozenset[str]:
    return frozenset(KINDS[kind].groups[group])


def _readable(kind: Kind, group: str, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The values as this version declares them: fields it does not know are passed over."""
    if values.keys() == _names(kind.name, group):
        return values  # written by this version's declaration, and validated then
    known = {name: value for name, value in values.items() if name in kind.attributes}
    try:
        valid = validate(kind.name, group, known)
    except InvalidValue:
        return {}
    # Text stays as it is stored, whatever is kept of it today, so that every version shows the same of one edit.
    kept = {name: text for name, text in known.items() if isinstance(valid[name], str) and isinstance(text, str)}
    return valid | {name: text for name, text in kept.items() if kind.attributes[name].look.form in ("line", "text")}
