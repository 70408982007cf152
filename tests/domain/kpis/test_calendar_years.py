"""KPIs that are read by calendar years: such a year is a period of its own, and never taken for a month."""

from __future__ import annotations

from datetime import date

import pytest

from boardtui.domain.dates.periods import PeriodKind, parse_period
from boardtui.domain.kpis.entry import next_due
from boardtui.domain.kpis.period_hints import period_for
from boardtui.domain.kpis.scorecard_blocks import Scorecard
from boardtui.domain.kpis.words import short
from boardtui.domain.records.kpis import Frequency
from boardtui.report.snapshot import snapshot
from tests.domain.making import board_of, kpi_of, trend


@pytest.mark.parametrize("words", ["2024 calendar", "calendar year 2024", "2024 Calendar Year", "CY2024"])
def test_it_is_written_in_several_ways_and_kept_in_one(words: str) -> None:
    period = parse_period(words)
    assert (period.kind, period.key) == (PeriodKind.CALENDAR_YEAR, "2024 calendar")
    assert (period.start, period.end) == (date(2024, 1, 1), date(2024, 12, 31))
    assert (period.next().key, period.label, short(period)) == ("2025 calendar", "2024 calendar", "2024")


def test_a_bare_year_is_one_only_for_a_kpi_that_is_read_so() -> None:
    assert period_for("2024", Frequency.CALENDAR).key == "2024 calendar"
    with pytest.raises(ValueError, match="read yearly, write it as 2017/18"):
        period_for("2024", Frequency.YEARLY)
    with pytest.raises(ValueError, match="by calendar year, write it as 2024"):
        period_for("last year", Frequency.CALENDAR)


def test_the_scorecard_has_a_block_of_them_before_and_after_the_first_figure() -> None:
    empty, read = kpi_of("1", group="Care", frequency=Frequency.CALENDAR), kpi_of("2", frequency=Frequency.CALENDAR)
    monthly = kpi_of("3", group="Care")
    board = board_of(empty, read, monthly, *trend(read, {"2023 calendar": "5", "2024": "6"}))
    rows = {row.record.ref: row for row in Scorecard().rows(board)}
    assert [rows[ref].kind for ref in "12"] == [PeriodKind.CALENDAR_YEAR] * 2
    assert rows["1"].group_block.heading == "Care · calendar years"
    assert [each.key for each in sorted(rows["2"].periods)] == ["2023 calendar", "2024 calendar"]
    assert next_due([rows["2"]], PeriodKind.CALENDAR_YEAR, date(2025, 3, 1)).key == "2025 calendar"


def test_papers_print_them_in_a_table_of_their_own() -> None:
    kpi = kpi_of("2", title="Deaths", frequency=Frequency.CALENDAR)
    text = snapshot(board_of(kpi, *trend(kpi, {"2023 calendar": "5", "2024 calendar": "6"})))
    assert "2023 calendar" in text
    assert "2024 calendar" in text
