"""What was recorded on an item in a meeting is listed on it, and put right on the spot."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from boardtui.domain.board.lookup import lookup
from boardtui.domain.records.kinds import Action, ActionArising, Challenge, Decision
from boardtui.domain.records.meetings import AgendaState
from boardtui.domain.records.rag import Rag
from boardtui.store.board_file import BoardFile
from tests.ui.conftest import change, lines, look_again, on_disk, seen, toasts
from tests.ui.council_board import exceptions_first, make
from tests.ui.meetings.test_meeting import answer, answer_form, close, drafted, flat, meeting, only, opened, press


@pytest.fixture
def board_path(tmp_path: Path) -> Path:
    return exceptions_first(make(tmp_path / "plan.board"))


def picked(pilot: Any) -> str:
    return next((line.strip() for line in seen(pilot).splitlines() if "▸ " in line), "")


async def test_all_that_was_recorded_is_listed_on_its_item_and_the_arrows_pick_one(board_path: Path) -> None:
    async with opened(board_path, size=(120, 40)) as pilot:
        await press(pilot, "space", "space", "g")
        await answer(pilot, "Audits are back")
        await press(pilot, "d")
        await answer(pilot, "Pay for two auditors")
        await press(pilot, "y")
        await answer(pilot, "They read the file first")
        await press(pilot, "escape", "m")
        await answer(pilot, "Discussed at length")
        text = flat(pilot).split("Recorded today")[1]
        assert "RAG: R ✖ Red → G ● Green (Audits are back)" in text
        assert "Decided: Pay for two auditors" in text
        assert "Answered: What do managers do differently? – They read the file first" in text
        assert "Note: Discussed at length" in text
        await press(pilot, "down")
        assert picked(pilot).startswith("▸ RAG: R ✖ Red")
        assert "e edit" in lines(pilot)[-1] and "Del delete" in lines(pilot)[-1]
        await press(pilot, "down")
        assert picked(pilot).startswith("▸ Decided:")
        with BoardFile.open(board_path) as file:
            file.write([change("action", "2.2", commentary="Third round")], who="Office")
        await press(pilot, "down", "down")
        assert picked(pilot).startswith("▸ Note:")
        await look_again(pilot)
        assert picked(pilot).startswith("▸ Note:"), "whatever another program writes"
        await press(pilot, *["up"] * 4)
        assert not picked(pilot)


async def test_e_mends_what_is_picked_in_a_form_that_names_the_item_and_the_minutes_have_it_mended(
    board_path: Path,
) -> None:
    async with opened(board_path) as pilot:
        await press(pilot, "space", "space", "d")
        await answer(pilot, "Pay for to auditors")
        await press(pilot, "down", "e")
        assert "Decision about 1.2 Supervision audits" in seen(pilot)
        await answer_form(pilot, text="Pay for two auditors")
        await press(pilot, "ctrl+s")
        assert "Decided: Pay for two auditors" in seen(pilot)
        await close(pilot)
    minutes = drafted(board_path)
    assert "Pay for two auditors" in minutes and "for to" not in minutes


async def test_del_withdraws_what_is_picked_rating_decision_answer_and_parking_each_with_one_undo(
    board_path: Path,
) -> None:
    def state() -> tuple[Rag, str, bool, str]:
        board = on_disk(board_path)
        action = lookup(board, "1.2")
        assert isinstance(action, Action)
        asked = only(board, Challenge, "What do managers do differently?")
        decided = any(each.text == "Ask for a plan" for each in board.all(Decision))
        return action.rag, action.rationale, decided, asked.answer

    before = state()
    async with opened(board_path) as pilot:
        await press(pilot, "space", "space", "g")
        await answer(pilot, "Audits are back")
        await press(pilot, "d")
        await answer(pilot, "Ask for a plan")
        await press(pilot, "y")
        await answer(pilot, "They read it")
        await press(pilot, "escape")
        assert state() == (Rag.GREEN, "Audits are back", True, "They read it")
        await press(pilot, "down", "delete", "delete", "delete")
        assert state() == before, "rating and reason are what they were, as one edit"
        assert "Withdrawn: Answered" in toasts(pilot)
        await press(pilot, "u")
        assert state()[3] == "They read it"
        await press(pilot, "z", "left", "end", "down", "down")
        assert picked(pilot).startswith("▸ Parked")
        await press(pilot, "e")
        assert toasts(pilot).endswith("There are no words to edit: Del withdraws it.")
        await press(pilot, "delete")
        item = meeting(board_path).current_item
        board = on_disk(board_path)
        assert board.find(item).state is AgendaState.TO_DO  # type: ignore[union-attr]


async def test_an_action_that_was_completed_by_mistake_is_open_again(board_path: Path) -> None:
    async with opened(board_path) as pilot:
        await press(pilot, "space", "full_stop")
        await answer(pilot, "bring the audits")
        await press(pilot, "f")
        await answer(pilot, "They are here")
        assert "Completed: Bring the audits – They are here" in seen(pilot)
        await press(pilot, "down", "delete")
    found = only(on_disk(board_path), ActionArising, "Bring the audits")
    assert (found.done, found.outcome) == (False, "")


async def test_without_anything_picked_esc_e_and_del_do_what_they_do_elsewhere(board_path: Path) -> None:
    async with opened(board_path) as pilot:
        await press(pilot, "space", "space", "d")
        await answer(pilot, "Ask for a plan")
        await press(pilot, "down", "escape", "delete")
        assert any(each.text == "Ask for a plan" for each in on_disk(board_path).all(Decision))
        await press(pilot, "e")
        assert "Action 1.2 Supervision audits" in seen(pilot)
