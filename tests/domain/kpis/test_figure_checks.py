"""What the checks find on figures, words, dates, ratings, refs and risks, and what they must leave alone."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from boardtui.domain.attention.findings import findings
from boardtui.domain.board.board import Board, Redating
from boardtui.domain.board.finding import Finding
from boardtui.domain.kpis.figure_checks import kpi_findings
from boardtui.domain.kpis.scorecard import views
from boardtui.domain.records.kinds import Action, Kpi, Milestone, Narrative, NextStep, Risk, TargetChange
from boardtui.domain.records.kpis import Basis, Frequency, Polarity, Series
from boardtui.domain.records.profile import MatrixSize, ReasonRule
from boardtui.domain.records.rag import Rag
from boardtui.exchange.samples import make_board, read_sample
from tests.domain.making import board_of, current, kpi_of, months, new_id, previous_year, trend

TODAY = date(2019, 3, 20)


def sentences(*records: Any, today: date = TODAY, **settings: Any) -> list[str]:
    return [each.sentence for each in findings(board_of(*records, **settings), today)]


def codes(*records: Any, today: date = TODAY, **settings: Any) -> list[str]:
    return [each.code for each in findings(board_of(*records, **settings), today)]


def _of_all(board: Board) -> list[Finding]:
    return [finding for each in views(board) for finding in kpi_findings(each, TODAY)]


@pytest.fixture(scope="module")
def scorecard(tmp_path_factory: pytest.TempPathFactory) -> Board:
    path: Path = tmp_path_factory.mktemp("sample") / "scorecard.board"
    with make_board(path, read_sample("kpi-scorecard"), who="office") as board_file:
        return board_file.read()


class TestTheScorecardOfFebruary2019:
    def test_the_three_slips_of_the_paper_are_found_and_nothing_else_is_accused(self, scorecard: Board) -> None:
        assert [each.sentence for each in _of_all(scorecard)] == [
            "KPI 4.7 says 99.3% for Feb 19, but 199 ÷ 200 is 99.5%; the trend says 99.5%.",
            "KPI 6.3D says 87.3% for Feb 19, but 231 ÷ 264 is 87.5%; the trend says 87.5%.",
            "KPI 11.13 says 2.5 for Feb 19, but 64 ÷ 29 is 2.2.",
        ]

    def test_a_finding_leads_to_its_kpi(self, scorecard: Board) -> None:
        found = _of_all(scorecard)[0]
        kpi = scorecard.get(Kpi, found.record)
        assert kpi is not None
        assert (found.ref, found.code, kpi.ref) == ("4.7", "parts_disagree", "4.7")


class TestPartsAndResult:
    def said(self, words: str, series: Series = Series.PERIOD, **values: Any) -> list[str]:
        kpi = kpi_of(**values)
        return sentences(kpi, *trend(kpi, {"2019-02": words}, series))

    @pytest.mark.parametrize(
        ("words", "unit"),
        [
            ("13,140/13,525 97.2%", ""),
            ("2/3 67%", ""),
            ("2/3 66.7%", ""),
            ("181/181 100.0%", ""),
            ("0/12 0%", ""),
            ("1/8 12.5", "percent"),
            ("64/29 2.2", "score"),
            ("450/30 15 days", ""),
            ("12/40 12", "count"),
            ("97/100 97", ""),
            ("-/- 1,020", "count"),
            ("199/200 c", ""),
            ("c/200 99.5%", ""),
        ],
    )
    def test_what_the_parts_give_as_finely_as_it_is_stated_is_right(self, words: str, unit: str) -> None:
        assert self.said(words, unit=unit) == []

    def test_a_rate_is_per_what_its_title_says(self) -> None:
        title = "Children on plans per 10,000"
        assert self.said("304/45,000 67.6", title=title) == []
        assert self.said("304/45,000 76.6", title=title) == ["KPI 1.1 says 76.6 for Feb 19, but 304 ÷ 45,000 is 67.6."]

    def test_a_share_of_nothing_is_said(self) -> None:
        assert self.said("3/0 100%") == ["KPI 1.1 says 100% for Feb 19, but nothing can be a share of 0 (3 ÷ 0)."]

    def test_a_figure_that_leaves_something_out_is_not_held_against_its_parts(self) -> None:
        kpi = kpi_of()
        (reading,) = trend(kpi, {"2019-02": "12/40 27% exc Dec"})
        assert sentences(kpi, reading) == []

    def test_parts_without_a_figure_are_told_with_what_they_give(self) -> None:
        kpi = kpi_of(unit="percent")
        (reading,) = trend(kpi, {"2019-02": "4,381/4,797 "})
        assert sentences(kpi, reading) == ["KPI 1.1 has 4,381 ÷ 4,797 for Feb 19 but no figure: that would be 91.3%."]

    @pytest.mark.parametrize("basis", [Basis.YEAR_TO_DATE, Basis.ROLLING])
    def test_the_latest_month_of_a_cumulative_kpi_is_no_slip(self, basis: Basis) -> None:
        kpi = kpi_of(basis=basis)
        month = trend(kpi, {"2019-02": "4,381/4,797 89.4%"})
        assert sentences(kpi, *month, current(kpi, "2019-02", "4,381/4,797 91.3%")) == []

    def test_the_stated_year_to_date_is_held_against_its_own_parts(self) -> None:
        kpi = kpi_of(basis=Basis.YEAR_TO_DATE)
        assert codes(kpi, current(kpi, "2019-02", "4,381/4,797 92.3%")) == ["parts_disagree"]

    def test_a_snapshot_that_differs_from_its_own_month_is_told(self) -> None:
        kpi = kpi_of(basis=Basis.SNAPSHOT)
        assert sentences(kpi, *trend(kpi, {"2019-02": "94%"}), current(kpi, "2019-02", "95.2%")) == [
            "KPI 1.1 says 95.2% for Feb 19 as its current figure, but 94% in its trend."
        ]
        assert sentences(kpi, *trend(kpi, {"2019-02": "95%"}), current(kpi, "2019-02", "95.2%")) == []


class TestTargets:
    def said(self, polarity: Polarity, minimum: str, upper: str) -> list[str]:
        return sentences(kpi_of(polarity=polarity, minimum=minimum, upper=upper))

    @pytest.mark.parametrize(
        ("polarity", "minimum", "upper"),
        [
            (Polarity.HIGH, "90%", "95%"),
            (Polarity.LOW, "15%", "10%"),
            (Polarity.HIGH, "91%", "91%"),
            (Polarity.NEAR, "20", "25"),
            (Polarity.NONE, "", ""),
            (Polarity.HIGH, "", ""),
        ],
    )
    def test_targets_that_go_with_the_polarity_are_left_alone(
        self, polarity: Polarity, minimum: str, upper: str
    ) -> None:
        assert self.said(polarity, minimum, upper) == []

    def test_targets_against_the_polarity_are_said(self) -> None:
        assert self.said(Polarity.HIGH, "15%", "10%") == [
            "KPI 1.1: the polarity says high is good, but the minimum (15%) is above the upper target (10%), "
            "which says low is."
        ]
        assert "swap the two" in self.said(Polarity.LOW, "10%", "15%")[0]
        assert "no polarity says which way is good" in self.said(Polarity.NONE, "90%", "95%")[0]

    def test_targets_that_cannot_be_read_or_compared_are_said(self) -> None:
        kpi = kpi_of(polarity=Polarity.HIGH, minimum="£90", upper="about right")
        assert codes(kpi, *trend(kpi, {"2019-02": "97%"})) == ["target_unreadable", "targets_of_another_unit"]

    def test_that_nothing_says_which_way_is_good_is_told_once_for_all_targets_of_a_kpi(self) -> None:
        kpi = kpi_of(polarity=Polarity.NONE, upper="90%")
        changes = [TargetChange(id=new_id(), kpi=kpi.id, since=f"2019-0{n}", upper=f"9{n}%") for n in (4, 7)]
        assert codes(kpi, *changes) == ["targets_against_polarity"]
        assert codes(replace(kpi, polarity=Polarity.HIGH), *changes) == []

    def test_a_change_of_targets_is_checked_too(self) -> None:
        kpi = kpi_of()
        change = TargetChange(id=new_id(), kpi=kpi.id, since="soon", polarity=Polarity.LOW, minimum="1", upper="2")
        assert codes(kpi, change) == ["period_unreadable", "targets_against_polarity"]


class TestTheYearAgainstItsMonths:
    def said(self, basis: Basis, start: str, figures: list[str], whole: str, period: str, **values: Any) -> list[str]:
        kpi = kpi_of(basis=basis, **values)
        return sentences(kpi, *trend(kpi, months(start, figures)), current(kpi, period, whole))

    def test_a_count_to_date_that_is_not_the_sum_of_its_months_is_said(self) -> None:
        of: dict[str, Any] = {"basis": Basis.YEAR_TO_DATE, "start": "2018-12", "period": "2019-02", "unit": "count"}
        # The year began in April: what December to February add up to says nothing.
        assert self.said(figures=["10", "20", "30"], whole="70", **of) == []
        of["start"] = "2018-04"
        figures = ["10", "20", "30", "0", "5", "6", "7", "8", "9", "1", "2"]
        assert self.said(figures=figures, whole="98", **of) == []
        assert self.said(figures=figures, whole="89", **of) == [
            "KPI 1.1 says 89 for the year to date at Feb 19, but its months add up to 98."
        ]

    def test_a_percentage_outside_all_of_its_months_is_said(self) -> None:
        of: dict[str, Any] = {"basis": Basis.ROLLING, "start": "2018-03", "period": "2019-02", "unit": "percent"}
        figures = ["91%", "93%", "92%", "91%", "94%", "92%", "93%", "91%", "92%", "94%", "93%", "90%"]
        assert self.said(figures=figures, whole="92.4%", **of) == []
        assert self.said(figures=figures, whole="94.4%", **of) == []  # 94% may have been 94.49%
        assert self.said(figures=figures, whole="95.1%", **of) == [
            "KPI 1.1 says 95.1% for the rolling 12 months at Feb 19, but its months lie between 90% and 94%."
        ]

    @pytest.mark.parametrize("whole", ["13%", "14.2%"])
    def test_a_turnover_that_grows_with_the_year_is_left_alone(self, whole: str) -> None:
        figures = ["1.1%", "1.2%"] * 6
        assert self.said(Basis.ROLLING, "2018-03", figures, whole, "2019-02", unit="percent") == []

    def test_a_trend_that_is_to_date_itself_and_a_missing_month_are_left_alone(self) -> None:
        to_date = [str(10 * count) for count in range(1, 12)]
        assert self.said(Basis.YEAR_TO_DATE, "2018-04", to_date, "110", "2019-02", unit="count") == []
        gap = ["10", "20", "n/a", "10", "5", "6", "7", "8", "9", "1", "2"]
        assert self.said(Basis.YEAR_TO_DATE, "2018-04", gap, "70", "2019-02", unit="count") == []

    def test_children_who_are_counted_once_a_year_do_not_add_up(self) -> None:
        figures = ["10", "20", "30", "0", "5", "6", "7", "8", "9", "1", "2"]
        title = "Number of different children missing"
        assert self.said(Basis.YEAR_TO_DATE, "2018-04", figures, "60", "2019-02", unit="count", title=title) == []


class TestReadings:
    def test_missing_periods_are_named(self) -> None:
        kpi = kpi_of()
        readings = trend(kpi, {"2018-06": "1", "2018-09": "2", "2018-11": "3", "2018-12": "-"})
        assert sentences(kpi, *readings, today=date(2019, 1, 9)) == [
            "KPI 1.1 has no reading for Jul 18 to Aug 18, Oct 18."
        ]

    def test_a_dash_fills_its_period_and_odd_days_have_no_gaps(self) -> None:
        kpi, other = kpi_of(), kpi_of("1.2")
        days = trend(other, {"2019-01-31": "1", "2019-03-10": "2"})
        assert sentences(kpi, *trend(kpi, months("2018-12", ["1", "-", "2"])), other, *days) == []

    def test_periods_that_cannot_be_read_or_stand_twice_are_said(self) -> None:
        kpi = kpi_of()
        found = sentences(kpi, *trend(kpi, {"2019-02": "1", "Feb 19": "2", "spring": "3"}))
        assert found == [
            "KPI 1.1 has a reading for “spring”, which is no period and stands behind all others: write it like "
            "Sep 18.",
            "KPI 1.1 has two readings for Feb 19: 1 and 2. Delete one of them.",
        ]

    def test_a_figure_that_is_none_is_said_with_what_to_write(self) -> None:
        kpi = kpi_of()
        (found,) = sentences(kpi, *trend(kpi, {"2019-02": "3 - 5"}))
        assert found.startswith("KPI 1.1, value for Feb 19: “3 - 5” is not one figure.")
        assert codes(kpi, previous_year(kpi, "2017/18", "about 5")) == ["figure_unreadable"]

    @pytest.mark.parametrize(
        ("period", "today", "stale"),
        [
            ("2019-02", date(2019, 5, 12), False),  # March ended 42 days before
            ("2019-02", date(2019, 5, 13), True),
            ("2018/19 Q3", date(2019, 5, 12), False),
            ("2018/19 Q3", date(2019, 5, 13), True),
            ("2020-01", date(2019, 5, 13), False),
        ],
    )
    def test_a_kpi_is_stale_once_its_next_period_has_long_been_over(
        self, period: str, today: date, stale: bool
    ) -> None:
        kpi = kpi_of()
        found = sentences(kpi, *trend(kpi, {period: "1"}), today=today)
        assert bool(found) is stale
        if stale:
            assert found[0].startswith("KPI 1.1 was last read for ")

    def test_a_board_without_a_rule_and_an_irregular_kpi_are_never_stale(self) -> None:
        late = date(2030, 1, 1)
        kpi, irregular = kpi_of(), kpi_of("2", frequency=Frequency.IRREGULAR)
        assert sentences(kpi, *trend(kpi, {"2019-02": "1"}), today=late, stale_days=0) == []
        assert sentences(irregular, *trend(irregular, {"2019-02": "1"}), today=late) == []

    def test_nothing_is_stale_at_the_end_of_the_calendar(self) -> None:
        kpi = kpi_of()
        assert sentences(kpi, *trend(kpi, {"9999-12": "1"}), today=date.max) == []


class TestWords:
    def said(self, commentary: str, *values: str, **more: Any) -> list[str]:
        kpi = kpi_of(commentary=commentary, **more)
        return sentences(kpi, *trend(kpi, _ending(values)))

    def test_an_increase_beside_a_fall_is_said(self) -> None:
        assert self.said("Visits are on time. There has been an increase this month.", "95%", "92%") == [
            "KPI 1.1 says “There has been an increase this month”, but the figures of 1.1 show a fall: from 95% to 92%."
        ]

    def test_a_fall_beside_a_rise_is_said(self) -> None:
        assert len(self.said("The number has fallen.", "92", "95")) == 1

    @pytest.mark.parametrize(
        "commentary",
        [
            "There has been a decrease this month.",
            "This dipped due to an increase in referrals.",
            "Because leave increased at Christmas.",
            "Our current target is for an increase.",
            "There was no increase.",
            "It hasn't increased.",
            "We expect it to rise; we hope for an increase.",
            "Timeliness has improved.",
            "It rose in spring and fell in autumn.",
            "Has it increased?",
        ],
    )
    def test_words_that_are_true_or_claim_nothing_are_left_alone(self, commentary: str) -> None:
        assert self.said(commentary, "95%", "92%") == []

    def test_an_increase_on_the_year_before_bears_the_words_out(self) -> None:
        kpi = kpi_of(commentary="There has been an increase.")
        readings = trend(kpi, _ending(("95%", "92%")))
        assert sentences(kpi, *readings, previous_year(kpi, "2017/18", "90%")) == []

    def test_two_figures_in_the_words_are_held_against_each_other(self) -> None:
        item = Narrative(id=new_id(), section="highlight", text="Visits increased this quarter from 95% to 92%.")
        assert sentences(item) == [
            "Narrative item “Visits increased this quarter from 95% to 92%.” under highlight says “increased this "
            "quarter from 95% to 92%”, which is a fall."
        ]

    @pytest.mark.parametrize(
        "words",
        [
            "increased from 92% to 95%",
            "fell from 95% to 92%",
            "increased demand, and timeliness fell from 95% to 92%",
            "reduced from £335k to 12%",
        ],
    )
    def test_two_figures_that_go_the_way_the_words_say_are_left_alone(self, words: str) -> None:
        assert sentences(Narrative(id=new_id(), section="highlight", text=words)) == []

    def test_a_narrative_item_is_held_against_the_one_kpi_it_is_linked_to(self) -> None:
        kpi = kpi_of()
        readings = trend(kpi, _ending(("95%", "92%")))
        text = "It is pleasing that visits have increased."
        assert len(sentences(kpi, *readings, Narrative(id=new_id(), text=text, links=(kpi.id,)))) == 1
        assert sentences(kpi, *readings, Narrative(id=new_id(), text=text)) == []


def _ending(values: tuple[str, ...]) -> dict[str, str]:
    return months("2019-01", values)


class TestDates:
    def test_a_day_that_does_not_exist_is_said_and_kept(self) -> None:
        action = Action(id=new_id(), ref="6.1", due="31/06/2021")
        (found,) = findings(board_of(action), TODAY)
        assert (found.ref, found.code) == ("6.1", "date_impossible")
        assert found.sentence == "Action 6.1, due “31/06/2021”: there is no 31 June 2021."

    def test_milestones_in_one_cell_that_go_back_in_time_are_said(self) -> None:
        due = "November 21 - Launch of Framework Dec 21 - Audit Jan 21 - Survey"
        assert codes(NextStep(id=new_id(), title="Supervision", due=due)) == ["date_order"]

    @pytest.mark.parametrize("due", ["30/04/2021 31/03/2021", "30/04/2021; 31/03/2021", "31/03/2021, 30/04/2021"])
    def test_several_dates_without_words_are_one_too_many_in_whatever_order(self, due: str) -> None:
        assert codes(Action(id=new_id(), ref="1.1", due=due)) == ["date_unclear"]

    def test_milestones_of_one_action_that_jump_back_are_said(self) -> None:
        action = Action(id=new_id(), ref="1.1")
        steps = [
            Milestone(id=new_id(), title=title, due=due, links=(action.id,))
            for title, due in (("Launch", "Dec 21"), ("Survey", "Jan 21"), ("Training", "Nov 21"))
        ]
        assert sentences(action, *steps) == [
            "Milestone “Survey”, Jan 21, comes after Milestone “Launch” (Dec 21) in the list, but before it in time: "
            "wrong year?"
        ]

    def test_a_date_before_the_one_first_agreed_is_asked_about(self) -> None:
        action = Action(id=new_id(), ref="2.9", original_due="2021-03-31", due="2021-01-29")
        assert sentences(action) == [
            "Action 2.9 is due 29/01/2021, before the date first agreed, 31/03/2021: brought forward, or a wrong year?"
        ]
        step = NextStep(id=new_id(), ref="N1", due="2021-01-29")
        moved = {step.id: (Redating("2021-03-31", "2021-01-29", "", "", ""),)}
        assert codes(step, redatings=moved) == ["due_before_original"]

    def test_dates_in_order_ongoing_ones_and_none_are_left_alone(self) -> None:
        actions = [
            Action(id=new_id(), ref="1", original_due="2021-01-29", due="2021-03-31"),
            Action(id=new_id(), ref="2", due="Ongoing"),
            Action(id=new_id(), ref="3"),
        ]
        assert sentences(*actions) == []

    def test_a_date_without_a_year_is_asked_about_apart_from_impossible_ones(self) -> None:
        assert codes(Milestone(id=new_id(), title="Inspection window", due="June – September")) == ["date_unclear"]


class TestRatingsRefsAndRisks:
    red = Action(id=new_id(), ref="1.1", rag=Rag.RED)
    green = Action(id=new_id(), ref="1.2", rag=Rag.GREEN)

    @pytest.mark.parametrize(
        ("rule", "refs"),
        [(ReasonRule.NEVER, []), (ReasonRule.RED_AND_AMBER, ["1.1"]), (ReasonRule.ALWAYS, ["1.1", "1.2"])],
    )
    def test_reasons_are_missed_where_the_rules_of_the_board_ask_for_them(
        self, rule: ReasonRule, refs: list[str]
    ) -> None:
        found = findings(board_of(self.red, self.green, Action(id=new_id(), ref="1.3"), reasons=rule), TODAY)
        assert [each.ref for each in found if each.code == "reason_missing"] == refs

    def test_blue_needs_evidence_on_every_board(self) -> None:
        blue = Action(id=new_id(), ref="1.1", rag=Rag.BLUE, rationale="done")
        proved = Action(id=new_id(), ref="1.2", rag=Rag.BLUE, evidence="KPI 2.1")
        assert sentences(blue, proved) == [
            "Action 1.1 is blue and names no evidence: a KPI or an audit that shows the impact."
        ]

    def test_one_ref_twice_in_a_kind_is_said_and_in_two_kinds_is_not(self) -> None:
        both = [Action(id=new_id(), ref=ref, title=title) for ref, title in (("1.1a", "A"), ("1.1A", "[SEND] plan"))]
        assert sentences(*both, kpi_of("1.1a")) == [
            "2 actions have the ref 1.1A: “A” and “[SEND] plan”. Renumber all but one."
        ]

    def test_scores_off_the_matrix_and_paths_that_go_up_are_said(self) -> None:
        risk = Risk(id=new_id(), ref="CIP01", current="5x1", target="4x4")
        settings: dict[str, Any] = {"matrix": MatrixSize.FOUR, "likelihoods": "1,2,3,4", "impacts": "1,2,3,4"}
        assert sentences(risk, **settings) == [
            "Risk CIP01: the current score 5x1 is not on the 4×4 matrix. Score it again.",
            "Risk CIP01: the target score (4x4) is higher than the current one (5x1).",
        ]

    def test_settings_of_the_matrix_are_checked(self) -> None:
        assert codes(bands="low 3") == ["matrix_settings"]

    def test_an_empty_board_has_no_findings(self) -> None:
        assert sentences() == []
