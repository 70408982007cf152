"""Leaving: from anywhere, but never with something typed or on its way to the disk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from boardtui.store.board_file import BoardFile
from tests.ui.conftest import lines, opened, press, seen, toasts, values_of, write
from tests.ui.council_board import make


@pytest.fixture
def board(tmp_path: Path) -> Path:
    return make(tmp_path / "plan.board")


def running(pilot: Any) -> bool:
    return not pilot.app._exit


@pytest.mark.parametrize("dialog", [(), ("question_mark",), ("H",), ("e",), ("delete",), ("slash",), ("ctrl+p",)])
async def test_ctrl_q_leaves_from_wherever_nothing_would_be_lost(board: Path, dialog: tuple[str, ...]) -> None:
    async with opened(board) as pilot:
        await press(pilot, *dialog)
        assert running(pilot)
        await pilot.press("ctrl+q")
        await pilot.pause()
        assert not running(pilot)


@pytest.mark.parametrize("key", ["e", "plus", "r", "delete"])
async def test_ctrl_q_stays_where_something_typed_would_be_lost_and_says_so(board: Path, key: str) -> None:
    async with opened(board) as pilot:
        await press(pilot, key)
        await write(pilot, "Words of mine")
        await press(pilot, "ctrl+q")
        assert running(pilot) and "Words of mine" in seen(pilot)
        assert "save it, or leave it with Esc; then ctrl+q quits" in toasts(pilot)
        await press(pilot, "escape", "escape", "ctrl+q")
        assert not running(pilot)


async def test_q_waits_for_what_was_confirmed_a_moment_ago(board: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_now = BoardFile.write

    def slow(file: BoardFile, changes: Any, **more: Any) -> Any:
        import time

        time.sleep(0.3)
        return write_now(file, changes, **more)

    async with opened(board) as pilot:
        await press(pilot, "g")
        await write(pilot, "Sessions held")
        monkeypatch.setattr(BoardFile, "write", slow)
        await pilot.press("enter", "q")
        await pilot.pause()
        assert not running(pilot)
    assert values_of(board, "1.1", "rationale") == {"rationale": "Sessions held"}


async def test_ctrl_c_says_how_to_leave(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "ctrl+c")
        assert running(pilot)
        assert toasts(pilot) == "q leaves, and ctrl+q while you type. Everything you confirmed is saved."
        assert "Ref" in lines(pilot)[3]
