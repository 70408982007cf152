"""Reading a copy that somebody sent. It is untrusted: it may be damaged, forged, or made to do harm.

The file is copied into a private folder first, so that it cannot change while it is looked at. Nothing in it is ever
run: its schema is compared with the exact one that boards have before any table is read.
"""

from __future__ import annotations

import math
import os
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import field
from pathlib import Path
from typing import Any, TypeVar

from boardtui.domain.errors import BoardError
from boardtui.domain.immutable import immutable
from boardtui.domain.records.copies import COPY
from boardtui.domain.records.edits import Edit
from boardtui.settings.paths import address_problem
from boardtui.store import columns, file
from boardtui.store.columns import COLUMNS, MADE_FOR, board_identity
from boardtui.store.copies.received_file import (
    UNREADABLE,
    InspectionFolder,
    check_no_programs,
    check_schema,
    open_received,
    reason_of,
)
from boardtui.store.copies.told import copy_it_is, signed, whose_copy
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

_DIGEST = 65  # characters of a digest and the space after it
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
) -> Received:
    """Check a copy and read what it has that the board does not.

    Args:
        path: the copy. It is only read.
        ours: what the board has.
        inspection: where the private copy goes.
        seconds: how long all of it may take, of the processor: that a machine is busy is not the fault of a copy.

    Raises:
        CopyRefused: it is no whole, honest copy of this board; the sentence says why.
    """
    ends = time.process_time() + seconds
    with _refused_in_words(path):
        check_header(path)
        private = inspection.copy_in(path)
        check_header(private, called=path)
        _bring_up_to_date(private, ends)
        with open_received(private, ends, private=True) as connection:
            return _read(connection, path, ours, ends)


def check_as_received(reader: sqlite3.Connection, path: Path) -> None:
    """Check a private copy of one's own board as who receives it would, beyond its structure and single edits.

    Args:
        reader: a transaction on it.
        path: where it lies. It is of this format, and its structure is sound.

    Raises:
        CopyRefused: nobody would take it; the sentence says why.
    """
    ends = math.inf  # it is nobody else's, so it may take as long as it takes
    with _refused_in_words(path):
        _bring_up_to_date(path, ends)
        with open_received(path, ends, private=True) as connection:
            check_schema(connection)
            ours = KnownEdits(_identity(connection), {})
            count, _ = _new_in(connection, ours, ends)
            _check_order(reader)
            copy_it_is(connection, ours.board, count)
            signed(connection, ours.board, count)


@contextmanager
def _refused_in_words(path: Path) -> Iterator[None]:
    """Say of all that can be wrong with a file why it is refused."""
    try:
        yield
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
) -> Received:
    check_schema(connection)
    for (finding,) in connection.execute("PRAGMA quick_check(1)"):
        if finding != "ok":
            raise NotAcceptable("is damaged. Ask for it again, or use a backup")
    count, wanted = _new_in(connection, ours, ends)
    edits = tuple(_new_edits(connection, wanted, ours, count=count, ends=ends))
    check_heads(heads_of(edits))
    whose = whose_copy(connection)
    copy = copy_it_is(connection, ours.board, count)
    (noted,) = connection.execute("SELECT count(*) FROM edit WHERE kind = ?", (COPY,)).fetchone()
    known = count - len(edits) - (noted - sum(1 for edit in edits if edit.kind == COPY))
    return Received(path, edits, known, signed(connection, ours.board, count), whose, copy)


def _new_in(connection: sqlite3.Connection, ours: KnownEdits, ends: float) -> tuple[int, dict[str, tuple[int, int]]]:
    """How many edits a copy holds, and for each session with new ones the first and last number of these."""
    if _identity(connection) != ours.board:
        raise NotAcceptable("is a copy of another board, so its edits do not belong here")
    (count,) = connection.execute("SELECT count(*) FROM edit").fetchone()
    if count > EDITS_LIMIT:
        raise NotAcceptable(f"holds {count:,} edits, more than any board")
    listed, wanted = _compare(connection, ours, ends)
    if listed != count:
        raise NotAcceptable("is damaged: some of its edits are in none of its lists. Ask for it again")
    return count, wanted


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
    digests_of = "group_concat(digest, ' ')" if ours.digests else "''"
    query = f"SELECT session, {digests_of}, count(*), min(number), max(number) FROM edit GROUP BY session"
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


_LONG = ("value", "why", "parents")  # the columns whose length nothing else limits


def _new_edits(
    connection: sqlite3.Connection,
    wanted: Mapping[str, tuple[int, int]],
    ours: KnownEdits,
    *,
    count: int,
    ends: float,
) -> Iterator[Edit]:
    columns = ", ".join(COLUMNS)
    long = [COLUMNS.index(name) for name in _LONG]
    query = f"SELECT {columns} FROM edit WHERE session = ? AND number BETWEEN ? AND ? ORDER BY number"
    length = 0
    for session, (first, last) in wanted.items():
        lamport, number = ours.lamports.get(session, 0), first - 1
        for row in connection.execute(query, (session, first, last)):
            length += sum(_bytes(row[column]) for column in long)
            _check_length(length)
            edit = read_edit(row, count=count, board=ours.board)
            number += 1
            _check_place(edit.id.number, number, edit.lamport, lamport)
            lamport = edit.lamport
            _look_at_clock(ends)
            yield edit
        if number != last:
            raise NotAcceptable(f"is not whole: an edit after number {number} is missing")


def _check_order(reader: sqlite3.Connection) -> None:
    """Check the places of all edits of a file, and how long they are together, without reading what they say."""
    session, number, lamport = "", 0, 0
    for each, its_number, counter in reader.execute("SELECT session, number, lamport FROM edit ORDER BY 1, 2"):
        if each != session:
            session, number, lamport = each, 0, 0
        number += 1
        _check_place(its_number, number, counter, lamport)
        lamport = counter
    bytes_of = " + ".join(f"coalesce(sum(length(CAST({name} AS BLOB))), 0)" for name in _LONG)
    (length,) = reader.execute(f"SELECT {bytes_of} FROM edit").fetchone()
    _check_length(length)


def _check_length(length: int) -> None:
    if length > NEW_TEXT_LIMIT:
        raise NotAcceptable("holds more new text than any board")


def _check_place(number: int, expected: int, lamport: int, before: int) -> None:
    """Check that an edit is the next one of its session, and was made after the one before."""
    if number != expected or lamport <= before:
        raise NotAcceptable(f"places edit {number} in an impossible order")


def _bytes(cell: Any) -> int:
    return 0 if not isinstance(cell, str) else len(cell) if cell.isascii() else len(cell.encode())


def heads_of(edits: Sequence[Edit]) -> Iterable[int]:
    """For each field group of each record, how many of some edits replace each other nowhere."""
    replaced = {(edit.group, parent) for edit in edits for parent in edit.parents}
    return Counter((edit.record, edit.group) for edit in edits if (edit.group, edit.id) not in replaced).values()


def check_heads(heads: Iterable[int]) -> None:
    """Check that no more is said about one field at the same time than copies can say.

    Args:
        heads: how many edits are current, for each field group of each record.

    Raises:
        NotAcceptable: there is more.
    """
    if (most := max(heads, default=0)) > HEADS_LIMIT:
        raise NotAcceptable(f"says {most:,} things about one field at the same time, more than any board")


def _look_at_clock(ends: float) -> None:
    if time.process_time() > ends:
        raise NotAcceptable("takes too long to check, longer than any board")
