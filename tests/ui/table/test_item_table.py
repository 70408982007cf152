"""The table that every screen shares: its cursor, its cuts, and what a long list costs."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from rich.cells import cell_len
from rich.style import Style
from textual.app import App, ComposeResult
from textual.strip import Strip

from boardtui.report.palette import Palette
from boardtui.ui.shared.text import Piece, Pieces, fitted, segments
from boardtui.ui.table.item_table import Column, ItemTable, Row
from boardtui.ui.table.table_columns import MOST_MEASURED
from tests.ui.conftest import HOSTILE, lines

PALETTE = Palette({"cursor": Style(reverse=True)})


def drawn(texts: Sequence[str], width: int, *, right: bool = False) -> str:
    """What a cell of several pieces shows."""
    return "".join(
        each.text for each in segments([Piece(text) for text in texts], width, PALETTE, Style(), right=right)
    )


class TableApp(App[None]):
    """Nothing but a table."""

    def __init__(self, rows: Sequence[Row], columns: Sequence[Column] | None = None) -> None:
        super().__init__()
        self.rows, self.columns = rows, columns or (Column("What", str),)
        self.opened: list[str] = []

    def compose(self) -> ComposeResult:
        """The table."""
        yield ItemTable(id="items")

    def on_mount(self) -> None:
        """Fill it."""
        self.show(self.rows)
        self.query_one(ItemTable).focus()

    def show(self, rows: Sequence[Row]) -> None:
        """Show other rows."""
        table = self.query_one(ItemTable)
        table.palette = PALETTE
        table.show(self.columns, rows)

    def on_item_table_opened(self, event: ItemTable.Opened) -> None:
        """Remember what was opened."""
        self.opened.append(event.key)


def numbered(count: int) -> list[Row]:
    return [Row(str(number), f"item {number}") for number in range(count)]


@pytest.mark.parametrize(
    ("texts", "width"), [(["ab", "cd"], 2), (["ab", "", "cd"], 3), (["日本", "語"], 4), ([HOSTILE], 9)]
)
def test_what_does_not_fit_is_cut_with_an_ellipsis_and_fills_its_width(texts: list[str], width: int) -> None:
    shown = drawn(texts, width)
    assert "…" in shown and cell_len(shown) == width


def test_what_fits_exactly_is_shown_whole() -> None:
    assert drawn(["ab", "cd"], 4) == "abcd"
    assert drawn(["ab", ""], 2) == "ab"
    assert drawn(["ab", "cd"], 6, right=True) == "  abcd"
    assert fitted("abcdef", 1) == "…"


async def test_the_cursor_stays_on_its_record_when_the_rows_change_places() -> None:
    app = TableApp(numbered(9))
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.press("down", "down", "down")
        app.show(list(reversed(numbered(9))))
        await pilot.pause()
        assert app.query_one(ItemTable).key == "3"


async def test_the_cursor_goes_to_the_nearest_row_when_its_own_is_gone_and_to_none_in_an_empty_table() -> None:
    app = TableApp(numbered(5))
    async with app.run_test(size=(40, 12)) as pilot:
        table = app.query_one(ItemTable)
        await pilot.press("end")
        app.show(numbered(4))
        assert table.key == "3"
        app.show([])
        await pilot.pause()
        assert table.key == "" and table.item is None
        assert lines(pilot)[1].strip() == "Nothing here yet."
        await pilot.press("down", "enter", "pagedown")
        app.show(numbered(2))
        assert table.key in {"0", "1"}


async def test_headings_are_stepped_over_and_the_one_above_the_cursor_stays_in_sight() -> None:
    rows = [
        row for number in range(12) for row in (Row("", heading=f"Group {number}"), Row(str(number), f"item {number}"))
    ]
    app = TableApp(rows)
    async with app.run_test(size=(40, 8)) as pilot:
        await pilot.press("end")
        await pilot.pause()
        for _ in range(11):
            await pilot.press("up")
        await pilot.pause()
        assert app.query_one(ItemTable).key == "0"
        assert [line[:8].strip() for line in lines(pilot)[1:3]] == ["Group 0", "item 0"]


async def test_text_that_spills_runs_on_over_empty_cells_only() -> None:
    columns = (
        Column("Text", lambda item: item[0], width=6, spills=True),
        Column("When", lambda item: item[1], width=6),
    )
    app = TableApp([Row("1", ("a long story", "")), Row("2", ("a long story", "today"))], columns)
    async with app.run_test(size=(40, 8)) as pilot:
        shown = [line.strip() for line in lines(pilot)[1:3]]
        assert shown == ["a long story", "a lon… today"]


async def test_only_the_lines_in_sight_are_worked_out() -> None:
    asked: list[str] = []

    def cell(item: str) -> Pieces:
        asked.append(item)
        return [Piece(item)]

    app = TableApp(numbered(5000), (Column("What", cell),))
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.pause()
        assert len(set(asked)) <= MOST_MEASURED, "and those by which the columns are laid out"
        await pilot.press("end")
        await pilot.pause()
        assert app.query_one(ItemTable).key == "4999" and len(set(asked)) < MOST_MEASURED + 20


async def test_a_click_moves_the_cursor_and_two_open() -> None:
    app = TableApp([Row("", heading="Group"), *numbered(30)])
    async with app.run_test(size=(40, 12)) as pilot:
        table = app.query_one(ItemTable)
        await pilot.click(ItemTable, offset=(3, 4))
        assert table.key == "2" and app.opened == []
        await pilot.click(ItemTable, offset=(3, 1))
        assert table.key == "2", "a heading is no record"
        await pilot.click(ItemTable, offset=(3, 5), times=2)
        assert table.key == "3" and app.opened == ["3"]


async def test_a_click_in_a_scrolled_table_hits_the_line_under_the_mouse() -> None:
    app = TableApp(numbered(100))
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.press("end")
        await pilot.pause()
        await pilot.click(ItemTable, offset=(3, 1))
        shown = lines(pilot)[1].strip()
        assert f"item {app.query_one(ItemTable).key}" == shown.split("  ")[0]


async def test_the_cursor_is_in_sight_when_a_short_list_becomes_a_long_one() -> None:
    app = TableApp([Row("80", "item 80")])
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.pause()
        app.show(numbered(100))
        await pilot.pause()
        assert any("item 80" in line for line in lines(pilot))


async def test_a_long_sentence_in_an_empty_table_is_wrapped_not_cut() -> None:
    app = TableApp([])
    async with app.run_test(size=(30, 8)) as pilot:
        table = app.query_one(ItemTable)
        table.empty = "No meeting yet. + plans one: its date, its place and who attends."
        table.refresh()
        await pilot.pause()
        shown = [line.strip() for line in lines(pilot)[1:5]]
        assert " ".join(filter(None, shown)) == table.empty


class TestTitlesOfSeveralLines:
    """Every third title takes three lines; on a terminal of 100 columns and more it is whole."""

    LONG = " ".join(f"{n:05}" for n in range(45))  # 269 letters

    def app(self) -> TableApp:
        """Two headings, and twenty records under each."""
        rows: list[Row] = []
        for number in range(40):
            rows += [Row("", heading=f"Group {number}")] if number % 20 == 0 else []
            rows.append(Row(str(number), f"item {number} {self.LONG if number % 3 == 0 else ''}"))
        return TableApp(rows, (Column("What", str, wraps=True),))

    @pytest.mark.parametrize(("width", "tall"), [(120, 3), (99, 1)])
    async def test_a_title_is_whole_where_the_terminal_is_not_narrow(self, width: int, tall: int) -> None:
        app = self.app()
        async with app.run_test(size=(width, 12)) as pilot:
            await pilot.pause()
            shown = [" ".join(line[: width - 1].split()) for line in lines(pilot)[2 : 2 + tall]]  # all but the bar
            assert (" ".join(shown) == f"item 0 {self.LONG}") is (tall > 1)
            assert lines(pilot)[2 + tall].strip().startswith("item 1")
            assert app.query_one(ItemTable).cursor_region.height == tall

    async def test_the_row_under_the_cursor_is_always_seen_whole_and_so_is_the_heading_above_it(self) -> None:
        app = self.app()
        async with app.run_test(size=(120, 8)) as pilot:
            table = app.query_one(ItemTable)
            for key in [*["down"] * 39, *["up"] * 39, "pagedown", "pagedown", "pageup", "end", "home"]:
                await pilot.press(key)
                await pilot.pause()
                shown = [line.strip() for line in lines(pilot)[1:8]]
                region = table.cursor_region
                assert region.y >= 1 and region.bottom <= table.size.height, key
                assert shown[region.y - 1].startswith(f"item {table.key}")
                assert table.key not in {"0", "20"} or shown[region.y - 2].startswith("Group")

    async def test_a_page_goes_on_with_what_was_last_in_sight_and_never_leaves_a_row_out(self) -> None:
        app = self.app()
        async with app.run_test(size=(120, 8)) as pilot:
            table, seen = app.query_one(ItemTable), set[str]()
            for _ in range(40):
                seen |= {table.record_at(y) for y in range(1, 8)}
                await pilot.press("pagedown")
                await pilot.pause()
            assert table.key == "39" and seen >= set(table.keys)

    async def test_a_click_on_any_line_of_a_row_is_a_click_on_it(self) -> None:
        app = self.app()
        async with app.run_test(size=(120, 12)) as pilot:
            table = app.query_one(ItemTable)
            hit = []
            for y in range(1, 9):
                await pilot.click(ItemTable, offset=(3, y))
                hit.append(table.key)
            assert hit == ["0", "0", "0", "0", "1", "2", "3", "3"], "a heading is no record"

    async def test_a_step_draws_the_lines_of_two_rows_and_no_others(self, monkeypatch: pytest.MonkeyPatch) -> None:
        app = self.app()
        async with app.run_test(size=(120, 20)) as pilot:
            await pilot.pause()
            drawn: list[int] = []
            render = ItemTable.render_line

            def drawing(table: ItemTable, y: int) -> Strip:
                drawn.append(y)
                return render(table, y)

            monkeypatch.setattr(ItemTable, "render_line", drawing)
            await pilot.press("down")
            await pilot.pause()
            assert sorted(drawn) == [2, 3, 4, 5]

    async def test_a_title_that_grows_takes_more_lines_and_the_rows_below_make_room(self) -> None:
        app = self.app()
        async with app.run_test(size=(120, 20)) as pilot:
            table = app.query_one(ItemTable)
            await pilot.press("down")
            before = table.virtual_size.height
            table.swap(app.columns, {"1": f"item 1 {self.LONG}"})
            await pilot.pause()
            assert table.cursor_region.height == 3 and table.virtual_size.height == before + 2
            assert lines(pilot)[8].strip().startswith("item 2")

    async def test_what_was_looked_for_stands_out_from_one_line_into_the_next(self) -> None:
        app = TableApp([Row("1", f"item {self.LONG}")], (Column("What", str, wraps=True),))
        async with app.run_test(size=(120, 12)) as pilot:
            table = app.query_one(ItemTable)
            await pilot.pause()
            last = lines(pilot)[1].split()[-1]
            words = f"{last} {int(last) + 1:05}"
            table.light(re.compile(words))
            app.show([Row("1", f"item {self.LONG}")])
            await pilot.pause()
            lit = [
                segment.text
                for y in (1, 2)
                for segment in table.render_line(y)
                if segment.style is not None and segment.style.underline
            ]
            assert " ".join(lit) == words

    async def test_a_tick_stands_beside_the_first_line_only(self) -> None:
        app = self.app()
        async with app.run_test(size=(120, 12)) as pilot:
            table = app.query_one(ItemTable)
            table.show_ticks(["0"])
            await pilot.pause()
            assert ["✓" in line for line in lines(pilot)[1:6]] == [False, True, False, False, False]
