"""What was recorded on an item in a meeting: how it is told, what a form begins with, and what takes it back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from boardtui.domain.meetings.agenda_changes import add_item
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import AgendaItem, Meeting
from boardtui.domain.records.rag import Rag, re_rated
from boardtui.store.board_file import BoardFile
from boardtui.ui.meetings.recorded import Recorded, recorded, told_by
from tests.ui.conftest import change, identity, ready
from tests.ui.council_board import _build

MARCH, JANUARY = identity("mar"), identity("jan")
AUDITS, VISITS, COVER, LEADERS = identity("1.2"), identity("2.1"), identity("r6"), identity("a1")
LONG = "Sessions are held with every team manager, and the notes of them are read by all"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return ready(tmp_path / "plan.board", _build)


def said(file: BoardFile, *changes: Change, why: str = "", meeting: str = MARCH) -> None:
    file.write(list(changes), who="Chair", why=why, meeting=meeting)


def told(file: BoardFile, about: str, **item: Any) -> list[Recorded]:
    """What is told of an item of the meeting in March that is about a record, or is a topic of its own."""
    board = file.read()
    meeting, record = board.get(Meeting, MARCH), board.find(about)
    assert meeting is not None and record is not None
    on_agenda = record if isinstance(record, AgendaItem) else AgendaItem(id="item", meeting=MARCH, item=about, **item)
    entries = [each for each in file.history(records=told_by(board, record)) if each.edit.meeting == MARCH]
    return recorded(board, meeting, on_agenda, record, entries)


def lines(some: list[Recorded]) -> list[str]:
    return [f"{each.label}: {each.words}" for each in some]


def test_what_changed_about_the_item_is_a_line_for_each_group_of_fields_that_are_taken_back_together(
    path: Path,
) -> None:
    with BoardFile.open(path) as file:
        said(file, Change(AUDITS, "action", re_rated(Rag.GREEN, "Audits are back")), why="Audits are back")
        said(file, Change(AUDITS, "action", {"due": "2021-06-30", "due_reason": "Staff left"}), why="Staff left")
        said(file, Change(AUDITS, "action", {"commentary": LONG}))
        said(file, Change(AUDITS, "action", {"lead": "Nobody"}), meeting=JANUARY)
        said(file, Change(VISITS, "action", re_rated(Rag.BLUE, evidence="Seen")), why="Seen")
        said(file, Change(VISITS, "action", {"due_reason": "A typo"}), why="A typo")
        said(file, Change(VISITS, "action", {"due": "2021-06-30"}))
        said(file, Change(LEADERS, "ambition", {"rag": "amber"}))
        said(file, Change(COVER, "risk", {"current": "2x3", "current_why": "Filled"}))
        said(file, change("action", "2.9", ref="2.9", title="New", rag="red"))
        audits, visits, cover = (told(file, each) for each in (AUDITS, VISITS, COVER))
        assert lines(told(file, LEADERS)) == ["RAG: ○ Not rated → A ▲ Amber"]
        assert told(file, identity("2.9")) == [], "that it is new is no change of it"
        assert lines(audits) == [
            "RAG: R ✖ Red → G ● Green (Audits are back)",
            "Due: 18/02/2021 → 30/06/2021 (Staff left)",
            "Commentary: nothing → Sessions are held with every team manager, and the notes of…",
        ]
        assert lines(visits) == ["RAG: ○ Not rated → B ■ Blue (Seen)", "Due: 31/06/2021 → 30/06/2021 (A typo)"]
        assert lines(cover) == ["Current score: 5 × 4 → 2 × 3"]
        begins = [each.field for each in (*audits, *visits, *cover)]
        assert begins == ["rationale", "due_reason", "commentary", "evidence", "due_reason", "current"]
        for each in (*audits, *visits, *cover):
            said(file, *each.withdraw)
        before = {"rag": Rag.RED, "rationale": "", "due": "2021-02-18", "due_reason": "", "commentary": ""}
        board = file.read()
        action, risk = board.find(AUDITS), board.find(COVER)
        assert {name: getattr(action, name) for name in before} == before
        visit = board.find(VISITS)
        assert (getattr(visit, "rag", None), getattr(visit, "evidence", "x")) == (Rag.NOT_RATED, "")
        assert (getattr(risk, "current", ""), getattr(risk, "current_why", "")) == ("5x4", "")
        assert lines(told(file, AUDITS)) == [], "what was taken back is not told"


def test_what_was_decided_asked_answered_and_given_out_is_told_where_it_was_said(path: Path) -> None:
    here = {"meeting": MARCH, "item": AUDITS}
    with BoardFile.open(path) as file:
        said(
            file,
            change("decision", "yes", text="Pay for\ntwo", **here),
            change("decision", "before", text="Wait", meeting=JANUARY, item=AUDITS),
            change("decision", "elsewhere", text="Paint the door", meeting=MARCH, item=VISITS),
            change("challenge", "who", text="Who checks?", raised_by="DfE adviser", **here),
            change("challenge", "when", text="And when?", **here),
            change("challenge", "door", text="Which door?", meeting=MARCH, item=VISITS),
            change("action_arising", "name", text="Name them", owner="Head", due="2021-03-12", **here),
            change("action_arising", "ring", text="Ring them", **here),
            change("action_arising", "old", text="Send the list", meeting=JANUARY, item=AUDITS),
            change("action_arising", "paint", text="Buy paint", meeting=MARCH, item=VISITS),
        )
        counted = change("action_arising", "older", text="Count them", meeting=JANUARY, item=AUDITS, done=True)
        said(file, counted, meeting=JANUARY)
        said(file, change("action_arising", "older", outcome="Nine"))
        said(file, change("action_arising", "old", done=True, outcome="Sent"))
        said(file, change("action_arising", "ring", done=True))
        answer = {"answer": "They read it", "answered_by": "Head", "answered_in": MARCH}
        said(file, change("challenge", "c1", **answer), change("challenge", "when", answered_in=MARCH))
        said(file, change("challenge", "who", answer="The DCS", answered_in=JANUARY))
        found = told(file, AUDITS)
        assert lines(found) == [
            "Decided: Pay for two",
            "Answered: What do managers do differently? – They read it (Head)",
            "Challenge: Who checks? (DfE adviser)",
            "Challenge: And when?",
            "Action: Name them (Head, by 12/03/2021)",
            "Action: Ring them",
            "Completed: Ring them",
            "Completed: Send the list – Sent",
        ]
        assert [each.field for each in found] == [
            *("text", "answer", "text", "text", "text", "text", "outcome", "outcome")
        ]
        for each in found[:2]:
            said(file, *each.withdraw)
        said(file, *found[-1].withdraw)
        board = file.read()
        answered, sent = board.find(identity("c1")), board.find(identity("old"))
        assert board.find(identity("yes")) is None
        assert [getattr(answered, name) for name in answer] == ["", "", ""]
        assert (getattr(sent, "done", True), getattr(sent, "outcome", "x")) == (False, "")
        assert lines(told(file, AUDITS)) == [*lines(found)[2:6], "Completed: Ring them"]
        assert lines(told(file, identity("name"))) == ["Action: Name them (Head, by 12/03/2021)"], "it is the item"
        assert lines(told(file, identity("who"))) == ["Challenge: Who checks? (DfE adviser)"]


def test_each_line_of_its_note_and_that_it_is_parked_is_taken_back_by_itself(path: Path) -> None:
    with BoardFile.open(path) as file:
        board = file.read()
        meeting = board.get(Meeting, MARCH)
        assert meeting is not None
        (new,) = add_item(board, meeting, title="Any other business")
        said(file, new)
        said(file, Change(new.record, "agenda_item", {"note": "First\nSecond\nThird", "state": "parked"}))
        found = told(file, new.record)
        assert lines(found) == ["Note: First", "Note: Second", "Note: Third", "Parked: for another meeting"]
        assert [each.field for each in found] == ["note", "note", "note", ""]
        said(file, *found[1].withdraw)
        said(file, *found[3].withdraw)
        assert lines(told(file, new.record)) == ["Note: First", "Note: Third"]
