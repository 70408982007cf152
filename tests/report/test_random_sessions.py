"""Meetings at random: the minutes say what a plain model of them says, and nothing else."""

from __future__ import annotations

import os
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from boardtui.domain.board.board import Board
from boardtui.domain.meetings.agenda import agenda_of
from boardtui.domain.meetings.agenda_changes import add_item, go_on, park
from boardtui.domain.meetings.meeting_changes import decision, start_meeting
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import Meeting
from boardtui.session.meeting import freezer, minutes_of
from boardtui.store.board_file import BoardFile
from tests.report.boards import identity

CHAIR = "Independent Chair"
ACTIONS = ("1.1", "1.2", "1.3", "1.4", "1.5", "1.6")
MEETING = identity("meeting")
RATINGS = ("red", "amber", "green", "blue")
STEPS = 40
SEEDS = 60 if "BOARDTUI_NIGHTLY" in os.environ else 6


@dataclass(frozen=True)
class Deed:
    """Something that was done to an action: `rate`, `date`, `decide` or `park`."""

    what: str
    ref: str
    word: str = ""


@dataclass
class Model:
    """A meeting as somebody keeps it on paper: a list of deeds, and a pile of those that were struck out."""

    done: list[Deed] = field(default_factory=list)
    struck: list[Deed] = field(default_factory=list)
    shown: set[str] = field(default_factory=lambda: {ACTIONS[0]})

    def do(self, deed: Deed) -> None:
        self.done.append(deed)
        self.struck.clear()

    def undo(self) -> None:
        self.struck.append(self.done.pop())

    def redo(self) -> None:
        self.done.append(self.struck.pop())

    @property
    def words(self) -> set[str]:
        return {deed.word for deed in self.done if deed.word}

    @property
    def parked(self) -> set[str]:
        return {deed.ref for deed in self.done if deed.what == "park"}

    @property
    def not_reached(self) -> set[str]:
        return set(ACTIONS) - self.shown - {deed.ref for deed in self.done}


def minutely() -> Iterator[datetime]:
    moment = datetime(2021, 3, 2, 10, 0, tzinfo=UTC)
    while True:
        yield moment
        moment += timedelta(seconds=20)


@pytest.fixture
def file(tmp_path: Path) -> Iterator[BoardFile]:
    with BoardFile.create(tmp_path / "plan.board", "Plan", who="plan", clock=minutely().__next__) as made:
        made.write([Change(identity(ref), "action", {"ref": ref, "title": f"Task {ref}"}) for ref in ACTIONS], who="A")
        made.write([Change(MEETING, "meeting", {"date": "2021-03-02"})], who="A")
        for ref in ACTIONS:
            board, meeting = now(made)
            made.write(add_item(board, meeting, record=board.find(identity(ref))), who="A")
        made.write(start_meeting(*now(made), datetime(2021, 3, 2, 10, 0, tzinfo=UTC)), who=CHAIR, meeting=MEETING)
        yield made


def now(file: BoardFile) -> tuple[Board, Meeting]:
    board = file.read()
    meeting = board.get(Meeting, MEETING)
    assert meeting is not None
    return board, meeting


def changes_of(file: BoardFile, deed: Deed, chance: random.Random) -> list[Change]:
    board, meeting = now(file)
    record = board.find(identity(deed.ref))
    assert record is not None
    if deed.what == "rate":
        other = [each for each in RATINGS if each != record.values("status")["rag"]]
        field_of = "evidence" if (rating := chance.choice(other)) == "blue" else "rationale"
        return [Change(record.id, "action", {"rag": rating, field_of: deed.word})]
    if deed.what == "date":
        day = f"{chance.randint(1, 28):02d}/{chance.randint(4, 12):02d}/{chance.randint(2021, 2026)}"
        return [Change(record.id, "action", {"due": day, "due_reason": deed.word})]
    if deed.what == "decide":
        return decision(meeting, deed.word, item=record)
    return park(next(each for each in agenda_of(board, meeting) if each.item == record.id))


def session(file: BoardFile, chance: random.Random) -> Model:
    model = Model()
    for step in range(STEPS):
        what = chance.choice(["rate", "rate", "date", "decide", "park", "next", "undo", "undo", "redo"])
        if what == "next":
            board, meeting = now(file)
            file.write(go_on(board, meeting), who=CHAIR, meeting=MEETING)
            here = next(each for each in agenda_of(*now(file)) if each.id == now(file)[1].current_item)
            model.shown |= {ref for ref in ACTIONS if identity(ref) == here.item}
        elif what == "undo" and model.done:
            file.undo(who=CHAIR, meeting=MEETING)
            model.undo()
        elif what == "redo" and model.struck:
            file.redo(who=CHAIR, meeting=MEETING)
            model.redo()
        elif what not in ("undo", "redo"):
            # Going on settles an item: parked is what was not on the screen by then.
            refs = [ref for ref in ACTIONS if what != "park" or ref not in model.shown | model.parked]
            if refs:
                deed = Deed(what, chance.choice(refs), "" if what == "park" else f"word{step}.")
                file.write(changes_of(file, deed, chance), who=CHAIR, why=deed.word, meeting=MEETING)
                model.do(deed)
    return model


def section(text: str, title: str) -> str:
    found = re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", text, re.M | re.S)
    return found[1] if found else ""


def refs_in(text: str) -> set[str]:
    return {ref for ref in ACTIONS if f"Action {ref} " in text}


@pytest.mark.parametrize("seed", range(SEEDS))
def test_the_frozen_minutes_hold_what_stands_and_nothing_that_was_struck_out(file: BoardFile, seed: int) -> None:
    model = session(file, random.Random(seed))
    file.close_meeting(MEETING, who=CHAIR, freeze=freezer(MEETING))
    text = minutes_of(file, now(file)[1])
    assert set(re.findall(r"word\d+\.", text)) == model.words
    assert refs_in(section(text, "Parked")) == model.parked
    assert refs_in(section(text, "Not reached")) == model.not_reached - model.parked
