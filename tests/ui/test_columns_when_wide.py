"""What stands in which column where a screen has much room: exact cells, so that none slips under another heading."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.ui.conftest import lines, opened, press, settle
from tests.ui.council_board import exceptions_first, make
from tests.ui.kpi_boards import scorecard


def under(pilot: Pilot[None], heading: str, words: str, *, width: int, right: bool = False) -> str:
    """What a line has in the cells under a heading.

    Args:
        pilot: the application.
        heading: the heading.
        words: what tells the line from others.
        width: how many cells the column has.
        right: whether the heading and what is under it stand at the right of them.
    """
    top = next(line for line in lines(pilot) if line.split()[:1] in (["Ref"], ["No"]))
    start = top.index(f" {heading} " if f" {heading} " in top else f" {heading}") + 1
    start = start + len(heading) - width if right else start
    row = next(line for line in lines(pilot) if words in line.partition("│")[0])  # the detail may name it, too
    return row.ljust(start + width)[start : start + width]


class TestTheMinutesOfAnAgenda:
    @pytest.mark.parametrize("width", [80, 89, 92, 120, 160, 200])
    async def test_they_stand_under_min_at_any_width(self, tmp_path: Path, width: int) -> None:
        async with opened(exceptions_first(make(tmp_path / "plan.board")), size=(width, 40)) as pilot:
            await press(pilot, "6", "greater_than_sign", "down")
            await press(pilot, *["greater_than_sign"] * 21)
            assert under(pilot, "Min", "1 Leaders", width=3) == "  5"
            assert under(pilot, "Min", "1.2 Supervision audits", width=3) == "105"
            assert under(pilot, "Min", "1.1 Coach", width=3) == "   ", "what has no time has no nought either"

    async def test_no_time_is_left_where_all_of_it_is_taken_away(self, tmp_path: Path) -> None:
        async with opened(exceptions_first(make(tmp_path / "plan.board")), size=(200, 40)) as pilot:
            await press(pilot, "6", "greater_than_sign", "less_than_sign", "less_than_sign")
            assert under(pilot, "Min", "1 Leaders", width=3) == "   "

    async def test_what_is_cut_takes_no_time_and_says_so_in_the_next_column(self, tmp_path: Path) -> None:
        async with opened(exceptions_first(make(tmp_path / "plan.board")), size=(200, 40)) as pilot:
            await press(pilot, "6", "greater_than_sign", "c")
            assert under(pilot, "Min", "1 Leaders", width=3) == "   "
            assert under(pilot, "State", "1 Leaders", width=9) == "cut      "
            await press(pilot, "c")
            assert under(pilot, "Min", "1 Leaders", width=3) == "  5"
            assert under(pilot, "State", "1 Leaders", width=9) == "         "


class TestTheColumnsOfKpis:
    ROWS = (
        ("2.1 ", "       90%", "     ", "90%–95%  ", " A ▲ ", "↓ worse "),
        ("2.2 ", "     92% p", "     ", "90%–95%  ", " A ▲ ", "↑ better"),
        ("2.3 ", "       14%", "     ", "18%–12%  ", " A ▲ ", "        "),
        ("3.1 ", "     90.0%", "YTD  ", "90%–95%  ", " A ▲ ", "↑ better"),
        ("4.1 ", "       2.1", "     ", "–        ", " - ○ ", "▽ down  "),
        ("4.3 ", "         –", "     ", "–        ", " - ○ ", "        "),
    )

    async def test_each_figure_stands_under_its_heading(self, tmp_path: Path) -> None:
        scorecard(tmp_path / "scorecard.board")
        async with opened(tmp_path / "scorecard.board", size=(120, 60)) as pilot:
            await press(pilot, "4")
            for width in (120, 150, 195, 220):
                await pilot.resize_terminal(width, 60)
                await settle(pilot)
                for ref, current, basis, target, rag, moved in self.ROWS:
                    row, told = f" {ref}", f"{ref}at {width}"
                    assert under(pilot, "Current", row, width=10, right=True) == current, told
                    if width == 150:  # elsewhere it makes room for what is measured, and stands in the detail
                        assert under(pilot, "Basis", row, width=5) == basis, told
                    assert under(pilot, "Target", row, width=9) == target, told
                    assert under(pilot, "RAG", row, width=5) == rag, told
                    if width < 190:  # the arrow alone
                        assert under(pilot, "RAG", row, width=7) == f"{rag} {moved[0]}", told
                    else:
                        assert under(pilot, "Moved", row, width=8) == moved, told


async def test_on_no_screen_does_any_column_lie_beyond_the_edge_or_go_where_there_is_more_room(tmp_path: Path) -> None:
    async with opened(make(tmp_path / "plan.board"), size=(200, 50)) as pilot:
        for key in "1234567":
            await press(pilot, key)
            screen = pilot.app.item_screen  # type: ignore[attr-defined]
            beyond = [each for each in screen.query("ItemTable, DetailPane") if each.region.right > 200]
            assert beyond == [], key
            assert screen.table.region.width > 0
            if key in "1237":
                columns = screen.columns(pilot.app.board)  # type: ignore[attr-defined]
                before: list[str] = []
                for width in range(40, 240):
                    headings = [each.label for each in columns if each.from_width <= width <= each.to_width]
                    assert len(before) <= len(headings), f"{key}: none goes where there is more room, as at {width}"
                    assert len(headings) == len(set(headings)), f"{key}: none is there twice at {width}"
                    before = headings
