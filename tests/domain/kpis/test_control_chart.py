"""The control chart of a KPI, from what was entered to its lines, its marks and its verdicts, with figures worked out
by hand.

Most charts here begin with 10 and 13 by turns: their mean is 11.5 and every step is 3. So the limits are
11.5 ± 2.66 × 3 = 3.52 and 19.48, and the lines at two thirds of the way 6.18 and 16.82.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pytest

from boardtui.domain.kpis.scorecard import KpiView, view
from boardtui.domain.kpis.spc import Analysis
from boardtui.domain.kpis.trend import Spc, spc
from boardtui.domain.records.kinds import Rebase
from boardtui.domain.records.kpis import Basis, Polarity, Series
from tests.domain.making import board_of, current, kpi_of, months, new_id, trend

WAVE = ["10", "13"] * 7
BASELINE = ["10", "13"] * 3
BETTER, WORSE = "special_cause_improvement", "special_cause_concern"


def kpi_with(figures: Iterable[str], *, rebase: Sequence[str] = (), **values: Any) -> KpiView:
    """A KPI read every month from April 2018 on."""
    kpi = kpi_of(**{"polarity": Polarity.HIGH, **values})
    rebases = [Rebase(id=new_id(), kpi=kpi.id, period=each) for each in rebase]
    return view(board_of(kpi, *rebases, *trend(kpi, months("2018-04", figures))), kpi)


def chart_of(figures: Iterable[str], *, rebase: Sequence[str] = (), polarity: Any = Polarity.HIGH, **how: Any) -> Spc:
    return spc(kpi_with(figures, rebase=rebase, polarity=polarity), **how)


def analysed(chart: Spc) -> Analysis:
    assert chart.reason == ""
    assert chart.analysis is not None
    return chart.analysis


def lines_of(chart: Spc, point: int = 0) -> tuple[float | None, ...]:
    """Lower limit, mean and upper limit at a point, to four places."""
    found = analysed(chart).points[point]
    lines = (found.lower_limit, found.mean, found.upper_limit)
    return tuple(None if line is None else round(line, 4) for line in lines)


def after_baseline(*figures: str, **how: Any) -> list[str | None]:
    """The rule at each figure that follows six which alone make the limits."""
    points = analysed(chart_of([*BASELINE, *figures], fix_after=6, **how)).points
    assert [point.rule for point in points[:6]] == [None] * 6
    return [point.rule for point in points[6:]]


class TestLines:
    def test_the_limits_are_two_point_six_six_average_steps_from_the_mean(self) -> None:
        assert lines_of(chart_of(WAVE)) == (3.52, 11.5, 19.48)
        # Eleven steps of 3 and one of 1.5 average 2.875.
        assert lines_of(chart_of([*WAVE[:12], "11.5"])) == (3.8525, 11.5, 19.1475)

    def test_every_point_of_a_part_has_the_same_lines(self) -> None:
        points = analysed(chart_of(WAVE)).points
        assert len({(point.lower_limit, point.mean, point.upper_limit) for point in points}) == 1

    def test_the_limits_can_be_made_by_the_first_points_alone(self) -> None:
        assert lines_of(chart_of([*BASELINE, *["40"] * 8], fix_after=6), point=13) == (3.52, 11.5, 19.48)

    @pytest.mark.parametrize(
        ("figure", "outside", "near"),
        [
            *(("19.5", True, False), ("19.4", False, True), ("16.9", False, True), ("16.8", False, False)),
            *(("6.2", False, False), ("6.1", False, True), ("3.6", False, True), ("3.5", True, False)),
        ],
    )
    def test_a_figure_is_near_a_limit_beyond_two_thirds_of_the_way_and_outside_beyond_the_limit(
        self, figure: str, outside: bool, near: bool
    ) -> None:
        last = analysed(chart_of([*BASELINE, figure], fix_after=6)).points[-1]
        assert (last.outside, last.near_limit) == (outside, near)

    def test_steps_of_over_three_average_steps_are_left_out_of_the_limits_only_where_that_is_asked_for(self) -> None:
        # Eleven steps of 3, then 59 and 58, average 150 / 13; 3.267 times that is 37.7, so both go, and 3 is left.
        figures = [*WAVE[:12], "72", "14"]
        assert lines_of(chart_of(figures)) == (-14.6923, 16, 46.6923)
        assert lines_of(chart_of(figures, screen_outliers=True)) == (8.02, 16, 23.98)
        assert [point.rule for point in analysed(chart_of(figures)).points] == ["shift"] * 12 + ["outside", None]
        screened = analysed(chart_of(figures, screen_outliers=True)).points
        assert [point.rule for point in screened] == ["two_of_three", "shift"] * 6 + ["outside", None]


class TestRules:
    def test_a_figure_outside_the_limits_is_flagged_on_either_side(self) -> None:
        assert after_baseline("19.5", "11.5", "3.5", "11.5") == ["outside", None, "outside", None]

    def test_seven_rising_figures_are_a_trend_and_all_of_them_are_flagged(self) -> None:
        assert after_baseline("8", "8.5", "9", "9.5", "10", "10.5", "11", "10.5") == ["trend"] * 7 + ["shift"]
        assert after_baseline("8", "8.5", "9", "9.5", "10", "10.5", "13") == ["trend"] * 7
        assert after_baseline("8", "8.5", "9", "9.5", "10", "10.5", "10.5", "13") == ["shift"] * 7 + [None]
        assert after_baseline("11", "10.5", "10", "10", "9.5", "9", "8.5", "13") == ["shift"] * 7 + [None]

    def test_six_rising_figures_are_a_trend_only_where_six_are_asked_for(self) -> None:
        six = ("9", "10", "11", "12", "13", "14", "14")
        assert after_baseline(*six) == [None] * 7
        assert after_baseline(*six, trend_length=7) == [None] * 7
        assert after_baseline(*six, trend_length=6) == ["trend"] * 6 + [None]

    def test_a_trend_is_judged_by_its_slope_and_its_turn_by_the_later_one(self) -> None:
        up_and_down = ["8", "8.5", "9", "9.5", "10", "10.5", "11", "10.5", "10", "9.5", "9", "8.5", "8"]
        high = analysed(chart_of([*BASELINE, *up_and_down], fix_after=6)).points[6:]
        assert [point.rule for point in high] == ["trend"] * 13
        assert [point.point_type for point in high] == [BETTER] * 6 + [WORSE] * 7
        low = analysed(chart_of([*BASELINE, *up_and_down], fix_after=6, polarity=Polarity.LOW)).points[6:]
        assert [point.point_type for point in low] == [WORSE] * 6 + [BETTER] * 7

    def test_two_of_three_neighbours_near_one_limit_are_flagged_and_the_third_is_not(self) -> None:
        assert after_baseline("17", "12", "18", "10") == ["two_of_three", None, "two_of_three", None]
        assert after_baseline("6", "11", "5", "13") == ["two_of_three", None, "two_of_three", None]
        assert after_baseline("17", "11", "18", "10") == [None] * 4

    def test_seven_neighbours_on_one_side_of_the_mean_are_flagged_and_six_are_not(self) -> None:
        above = ["12.5", "12.4"] * 4
        assert after_baseline("10", *above[:7], "10") == [None, *["shift"] * 7, None]
        assert after_baseline("10", *above[:6], "10") == [None] * 8
        assert after_baseline("10", *above[:6], "10", shift_length=6) == [None, *["shift"] * 6, None]
        assert after_baseline("10", *above[:6], "11.5", above[6], "10") == [None] * 10

    def test_the_first_rule_that_holds_is_the_one_that_is_told(self) -> None:
        # All seven rise, the last is outside, and it and the one before it are beyond two thirds of the way.
        assert after_baseline("8", "10", "12", "14", "17", "18", "19.5") == ["trend"] * 6 + ["outside"]
        # Seven above the mean, two of which are near the limit.
        assert after_baseline("10", "12", "17", "12", "17", "12", "13", "12") == [
            *(None, "shift", "two_of_three", "shift", "two_of_three", "shift", "shift", "shift"),
        ]

    @pytest.mark.parametrize("gap", ["", "-", "n/a", "c"])
    def test_a_month_without_a_figure_breaks_every_run(self, gap: str) -> None:
        above, rising = ["12.5", "12.4"] * 3, ["8", "8.5", "9", "9.5", "10", "10.5"]
        assert after_baseline("10", *above, gap, *above, "10") == [None] * 15
        assert after_baseline(*rising, gap, "11", "13") == [None] * 9
        assert after_baseline("17", gap, "18", "10") == [None] * 4


class TestDirection:
    @pytest.mark.parametrize(
        ("polarity", "high", "low"),
        [
            (Polarity.HIGH, BETTER, WORSE),
            (Polarity.LOW, WORSE, BETTER),
            (Polarity.NEAR, "special_cause_neutral_high", "special_cause_neutral_low"),
            (Polarity.NONE, "special_cause_neutral_high", "special_cause_neutral_low"),
        ],
    )
    def test_which_way_is_good_says_what_a_figure_outside_the_limits_means(
        self, polarity: Polarity, high: str, low: str
    ) -> None:
        assert analysed(chart_of([*WAVE[:12], "30"], polarity=polarity)).variation == high
        assert analysed(chart_of([*WAVE[:12], "-7"], polarity=polarity)).variation == low
        assert analysed(chart_of([*WAVE[:12], "11"], polarity=polarity)).variation == "common_cause"

    def test_a_minimum_above_the_upper_target_makes_low_good(self) -> None:
        seen = kpi_with([*WAVE[:12], "-7"], polarity=Polarity.HIGH, minimum="25", upper="20")
        assert analysed(spc(seen)).variation == BETTER


class TestTarget:
    @pytest.mark.parametrize(
        ("polarity", "minimum", "upper", "target", "assurance"),
        [
            (Polarity.HIGH, "1", "3", 3.0, "pass"),
            (Polarity.HIGH, "3", "", 3.0, "pass"),
            (Polarity.HIGH, "3", "20", 20.0, "fail"),
            (Polarity.HIGH, "3", "4", 4.0, "inconsistent"),
            (Polarity.LOW, "25", "20", 20.0, "pass"),
            (Polarity.LOW, "20", "", 20.0, "pass"),
            (Polarity.LOW, "20", "3", 3.0, "fail"),
            (Polarity.LOW, "20", "19", 19.0, "inconsistent"),
            (Polarity.NEAR, "20", "25", 25.0, None),
            (Polarity.NONE, "20", "20", 20.0, None),
            (Polarity.HIGH, "", "", None, None),
            (Polarity.HIGH, "3", "0", 0.0, "fail"),
        ],
    )
    def test_the_chart_says_whether_the_upper_target_or_the_only_one_is_kept(
        self, polarity: Polarity, minimum: str, upper: str, target: float | None, assurance: str | None
    ) -> None:
        chart = spc(kpi_with(WAVE, polarity=polarity, minimum=minimum, upper=upper))
        assert (chart.target, analysed(chart).assurance) == (target, assurance)

    def test_the_last_part_alone_is_held_against_the_target(self) -> None:
        figures = [*WAVE, *["40", "43"] * 7]
        whole = spc(kpi_with(figures, upper="26"))
        parted = spc(kpi_with(figures, upper="26", rebase=["2019-06"]))
        assert (analysed(whole).assurance, analysed(parted).assurance) == ("inconsistent", "pass")

    def test_in_whether_it_was_met_so_far_neither_earlier_parts_count_nor_months_that_nobody_entered(self) -> None:
        figures = [*WAVE, *["20", "24"] * 3, "", *["20", "24"] * 4]
        part = spc(kpi_with(figures, upper="19", rebase=["2019-06"])).assurance
        whole = spc(kpi_with(figures, upper="19")).assurance
        assert (part and part.word, whole and whole.word) == ("Met so far", "Hit and miss")


class TestRebase:
    def test_each_part_has_its_own_lines(self) -> None:
        chart = chart_of([*WAVE, *["20", "24"] * 7], rebase=["2019-06"])
        assert [point.rebase_group for point in analysed(chart).points] == [0] * 14 + [1] * 14
        assert lines_of(chart, point=13) == (3.52, 11.5, 19.48)
        assert lines_of(chart, point=14) == (11.36, 22, 32.64)
        assert {point.rule for point in analysed(chart).points} == {None}

    @pytest.mark.parametrize(
        ("period", "groups"),
        [
            ("2019-05", [0] * 13 + [1]),
            ("2019-05-31", [0] * 13 + [1]),
            ("2019-06-01", [0] * 14),
            ("2018/19 Q4", [0] * 9 + [1] * 5),
            ("2018/19", [1] * 14),
            ("2017-01", [1] * 14),
            ("2031-01", [0] * 14),
            ("soon", [0] * 14),
        ],
    )
    def test_a_part_begins_with_the_first_month_that_ends_on_or_after_its_day(
        self, period: str, groups: list[int]
    ) -> None:
        chart = chart_of(WAVE, rebase=[period])
        assert [point.rebase_group for point in analysed(chart).points] == groups

    def test_a_part_may_begin_with_a_month_that_nobody_entered(self) -> None:
        kpi = kpi_of(polarity=Polarity.HIGH)
        figures = months("2018-04", WAVE)
        del figures["2018-12"]
        rebase = Rebase(id=new_id(), kpi=kpi.id, period="2018-12")
        chart = spc(view(board_of(kpi, rebase, *trend(kpi, figures)), kpi))
        assert [point.value for point in analysed(chart).points][7:10] == [13, None, 13]
        assert [point.rebase_group for point in analysed(chart).points] == [0] * 8 + [1] * 6

    def test_limits_are_on_trial_in_each_part_that_is_short(self) -> None:
        chart = chart_of([*WAVE[:13], *["20", "24"] * 6], rebase=["2019-05"])
        assert [point.limits for point in analysed(chart).points] == ["full"] * 13 + ["trial"] * 12
        chart = chart_of([*WAVE[:13], *["20", "24"] * 2, "20"], rebase=["2019-05"])
        assert [point.limits for point in analysed(chart).points] == ["full"] * 13 + [None] * 5


class TestHowManyReadings:
    @pytest.mark.parametrize(("count", "words"), [(0, "no readings"), (2, "2 readings"), (5, "5 readings")])
    def test_below_six_there_is_no_chart_and_the_reason_says_how_many_there_are(self, count: int, words: str) -> None:
        chart = chart_of(WAVE[:count])
        assert chart.analysis is None
        assert chart.reason == f"No control chart: there are {words}, and limits need at least 6."
        assert [value for _, value in chart.points] == [float(each) for each in WAVE[:count]]

    @pytest.mark.parametrize("count", [6, 8, 12])
    def test_from_six_to_twelve_the_limits_are_on_trial_and_nothing_is_judged(self, count: int) -> None:
        chart = spc(kpi_with(WAVE[:count], upper="3"))
        assert {point.limits for point in analysed(chart).points} == {"trial"}
        assert lines_of(chart) == (3.52, 11.5, 19.48)
        assert (analysed(chart).variation, analysed(chart).assurance) == (None, None)

    @pytest.mark.parametrize("count", [13, 14])
    def test_from_thirteen_on_the_chart_is_judged(self, count: int) -> None:
        chart = spc(kpi_with([*WAVE[: count - 1], "11.5"], upper="3"))
        assert {point.limits for point in analysed(chart).points} == {"full"}
        assert (analysed(chart).variation, analysed(chart).assurance) == ("common_cause", "pass")

    def test_months_without_a_figure_make_no_limits_and_the_last_of_them_no_points(self) -> None:
        chart = chart_of(["10", "13", "", "10", "13", "n/a", "10", "13", "-", ""])
        assert [value for _, value in chart.points] == [10, 13, None, 10, 13, None, 10, 13]
        assert [point.value for point in analysed(chart).points] == [10, 13, None, 10, 13, None, 10, 13]
        assert lines_of(chart) == (3.52, 11.5, 19.48)
        assert {point.limits for point in analysed(chart).points} == {"trial"}

    def test_a_true_zero_is_a_reading(self) -> None:
        chart = chart_of(["0", "3", "0", "3", "0", "3"])
        assert lines_of(chart) == (-6.48, 1.5, 9.48)
        assert chart_of(["0", "3", "0", "3", "-", "3"]).reason.startswith("No control chart: there are 5 readings")

    @pytest.mark.parametrize(
        ("basis", "covers"), [(Basis.YEAR_TO_DATE, "year-to-date"), (Basis.ROLLING, "rolling 12-month")]
    )
    def test_figures_that_contain_one_another_have_no_chart_however_many_there_are(
        self, basis: Basis, covers: str
    ) -> None:
        chart = spc(kpi_with(WAVE, basis=basis, upper="12"))
        assert chart.analysis is None
        assert chart.target is None
        assert len(chart.points) == 14
        assert chart.reason == (
            f"No control chart: {covers} figures are not independent points, since each contains most of the one "
            "before. Give the single months a KPI of their own to chart them."
        )

    def test_the_chart_is_of_the_trend_and_not_of_the_figures_stated_as_current(self) -> None:
        kpi = kpi_of(polarity=Polarity.HIGH)
        stated = trend(kpi, months("2018-04", ["90"] * 14), Series.CURRENT)
        seen = view(board_of(kpi, *trend(kpi, months("2018-04", WAVE)), *stated, current(kpi, "2019-06", "95")), kpi)
        assert lines_of(spc(seen)) == (3.52, 11.5, 19.48)
