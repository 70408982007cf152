"""Backups beside the board, made before anything that touches many edits at once."""

from __future__ import annotations

import contextlib
import itertools
import shutil
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from boardtui.domain.errors import BoardError, Code
from boardtui.domain.patterns import when_used
from boardtui.settings.disk import (
    begin,
    mode_in,
    mode_like,
    private_folder,
    put_in_place,
    put_new,
    remove_if_possible,
    see_on_disk,
    sweep,
    unfinished,
    why_not,
)
from boardtui.settings.paths import Paths, free_path
from boardtui.store import file
from boardtui.store.file import FileStamp, plain_errors, sqlite_code, sqlite_uri
from boardtui.store.header import journal_of, put_new_board, take_away

KEEP = 20

# Short, because it makes the path of the board longer by this much.
_NAME = when_used(r"(?P<number>\d{4,})-(?P<reason>[a-z]+)-\d{4}-\d\d-\d\d\.board")
_OLD_NAME = when_used(r".+-\d{4}-\d\d-\d\d-\d{6}-\d{6}-(?P<reason>[a-z]+)\.board")


def backup_folder(path: Path) -> Path:
    """Where a board's backups lie: beside it, so that they go where it goes."""
    return path.with_name(f"{path.name}-backups")


@dataclass(frozen=True, slots=True, order=True)
class Backup:
    """A backup of a board.

    Attributes:
        number: how many were made before it; 0 for those of versions that did not count.
        name: its file name.
        reason: what was about to be done.
    """

    number: int
    name: str
    reason: str


def backups(path: Path) -> list[Backup]:
    """The backups of a board in the order in which they were made, whatever the clock said then."""
    found = []
    try:
        names = sorted(each.name for each in backup_folder(path).iterdir())
    except OSError:
        return []
    for name in names:
        if match := _NAME.fullmatch(name):
            found.append(Backup(int(match["number"]), name, match["reason"]))
        elif match := _OLD_NAME.fullmatch(name):
            found.append(Backup(0, name, match["reason"]))
    return sorted(found)


def back_up(path: Path, reason: str, *, now: datetime | None = None) -> Path:
    """Write a complete copy of the board into its backup folder, and delete the oldest beyond `KEEP`.

    The last ones before a merge and before a meeting are kept beyond that.

    Args:
        path: the board.
        reason: one word for the file name, such as `merge`.
        now: the time for the file name; the clock's by default.

    Raises:
        BoardError: the copy could not be written; whatever was planned should then not happen.
    """
    folder = backup_folder(path)
    day = (now or datetime.now(UTC)).strftime("%Y-%m-%d")
    number = max((each.number for each in backups(path)), default=0)
    target = folder / f"{number + 1:04d}-{reason}-{day}.board"
    # Half a backup looks like one, and would in time push a whole one out: it gets its name when it is whole.
    part = unfinished(target)
    try:
        private_folder(folder, like=path)
        sweep([folder])
        with plain_errors(path):
            copy_database(path, part)
        while True:
            number += 1
            target = folder / f"{number:04d}-{reason}-{day}.board"
            with contextlib.suppress(FileExistsError):  # another program makes one in this moment
                put_new(part, target)
                break
    except OSError as error:
        raise BoardError(
            f"No backup could be made in {folder}, so nothing was done: {why_not(error, target)}."
        ) from error
    finally:
        take_away(part)
    for old in _beyond_keeping(backups(path), made=target.name):
        remove_if_possible(folder / old.name)
    return target


def _beyond_keeping(every: list[Backup], *, made: str) -> list[Backup]:
    """Which backups go: all but the newest, the one just made, and the last before a merge and a meeting."""
    last = {each.reason: each.name for each in every}
    kept = {made, *(last[reason] for reason in ("merge", "meeting") if reason in last)}
    return [each for each in every[:-KEEP] if each.name not in kept]


def sweep_around(path: Path) -> list[Path]:
    """Delete what programs that were killed had begun: beside a board, among its backups, and in a person's folders.

    Returns:
        What was deleted.
    """
    own = Paths.of_this_user()
    return sweep((path.absolute().parent, backup_folder(path), own.config, own.working, Path(tempfile.gettempdir())))


def copy_database(source: Path, target: Path, *, lasting: bool = True) -> None:
    """Copy a database whole, also while somebody writes it, and see it on disk.

    Args:
        source: the database.
        target: where the copy is to be.
        lasting: whether it has to outlive a power cut; not where it is deleted in a moment.

    Raises:
        BoardError: another program keeps it locked for longer than `BUSY_SECONDS`.
        sqlite3.Error: it could not be copied.
        OSError: the disk did not take it.
    """
    address = sqlite_uri(source.absolute(), "mode=ro")
    with closing(sqlite3.connect(address, uri=True, timeout=file.BUSY_SECONDS)) as reader:
        _wait_for(source, reader)
        _fill(target, reader, mode_like(source), lasting=lasting)


def _wait_for(source: Path, reader: sqlite3.Connection) -> None:
    """Begin to read: copying itself waits for another program for ever, and then nobody can even leave."""
    with plain_errors(source):
        try:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.Error as error:
            if sqlite_code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise
            reader.rollback()  # what else is wrong with it is found in copying


def _fill(target: Path, reader: sqlite3.Connection, mode: int, *, lasting: bool = True) -> None:
    if not target.exists():
        begin(target, mode)
    with closing(sqlite3.connect(sqlite_uri(target.absolute()), uri=True)) as writer:
        # What is copied in vain is deleted. A journal would only make the path longer, and might be left behind.
        writer.execute("PRAGMA journal_mode=MEMORY")
        if not lasting:
            writer.execute("PRAGMA synchronous=OFF")
        reader.backup(writer)
    if lasting:
        see_on_disk(target)


def write_whole(target: Path, reader: sqlite3.Connection) -> None:
    """Write the database of an open connection to a place where no file is, whole or not at all.

    Raises:
        BoardError: it could not be written.
        sqlite3.Error: it could not be read.
    """
    part = unfinished(target)
    try:
        _fill(part, reader, mode_in(target.parent))
        put_new_board(part, target)
    except OSError as error:
        raise BoardError(f"{target} could not be written: {why_not(error, target)}.") from None
    finally:
        take_away(part)


def restore(path: Path, backup: Path) -> Path | None:
    """Put what a backup holds in place of a board, after a backup of the board as it is.

    Args:
        path: the board; it may be gone, or damaged.
        backup: a sound board.

    Returns:
        Where the board as it was is kept, or None where there was none.

    Raises:
        BoardError: it could not be done; the board is as it was.
    """
    # First a copy of it: making a backup of the present board may push the oldest one out.
    beside = unfinished(path)
    try:
        with plain_errors(path):
            copy_database(backup, beside)
            while True:
                stamp = FileStamp.of(path)
                kept, whole = _keep(path)
                with contextlib.suppress(_WrittenMeanwhileError, FileExistsError):  # that, too, is kept
                    if whole:
                        _write_over(path, beside, stamp)
                    elif FileStamp.of(path) == stamp:
                        _put_in_place(beside, path, kept)
                    else:
                        continue
                    return kept
    except OSError as error:
        raise BoardError(f"{path.name} could not be restored: {why_not(error)}.") from None
    finally:
        take_away(beside)


def _put_in_place(beside: Path, path: Path, kept: Path | None) -> None:
    """Rename a file to a board, or to where none is: its journal would be taken back into what is put there."""
    if (journal := journal_of(path)).is_file():
        journal.rename(free_path(journal_of(kept or path.with_name(f"{path.name}.damaged"))))
    if kept is None:
        put_new(beside, path)
    else:
        put_in_place(beside, path)


class _WrittenMeanwhileError(Exception):
    """Another program has written into a board since it was kept."""


def _write_over(path: Path, source: Path, stamp: FileStamp | None) -> None:
    """Bring a database to what another one holds. Whoever has it open goes on with the same file.

    Args:
        path: the database.
        source: the other one.
        stamp: how it was left when it was kept.

    Raises:
        _WrittenMeanwhileError: it was written to since then; it is as it was.
    """
    looks = iter([True])

    def look(_status: int, _remaining: int, _pages: int) -> None:
        # One page is taken over: from now on no other program writes, and nothing is in the file itself yet.
        if next(looks, False) and FileStamp.of(path) != stamp:
            raise _WrittenMeanwhileError

    # Its journal stays on the disk: a crash in the middle leaves the board as it was.
    with (
        closing(sqlite3.connect(sqlite_uri(source.absolute(), "mode=ro"), uri=True)) as reader,
        closing(sqlite3.connect(sqlite_uri(path.absolute()), uri=True)) as writer,
    ):
        reader.backup(writer, pages=1, progress=look)
    see_on_disk(path)


def _keep(path: Path) -> tuple[Path | None, bool]:
    """Keep a board before it is replaced. Returns where, and whether it is a database that can be written to."""
    if not path.exists():
        return None, False
    try:
        return back_up(path, "restore"), True
    except BoardError as error:
        if error.code is Code.LOCKED or isinstance(error.__cause__, OSError):
            raise  # it can be read, and another program may be writing into it
        return _keep_as_it_is(path), False


def _keep_as_it_is(path: Path) -> Path:
    """Keep a file that cannot be read as a board, byte for byte, under a name that is free. Returns where."""
    part = unfinished(path)
    try:
        shutil.copy2(path, part)
        for number in itertools.count(1):
            target = path.with_name(f"{path.name}.damaged{f'-{number}' if number > 1 else ''}")
            with contextlib.suppress(FileExistsError):
                put_new(part, target)
                return target
        raise AssertionError("there is always a next number")
    finally:
        take_away(part)
