"""Footer keys, ready filters, headings of columns, tabs, agenda rows and the heat map answer to the mouse."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.geometry import Offset
from textual.pilot import Pilot

from boardtui.domain.records.kinds import AgendaItem
from boardtui.domain.risks.matrix import Score
from boardtui.ui.risks.heat_map import HeatMap
from boardtui.ui.risks.heat_map_lines import MapLayout
from boardtui.ui.shared.choices import Order, filter_at, order_by
from boardtui.ui.shared.help import HelpScreen
from tests.ui.conftest import lines, on_disk, opened, press, seen, settle, values_of, write
from tests.ui.council_board import exceptions_first, make


@pytest.fixture
def board(tmp_path: Path) -> Path:
    return make(tmp_path / "plan.board")


async def click(pilot: Pilot[Any], words: str, line: int | None = None) -> None:
    """Click on the first letter of some words, wherever they are seen."""
    shown = seen(pilot).splitlines()
    y = next(number for number, each in enumerate(shown) if words in each) if line is None else line % len(shown)
    await pilot.click(offset=Offset(shown[y].index(words), y))
    await settle(pilot)


async def test_a_key_of_the_footer_is_pressed_with_the_mouse(board: Path) -> None:
    async with opened(board) as pilot:
        for words, rating in (("a g", "amber"), ("g b", "green"), ("b rate", "blue"), (" rate", "red")):
            await click(pilot, words, -1)
            assert values_of(board, "1.1", "rag") == {"rag": rating}, words
            await press(pilot, "escape", "escape", "escape")
        await click(pilot, "filter", -1)  # the label does what its key does
        await write(pilot, "visits")
        assert "1 of 6 actions" in seen(pilot)
        await click(pilot, "Enter keep", -1)
        assert "1 of 6 actions" in seen(pilot) and lines(pilot)[-1].startswith(" Enter open")
        for x, reads in ((0, False), (1, True)):
            await pilot.click(offset=Offset(x, len(lines(pilot)) - 1))
            await settle(pilot)
            assert lines(pilot)[-1].startswith(" Esc back") is reads, "from its first letter on"
        await click(pilot, "Esc back", -1)
        await click(pilot, "/ filter", -1)
        await click(pilot, "Esc clear", -1)
        assert "6 actions" in seen(pilot)
        for x, name in ((0, "overview"), (11, "overview"), (12, "ambitions"), (79, "ambitions")):
            await pilot.click(offset=Offset(x, 1))
            await settle(pilot)
            assert pilot.app.item_screen.id == name, "a tab answers from its first cell to its last"  # type: ignore[attr-defined]


async def test_where_not_all_keys_have_room_a_click_still_presses_the_one_that_is_seen_there(board: Path) -> None:
    async with opened(board, size=(50, 24)) as pilot:
        await click(pilot, "? all", -1)
        assert isinstance(pilot.app.screen, HelpScreen)


async def test_a_ready_filter_and_the_heading_of_a_column_are_put_on_with_the_mouse(board: Path) -> None:
    async with opened(board, size=(120, 40)) as pilot:
        await click(pilot, "stale", 2)
        assert "▸stale" in seen(pilot)
        await click(pilot, "all", 2)
        assert "▸all" in seen(pilot)
        await click(pilot, "Due", 3)
        assert "by due date" in seen(pilot) and pilot.app.item_screen.table.keys[0] != "1.1"  # type: ignore[attr-defined]
        await click(pilot, "Due", 3)
        assert "by due date" not in seen(pilot)


async def test_tabs_and_agenda_rows_answer_to_the_mouse(board: Path) -> None:
    exceptions_first(board)
    async with opened(board, size=(120, 40)) as pilot:
        await click(pilot, "6 Meeting", 1)
        before = pilot.app.item_screen.table.key  # type: ignore[attr-defined]
        await click(pilot, "Supervision audits")
        assert pilot.app.item_screen.table.key != before  # type: ignore[attr-defined]


def numbers(path: Path) -> dict[str, int]:
    items = sorted(on_disk(path).all(AgendaItem), key=lambda each: each.position)
    return {each.item: number for number, each in enumerate(items, start=1)}


async def test_an_agenda_item_is_dragged_by_its_number_to_the_place_of_another_and_elsewhere_words_are_selected(
    board: Path,
) -> None:
    exceptions_first(board)
    async with opened(board, size=(120, 40)) as pilot:
        await press(pilot, "6", "i")
        table, before = pilot.app.item_screen.table, numbers(board)  # type: ignore[attr-defined]
        shown = lines(pilot)
        moved = table.item_of(table.keys[2]).record
        first, third = (next(y for y, each in enumerate(shown) if f"  {number}  " in each[:6]) for number in (1, 3))
        for x, dragged in ((30, False), (2, True)):
            await pilot.mouse_down(offset=Offset(x, third))
            await pilot.hover(offset=Offset(x, first))
            await pilot.mouse_up(offset=Offset(x, first))
            await settle(pilot)
            assert bool(pilot.app.screen.get_selected_text()) is not dragged
            assert (numbers(board) == before) is not dragged
        assert numbers(board)[moved.id] == 1 and pilot.app.selected == moved  # type: ignore[attr-defined]
        assert "is number 1 now · u undoes" in seen(pilot)
        await press(pilot, "u")
        assert numbers(board) == before
        table.go_to(table.keys[4])
        await press(pilot, "c")
        cut = next(y for y, each in enumerate(lines(pilot)) if each.split()[-1:] == ["cut"])
        for start, end in ((third, cut), (cut, first)):
            await pilot.mouse_down(offset=Offset(2, start))
            await pilot.hover(offset=Offset(2, end))
            await pilot.mouse_up(offset=Offset(2, end))
            await settle(pilot)
            assert numbers(board) == before, "what is cut has no place to give or to leave"
        assert "Only what is on the agenda and not cut has a number." in seen(pilot)


async def test_a_risk_is_dragged_to_another_cell_and_why_is_asked(board: Path) -> None:
    async with opened(board, size=(120, 40)) as pilot:
        await press(pilot, "5")
        shown = pilot.app.screen.query_one(HeatMap)
        size, content = shown.picture.matrix.size, shown.content_size
        layout = MapLayout.of(size, content.width, content.height, len(shown.picture.foot))

        def inside(cell: Score) -> Offset:
            return next(
                Offset(x + shown.gutter.left, y + shown.gutter.top)
                for y in range(content.height)
                for x in range(content.width)
                if layout.cell_at(x, y, size) == cell
            )

        await pilot.mouse_down(shown, offset=inside(Score(5, 4)))
        await pilot.hover(shown, offset=inside(Score(2, 3)))
        await pilot.mouse_up(shown, offset=inside(Score(2, 3)))
        await settle(pilot)
        assert "why?" in seen(pilot) and values_of(board, "r6", "current") == {"current": "5x4"}
        await write(pilot, "Cover was found")
        await press(pilot, "enter")
        assert values_of(board, "r6", "current", "current_why") == {"current": "2x3", "current_why": "Cover was found"}


def test_the_heading_of_a_column_means_the_order_by_it_and_once_more_the_first_one() -> None:
    orders = [
        Order(label, lambda _board, _item: 0) for label in ("ambition", "rating, worst first", "due date", "lead")
    ]
    assert [order_by(each, orders, 0) for each in ("RAG", "Due", "Lead", "Ref", "Title", "")] == [
        1,
        2,
        3,
        0,
        None,
        None,
    ]
    assert order_by("Due", orders, 2) == 0


def test_the_filter_under_the_mouse_is_found_in_the_line() -> None:
    line, labels = "6 actions · f: all ▸mine  overdue  · Esc shows all", ("all", "mine", "overdue")
    assert [filter_at(line.index(each), line, labels, 1) for each in ("all ", "▸mine", "mine", "overdue")] == [
        0,
        1,
        1,
        2,
    ]
    assert filter_at(2, line, labels, 1) is None and filter_at(len(line) - 3, line, labels, 1) is None
    for line in ("f:▸all  mine  overdue", "日本 · f:▸all  mine  overdue"):
        found = [filter_at(x, line, labels, 0) for x in range(30)]
        before = len(line.partition("f:")[0]) + 2 + (2 if "日" in line else 0)
        assert found == [None] * before + [0] * 5 + [1] * 6 + [None] * (30 - before - 11), line
    assert filter_at(1, " all ", labels, 1) is None, "no line of filters"
