"""From how often, how many and how late on a question is worth asking, and in what order questions come."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from boardtui.domain.board.board import Since
from boardtui.domain.meetings.questions import linked_kpis, linked_risks, questions_worth_asking
from boardtui.domain.records.kinds import (
    Action,
    Ambition,
    Kpi,
    Meeting,
    Milestone,
    Mitigation,
    Profile,
    Reading,
    Record,
    Risk,
)
from boardtui.domain.records.kpis import Polarity, Series
from boardtui.domain.records.plan import Progress
from boardtui.domain.records.rag import Rag
from boardtui.domain.records.risks import RiskState
from tests.domain.boards import LAST, board, redated
from tests.domain.making import months

TODAY = date(2021, 3, 2)
DAYS = ("2021-01-31", "2021-02-28", "2021-03-31", "2021-04-30")
MONEY = Profile(id="board", appetite="money: cautious 9")


def asked(record: Record, *others: Record, **board_values: Any) -> list[str]:
    return questions_worth_asking(board(record, *others, **board_values), record, TODAY)


def action(rag: Rag = Rag.GREEN, **values: Any) -> Action:
    """One of which nothing else is worth asking."""
    known = {"lead": "Head", "due": "2021-04-30", "rationale": "x", "back_to_green": "2021-04-30"}
    return Action(**{"id": "a", "ref": "1.1", "rag": rag, **known, **values})


class TestDates:
    ONCE = "The date has moved once already: what makes the new one hold?"

    @pytest.mark.parametrize(
        ("rag", "times", "question"),
        [
            (Rag.RED, 0, None),
            (Rag.RED, 1, ONCE),
            (Rag.AMBER, 1, ONCE),
            (Rag.GREEN, 1, None),
            (Rag.NOT_RATED, 1, None),
            (Rag.AMBER, 2, "What has changed since the last two dates were missed?"),
            (Rag.RED, 3, "What has changed since the last 3 dates were missed?"),
            (Rag.GREEN, 2, "It is not off track, but its date has moved 2 times: is the rating right?"),
            (Rag.NOT_RATED, 3, "It is not off track, but its date has moved 3 times: is the rating right?"),
        ],
    )
    def test_a_date_that_moved_is_asked_about_by_how_often_and_by_the_rating(
        self, rag: Rag, times: int, question: str | None
    ) -> None:
        moved = {"a": redated(*DAYS[3 - times :], why="The tender was late")}
        found = asked(action(rag), redatings=moved)
        assert [each for each in found if "date" in each] == ([] if question is None else [question])

    @pytest.mark.parametrize(
        ("revisions", "stated", "reason"),
        [
            (redated("2021-03-31", "2021-04-30", why="Late"), "", True),
            (redated("2021-03-31", "2021-04-30"), "Late", False),  # the reason of the last revision counts
            ((), "Late", True),
            ((), "", False),
        ],
    )
    def test_why_a_date_moved_is_asked_where_nobody_gave_a_reason(
        self, revisions: tuple[Any, ...], stated: str, reason: bool
    ) -> None:
        item = action(original_due="2021-03-31", due_reason=stated)
        found = asked(item, redatings={"a": revisions} if revisions else {})
        assert found == ([] if reason else ["Why was the date moved? No reason is given."])

    @pytest.mark.parametrize(
        ("rag", "due", "question"),
        [
            (Rag.GREEN, "2021-03-02", None),
            (Rag.GREEN, "2021-03-01", "It was due 1 day ago and is rated green: is it done?"),
            (Rag.GREEN, "2021-02-28", "It was due 2 days ago and is rated green: is it done?"),
            (Rag.AMBER, "2021-03-01", "It was due 1 day ago: what will it take, and by when?"),
            (Rag.NOT_RATED, "2021-03-01", "It was due 1 day ago: what will it take, and by when?"),
            (Rag.AMBER, "", "By when is it to be done? No date is stated."),
            (Rag.GREEN, "", None),
            (Rag.GREEN, "tbc", None),
            (Rag.AMBER, "tbc", None),
            (Rag.GREEN, "in June", "When is it really due? 'in June' cannot be right: it cannot be read as a date."),
        ],
    )
    def test_what_is_late_or_has_no_day_is_asked_for_one(self, rag: Rag, due: str, question: str | None) -> None:
        found = [each for each in asked(action(rag, due=due)) if "back_to_green" not in each]
        assert found == ([] if question is None else [question])

    @pytest.mark.parametrize(
        ("back", "question"),
        [
            ("2021-05-31", None),
            ("tbc", None),
            ("", "When is it expected to be green again?"),
            (
                "31/06/2021",
                "When is it expected to be green again? '31/06/2021' cannot be right: there is no 31 June 2021.",
            ),
        ],
    )
    def test_of_red_and_amber_when_they_are_green_again(self, back: str, question: str | None) -> None:
        for rag in (Rag.RED, Rag.AMBER):
            assert asked(action(rag, back_to_green=back)) == ([] if question is None else [question])
        assert asked(action(Rag.GREEN, back_to_green=back)) == []

    def test_what_has_had_no_news_is_asked_about_with_the_day_of_the_last(self) -> None:
        news = Profile(id="board", stale_days=30)
        assert asked(action(changed_at="2021-01-31T09:00:00Z"), profile=news) == []
        assert asked(action(changed_at="2021-01-30T09:00:00Z"), profile=news) == [
            "Nothing has been said about it since 30/01/2021: is this still how it stands?"
        ]

    @pytest.mark.parametrize("rag", list(Rag))
    def test_who_answers_for_it_is_asked_of_all_but_milestones_and_what_is_blue(self, rag: Rag) -> None:
        nobody = "Nobody is named as its lead: who answers for it?"
        assert (nobody in asked(action(rag, lead=""))) is (rag is not Rag.BLUE)
        assert nobody not in asked(action(rag))
        assert nobody not in asked(Milestone(id="m", rag=rag, due="2021-04-30"))
        assert (nobody in asked(Ambition(id="o", rag=rag))) is (rag is not Rag.BLUE)


class TestKpis:
    WORDS = "It has missed its target in the last {} periods: what will be done differently?"

    def kpi(self, *values: str, start: str = "2020-08", **more: Any) -> list[str]:
        kpi = Kpi(id="k", ref="2.1", **{"polarity": Polarity.HIGH, "minimum": "90%", "upper": "95%", **more})
        readings = [
            Reading(id=f"r{period}", kpi="k", period=period, value=value)
            for period, value in months(start, values).items()
        ]
        return asked(kpi, *readings, profile=Profile(id="board", stale_days=0))

    @pytest.mark.parametrize(
        ("values", "count"),
        [
            (("80%", "80%"), 0),
            (("80%", "80%", "80%"), 3),
            (("80%", "80%", "80%", "80%"), 4),
            (("80%", "80%", "80%", "91%"), 0),
            (("80%", "91%", "80%", "80%"), 0),
            (("80%", "91%", "80%", "80%", "80%"), 3),
            (("80%", "", "80%", "80%"), 3),  # what is not stated is passed over
            (("80%", "80%", "n/a", "80%"), 0),  # a period without a figure missed nothing
        ],
    )
    def test_a_target_missed_in_the_last_three_periods_has_a_question_of_its_own(
        self, values: tuple[str, ...], count: int
    ) -> None:
        found = [each for each in self.kpi(*values) if "missed its target in" in each]
        assert found == ([self.WORDS.format(count)] if count else [])

    def test_missed_less_often_it_is_asked_why_and_with_which_figure(self) -> None:
        off = "It is off target (80% against 90% – 95%): why, and what is planned?"
        assert self.kpi("80%", "80%") == [off]
        assert self.kpi("85%", "80%") == [
            off,
            "It got worse, from 85% (Aug 20) to 80% (Sep 20): what is behind it?",
        ]
        assert self.kpi("91%", "91%") == []

    def test_what_has_no_target_is_asked_what_would_be_good_enough_and_what_no_figure_why(self) -> None:
        bare = {"polarity": Polarity.NONE, "minimum": "", "upper": ""}
        assert self.kpi("80%", **bare) == ["What would be good enough? It has no target."]
        assert self.kpi(**bare) == []
        headline = Kpi(id="k", ref="2.1", ambition="o")
        assert asked(headline, Ambition(id="o")) == ["Why is there no figure?"]
        assert asked(headline) == []

    def test_a_change_since_the_last_meeting_is_asked_about_before_that_on_the_period_before(self) -> None:
        kpi = Kpi(id="k", ref="2.1", polarity=Polarity.HIGH, minimum="70%", upper="75%")
        readings = [
            Reading(id=f"r{period}", kpi="k", series=Series.PERIOD, period=period, value=value)
            for period, value in months("2020-12", ["99%", "90%", "95%"]).items()
        ]
        since = Since(meeting=LAST, new=frozenset({"r2021-01", "r2021-02"}))
        worse = "It got worse since the last meeting, from 99% (Dec 20) to 95% (Feb 21): what is behind it?"
        assert asked(kpi, *readings, since=since) == [worse]
        assert asked(kpi, *readings) == []


class TestBesideOthers:
    @pytest.mark.parametrize("rag", list(Rag))
    def test_only_a_good_rating_is_held_against_what_is_not_good(self, rag: Rag) -> None:
        late = Action(id="x", ref="1.2", ambition="o", due="2021-03-01", lead="Head")
        red = Action(id="y", ref="1.3", ambition="o", rag=Rag.RED, lead="Head")
        risk = Risk(id="r", ref="CIP1", category="money", current="2x5", links=("o",), owner="Head")
        kpi = Kpi(id="k", ref="2.1", polarity=Polarity.HIGH, minimum="90%", upper="95%", links=("o",))
        reading = Reading(id="g", kpi="k", period="2021-02", value="80%")
        about = Ambition(id="o", rag=rag, lead="Head", evidence="The audit")
        good = f"It is rated {rag.value}"
        others = (kpi, reading, risk)
        off = f"{good}, but KPI 2.1 is off target (80% against 90% – 95%): what explains that?"
        above = f"{good}, but risk CIP1 is above tolerance: is that in the rating?"

        def but(*actions: Action) -> list[str]:
            return [each for each in asked(about, *others, *actions, profile=MONEY) if " but " in each]

        if rag not in (Rag.GREEN, Rag.BLUE):
            assert but(late, red) == []
            return
        # What is red is told, and what is only overdue where nothing is.
        assert but(late, red) == [f"{good}, but 1.3 is red: how do the two go together?", off, above]
        assert but(late) == [f"{good}, but 1.2 is overdue: how do the two go together?", off, above]
        assert but() == [off, above]

    def test_the_risks_and_kpis_that_bear_on_an_ambition_are_those_linked_and_its_own_each_once(self) -> None:
        ambition = Ambition(id="o")
        some: list[Record] = [
            Kpi(id="linked", ref="2", links=("o",)),
            Kpi(id="headline", ref="1", ambition="o"),
            Kpi(id="both", ref="3", ambition="o", links=("o",)),
            Kpi(id="other", ref="4"),
            Risk(id="threat", ref="R1", ambition="o"),
            Risk(id="closed", ref="R2", ambition="o", state=RiskState.CLOSED),
            Risk(id="linked risk", ref="R3", links=("o",)),
            Risk(id="both risks", ref="R4", ambition="o", links=("o",)),
        ]
        there = board(ambition, *some)
        assert [each.id for each in linked_kpis(there, ambition)] == ["linked", "both", "headline"]
        assert [each.id for each in linked_risks(there, ambition)] == ["linked risk", "both risks", "threat"]


class TestRisks:
    @pytest.mark.parametrize(("review", "late"), [("2021-03-03", False), ("2021-03-02", False), ("2021-03-01", True)])
    def test_a_review_is_asked_about_from_the_day_after(self, review: str, late: bool) -> None:
        found = asked(Risk(id="r", owner="Head", current="2x2", next_review=review))
        assert found == (["Its review was due on 01/03/2021: what came of it?"] if late else [])

    @pytest.mark.parametrize(
        ("current", "target", "progress", "missing"),
        [
            ("3x4", "2x3", Progress.COMPLETE, True),
            ("3x4", "2x3", Progress.STOPPED, True),
            ("3x4", "2x3", Progress.IN_PROGRESS, False),
            ("2x3", "3x2", Progress.COMPLETE, False),
            ("", "2x3", Progress.COMPLETE, False),
            ("3x4", "", Progress.COMPLETE, False),
            ("3x4", "2x3", None, False),
        ],
    )
    def test_once_every_mitigation_is_finished_above_the_target_it_is_asked_what_is_missing(
        self, current: str, target: str, progress: Progress | None, missing: bool
    ) -> None:
        risk = Risk(id="r", owner="Head", current=current, target=target)
        some = [Mitigation(id="m", risk="r", title="Cover", progress=progress)] if progress is not None else []
        assert any("Every mitigation is finished" in each for each in asked(risk, *some)) is missing

    @pytest.mark.parametrize(("current", "above"), [("3x3", False), ("2x5", True)])
    def test_above_tolerance_begins_above_it(self, current: str, above: bool) -> None:
        risk = Risk(id="r", owner="Head", category="money", current=current)
        assert any("what the board tolerates" in each for each in asked(risk, profile=MONEY)) is above


def test_a_meeting_has_no_questions_and_what_runs_elsewhere_only_one() -> None:
    assert asked(Meeting(id="m")) == []
    elsewhere = Ambition(id="o", routed_to="Health board")
    item = action(Rag.RED, ambition="o", due="2020-01-01", lead="")
    assert asked(item, elsewhere) == ["What has Health board reported back since it took this over?"]
