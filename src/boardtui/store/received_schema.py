"""The schema of a file that somebody sent must be the one that boards have, word for word, before any table is read."""

from __future__ import annotations

import re
import sqlite3

from boardtui.store import schema
from boardtui.store.received_edits import Flaw


def check_no_programs(connection: sqlite3.Connection) -> None:
    """Check that nothing in a file could run: what must hold before a file of an older format is written to.

    Raises:
        Flaw: there is a trigger, a view or a virtual table.
    """
    for kind, name, sql in connection.execute("SELECT type, name, sql FROM sqlite_master"):
        if kind in ("view", "trigger") or "VIRTUAL" in str(sql).upper():
            raise _unknown(kind, name)


def _unknown(kind: object, name: object) -> Flaw:
    known = kind if kind in ("table", "index", "view", "trigger") else "thing"
    return Flaw(f"holds a {known} {str(name)[:40]!r} that no board has. Ask where it comes from")


_MOST_OBJECTS = 1000  # tables and indexes; a board has about a hundred

_NAME = r'(?:[a-z_][a-z0-9_]*|"[a-z_][a-z0-9_]*")'
_PART = (
    rf"(?:PRIMARY KEY \({_NAME}(?:, {_NAME})*\)"
    rf"|CHECK \({_NAME} IN \('[^']*'(?:, '[^']*')*\)\)"
    rf"|{_NAME} (?:TEXT|INTEGER|BOOLEAN) NOT NULL)"
)
_PROJECTION = re.compile(rf"CREATE TABLE (?P<name>head|p_[a-z_]+) \( ?{_PART}(?:, {_PART})* ?\)")


def check_schema(connection: sqlite3.Connection) -> None:
    """Compare with the exact schema of a board. Projections may be those of another version: nobody reads them.

    Raises:
        Flaw: there is something that no board has, or something is missing.
    """
    expected = _expected()
    found: set[tuple[str, str]] = set()
    tables: set[str] = set()
    own_indexes: list[str] = []
    query = f"SELECT type, name, tbl_name, sql FROM sqlite_master LIMIT {_MOST_OBJECTS + 1}"
    for number, row in enumerate(connection.execute(query), start=1):
        if number > _MOST_OBJECTS:
            raise Flaw("holds more tables than any board. Ask where it comes from")
        kind, name, table, sql = (str(cell)[:100_000] if cell is not None else "" for cell in row)
        spelled = _one_line(sql)
        projected = _PROJECTION.fullmatch(spelled) if kind == "table" else None
        if expected.get((kind, name)) == spelled:
            found.add((kind, name))
            tables.add(name)
        elif projected and projected["name"] == name == table:
            tables.add(name)
        elif kind == "index" and not sql and re.fullmatch(r"sqlite_autoindex_[a-z_]+_[1-9]", name):
            own_indexes.append(table)
        else:
            raise _unknown(kind, name)
    if found != expected.keys() or not tables.issuperset(own_indexes):
        raise Flaw("is not a whole board: some of its tables are missing")


def _expected() -> dict[tuple[str, str], str]:
    made = {}
    for statement in schema.create_statements(schema.CORE_TABLES):
        spelled = _one_line(statement)
        _create, kind, name, *_ = spelled.split()
        made[kind.lower(), name] = spelled
    return made


def _one_line(sql: str) -> str:
    # The spaces that SQLite knows. To Python there are more, such as a no-break space, which to SQLite are letters.
    return re.sub(r"[ \t\n\r\f]+", " ", sql).strip(" ")
