"""What corrects minutes that are a draft, which meeting's they are, and what only leads through a meeting."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from boardtui.domain.errors import BoardError
from boardtui.domain.meetings.minuted import (
    agreement,
    as_minuted,
    is_correction,
    minuted_at,
    minutes_are_draft,
    refuse_agreed,
    to_agree,
)
from boardtui.domain.meetings.sittings import digest_of, leads_through_meeting
from boardtui.domain.records.edits import Edit, EditId
from boardtui.domain.records.kinds import Action, ActionArising, AgendaItem, Challenge, Decision, Meeting, Mitigation
from boardtui.domain.records.meetings import AgendaState, MeetingState
from tests.domain.boards import board


def closed(name: str, day: str, **values: Any) -> Meeting:
    """A meeting that sat from ten to twelve, whose minutes are a draft."""
    here = {"known": "{}", "front_sheet": "# Front", "opened_at": f"{day}T10:00:00Z", "closed_at": f"{day}T12:00:00Z"}
    return Meeting(id=name, date=day, state=MeetingState.CLOSED, **{**here, **values})


JANUARY, MARCH = closed("january", "2021-01-19"), closed("march", "2021-03-02")


def edit(kind: str, group: str, *, at: str = "2021-03-03T09:00:00Z", intent: str = "", **values: Any) -> Edit:
    said = {"record": "r", "kind": kind, "group": group, "value": json.dumps(values), "at": at, "intent": intent}
    return Edit.made(
        id=EditId("s", 1),
        lamport=1,
        why="",
        who="",
        meeting="",
        parents=(),
        batch="",
        **said,
    )


class TestDrafts:
    @pytest.mark.parametrize(
        ("meeting", "draft"),
        [
            (MARCH, True),
            (replace(MARCH, state=MeetingState.RUNNING), False),
            (replace(MARCH, minutes="# Minutes"), False),
            (replace(MARCH, agreed_minutes="# Minutes"), False),
            (replace(MARCH, front_sheet=""), False),
            (replace(MARCH, known=""), False),
        ],
    )
    def test_minutes_wait_to_be_agreed_where_the_meeting_closed_here_and_nothing_is_frozen(
        self, meeting: Meeting, draft: bool
    ) -> None:
        assert minutes_are_draft(meeting) is draft
        if draft:
            (agreed,) = agreement(meeting, "# As agreed", at="2021-05-04T10:00:00Z", agreed_in="may")
            assert (agreed.record, agreed.kind) == ("march", "meeting")
            assert agreed.values == {
                "agreed_minutes": "# As agreed",
                "agreed_digest": digest_of("# As agreed"),
                "agreed_at": "2021-05-04T10:00:00Z",
                "agreed_in": "may",
            }
            return
        why = "Close the meeting" if meeting.state is MeetingState.RUNNING else "are frozen already"
        with pytest.raises(BoardError, match=why):
            refuse_agreed(meeting)
        with pytest.raises(BoardError, match=why):
            agreement(meeting, "# As agreed", at="")

    def test_the_earliest_are_agreed_first_and_no_meeting_agrees_its_own(self) -> None:
        there = board(MARCH, JANUARY, closed("old", "2020-11-03", minutes="# Minutes"))
        assert [each.id for each in to_agree(there)] == ["january", "march"]
        assert [each.id for each in to_agree(there, MARCH)] == ["january"]


class TestWhichMeeting:
    @pytest.mark.parametrize(
        ("changed_at", "found"),
        [
            ("2021-03-02T09:59:59Z", None),
            ("2021-03-02T10:00:00Z", "march"),
            ("2021-03-02T12:00:00Z", "march"),
            ("2021-03-02T12:00:01Z", None),
            ("2021-01-19T11:00:00Z", "january"),
            ("", None),
        ],
    )
    def test_it_is_the_one_that_sat_when_the_record_was_changed_last(self, changed_at: str, found: str | None) -> None:
        item = Action(id="a", changed_at=changed_at)
        meeting = minuted_at(board(item, JANUARY, MARCH), item)
        assert (meeting.id if meeting is not None else None) == found

    def test_it_is_the_latest_that_talked_of_the_record_or_of_what_it_belongs_to(self) -> None:
        item, part = Action(id="a"), Mitigation(id="m", risk="a")
        talked = [AgendaItem(id=each, meeting=each, item="a") for each in ("january", "march")]
        for record in (item, part):
            for items, found in ((talked, "march"), (talked[:1], "january"), ([], None)):
                meeting = minuted_at(board(record, JANUARY, MARCH, *items), record)
                assert (meeting.id if meeting is not None else None) == found
        assert minuted_at(board(item, JANUARY, replace(MARCH, minutes="# Minutes"), *talked), item) == JANUARY
        topic, alone = AgendaItem(id="t", meeting="march", title="Staffing"), Mitigation(id="n")
        assert minuted_at(board(alone, MARCH, topic), alone) is None, "a topic is about no record"

    @pytest.mark.parametrize("record", [Decision(id="d"), Challenge(id="d"), AgendaItem(id="d"), MARCH])
    def test_an_edit_of_what_was_minuted_is_a_correction_anyhow(self, record: Any) -> None:
        assert minuted_at(board(MARCH, replace(record, changed_at="2021-03-02T11:00:00Z")), record) is None


class TestCorrections:
    @pytest.mark.parametrize(
        ("kind", "group", "said", "corrects"),
        [
            ("action", "status", False, True),  # it was written as one
            ("decision", "text", False, True),
            ("action_arising", "text", False, True),
            ("action_arising", "dates", False, False),
            ("action_arising", "outcome", False, False),
            ("action_arising", "outcome", True, True),
            ("challenge", "text", False, True),
            ("challenge", "answer", False, False),
            ("challenge", "answer", True, True),
            ("agenda_item", "note", False, True),
            ("agenda_item", "state", False, False),
            ("agenda_item", "position", False, False),
            ("meeting", "attendees", False, True),
            ("meeting", "agreed", False, False),
            ("meeting", "state", True, False),
        ],
    )
    def test_what_was_said_is_corrected_and_what_becomes_of_it_is_not(
        self, kind: str, group: str, said: bool, corrects: bool
    ) -> None:
        told = {("r", group)} if said else {("r", "other"), ("other", group)}
        assert is_correction(edit(kind, group), MARCH, told) is corrects

    @pytest.mark.parametrize(
        ("agreed_at", "corrects"),
        [
            ("", True),
            ("2021-03-03T08:59:59Z", False),
            ("2021-03-03T09:00:00Z", True),
            ("2021-03-03T09:00:01Z", True),
        ],
    )
    def test_once_minutes_are_agreed_nothing_corrects_them(self, agreed_at: str, corrects: bool) -> None:
        assert is_correction(edit("decision", "text"), replace(MARCH, agreed_at=agreed_at), ()) is corrects


class TestAsMinuted:
    def test_what_was_said_is_as_corrected_and_what_became_of_it_as_it_was_at_the_close(self) -> None:
        then = board(
            MARCH,
            AgendaItem(id="i", meeting="march", title="Staffing", state=AgendaState.DISCUSSED, position=10),
            ActionArising(id="open", meeting="march", text="Send it", due="2021-03-12", owner="Head"),
            ActionArising(id="done", meeting="march", text="Read it", done=True, outcome="Was read"),
            Challenge(id="asked", meeting="march", text="Why?"),
            Challenge(id="answered", meeting="march", text="Who?", answer="We", answered_in="march"),
            Decision(id="before", meeting="january", text="As it was"),
            Decision(id="taken out", meeting="march", text="By mistake"),
        )
        now = board(
            MARCH,
            AgendaItem(id="i", meeting="march", title="Staffing 2021", state=AgendaState.PARKED, position=30),
            ActionArising(id="open", meeting="march", text="Post it", due="2021-06-30", owner="Director", done=True),
            ActionArising(id="done", meeting="march", text="Read it", done=True, outcome="Was read twice"),
            Challenge(id="asked", meeting="march", text="Why so?", answer="Because"),
            Challenge(id="answered", meeting="march", text="Who?", answer="All of us", answered_in="march"),
            Decision(id="before", meeting="january", text="Changed since"),
            Decision(id="added", meeting="march", text="Forgotten then"),
            ActionArising(id="late", meeting="march", text="Forgotten too", due="2021-04-30", done=True),
        )
        found = as_minuted(then, now, MARCH)
        (item,) = found.all(AgendaItem)
        assert (item.title, item.state, item.position) == ("Staffing 2021", AgendaState.DISCUSSED, 10)
        arising = {each.id: each for each in found.all(ActionArising)}
        assert (arising["open"].text, arising["open"].due, arising["open"].done) == ("Post it", "2021-03-12", False)
        assert (arising["done"].done, arising["done"].outcome) == (True, "Was read twice")
        assert (arising["late"].due, arising["late"].done) == ("2021-04-30", False)
        asked = {each.id: each for each in found.all(Challenge)}
        assert (asked["asked"].text, asked["asked"].answer) == ("Why so?", "")
        assert asked["answered"].answer == "All of us"
        assert {each.id: each.text for each in found.all(Decision)} == {
            "before": "As it was",
            "added": "Forgotten then",
        }

    def test_the_meeting_itself_is_as_corrected_and_others_are_as_they_are(self) -> None:
        then = board(replace(MARCH, attendees="Chair"), JANUARY)
        corrected = replace(MARCH, attendees="Chair\nHead", agreed_minutes="# Agreed", current_item="x")
        later = closed("may", "2021-05-04")
        found = as_minuted(then, board(corrected, JANUARY, later), corrected)
        mine = found.get(Meeting, "march")
        assert mine is not None
        assert (mine.attendees, mine.agreed_minutes, mine.current_item) == ("Chair\nHead", "", "")
        assert found.get(Meeting, "may") == later


@pytest.mark.parametrize(
    ("kind", "group", "values", "intent", "leads"),
    [
        ("meeting", "state", {"state": "running"}, "", True),
        ("meeting", "place_in_agenda", {"current_item": "a"}, "", True),
        ("meeting", "title", {"title": "Board"}, "", False),
        ("meeting", "state", {"state": "running"}, "undo:s:1", False),
        ("agenda_item", "state", {"state": "discussed"}, "", True),
        ("agenda_item", "state", {"state": "to do"}, "", True),
        ("agenda_item", "state", {"state": "to do"}, "redo:s:1", False),
        ("agenda_item", "state", {"state": "parked"}, "", False),
        ("agenda_item", "state", {"state": "skipped"}, "", False),
        ("agenda_item", "note", {"note": "Read out"}, "", False),
    ],
)
def test_an_edit_leads_through_a_meeting_where_it_says_no_more_than_where_that_stands(
    kind: str, group: str, values: dict[str, str], intent: str, leads: bool
) -> None:
    assert leads_through_meeting(edit(kind, group, intent=intent, **values)) is leads
