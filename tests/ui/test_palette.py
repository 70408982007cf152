"""Finding things by typing, with ctrl+p."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from boardtui.domain.edits import Change
from boardtui.store.board_file import BoardFile
from tests.ui.conftest import HOSTILE, change, identity, lines, opened, press, seen, settle, write


@pytest.fixture
def board(path: Path) -> Path:
    with BoardFile.open(path) as file:
        titles = ("1.3.1 of the framework", "H1.3 audits moderated")
        records = [change("kpi", f"k{n}", ref=f"H1.3{n or ''}", title=title) for n, title in enumerate(titles)]
        records.append(change("action", "1.3", ref="1.3", ambition=identity("a1"), title="Moderation"))
        file.write(records, who="plan")
    return path


async def look_for(pilot: Pilot[None], words: str) -> None:
    await press(pilot, "ctrl+p")
    await write(pilot, words)
    for _ in range(100):
        await pilot.pause(0.02)
        if not pilot.app.screen._show_busy and pilot.app.screen.query("CommandPalette.-ready, .-ready"):  # type: ignore[attr-defined]
            break
    await settle(pilot)


async def test_a_ref_and_enter_go_to_the_item_that_has_it_before_all_that_resembles_it(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "1")
        await look_for(pilot, "1.3")
        assert "KPI H1.3" in seen(pilot), "what resembles it is offered too"
        await press(pilot, "enter")
        assert pilot.app.item_screen.id == "actions"  # type: ignore[attr-defined]
        assert pilot.app.item_screen.selected.ref == "1.3"  # type: ignore[attr-defined]


async def test_an_action_comes_before_the_kpi_with_the_same_ref(board: Path) -> None:
    async with opened(board) as pilot:
        await look_for(pilot, "2.1")
        await press(pilot, "enter")
        assert pilot.app.item_screen.selected.title == "Visits"  # type: ignore[attr-defined]


async def test_it_says_what_can_be_typed_and_shows_titles_as_they_are(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "ctrl+p")
        assert "A ref such as 1.3, words of a title, or a command" in seen(pilot)
        await press(pilot, "escape")
        await look_for(pilot, "coach")
        assert f"Coach {HOSTILE}" in seen(pilot)
        await press(pilot, "escape", "escape")
        assert lines(pilot)[2].strip().startswith("4 actions"), "and Esc leads back"


async def test_an_item_that_a_filter_hides_is_found_all_the_same(board: Path) -> None:
    with BoardFile.open(board) as file:
        file.write([Change(identity("1.2"), "action", {"rag": "red"})], who="plan")
    async with opened(board) as pilot:
        await press(pilot, "slash")
        await write(pilot, "audits")
        await press(pilot, "enter")
        await look_for(pilot, "1.3")
        await press(pilot, "enter")
        assert pilot.app.item_screen.selected.ref == "1.3"  # type: ignore[attr-defined]
