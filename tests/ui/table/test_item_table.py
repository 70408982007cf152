"""The table that every screen shares: its cursor, its cuts, and what a long list costs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import pytest
from rich.cells import cell_len
from rich.style import Style
from textual.strip import Strip

from boardtui.ui.shared.text import Piece, Pieces, fitted, segments
from boardtui.ui.table.item_table import ItemTable, ScreenColumn, TableRow
from boardtui.ui.table.table_columns import MOST_MEASURED
from tests.ui.conftest import HOSTILE, lines
from tests.ui.table.table_app import PALETTE, OnTerminal, TableApp, numbered, on_terminal


def drawn(texts: Sequence[str], width: int, *, right: bool = False) -> str:
    """What a cell of several pieces shows."""
    return "".join(
        each.text for each in segments([Piece(text) for text in texts], width, PALETTE, Style(), right=right)
    )


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
        assert app.query_one(ItemTable).beside == ["item 2", "item 4"], "below it, and above"


async def test_whatever_changes_is_drawn_anew_wherever_the_cursor_is() -> None:
    words = {str(number): f"item {number}" for number in range(9)}

    def rows(texts: Mapping[str, str]) -> list[TableRow]:
        return [TableRow("", heading="Group"), *(TableRow(key, text) for key, text in texts.items())]

    app = OnTerminal(
        rows(words), (ScreenColumn("What", lambda item: [Piece(item)]), ScreenColumn("Now", lambda _item: now[0], 6))
    )
    now = ["early"]
    async with app.run_test(size=(40, 14)) as pilot:
        table = app.query_one(ItemTable)

        async def seen() -> list[str]:
            await pilot.pause()
            return [re.sub(" +", " ", line) for line in on_terminal(app, pilot)]

        first = ["What Now", "Group", *(f"item {number} early" for number in range(9)), "", "", ""]

        def but(**others: str) -> list[str]:
            found = first.copy()
            for place, line in others.items():
                found[int(place.removeprefix("at"))] = line
            return found

        assert await seen() == but(at2="▸item 0 early")
        await pilot.press("down")
        assert await seen() == but(at3="▸item 1 early")
        table.show_ticks(["1", "4"])
        table.show_news(["4"])
        table.show_news(["6"])
        assert await seen() == but(at3="▸item 1 ✓early", at6="item 4 ✓early", at8="item 6 •early")
        table.show_ticks([])
        table.show_no_news(["4"])
        assert await seen() == but(at3="▸item 1 early", at8="item 6 •early")
        table.show_no_news(["6"])
        app.set_focus(None)
        assert await seen() == but(at3="~item 1 early"), "the keys go elsewhere"
        table.focus()
        table.swap(app.columns, {"5": "thing"})
        assert await seen() == but(at3="▸item 1 early", at7="thing early")
        app.show(rows({**words, "8": "last"}))
        assert await seen() == but(at3="▸item 1 early", at10="last early")
        app.show(rows({key: text for key, text in words.items() if key != "8"}))
        assert await seen() == but(at3="▸item 1 early", at10="")
        now[0] = "late"
        table.redraw()
        assert (await seen())[2:4] == ["item 0 late", "▸item 1 late"]
        await pilot.press("up", "up")
        assert (await seen())[2:4] == ["▸item 0 late", "item 1 late"]


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
        assert table.key == "0"
        assert table.beside == ["item 1"] and table.rows == numbered(2)


async def test_headings_are_stepped_over_and_the_one_above_the_cursor_stays_in_sight() -> None:
    rows = [
        row
        for number in range(12)
        for row in (TableRow("", heading=f"Group {number}"), TableRow(str(number), f"item {number}"))
    ]
    app = TableApp(rows)
    async with app.run_test(size=(40, 8)) as pilot:
        await pilot.press("end")
        await pilot.pause()
        for _ in range(11):
            await pilot.press("up")
        await pilot.pause()
        table = app.query_one(ItemTable)
        assert table.key == "0" and table.beside == ["item 1"]
        assert [line[:8].strip() for line in lines(pilot)[1:3]] == ["Group 0", "item 0"]
        await pilot.press("down", "down")
        assert table.key == "2" and table.beside == ["item 3", "item 1"]
        await pilot.resize_terminal(40, 3)
        await pilot.press("pageup")
        assert table.key == "1", "as far as the next record, however short a page is"
        await pilot.resize_terminal(40, 2)
        await pilot.press("down")
        await pilot.pause()
        assert [line[:8].strip() for line in lines(pilot)] == ["What", "item 2"]


async def test_a_page_goes_as_far_as_the_last_row_in_sight_and_the_view_only_as_far_as_it_has_to() -> None:
    app = TableApp(numbered(100))
    async with app.run_test(size=(40, 12)) as pilot:
        table, found = app.query_one(ItemTable), []
        for key in ("pagedown", "down", "pagedown", "pageup", "pageup", "pageup", "end", "pagedown", "pageup"):
            await pilot.press(key)
            await pilot.pause()
            found.append((table.key, table.first_place))
        assert found == [
            *(("10", 0), ("11", 1), ("21", 11)),
            *(("11", 11), ("1", 1), ("0", 0)),
            *(("99", 89), ("99", 89), ("89", 89)),
        ]
        table.scroll_to(y=40, animate=False, force=True)
        table.swap(app.columns, {"50": "another"})
        await pilot.pause()
        assert table.first_place == 40 and table.key == "89", "what comes from elsewhere leaves the view where it is"
        app.show(numbered(11))
        await pilot.pause()
        assert not table.show_vertical_scrollbar, "all have room"
        app.show(numbered(12))
        await pilot.pause()
        assert table.show_vertical_scrollbar and table.max_scroll_y == 1


async def test_a_click_on_the_heading_of_a_column_tells_which_and_beside_all_of_them_nothing() -> None:
    columns = (
        ScreenColumn("Ref", str, 4),
        ScreenColumn("What it says", str, 12),
        ScreenColumn("No", str, 2, right=True),
    )
    app = TableApp(numbered(3), columns)
    async with app.run_test(size=(40, 12)) as pilot:
        table = app.query_one(ItemTable)
        for x in (0, 4, 5, 17, 18, 20, 21, 30):
            await pilot.click(ItemTable, offset=(x, 0))
        assert app.headed == ["Ref", "Ref", "What it says", "What it says", "No", "No"] and app.opened == []
        assert [table.place_of(label) for label in ("Ref", "What it says", "No")] == [(0, 4), (5, 12), (18, 2)]
        assert table.place_of("Lead")[1] == 0, "it is not shown"
        assert [table.record_at(y) for y in range(6)] == ["", "0", "1", "2", "", ""]


async def test_text_that_spills_runs_on_over_empty_cells_only() -> None:
    columns = (
        ScreenColumn("Text", lambda item: item[0], width=6, spills=True),
        ScreenColumn("When", lambda item: item[1], width=6),
    )
    app = TableApp([TableRow("1", ("a long story", "")), TableRow("2", ("a long story", "today"))], columns)
    async with app.run_test(size=(40, 8)) as pilot:
        shown = [line.strip() for line in lines(pilot)[1:3]]
        assert shown == ["a long story", "a lon… today"]


async def test_only_the_lines_in_sight_are_worked_out() -> None:
    asked: list[str] = []

    def cell(item: str) -> Pieces:
        asked.append(item)
        return [Piece(item)]

    app = TableApp(numbered(5000), (ScreenColumn("What", cell),))
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.pause()
        assert len(set(asked)) <= MOST_MEASURED, "and those by which the columns are laid out"
        await pilot.press("end")
        await pilot.pause()
        assert app.query_one(ItemTable).key == "4999" and len(set(asked)) < MOST_MEASURED + 20


async def test_a_click_moves_the_cursor_and_two_open() -> None:
    app = TableApp([TableRow("", heading="Group"), *numbered(30)])
    async with app.run_test(size=(40, 12)) as pilot:
        table = app.query_one(ItemTable)
        await pilot.click(ItemTable, offset=(3, 4))
        assert table.key == "2" and app.opened == []
        await pilot.click(ItemTable, offset=(3, 1))
        assert table.key == "2", "a heading is no record"
        await pilot.click(ItemTable, offset=(3, 5), times=2)
        assert table.key == "3" and app.opened == ["3"]
        await pilot.click(ItemTable, offset=(3, 5), times=3)
        assert app.opened == ["3", "3"], "not once more with a third one"


async def test_a_click_in_a_scrolled_table_hits_the_line_under_the_mouse() -> None:
    app = TableApp(numbered(100))
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.press("end")
        await pilot.pause()
        await pilot.click(ItemTable, offset=(3, 1))
        shown = lines(pilot)[1].strip()
        assert f"item {app.query_one(ItemTable).key}" == shown.split("  ")[0]
        assert app.query_one(ItemTable).record_at(0) == "", "no record stands under the headings"


async def test_the_cursor_is_in_sight_when_a_short_list_becomes_a_long_one() -> None:
    app = TableApp([TableRow("80", "item 80")])
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
        """Two headings, and twelve records under each."""
        rows: list[TableRow] = []
        for number in range(24):
            rows += [TableRow("", heading=f"Group {number}")] if number % 12 == 0 else []
            rows.append(TableRow(str(number), f"item {number} {self.LONG if number % 3 == 0 else ''}"))
        return TableApp(rows, (ScreenColumn("What", str, wraps=True),))

    @pytest.mark.parametrize(("width", "tall"), [(100, 3), (99, 1)])
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
            for key in [*["down"] * 23, *["up"] * 23, "pagedown", "pagedown", "pageup", "end", "home"]:
                await pilot.press(key)
                await pilot.pause()
                shown = [line.strip() for line in lines(pilot)[1:8]]
                region = table.cursor_region
                assert region.y >= 1 and region.bottom <= table.size.height, key
                assert shown[region.y - 1].startswith(f"item {table.key}")
                assert table.key not in {"0", "12"} or shown[region.y - 2].startswith("Group")

    async def test_a_page_goes_on_with_what_was_last_in_sight_and_never_leaves_a_row_out(self) -> None:
        app = self.app()
        async with app.run_test(size=(120, 8)) as pilot:
            table, seen = app.query_one(ItemTable), set[str]()
            for _ in range(24):
                seen |= {table.record_at(y) for y in range(1, 8)}
                await pilot.press("pagedown")
                await pilot.pause()
            assert table.key == "23" and seen >= set(table.keys)

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
            for focused in (None, app.query_one(ItemTable)):
                drawn.clear()
                app.set_focus(focused)
                await pilot.pause()
                assert drawn == [5], "nor do the lines of others where the keys go elsewhere or come back"

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
            while table.cursor_region.bottom < table.size.height or table.cursor_region.height > 1:
                await pilot.press("down")
            table.swap(app.columns, {table.key: f"item {table.key} {self.LONG}"})
            await pilot.pause()
            assert table.cursor_region.height == 3 and table.cursor_region.bottom == table.size.height, "seen whole"

    async def test_what_was_looked_for_stands_out_from_one_line_into_the_next(self) -> None:
        app = TableApp([TableRow("1", f"item {self.LONG}")], (ScreenColumn("What", str, wraps=True),))
        async with app.run_test(size=(120, 12)) as pilot:
            table = app.query_one(ItemTable)
            await pilot.pause()
            last = lines(pilot)[1].split()[-1]
            words = f"{last} {int(last) + 1:05}"
            table.light(re.compile(words))
            app.show([TableRow("1", f"item {self.LONG}")])
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
