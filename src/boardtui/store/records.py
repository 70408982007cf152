"""The records of a board, read from its projection."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from boardtui.domain.board.board import Redating
from boardtui.domain.records.edits import Edit, EditId, heads
from boardtui.domain.records.kinds import KINDS, Kind, Record
from boardtui.store.columns import among, chunks, from_columns, records_query


def values_with_defaults(edit: Edit) -> dict[str, Any]:
    """The values of an edit's group; fields that were declared after it was made have their defaults."""
    values, kind = edit.values(), KINDS.get(edit.kind)
    if kind is None or edit.group not in kind.groups:
        return values
    return {name: values.get(name, kind.attributes[name].default) for name in kind.groups[edit.group]}


def read_records(reader: sqlite3.Connection, kind: Kind, *, ids: Sequence[str] | None = None) -> list[Record]:
    """The records of a kind that are not deleted, in the order they were made.

    Args:
        reader: the open file.
        kind: the kind.
        ids: only those of these ids; all by default.
    """
    query = records_query(kind.name)
    if ids is None:
        rows = reader.execute(query).fetchall()
    else:
        rows = [row for some in chunks(ids) for row in reader.execute(f"{query} AND id {among(some)}", some)]
    keys = ("id", "created", "changed_at", "conflicts", *kind.attributes)
    positions = [(keys.index(name), read) for name, read in from_columns(kind).items()]
    records = []
    for row in rows:
        cells: list[Any] = list(row)
        cells[3] = tuple(cells[3].split())
        for position, read in positions:
            cells[position] = read(cells[position])
        records.append(kind.record(**dict(zip(keys, cells, strict=True))))
    records.sort(key=lambda record: (record.created, record.id))
    return records


def revisions_in(edits: Sequence[Edit]) -> tuple[Redating, ...]:
    """The revisions of one due date: each against the date that it replaced, whichever copy it was made in."""
    by_id = {edit.id: edit for edit in edits}
    found: dict[EditId, Redating] = {}
    of_batch: dict[str, list[EditId]] = {}
    for edit in sorted(edits, key=lambda edit: (edit.lamport, edit.id)):
        if edit.undoes:
            for revised in of_batch.pop(edit.reversed_batch, ()):
                del found[revised]
            continue
        parents = heads(by_id[parent] for parent in edit.parents if parent in by_id)
        before = [str(parent.values().get("due", "")) for parent in parents]
        values = edit.values()
        now = str(values.get("due", ""))
        # Who decides between two dates re-dates nothing: both were counted when they were set.
        if before and before[0] and now not in before:
            why = str(values.get("due_reason", "")) or edit.why
            found[edit.id] = Redating(before[0], now, why, edit.who, edit.at)
            of_batch.setdefault(edit.batch, []).append(edit.id)
        elif (why := str(values.get("due_reason", ""))) and (last := of_batch.get(edit.batch, [])[-1:]):
            # Said a moment later, when the date was on disk already.
            found[last[0]] = replace(found[last[0]], why=why)
    return tuple(found.values())
