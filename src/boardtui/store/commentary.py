"""When each commentary was written, and when somebody last reported on each item.

Of a commentary it is the day of the words themselves, not of what was done beside them since. A report says how an item
stands, and not only what it is called or whose it is.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Sequence

from boardtui.domain.board.commented import REPORTED, Commented
from boardtui.domain.records.edits import Edit, Origins, heads
from boardtui.domain.records.kinds import KINDS
from boardtui.domain.records.origin import says_brought
from boardtui.store.columns import EDITS, among, chunks, edit_of, table_of

COMMENTARY = "commentary"
"""The field, and the field group, of all kinds that have it."""

_TABLES = tuple(table_of(kind) for kind in KINDS.values() if kind.has(COMMENTARY))


def commented(reader: sqlite3.Connection, *, records: Collection[str] | None = None) -> dict[str, Commented]:
    """For each record that has a commentary, when that was written.

    Args:
        reader: the open file.
        records: only these records; all by default.
    """
    found: dict[str, list[tuple[Commented, bool]]] = {}
    for table in _TABLES:
        query = (
            "SELECT its.id, edit.at, edit.why, edit.parents = '', edit.intent = '' AND edit.parents NOT LIKE '% %' "
            f"FROM {table} AS its JOIN head ON head.record = its.id AND head.grp = '{COMMENTARY}' "
            "JOIN edit ON edit.session = head.session AND edit.number = head.number "
            f"WHERE its.deleted = 0 AND its.{COMMENTARY} != ''"
        )
        if records is None:
            rows = reader.execute(query).fetchall()
        else:
            some_of = f"{query} AND its.id"
            rows = [row for some in chunks(records) for row in reader.execute(f"{some_of} {among(some)}", some)]
        for record, at, why, first, plain in rows:
            day = Commented(at, says_brought(why, first=bool(first)))
            found.setdefault(record, []).append((day, bool(plain)))
    # Mostly the current words are those that somebody wrote last. Else it takes the edits before them.
    simple = {record: some[0][0] for record, some in found.items() if len(some) == 1 and some[0][1]}
    others = [record for record in found if record not in simple]
    edits: dict[str, list[Edit]] = {}
    for some in chunks(others):
        for row in reader.execute(f"{EDITS} WHERE record {among(some)} AND grp = '{COMMENTARY}'", some):
            edit = edit_of(row)
            edits.setdefault(edit.record, []).append(edit)
    return {record: simple.get(record) or written_at(edits[record]) for record in found}


def reported(reader: sqlite3.Connection, *, records: Collection[str] | None = None) -> dict[str, str]:
    """For each item on which somebody reported since it was put on the board, when that was last, in ISO 8601 UTC.

    What was written in the same stroke as the item itself is no report: a plan and a spreadsheet may be brought in on
    any day. Nor is what was taken back.

    Args:
        reader: the open file.
        records: only these records; all by default.
    """
    found: dict[str, str] = {}
    for kind, groups in REPORTED.items():
        # The edit with which an item was made is found by its place in time, of which an index knows.
        query = (
            "SELECT its.id, max(edit.at) "
            f"FROM {table_of(KINDS[kind])} AS its "
            "JOIN edit AS made ON made.lamport = its.created AND +made.record = its.id "
            f"JOIN head ON head.record = its.id AND head.grp IN ({', '.join(map(repr, groups))}) "
            "JOIN edit ON edit.session = head.session AND edit.number = head.number "
            "WHERE its.deleted = 0 AND edit.batch != made.batch AND edit.intent NOT LIKE 'undo%'"
        )
        if records is None:
            found |= dict(reader.execute(f"{query} GROUP BY its.id").fetchall())
        else:
            for some in chunks(records):
                found |= dict(reader.execute(f"{query} AND its.id {among(some)} GROUP BY its.id", some).fetchall())
    return found


def commented_in(edits: Iterable[Edit]) -> Commented | None:
    """When the commentary was written that the edits of one record leave; None where they leave none."""
    own = [edit for edit in edits if edit.group == COMMENTARY]
    return written_at(own) if own and heads(own)[0].values().get(COMMENTARY) else None


def written_at(own: Sequence[Edit]) -> Commented:
    """When the shown value of a field group was written, given all edits of it.

    Undo, redo and the settling of a disagreement bring back words that somebody wrote before: that is their day.
    """
    by_id, origins = {edit.id: edit for edit in own}, Origins(own)
    shown = heads(own)[0]
    while True:
        # Of a decision: the side that was taken, as it stood there.
        sides = [by_id[each] for each in shown.parents if each in by_id and by_id[each].value == shown.value]
        if len(shown.parents) == 1:
            sides = []  # somebody said the same again
        earlier = [origins.of(shown)] if shown.intent else sides
        known = [each for each in earlier if each is not None and each.lamport < shown.lamport]
        if not known:
            return Commented(shown.at, not shown.intent and says_brought(shown.why, first=not shown.parents))
        shown = max(known, key=lambda edit: (edit.lamport, edit.id))
