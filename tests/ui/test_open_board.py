"""The open board without the application: what two jobs at once, and two looks at once, leave on the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from boardtui.domain.board import Board
from boardtui.domain.edits import Change
from boardtui.domain.errors import BoardError
from boardtui.store.board_file import BoardFile
from boardtui.ui import open_board
from boardtui.ui.app import BoardApp
from boardtui.ui.open_board import OpenBoard

NOW = datetime(2021, 3, 2, 10, 0, tzinfo=UTC)


class Screen:
    """What the open board needs of the application. Nothing runs by itself: a test says what runs and arrives when."""

    def __init__(self) -> None:
        self.settings = SimpleNamespace(signature="Independent Chair")
        self.meeting = ""
        self.jobs: list[Callable[[], None]] = []
        self.arriving: list[Callable[[], None]] = []
        self.shown: list[Board] = []
        self.said: list[str] = []

    def clock(self) -> datetime:
        return NOW

    def run_worker(self, job: Callable[[], None], **_: Any) -> None:
        self.jobs.append(job)

    def call_from_thread(self, call: Callable[..., None], *arguments: Any) -> None:
        self.arriving.append(lambda: call(*arguments))

    def show_board(self, board: Board) -> None:
        self.shown.append(board)

    def say(self, words: str) -> None:
        self.said.append(words)

    def refuse(self, words: str) -> None:
        self.said.append(f"refused: {words}")


@pytest.fixture
def screen() -> Screen:
    return Screen()


@pytest.fixture
def opened(tmp_path: Path, screen: Screen) -> Iterator[OpenBoard]:
    path = tmp_path / "plan.board"
    BoardFile.create(path, "Plan", who="office").close()
    board = OpenBoard(cast(BoardApp, screen))
    board.open(path)
    yield board
    board.close()


def title(opened: OpenBoard, words: str) -> Change:
    assert opened.board is not None
    return Change(opened.board.profile.id, "board", {"title": words})


def test_what_was_read_first_and_arrives_last_is_not_shown(opened: OpenBoard, screen: Screen) -> None:
    done: list[str] = []
    opened.change([title(opened, "First")], done=lambda _: done.append("first"))
    opened.change([title(opened, "Second")], done=lambda _: done.append("second"))
    for job in screen.jobs:
        job()
    first, second = screen.arriving
    second()
    first()
    assert [board.profile.title for board in screen.shown] == ["Second"]
    assert opened.board is screen.shown[-1]
    assert done == ["second", "first"], "whoever waits for a job is told, whatever is shown"
    assert screen.said == []


def test_in_the_order_of_reading_both_are_shown(opened: OpenBoard, screen: Screen) -> None:
    for words in ("First", "Second"):
        opened.change([title(opened, words)])
    for job in screen.jobs:
        job()
    for arrive in screen.arriving:
        arrive()
    assert [board.profile.title for board in screen.shown] == ["First", "Second"]


def test_a_job_that_changes_nothing_still_shows_the_board(opened: OpenBoard, screen: Screen) -> None:
    opened.run_on_file(lambda file: file.path.name)
    screen.jobs.pop()()
    screen.arriving.pop()()
    assert [board.profile.title for board in screen.shown] == ["Plan"]


def test_what_cannot_be_done_is_said_and_the_board_stays(opened: OpenBoard, screen: Screen) -> None:
    def fail(_file: BoardFile) -> None:
        raise BoardError("The disk is full.")

    before = opened.board
    opened.run_on_file(fail)
    screen.jobs.pop()()
    screen.arriving.pop()()
    assert (screen.shown, screen.said, opened.board) == ([], ["refused: The disk is full."], before)


@pytest.mark.parametrize("late", [False, True], ids=["in time", "after another look has begun"])
def test_what_another_program_wrote_is_shown_unless_the_look_came_too_late(
    opened: OpenBoard, screen: Screen, monkeypatch: pytest.MonkeyPatch, *, late: bool
) -> None:
    monkeypatch.setattr(open_board, "get_current_worker", lambda: SimpleNamespace(is_cancelled=late))
    assert opened.file is not None
    with BoardFile.open(opened.file.path) as other:
        other.write([title(opened, "From elsewhere")], who="Lead")
    opened.watch()
    screen.jobs.pop()()
    for arrive in screen.arriving:
        arrive()
    assert [board.profile.title for board in screen.shown] == ([] if late else ["From elsewhere"])
    # Where it came too late it is still news for the next look.
    screen.arriving.clear()
    monkeypatch.setattr(open_board, "get_current_worker", lambda: SimpleNamespace(is_cancelled=False))
    opened.watch()
    screen.jobs.pop()()
    for arrive in screen.arriving:
        arrive()
    assert [board.profile.title for board in screen.shown] == ["From elsewhere"]
    assert screen.said == ["Another program has changed this board; this is how it stands now."]


def test_what_the_program_wrote_itself_is_no_news(opened: OpenBoard, screen: Screen) -> None:
    opened.change([title(opened, "Mine")])
    screen.jobs.pop()()
    screen.arriving.pop()()
    opened.watch()
    screen.jobs.pop()()
    assert (screen.arriving, screen.said) == ([], [])


@pytest.mark.parametrize("damaged", [False, True], ids=["no board", "a board that cannot be read"])
def test_a_file_that_cannot_be_opened_leaves_the_one_before_open(
    opened: OpenBoard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, damaged: bool
) -> None:
    def unreadable(_file: BoardFile) -> Board:
        raise BoardError("other.board is not a board that can be read.")

    before = (opened.file, opened.board)
    closed: list[BoardFile] = []

    def close(file: BoardFile) -> None:
        closed.append(file)

    with monkeypatch.context() as patched:
        if damaged:
            BoardFile.create(tmp_path / "other.board", "Other", who="office").close()
            patched.setattr(BoardFile, "read", unreadable)
        else:
            (tmp_path / "other.board").write_text("no board")
        patched.setattr(BoardFile, "close", close)
        with pytest.raises(BoardError, match="is not a board"):
            opened.open(tmp_path / "other.board")
    assert (opened.file, opened.board) == before
    assert before[0] not in closed
    assert before[0] is not None and before[0].read().profile.title == "Plan"
