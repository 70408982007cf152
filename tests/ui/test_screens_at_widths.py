"""The words of each screen at the widths around which it is laid out in another way.

After a change that is meant: `pytest tests/ui/test_screens_at_widths.py --snapshot-update`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from boardtui.store.board_file import BoardFile
from tests.ui.conftest import change, identity, lines, opened, press, settle
from tests.ui.council_board import AFTER, make
from tests.ui.kpi_boards import scorecard


@pytest.fixture
def board(tmp_path: Path) -> Path:
    """The board with more of what the papers hold."""
    place = make(tmp_path / "plan.board")
    with BoardFile.open(place, clock=lambda: AFTER) as file:
        further = [
            change("action", "9.1", ref="9.1", title="Of no ambition", lead="Adviser", due="Jan - Feb 2021", rag="red"),
            change("ambition", "a4", title="", narrative="Not begun.", rag="blue"),
            change("next_step", "s2", title="Step without an area", due="2021-02-01", rag="red", lead="Adviser"),
            change("budget_line", "b2", title="Staff", projected="£1m", variance="£20k"),
            change("decision", "d2", text="Meet monthly", meeting=identity("jan")),
            change(
                "challenge", "c2", meeting=identity("jan"), text="Why so late?", answer="Staff left", raised_by="Ann"
            ),
            change("action_arising", "x2", text="Send the plan", done=True, item=identity("1.2")),
            change("task_group", "t2", title="Free group"),
            change("narrative", "n3", section="key message", heading="Pace"),
            change("milestone", "m4", title="Late one", due="2021-01-01", rag="red"),
        ]
        file.write(further, who="Adviser", at=AFTER)
    return place


@pytest.mark.parametrize("screen", ["1", "2", "3", "7"])
async def test_a_screen_says_what_it_did(board: Path, snapshot: object, screen: str) -> None:
    said: list[str] = []
    async with opened(board, size=(210, 46)) as pilot:
        await press(pilot, screen, "home")
        for width in (210, 150, 149, 120, 100, 99, 90, 89, 64, 63, 56, 55, 40):
            await pilot.resize_terminal(width, 46 if width > 89 else 30)
            await settle(pilot)
            said += [f"--- {width}", *lines(pilot)[1:]]
    assert "\n".join(said) == snapshot


async def test_the_scorecard_says_what_it_did(tmp_path: Path, snapshot: object) -> None:
    said: list[str] = []
    scorecard(tmp_path / "scorecard.board")
    async with opened(tmp_path / "scorecard.board", size=(290, 26)) as pilot:
        await press(pilot, "4", "home")
        for width in (284, 283, 282, 243, 217, 193, 192, 191, 153, 152, 151, 129, 114, 113, 80, 62, 61, 45):
            await pilot.resize_terminal(width, 26)
            await settle(pilot)
            said += [f"--- {width}", *lines(pilot)[1:20]]
        await press(pilot, "left", "left")
        said += ["--- earlier periods", *lines(pilot)[1:20]]
    assert "\n".join(said) == snapshot
