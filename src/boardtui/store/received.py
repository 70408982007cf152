"""Reading a copy that somebody sent. It is untrusted: it may be damaged, forged, or made to do harm.

The file is copied into a private folder first, so that it cannot change while it is looked at, and is opened
read-only and immutable, with limits on time and length and leave to read two tables. Nothing in it is ever run: its
schema is compared with the exact one that boards have before any table is read.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, select

from boardtui.domain.edits import Edit
from boardtui.domain.errors import BoardError
from boardtui.store import file, migrations, schema
from boardtui.store.desk import FILE_LIMIT, Desk
from boardtui.store.projection import edit_columns, rows_of
from boardtui.store.received_edits import Flaw, checked_edit
from boardtui.store.received_schema import check_no_programs, check_schema
from boardtui.store.schema import EDIT, MADE_FOR, META
from boardtui.store.writing import VALUE_LIMIT

SECONDS = 30.0  # for all checks on one file; a board of 50,000 edits takes a tenth of a second
EDITS_LIMIT = 300_000
NEW_TEXT_LIMIT = 256 * 1024 * 1024  # bytes of all values that are new here: they are held in memory

_DIGEST = 65  # characters of a digest and the space after it
_STEPS_BETWEEN_LOOKS = 50_000  # instructions of SQLite between two looks at the clock


class Refused(BoardError):  # noqa: N818 - reads as what happened to the copy
    """A copy was refused. The sentence names the file and says why; nothing of it came in."""


@dataclass(frozen=True, slots=True)
class Here:
    """What a board has, as far as a copy is compared with it.

    Attributes:
        board: the identity of the board.
        digests: for each session, the digests of its edits in the order of their numbers, between spaces.
    """

    board: str
    digests: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Received:
    """A copy that passed every check.

    Attributes:
        edits: what it has that the board does not, in the order of sessions and numbers.
        known: how many of its edits the board has already.
        signed: who signed its last edit, and when.
    """

    path: Path
    edits: tuple[Edit, ...]
    known: int
    signed: tuple[str, str]


def here(connection: Connection) -> Here:
    """What the board of an open connection has."""
    identity = connection.execute(select(META.c.value).where(META.c.name == "board")).scalar_one()
    digests: dict[str, list[str]] = {}
    query = select(EDIT.c.session, EDIT.c.digest).order_by(EDIT.c.session, EDIT.c.number)
    for session, digest in rows_of(connection, query):
        digests.setdefault(session, []).append(digest)
    return Here(str(identity), {session: " ".join(some) for session, some in digests.items()})


def receive(path: Path, compare: Here, desk: Desk, *, seconds: float = SECONDS) -> Received:
    """Check a copy and read what it has that the board does not.

    Args:
        path: the copy. It is only read.
        compare: what the board has.
        desk: where the private copy goes.
        seconds: how long all of it may take.

    Raises:
        Refused: it is no whole, honest copy of this board; the sentence says why.
    """
    ends = time.monotonic() + seconds
    try:
        file.check_header(path)
        private = desk.copy_in(path)
        file.check_header(private, called=path)
        _bring_up_to_date(private)
        with _open(private, ends, private=True) as connection:
            return _read(connection, path, compare, ends)
    except Flaw as flaw:
        raise Refused(f"{path.name} {flaw}.") from None
    except sqlite3.Error as error:
        raise Refused(f"{path.name} {_flaw_of(error)}.") from error
    except OSError as error:
        raise Refused(f"{path.name} could not be read: {(error.strerror or str(error)).lower()}.") from error
    except Refused:
        raise
    except BoardError as error:
        if not os.path.lexists(path):
            raise Refused(f"There is no file {path}. Check its name and folder.") from None
        raise Refused(str(error)) from None


def identity_of(path: Path) -> str:
    """The identity of the board that a file says it is a copy of, without believing anything else; "" if none."""
    try:
        file.check_header(path)
        with _open(path, time.monotonic() + 1.0) as connection:
            check_schema(connection)
            return _identity(connection)
    except (BoardError, Flaw, OSError, sqlite3.Error):
        return ""


def _flaw_of(error: sqlite3.Error) -> str:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_INTERRUPT:
        return "takes too long to check, longer than any board"
    if code == sqlite3.SQLITE_TOOBIG:
        return "holds a text that is longer than any board takes"
    if code == sqlite3.SQLITE_AUTH:
        return "asks for something that no board does"
    if "decode" in str(error):
        return "is damaged: a text in it cannot be read. Ask for it again"
    # What SQLite says is no plain word, and may repeat whatever the file calls its tables, at any length.
    return "is damaged, or was changed by another program than boardtui. Ask for it again"


@contextmanager
def _open(path: Path, ends: float, *, private: bool = False) -> Iterator[sqlite3.Connection]:
    uri = f"file:{quote(os.fsencode(path.resolve()))}?mode=ro&immutable=1"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
    try:
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, VALUE_LIMIT + 1000)
        connection.setlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, 100_000)
        connection.setlimit(sqlite3.SQLITE_LIMIT_COLUMN, 200)
        connection.setlimit(sqlite3.SQLITE_LIMIT_EXPR_DEPTH, 50)
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        connection.setlimit(sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH, 1)
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
        connection.set_progress_handler(lambda: time.monotonic() > ends, _STEPS_BETWEEN_LOOKS)
        yield connection
    finally:
        connection.close()


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


def _bring_up_to_date(private: Path) -> None:
    with private.open("rb") as opened:
        header = opened.read(100)
    if header[18:20] != b"\x01\x01":
        raise Flaw("was changed by another program than boardtui and is in a form that boards never have")
    version = int.from_bytes(header[60:64], "big")
    if version == schema.FORMAT:
        return
    with _open(private, time.monotonic() + SECONDS) as connection:
        check_no_programs(connection)
    engine = file.connect(private, read_only=False)
    try:
        with file.transaction(engine, private, writing=True) as writing:
            migrations.upgrade(writing, version)
    finally:
        engine.dispose()


def _read(connection: sqlite3.Connection, path: Path, compare: Here, ends: float) -> Received:
    check_schema(connection)
    for (finding,) in connection.execute("PRAGMA quick_check(1)"):
        if finding != "ok":
            raise Flaw("is damaged. Ask for it again, or use a backup")
    if _identity(connection) != compare.board:
        raise Flaw("is a copy of another board, so its edits do not belong here")
    (count,) = connection.execute("SELECT count(*) FROM edit").fetchone()
    if count > EDITS_LIMIT:
        raise Flaw(f"holds {count:,} edits, more than any board")
    wanted = _compare(connection, compare, ends)
    edits = tuple(_new_edits(connection, wanted, compare.board, count, ends))
    return Received(path, edits, count - len(edits), _signed(connection, compare.board, count))


def _signed(connection: sqlite3.Connection, board: str, count: int) -> tuple[str, str]:
    """Who signed the last edit of a copy, and when. It may be one that is here already, whose words nobody has read."""
    columns = ", ".join(edit_columns())
    last = connection.execute(f"SELECT {columns} FROM edit ORDER BY arrival DESC LIMIT 1").fetchone()
    if last is None:
        return "", ""
    edit = checked_edit(last, count=count, board=board)
    return edit.who, edit.at


def _identity(connection: sqlite3.Connection) -> str:
    # Who a copy was made for matters to who opens it, and to nobody who merges it.
    query = "SELECT name, value FROM meta WHERE name IS NOT ? LIMIT 10"
    rows = connection.execute(query, (MADE_FOR,)).fetchall()
    meta = dict(rows)
    if len(rows) != 2 or meta.keys() != {"board", "projection"}:
        raise Flaw("does not say properly which board it is a copy of")
    return str(meta["board"])


def _compare(connection: sqlite3.Connection, compare: Here, ends: float) -> dict[str, tuple[int, int]]:
    """For each session with edits that are new here: the first new number and the last.

    The digests of what is here already are compared by the session, joined by SQLite; one by one only where that
    finds a difference.
    """
    # The index on session and number gives them in order. Were they not, they would only be compared one by one.
    query = "SELECT session, group_concat(digest, ' '), count(*), min(number), max(number) FROM edit GROUP BY session"
    new: dict[str, tuple[int, int]] = {}
    for session, digests, count, first, last in connection.execute(query):
        if type(session) is not str or type(first) is not int or type(last) is not int:
            raise Flaw("holds numbers where words belong, or words where numbers do")
        if (first, last) != (1, count):
            raise Flaw(f"is not whole: of {count + 1:,} edits that were made in one go, at least one is missing")
        known = compare.digests.get(session, "")
        length = (len(known) + 1) // _DIGEST
        if not (digests == known or digests.startswith(f"{known} ") or known.startswith(f"{digests} ")):
            _compare_one_by_one(connection, session, known.split()[:last])
        if last > length:
            new[session] = (length + 1, last)
        _look_at_clock(ends)
    return new


def _compare_one_by_one(connection: sqlite3.Connection, session: str, known: list[str]) -> None:
    query = "SELECT number, digest FROM edit WHERE session = ? AND number <= ? ORDER BY number"
    rows = connection.execute(query, (session, len(known))).fetchall()
    if rows != list(enumerate(known, start=1)):
        raise Flaw(
            "tells the past differently from this board: edits with the same number say different things. "
            "One of the two files was changed by hand or put back from an older one"
        )


def _new_edits(
    connection: sqlite3.Connection, wanted: Mapping[str, tuple[int, int]], board: str, count: int, ends: float
) -> Iterator[Edit]:
    columns = ", ".join(edit_columns())
    query = f"SELECT {columns} FROM edit WHERE session = ? AND number BETWEEN ? AND ? ORDER BY number"
    length = 0
    for session, (first, last) in wanted.items():
        lamport, number = 0, first - 1
        for row in connection.execute(query, (session, first, last)):
            edit = checked_edit(row, count=count, board=board)
            number += 1
            if edit.id.number != number or edit.lamport <= lamport:
                raise Flaw(f"places edit {session[:8]}:{edit.id.number} in an impossible order")
            lamport = edit.lamport
            length += len(edit.value)
            if length > NEW_TEXT_LIMIT:
                raise Flaw("holds more new text than any board")
            _look_at_clock(ends)
            yield edit
        if number != last:
            raise Flaw(f"is not whole: an edit after number {number} of {session[:8]!r} is missing")


def _look_at_clock(ends: float) -> None:
    if time.monotonic() > ends:
        raise Flaw("takes too long to check, longer than any board")


def check_parents(edits: Iterable[Edit], known: Mapping[Any, Edit]) -> None:
    """Check that what the new edits replace exists and is of the same record and field group.

    Args:
        edits: the new edits of one copy.
        known: the new edits and those of the board that they name as parents, by id.

    Raises:
        Flaw: a parent is missing, or cannot be one.
    """
    for edit in edits:
        for parent in edit.parents:
            found = known.get(parent)
            name = f"{edit.id.session[:8]}:{edit.id.number}"
            if found is None:
                raise Flaw(f"is not whole: edit {name} replaces one that is neither in it nor here")
            deletes = edit.group == "life" and edit.value == "false"
            if found.record != edit.record or found.kind != edit.kind or found.lamport >= edit.lamport:
                raise Flaw(f"does not say properly what edit {name} replaces")
            if found.group != edit.group and not deletes:
                raise Flaw(f"does not say properly what edit {name} replaces")
