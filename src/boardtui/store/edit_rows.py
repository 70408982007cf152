"""Edits as the file keeps them: one row an edit. The columns are those of the table, and are listed only there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, and_, func, select

from boardtui.domain.records.edits import Edit, EditId
from boardtui.store.schema import EDIT, META, column_names

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
