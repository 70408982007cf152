"""The list of all keys."""

from pathlib import Path

from textual.containers import VerticalScroll

from boardtui.settings.settings import change_settings
from boardtui.ui.command_table import COMMANDS
from boardtui.ui.shared.help import HelpScreen
from tests.ui.conftest import opened, press, seen, settle


async def test_help_lists_what_works_here_and_everywhere_and_how_text_is_typed(path: Path) -> None:
    async with opened(path, size=(120, 100)) as pilot:
        await press(pilot, "question_mark")
        text = seen(pilot)
        assert isinstance(pilot.app.screen, HelpScreen)
        for command in COMMANDS:
            if command.where in ("items", "everywhere"):
                assert command.help in text, command.id
        assert "While you type" in text
        assert "Before deleting" not in text
        assert "On the map of the risks" not in text and "On the Risks screen" not in text
        await press(pilot, "escape")
        assert not isinstance(pilot.app.screen, HelpScreen)


async def test_help_scrolls_on_a_small_terminal(path: Path) -> None:
    async with opened(path) as pilot:
        await press(pilot, "question_mark")
        assert "While you type" not in seen(pilot) and "tour" not in seen(pilot), "only the demo has one"
        for height, room in ((24, 18), (9, 3), (8, 3), (24, 18)):
            await pilot.resize_terminal(80, height)
            await settle(pilot)
            assert pilot.app.screen.query_one(VerticalScroll).size.height == room
        assert "Esc back" in seen(pilot)
        await press(pilot, "end")
        assert "on disk at once" in seen(pilot)


async def test_any_usual_key_closes_it(path: Path) -> None:
    async with opened(path) as pilot:
        for key in ("escape", "q", "question_mark"):
            await press(pilot, "question_mark")
            assert isinstance(pilot.app.screen, HelpScreen)
            await press(pilot, key)
            assert not isinstance(pilot.app.screen, HelpScreen), key


async def test_chosen_keys_are_shown_instead_of_the_usual_ones(path: Path) -> None:
    async with opened(path, size=(120, 100)) as pilot:
        change_settings(lambda settings: settings)
        pilot.app.push_screen(HelpScreen("risks", {"undo": "ctrl+z"}))
        await press(pilot)
        line = next(line for line in seen(pilot).splitlines() if "Take back your last edit" in line)
        assert "ctrl+z" in line
        headings = ("On the Risks screen", "On the map of the risks", "On every screen of items", "Everywhere")
        assert all(each in seen(pilot) for each in headings)
