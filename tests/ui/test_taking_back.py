"""The history shows what is one's own to take back, what that would do, and takes it back, whatever its age."""

from __future__ import annotations

from pathlib import Path

import pytest

from boardtui.store.board_file import BoardFile
from tests.ui.conftest import CHAIR, change, lines, look_again, opened, press, seen, toasts, values_of, write
from tests.ui.council_board import exceptions_first, make


@pytest.fixture
def board(tmp_path: Path) -> Path:
    return make(tmp_path / "plan.board")


async def test_what_is_mine_is_marked_and_what_taking_it_back_would_do_is_told_before(board: Path) -> None:
    async with opened(board, size=(120, 40)) as pilot:
        await press(pilot, "at")
        await write(pilot, "Head of Early Help")
        await press(pilot, "enter", "escape", "down", "g", "escape", "H")
        lines = seen(pilot).splitlines()
        assert "2 yours to take back" in seen(pilot)
        assert [line.split()[1] for line in lines if "▸" in line or "•" in line] == ["▸", "•"]
        assert "u takes it back, as undo does from anywhere: RAG: G ● Green → R ✖ Red" in seen(pilot)
        await press(pilot, "down")
        assert "u takes it back: Lead: Head of Early Help → Head of Service" in seen(pilot)
        await press(pilot, "u")
        assert "Taken back: Action 1.1" in toasts(pilot)
        assert "Lead: Head of Early Help → Head of Service" in toasts(pilot)
        assert values_of(board, "1.1", "lead") == {"lead": "Head of Service"}
        assert values_of(board, "1.2", "rag") == {"rag": "green"}  # what was done since stands
        assert "1 yours to take back" in seen(pilot) and "was undone" in seen(pilot)
        await press(pilot, "end", "u")
        assert "only what you did yourself" in toasts(pilot)


async def test_what_somebody_has_changed_since_says_who_and_to_what_and_stays(board: Path) -> None:
    async with opened(board, size=(120, 40)) as pilot:
        await press(pilot, "at")
        await write(pilot, "Head of Early Help")
        await press(pilot, "enter", "escape")
        with BoardFile.open(board) as other:
            other.write([change("action", "1.1", lead="Board manager")], who="Office")
        await look_again(pilot)
        await press(pilot, "h", "down")
        assert "Cannot be taken back. Lead is Board manager since (Office, " in seen(pilot)
        assert not any(each in seen(pilot) for each in ("▸", "•", "yours to take back"))
        await press(pilot, "u")
        assert "Lead is Board manager since" in toasts(pilot)
        assert values_of(board, "1.1", "lead") == {"lead": "Board manager"}
        assert CHAIR in seen(pilot)
        await press(pilot, "escape", "H")
        assert not any(each in seen(pilot) for each in ("▸", "•", "yours to take back"))
        await press(pilot, "escape", "down", "space", "down", "space", "g", "escape", "H")
        assert "2 yours to take back" in seen(pilot)
        assert "u takes it back, as undo does from anywhere: RAG: G ● Green → B ■ Blue; and the same on 1 more" in seen(
            pilot
        )


async def test_an_item_that_was_parked_is_on_the_screen_again_when_that_is_taken_back_and_done_again(
    board: Path,
) -> None:
    async with opened(exceptions_first(board), size=(100, 30)) as pilot:
        await press(pilot, "6", "space", "ctrl+o")
        assert "A meeting runs on this board: close it first, or leave with q." in toasts(pilot)
        assert "1 of 7" in seen(pilot) and "Leaders" in lines(pilot)[3]
        await press(pilot, "z")
        assert "2 of 7" in seen(pilot) and "Supervision audits" in lines(pilot)[3]
        await press(pilot, "u", "enter")
        assert "1 of 7" in seen(pilot) and "Leaders" in lines(pilot)[3]
        await press(pilot, "ctrl+y", "enter")
        assert "2 of 7" in seen(pilot) and "Supervision audits" in lines(pilot)[3]
