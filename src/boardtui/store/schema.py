"""The tables of a board file: the edits, which are the board, and one projection table a kind."""

from __future__ import annotations

import hashlib
import json
import types
import typing
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import EnumType, StrEnum
from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Connection,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    and_,
    func,
    select,
)
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlmodel import Field, SQLModel

from boardtui.domain.records.edits import Edit, EditId
from boardtui.domain.records.kinds import KINDS, Kind

APPLICATION_ID = 0x42524454  # "BRDT"
FORMAT = 1
MADE_FOR = "made_for"  # the row of `meta` that says which lead a copy was made for; most files have none
OLDEST_FORMAT = 1  # the oldest one that `migrations.STEPS` leads on from


class EditRow(SQLModel, table=True):
    """One edit. Rows are only ever added."""

    __tablename__ = "edit"
    __table_args__ = (
        UniqueConstraint("session", "number"),
        Index("edit_record", "record", "grp"),
        Index("edit_grp", "grp"),
        Index("edit_batch", "batch"),
        Index("edit_lamport", "lamport"),
    )

    arrival: int = Field(primary_key=True)  # the order in which edits came into this file; not part of the edit
    received: bool = Field(sa_type=Boolean)  # it came in with a copy; not part of the edit
    session: str = Field(sa_type=Text)
    number: int
    lamport: int
    record: str = Field(sa_type=Text)
    kind: str = Field(sa_type=Text)
    grp: str = Field(sa_type=Text)
    value: str = Field(sa_type=Text)
    why: str = Field(sa_type=Text)
    who: str = Field(sa_type=Text)
    at: str = Field(sa_type=Text)
    meeting: str = Field(sa_type=Text)
    parents: str = Field(sa_type=Text)  # edit ids between spaces
    batch: str = Field(sa_type=Text)
    intent: str = Field(sa_type=Text)
    digest: str = Field(sa_type=Text)


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


EDIT: Table = SQLModel.metadata.tables["edit"]
HEAD: Table = SQLModel.metadata.tables["head"]
META: Table = SQLModel.metadata.tables["meta"]


def _plain(annotation: Any) -> Any:
    return typing.get_args(annotation)[0] if typing.get_origin(annotation) is typing.Annotated else annotation


def _choices(enum: EnumType) -> list[StrEnum]:
    return list(typing.cast(type[StrEnum], enum))


def _projection_model(kind: Kind) -> type[SQLModel]:
    """The table class of a kind, from its declaration."""
    namespace: dict[str, Any] = {"__tablename__": f"p_{kind.name}"}
    annotations: dict[str, Any] = {
        "id": str,
        "created": int,
        "changed_at": str,
        "conflicts": str,
        "deleted": bool,
    }
    fields: dict[str, Any] = {
        "id": Field(sa_type=Text, primary_key=True),
        "created": Field(sa_type=Integer),
        "changed_at": Field(sa_type=Text),
        "conflicts": Field(sa_type=Text),
        "deleted": Field(sa_type=Boolean),
    }
    checks: list[CheckConstraint] = []
    for each in kind.attributes.values():
        plain = _plain(each.annotation)
        annotations[each.name] = plain if plain in (bool, int) else str
        fields[each.name] = Field(sa_type=Boolean if plain is bool else Integer if plain is int else Text)
        if isinstance(plain, EnumType):
            allowed = ", ".join(f"'{each.value}'" for each in _choices(plain))
            checks.append(CheckConstraint(f'"{each.name}" IN ({allowed})'))
    namespace |= fields
    namespace["__annotations__"] = annotations
    namespace["__module__"] = __name__
    namespace["__table_args__"] = tuple(checks)
    name = f"Projected{kind.record.__name__}"
    return types.new_class(name, (SQLModel,), {"table": True}, lambda body: body.update(namespace))


PROJECTIONS: Mapping[str, Table] = {
    kind.name: typing.cast(Table, _projection_model(kind).__table__)  # type: ignore[attr-defined]
    for kind in KINDS.values()
}

CORE_TABLES = (EDIT, META)
PROJECTION_TABLES = (HEAD, *PROJECTIONS.values())


def to_columns(kind: Kind, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a record as its projection table keeps them."""
    return {name: json.dumps(value) if isinstance(value, list | tuple) else value for name, value in values.items()}


def from_columns(kind: Kind) -> dict[str, Any]:
    """For each field whose column differs from its value, the function that reads the column."""
    readers: dict[str, Any] = {}
    for each in kind.attributes.values():
        plain = _plain(each.annotation)
        if isinstance(plain, EnumType):
            readers[each.name] = {each.value: each for each in _choices(plain)}.__getitem__
        elif typing.get_origin(plain) is tuple:
            readers[each.name] = _links
    return readers


def _links(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text)) if text != "[]" else ()


def create_statements(tables: tuple[Table, ...]) -> list[str]:
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


def projection_signature() -> str:
    """Changes whenever a declaration does, so that an older projection is noticed and built anew."""
    # Sorted, because the order of the kinds depends on which module of them was imported first.
    return hashlib.sha256("\n".join(sorted(create_statements(PROJECTION_TABLES))).encode()).hexdigest()


def column_names(table: Table) -> list[str]:
    """The names of a table's columns, in order."""
    return [column.name for column in typing.cast(typing.Iterable[Column[Any]], table.columns)]


# How many identities one query names: SQLite takes at most 32,766 values in a statement.
CHUNK = 5_000

_OF_THIS_FILE = ("arrival", "received")  # how an edit came here, which is no part of it

COLUMNS = tuple(name for name in column_names(EDIT) if name not in _OF_THIS_FILE)
"""The names of an edit's columns, in the order in which `edit_select` has them: session and number come first."""

TYPES = tuple(EDIT.c[name].type.python_type for name in COLUMNS)
"""What each column holds."""

# The fields of an edit that follow its identity. `group` is a word of SQL, so its column is called otherwise.
_FIELDS = tuple("group" if name == "grp" else name for name in COLUMNS[2:])
_PARENTS = COLUMNS.index("parents")


def edit_select() -> Any:
    """A query for edits, in the order they came into this file. Read its rows with `edit_of`."""
    return select(*(EDIT.c[name] for name in COLUMNS)).order_by(EDIT.c.arrival)


def edit_of(row: Sequence[Any]) -> Edit:
    """The edit that a row of `edit_select` holds."""
    values = dict(zip(_FIELDS, row[2:], strict=True))
    values["parents"] = tuple(map(EditId.read, row[_PARENTS].split()))
    return Edit(id=EditId(row[0], row[1]), **values)


def row_of(edit: Edit, *, received: bool) -> dict[str, Any]:
    """An edit as its table keeps it."""
    row = dict(zip(COLUMNS, (*edit.id, *(getattr(edit, name) for name in _FIELDS)), strict=True))
    return {**row, "parents": " ".join(map(str, edit.parents)), "received": received}


def rows_of(connection: Connection, query: Any) -> list[tuple[Any, ...]]:
    """The rows of a query as plain tuples, which for many thousand of them takes half the time."""
    cursor = connection.execute(query).cursor
    assert cursor is not None
    return list(cursor.fetchall())


def chunks(items: Iterable[str]) -> Iterator[list[str]]:
    """The items in lists short enough for one query."""
    ordered = sorted(items)
    for start in range(0, len(ordered), CHUNK):
        yield ordered[start : start + CHUNK]


def edits_of(connection: Connection, records: Iterable[str]) -> dict[str, list[Edit]]:
    """All edits of some records, by record."""
    found: dict[str, list[Edit]] = {}
    for some in chunks(records):
        for row in rows_of(connection, edit_select().where(EDIT.c.record.in_(some))):
            edit = edit_of(row)
            found.setdefault(edit.record, []).append(edit)
    return found


def edits_by_id(connection: Connection, wanted: Iterable[EditId]) -> list[Edit]:
    """The edits with these ids, those of them that the file has."""
    by_session: dict[str, list[int]] = {}
    for identity in wanted:
        by_session.setdefault(identity.session, []).append(identity.number)
    found: list[Edit] = []
    for session, numbers in by_session.items():
        numbers.sort()
        for start in range(0, len(numbers), CHUNK):
            some = numbers[start : start + CHUNK]
            query = edit_select().where(and_(EDIT.c.session == session, EDIT.c.number.in_(some)))
            found += map(edit_of, rows_of(connection, query))
    return found


def edition(connection: Connection) -> int:
    """How many edits have arrived in the file."""
    return int(connection.execute(select(func.coalesce(func.max(EDIT.c.arrival), 0))).scalar_one())


def board_identity(connection: Connection) -> str:
    """The identity of the board whose edits these are."""
    return str(connection.execute(select(META.c.value).where(META.c.name == "board")).scalar_one())
