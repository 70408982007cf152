"""Closing a meeting: what was reached is settled, and what was not is the first thing at the next one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from boardtui.domain.board.lookup import lookup
from boardtui.domain.meetings.agenda import agenda_of, agenda_title, build_agenda
from boardtui.domain.meetings.agenda_changes import go_on, go_to, park
from boardtui.domain.meetings.meeting_changes import (
    action_arising,
    action_done,
    answer_challenge,
    challenge,
    decision,
    note,
    start_meeting,
)
from boardtui.domain.records.declare import natural_id
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import ActionArising, AgendaItem, Challenge, Meeting
from boardtui.domain.records.meetings import AgendaState
from boardtui.domain.records.rag import Rag, re_rated
from boardtui.session.meeting import begin_meeting, close_meeting, minutes_of
from boardtui.store.backup import backups
from boardtui.store.board_file import BoardFile

NOW = datetime(2021, 3, 2, 10, 0, tzinfo=UTC)
CHAIR = "Independent Chair"


def made(name: str) -> str:
    return natural_id("test", name)


MARCH = made("march")

PLAN = [
    Change(made("1"), "ambition", {"ref": "1", "title": "Practice"}),
    Change(made("1.1"), "action", {"ref": "1.1", "ambition": made("1"), "rag": "amber", "due": "2021-12-31"}),
    Change(made("1.2"), "action", {"ref": "1.2", "ambition": made("1"), "rag": "green"}),
    Change(made("k"), "kpi", {"ref": "K1", "title": "Visits"}),
    Change(made("r"), "risk", {"ref": "CIP1", "title": "Capacity", "current": "2x2"}),
    Change(made("m"), "mitigation", {"risk": made("r"), "title": "Agency cover"}),
    Change(made("q"), "challenge", {"text": "Why so late?", "item": made("1.1")}),
    Change(made("t"), "action_arising", {"text": "Send the bill", "item": made("1.1")}),
    Change(MARCH, "meeting", {"date": "2021-03-02", "title": "March"}),
]
ON_THE_AGENDA = ("1.1", "k", "r")


@pytest.fixture
def running(tmp_path: Path) -> Iterator[BoardFile]:
    """A meeting that runs, with an action, a KPI, a risk and a topic on its agenda; the topic comes first."""
    with BoardFile.create(tmp_path / "plan.board", who="Office", clock=lambda: NOW) as file:
        items = [("", "Welcome"), *((made(name), "") for name in ON_THE_AGENDA), ("", "Any other business")]
        agenda = [
            Change(
                made(f"item {place}"),
                "agenda_item",
                {"meeting": MARCH, "item": about, "title": title, "position": place},
            )
            for place, (about, title) in enumerate(items, start=1)
        ]
        file.write([*PLAN, *agenda], who="Office")
        meeting = file.read().get(Meeting, MARCH)
        assert meeting is not None
        file.write(start_meeting(file.read(), meeting, NOW), who=CHAIR, meeting=MARCH)
        yield file


def said(file: BoardFile, what: str) -> list[Change]:
    """Something that is said to the item of a name, in one of the ways there are."""
    board = file.read()
    meeting, action = board.get(Meeting, MARCH), lookup(board, "1.1")
    question, task = board.get(Challenge, made("q")), board.get(ActionArising, made("t"))
    item = next(each for each in board.all(AgendaItem) if each.item == action.id)
    assert meeting is not None and question is not None and task is not None
    return {
        "a decision": lambda: decision(meeting, "Fund it", item=action),
        "a note": lambda: note(meeting, item, "Read out"),
        "a challenge": lambda: challenge(meeting, "Why?", item=action),
        "an answer": lambda: answer_challenge(question, "Because", meeting=meeting),
        "an action arising": lambda: action_arising(meeting, "Send it", item=action),
        "an action arising done": lambda: action_done(task, "Sent"),
        "an action arising re-dated": lambda: [Change(task.id, "action_arising", {"due": "2021-05-01"})],
        "a rating": lambda: [Change(action.id, "action", re_rated(Rag.RED, "No staff"))],
        "a reason": lambda: [Change(action.id, "action", {"rationale": "Said anew"})],
        "a date": lambda: [Change(action.id, "action", {"due": "2022-03-31", "due_reason": "Later"})],
        "a reason for a date": lambda: [Change(action.id, "action", {"due_reason": "Later"})],
        "evidence": lambda: [Change(action.id, "action", {"evidence": "The audit"})],
        "a commentary": lambda: [Change(action.id, "action", {"commentary": "Half are done"})],
        "a figure": lambda: [Change(made("f"), "reading", {"kpi": made("k"), "period": "2021-02", "value": "80%"})],
        "a target": lambda: [Change(made("k"), "kpi", {"minimum": "90%"})],
        "a score": lambda: [Change(made("r"), "risk", {"current": "4x4"})],
        "a reason for a score": lambda: [Change(made("r"), "risk", {"current_why": "Two left"})],
        "a mitigation": lambda: [Change(made("m"), "mitigation", {"progress": "complete"})],
    }[what]()


WAYS = {
    **dict.fromkeys(("a decision", "a note", "a challenge", "an answer", "an action arising"), "1.1"),
    **dict.fromkeys(("an action arising done", "an action arising re-dated", "a rating", "a reason", "a date"), "1.1"),
    **dict.fromkeys(("a reason for a date", "evidence", "a commentary"), "1.1"),
    **dict.fromkeys(("a figure", "a target"), "K1"),
    **dict.fromkeys(("a score", "a reason for a score", "a mitigation"), "CIP1"),
}


def left_over(file: BoardFile) -> list[str]:
    """What the next agenda says of what this meeting left, by its ref or first word."""
    entries = build_agenda(file.read(), date(2021, 4, 13))
    left = [each for each in entries if each.why.startswith(("parked on", "not reached on"))]
    return [f"{each.title.split()[0]} {each.why.partition(';')[0]}" for each in left]


def closed(file: BoardFile) -> str:
    """Close the meeting, and give its minutes."""
    close_meeting(file, MARCH, who=CHAIR, at=NOW)
    meeting = file.read().get(Meeting, MARCH)
    assert meeting is not None
    return minutes_of(file, meeting)


class TestWhatWasReached:
    @pytest.mark.parametrize("what", WAYS)
    def test_an_item_to_which_anything_was_said_is_reached(self, running: BoardFile, what: str) -> None:
        running.write(said(running, what), who=CHAIR, meeting=MARCH)
        minutes = closed(running)
        waiting = [ref for ref in ("1.1", "K1", "CIP1") if ref != WAYS[what]]
        assert left_over(running) == [f"{ref} not reached on 02/03/2021" for ref in (*waiting, "Any")]
        unreached = minutes.partition("## Not reached\n")[2]
        assert [ref for ref in ("1.1", "K1", "CIP1") if ref in unreached.partition("\n##")[0]] == waiting

    @pytest.mark.parametrize("what", WAYS)
    def test_what_was_said_and_taken_back_reaches_nothing(self, running: BoardFile, what: str) -> None:
        running.write(said(running, what), who=CHAIR, meeting=MARCH)
        running.undo(who=CHAIR, meeting=MARCH)
        closed(running)
        assert left_over(running) == [f"{each} not reached on 02/03/2021" for each in ("1.1", "K1", "CIP1", "Any")]

    def test_an_item_that_a_jump_brought_on_the_screen_is_reached_and_marked_as_discussed(
        self, running: BoardFile
    ) -> None:
        board = running.read()
        meeting = board.get(Meeting, MARCH)
        assert meeting is not None
        running.write(go_to(meeting, agenda_of(board, meeting)[2]), who=CHAIR, meeting=MARCH)
        running.write(go_to(meeting, agenda_of(board, meeting)[0]), who=CHAIR, meeting=MARCH)
        closed(running)
        after = running.read()
        states = {agenda_title(after, each): each.state for each in agenda_of(after, meeting)}
        assert [title for title, state in states.items() if state is AgendaState.DISCUSSED] == ["Welcome", "K1 Visits"]
        assert left_over(running) == [f"{each} not reached on 02/03/2021" for each in ("1.1", "CIP1", "Any")]

    def test_what_is_parked_stays_so_and_returns_with_its_words(self, running: BoardFile) -> None:
        board = running.read()
        meeting = board.get(Meeting, MARCH)
        assert meeting is not None
        running.write(go_on(board, meeting), who=CHAIR, meeting=MARCH)
        running.write(park(agenda_of(board, meeting)[-1]), who=CHAIR, meeting=MARCH)
        minutes = closed(running)
        assert left_over(running) == [
            "K1 not reached on 02/03/2021",
            "CIP1 not reached on 02/03/2021",
            "Any parked on 02/03/2021",
        ]
        assert "- Item 5: Any other business" in minutes.partition("## Parked\n")[2]

    def test_the_marks_are_part_of_the_closing_and_nobody_takes_them_back(self, running: BoardFile) -> None:
        running.write(said(running, "a decision"), who=CHAIR, meeting=MARCH)
        closed(running)
        assert running.read().since.before == {} and not running.read().since.new
        undone = running.undo(who=CHAIR)
        assert {edit.kind for edit in undone.edits} == {"decision"}


def test_a_meeting_that_is_begun_without_a_screen_shows_no_item(tmp_path: Path) -> None:
    with BoardFile.create(tmp_path / "plan.board", who="Office", clock=lambda: NOW) as file:
        late = Change(made("late"), "action", {"ref": "9.2", "due": "2021-02-15"})
        file.write([*PLAN, Change(made("red"), "action", {"ref": "9.1", "rag": "red"}), late], who="Office")
        board = file.read()
        meeting = board.get(Meeting, MARCH)
        assert meeting is not None
        begin_meeting(file, board, meeting, who=CHAIR, now=NOW, today=date(2021, 1, 4), on_screen=False)
        agenda = agenda_of(file.read(), meeting)
        titles = [agenda_title(file.read(), each).split()[0] for each in agenda]
        assert {"9.1", "9.2"} <= set(titles), "what is late on the day of the meeting, whenever that is begun"
        begun = file.read().get(Meeting, MARCH)
        assert begun is not None
        begin_meeting(file, file.read(), begun, who=CHAIR, now=NOW, today=NOW.date(), on_screen=False)
        assert agenda_of(file.read(), begun) == agenda, "going on with it changes nothing"
        assert len(backups(file.path)) == 1
        closed(file)
        assert "9.1 not reached on 02/03/2021" in left_over(file)
