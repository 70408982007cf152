"""The open board and its one writer: what is asked for is done in order, shown before it is told, never mixed up."""

from __future__ import annotations

import asyncio
import gc
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from boardtui.domain.board.board import Board
from boardtui.domain.errors import BoardError, Code
from boardtui.domain.records.edits import Change
from boardtui.session import open_board
from boardtui.session.open_board import NotReachedError, OpenBoard
from boardtui.settings.disk import unfinished
from boardtui.store.board_file import BoardFile

NOW = datetime(2021, 3, 2, 10, 0, tzinfo=UTC)
CHAIR = "Independent Chair"


class Shown(list[str]):
    """The titles of the boards that were shown, in order."""

    def show(self, board: Board) -> None:
        self.append(board.profile.title)


@pytest.fixture
def shown() -> Shown:
    return Shown()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    BoardFile.create(tmp_path / "plan.board", "Plan", who="office").close()
    return tmp_path / "plan.board"


@pytest.fixture
def opened(path: Path, shown: Shown) -> Iterator[OpenBoard]:
    board = OpenBoard(lambda: NOW, shown.show)
    board.open(path)
    yield board
    board.close()


def title(opened: OpenBoard, words: str) -> list[Change]:
    assert opened.board is not None
    return [Change(opened.board.profile.id, "board", {"title": words})]


class Kept:
    """Something that stays as long as the program runs, as what is imported does."""


async def test_once_all_is_imported_what_there_is_is_not_looked_through_for_garbage_between_keys(
    opened: OpenBoard,
) -> None:
    kept = [Kept()]  # a list is what the collector looks into
    assert any(each is kept for each in gc.get_objects())
    opened.get_ready()
    await opened.do(lambda _file: None)  # jobs are done in order
    assert not any(each is kept for each in gc.get_objects())
    gc.unfreeze()
    gc.collect()
    gc.freeze()  # as the rest of the run keeps it


def fail(_file: BoardFile) -> None:
    raise BoardError("The disk is full.")


async def test_what_is_asked_for_at_once_is_done_and_shown_in_that_order(opened: OpenBoard, shown: Shown) -> None:
    asked = [opened.write(title(opened, words), who=CHAIR) for words in ("First", "Second", "Third")]
    receipts = await asyncio.gather(*asked)
    assert shown == ["First", "Second", "Third"]
    assert [receipt.edits[0].id.number for receipt in receipts] == [1, 2, 3]


async def test_the_board_is_shown_before_whoever_asked_is_told(opened: OpenBoard, shown: Shown) -> None:
    await opened.write(title(opened, "First"), who=CHAIR)
    assert shown == ["First"]
    assert opened.board is not None and opened.board.profile.title == "First"


async def test_what_follows_from_the_board_is_worked_out_when_its_turn_has_come(opened: OpenBoard) -> None:
    def longer(board: Board) -> Sequence[Change]:
        return [Change(board.profile.id, "board", {"title": f"{board.profile.title}!"})]

    await asyncio.gather(*(opened.write(longer, who=CHAIR) for _ in range(3)))
    assert opened.board is not None and opened.board.profile.title == "Plan!!!"


async def test_nothing_to_change_writes_nothing(opened: OpenBoard, shown: Shown) -> None:
    receipt = await opened.write(lambda _board: [], who=CHAIR)
    assert (receipt.edits, receipt.batch, shown) == ((), "", [])


async def test_a_job_that_changes_nothing_draws_nothing(opened: OpenBoard, shown: Shown) -> None:
    assert await opened.do(lambda file: file.path.name) == "plan.board"
    assert shown == []


async def test_what_cannot_be_done_is_told_and_the_board_stays(opened: OpenBoard, shown: Shown) -> None:
    before = opened.board
    with pytest.raises(BoardError, match="The disk is full"):
        await opened.do(fail)
    assert (shown, opened.board) == ([], before)


async def test_after_a_failure_what_was_to_follow_is_given_up_and_what_stands_on_its_own_is_done(
    opened: OpenBoard, shown: Shown
) -> None:
    failed = opened.do(fail)
    follows = opened.write(lambda board: [Change(board.profile.id, "board", {"title": "Meant for later"})], who=CHAIR)
    own = opened.write(title(opened, "On its own"), who=CHAIR)
    with pytest.raises(BoardError, match="The disk is full"):
        await failed
    with pytest.raises(NotReachedError):
        await follows
    await own
    assert shown == ["On its own"]
    # What is asked for afterwards is done.
    await opened.write(lambda board: [Change(board.profile.id, "board", {"title": "Later"})], who=CHAIR)
    assert shown == ["On its own", "Later"]


async def test_the_event_loop_goes_on_while_the_disk_is_slow(opened: OpenBoard) -> None:
    may_go_on = threading.Event()
    slow = opened.do(lambda _file: may_go_on.wait(120))
    turns = 0
    while turns < 10:
        await asyncio.sleep(0)
        turns += 1
    assert not slow.done() and opened.busy
    may_go_on.set()
    assert await slow
    await opened.settled()
    assert not opened.busy


async def test_who_stops_waiting_stops_nothing(opened: OpenBoard, shown: Shown) -> None:
    asked = opened.write(title(opened, "Said all the same"), who=CHAIR)
    asked.cancel()
    await opened.settled()
    assert shown == ["Said all the same"]


async def test_what_another_program_wrote_is_shown_once(opened: OpenBoard, shown: Shown, path: Path) -> None:
    with BoardFile.open(path) as other:
        other.write(title(opened, "From elsewhere"), who="Lead")
    assert await opened.look()
    assert shown == ["From elsewhere"]
    assert not await opened.look()


async def test_what_another_program_writes_while_the_board_is_read_after_an_edit_is_shown_at_the_next_look(
    opened: OpenBoard, shown: Shown, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refresh, another = BoardFile.refresh, title(opened, "From elsewhere")

    def read(file: BoardFile, board: Board) -> Board:
        found = refresh(file, board)
        if another:
            with BoardFile.open(path) as other:
                other.write([another.pop()], who="Lead")
        return found

    monkeypatch.setattr(BoardFile, "refresh", read)
    await opened.write(title(opened, "Mine"), who=CHAIR)
    assert await opened.look()
    assert shown == ["Mine", "From elsewhere"]


async def test_what_the_program_wrote_itself_is_no_news(opened: OpenBoard, shown: Shown) -> None:
    await opened.write(title(opened, "Mine"), who=CHAIR)
    assert not await opened.look()
    assert shown == ["Mine"]


async def test_a_look_that_was_begun_before_a_write_shows_nothing_older_after_it(
    opened: OpenBoard, shown: Shown, path: Path
) -> None:
    with BoardFile.open(path) as other:
        other.write(title(opened, "From elsewhere"), who="Lead")
    look, mine = opened.look(), opened.write(title(opened, "Mine"), who=CHAIR)
    await asyncio.gather(look, mine)
    assert opened.board is not None and opened.board.edition == 3
    with BoardFile.open(path) as other:
        assert other.read().profile.title == opened.board.profile.title == shown[-1]


async def test_a_job_on_a_file_that_was_left_meanwhile_shows_nothing(
    opened: OpenBoard, shown: Shown, tmp_path: Path
) -> None:
    may_go_on = threading.Event()

    def slow(file: BoardFile) -> None:
        may_go_on.wait(120)
        file.write([Change(file.read().profile.id, "board", {"title": "Too late"})], who=CHAIR)

    BoardFile.create(tmp_path / "other.board", "Other", who="office").close()
    asked = opened.do(slow)
    await asyncio.sleep(0)
    opened.file, left = BoardFile.open(tmp_path / "other.board"), opened.file
    opened.board = opened.file.read()
    may_go_on.set()
    await asked
    assert shown == []
    assert opened.board.profile.title == "Other"
    assert left is not None
    left.close()


@pytest.mark.parametrize("damaged", [False, True], ids=["no board", "a board that cannot be read"])
async def test_a_file_that_cannot_be_opened_leaves_the_one_before_open(
    opened: OpenBoard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, damaged: bool
) -> None:
    def unreadable(_file: BoardFile) -> Board:
        raise BoardError("other.board is not a board that can be read.")

    before = (opened.file, opened.board)
    closed: list[str] = []
    close = BoardFile.close

    def count(file: BoardFile) -> None:
        closed.append(file.path.name)
        close(file)

    with monkeypatch.context() as patched:
        if damaged:
            BoardFile.create(tmp_path / "other.board", "Other", who="office").close()
            patched.setattr(BoardFile, "read", unreadable)
        else:
            (tmp_path / "other.board").write_text("no board", encoding="utf-8")
        patched.setattr(BoardFile, "close", count)
        with pytest.raises(BoardError, match="is not a board"):
            opened.open(tmp_path / "other.board")
    assert (opened.file, opened.board) == before
    assert closed == (["other.board"] if damaged else []), "what was opened for nothing is let go, and only that"
    assert before[0] is not None and before[0].read().profile.title == "Plan"


async def test_what_makes_a_backup_first_is_not_begun_again_before_the_file_is_let_go(
    opened: OpenBoard, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked = iter([True, True, True, False])
    monkeypatch.setattr(BoardFile, "is_locked", lambda _file: next(locked))
    begun: list[bool] = []

    def merge(_file: BoardFile) -> str:
        begun.append(True)
        if len(begun) == 1:
            raise BoardError("Another program writes it.", code=Code.LOCKED)
        return "merged"

    assert await opened.do(merge, patience=60) == "merged"
    assert len(begun) == 2
    assert next(locked, None) is None, "it was looked at until it was let go"


async def test_what_was_done_is_not_done_again_where_only_reading_it_afterwards_has_to_wait(
    opened: OpenBoard, monkeypatch: pytest.MonkeyPatch
) -> None:
    refresh, refused = BoardFile.refresh, [BoardError("Another program writes it.", code=Code.LOCKED)]

    def read(file: BoardFile, board: Board) -> Board:
        if refused:
            raise refused.pop()
        return refresh(file, board)

    monkeypatch.setattr(BoardFile, "refresh", read)
    done: list[bool] = []
    await opened.do(lambda _file: done.append(True), patience=60)
    assert done == [True]


@pytest.mark.parametrize(
    ("looked", "held"), [([True, False, True, False], []), ([False, True, True, False], [True, False]), ([False], [])]
)
async def test_while_something_is_done_a_moment_of_waiting_is_no_lock_and_two_in_a_row_are(
    path: Path, looked: list[bool], held: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(open_board, "NOTICE_SECONDS", 0.0)
    told: list[bool] = []
    board = OpenBoard(lambda: NOW, lambda _board: None, held=lambda: told.append(board.held_up))
    board.open(path)
    looks, may_go_on = iter(looked), threading.Event()

    def kept_waiting(_file: BoardFile) -> bool:
        if (found := next(looks, None)) is None:
            may_go_on.set()
        return bool(found)

    monkeypatch.setattr(BoardFile, "is_kept_waiting", kept_waiting)
    assert await board.do(lambda _file: may_go_on.wait(120))
    assert (told, board.held_up) == (held, False)
    await board.settled()
    assert asyncio.all_tasks() == {asyncio.current_task()}, "nobody looks any more"
    board.end()
    for each in threading.enumerate():
        if each.name.startswith("board"):
            each.join(120)
            assert not each.is_alive(), "its thread ends with it"


@pytest.mark.parametrize(
    ("kept_waiting", "free"),
    [([False], True), ([True, False], True), ([True, True], False)],
)
async def test_in_leaving_a_moment_of_waiting_is_no_lock_and_two_in_a_row_are(
    opened: OpenBoard, kept_waiting: list[bool], free: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(open_board, "_LOOK_SECONDS", 0.0)
    looked = iter(kept_waiting)
    monkeypatch.setattr(BoardFile, "is_kept_waiting", lambda _file: next(looked))
    assert await opened.let_go() is free


async def test_what_programs_that_were_killed_left_beside_the_board_is_swept_up(opened: OpenBoard, path: Path) -> None:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    left = unfinished(path)
    left = left.with_name(left.name.replace(f"-{os.getpid()}-", f"-{process.pid}-"))
    left.touch()
    opened.get_ready()
    await opened.do(lambda _file: None)
    assert [each.name for each in path.parent.iterdir() if each.name.startswith(".")] == []
