"""What is said of an edit that was taken back: which items it changed, and what of them from what to what."""

from __future__ import annotations

from dataclasses import replace

from boardtui.domain.board.board import Board
from boardtui.domain.records.edits import Edit, EditId
from boardtui.domain.records.kinds import Action, Record, Risk
from boardtui.domain.records.rag import Rag
from boardtui.ui.shared.undoing import what_happened
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


def test_what_came_and_what_went_is_called_by_its_name_and_without_a_board_nothing_is_told() -> None:
    empty, full = board(), board(COACH)
    assert told(empty, full, (COACH, "title")) == ["1.1 brought back"]
    assert told(full, empty, (COACH, "title")) == ["1.1 removed"]
    assert told(full, None, (COACH, "title")) == ["1.1 removed"]
    assert told(None, full, (COACH, "title")) == ["1.1 brought back"]
    assert told(empty, empty, (COACH, "title")) == told(None, None, (COACH, "title")) == []
