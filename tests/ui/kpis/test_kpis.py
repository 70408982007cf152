"""The scorecard on the screen: what each measure's line and detail say, and how one moves through the periods."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from boardtui.domain.board.board import Board
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import Kpi, Reading
from boardtui.domain.records.kpis import Frequency
from boardtui.exchange.samples import make_board, read_sample
from boardtui.settings.settings import change_settings
from boardtui.store.board_file import BoardFile
from boardtui.ui.app import BoardApp
from boardtui.ui.kpis.scorecard import KpisScreen, KpiTable
from tests.ui.conftest import (
    CHAIR,
    HOSTILE,
    change,
    identity,
    lines,
    on_disk,
    opened,
    press,
    seen,
    settle,
    toasts,
    write,
)
from tests.ui.kpi_boards import owned, readings, scorecard


@pytest.fixture
def board(tmp_path: Path) -> Path:
    path = tmp_path / "scorecard.board"
    scorecard(path)
    return path


def line_of(pilot: Pilot[None], words: str) -> str:
    """The first line with some words."""
    return next(line for line in lines(pilot) if words in line)


def shown(pilot: Pilot[None]) -> list[str]:
    """The refs in the table, in order."""
    table = pilot.app.query_one(KpiTable)
    return [row.item.record.ref for row in table._rows if row.key]


class TestTheTable:
    async def test_a_line_has_ref_measure_current_last_periods_target_status_and_movement(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "4")
            line = line_of(pilot, "Contacts in a")
            assert line.split()[:6] == ["2.1", "Contacts", "in", "a", "day", "[SEND]…"]
            assert line.split()[6:] == ["90%", "92%", "90%", "90%–95%", "A", "▲", "↓"]

    async def test_titles_are_shown_as_they_are_whatever_is_in_them(self, board: Path) -> None:
        async with opened(board, size=(200, 50)) as pilot:
            await press(pilot, "4")
            assert f"2.1  Contacts in a day {HOSTILE}" in seen(pilot)

    async def test_each_frequency_has_its_own_block_with_its_own_periods(self, board: Path) -> None:
        async with opened(board, size=(140, 50)) as pilot:
            await press(pilot, "4")
            periods = {
                "Ref ": "‹Oct 20 Nov 20 Dec 20 Jan 21",
                "Front door · quarterly": "‹Q2 20/21 Q3 20/21",
                "Plans · academic years": "18/19 ac 19/20 ac",
                "Visits · irregular": "date and figure",
                "4.1 ": "12/11/20 2.5 26/01/21 2.1",
            }
            for block, labels in periods.items():
                assert labels in " ".join(line_of(pilot, block).split())

    async def test_the_heading_of_a_group_counts_its_statuses(self, board: Path) -> None:
        async with opened(board, size=(120, 50)) as pilot:
            await press(pilot, "4")
            assert line_of(pilot, "Front door · monthly").endswith(" A ▲ Nearly met 2")
            assert line_of(pilot, "Plans · monthly").endswith(" A ▲ Nearly met 1")

    async def test_another_figure_makes_no_row_anew_but_that_of_its_kpi(
        self, board: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        made = list[str]()
        make_rows = KpisScreen._make_rows

        def noted(screen: KpisScreen, board: Board) -> None:
            made.append("all rows")
            make_rows(screen, board)

        monkeypatch.setattr(KpisScreen, "_make_rows", noted)
        (reading,) = (each for each in on_disk(board).all(Reading) if each.value == "17%")
        async with opened(board, size=(140, 50)) as pilot:
            assert isinstance(pilot.app, BoardApp)
            await press(pilot, "4")
            table = pilot.app.query_one("#kpis KpiTable", KpiTable)
            rows = {key: table.item_of(key) for key in table.keys}
            made.clear()
            await pilot.app.do(lambda file: file.write([Change(reading.id, "reading", {"value": "18%"})], who=CHAIR))
            await settle(pilot)
            assert line_of(pilot, "Re-referrals").split()[3:7] == ["n/a", "18%", "c", "14%"]
            assert [key for key in table.keys if table.item_of(key) is not rows[key]] == [reading.kpi]
            assert made == []

    async def test_qualifiers_missing_codes_and_provisional_marks_are_kept(self, board: Path) -> None:
        async with opened(board, size=(140, 50)) as pilot:
            await press(pilot, "4")
            assert "27% exc Dec" in line_of(pilot, "Assessments")
            assert "92% p" in line_of(pilot, "Assessments")
            assert line_of(pilot, "Re-referrals").split()[3:7] == ["n/a", "17%", "c", "14%"]

    async def test_a_year_to_date_is_not_its_latest_month(self, board: Path) -> None:
        async with opened(board, size=(140, 50)) as pilot:
            await press(pilot, "4")
            line = line_of(pilot, "3.1 ")
            assert line.split()[2:8] == ["90.0%", "YTD", "91%", "89%", "92%", "96%"]

    async def test_what_is_measured_can_be_read_at_any_width_and_a_wider_screen_has_more_periods(
        self, board: Path
    ) -> None:
        seen_at = {}
        async with opened(board, size=(80, 50)) as pilot:
            await press(pilot, "4")
            for width in (80, 100, 115, 120, 128, 140, 155, 195, 200, 220, 250):
                await pilot.resize_terminal(width, 50)
                await settle(pilot)
                assert "Re-referrals" in seen(pilot) and "Contacts in a day [S" in seen(pilot), width
                heading = next(line for line in lines(pilot) if line.lstrip().startswith("Ref"))
                seen_at[width] = len(re.findall(r"[A-Z][a-z]{2} [0-9]{2}", heading))
        assert seen_at[200] < seen_at[220] < seen_at[250]

    async def test_the_target_is_a_bar_on_the_scale_of_the_trend(self, board: Path) -> None:
        async with opened(board, size=(120, 50)) as pilot:
            await press(pilot, "4")
            # From 14% to 19% the upper target, 12%, is the lowest bar of all.
            assert "█ ▆ ▃┊▁" in line_of(pilot, "Re-referrals")

    async def test_variation_and_assurance_are_a_letter_and_where_there_is_room_a_word(self, board: Path) -> None:
        async with opened(board, size=(120, 50)) as pilot:
            await press(pilot, "4")
            assert line_of(pilot, "Contacts").endswith("N ?")
        async with opened(board, size=(200, 50)) as pilot:
            await press(pilot, "4")
            assert "N No change" in line_of(pilot, "Contacts")
            assert "? Hit and miss" in line_of(pilot, "Contacts")

    async def test_no_current_figure_is_cut_on_a_narrow_screen(self, board: Path) -> None:
        with BoardFile.open(board) as file:
            file.write(readings("4.2", "2021-02", "£1,306,576"), who="plan")
        async with opened(board) as pilot:
            await press(pilot, "4", "end", "up")
            assert "£1,306,576" in line_of(pilot, "Looked")

    async def test_a_wide_screen_adds_the_year_before_and_the_parts_once_all_measures_are_whole(
        self, board: Path
    ) -> None:
        async with opened(board, size=(200, 50)) as pilot:
            await press(pilot, "4")
            assert "88% 2019/20" in line_of(pilot, "Contacts")
            assert "…" not in seen(pilot).partition("───")[0]
        async with opened(board, size=(220, 50)) as pilot:
            await press(pilot, "4")
            assert "45       50" in line_of(pilot, "Contacts")

    async def test_a_kpi_without_figures_says_so_and_can_be_read(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "4", "end")
            assert "No figure yet: i enters one" in seen(pilot)
            assert "there are no readings" in seen(pilot)

    async def test_an_empty_board_says_what_to_do(self, tmp_path: Path) -> None:
        path = tmp_path / "empty.board"
        BoardFile.create(path, "Empty").close()
        async with opened(path) as pilot:
            await press(pilot, "4")
            assert "No KPIs yet. + adds the first" in seen(pilot)
            await press(pilot, "C", "E", "i")
            assert "There is no KPI here to enter figures for" in toasts(pilot)
            assert "No KPIs yet. + adds the first" in seen(pilot), "no dialog about a KPI that is not there"


class TestMovingThroughThePeriods:
    async def test_left_shows_earlier_periods_and_right_comes_back(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "4")
            assert "‹Dec 20  Jan 21" in lines(pilot)[3]
            await press(pilot, "left")
            assert "Nov 20  Dec 20›" in lines(pilot)[3]
            assert line_of(pilot, "Re-referrals").split()[3:5] == ["17%", "c"]
            await press(pilot, "greater_than_sign")
            assert "Dec 20  Jan 21" in lines(pilot)[3]

    async def test_there_is_an_end_in_both_directions(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "4", *["left"] * 11)
            assert " Jan 20  Feb 20›" in lines(pilot)[3]
            assert "periods." not in toasts(pilot)
            await press(pilot, "left")
            assert "These are the earliest periods." in toasts(pilot)
            await press(pilot, *["right"] * 11)
            assert "‹Dec 20  Jan 21 " in lines(pilot)[3] and "latest periods." not in toasts(pilot)
            await press(pilot, "right")
            assert "These are the latest periods." in toasts(pilot)

    async def test_the_cursor_stays_on_its_kpi(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "4", "down", "down", "left")
            assert pilot.app.query_one(KpiTable).key == identity("2.2")


class TestFiltersAndOrders:
    async def test_ready_filters(self, board: Path) -> None:
        kept = []
        async with opened(board) as pilot:
            await press(pilot, "4")
            for _ in range(6):
                await press(pilot, "f")
                kept.append(shown(pilot))
        assert kept == [[], ["2.1", "2.3", "2.2", "3.1"], ["2.1"], [], [], []]

    async def test_findings_and_stale_figures_are_found(self, board: Path) -> None:
        with BoardFile.open(board) as file:
            made = [*readings("4.3", "2020-01", "199/200 99.3%"), change("kpi", "4.3", unit="percent")]
            file.write(made, who="plan")
        async with opened(board) as pilot:
            await press(pilot, "4", *["f"] * 4)
            assert shown(pilot) == ["4.3"]
            assert "199 ÷ 200 is 99.5%" in seen(pilot)
            await press(pilot, "f")
            assert shown(pilot) == ["4.3"]

    async def test_what_does_not_add_up_and_what_is_overdue_is_marked_in_the_table(self, board: Path) -> None:
        with BoardFile.open(board) as file:
            made = [*readings("2.3", "2021-01", "199/200 99.3%"), *readings("4.3", "2020-01", "7%")]
            file.write([*made, change("kpi", "2.3", unit="percent")], who="plan")
        async with opened(board) as pilot:
            await press(pilot, "4")
            words = [line.split() for line in lines(pilot)]
            assert ["2.3", "!", "Re-referrals"] in [some[:3] for some in words]
            assert ["2.1", "Contacts"] in [some[:2] for some in words]
            await press(pilot, "end")
            assert ["4.3", "?"] in [line.split()[:2] for line in lines(pilot)]

    async def test_a_special_cause_is_found(self, board: Path) -> None:
        with BoardFile.open(board) as file:
            file.write(readings("2.1", "2021-02", "40%"), who="plan")
        async with opened(board, size=(120, 40)) as pilot:
            await press(pilot, "4", *["f"] * 6)
            assert shown(pilot) == ["2.1"]
            assert "C Concerning: a real change for the worse" in seen(pilot)

    async def test_worst_first_keeps_kpis_with_the_same_periods_together(self, board: Path) -> None:
        async with opened(board, size=(120, 40)) as pilot:
            await press(pilot, "4", "s")
            assert shown(pilot) == ["3.2", "2.1", "2.3", "3.1", "4.2", "4.3", "2.2", "4.1"]
            assert "Quarterly" in seen(pilot)
            await press(pilot, "s")
            assert shown(pilot) == ["3.2", "2.1", "2.3", "3.1", "4.2", "4.3", "2.2", "4.1"]


class TestTheDetail:
    async def test_it_says_where_the_kpi_stands(self, board: Path) -> None:
        async with opened(board, size=(120, 40)) as pilot:
            await press(pilot, "4")
            text = seen(pilot)
            assert "90% = 45 of 50 · Jan 21" in text
            assert "A ▲ Nearly met" in text
            assert "target 90% – 95%, high is good · ↓ worse than Dec 20 (92%)" in text

    async def test_the_verdict_of_the_chart_is_plain_english(self, board: Path) -> None:
        async with opened(board, size=(200, 50)) as pilot:
            await press(pilot, "4")
            assert "N No change: no significant change: do not chase single months." in seen(pilot)
            assert "? Hit and miss: missed by every reading so far; by the ordinary up and down it may be met." in seen(
                pilot
            )
            assert "Since the re-base" in seen(pilot)

    async def test_trial_limits_are_called_that(self, board: Path) -> None:
        with BoardFile.open(board) as file:
            file.write(readings("4.2", "2020-06", "301", "320", "305", "311", "308"), who="plan")
        async with opened(board, size=(120, 40)) as pilot:
            await press(pilot, "4", "end", "up")
            assert "The limits are trial ones: 8 readings, and 5 more are needed" in seen(pilot)

    async def test_a_year_to_date_says_why_it_has_no_chart_of_control(self, board: Path) -> None:
        async with opened(board, size=(200, 40)) as pilot:
            await press(pilot, "4", "down", "down", "down")
            assert "year-to-date figures are not independent points" in seen(pilot)

    async def test_targets_that_changed_are_told_with_their_reason(self, board: Path) -> None:
        async with opened(board, size=(120, 60)) as pilot:
            await press(pilot, "4", "down", "enter")
            assert "at first: 20% – 15%, low is good" in seen(pilot)
            assert "from Dec 20: 18% – 12%, low is good (the" in seen(pilot)
            assert "Down since the panel began." in seen(pilot)

    async def test_comparators_rebases_and_links_are_told(self, board: Path) -> None:
        async with opened(board, size=(120, 60)) as pilot:
            await press(pilot, "4", "enter")
            text = seen(pilot)
            assert "previous year 2019/20: 88%" in text
            assert "England 2019/20: 84% (provisional)" in text
            assert "Limits start afresh from Jul 20: new front door" in text
            assert "Action 1.1  A ▲  Coaching" in text
            assert "Risk CIP06  12 high  Agency cover" in text

    async def test_the_chart_has_targets_mean_limits_and_its_legend(self, board: Path) -> None:
        async with opened(board, size=(120, 60)) as pilot:
            await press(pilot, "4", "enter")
            text = seen(pilot)
            for words in ("━━ upper target 95%", "╍╍ minimum 90%", "── mean", "┈┈ limits", "│ re-based"):
                assert words in text
            assert "●" in text

    async def test_the_figures_are_listed_latest_first_with_their_marks(self, board: Path) -> None:
        with BoardFile.open(board) as file:
            note = owned(
                "reading", kpi=identity("2.1"), series="period", period="2021-02", value="40%", note="IT was down"
            )
            file.write([note], who="plan")
        async with opened(board, size=(120, 60)) as pilot:
            await press(pilot, "4", "enter", "end")
            found = [line for line in lines(pilot) if "Feb 21  " in line and "40%" in line]
            assert "C Concerning" in found[-1]
            assert found[-1].endswith("IT was down")

    async def test_no_figure_is_cut_where_there_is_little_room_beside_the_chart(self, board: Path) -> None:
        more = {"kpi": identity("2.1"), "series": "period"}
        with BoardFile.open(board) as file:
            long = owned("reading", **more, period="2021-02", numerator="1,234", denominator="12,345", value="n/a")
            noted = owned("reading", **more, period="2021-03", value="27% exc Dec", note="late return of two teams")
            file.write([long, noted], who="plan")
        async with opened(board, size=(120, 60)) as pilot:
            await press(pilot, "4", "enter", "end")
            shown = [" ".join(line.split()) for line in lines(pilot)]
            assert "Mar 21 27% exc Dec C Concerning late return of two teams" in shown
            assert "Feb 21 1,234 12,345 n/a (not applicable)" in shown

    async def test_missing_codes_are_explained(self, board: Path) -> None:
        async with opened(board, size=(120, 60)) as pilot:
            await press(pilot, "4", "down", "enter")
            assert "c (confidential)" in seen(pilot)
            assert "n/a (not applicable)" in seen(pilot)

    async def test_reading_in_full_lists_all_figures(self, board: Path) -> None:
        with BoardFile.open(board) as file:
            file.write(readings("4.2", "2018-01", *map(str, range(300, 320))), who="plan")
        async with opened(board, size=(120, 60)) as pilot:
            await press(pilot, "4", "end", "up")
            assert "the latest 13 of 23; Enter shows all" in seen(pilot)
            await press(pilot, "enter", "end")
            assert "Jan 18" in seen(pilot)

    async def test_charts_are_imported_only_when_one_is_drawn(self, board: Path) -> None:
        sys.modules.pop("textual_plotext.plot", None)
        async with opened(board) as pilot:
            assert "textual_plotext.plot" not in sys.modules
            await press(pilot, "4")
            assert "textual_plotext.plot" in sys.modules


class TestKeys:
    async def test_a_kpi_has_no_rating_of_its_own(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "4", "r")
            assert "their status follows from figures and targets" in toasts(pilot)
            assert "r a g b" not in lines(pilot)[-1]

    async def test_plus_adds_a_kpi_to_the_same_group(self, board: Path) -> None:
        async with opened(board, size=(120, 40)) as pilot:
            await press(pilot, "4", "plus")
            assert "New KPI" in seen(pilot)
            assert "Front door" in seen(pilot)
            await press(pilot, "0", ".", "1", "ctrl+s")
        (new,) = [each for each in on_disk(board).all(Kpi) if each.ref == "0.1"]
        assert (new.group, new.frequency) == ("Front door", Frequency.MONTHLY)
        assert new.position == 4, "after those that are in it, in spite of its ref"

    async def test_what_belongs_to_a_kpi_is_added_to_the_one_under_the_cursor(self, board: Path) -> None:
        async with opened(board, size=(120, 40)) as pilot:
            await press(pilot, "4")
            for key, title in (("C", "New comparator"), ("T", "New target change"), ("B", "New re-base point")):
                await press(pilot, key)
                assert title in seen(pilot)
                assert "Contacts in a day" in seen(pilot)
                await press(pilot, "escape")
                assert title not in seen(pilot)

    async def test_new_targets_begin_as_the_ones_they_replace(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "4", "down", "T")
            text = seen(pilot)
            for words in ("Polarity              low", "Minimum target        18%", "Upper target          12%"):
                assert words in text

    async def test_a_reading_is_found_with_its_kpi(self, board: Path) -> None:
        async with opened(board) as pilot:
            await pilot.app.go_to(on_disk(board).owned(Reading, identity("2.3"))[0])  # type: ignore[attr-defined]
            await pilot.pause()
            assert pilot.app.query_one(KpiTable).key == identity("2.3")

    async def test_the_filter_finds_kpis_by_their_words(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "4", "slash")
            await write(pilot, "panel")
            assert shown(pilot) == ["2.3"]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
@pytest.mark.parametrize(
    ("name", "keys"),
    [
        pytest.param("kpi-scorecard", ["4", "down", "down"], id="months"),
        pytest.param("kpi-scorecard", ["4", "down", "enter"], id="in-full"),
        pytest.param("kpi-scorecard", ["4", "i"], id="entry"),
        pytest.param("improvement-plan", ["4", "down", "down"], id="quarters"),
    ],
)
def test_a_screen_looks_as_it_did(
    tmp_path: Path, snap_compare: Callable[..., bool], name: str, keys: list[str], size: tuple[int, int]
) -> None:
    def clock() -> datetime:
        return datetime(2021, 1, 20, 10, 0, tzinfo=UTC)

    make_board(tmp_path / "sample.board", read_sample(name), clock=clock).close()
    change_settings(lambda settings: type(settings)(signature=CHAIR))
    app = BoardApp(tmp_path / "sample.board", clock=clock)
    app.animation_level = "none"

    async def look(pilot: Pilot[None]) -> None:
        for key in keys:
            await press(pilot, key)
            for line in app.screen.query(Input):
                line.cursor_blink = False
        await settle(pilot)

    assert snap_compare(app, terminal_size=size, run_before=look)
