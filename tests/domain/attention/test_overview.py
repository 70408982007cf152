"""Counts then and now, exceptions, what is due, and movement: better or worse, never up or down."""

from __future__ import annotations

from datetime import date

import pytest

from boardtui.domain.attention.counts import standings
from boardtui.domain.attention.exceptions import Exceptional, Why, exceptions
from boardtui.domain.attention.movement import Mark, changes, movement_mark
from boardtui.domain.attention.overview import as_at, overview
from boardtui.domain.attention.schedule import due_soon
from boardtui.domain.records.kinds import (
    Action,
    ActionArising,
    Ambition,
    Challenge,
    Kpi,
    Meeting,
    Milestone,
    Mitigation,
    NextStep,
    Profile,
    Reading,
    Record,
    Risk,
)
from boardtui.domain.records.kpis import Polarity, Series
from boardtui.domain.records.meetings import MeetingState
from boardtui.domain.records.plan import Progress
from boardtui.domain.records.rag import Rag
from boardtui.domain.records.risks import RiskState
from tests.domain.boards import board, redated, since

TODAY = date(2021, 3, 31)


def rated(identity: str, rag: Rag, **values: object) -> Action:
    return Action(**{"id": identity, "rag": rag, **values})  # type: ignore[arg-type]


def whys(each: Exceptional) -> tuple[Why, ...]:
    return tuple(reason.why for reason in each.reasons)


def was(rag: Rag) -> dict[str, dict[str, Rag]]:
    return {"status": {"rag": rag}}


class TestMovement:
    @pytest.mark.parametrize(
        ("before", "now", "mark"),
        [
            (Rag.AMBER, Rag.GREEN, Mark.BETTER),
            (Rag.GREEN, Rag.BLUE, Mark.BETTER),
            (Rag.GREEN, Rag.RED, Mark.WORSE),
            (Rag.NOT_RATED, Rag.RED, Mark.NEW),
        ],
    )
    def test_a_rating_moves_for_better_or_worse(self, before: Rag, now: Rag, mark: Mark) -> None:
        item = rated("a", now)
        assert movement_mark(board(item, since=since(a=was(before))), item) is mark

    def test_what_did_not_change_is_the_same(self) -> None:
        item = rated("a", Rag.AMBER)
        assert movement_mark(board(item, since=since()), item) is Mark.SAME

    def test_without_a_closed_meeting_nothing_is_marked(self) -> None:
        item = rated("a", Rag.AMBER)
        assert movement_mark(board(item), item) is Mark.NONE

    @pytest.mark.parametrize("item", [rated("a", Rag.RED), Mitigation(id="a"), Kpi(id="a"), ActionArising(id="a")])
    def test_a_record_made_since_is_new_whatever_its_rating(self, item: Record) -> None:
        assert movement_mark(board(item, since=since(new=("a",))), item) is Mark.NEW

    def test_a_risk_that_falls_is_better_and_its_arrow_points_up(self) -> None:
        item = Risk(id="r", current="2x3")
        mark = movement_mark(board(item, since=since(r={"current": {"current": "4x3"}})), item)
        assert mark is Mark.BETTER
        assert (mark.arrow, mark.words) == ("↑", "↑ better")

    def test_a_closed_risk_is_closed(self) -> None:
        item = Risk(id="r", current="2x3", state=RiskState.CLOSED)
        assert movement_mark(board(item, since=since()), item) is Mark.CLOSED

    def test_a_kpi_moves_by_its_polarity(self) -> None:
        kpi = Kpi(id="k", polarity=Polarity.LOW, minimum="10%", upper="5%")
        now = Reading(id="x", kpi="k", series=Series.PERIOD, period="2021-02", value="8%")
        there = board(kpi, now, since=since(x={"figure": {"value": "6%"}}))
        assert movement_mark(there, kpi) is Mark.WORSE

    def test_a_mitigation_moves_by_its_progress(self) -> None:
        item = Mitigation(id="m", progress=Progress.IN_PROGRESS)
        there = board(item, since=since(m={"progress": {"progress": "not started"}}))
        assert movement_mark(there, item) is Mark.BETTER

    def test_an_action_arising_that_is_done_is_closed(self) -> None:
        item = ActionArising(id="w", done=True)
        assert movement_mark(board(item, since=since()), item) is Mark.CLOSED


class TestCounts:
    def test_ratings_are_counted_then_and_now(self) -> None:
        records = (rated("a", Rag.GREEN), rated("b", Rag.RED), rated("c", Rag.GREEN))
        gone = rated("d", Rag.RED)
        there = board(*records, since=since(new=("c",), gone=(gone,), a=was(Rag.AMBER)))
        made_of = overview(there, TODAY).make_up
        assert made_of.then is not None
        assert {r.letter: (made_of.then[r], made_of.now[r]) for r in Rag} == {
            "R": (2, 1),
            "A": (1, 0),
            "G": (0, 2),
            "B": (0, 0),
            "-": (0, 0),
        }
        assert made_of.change(Rag.GREEN) == 2

    def test_an_action_that_moved_to_another_ambition_is_counted_where_it_was_then(self) -> None:
        item = rated("a", Rag.GREEN, ambition="two")
        there = board(Ambition(id="one"), Ambition(id="two"), item, since=since(a={"ambition": {"ambition": "one"}}))
        one, two = standings(there)
        assert one.make_up.then is not None
        assert (one.make_up.then[Rag.GREEN], one.make_up.now[Rag.GREEN]) == (1, 0)
        assert (two.make_up.change(Rag.GREEN), two.make_up.now[Rag.GREEN]) == (1, 1)

    def test_the_actions_of_a_routed_ambition_count_neither_now_nor_then(self) -> None:
        there = board(
            Ambition(id="here"),
            Ambition(id="there", routed_to="Start Well Board"),
            rated("a", Rag.GREEN, ambition="here"),
            rated("b", Rag.RED, ambition="there", due="2020-01-01"),
            since=since(),
        )
        found = overview(there, TODAY)
        assert found.make_up.then is not None
        assert (found.make_up.total, sum(found.make_up.then.values()), found.routed) == (1, 1, 1)
        assert [each.record.id for each in found.exceptions] == []

    def test_actions_of_no_ambition_stand_at_the_end(self) -> None:
        found = standings(board(Ambition(id="one"), rated("a", Rag.RED), rated("b", Rag.RED, ambition="deleted")))
        assert [each.ambition.id if each.ambition else None for each in found] == ["one", None]
        assert {action.id for action in found[-1].actions} == {"a", "b"}


class TestExceptions:
    def test_the_gravest_comes_first_and_each_says_all_its_reasons(self) -> None:
        there = board(
            rated("late", Rag.GREEN, due="2021-03-01"),
            rated("slipping", Rag.AMBER, original_due="2021-02-28", due="2021-05-31"),
            rated("red", Rag.RED, due="2021-03-01"),
            rated("fine", Rag.AMBER, due="2021-05-31"),
        )
        found = {each.record.id: whys(each) for each in exceptions(there, TODAY)}
        assert list(found.items()) == [
            ("red", (Why.RED, Why.OVERDUE)),
            ("slipping", (Why.SLIPPING, Why.REDATED)),
            ("late", (Why.OVERDUE,)),
        ]

    def test_a_green_item_that_was_redated_is_an_exception_since_its_colour_does_not_show_it(self) -> None:
        item = rated("a", Rag.GREEN, due="2021-05-31")
        there = board(item, redatings={"a": redated("2021-03-31", "2021-05-31")})
        assert [whys(each) for each in exceptions(there, TODAY)] == [(Why.REDATED,)]

    def test_an_amber_item_brought_forward_is_not_slipping(self) -> None:
        item = rated("a", Rag.AMBER, original_due="2021-06-30", due="2021-05-31")
        assert [whys(each) for each in exceptions(board(item), TODAY)] == [(Why.REDATED,)]

    def test_a_blue_item_is_no_exception_however_often_it_was_redated(self) -> None:
        item = rated("a", Rag.BLUE, evidence="Audit", original_due="2020-06-30", due="2020-12-31")
        assert exceptions(board(item), TODAY) == ()

    def test_an_item_without_an_update_for_too_long_is_none_and_stands_in_a_list_of_its_own(self) -> None:
        item = rated("a", Rag.GREEN, changed_at="2021-01-01T00:00:00Z")
        found = overview(board(item), TODAY)
        assert (found.exceptions, found.stale) == ((), (item,))

    def test_a_red_ambition_is_one(self) -> None:
        found = exceptions(board(Ambition(id="one", rag=Rag.RED)), TODAY)
        assert [(each.record.id, whys(each)) for each in found] == [("one", (Why.RED,))]


class TestDue:
    def test_what_is_due_comes_soonest_first_with_who_owes_it(self) -> None:
        there = board(
            rated("a", Rag.GREEN, due="2021-04-20", lead="Head of Service"),
            Mitigation(id="m", due="2021-04-02", owner="Principal Social Worker"),
            Risk(id="r", next_review="2021-04-10", owner="Director"),
            Milestone(id="t", due="April 2021"),
            profile=Profile(id="board", due_days=30),
        )
        found = [(each.record.id, str(each.day), each.who) for each in due_soon(there, TODAY)]
        assert found == [
            ("m", "2021-04-02", "Principal Social Worker"),
            ("r", "2021-04-10", "Director"),
            ("a", "2021-04-20", "Head of Service"),
            ("t", "2021-04-30", ""),
        ]

    def test_today_and_the_last_day_count_and_yesterday_and_the_day_after_do_not(self) -> None:
        days = ("2021-03-30", "2021-03-31", "2021-04-07", "2021-04-08")
        there = board(*(NextStep(id=day, due=day) for day in days), profile=Profile(id="board", due_days=7))
        assert [each.record.id for each in due_soon(there, TODAY)] == ["2021-03-31", "2021-04-07"]

    def test_what_is_finished_is_due_from_nobody(self) -> None:
        there = board(
            rated("a", Rag.BLUE, due="2021-04-01"),
            Risk(id="r", next_review="2021-04-01", state=RiskState.CLOSED),
        )
        assert due_soon(there, TODAY) == ()


class TestChanges:
    def test_each_change_stands_in_one_list(self) -> None:
        records: tuple[Record, ...] = (
            rated("worse", Rag.RED),
            rated("better", Rag.GREEN),
            rated("rated", Rag.GREEN),
            rated("moved", Rag.GREEN, due="2021-05-31"),
            rated("told", Rag.GREEN, commentary="new words"),
            rated("made", Rag.GREEN),
            Risk(id="risk", state=RiskState.CLOSED),
            Challenge(id="asked", answer="Yes."),
            rated("untouched", Rag.GREEN),
        )
        gone = rated("gone", Rag.RED)
        found = changes(
            board(
                *records,
                since=since(
                    new=("made",),
                    gone=(gone,),
                    worse=was(Rag.AMBER),
                    better=was(Rag.AMBER),
                    rated=was(Rag.NOT_RATED),
                    moved={"dates": {"due": "2021-04-30"}},
                    told={"commentary": {"commentary": "old words"}},
                    risk={"state": {"state": "open"}},
                    asked={"answer": {"answer": ""}},
                ),
            )
        )
        assert [(each.before, each.now) for each in found.worse] == [("A ▲ Amber", "R ✖ Red")]
        assert [each.record.id for each in found.better] == ["better"]
        assert [(each.before, each.now) for each in found.rated] == [("○ Not rated", "G ● Green")]
        assert [(each.before, each.now) for each in found.redated] == [("30/04/2021", "31/05/2021")]
        assert [each.id for each in found.updated] == ["told"]
        assert [each.id for each in found.new] == ["made"]
        assert [each.id for each in found.closed] == ["risk", "asked"]
        assert [each.id for each in found.gone] == ["gone"]

    def test_a_risk_score_is_told_as_likelihood_times_impact(self) -> None:
        item = Risk(id="r", current="4x4")
        found = changes(board(item, since=since(r={"current": {"current": ""}})))
        assert [(each.before, each.now) for each in found.rated] == [("unscored", "4×4")]

    def test_without_a_closed_meeting_nothing_has_changed(self) -> None:
        assert not changes(board(rated("a", Rag.RED)))


class TestAsAt:
    def test_it_is_the_day_of_the_next_planned_meeting(self) -> None:
        there = board(
            Meeting(id="x", date="2021-01-19", state=MeetingState.CLOSED),
            Meeting(id="y", date="2021-05-04"),
            Meeting(id="z", date="2021-03-02"),
            Action(id="a", changed_at="2021-02-11T10:00:00Z"),
        )
        assert as_at(there) == date(2021, 3, 2)

    def test_a_running_meeting_comes_before_a_planned_one(self) -> None:
        there = board(
            Meeting(id="y", date="2021-03-02"), Meeting(id="z", date="2021-05-04", state=MeetingState.RUNNING)
        )
        assert as_at(there) == date(2021, 5, 4)

    @pytest.mark.parametrize(("words", "day"), [("10 th February 2015", 10), ("February 2015", 28)])
    def test_a_board_just_made_from_a_paper_speaks_of_the_day_of_that_paper(self, words: str, day: int) -> None:
        made = "2026-11-21T10:00:00Z"
        there = board(Action(id="a", changed_at=made), profile=Profile(id="b", changed_at=made, paper_date=words))
        assert as_at(there) == date(2015, 2, day)

    def test_once_somebody_has_worked_on_it_it_speaks_of_the_day_of_that_work(self) -> None:
        profile = Profile(id="b", changed_at="2026-11-21T10:00:00Z", paper_date="2015-02-10")
        assert as_at(board(Action(id="a", changed_at="2026-11-23T10:00:00Z"), profile=profile)) == date(2026, 11, 23)

    def test_a_paper_says_nothing_about_the_day_of_a_board_that_meets(self) -> None:
        met = Meeting(id="x", date="2021-01-19", state=MeetingState.CLOSED, changed_at="2021-01-19T20:00:00Z")
        profile = Profile(id="b", changed_at="2021-01-19T09:00:00Z", paper_date="2020-12-01")
        assert as_at(board(met, profile=profile)) == date(2021, 1, 19)

    @pytest.mark.parametrize("words", ["spring", "31/06/2021", "March 2021", "2021-01-05"])
    def test_without_a_real_day_ahead_it_is_the_day_of_the_latest_edit(self, words: str) -> None:
        there = board(
            Meeting(id="x", date="2021-01-19", state=MeetingState.CLOSED, changed_at="2021-01-19T20:00:00Z"),
            Meeting(id="y", date=words, changed_at="2021-01-20T09:00:00Z"),
            Action(id="a", changed_at="2021-02-11T10:00:00Z"),
            profile=Profile(id="b", changed_at="2020-11-01T10:00:00Z"),
        )
        assert as_at(there) == date(2021, 2, 11)
