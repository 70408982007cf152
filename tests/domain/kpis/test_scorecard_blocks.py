"""The blocks of the scorecard and the words of its cells, which the screen and the printed table share."""

from __future__ import annotations

import pytest

from boardtui.domain.dates.periods import PeriodKind, parse_period
from boardtui.domain.kpis.readings import Stated
from boardtui.domain.kpis.scorecard_blocks import KpiRow, Scorecard
from boardtui.domain.kpis.targets import Status
from boardtui.domain.kpis.words import band, bars, figure, latest_of, short
from boardtui.domain.records.kpis import Frequency, Polarity
from tests.domain.making import board_of, kpi_of, months, trend


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ("2018-09", "Sep 18"),
        ("2020/21 Q1", "Q1 20/21"),
        ("2017/18", "2017/18"),
        ("2019/20 academic", "19/20 ac"),
        ("2021-03-31", "31/03/21"),
    ],
)
def test_a_period_is_told_in_eight_cells_at_most(period: str, words: str) -> None:
    assert short(parse_period(period)) == words
    assert len(words) <= 8


@pytest.mark.parametrize(("back", "seen"), [(0, "cde"), (1, "bcd"), (2, "abc"), (9, "abc")])
def test_going_back_through_the_periods_ends_at_the_first_ones(back: int, seen: str) -> None:
    assert latest_of("abcde", 3, back) == seen


def test_parts_stand_where_no_value_was_stated_and_nothing_where_nothing_was() -> None:
    kpi = kpi_of()
    (reading,) = trend(kpi, {"2021-01": "45/50 "})
    assert figure(Stated(reading, None)) == "45/50"
    assert figure(None) == ""


def test_kpis_of_one_group_that_are_read_for_other_periods_stand_in_blocks_of_their_own() -> None:
    monthly, quarterly = kpi_of("1", group="Visits"), kpi_of("2", group="Visits")
    again = kpi_of("3", group="Visits", frequency=Frequency.MONTHLY)
    alone = kpi_of("4", group=" Plans\n")
    made = board_of(
        *(monthly, quarterly, again, alone),
        *trend(monthly, {"2021-01": "1"}),
        *trend(quarterly, {"2020/21 Q1": "2"}),
    )
    rows = Scorecard().rows(made)
    assert [(row.record.ref, row.group_block.heading) for row in rows] == [
        ("1", "Visits · monthly"),
        ("3", "Visits · monthly"),
        ("2", "Visits · quarterly"),
        ("4", "Plans"),
    ]
    assert rows[0].family_block is rows[3].family_block
    assert rows[2].family_block.family.kind is PeriodKind.QUARTER


def test_a_block_counts_its_statuses_worst_first_and_leaves_out_what_none_has() -> None:
    some = [kpi_of(ref, group="Visits", polarity=Polarity.HIGH, minimum="90%", upper="95%") for ref in "123"]
    figures = zip(some, ("99%", "1%", "96%"), strict=True)
    made = board_of(*some, *(each for kpi, value in figures for each in trend(kpi, {"2021-01": value})))
    block = Scorecard().rows(made)[0].group_block
    assert list(block.make_up.items()) == [(Status.MISSED, 1), (Status.MET, 2)]


def test_the_target_is_a_bar_on_the_scale_of_the_figures() -> None:
    kpi = kpi_of(polarity=Polarity.HIGH, minimum="10", upper="20")
    row = KpiRow(Scorecard().rows(board_of(kpi, *trend(kpi, months("2021-01", ["0", "10"]))))[0].view)
    assert bars(row.view) == ("▁▅", "█")
    assert band(row.view.targets) == "10–20"
    other = kpi_of()
    row = KpiRow(Scorecard().rows(board_of(other, *trend(other, months("2021-01", ["0", "10"]))))[0].view)
    assert bars(row.view) == ("▁█", "")
