"""Which meeting runs, which comes next, which was before, and whether what was frozen is still what it was."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from boardtui.domain.board.words import the_meeting
from boardtui.domain.errors import BoardError
from boardtui.domain.meetings.sittings import (
    closed_before,
    digest_of,
    frozen_minutes,
    frozen_problem,
    frozen_snapshot,
    moment,
    next_meeting,
    nobody_closed,
    running_meeting,
    verify_frozen,
)
from boardtui.domain.records.kinds import Meeting
from boardtui.domain.records.meetings import MeetingState
from tests.domain.boards import board

TODAY = date(2021, 3, 2)


def planned(day: str, **values: Any) -> Meeting:
    return Meeting(**{"id": day or "undated", "date": day, **values})


def running(name: str, opened_at: str) -> Meeting:
    return Meeting(id=name, state=MeetingState.RUNNING, opened_at=opened_at)


def closed(name: str, closed_at: str, **values: Any) -> Meeting:
    return Meeting(id=name, state=MeetingState.CLOSED, closed_at=closed_at, **{"known": "{}", **values})


def name_of(meeting: Meeting | None) -> str | None:
    return None if meeting is None else meeting.id


class TestNames:
    @pytest.mark.parametrize(
        ("values", "name"),
        [
            ({"date": "2021-03-02", "title": "March"}, "the meeting of 02/03/2021"),
            ({"date": "early March", "title": "March"}, "the meeting of early March"),
            ({"title": "March"}, "the meeting “March”"),
            ({}, "the meeting without a date"),
        ],
    )
    def test_a_meeting_is_called_by_its_date_its_title_or_neither(self, values: dict[str, str], name: str) -> None:
        assert the_meeting(Meeting(id="m", **values)) == name  # type: ignore[arg-type]


class TestNext:
    def test_the_one_that_runs_comes_before_all_that_are_planned(self) -> None:
        made = board(planned("2021-03-02"), running("now", "2021-03-02T09:00:00Z"))
        assert name_of(next_meeting(made, TODAY)) == "now"

    def test_of_several_that_run_it_is_the_one_opened_last(self) -> None:
        made = board(running("later", "2021-03-02T10:00:00Z"), running("sooner", "2021-03-02T09:00:00Z"))
        assert name_of(running_meeting(made)) == "later"
        assert running_meeting(board(planned("2021-03-02"), closed("c", "2021-03-01"))) is None

    def test_of_those_planned_it_is_the_first_from_today_on(self) -> None:
        days = ["2021-05-04", "2021-03-03", "2021-03-02", "2021-03-01", "2021-01-05"]
        made = [planned(day) for day in days]
        assert name_of(next_meeting(board(*made), TODAY)) == "2021-03-02"
        assert name_of(next_meeting(board(*made[:2], *made[3:]), TODAY)) == "2021-03-03"

    def test_where_none_is_ahead_it_is_the_last_planned_and_one_without_a_day_comes_before_all_others(self) -> None:
        past = [planned(day) for day in ("2021-01-05", "2021-03-01", "soon", "")]
        assert name_of(next_meeting(board(*past), TODAY)) == "2021-03-01"
        assert name_of(next_meeting(board(planned("soon")), TODAY)) == "soon"

    def test_closed_meetings_never_come_next(self) -> None:
        assert next_meeting(board(closed("c", "2021-03-09", date="2021-03-09")), TODAY) is None
        assert next_meeting(board(), TODAY) is None


class TestNobodyClosed:
    @pytest.mark.parametrize(
        ("opened_at", "found"),
        [
            ("2021-03-01T23:59:00+00:00", ["m"]),
            ("2021-03-02T00:00:00+00:00", []),
            ("2021-03-03T00:00:00+00:00", []),
            ("", ["m"]),
        ],
    )
    def test_it_was_opened_on_an_earlier_day_or_on_no_known_one(self, opened_at: str, found: list[str]) -> None:
        assert [each.id for each in nobody_closed(board(running("m", opened_at)), TODAY)] == found

    def test_planned_and_closed_meetings_are_none(self) -> None:
        old = planned("2021-01-05", opened_at="2021-01-05T09:00:00Z")
        assert nobody_closed(board(old, closed("c", "2021-01-05T09:00:00Z")), TODAY) == ()

    def test_a_moment_without_a_zone_is_one_of_greenwich(self) -> None:
        assert moment("2021-03-02T09:00:00") == datetime(2021, 3, 2, 9, tzinfo=UTC)
        assert moment("2021-03-02T09:00:00+02:00") == datetime(2021, 3, 2, 7, tzinfo=UTC)
        assert moment("yesterday") is None


class TestClosedBefore:
    JANUARY = closed("january", "2021-01-05T12:00:00Z")
    MARCH = closed("march", "2021-03-02T12:00:00Z")
    MAY = closed("may", "2021-05-04T12:00:00Z")
    ALL = (MARCH, JANUARY, MAY)

    def test_of_a_closed_meeting_it_is_the_one_closed_last_before_it(self) -> None:
        assert [name_of(closed_before(self.ALL, each)) for each in (self.MAY, self.MARCH, self.JANUARY)] == [
            *("march", "january", None),
        ]

    def test_of_an_open_one_it_is_the_one_closed_last_of_all(self) -> None:
        assert name_of(closed_before(self.ALL, planned("2021-02-02"))) == "may"

    def test_only_what_was_closed_here_counts(self) -> None:
        brought_in = closed("brought in", "2021-02-02T12:00:00Z", known="")
        still_open = running("running", "2021-02-02T12:00:00Z")
        assert name_of(closed_before((*self.ALL, brought_in, still_open), self.MARCH)) == "january"

    def test_two_that_closed_at_one_moment_have_an_order_of_their_own(self) -> None:
        one, two = (closed(name, "2021-03-02T12:00:00Z") for name in ("a", "b"))
        assert (name_of(closed_before((one, two), two)), name_of(closed_before((two, one), one))) == ("a", None)


class TestFrozen:
    TEXT = "# Snapshot\n"
    KEPT = closed("kept", "2021-03-02T12:00:00Z", date="2021-03-02", snapshot=TEXT, digest=digest_of(TEXT))
    ALTERED = closed("altered", "2021-03-02T12:00:00Z", date="2021-03-02", snapshot="# x", digest=digest_of(TEXT))
    PROBLEM = (
        "The snapshot of the meeting of 02/03/2021 does not match its digest, so it is not the one that was frozen. "
        "Restore a backup from beside the board."
    )

    def test_the_digest_is_the_sha_256_of_the_text(self) -> None:
        assert digest_of("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

    def test_an_altered_snapshot_is_told_and_never_given(self) -> None:
        assert frozen_problem(self.KEPT) == ""
        assert frozen_problem(self.ALTERED) == self.PROBLEM
        assert verify_frozen(board(self.KEPT, self.ALTERED).all(Meeting)) == [self.PROBLEM]
        assert frozen_snapshot(self.KEPT) == self.TEXT
        with pytest.raises(BoardError, match="does not match its digest"):
            frozen_snapshot(self.ALTERED)

    @pytest.mark.parametrize("values", [{"snapshot": "# x"}, {"digest": "0" * 64}])
    def test_a_snapshot_without_a_digest_or_a_digest_without_a_snapshot_is_a_problem(
        self, values: dict[str, str]
    ) -> None:
        assert "does not match its digest" in frozen_problem(closed("c", "", **values))

    def test_a_meeting_that_was_brought_in_closed_was_frozen_nowhere(self) -> None:
        brought_in = closed("brought in", "", title="January")
        assert frozen_problem(brought_in) == ""
        with pytest.raises(
            BoardError, match=r"^The meeting “January” was closed without a snapshot: there is nothing to write\.$"
        ):
            frozen_snapshot(brought_in)

    def test_of_a_meeting_that_is_not_closed_nothing_is_frozen(self) -> None:
        open_one = planned("2021-03-02", snapshot=self.TEXT, minutes="# Minutes", digest="0" * 64)
        with pytest.raises(
            BoardError, match=r"^The meeting of 02/03/2021 is not closed, so nothing is frozen yet\. Without --at"
        ):
            frozen_snapshot(open_one)
        assert frozen_minutes(open_one) == ""
        assert verify_frozen(board(open_one).all(Meeting)) == []

    def test_the_minutes_of_a_closed_meeting_are_as_they_were(self) -> None:
        assert frozen_minutes(closed("c", "", minutes="# Minutes")) == "# Minutes"
