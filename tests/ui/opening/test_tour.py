"""The tour of the demo: every step is done as it says, and checked off."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from boardtui.session.demo import make_demo
from boardtui.settings.settings import change_settings
from boardtui.ui.app import BoardApp
from boardtui.ui.opening.tour import STEPS, TourLine
from tests.ui.conftest import CHAIR, NOW, press, ready, seen, settle, small, write


@asynccontextmanager
async def demo(*, tour: bool = True, throwaway: bool = True) -> AsyncIterator[Pilot[None]]:
    change_settings(lambda settings: type(settings)(signature=CHAIR))
    async with BoardApp(make_demo(), throwaway=throwaway, tour=tour).run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        yield pilot


async def looked(pilot: Pilot[None]) -> str:
    """What the tour says when it has looked."""
    await settle(pilot)
    line = pilot.app.screen_stack[0].query_one(TourLine)
    line.look()
    await settle(pilot)
    return " ".join(str(line.render()).split())


async def test_each_step_is_checked_off_when_it_is_done_and_not_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    async with demo() as pilot:
        assert "Tour 1 of 7: Rate an action, and say why" in await looked(pilot)
        await press(pilot, "3", "r")
        assert "Tour 1 of 7" in await looked(pilot)  # why is not said yet
        await write(pilot, "Two coaches are off")
        await press(pilot, "enter", "escape", "escape")
        assert "✓ Rate an action, and say why Tour 2 of 7: Take it back" in await looked(pilot)
        await press(pilot, "u")
        assert "Tour 3 of 7" in await looked(pilot)
        await press(pilot, "slash")
        await write(pilot, "audit")
        assert "Tour 3 of 7" in await looked(pilot)  # still being typed
        await press(pilot, "enter")
        assert "Tour 4 of 7" in await looked(pilot)
        await press(pilot, "escape", "5", "m", "right", "enter")
        await write(pilot, "Agency staff leave")
        await press(pilot, "enter")
        assert "Tour 5 of 7" in await looked(pilot)
        await press(pilot, "4", "i")
        await write(pilot, "71%")
        await press(pilot, "enter", "escape")
        assert "Tour 6 of 7" in await looked(pilot)
        await press(pilot, "6", "space", "right", "right")
        assert "Tour 6 of 7" in await looked(pilot)
        await press(pilot, "right")
        assert "Tour 7 of 7" in await looked(pilot)
        assert "F2 leaves" in " ".join(seen(pilot).split())  # there is room for all of it
        await press(pilot, "x")
        assert "Writes a file in your home folder" in seen(pilot)
        await press(pilot, "enter")
        assert "That was the tour" in await looked(pilot)
        assert "F2 closes this line" in await looked(pilot), "and it stays so"
    assert [path.suffix for path in tmp_path.iterdir()] == [".md"]


async def test_it_is_left_and_begun_anew_with_one_key() -> None:
    async with demo() as pilot:
        await press(pilot, "f2")
        assert not pilot.app.query(TourLine)
        assert "Tour" not in seen(pilot)
        await press(pilot, "f2")
        assert "Tour 1 of 7" in await looked(pilot)


async def test_the_help_of_the_demo_begins_it() -> None:
    async with demo(tour=False) as pilot:
        assert not pilot.app.query(TourLine)
        await press(pilot, "question_mark")
        assert "F2 tour" in seen(pilot)
        await press(pilot, "f2")
        assert "Tour 1 of 7" in await looked(pilot)


async def test_a_board_of_ones_own_has_no_tour(path: Path) -> None:
    change_settings(lambda settings: type(settings)(signature=CHAIR))
    async with BoardApp(path).run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        await press(pilot, "f2", "question_mark")
        assert "F2 tour" not in seen(pilot)
        await press(pilot, "f2")
        assert not pilot.app.screen_stack[0].query(TourLine)


def test_every_step_names_keys_that_there_are() -> None:
    from boardtui.ui.commands import with_keys

    for step in STEPS:
        assert "{" not in with_keys(step.how, {})


async def test_the_header_says_that_the_date_is_the_demos_and_on_a_board_of_ones_own_that_it_is_today(
    tmp_path: Path,
) -> None:
    async with demo(tour=False) as pilot:
        assert "demo’s date 02/03/2021" in seen(pilot).splitlines()[0]
    own = BoardApp(ready(tmp_path / "plan.board", small), clock=lambda: NOW)
    async with own.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        header = seen(pilot).splitlines()[0]
        assert header.endswith("saved · 02/03/2021") and "demo" not in header
