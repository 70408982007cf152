"""The palette finds everything ever said, lights the words, names the place, and goes there."""

from __future__ import annotations

from pathlib import Path

import pytest

from boardtui.domain.records.edits import Change
from boardtui.store.board_file import BoardFile
from boardtui.ui.history import HistoryScreen
from tests.ui.conftest import change, identity, look_for, opened, press, seen
from tests.ui.council_board import make
from tests.ui.shared.test_filter import underlined


@pytest.fixture
def board(tmp_path: Path) -> Path:
    return make(tmp_path / "plan.board")


async def test_words_of_a_commentary_are_found_lit_and_their_place_is_named(board: Path) -> None:
    async with opened(board, size=(120, 40)) as pilot:
        await look_for(pilot, "round has begun")
        assert "Action 2.2 · Commentary · Head of Service, 10/02/2021" in seen(pilot)
        assert "round has begun" in underlined(pilot)
        await press(pilot, "enter")
        assert pilot.app.selected.ref == "2.2"  # type: ignore[attr-defined]
        for words, found in (("beg", True), ("be", False)):
            await look_for(pilot, words)
            assert ("Commentary · Head of Service" in seen(pilot)) is found, "two letters stand everywhere"
            await press(pilot, "escape", "escape")


async def test_what_was_replaced_is_found_too_and_leads_to_its_history(board: Path) -> None:
    async with opened(board, size=(120, 40)) as pilot:
        await look_for(pilot, "too many lapse")
        assert "since replaced" in seen(pilot)
        await press(pilot, "enter")
        assert "History" in seen(pilot)


async def test_what_was_said_of_an_item_that_is_deleted_now_leads_to_the_history_of_the_board(board: Path) -> None:
    with BoardFile.open(board) as file:
        file.write([change("action", "9.9", ref="9.9", title="Late", commentary="Came and went")], who="Office")
        file.write([Change(identity(each), "action", delete=True) for each in ("2.2", "9.9")], who="Office")
    async with opened(board, size=(120, 40)) as pilot:
        await look_for(pilot, "came and went")
        assert "Action 9.9 · Commentary" in seen(pilot), "also of what no meeting has seen"
        await press(pilot, "escape", "escape")
        await look_for(pilot, "round has begun")
        assert "Action 2.2 · Commentary" in seen(pilot), "still by its name"
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, HistoryScreen) and "deleted" in seen(pilot)


async def test_what_was_said_of_the_board_itself_leads_to_the_history_of_the_board(board: Path) -> None:
    with BoardFile.open(board) as file:
        file.write([Change(file.read().profile.id, "board", {"escalation": "Tell the mayor"})], who="Office")
    async with opened(board, size=(120, 40)) as pilot:
        await look_for(pilot, "tell the mayor")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, HistoryScreen) and "Tell the mayor" in seen(pilot)


async def test_a_question_names_the_item_it_was_asked_about(board: Path) -> None:
    async with opened(board, size=(120, 40)) as pilot:
        await look_for(pilot, "managers do differently")
        assert "Challenge “What do managers do differently?” on 1.2 · Challenge · plan, 11/01/2021" in seen(pilot)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("every quarter", "Decision “Report every quarter” at the meeting of 19/01/2021"),
        ("managers do differently", "Challenge “What do managers do differently?” on 1.2"),
        ("bring the audits", "Action arising “Bring the audits” at the meeting of 19/01/2021"),
    ],
)
async def test_what_a_meeting_recorded_is_found_by_its_words_and_its_form_names_the_item_it_is_about(
    board: Path, words: str, found: str
) -> None:
    async with opened(board, size=(120, 40)) as pilot:
        await look_for(pilot, words)
        assert found in seen(pilot)
        assert words in [each.casefold() for each in underlined(pilot)]
        await press(pilot, "enter", "e")
        form = seen(pilot)
        assert words in form.casefold() and "ctrl+s save" in form
        assert ("about 1.2 Supervision audits" in form) == ("on 1.2" in found)
