"""The palette takes a change, shows it before Enter, and asks for the reason."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from boardtui.domain.errors import BoardError
from boardtui.store.board_file import BoardFile
from tests.ui import risk_board
from tests.ui.conftest import (
    change,
    identity,
    lines,
    look_again,
    look_for,
    opened,
    press,
    seen,
    toasts,
    values_of,
    write,
)
from tests.ui.council_board import make


@pytest.fixture
def board(tmp_path: Path) -> Path:
    return make(tmp_path / "plan.board")


async def test_a_rating_is_shown_before_enter_and_its_reason_is_asked_as_always(board: Path) -> None:
    async with opened(board) as pilot:
        await look_for(pilot, "2.1 red")
        assert "→ R ✖ Red" in seen(pilot) and "Enter does it, and asks why" in seen(pilot)
        assert values_of(board, "2.1", "rag") == {"rag": "not rated"}
        await press(pilot, "enter")
        await write(pilot, "Visits are late")
        await press(pilot, "enter", "escape", "escape")
        assert values_of(board, "2.1", "rag", "rationale") == {"rag": "red", "rationale": "Visits are late"}
        assert "2.1 ○ Not rated → R ✖ Red · u undoes" in toasts(pilot), "as with its key"


async def test_several_are_rated_with_one_reason_by_one_line(board: Path) -> None:
    async with opened(board) as pilot:
        await look_for(pilot, "1.1,1.2,2.1 amber")
        assert "and 1 more" in seen(pilot)
        await press(pilot, "escape", "escape")
        await look_for(pilot, "1.1,2.1 red")
        assert "more" not in seen(pilot).partition("→ R ✖ Red")[2].partition("\n")[0]
        await press(pilot, "enter")
        await write(pilot, "Visits are late")
        await press(pilot, "enter", "escape", "escape")
        assert "2 actions → R ✖ Red · u undoes" in toasts(pilot)
        for name in ("1.1", "2.1"):
            assert values_of(board, name, "rag", "rationale") == {"rag": "red", "rationale": "Visits are late"}


async def test_a_date_a_lead_and_a_score_are_set_with_their_reasons_and_one_undo_takes_each_back(board: Path) -> None:
    async with opened(board) as pilot:
        for line, reason, told in (
            ("1.2 date 30 June", "Auditor is ill", "→ 30/06/2021 · u undoes"),
            ("1.2 lead Head of Early Help", "New in post", "→ Head of Early Help · u undoes"),
            ("CIP06 4x3", "Cover was found", "→ 4 × 3 · u undoes"),
        ):
            await look_for(pilot, line)
            await press(pilot, "enter")
            await write(pilot, reason)
            await press(pilot, "enter")
            assert told in toasts(pilot)
            with BoardFile.open(board) as file:
                assert {entry.edit.why for entry in file.history(limit=1)} == {reason}, "in the history"
        assert values_of(board, "1.2", "due", "due_reason", "original_due", "lead") == {
            **{"due": "2021-06-30", "due_reason": "Auditor is ill", "original_due": "2020-12-31"},
            "lead": "Head of Early Help",
        }
        assert values_of(board, "r6", "current", "current_why") == {"current": "4x3", "current_why": "Cover was found"}
        await press(pilot, "u")
        assert values_of(board, "r6", "current") == {"current": "5x4"}
        await press(pilot, "u")
        assert values_of(board, "1.2", "lead") == {"lead": "Head of Service"}
        await look_for(pilot, "1.2 date 31 July")
        await press(pilot, "enter")
        assert "1.2: why?" in lines(pilot)[-2] and "Esc without  " in lines(pilot)[-1]
        await press(pilot, "escape")
        assert values_of(board, "1.2", "due", "due_reason") == {"due": "2021-07-31", "due_reason": ""}, "without one"


@pytest.mark.parametrize("key", ["palette", "l", "at", "r"])
async def test_what_another_program_says_while_the_reason_is_typed_is_not_replaced_unseen(
    board: Path, key: str
) -> None:
    async with opened(board) as pilot:
        if key == "palette":
            await look_for(pilot, "1.1 lead Head of Early Help")
            await press(pilot, "enter")
        else:
            await press(pilot, key)
        theirs = {"l": {"due": "2021-09-30"}, "r": {"rag": "blue"}}.get(key, {"lead": "Director"})
        with BoardFile.open(board) as file:
            file.write([change("action", "1.1", **theirs)], who="office")
        await look_again(pilot)
        await write(pilot, {"palette": "New in post", "l": "30 June", "at": "Head of Early Help"}.get(key, "Late"))
        await press(pilot, "enter", "enter")
    with BoardFile.open(board) as file:
        assert [each.id for each in file.read().conflicted] == [identity("1.1")]


async def test_a_lead_that_cannot_be_written_keeps_its_reason_in_the_line_until_it_can_or_it_is_left(
    board: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_now = BoardFile.write

    def full(_file: BoardFile, _changes: Any, **_more: Any) -> Any:
        raise BoardError("The disk is full.")

    async with opened(board) as pilot:
        for answers in (("enter",), ("escape", "escape")):
            await look_for(pilot, "1.2 lead Adviser")
            await press(pilot, "enter")
            monkeypatch.setattr(BoardFile, "write", full)
            await write(pilot, "New in post")
            await press(pilot, "enter")
            assert "The disk is full." in seen(pilot) and "New in post" in lines(pilot)[-3]
            monkeypatch.setattr(BoardFile, "write", write_now)
            await press(pilot, *answers)
            with BoardFile.open(board) as file:
                assert (next(iter(file.history(limit=1))).edit.why == "New in post") is (answers == ("enter",))
            kept = {"lead": "Adviser" if answers == ("enter",) else "Head of Service"}
            assert values_of(board, "1.2", "lead") == kept and "why?" not in lines(pilot)[-2]
            assert ("Adviser · u undoes" in toasts(pilot)) == (answers == ("enter",))
            if answers == ("enter",):
                await press(pilot, "u")
        pilot.app.prompt.tell_no_more()  # type: ignore[attr-defined]
        await look_for(pilot, "1.2 lead Adviser")
        await press(pilot, "enter")
        monkeypatch.setattr(BoardFile, "write", full)
        await press(pilot, "escape")
        assert "The disk is full." in toasts(pilot) and "why?" not in lines(pilot)[-2], "nothing would be lost"


async def test_a_line_that_cannot_be_done_says_why_and_changes_nothing(board: Path) -> None:
    async with opened(board) as pilot:
        await look_for(pilot, "1.2 date soon")
        assert "Write a date such as" in seen(pilot)
        await press(pilot, "enter")
        assert "Write a date such as" in toasts(pilot)
        pilot.app.writable = lambda: False  # type: ignore[attr-defined]
        for line in ("1.2 date 30 June", "1.2 lead Adviser", "1.2 green"):
            await look_for(pilot, line)
            await press(pilot, "enter")
            assert not pilot.app.prompt.asking, "what cannot be written has no reason"  # type: ignore[attr-defined]
        assert values_of(board, "1.2", "due") == {"due": "2021-02-18"}


async def test_what_is_so_already_and_a_first_date_ask_for_no_reason_and_a_first_score_does(tmp_path: Path) -> None:
    board = risk_board.make(tmp_path / "risks.board")
    async with opened(board) as pilot:
        await look_for(pilot, "CIP01 owner head of early help")
        assert "Head of Early Help already" in seen(pilot) and "Nothing would be changed" in seen(pilot)
        await press(pilot, "enter")
        assert "why? " not in seen(pilot) and "CIP01 Owner: Head of Early Help already" in toasts(pilot)
        await look_for(pilot, "1.1 date 30 June")
        assert "Due: nothing → 30/06/2021" in seen(pilot) and "and asks why" not in seen(pilot)
        await press(pilot, "enter")
        assert "why? " not in seen(pilot) and values_of(board, "1.1", "due") == {"due": "2021-06-30"}
        await look_for(pilot, "CIP08 4x3")
        assert "Enter does it, and asks why" in seen(pilot)
        await press(pilot, "enter")
        await write(pilot, "Scored for the first time")
        await press(pilot, "enter")
        assert values_of(board, "r8", "current_why") == {"current_why": "Scored for the first time"}
