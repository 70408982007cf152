"""Looking whether a file is whole costs one look at it, holds little of it in memory, and lets go of no lock."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from boardtui.domain.records.edits import Edit
from boardtui.store import file, projected, soundness, verify
from boardtui.store.board_file import BoardFile
from boardtui.store.copies import receive, received_file
from boardtui.store.verify import fingerprint
from tests.store.conftest import add_action

WRITE = """
import sqlite3, sys
try:
    sqlite3.connect(sys.argv[1], timeout=0, isolation_level=None).execute("BEGIN IMMEDIATE")
except sqlite3.OperationalError as error:
    print(error)
"""


def fingerprint_of(path: Path) -> str:
    database = file.Database(path, read_only=True)
    with closing(database), database.reading() as reader:
        return fingerprint(reader, path)


@pytest.fixture
def in_pieces(board_file: BoardFile, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file counts as a large one, once this one is made."""
    monkeypatch.setattr(verify, "_IN_ONE_PIECE", 0)
    monkeypatch.setattr(verify, "_PIECE", 5_000)
    monkeypatch.setattr(verify, "_LEFT_OPEN", {})


def test_a_large_file_has_the_fingerprint_that_it_has_as_a_whole(
    board_file: BoardFile, request: pytest.FixtureRequest
) -> None:
    add_action(board_file, "1.1", commentary="Begun. " * 3_000)
    whole = fingerprint_of(board_file.path)
    request.getfixturevalue("in_pieces")
    assert fingerprint_of(board_file.path) == whole
    add_action(board_file, "1.2")
    assert fingerprint_of(board_file.path) != whole


@pytest.mark.usefixtures("in_pieces")
def test_a_large_file_is_never_held_as_a_whole(board_file: BoardFile) -> None:
    add_action(board_file, "1.1", commentary="Begun. " * 7_000)
    fingerprint_of(board_file.path)
    tracemalloc.start()
    fingerprint_of(board_file.path)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < board_file.path.stat().st_size / 2


@pytest.mark.usefixtures("in_pieces")
@pytest.mark.skipif(sys.platform == "win32", reason="there a lock belongs to who opened the file, not to the program")
def test_the_lock_of_a_write_under_way_stays_while_the_file_is_looked_at(board_file: BoardFile) -> None:
    with board_file.transaction(writing=True):
        fingerprint_of(board_file.path)
        command = [sys.executable, "-c", WRITE, str(board_file.path)]
        other = subprocess.run(command, capture_output=True, text=True, check=True)
    assert other.stdout.strip() == "database is locked"


@pytest.mark.usefixtures("in_pieces")
def test_a_large_file_that_was_cut_short_is_no_whole_one(board_file: BoardFile) -> None:
    path = board_file.path
    add_action(board_file, "1.1", commentary="Begun. " * 7_000)
    board_file.close()
    connection = sqlite3.connect(path, isolation_level=None)
    with closing(connection):
        connection.execute("BEGIN")
        connection.execute("SELECT count(*) FROM edit").fetchall()
        with path.open("r+b") as cut:
            cut.truncate(path.stat().st_size - 4096)
        with pytest.raises(sqlite3.Error, match="unable to serialize"):
            fingerprint(connection, path)


@pytest.mark.usefixtures("in_pieces")
def test_a_large_file_that_was_moved_meanwhile_is_read_where_it_is_open(board_file: BoardFile, tmp_path: Path) -> None:
    whole = fingerprint_of(board_file.path)
    board_file.close()
    database = file.Database(board_file.path, read_only=True)
    with closing(database), database.reading() as reader:
        reader.execute("SELECT count(*) FROM edit").fetchall()
        assert fingerprint(reader, tmp_path / "gone.board") == whole


def test_check_looks_at_every_edit_once_and_works_out_what_is_shown_once(
    board_file: BoardFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        add_action(board_file, f"1.{number}")
    board_file.close()
    digests, worked_out = [0], [0]
    digest, work_out = Edit.content_digest, projected.projected

    def counted(edit: Edit) -> str:
        digests[0] += 1
        return digest(edit)

    def counted_too(*of_records: Any) -> object:
        worked_out[0] += 1
        return work_out(*of_records)

    monkeypatch.setattr(Edit, "content_digest", counted)
    monkeypatch.setattr(projected, "projected", counted_too)
    problems, board = soundness.examine(board_file.path)
    assert board is not None and not problems
    # And once more that of the last one, of which it is told who signed it.
    assert digests[0] == board.edition + 1
    assert worked_out[0] == 1
    # What was looked at need not be verified again when the board is opened.
    BoardFile.open(board_file.path).close()
    assert digests[0] == board.edition + 1


def test_check_reads_no_edit_from_the_file_that_it_has_read_already(
    board_file: BoardFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        add_action(board_file, f"1.{number}")
    board_file.close()
    asked: list[str] = []
    opened = received_file.open_received

    @contextmanager
    def listened_to(path: Path, ends: float, *, private: bool = False) -> Iterator[sqlite3.Connection]:
        with opened(path, ends, private=private) as connection:
            connection.set_trace_callback(asked.append)
            yield connection

    monkeypatch.setattr(receive, "open_received", listened_to)
    assert soundness.examine(board_file.path)[0] == []
    values = [query for query in asked if " value," in query]
    # What notes that copies were sent, and the last edit, of which it is told who signed it.
    assert len(values) == 2
    assert not any("number BETWEEN" in query for query in values)


def test_check_still_finds_an_index_that_says_something_else(board_file: BoardFile) -> None:
    add_action(board_file, "1.1")
    path = board_file.path
    board_file.close()
    with closing(sqlite3.connect(path)) as connection:
        ((root, size),) = connection.execute(
            "SELECT rootpage, page_size FROM sqlite_master, pragma_page_size WHERE name = 'edit_record'"
        )
        (record,) = connection.execute("SELECT max(record) FROM edit").fetchone()
    content = bytearray(path.read_bytes())
    at = content.index(record.encode(), (root - 1) * size, root * size)
    content[at + 35 : at + 36] = b"0" if record.endswith("1") else b"1"  # one letter of an identity
    path.write_bytes(content)
    problems, board = soundness.examine(path)
    assert len(problems) == 1 and "its structure is broken" in problems[0]
    assert board is None
