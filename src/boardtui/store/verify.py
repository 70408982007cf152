"""Does a file still say what was written into it? Asked whenever a board is opened, so it has to be quick.

Every edit is compared with its digest, and what is shown with what the edits say. What was verified is remembered by
the SHA-256 of the whole file: reading that again takes a tenth of the time, and no clock or date can lie about it.

Whether the edits are what boardtui would have written is another question; `soundness` and `edit_rules` answer it.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from boardtui import __version__
from boardtui.domain.errors import BoardError
from boardtui.domain.records.edits import Edit, RecordState, record_state
from boardtui.domain.records.kinds import KINDS
from boardtui.domain.records.text import one_line
from boardtui.settings.disk import private_folder
from boardtui.settings.paths import Paths, command_word
from boardtui.settings.toml_files import UnreadableFileError, read_bytes
from boardtui.store import columns, file, projected
from boardtui.store.backup import backup_folder, backups
from boardtui.store.columns import EDITS, TYPES, edit_of
from boardtui.store.header import Damaged, check_header

DAMAGE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What reading raises, beside the errors of SQLite, where a file holds something that no board does."""

_REMEMBERED = 500  # lines; each is 65 bytes

_IN_ONE_PIECE = 32 * 1024 * 1024  # bytes of a file that is small enough to be handed over whole
_PIECE = 1024 * 1024
_LEFT_OPEN: dict[tuple[int, int], int] = {}
_ONE_READS = threading.Lock()


def check_whole(reader: sqlite3.Connection, path: Path, *, shown: bool = True) -> None:
    """Check that all of an open file is as it was written.

    Args:
        reader: a transaction on the file.
        path: what it is called.
        shown: whether to compare what is shown, too; not where it is about to be worked out anew.

    Raises:
        BoardError: it is damaged.
    """
    try:
        key = fingerprint(reader, path)
        if key in _remembered():
            return
        found = _damage(reader, shown=shown)
    except BoardError:
        raise
    except DAMAGE:
        found = "something in it cannot be read"
    except sqlite3.Error as error:
        if not file.is_damage(error):
            raise
        found = "its structure is broken"
    if found:
        raise Damaged(f"{path.name} is damaged: {found}.", path, found)
    if shown:
        remember(key)


def is_whole(path: Path) -> bool:
    """Whether a file is a board that can be opened, all of it as it was written. It is only read."""
    try:
        check_header(path)
        database = file.Database(path, read_only=True)
        with closing(database), database.reading() as reader:
            current = columns.stated(reader, "projection") == columns.projection_signature()
            check_whole(reader, path, shown=current)
    except (BoardError, OSError):
        return False
    return True


def damaged(path: Path, what: str = "") -> Damaged:
    """The error for a damaged board: what to do about it stands in it, as far as there is something to do."""
    why = f" ({what})" if what else ""
    return Damaged(f"{path.name} is damaged{why}{way_back(path)}", path, what)


def way_back(path: Path) -> str:
    """The end of a sentence on a damaged board: what brings it back."""
    newest = newest_whole_backup(path)
    if newest is None:
        return ", and there is no whole backup beside it: get the file again, or a copy."
    command = f"boardtui backup restore {command_word(one_line(str(path)))} {newest.name} --yes"
    return f"; the newest whole backup is {newest.name}; `{command}` brings it back."


def newest_whole_backup(path: Path) -> Path | None:
    """The newest backup of a board that is whole, if there is one."""
    folder = backup_folder(path)
    return next((each for each in (folder / found.name for found in reversed(backups(path))) if is_whole(each)), None)


# What is compared.


def _damage(reader: sqlite3.Connection, *, shown: bool) -> str:
    """What is wrong with a file, as a few words; "" if nothing is."""
    reader.execute("PRAGMA ignore_check_constraints=ON")  # they are the file's own words, and none of them is believed
    structure = reader.execute("PRAGMA integrity_check(1)").fetchone()
    if structure != ("ok",):
        return "its structure is broken"
    board = columns.stated(reader, "board")
    if type(board) is not str:
        return "it does not say which board it is"
    edits = []
    for row in reader.execute(f"{EDITS} ORDER BY arrival"):
        if tuple(map(type, row)) != TYPES:
            return "an edit in it cannot be read"
        edit = edit_of(row)
        if edit.content_digest() != edit.digest:
            return f"{_of(edit)} is not as it was made"
        edits.append(edit)
    if lost := _missing(edits, board):
        return lost
    if not shown:
        return ""
    by_record = projected.by_record(edits)
    states = list(map(record_state, by_record.values()))
    table = next(shown_otherwise(reader, by_record, states), "")
    return f"what is shown differs from the edits: {table.removeprefix('p_')}" if table else ""


def _of(edit: Edit) -> str:
    kind = f"one of the {KINDS[edit.kind].plural}" if edit.kind in KINDS else "something"
    return f"an edit of {kind}"


def _missing(edits: Sequence[Edit], board: str) -> str:
    if not any(edit.kind == "board" and edit.record == board for edit in edits):
        return "it does not say which board it is"
    numbers: dict[str, list[int]] = {}
    for edit in edits:
        numbers.setdefault(edit.id.session, []).append(edit.id.number)
    if any(sorted(some) != list(range(1, len(some) + 1)) for some in numbers.values()):
        return "edits are missing"
    return ""


TABLES: Mapping[str, str] = {
    table: "record" if "record" in names[:1] else "id" for table, names in projected.COLUMNS.items()
}
"""The tables of what is shown, and in which column of each stands the identity of a record."""

_ALL: tuple[str, tuple[str, ...]] = ("1", ())


def shown_otherwise(
    reader: sqlite3.Connection,
    by_record: Mapping[str, Sequence[Edit]],
    states: Sequence[RecordState],
    within: Callable[[str], tuple[str, tuple[str, ...]]] = lambda _column: _ALL,
) -> Iterator[str]:
    """The tables in which what is shown differs from what the edits say.

    Args:
        reader: a transaction on the file.
        by_record: all edits of the records that are compared, by record.
        states: the states of these records.
        within: the condition, with its values, that a column holds the identity of such a record; all by default.
    """
    expected = projected.projected(by_record, states)
    for table, names in projected.COLUMNS.items():
        listed = ", ".join(f'"{name}"' for name in names)
        condition, values = within(TABLES[table])
        query = f"SELECT {listed} FROM {table} WHERE {condition}"
        found: list[tuple[Any, ...]] = reader.execute(query, values).fetchall()
        rows = expected.get(table, [])
        if len(found) != len(rows) or set(found) != set(rows):
            yield table


# What was verified before.


def fingerprint(reader: sqlite3.Connection, path: Path) -> str:
    """SHA-256 over the whole file as it is read now, and over the program that reads it.

    Args:
        reader: a transaction on the file.
        path: where it lies.

    Raises:
        sqlite3.Error: it cannot be read to its end.
    """
    content = hashlib.sha256()
    for part in _content(reader, path):
        content.update(part)
    content.update(f"{__version__} {columns.projection_signature()}".encode())
    return content.hexdigest()


def _content(reader: sqlite3.Connection, path: Path) -> Iterator[bytes]:
    """All of the file as it is read now; a large one piece by piece, as SQLite needs twice its size to hand it over."""
    ((count,), (size,)) = (reader.execute(f"PRAGMA page_{what}").fetchone() for what in ("count", "size"))
    (journal,) = reader.execute("PRAGMA journal_mode").fetchone()
    if count * size <= _IN_ONE_PIECE or journal not in ("delete", "truncate"):
        yield reader.serialize()
        return
    # From here to the end of the transaction nobody writes into the file.
    reader.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchall()
    place, end = 0, count * size
    try:
        with _opened(path) as descriptor:
            while place < end:
                os.lseek(descriptor, place, os.SEEK_SET)
                part = os.read(descriptor, min(_PIECE, end - place))
                if not part:
                    raise sqlite3.OperationalError("unable to serialize: the file is shorter than it says")
                place += len(part)
                yield part
    except OSError:
        if place:
            raise sqlite3.OperationalError("unable to serialize: the disk did not answer") from None
        yield reader.serialize()  # it was moved meanwhile: SQLite still has it open


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    """A file to read beside SQLite.

    It is not closed, except on Windows: on other systems the locks of a file belong to the program, and closing it
    once lets go of all of them, also of those that SQLite has taken to write. The next look at it reads it there again.
    """
    if sys.platform == "win32":
        descriptor = os.open(path, os.O_RDONLY | os.O_BINARY)
        try:
            yield descriptor
        finally:
            os.close(descriptor)
        return
    with _ONE_READS:
        found = os.stat(path)  # noqa: PTH116 - its device and number, which is how the locks know it
        place = found.st_dev, found.st_ino
        if place not in _LEFT_OPEN:
            _LEFT_OPEN[place] = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        yield _LEFT_OPEN[place]


def _list() -> Path:
    return Paths.of_this_user().verified


def _remembered() -> set[str]:
    try:
        return set(read_bytes(_list()).decode("ascii", errors="replace").split())
    except (OSError, UnreadableFileError):
        return set()


def remember(key: str) -> None:
    """Note that a file of this fingerprint is whole. That it cannot be noted costs time later, and nothing else."""
    path = _list()
    with suppress(OSError):
        private_folder(path.parent)
        if path.exists() and not path.is_file():
            return  # a pipe would wait for somebody who reads it
        if path.exists() and path.stat().st_size > 2 * _REMEMBERED * (len(key) + 1):
            kept = path.read_text("ascii", errors="replace").split()[-_REMEMBERED:]
            path.write_text("".join(f"{each}\n" for each in kept), "ascii")
        with os.fdopen(os.open(path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600), "w", encoding="ascii") as noted:
            noted.write(f"{key}\n")
