"""A disk that fails in the middle of a meeting: no words are lost, and nothing is recorded twice."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from boardtui.domain.errors import BoardError
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import ActionArising
from boardtui.store.board_file import BoardFile
from tests.ui.conftest import lines, on_disk, seen, settle
from tests.ui.council_board import exceptions_first, make
from tests.ui.meetings.test_meeting import answer, only, opened, press


@pytest.fixture
def board_path(tmp_path: Path) -> Path:
    return exceptions_first(make(tmp_path / "plan.board"))


class Disk:
    """A disk that is full for some changes, and takes its time to say so until `answers` is called."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, when: Callable[[Change], bool], *, slow: bool = False) -> None:
        self._full, self._may_answer, self._write = True, threading.Event(), BoardFile.write
        self._when = when
        if not slow:
            self.answers()

        def tried(file: BoardFile, changes: list[Change], **more: Any) -> Any:
            return self._try(file, changes, **more)

        monkeypatch.setattr(BoardFile, "write", tried)

    def _try(self, file: BoardFile, changes: list[Change], **more: Any) -> Any:
        if self._full and any(self._when(each) for each in changes):
            assert self._may_answer.wait(120)
            raise BoardError("The disk is full.")
        return self._write(file, changes, **more)

    def answers(self) -> None:
        """It says that it is full."""
        self._may_answer.set()

    def has_room(self) -> None:
        """Somebody has tidied up."""
        self._full = False


def arising(board: Path) -> list[tuple[str, str, str]]:
    return [(each.text, each.owner, each.due) for each in on_disk(board).all(ActionArising) if "list" in each.text]


async def test_what_fails_first_is_asked_again_and_what_was_typed_after_it_is_still_there(
    board_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(board_path) as pilot:
        await press(pilot, "space", "w")
        disk = Disk(monkeypatch, lambda change: change.kind == "action_arising", slow=True)
        for key in (*"Send the list", "enter", *"Head of"):
            await pilot.press("space" if key == " " else key)
        disk.answers()
        await settle(pilot)
        assert "The disk is full." in seen(pilot) and "Send the list" in seen(pilot)
        disk.has_room()
        await press(pilot, "enter")
        assert "Who?" in lines(pilot)[-2] and "Head of" in lines(pilot)[-2]
        await press(pilot, "end", "space", *"Service", "enter")
        await answer(pilot, "12/3/2021")
    assert arising(board_path) == [("Send the list", "Head of Service", "2021-03-12")]


async def test_a_later_answer_that_fails_is_asked_again_and_the_record_is_not_made_twice(
    board_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(board_path) as pilot:
        await press(pilot, "space", "w")
        disk = Disk(monkeypatch, lambda change: "owner" in change.values)
        await answer(pilot, "Send the list")
        await answer(pilot, "Head of Service")
        assert "The disk is full." in seen(pilot) and "Head of Service" in seen(pilot)
        disk.has_room()
        await press(pilot, "enter")
        await answer(pilot, "12/3/2021")
        assert arising(board_path) == [("Send the list", "Head of Service", "2021-03-12")]
        await press(pilot, "u")
        assert arising(board_path) == [], "one undo takes back all of it"


async def test_marking_as_complete_that_fails_keeps_what_came_of_it(
    board_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(board_path) as pilot:
        await press(pilot, "space", "w")
        await answer(pilot, "Send the list")
        await press(pilot, "escape", "escape")
        disk = Disk(monkeypatch, lambda change: bool(change.values.get("done")), slow=True)
        for key in ("f", *"Sent"):
            await pilot.press(key)
        disk.answers()
        await settle(pilot)
        await press(pilot, "enter")
        assert "The disk is full." in seen(pilot) and "Sent" in seen(pilot)
        disk.has_room()
        await press(pilot, "enter")
    task = only(on_disk(board_path), ActionArising, "Send the list")
    assert (task.done, task.outcome) == (True, "Sent")
