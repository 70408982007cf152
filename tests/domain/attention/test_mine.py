"""What is somebody's, what of it is due for an update this cycle, and what is updated already."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from boardtui.domain.attention.mine import State, cycle_start, mine
from boardtui.domain.board.board import Board
from boardtui.domain.board.leads import leads
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
    TaskGroup,
)
from boardtui.domain.records.meetings import MeetingState
from boardtui.domain.records.plan import Progress
from boardtui.domain.records.profile import Cycle
from boardtui.domain.records.rag import Rag
from boardtui.domain.records.risks import RiskState
from tests.domain.boards import board

TODAY = date(2021, 3, 10)
HEAD = "Head of Early Help"
MADE, BEFORE, SINCE = "2020-12-01T09:00:00Z", "2021-01-20T09:00:00Z", "2021-03-04T09:00:00Z"
MEETING = Meeting(id="m", date="2021-03-02", state=MeetingState.CLOSED, closed_at="2021-03-02T12:00:00Z")
OFFICE = Ambition(id="office", changed_at=MADE)


def on_board(*records: Record, profile: Profile | None = None) -> Board:
    """A board on which somebody reported on each record when it was changed last."""
    reported = {each.id: each.changed_at for each in records if each.changed_at}
    return replace(board(*records, profile=profile), reported=reported)


def states(*records: Record, profile: Profile | None = None) -> dict[str, State]:
    """How each item of a lead stands, on a board that was made long ago and met a week ago."""
    found = mine(on_board(OFFICE, MEETING, *records, profile=profile), HEAD, TODAY)
    return {each.record.id: each.state for each in found.items}


def test_an_item_is_due_until_it_is_edited_after_the_last_meeting() -> None:
    assert states(Action(id="old", lead=HEAD, changed_at=BEFORE), Action(id="new", lead=HEAD, changed_at=SINCE)) == {
        "old": State.DUE,
        "new": State.UPDATED,
    }


def test_everything_on_all_screens_that_is_a_leads_is_theirs_and_counted_as_everywhere_else() -> None:
    made = on_board(
        OFFICE,
        MEETING,
        Ambition(id="a", lead=HEAD, changed_at=BEFORE),
        Action(id="1.1", lead=HEAD, changed_at=BEFORE),
        TaskGroup(id="t", lead=HEAD, changed_at=BEFORE),
        NextStep(id="n", lead=HEAD, changed_at=BEFORE),
        Milestone(id="ms", lead=HEAD, changed_at=SINCE),
        Kpi(id="k", lead=HEAD, changed_at=BEFORE),
        Risk(id="r", owner=HEAD, changed_at=BEFORE),
        Mitigation(id="mi", risk="r", owner=HEAD, changed_at=BEFORE),
        ActionArising(id="aa", owner=HEAD, text="Send it", changed_at=BEFORE),
        Challenge(id="c", item="1.1", text="Why?", changed_at=BEFORE),
    )
    theirs = mine(made, HEAD.upper(), TODAY)
    assert len(theirs.items) == leads(made)[HEAD] == 10
    assert {each.record.id for each in theirs.due} == {"a", "1.1", "n", "k", "r", "mi", "aa", "c"}
    assert [each.record.id for each in theirs.updated] == ["ms"]
    assert theirs.words == "8 of 9 left"


def test_a_question_comes_first_and_what_is_updated_after_what_is_due() -> None:
    made = on_board(
        OFFICE,
        MEETING,
        Action(id="done", lead=HEAD, changed_at=SINCE),
        Action(id="due", lead=HEAD, changed_at=BEFORE),
        Challenge(id="asked", item="due", text="Why?", changed_at=BEFORE),
    )
    assert [each.record.id for each in mine(made, HEAD, TODAY).items] == ["asked", "due", "done"]


@pytest.mark.parametrize(
    "record",
    [
        Action(id="x", lead=HEAD, rag=Rag.BLUE, changed_at=BEFORE),
        NextStep(id="x", lead=HEAD, rag=Rag.BLUE, changed_at=BEFORE),
        Mitigation(id="x", owner=HEAD, progress=Progress.COMPLETE, changed_at=BEFORE),
        ActionArising(id="x", owner=HEAD, done=True, changed_at=BEFORE),
        Risk(id="x", owner=HEAD, state=RiskState.CLOSED, changed_at=BEFORE),
        TaskGroup(id="x", lead=HEAD, changed_at=BEFORE),
        Ambition(id="x", lead=HEAD, routed_to="Another board", changed_at=BEFORE),
    ],
)
def test_nothing_is_due_of_what_is_finished_or_of_another_board(record: Record) -> None:
    assert states(record) == {"x": State.NOTHING}


def test_an_ambition_that_is_a_leads_by_its_actions_only_is_reported_on_by_them() -> None:
    assert states(
        Ambition(id="a", lead="Director", changed_at=BEFORE),
        Action(id="1", ambition="a", lead=HEAD, changed_at=BEFORE),
    ) == {"a": State.NOTHING, "1": State.DUE}


def test_a_milestone_that_nobody_rates_is_still_for_its_lead_to_say() -> None:
    assert states(Milestone(id="x", lead=HEAD, changed_at=BEFORE)) == {"x": State.DUE}


@pytest.mark.parametrize(
    ("periods", "due"),
    [((), "figure for Feb 21"), (("2020-12", "2021-01"), "figure for Feb 21"), (("2021-01", "2021-02"), "")],
)
def test_a_kpi_is_due_while_the_last_whole_period_has_no_figure(periods: tuple[str, ...], due: str) -> None:
    kpi = Kpi(id="k", lead=HEAD, changed_at=SINCE)
    readings = [Reading(id=each, kpi="k", period=each, value="90%") for each in periods]
    (found,) = mine(board(OFFICE, MEETING, kpi, *readings), HEAD, TODAY).items
    assert (found.why if found.state is State.DUE else "") == due


def test_a_quarterly_kpi_is_due_for_the_last_whole_quarter() -> None:
    readings = [Reading(id=each, kpi="k", period=each, value="90%") for each in ("2020/21 Q1", "2020/21 Q2")]
    (found,) = mine(board(OFFICE, MEETING, Kpi(id="k", lead=HEAD), *readings), HEAD, TODAY).items
    assert found.why == "figure for Q3 2020/21"


def test_a_risk_is_due_on_the_day_of_its_review_whatever_was_edited_since() -> None:
    assert states(Risk(id="r", owner=HEAD, next_review="2021-03-10", changed_at=SINCE)) == {"r": State.DUE}
    assert states(Risk(id="r", owner=HEAD, next_review="2021-03-11", changed_at=SINCE)) == {"r": State.UPDATED}


def test_what_nobody_has_reported_on_is_due_whatever_was_done_to_it_otherwise() -> None:
    made = board(*(Action(id=each, lead=HEAD, changed_at=SINCE) for each in "ab"))
    assert mine(made, HEAD, TODAY).words == "2 of 2 left"
    assert mine(replace(made, reported={"b": SINCE}), HEAD, TODAY).words == "1 of 2 left"


@pytest.mark.parametrize(
    ("cycle", "at", "words"),
    [
        (Cycle.MEETING, "2021-03-02T12:00:00Z", "since the meeting of 02/03/2021"),
        (Cycle.MONTH, "2021-03-01T00:00:00Z", "since 01/03/2021"),
        (Cycle.QUARTER, "2021-01-01T00:00:00Z", "since 01/01/2021"),
    ],
)
def test_the_cycle_is_a_setting_of_the_board(cycle: Cycle, at: str, words: str) -> None:
    since = cycle_start(board(MEETING, profile=Profile(id="board", update_cycle=cycle)), TODAY)
    assert (since.at, since.words) == (at, words)


def test_where_no_meeting_was_closed_the_cycle_began_with_the_month() -> None:
    planned = Meeting(id="p", date="2021-03-02")
    assert cycle_start(board(planned), TODAY).at == "2021-03-01T00:00:00Z"


def test_what_is_left_is_counted_as_people_say_it() -> None:
    assert mine(board(OFFICE), HEAD, TODAY).words == "nothing here is yours"
    finished = Action(id="x", lead=HEAD, rag=Rag.BLUE)
    assert mine(board(OFFICE, finished), HEAD, TODAY).words == "nothing is due from you"
    done = [Action(id=each, lead=HEAD, changed_at=SINCE) for each in "ab"]
    assert mine(on_board(OFFICE, MEETING, *done), HEAD, TODAY).words == "all 2 done"
