"""Faults of disks, clocks and folders that no other file of tests is about."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from boardtui.domain.errors import BoardError, Code
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import Action
from boardtui.domain.records.types import TEXT_LIMIT
from boardtui.exchange.samples import make_board, read_sample
from boardtui.store.backup import backups
from boardtui.store.board_file import BoardFile
from boardtui.store.copies.merge import merge
from boardtui.store.copies.send import send_copy
from boardtui.store.header import JOURNAL_MAGIC, journal_of
from boardtui.store.soundness import examine
from boardtui.store.verify import is_whole
from tests.store.conftest import CHAIR, add_action, new_id

LONG = "x" * 100_000


def fill_the_disk(board_file: BoardFile) -> None:
    """Let the file grow no more, as on a full disk."""
    connection = board_file._database.connection()
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count={pages}")


def test_a_full_disk_at_saving_is_said_and_nothing_was_changed(board_file: BoardFile) -> None:
    action = add_action(board_file, "1.1")
    before = board_file.read()
    fill_the_disk(board_file)
    with pytest.raises(BoardError, match=r"The disk is full, so plan.board was not changed") as said:
        board_file.write([Change(action, "action", {"commentary": LONG[:15_000]})], who=CHAIR)
    assert said.value.code is Code.DISK_FULL
    assert board_file.read() == before
    assert is_whole(board_file.path)


def test_what_did_not_come_on_disk_is_not_among_what_was_made(board_file: BoardFile) -> None:
    made, created = [*board_file.made], {*board_file.created}
    with pytest.raises(KeyboardInterrupt), board_file.at_once():
        add_action(board_file, "1.1")
        raise KeyboardInterrupt
    assert (board_file.made, board_file.created) == (made, created)


def test_a_full_disk_at_merging_brings_in_nothing_and_leaves_the_backup(board_file: BoardFile, copy: Path) -> None:
    with BoardFile.open(copy) as lead:
        for number in range(30):
            add_action(lead, f"9.{number}", commentary=LONG[:5_000])
    before = board_file.read()
    fill_the_disk(board_file)
    with pytest.raises(BoardError, match="The disk is full"):
        merge(board_file, [copy])
    assert board_file.read() == before
    assert [each.reason for each in backups(board_file.path)] == ["merge"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no such pipes")
@pytest.mark.parametrize("end", ["-journal", "-wal"])
def test_a_pipe_beside_a_board_is_refused_and_not_waited_for(board_file: BoardFile, end: str) -> None:
    board_file.close()
    os.mkfifo(board_file.path.with_name(f"plan.board{end}"))
    with pytest.raises(BoardError, match=rf"plan\.board{end} beside the board is no ordinary file"):
        BoardFile.open(board_file.path)
    with pytest.raises(BoardError, match="Move it away"):
        examine(board_file.path)


def test_a_folder_in_place_of_the_journal_is_refused(board_file: BoardFile) -> None:
    board_file.close()
    board_file.path.with_name("plan.board-journal").mkdir()
    with pytest.raises(BoardError, match=r"plan.board-journal beside the board is a folder"):
        BoardFile.open(board_file.path)


def test_a_format_that_no_version_will_have_is_damage_and_no_newer_version(board_file: BoardFile) -> None:
    board_file.close()
    content = bytearray(board_file.path.read_bytes())
    content[60:64] = (0x20000001).to_bytes(4, "big")
    board_file.path.write_bytes(content)
    with pytest.raises(BoardError, match=r"is damaged .it states no format.") as said:
        BoardFile.open(board_file.path)
    assert said.value.code is Code.DAMAGED


@pytest.mark.parametrize("size", [16, 512, 4096])
def test_a_board_whose_beginning_was_zeroed_is_damaged_and_not_something_else(board_file: BoardFile, size: int) -> None:
    kept = board_file.back_up("merge")
    board_file.close()
    content = board_file.path.read_bytes()
    board_file.path.write_bytes(bytes(size) + content[size:])
    with pytest.raises(BoardError, match=rf"is damaged .*the newest whole backup is {kept.name}"):
        BoardFile.open(board_file.path)


@pytest.mark.parametrize("year", [1970, 2099])
def test_a_clock_that_is_off_by_decades_and_goes_back_orders_nothing(board_file: BoardFile, year: int) -> None:
    action = add_action(board_file, "1.1", rag="green")
    for at, rating in ((datetime(year, 1, 1, tzinfo=UTC), "amber"), (datetime(2021, 3, 2, tzinfo=UTC), "red")):
        board_file.write([Change(action, "action", {"rag": rating})], who=CHAIR, at=at)
    (found,) = board_file.read().all(Action)
    assert found.rag == "red"
    said = [entry.edit.values().get("rag") for entry in board_file.history(action)]
    assert said[:2] == ["red", "amber"]
    assert examine(board_file.path)[0] == []


def test_a_text_of_100_000_characters_is_kept_whole_or_refused_in_a_sentence(board_file: BoardFile) -> None:
    for name, attribute in Action.kind.attributes.items():
        if attribute.look.form not in ("text", "line"):
            continue
        before = board_file.read()
        try:
            board_file.write([Change(new_id(), "action", {name: LONG})], who=CHAIR)
        except BoardError as refused:
            assert len(str(refused)) < 300
            assert board_file.read() == before
        else:
            assert len(LONG) <= TEXT_LIMIT


@pytest.mark.skipif(sys.platform == "win32", reason="a file that is open cannot be deleted there")
def test_a_folder_that_goes_while_a_board_is_open_is_said_at_the_next_edit(board_file: BoardFile) -> None:
    action = add_action(board_file, "1.1")
    board_file.path.parent.rename(board_file.path.parent.with_name("elsewhere"))
    with pytest.raises(BoardError, match=r"plan.board is no longer there") as said:
        board_file.write([Change(action, "action", {"rag": "red"})], who=CHAIR)
    assert said.value.code is Code.GONE


def test_what_was_verified_before_is_not_read_edit_by_edit_again(
    board_file: BoardFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_action(board_file, "1.1")
    board_file.close()
    compared: list[str] = []

    def damage(*_: object, **__: object) -> str:
        compared.append("all")
        return ""

    monkeypatch.setattr("boardtui.store.verify._damage", damage)
    BoardFile.open(board_file.path).close()
    assert compared == [], "it is the file as this program left it"
    with board_file.path.open("r+b") as file:
        file.seek(-1, os.SEEK_END)
        last = file.read(1)
        file.seek(-1, os.SEEK_END)
        file.write(bytes([last[0] ^ 1]))
    BoardFile.open(board_file.path).close()
    assert compared == ["all"], "one bit is another file"


def test_the_journal_of_a_board_that_was_deleted_is_not_taken_back_into_one_that_is_made_in_its_place(
    board_file: BoardFile, tmp_path: Path
) -> None:
    left, path = _journal_of_a_write_that_was_cut_short(board_file), tmp_path / "again" / "plan.board"
    path.parent.mkdir()
    ways: dict[str, Callable[[], object]] = {
        "a new one": lambda: BoardFile.create(path, "Plan", who=CHAIR).close(),
        "of a sample": lambda: make_board(path, read_sample("kpi-scorecard")).close(),
        "a copy": lambda: send_copy(board_file, path),
        "in place of a copy": lambda: send_copy(board_file, path, overwrite=True, losing=True),
        "saved again": lambda: board_file.save_as(path),
    }
    for way, make in ways.items():
        if way != "in place of a copy":
            path.unlink(missing_ok=True)
        journal_of(path).write_bytes(left)
        make()
        assert not journal_of(path).exists() and is_whole(path), way
        BoardFile.open(path).close()


def _journal_of_a_write_that_was_cut_short(board_file: BoardFile) -> bytes:
    with closing(sqlite3.connect(board_file.path, isolation_level=None)) as connection:
        connection.execute("PRAGMA cache_size=2")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE edit SET value = value || ?", (" " * 20_000,))
        left = journal_of(board_file.path).read_bytes()
        connection.execute("ROLLBACK")
    assert left.startswith(JOURNAL_MAGIC)
    return left
