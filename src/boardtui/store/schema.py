"""The tables of a board file: the edits, which are the board, and one projection table a kind.

SQLModel declares them, from what `columns` says they hold. It is imported by what writes, merges and migrates.
"""

from __future__ import annotations

import sqlite3
import types
import typing
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Boolean, CheckConstraint, Connection, Index, Integer, Table, Text, UniqueConstraint, select
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlmodel import Field, SQLModel

from boardtui.domain.records.kinds import KINDS, Kind
from boardtui.store.columns import COLUMNS, OF_EVERY_RECORD, TYPES, allowed_in, columns_of, table_of

_SQL_TYPES: Mapping[type, Any] = {str: Text, int: Integer, bool: Boolean}


def _declare(name: str, table: str, columns: Mapping[str, type], key: str, *more: Any) -> Table:
    """The table of a class of SQLModel that is made of what its columns hold."""
    namespace: dict[str, Any] = {"__tablename__": table, "__module__": __name__, "__annotations__": dict(columns)}
    for column, what in columns.items():
        namespace[column] = Field(sa_type=_SQL_TYPES[what], primary_key=column == key)
    namespace["__table_args__"] = more
    made = types.new_class(name, (SQLModel,), {"table": True}, lambda body: body.update(namespace))
    return typing.cast(Table, made.__table__)  # type: ignore[attr-defined]


# The order in which edits came into this file, and whether with a copy, are not parts of an edit. Rows are only added.
EDIT = _declare(
    "EditRow",
    "edit",
    {"arrival": int, "received": bool, **dict(zip(COLUMNS, TYPES, strict=True))},
    "arrival",
    UniqueConstraint("session", "number"),
    Index("edit_record", "record", "grp"),
    *(Index(f"edit_{name}", name) for name in ("grp", "batch", "lamport")),
)


class HeadRow(SQLModel, table=True):
    """The current edits of each field group. Part of the projection."""

    __tablename__ = "head"

    record: str = Field(sa_type=Text, primary_key=True)
    grp: str = Field(sa_type=Text, primary_key=True)
    session: str = Field(sa_type=Text, primary_key=True)
    number: int = Field(primary_key=True)


class MetaRow(SQLModel, table=True):
    """What the file says of itself: the board's identity, and how the projection was built."""

    __tablename__ = "meta"

    name: str = Field(sa_type=Text, primary_key=True)
    value: str = Field(sa_type=Text)


class RedatingRow(SQLModel, table=True):
    """A revision of a due date, by record and in order. Part of the projection."""

    __tablename__ = "p_redating"

    record: str = Field(sa_type=Text, primary_key=True)
    place: int = Field(primary_key=True)
    before: str = Field(sa_type=Text)
    now: str = Field(sa_type=Text)
    why: str = Field(sa_type=Text)
    who: str = Field(sa_type=Text)
    at: str = Field(sa_type=Text)


HEAD: Table = SQLModel.metadata.tables["head"]
META: Table = SQLModel.metadata.tables["meta"]
REDATING: Table = SQLModel.metadata.tables["p_redating"]


def _projection(kind: Kind) -> Table:
    """The table of a kind, from its declaration."""
    checks = []
    for name, words in allowed_in(kind).items():
        listed = ", ".join(f"'{word}'" for word in words)
        checks.append(CheckConstraint(f'"{name}" IN ({listed})'))
    columns = {**OF_EVERY_RECORD, **columns_of(kind)}
    return _declare(f"Projected{kind.record.__name__}", table_of(kind), columns, "id", *checks)


class _Projections(Mapping[str, Table]):
    """The table of each kind. Each is made when it is first asked for: a single write touches one or two of them."""

    def __init__(self) -> None:
        self._made: dict[str, Table] = {}

    def __getitem__(self, kind: str) -> Table:
        if kind not in self._made:
            self._made[kind] = _projection(KINDS[kind])
        return self._made[kind]

    def __iter__(self) -> Iterator[str]:
        return iter(KINDS)

    def __len__(self) -> int:
        return len(KINDS)


PROJECTIONS: Mapping[str, Table] = _Projections()

CORE_TABLES = (EDIT, META)


def projection_tables() -> tuple[Table, ...]:
    """All that can be dropped and worked out anew from the edits."""
    return (HEAD, REDATING, *PROJECTIONS.values())


def create_statements(tables: Sequence[Table]) -> list[str]:
    """The statements that make the tables and their indexes, in SQLite's dialect."""
    from sqlalchemy.dialects import sqlite

    dialect = sqlite.dialect()
    statements = []
    for table in tables:
        statements.append(str(CreateTable(table).compile(dialect=dialect)).strip())
        statements += [
            str(CreateIndex(index).compile(dialect=dialect)).strip()
            for index in sorted(table.indexes, key=lambda index: str(index.name))
        ]
    return statements


def edit_select() -> Any:
    """A query for edits, in the order they came into this file. Read its rows with `edit_of`."""
    return select(*(EDIT.c[name] for name in COLUMNS)).order_by(EDIT.c.arrival)


def rows_of(connection: Connection, query: Any) -> list[tuple[Any, ...]]:
    """The rows of a query as plain tuples, which for many thousand of them takes half the time."""
    cursor = connection.execute(query).cursor
    assert cursor is not None
    return list(cursor.fetchall())


def insert_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows, all of the same columns, with one statement: each without being looked at on its way."""
    if not rows:
        return
    names = list(rows[0])
    columns, places = ", ".join(f'"{name}"' for name in names), ", ".join("?" * len(names))
    values = ([row[name] for name in names] for row in rows)
    reader_of(connection).executemany(f'INSERT INTO "{table.name}" ({columns}) VALUES ({places})', values)


def reader_of(connection: Connection) -> sqlite3.Connection:
    """The connection that SQLAlchemy has wrapped, for reading within the same transaction."""
    raw = connection.connection.driver_connection
    assert isinstance(raw, sqlite3.Connection)
    return raw
