"""A sync program puts another file in the place of a board in the moment in which it is opened, verified or written."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from boardtui.domain.errors import BoardError, Code
from boardtui.store import open_file
from boardtui.store.board_file import BoardFile
from boardtui.store.file import Database
from boardtui.store.verify import _remembered, fingerprint
from tests.store.conftest import add_action
from tests.store.test_at_once import another_program

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a file that is open cannot be replaced there")


def replace(path: Path) -> None:
    """Put a copy of a board in its place, as a sync program does."""
    shutil.copyfile(path, beside := path.with_name("other.board"))
    another_program("replace", beside, path)


def is_told(opened: BoardFile) -> bool:
    """Whether every look and every write says that it was replaced."""
    for do in (opened.data_version, lambda: add_action(opened, "9.9"), opened.data_version):
        with pytest.raises(BoardError, match="Another file was put in the place of") as told:
            do()
        assert told.value.code is Code.REPLACED
    return True


def test_before_it_is_verified(board_file: BoardFile) -> None:
    with BoardFile.open(board_file.path, verify=False) as opened:
        opened.read()
        replace(opened.path)
        with pytest.raises(BoardError, match="Another file was put in the place of"):
            opened.verify()
        assert is_told(opened)


def test_while_it_is_opened(board_file: BoardFile, monkeypatch: pytest.MonkeyPatch) -> None:
    first, make = [board_file.path], open_file.OpenFile.__init__

    def late(self: open_file.OpenFile, *given: Any, **named: Any) -> None:
        replace(first.pop())
        make(self, *given, **named)

    with monkeypatch.context() as patch:
        patch.setattr(open_file.OpenFile, "__init__", late)
        opened = BoardFile.open(board_file.path, verify=False)
    with opened:
        assert is_told(opened)


def test_just_after_something_was_written(board_file: BoardFile, monkeypatch: pytest.MonkeyPatch) -> None:
    take = Database.transaction

    @contextmanager
    def and_replaced(database: Database, *, writing: bool) -> Iterator[Any]:
        with take(database, writing=writing) as connection:
            yield connection
        if writing:
            replace(database.path)

    with monkeypatch.context() as patch:
        patch.setattr(Database, "transaction", and_replaced)
        add_action(board_file, "1.1")
    assert is_told(board_file)
    assert len(board_file.made) == 1, "what was done is at hand, to be brought over"


def test_what_is_written_past_the_program_as_it_closes_is_not_taken_for_verified(
    board_file: BoardFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_action(board_file, "1.1")
    known, later = _remembered(), fingerprint

    def meanwhile(*given: Any) -> str:
        os.utime(board_file.path, ns=(0, 0))
        return later(*given)

    monkeypatch.setattr(open_file, "fingerprint", meanwhile)
    board_file.close()
    assert _remembered() == known
