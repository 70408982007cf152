"""What the projection of a board says, worked out from its edits alone: without a database, and without SQLModel.

Whoever writes the projection and whoever checks it ask here, so that the two cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from boardtui.domain.errors import InvalidValue
from boardtui.domain.records.declare import validate
from boardtui.domain.records.edits import Edit, RecordState, record_state
from boardtui.domain.records.kinds import KINDS, Kind
from boardtui.store.columns import table_of, to_columns
from boardtui.store.records import revisions_in

DATES = "dates"  # the group whose revisions are kept
HEADS, REVISIONS = "head", "p_redating"  # the tables that belong to no kind

COLUMNS = {
    HEADS: ("record", "grp", "session", "number"),
    REVISIONS: ("record", "place", "before", "now", "why", "who", "at"),
}
"""What these two hold; the columns of the others follow from the kinds."""


def projected(edits: Iterable[Edit]) -> dict[str, list[dict[str, Any]]]:
    """What the tables of the projection hold, by their names, given all edits of a board; empty tables left out."""
    by_record: dict[str, list[Edit]] = {}
    for edit in edits:
        by_record.setdefault(edit.record, []).append(edit)
    rows = rows_of_states([record_state(some) for some in by_record.values()])
    dated = (edit for some in by_record.values() if len(some) > 1 for edit in some if edit.group == DATES)
    if revisions := revision_rows(dated):
        rows[REVISIONS] = revisions
    return rows


def revision_rows(edits: Iterable[Edit]) -> list[dict[str, Any]]:
    """The rows of the revisions of due dates, given all edits of these dates."""
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


def rows_of_states(states: Iterable[RecordState]) -> dict[str, list[dict[str, Any]]]:
    """The rows that the states of some records have, by table; without the revisions of dates."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for state in states:
        if (kind := KINDS.get(state.kind)) is None:
            continue  # a kind that a newer version declares: kept as edits, shown by nobody here
        rows.setdefault(table_of(kind), []).append(_row(kind, state))
        rows.setdefault(HEADS, []).extend(
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
