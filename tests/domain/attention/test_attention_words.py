"""The words in which the overview says why a record is there, on boards as small as the reason."""

from __future__ import annotations

from datetime import date

import pytest

from boardtui.domain.attention.movement import Mark, movement_mark
from boardtui.domain.attention.topics import Group, Notable, Topic, attention
from boardtui.domain.board.board import Since
from boardtui.domain.records.kinds import (
    Action,
    ActionArising,
    Challenge,
    Kpi,
    Meeting,
    Mitigation,
    Profile,
    Record,
    Risk,
)
from boardtui.domain.records.meetings import MeetingState
from boardtui.domain.records.plan import Progress
from boardtui.domain.records.rag import Rag
from boardtui.domain.records.risks import RiskState
from tests.domain.boards import LAST, board

TODAY = date(2021, 3, 2)


def since_of(record: str, **groups: dict[str, object]) -> Since:
    return Since(meeting=LAST, before={record: groups})


def told(record: Record, *others: Record, since: Since | None = None, profile: Profile | None = None) -> Notable | None:
    found = attention(board(record, *others, since=since, profile=profile), TODAY).notable
    return next((each for each in found if each.record.id == record.id), None)


def why(notable: Notable | None, topic: Topic) -> tuple[str, ...]:
    return () if notable is None else notable.why.get(topic, ())


class TestRisks:
    def test_a_risk_that_got_worse_is_an_exception_and_changed_with_both_scores(self) -> None:
        risk = Risk(id="r", current="3x4")
        found = told(risk, since=since_of("r", current={"current": "3x3"}))
        assert found is not None
        assert found.group is Group.WORSE
        assert found.why[Topic.EXCEPTIONS] == ("worse since the last meeting, was 3 × 3",)
        assert found.why[Topic.CHANGED] == ("3×3 → 3×4",)

    def test_a_risk_that_got_better_has_changed_and_is_no_exception(self) -> None:
        found = told(Risk(id="r", current="3x3"), since=since_of("r", current={"current": "3x4"}))
        assert found is not None
        assert found.group is Group.BETTER and Topic.EXCEPTIONS not in found.why

    def test_a_risk_above_tolerance_is_one_and_stands_in_a_list_of_its_own_and_one_on_it_does_not(self) -> None:
        money = Profile(id="board", appetite="money: cautious 9")
        found = told(Risk(id="r", category="money", current="2x5"), profile=money)
        assert found is not None
        assert found.why[Topic.EXCEPTIONS] == ("above tolerance: 10 against 9",)
        assert found.why[Topic.ABOVE_TOLERANCE] == ("score 10, tolerance 9",)
        on_it = told(Risk(id="r", category="money", current="3x3"), profile=money)
        assert why(on_it, Topic.EXCEPTIONS) == why(on_it, Topic.ABOVE_TOLERANCE) == ()

    def test_only_open_risks_are_counted(self) -> None:
        seen = attention(board(Risk(id="r"), Risk(id="s", state=RiskState.CLOSED)), TODAY)
        assert seen.overview.risks == 1

    def test_the_review_of_a_risk_is_told_as_one(self) -> None:
        found = told(Risk(id="r", next_review="2021-03-03"))
        assert why(found, Topic.DUE) == ("review 03/03/2021, in 1 day",)


class TestQuestions:
    @pytest.mark.parametrize(
        ("meeting", "since"),
        [
            (Meeting(id="m", date="2021-01-19", state=MeetingState.CLOSED), " since 19/01/2021"),
            (Meeting(id="m", state=MeetingState.CLOSED), ""),
            (Meeting(id="other", date="2021-01-19"), ""),
        ],
    )
    def test_what_is_not_answered_says_since_when_where_that_is_known(self, meeting: Meeting, since: str) -> None:
        question = Challenge(id="c", meeting="m", text="When?")
        assert why(told(question, meeting), Topic.EXCEPTIONS) == (f"unanswered{since}",)

    def test_what_is_asked_while_a_meeting_runs_is_no_exception_yet(self) -> None:
        running = Meeting(id="m", date="2021-03-02", state=MeetingState.RUNNING)
        assert told(Challenge(id="c", meeting="m", text="When?"), running) is None

    def test_an_action_arising_is_one_once_it_is_overdue_and_not_while_it_is_only_open(self) -> None:
        task = ActionArising(id="t", text="Send it")
        assert told(task) is None and attention(board(task), TODAY).overview.arising == (task,)
        late = ActionArising(id="t", text="Send it", due="2021-03-01")
        assert why(told(late), Topic.EXCEPTIONS) == ("1 day overdue",)


class TestDates:
    def test_amber_is_one_when_its_date_has_moved_back_and_not_when_it_was_brought_forward(self) -> None:
        slipped = Action(id="a", rag=Rag.AMBER, original_due="2021-04-01", due="2021-04-02")
        assert why(told(slipped), Topic.EXCEPTIONS) == ("amber and slipping", "date revised once")
        forward = Action(id="a", rag=Rag.AMBER, original_due="2021-04-02", due="2021-04-01")
        assert why(told(forward), Topic.EXCEPTIONS) == ("date revised once",)

    def test_overdue_is_told_in_days(self) -> None:
        found = told(Action(id="a", rag=Rag.GREEN, due="2021-03-01"))
        assert why(found, Topic.EXCEPTIONS) == ("1 day overdue",)
        late_amber = told(Action(id="a", rag=Rag.AMBER, due="2021-02-28"))
        assert why(late_amber, Topic.EXCEPTIONS) == ("amber and slipping", "2 days overdue")

    def test_no_update_for_too_long_says_since_when(self) -> None:
        action = Action(id="a", rag=Rag.GREEN, changed_at="2021-01-04T09:00:00Z")
        stale = Profile(id="board", stale_days=56)
        assert why(told(action, profile=stale), Topic.STALE) == ("no update since 04/01/2021",)
        assert told(action, profile=Profile(id="board", stale_days=57)) is None


class TestChanges:
    def test_an_update_names_the_fields_in_the_middle_of_a_sentence(self) -> None:
        kpi = Kpi(id="k", title="New", lead="Head", minimum="90%")
        before = since_of(
            "k", title={"title": "Old"}, lead={"lead": ""}, targets={"polarity": kpi.polarity, "minimum": ""}
        )
        labels = [kpi.kind.attributes[name].label for name in ("title", "lead", "minimum")]
        first, second, third = (label[:1].lower() + label[1:] for label in labels)
        assert why(told(kpi, since=before), Topic.CHANGED) == (f"{first}, {second} and {third}",)

    def test_disagreeing_copies_are_told_in_a_list_of_their_own(self) -> None:
        found = told(Action(id="a", rag=Rag.RED, conflicts=("status", "dates")))
        assert found is not None
        assert found.why[Topic.EXCEPTIONS] == ("red",)
        assert found.why[Topic.TO_DECIDE] == ("copies disagree about its RAG and due",)
        deleted = told(Action(id="a", conflicts=("life",)))
        assert why(deleted, Topic.TO_DECIDE)[0] == "one copy deletes it, another one edits it"


class TestMitigations:
    @pytest.mark.parametrize(
        ("before", "now", "mark"),
        [
            (Progress.NOT_STARTED, Progress.IN_PROGRESS, Mark.BETTER),
            (Progress.NOT_STATED, Progress.NOT_STARTED, Mark.BETTER),
            (Progress.IN_PROGRESS, Progress.NOT_STARTED, Mark.WORSE),
            (Progress.COMPLETE, Progress.IN_PROGRESS, Mark.WORSE),
            (Progress.IN_PROGRESS, Progress.IN_PROGRESS, Mark.SAME),
            (Progress.STOPPED, Progress.IN_PROGRESS, Mark.SAME),
            (Progress.IN_PROGRESS, Progress.COMPLETE, Mark.CLOSED),
            (Progress.IN_PROGRESS, Progress.STOPPED, Mark.CLOSED),
        ],
    )
    def test_its_progress_moves_for_better_or_worse(self, before: Progress, now: Progress, mark: Mark) -> None:
        cover = Mitigation(id="m", risk="r", title="Cover", progress=now)
        assert movement_mark(board(cover, since=since_of("m", progress={"progress": before.value})), cover) is mark


def test_of_each_topic_the_records_stand_in_the_order_in_which_it_is_told() -> None:
    old = "2021-01-01T09:00:00Z"
    pairs: dict[Topic, tuple[Record, Record]] = {
        Topic.EXCEPTIONS: (Action(id="e1", rag=Rag.RED), Action(id="e2", due="2021-03-01")),
        Topic.CHANGED: (Risk(id="c1", current="3x4"), Risk(id="c2", current="3x3")),
        Topic.DUE: (Action(id="d2", ref="9.2", due="2021-03-03"), Action(id="d1", ref="9.1", due="2021-03-04")),
        # What is an exception as well stands as it does among the exceptions.
        Topic.ABOVE_TOLERANCE: (
            Risk(id="t2", ref="R2", category="money", current="2x5"),
            Risk(id="t1", ref="R10", category="money", current="5x5"),
        ),
        Topic.STALE: (Action(id="s2", ref="1.2", changed_at=old), Action(id="s1", ref="1.10", changed_at=old)),
        Topic.TO_DECIDE: (
            Action(id="x2", ref="2.2", conflicts=("status",)),
            Action(id="x1", ref="2.10", conflicts=("status",)),
        ),
        Topic.UNDATED: (Action(id="u2", ref="3.2", due="soon"), Action(id="u1", ref="3.10", due="soon")),
    }
    was = Since(meeting=LAST, before={"c1": {"current": {"current": "3x3"}}, "c2": {"current": {"current": "3x4"}}})
    profile = Profile(id="board", appetite="money: cautious 9", stale_days=30)
    every = [record for pair in pairs.values() for record in reversed(pair)]
    found = attention(board(*every, since=was, profile=profile), TODAY)
    for topic, pair in pairs.items():
        listed = [each.record.id for each in found.about(topic)]
        assert [each for each in listed if each in {one.id for one in pair}] == [one.id for one in pair], topic
        assert found.count(topic) == len(listed)
    order = [each.record.id for each in found.notable]
    assert sorted(order) == sorted({each.id for each in every}), "each stands once"
    first = [order.index(each) for each in ("e1", "t2", "c2", "d2", "u2", "s2", "x2")]
    assert first == sorted(first), "in the order of what is first told of them"
