"""What the tables of a board file hold, and reading it with plain SQL.

`schema` makes tables of this for SQLModel, which writes, merges and migrates. Reading needs none of that: importing it
takes longer than everything else from the start to the first screen.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from enum import EnumType, StrEnum
from functools import cache
from typing import Any

from boardtui.domain.records.edits import Edit, EditId
from boardtui.domain.records.kinds import FACTS, KINDS, Kind

APPLICATION_ID = 0x42524454  # "BRDT"
FORMAT = 1
MADE_FOR = "made_for"  # the row of `meta` that says which lead a copy was made for; most files have none
OLDEST_FORMAT = 1  # the oldest one that `migrations.STEPS` leads on from

# The fields of an edit that follow its identity. `group` is a word of SQL, so its column is called otherwise.
_FIELDS = tuple(each.name for each in fields(Edit) if each.name != "id")

COLUMNS = ("session", "number", *("grp" if name == "group" else name for name in _FIELDS))
"""The names of an edit's columns, in the order in which they are read: session and number come first."""

TYPES = tuple(int if name in ("number", "lamport") else str for name in COLUMNS)
"""What each column holds."""

_PARENTS = COLUMNS.index("parents")

EDITS = f"SELECT {', '.join(COLUMNS)} FROM edit"
"""A query for edits. Read its rows with `edit_of`."""

_FACTS = ", ".join(f"'{name}'" for name in FACTS)
NO_FACT = f"kind NOT IN ({_FACTS})"
"""A condition that leaves out what only the program notes, such as that a copy was sent."""

# How many identities one query names: SQLite takes at most 32,766 values in a statement.
CHUNK = 5_000


def edit_of(row: Sequence[Any]) -> Edit:
    """The edit that a row of `EDITS` holds."""
    session, number, lamport, record, kind, group, value, why, who, at, meeting, parents, batch, intent, digest = row
    return Edit(
        id=EditId(session, number),
        lamport=lamport,
        record=record,
        kind=kind,
        group=group,
        value=value,
        why=why,
        who=who,
        at=at,
        meeting=meeting,
        parents=tuple(map(EditId.read, parents.split())) if parents else (),
        batch=batch,
        intent=intent,
        digest=digest,
    )


def row_of(edit: Edit, *, received: bool) -> dict[str, Any]:
    """An edit as its table keeps it."""
    row = dict(zip(COLUMNS, (*edit.id, *(getattr(edit, name) for name in _FIELDS)), strict=True))
    return {**row, "parents": " ".join(map(str, edit.parents)), "received": received}


# The projection: one table a kind.

OF_EVERY_RECORD: Mapping[str, type] = {"id": str, "created": int, "changed_at": str, "conflicts": str, "deleted": bool}
"""The columns that the table of every kind has, with what they hold."""


def _plain(annotation: Any) -> Any:
    return typing.get_args(annotation)[0] if typing.get_origin(annotation) is typing.Annotated else annotation


def _choices(enum: EnumType) -> list[StrEnum]:
    return list(typing.cast(type[StrEnum], enum))


def table_of(kind: Kind) -> str:
    """The name of the table of a kind."""
    return f"p_{kind.name}"


def columns_of(kind: Kind) -> dict[str, type]:
    """The columns of a kind's fields, with what they hold."""
    plain = {each.name: _plain(each.annotation) for each in kind.attributes.values()}
    return {name: what if what in (bool, int) else str for name, what in plain.items()}


def allowed_in(kind: Kind) -> dict[str, list[str]]:
    """For each column that holds one of a few words, these words."""
    plain = {each.name: _plain(each.annotation) for each in kind.attributes.values()}
    return {name: [c.value for c in _choices(what)] for name, what in plain.items() if isinstance(what, EnumType)}


def projection_signature() -> str:
    """Changes whenever a declaration does, so that an older projection is noticed and built anew."""
    declared = [
        (table_of(kind), [(name, what.__name__) for name, what in columns_of(kind).items()], allowed_in(kind))
        for kind in KINDS.values()
    ]
    of_all = [(name, what.__name__) for name, what in OF_EVERY_RECORD.items()]
    # Sorted, because the order of the kinds depends on which module of them was imported first.
    return hashlib.sha256(
        json.dumps([_PROJECTION_FORM, of_all, sorted(declared, key=lambda e: e[0])]).encode()
    ).hexdigest()


# One more whenever what the projection keeps is worked out in another way, or kept in other tables than those of kinds.
_PROJECTION_FORM = 2


def as_column(value: Any) -> Any:
    """A value of a record as the column of its field keeps it."""
    return json.dumps(value) if isinstance(value, (list, tuple)) else value


def from_columns(kind: Kind) -> dict[str, Callable[[Any], Any]]:
    """For each field whose column differs from its value, the function that reads the column."""
    readers: dict[str, Callable[[Any], Any]] = {}
    for each in kind.attributes.values():
        plain = _plain(each.annotation)
        if isinstance(plain, EnumType):
            readers[each.name] = {each.value: each for each in _choices(plain)}.__getitem__
        elif plain is bool:
            readers[each.name] = bool
        elif typing.get_origin(plain) is tuple:
            readers[each.name] = _links
    return readers


def _links(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text)) if text != "[]" else ()


@cache
def records_query(kind: str) -> str:
    """A query for the records of a kind that are not deleted: id, created, changed_at, conflicts, then its fields."""
    names = ", ".join(f'"{name}"' for name in ("id", "created", "changed_at", "conflicts", *KINDS[kind].attributes))
    return f"SELECT {names} FROM {table_of(KINDS[kind])} WHERE deleted = 0"


# Reading within a transaction.


def chunks(items: Iterable[str]) -> Iterator[list[str]]:
    """The items in lists short enough for one query."""
    ordered = sorted(items)
    for start in range(0, len(ordered), CHUNK):
        yield ordered[start : start + CHUNK]


def among(items: Sequence[Any]) -> str:
    """The end of a condition that a column holds one of so many values, which are given with the query."""
    return f"IN ({', '.join('?' * len(items))})"


def edits_of(reader: sqlite3.Connection, records: Iterable[str]) -> dict[str, list[Edit]]:
    """All edits of some records, by record."""
    found: dict[str, list[Edit]] = {}
    for some in chunks(records):
        for row in reader.execute(f"{EDITS} WHERE record {among(some)} ORDER BY arrival", some):
            edit = edit_of(row)
            found.setdefault(edit.record, []).append(edit)
    return found


def edits_by_id(reader: sqlite3.Connection, wanted: Iterable[EditId]) -> list[Edit]:
    """The edits with these ids, those of them that the file has."""
    by_session: dict[str, list[int]] = {}
    for identity in wanted:
        by_session.setdefault(identity.session, []).append(identity.number)
    found: list[Edit] = []
    for session, numbers in by_session.items():
        numbers.sort()
        for start in range(0, len(numbers), CHUNK):
            some = numbers[start : start + CHUNK]
            query = f"{EDITS} WHERE session = ? AND number {among(some)}"
            found += map(edit_of, reader.execute(query, (session, *some)))
    return found


def edition(reader: sqlite3.Connection) -> int:
    """How many edits have arrived in the file."""
    (count,) = reader.execute("SELECT coalesce(max(arrival), 0) FROM edit").fetchone()
    return int(count)


def stated(reader: sqlite3.Connection, name: str) -> Any:
    """What the file says of itself under a name; None where it says nothing."""
    row = reader.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
    return row[0] if row is not None else None


def board_identity(reader: sqlite3.Connection) -> str:
    """The identity of the board whose edits these are."""
    (identity,) = reader.execute("SELECT value FROM meta WHERE name = 'board'").fetchone()
    return str(identity)
