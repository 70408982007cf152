"""What is asked before an edit is taken back, and said of it: which items it changed, and what of them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from contextlib import nullcontext
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pytest

from boardtui.domain.board.board import Board
from boardtui.domain.errors import BoardError
from boardtui.domain.records.edits import Edit, EditId
from boardtui.domain.records.kinds import Action, Decision, Meeting, Mitigation, Record, Risk
from boardtui.domain.records.rag import Rag
from boardtui.store import looking_ahead
from boardtui.store.looking_ahead import Ahead
from boardtui.ui.host import Host
from boardtui.ui.shared.prompt_line import Question
from boardtui.ui.shared.undoing import redo, undo, what_happened
from tests.domain.boards import board

COACH = Action(id="a", ref="1.1", title="Coach", rag=Rag.RED, rationale="Late", lead="Adviser")
COVER = Risk(id="r", ref="CIP06", title="Cover", current="5x4")


def edits(*of: tuple[Record, str]) -> list[Edit]:
    """An edit to each group of fields of a record."""
    return [
        Edit(id=EditId("s", number), lamport=number, record=record.id, kind=record.kind.name, group=group, value="")
        for number, (record, group) in enumerate(of, start=1)
    ]


def group_of(record: Record, field: str) -> str:
    return next(each.group for each in record.kind.attributes.values() if each.name == field)


def told(before: Board | None, now: Board | None, *of: tuple[Record, str]) -> list[str]:
    """What is said where these fields of these records were edited."""
    return what_happened(before, now, edits(*((record, group_of(record, field)) for record, field in of)))


def test_each_field_that_is_another_is_told_once_for_its_item_and_no_other_field() -> None:
    green = replace(COACH, rag=Rag.GREEN, rationale="", lead="Head of Service")
    before, now = board(COACH, COVER), board(green, replace(COVER, current="4x4"))
    assert told(before, now, (COACH, "rag"), (COACH, "lead"), (COVER, "current")) == [
        "1.1 Lead Adviser → Head of Service; RAG R ✖ Red → G ● Green; Rationale Late → nothing",
        "CIP06 Current score 5 × 4 → 4 × 4",
    ]
    assert told(before, now, (COACH, "lead")) == ["1.1 Lead Adviser → Head of Service"], "somebody else did the rest"
    assert told(before, now, (COACH, "title")) == ["1.1"], "nothing of it is another"
    met = Meeting(id="m", date="2021-03-02", known="a")
    (only_named,) = told(board(met), board(replace(met, known="b")), (met, "known"))
    assert "→" not in only_named, "what is only kept, not read"


def test_what_came_and_what_went_is_called_by_its_name_and_without_a_board_nothing_is_told() -> None:
    empty, full = board(), board(COACH)
    assert told(empty, full, (COACH, "title")) == ["1.1 brought back"]
    assert told(full, empty, (COACH, "title")) == ["1.1 removed"]
    assert told(full, None, (COACH, "title")) == ["1.1 removed"]
    assert told(None, full, (COACH, "title")) == ["1.1 brought back"]
    assert told(empty, empty, (COACH, "title")) == told(None, None, (COACH, "title")) == []


class Sitting:
    """Stands for the application, in a meeting or not: keeps what is asked, done and said."""

    def __init__(self, before: Board, now: Board, *of: tuple[Record, str], selected: Record | None = None) -> None:
        self.board, self._now, self._edits = before, now, tuple(edits(*of))
        self.selected, self.meeting, self.answer = selected, "m", "yes"
        self.shown: Board | None = None
        self.settings = SimpleNamespace(signature="Chair")
        self.at = SimpleNamespace(turned_back=lambda _edits: False)
        self.asked: list[Question] = []
        self.done: list[tuple[str, str, str]] = []
        self.said: list[str] = []
        self._begun: list[Coroutine[Any, Any, None]] = []

    def writable(self) -> bool:
        return True

    def say(self, sentence: str) -> None:
        self.said.append(sentence)

    def begin(self, work: Coroutine[Any, Any, None]) -> None:
        self._begun.append(work)

    def ask(self, questions: Sequence[Question]) -> Any:
        async def only() -> str:
            return self.answer

        self.asked += questions
        return SimpleNamespace(only=only)

    def do(self, job: Callable[[Any], Any]) -> asyncio.Future[Any]:
        def reverse(how: str, who: str, meeting: str) -> Any:
            self.done.append((how, who, meeting))
            return SimpleNamespace(edits=self._edits)

        made: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        file = SimpleNamespace(
            **{how: lambda how=how, **more: reverse(how, more["who"], more["meeting"]) for how in ("undo", "redo")},
            ahead=Ahead(self._edits, ()),
            at_once=nullcontext,
            refresh=lambda board: self._now if self.done else board,
        )
        made.set_result(job(file))
        if self.done:
            self.board = self.shown or self._now
        return made

    async def press(self, key: Callable[[Host], None]) -> list[str]:
        """The questions that this asks."""
        key(cast("Host", self))
        for each in self._begun:
            await each
        return [each.words for each in self.asked]


@pytest.fixture
def _looks_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    def ahead(file: Any, *, who: str) -> Ahead:
        assert who == "Chair"
        return cast("Ahead", file.ahead)

    monkeypatch.setattr(looking_ahead, "would_undo", ahead)
    monkeypatch.setattr(looking_ahead, "would_redo", ahead)


@pytest.mark.usefixtures("_looks_ahead")
async def test_in_a_meeting_what_is_not_about_the_item_on_the_screen_is_asked_about_by_its_name() -> None:
    part = Mitigation(id="m", risk="r", title="Recruit")
    remark = Decision(id="d", item="a", text="Report")
    long = Risk(id="l", ref="CIP07", title="Cover")
    all_of_it = board(COACH, COVER, part, remark, long)
    for edited, selected, asked in (
        ((COACH, "rag"), COACH, False),
        ((part, "title"), COVER, False),
        ((remark, "text"), COACH, False),
        ((COACH, "rag"), COVER, True),
        ((part, "title"), COACH, True),
        ((remark, "text"), COVER, True),
        ((COACH, "rag"), None, True),
    ):
        host = Sitting(all_of_it, all_of_it, (edited[0], group_of(*edited)), selected=selected)
        assert bool(await host.press(undo)) is asked, (edited[0].id, selected)
        assert host.done == [("undo", "Chair", "m")]
    for key, begins, answer, done in (
        (undo, "Take back", "yes", [("undo", "Chair", "m")]),
        (redo, "Redo", "yes", [("redo", "Chair", "m")]),
        (redo, "Redo", "", []),
    ):
        host = Sitting(all_of_it, all_of_it, (COVER, group_of(COVER, "current")), selected=COACH)
        host.answer = answer
        assert await host.press(key) == [f"{begins} the last edit of CIP06, not on this screen?"]
        assert host.done == done and bool(host.said) is bool(done)
        (question,) = host.asked
        assert question.value == "yes" and question.leaving == "keeps it" and question.check is not None
        said = [question.check(each) for each in ("yes", "Y", "no", "yesterday")]
        assert said == ["", "", *["Enter after yes does; Esc keeps it."] * 2]


@pytest.mark.usefixtures("_looks_ahead")
async def test_the_name_that_is_asked_about_has_so_much_room_and_what_was_done_names_three_items() -> None:
    for title, shown in (("x" * 24, "x" * 24), ("x" * 25, "x" * 23 + "…"), ("Coach", "Coach")):
        item = Action(id="a", title=title)
        host = Sitting(board(item), board(item), (item, group_of(item, "lead")))
        assert await host.press(undo) == [f"Take back the last edit of {shown}, not on this screen?"]
    some = [Risk(id=f"r{n}", ref=f"R{n}", title="Cover", current="5x4") for n in range(5)]
    less = [replace(each, current="4x4") for each in some]
    for count, more in ((3, ""), (4, " and 1 more"), (5, " and 2 more")):
        of = [(each, group_of(each, "current")) for each in some[:count]]
        host = Sitting(board(*some), board(*less), *of)
        host.meeting = ""
        assert await host.press(undo) == []
        told = ", ".join(f"R{n} Current score 5 × 4 → 4 × 4" for n in range(3))
        assert host.said == [f"Undone: {told}{more}"] and host.done == [("undo", "Chair", "")]


async def test_what_is_the_last_edit_by_now_is_not_taken_back_in_the_place_of_what_was_agreed_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    host = Sitting(board(COACH, COVER), board(COACH, COVER), (COVER, group_of(COVER, "current")), selected=COACH)
    found = [Ahead(tuple(edits((COACH, "lead"))), ()), Ahead(tuple(edits((COVER, "current"))), ())]
    monkeypatch.setattr(looking_ahead, "would_undo", lambda _file, *, who: found.pop())
    with pytest.raises(BoardError, match="The last edit is another one by now"):
        await host.press(undo)
    assert len(host.asked) == 1 and host.done == []


async def test_what_another_program_writes_next_is_not_said_to_be_undone() -> None:
    host = Sitting(board(COACH), board(replace(COACH, lead="")), (COACH, group_of(COACH, "lead")))
    host.meeting, host.shown = "", board(replace(COACH, lead="Director"))
    await host.press(undo)
    assert host.said == ["Undone: 1.1 Lead Adviser → nothing"]


async def test_where_nothing_is_told_it_was_the_last_edit_and_a_disagreement_that_is_there_again_is_told() -> None:
    disputed, more = replace(COACH, conflicts=("rag",)), replace(COACH, conflicts=("rag", "lead"))
    again = " · copies disagree about it again: ! decides"
    for before, now, said in (
        (COACH, COACH, "the last edit"),
        (COACH, disputed, f"the last edit{again}"),
        (disputed, disputed, "the last edit"),
        (disputed, more, f"the last edit{again}"),
        (more, disputed, "the last edit"),
    ):
        host = Sitting(board(before), board(now))
        host.meeting = ""
        await host.press(redo)
        assert host.said == [f"Redone: {said}"], (before.conflicts, now.conflicts)
