"""Reading a copy that somebody sent. It is untrusted: it may be damaged, forged, or made to do harm.

The file is copied into a private folder first, so that it cannot change while it is looked at. Nothing in it is ever
run: its schema is compared with the exact one that boards have before any table is read.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from operator import itemgetter
from pathlib import Path
from typing import Any, TypeVar

from boardtui.domain.errors import BoardError
from boardtui.domain.immutable import immutable
from boardtui.domain.records.copies import COPY, SENT
from boardtui.domain.records.edits import Edit, EditId
from boardtui.domain.records.text import tidy_line
from boardtui.domain.records.types import LINE_LIMIT
from boardtui.settings.paths import address_problem
from boardtui.store import columns, file
from boardtui.store.columns import COLUMNS, MADE_FOR, board_identity
from boardtui.store.copies.noted import which_copy
from boardtui.store.copies.received_file import (
    UNREADABLE,
    InspectionFolder,
    check_no_programs,
    check_schema,
    open_received,
    reason_of,
)
from boardtui.store.edit_rules import NotAcceptable, read_edit
from boardtui.store.header import check_header

SECONDS = 30.0  # for all checks on one file; a board of 50,000 edits takes a tenth of a second
EDITS_LIMIT = 300_000

NEW_TEXT_LIMIT = 64 * 1024 * 1024
"""Bytes of all values, reasons and parents that are new here; the other columns have a length that is checked.

They are held in memory, where a character may take four bytes and a parent five times what it takes in the file. A
board of 300,000 edits such as people make has 60 MB of them.
"""

HEADS_LIMIT = 300
"""Edits of one field group that a copy may bring and that replace each other nowhere.

Each is something that a copy says and nobody has yet decided about. So there are as many as there were copies out at
the same time, which is tens: every decision, and every edit after a merge, replaces those of before.
"""

S = TypeVar("S")

_NOTHING: Mapping[tuple[Any, ...], Edit] = {}

_DIGEST = 65  # characters of a digest and the space after it
_MOST_NOTES = 20_000  # copies of one board; an office of forty leads makes so many in forty years
_STATED_LIMIT = 100_000  # bytes of a text where only the identity of a board is read


class CopyRefused(BoardError):  # noqa: N818 - reads as what happened to the copy
    """A copy was refused. The sentence names the file and says why; nothing of it came in."""


@immutable
class KnownEdits:
    """What a board has, as far as a copy is compared with it.

    Attributes:
        board: the identity of the board.
        digests: for each session, the digests of its edits in the order of their numbers, between spaces.
        lamports: for each session, the Lamport counter of its last edit, which is the highest.
    """

    board: str
    digests: Mapping[str, str]
    lamports: Mapping[str, int] = field(default_factory=dict)


@immutable
class Received:
    """A copy that passed every check.

    Attributes:
        edits: what it has that the board does not, in the order of sessions and numbers.
        known: how many of its edits the board has already, without those that only note what was sent.
        signed: who signed its last edit, and when.
        made_for: whose copy it says it is; "" where it says nothing.
        copy: the identity of the copy that it is, as the note says with which it was sent; "" where none was made.
            Like the name, anybody can write it.
    """

    path: Path
    edits: tuple[Edit, ...]
    known: int
    signed: tuple[str, str]
    made_for: str = ""
    copy: str = ""


def known_edits(reader: sqlite3.Connection) -> KnownEdits:
    """What the board of an open connection has."""
    query = (
        "SELECT session, group_concat(digest, ' '), max(lamport) FROM "
        "(SELECT session, digest, lamport FROM edit ORDER BY session, number) GROUP BY session"
    )
    rows = reader.execute(query).fetchall()
    return KnownEdits(board_identity(reader), {row[0]: row[1] for row in rows}, {row[0]: row[2] for row in rows})


def receive(
    path: Path,
    ours: KnownEdits,
    inspection: InspectionFolder,
    *,
    seconds: float = SECONDS,
    checked: Mapping[tuple[Any, ...], Edit] = _NOTHING,
) -> Received:
    """Check a copy and read what it has that the board does not.

    Args:
        path: the copy. It is only read.
        ours: what the board has.
        inspection: where the private copy goes.
        seconds: how long all of it may take, of the processor: that a machine is busy is not the fault of a copy.
        checked: rows of this very file that were read with `read_edit` a moment ago, with what that made of them.
            They are not read again.

    Raises:
        CopyRefused: it is no whole, honest copy of this board; the sentence says why.
    """
    ends = time.process_time() + seconds
    try:
        check_header(path)
        private = inspection.copy_in(path)
        check_header(private, called=path)
        _bring_up_to_date(private, ends)
        with open_received(private, ends, private=True) as connection:
            return _read(connection, path, ours, ends, checked)
    except NotAcceptable as reason:
        raise CopyRefused(f"{path.name} {reason}.") from None
    except UnicodeDecodeError as error:  # what SQLite says of a damaged schema repeats names in it, whatever they are
        raise CopyRefused(f"{path.name} {UNREADABLE}.") from error
    except sqlite3.Error as error:
        raise CopyRefused(f"{path.name} {reason_of(error)}.") from error
    except OSError as error:
        raise CopyRefused(f"{path.name} could not be read: {(error.strerror or str(error)).lower()}.") from error
    except CopyRefused:
        raise
    except BoardError as error:
        if not os.path.lexists(path):
            said = f"There is no file {path}. Check its name and folder."
            raise CopyRefused(address_problem(path) or said) from None
        raise CopyRefused(str(error)) from None


def check_private(private: Path, ours: KnownEdits, *, seconds: float = SECONDS) -> None:
    """Check a private copy of one's own board as who receives it would, all but the edits that are known.

    Raises:
        BoardError, NotAcceptable, sqlite3.Error: nobody would take it.
    """
    ends = time.monotonic() + seconds
    _bring_up_to_date(private, ends)
    with open_received(private, ends, private=True) as connection:
        _read(connection, private, ours, ends, _NOTHING)


def identity_of(path: Path) -> str:
    """The identity of the board that a file says it is a copy of, without believing anything else; "" if none."""

    def read(connection: sqlite3.Connection) -> str:
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _STATED_LIMIT)
        return _identity(connection)

    return stated(path, read) or ""


def stated(path: Path, read: Callable[[sqlite3.Connection], S]) -> S | None:
    """What is read of a file that may be anything, within a second; None where it cannot be."""
    try:
        check_header(path)
        with open_received(path, time.process_time() + 1.0) as connection:
            check_schema(connection)
            return read(connection)
    except (BoardError, NotAcceptable, OSError, UnicodeDecodeError, sqlite3.Error):
        return None


def _bring_up_to_date(private: Path, ends: float) -> None:
    with private.open("rb") as opened:
        header = opened.read(100)
    if header[18:20] != b"\x01\x01":
        raise NotAcceptable("was changed by another program than boardtui and is in a form that boards never have")
    version = int.from_bytes(header[60:64], "big")
    if version == columns.FORMAT:
        return
    with open_received(private, ends) as connection:
        check_no_programs(connection)
    from boardtui.store import migrations  # which needs SQLModel, as no other file does

    database = file.Database(private, read_only=False)
    try:
        with database.transaction(writing=True) as writing:
            migrations.upgrade(writing, version)
    finally:
        database.close()


def _read(
    connection: sqlite3.Connection,
    path: Path,
    ours: KnownEdits,
    ends: float,
    checked: Mapping[tuple[Any, ...], Edit],
) -> Received:
    check_schema(connection)
    for (finding,) in connection.execute("PRAGMA quick_check(1)"):
        if finding != "ok":
            raise NotAcceptable("is damaged. Ask for it again, or use a backup")
    if _identity(connection) != ours.board:
        raise NotAcceptable("is a copy of another board, so its edits do not belong here")
    (count,) = connection.execute("SELECT count(*) FROM edit").fetchone()
    if count > EDITS_LIMIT:
        raise NotAcceptable(f"holds {count:,} edits, more than any board")
    listed, wanted = _compare(connection, ours, ends)
    if listed != count:
        raise NotAcceptable("is damaged: some of its edits are in none of its lists. Ask for it again")
    edits = tuple(_new_edits(connection, wanted, ours, checked, count=count, ends=ends))
    check_heads(edits)
    whose = whose_copy(connection)
    copy = copy_it_is(connection, ours.board, count)
    (noted,) = connection.execute("SELECT count(*) FROM edit WHERE kind = ?", (COPY,)).fetchone()
    known = count - len(edits) - (noted - sum(1 for edit in edits if edit.kind == COPY))
    return Received(path, edits, known, _signed(connection, ours.board, count), whose, copy)


def whose_copy(connection: sqlite3.Connection) -> str:
    """Who a file says it was made for; "" where it says nothing, or nothing that is a name."""
    try:
        found = columns.stated(connection, MADE_FOR)
    except (sqlite3.Error, UnicodeDecodeError) as error:
        if not file.is_no_text(error):
            raise
        return ""
    return tidy_line(found) if isinstance(found, str) and len(found) <= LINE_LIMIT else ""


def copy_it_is(connection: sqlite3.Connection, board: str, count: int) -> str:
    """Which of the copies of a board a file is, as its notes say; "" where it is none of them."""
    return which_copy(_notes(connection, board, count), whose_copy(connection))


def _notes(connection: sqlite3.Connection, board: str, count: int) -> list[tuple[Edit, bool]]:
    """What a file notes about copies, and of each note whether it came in with one."""
    query = f"SELECT received, {', '.join(COLUMNS)} FROM edit WHERE grp = ? AND kind = ? ORDER BY arrival"
    rows = connection.execute(query, (SENT, COPY)).fetchmany(_MOST_NOTES)
    return [(read_edit(row[1:], count=count, board=board), bool(row[0])) for row in rows]


def _signed(connection: sqlite3.Connection, board: str, count: int) -> tuple[str, str]:
    """Who signed the last edit of a copy, and when. It may be one that is here already, whose words nobody has read."""
    columns = ", ".join(COLUMNS)
    last = connection.execute(f"SELECT {columns} FROM edit ORDER BY arrival DESC LIMIT 1").fetchone()
    if last is None:
        return "", ""
    edit = read_edit(last, count=count, board=board)
    return edit.who, edit.at


def _identity(connection: sqlite3.Connection) -> str:
    # Who a copy was made for matters to who opens it, and to nobody who merges it.
    query = "SELECT name, value FROM meta WHERE name IS NOT ? LIMIT 10"
    rows = connection.execute(query, (MADE_FOR,)).fetchall()
    meta = dict(rows)
    if len(rows) != 2 or meta.keys() != {"board", "projection"}:
        raise NotAcceptable("does not say properly which board it is a copy of")
    return str(meta["board"])


def _compare(connection: sqlite3.Connection, ours: KnownEdits, ends: float) -> tuple[int, dict[str, tuple[int, int]]]:
    """How many edits the sessions have together, and for each with edits that are new here the first and last number.

    The digests of what is here already are compared by the session, joined by SQLite; one by one only where that
    finds a difference. The index may say anything: nothing compares it with the table. So what it says is new is read
    edit by edit, and a session that it has twice is counted once at the most.
    """
    # The index on session and number gives them in order. Were they not, they would only be compared one by one.
    query = "SELECT session, group_concat(digest, ' '), count(*), min(number), max(number) FROM edit GROUP BY session"
    new: dict[str, tuple[int, int]] = {}
    lengths: dict[str, int] = {}
    for session, digests, count, first, last in connection.execute(query):
        types = (type(session), type(digests), type(first), type(last))
        if types != (str, str, int, int):
            raise NotAcceptable("holds numbers where words belong, or words where numbers do")
        if (first, last) != (1, count):
            raise NotAcceptable(
                f"is not whole: of {count + 1:,} edits that were made in one go, at least one is missing"
            )
        known = ours.digests.get(session, "")
        length = (len(known) + 1) // _DIGEST
        if not (digests == known or digests.startswith(f"{known} ") or known.startswith(f"{digests} ")):
            _compare_one_by_one(connection, session, known.split()[:last])
        if last > length:
            new[session] = (length + 1, last)
        lengths[session] = last
        _look_at_clock(ends)
    return sum(lengths.values()), new


def _compare_one_by_one(connection: sqlite3.Connection, session: str, known: list[str]) -> None:
    query = "SELECT number, digest FROM edit WHERE session = ? AND number <= ? ORDER BY number"
    rows = connection.execute(query, (session, len(known))).fetchall()
    if rows != list(enumerate(known, start=1)):
        raise NotAcceptable(
            "tells the past differently from this board: edits with the same number say different things. "
            "One of the two files was changed by hand or put back from an older one"
        )


def _new_edits(
    connection: sqlite3.Connection,
    wanted: Mapping[str, tuple[int, int]],
    ours: KnownEdits,
    checked: Mapping[tuple[Any, ...], Edit],
    *,
    count: int,
    ends: float,
) -> Iterator[Edit]:
    columns = ", ".join(COLUMNS)
    long = [COLUMNS.index(name) for name in ("value", "why", "parents")]
    query = f"SELECT {columns} FROM edit WHERE session = ? AND number BETWEEN ? AND ? ORDER BY number"
    length = 0
    at_hand = _by_session(checked)
    for session, (first, last) in wanted.items():
        lamport, number = ours.lamports.get(session, 0), first - 1
        rows: Iterable[tuple[Any, ...]] = at_hand.get(session, ())
        if [row[1] for row in rows] != list(range(first, last + 1)):
            rows = connection.execute(query, (session, first, last))
        for row in rows:
            length += sum(_bytes(row[column]) for column in long)
            if length > NEW_TEXT_LIMIT:
                raise NotAcceptable("holds more new text than any board")
            edit = checked.get(row) or read_edit(row, count=count, board=ours.board)
            number += 1
            if edit.id != EditId(session, number) or edit.lamport <= lamport:
                raise NotAcceptable(f"places edit {edit.id.number} in an impossible order")
            lamport = edit.lamport
            _look_at_clock(ends)
            yield edit
        if number != last:
            raise NotAcceptable(f"is not whole: an edit after number {number} is missing")


def _by_session(rows: Iterable[tuple[Any, ...]]) -> dict[str, list[tuple[Any, ...]]]:
    """Rows by the session that made them, in the order of their numbers."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(row)
    for some in found.values():
        some.sort(key=itemgetter(1))
    return found


def _bytes(cell: Any) -> int:
    return 0 if not isinstance(cell, str) else len(cell) if cell.isascii() else len(cell.encode())


def check_heads(edits: Sequence[Edit]) -> None:
    """Check that no more is said about one field at the same time than copies can say.

    Args:
        edits: all edits that are looked at of some records.

    Raises:
        NotAcceptable: there is more.
    """
    replaced = {(edit.group, parent) for edit in edits for parent in edit.parents}
    brought = Counter((edit.record, edit.group) for edit in edits if (edit.group, edit.id) not in replaced)
    if (most := max(brought.values(), default=0)) > HEADS_LIMIT:
        raise NotAcceptable(f"says {most:,} things about one field at the same time, more than any board")


def _look_at_clock(ends: float) -> None:
    if time.process_time() > ends:
        raise NotAcceptable("takes too long to check, longer than any board")
