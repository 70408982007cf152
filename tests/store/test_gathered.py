"""Lists of what records say are kept: records that changed are asked anew, and no others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from boardtui.domain.board.board import Board
from boardtui.domain.board.gathered import Asker, Gathering, Said
from boardtui.domain.board.order import counting_order
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import Action, Record
from boardtui.domain.records.rag import Rag
from boardtui.store.board_file import BoardFile

from .conftest import CHAIR, add_action, new_id


class Asked:
    """A gathering of the red actions, which notes whom it asks."""

    def __init__(self) -> None:
        self.refs: list[str] = []
        self.gathering = Gathering(self._asker, lambda board: board.all(Action))

    def _asker(self, _board: Board, _beside: Mapping[str, Any]) -> Asker:
        def ask(record: Record) -> Said:
            self.refs.append(getattr(record, "ref", ""))
            is_red = isinstance(record, Action) and record.rag is Rag.RED
            return {"red": (counting_order(record), getattr(record, "ref", ""))} if is_red else {}

        return ask

    def red(self, board: Board) -> tuple[Any, ...]:
        return self.gathering.on(board).of("red")


@pytest.fixture
def asked() -> Asked:
    return Asked()


def test_only_the_record_that_changed_is_asked_again_and_put_in_its_place(board_file: BoardFile, asked: Asked) -> None:
    first, second, _ = (
        add_action(board_file, ref, rag=rag) for ref, rag in (("1", "red"), ("2", "green"), ("3", "red"))
    )
    board = board_file.read()
    assert asked.red(board) == ("1", "3")
    asked.refs.clear()
    board_file.write([Change(second, "action", {"rag": "red"})], who=CHAIR)
    after = board_file.refresh(board)
    assert asked.red(after) == ("1", "2", "3")
    assert asked.refs == ["2"]
    board_file.write([Change(first, "action", delete=True)], who=CHAIR)
    assert asked.red(board_file.refresh(after)) == ("2", "3")
    assert asked.red(board) == ("1", "3")  # what was true of an earlier board still is


def test_nobody_is_asked_where_nothing_changed(board_file: BoardFile, asked: Asked) -> None:
    add_action(board_file, "1", rag="red")
    board = board_file.read()
    asked.red(board)
    asked.refs.clear()
    assert asked.red(board_file.refresh(board)) == ("1",)
    assert asked.refs == []


def test_what_is_about_a_record_that_changed_is_asked_too(board_file: BoardFile) -> None:
    action, question = add_action(board_file, "1.1"), new_id()
    board_file.write([Change(question, "challenge", {"text": "Why?", "item": action})], who=CHAIR)
    heard = list[str]()

    def asker(board: Board, _beside: Mapping[str, Any]) -> Asker:
        def ask(record: Record) -> Said:
            heard.append(record.id)
            return {"": (0, getattr(board.find(str(getattr(record, "item", ""))), "ref", ""))}

        return ask

    named_after = Gathering(asker, lambda board: board.of_kind("challenge"))
    board = board_file.read()
    assert named_after.on(board).of("") == ("1.1",)
    heard.clear()
    board_file.write([Change(action, "action", {"ref": "1.2"})], who=CHAIR)
    assert "1.2" in named_after.on(board_file.refresh(board)).of("")
    assert question in heard


def test_of_very_many_changes_all_are_asked(
    board_file: BoardFile, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("boardtui.domain.board.gathered.MOST_LEFT", 1)
    actions = [add_action(board_file, ref) for ref in ("1", "2", "3")]
    board = board_file.read()
    asked.red(board)
    asked.refs.clear()
    board_file.write([Change(each, "action", {"rag": "red"}) for each in actions[:2]], who=CHAIR)
    assert asked.red(board_file.refresh(board)) == ("1", "2")
    assert sorted(asked.refs) == ["1", "2", "3"]


def test_where_more_is_asked_only_those_are_asked_of_whom_more_is_wanted(board_file: BoardFile) -> None:
    heard = list[tuple[str, bool]]()

    def asker(_board: Board, _beside: Mapping[str, Any], more: bool) -> Asker:
        def ask(record: Record) -> Said:
            ref = getattr(record, "ref", "")
            heard.append((ref, more))
            words = ref + "!" if more and ref != "1" else ref
            return {"": (counting_order(record), words)}

        return ask

    def more_than(board: Board, more: bool) -> tuple[tuple[bool], list[Action]] | None:
        return ((False,), [each for each in board.all(Action) if each.ref != "1"]) if more else None

    gathering = Gathering(asker, lambda board: board.all(Action), more_than=more_than)
    first = add_action(board_file, "1")
    add_action(board_file, "2")
    board = board_file.read()
    assert gathering.on(board, False).of("") == ("1", "2")
    heard.clear()
    assert gathering.on(board, True).of("") == ("1", "2!")
    assert heard == [("2", True)]
    assert gathering.on(board, False).of("") == ("1", "2")  # what was said before stays
    # Of a later board those are asked that changed since, too.
    board_file.write([Change(first, "action", {"ref": "3"})], who=CHAIR)
    after = board_file.refresh(board)
    heard.clear()
    assert gathering.on(after, True).of("") == ("2!", "3!")
    assert heard == [("3", True)]


def test_more_that_is_asked_of_a_board_that_changed_since_is_asked_of_what_changed_as_well(
    board_file: BoardFile,
) -> None:
    def asker(_board: Board, _beside: Mapping[str, Any], more: bool) -> Asker:
        return lambda record: {"": (counting_order(record), (getattr(record, "ref", ""), more))}

    gathering = Gathering(
        asker, lambda board: board.all(Action), more_than=lambda board, more: ((False,), []) if more else None
    )
    first = add_action(board_file, "1")
    add_action(board_file, "2")
    board = board_file.read()
    gathering.on(board, False)
    board_file.write([Change(first, "action", {"ref": "3"})], who=CHAIR)
    assert gathering.on(board_file.refresh(board), True).of("") == (("2", False), ("3", True))
