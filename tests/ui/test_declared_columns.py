"""The screens say what the declaration of a table of records says: the same headings, and the same words under them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from boardtui.report import columns as of_records
from boardtui.report import risk_columns, scorecard_columns
from boardtui.report.columns import AMBITION_RATING
from boardtui.report.document import Column
from boardtui.report.record_tables import IN_A_TERMINAL
from boardtui.report.seen import Seen
from boardtui.report.trend_table import TREND_COLUMNS
from boardtui.ui.kpis.columns import PERIODS
from tests.ui.conftest import NOW, opened, press, settle
from tests.ui.council_board import make

SCORECARD = [each for each in vars(scorecard_columns).values() if isinstance(each, Column)]
FACTS = [each for some in (of_records, risk_columns) for each in vars(some).values() if isinstance(each, Column)]
FACTS.remove(AMBITION_RATING)  # which asks what only an ambition has
RECORDS = [*FACTS, *(each for some in IN_A_TERMINAL.values() for each in some)]

# What only one table says: how an item came to be listed, and what is made of several kinds of record.
OWN = {
    "1": {"Why it is here"},
    "2": set[str](),
    "3": set[str](),
    "5": set[str](),
    "6": {"No", "Item", "Why it is here", "Min", "Items", "State"},
    "7": {"What it says", "Who", "State"},
}
DRAWN = {"Actions"}
"""What a screen draws and a terminal writes: the ratings of the actions of an ambition."""


def headings(some: list[Column]) -> set[str]:
    return {words for each in some for words in (each.heading, each.short) if words}


def layout(pilot: Any) -> list[Any]:
    return [column for column, _ in pilot.app.item_screen.table._layout()]


@pytest.mark.parametrize("width", [80, 120, 250])
async def test_what_stands_over_a_column_is_declared_with_it(tmp_path: Path, width: int) -> None:
    async with opened(make(tmp_path / "council.board"), size=(width, 40)) as pilot:
        for key, own in OWN.items():
            await press(pilot, key)
            await settle(pilot)
            assert {each.label for each in layout(pilot)} - own <= headings(RECORDS), key
        await press(pilot, "4")
        await settle(pilot)
        assert {each.label for each in layout(pilot)} - {PERIODS, ""} <= headings(SCORECARD)


def test_the_trend_table_has_no_heading_of_its_own() -> None:
    assert {heading for heading, *_ in TREND_COLUMNS.values()} - {""} <= headings(SCORECARD)


def text(cell: Any) -> str:
    return " ".join("".join(each.text for each in cell).split())


@pytest.mark.parametrize("width", [80, 250])
@pytest.mark.parametrize(("key", "kind"), [("2", "ambition"), ("3", "action"), ("4", "kpi"), ("5", "risk")])
async def test_a_cell_says_what_its_column_does(tmp_path: Path, key: str, kind: str, width: int) -> None:
    """A word of a screen's own would be none of the two that are declared for its heading."""
    declared = [*IN_A_TERMINAL[kind], *FACTS] if kind != "kpi" else SCORECARD
    async with opened(make(tmp_path / "council.board"), size=(width, 40)) as pilot:
        await press(pilot, key)
        await settle(pilot)
        seen = Seen(pilot.app.board, NOW.date())  # type: ignore[attr-defined]
        items = [row.item for row in pilot.app.item_screen.table._rows if row.key]  # type: ignore[attr-defined]
        assert items
        for column in layout(pilot):
            if column.label in DRAWN | {PERIODS, ""}:
                continue
            same = [each for each in declared if column.label in (each.heading, each.short) and each.make is not None]
            quiet = {"" for each in same if each.quiet}
            for item in items:
                told = {each.cell(seen, item, brief=brief) for each in same for brief in (False, True)}
                assert text(column.cell(item)) in {" ".join(words.split()) or "–" for words in told} | quiet, (
                    column.label
                )
