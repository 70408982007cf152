"""Which sums over time give a figure away: longer spans of shorter ones, years to date, rolling years."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from boardtui.domain.publish.suppression import suppressed
from boardtui.domain.records.kpis import Basis
from tests.domain.making import board_of, kpi_of, months, previous_year, trend
from tests.domain.publish.test_hidden_sets import YEAR, hidden_in

TO_DATE, ROLLING = Basis.YEAR_TO_DATE, Basis.ROLLING
QUARTERS = {f"2018/19 Q{number}": count for number, count in enumerate(("20", "3", "21", "18"), start=1)}
TWO_MONTHS = {"2018-04": "20", "2018-05": "30"}


class TestLongerSpans:
    @pytest.mark.parametrize(("rest", "gone"), [(0, set()), (1, {"Apr 18"}), (5, {"Apr 18"}), (6, set()), (-1, set())])
    @pytest.mark.parametrize("basis", [Basis.MONTH, Basis.QUARTER, TO_DATE])
    def test_what_is_left_of_a_quarter_for_the_month_that_is_missing_is_judged_like_a_count(
        self, basis: Basis, rest: int, gone: set[str]
    ) -> None:
        assert hidden_in({**TWO_MONTHS, "2018/19 Q1": str(50 + rest)}, basis=basis) == gone

    @pytest.mark.parametrize("basis", [Basis.NOT_STATED, Basis.SNAPSHOT])
    def test_nothing_is_left_over_where_nobody_said_that_the_figures_add_up(self, basis: Basis) -> None:
        assert hidden_in({**TWO_MONTHS, "2018/19 Q1": "53"}, basis=basis) == set()

    @pytest.mark.parametrize(("year", "gone"), [("62", {"Q2 2018/19", "Q4 2018/19"}), ("63", {"Q2 2018/19"})])
    def test_a_year_is_the_sum_of_its_quarters_only_where_it_adds_up(self, year: str, gone: set[str]) -> None:
        assert hidden_in({**QUARTERS, "2018/19": year}) == gone
        assert hidden_in(QUARTERS, {"2018/19": year}) == gone

    @pytest.mark.parametrize(("year", "gone"), [("187", ["Apr 18", "Jun 18"]), ("188", ["Apr 18"])])
    def test_the_figure_of_the_year_before_is_one_too(self, year: str, gone: list[str]) -> None:
        kpi = kpi_of(unit="count", basis=Basis.MONTH)
        stated = trend(kpi, months("2018-04", ["4", *YEAR]))
        _, listed = suppressed(board_of(kpi, *stated, previous_year(kpi, "2018/19", year)))
        assert [each.period for each in listed] == gone


class TestYearsToDate:
    @pytest.mark.parametrize(
        ("stated", "to_date", "gone"),
        [
            # From April's figure to date to June's: May and June.
            ({"2018-05": "20", "2018-06": "3"}, {"2018-04": "40", "2018-06": "63"}, {"May 18", "Jun 18"}),
            ({"2018-05": "20"}, {"2018-04": "40", "2018-06": "60"}, set()),
            ({"2018-05": "20"}, {"2018-04": "40", "2018-06": "61"}, {"May 18"}),
            ({"2018-05": "20"}, {"2018-04": "40", "2018-06": "65"}, {"May 18"}),
            ({"2018-05": "20"}, {"2018-04": "40", "2018-06": "66"}, set()),
            # March is of another year, and June is later.
            ({"2018-03": "3", "2018-04": "20", "2018-05": "30"}, {"2018-05": "50"}, {"Mar 18"}),
            ({"2018-04": "3", "2018-05": "20", "2018-06": "7"}, {"2018-05": "23"}, {"Apr 18", "May 18"}),
            ({"2018-04": "3"}, {"2018-04": "9"}, {"Apr 18"}),
            ({}, {"2018-06": "5"}, {"to Jun 18"}),
            ({}, {"2018-06": "6"}, set()),
        ],
    )
    def test_what_came_since_the_figure_before_is_the_sum_of_its_months(
        self, stated: Mapping[str, str], to_date: Mapping[str, str], gone: set[str]
    ) -> None:
        assert hidden_in(stated, to_date, basis=TO_DATE) == gone

    @pytest.mark.parametrize(
        ("second", "gone"), [("3", {"Q1 2018/19", "Q2 2018/19"}), ("", {"Q1 2018/19"}), ("7", set())]
    )
    def test_quarters_to_date_are_added_up_as_months_are(self, second: str, gone: set[str]) -> None:
        stated = {"2018/19 Q1": "20", **({"2018/19 Q2": second} if second else {})}
        assert hidden_in(stated, {"2018/19 Q2": str(20 + int(second or 3))}, basis=TO_DATE) == gone


class TestRollingYears:
    @pytest.mark.parametrize(("year", "gone"), [("187", {"Apr 18", "Jun 18"}), ("188", {"Apr 18"})])
    def test_it_is_the_sum_of_its_twelve_months_and_of_no_other(self, year: str, gone: set[str]) -> None:
        stated = months("2018-03", ["7", "4", *YEAR, "8"])
        assert hidden_in(stated, {"2019-03": year}, basis=ROLLING) == gone

    @pytest.mark.parametrize(("rest", "gone"), [(0, set()), (1, {"Jun 18"}), (5, {"Jun 18"}), (6, set())])
    def test_what_is_left_for_the_month_that_is_missing_is_judged_like_a_count(self, rest: int, gone: set[str]) -> None:
        assert hidden_in(months("2018-05", YEAR), {"2019-03": str(183 + rest)}, basis=ROLLING) == gone

    @pytest.mark.parametrize(("year", "gone"), [("62", {"Q2 2018/19", "Q4 2018/19"}), ("69", {"Q2 2018/19"})])
    def test_it_is_the_sum_of_its_four_quarters(self, year: str, gone: set[str]) -> None:
        assert hidden_in({"2017/18 Q4": "7", **QUARTERS}, {"2018/19 Q4": year}, basis=ROLLING) == gone

    @pytest.mark.parametrize(
        ("before", "year", "gone"),
        [
            ("2019-01", "93", {"Feb 18", "Feb 19"}),
            ("2019-01", "94", {"Feb 19"}),
            ("2018-12", "93", {"Feb 19"}),
        ],
    )
    def test_the_month_that_came_in_is_given_away_by_the_one_that_went_out_where_it_adds_up(
        self, before: str, year: str, gone: set[str]
    ) -> None:
        assert hidden_in({"2018-02": "10", "2019-02": "3"}, {before: "100", "2019-02": year}, basis=ROLLING) == gone
