"""A list of items in the room there is: what stands beside what, what Esc and Enter do, and what is said where."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from tests.ui.conftest import opened, press
from tests.ui.council_board import make


@pytest.fixture
def board(tmp_path: Path) -> Path:
    return make(tmp_path / "plan.board")


def about(pilot: Pilot[None]) -> str:
    """The line above the table of the screen that is shown."""
    return str(pilot.app.item_screen.query_one("#about", Static).render())  # type: ignore[attr-defined]


async def test_the_detail_stands_below_or_beside_the_table_and_the_wider_the_less_of_it_it_takes(board: Path) -> None:
    async with opened(board, size=(149, 40)) as pilot:

        async def shares(screen: str, width: int) -> tuple[int, int]:
            await pilot.resize_terminal(width, 40)
            await press(pilot, screen)
            shown = pilot.app.item_screen  # type: ignore[attr-defined]
            table, detail = shown.query_one("#tables").region, shown.query_one("#detail").region
            assert (detail.y > table.y) == (table.width == detail.width == width), "below it, as wide as it is"
            assert table.width + detail.width == width or table.width == width
            return table.width, detail.width

        assert await shares("3", 149) == (149, 149)
        assert await shares("3", 150) == (100, 50)
        assert await shares("8", 149) == (89, 60)
        assert await shares("8", 150) == (100, 50)
        assert await shares("8", 110) == (66, 44)
        assert await shares("8", 109) == (109, 109)
        assert "mine" not in about(pilot)
        await shares("3", 60)
        assert about(pilot).rstrip().endswith("…")
        await shares("3", 120)
        assert "moved" in about(pilot) and "…" not in about(pilot), "all filters, where there is room for them again"
