"""The screen that closes a meeting: what it lists, and a record of it that is slow to read or cannot be read."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from boardtui.domain.errors import BoardError
from boardtui.domain.records.meetings import MeetingState
from boardtui.store.board_file import BoardFile
from tests.ui.conftest import change, look_again, seen, settle
from tests.ui.council_board import exceptions_first, make
from tests.ui.meetings.test_meeting import answer, flat, meeting, opened, press
from tests.ui.rest import held_back, until

LONG = "How far the audits of the nine teams in group A have come since March 1 and what is to be done"


@pytest.fixture
def board_path(tmp_path: Path) -> Path:
    return exceptions_first(make(tmp_path / "plan.board"))


class Reading:
    """The reading of what was said at a meeting: fails as often as it is told to, or waits."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, fails: int = 0) -> None:
        self._fails, self._read = fails, BoardFile.meeting_record
        self.goes_on = threading.Event()
        self.goes_on.set()

        def tried(file: BoardFile, identity: str) -> Any:
            return self._try(file, identity)

        monkeypatch.setattr(BoardFile, "meeting_record", tried)

    def _try(self, file: BoardFile, identity: str) -> Any:
        assert self.goes_on.wait(120)
        if self._fails:
            self._fails -= 1
            raise BoardError("The disk does not answer.")
        return self._read(file, identity)


async def test_nothing_closes_before_what_was_said_is_read_and_enter_says_so(
    board_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(board_path) as pilot:
        await press(pilot, "space")
        reading = Reading(monkeypatch)
        reading.goes_on.clear()
        with held_back("what was said"):
            await pilot.press("E")
            assert await until(pilot, lambda: "Looking …" in seen(pilot))
            await pilot.press("enter")
            assert await until(pilot, lambda: "It can be closed once what was said stands above" in seen(pilot))
            reading.goes_on.set()
        await settle(pilot)
        assert "It can be closed once" not in seen(pilot) and "What changed" in seen(pilot)
        assert meeting(board_path).state is MeetingState.RUNNING


async def test_what_could_not_be_read_is_tried_again_with_enter_and_what_was_wrong_is_no_longer_said(
    board_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(board_path) as pilot:
        await press(pilot, "space")
        reading = Reading(monkeypatch, fails=1)
        await press(pilot, "E")
        assert "What changed in it could not be read. Enter tries again." in flat(pilot)
        assert "The disk does not answer." in flat(pilot)
        reading.goes_on.clear()
        with held_back("what was said"):
            await pilot.press("enter")
            assert await until(pilot, lambda: "Looking …" in seen(pilot))
            assert await until(pilot, lambda: "The disk does not answer." not in seen(pilot))
            reading.goes_on.set()
        await settle(pilot)
        assert "What changed" in seen(pilot) and "could not be read" not in seen(pilot)
        await press(pilot, "enter")
    assert meeting(board_path).state is MeetingState.CLOSED


async def test_it_lists_what_changed_who_came_what_was_parked_or_not_reached_and_what_comes_again(
    board_path: Path,
) -> None:
    async with opened(board_path, size=(120, 60)) as pilot:
        await press(pilot, "plus")
        await answer(pilot, LONG)
        await press(pilot, "space", "full_stop")
        await answer(pilot, "nine teams")
        await press(pilot, "z", "E")
        text = flat(pilot)
        headings = ["What changed", "Attendance", "Not reached (", "Parked (", "Comes up again at the next meeting (2)"]
        places = [text.find(each) for each in (*headings, "Closing freezes")]
        assert -1 not in places and places == sorted(places), text
        assert "Nobody is recorded: A on the agenda says who came" in text
        assert "How far the audits of the nine teams in group A have come since March…" in seen(pilot)
        assert "Closed at" in text and "now, or a time such as 12:30" in text
        await press(pilot, "escape")
        with BoardFile.open(board_path) as file:
            file.write([change("meeting", "mar", attendees="Head of Service")], who="Office")
        await look_again(pilot)
        await pilot.resize_terminal(80, 16)
        await press(pilot, "E")
        assert "Attendance" not in flat(pilot) and "What changed" in seen(pilot) and "Closed at" in seen(pilot)
        await press(pilot, "down")
        assert "What changed" not in seen(pilot), "the list is read on, line by line"
        await press(pilot, "up")
        assert "What changed" in seen(pilot)
        await press(pilot, "pagedown", "pagedown", "pagedown", "pagedown", "pagedown")
        assert "Closing freezes" in seen(pilot) and "Closed at" in seen(pilot)
        await press(pilot, *["pageup"] * 5)
        assert "What changed" in seen(pilot)


async def test_words_that_are_no_time_close_nothing_and_typing_on_takes_back_what_was_said(board_path: Path) -> None:
    async with opened(board_path) as pilot:
        await press(pilot, "space", "E", "ctrl+u")
        await answer(pilot, "tea time")
        assert "tea time" in seen(pilot) and meeting(board_path).state is MeetingState.RUNNING
        assert "Write it like 12:30" in flat(pilot)
        await press(pilot, "x")
        assert "Write it like 12:30" not in flat(pilot)
        await press(pilot, "ctrl+u")
        await answer(pilot, "NOW")
    assert meeting(board_path).state is MeetingState.CLOSED
