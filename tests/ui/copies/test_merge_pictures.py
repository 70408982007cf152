"""Pictures of merging and deciding: what changes in them is looked at before it is taken over."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from boardtui.settings.settings import change_settings
from boardtui.ui.app import BoardApp
from boardtui.ui.copies.merge import MergeScreen
from tests.ui.conftest import CHAIR, NOW, settle
from tests.ui.disputed import merged, two_copies

Compare = Callable[..., bool]
SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])


def application(path: Path) -> BoardApp:
    change_settings(lambda settings: type(settings)(signature=CHAIR))
    app = BoardApp(path, clock=lambda: NOW)
    app.animation_level = "none"
    return app


async def press(pilot: Pilot[Any], keys: list[str]) -> None:
    for key in keys:
        await pilot.press(key)
        await settle(pilot)
    for line in pilot.app.screen.query(Input):
        line.cursor_blink = False
    await settle(pilot)


@SIZES
def test_the_preview_of_a_merge_looks_as_it_did(path: Path, snap_compare: Compare, size: tuple[int, int]) -> None:
    copies = two_copies(path)

    async def look(pilot: Pilot[Any]) -> None:
        await settle(pilot)
        pilot.app.push_screen(MergeScreen(copies))
        await settle(pilot)
        await press(pilot, ["enter"])

    assert snap_compare(application(path), terminal_size=size, run_before=look)


@SIZES
@pytest.mark.parametrize(
    "keys",
    [
        pytest.param(["exclamation_mark"], id="rating"),
        pytest.param(["exclamation_mark", "n"], id="long-text"),
        pytest.param(["exclamation_mark", "n", "n"], id="deleted-there"),
        pytest.param(["exclamation_mark", "e"], id="third-value"),
    ],
)
def test_deciding_looks_as_it_did(path: Path, snap_compare: Compare, keys: list[str], size: tuple[int, int]) -> None:
    async def look(pilot: Pilot[Any]) -> None:
        await settle(pilot)
        await press(pilot, ["3", *keys])

    assert snap_compare(application(merged(path)), terminal_size=size, run_before=look)
