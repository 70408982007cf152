"""Opening a file that somebody sent: read-only and immutable, with limits on time and length, and leave for little."""

from __future__ import annotations

import re
import shutil
import sqlite3
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from boardtui.settings.disk import temporary_folder
from boardtui.store import file
from boardtui.store.columns import COLUMNS, TYPES
from boardtui.store.edit_rules import VALUE_LIMIT, NotAcceptable
from boardtui.store.file import sqlite_uri
from boardtui.store.header import JOURNAL_MAGIC, journal_of, read_if_plain

FILE_LIMIT = 512 * 1024 * 1024
PAUSE = 0.1  # seconds between two looks at a file that is being written
_BUFFER = 256 * 1024


class InspectionFolder:
    """A private folder in which received files are looked at. Use it in a `with`; it is gone afterwards."""

    def __init__(self, what: str = "") -> None:
        self.path = temporary_folder(what)

    def __enter__(self) -> InspectionFolder:
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self.path, ignore_errors=True)

    def copy_in(self, path: Path) -> Path:
        """Copy a file into the folder, whole and at rest.

        Each thread has one place for it: writing over the last copy is ten times as fast as making a new file.
        """
        private = self.path / f"{threading.get_ident()}.board"
        for attempt in range(5):
            if attempt:
                time.sleep(PAUSE)
            before = path.stat()
            if before.st_size > FILE_LIMIT:
                raise NotAcceptable(f"is larger than any board ({before.st_size // 1_000_000:,} MB)")
            if is_being_written(path):
                continue
            _copy(path, private)
            after = path.stat()
            at_rest = (before.st_mtime_ns, before.st_size) == (after.st_mtime_ns, after.st_size)
            if at_rest and not is_being_written(path):
                return private
        # Taking back the half-done write here would be a guess: a file and a journal that were copied one after
        # the other need not belong together, and a journal can name a file elsewhere that SQLite then deletes.
        raise NotAcceptable(
            f"was copied while it was being written, or still is: {journal_of(path).name} lies beside it. "
            "Try again in a moment, or ask for a copy made with: boardtui copy"
        )


def is_being_written(path: Path) -> bool:
    """Whether another program is writing to a file, or was cut off while it did."""
    return read_if_plain(journal_of(path), len(JOURNAL_MAGIC)) == JOURNAL_MAGIC


def _copy(path: Path, private: Path) -> None:
    private.touch(mode=0o600)
    buffer = bytearray(_BUFFER)
    copied = 0
    with path.open("rb", buffering=0) as source, private.open("r+b", buffering=0) as target:
        while length := source.readinto(buffer):
            copied += length
            if copied > FILE_LIMIT:
                raise NotAcceptable("is larger than any board")
            target.write(memoryview(buffer)[:length])
        target.truncate()


UNREADABLE = "is damaged: a text in it cannot be read. Ask for it again"

_SCHEMA_SECONDS = 2.0  # to read the schema, which takes a board a few thousandths; SQLite holds all of it in memory
_STEPS_BETWEEN_LOOKS = 10_000  # instructions of SQLite between two looks at the clock


def reason_of(error: sqlite3.Error) -> str:
    """What is wrong with a file that SQLite gave up, as the rest of a sentence that begins with its name."""
    code = file.sqlite_code(error)
    if code == sqlite3.SQLITE_INTERRUPT:
        return "takes too long to check, longer than any board"
    if code == sqlite3.SQLITE_TOOBIG:
        return "holds a text that is longer than any board takes"
    if code == sqlite3.SQLITE_AUTH:
        return "asks for something that no board does"
    if file.is_no_text(error):
        return UNREADABLE
    # What SQLite says is no plain word, and may repeat whatever the file calls its tables, at any length.
    return "is damaged, or was changed by another program than boardtui. Ask for it again"


@contextmanager
def open_received(path: Path, ends: float, *, private: bool = False) -> Iterator[sqlite3.Connection]:
    """A connection on which nothing but what matters of a file can be read.

    Args:
        path: the file.
        ends: when every query is interrupted, in the seconds of `time.process_time`, which do not pass while a
            machine does something else.
        private: nobody else can change the file meanwhile.

    Raises:
        sqlite3.Error: it is no database, or its schema is damaged or without an end.
        UnicodeDecodeError: its schema is damaged, and what SQLite says of that is no text.
    """
    uri = sqlite_uri(path.absolute(), "mode=ro", "immutable=1")
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
    try:
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, VALUE_LIMIT + 1000)
        connection.setlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, 100_000)
        connection.setlimit(sqlite3.SQLITE_LIMIT_COLUMN, 200)
        connection.setlimit(sqlite3.SQLITE_LIMIT_EXPR_DEPTH, 50)
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        connection.setlimit(sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH, 1)
        # Before anything else: one of the settings below makes SQLite read the schema, which may be of any length.
        _interrupt_after(connection, min(ends, time.process_time() + _SCHEMA_SECONDS))
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
    connection.set_progress_handler(lambda: time.process_time() > ends, _STEPS_BETWEEN_LOOKS)


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


def check_no_programs(connection: sqlite3.Connection) -> None:
    """Check that nothing in a file could run: what must hold before a file of an older format is written to.

    Raises:
        NotAcceptable: there is a trigger, a view or a virtual table.
    """
    for kind, name, sql in connection.execute("SELECT type, name, sql FROM sqlite_master"):
        if kind in ("view", "trigger") or "VIRTUAL" in str(sql).upper():
            raise _unknown(kind, name)


def _unknown(kind: object, name: object) -> NotAcceptable:
    known = kind if kind in ("table", "index", "view", "trigger") else "thing"
    article = "an" if known == "index" else "a"
    return NotAcceptable(f"holds {article} {known} {str(name)[:40]!r} that no board has. Ask where it comes from")


_MOST_OBJECTS = 1000  # tables and indexes; a board has about a hundred

_NAME = r'(?:[a-z_][a-z0-9_]*|"[a-z_][a-z0-9_]*")'
_PART = (
    rf"(?:PRIMARY KEY \({_NAME}(?:, {_NAME})*\)"
    rf"|CHECK \({_NAME} IN \('[^']*'(?:, '[^']*')*\)\)"
    rf"|{_NAME} (?:TEXT|INTEGER|BOOLEAN) NOT NULL)"
)
_PROJECTION = re.compile(rf"CREATE TABLE (?P<name>head|p_[a-z_]+) \( ?{_PART}(?:, {_PART})* ?\)")


_COLUMNS = ", ".join(
    f"{name} {'INTEGER' if what is int else 'TEXT'} NOT NULL" for name, what in zip(COLUMNS, TYPES, strict=True)
)
SCHEMA: Mapping[tuple[str, str], str] = {
    ("table", "edit"): (
        f"CREATE TABLE edit ( arrival INTEGER NOT NULL, received BOOLEAN NOT NULL, {_COLUMNS}, PRIMARY KEY (arrival), "
        "UNIQUE (session, number) )"
    ),
    ("index", "edit_batch"): "CREATE INDEX edit_batch ON edit (batch)",
    ("index", "edit_grp"): "CREATE INDEX edit_grp ON edit (grp)",
    ("index", "edit_lamport"): "CREATE INDEX edit_lamport ON edit (lamport)",
    ("index", "edit_record"): "CREATE INDEX edit_record ON edit (record, grp)",
    ("table", "meta"): "CREATE TABLE meta ( name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (name) )",
}
"""What `schema` makes of the tables that every board has, each on one line. To ask it takes longer than all else from
the start: it needs SQLModel. A test holds the two alike."""


def check_schema(connection: sqlite3.Connection) -> None:
    """Compare with the exact schema of a board. Projections may be those of another version: nobody reads them.

    Raises:
        NotAcceptable: there is something that no board has, or something is missing.
    """
    found: set[tuple[str, str]] = set()
    tables: set[str] = set()
    own_indexes: list[str] = []
    query = f"SELECT type, name, tbl_name, sql FROM sqlite_master LIMIT {_MOST_OBJECTS + 1}"
    for number, row in enumerate(connection.execute(query), start=1):
        if number > _MOST_OBJECTS:
            raise NotAcceptable("holds more tables than any board. Ask where it comes from")
        kind, name, table, sql = (str(cell)[:100_000] if cell is not None else "" for cell in row)
        spelled = _one_line(sql)
        projected = _PROJECTION.fullmatch(spelled) if kind == "table" else None
        if SCHEMA.get((kind, name)) == spelled:
            found.add((kind, name))
            tables.add(name)
        elif projected and projected["name"] == name == table:
            tables.add(name)
        elif kind == "index" and not sql and re.fullmatch(r"sqlite_autoindex_[a-z_]+_[1-9]", name):
            own_indexes.append(table)
        else:
            raise _unknown(kind, name)
    if found != SCHEMA.keys() or not tables.issuperset(own_indexes):
        raise NotAcceptable("is not a whole board: some of its tables are missing")


def _one_line(sql: str) -> str:
    # The spaces that SQLite knows. To Python there are more, such as a no-break space, which to SQLite are letters.
    return re.sub(r"[ \t\n\r\f]+", " ", sql).strip(" ")
