"""The single records of a KPI: each can be edited, deleted and looked back on."""

from __future__ import annotations

import uuid
from dataclasses import replace
from pathlib import Path

import pytest

from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import Comparator, Rebase
from boardtui.store.board_file import BoardFile
from boardtui.ui.forms.form import RecordForm
from boardtui.ui.kpis.records import KpiRecordsScreen
from tests.ui.conftest import change, identity, lines, look_again, on_disk, opened, press, seen, settle, write
from tests.ui.kpi_boards import owned, scorecard


@pytest.fixture
def board(tmp_path: Path) -> Path:
    path = tmp_path / "scorecard.board"
    scorecard(path)
    return path


async def test_everything_that_belongs_to_a_kpi_is_listed_under_what_it_is(board: Path) -> None:
    async with opened(board, size=(120, 40)) as pilot:
        await press(pilot, "4", "E")
        shown = pilot.app.screen
        assert isinstance(shown, KpiRecordsScreen)
        text = seen(pilot)
        for words in ("Compared with", "England", "84%", "Control limits start afresh", "new front door", "45"):
            assert words in text
        assert text.index("Jan 21") < text.index("Dec 20")
        rows = [line.strip("│ ") for line in lines(pilot)]
        assert f"{'Which':<38} What it says" in rows
        for which, said in (
            ("England 2019/20", "Value: 84% · Provisional: yes"),
            ("from Jul 20", "Reason: new front door"),
            ("Jan 21", "Value: 90% · Numerator: 45 · Denominator: 50"),
        ):
            assert f"{which:<38} {said}" in rows
        await press(pilot, "h")
        assert "History of comparator of 2.1, previous year 2019/20" in seen(pilot)
        await press(pilot, "escape")
        y = next(y for y, line in enumerate(lines(pilot)) if "England" in line)
        await pilot.click(offset=(20, y), times=2)
        await settle(pilot)
        assert isinstance(pilot.app.screen, RecordForm) and pilot.app.screen_stack[-2] is shown
        with BoardFile.open(board) as file:
            file.write([Change(identity("2.1"), "kpi", delete=True)], who="Lead")
        await look_again(pilot)
        await press(pilot, "escape")
        assert not isinstance(pilot.app.screen, KpiRecordsScreen)


async def test_a_figure_of_a_period_in_the_future_is_marked_wherever_it_is_listed(board: Path) -> None:
    with BoardFile.open(board) as file:
        values = {"kpi": identity("2.1"), "series": "period", "period": "2091-03", "value": "99%"}
        file.write([Change(str(uuid.uuid4()), "reading", values)], who="Office")
    async with opened(board, size=(120, 60)) as pilot:
        await press(pilot, "4", "enter")
        assert [line for line in lines(pilot) if "Mar 91 ⚠ in the future" in line and "99%" in line]
        assert "Jan 21 ⚠" not in seen(pilot)
        await press(pilot, "E")
        assert "Mar 91 ⚠ in the future" in seen(pilot)


async def test_a_comparator_is_edited_and_shown_as_it_is_then(board: Path) -> None:
    async with opened(board, size=(120, 40)) as pilot:
        await press(pilot, "4", "E", "e")
        value = pilot.app.screen.query_one("#value")
        value.focus()
        await press(pilot, "home", "ctrl+k")
        await write(pilot, "83.5%")
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, KpiRecordsScreen)
        assert "83.5%" in seen(pilot)
    assert "83.5%" in {each.value for each in on_disk(board).owned(Comparator, identity("2.1"))}


async def test_a_re_base_point_is_deleted_and_undo_brings_it_back(board: Path) -> None:
    async with opened(board, size=(120, 40)) as pilot:
        await press(pilot, "4", "E", "down", "down")
        assert pilot.app.screen.query_one("ItemTable").item.kind.name == "rebase"  # type: ignore[attr-defined]
        await press(pilot, "delete", "enter")
        assert isinstance(pilot.app.screen, KpiRecordsScreen)
        assert "new front door" not in seen(pilot)
        assert not on_disk(board).owned(Rebase, identity("2.1"))
        await press(pilot, "escape", "u")
    assert on_disk(board).owned(Rebase, identity("2.1"))


async def test_a_kpis_history_tells_of_its_readings_corrected_and_deleted(board: Path) -> None:
    key = {"kpi": identity("2.1"), "series": "period"}
    corrected, dropped = owned("reading", **key, period="2021-01"), owned("reading", **key, period="2020-12")
    with BoardFile.open(board) as file:
        file.write([replace(corrected, values={"value": "89.9%"})], who="Lead", why="late returns came in")
        file.write([Change(dropped.record, "reading", delete=True)], who="Lead", why="counted twice")
        file.write([change("kpi", "2.2", commentary="Another one's")], who="Lead")
    async with opened(board, size=(160, 40)) as pilot:
        await press(pilot, "4", "h")
        rows = lines(pilot)
        deleted, late = (next(line for line in rows if why in line) for why in ("counted twice", "late returns"))
        assert "2.1 Dec 20 (deleted)" in deleted
        assert "2.1 Jan 21" in late
        assert "→ 89.9%" in late
        assert "Another one's" not in seen(pilot)
