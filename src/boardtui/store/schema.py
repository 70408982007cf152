"""The tables of a board file: the edits, which are the board, and one projection table a kind."""

from __future__ import annotations

import hashlib
import json
import types
import typing
from collections.abc import Mapping
from enum import EnumType, StrEnum
from typing import Any

from sqlalchemy import Boolean, CheckConstraint, Column, Index, Integer, Table, Text, UniqueConstraint
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlmodel import Field, SQLModel

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
