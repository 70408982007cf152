"""Closing a meeting of a shared board: what others entered is asked for first, and one that is closed stays closed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from boardtui.session.meeting import begin_meeting, close_meeting
from boardtui.store.board_file import BoardFile
from boardtui.store.copies.conflicts import open_conflicts
from boardtui.ui.app import BoardApp
from boardtui.ui.meetings.begin_and_close import NOT_EXCHANGED, MeetingCloseScreen
from tests.ui.conftest import NOW, change, identity, opened, press, seen, toasts
from tests.ui.copies.conftest import Elsewhere, meeting_m, nothing_exchanged, server_away
from tests.ui.rest import until


@asynccontextmanager
async def opened_and_known(board: Path, elsewhere: Elsewhere) -> AsyncIterator[tuple[Pilot[Any], BoardApp]]:
    """A working copy on the screen, whose meeting has come to the one elsewhere."""
    async with opened(board, size=(100, 30)) as pilot:
        assert isinstance(pilot.app, BoardApp) and pilot.app.live is not None
        assert await until(pilot, lambda: elsewhere.knows("m", "id") is not None)
        yield pilot, pilot.app


async def close(pilot: Pilot[Any], app: BoardApp) -> None:
    """Go as far as the list of what is about to be frozen."""
    await app.push_screen(MeetingCloseScreen(meeting_m(app.board)))
    assert await until(pilot, lambda: "Closing freezes" in seen(pilot)), seen(pilot)


class TestClosingAMeeting:
    @pytest.fixture
    def running(self, mine: Path) -> Path:
        """A meeting that runs here."""
        with BoardFile.open(mine) as file:
            file.write([change("meeting", "m", date="2021-03-02")], who="Chair")
            begin_meeting(file, file.read(), meeting_m(file.read()), who="Chair", now=NOW, today=NOW.date())
        return mine

    async def test_before_it_edits_are_exchanged(
        self, running: Path, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async with opened_and_known(running, elsewhere) as (pilot, app):
            async with nothing_exchanged(app):  # what comes in comes by the closing
                elsewhere.file.write(
                    [change("action", "1.1", title="Said by the office")], who="Office", meeting=identity("m")
                )
                elsewhere.exchanger.exchange()
                monkeypatch.setattr(app.live, "_once", lambda: 1000.0)
            await app.push_screen(MeetingCloseScreen(meeting_m(app.board)))
            # Until the list stands there: the board behind it says it a moment before.
            came = "Said by the office", "Closing freezes"
            assert await until(pilot, lambda: all(each in seen(pilot) for each in came)), seen(pilot)

    async def test_one_that_was_closed_elsewhere_a_moment_ago_is_not_closed_twice(
        self, running: Path, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async with opened_and_known(running, elsewhere) as (pilot, app):
            await close(pilot, app)
            async with nothing_exchanged(app):
                close_meeting(elsewhere.file, identity("m"), who="Office", at=NOW)
                elsewhere.exchanger.exchange()
                monkeypatch.setattr(app.live, "_once", lambda: 1000.0)  # what comes in comes by the closing
            await press(pilot, "enter")
            assert await until(pilot, lambda: "Somebody else has closed the meeting" in seen(pilot)), seen(pilot)
        elsewhere.exchanger.exchange()
        assert open_conflicts(elsewhere.file) == []

    async def test_it_is_said_if_they_cannot_be(self, running: Path) -> None:
        async with opened(running, size=(100, 30)) as pilot:
            assert isinstance(pilot.app, BoardApp)
            assert await until(pilot, lambda: pilot.app.live._exchanger.connected)  # type: ignore[attr-defined]
            async with server_away(pilot.app):
                await pilot.app.push_screen(MeetingCloseScreen(meeting_m(pilot.app.board)))
                assert await until(pilot, lambda: "What others entered since then is not" in seen(pilot))

    async def test_a_server_that_does_not_answer_is_waited_for_only_until_esc(
        self, running: Path, elsewhere: Elsewhere
    ) -> None:
        # The line goes silent.
        async with opened_and_known(running, elsewhere) as (pilot, app), nothing_exchanged(app):
            await app.push_screen(MeetingCloseScreen(meeting_m(app.board)))
            assert await until(pilot, lambda: "Esc goes on without it" in seen(pilot)), seen(pilot)
            await press(pilot, "escape")
            assert await until(pilot, lambda: "Closing freezes" in seen(pilot)), seen(pilot)
            assert f"was not waited for. {NOT_EXCHANGED[:20]}" in seen(pilot)
            await press(pilot, "enter")
            assert await until(pilot, lambda: "The meeting of 02/03/2021 is closed" in toasts(pilot)), seen(pilot)

    async def test_nor_is_one_waited_for_that_goes_silent_just_before_it_closes(
        self, running: Path, elsewhere: Elsewhere
    ) -> None:
        async with opened_and_known(running, elsewhere) as (pilot, app):
            await close(pilot, app)
            async with nothing_exchanged(app):
                await pilot.press("enter")
                assert await until(pilot, lambda: "Esc closes without it" in seen(pilot)), seen(pilot)
                await pilot.press("escape")
                assert await until(pilot, lambda: "The meeting of 02/03/2021 is closed" in toasts(pilot)), seen(pilot)
