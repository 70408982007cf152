"""Pictures of the meeting: what changes in them is looked at before it is taken over."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from boardtui.settings.settings import change_settings
from boardtui.ui.app import BoardApp
from tests.ui.conftest import CHAIR, settle
from tests.ui.council_board import NOW, exceptions_first, make

Compare = Callable[..., bool]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
@pytest.mark.parametrize(
    "keys",
    [
        pytest.param(["6"], id="to-be-prepared"),
        pytest.param(["6", "i", "down", "J", "c"], id="agenda"),
        pytest.param(["6", "escape"], id="meetings"),
        pytest.param(["6", "space", "space"], id="running"),
        pytest.param(["6", "space", "space", "w"], id="action-arising"),
        pytest.param(["6", "space", "space", "z", "E"], id="closing"),
        pytest.param(["6", "space", "v"], id="running-left"),
        pytest.param(["W"], id="what-changed"),
    ],
)
def test_the_meeting_looks_as_it_did(
    tmp_path: Path, snap_compare: Compare, keys: list[str], size: tuple[int, int]
) -> None:
    change_settings(lambda settings: type(settings)(signature=CHAIR))
    path = make(tmp_path / "plan.board")
    if "space" in keys:
        exceptions_first(path)
    app = BoardApp(path, clock=lambda: NOW)
    app.animation_level = "none"

    async def look(pilot: Pilot[Any]) -> None:
        for key in keys:
            for line in app.screen.query(Input):
                line.cursor_blink = False
            await pilot.press(key)
            await settle(pilot)
        for line in app.screen.query(Input):
            line.cursor_blink = False
        app.clear_notifications()  # they come and go with the clock of the machine
        await settle(pilot)

    assert snap_compare(app, terminal_size=size, run_before=look)
