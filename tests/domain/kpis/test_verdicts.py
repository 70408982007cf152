"""Verdicts on figures: given only where figure and targets are on one scale, and never in silence otherwise."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boardtui.domain.board.board import Board
from boardtui.domain.kpis.figure_checks import kpi_findings
from boardtui.domain.kpis.plausible import is_far
from boardtui.domain.kpis.readings import figure_of, period_for
from boardtui.domain.kpis.scorecard import KpiView, view
from boardtui.domain.kpis.scorecard_blocks import Scorecard
from boardtui.domain.kpis.targets import Status, status
from boardtui.domain.kpis.trend import spc
from boardtui.domain.records.kinds import Kpi
from boardtui.domain.records.kpis import Polarity
from tests.domain.making import board_of, kpi_of, months, trend


def board_with(
    figures: dict[str, str], *, entered: str = "2026-11-28T09:00:00Z", **kpi: object
) -> tuple[Board, KpiView]:
    """A board with one KPI of these figures, by period."""
    made = kpi_of("1.1", **{"polarity": Polarity.HIGH, **kpi})
    board = board_of(made, *(replace(each, changed_at=entered) for each in trend(made, figures)))
    found = board.get(Kpi, made.id)
    assert found is not None
    return board, view(board, found)


def codes(seen: KpiView) -> set[str]:
    return {each.code for each in kpi_findings(seen)}


class TestOneScale:
    @pytest.mark.parametrize(
        ("figure", "minimum", "upper", "unit"),
        [
            ("5%", "0.9", "0.95", "percent"),
            ("0.97", "90%", "95%", "percent"),
            ("12%", "0.15", "0.10", "percent"),
            ("0.97", "90", "95", "percent"),
            ("0.97", "90%", "95%", ""),
            ("1 week", "10 days", "5 days", "days"),
            ("5 working days", "10 calendar days", "5 calendar days", ""),
            ("2 months", "10", "5", "days"),
            ("£335k", "90%", "95%", ""),
            ("97", "90%", "95%", "count"),
            ("60 per 10,000", "6 per 1,000", "5 per 1,000", "rate"),
            ("97.8%", "90%", "31/07/2021", "percent"),
            ("1.15", "£1.2m", "£1.1m", "money"),
            ("1,150", "£1.2m", "£1.1m", "money"),
            ("1.15", "£1.2m", "£1.1m", ""),
            ("1,150", "1,200,000", "1,100,000", "pounds"),
            ("£1.15m", "1.2", "1.1", "money"),
            ("£1,150k", "1,200", "1,100", "£000"),
            ("1,150", "£1.2m", "£1.1m", "£'000s"),
            ("1.15", "£1,200,000", "£1,100,000", "£ million"),
            ("1,150", "£1.2m", "£1.1m", "thousands of pounds"),
            ("90%", "1,200", "1,100", "£000"),
            ("37", "£1.2m", "£1.1m", "count"),
            ("0.97", "90%", "95%", "pct"),
            ("95 ‰", "80%", "90%", "percent"),
            ("95 per mille", "80%", "90%", "percent"),
            ("95 pp", "80%", "90%", "percent"),
            ("95% points", "80%", "90%", "percent"),
            ("95 percentage points", "80%", "90%", "percent"),
        ],
    )
    def test_a_figure_on_another_scale_than_its_targets_is_not_rated_and_a_finding_says_why(
        self, figure: str, minimum: str, upper: str, unit: str
    ) -> None:
        _, seen = board_with({"2021-02": figure}, minimum=minimum, upper=upper, unit=unit)
        assert seen.status is Status.UNRATED
        assert codes(seen) & {"targets_of_another_unit", "target_unreadable"}

    @pytest.mark.parametrize(
        ("figure", "minimum", "upper", "unit", "expected"),
        [
            ("97%", "90%", "95%", "percent", Status.MET),
            ("97", "90%", "95%", "percent", Status.MET),
            ("0.97", "0.9", "0.95", "percent", Status.MET),
            ("0.93", "0.9", "0.95", "", Status.NEARLY),
            ("0%", "15%", "10%", "percent", Status.MET),
            ("12 days", "15", "10", "days", Status.NEARLY),
            ("12", "15 working days", "10 working days", "working days", Status.NEARLY),
            ("27% exc Dec", "90%", "95%", "percent", Status.MISSED),
            ("£335k", "£300k", "£400k", "money", Status.NEARLY),
            ("104%", "95%", "105%", "percent", Status.NEARLY),
            ("-5%", "0%", "-3%", "percent", Status.MET),
            ("1,150,000", "£1.2m", "£1.1m", "money", Status.NEARLY),
            ("£1.15m", "1,200,000", "1,100,000", "", Status.NEARLY),
            ("1,150", "1,200", "1,100", "£000", Status.NEARLY),
            ("1.05", "1.2", "1.1", "£m", Status.MET),
            ("£1,150k", "£1.2m", "£1.1m", "£000", Status.NEARLY),
            ("0", "£1.2m", "£1.1m", "money", Status.MET),
            ("£90,000", "£1.2m", "£1.1m", "money", Status.MET),
            ("97%", "90% or more", "95%+", "percent", Status.MET),
            ("12 days", "15 days or less", "10 days or fewer", "days", Status.NEARLY),
            ("12 pts", "10", "20 points", "score", Status.NEARLY),
        ],
    )
    def test_a_figure_on_the_scale_of_its_targets_is_rated(
        self, figure: str, minimum: str, upper: str, unit: str, expected: Status
    ) -> None:
        _, seen = board_with({"2021-02": figure}, minimum=minimum, upper=upper, unit=unit)
        assert seen.status is expected
        assert "targets_of_another_unit" not in codes(seen)

    @pytest.mark.parametrize("figure", ["<95%", "95% or less", "95%+", "95% max"])
    def test_a_bound_is_no_figure_so_that_it_neither_meets_nor_misses_a_target(self, figure: str) -> None:
        _, seen = board_with({"2021-02": figure}, minimum="80%", upper="90%", unit="percent")
        assert seen.status is Status.UNRATED
        assert "figure_unreadable" in codes(seen)

    @pytest.mark.parametrize(("minimum", "upper"), [("90%", "0.95"), ("£1.2m", "1.1"), ("10 days", "1 week")])
    def test_two_targets_on_different_scales_are_found_before_there_is_a_figure(self, minimum: str, upper: str) -> None:
        _, seen = board_with({}, minimum=minimum, upper=upper)
        assert "targets_of_another_unit" in codes(seen)

    @given(st.decimals(Decimal("0.01"), 1, places=2), st.sampled_from(["90%", "95.5%", "100%"]))
    def test_a_fraction_is_never_held_against_a_percentage(self, number: Decimal, target: str) -> None:
        for figure, other in ((str(number), target), (target, str(number))):
            found = status(figure_of(figure), Polarity.HIGH, figure_of(other), figure_of(other), "percent")
            assert found is Status.UNRATED

    @pytest.mark.parametrize("figure", ["978%", "99999999999999999%", "-3%", "101%"])
    def test_a_percentage_beyond_the_whole_is_not_rated_and_found(self, figure: str) -> None:
        _, seen = board_with({"2021-02": figure}, minimum="90%", upper="95%", unit="percent")
        assert seen.status is Status.UNRATED
        assert {"beyond_the_whole", "targets_of_another_unit"} <= codes(seen)


class TestFarFigures:
    def test_a_figure_far_outside_the_range_of_its_series_is_found(self) -> None:
        _, seen = board_with(months("2021-01", ["31", "28", "35", "310", "30"]), unit="count")
        found = [each.sentence for each in kpi_findings(seen) if each.code == "figure_far"]
        assert len(found) == 1
        assert "Apr 21: 310 is 10 times as much" in found[0]

    def test_a_fraction_among_percentages_is_found(self) -> None:
        _, seen = board_with(months("2021-01", ["97%", "98%", "0.97"]), unit="percent")
        assert "scale_differs" in codes(seen)

    @pytest.mark.parametrize(
        "values", [["0", "3", "1", "7", "0"], ["97%", "70%", "88%"], ["1", "12"], ["20", "90", "40"]]
    )
    def test_the_ordinary_up_and_down_is_not_found(self, values: list[str]) -> None:
        _, seen = board_with(months("2021-01", values))
        assert not codes(seen) & {"figure_far", "scale_differs"}

    @given(st.lists(st.integers(20, 40), min_size=3), st.integers(20, 40))
    def test_no_figure_within_the_range_is_far(self, others: list[int], number: int) -> None:
        assert not is_far(Decimal(number), [Decimal(each) for each in others])


class TestPeriods:
    def test_a_period_in_the_future_is_never_the_current_figure_and_is_found(self) -> None:
        figures = {"2026-09": "91%", "2026-10": "92%", "2091-03": "99%"}
        _, seen = board_with(figures, minimum="90%", upper="95%", unit="percent")
        assert (seen.figure.text, seen.as_at, seen.status) == ("92%", "Oct 26", Status.NEARLY)
        assert [each for _, each in seen.points()] == [91.0, 92.0]
        assert seen.movement.now is not None
        assert seen.movement.now.label == "Oct 26"
        assert "period_ahead" in codes(seen)
        assert "periods_missing" not in codes(seen), "nobody waits for the months until 2091"

    def test_a_period_in_the_future_is_no_column_of_the_scorecard(self) -> None:
        board, _ = board_with({"2026-09": "91%", "2026-10": "92%", "2091-03": "99%", "2091/92": "98%"}, unit="percent")
        (row,) = Scorecard().rows(board)
        assert [each.label for each in row.group_block.family.periods] == ["Sep 26", "Oct 26"]
        assert [each.label for each in row.by_period] == ["Sep 26", "Oct 26"], "also where each KPI has its own dates"

    @pytest.mark.parametrize("period", ["0024-03", "1921-03", "1921/22", "Q1 1899/00", "31/03/0021"])
    def test_a_period_in_a_year_that_cannot_be_meant_is_a_finding(self, period: str) -> None:
        _, seen = board_with({period: "91%"}, unit="percent")
        assert "period_unlikely" in codes(seen)
        _, seen = board_with({period: "91%", "2021-03": "91%"}, unit="percent")
        assert "period_unlikely" in codes(seen)
        assert "periods_missing" not in codes(seen), "nobody waits for all those since"
        _, seen = board_with({"2021-03": "91%"}, unit="percent")
        assert "period_unlikely" not in codes(seen)

    @pytest.mark.parametrize(("words", "asked"), [("202324", "is it 2023/24"), ("2024", "is it 2023/24 or 2024/25?")])
    @pytest.mark.parametrize("frequency", ["", "monthly", "quarterly", "financial year"])
    def test_words_that_may_be_several_periods_are_asked_about(self, words: str, asked: str, frequency: str) -> None:
        with pytest.raises(ValueError, match=r"is no period: is it") as told:
            period_for(words, frequency)
        assert asked in str(told.value)

    def test_the_month_that_has_begun_is_not_in_the_future(self) -> None:
        _, seen = board_with({"2026-10": "92%", "2026-11": "93%"})
        assert (seen.figure.text, codes(seen) & {"period_ahead"}) == ("93%", set())

    def test_two_years_in_a_row_are_a_year_among_years(self) -> None:
        _, seen = board_with({"2009-10": "1", "2010-11": "2", "2011-12": "3", "2012-13": "4"})
        assert [each.label for each in seen.readings()] == ["2009/10", "2010/11", "2011/12", "2012/13"]
        assert not codes(seen) & {"period_unclear", "periods_missing"}

    def test_alone_they_are_a_month_that_is_asked_about(self) -> None:
        _, seen = board_with({"2010-11": "2"})
        assert seen.as_at == "Nov 10"
        assert "if 2010/11 is meant" in " ".join(each.sentence for each in kpi_findings(seen))

    def test_among_months_nothing_is_asked(self) -> None:
        _, seen = board_with({"2010-10": "1", "2010-11": "2"})
        assert "period_unclear" not in codes(seen)


class TestPartsAndCodes:
    @pytest.mark.parametrize("parts", ["12/", "/200"])
    def test_a_part_alone_has_no_figure_and_is_found(self, parts: str) -> None:
        _, seen = board_with({"2021-02": f"{parts} "}, minimum="90%", upper="95%")
        numerator, _, denominator = parts.partition("/")
        made = replace(seen.readings()[0].record, numerator=numerator, denominator=denominator, value="")
        board = board_of(seen.kpi, made)
        again = view(board, seen.kpi)
        assert (again.status, again.figure.number) == (Status.UNRATED, None)
        assert "part_alone" in codes(again)

    @pytest.mark.parametrize(
        ("code", "label"),
        [
            ("c", "confidential"),
            ("z", "not applicable"),
            ("x", "not available"),
            (":", "not available"),
            ("u", "low number or low reliability"),
            ("-", "no figure given"),
        ],
    )
    @pytest.mark.parametrize("field", ["numerator", "denominator", "value"])
    def test_a_code_in_any_field_says_why_there_is_no_figure_and_is_never_zero(
        self, code: str, label: str, field: str
    ) -> None:
        _, seen = board_with({"2021-02": ""}, minimum="90%", upper="95%")
        made = replace(seen.readings()[0].record, **{field: code})  # type: ignore[arg-type]
        again = view(board_of(seen.kpi, made), seen.kpi)
        assert again.figure.number is None
        assert again.figure.missing is not None
        assert again.figure.missing.label == label
        assert again.status is (Status.HIDDEN if code == "c" else Status.UNRATED)
        assert not codes(again)


class TestTheTargetOfAChart:
    def test_a_target_that_every_point_meets_is_not_hit_and_miss(self) -> None:
        _, seen = board_with(months("2020-01", ["100%"] * 13), upper="100%", unit="percent")
        chart = spc(seen)
        assert chart.analysis is not None
        assert chart.analysis.assurance == "inconsistent"  # as the reference has it
        assert chart.assurance is not None
        assert (chart.assurance.letter, chart.assurance.word) == ("M", "Met so far")

    def test_one_miss_makes_it_hit_and_miss(self) -> None:
        values = ["100%", "98%"] * 6
        met = board_with(months("2020-01", [*values, "100%"]), upper="97%", unit="percent")[1]
        missed = board_with(months("2020-01", [*values, "96%"]), upper="97%", unit="percent")[1]
        words = [found.word for each in (met, missed) if (found := spc(each).assurance) is not None]
        assert words == ["Met so far", "Hit and miss"]

    def test_a_target_on_another_scale_is_not_drawn(self) -> None:
        _, seen = board_with(months("2020-01", ["97%", "96%"] * 7), upper="0.95", unit="percent")
        assert spc(seen).target is None
