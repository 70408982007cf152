"""Pictures of the screens: what changes in them is looked at before it is taken over."""

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
from tests.ui.council_board import NOW, make

Compare = Callable[..., bool]
SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])


@SIZES
@pytest.mark.parametrize(
    ("keys", "text"),
    [
        pytest.param(["1"], "", id="overview"),
        pytest.param(["2"], "", id="ambitions"),
        pytest.param(["3"], "", id="actions"),
        pytest.param(["3", "r"], "Nobody is free", id="actions-reason"),
        pytest.param(["3", "slash"], "audits", id="actions-filter"),
        pytest.param(["3", "space", "shift+down", "shift+down"], "", id="actions-ticked"),
        pytest.param(["3", "space", "shift+down", "shift+down", "l"], "30 June", id="actions-re-dated-together"),
        pytest.param(["7"], "", id="papers"),
    ],
)
def test_a_screen_looks_as_it_did(
    tmp_path: Path, snap_compare: Compare, keys: list[str], text: str, size: tuple[int, int]
) -> None:
    change_settings(lambda settings: type(settings)(signature=CHAIR))
    app = BoardApp(make(tmp_path / "plan.board"), clock=lambda: NOW)
    app.animation_level = "none"

    async def look(pilot: Pilot[Any]) -> None:
        await settle(pilot)
        for key in keys:
            await pilot.press(key)
            await settle(pilot)
        await pilot.press(*text)
        for line in app.query(Input):  # those of a screen are made when somebody goes there
            line.cursor_blink = False
        await settle(pilot)

    assert snap_compare(app, terminal_size=size, run_before=look)
