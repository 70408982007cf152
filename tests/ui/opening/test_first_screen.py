"""Which screen is shown first: what goes on, what is due from whoever has opened it, or where they were."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import ContentSwitcher

from boardtui.settings.settings import change_settings
from boardtui.store.board_file import BoardFile
from boardtui.store.copies.send import send_copy
from boardtui.ui.app import BoardApp
from tests.ui.conftest import CHAIR, NOW, change, press, seen, settle, toasts
from tests.ui.council_board import exceptions_first, make

LEAD = "Head of Service"


@pytest.fixture
def board(tmp_path: Path) -> Path:
    return exceptions_first(make(tmp_path / "plan.board"))


@asynccontextmanager
async def opened_by(who: str, path: Path) -> AsyncIterator[Pilot[None]]:
    change_settings(lambda settings: type(settings)(signature=who))
    app = BoardApp(path, clock=lambda: NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        yield pilot


def first(pilot: Pilot[None]) -> str | None:
    return pilot.app.query_one("#screens", ContentSwitcher).current


async def test_whoever_is_no_lead_begins_on_the_overview_and_next_time_where_they_were(board: Path) -> None:
    async with opened_by(CHAIR, board) as pilot:
        assert first(pilot) == "overview"
        await press(pilot, "4", "q")
    async with opened_by(CHAIR, board) as pilot:
        assert first(pilot) == "kpis"


async def test_whoever_signs_as_a_lead_begins_on_what_is_theirs_wherever_somebody_was(board: Path) -> None:
    async with opened_by(CHAIR, board) as pilot:
        await press(pilot, "4", "q")
    async with opened_by(LEAD, board) as pilot:
        assert first(pilot) == "mine"


async def test_a_meeting_in_progress_comes_first_but_not_for_a_lead_who_was_sent_a_copy(
    board: Path, tmp_path: Path
) -> None:
    async with opened_by(CHAIR, board) as pilot:
        await press(pilot, "6", "space")
        with BoardFile.open(board) as file:
            copy = send_copy(file, tmp_path / "sent.board", lead=LEAD)
        await press(pilot, "v", "1", "q")
    for who in (CHAIR, LEAD):
        async with opened_by(who, board) as pilot:
            assert first(pilot) == "meeting"
            assert "in progress" in seen(pilot)
    async with opened_by(LEAD, copy) as pilot:
        assert first(pilot) == "mine"


async def test_a_copy_for_somebody_who_has_nothing_there_says_so_and_shows_all(board: Path, tmp_path: Path) -> None:
    with BoardFile.open(board) as file:
        file.write([change("action", "9.9", ref="9.9", title="Last", lead="Visitor")], who="Office")
        copy = send_copy(file, tmp_path / "sent.board", lead="Visitor")
    with BoardFile.open(copy) as file:
        file.write([change("action", "9.9", lead="Somebody else")], who="Office")
    async with opened_by(CHAIR, copy) as pilot:
        assert first(pilot) == "overview"
        assert "This copy was made for Visitor, and nothing on the board is theirs: all of it is shown." in toasts(
            pilot
        )
