"""The first thing a newcomer sees: the words, and the keys that work before a board is open."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from boardtui.settings.settings import Settings, change_settings
from boardtui.ui.app import BoardApp
from boardtui.ui.opening.new_board import NewBoardScreen
from boardtui.ui.opening.start import StartScreen
from tests.ui.conftest import CHAIR, NOW, lines, press, seen, settle

TYPED = "path or address of a board"
BRIEF = "Choose with ↑ ↓ and Enter, or Tab and type the path of a board."
MAKE = "Make a new board, empty or from a plan or sample"
IMPORT = "Make a new board from a spreadsheet, a CSV file or a table"
DEMO = "Look around in the demo board; nothing you do there is kept"


@asynccontextmanager
async def started(
    path: Path | None, *recent: Path, signature: str = CHAIR, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[Pilot[None]]:
    """The application as the command line starts it, with these boards opened lately, the latest first."""
    change_settings(lambda _settings: Settings(signature=signature, recent_boards=recent))
    app = BoardApp(path, clock=lambda: NOW)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        yield pilot


def dialog(pilot: Pilot[None]) -> list[str]:
    """The lines of the dialog in the middle, without its frame."""
    return [line.split("│")[1].strip() for line in lines(pilot) if line.count("│") == 2]


def board_of(pilot: Pilot[None]) -> Path | None:
    assert isinstance(pilot.app, BoardApp)
    return pilot.app.file.path if pilot.app.file is not None else None


def running(pilot: Pilot[None]) -> bool:
    return not pilot.app._exit


async def test_a_newcomer_is_told_how_to_choose_and_offered_a_new_board_and_the_demo() -> None:
    async with started(None, signature="") as pilot:
        assert dialog(pilot) == [
            "boardtui",
            BRIEF,
            "",
            MAKE,
            IMPORT,
            DEMO,
            "",
            "path or address of a board",
            "Esc quit",
        ]
        assert lines(pilot)[0].strip() == "boardtui"


async def test_boards_opened_lately_come_first_each_with_its_folder_and_the_latest_on_top(
    path: Path, tmp_path: Path
) -> None:
    older = tmp_path / "last year.board"
    older.touch()
    async with started(None, path, older, size=(200, 30)) as pilot:
        words = dialog(pilot)
        text = "".join("".join(words).split())  # a long path takes several lines
        folder = "".join(str(tmp_path).split())
        assert f"plan.board{folder}lastyear.board{folder}──" in text
        assert words.index(MAKE) > next(n for n, line in enumerate(words) if line.startswith("last year.board"))


async def test_a_recent_board_that_has_gone_is_not_offered_and_the_others_are(path: Path, tmp_path: Path) -> None:
    async with started(None, tmp_path / "gone.board", path) as pilot:
        assert "gone.board" not in seen(pilot)
        assert "plan.board" in seen(pilot)
        await press(pilot, "enter")
        assert board_of(pilot) == path


async def test_where_all_recent_boards_have_gone_it_is_as_for_a_newcomer(tmp_path: Path) -> None:
    async with started(None, tmp_path / "gone.board", tmp_path / "lost.board") as pilot:
        assert dialog(pilot) == [
            "boardtui",
            BRIEF,
            "",
            MAKE,
            IMPORT,
            DEMO,
            "",
            "path or address of a board",
            "Esc quit",
        ]


async def test_a_board_that_cannot_be_found_is_named_and_others_are_offered(path: Path, tmp_path: Path) -> None:
    async with started(tmp_path / "gone.board", path, size=(200, 30)) as pilot:
        assert isinstance(pilot.app.screen, StartScreen)
        text = "".join(dialog(pilot))  # a long path takes several lines
        assert "gone.board" in text.partition(BRIEF)[2].partition("plan.board   ")[0]
        await press(pilot, "enter")
        assert board_of(pilot) == path


@pytest.mark.parametrize(("keys", "chosen"), [((), 0), (("down",), 1), (("down", "down"), 2), (("up",), 3)])
async def test_the_arrows_go_through_the_choices_and_round_at_the_ends(
    path: Path, keys: tuple[str, ...], chosen: int
) -> None:
    async with started(None, path) as pilot:
        choices = pilot.app.screen.query_one(OptionList)
        await press(pilot, *keys)
        assert choices.has_focus
        assert choices.highlighted == chosen


async def test_after_the_recent_boards_comes_a_new_one(path: Path) -> None:
    async with started(None, path) as pilot:
        await press(pilot, "down", "enter")
        assert isinstance(pilot.app.screen, NewBoardScreen)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, StartScreen)
        assert running(pilot)


@pytest.mark.parametrize("key", ["escape", "q", "ctrl+q"])
async def test_it_is_left_without_opening_anything(path: Path, key: str) -> None:
    async with started(None, path) as pilot:
        await pilot.press(key)
        await pilot.pause()
        assert not running(pilot)
        assert board_of(pilot) is None


async def test_in_the_line_for_a_path_q_is_a_letter_and_esc_still_leaves() -> None:
    async with started(None) as pilot:
        await press(pilot, "tab", "q")
        assert pilot.app.screen.query_one("#path", Input).value == "q"
        assert running(pilot)
        await pilot.press("escape")
        await pilot.pause()
        assert not running(pilot)


@pytest.mark.parametrize("key", ["plus", "3", "u", "x", "e", "ctrl+s", "ctrl+g", "exclamation_mark", "W", "H"])
async def test_no_key_of_an_open_board_does_anything_yet(path: Path, key: str) -> None:
    async with started(None, path) as pilot:
        before = seen(pilot)
        await press(pilot, key)
        assert seen(pilot) == before
        assert isinstance(pilot.app.screen, StartScreen)


async def test_an_empty_path_opens_nothing(path: Path) -> None:
    async with started(None, path) as pilot:
        await press(pilot, "tab", "space", "enter")
        assert isinstance(pilot.app.screen, StartScreen)
        assert board_of(pilot) is None


async def test_a_folder_is_no_board_and_what_was_wrong_goes_when_one_types_on(tmp_path: Path) -> None:
    async with started(None, size=(200, 30)) as pilot:
        line = pilot.app.screen.query_one("#path", Input)
        line.focus()
        line.value = str(tmp_path)
        await press(pilot, "enter")
        assert "is a folder. Name the board in it." in " ".join(dialog(pilot))
        await press(pilot, "slash")
        assert "is a folder" not in seen(pilot)
