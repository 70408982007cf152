"""Opening a file that somebody sent: read-only and immutable, with limits on time and length, and leave for little."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from boardtui.store.desk import FILE_LIMIT
from boardtui.store.writing import VALUE_LIMIT

UNREADABLE = "is damaged: a text in it cannot be read. Ask for it again"

_SCHEMA_SECONDS = 2.0  # to read the schema, which takes a board a few thousandths; SQLite holds all of it in memory
_STEPS_BETWEEN_LOOKS = 10_000  # instructions of SQLite between two looks at the clock


def flaw_of(error: sqlite3.Error) -> str:
    """What is wrong with a file that SQLite gave up, as the rest of a sentence that begins with its name."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_INTERRUPT:
        return "takes too long to check, longer than any board"
    if code == sqlite3.SQLITE_TOOBIG:
        return "holds a text that is longer than any board takes"
    if code == sqlite3.SQLITE_AUTH:
        return "asks for something that no board does"
    if "decode" in str(error):
        return UNREADABLE
    # What SQLite says is no plain word, and may repeat whatever the file calls its tables, at any length.
    return "is damaged, or was changed by another program than boardtui. Ask for it again"


@contextmanager
def open_received(path: Path, ends: float, *, private: bool = False) -> Iterator[sqlite3.Connection]:
    """A connection on which nothing but what matters of a file can be read.

    Args:
        path: the file.
        ends: when every query is interrupted, in the seconds of `time.monotonic`.
        private: nobody else can change the file meanwhile.

    Raises:
        sqlite3.Error: it is no database, or its schema is damaged or without an end.
        UnicodeDecodeError: its schema is damaged, and what SQLite says of that is no text.
    """
    uri = f"file:{quote(os.fsencode(path.resolve()))}?mode=ro&immutable=1"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
    try:
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, VALUE_LIMIT + 1000)
        connection.setlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, 100_000)
        connection.setlimit(sqlite3.SQLITE_LIMIT_COLUMN, 200)
        connection.setlimit(sqlite3.SQLITE_LIMIT_EXPR_DEPTH, 50)
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        connection.setlimit(sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH, 1)
        # Before anything else: one of the settings below makes SQLite read the schema, which may be of any length.
        _interrupt_after(connection, min(ends, time.monotonic() + _SCHEMA_SECONDS))
        for pragma in (
            "trusted_schema=OFF",
            "cell_size_check=ON",
            f"mmap_size={FILE_LIMIT if private else 0}",  # faster, and safe where nobody else can cut the file short
            "query_only=ON",
            "temp_store=MEMORY",
            "ignore_check_constraints=ON",  # quick_check would run the conditions that the file states
            "cache_size=-40000",
        ):
            connection.execute(f"PRAGMA {pragma}")
        connection.set_authorizer(_allow)
        _interrupt_after(connection, ends)
        yield connection
    finally:
        connection.close()


def _interrupt_after(connection: sqlite3.Connection, ends: float) -> None:
    connection.set_progress_handler(lambda: time.monotonic() > ends, _STEPS_BETWEEN_LOOKS)


_READABLE = {"edit", "meta", "sqlite_master"}
_FUNCTIONS = {"count", "group_concat", "max", "min"}
_PRAGMAS = {"quick_check", "table_xinfo"}


def _allow(action: int, first: str | None, second: str | None, _base: str | None, _by: str | None) -> int:
    """Leave to read the two tables that matter, and nothing else."""
    allowed = (
        action == sqlite3.SQLITE_SELECT
        or (action == sqlite3.SQLITE_READ and first in _READABLE)
        or (action == sqlite3.SQLITE_FUNCTION and second in _FUNCTIONS)
        or (action == sqlite3.SQLITE_PRAGMA and first in _PRAGMAS)
    )
    return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY
