"""Choosing what to import: where files lie, what is pasted where, and what is read of all that is named."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input, Static

from boardtui.ui.imports.source import ImportSource
from boardtui.ui.imports.tables import ImportTables
from tests.ui.conftest import opened, press, seen, settle

MILESTONES = "Milestone,Due date\nPlan signed,30/06/2021\n"


def source_of(pilot: Pilot[Any]) -> ImportSource:
    assert isinstance(pilot.app.screen, ImportSource)
    return pilot.app.screen


def wrong(pilot: Pilot[Any]) -> str:
    """What is wrong, as it is said."""
    return str(source_of(pilot).query_one("#wrong", Static).visual)


async def paste(pilot: Pilot[Any], text: str) -> None:
    pilot.app.post_message(events.Paste(text))
    await settle(pilot)


async def read(pilot: Pilot[Any], keys: str, said: str) -> None:
    """Read something, see which it was, and come back."""
    await press(pilot, keys)
    assert isinstance(pilot.app.screen, ImportTables)
    assert f"Import {said} · step 1" in seen(pilot)
    await press(pilot, "escape")


async def test_what_is_named_typed_or_pasted_is_read_and_nothing_else(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "here"
    downloads = Path.home() / "Downloads"
    for folder in (here, downloads):
        folder.mkdir(parents=True)
    monkeypatch.chdir(here)
    names = [here / "mine.csv", here / "both.csv", path.with_name("both.csv"), downloads / "new.csv"]
    names += [path.with_name(f"old {number:02}.csv") for number in range(20)]
    for older, place in enumerate(names):
        place.write_text(MILESTONES, encoding="utf-8")
        os.utime(place, (1_600_000_000 - older * 60, 1_600_000_000 - older * 60))
    path.with_name("both.csv").write_text("Risk,Score\nAgency cover,4x4\n", encoding="utf-8")
    async with opened(path) as pilot:
        await press(pilot, "I")
        screen = source_of(pilot)
        table, line = screen.table, screen.query_one("#path", Input)
        name, written, where = table._columns
        told = {name.cell(row.item): where.cell(row.item) for row in table._rows if row.item[0] != here / "both.csv"}
        assert told["both.csv"] == "beside the board"
        assert told["new.csv"] == "Downloads"
        assert told["mine.csv"] == str(here)
        assert written.cell((path, 1_600_000_000.0)) == "13/09/2020 12:26"
        assert table.region.height == 24 - 14
        await pilot.resize_terminal(80, 50)
        await settle(pilot)
        assert table.region.height == len(names) + 1, "all of them, where there is room"

        await paste(pilot, "mine")
        assert (line.value, screen.pasted.text) == ("mine", ""), "one line is the name of a file"
        line.value = ""
        table.focus()
        await paste(pilot, "one.csv\n'two.csv'")
        assert line.value == "one.csv 'two.csv'" and screen.pasted.text == ""
        line.value = " "
        await press(pilot, "enter")
        assert wrong(pilot) == "Type the path of a file, or paste a table below."
        line.value = "mine.csv"
        await settle(pilot)
        assert wrong(pilot) == ""
        await read(pilot, "enter", "mine.csv")
        line.value = "both.csv"
        await settle(pilot)
        await press(pilot, "enter")
        assert "risks" in seen(pilot), "beside the board comes before the folder one is in"
        await press(pilot, "escape")

        screen.pasted.focus()
        await press(pilot, "ctrl+s")
        assert wrong(pilot).startswith("Nothing is pasted yet.")
        table.focus()
        await paste(pilot, "Milestone | Due\n--- | ---\nPlan signed | 30/06/2021")
        assert screen.pasted.has_focus and screen.pasted.text.startswith("Milestone | Due")
        await read(pilot, "ctrl+s", "the pasted table")
        # What was pasted is read from the line for a path too, and a file of the list where the list has the keys.
        line.focus()
        await read(pilot, "ctrl+s", "the pasted table")
        table.focus()
        table.go_to(str(here / "mine.csv"))
        await read(pilot, "ctrl+s", "mine.csv")
        await pilot.click(type(table), offset=(5, 2), times=2)
        await press(pilot)
        assert isinstance(pilot.app.screen, ImportTables), "a double click reads"
        await press(pilot, "escape")

        screen.pasted.focus()
        await press(pilot, "escape")
        assert "Esc again throws it away" in wrong(pilot)
        await press(pilot, "x")
        assert wrong(pilot) == ""
        await press(pilot, "escape")
        assert "Esc again throws it away" in wrong(pilot), "it is another text now"
        await press(pilot, "escape")
        for place in names:
            place.unlink()
        await press(pilot, "I")
        assert "No such file lies beside the board or in Downloads." in seen(pilot)
        assert source_of(pilot).table.region.height == 4
        await press(pilot, "enter")
        assert wrong(pilot) == "Type the path of a file, or paste a table: Tab goes there."
        await press(pilot, "escape")
        assert not isinstance(pilot.app.screen, ImportSource)
