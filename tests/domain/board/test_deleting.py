"""What is deleted with a record, what would be left pointing at nothing, and what is never deleted."""

from __future__ import annotations

import pytest

from boardtui.domain.board.deleting import affected_by_deleting, count_by_kind, deletion, refuse_to_delete
from boardtui.domain.errors import BoardError
from boardtui.domain.records.kinds import (
    Action,
    ActionArising,
    AgendaItem,
    Ambition,
    Challenge,
    Decision,
    Kpi,
    Meeting,
    Mitigation,
    Profile,
    Reading,
    Record,
    Risk,
)
from boardtui.domain.records.meetings import MeetingState
from tests.domain.boards import board


def ids(records: tuple[Record, ...]) -> list[str]:
    return [each.id for each in records]


AMBITION = Ambition(id="one", ref="1")
ACTION = Action(id="1.1", ref="1.1", ambition="one")
KPI = Kpi(id="kpi", ref="2.1")
READINGS = tuple(Reading(id=f"reading {n}", kpi="kpi", period=f"2021-0{n}", value="3") for n in (1, 2))


class TestWhatGoesWithIt:
    def test_what_belongs_to_a_record_is_deleted_before_it(self) -> None:
        other = Reading(id="other", kpi="another", period="2021-01", value="3")
        affected = affected_by_deleting(board(KPI, *READINGS, other), KPI)
        assert ids(affected.owned) == ["reading 1", "reading 2"]
        assert [(each.record, each.delete) for each in deletion(KPI, affected)] == [
            *(("reading 2", True), ("reading 1", True), ("kpi", True)),
        ]

    def test_an_ambition_goes_with_its_actions_and_a_meeting_with_its_agenda(self) -> None:
        affected = affected_by_deleting(board(AMBITION, ACTION, Action(id="2.1", ambition="two")), AMBITION)
        assert ids(affected.owned) == ["1.1"]
        meeting = Meeting(id="march")
        items = [AgendaItem(id=f"item of {name}", meeting=name, title="Next") for name in ("march", "may")]
        assert ids(affected_by_deleting(board(meeting, *items), meeting).owned) == ["item of march"]

    def test_of_a_record_alone_nothing_else_is_affected(self) -> None:
        affected = affected_by_deleting(board(AMBITION, ACTION, KPI, *READINGS), ACTION)
        assert (affected.owned, affected.open, affected.linked) == ((), (), ())

    def test_they_are_counted_by_kind(self) -> None:
        assert count_by_kind(()) == ""
        assert count_by_kind([ACTION]) == "1 action"
        assert count_by_kind([KPI, *READINGS, ACTION]) == "1 KPI, 2 readings, 1 action"


class TestWhatPointsAtIt:
    def test_open_questions_and_actions_arising_are_told_apart_from_other_links(self) -> None:
        records = [
            Challenge(id="open", item="1.1", text="When?"),
            Challenge(id="answered", item="1.1", text="Who?", answer="Me"),
            ActionArising(id="to do", item="1.1", text="Send it"),
            ActionArising(id="done", item="1.1", text="Bring it", done=True),
            Decision(id="decided", item="1.1", text="Go on"),
            Challenge(id="elsewhere", item="2.1", text="Why?"),
        ]
        affected = affected_by_deleting(board(AMBITION, ACTION, *records), ACTION)
        assert ids(affected.owned) == []
        assert sorted(ids(affected.open)) == ["open", "to do"]
        assert sorted(ids(affected.linked)) == ["answered", "decided", "done"]

    def test_records_that_are_linked_to_it_by_hand_stay(self) -> None:
        linked = [
            Risk(id="linked", links=("2.2", "1.1")),
            Risk(id="threatens", ambition="one"),
            Risk(id="neither", links=("2.2",)),
        ]
        assert ids(affected_by_deleting(board(AMBITION, ACTION, *linked), ACTION).linked) == ["linked"]
        # What goes with the ambition counts as well: the action is deleted with it.
        assert ids(affected_by_deleting(board(AMBITION, ACTION, *linked), AMBITION).linked) == ["linked", "threatens"]

    def test_what_is_deleted_with_it_is_not_told_as_pointing_at_it(self) -> None:
        risk = Risk(id="risk")
        cover = Mitigation(id="cover", risk="risk")
        affected = affected_by_deleting(board(risk, cover), risk)
        assert (ids(affected.owned), affected.open, affected.linked) == (["cover"], (), ())


class TestWhatIsNeverDeleted:
    def test_the_board_itself(self) -> None:
        with pytest.raises(BoardError, match=r"^The board itself cannot be deleted from its own file\.$"):
            refuse_to_delete(Profile(id="board"))

    def test_a_closed_meeting_and_no_other(self) -> None:
        with pytest.raises(BoardError, match=r"^That meeting is closed and stays as it was\.$"):
            refuse_to_delete(Meeting(id="m", state=MeetingState.CLOSED))
        for state in (MeetingState.PLANNED, MeetingState.RUNNING):
            refuse_to_delete(Meeting(id="m", state=state))
        refuse_to_delete(ACTION)
