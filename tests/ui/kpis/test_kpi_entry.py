"""Entering the figures of a period: what one types, what is on disk after each line, and what is asked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot

from boardtui.domain.dates.periods import parse_period
from boardtui.domain.errors import BoardError
from boardtui.domain.kpis.entry import FIELDS, lines_of
from boardtui.domain.kpis.scorecard_blocks import Scorecard
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import Reading
from boardtui.store.board_file import BoardFile
from boardtui.ui.kpis.entry import KpiEntryScreen
from boardtui.ui.kpis.entry_grid import OVER, CellInput, EntryGrid, entry_columns
from tests.domain.making import board_of, kpi_of, trend
from tests.ui.conftest import CHAIR, change, identity, lines, on_disk, opened, press, seen, settle, toasts, write
from tests.ui.kpi_boards import readings, scorecard


@pytest.fixture
def board(tmp_path: Path) -> Path:
    path = tmp_path / "scorecard.board"
    scorecard(path)
    return path


def stored(path: Path, kpi: str, period: str, series: str = "period") -> Reading | None:
    """The reading of a KPI for a period, as another program finds it on disk."""
    found = on_disk(path).owned(Reading, identity(kpi))
    return next((each for each in found if each.period == period and each.series == series), None)


def value(path: Path, kpi: str, period: str, series: str = "period") -> str:
    reading = stored(path, kpi, period, series)
    return "" if reading is None else reading.value


def cell(pilot: Pilot[None]) -> tuple[str, str]:
    """The line that is typed into, by its first words, and what stands in its cell."""
    grid = pilot.app.screen.query_one(EntryGrid)
    typed = grid.cell
    heading, line = lines(pilot)[grid.region.y], lines(pilot)[typed.region.y]
    assert heading[typed.region.x : typed.region.right].strip() == OVER[typed.screen._field]  # type: ignore[attr-defined]
    return line.strip("│ ").split(" ")[0], typed.value


async def paste(pilot: Pilot[None], text: str) -> None:
    """Paste as a terminal does."""
    pilot.app.screen.query_one(CellInput).post_message(events.Paste(text))
    await settle(pilot)


class TestChoosingThePeriod:
    async def test_the_next_one_due_of_the_kpis_frequency_is_offered(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "4", "i")
            # 4.2 and 2.3 have January as well: nothing of it is missing.
            assert "Figures for Feb 21 · monthly" in seen(pilot)
            await press(pilot, "escape", "down", "down", "i")
            assert "Figures for Q4 2020/21 · quarterly · 0 of 1 entered" in seen(pilot)

    async def test_a_period_that_some_have_and_others_lack_is_due_still(self, board: Path) -> None:
        with BoardFile.open(board) as file:
            file.write(readings("2.3", "2021-02", "13%"), who="plan")
        async with opened(board) as pilot:
            await press(pilot, "4", "i")
            assert "Figures for Feb 21 · monthly · 1 of 6 entered" in seen(pilot)

    async def test_a_figure_dated_in_the_future_by_mistake_does_not_mislead(self, board: Path) -> None:
        with BoardFile.open(board) as file:
            file.write(readings("2.3", "2091-02", "13%"), who="plan")
        async with opened(board) as pilot:
            await press(pilot, "4", "i")
            assert "Figures for Feb 21" in seen(pilot)

    async def test_one_goes_to_the_period_before_and_back(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "4", "i", "ctrl+b")
            assert "Figures for Jan 21 · monthly · 5 of 6 entered" in seen(pilot)
            assert cell(pilot) == ("2.1", "45")
            await press(pilot, "ctrl+n", "ctrl+n")
            assert "Figures for Mar 21" in seen(pilot)

    async def test_any_period_can_be_typed_and_brings_the_kpis_of_its_frequency(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "4", "i", "ctrl+o")
            assert "Which period?" in seen(pilot) and "Enter goes there · Esc cancels" in seen(pilot)
            await press(pilot, "escape")
            assert "Figures for Feb 21" in seen(pilot) and cell(pilot) == ("2.1", "")
            for typed, told, at in (
                ("Q2 2020/21", "Figures for Q2 2020/21 · quarterly · 1 of 1 entered", ("2.2", "27% exc Dec")),
                ("Nov 20", "Figures for Nov 20 · monthly · 4 of 6 entered", ("2.1", "")),
                ("12/11/2020", "Figures for 12/11/2020 · irregular · 1 of 1 entered", ("4.1", "2.5")),
                ("Nov 20", "Figures for Nov 20 · irregular · 0 of 1 entered", ("4.1", "")),
            ):
                await press(pilot, "ctrl+o")
                await write(pilot, typed)
                await press(pilot, "enter")
                assert told in seen(pilot)
                assert cell(pilot) == at

    async def test_what_is_no_period_is_refused_with_an_example(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "4", "i", "ctrl+o")
            await write(pilot, "soon")
            await press(pilot, "enter")
            assert "Write it as Sep 18" in " ".join(seen(pilot).split())

    async def test_the_other_frequencies_are_one_key_away(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "4", "i", "ctrl+t")
            assert "quarterly" in seen(pilot)
            await press(pilot, "ctrl+t")
            assert "Figures for 2020/21 academic · academic years" in seen(pilot)
            await press(pilot, "ctrl+t")
            assert "Figures for 02/03/2021 · irregular" in seen(pilot)

    async def test_only_what_was_shown_is_entered_where_a_filter_is_on(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "4", "slash")
            await write(pilot, "door")
            await press(pilot, "enter", "i")
            assert "monthly · 0 of 2 entered · only those shown" in seen(pilot)
            await press(pilot, "ctrl+t")
            assert "quarterly · 0 of 1 entered · only those shown" in seen(pilot)
            await press(pilot, "ctrl+t", "escape", "escape", "slash")
            await write(pilot, "panel")
            await press(pilot, "enter", "i")
            assert "0 of 1 entered · only those shown" in seen(pilot)
            await press(pilot, "ctrl+t")
            assert "All KPIs here are read at the same times." in seen(pilot)
            await press(pilot, "ctrl+o")
            await write(pilot, "Q2 2020/21")
            await press(pilot, "enter")
            assert "No KPI here is read for a quarter." in " ".join(seen(pilot).split())

    async def test_where_the_calendar_ends_there_is_no_other_period(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "4", "i", "ctrl+o")
            await write(pilot, "01/01/0001")
            await press(pilot, "enter", "ctrl+b")
            assert "There is no period before 01/01/0001." in seen(pilot)
            await press(pilot, "ctrl+o")
            await write(pilot, "31/12/9999")
            await press(pilot, "enter", "ctrl+n")
            assert "There is no period after 31/12/9999." in seen(pilot)
            assert "Figures for 31/12/9999 · irregular · 0 of 1 entered" in seen(pilot)


class TestTyping:
    async def test_enter_saves_the_line_at_once_and_goes_to_the_next(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "4", "down", "i")
            await write(pilot, "15%")
            assert value(board, "2.3", "2021-02") == ""
            await press(pilot, "enter")
            assert value(board, "2.3", "2021-02") == "15%"
            assert cell(pilot) == ("3.1", "")
            assert "1 of 6 entered" in seen(pilot) and "That was the last one" not in seen(pilot)

    async def test_the_figure_that_follows_from_the_parts_shows_while_one_types(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "4", "i")
            await write(pilot, "46")
            await press(pilot, "tab")
            await write(pilot, "50")
            assert "= 92%" in seen(pilot)
            assert "92% A ▲ Nearly met" in seen(pilot)
            await press(pilot, "enter")
            reading = stored(board, "2.1", "2021-02")
            assert reading is not None
            assert (reading.numerator, reading.denominator, reading.value) == ("46", "50", "92%")

    async def test_each_line_begins_where_its_last_figure_began(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "4", "i")
            await write(pilot, "46")
            await press(pilot, "tab")
            await write(pilot, "50")
            await press(pilot, "enter")
            await write(pilot, "14")  # 2.3 has never had a numerator
            await press(pilot, "enter")
            assert value(board, "2.1", "2021-02") == "92%"
            assert value(board, "2.3", "2021-02") == "14%"

    async def test_the_field_that_one_goes_to_is_where_the_next_lines_begin(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "4", "i", "tab", "tab")
            await write(pilot, "92")
            await press(pilot, "enter", "shift+tab", "shift+tab")
            for numerator in ("7", "45"):
                await write(pilot, numerator)
                await press(pilot, "tab")
                await write(pilot, "50")
                await press(pilot, "enter")
            assert value(board, "2.1", "2021-02") == "92%"
            assert value(board, "2.3", "2021-02") == "14%"
            assert value(board, "3.1", "2021-02") == "90%"

    async def test_keys_that_come_all_at_once_end_up_where_they_belong(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "4", "i")
            keys = ["4", "6", "tab", "5", "backspace", "5", "0", "enter", "1", "5", "enter", "n", "enter"]
            for key in keys:  # as over a slow line: nothing is waited for in between
                pilot.app.post_message(events.Key(key, key if len(key) == 1 else None))
            await settle(pilot)
            assert value(board, "2.1", "2021-02") == "92%"
            assert value(board, "2.3", "2021-02") == "15%"
            assert value(board, "3.1", "2021-02") == "n/a"

    async def test_a_percentage_typed_without_its_sign_is_one_all_the_same(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "4", "down", "i")
            await write(pilot, "15.5")
            assert "15.5% " in seen(pilot)
            await press(pilot, "enter")
            assert value(board, "2.3", "2021-02") == "15.5%"

    async def test_a_missing_code_is_one_key(self, board: Path) -> None:
        codes = {"n": "n/a", "minus": "-", "c": "c", "z": "z", "colon": ":", "x": "x", "u": "u"}
        async with opened(board) as pilot:
            await press(pilot, "4", "down", "i")
            for key, code in codes.items():
                await press(pilot, key, "enter")
                assert value(board, "2.3", "2021-02") == code
                await press(pilot, "up")

    async def test_typing_the_whole_of_n_a_gives_no_more_than_that(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "4", "down", "i", "n")
            assert cell(pilot) == ("2.3", "n/a")
            await press(pilot, "backspace", "backspace")
            assert cell(pilot) == ("2.3", "")
            await write(pilot, "n/a")
            await press(pilot, "enter")
            assert value(board, "2.3", "2021-02") == "n/a"

    async def test_qualifiers_and_true_zeros_are_kept_word_for_word(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "4", "down", "i")
            await write(pilot, "16% exc Dec")
            await press(pilot, "enter", "enter", "enter", "enter")
            await write(pilot, "0")
            await press(pilot, "enter")
            assert value(board, "2.3", "2021-02") == "16% exc Dec"
            assert value(board, "4.3", "2021-02") == "0"

    async def test_a_note_and_the_provisional_mark_are_saved_with_the_figure(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "4", "down", "i")
            await write(pilot, "15%")
            await press(pilot, "tab")
            await write(pilot, "IT was down [/")
            await press(pilot, "ctrl+r", "enter")
            reading = stored(board, "2.3", "2021-02")
            assert reading is not None
            assert (reading.note, reading.provisional) == ("IT was down [/", True)

    async def test_a_year_to_date_is_entered_beside_its_month(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "4", "down", "down", "down", "i", "home")
            assert "month: Plans" in seen(pilot)
            assert "year to date: Plans" in seen(pilot)
            await write(pilot, "93%")
            await press(pilot, "enter")
            await press(pilot, "tab", "tab")
            await write(pilot, "91.1%")
            await press(pilot, "enter")
            assert value(board, "3.1", "2021-02") == "93%"
            assert value(board, "3.1", "2021-02", series="current") == "91.1%"

    async def test_two_programs_that_enter_one_month_enter_one_reading(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "4", "down", "i")
            await write(pilot, "15%")
            with BoardFile.open(board) as other:
                other.write(readings("2.3", "2021-02", "15%"), who="Lead")
            await press(pilot, "enter")
            found = [each for each in on_disk(board).owned(Reading, identity("2.3")) if each.period == "2021-02"]
            assert [each.value for each in found] == ["15%"]

    async def test_the_arrows_save_too_and_an_untouched_line_writes_nothing(self, board: Path) -> None:
        async with opened(board) as pilot:
            before = on_disk(board).edition
            await press(pilot, "4", "i", "down", "up", "enter", "pagedown")
            assert cell(pilot) == ("4.3", "")
            await press(pilot, "down")
            assert "That was the last one" not in seen(pilot)
            await press(pilot, "pageup")
            assert cell(pilot) == ("2.1", "") and on_disk(board).edition == before
            await press(pilot, "down")
            await write(pilot, "15%")
            await press(pilot, "tab", "tab")
            assert value(board, "2.3", "2021-02") == "15%" and cell(pilot) == ("3.1", "")
            await press(pilot, "shift+tab", "shift+tab", "shift+tab")
            assert cell(pilot) == ("2.3", "")

    async def test_the_cell_stays_on_its_line_in_a_small_terminal_and_while_that_is_scrolled(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "4", "down", "i", "ctrl+b", "down")
            assert cell(pilot) == ("3.1", "96%")
            for size in ((100, 14), (64, 13)):
                await pilot.resize_terminal(*size)
                await settle(pilot)
                assert cell(pilot) == ("3.1", "96%")
            grid = pilot.app.screen.query_one(EntryGrid)
            at = grid.cell.region.y
            grid.table.scroll_to(y=1, animate=False)
            await settle(pilot)
            assert cell(pilot) == ("3.1", "96%") and grid.cell.region.y != at

    async def test_a_click_goes_to_another_line_as_the_arrows_do(self, board: Path) -> None:
        async def click(ref: str) -> None:
            y = next(y for y, line in enumerate(lines(pilot)) if line.startswith(f"│ {ref} "))
            await pilot.click(offset=(10, y))
            await settle(pilot)

        async with opened(board) as pilot:
            before = on_disk(board).edition
            await press(pilot, "4", "i", "ctrl+b")
            assert cell(pilot) == ("2.1", "45")
            await click("2.3")
            assert cell(pilot) == ("2.3", "14%")
            await press(pilot, "enter")
            assert on_disk(board).edition == before
            await press(pilot, "ctrl+n", "home")
            await click("2.1")
            await write(pilot, "46")
            await press(pilot, "tab")
            await write(pilot, "50")
            await click("4.2")
            assert cell(pilot) == ("4.2", "") and value(board, "2.1", "2021-02") == "92%"
            await write(pilot, "3350")
            await click("2.3")
            assert "Sure?" in seen(pilot) and cell(pilot) == ("4.2", "3350")
            assert (value(board, "4.2", "2021-02"), value(board, "2.3", "2021-02")) == ("", "")

    async def test_the_last_line_says_that_it_was_the_last(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "4", "end", "i")
            await write(pilot, "12")
            await press(pilot, "enter")
            assert "That was the last one" in seen(pilot)

    async def test_undo_takes_back_the_last_line(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "4", "down", "i")
            await write(pilot, "15%")
            await press(pilot, "enter", "escape", "u")
            assert stored(board, "2.3", "2021-02") is None


class TestTypingOver:
    async def test_typing_replaces_what_stands_in_the_cell_as_in_a_spreadsheet(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "4", "down", "i", "ctrl+b")
            assert cell(pilot) == ("2.3", "14%")
            await write(pilot, "18%")
            assert cell(pilot) == ("2.3", "18%")

    async def test_an_arrow_begins_to_change_it(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "4", "down", "i", "ctrl+b", "right", "backspace")
            await write(pilot, ".5%")
            assert cell(pilot) == ("2.3", "14.5%")


class TestBeingSure:
    async def test_a_jump_beyond_the_limits_is_asked_about_and_enter_again_saves_it(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "4", "i", "tab", "tab")
            await write(pilot, "60%")
            await press(pilot, "enter")
            assert "60% lies outside the limits of the figures so far" in seen(pilot)
            assert value(board, "2.1", "2021-02") == ""
            await press(pilot, "enter")
            assert value(board, "2.1", "2021-02") == "60%"

    async def test_a_factor_of_ten_is_asked_about(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "4", "end", "up", "i")
            await write(pilot, "3350")
            await press(pilot, "enter")
            assert "3350 is 10 times as much or as little as 335 for Jan 21" in " ".join(seen(pilot).split())
            await press(pilot, "backspace", "enter")
            assert value(board, "4.2", "2021-02") == "335"

    async def test_a_value_that_its_parts_do_not_give_is_asked_about_and_can_be_kept(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "4", "i")
            for text in ("199", "200", "93.3%"):
                await write(pilot, text)
                await press(pilot, "tab")
            await press(pilot, "shift+tab", "enter")
            assert "199 ÷ 200 is 99.5%, not 93.3%" in seen(pilot)
            await press(pilot, "enter")
            assert value(board, "2.1", "2021-02") == "93.3%"

    async def test_a_value_typed_into_the_field_of_the_numerator_is_asked_about(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "4", "i")
            await write(pilot, "93%")
            await press(pilot, "enter")
            assert "93% stands in the field of the numerator, which is no percentage" in " ".join(seen(pilot).split())
            assert stored(board, "2.1", "2021-02") is None
            await press(pilot, "ctrl+r")
            assert "stands in the field" not in seen(pilot), "it is another line by now"

    async def test_a_numerator_alone_is_asked_about_and_can_be_kept(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "4", "i")
            await write(pilot, "46")
            await press(pilot, "enter")
            assert "There is a numerator but no value. Sure? Enter saves it as it is." in seen(pilot)
            assert stored(board, "2.1", "2021-02") is None
            await press(pilot, "enter")
            assert (found := stored(board, "2.1", "2021-02")) is not None
            assert (found.numerator, found.value) == ("46", "")

    async def test_what_is_no_figure_is_asked_about_and_its_words_can_be_kept(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "4", "down", "i")
            await write(pilot, "about 15")
            await press(pilot, "enter")
            assert "or n/a. Sure?" in " ".join(seen(pilot).replace("│", " ").split())
            assert "is not one figure" in seen(pilot)
            await press(pilot, "enter")
            assert value(board, "2.3", "2021-02") == "about 15"

    async def test_an_ordinary_figure_is_not_asked_about(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "4", "i", "tab", "tab")
            await write(pilot, "92%")
            await press(pilot, "enter")
            assert "Sure?" not in seen(pilot)
            assert value(board, "2.1", "2021-02") == "92%"


class TestCorrecting:
    async def test_a_correction_to_an_old_period_asks_why_and_keeps_the_reason(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "4", "down", "i", "ctrl+b", "ctrl+b", "ctrl+b")
            await write(pilot, "18%")
            await press(pilot, "enter")
            assert "2.3 Nov 20: why is it corrected?" in seen(pilot)
            assert value(board, "2.3", "2020-11") == "17%"
            await write(pilot, "counted twice")
            await press(pilot, "enter")
            assert value(board, "2.3", "2020-11") == "18%"
            reading = stored(board, "2.3", "2020-11")
            assert reading is not None
            with BoardFile.open(board) as file:
                assert file.history(reading.id)[0].edit.why == "counted twice"
            # Keys that come all at once go to the question as soon as it is asked.
            for key in ("9", "0", "enter", "o", "l", "d", "space", "1", "enter"):
                pilot.app.post_message(events.Key(key, {"space": " "}.get(key, key if len(key) == 1 else None)))
            await settle(pilot)
            reading = stored(board, "3.1", "2020-11")
            assert reading is not None and reading.value == "90%"
            with BoardFile.open(board) as file:
                assert file.history(reading.id)[0].edit.why == "old 1"

    async def test_a_reason_that_cannot_be_saved_stays_in_the_line_and_the_figure_in_the_grid(
        self, board: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write_now = BoardFile.write

        def full(file: BoardFile, changes: Any, **more: Any) -> Any:
            raise BoardError("The disk is full.")

        async with opened(board) as pilot:
            await press(pilot, "4", "down", "i", "ctrl+b", "ctrl+b", "ctrl+b")
            await write(pilot, "18%")
            await press(pilot, "enter")
            monkeypatch.setattr(BoardFile, "write", full)
            await write(pilot, "counted twice")
            await press(pilot, "enter")
            assert "The disk is full." in seen(pilot) and "counted twice" in seen(pilot)
            assert "2.3 Nov 20: why is it corrected?" in seen(pilot)
            monkeypatch.setattr(BoardFile, "write", write_now)
            await press(pilot, "enter")
        assert value(board, "2.3", "2020-11") == "18%"

    async def test_without_a_reason_it_is_not_saved_and_what_was_typed_stays(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "4", "down", "i", "ctrl+b", "ctrl+b", "ctrl+b")
            await write(pilot, "18%")
            await press(pilot, "enter", "escape")
            assert "is corrected with a reason" in seen(pilot)
            await press(pilot, "escape")
            assert cell(pilot) == ("2.3", "18%")
            assert value(board, "2.3", "2020-11") == "17%"

    async def test_filling_in_an_old_gap_needs_no_reason(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "4", "end", "up", "i", *["ctrl+b"] * 4)
            assert "Figures for Oct 20" in seen(pilot)
            await write(pilot, "311")
            await press(pilot, "enter")
            assert value(board, "4.2", "2020-10") == "311"

    async def test_a_slip_in_the_latest_figure_is_mended_without_a_reason(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "4", "down", "i")
            await write(pilot, "15%")
            await press(pilot, "enter", "up")
            await write(pilot, "16%")
            await press(pilot, "enter")
            assert value(board, "2.3", "2021-02") == "16%"

    async def test_what_the_last_board_has_seen_is_corrected_with_a_reason(self, board: Path) -> None:
        with BoardFile.open(board) as file:
            file.write([change("meeting", "m", date="2021-02-01")], who=CHAIR)
            file.close_meeting(identity("m"), who=CHAIR, freeze=lambda _: ("", ""))
        async with opened(board) as pilot:
            await press(pilot, "4", "down", "i", "ctrl+b")
            await write(pilot, "15%")
            await press(pilot, "enter")
            assert "why is it corrected?" in seen(pilot)


class TestPasting:
    async def test_a_column_fills_downwards_after_a_preview(self, board: Path) -> None:
        async with opened(board, size=(120, 40)) as pilot:
            await press(pilot, "4", "i", "tab", "tab")
            await paste(pilot, "92%\r\n15%\r\n90\r\n91.0\r\n340\r\n\r\n7\r\n")
            assert "Feb 21: 5 lines to fill in, 1 left out" in seen(pilot)
            assert "Nothing is saved yet." in seen(pilot)
            assert value(board, "2.1", "2021-02") == ""
            await press(pilot, "enter")
            assert cell(pilot) == ("2.1", "92%") and "5 of 6 entered" in seen(pilot)
            got = {kpi: value(board, kpi, "2021-02") for kpi in ("2.1", "2.3", "3.1", "4.2", "4.3")}
            assert got == {"2.1": "92%", "2.3": "15%", "3.1": "90%", "4.2": "340", "4.3": ""}
            assert value(board, "3.1", "2021-02", series="current") == "91.0%"

    async def test_rows_with_refs_go_to_their_kpis_and_the_preview_shows_both_figures(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "4", "i", "ctrl+b")
            await paste(pilot, '4.2\t"Looked\nafter"\t337\n9.9\tUnknown\t4\n2.1\tContacts\t93%\n2.3\tRe-referrals\t14%')
            assert "Jan 21: 2 lines to fill in, 1 already so, 1 left out" in seen(pilot)
            screen = lines(pilot)
            assert any("4.2" in line and "335" in line and "337" in line for line in screen)
            assert any("9.9 Unknown" in line and "left out" in line for line in screen)
            await write(pilot, "recounted")
            await press(pilot, "enter")
            assert (value(board, "4.2", "2021-01"), value(board, "2.1", "2021-01")) == ("337", "93%")

    async def test_what_was_typed_before_the_paste_is_kept_with_it(self, board: Path) -> None:
        async with opened(board, size=(120, 40)) as pilot:
            await press(pilot, "4", "down", "i")
            await write(pilot, "7")
            await press(pilot, "left", "left")
            await paste(pilot, "Ref\tNumerator\tValue\tNote\n2.3\t\t14%\tlate return\n4.2\t\t340\t")
            assert seen(pilot).count("note: late return") == 2 and seen(pilot).count("late return") == 3
            await pilot.resize_terminal(101, 40)
            await settle(pilot)
            assert seen(pilot).count("late return") == 2
            await press(pilot, "enter")
            found = stored(board, "2.3", "2021-02")
            assert found is not None
            assert (found.value, found.note) == ("14%", "late return")

    async def test_columns_that_do_not_say_what_they_hold_are_refused(self, board: Path) -> None:
        async with opened(board, size=(120, 40)) as pilot:
            await press(pilot, "4", "i", "tab", "tab")
            await paste(pilot, "91%\t92%\n14%\t15%")
            assert "copy their headings too" in seen(pilot)
            assert "to fill in" not in seen(pilot)

    @pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\r\r"])
    async def test_line_ends_of_every_terminal_are_read(self, board: Path, end: str) -> None:
        async with opened(board) as pilot:
            await press(pilot, "4", "i", "tab", "tab")
            await paste(pilot, f"92%{end}15%{end}90%{end}")
            await press(pilot, "enter")
            assert [value(board, kpi, "2021-02") for kpi in ("2.1", "2.3", "3.1")] == ["92%", "15%", "90%"]

    async def test_two_columns_fill_numerator_and_denominator(self, board: Path) -> None:
        async with opened(board, size=(120, 40)) as pilot:
            await press(pilot, "4", "i")
            await paste(pilot, "46\t50\n7\t50")
            await press(pilot, "enter")
            assert value(board, "2.1", "2021-02") == "92%"
            assert value(board, "2.3", "2021-02") == "14%"

    async def test_a_column_of_percentages_is_one_of_values_wherever_it_is_pasted(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "4", "i")
            assert cell(pilot)[0] == "2.1"  # in the field of the numerator
            await paste(pilot, "92%\n15%\n")
            assert "These are percentages, so they go into Value." in seen(pilot)
            await press(pilot, "enter")
            for kpi, percent in (("2.1", "92%"), ("2.3", "15%")):
                assert (found := stored(board, kpi, "2021-02")) is not None
                assert (found.numerator, found.value) == ("", percent)

    async def test_what_to_look_at_can_be_read_in_full_on_a_narrow_screen(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "4", "i")
            await paste(pilot, "46\n15\n")
            assert "2.1: there is a numerator but no value" in seen(pilot)
            await press(pilot, "down")
            assert "2.3: there is a numerator but no value" in seen(pilot)

    async def test_the_preview_says_what_to_look_at_and_what_is_left_over(self, board: Path) -> None:
        async with opened(board, size=(120, 40)) as pilot:
            await press(pilot, "4", "end", "up", "i")
            await paste(pilot, "3400\n5\n6\n7")
            assert "2 lines to fill in, 2 left out" in seen(pilot)
            assert "⚠ 3400 is 10 times" in seen(pilot) and "4.2: 3400 is 10 times" in seen(pilot)
            await press(pilot, "down")
            assert "4.2: 3400" not in seen(pilot)
            await press(pilot, "down")
            assert seen(pilot).count("left out: there is no KPI left") == 3
            assert "row 3: left out: there is no KPI left" in seen(pilot)

    async def test_leaving_the_preview_fills_nothing_in(self, board: Path) -> None:
        async with opened(board) as pilot:
            before = on_disk(board).edition
            await press(pilot, "4", "i")
            await paste(pilot, "1\n2")
            await press(pilot, "escape")
            assert on_disk(board).edition == before
            assert cell(pilot) == ("2.1", "")

    async def test_corrections_among_them_want_one_reason(self, board: Path) -> None:
        async with opened(board, size=(120, 40)) as pilot:
            await press(pilot, "4", "i", "ctrl+b", "ctrl+b", "tab", "tab")
            await paste(pilot, "93%\n16%")
            await press(pilot, "enter")
            assert "A figure that the board may have seen is corrected with a reason." in seen(pilot)
            assert value(board, "2.1", "2020-12") == "92%"
            await write(pilot, "late returns")
            await press(pilot, "enter")
            assert (value(board, "2.1", "2020-12"), value(board, "2.3", "2020-12")) == ("93%", "16%")

    async def test_one_value_is_simply_pasted_into_the_cell(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "4", "down", "i")
            await paste(pilot, " 15%\n")
            assert cell(pilot) == ("2.3", "15%")

    async def test_one_undo_takes_a_whole_paste_back(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "4", "down", "i")
            await paste(pilot, "15%\n91%")
            for key in ("enter", "escape", "u"):
                await press(pilot, key)  # each goes to what the one before has left to be seen
            assert (value(board, "2.3", "2021-02"), value(board, "3.1", "2021-02")) == ("", "")


class TestLeaving:
    async def test_what_was_asked_in_the_grid_and_ends_after_it_was_left_shows_nothing(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "4", "i")
            grid = pilot.app.screen
            assert isinstance(grid, KpiEntryScreen)
            await press(pilot, "escape")
            grid._show_cell()
            assert pilot.app.is_running and "Figures for" not in seen(pilot)

    async def test_escape_leaves_where_nothing_would_be_lost(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "4", "i", "escape")
            assert "4 KPIs" in seen(pilot)
            assert "Figures for" not in seen(pilot)

    async def test_what_was_typed_is_never_lost_without_a_word(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "4", "down", "i")
            await write(pilot, "15%")
            await press(pilot, "escape")
            assert "What you typed for 2.3 is not saved" in seen(pilot)
            await press(pilot, "enter")
            assert value(board, "2.3", "2021-02") == "15%"

    async def test_a_second_escape_throws_it_away(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "4", "down", "i")
            await write(pilot, "15%")
            await press(pilot, "escape", "escape")
            assert "Figures for" not in seen(pilot)
            assert value(board, "2.3", "2021-02") == ""

    async def test_what_cannot_be_written_stays_in_the_grid(self, board: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(*_: object, **__: object) -> None:
            raise BoardError("The disk is full.")

        def looks(of: str) -> list[str]:
            table = pilot.app.screen.query_one(EntryGrid).table
            (column,) = (each for each in table._columns if each.label == "Value")
            (item,) = (row.item for row in table._rows if row.item.kpi.ref == of)
            return [piece.style for piece in column.cell(item) if not isinstance(piece, str)]

        async with opened(board) as pilot:
            await press(pilot, "4", "down", "i")
            monkeypatch.setattr(BoardFile, "write", refuse)
            assert looks("2.3") == [""]
            await write(pilot, "15%")
            await press(pilot, "enter")
            assert "Not saved, but still in the grid: The disk is full." in toasts(pilot)
            assert (looks("2.1"), looks("2.3")) == ([""], ["warning"])
            await press(pilot, "up")
            assert cell(pilot) == ("2.3", "15%")
            await press(pilot, "escape")
            assert "What you typed for 2.3 is not saved" in seen(pilot)
            await press(pilot, "ctrl+n")
            assert "Figures for Mar 21" in seen(pilot)
            await paste(pilot, "16%\n91%\n")
            await press(pilot, "enter")
            assert cell(pilot) == ("2.3", "16%") and (looks("2.1"), looks("2.3")) == ([""], ["warning"])
            await press(pilot, "ctrl+t", "escape")
            assert "quarterly" in seen(pilot) and "What you typed is not saved" in seen(pilot)

    async def test_a_kpi_that_another_program_deletes_meanwhile_breaks_nothing(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "4", "i")
            with BoardFile.open(board) as other:
                deleted = [each.id for each in on_disk(board).owned(Reading, identity("2.3"))]
                gone = [Change(each, "reading", delete=True) for each in deleted]
                other.write([*gone, Change(identity("2.3"), "kpi", delete=True)], who="Lead")
            pilot.app.look_again()  # type: ignore[attr-defined]
            await settle(pilot)
            await press(pilot, "down", "down")
            assert "Figures for Feb 21" in seen(pilot)

    async def test_a_read_only_board_is_not_entered_into(self, board: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        # Rights on the file would not do: whoever runs this may be somebody who can write everything.
        monkeypatch.setattr("boardtui.store.file.is_writable", lambda _path: False)
        before = board.read_bytes()
        async with opened(board) as pilot:
            await press(pilot, "4")
            assert "read-only" in lines(pilot)[0]
            await press(pilot, "i")
            assert "scorecard.board is read-only: open a copy that may be written." in toasts(pilot)
            assert "Figures for" not in seen(pilot)
        assert board.read_bytes() == before


async def test_at_the_end_it_says_what_is_still_missing_and_whose_it_is(board: Path) -> None:
    with BoardFile.open(board) as file:
        file.write([Change(identity("2.3"), "kpi", {"lead": "Head of Service"})], who="office")
    async with opened(board) as pilot:
        await press(pilot, "4", "i")
        for _ in range(12):
            await press(pilot, "down")
        await press(pilot, "enter")
        said = " ".join(seen(pilot).replace("│", " ").split())
        assert "Still missing: Feb 21:" in said
        assert "2.3 (Head of Service)" in said


async def test_the_figure_of_a_year_ago_stands_beside_the_last_one(board: Path) -> None:
    with BoardFile.open(board) as file:
        file.write(readings("2.3", "2020-02", "77%"), who="office")
    async with opened(board, size=(120, 40)) as pilot:
        await press(pilot, "4", "i")
        assert "Year ago" in seen(pilot)
        assert any("77%" in line and "2.3" in line for line in lines(pilot))


async def test_what_is_entered_is_cut_after_a_word_where_the_terminal_is_narrow(board: Path) -> None:
    async with opened(board, size=(32, 24)) as pilot:
        await press(pilot, "4", "i")
        title = next(line for line in lines(pilot) if "Figures for" in line).strip("│ ")
        whole = "Figures for Feb 21 · monthly · 0 of"
        assert title.endswith("…") and title.removesuffix("…").split() == whole.split()[: len(title.split())], title


def test_what_stands_beside_a_figure_and_what_follows_from_it() -> None:
    kpi = kpi_of("2.3", polarity="high", unit="percent")
    figures = {"2020-02": "", "2020-03": "81%", "2021-01": "14%"}
    scorecard_of_it = Scorecard()
    (line,) = lines_of(scorecard_of_it.rows(board_of(kpi, *trend(kpi, figures))), scorecard_of_it)

    def cells(width: int, month: int = 2, **typed: str) -> dict[str, str]:
        draft = dict.fromkeys((*FIELDS, "provisional"), "") | typed
        shown = entry_columns(parse_period(f"2021-{month:02d}"), lambda _line: draft, lambda _line: True)
        return {
            column.label: "".join(piece if isinstance(piece, str) else piece.text for piece in column.cell(line))
            for column in shown
            if column.from_width <= width <= column.to_width
        }

    parts = {"Ref": "2.3", "Measure": "Measure 2.3", "Numerator": "", "Denomin.": "", "Value": "", "Note": ""}
    assert cells(95) == {**parts, "Before": "14%"}
    assert cells(96) == cells(99) == {**parts, "Before": "14%", "Year ago": "–"}
    assert cells(100) == {**parts, "Before": "Jan 21 14%", "Year ago": "–"}
    assert cells(100, 3)["Year ago"] == "81%" and cells(80, 3)["Before"] == "14%"
    assert cells(80, numerator="46", denominator="50")["Value"] == "= 92%"
    assert cells(80, numerator="46", denominator="50", value="90%")["Value"] == "90%"
    marked = cells(80, numerator="46", note="late", provisional="yes")
    assert (marked["Numerator"], marked["Value"], marked["Note"]) == ("46", "", "late")
    assert cells(80, value="90%", provisional="yes")["Value"] == "90% p"
