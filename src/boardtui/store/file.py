"""Opening and making board files: the pragmas, the checks before anything is believed, and errors in plain words.

The pragmas were chosen by measuring power cuts: DELETE with EXTRA lost no acknowledged edit, and the main file alone
is always a whole board, so it can be mailed at any moment.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from boardtui.domain.errors import BoardError, Code
from boardtui.settings.paths import address_problem
from boardtui.store import columns

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

BUSY_SECONDS = 5.0
_MAGIC = b"SQLite format 3\x00"
JOURNAL_MAGIC = bytes.fromhex("d9d505f920a163d7")  # how a journal that is in use begins

# On Windows a virus scanner or a sync program that holds the journal keeps it from being deleted, and with it the write
# from being done. Emptied is as good as deleted: neither lost an edit in any power cut.
JOURNAL_MODE = "TRUNCATE" if sys.platform == "win32" else "DELETE"

_PRAGMAS = (
    "PRAGMA foreign_keys=ON",
    f"PRAGMA busy_timeout={int(BUSY_SECONDS * 1000)}",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
    "PRAGMA mmap_size=0",
    "PRAGMA synchronous=EXTRA",
    "PRAGMA fullfsync=ON",  # macOS only: there a sync by itself may leave the data in the cache of the drive
    "PRAGMA temp_store=MEMORY",
)


def check_header(path: Path, *, called: Path | None = None) -> None:
    """Look at a file before SQLite does.

    Args:
        path: the file.
        called: what the sentences call it, where that is not its path.

    Raises:
        BoardError: there is no such file, it cannot be read, or it is not a board of a known format.
    """
    if not path.parent.is_dir():
        raise BoardError(address_problem(path) or f"There is no folder {path.parent}. Check the path.")
    if path.is_dir():
        raise BoardError(f"{path} is a folder, not a board. Name the file in it.")
    if not path.exists():
        raise BoardError(f"There is no file {path}. To make a board: boardtui new {path.name}")
    if not path.is_file():
        raise BoardError(f"{path} is not an ordinary file, so it is not a board.")
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except OSError as error:
        raise BoardError(f"{path} cannot be read: {(error.strerror or 'unknown reason').lower()}.") from None
    _check_fields(header, path.stat().st_size, path, called or path)
    _check_journal(journal_of(path))


def _check_fields(header: bytes, size: int, file: Path, path: Path) -> None:
    if not header:
        raise BoardError(f"{path} is empty, not a board. Get the file again, or restore a backup.")
    if header[:16] != _MAGIC or len(header) < 100:
        raise BoardError(f"{path} is not a board. Boards are made with: boardtui new")
    if int.from_bytes(header[68:72], "big") != columns.APPLICATION_ID:
        raise BoardError(f"{path} is a database of another program, not a board.")
    version = int.from_bytes(header[60:64], "big")
    if version > columns.FORMAT:
        raise BoardError(
            f"{path} was made by a newer boardtui (format {version}; this one reads up to {columns.FORMAT}). "
            "Update boardtui to open it."
        )
    if version < columns.OLDEST_FORMAT:
        raise BoardError(f"{path} is damaged: it states no format. Get the file again, or restore a backup.")
    page = int.from_bytes(header[16:18], "big")
    pages = int.from_bytes(header[28:32], "big")
    if pages * (65536 if page == 1 else page) > size and not journal_of(file).exists():
        raise BoardError(f"{path} is damaged: its end is missing. Get the file again, or restore a backup.")


def _check_journal(journal: Path) -> None:
    """Refuse a journal that names another file: SQLite deletes that file when it has taken the write back.

    A board is never written together with other files, so its own journals name none.
    """
    try:
        with journal.open("rb") as opened:
            opened.seek(-len(JOURNAL_MAGIC), os.SEEK_END)
            names_another_file = opened.read() == JOURNAL_MAGIC
    except OSError:
        return
    if names_another_file:
        raise BoardError(
            f"{journal.name} beside the board was not made by boardtui and could do harm. Ask for the board again, "
            "and do not open this one."
        )


_HELD = (sqlite3.SQLITE_IOERR_DELETE, sqlite3.SQLITE_IOERR_ACCESS, sqlite3.SQLITE_IOERR_LOCK)
"""What SQLite says where it cannot delete, look at or lock a file that another program has open."""


def journal_of(path: Path) -> Path:
    """Where SQLite keeps what it needs to take back a write that was cut short."""
    return path.with_name(path.name + "-journal")


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


class Database:
    """One connection to an existing file, in two ways: as it is, to read; wrapped by SQLAlchemy, to write.

    SQLAlchemy is imported when it is first asked for, as reading a board takes less time than importing that.

    Attributes:
        path: the file. Call `check_header` first.
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
            raise BoardError(f"{name} is not a whole board: its edits are missing. Restore a backup.")
        for kind, program in reader.execute("SELECT type, name FROM sqlite_master WHERE type IN ('trigger', 'view')"):
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
    if code == sqlite3.SQLITE_READONLY:
        return read_only_error(path)
    if code == sqlite3.SQLITE_FULL:
        sentence = f"The disk is full, so {path.name} was not changed. Free some space and try again."
        return BoardError(sentence, code=Code.DISK_FULL)
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB) or is_no_text(error):
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
    return BoardError(f"{path.name} could not be used: {error}.")


def _damaged(path: Path) -> BoardError:
    sentence = f"{path.name} is damaged and was not changed. Restore a backup from beside it."
    return BoardError(sentence, code=Code.DAMAGED)


def sqlite_code(error: BaseException) -> int:
    """SQLite's own code for an error; 0 where it has none."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def is_no_text(error: BaseException) -> bool:
    """Whether a text in the file could not be read because its bytes are no text."""
    # Python's sqlite3 raises this itself, without a code of the engine: only the message tells it from others.
    return "Could not decode to UTF-8" in str(error)


def is_writable(path: Path) -> bool:
    """Whether this user may change the file. A folder that cannot be written has no room for the journal."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
