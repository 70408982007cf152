"""The words beside each item of an agenda, and those in which a board is told what to ask: exactly as they are read."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from boardtui.domain.board.board import Board, Since
from boardtui.domain.meetings.agenda import build_agenda
from boardtui.domain.meetings.by_exception import AgendaReason, Rank, why_of
from boardtui.domain.meetings.questions import questions_worth_asking
from boardtui.domain.records.kinds import (
    Action,
    ActionArising,
    Ambition,
    Challenge,
    Kpi,
    Milestone,
    Mitigation,
    NextStep,
    Profile,
    Reading,
    Record,
    Risk,
)
from boardtui.domain.records.kpis import Polarity
from boardtui.domain.records.plan import Progress
from boardtui.domain.records.rag import Rag
from boardtui.domain.records.risks import RiskState
from tests.domain.boards import LAST, board

TODAY = date(2021, 3, 2)
MONEY = Profile(id="board", appetite="money: cautious 9")


def whys(made: Board) -> dict[str, str]:
    """What stands beside each item, by ref or title."""
    return {entry.title: entry.why for entry in build_agenda(made, TODAY)}


def why(record: Record, *others: Record, was: Since | None = None, profile: Profile | None = None) -> str | None:
    made = board(record, *others, since=was, profile=profile)
    return next((each.why for each in build_agenda(made, TODAY) if each.record == record), None)


def asked(record: Record, *others: Record, was: Since | None = None, profile: Profile | None = None) -> list[str]:
    return questions_worth_asking(board(record, *others, since=was, profile=profile), record, TODAY)


def action(**values: Any) -> Action:
    return Action(id="1.1", ref="1.1", **{"lead": "Head", **values})


def was(record: str = "1.1", **groups: dict[str, object]) -> Since:
    return Since(meeting=LAST, before={record: groups})


def was_rated(rating: Rag, record: str = "1.1") -> Since:
    return was(record, status={"rag": rating})


class TestRatedItems:
    def test_red_needs_no_more_words(self) -> None:
        assert why(action(rag=Rag.RED)) == "red"
        assert why(Ambition(id="1", ref="1", rag=Rag.RED)) == "red"

    def test_amber_is_one_for_an_ambition_and_for_an_action_only_where_it_slips_or_got_worse(self) -> None:
        assert why(Ambition(id="1", ref="1", rag=Rag.AMBER)) == "amber"
        assert why(action(rag=Rag.AMBER, due="2021-04-30")) is None
        slipped = action(rag=Rag.AMBER, due="2021-04-30", original_due="2021-04-29")
        assert why(slipped) == "amber and slipping; date revised once"
        brought_forward = action(rag=Rag.AMBER, due="2021-04-28", original_due="2021-04-29")
        assert why(brought_forward) == "date revised once"
        worse = why(action(rag=Rag.AMBER, due="2021-04-30"), was=was_rated(Rag.GREEN))
        assert worse == "amber; worse since the last meeting, was G ● Green"

    @pytest.mark.parametrize(
        ("due", "words"),
        [("2021-03-02", None), ("2021-03-01", "1 day overdue"), ("2021-02-28", "2 days overdue")],
    )
    def test_overdue_is_counted_in_days(self, due: str, words: str | None) -> None:
        assert why(action(rag=Rag.GREEN, due=due)) == words
        assert why(Milestone(id="m", title="Launch", rag=Rag.GREEN, due=due)) == words

    def test_an_amber_action_that_is_late_says_both(self) -> None:
        assert why(action(rag=Rag.AMBER, due="2021-02-25")) == "amber and slipping; 5 days overdue"

    @pytest.mark.parametrize(
        ("evidence", "words"),
        [
            ("", "blue, for sign-off, no evidence named"),
            (" \n", "blue, for sign-off, no evidence named"),
            ("The January audit", "blue, for sign-off"),
        ],
    )
    def test_blue_asks_for_sign_off_and_says_where_no_evidence_is_named(self, evidence: str, words: str) -> None:
        assert why(action(rag=Rag.BLUE, evidence=evidence)) == words
        assert why(NextStep(id="s", title="Launch", rag=Rag.BLUE, evidence=evidence)) == words
        assert why(Ambition(id="1", ref="1", rag=Rag.BLUE, evidence=evidence)) == words
        assert why(action(rag=Rag.BLUE, evidence=evidence), was=was_rated(Rag.BLUE)) is None

    def test_better_is_said_of_an_ambition_and_of_what_is_one_for_the_agenda_anyway(self) -> None:
        ambition = Ambition(id="1", ref="1", rag=Rag.GREEN)
        better = "better since the last meeting, was A ▲ Amber"
        assert why(ambition, was=was_rated(Rag.AMBER, "1")) == better
        assert why(action(rag=Rag.GREEN), was=was_rated(Rag.AMBER)) is None
        late = action(rag=Rag.GREEN, due="2021-03-01")
        assert why(late, was=was_rated(Rag.AMBER)) == f"1 day overdue; {better}"

    def test_re_dated_is_said_whatever_the_colour(self) -> None:
        moved = was(dates={"due": "2021-03-31", "due_reason": ""})
        assert why(action(rag=Rag.GREEN, due="2021-04-30"), was=moved) == "date revised since the last meeting"

    def test_the_gravest_reason_is_told_first_and_each_of_them_once(self) -> None:
        item = action(rag=Rag.RED, due="2021-02-25")
        before = was(status={"rag": Rag.AMBER}, dates={"due": "2021-01-31"})
        questions = [Challenge(id=f"c{n}", item="1.1", text="When?") for n in (1, 2)]
        tasks = [ActionArising(id=f"t{n}", item="1.1", text="Send it") for n in (1, 2)]
        assert why(item, *questions, *tasks, was=before) == (
            "red; 5 days overdue; worse since the last meeting, was A ▲ Amber; date revised since the last meeting; "
            "2 unanswered challenges; 2 open actions arising"
        )
        one_each = why(action(rag=Rag.RED), questions[0], tasks[0])
        assert one_each == "red; unanswered challenge; open action arising"
        assert why(action(rag=Rag.GREEN), questions[0], tasks[0]) is None
        assert (
            why_of([AgendaReason(Rank.OTHER, "b"), AgendaReason(Rank.RED, "a"), AgendaReason(Rank.MOVED, "a")])
            == "a; b"
        )

    @pytest.mark.parametrize(("length", "shown"), [(300, "x" * 300), (301, "x" * 299 + "…")])
    def test_all_of_them_together_are_300_letters_at_most(self, length: int, shown: str) -> None:
        assert why_of([AgendaReason(Rank.RED, "x" * length)]) == shown

    def test_an_ambition_says_how_many_of_its_actions_bring_it_up(self) -> None:
        ambition = Ambition(id="1", ref="1", rag=Rag.GREEN)
        red = [Action(id=f"1.{n}", ref=f"1.{n}", ambition="1", rag=Rag.RED) for n in (1, 2)]
        assert whys(board(ambition, red[0])) == {"1": "1 action needs attention", "1.1": "red"}
        assert whys(board(ambition, *red)) == {"1": "2 actions need attention", "1.1": "red", "1.2": "red"}


class TestKpis:
    KPI = Kpi(id="k", ref="2.1", polarity=Polarity.HIGH, minimum="90%", upper="95%")

    def read(self, *values: str) -> list[Reading]:
        return [Reading(id=f"r{n}", kpi="k", period=f"2021-0{n}", value=v) for n, v in enumerate(values, start=1)]

    @pytest.mark.parametrize(
        ("values", "words"),
        [
            (("80%", "80%"), "off target: 80% against 90% – 95%"),
            (("81%", "80%"), "off target: 80% against 90% – 95%, and worse"),
            (("94%", "93%"), "nearly met, and worse: 93% against 90% – 95%"),
            (("92%", "93%"), None),
            (("93%", "93%"), None),
            (("99%", "96%"), None),
        ],
    )
    def test_a_kpi_is_told_with_its_figure_its_targets_and_whether_it_got_worse(
        self, values: tuple[str, str], words: str | None
    ) -> None:
        assert why(self.KPI, *self.read(*values)) == words


class TestRisks:
    def risk(self, **values: Any) -> Risk:
        return Risk(id="r", ref="CIP1", **{"owner": "Head", "category": "money", **values})

    @pytest.mark.parametrize(("score", "words"), [("2x5", "above tolerance: 10 against 9"), ("3x3", None), ("", None)])
    def test_above_tolerance_is_told_with_both_scores(self, score: str, words: str | None) -> None:
        assert why(self.risk(current=score), profile=MONEY) == words

    def test_mitigations_that_are_overdue_are_counted(self) -> None:
        late = [Mitigation(id=f"m{n}", risk="r", title=f"Cover {n}", due="2021-03-01") for n in (1, 2)]
        assert why(self.risk(), late[0]) == "a mitigation is overdue"
        assert why(self.risk(), *late) == "2 mitigations overdue"
        assert why(self.risk(state=RiskState.CLOSED), *late) is None

    def test_a_worse_score_is_told_with_what_it_was(self) -> None:
        before = was("r", current={"current": "3x3"})
        assert why(self.risk(current="3x4"), was=before) == "worse since the last meeting, was 3 × 3"
        assert why(self.risk(current="3x4"), was=before, profile=MONEY) == (
            "above tolerance: 12 against 9; worse since the last meeting, was 3 × 3"
        )
        assert why(self.risk(current="2x4"), was=before) is None
        assert why(self.risk(current="1x9"), was=before) is None


class TestWhatToAsk:
    def test_of_a_risk_that_got_worse_what_made_it_so(self) -> None:
        risk = Risk(id="r", owner="Head", current="3x4")
        question = "It was 3x3 at the last meeting: what made it worse?"
        assert asked(risk, was=was("r", current={"current": "3x3"})) == [question]
        assert asked(risk, was=was("r", current={"current": "4x3"})) == []
        assert asked(risk, was=was("r", current={"current": ""})) == []
        assert asked(risk) == []

    def test_of_a_risk_above_tolerance_first_what_can_be_done_and_then_what_made_it_worse(self) -> None:
        risk = Risk(id="r", category="money", current="3x4", target="3x4", inherent="5x5")
        stopped = Mitigation(id="m", risk="r", title="Cover", progress=Progress.STOPPED)
        before = was("r", current={"current": "3x3"})
        assert asked(risk, stopped, was=before, profile=MONEY) == [
            "It is above what the board tolerates (12 against 9): no mitigation is under way, so what can be done?",
            "It was 3x3 at the last meeting: what made it worse?",
            "Nobody is named as its owner: who answers for it?",
        ]

    def test_of_a_risk_whose_mitigations_are_finished_above_its_target_what_is_missing(self) -> None:
        risk = Risk(id="r", owner="Head", current="3x4", target="2x3")
        done = Mitigation(id="m", risk="r", title="Cover", progress=Progress.COMPLETE)
        assert asked(risk, done) == [
            "Every mitigation is finished, and it is still 12 and not 6: what is missing?",
        ]
        assert asked(Risk(id="r", owner="Head", current="2x3", target="3x2"), done) == []

    def test_of_a_risk_with_late_mitigations_what_is_in_the_way(self) -> None:
        risk = Risk(id="r", owner="Head", current="3x4", next_review="2021-03-01")
        late = [Mitigation(id=f"m{n}", risk="r", title=f"Cover {n}", due="2021-03-01") for n in range(1, 6)]
        review = "Its review was due on 01/03/2021: what came of it?"
        assert asked(risk, late[0]) == ["Cover 1 is overdue: what is in the way?", review]
        assert asked(risk, *late[:2]) == ["Cover 1 and Cover 2 are overdue: what is in the way?", review]
        assert asked(risk, *late[:4])[0] == "Cover 1, Cover 2, Cover 3 and Cover 4 are overdue: what is in the way?"
        assert asked(risk, *late)[0] == "Cover 1, Cover 2, Cover 3 and 2 more are overdue: what is in the way?"

    def test_of_a_risk_without_a_score_how_bad_it_is_and_of_a_closed_one_why(self) -> None:
        assert asked(Risk(id="r", owner="Head")) == ["How likely is it, and how bad would it be? It has no score."]
        assert asked(Risk(id="r", state=RiskState.CLOSED)) == ["Why was it closed? No reason is given."]
        assert asked(Risk(id="r", state=RiskState.CLOSED, closed_why="Gone")) == []

    def test_of_blue_without_evidence_what_shows_the_impact(self) -> None:
        no_evidence = ["What shows the impact? No evidence is named: a KPI or an audit is needed for blue."]
        assert asked(action(rag=Rag.BLUE)) == no_evidence
        assert asked(action(rag=Rag.BLUE, evidence=" \n")) == no_evidence
        vague = ["Which KPI or audit shows the impact? The evidence names neither."]
        assert asked(action(rag=Rag.BLUE, evidence="All say so")) == vague
        kpi = Kpi(id="k", ref="2.1")
        assert asked(action(rag=Rag.BLUE, evidence="See 2.1."), kpi) == []
        assert asked(action(rag=Rag.BLUE, evidence="See 2.10 and 12.1 and 2.1.3"), kpi) == vague

    def test_of_a_worse_rating_what_happened_and_of_a_leap_from_red_what_will_make_it_last(self) -> None:
        green, blue = action(rag=Rag.GREEN), action(rag=Rag.BLUE, evidence="The audit")
        assert asked(green, was=was_rated(Rag.BLUE)) == ["It was blue at the last meeting: what happened since?"]
        assert asked(green, was=was_rated(Rag.RED)) == [
            "It went from red to green in one step: what shows that it will last?"
        ]
        assert asked(blue, was=was_rated(Rag.RED)) == [
            "It went from red to blue in one step: what shows that it will last?"
        ]
        assert asked(green, was=was_rated(Rag.AMBER)) == []

    def test_of_something_late_what_it_will_take_and_if_green_whether_it_is_done(self) -> None:
        assert asked(action(rag=Rag.GREEN, due="2021-03-01")) == [
            "It was due 1 day ago and is rated green: is it done?"
        ]
        assert asked(action(due="2021-02-28")) == ["It was due 2 days ago: what will it take, and by when?"]

    def test_of_what_runs_elsewhere_only_what_was_reported_back(self) -> None:
        item = Ambition(id="1", rag=Rag.RED, routed_to="Start Well Board")
        assert asked(item) == ["What has Start Well Board reported back since it took this over?"]
