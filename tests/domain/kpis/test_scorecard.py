"""What the scorecard says of a KPI: figure, target, status, movement, trend."""

import itertools
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boardtui.domain.board.board import Board, Since
from boardtui.domain.dates.figures import read_figure
from boardtui.domain.kpis.scorecard import KpiView, make_up, put_last, since_meeting, sparkline, view, views
from boardtui.domain.kpis.targets import FigureChange, Status, status
from boardtui.domain.kpis.trend import spc
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import Kpi, Meeting, Rebase, TargetChange
from boardtui.domain.records.kpis import Basis, Polarity, Series
from tests.domain.making import board_of, current, kpi_of, months, new_id, previous_year, trend


def rated(figure: str, polarity: Polarity, minimum: str, upper: str) -> Status:
    return status(read_figure(figure), polarity, read_figure(minimum), read_figure(upper))


def looked_at(kpi: Kpi, *records: object) -> KpiView:
    return view(board_of(kpi, *records), kpi)  # type: ignore[arg-type]


class TestStatus:
    @pytest.mark.parametrize(
        ("figure", "expected"),
        [
            ("95%", Status.MET),
            ("97.8%", Status.MET),
            ("94.9%", Status.NEARLY),
            ("90%", Status.NEARLY),
            ("89.9%", Status.MISSED),
            ("0%", Status.MISSED),
        ],
    )
    def test_where_high_is_good_both_targets_belong_to_the_better_side(self, figure: str, expected: Status) -> None:
        assert rated(figure, Polarity.HIGH, "90%", "95%") is expected

    @pytest.mark.parametrize(
        ("figure", "expected"),
        [
            ("10%", Status.MET),
            ("3.0%", Status.MET),
            ("10.1%", Status.NEARLY),
            ("15%", Status.NEARLY),
            ("15.1%", Status.MISSED),
        ],
    )
    def test_where_low_is_good_the_minimum_is_the_higher_target(self, figure: str, expected: Status) -> None:
        assert rated(figure, Polarity.LOW, "15%", "10%") is expected

    @pytest.mark.parametrize("polarity", [Polarity.HIGH, Polarity.NONE])
    def test_a_minimum_above_the_upper_target_says_low_is_good_whatever_the_polarity_says(
        self, polarity: Polarity
    ) -> None:
        assert rated("3.0%", polarity, "15%", "10%") is Status.MET
        assert rated("43.1%", polarity, "15%", "10%") is Status.MISSED

    def test_equal_targets_leave_no_amber_band(self) -> None:
        assert rated("91%", Polarity.HIGH, "91%", "91%") is Status.MET
        assert rated("90.99%", Polarity.HIGH, "91%", "91%") is Status.MISSED

    @pytest.mark.parametrize(("minimum", "upper"), [("90%", ""), ("", "90%")])
    def test_one_target_alone_leaves_no_amber_band(self, minimum: str, upper: str) -> None:
        assert rated("90%", Polarity.HIGH, minimum, upper) is Status.MET
        assert rated("89%", Polarity.HIGH, minimum, upper) is Status.MISSED

    @pytest.mark.parametrize(("figure", "expected"), [("20", "met"), ("25", "met"), ("19", "missed"), ("26", "missed")])
    def test_near_target_is_met_from_one_target_to_the_other(self, figure: str, expected: str) -> None:
        assert rated(figure, Polarity.NEAR, "20", "25") == expected
        assert rated(figure, Polarity.NEAR, "25", "20") == expected

    @pytest.mark.parametrize("figure", ["", "-", "n/a", "z", ":", "x", "u", "low", "twelve", "3 of 40"])
    def test_a_missing_figure_is_not_rated_and_is_not_zero(self, figure: str) -> None:
        assert rated(figure, Polarity.HIGH, "90%", "95%") is Status.UNRATED

    @pytest.mark.parametrize("figure", ["c", "[c]", "confidential"])
    def test_a_confidential_figure_is_not_shown_unless_there_would_be_nothing_to_rate_it_by(self, figure: str) -> None:
        assert rated(figure, Polarity.HIGH, "90%", "95%") is Status.HIDDEN
        assert rated(figure, Polarity.HIGH, "", "") is Status.UNRATED
        assert rated(figure, Polarity.NONE, "90%", "95%") is Status.UNRATED

    def test_a_true_zero_is_rated(self) -> None:
        assert rated("0", Polarity.LOW, "5", "2") is Status.MET

    @pytest.mark.parametrize(
        ("figure", "polarity", "minimum", "upper"),
        [
            ("97%", Polarity.HIGH, "", ""),
            ("97%", Polarity.NONE, "90%", "95%"),
            ("97%", Polarity.HIGH, "tbc", "95%"),
            ("£97", Polarity.HIGH, "90%", "95%"),
            ("12", Polarity.LOW, "10", "15"),
        ],
    )
    def test_what_cannot_be_told_is_not_rated(self, figure: str, polarity: Polarity, minimum: str, upper: str) -> None:
        assert rated(figure, polarity, minimum, upper) is Status.UNRATED

    def test_each_status_has_its_own_letter_shape_and_word(self) -> None:
        assert [each.label for each in Status] == [
            *("G ● Met", "A ▲ Nearly met", "R ✖ Missed"),
            *("○ Not shown", "○ Not rated"),
        ]

    @given(st.decimals(-1000, 1000, places=1), st.decimals(-1000, 1000, places=1), st.decimals(-1000, 1000, places=1))
    def test_low_is_good_mirrors_high_is_good(self, figure: Decimal, minimum: Decimal, upper: Decimal) -> None:
        if minimum > upper:
            minimum, upper = upper, minimum
        high = rated(str(figure), Polarity.HIGH, str(minimum), str(upper))
        low = rated(str(-figure), Polarity.LOW, str(-minimum), str(-upper))
        assert high is low


class TestCurrentFigure:
    def test_the_stated_figure_of_a_year_to_date_is_not_its_latest_month(self) -> None:
        kpi = kpi_of(basis=Basis.YEAR_TO_DATE)
        seen = looked_at(kpi, *trend(kpi, {"2019-02": "89.4%"}), current(kpi, "2019-02", "4,381/4,797 91.3%"))
        assert (seen.figure.text, seen.as_at) == ("91.3%", "Feb 19")
        assert (seen.numerator.text, seen.denominator.text) == ("4,381", "4,797")

    def test_a_newer_month_never_replaces_a_year_to_date(self) -> None:
        kpi = kpi_of(basis=Basis.YEAR_TO_DATE)
        seen = looked_at(kpi, *trend(kpi, {"2019-03": "89.4%"}), current(kpi, "2019-02", "91.3%"))
        assert (seen.figure.text, seen.as_at) == ("91.3%", "Feb 19")

    def test_a_newer_month_replaces_a_stated_snapshot(self) -> None:
        kpi = kpi_of(basis=Basis.SNAPSHOT)
        seen = looked_at(kpi, *trend(kpi, {"2019-03": "89.4%"}), current(kpi, "2019-02", "91.3%"))
        assert (seen.figure.text, seen.as_at) == ("89.4%", "Mar 19")

    def test_without_a_stated_figure_the_latest_period_counts_in_whatever_order_it_was_entered(self) -> None:
        kpi = kpi_of()
        seen = looked_at(kpi, *trend(kpi, {"Feb 19": "3", "2018-12": "1", "2019-01": "2", "spring": "9"}))
        assert (seen.figure.text, seen.as_at) == ("3", "Feb 19")
        assert [each.label for each in seen.readings()] == ["Dec 18", "Jan 19", "Feb 19", "spring"]

    def test_a_dash_in_the_latest_month_is_shown_and_an_empty_cell_is_passed_over(self) -> None:
        kpi = kpi_of()
        assert looked_at(kpi, *trend(kpi, {"2019-01": "2.5", "2019-02": "-"})).figure.text == "-"
        assert looked_at(kpi, *trend(kpi, {"2019-01": "2.5", "2019-02": ""})).figure.text == "2.5"

    def test_a_kpi_without_readings_has_no_figure_and_is_not_rated(self) -> None:
        seen = looked_at(kpi_of(polarity=Polarity.HIGH, minimum="90%", upper="95%"))
        assert (seen.figure.number, seen.as_at, seen.status) == (None, "", Status.UNRATED)
        assert seen.movement.change is FigureChange.NONE
        assert seen.sparkline() == ""

    def test_the_previous_year_is_the_last_one_that_had_ended(self) -> None:
        kpi = kpi_of()
        years = [previous_year(kpi, year, year) for year in ("2016/17", "2018/19", "2017/18")]
        seen = looked_at(kpi, *trend(kpi, {"2019-02": "3"}), *years)
        assert seen.previous_year is not None
        assert seen.previous_year.year == "2017/18"


class TestTargetsInForce:
    def test_each_reading_is_rated_by_the_targets_of_its_time(self) -> None:
        kpi = kpi_of(polarity=Polarity.HIGH, minimum="80%", upper="85%")
        change = TargetChange(
            id=new_id(), kpi=kpi.id, since="2019-02", polarity=Polarity.HIGH, minimum="90%", upper="95%"
        )
        seen = looked_at(kpi, change, *trend(kpi, {"2019-01": "86%", "2019-02": "86%"}))
        assert [seen.status_of(each) for each in seen.readings()] == [Status.MET, Status.MISSED]
        assert (seen.targets.words, seen.status) == ("90% – 95%", Status.MISSED)

    def test_a_change_that_begins_later_or_on_no_known_day_does_not_count_yet(self) -> None:
        kpi = kpi_of(polarity=Polarity.HIGH, minimum="80%", upper="85%")
        changes = [
            TargetChange(id=new_id(), kpi=kpi.id, since=since, polarity=Polarity.HIGH, minimum="99%", upper="99%")
            for since in ("2019-03", "when agreed")
        ]
        assert looked_at(kpi, *changes, *trend(kpi, {"2019-02": "86%"})).status is Status.MET


class TestMovement:
    @pytest.mark.parametrize(
        ("polarity", "before", "now", "words"),
        [
            (Polarity.HIGH, "90%", "91%", "↑ better"),
            (Polarity.HIGH, "91%", "90%", "↓ worse"),
            (Polarity.LOW, "90%", "91%", "↓ worse"),
            (Polarity.LOW, "91%", "90%", "↑ better"),
            (Polarity.NONE, "281", "304", "△ up"),
            (Polarity.NONE, "304", "281", "▽ down"),
            (Polarity.HIGH, "99.5%", "99.50%", "► same"),
        ],
    )
    def test_an_arrow_says_better_or_worse_and_only_without_a_polarity_up_or_down(
        self, polarity: Polarity, before: str, now: str, words: str
    ) -> None:
        kpi = kpi_of(polarity=polarity)
        seen = looked_at(kpi, *trend(kpi, {"2019-01": before, "2019-02": now}))
        assert seen.movement.change.words == words

    @pytest.mark.parametrize(("before", "now", "change"), [("10", "18", "better"), ("30", "40", "worse")])
    def test_closer_to_the_target_is_better_where_it_is_to_be_kept_close_to(
        self, before: str, now: str, change: str
    ) -> None:
        kpi = kpi_of(polarity=Polarity.NEAR, minimum="20", upper="25")
        assert looked_at(kpi, *trend(kpi, {"2019-01": before, "2019-02": now})).movement.change == change

    @pytest.mark.parametrize(("between", "change"), [("n/a", "better"), ("-", "better"), ("c", ""), ("", "better")])
    def test_a_confidential_figure_is_not_passed_over(self, between: str, change: str) -> None:
        kpi = kpi_of(polarity=Polarity.HIGH)
        stated = {"2018-12": "90%", "2019-01": between, "2019-02": "91%"}
        assert looked_at(kpi, *trend(kpi, stated)).movement.change == change

    def test_a_missing_latest_figure_has_not_moved(self) -> None:
        kpi = kpi_of(polarity=Polarity.HIGH)
        assert looked_at(kpi, *trend(kpi, {"2019-01": "90%", "2019-02": "n/a"})).movement.change is FigureChange.NONE

    def test_a_gap_is_passed_over(self) -> None:
        kpi = kpi_of(polarity=Polarity.LOW)
        movement = looked_at(kpi, *trend(kpi, {"2018-11": "2.4", "2018-12": "-", "2019-01": "2.5"})).movement
        assert (movement.change, movement.difference) == (FigureChange.WORSE, Decimal("0.1"))

    def test_a_month_is_not_compared_with_a_year_or_a_share_with_a_count(self) -> None:
        kpi = kpi_of(polarity=Polarity.HIGH)
        assert looked_at(kpi, *trend(kpi, {"2017/18": "80%", "2019-02": "90%"})).movement.change is FigureChange.NONE
        assert (
            looked_at(kpi, *trend(kpi, {"2019-01": "80 days", "2019-02": "90%"})).movement.change is FigureChange.NONE
        )

    def test_a_first_year_to_date_is_not_compared_with_a_month(self) -> None:
        kpi = kpi_of(polarity=Polarity.HIGH, basis=Basis.YEAR_TO_DATE)
        readings = [*trend(kpi, {"2019-01": "87.7%", "2019-02": "89.4%"}), current(kpi, "2019-02", "91.3%")]
        movement = looked_at(kpi, *readings).movement
        assert movement.before is not None
        assert movement.now is not None
        assert (movement.before.figure.text, movement.now.figure.text) == ("87.7%", "89.4%")

    def test_two_years_to_date_are_compared_with_each_other(self) -> None:
        kpi = kpi_of(polarity=Polarity.HIGH, basis=Basis.YEAR_TO_DATE)
        stated = [current(kpi, "2019-01", "91.5%"), current(kpi, "2019-02", "91.3%")]
        months = trend(kpi, {"2019-01": "87.7%", "2019-02": "89.4%"})
        assert looked_at(kpi, *months, *stated).movement.change is FigureChange.WORSE


class TestSinceTheLastMeeting:
    kpi = kpi_of(polarity=Polarity.HIGH)

    def change(self, board: Board) -> FigureChange:
        return since_meeting(view(board, self.kpi)).change

    def test_a_month_entered_since_is_compared_with_the_one_before(self) -> None:
        old, new = trend(self.kpi, {"2019-01": "90%", "2019-02": "92%"})
        since = Since(Meeting(id=new_id()), new=frozenset({new.id}))
        assert self.change(board_of(self.kpi, old, new, since=since)) is FigureChange.BETTER

    def test_a_corrected_figure_is_compared_with_what_it_was(self) -> None:
        (reading,) = trend(self.kpi, {"2019-01": "90%"})
        then = {"numerator": "", "denominator": "", "value": "95%", "provisional": False}
        since = Since(Meeting(id=new_id()), before={reading.id: {"figure": then}})
        assert self.change(board_of(self.kpi, reading, since=since)) is FigureChange.WORSE

    def test_a_figure_deleted_since_still_counts_as_it_was(self) -> None:
        kept, gone = trend(self.kpi, {"2019-01": "90%", "2019-02": "80%"})
        since = Since(Meeting(id=new_id()), gone=(gone,))
        assert self.change(board_of(self.kpi, kept, since=since)) is FigureChange.BETTER

    def test_nothing_is_compared_without_a_meeting_or_for_a_new_kpi(self) -> None:
        (reading,) = trend(self.kpi, {"2019-01": "90%"})
        assert self.change(board_of(self.kpi, reading)) is FigureChange.NONE
        since = Since(Meeting(id=new_id()), new=frozenset({self.kpi.id, reading.id}))
        assert self.change(board_of(self.kpi, reading, since=since)) is FigureChange.NONE

    def test_a_month_is_not_compared_with_the_year_to_date_that_replaced_it(self) -> None:
        kpi = replace(self.kpi, basis=Basis.YEAR_TO_DATE)
        (month,) = trend(kpi, {"2019-01": "90%"})
        year = current(kpi, "2019-01", "95%")
        board = board_of(kpi, month, year, since=Since(Meeting(id=new_id()), new=frozenset({year.id})))
        assert since_meeting(view(board, kpi)).change is FigureChange.NONE

    @pytest.mark.parametrize(
        ("before", "now", "change"),
        [
            (Basis.MONTH, Basis.MONTH, FigureChange.BETTER),
            (Basis.MONTH, Basis.SNAPSHOT, FigureChange.BETTER),
            (Basis.YEAR_TO_DATE, Basis.YEAR_TO_DATE, FigureChange.BETTER),
            (Basis.MONTH, Basis.YEAR_TO_DATE, FigureChange.NONE),
            (Basis.YEAR_TO_DATE, Basis.MONTH, FigureChange.NONE),
            (Basis.ROLLING, Basis.YEAR_TO_DATE, FigureChange.NONE),
        ],
    )
    def test_a_figure_that_covers_more_than_it_did_then_is_not_compared(
        self, before: Basis, now: Basis, change: FigureChange
    ) -> None:
        kpi = kpi_of(polarity=Polarity.HIGH, basis=now)
        old, new = current(kpi, "2019-01", "40"), current(kpi, "2019-02", "80")
        then = {kpi.id: {"basis": {"basis": before.value}}}
        since = Since(Meeting(id=new_id()), before=then, new=frozenset({new.id}))
        assert since_meeting(view(board_of(kpi, old, new, since=since), kpi)).change is change


class TestTrend:
    def test_a_period_nobody_entered_is_a_gap(self) -> None:
        kpi = kpi_of()
        seen = looked_at(kpi, *trend(kpi, {"2018-09": "1", "2018-12": "4", "2018-10": "n/a", "2017/18": "99"}))
        assert seen.series() == [1, None, None, 4]
        assert [period.label for period, _ in seen.points()] == ["Sep 18", "Oct 18", "Nov 18", "Dec 18"]

    def test_the_two_series_are_kept_apart(self) -> None:
        kpi = kpi_of()
        seen = looked_at(kpi, *trend(kpi, {"2018-09": "1"}), current(kpi, "2018-09", "7"))
        assert (seen.series(), seen.series(Series.CURRENT)) == ([1], [7])

    def test_a_wrong_century_does_not_fill_the_chart_with_gaps(self) -> None:
        kpi = kpi_of()
        assert len(looked_at(kpi, *trend(kpi, {"0209-02": "1", "2019-02": "4"})).series()) == 2

    @pytest.mark.parametrize(
        ("values", "width", "drawn"),
        [
            ([1, None, 8], 12, "▁ █"),
            ([9, 1, 8], 2, "▁█"),
            ([5, 5], 12, "▄▄"),
            ([None, None], 12, "  "),
            ([1, 2], 0, ""),
            ([], 5, ""),
            ([1, 2, 3, 4, 5, 6, 7, 8], 8, "▁▂▃▄▅▆▇█"),
        ],
    )
    def test_a_sparkline_shows_the_latest_values_and_leaves_gaps(
        self, values: list[float | None], width: int, drawn: str
    ) -> None:
        assert sparkline(values, width) == drawn

    @given(st.lists(st.none() | st.floats(-1e9, 1e9), max_size=40), st.integers(0, 30))
    def test_a_sparkline_never_outgrows_its_column(self, values: list[float | None], width: int) -> None:
        drawn = sparkline(values, width)
        assert len(drawn) == min(len(values), width)
        shown = values[len(values) - len(drawn) :]
        assert [bar == " " for bar in drawn] == [value is None for value in shown]


class TestControlChart:
    values = tuple(str(10 + each % 3) for each in range(14))

    def test_enough_independent_months_have_a_chart(self) -> None:
        kpi = kpi_of(polarity=Polarity.LOW, minimum="30", upper="20")
        chart = spc(looked_at(kpi, *trend(kpi, months("2018-01", self.values))))
        assert chart.analysis is not None
        assert (chart.analysis.variation, chart.analysis.assurance) == ("common_cause", "pass")
        assert len(chart.points) == len(chart.analysis.points) == 14

    @pytest.mark.parametrize(
        ("basis", "words"), [(Basis.YEAR_TO_DATE, "year-to-date"), (Basis.ROLLING, "rolling 12-month")]
    )
    def test_cumulative_figures_have_none_and_the_reason_says_so(self, basis: Basis, words: str) -> None:
        kpi = kpi_of(basis=basis)
        chart = spc(looked_at(kpi, *trend(kpi, months("2018-01", self.values))))
        assert chart.analysis is None
        assert f"{words} figures are not independent points" in chart.reason

    def test_five_readings_are_too_few_and_gaps_do_not_count(self) -> None:
        kpi = kpi_of()
        chart = spc(looked_at(kpi, *trend(kpi, {**months("2018-01", ["1", "2", "3", "-", "5"]), "2018-09": "6"})))
        assert (chart.analysis, chart.reason) == (
            None,
            "No control chart: there are 5 readings, and limits need at least 6.",
        )

    def test_a_latest_month_without_a_figure_does_not_hide_what_came_before(self) -> None:
        kpi = kpi_of(polarity=Polarity.HIGH)
        chart = spc(looked_at(kpi, *trend(kpi, months("2018-01", [*self.values, "99", "-"]))))
        assert chart.analysis is not None
        assert chart.analysis.variation == "special_cause_improvement"

    def test_limits_start_afresh_from_a_rebase_point(self) -> None:
        kpi = kpi_of()
        rebases = [Rebase(id=new_id(), kpi=kpi.id, period=period) for period in ("2018-04", "2031-01", "one day")]
        chart = spc(looked_at(kpi, *rebases, *trend(kpi, months("2018-01", self.values))))
        assert chart.analysis is not None
        assert [point.rebase_group for point in chart.analysis.points] == [0] * 3 + [1] * 11


class TestNewKpis:
    """Where a measure goes whose place nobody has stated."""

    def new(self, ref: str, group: str, **values: object) -> Change:
        return Change(new_id(), "kpi", {"ref": ref, "group": group, **values})

    def test_a_new_one_goes_to_the_end_of_its_group_and_a_new_group_to_the_end_of_all(self) -> None:
        kpis = [kpi_of("5.1", group="Visits", position=10), kpi_of("3.2", group="Reviews", position=20)]
        other = Change(kpis[0].id, "kpi", {"title": "As it was"})
        changes = [self.new("1.1", "visits"), self.new("1.0", "Visits"), self.new("1.2", "Plans"), other]
        placed = put_last(board_of(*kpis), changes)
        assert [each.values.get("position") for each in placed] == [11, 12, 21, None]

    def test_a_stated_position_stays_and_where_nobody_states_any_refs_decide(self) -> None:
        stated = self.new("1.1", "Visits", position=-5)
        assert put_last(board_of(kpi_of("5.1", group="Visits", position=10)), [stated]) == [stated]
        unstated = self.new("1.1", "Visits")
        assert put_last(board_of(kpi_of("5.1", group="Visits")), [unstated]) == [unstated]
        assert put_last(board_of(), [unstated]) == [unstated]


class TestScorecard:
    def test_kpis_stand_as_the_paper_has_them_and_are_counted_by_group(self) -> None:
        kpis = [
            kpi_of("5.12", group="Visits", position=1, polarity=Polarity.HIGH, minimum="90%", upper="95%"),
            kpi_of("3.2", group="Reviews", position=2),
            kpi_of("2.10", group="Visits", position=3, polarity=Polarity.HIGH, minimum="90%", upper="95%"),
        ]
        figures = itertools.chain(trend(kpis[0], {"2019-02": "100%"}), trend(kpis[2], {"2019-02": "10%"}))
        seen = views(board_of(*reversed(kpis), *figures))
        assert [each.kpi.ref for each in seen] == ["5.12", "3.2", "2.10"]
        counts = make_up(seen)
        assert list(counts) == ["Visits", "Reviews"]
        assert {status: count for status, count in counts["Visits"].items() if count} == {
            Status.MISSED: 1,
            Status.MET: 1,
        }
