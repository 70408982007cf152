"""The times of a meeting: by the clocks of England, planned for each item, taken so far, and when it may close."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from boardtui.domain.board.board import Board
from boardtui.domain.errors import BoardError
from boardtui.domain.meetings.agenda_changes import LONGEST_MINUTES, extend, move_to
from boardtui.domain.meetings.meeting_changes import closing_time, problems, read_time, recorded_at
from boardtui.domain.meetings.sittings import clock_time, planned_minutes, running_time, time_taken
from boardtui.domain.records.kinds import AgendaItem, Meeting
from boardtui.domain.records.meetings import AgendaState, MeetingState
from tests.domain.boards import board

OPENED = datetime(2021, 3, 2, 10, 0, tzinfo=UTC)
CUT, PARKED, DONE = AgendaState.SKIPPED, AgendaState.PARKED, AgendaState.DISCUSSED


def item(name: str, minutes: int = 0, state: AgendaState = AgendaState.TO_DO, position: int = 0) -> AgendaItem:
    return AgendaItem(id=name, meeting="m", title=name, planned_minutes=minutes, state=state, position=position)


def meeting(**values: Any) -> Meeting:
    return Meeting(id="m", **values)


@pytest.mark.parametrize(
    ("utc", "shown"),
    [
        ("2021-01-05T14:05", "14:05"),
        ("2021-07-05T14:05", "15:05"),
        ("2021-07-05T23:30", "00:30"),
        # From one o'clock UTC on the last Sunday of March to the last of October.
        ("2021-03-28T00:59", "00:59"),
        ("2021-03-28T01:00", "02:00"),
        ("2021-10-31T00:59", "01:59"),
        ("2021-10-31T01:00", "01:00"),
        # The 31st is a Sunday itself, or a Monday, or a Saturday.
        ("2024-03-31T00:59", "00:59"),
        ("2024-03-31T01:00", "02:00"),
        ("2025-03-30T01:00", "02:00"),
        ("2026-10-25T00:59", "01:59"),
        ("2026-10-25T01:00", "01:00"),
    ],
)
def test_a_time_is_told_by_the_clocks_of_england_whatever_the_machine_says(utc: str, shown: str) -> None:
    when = datetime.fromisoformat(utc).replace(tzinfo=UTC)
    assert clock_time(when) == shown
    assert clock_time(when.astimezone(datetime.fromisoformat("2021-01-01T00:00+05:30").tzinfo)) == shown


class TestPlanned:
    @pytest.mark.parametrize(
        ("planned", "items", "minutes"),
        [
            (60, [item("a"), item("b")], [30, 30]),
            (61, [item("a"), item("b")], [31, 30]),
            (62, [item("a"), item("b", 10), item("c"), item("d")], [18, 10, 17, 17]),
            (60, [item("a", 10), item("b", 20)], [10, 20]),
            (20, [item("a", 15), item("b", 15), item("c")], [15, 15, 0]),
            (30, [item("a", 15), item("b", 15), item("c")], [15, 15, 0]),
            (31, [item("a", 15), item("b", 15), item("c")], [15, 15, 1]),
            (0, [item("a"), item("b", 5)], [0, 5]),
            (60, [item("a"), item("b", 30, CUT), item("c", 0, PARKED)], [30, 30]),
            (60, [], []),
        ],
    )
    def test_items_without_a_time_of_their_own_share_what_is_left_the_first_ones_the_odd_minutes(
        self, planned: int, items: list[AgendaItem], minutes: list[int]
    ) -> None:
        assert list(planned_minutes(meeting(planned_minutes=planned), items).values()) == minutes

    @pytest.mark.parametrize(
        ("before", "new", "words"),
        [
            ([item("a"), item("b")], item("c"), "3 items without a time of their own share 60 min: > gives one more."),
            (
                [item("a"), item("b")],
                item("c", 10),
                "2 items without a time of their own share 50 min: > gives one more.",
            ),
            ([item("a")], item("c", 10), "1 item without a time of its own has 50 min: > gives it more."),
            ([item("a", 20)], item("c"), ""),
            ([item("a", 20)], item("c", 10), ""),
            ([item("a", 0, CUT)], item("c"), ""),
            ([item("a")], item("c", 0, CUT), ""),
        ],
    )
    def test_a_new_item_tells_what_it_takes_from_the_others_if_it_takes_any(
        self, before: list[AgendaItem], new: AgendaItem, words: str
    ) -> None:
        assert time_taken(meeting(planned_minutes=60), before, [*before, new]) == words

    @pytest.mark.parametrize(
        ("now", "by", "then"),
        [
            (10, 5, 15),
            (10, -5, 5),
            (10, -10, 0),
            (10, -11, 0),
            (0, 5, 5),
            (LONGEST_MINUTES - 5, 5, LONGEST_MINUTES),
            (LONGEST_MINUTES - 5, 6, LONGEST_MINUTES),
            (LONGEST_MINUTES, 5, None),
            (0, -5, None),
        ],
    )
    def test_an_item_keeps_at_least_no_time_and_at_most_a_day(self, now: int, by: int, then: int | None) -> None:
        only = item("a", now)
        changes = extend(board(meeting(), only), meeting(), only, by)
        assert [each.values for each in changes] == ([] if then is None else [{"planned_minutes": then}])

    def test_an_item_without_a_time_of_its_own_is_extended_from_its_share(self) -> None:
        items, sitting = [item("a", position=1), item("b", position=2)], meeting(planned_minutes=61)
        (change,) = extend(board(sitting, *items), sitting, items[0])
        assert change.values == {"planned_minutes": 36}

    @pytest.mark.parametrize("number", [0, -1])
    def test_no_place_is_before_the_first(self, number: int) -> None:
        items = [item("a", position=10), item("b", position=20)]
        changes = move_to(board(meeting(), *items), meeting(), items[1], number)
        assert {each.record: each.values["position"] for each in changes} == {"b": 10, "a": 20}


class TestRunning:
    ITEMS = (item("a", 10, DONE), item("x", 5, CUT), item("b", 20, PARKED), item("c", 15))

    @pytest.mark.parametrize(
        ("at", "elapsed", "number", "due", "behind", "words"),
        [
            ("", 0, 0, 0, 0, "3 items · 0 of 45 min"),
            ("a", 10, 1, 10, 0, "1 of 3 · 10 of 45 min"),
            ("a", 11, 1, 10, 1, "1 of 3 · 11 of 45 min"),
            ("b", 30, 2, 30, 0, "2 of 3 · 30 of 45 min"),
            ("c", 50, 3, 45, 5, "3 of 3 · 50 of 45 min"),
            ("x", 50, 0, 0, 50, "3 items · 50 of 45 min"),
        ],
    )
    def test_it_is_at_an_item_among_those_that_are_taken_and_behind_from_the_minute_after_its_end(
        self, at: str, elapsed: int, number: int, due: int, behind: int, words: str
    ) -> None:
        sitting = meeting(current_item=at, opened_at="2021-03-02T10:00:00Z")
        now = running_time(sitting, self.ITEMS, OPENED + timedelta(minutes=elapsed, seconds=59))
        assert (now.number, now.due, now.behind, now.words) == (number, due, behind, words)
        assert (now.count, now.settled, now.elapsed, now.planned) == (3, 2, elapsed, 45)

    def test_the_time_of_the_meeting_goes_before_that_of_its_items(self) -> None:
        sitting = meeting(current_item="c", opened_at="2021-03-02T10:00:00Z", planned_minutes=90)
        now = running_time(sitting, self.ITEMS, OPENED)
        assert (now.planned, now.due, now.words) == (90, 45, "3 of 3 · 0 of 90 min")

    @pytest.mark.parametrize(
        ("opened", "planned", "items", "words", "behind"),
        [
            ("", 0, [item("a")], "1 item", 0),
            ("", 0, [item("a"), item("b")], "2 items", 0),
            ("", 0, [], "0 items", 0),
            ("", 30, [item("a")], "1 item · 30 min planned", 0),
            ("2021-03-02T09:00:00Z", 0, [item("a")], "1 item · 60 min", 0),
            ("2021-03-02T10:00:01Z", 30, [item("a")], "1 item · 0 of 30 min", 0),  # a clock that was put back
        ],
    )
    def test_only_what_is_known_is_told_and_nothing_is_behind_without_a_plan(
        self, opened: str, planned: int, items: list[AgendaItem], words: str, behind: int
    ) -> None:
        now = running_time(meeting(opened_at=opened, planned_minutes=planned), items, OPENED)
        assert (now.words, now.behind) == (words, behind)


class TestClosing:
    @pytest.mark.parametrize(
        ("opened", "now", "why"),
        [
            ("2021-03-02T10:00:00Z", "2021-03-02T10:00:00+00:00", ""),
            ("2021-03-02T10:00:00Z", "2021-03-02T09:59:59+00:00", "says 02/03/2021 09:59, but the meeting was opened"),
            ("2021-03-02T10:00:00Z", "2021-03-02T11:30:00+02:00", "says 02/03/2021 09:30, but the meeting was opened"),
            ("", "2000-01-01T00:00:00+00:00", ""),
            ("", "1999-12-31T23:59:59+00:00", "says 31/12/1999, which cannot be right"),
        ],
    )
    def test_a_meeting_closes_no_sooner_than_it_was_opened_nor_by_a_clock_that_was_never_set(
        self, opened: str, now: str, why: str
    ) -> None:
        running, when = meeting(state=MeetingState.RUNNING, opened_at=opened), datetime.fromisoformat(now)
        if not why:
            assert closing_time(running, when) == when
            return
        with pytest.raises(BoardError, match=f"The clock of this machine {why}"):
            closing_time(running, when)
        with pytest.raises(BoardError, match=f"The time that was given {why}"):
            closing_time(running, OPENED, stated=when)

    def test_a_closed_one_does_not_close_again(self) -> None:
        with pytest.raises(BoardError, match="is closed and stays as it was"):
            closing_time(meeting(state=MeetingState.CLOSED), OPENED)

    @pytest.mark.parametrize(
        ("words", "day", "read"),
        [
            ("9:05", "2021-03-02", "2021-03-02T09:05:00+00:00"),
            (" 09.05 ", "2021-03-02", "2021-03-02T09:05:00+00:00"),
            ("23:59", "2021-03-02", "2021-03-02T23:59:00+00:00"),
            ("2021-03-03 09:05", "2021-03-02", "2021-03-03T09:05:00+00:00"),
            ("2021-03-03T09:05+01:00", "2021-03-02", "2021-03-03T09:05:00+01:00"),
            ("24:00", "2021-03-02", ""),
            ("9:5", "2021-03-02", ""),
            ("12:30", "March 2021", ""),
            ("12:30", "", ""),
        ],
    )
    def test_a_time_alone_is_one_of_the_day_of_the_meeting(self, words: str, day: str, read: str) -> None:
        if read:
            assert read_time(words, day, OPENED).isoformat() == read
            return
        with pytest.raises(BoardError, match=r"is no time\. Write it like 12:30"):
            read_time(words, day, OPENED)


class TestFacts:
    THERE = (
        Meeting(id="a", date="2021-03-02", title="Board"),
        Meeting(id="b", date="2021-03-02", title="Extraordinary"),
        Meeting(id="c", date="2021-05-04", title="Board"),
    )

    def said(self, which: Meeting | None, values: dict[str, str]) -> dict[str, str]:
        made: Board = board(*self.THERE)
        return problems(made, which, values)

    @pytest.mark.parametrize(
        ("which", "values", "wrong"),
        [
            (0, {"date": "2021-03-02"}, ""),  # itself is no other meeting
            (0, {"title": "Extraordinary"}, "called 'Extraordinary'"),
            (0, {"date": "4 May 2021"}, "on 04/05/2021 already called 'Board'"),
            (1, {"date": "2021-05-04"}, ""),
            (0, {"date": "2021-05-04", "title": "Other"}, ""),
            (0, {"date": "soon"}, "A meeting needs a day"),
            (0, {"chair": "Director"}, ""),
            (None, {"date": "2021-03-02"}, ""),
            (None, {"date": "2021-03-02", "title": "BOARD"}, "already called 'Board'"),
            (None, {"title": "Board"}, "A meeting needs a single day"),
            (None, {"chair": "Director"}, "A meeting needs a single day"),
        ],
    )
    def test_two_meetings_are_on_one_day_only_where_their_titles_tell_them_apart(
        self, which: int | None, values: dict[str, str], wrong: str
    ) -> None:
        found = self.said(None if which is None else self.THERE[which], values)
        assert list(found) == (["date"] if wrong else [])
        assert wrong in found.get("date", "")

    def test_the_facts_of_a_meeting_without_a_day_can_be_edited_all_the_same(self) -> None:
        undated = Meeting(id="u", title="Some day")
        assert problems(board(undated), undated, {"chair": "Director"}) == {}
        assert list(problems(board(undated), undated, {"title": "Any day"})) == ["date"]

    @pytest.mark.parametrize(
        ("kind", "values", "added", "told"),
        [
            ("decision", {"text": "Go on"}, True, {"meeting": "m", "made_by": "Chair", "date": "2021-03-02"}),
            ("decision", {"made_by": "Board"}, True, {"meeting": "m", "made_by": "Board", "date": "2021-03-02"}),
            ("decision", {"text": "Go on"}, False, {}),
            ("challenge", {"text": "Why?"}, True, {"meeting": "m"}),
            ("challenge", {"answer": "So"}, True, {"meeting": "m", "answered_in": "m"}),
            ("challenge", {"answer": "So"}, False, {"answered_in": "m"}),
            ("challenge", {"answer": " "}, False, {}),
            ("challenge", {"answer": "So", "answered_in": "o"}, False, {"answered_in": "o"}),
            ("action_arising", {"text": "Do"}, True, {"meeting": "m"}),
            ("action_arising", {"text": "Do", "meeting": "o"}, True, {"meeting": "o"}),
            ("action_arising", {"text": "Do"}, False, {}),
            ("action", {"answer": "So"}, True, {}),
        ],
    )
    def test_what_is_recorded_at_a_meeting_says_at_which(
        self, kind: str, values: dict[str, str], added: bool, told: dict[str, str]
    ) -> None:
        sitting = meeting(date="2021-03-02", chair="Chair")
        assert recorded_at(sitting, kind, values, added=added) == {**values, **told}

    def test_what_a_meeting_does_not_say_of_itself_is_not_recorded(self) -> None:
        assert recorded_at(meeting(), "decision", {"text": "Go on"}, added=True) == {"text": "Go on", "meeting": "m"}
