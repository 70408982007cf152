"""Which period is due next, and at its end what is still missing and whose it is."""

from __future__ import annotations

from datetime import date

import pytest

from boardtui.domain.dates.periods import PeriodKind, parse_period
from boardtui.domain.kpis.entry import missing_words, next_due
from boardtui.domain.kpis.scorecard import view
from boardtui.domain.kpis.scorecard_blocks import KpiRow
from boardtui.domain.records.kinds import Kpi, Reading
from tests.domain.boards import board

TODAY = date(2021, 3, 10)


def row(ref: str, *periods: str, lead: str = "") -> KpiRow:
    kpi = Kpi(id=ref, ref=ref, lead=lead)
    return KpiRow(view(board(kpi, *(Reading(id=p, kpi=ref, period=p, value="9%") for p in periods)), kpi))


@pytest.mark.parametrize(
    ("own", "due"),
    [
        (("2020-10", "2020-11", "2020-12", "2021-01"), "Feb 21"),
        (("2020-10", "2020-12", "2021-01"), "Nov 20"),  # a gap between figures
        (("2020-10", "2020-11"), "Dec 20"),  # left off
        (("2019-01", "2019-03", "2020-12", "2021-01"), "Feb 21"),  # a gap so old that nobody will fill it
    ],
)
def test_the_grid_starts_at_the_earliest_period_of_the_last_year_with_a_gap(own: tuple[str, ...], due: str) -> None:
    rows = [row("1", *own), row("2", "2020-10", "2020-11", "2020-12", "2021-01")]
    assert next_due(rows, PeriodKind.MONTH, TODAY).label == due


def test_what_is_missing_is_told_with_whose_it_is_for_months_and_for_quarters_too() -> None:
    months = [row("1", "2021-01", lead="Head of Service"), row("2", "2021-01", "2021-02")]
    quarters = [row("Q1", "2020/21 Q2"), row("Q2", "2020/21 Q2", "2020/21 Q3")]
    said = missing_words([*months, *quarters], parse_period("2021-02"), TODAY)
    assert said == "Still missing: Feb 21: 1 (Head of Service) · Q3 2020/21: Q1 (nobody is named)."


def test_where_nothing_is_missing_nothing_is_told() -> None:
    assert missing_words([row("1", "2021-02")], parse_period("2021-02"), TODAY) == "Nothing is missing."
