"""The records of a board, read from its projection."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import Any

from boardtui.domain.board.board import Redating
from boardtui.domain.board.order import are_as_made
from boardtui.domain.immutable import made_together
from boardtui.domain.records.edits import Edit, EditId, heads
from boardtui.domain.records.kinds import KINDS, Kind, Record
from boardtui.store.columns import OF_EVERY_RECORD, among, chunks, columns_of, from_columns, records_query


def values_with_defaults(edit: Edit) -> dict[str, Any]:
    """The values of an edit's group; fields that were declared after it was made have their defaults."""
    values, kind = edit.values(), KINDS.get(edit.kind)
    if kind is None or edit.group not in kind.groups:
        return values
    return {name: values.get(name, kind.attributes[name].default) for name in kind.groups[edit.group]}


class Alike(dict[str, str]):
    """Words that are the same become the same object: a board says a lead, a period or a KPI ten thousand times.

    What has come up lately is found; all words of a large board would be a second board beside it.
    """

    _MOST = 20_000

    def of(self, words: Sequence[str]) -> Iterable[str]:
        """Words, each of them as it was met first."""
        if len(self) > self._MOST:
            self.clear()
        return map(self.setdefault, words, words)


# Rows are read so many at a time: all of a large board at once would be as much again as its records.
_ROWS = 1_000


def read_records(
    reader: sqlite3.Connection, kind: Kind, *, ids: Sequence[str] | None = None, alike: Alike | None = None
) -> list[Record]:
    """The records of a kind that are not deleted, in the order they were made.

    Args:
        reader: the open file.
        kind: the kind.
        ids: only those of these ids; all by default.
        alike: the words of other records that are kept beside these.
    """
    readers, types = from_columns(kind), {**OF_EVERY_RECORD, **columns_of(kind)}
    alike = Alike() if alike is None else alike
    names = ("id", "created", "changed_at", "conflicts", *kind.attributes)
    records: list[Record] = []
    for rows in _rows(reader, records_query(kind.name), ids):
        columns: dict[str, Iterable[Any]] = {}
        for name, cells in zip(names, zip(*rows, strict=True), strict=True):
            if name == "conflicts":
                columns[name] = map(tuple, map(str.split, cells))
            elif name in readers:
                columns[name] = map(readers[name], cells)
            elif types[name] is str and name != "id":
                columns[name] = alike.of(cells)
            else:
                columns[name] = cells
        records += made_together(kind.record, len(rows), columns)
    if not are_as_made(records):
        records.sort(key=lambda record: (record.created, record.id))
    return records


def _rows(reader: sqlite3.Connection, query: str, ids: Sequence[str] | None) -> Iterator[Sequence[Sequence[Any]]]:
    """The rows of a query, so many at a time."""
    parts = [(query, list[str]())] if ids is None else [(f"{query} AND id {among(some)}", some) for some in chunks(ids)]
    for part, named in parts:
        cursor = reader.execute(part, named)
        while rows := cursor.fetchmany(_ROWS):
            yield rows


_by_age = attrgetter("lamport", "id")


def revisions_in(edits: Sequence[Edit]) -> tuple[Redating, ...]:
    """The revisions of one due date: each against the date that it replaced, whichever copy it was made in."""
    by_id = {edit.id: edit for edit in edits}
    values_of = {edit.id: edit.values() for edit in edits if not edit.undoes}
    found: dict[EditId, Redating] = {}
    of_batch: dict[str, list[EditId]] = {}
    for edit in sorted(edits, key=_by_age):
        if edit.undoes:
            for revised in of_batch.pop(edit.reversed_batch, ()):
                del found[revised]
            continue
        parents = heads([by_id[parent] for parent in edit.parents if parent in by_id])
        before = [str((values_of.get(parent.id) or parent.values()).get("due", "")) for parent in parents]
        values = values_of[edit.id]
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
