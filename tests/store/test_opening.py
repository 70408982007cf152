"""Files that are no whole board: each refused in one plain sentence, none changed."""

import os
import sqlite3
import struct
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from boardtui.domain.errors import BoardError, Code
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import Action
from boardtui.store import columns, file, migrations, schema
from boardtui.store.backup import backup_folder, copy_database
from boardtui.store.board_file import BoardFile
from boardtui.store.header import JOURNAL_MAGIC, Damaged, check_header, journal_of
from boardtui.store.schema import reader_of
from boardtui.store.soundness import examine
from tests.store.conftest import CHAIR, add_action, new_id


def refused(path: Path, words: str) -> None:
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(BoardError, match=words) as caught:
        BoardFile.open(path).read()
    assert "\n" not in str(caught.value)
    assert (path.read_bytes() if path.is_file() else None) == before


def test_a_missing_file_is_named_with_how_to_make_one(tmp_path: Path) -> None:
    refused(tmp_path / "plan.board", "There is no file .*boardtui new .*plan.board$")


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    refused(tmp_path / "nowhere" / "plan.board", "There is no folder")


def test_a_folder_is_no_board(tmp_path: Path) -> None:
    refused(tmp_path, "is a folder")


def test_an_empty_file_is_no_board(tmp_path: Path) -> None:
    path = tmp_path / "plan.board"
    path.touch()
    refused(path, "is empty")


def test_a_text_file_is_no_board(tmp_path: Path) -> None:
    path = tmp_path / "plan.board"
    path.write_text("Improvement plan\n" * 100, encoding="utf-8")
    refused(path, "is not a board")


def test_the_database_of_another_program_is_no_board(tmp_path: Path) -> None:
    path = tmp_path / "plan.board"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE t (a)")
    refused(path, "another program")


def test_a_board_of_a_newer_format_asks_for_an_update(board_file: BoardFile) -> None:
    board_file.close()
    with sqlite3.connect(board_file.path) as connection:
        connection.execute(f"PRAGMA user_version={columns.FORMAT + 1}")
    refused(board_file.path, "newer boardtui")


@pytest.mark.parametrize("keep", [0.2, 0.5, 0.9])
def test_a_truncated_board_is_called_damaged(board_file: BoardFile, keep: float) -> None:
    for number in range(20):
        add_action(board_file, f"1.{number}", commentary="x" * 500)
    board_file.close()
    content = board_file.path.read_bytes()
    board_file.path.write_bytes(content[: int(len(content) * keep)])
    refused(board_file.path, "damaged")


def test_a_board_without_its_edits_is_refused(board_file: BoardFile) -> None:
    board_file.close()
    with sqlite3.connect(board_file.path) as connection:
        connection.execute("DROP TABLE edit")
    refused(board_file.path, "is damaged .its edits are missing.")


def test_overwritten_pages_are_called_damaged(board_file: BoardFile) -> None:
    for number in range(40):
        add_action(board_file, f"1.{number}", commentary="x" * 500)
    board_file.close()
    content = bytearray(board_file.path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    board_file.path.write_bytes(content)
    refused(board_file.path, "damaged")


def test_a_look_at_a_damaged_board_says_so_once_and_in_plain_words(board_file: BoardFile) -> None:
    for number in range(40):
        add_action(board_file, f"1.{number}", commentary="x" * 500)
    board_file.close()
    content = bytearray(board_file.path.read_bytes())
    content[40_000:60_000] = b"\xff" * 20_000
    board_file.path.write_bytes(content)
    (problem,) = examine(board_file.path)[0]
    assert problem.startswith("plan.board is damaged (its structure is broken)")


def test_a_read_only_board_can_be_read_and_says_so_when_written(
    board_file: BoardFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    identity = add_action(board_file, "1.1")
    board_file.close()
    before = board_file.path.read_bytes()
    for denied in (board_file.path, board_file.path.parent):  # which has room for no journal then
        monkeypatch.setattr(os, "access", lambda path, _mode, denied=denied: Path(path) != denied)
        with BoardFile.open(board_file.path) as opened:
            assert opened.read_only
            assert opened.read().get(Action, identity) is not None
            for attempt in (
                lambda: opened.write([Change(identity, "action", {"rag": "red"})], who=CHAIR),
                lambda: opened.undo(who=CHAIR),
                lambda: opened.redo(who=CHAIR),
            ):
                with pytest.raises(BoardError, match="read-only"):
                    attempt()
    assert board_file.path.read_bytes() == before


def test_a_new_board_never_replaces_a_file(board_file: BoardFile) -> None:
    before = board_file.path.read_bytes()
    with pytest.raises(BoardError, match="exists already"):
        BoardFile.create(board_file.path, "Other", who=CHAIR)
    assert board_file.path.read_bytes() == before


def test_a_failed_creation_leaves_no_file_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise BoardError("disk full")

    monkeypatch.setattr(schema, "create_statements", fail)
    with pytest.raises(BoardError):
        BoardFile.create(tmp_path / "plan.board", "Plan", who=CHAIR)
    assert not (tmp_path / "plan.board").exists()


@pytest.fixture
def connections(monkeypatch: pytest.MonkeyPatch) -> list[sqlite3.Connection]:
    """Every connection that is opened to a board."""
    opened: list[sqlite3.Connection] = []
    real = sqlite3.connect

    def connect(*arguments: Any, **options: Any) -> sqlite3.Connection:
        opened.append(real(*arguments, **options))
        return opened[-1]

    monkeypatch.setattr(sqlite3, "connect", connect)
    return opened


def is_open(connection: sqlite3.Connection) -> bool:
    try:
        connection.execute("SELECT 1")
    except sqlite3.ProgrammingError:
        return False
    return True


def test_a_board_that_cannot_be_opened_properly_is_let_go_of(
    board_file: BoardFile, connections: list[sqlite3.Connection], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file, "_PRAGMAS", ("PRAGMA foreign_keys=ON", "no pragma at all"))
    with pytest.raises(BoardError, match=r"could not be used .SQLite 1."):
        BoardFile.open(board_file.path)
    assert [is_open(each) for each in connections] == [False]


def test_a_failed_creation_lets_go_of_the_file_before_it_takes_it_away(
    tmp_path: Path, connections: list[sqlite3.Connection], monkeypatch: pytest.MonkeyPatch
) -> None:
    still_open: list[bool] = []
    real = Path.unlink

    def unlink(self: Path, missing_ok: bool = False) -> None:
        still_open.extend(map(is_open, connections))
        real(self, missing_ok=missing_ok)

    def fail(*_: object) -> None:
        raise OSError("no room")

    monkeypatch.setattr(Path, "unlink", unlink)
    monkeypatch.setattr(schema, "create_statements", fail)
    with pytest.raises(BoardError, match="cannot be made"):
        BoardFile.create(tmp_path / "new.board")
    assert set(still_open) == {False}


def test_a_backup_that_cannot_be_begun_leaves_nothing_open(
    board_file: BoardFile, connections: list[sqlite3.Connection]
) -> None:
    with pytest.raises(FileNotFoundError):
        copy_database(board_file.path, board_file.path.parent / "nowhere" / "copy.board")
    assert [is_open(each) for each in connections] == [False]


def test_what_went_wrong_has_a_code_beside_its_sentence(board_file: BoardFile, monkeypatch: pytest.MonkeyPatch) -> None:
    def code() -> Code:
        with pytest.raises(BoardError) as refusal:
            board_file.write([Change(new_id(), "action", {})], who="Chair")
        return refusal.value.code

    monkeypatch.setattr(file, "BUSY_SECONDS", 0.0)
    with closing(sqlite3.connect(board_file.path)) as other:
        other.execute("BEGIN EXCLUSIVE")
        board_file._database.close()
        assert code() is Code.LOCKED
    board_file.read_only = True
    assert code() is Code.READ_ONLY


def test_a_board_of_an_older_declaration_gets_a_new_projection_after_a_backup(board_file: BoardFile) -> None:
    identity = add_action(board_file, "1.1", rag="amber")
    expected = board_file.read()
    board_file.close()
    with sqlite3.connect(board_file.path) as connection:
        connection.execute("UPDATE meta SET value = 'older' WHERE name = 'projection'")
        connection.execute("ALTER TABLE p_action DROP COLUMN tracker")
        connection.execute("CREATE TABLE p_forgotten (id TEXT)")
    with BoardFile.open(board_file.path) as opened:
        assert opened.read() == expected
        opened.write([Change(identity, "action", {"tracker": "A1"})], who=CHAIR)
    (backup,) = backup_folder(board_file.path).glob("*-upgrade-*.board")
    with sqlite3.connect(backup) as connection:
        assert connection.execute("SELECT value FROM meta WHERE name = 'projection'").fetchone() == ("older",)


def test_a_format_is_brought_up_to_date_step_by_step_or_not_at_all(
    board_file: BoardFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = board_file.read()
    board_file.close()
    monkeypatch.setattr(columns, "FORMAT", columns.FORMAT + 2)

    def fail(_: object) -> None:
        raise BoardError("step failed")

    done: list[int] = []
    monkeypatch.setattr(migrations, "STEPS", {1: lambda _c: done.append(1), 2: fail})
    before = board_file.path.read_bytes()
    with pytest.raises(BoardError, match="step failed"):
        BoardFile.open(board_file.path)
    assert board_file.path.read_bytes() == before
    monkeypatch.setattr(migrations, "STEPS", {1: lambda _c: done.append(1), 2: lambda _c: done.append(2)})
    with BoardFile.open(board_file.path) as opened:
        assert opened.read() == expected
    assert done == [1, 1, 2]
    with sqlite3.connect(board_file.path) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (columns.FORMAT,)


def test_the_file_is_a_whole_board_at_every_moment_without_side_files(board_file: BoardFile) -> None:
    add_action(board_file, "1.1")
    beside = {each.name: each.stat().st_size for each in board_file.path.parent.iterdir()}
    assert beside.pop(board_file.path.name)
    assert set(beside.values()) <= ({0} if file.JOURNAL_MODE == "TRUNCATE" else set())  # the emptied journal of Windows
    with board_file.transaction(writing=False) as wrapped:
        reader = reader_of(wrapped)
        assert reader.execute("PRAGMA synchronous").fetchone() == (3,)
        assert reader.execute("PRAGMA journal_mode").fetchone() == (file.JOURNAL_MODE.lower(),)
        assert reader.execute("PRAGMA trusted_schema").fetchone() == (0,)
    with board_file.reading() as same:
        assert same is reader


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("CREATE TRIGGER late AFTER INSERT ON edit BEGIN DELETE FROM edit; END", "holds a trigger 'late'"),
        ("CREATE VIEW all_of_it AS SELECT * FROM edit", "holds a view 'all_of_it'"),
    ],
)
def test_a_board_with_a_program_in_it_is_not_opened(board_file: BoardFile, statement: str, words: str) -> None:
    board_file.close()
    with sqlite3.connect(board_file.path) as connection:
        connection.execute(statement)
    refused(board_file.path, words)


def test_a_journal_somebody_sent_along_deletes_no_other_file(board_file: BoardFile, tmp_path: Path) -> None:
    """SQLite deletes the file that a journal names as belonging to it, once the write is taken back."""
    board_file.close()
    precious = tmp_path / "precious.txt"
    precious.write_text("not to be deleted", encoding="utf-8")
    name = str(precious).encode()
    pages = board_file.path.stat().st_size // 4096
    header = JOURNAL_MAGIC + struct.pack(">5I", 0, 1, pages, 512, 4096)
    named = struct.pack(">I", 0x40000000 // 4096 + 1) + name + struct.pack(">II", len(name), sum(name))
    journal_of(board_file.path).write_bytes(header.ljust(512, b"\0") + named + JOURNAL_MAGIC)
    refused(board_file.path, "was not made by boardtui")
    with pytest.raises(BoardError, match="was not made by boardtui"):
        examine(board_file.path)
    assert precious.exists()


def test_a_sync_reaches_the_drive_itself_on_every_system(board_file: BoardFile) -> None:
    connection = board_file._database.connection()
    (extra,) = connection.execute("PRAGMA synchronous").fetchone()
    (full,) = connection.execute("PRAGMA fullfsync").fetchone()
    assert (extra, full) == (3, 1)


def cut_short(content: bytes) -> bytes:
    return content[:-4096]


def without_a_beginning(content: bytes) -> bytes:
    return b"\0" * 16 + content[16:]


def of_no_format(content: bytes) -> bytes:
    return content[:60] + b"\0" * 4 + content[64:]


@pytest.mark.parametrize(
    ("damage", "what"),
    [
        (cut_short, "its end is missing"),
        (without_a_beginning, "its beginning is not that of a board"),
        (of_no_format, "it states no format"),
    ],
)
def test_a_file_that_is_seen_to_be_damaged_before_it_is_opened_says_what_is_wrong_and_what_to_do(
    board_file: BoardFile, damage: Callable[[bytes], bytes], what: str
) -> None:
    path = board_file.path
    board_file.close()
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(Damaged) as told:
        check_header(path)
    assert str(told.value) == f"{path} is damaged: {what}. Get the file again, or restore a backup."
    assert (told.value.path, told.value.what, told.value.code) == (path, what, Code.DAMAGED)


def beginning(*, version: int = columns.FORMAT, page: int = 4096, pages: int = 2, of: int = 0x42524454) -> bytes:
    """The first hundred bytes of a board, as far as they are looked at."""
    content = bytearray(b"SQLite format 3\0".ljust(100, b"\1"))
    for at, length, value in ((16, 2, page), (28, 4, pages), (60, 4, version), (68, 4, of)):
        content[at : at + length] = value.to_bytes(length, "big")
    return bytes(content)


CUT = "is damaged: its end is missing"
NO_FORMAT = "is damaged: it states no format"
NEWER = "was made by a newer boardtui"
NO_BEGINNING = "is damaged: its beginning is not that of a board"


@pytest.mark.parametrize(
    ("begins", "size", "words"),
    [
        (beginning(), 8192, ""),
        (beginning(), 8191, CUT),
        (beginning(page=512, pages=3), 1536, ""),
        (beginning(page=512, pages=3), 1535, CUT),
        (beginning(page=1, pages=1), 65536, ""),  # how the largest page is written
        (beginning(page=1, pages=1), 65535, CUT),
        (beginning(version=0), 8192, NO_FORMAT),
        (beginning(version=columns.FORMAT + 1), 8192, NEWER),
        (beginning(version=1_000), 8192, NEWER),
        (beginning(version=1_001), 8192, NO_FORMAT),
        (beginning(of=0), 8192, "is a database of another program"),
        (beginning()[:99], 99, NO_BEGINNING),
        (beginning()[:71], 71, "is not a board. Boards are made with: boardtui new"),
        (bytes(100), 100, NO_BEGINNING),
        (bytes(99), 99, "is not a board. Boards are made with: boardtui new"),
        (bytes(99) + b"x", 100, "is not a board. Boards are made with: boardtui new"),
        (b"x" + beginning()[1:], 8192, NO_BEGINNING),
        (b"", 0, "is empty, not a board"),
    ],
)
def test_the_first_hundred_bytes_say_whether_it_is_a_board_of_a_known_format_and_all_there(
    tmp_path: Path, begins: bytes, size: int, words: str
) -> None:
    path = tmp_path / "plan.board"
    path.write_bytes(begins.ljust(size, b"x"))
    if not words:
        check_header(path)
        return
    with pytest.raises(BoardError, match=words):
        check_header(path)
    with pytest.raises(BoardError, match=f"lead.board {words}"):
        check_header(path, called=tmp_path / "lead.board")
    journal_of(path).write_bytes(b"of a write that was cut short")
    if words == CUT:  # it is put right when the file is opened
        check_header(path)
