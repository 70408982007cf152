"""Whatever is said, taken back, done again, parked and closed: the minutes are what a plain model says they should be.

With BOARDTUI_NIGHTLY=1 many more sessions are tried.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from boardtui.domain.errors import BoardError
from boardtui.domain.meetings.agenda import agenda_of, build_agenda
from boardtui.domain.meetings.agenda_changes import go_on, go_to, park
from boardtui.domain.meetings.meeting_changes import (
    action_arising,
    answer_challenge,
    challenge,
    decision,
    note,
    start_meeting,
)
from boardtui.domain.records.declare import natural_id
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import AgendaItem, Challenge, Meeting, Record
from boardtui.domain.records.rag import Rag, re_rated
from boardtui.session.meeting import close_meeting, minutes_of
from boardtui.store.board_file import BoardFile
from tests.session.plain_model import Plain

EXAMPLES = 400 if os.environ.get("BOARDTUI_NIGHTLY") else 8
NOW = datetime(2021, 3, 2, 10, 0, tzinfo=UTC)
COLOURS = ("red", "amber", "green")
DAYS = ("2021-06-30", "2021-09-30", "2021-12-31")
SCORES = ("2x2", "3x3", "4x4")
TITLES = {"1.1": "1.1 Coaching", "1.2": "1.2 Audits", "K1": "K1 Visits", "CIP1": "CIP1 Capacity", "AOB": "Staffing"}


def made(name: str) -> str:
    return natural_id("test", name)


STEPS = st.one_of(
    st.tuples(st.just("rate"), st.sampled_from(["1.1", "1.2"]), st.sampled_from(COLOURS)),
    st.tuples(st.sampled_from(["reason", "evidence"]), st.sampled_from(["1.1", "1.2"]), st.just("")),
    st.tuples(st.just("re-date"), st.sampled_from(["1.1", "1.2"]), st.sampled_from(DAYS)),
    st.tuples(st.just("score"), st.just("CIP1"), st.sampled_from(SCORES)),
    st.tuples(st.just("figure"), st.just("K1"), st.sampled_from(["2021-01", "2021-02"])),
    st.tuples(st.sampled_from(["decide", "ask", "task", "note", "answer"]), st.sampled_from([*TITLES]), st.just("")),
    st.tuples(st.sampled_from(["park", "jump"]), st.sampled_from([*TITLES]), st.just("")),
    st.tuples(st.sampled_from(["go on", "undo", "undo", "redo", "elsewhere"]), st.just(""), st.just("")),
)


@dataclass
class Session:
    """The same said to the program and to the plain model."""

    file: BoardFile
    plain: Plain
    meeting_id: str = ""
    who: str = ""
    words: int = 0

    def word(self) -> str:
        """A word that stands nowhere yet."""
        self.words += 1
        return f"w{self.words}w"

    @property
    def meeting(self) -> Meeting:
        found = self.file.read().get(Meeting, self.meeting_id)
        assert found is not None
        return found

    def item(self, name: str) -> AgendaItem:
        return next(each for each in agenda_of(self.file.read(), self.meeting) if each.id == self.item_id(name))

    def item_id(self, name: str) -> str:
        return made(f"{self.meeting_id} {name}")

    def about(self, name: str) -> Record:
        return self.file.read().find(made(name)) or self.item(name)

    def write(self, changes: list[Change], why: str = "") -> None:
        self.file.write(changes, who=self.who, why=why, meeting=self.meeting_id)

    def begin(self, name: str, day: str) -> None:
        """Plan a meeting, and begin it. Each has a chair of its own: undo is for what one has done oneself."""
        self.meeting_id, self.who = made(name), f"Chair of {name}"
        items = [
            Change(
                self.item_id(each),
                "agenda_item",
                {
                    "meeting": self.meeting_id,
                    "position": place,
                    **({"title": TITLES[each]} if each == "AOB" else {"item": made(each)}),
                },
            )
            for place, each in enumerate(self.plain.agenda, start=1)
        ]
        self.file.write([Change(self.meeting_id, "meeting", {"date": day}), *items], who="Office")
        self.write(start_meeting(self.file.read(), self.meeting, NOW))
        self.plain.begin()

    def do(self, what: str, name: str, value: str) -> None:
        """Do a step on both sides; what the one refuses the other refuses too."""
        match what:
            case "go on":
                self.write(go_on(self.file.read(), self.meeting))
                self.plain.go_on()
            case "jump":
                self.write(go_to(self.meeting, self.item(name)))
                self.plain.show(name)
            case "undo" | "redo":
                turned = False
                with suppress(BoardError):
                    (self.file.undo if what == "undo" else self.file.redo)(who=self.who, meeting=self.meeting_id)
                    turned = True
                assert turned is (self.plain.undo if what == "undo" else self.plain.redo)(), what
            case "elsewhere":
                # Another person, on another machine, in no meeting.
                self.file.write([Change(made("1.1"), "action", {"lead": self.word()})], who="Office")
            case _:
                self._say(what, name, value, self.word())

    def _say(self, what: str, name: str, value: str, word: str) -> None:
        plain, meeting = self.plain, self.meeting
        match what:
            case "rate":
                self.write([Change(made(name), "action", re_rated(Rag(value), word))], word)
                plain.change(name, "status", rag=value, why=word, evidence="")
            case "reason":
                self.write([Change(made(name), "action", {"rationale": word})], word)
                plain.change(name, "status", why=word)
            case "evidence":
                self.write([Change(made(name), "action", {"evidence": word})])
                plain.change(name, "status", evidence=word)
            case "re-date":
                self.write([Change(made(name), "action", {"due": value, "due_reason": word})], word)
                plain.change(name, "dates", due=value, why=word)
            case "score":
                self.write([Change(made(name), "risk", {"current": value, "current_why": word})], word)
                plain.change(name, "current", score=value, why=word)
            case "figure":
                reading = {"kpi": made(name), "series": "period", "period": value, "value": word}
                self.write([Change(made(f"{name} {value}"), "reading", reading)])
                plain.change(name, "figure", **{value: word})
            case "decide":
                self.write(decision(meeting, word, item=self.about(name)))
                plain.change(name, f"decision {word}", text=word)
            case "task":
                self.write(action_arising(meeting, word, item=self.about(name)))
                plain.change(name, f"task {word}", text=word)
            case "ask":
                self.write(challenge(meeting, word, item=self.about(name)))
                plain.change(name, f"question {word}", text=word)
            case "answer":
                self._answer(name, word)
            case "note":
                self.write(note(meeting, self.item(name), word))
                plain.change(name, f"note {self.meeting_id}", text=word)
            case "park":
                self.write(park(self.item(name)))
                plain.change(name, "state", state="parked")

    def _answer(self, name: str, word: str) -> None:
        """Answer the latest question of this meeting about an item, if there is one."""
        asked = [
            each
            for each in self.file.read().all(Challenge)
            if each.meeting == self.meeting_id and each.item == self.about(name).id and not each.answer
        ]
        if asked:
            self.write(answer_challenge(asked[-1], word, meeting=self.meeting))
            self.plain.change(name, f"answer {asked[-1].text}", text=word)

    def close(self) -> str:
        """Close the meeting; its minutes."""
        close_meeting(self.file, self.meeting_id, who=self.who, at=NOW)
        return minutes_of(self.file, self.meeting)


@dataclass
class Read:
    """What a reader finds in minutes: the words under each item, what changed colour, and what was left over."""

    told: dict[str, list[str]]
    moves: dict[str, list[tuple[str, str]]]
    parked: list[str]
    not_reached: list[str]
    elsewhere: set[str]


def read(minutes: str) -> Read:
    """Read the minutes as somebody does who has only them."""
    told: dict[str, list[str]] = {name: [] for name in TITLES}
    moves: dict[str, list[tuple[str, str]]] = {name: [] for name in TITLES}
    lists: dict[str, list[str]] = {}
    elsewhere: set[str] = set()
    for heading, body in _blocks(minutes):
        words = _words(body)
        if (item := _name(heading)) and heading.startswith("### Item"):
            told[item] += words
            colours = re.findall(r"RAG:\*\* (?:. )?(?:. )?(\w+) → (?:. )?(?:. )?(\w+)", body)
            moves[item] += [(one.lower(), other.lower()) for one, other in colours]
        elif heading == "## Actions arising":
            for line in body.split("\n"):
                if name := _name(line):
                    told[name] += _words(line)
        elif heading in ("## Parked", "## Not reached"):
            lists[heading] = [name for line in body.split("\n") if (name := _name(line))]
        elif heading not in ("## All decisions", "## All actions arising"):
            elsewhere |= set(words)
    return Read(told, moves, lists.get("## Parked", []), lists.get("## Not reached", []), elsewhere)


def _blocks(minutes: str) -> Iterator[tuple[str, str]]:
    for block in re.split(r"\n(?=##)", minutes):
        heading, _, body = block.partition("\n")
        yield heading, body


def _words(text: str) -> list[str]:
    return re.findall(r"\bw[0-9]+w\b", text)


def _name(line: str) -> str:
    return next((name for name, title in TITLES.items() if title in line), "")


PLAN = [
    *(
        Change(made(ref), "action", {"ref": ref, "title": TITLES[ref][4:], "rag": "amber", "due": "2021-12-31"})
        for ref in ("1.1", "1.2")
    ),
    Change(made("K1"), "kpi", {"ref": "K1", "title": "Visits"}),
    Change(made("CIP1"), "risk", {"ref": "CIP1", "title": "Capacity", "current": "2x2"}),
]


def facts() -> dict[tuple[str, str], dict[str, Any]]:
    return {
        **{(ref, "status"): {"rag": "amber", "why": "", "evidence": ""} for ref in ("1.1", "1.2")},
        **{(ref, "dates"): {"due": "2021-12-31", "why": ""} for ref in ("1.1", "1.2")},
        ("CIP1", "current"): {"score": "2x2", "why": ""},
    }


def _the_minutes_are_those_of_the_plain_model(agenda: list[str], sittings: list[list[tuple[str, str, str]]]) -> None:
    with TemporaryDirectory() as folder, BoardFile.create(Path(folder, "plan.board"), clock=lambda: NOW) as file:
        file.write(PLAN, who="Office")
        session = Session(file, Plain(agenda, facts()))
        for number, steps in enumerate(sittings):
            session.begin(f"meeting {number}", f"2021-0{number + 3}-02")
            for step in steps:
                session.do(*step)
            plain, paper = session.plain, read(session.close())
            for name in agenda:
                assert sorted(paper.told[name]) == plain.told(name), name
                assert paper.moves[name] == plain.moves(name)
            assert paper.elsewhere == plain.arising
            assert (paper.parked, paper.not_reached) == (plain.parked, plain.not_reached)
            _the_next_agenda_begins_with_what_was_left(session, f"0{number + 3}/2021")


@settings(max_examples=EXAMPLES, deadline=None, phases=[Phase.generate])
@given(st.permutations([*TITLES]), st.lists(st.lists(STEPS, max_size=25), min_size=1, max_size=2))
def test_the_minutes_say_what_was_said_and_stands_and_nothing_else(
    agenda: list[str], sittings: list[list[tuple[str, str, str]]]
) -> None:
    _the_minutes_are_those_of_the_plain_model(agenda, sittings)


def test_a_figure_that_was_taken_back_in_an_earlier_meeting_is_told_nowhere_when_it_is_entered_again() -> None:
    figure, undo = ("figure", "K1", "2021-02"), ("undo", "", "")
    _the_minutes_are_those_of_the_plain_model([*TITLES], [[figure, undo], [figure]])
    _the_minutes_are_those_of_the_plain_model([*TITLES], [[figure, undo], [figure, figure, undo, undo]])


def _the_next_agenda_begins_with_what_was_left(session: Session, month: str) -> None:
    entries = build_agenda(session.file.read(), date(2021, 6, 1))
    left = {_name(each.title): each.why.partition(";")[0] for each in entries if f"02/{month}" in each.why}
    left.pop("", None)  # matters arising, with words of their own
    parked, unreached = session.plain.parked, session.plain.not_reached
    waiting = {
        name: "parked" if name in parked else "not reached"
        for name in session.plain.agenda
        if name in parked + unreached
    }
    assert left == {name: f"{what} on 02/{month}" for name, what in waiting.items()}
    assert list(left) == list(waiting)
