"""What has moved since the last meeting: dates, scores, figures, what was closed, and what was asked."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from boardtui.domain.attention.exceptions import open_actions, open_challenges, reasons_for, was_asked_before
from boardtui.domain.attention.movement import Mark, changes, movement_mark, score_words
from boardtui.domain.attention.overview import overview
from boardtui.domain.attention.schedule import (
    is_redated,
    redated_since,
)
from boardtui.domain.board.board import Since
from boardtui.domain.records.kinds import (
    Action,
    ActionArising,
    Ambition,
    Challenge,
    Kpi,
    Meeting,
    Mitigation,
    Reading,
    Record,
    Risk,
)
from boardtui.domain.records.kpis import Polarity
from boardtui.domain.records.meetings import MeetingState
from boardtui.domain.records.plan import Progress
from boardtui.domain.records.rag import Rag
from boardtui.domain.records.risks import RiskState
from tests.domain.boards import board, redated, since

TODAY = date(2021, 3, 31)


def day(days: int) -> str:
    return (TODAY + timedelta(days=days)).isoformat()


class TestRedated:
    @pytest.mark.parametrize(
        ("before", "now", "moved"),
        [
            ("2021-03-31", "2021-04-30", True),
            ("2021-03-31", "", True),
            ("2021-03-31", "tbc", True),
            ("2021-03-31", "31 March 2021", False),
            ("", "2021-03-31", False),
            (None, "2021-03-31", False),
        ],
    )
    def test_a_date_was_moved_since_the_meeting_if_there_was_one_on_another_day(
        self, before: str | None, now: str, moved: bool
    ) -> None:
        item = Action(id="a", due=now)
        was = since(new=("a",)) if before is None else since(a={"dates": {"due": before}})
        there = board(item, since=was)
        assert redated_since(there, item) is moved
        told = [(each.before, each.now) for each in changes(there).redated]
        shown = {"2021-04-30": "30/04/2021", "": "no date"}
        assert told == ([("31/03/2021", shown.get(now, now))] if moved else [])
        assert not redated_since(board(Ambition(id="o"), since=was), Ambition(id="o"))

    @pytest.mark.parametrize(("rag", "is_so"), [(Rag.GREEN, True), (Rag.BLUE, False)])
    def test_what_is_no_longer_awaited_is_not_told_as_redated(self, rag: Rag, is_so: bool) -> None:
        item = Action(id="a", due="2021-04-30", rag=rag)
        there = board(item, redatings={"a": redated("2021-03-31", "2021-04-30")})
        assert is_redated(there, item) is is_so
        assert bool(overview(there, TODAY).redated) is is_so

    def test_what_no_meeting_has_seen_is_an_exception_for_as_often_as_it_was_ever_moved(self) -> None:
        item = Action(id="a", due="2021-06-30", rag=Rag.GREEN)
        moved = {"a": redated("2021-04-30", "2021-05-31", "2021-06-30")}
        for was, words in (
            (Since(), ["date revised twice"]),
            (since(new=("a",)), ["date revised twice"]),
            (since(), []),
            (since(a={"dates": {"due": "2021-05-31"}}), ["date revised since the last meeting"]),
        ):
            there = board(item, redatings=moved, since=was)
            assert [each.words for each in reasons_for(there, item, TODAY)] == words


class TestMoved:
    @pytest.mark.parametrize(
        ("record", "before", "closed"),
        [
            (Risk(id="x", state=RiskState.CLOSED), {"state": {"state": "open"}}, True),
            (Risk(id="x", state=RiskState.CLOSED), {"state": {"state": "closed"}}, False),
            (Risk(id="x"), {"state": {"state": "closed"}}, False),
            (Mitigation(id="x", progress=Progress.COMPLETE), {"progress": {"progress": "in progress"}}, True),
            (Mitigation(id="x", progress=Progress.STOPPED), {"progress": {"progress": "in progress"}}, True),
            (Mitigation(id="x", progress=Progress.COMPLETE), {"progress": {"progress": "stopped"}}, False),
            (Mitigation(id="x", progress=Progress.IN_PROGRESS), {"progress": {"progress": "complete"}}, False),
            (ActionArising(id="x", done=True), {"outcome": {"done": False}}, True),
            (ActionArising(id="x", done=True), {"outcome": {"done": True}}, False),
            (Challenge(id="x", answer="So"), {"answer": {"answer": ""}}, True),
            (Challenge(id="x", answer="So"), {"answer": {"answer": "No"}}, False),
            (Action(id="x", rag=Rag.BLUE), {"commentary": {"commentary": ""}}, False),
        ],
    )
    def test_what_was_not_closed_at_the_meeting_and_is_now_was_closed_since(
        self, record: Record, before: dict[str, Any], closed: bool
    ) -> None:
        found = changes(board(record, since=since(x=before)))
        assert [each.id for each in found.closed] == (["x"] if closed else [])

    @pytest.mark.parametrize(
        ("then", "now", "name", "told"),
        [
            ("3x3", "3x4", "worse", ("3×3", "3×4")),
            ("3x4", "3x3", "better", ("3×4", "3×3")),
            ("", "3x3", "rated", ("unscored", "3×3")),
            ("3x4", "4x3", None, None),
        ],
    )
    def test_a_score_that_moved_is_told_with_what_it_was(
        self, then: str, now: str, name: str | None, told: tuple[str, str] | None
    ) -> None:
        risk = Risk(id="r", current=now)
        found = changes(board(risk, since=since(r={"current": {"current": then}})))
        some = {each: getattr(found, each) for each in ("worse", "better", "rated", "figures")}
        assert {each: [(one.before, one.now) for one in list_] for each, list_ in some.items() if list_} == (
            {} if name is None else {name: [told]}
        )
        assert score_words("") == "unscored"

    @pytest.mark.parametrize(
        ("polarity", "before", "now", "name"),
        [
            (Polarity.HIGH, "90%", "80%", "worse"),
            (Polarity.HIGH, "80%", "90%", "better"),
            (Polarity.LOW, "80%", "90%", "worse"),
            (Polarity.NONE, "80%", "90%", "figures"),
            (Polarity.HIGH, "80%", "80%", None),
        ],
    )
    def test_a_figure_that_moved_is_told_after_what_was_changed_itself(
        self, polarity: Polarity, before: str, now: str, name: str | None
    ) -> None:
        kpi = Kpi(id="k", polarity=polarity)
        reading = Reading(id="x", kpi="k", period="2021-02", value=now)
        actions = [Action(id="better", rag=Rag.GREEN), Action(id="worse", rag=Rag.RED)]
        was = since(
            x={"figure": {"value": before}},
            better={"status": {"rag": Rag.AMBER}},
            worse={"status": {"rag": Rag.AMBER}},
        )
        found = changes(board(kpi, reading, *actions, since=was))
        for each in ("better", "worse", "figures"):
            expected = [each] * (each != "figures") + ["k"] * (each == name)
            assert [moved.record.id for moved in getattr(found, each)] == expected
        assert [each.now for each in getattr(found, name)][-1:] == [now] if name else True

    def test_only_what_is_in_the_plan_is_told_as_new_gone_or_updated(self) -> None:
        records: list[Record] = [
            Action(id="new"),
            Challenge(id="asked", text="Why?"),
            Reading(id="read", kpi="k"),
            Action(id="told", commentary="more"),
            Challenge(id="reworded", text="Why so?"),
        ]
        gone: tuple[Record, ...] = (
            Action(id="second", created=2),
            Kpi(id="first", created=1),
            Challenge(id="withdrawn"),
            Reading(id="unread", kpi="k"),
        )
        was = since(
            new=("new", "asked", "read"),
            gone=gone,
            told={"commentary": {"commentary": ""}},
            reworded={"text": {"text": "Why?"}},
        )
        found = changes(board(*records, since=was))
        assert [each.id for each in found.new] == ["new"]
        assert [each.id for each in found.gone] == ["first", "second"], "as they were made"
        assert [each.id for each in found.updated] == ["told"]

    @pytest.mark.parametrize(
        ("record", "mark"),
        [
            (Challenge(id="x"), Mark.SAME),
            (Challenge(id="x", answer="So"), Mark.CLOSED),
            (Action(id="x", rag=Rag.BLUE), Mark.SAME),
            (Mitigation(id="x", progress=Progress.COMPLETE), Mark.CLOSED),
            (Kpi(id="x"), Mark.NONE),
            (Meeting(id="x"), Mark.SAME),
        ],
    )
    def test_what_has_a_rating_is_never_marked_as_closed(self, record: Record, mark: Mark) -> None:
        assert movement_mark(board(record, since=since()), record) is mark


class TestAsked:
    @pytest.mark.parametrize(
        ("meeting", "before"),
        [
            (None, True),
            (Meeting(id="m", state=MeetingState.CLOSED), True),
            (Meeting(id="m", state=MeetingState.RUNNING), False),
            (Meeting(id="m", state=MeetingState.PLANNED), False),
        ],
    )
    def test_what_was_asked_at_a_meeting_that_is_not_closed_may_still_be_answered(
        self, meeting: Meeting | None, before: bool
    ) -> None:
        asked = Challenge(id="c", meeting="m")
        there = board(asked, *([meeting] if meeting is not None else []))
        assert was_asked_before(there, asked) is before
        assert bool(overview(there, TODAY).unanswered) is before

    def test_what_is_open_is_found_by_what_it_is_about_and_by_itself(self) -> None:
        item = Action(id="a")
        records: list[Record] = [
            item,
            Challenge(id="c", item="a"),
            Challenge(id="answered", item="a", answer="So"),
            Challenge(id="other"),
            ActionArising(id="t", item="a"),
            ActionArising(id="done", item="a", done=True),
        ]
        there = board(*records)
        assert [each.id for each in open_challenges(there)] == ["c", "other"]
        assert [each.id for each in open_challenges(there, item)] == ["c"]
        assert [each.id for each in open_challenges(there, records[1])] == ["c"]
        assert [each.id for each in open_actions(there)] == [each.id for each in open_actions(there, item)] == ["t"]
        assert open_actions(there, records[1]) == ()
