"""The words of each screen at the widths around which it is laid out in another way.

After a change that is meant: `pytest tests/ui/test_screens_at_widths.py --snapshot-update`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ui.conftest import lines, opened, press, settle
from tests.ui.fuller_board import make
from tests.ui.kpi_boards import scorecard


@pytest.fixture
def board(tmp_path: Path) -> Path:
    return make(tmp_path / "plan.board")


@pytest.mark.parametrize("screen", ["1", "2", "3", "7"])
async def test_a_screen_says_what_it_did(board: Path, snapshot: object, screen: str) -> None:
    said: list[str] = []
    async with opened(board, size=(210, 46)) as pilot:
        await press(pilot, screen, "home")
        for width in (210, 150, 149, 122, 121, 102, 101, 99, 92, 91, 66, 65, 58, 57, 40):
            await pilot.resize_terminal(width, 46 if width > 91 else 30)
            await settle(pilot)
            said += [f"--- {width}", *lines(pilot)[1:]]
    assert "\n".join(said) == snapshot


async def test_the_scorecard_says_what_it_did(tmp_path: Path, snapshot: object) -> None:
    said: list[str] = []
    scorecard(tmp_path / "scorecard.board")
    async with opened(tmp_path / "scorecard.board", size=(290, 26)) as pilot:
        await press(pilot, "4", "home")
        for width in (282, 281, 242, 241, 217, 216, 192, 191, 152, 151, 128, 127, 114, 113, 80, 62, 61, 45):
            await pilot.resize_terminal(width, 26)
            await settle(pilot)
            said += [f"--- {width}", *lines(pilot)[1:20]]
        await press(pilot, "left", "left")
        said += ["--- earlier periods", *lines(pilot)[1:20]]
    assert "\n".join(said) == snapshot


@pytest.mark.parametrize("keys", [["i"], ["E"]], ids=["figures", "records"])
async def test_what_a_kpi_is_made_of_says_what_it_did(tmp_path: Path, snapshot: object, keys: list[str]) -> None:
    said: list[str] = []
    scorecard(tmp_path / "scorecard.board")
    async with opened(tmp_path / "scorecard.board", size=(140, 30)) as pilot:
        await press(pilot, "4", "home", *keys)
        for width in (140, 105, 104, 103, 101, 100, 99, 80):
            await pilot.resize_terminal(width, 30)
            await settle(pilot)
            # What stands beneath the dialog goes on being drawn meanwhile.
            around = pilot.app.screen.query_one(".dialog").region
            shown = lines(pilot)[around.y : around.bottom]
            said += [f"--- {width}", *(line[around.x : around.right].rstrip() for line in shown)]
    assert "\n".join(said) == snapshot
