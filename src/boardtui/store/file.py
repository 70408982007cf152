"""Opening and making board files: the pragmas, the checks before anything is believed, and errors in plain words.

The pragmas were chosen by measuring power cuts: DELETE with EXTRA lost no acknowledged edit, and the main file alone
is always a whole board, so it can be mailed at any moment.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import quote

from boardtui.domain.errors import BoardError, Code
from boardtui.domain.immutable import immutable
from boardtui.store import columns
from boardtui.store.header import Damaged, journal_of

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

SQLITE_VERSION = sqlite3.sqlite_version
BUSY_SECONDS = 5.0

# On Windows a virus scanner or a sync program that holds the journal keeps it from being deleted, and with it the write
# from being done. Emptied is as good as deleted: neither lost an edit in any power cut.
JOURNAL_MODE = "TRUNCATE" if sys.platform == "win32" else "DELETE"

_PRAGMAS = (
    "PRAGMA foreign_keys=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
    "PRAGMA mmap_size=0",
    "PRAGMA synchronous=EXTRA",
    "PRAGMA fullfsync=ON",  # macOS only: there a sync by itself may leave the data in the cache of the drive
    "PRAGMA temp_store=MEMORY",
)


_HELD = (sqlite3.SQLITE_IOERR_DELETE, sqlite3.SQLITE_IOERR_ACCESS, sqlite3.SQLITE_IOERR_LOCK)
"""What SQLite says where it cannot delete, look at or lock a file that another program has open."""


def sqlite_uri(path: PurePath, *options: str) -> str:
    """The address by which SQLite opens a file, whatever its name holds.

    Args:
        path: an absolute path: of this system, of a drive with a letter, or of a share of a server. It is not
            resolved, as a mapped drive would become a share.
        options: such as `mode=ro`.
    """
    name = path.as_posix()
    rooted = name if name.startswith("/") else f"/{name}"
    return f"file://{quote(os.fsencode(rooted), safe='/:')}?{'&'.join(options)}"


@immutable
class FileStamp:
    """Which file lies at a path, and how it was left: another one where it was replaced or written to.

    Attributes:
        place: the device and the number of the file on it.
        size: in bytes.
        written: when it was written last, in nanoseconds.
    """

    place: tuple[int, int]
    size: int
    written: int

    @classmethod
    def of(cls, path: Path) -> Self | None:
        """How a file stands now; None where there is none, or it cannot be reached."""
        try:
            found = os.stat(path)  # noqa: PTH116 - once a second and before each edit
        except OSError:
            return None
        return cls((found.st_dev, found.st_ino), found.st_size, found.st_mtime_ns)

    def is_of_the_same_file(self, other: Self | None) -> bool:
        """Whether another stamp is of the same file, however that one was left."""
        return other is not None and other.place == self.place


class Database:
    """One connection to an existing file, in two ways: as it is, to read; wrapped by SQLAlchemy, to write.

    SQLAlchemy is imported when it is first asked for, as reading a board takes less time than importing that.

    Attributes:
        path: the file. Call `header.check_header` first.
    """

    def __init__(self, path: Path, *, read_only: bool) -> None:
        self.path = path
        self._read_only = read_only
        self._connection: sqlite3.Connection | None = None
        self._engine: Engine | None = None

    def connection(self) -> sqlite3.Connection:
        """The connection, opened when it is first needed.

        Raises:
            sqlite3.Error: the file cannot be opened.
        """
        if self._connection is None:
            self._connection = _connect(self.path, read_only=self._read_only)
        return self._connection

    def data_version(self) -> int:
        """A number that changes when another program has written the file."""
        with plain_errors(self.path):
            return int(self.connection().execute("PRAGMA data_version").fetchone()[0])

    def engine(self) -> Engine:
        """What SQLAlchemy needs to use the same connection."""
        if self._engine is None:
            from boardtui.store.engine import engine_over

            self._engine = engine_over(self.connection)
        return self._engine

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """One transaction to read in: all that is read is of one moment.

        Raises:
            BoardError: the file is locked for longer than `BUSY_SECONDS`, or damaged.
        """
        with plain_errors(self.path):
            connection = self.connection()
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")  # nothing was written

    @contextmanager
    def transaction(self, *, writing: bool) -> Iterator[Connection]:
        """One transaction, committed at the end of the block: what it wrote is then on disk.

        Raises:
            BoardError: the file is locked for longer than `BUSY_SECONDS`, read-only, full or damaged.
        """
        with plain_errors(self.path), self.engine().execution_options(writing=writing).begin() as connection:
            yield connection

    def close(self) -> None:
        """Let go of the file. It is opened again where it is needed again."""
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def is_up_to_date(database: Database, *, read_only: bool) -> bool:
    """Check that a file holds a whole board; whether its format and its projection are those of this version.

    Raises:
        BoardError: it is damaged, or it would have to be brought up to date and is read-only.
    """
    name = database.path.name
    with database.reading() as reader:
        (version,) = reader.execute("PRAGMA user_version").fetchone()
        tables = {table for (table,) in reader.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not {"edit", "meta"} <= tables:
            sentence = f"{name} is not a whole board: its edits are missing. Restore a backup."
            raise Damaged(sentence, database.path, "its edits are missing")
        programs = "type IN ('trigger', 'view') OR sql LIKE 'CREATE VIRTUAL%'"
        for kind, program in reader.execute(f"SELECT type, name FROM sqlite_master WHERE {programs}"):
            shown = repr(str(program)[:40])
            raise BoardError(f"{name} holds a {kind} {shown}, which no board has. Ask where it comes from.")
        current = columns.stated(reader, "projection") == columns.projection_signature()
    if version == columns.FORMAT and current:
        return True
    if read_only:
        raise BoardError(
            f"{name} was made by another version of boardtui and is read-only. Open a copy that may be written."
        )
    return False


def _connect(path: Path, *, read_only: bool) -> sqlite3.Connection:
    mode = "ro" if read_only else "rw"
    connection = sqlite3.connect(
        sqlite_uri(path.absolute(), f"mode={mode}"),
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=BUSY_SECONDS,
    )
    try:
        for pragma in _PRAGMAS:
            connection.execute(pragma)
        if not read_only:
            connection.execute(f"PRAGMA journal_mode={JOURNAL_MODE}")
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def plain_errors(path: Path) -> Iterator[None]:
    """Turn the errors of the database into sentences."""
    try:
        yield
    except sqlite3.Error as error:
        raise _plain_error(path, error) from error
    except UnicodeDecodeError as error:
        # What SQLite says of a damaged file repeats names in it, which then may be no text at all.
        raise _damaged(path) from error
    except Exception as error:
        # SQLAlchemy puts what SQLite says into an error of its own. It is not imported here to tell.
        if isinstance(cause := getattr(error, "orig", None), sqlite3.Error):
            raise _plain_error(path, cause) from error
        raise


def read_only_error(path: Path) -> BoardError:
    """What is said where a file may not be changed."""
    return BoardError(
        f"{path.name} is read-only. Nothing was changed: work on a copy, or make the file and its folder writable.",
        code=Code.READ_ONLY,
    )


def _plain_error(path: Path, error: Any) -> BoardError:
    code = sqlite_code(error)
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        sentence = f"{path.name} is being written by another program. Nothing was changed: try again in a moment."
        return BoardError(sentence, code=Code.LOCKED)
    if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_READONLY_DBMOVED:
        return BoardError(f"{path.name} is no longer where it was. Nothing was changed.", code=Code.GONE)
    if code == sqlite3.SQLITE_READONLY:
        return read_only_error(path)
    if code == sqlite3.SQLITE_FULL:
        sentence = f"The disk is full, so {path.name} was not changed. Free some space and try again."
        return BoardError(sentence, code=Code.DISK_FULL)
    if is_damage(error):
        return _damaged(path)
    if code == sqlite3.SQLITE_CANTOPEN:
        return BoardError(
            f"{path.name} cannot be opened to be changed. Nothing was changed: its folder may be one that you can only "
            "read. Work on a copy in a folder of your own."
        )
    if getattr(error, "sqlite_errorcode", 0) in _HELD:
        sentence = (
            f"Another program, such as a virus scanner or a sync program, holds {journal_of(path).name}. Nothing was "
            "changed: try again in a moment."
        )
        return BoardError(sentence, code=Code.LOCKED)
    if code == sqlite3.SQLITE_IOERR:
        return BoardError(
            f"The disk did not answer while {path.name} was in use. Nothing was changed: check the drive."
        )
    number = getattr(error, "sqlite_errorcode", 0)
    return BoardError(
        f"{path.name} could not be used (SQLite {number}), and nothing was changed. To look for damage: boardtui check",
        code=Code.UNFORESEEN,
    )


def _damaged(path: Path) -> Damaged:
    return Damaged(f"{path.name} is damaged and was not changed. Restore a backup from beside it.", path)


# What SQLite says in words only: where the list of tables is damaged, and where there is nothing at all.
_OF_THE_LIST = (
    "no such table",
    "no such column",
    "malformed database schema",
    "unsupported file format",
    "unable to serialize",
)


def is_damage(error: BaseException) -> bool:
    """Whether SQLite says that a file is not what was written."""
    if sqlite_code(error) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB) or is_no_text(error):
        return True
    cut_short = getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_IOERR_SHORT_READ
    return cut_short or any(words in str(error) for words in _OF_THE_LIST)


def sqlite_code(error: BaseException) -> int:
    """SQLite's own code for an error; 0 where it has none."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def is_no_text(error: BaseException) -> bool:
    """Whether a text in the file could not be read because its bytes are no text."""
    # Python's sqlite3 raises this itself, without a code of the engine: only the message tells it from others.
    return "Could not decode to UTF-8" in str(error)


def is_taken(path: Path, *, by_readers: bool = False) -> bool:
    """Whether a write would have to wait at this moment, as another connection writes or keeps the file locked.

    Args:
        path: the file.
        by_readers: whether one that reads for long counts, too: it keeps a write from coming to its end.
    """
    try:
        with closing(sqlite3.connect(sqlite_uri(path.absolute(), "mode=rw"), uri=True, timeout=0)) as other:
            other.execute("BEGIN EXCLUSIVE" if by_readers else "BEGIN IMMEDIATE")
            other.rollback()
    except sqlite3.Error as error:
        return sqlite_code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
    return False


def is_writable(path: Path) -> bool:
    """Whether this user may change the file. A folder that cannot be written has no room for the journal."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
