"""Two things at once: what changes between a look and the act, and who waits for whom. No test hangs on how fast."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

import pytest

from boardtui.domain.errors import BoardError, Code
from boardtui.domain.records.edits import Change, canonical
from boardtui.domain.records.kinds import Action, Meeting
from boardtui.domain.records.meetings import MeetingState
from boardtui.store import backup
from boardtui.store.board_file import BoardFile
from boardtui.store.copies import received_file as desk
from boardtui.store.copies.merge import merge, preview_merge
from boardtui.store.copies.send import send_copy
from boardtui.store.file import Database
from boardtui.store.history import read_vector, version_vector
from boardtui.store.soundness import examine
from tests.store.conftest import CHAIR, add_action, elsewhere, new_id
from tests.store.forging import forge, spoil

PATIENCE = 120  # seconds after which a test has failed; nothing waits for so long


class Turnstile:
    """The lock of a board file, which says so when a thread asks for it that is not the one it was made for."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._own = threading.get_ident()
        self.asked = threading.Event()

    def __enter__(self) -> bool:
        if threading.get_ident() != self._own:
            self.asked.set()
        return self._lock.__enter__()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._lock.__exit__(kind, error, trace)


def meanwhile(turnstile: Turnstile, do: Callable[[], None]) -> tuple[threading.Thread, threading.Event]:
    """Have another thread do something, and come back when it has either asked for the lock or done it without."""
    done = threading.Event()

    def work() -> None:
        try:
            do()
        finally:
            done.set()
            turnstile.asked.set()

    thread = threading.Thread(target=work)
    thread.start()
    assert turnstile.asked.wait(PATIENCE)
    return thread, done


def watched(board_file: BoardFile, monkeypatch: pytest.MonkeyPatch) -> Turnstile:
    turnstile = Turnstile()
    monkeypatch.setattr(board_file, "_lock", turnstile)
    return turnstile


class TestMerging:
    def test_another_past_that_came_in_after_the_preview_keeps_all_of_it_out(
        self, board_file: BoardFile, copy: Path
    ) -> None:
        """Two copies of one edit that say different things: the first of them to come in is the one that counts."""
        other = copy.with_name("other.board")
        shutil.copyfile(copy, other)
        with closing(sqlite3.connect(other)) as connection:
            query = "SELECT value FROM edit WHERE who = 'Lead' ORDER BY number"
            value = json.loads(connection.execute(query).fetchone()[0])
        forge(other, value=canonical({**value, "rationale": "rewritten"}))
        agreed = preview_merge(board_file, [copy])
        assert [each.refused for each in agreed.copies] == [""]
        merge(board_file, [other])
        before, board = board_file.path.read_bytes(), board_file.read()
        with pytest.raises(BoardError) as refused:
            merge(board_file, agreed)
        assert str(refused.value) == (
            "The board was changed meanwhile, so nothing was merged. Look at the copies again."
        )
        assert board_file.path.read_bytes() == before
        assert board_file.read() == board

    def test_what_came_in_by_another_way_after_the_preview_does_not_come_in_twice(
        self, board_file: BoardFile, copy: Path
    ) -> None:
        earlier = copy.with_name("earlier.board")
        shutil.copyfile(copy, earlier)
        with BoardFile.open(copy) as lead:
            lead.write([Change(new_id(), "action", {"title": "Only in the later copy"})], who="Lead")
        agreed = preview_merge(board_file, [copy])
        merge(board_file, [earlier])
        known = board_file.read().edition
        merge(board_file, agreed)
        assert board_file.read().edition == known + 1
        assert {action.title for action in board_file.read().all(Action)} == {"Audit", "Only in the later copy"}
        assert examine(board_file.path)[0] == []

    @pytest.mark.parametrize("times", [1, 4])
    def test_a_copy_that_is_written_while_it_is_read_is_read_again(
        self, board_file: BoardFile, copy: Path, monkeypatch: pytest.MonkeyPatch, times: int
    ) -> None:
        real, left = desk._copy, list(range(times))

        def while_it_is_read(path: Path, private: Path) -> None:
            real(path, private)
            if left:
                left.pop()
                with BoardFile.open(copy) as lead:
                    lead.write([Change(new_id(), "action", {"title": "Just now"})], who="Lead")
                os.utime(copy, ns=(0, 1_000_000_000 * (1 + len(left))))  # another time, however coarse the clock is

        monkeypatch.setattr(desk, "_copy", while_it_is_read)
        merge(board_file, [copy])
        assert sum(action.title == "Just now" for action in board_file.read().all(Action)) == times

    def test_a_copy_that_never_comes_to_rest_is_refused(
        self, board_file: BoardFile, copy: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        real, moments = desk._copy, iter(range(1, 100))

        def while_it_is_read(path: Path, private: Path) -> None:
            real(path, private)
            os.utime(copy, ns=(0, 1_000_000_000 * next(moments)))

        monkeypatch.setattr(desk, "_copy", while_it_is_read)
        before = board_file.path.read_bytes()
        with pytest.raises(BoardError, match=r"Nothing was merged\. lead\.board was copied while it was being written"):
            merge(board_file, [copy])
        assert board_file.path.read_bytes() == before
        assert next(moments) == 6, "it was tried five times"


class TestCopying:
    def test_a_board_put_back_to_an_older_state_while_it_is_copied_leaves_no_copy(
        self, board_file: BoardFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """As a sync program does. What was copied is then of a board that is no more."""
        older = board_file.path.read_bytes()
        add_action(board_file, "1.1")
        real = backup.copy_database

        def put_back(source: Path, to: Path) -> None:
            real(source, to)
            source.write_bytes(older)

        monkeypatch.setattr(backup, "copy_database", put_back)
        with pytest.raises(BoardError) as refused:
            send_copy(board_file, tmp_path / "lead.board")
        assert str(refused.value) == (
            "The board was changed while it was copied. Nothing is left of the copy: try again."
        )
        assert list(tmp_path.iterdir()) == [board_file.path]

    def test_an_edit_that_comes_after_the_copying_is_on_the_board_and_the_copy_is_whole_without_it(
        self, board_file: BoardFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        add_action(board_file, "1.1", title="Before")
        real = backup.copy_database

        def and_write(source: Path, to: Path) -> None:
            real(source, to)
            elsewhere(board_file, Change(new_id(), "action", {"title": "After"}))

        with monkeypatch.context() as patched:
            patched.setattr(backup, "copy_database", and_write)
            target = send_copy(board_file, tmp_path / "lead.board")
        assert {action.title for action in board_file.read().all(Action)} == {"Before", "After"}
        with BoardFile.open(target) as lead:
            assert {action.title for action in lead.read().all(Action)} == {"Before"}
        assert examine(target)[0] == []
        assert merge(board_file, [target]).edits == ()

    def test_a_copy_is_on_disk_before_it_has_its_name(
        self, board_file: BoardFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        target = tmp_path / "out" / "lead.board"
        target.parent.mkdir()
        synced: list[tuple[int, int, bool]] = []
        real = os.fsync

        def fsync(descriptor: int) -> None:
            found = os.fstat(descriptor)
            synced.append((found.st_ino, found.st_size, target.exists()))
            real(descriptor)

        monkeypatch.setattr(os, "fsync", fsync)
        send_copy(board_file, target)
        copied, folder = target.stat(), target.parent.stat()
        assert synced[0] == (copied.st_ino, copied.st_size, False)
        assert [each[0] for each in synced] == [copied.st_ino, folder.st_ino]
        assert synced[1][2], "the folder was seen on disk before the copy had its name in it"

    def test_a_backup_is_on_disk_before_anything_else_is_done(
        self, board_file: BoardFile, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        synced: list[tuple[int, int]] = []
        monkeypatch.setattr(
            os, "fsync", lambda descriptor: synced.append((os.fstat(descriptor).st_ino, os.fstat(descriptor).st_size))
        )
        made = board_file.back_up("merge").stat()
        assert synced == [(made.st_ino, made.st_size)]


class TestClosing:
    def test_a_board_is_not_closed_under_the_hands_of_who_reads_it(
        self, board_file: BoardFile, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        turnstile = watched(board_file, monkeypatch)
        with board_file.reading() as reader:
            thread, closed = meanwhile(turnstile, board_file.close)
            assert not closed.is_set()
            assert version_vector(reader)
        thread.join(PATIENCE)
        assert closed.is_set()

    def test_nobody_writes_between_what_is_frozen_and_the_closing(self, board_file: BoardFile) -> None:
        meeting = new_id()
        board_file.write([Change(meeting, "meeting", {"date": "2021-03-02"})], who="Office")
        said = []

        def freeze(_board: object) -> tuple[str, str]:
            with closing(sqlite3.connect(board_file.path, timeout=0, isolation_level=None)) as other:
                try:
                    other.execute("BEGIN IMMEDIATE")
                except sqlite3.OperationalError as error:
                    said.append(str(error))
            return "snapshot", "minutes"

        board_file.close_meeting(meeting, who=CHAIR, freeze=freeze)
        assert said == ["database is locked"]
        closed = board_file.read().get(Meeting, meeting)
        assert closed is not None
        with board_file.reading() as reader:
            assert read_vector(closed.known) == version_vector(reader)

    def test_a_meeting_that_another_program_has_closed_meanwhile_is_not_closed_again(
        self, board_file: BoardFile
    ) -> None:
        meeting = new_id()
        board_file.write([Change(meeting, "meeting", {"date": "2021-03-02"})], who="Office")
        seen = board_file.read().get(Meeting, meeting)
        assert seen is not None and seen.state is MeetingState.PLANNED
        with BoardFile.open(board_file.path) as other:
            other.close_meeting(meeting, who="Office", freeze=lambda _: ("the first snapshot", "the first minutes"))
        with pytest.raises(BoardError, match=r"The meeting .* is closed and stays as it was"):
            board_file.close_meeting(meeting, who=CHAIR, freeze=lambda _: ("another", "another"))
        closed = board_file.read().get(Meeting, meeting)
        assert closed is not None
        assert (closed.snapshot, closed.minutes) == ("the first snapshot", "the first minutes")

    def test_another_thread_that_looks_while_a_meeting_is_closed_waits_and_sees_it_closed(
        self, board_file: BoardFile, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        meeting = new_id()
        board_file.write([Change(meeting, "meeting", {"date": "2021-03-02"})], who="Office")
        turnstile = watched(board_file, monkeypatch)
        seen: list[str] = []
        threads = []

        def freeze(_board: object) -> tuple[str, str]:
            thread, done = meanwhile(turnstile, lambda: seen.append(board_file.history(meeting, limit=1)[0].edit.why))
            threads.append(thread)
            assert not done.is_set(), "it saw the board in the middle of the closing"
            return "snapshot", "minutes"

        board_file.close_meeting(meeting, who=CHAIR, freeze=freeze)
        threads[0].join(PATIENCE)
        assert seen == ["closed the meeting"]


def another_program(does: str, *paths: Path) -> None:
    """Have another program do something with files."""
    subprocess.run([sys.executable, "-c", f"import os, sys; os.{does}(*sys.argv[1:])", *map(str, paths)], check=True)


class TestTheFileItself:
    """Another program has the file at the same time, or puts another one into its place."""

    def test_what_is_spoiled_just_before_the_lock_is_taken_is_noticed_and_nothing_is_written(
        self, board_file: BoardFile, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        action = add_action(board_file, "1.1")
        known = board_file.read().edition
        take = Database.transaction

        @contextmanager
        def late(database: Database, *, writing: bool) -> Iterator[Any]:
            if writing:
                spoil(board_file.path, "UPDATE edit SET why = 'another' WHERE arrival = 2")
            with take(database, writing=writing) as connection:
                yield connection

        monkeypatch.setattr(Database, "transaction", late)
        with pytest.raises(BoardError, match="is damaged") as told:
            board_file.write([Change(action, "action", {"rag": "red"})], who=CHAIR)
        assert (told.value.code, board_file.read_only) == (Code.DAMAGED, True)
        assert board_file.damage == str(told.value)
        with closing(sqlite3.connect(board_file.path)) as reader:
            assert reader.execute("SELECT max(arrival) FROM edit").fetchone() == (known,)
        with pytest.raises(BoardError, match="is damaged"):
            board_file.write([Change(action, "action", {"rag": "green"})], who=CHAIR)

    def test_each_write_of_another_program_makes_the_file_another_one_to_look_at(self, board_file: BoardFile) -> None:
        action = add_action(board_file, "1.1")
        seen = [board_file.data_version()]
        for rag in ("red", "amber", "green"):
            elsewhere(board_file, Change(action, "action", {"rag": rag}))
            seen += [board_file.data_version(), board_file.data_version()]
        assert len(set(seen)) == 4 and seen[1::2] == seen[2::2]

    @pytest.mark.skipif(sys.platform == "win32", reason="a file that is open cannot be replaced there")
    def test_where_another_file_lies_in_its_place_nothing_is_written_and_the_board_can_be_saved_elsewhere(
        self, board_file: BoardFile, tmp_path: Path
    ) -> None:
        action = add_action(board_file, "1.1")
        board = board_file.read()
        other = tmp_path / "other.board"
        shutil.copyfile(board_file.path, other)
        another_program("replace", other, board_file.path)
        before = board_file.path.read_bytes()
        for do in (
            lambda: board_file.write([Change(action, "action", {"rag": "red"})], who=CHAIR),
            lambda: board_file.back_up("merge"),
            board_file.data_version,
        ):
            with pytest.raises(BoardError, match="Another file was put in the place of") as told:
                do()
            assert told.value.code is Code.REPLACED
        assert board_file.path.read_bytes() == before
        board_file.save_as(tmp_path / "saved.board")
        with BoardFile.open(tmp_path / "saved.board") as saved:
            assert saved.read() == board
        with pytest.raises(BoardError, match="could not be written"):
            board_file.save_as(tmp_path / "saved.board")
        another_program("remove", board_file.path)
        with pytest.raises(BoardError, match="is no longer there") as told:
            board_file.be_sure()
        assert told.value.code is Code.GONE

    def test_what_lacks_in_a_file_is_what_was_made_since_it_was_copied(
        self, board_file: BoardFile, tmp_path: Path
    ) -> None:
        add_action(board_file, "1.1")
        older = tmp_path / "older.board"
        shutil.copyfile(board_file.path, older)
        add_action(board_file, "1.2")
        with BoardFile.open(older) as copy:
            assert copy.lacks(board_file.made) == [each for each in board_file.made if each.lamport > 2]
            assert copy.lacks(board_file.made)
        assert board_file.lacks(board_file.made) == []

    @pytest.mark.parametrize(
        ("said", "made_for"),
        [("'Lead'", "Lead"), (f"'{'x' * 500}'", "x" * 500), (f"'{'x' * 501}'", ""), ("' a  b'", "a b"), ("x'00'", "")],
    )
    def test_who_a_file_says_it_was_made_for_is_a_line_or_nobody(
        self, board_file: BoardFile, said: str, made_for: str
    ) -> None:
        spoil(board_file.path, f"INSERT INTO meta VALUES ('made_for', {said})")
        assert board_file.made_for() == made_for
