"""What happens until the first frame, and what is left until after it: counted, not timed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import ContentSwitcher

from boardtui.domain.board.board import Board
from boardtui.domain.records.rag import Rag
from boardtui.settings.settings import change_settings
from boardtui.ui.app import BoardApp
from boardtui.ui.plan.overview import OverviewScreen
from tests.terminal import boardtui
from tests.ui.conftest import CHAIR, NOW, opened, press, settle, values_of, write

HEAVY = {"sqlmodel", "sqlalchemy", "pydantic", "typer", "openpyxl", "plotext", "textual_plotext", "markdown_it"}

# The real program. What it has loaded and opened is written down where it begins to import what writing takes, which is
# when its first frame has been drawn.
PROBE = """
import gc, json, sys
from pathlib import Path
from boardtui.store.board_file import BoardFile
from boardtui.__main__ import main

noted, opened = Path(sys.argv.pop()), []
sys.addaudithook(lambda name, about: opened.append(str(about[0])) if name == "sqlite3.connect" else None)

def long_looks():
    return gc.get_stats()[2]["collections"]

def note(file):
    looked, collects = long_looks() - before, gc.isenabled()
    found = {"modules": sorted(sys.modules), "opened": opened, "collects": collects, "looked": looked}
    noted.write_text(json.dumps(found))

BoardFile.get_ready_to_write = note
before = long_looks()
main()
"""


@pytest.fixture
def first_frame(path: Path, tmp_path: Path) -> dict[str, Any]:
    """What the program has loaded and opened when it has drawn a board for the first time."""
    change_settings(lambda settings: type(settings)(signature=CHAIR))
    noted = tmp_path / "noted.json"
    with boardtui(path, noted, python=("-c", PROBE)) as terminal:
        terminal.wait_for("Overview", "saved")
        terminal.press("q")
        assert terminal.wait_for_end() == 0
    found: dict[str, Any] = json.loads(noted.read_text(encoding="utf-8"))
    return found


class TestTheFirstFrame:
    def test_it_waits_for_nothing_that_only_writing_commands_or_documents_need(
        self, first_frame: dict[str, Any]
    ) -> None:
        loaded = set(first_frame["modules"])
        assert "boardtui.ui.plan.overview" in loaded, "the screen that is shown is among what was loaded"
        assert loaded & HEAVY == set()
        assert "rich.markdown" not in loaded

    def test_no_screen_is_made_but_the_one_that_is_shown(self, first_frame: dict[str, Any]) -> None:
        loaded = set(first_frame["modules"])
        others = {"boardtui.ui.plan.actions", "boardtui.ui.kpis.scorecard", "boardtui.ui.meetings.meeting"}
        assert loaded & others == set()

    def test_the_file_is_opened_once(self, first_frame: dict[str, Any], path: Path) -> None:
        assert len([each for each in first_frame["opened"] if path.name in each]) == 1

    def test_until_then_nobody_looks_through_everything_for_garbage_and_from_then_on_somebody_does(
        self, first_frame: dict[str, Any]
    ) -> None:
        assert first_frame["looked"] == 0
        assert first_frame["collects"]


async def test_a_board_is_drawn_once_when_it_is_opened_and_no_more_while_nobody_changes_it(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change_settings(lambda settings: type(settings)(signature=CHAIR))
    drawn: list[object] = []
    real = OverviewScreen.show_board

    def show_board(self: OverviewScreen, board: Board) -> None:
        drawn.append(board)
        real(self, board)

    monkeypatch.setattr(OverviewScreen, "show_board", show_board)
    app = BoardApp(path, clock=lambda: NOW)
    async with app.run_test() as pilot:
        await settle(pilot)
        app.look_again()
        await settle(pilot)
        assert len(drawn) == 1


async def test_a_screen_is_made_when_somebody_goes_there_first_and_kept(path: Path) -> None:
    async with opened(path) as pilot:
        assert isinstance(pilot.app, BoardApp)
        switcher = pilot.app.main.query_one("#screens", ContentSwitcher)
        assert [each.id for each in switcher.children] == ["overview", "actions"]
        await press(pilot, "5", "3", "5")
        assert [each.id for each in switcher.children] == ["overview", "actions", "risks"]
        assert switcher.current == "risks"


async def test_an_edit_right_after_the_first_frame_is_on_disk_like_any_other(path: Path) -> None:
    change_settings(lambda settings: type(settings)(signature=CHAIR))
    app = BoardApp(path, clock=lambda: NOW)
    async with app.run_test() as pilot:
        await pilot.press("3", "r")
        await write(pilot, "Two coaches are off sick")
        await press(pilot, "enter", "escape")
    assert values_of(path, "1.1", "rag", "rationale") == {"rag": Rag.RED, "rationale": "Two coaches are off sick"}
