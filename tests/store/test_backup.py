"""Backups beside a board: which are kept, what they are called, and what happens where one cannot be made."""

from __future__ import annotations

import errno
import random
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from boardtui.domain.errors import BoardError, Code
from boardtui.store import backup
from boardtui.store.backup import KEEP, back_up, backup_folder, backups
from boardtui.store.board_file import BoardFile
from boardtui.store.verify import is_whole, newest_whole_backup, way_back
from tests.store.conftest import add_action
from tests.store.forging import spoil

LATER = datetime(2050, 1, 1, tzinfo=UTC)


def names(path: Path) -> list[str]:
    return sorted(each.name for each in backup_folder(path).iterdir())


def test_only_the_newest_are_kept(board_file: BoardFile) -> None:
    made = [board_file.back_up("upgrade") for _ in range(KEEP + 3)]
    assert names(board_file.path) == [each.name for each in made[-KEEP:]]
    assert [each.name[:13] for each in made] == [f"{number:04d}-upgrade-" for number in range(1, KEEP + 4)]
    with BoardFile.open(made[-1]) as opened:
        assert opened.read() == board_file.read()


def test_a_board_that_another_program_keeps_locked_is_waited_for_and_not_for_ever(
    board_file: BoardFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("boardtui.store.file.BUSY_SECONDS", 0.1)
    with closing(sqlite3.connect(board_file.path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(BoardError, match="is being written by another program") as refused:
            back_up(board_file.path, "merge")
    assert refused.value.code is Code.LOCKED
    assert not names(board_file.path), "nothing is left of what was begun"


def test_what_the_clock_says_does_not_decide_which_are_the_newest(board_file: BoardFile) -> None:
    fast = back_up(board_file.path, "upgrade", now=LATER)
    made = [board_file.back_up("upgrade") for _ in range(KEEP)]
    assert not fast.exists()
    assert all(each.exists() for each in made)


def test_whatever_clocks_say_the_one_just_made_and_the_last_before_a_merge_and_a_meeting_are_there(
    board_file: BoardFile,
) -> None:
    chance, last = random.Random(7), {}
    for _ in range(3 * KEEP):
        reason = chance.choice(["merge", "meeting", "upgrade", "upgrade", "restore"])
        now = datetime(chance.randrange(1980, 2100), chance.randrange(1, 13), chance.randrange(1, 28), tzinfo=UTC)
        last[reason] = made = back_up(board_file.path, reason, now=now)
        assert made.exists() and backups(board_file.path)[-1].name == made.name
        assert all(last[each].exists() for each in ("merge", "meeting") if each in last)


def test_the_last_ones_before_a_merge_and_a_meeting_stay(board_file: BoardFile) -> None:
    first, merge, meeting = (board_file.back_up(reason) for reason in ("merge", "merge", "meeting"))
    for _ in range(KEEP + 3):
        board_file.back_up("upgrade")
    assert (first.exists(), merge.exists(), meeting.exists()) == (False, True, True)
    assert len(names(board_file.path)) == KEEP + 2


def test_those_of_older_versions_are_the_oldest_and_what_is_no_backup_stays(board_file: BoardFile) -> None:
    folder = backup_folder(board_file.path)
    folder.mkdir()
    old = folder / "plan-2021-02-26-092700-076443-upgrade.board"
    own = folder / "my own copy.board"
    for each in (old, own):
        each.write_bytes(board_file.path.read_bytes())
    assert board_file.back_up("upgrade").name.startswith("0001-upgrade-")
    assert [(each.number, each.name == old.name) for each in backups(board_file.path)] == [(0, True), (1, False)]
    for _ in range(KEEP):
        board_file.back_up("upgrade")
    assert (old.exists(), own.exists()) == (False, True)


def test_an_old_one_that_is_held_open_stops_nothing(board_file: BoardFile, monkeypatch: pytest.MonkeyPatch) -> None:
    made = [board_file.back_up("upgrade") for _ in range(KEEP)]
    unlink = Path.unlink

    def held(self: Path, missing_ok: bool = False) -> None:
        if self.name == made[0].name:
            raise PermissionError(errno.EACCES, "The process cannot access the file")
        unlink(self, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", held)
    assert board_file.back_up("merge").exists()
    assert made[0].exists()


def test_a_name_adds_little_to_the_path_of_the_board(board_file: BoardFile) -> None:
    made = board_file.back_up("meeting")
    assert len(str(made)) - len(str(board_file.path)) <= 9 + 30


def test_a_path_that_is_too_long_is_named_with_its_length(
    board_file: BoardFile, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    long = tmp_path / ("x" * 120) / ("y" * 120) / "plan.board"
    long.parent.mkdir(parents=True)
    long.write_bytes(board_file.path.read_bytes())

    def too_long(*_: object) -> None:
        raise OSError(errno.ENAMETOOLONG, "File name too long")

    monkeypatch.setattr(backup, "begin", too_long)
    with pytest.raises(BoardError, match=r"nothing was done: its path is too long \(\d{3} letters\)"):
        back_up(long, "merge")


def test_two_that_are_made_in_one_moment_are_two(board_file: BoardFile, monkeypatch: pytest.MonkeyPatch) -> None:
    first = board_file.back_up("merge")
    monkeypatch.setattr(backup, "backups", lambda _: [])  # what another program sees that looked a moment before
    assert board_file.back_up("merge") != first


def test_nothing_is_open_any_more_when_one_is_made_or_deleted(
    board_file: BoardFile, files_that_are_open_stay: None
) -> None:
    for _ in range(KEEP + 1):
        board_file.back_up("upgrade")
    assert len(names(board_file.path)) == KEEP


OTHERWISE = "UPDATE p_board SET title = 'Other'"


@pytest.mark.parametrize(
    ("statement", "whole"),
    [
        ("UPDATE edit SET why = 'another'", False),
        (OTHERWISE, False),
        (f"{OTHERWISE}; UPDATE meta SET value = 'older' WHERE name = 'projection'", True),  # worked out anew if opened
        ("DELETE FROM edit", False),
    ],
)
def test_the_newest_whole_backup_is_the_one_that_is_named_for_a_damaged_board(
    board_file: BoardFile, statement: str, whole: bool
) -> None:
    path = board_file.path
    assert way_back(path) == ", and there is no whole backup beside it: get the file again, or a copy."
    older, newest = board_file.back_up("merge"), board_file.back_up("meeting")
    assert newest_whole_backup(path) == newest
    spoil(newest, statement)
    named = newest if whole else older
    assert newest_whole_backup(path) == named
    command = f"boardtui backup restore {path} {named.name} --yes"
    assert way_back(path) == f"; the newest whole backup is {named.name}; `{command}` brings it back."
    older.write_bytes(b"no board")
    newest.unlink()
    assert newest_whole_backup(path) is None


def test_a_board_that_is_damaged_is_kept_beside_under_a_name_that_is_free(board_file: BoardFile) -> None:
    kept = board_file.back_up("merge")
    board_file.close()
    for number in ("", "-2", "-3"):
        board_file.path.write_bytes(f"damaged{number}".encode())
        beside = backup.restore(board_file.path, kept)
        assert beside == board_file.path.with_name(f"plan.board.damaged{number}")
        assert beside.read_bytes() == f"damaged{number}".encode()
    board_file.path.unlink()
    assert backup.restore(board_file.path, kept) is None
    assert is_whole(board_file.path)


def test_going_back_keeps_the_file_and_what_was_in_it(board_file: BoardFile) -> None:
    kept = board_file.back_up("merge")
    before = board_file.read().edition
    add_action(board_file, "1.1")
    board_file.close()
    place = board_file.path.stat().st_ino
    beside = backup.restore(board_file.path, kept)
    assert board_file.path.stat().st_ino == place, "whoever has it open goes on with the same file"
    assert board_file.read().edition == before
    assert beside is not None
    with BoardFile.open(beside) as opened:
        assert opened.read().edition == before + 1


def test_what_another_program_writes_while_a_board_goes_back_is_in_what_is_kept_of_it(
    board_file: BoardFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    earlier = board_file.back_up("merge")
    before, keep, refs = board_file.read().edition, backup.back_up, ["1.1", "1.2"]

    def keep_and_write(path: Path, reason: str) -> Path:
        kept = keep(path, reason)
        if refs:
            add_action(board_file, refs.pop(0))
        return kept

    monkeypatch.setattr(backup, "back_up", keep_and_write)
    beside = backup.restore(board_file.path, earlier)
    assert board_file.read().edition == before
    assert beside is not None
    with BoardFile.open(beside) as opened:
        assert [getattr(each, "ref", "") for each in opened.read().of_kind("action")] == ["1.1", "1.2"]


def test_a_board_that_another_program_is_writing_into_is_not_taken_for_a_damaged_one(
    board_file: BoardFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    earlier = board_file.back_up("merge")
    add_action(board_file, "1.1")
    board_file.close()
    monkeypatch.setattr("boardtui.store.file.BUSY_SECONDS", 0.1)
    with closing(sqlite3.connect(board_file.path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(BoardError, match="is being written by another program") as refused:
            backup.restore(board_file.path, earlier)
        other.execute("COMMIT")
    assert refused.value.code is Code.LOCKED
    assert [getattr(each, "ref", "") for each in board_file.read().of_kind("action")] == ["1.1"]
    assert not [*board_file.path.parent.glob("*.damaged*")]


@pytest.mark.parametrize("damaged", [False, True])
def test_what_is_put_in_the_place_of_a_board_while_it_is_brought_back_is_kept_too(
    board_file: BoardFile, monkeypatch: pytest.MonkeyPatch, damaged: bool
) -> None:
    earlier = board_file.back_up("merge")
    board_file.close()
    board_file.path.unlink()
    if damaged:
        board_file.path.write_bytes(b"damaged")
    keep, there = backup._keep, [b"from elsewhere"]

    def keep_and_put(path: Path) -> tuple[Path | None, bool]:
        kept = keep(path)
        if there:
            path.write_bytes(there.pop())
        return kept

    monkeypatch.setattr(backup, "_keep", keep_and_put)
    beside = backup.restore(board_file.path, earlier)
    assert is_whole(board_file.path)
    assert beside is not None
    assert beside.read_bytes() == b"from elsewhere"


def test_the_journal_of_a_board_that_is_replaced_is_not_taken_back_into_what_is_put_there(
    board_file: BoardFile,
) -> None:
    earlier = board_file.back_up("merge")
    board_file.close()
    journal = board_file.path.with_name("plan.board-journal")
    board_file.path.write_bytes(b"damaged")
    journal.write_bytes(b"of what is damaged")
    beside = backup.restore(board_file.path, earlier)
    assert not journal.exists()
    assert beside is not None
    assert beside.with_name("plan.board.damaged-journal").read_bytes() == b"of what is damaged"
