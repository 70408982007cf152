"""The history in words, which the screen and `boardtui log` share: deletions that were undone, and what was decided."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from boardtui.domain.records.edits import Change
from boardtui.session.history_lines import HistoryLine, history_lines
from boardtui.store.board_file import BoardFile
from boardtui.store.copies.merge import merge
from boardtui.store.copies.send import send_copy
from tests.store.conftest import CHAIR, add_action


@pytest.fixture
def board_file(tmp_path: Path) -> Iterator[BoardFile]:
    with BoardFile.create(tmp_path / "plan.board", "Improvement plan", who="plan") as made:
        yield made


def told(file: BoardFile, record: str, *, limit: int | None = None) -> list[HistoryLine]:
    return history_lines(file.read(), file.history(record, limit=limit), file.first_edits([record]))


def words(file: BoardFile, record: str) -> list[tuple[str, str]]:
    return [(line.words, line.mark) for line in told(file, record)]


def disputed(file: BoardFile, mine: Change, theirs: Change) -> None:
    copy = send_copy(file, file.path.parent, lead="")
    file.write([mine], who=CHAIR)
    with BoardFile.open(copy) as lead:
        lead.write([theirs], who="Lead")
    merge(file, [copy])


def test_a_deletion_that_was_undone_says_so_and_one_that_was_done_again_stands(board_file: BoardFile) -> None:
    identity = add_action(board_file, "1.1")
    board_file.write([Change(identity, "action", delete=True)], who=CHAIR)
    board_file.undo(who=CHAIR)
    assert words(board_file, identity)[:2] == [("restored", "undoes an earlier change"), ("deleted", "was undone")]
    board_file.redo(who=CHAIR)
    assert words(board_file, identity)[0] == ("deleted", "redoes it")
    assert words(board_file, identity)[2] == ("deleted", "")


def test_a_change_that_was_undone_twice_is_marked_and_what_stands_is_not(board_file: BoardFile) -> None:
    identity = add_action(board_file, "1.1", rag="green")
    for rag in ("amber", "red"):
        board_file.write([Change(identity, "action", {"rag": rag})], who=CHAIR)
    for step in (board_file.undo, board_file.undo, board_file.redo):
        step(who=CHAIR)
    marks = {line.words: line.mark for line in told(board_file, identity) if "again" not in line.mark}
    assert marks["RAG: A ▲ Amber → R ✖ Red"] == "was undone"
    assert marks["RAG: G ● Green → A ▲ Amber"] == ""


@pytest.mark.parametrize(
    ("values", "line"),
    [
        ({"rag": "red", "rationale": "Two left"}, "RAG: R ✖ Red, not A ▲ Amber; Rationale: Two left, not Held"),
        ({"rag": "amber", "rationale": "Held"}, "RAG: A ▲ Amber, not R ✖ Red; Rationale: Held, not Two left"),
    ],
)
def test_what_was_chosen_and_what_was_not_whichever_was_shown_before(
    board_file: BoardFile, values: dict[str, str], line: str
) -> None:
    identity = add_action(board_file, "1.1", rag="green")
    disputed(
        board_file,
        Change(identity, "action", {"rag": "red", "rationale": "Two left"}),
        Change(identity, "action", {"rag": "amber", "rationale": "Held"}),
    )
    board_file.write([Change(identity, "action", values, resolve=True)], who=CHAIR, why="the lead was there")
    newest = told(board_file, identity)[0]
    assert (newest.words, newest.why) == (f"decided; {line}", "the lead was there")


def test_a_third_value_is_told_with_both_that_it_replaced(board_file: BoardFile) -> None:
    identity = add_action(board_file, "1.1", rag="green")
    sides = (Change(identity, "action", {"rag": rag}) for rag in ("red", "amber"))
    disputed(board_file, *sides)
    board_file.write([Change(identity, "action", {"rag": "blue", "evidence": "Audit"}, resolve=True)], who=CHAIR)
    newest = told(board_file, identity)[0].words
    assert newest.startswith("decided; RAG: B ■ Blue, not ")
    assert "R ✖ Red" in newest and "A ▲ Amber" in newest and "Evidence: Audit" in newest


@pytest.mark.parametrize(
    ("change", "deed"),
    [({"restore": True}, "decided: kept, not deleted"), ({"delete": True}, "decided: deleted, not kept")],
)
def test_what_became_of_a_record_that_was_edited_here_and_deleted_there(
    board_file: BoardFile, change: dict[str, bool], deed: str
) -> None:
    identity = add_action(board_file, "1.1")
    disputed(
        board_file,
        Change(identity, "action", {"title": "Coach"}),
        Change(identity, "action", delete=True),
    )
    board_file.write([Change(identity, "action", **change)], who=CHAIR)  # type: ignore[arg-type]
    assert told(board_file, identity)[0].words == deed


def test_a_plain_deletion_and_a_plain_restoring_are_no_decisions(board_file: BoardFile) -> None:
    identity = add_action(board_file, "1.1")
    board_file.write([Change(identity, "action", delete=True)], who=CHAIR)
    board_file.write([Change(identity, "action", restore=True)], who=CHAIR)
    board_file.write([Change(identity, "action", delete=True)], who=CHAIR)
    assert [line.deed for line in told(board_file, identity)] == ["deleted", "restored", "deleted", "added"]


def test_only_what_made_a_record_added_it(board_file: BoardFile) -> None:
    identity = add_action(board_file, "1.1")
    board_file.write([Change(identity, "action", {"lead": "Head of Service", "commentary": "Begun"})], who=CHAIR)
    assert [line.deed for line in told(board_file, identity)] == ["", "added"]
    assert [line.deed for line in told(board_file, identity, limit=2)] == [""]
