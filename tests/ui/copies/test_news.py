"""What another program writes while a board is open, and what undo and redo say."""

from __future__ import annotations

from pathlib import Path

import pytest

from boardtui.domain.records.edits import Change
from boardtui.store.board_file import BoardFile
from boardtui.ui.app import WATCH_SECONDS
from tests.ui.conftest import identity, lines, look_again, opened, press, seen, settle, toasts, values_of, write
from tests.ui.council_board import make
from tests.ui.rest import until

# On each screen a record that it lists, and a field of it that is shown.
ON = {
    "1": ("action", "1.2", "title"),
    "2": ("ambition", "a1", "title"),
    "3": ("action", "1.2", "title"),
    "4": ("kpi", "k1", "title"),
    "5": ("risk", "r1", "title"),
    "6": ("action", "1.2", "title"),
    "7": ("next_step", "s1", "title"),
}


@pytest.fixture
def board(tmp_path: Path) -> Path:
    return make(tmp_path / "plan.board")


def wrote(board: Path, changes: list[Change]) -> None:
    with BoardFile.open(board) as other:
        other.write(changes, who="lead")


def test_the_file_is_looked_at_often_enough_to_show_an_edit_within_two_seconds() -> None:
    assert WATCH_SECONDS <= 1


@pytest.mark.parametrize("screen", ON)
async def test_every_screen_shows_by_itself_what_another_program_writes_and_keeps_its_cursor(
    board: Path, screen: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind, name, field = ON[screen]
    monkeypatch.setattr("boardtui.ui.app.WATCH_SECONDS", 0.1)
    async with opened(board, size=(120, 40)) as pilot:
        await press(pilot, screen)
        if screen == "5":
            await press(pilot, "tab")
        await press(pilot, "end")
        before = pilot.app.item_screen.table.key  # type: ignore[attr-defined]
        assert "News from elsewhere" not in seen(pilot)
        wrote(board, [Change(identity(name), kind, {field: "News from elsewhere"})])
        assert await until(pilot, lambda: "News from" in seen(pilot))
        await settle(pilot)
        assert pilot.app.item_screen.table.key == before  # type: ignore[attr-defined]
        assert "Another program has changed this board" in toasts(pilot)


async def test_a_line_that_is_being_typed_stays_when_another_program_writes(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "r")
        await write(pilot, "Half a rea")
        wrote(board, [Change(identity("1.2"), "action", {"title": "News from elsewhere"})])
        await look_again(pilot)
        assert "News from elsewhere" in seen(pilot) and "Half a rea" in lines(pilot)[-2]
        await write(pilot, "son")
        await press(pilot, "enter")
    assert values_of(board, "1.1", "rationale") == {"rationale": "Half a reason"}


async def test_what_is_read_is_brought_up_to_date_where_it_is_read(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "enter")
        wrote(board, [Change(identity("1.1"), "action", {"title": "News from elsewhere"})])
        await look_again(pilot)
        assert "News from elsewhere" in lines(pilot)[3]
        await press(pilot, "escape")
        assert lines(pilot)[3].strip().startswith("Ref"), "and Esc leads back to the table"


async def test_a_deletion_that_is_done_again_is_called_by_its_name(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "end", "delete", "enter", "u", "ctrl+y")
        assert "Redone: 3.1 removed" in toasts(pilot)


async def test_only_the_last_of_what_was_done_is_told_and_what_went_wrong_stays(board: Path) -> None:
    async with opened(board) as pilot:
        pilot.app.refuse("The disk is full.")  # type: ignore[attr-defined]
        await press(pilot, "g", "escape", "u", "ctrl+y")
        told = "1.1 RAG A ▲ Amber → G ● Green; Rationale Two sessions were put off → nothing"
        assert toasts(pilot).splitlines() == ["The disk is full.", f"Redone: {told}"]
