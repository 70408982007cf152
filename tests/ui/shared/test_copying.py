"""What is on the screen can be copied: an item by a key, any words of it by the mouse."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from textual.geometry import Offset
from textual.pilot import Pilot

from boardtui.ui.shared.detail import DetailPane
from boardtui.ui.table.item_table import ItemTable
from tests.ui.conftest import opened, press, seen, toasts
from tests.ui.council_board import make


@pytest.fixture
def board(tmp_path: Path) -> Path:
    return make(tmp_path / "plan.board")


async def drag(pilot: Pilot[None], widget: type[DetailPane | ItemTable], start: Offset, end: Offset) -> None:
    shown = next(each for each in pilot.app.screen.query(widget) if each.size.width)
    await pilot.mouse_down(shown, offset=start)
    await pilot.hover(shown, offset=end)
    await pilot.mouse_up(shown, offset=end)
    await pilot.pause()


async def test_y_copies_the_item_as_one_line_and_capital_y_in_full(board: Path) -> None:
    async with opened(board, size=(120, 40)) as pilot:
        await press(pilot, "3", "down", "y")
        line = pilot.app.clipboard
        assert line.count("\n") == 0 and line.startswith("1.2 ") and "R ✖ Red" in line and "due " in line
        assert f"Copied: {line}"[:60] in seen(pilot)
        await press(pilot, "Y")
        full = pilot.app.clipboard
        assert full.startswith("Action 1.2") and "\nLead: Head of Service\n" in full
        assert "lines more" in seen(pilot)


async def test_words_of_the_detail_are_selected_with_the_mouse_and_copied(board: Path) -> None:
    async with opened(board, size=(120, 40)) as pilot:
        await press(pilot, "3")
        pane = next(each for each in pilot.app.screen.query(DetailPane) if each.size.width)
        first = pane.render_line(0).text.rstrip()
        await drag(pilot, DetailPane, Offset(1, 0), Offset(len(first) + 1, 0))
        await press(pilot, "ctrl+c")
        assert pilot.app.clipboard == first
        assert f"Copied: {first}" in seen(pilot)


async def test_rows_of_a_table_are_selected_with_the_mouse_and_copied(board: Path) -> None:
    async with opened(board, size=(120, 40)) as pilot:
        await press(pilot, "3")
        table = next(each for each in pilot.app.screen.query(ItemTable) if each.size.width)
        rows = [table.render_line(y).text for y in (2, 3)]
        await drag(pilot, ItemTable, Offset(0, 2), Offset(30, 3))
        colour = pilot.app.screen.get_component_rich_style("screen--selection").bgcolor
        strips = pilot.app.screen._compositor.render_strips()
        lit = ["".join(each.text for each in strip if each.style and each.style.bgcolor == colour) for strip in strips]
        assert [line.rstrip() for line in lit[2:] if line] == [rows[0].rstrip(), rows[1][:30].rstrip()], "it is seen"
        await press(pilot, "ctrl+c")
        assert pilot.app.clipboard == f"{rows[0].rstrip()}\n{rows[1][:30].rstrip()}"


async def test_nothing_selected_ctrl_c_still_says_how_to_leave(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "3", "ctrl+c")
        assert "q leaves" in toasts(pilot)


@pytest.mark.skipif(shutil.which("tmux") is None, reason="there is no tmux here")
def test_what_is_copied_reaches_the_clipboard_through_tmux(board: Path, tmp_path: Path) -> None:
    config = tmp_path / "config"
    config.mkdir()
    (config / "settings.toml").write_text('signature = "Chair"\n', encoding="utf-8")

    def tmux(*words: str) -> str:
        whole = ["tmux", "-L", f"copy-{tmp_path.name}", *words]
        return subprocess.run(whole, check=False, capture_output=True, text=True).stdout

    command = f"env BOARDTUI_CONFIG_DIR={config} {sys.executable} -m boardtui {board}"
    tmux("-f", "/dev/null", "start-server", ";", "set", "-g", "set-clipboard", "on", ";", "new-session", "-d", command)
    try:
        for key, wanted in (("3", "1.2"), ("Down", "1.2"), ("y", "Copied")):
            tmux("send-keys", key)
            for _ in range(1800):
                if wanted in tmux("capture-pane", "-p"):
                    break
                time.sleep(0.1)
        for _ in range(1800):
            if copied := tmux("show-buffer"):
                break
            time.sleep(0.1)
        assert copied.startswith("1.2 ") and "Red" in copied
    finally:
        tmux("kill-server")
