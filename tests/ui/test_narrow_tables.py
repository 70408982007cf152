"""On forty columns a table keeps what people know an item by, and its date; movement is what goes first."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from boardtui.domain.records.kinds import Risk
from boardtui.ui.risks.risks import register_columns
from boardtui.ui.screens import SCREENS
from boardtui.ui.shared.lines import TabLine
from boardtui.ui.table.table_columns import lay_out
from tests.domain.boards import board
from tests.ui.conftest import opened, press, settle
from tests.ui.council_board import make


@pytest.mark.parametrize(
    ("key", "dated", "least"),
    [("1", "", 14), ("3", "Due", 12), ("6", "", 10), ("7", "When", 12), ("2", "", 9), ("4", "", 16)],
)
async def test_title_and_date_are_kept_before_movement_on_forty_columns(
    tmp_path: Path, key: str, dated: str, least: int
) -> None:
    async with opened(make(tmp_path / "council.board"), size=(40, 24)) as pilot:
        await press(pilot, key)
        await settle(pilot)
        shown = {column.label: width for column, width in pilot.app.item_screen.table._layout()}  # type: ignore[attr-defined]
        title = next(shown[each] for each in ("Title", "Action", "What it says", "Measure", "Item") if each in shown)
        assert title >= least
        assert sum(width + 1 for width in shown.values()) <= 38 + 1
        assert not dated or dated in shown
        assert not {"Since", "Moved", "Slippage"} & shown.keys()


async def test_the_name_of_the_screen_stands_above_it_however_narrow_it_is(tmp_path: Path) -> None:
    async with opened(make(tmp_path / "council.board"), size=(40, 24)) as pilot:
        for key in "7162":
            await press(pilot, key)
            await settle(pilot)
            line = pilot.app.query_one(TabLine).said()
            current = next(each.label for each in SCREENS if each.name == pilot.app.query_one(TabLine).current)
            assert current in line.plain
            assert len(line.plain) <= 40


async def test_on_eighty_columns_movement_is_there(tmp_path: Path) -> None:
    async with opened(make(tmp_path / "council.board")) as pilot:
        shown = {column.label for column, _ in pilot.app.item_screen.table._layout()}  # type: ignore[attr-defined]
        assert {"Action", "Due", "Slippage", "Since"} <= shown


def test_the_register_of_risks_keeps_title_score_and_review() -> None:
    title = "Agency cover in the front door"
    found = board(Risk(id="r", ref="CIP06", title=title, current="5x4", next_review="2021-03-02"))
    columns = register_columns(found, date(2021, 3, 2))
    shown = {columns[place].label: width for place, width in lay_out(columns, found.all(Risk), 38)}
    assert shown.keys() == {"Ref", "Risk", "Score", "Review"}
    assert shown["Risk"] >= 11
