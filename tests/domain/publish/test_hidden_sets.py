"""Exactly what is hidden where a year begins and where a count is just small enough, and nothing beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from boardtui.domain.publish.suppression import suppressed
from boardtui.domain.records.kinds import Kpi, Reading, Record
from boardtui.domain.records.kpis import Basis, Series
from tests.domain.making import board_of, kpi_of, months, trend

YEAR = ["12", "9", "14", "15", "16", "17", "18", "19", "20", "21", "22"]
"""May to March; with April's count they make the year."""


def hidden(*records: Record) -> set[tuple[str, str]]:
    """What is hidden, by KPI and period. It is what the list says, and what the copy has a `c` for."""
    copy, listed = suppressed(board_of(*records))
    told = {(each.ref, each.period) for each in listed}
    marked = {each.id for each in copy.all(Reading) if "c" in (each.value, each.numerator, each.denominator)}
    assert {each.record for each in listed} == marked
    return told


def hidden_in(figures: Mapping[str, str], to_date: Mapping[str, str] | None = None, **values: Any) -> set[str]:
    """Which periods of one KPI are hidden; those of the figures to date with `to` before them."""
    kpi = kpi_of(**{"unit": "count", "basis": Basis.MONTH, **values})
    readings = [*trend(kpi, figures), *trend(kpi, to_date or {}, Series.CURRENT)]
    series = {each.id: each.series for each in readings}
    _, listed = suppressed(board_of(kpi, *readings))
    return {f"to {each.period}" if series[each.record] is Series.CURRENT else each.period for each in listed}


def group(*rows: Sequence[str], start: str) -> list[Record]:
    """A group of KPIs 1.1, 1.2, …, each with its counts by month."""
    kpis = [kpi_of(f"1.{n}", group="Cohorts", unit="count", position=n) for n in range(1, len(rows) + 1)]
    readings = [each for kpi, row in zip(kpis, rows, strict=True) for each in trend(kpi, months(start, row))]
    return [*kpis, *readings]


def fields_hidden(words: str, **values: Any) -> set[tuple[str, str]]:
    """Which parts of a share for January are hidden, with December and February beside it."""
    kpi: Kpi = kpi_of(**{"unit": "percent", **values})
    stated = {"2018-12": "20/40 50%", "2019-01": words, "2019-02": "22/40 55%"}
    _, listed = suppressed(board_of(kpi, *trend(kpi, stated)))
    return {(each.period, each.field) for each in listed}


class TestThreshold:
    def test_five_goes_and_six_stays_on_either_side_of_new_year(self) -> None:
        counts = months("2018-11", ["6", "5", "6", "5", "6", "5", "6"])
        assert hidden_in(counts) == {"Dec 18", "Feb 19", "Apr 19"}
        counts = months("2018-11", ["5", "6", "5", "6", "5", "6", "5"])
        assert hidden_in(counts) == {"Nov 18", "Jan 19", "Mar 19", "May 19"}

    def test_one_goes_and_nought_stays(self) -> None:
        assert hidden_in(months("2018-12", ["0", "1", "0", "1"])) == {"Jan 19", "Mar 19"}

    @pytest.mark.parametrize("january", ["6/40 15%", "34/40 85%", "0/40 0%", "40/40 100%"])
    def test_a_share_of_six_or_of_all_but_six_stays(self, january: str) -> None:
        assert fields_hidden(january) == set()

    @pytest.mark.parametrize("january", ["5/40 12.5%", "35/40 87.5%", "1/40 2.5%", "39/40 97.5%"])
    def test_a_share_of_five_or_of_all_but_five_goes_with_its_numerator_alone(self, january: str) -> None:
        assert fields_hidden(january) == {("Jan 19", "value"), ("Jan 19", "numerator")}

    def test_a_share_of_a_whole_that_is_too_small_goes_with_both_its_parts(self) -> None:
        every = {("Jan 19", "value"), ("Jan 19", "numerator"), ("Jan 19", "denominator")}
        assert fields_hidden("2/5 40%") == every
        assert fields_hidden("0/5 0%") == every
        assert fields_hidden("0/6 0%") == set()

    def test_a_percentage_alone_is_judged_by_the_denominators_beside_it(self) -> None:
        # Of 32 to 48 children: 5 of 32 are 15.6%, so 16% is 6 of them or more, and 84% all but so many.
        assert fields_hidden("15%") == {("Jan 19", "value")}
        assert fields_hidden("85%") == {("Jan 19", "value")}
        assert fields_hidden("17%") == set()
        assert fields_hidden("83%") == set()

    @pytest.mark.parametrize("beside", ["0/0 0%", "0/- 2%", "7/- 0%"])
    def test_a_nought_says_nothing_of_how_many_there_are(self, beside: str) -> None:
        # Of 40 to 60 children 14% are six or more; of fewer it might be one.
        stated = {"2018-12": "25/50 50%", "2019-01": "14%", "2019-02": beside}
        kpi = kpi_of(unit="percent")
        _, listed = suppressed(board_of(kpi, *trend(kpi, stated)))
        assert "Jan 19" not in {each.period for each in listed}


class TestFirstMonthOfAYear:
    def test_april_goes_with_the_next_smallest_month_of_its_own_year(self) -> None:
        figures = months("2018-04", ["4", *YEAR, "4"])
        assert hidden_in({**figures, "2018/19": "187"}) == {"Apr 18", "Jun 18", "Apr 19"}

    @pytest.mark.parametrize(
        ("april", "year", "seen"), [("5", "188", {"Apr 18", "Jun 18"}), ("6", "189", set()), ("0", "183", set())]
    )
    def test_nothing_goes_where_april_is_six_or_nought(self, april: str, year: str, seen: set[str]) -> None:
        assert hidden_in({**months("2018-04", [april, *YEAR]), "2018/19": year}) == seen

    def test_march_of_the_year_before_is_no_part_of_the_year(self) -> None:
        figures = months("2018-03", ["7", "4", *YEAR])
        assert hidden_in({**figures, "2018/19": "187"}) == {"Apr 18", "Jun 18"}

    def test_january_goes_with_the_next_smallest_month_of_its_own_quarter(self) -> None:
        figures = months("2018-12", ["8", "5", "30", "20", "9"])
        assert hidden_in({**figures, "2018/19 Q4": "55"}) == {"Jan 19", "Mar 19"}
        figures = months("2018-12", ["8", "6", "30", "20", "9"])
        assert hidden_in({**figures, "2018/19 Q4": "56"}) == set()

    def test_the_first_month_is_the_next_smallest_where_it_is(self) -> None:
        year = months("2018-04", ["7", "12", "14", "3", "15", "16", "17", "18", "19", "20", "21", "22"])
        assert hidden_in({**year, "2018/19": "184"}) == {"Apr 18", "Jul 18"}
        assert hidden_in({**months("2018-12", ["8", "7", "30", "3"]), "2018/19 Q4": "40"}) == {"Jan 19", "Mar 19"}

    def test_where_two_months_are_next_smallest_one_of_them_goes(self) -> None:
        figures = months("2019-01", ["3", "20", "20"])
        assert hidden_in({**figures, "2018/19 Q4": "43"}) == {"Jan 19", "Feb 19"}

    def test_the_total_stays_and_so_does_a_nought(self) -> None:
        figures = months("2019-01", ["3", "0", "20"])
        assert hidden_in({**figures, "2018/19 Q4": "23"}) == {"Jan 19", "Mar 19"}


class TestYearToDate:
    def test_in_april_the_month_and_the_year_to_date_are_one_figure(self) -> None:
        seen = hidden_in(
            {"2018-03": "30", "2018-04": "5", "2018-05": "37"},
            {"2018-03": "90", "2018-04": "5", "2018-05": "42"},
            basis=Basis.YEAR_TO_DATE,
        )
        assert seen == {"Apr 18", "to Apr 18", "May 18"}

    def test_six_in_april_hides_nothing(self) -> None:
        seen = hidden_in(
            {"2018-03": "30", "2018-04": "6", "2018-05": "37"},
            {"2018-03": "90", "2018-04": "6", "2018-05": "43"},
            basis=Basis.YEAR_TO_DATE,
        )
        assert seen == set()

    def test_april_is_the_next_smallest_of_the_months_to_date_where_it_is(self) -> None:
        months_told = {"2018-03": "6", "2018-04": "7", "2018-05": "30", "2018-06": "3"}
        assert hidden_in(months_told, {"2018-06": "40"}, basis=Basis.YEAR_TO_DATE) == {"Apr 18", "Jun 18"}

    def test_a_new_year_is_not_set_against_the_old_one(self) -> None:
        new_year = {"2018-03": "10", "2018-04": "12"}
        assert hidden_in({}, new_year, basis=Basis.YEAR_TO_DATE) == set()
        same_year = {"2018-04": "10", "2018-05": "12"}
        assert hidden_in({}, same_year, basis=Basis.YEAR_TO_DATE) == {"to Apr 18"}
        assert hidden_in({}, {"2018-12": "10", "2019-01": "12"}, basis=Basis.YEAR_TO_DATE) == {"to Dec 18"}

    @pytest.mark.parametrize(("grows", "seen"), [("15", {"to Apr 18"}), ("16", set()), ("10", set())])
    def test_what_was_added_since_april_is_judged_like_a_count(self, grows: str, seen: set[str]) -> None:
        assert hidden_in({}, {"2018-04": "10", "2018-05": grows}, basis=Basis.YEAR_TO_DATE) == seen


class TestGroup:
    def test_the_next_smallest_of_the_same_month_goes_and_no_other_month(self) -> None:
        rows = (["6", "5", "6"], ["40", "41", "42"], ["20", "21", "22"], ["66", "67", "70"])
        assert hidden(*group(*rows, start="2018-03")) == {("1.1", "Apr 18"), ("1.3", "Apr 18")}
        assert hidden(*group(*rows, start="2018-12")) == {("1.1", "Jan 19"), ("1.3", "Jan 19")}

    def test_six_hides_nothing(self) -> None:
        rows = (["6", "7", "6"], ["40", "41", "42"], ["20", "21", "22"], ["66", "69", "70"])
        assert hidden(*group(*rows, start="2018-03")) == set()

    def test_two_that_are_more_than_five_together_need_no_third(self) -> None:
        rows = (["1", "1"], ["4", "5"], ["20", "20"], ["25", "26"])
        assert hidden(*group(*rows, start="2018-12")) == {
            *(("1.1", "Dec 18"), ("1.2", "Dec 18"), ("1.3", "Dec 18")),
            *(("1.1", "Jan 19"), ("1.2", "Jan 19")),
        }

    def test_of_two_that_are_next_smallest_the_first_goes(self) -> None:
        rows = (["8", "3"], ["21", "20"], ["22", "20"], ["51", "43"])
        assert hidden(*group(*rows, start="2018-12")) == {("1.1", "Jan 19"), ("1.2", "Jan 19")}

    def test_two_that_are_equal_in_every_month_are_taken_for_one_and_go_together(self) -> None:
        rows = (["8", "3"], ["21", "20"], ["21", "20"], ["50", "43"])
        assert hidden(*group(*rows, start="2018-12")) == {("1.1", "Jan 19"), ("1.2", "Jan 19"), ("1.3", "Jan 19")}

    def test_what_makes_no_sum_stays(self) -> None:
        rows = (["5"], ["40"], ["20"], ["66"])
        assert hidden(*group(*rows, start="2019-01")) == {("1.1", "Jan 19")}
