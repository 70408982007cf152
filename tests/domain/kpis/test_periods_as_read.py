"""The period of a figure, as the KPI is read: by years of which kind, by months, by quarters."""

from __future__ import annotations

from datetime import date

import pytest

from boardtui.domain.dates.periods import PeriodKind, parse_period
from boardtui.domain.kpis.entry import next_due, period_typed
from boardtui.domain.kpis.readings import period_for
from boardtui.domain.kpis.scorecard import as_known, view
from boardtui.domain.kpis.scorecard_blocks import Scorecard
from boardtui.domain.kpis.words import short
from boardtui.domain.records.kinds import KINDS, Reading
from boardtui.domain.records.kpis import Frequency, Kpi
from boardtui.report.snapshot import snapshot
from boardtui.ui.forms.values import reading_of, value_of
from tests.domain.making import board_of, kpi_of, trend

KINDS_READ = {
    Frequency.YEARLY: "2009/10",
    Frequency.ACADEMIC: "2009/10 academic",
    Frequency.CALENDAR: "2010 calendar",
    Frequency.MONTHLY: "2010-11",
    Frequency.QUARTERLY: "2010/11 Q1",
}
CASES = [
    ("Nov 2012", Frequency.YEARLY, "2012-11"),
    ("Nov 2010", Frequency.MONTHLY, "2010-11"),
    ("FY 2018/19", Frequency.YEARLY, "2018/19"),
    ("2010-11", Frequency.YEARLY, "2010/11"),
    ("2010-11", Frequency.ACADEMIC, "2010/11 academic"),
    ("2010-11", Frequency.MONTHLY, "2010-11"),
    ("2010–11", Frequency.YEARLY, "2010/11"),
    ("10/11", Frequency.YEARLY, "2010/11"),
    ("10/11", Frequency.ACADEMIC, "2010/11 academic"),
    ("2018-19", Frequency.YEARLY, "2018/19"),
    ("2018-19", Frequency.ACADEMIC, "2018/19 academic"),
    ("2018-19", Frequency.MONTHLY, "2018/19"),
    ("2018/19 FY", Frequency.YEARLY, "2018/19"),
    ("AY 2018/19", Frequency.YEARLY, "2018/19 academic"),
    ("2018/19 academic", Frequency.ACADEMIC, "2018/19 academic"),
    ("2018-19;Q1", Frequency.QUARTERLY, "2018/19 Q1"),
    ("Q1, 2018-19", Frequency.YEARLY, "2018/19 Q1"),
    ("2024", Frequency.CALENDAR, "2024 calendar"),
    ("CY 2024", Frequency.MONTHLY, "2024 calendar"),
    ("Sept 18", Frequency.MONTHLY, "2018-09"),
    ("31/03/2021", Frequency.IRREGULAR, "2021-03-31"),
]
REFUSED = [
    ("Nov 2010", Frequency.YEARLY, "is one month"),
    ("11/2010", Frequency.ACADEMIC, "is one month"),
    ("FY 2018/19", Frequency.ACADEMIC, "is one financial year"),
    ("2024", Frequency.YEARLY, "is it 2023/24 or 2024/25?"),
    ("2024", Frequency.ACADEMIC, "is it 2023/24 or 2024/25?"),
    ("2024", Frequency.MONTHLY, "is it 2023/24 or 2024/25?"),
    ("202324", Frequency.YEARLY, "is it 2023/24 or 2023/24 academic?"),
    ("201112", Frequency.MONTHLY, "Dec 2011"),
    ("2018-2019", Frequency.YEARLY, "2017/18"),
    ("2019/21", Frequency.YEARLY, "is no period"),
    ("2019-21", Frequency.MONTHLY, "is no period"),
    ("Q1", Frequency.QUARTERLY, "2020/21 Q1"),
    ("H1 2020/21", Frequency.QUARTERLY, "is no period"),
    ("Apr-Jun 2020", Frequency.QUARTERLY, "is no period"),
    ("FY24", Frequency.YEARLY, "is no period"),
    ("13/2021", Frequency.MONTHLY, "is no period"),
    ("YTD", Frequency.MONTHLY, "is no period"),
]


@pytest.mark.parametrize(("words", "frequency", "meant"), CASES)
def test_a_period_means_the_same_by_add_form_grid_and_where_it_is_kept(
    words: str, frequency: Frequency, meant: str
) -> None:
    kpi = Kpi(id="k", ref="9.1", title="Visits", frequency=frequency)
    board = board_of(kpi)
    field = KINDS["reading"].attributes["period"]
    assert period_for(words, frequency).key == meant
    assert value_of(board, KINDS["reading"], field, words, frequency=frequency) == meant
    assert reading_of(board, field, words, frequency=frequency).words == f"= {period_for(meant, '').label}"
    if frequency in KINDS_READ:
        assert period_typed(words, period_for(KINDS_READ[frequency], "").kind).key == meant
    # A plan and a spreadsheet keep the words of what was a period already.
    kept = period_for(words, frequency, kept=True).key
    seen = view(board_of(kpi, Reading(id="r", kpi="k", period=kept, value="1")), kpi)
    assert [each.period and each.period.key for each in seen.readings()] == [meant]


@pytest.mark.parametrize(("words", "frequency", "asked"), REFUSED)
def test_what_may_be_several_periods_or_none_is_asked_about_and_never_a_silent_month(
    words: str, frequency: Frequency, asked: str
) -> None:
    board = board_of(Kpi(id="k", ref="9.1", frequency=frequency))
    field = KINDS["reading"].attributes["period"]
    with pytest.raises(ValueError, match=r"is no period|is one") as refused:
        period_for(words, frequency)
    assert asked in str(refused.value)
    with pytest.raises(Exception, match=r"is no period|is one"):
        value_of(board, KINDS["reading"], field, words, frequency=frequency)
    assert reading_of(board, field, words, frequency=frequency).doubtful


@pytest.mark.parametrize(
    ("kept", "frequency", "typed"),
    [
        ("2010-11", Frequency.YEARLY, "2010/11"),
        ("2010/11", Frequency.ACADEMIC, "2010/11 academic"),
        ("2010-11", Frequency.ACADEMIC, "2010/11"),
        ("2010 calendar", Frequency.CALENDAR, "2010"),
        ("2010-11", Frequency.MONTHLY, "Nov 10"),
    ],
)
def test_a_figure_for_a_period_that_is_kept_in_other_words_is_the_one_that_is_there(
    kept: str, frequency: Frequency, typed: str
) -> None:
    kpi = Kpi(id="k", ref="9.1", frequency=frequency)
    board = board_of(kpi, Reading(id="r", kpi="k", period=kept, value="1"))
    values = {"kpi": "k", "period": period_for(typed, frequency).key, "value": "2"}
    assert as_known(board, "reading", values)["period"] == kept
    assert as_known(board, "reading", values | {"series": "current"})["period"] == values["period"]


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
