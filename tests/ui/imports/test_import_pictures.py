"""Pictures of importing: what changes in them is looked at before it is taken over."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.styles import PatternFill
from textual.pilot import Pilot

from boardtui.ui.host import host_of
from tests.imports.sheets import day
from tests.ui.conftest import HOSTILE, NOW
from tests.ui.test_dialog_pictures import SIZES, application, press

Compare = Callable[..., bool]


def workbook(place: Path) -> Path:
    """An action log as offices keep them: a title, a colour for a rating, words for others, a date that is none."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Action log"
    sheet["B2"] = "Improvement action log, version 3"
    rows: list[list[Any]] = [
        ["Ref", "Action required", "Lead", "Target date", "RAG", "Progress / update", "Priority"],
        [
            "1.1",
            f"Coach every manager {HOSTILE}",
            "Principal Social Worker",
            day(2021, 3, 31),
            "G",
            "Two rounds",
            "High",
        ],
        ["1.2", "Audits", "Quality Lead", day(2021, 4, 30), "In review", "Tool agreed in draft", "Low"],
        ["3.1", "Publish the training offer", "Workforce Lead", "31/02/2021", None, "", "Low"],
        [None, None, "Quality Lead", day(2021, 5, 1), None, None, None],
        ["3.2", "Map the data returns", "Data Lead", day(2021, 6, 30), "Done", "", ""],
    ]
    for place_in, row in enumerate(rows):
        for column, value in enumerate(row):
            sheet.cell(row=4 + place_in, column=2 + column, value=value)
    for cell in sheet["E"][3:]:
        cell.number_format = "dd/mm/yyyy"
    sheet["F7"].fill = PatternFill("solid", fgColor="FFFF00")
    book.save(place)
    os.utime(place, (NOW.timestamp(), NOW.timestamp()))
    return place


@SIZES
@pytest.mark.parametrize(
    "keys",
    [
        pytest.param([], id="tables"),
        pytest.param(["space"], id="what-a-table-holds"),
        pytest.param(["tab", "down", "down", "down", "down"], id="a-column"),
        pytest.param(["enter"], id="questions"),
        pytest.param(["enter", "1", "2"], id="some-answered"),
        pytest.param(["enter", "1", "2", "4", "1", "enter"], id="preview"),
        pytest.param(["enter", "1", "2", "4", "1", "enter", "down", "down"], id="preview-changed"),
    ],
)
def test_the_steps_look_as_they_did(path: Path, snap_compare: Compare, keys: list[str], size: tuple[int, int]) -> None:
    async def look(pilot: Pilot[Any]) -> None:
        await press(pilot)
        log = workbook(path.with_name("log.xlsx"))
        host_of(pilot.app).import_tables(log)
        await press(pilot)
        while not pilot.app.screen.query("#tables"):
            await pilot.pause(0.02)
        await press(pilot, *keys)

    assert snap_compare(application(path), terminal_size=size, run_before=look)


@SIZES
def test_choosing_a_file_looks_as_it_did(
    path: Path, monkeypatch: pytest.MonkeyPatch, snap_compare: Compare, size: tuple[int, int]
) -> None:
    monkeypatch.chdir(path.parent)
    workbook(path.with_name("log.xlsx"))
    for name in ("scorecard march.csv", "minutes [bold].md"):
        path.with_name(name).touch()
        os.utime(path.with_name(name), (NOW.timestamp(), NOW.timestamp()))

    async def look(pilot: Pilot[Any]) -> None:
        await press(pilot, "I")

    assert snap_compare(application(path), terminal_size=size, run_before=look)
