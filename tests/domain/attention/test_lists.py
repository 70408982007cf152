"""Who stands in which list of a board: counted then and now, due, undated, stale, exceptional."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from boardtui.domain.attention.counts import nothing_rated, of_next_steps, standings
from boardtui.domain.attention.mine import mine
from boardtui.domain.attention.overview import as_at, overview
from boardtui.domain.attention.schedule import (
    commented_words,
    due_soon,
    is_awaited,
    is_review_due,
    stale_items,
)
from boardtui.domain.board.commented import Commented
from boardtui.domain.kpis.targets import Status
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
from boardtui.domain.records.kpis import Polarity
from boardtui.domain.records.meetings import MeetingState
from boardtui.domain.records.plan import Progress
from boardtui.domain.records.rag import Rag
from boardtui.domain.records.risks import RiskState
from tests.domain.boards import LAST, board, since

TODAY = date(2021, 3, 31)


def day(days: int) -> str:
    return (TODAY + timedelta(days=days)).isoformat()


class TestCounts:
    def test_next_steps_are_counted_then_and_now_with_those_that_are_gone(self) -> None:
        steps = [NextStep(id="a", rag=Rag.GREEN), NextStep(id="b", rag=Rag.RED), NextStep(id="new", rag=Rag.RED)]
        gone: tuple[Record, ...] = (NextStep(id="x", rag=Rag.AMBER), Action(id="y", rag=Rag.RED))
        there = board(*steps, since=since(new=("new",), gone=gone, a={"status": {"rag": Rag.RED}}))
        found = of_next_steps(there)
        assert found.then is not None
        assert {each.letter: (found.now[each], found.then[each]) for each in Rag if each is not Rag.NOT_RATED} == {
            "R": (2, 2),
            "A": (0, 1),
            "G": (1, 0),
            "B": (0, 0),
        }
        assert (found.total, found.change(Rag.RED)) == (3, 0)
        assert of_next_steps(board(*steps)).change(Rag.RED) is None

    def test_actions_of_no_ambition_are_compared_with_those_that_had_none_or_one_that_is_gone(self) -> None:
        there = board(
            Ambition(id="one"),
            Action(id="a", rag=Rag.GREEN, ambition="one"),
            Action(id="b", rag=Rag.RED, ambition="gone"),
            Action(id="c", rag=Rag.RED),
            since=since(a={"ambition": {"ambition": ""}}, b={"status": {"rag": Rag.AMBER}}),
        )
        strays = standings(there)[-1]
        assert strays.ambition is None and strays.make_up.then is not None
        assert [each.id for each in strays.actions] == ["b", "c"]
        assert (strays.make_up.now[Rag.RED], strays.make_up.then[Rag.RED]) == (2, 1)
        assert (strays.make_up.then[Rag.AMBER], strays.make_up.then[Rag.GREEN]) == (1, 1)

    @pytest.mark.parametrize(
        ("records", "words"),
        [
            ([], ""),
            ([Ambition(id="o")], ""),
            ([Action(id="a")], "No action has a rating or a date yet"),
            ([Action(id="a", due="2021-04-30")], "No action has a rating yet"),
            ([Action(id="a", rag=Rag.GREEN)], ""),
            ([Action(id="a"), Ambition(id="o", rag=Rag.GREEN)], ""),
            ([Action(id="a"), NextStep(id="n", rag=Rag.GREEN)], ""),
            ([NextStep(id="n")], "No next step has a rating or a date yet"),
            ([NextStep(id="n", due="soon")], "No next step has a rating yet"),
            ([Action(id="a"), NextStep(id="n", due="2021-04-30")], "No action has a rating yet"),
        ],
    )
    def test_that_nothing_is_red_means_little_where_nobody_has_rated_anything(
        self, records: list[Record], words: str
    ) -> None:
        assert nothing_rated(board(*records)) == (
            f"{words}, so this does not mean that all is on track." if words else ""
        )

    def test_a_board_without_an_action_that_is_run_elsewhere_counts_none(self) -> None:
        there = board(Ambition(id="o", routed_to="Health board"), Action(id="a", ambition="o"), Action(id="b"))
        found = overview(there, TODAY)
        assert (found.routed, found.make_up.total, len(found.standings)) == (1, 1, 2)
        assert [each.routed_to for each in found.standings] == ["Health board", ""]


class TestDue:
    @pytest.mark.parametrize(
        ("record", "due", "undated"),
        [
            (Action(id="x", due=day(0)), True, False),
            (Action(id="x", due=day(-1)), False, False),
            (Action(id="x", due=day(28)), True, False),
            (Action(id="x", due=day(29)), False, False),
            (Action(id="x", due=day(1), rag=Rag.BLUE), False, False),
            (Action(id="x", due="31/06/2021"), False, True),
            (Action(id="x", due="soon"), False, True),
            (Action(id="x", due="Ongoing"), False, False),
            (Action(id="x"), False, False),
            (Action(id="x", due="soon", rag=Rag.BLUE), False, False),
            (Action(id="x", due="Tuesday 31 March 2021"), True, False),  # the wrong name of the day, but a day
            (Milestone(id="x", due=day(1)), True, False),
            (Milestone(id="x", due=day(1), rag=Rag.BLUE), False, False),
            (Milestone(id="x", due="soon"), False, True),
            (Mitigation(id="x", due=day(1)), True, False),
            (Mitigation(id="x", due=day(1), progress=Progress.STOPPED), False, False),
            (ActionArising(id="x", due=day(1)), True, False),
            (ActionArising(id="x", due=day(1), done=True), False, False),
            (Risk(id="x", next_review=day(1)), True, False),
            (Risk(id="x", next_review="soon"), False, True),
            (Risk(id="x", next_review=day(1), state=RiskState.CLOSED), False, False),
            (Ambition(id="x"), False, False),
        ],
    )
    def test_what_is_awaited_is_due_from_today_to_the_last_day_or_has_no_day_that_can_be_read(
        self, record: Record, due: bool, undated: bool
    ) -> None:
        there = board(record)
        assert [each.record for each in due_soon(there, TODAY)] == ([record] if due else [])
        assert [each.record for each in overview(there, TODAY).undated] == ([record] if undated else [])

    @pytest.mark.parametrize(
        ("record", "who", "when"),
        [
            (Action(id="x", due="2021-04-02", lead="Head"), "Head", "02/04/2021"),
            (Risk(id="x", next_review="April 2021", owner="Director"), "Director", "30/04/2021"),
            (Action(id="x", due="31/06/2021"), "", "no date: 31/06/2021 (there is no 31 June 2021)"),
            (
                Risk(id="x", next_review="soon", owner="Director"),
                "Director",
                "no date: soon (it cannot be read as a date)",
            ),
        ],
    )
    def test_it_is_told_with_its_day_and_with_whose_it_is(self, record: Record, who: str, when: str) -> None:
        there = board(record, profile=Profile(id="board", due_days=30))
        (found,) = (*due_soon(there, TODAY), *overview(there, TODAY).undated)
        assert (found.who, found.when) == (who, when)

    @pytest.mark.parametrize(
        ("review", "state", "due"),
        [
            (day(0), RiskState.OPEN, True),
            (day(-1), RiskState.OPEN, True),
            (day(1), RiskState.OPEN, False),
            (day(-1), RiskState.CLOSED, False),
            ("soon", RiskState.OPEN, False),
            ("", RiskState.OPEN, False),
        ],
    )
    def test_a_review_is_due_on_its_day_and_after_it(self, review: str, state: RiskState, due: bool) -> None:
        assert is_review_due(Risk(id="r", next_review=review, state=state), TODAY) is due

    def test_only_actions_and_next_steps_grow_stale_and_they_stand_in_their_order(self) -> None:
        old: dict[str, Any] = {"changed_at": "2021-01-01T09:00:00Z"}
        elsewhere = Ambition(id="o", routed_to="Health board", **old)
        records: list[Record] = [
            NextStep(id="n", **old),
            Action(id="b", ref="1.10", **old),
            Action(id="a", ref="1.2", **old),
            Action(id="theirs", ambition="o", **old),
            Action(id="fresh", changed_at="2021-03-30T09:00:00Z"),
            Milestone(id="m", rag=Rag.RED, **old),
            Mitigation(id="x", **old),
            Risk(id="r", **old),
        ]
        assert [each.id for each in stale_items(board(elsewhere, *records), TODAY)] == ["a", "b", "n"]


class TestCommentary:
    @pytest.mark.parametrize(
        ("said", "words"),
        [
            (None, ""),
            (Commented("2021-03-02T09:00:00Z"), "02/03/2021"),
            (Commented("2021-03-02T09:00:00Z", brought=True), "brought in 02/03/2021"),
            (Commented("no time"), ""),
        ],
    )
    def test_it_is_told_with_the_day_on_which_it_was_written_or_brought_in(
        self, said: Commented | None, words: str
    ) -> None:
        item = Action(id="a", commentary="Half done")
        there = replace(board(item), commented={} if said is None else {"a": said})
        assert commented_words(there, item) == words


class TestOverview:
    def test_every_number_stands_under_its_name_and_what_moved_only_after_a_meeting(self) -> None:
        missed = Kpi(id="k", polarity=Polarity.HIGH, minimum="90%", upper="95%")
        records: list[Record] = [
            Action(id="late", rag=Rag.RED, due=day(-1), changed_at=f"{day(0)}T09:00:00Z"),
            Action(id="soon", rag=Rag.GREEN, due=day(1), changed_at="2021-01-01T09:00:00Z"),
            NextStep(id="undated", due="soon"),
            missed,
            Reading(id="r", kpi="k", period="2021-02", value="80%"),
            Risk(id="above", category="money", current="2x5"),
            Challenge(id="c", meeting="last", text="Why?"),
        ]
        profile = Profile(id="board", appetite="money: cautious 9", stale_days=30)
        was = since(late={"status": {"rag": Rag.GREEN}}, soon={"dates": {"due": day(-20)}})
        found = overview(board(LAST, *records, profile=profile, since=was), TODAY)
        assert found.figures == {
            "exceptions": 5,
            "overdue": 1,
            "re-dated": 0,
            "without recent update": 1,
            "due soon": 1,
            "without a readable date": 1,
            "off target": 1,
            "above tolerance": 1,
            "not answered": 1,
            "better": 0,
            "worse": 1,
            "moved to another date": 1,
        }
        assert found.kpis[Status.MISSED] == sum(found.kpis.values()) == 1
        never = overview(board(*records, profile=profile), TODAY).figures
        assert [never[each] for each in ("better", "worse", "moved to another date")] == [None, None, None]

    @pytest.mark.parametrize(
        ("meetings", "expected"),
        [
            ([("2021-03-02", MeetingState.PLANNED)], date(2021, 3, 2)),
            ([("2021-03-02", MeetingState.PLANNED), ("2021-03-02", MeetingState.CLOSED)], date(2021, 3, 2)),
            ([("2021-03-01", MeetingState.PLANNED), ("2021-03-02", MeetingState.CLOSED)], date(2021, 2, 11)),
            ([("2021-05-04", MeetingState.RUNNING), ("2021-04-06", MeetingState.RUNNING)], date(2021, 4, 6)),
            ([("2021-01-05", MeetingState.RUNNING), ("2021-03-02", MeetingState.CLOSED)], date(2021, 1, 5)),
            ([("March 2021", MeetingState.RUNNING), ("2021-04-06", MeetingState.PLANNED)], date(2021, 4, 6)),
        ],
    )
    def test_the_day_of_a_board_is_that_of_the_meeting_that_runs_or_comes_next(
        self, meetings: list[tuple[str, MeetingState]], expected: date
    ) -> None:
        made = [Meeting(id=f"m{place}", date=day, state=state) for place, (day, state) in enumerate(meetings)]
        assert as_at(board(*made, Action(id="a", changed_at="2021-02-11T10:00:00Z"))) == expected


def test_awaited_is_what_is_neither_finished_nor_run_elsewhere() -> None:
    there = board(Ambition(id="theirs", routed_to="Health board"), Risk(id="closed", state=RiskState.CLOSED))
    awaited: dict[Record, bool] = {
        Ambition(id="o"): True,
        Ambition(id="o", rag=Rag.BLUE): False,
        Ambition(id="o", routed_to="Health board"): False,
        Action(id="a", ambition="theirs"): False,
        Action(id="a", ambition="gone"): True,
        Milestone(id="m"): False,
        Milestone(id="m", rag=Rag.AMBER): True,
        Mitigation(id="x", risk="closed"): False,
        Mitigation(id="x", risk="gone"): True,
        Kpi(id="k"): True,
        Meeting(id="m"): True,
    }
    assert {each: is_awaited(there, each) for each in awaited} == awaited


def test_a_risk_whose_review_is_due_is_due_from_its_owner_whatever_was_said_of_it() -> None:
    risk = Risk(id="r", owner="Head", next_review=day(0))
    there = replace(board(risk), reported={"r": "2021-03-30T09:00:00Z"})
    assert [each.why for each in mine(there, "Head", TODAY).due] == ["review due"]
    assert [each.why for each in mine(there, "Head", TODAY - timedelta(days=1)).updated] == ["updated"]
