"""Files that another program holds, and the journals that Windows leaves: whoever writes one waits, and tidies up."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from boardtui.domain.errors import BoardError, Code
from boardtui.exchange.plan import Plan
from boardtui.exchange.samples import make_board
from boardtui.settings.settings import Settings, load_settings, save_settings
from boardtui.store import file
from boardtui.store.backup import back_up, backup_folder, restore
from boardtui.store.board_file import BoardFile
from boardtui.store.copies.send import send_copy
from tests.store.conftest import add_action


class Holder:
    """Another program that holds whatever is renamed, linked, deleted or read, and lets go after some attempts."""

    def __init__(self) -> None:
        self.left = 0
        self.asked = 0

    def between(self, act: Callable[..., Any]) -> Callable[..., Any]:
        def acted(path: Any, *rest: Any, **options: Any) -> Any:
            self.asked += 1
            if self.left > 0:
                self.left -= 1
                error = PermissionError(errno.EACCES, "Permission denied", str(path))
                error.winerror = 32  # type: ignore[attr-defined,unused-ignore]
                raise error
            return act(path, *rest, **options)

        return acted


@pytest.fixture
def holder(monkeypatch: pytest.MonkeyPatch) -> Holder:
    """One that holds what is put in place or read; nothing in these tests waits for it by the clock."""
    found = Holder()
    monkeypatch.setattr(time, "sleep", lambda _seconds: None)
    for owner, name in ((os, "link"), (os, "replace"), (os, "unlink"), (Path, "read_bytes")):
        monkeypatch.setattr(owner, name, found.between(getattr(owner, name)))
    return found


def made_new(folder: Path) -> Path:
    with BoardFile.create(folder / "new.board", "Plan", who="plan") as made:
        return made.path


def made_of_a_plan(folder: Path) -> Path:
    with make_board(folder / "planned.board", Plan("plan")) as made:
        return made.path


def copied(folder: Path) -> Path:
    with BoardFile.open(folder / "plan.board") as opened:
        return send_copy(opened, folder / "copy.board")


def copied_over(folder: Path) -> Path:
    shutil.copyfile(folder / "plan.board", folder / "copy.board")
    with BoardFile.open(folder / "plan.board") as opened:
        return send_copy(opened, folder / "copy.board", overwrite=True)


def backed_up(folder: Path) -> Path:
    return back_up(folder / "plan.board", "merge")


def brought_back(folder: Path) -> Path:
    made = back_up(folder / "plan.board", "merge")
    (folder / "plan.board").write_bytes(b"noise")
    restore(folder / "plan.board", made)
    return folder / "plan.board"


WRITERS = [made_new, made_of_a_plan, copied, copied_over, backed_up, brought_back]


@pytest.mark.parametrize("write", WRITERS, ids=lambda each: each.__name__)
def test_whoever_writes_a_board_waits_for_a_program_that_lets_go(
    board_file: BoardFile, holder: Holder, write: Callable[[Path], Path]
) -> None:
    board_file.close()
    holder.left = 3
    with BoardFile.open(write(board_file.path.parent)) as opened:
        assert opened.read().profile.id
    assert holder.left == 0


@pytest.mark.parametrize("write", [copied_over, brought_back], ids=lambda each: each.__name__)
def test_one_that_does_not_let_go_is_to_be_closed(
    board_file: BoardFile, holder: Holder, write: Callable[[Path], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    board_file.close()
    real = os.replace

    def refused(source: Any, target: Any, **options: Any) -> None:
        holder.left = 1
        holder.between(real)(source, target, **options)

    monkeypatch.setattr(os, "replace", refused)
    with pytest.raises(BoardError, match=r"open in another program.*close it there, then try again"):
        write(board_file.path.parent)


def test_settings_that_are_held_for_a_moment_are_read_all_the_same(holder: Holder) -> None:
    save_settings(Settings(signature="Chair"))
    holder.left = 3
    assert load_settings() == (Settings(signature="Chair"), [])


@pytest.mark.parametrize("write", WRITERS, ids=lambda each: each.__name__)
def test_no_emptied_journal_stays_of_what_was_written_under_another_name(
    board_file: BoardFile, write: Callable[[Path], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite leaves it there on Windows, where it may not be deletable."""
    monkeypatch.setattr(file, "JOURNAL_MODE", "TRUNCATE")
    add_action(board_file, "1.1")
    board_file.close()
    write(board_file.path.parent)
    folders = (board_file.path.parent, backup_folder(board_file.path))
    left = [each.name for folder in folders if folder.is_dir() for each in folder.iterdir()]
    assert [name for name in left if name.startswith(".")] == []


HELD = r"virus scanner or a sync program, holds plan\.board-journal"
DAMAGED = r"plan\.board is damaged and was not changed"


@pytest.mark.parametrize(
    ("code", "said", "words", "told"),
    [
        (sqlite3.SQLITE_IOERR_DELETE, "disk I/O error", HELD, Code.LOCKED),
        (sqlite3.SQLITE_IOERR_ACCESS, "disk I/O error", HELD, Code.LOCKED),
        (sqlite3.SQLITE_IOERR_LOCK, "disk I/O error", HELD, Code.LOCKED),
        (sqlite3.SQLITE_IOERR, "disk I/O error", "The disk did not answer", Code.OTHER),
        (sqlite3.SQLITE_IOERR_READ, "disk I/O error", "The disk did not answer", Code.OTHER),
        (sqlite3.SQLITE_IOERR_SHORT_READ, "disk I/O error", DAMAGED, Code.DAMAGED),
        (sqlite3.SQLITE_BUSY, "database is locked", "is being written by another program", Code.LOCKED),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, "database is locked", "is being written by another program", Code.LOCKED),
        (sqlite3.SQLITE_LOCKED, "table is locked", "is being written by another program", Code.LOCKED),
        (sqlite3.SQLITE_READONLY_DBMOVED, "readonly", "is no longer where it was", Code.GONE),
        (sqlite3.SQLITE_READONLY, "readonly", "is read-only. Nothing was changed", Code.READ_ONLY),
        (sqlite3.SQLITE_READONLY_DIRECTORY, "readonly", "is read-only. Nothing was changed", Code.READ_ONLY),
        (sqlite3.SQLITE_FULL, "database or disk is full", "The disk is full", Code.DISK_FULL),
        (sqlite3.SQLITE_CORRUPT, "malformed", DAMAGED, Code.DAMAGED),
        (sqlite3.SQLITE_NOTADB, "file is not a database", DAMAGED, Code.DAMAGED),
        (sqlite3.SQLITE_ERROR, "no such table: edit", DAMAGED, Code.DAMAGED),
        (sqlite3.SQLITE_ERROR, "no such column: who", DAMAGED, Code.DAMAGED),
        (sqlite3.SQLITE_ERROR, "unsupported file format", DAMAGED, Code.DAMAGED),
        (None, "Could not decode to UTF-8 column 'who'", DAMAGED, Code.DAMAGED),
        (sqlite3.SQLITE_CANTOPEN, "unable to open database file", "cannot be opened to be changed", Code.OTHER),
        (sqlite3.SQLITE_ERROR, "near x: syntax error", r"could not be used \(SQLite 1\)", Code.UNFORESEEN),
        (None, "something", r"could not be used \(SQLite 0\)", Code.UNFORESEEN),
    ],
)
def test_what_the_database_says_is_told_in_a_sentence_and_a_code(
    tmp_path: Path, code: int | None, said: str, words: str, told: Code
) -> None:
    error = sqlite3.OperationalError(said)
    if code is not None:
        error.sqlite_errorcode = code
    with pytest.raises(BoardError, match=words) as refused, file.plain_errors(tmp_path / "plan.board"):
        raise error
    assert refused.value.code is told


def test_a_held_file_is_told_whoever_wraps_what_the_database_says(tmp_path: Path) -> None:
    class WrappedError(Exception):
        orig = sqlite3.OperationalError("database or disk is full")

    WrappedError.orig.sqlite_errorcode = sqlite3.SQLITE_FULL
    with pytest.raises(BoardError, match="The disk is full"), file.plain_errors(tmp_path / "plan.board"):
        raise WrappedError
    with pytest.raises(KeyError), file.plain_errors(tmp_path / "plan.board"):
        raise KeyError
    with pytest.raises(BoardError, match=DAMAGED), file.plain_errors(tmp_path / "plan.board"):
        raise UnicodeDecodeError("utf-8", b"x", 0, 1, "no text")


def test_a_file_is_taken_while_somebody_writes_and_held_while_somebody_reads(board_file: BoardFile) -> None:
    path = board_file.path
    board_file.close()

    def taken() -> tuple[bool, bool]:
        return file.is_taken(path), file.is_taken(path, by_readers=True)

    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        assert taken() == (False, False)
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM edit").fetchall()
        assert taken() == (False, True)
        other.execute("ROLLBACK")
        other.execute("BEGIN IMMEDIATE")
        assert taken() == (True, True)
    assert taken() == (False, False)
    assert not file.is_taken(path.with_name("gone.board")), "what is not there is held by nobody"
