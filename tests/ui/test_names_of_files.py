"""What no file can be called, typed where a file is asked for: it is said in the dialog, which stays open."""

from pathlib import Path

import pytest
from textual.widgets import Input

from boardtui.settings.settings import Settings, change_settings
from boardtui.ui.app import BoardApp
from tests.ui.conftest import CHAIR, NOW, press, seen, settle
from tests.ui.council_board import make

NO_NAMES = {"too long": "x" * 3_000, "nobody's home": "~nobody-of-that-name/plan", "no character": "plan\0.xlsx"}
DIALOGS = {
    "import": (["I", "tab"], "path"),
    "export": (["x"], "path"),
    "copy": (["ctrl+s"], "path"),
    "merge": (["ctrl+g", "tab"], "path"),
}


@pytest.mark.parametrize("dialog", DIALOGS)
async def test_it_is_said_and_nothing_ends(tmp_path: Path, dialog: str) -> None:
    change_settings(lambda _settings: Settings(signature=CHAIR))
    app = BoardApp(make(tmp_path / "plan.board"), clock=lambda: NOW)
    before = sorted(tmp_path.iterdir())
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        keys, field = DIALOGS[dialog]
        await press(pilot, *keys)
        there = type(app.screen)
        for words in NO_NAMES.values():
            line = next(
                each for each in app.screen.query(Input) if field in (each.id, each.parent.id if each.parent else "")
            )
            line.focus()
            line.value = words
            await press(pilot, "enter")
            assert isinstance(app.screen, there) and app.return_code is None, seen(pilot)
            assert any(each in seen(pilot) for each in ("no name for a file", "Type the path", "There is no"))
    assert app.failure is None
    assert sorted(tmp_path.iterdir()) == before


async def test_neither_does_it_end_on_the_start_screen_or_where_a_board_is_made(tmp_path: Path) -> None:
    change_settings(lambda _settings: Settings(signature=CHAIR))
    app = BoardApp(None, clock=lambda: NOW)
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        for words in NO_NAMES.values():
            app.screen.query_one("#path", Input).value = words
            app.screen.query_one("#path", Input).focus()
            await press(pilot, "enter")
            if app.screen.__class__.__name__ == "NewBoardScreen":
                await press(pilot, "enter")
                assert app.return_code is None and "made" in seen(pilot), seen(pilot)
                await press(pilot, "escape", "escape")
        assert app.return_code is None
    assert app.failure is None
