"""A disagreement shows what each side says, who, when and why, and what they started from; a person settles it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import Action
from boardtui.store.board_file import BoardFile
from boardtui.store.copies.conflicts import open_conflicts
from boardtui.store.copies.merge import merge
from tests.store.conftest import CHAIR, add_action


def copy_of(board_file: BoardFile, name: str = "lead.board") -> Path:
    path = board_file.path.with_name(name)
    shutil.copyfile(board_file.path, path)
    return path


def edit(path: Path, change: Change, *, who: str = "Lead", why: str = "") -> None:
    with BoardFile.open(path) as lead:
        lead.write([change], who=who, why=why)


@pytest.fixture
def action(board_file: BoardFile) -> str:
    return add_action(board_file, "1.1", title="Audit", rag="green", rationale="as planned")


@pytest.fixture
def disputed(board_file: BoardFile, action: str) -> str:
    """An action that is amber here and red on a copy, each with a reason."""
    copy = copy_of(board_file)
    edit(copy, Change(action, "action", {"rag": "red", "rationale": "no auditor"}), why="found on Monday")
    board_file.write([Change(action, "action", {"rag": "amber"})], who=CHAIR, why="late")
    merge(board_file, [copy])
    return action


def shown(board_file: BoardFile) -> Action:
    (action,) = board_file.read().all(Action)
    return action


def test_both_values_both_reasons_and_what_they_started_from(board_file: BoardFile, disputed: str) -> None:
    (conflict,) = open_conflicts(board_file)
    assert (conflict.record, conflict.kind, conflict.group) == (disputed, "action", "status")
    said = {side.edit.who: (side.values["rag"], side.values["rationale"], side.edit.why) for side in conflict.sides}
    assert said == {CHAIR: ("amber", "", "late"), "Lead": ("red", "no auditor", "found on Monday")}
    assert conflict.base is not None
    assert (conflict.base["rag"], conflict.base["rationale"]) == ("green", "as planned")
    assert conflict.sides[0].values["rag"] == shown(board_file).rag


@pytest.mark.parametrize("rag", ["amber", "red", "blue"])
def test_keep_one_keep_the_other_or_say_a_third_thing(board_file: BoardFile, disputed: str, rag: str) -> None:
    board_file.write([Change(disputed, "action", {"rag": rag}, resolve=True)], who=CHAIR, why="agreed with the lead")
    assert open_conflicts(board_file) == []
    assert (shown(board_file).rag, shown(board_file).conflicts) == (rag, ())
    decision, *before = board_file.history(disputed)
    # A side whose rating was taken without its reason counts as not chosen, too.
    assert {edit.values()["rag"] for edit in decision.instead_of} - {rag} == {"amber", "red"} - {rag}
    assert not any(each.instead_of for each in before), "who says something new has decided nothing"


def test_a_decision_made_here_also_settles_it_on_the_copy(board_file: BoardFile, disputed: str) -> None:
    board_file.write([Change(disputed, "action", {"rag": "blue"}, resolve=True)], who=CHAIR)
    with BoardFile.open(board_file.path.with_name("lead.board")) as lead:
        merged = merge(lead, [board_file.path])
        assert merged.conflicts == 0
        assert open_conflicts(lead) == []
        assert shown(lead).rag == "blue"


def test_two_different_decisions_are_a_disagreement_again(board_file: BoardFile, disputed: str) -> None:
    copy = copy_of(board_file, "second.board")
    edit(copy, Change(disputed, "action", {"rag": "red"}, resolve=True))
    board_file.write([Change(disputed, "action", {"rag": "blue"}, resolve=True)], who=CHAIR)
    merge(board_file, [copy])
    (conflict,) = open_conflicts(board_file)
    assert {side.values["rag"] for side in conflict.sides} == {"red", "blue"}
    assert conflict.base is not None
    assert conflict.base["rag"] in ("red", "amber")  # what was decided about; not the green of long before


def test_several_edits_on_each_side_start_from_the_last_common_one(board_file: BoardFile, action: str) -> None:
    board_file.write([Change(action, "action", {"commentary": "Begun."})], who=CHAIR)
    copy = copy_of(board_file)
    for text in ("Half done.", "Nearly done."):
        edit(copy, Change(action, "action", {"commentary": text}))
    for text in ("Stopped.", "Stopped for good."):
        board_file.write([Change(action, "action", {"commentary": text})], who=CHAIR)
    merge(board_file, [copy])
    (conflict,) = open_conflicts(board_file)
    assert conflict.base == {"commentary": "Begun."}
    assert {side.values["commentary"] for side in conflict.sides} == {"Nearly done.", "Stopped for good."}


def test_three_sides_are_three_sides(board_file: BoardFile, action: str) -> None:
    copies = [copy_of(board_file, f"{rag}.board") for rag in ("red", "amber", "blue")]
    for copy in copies:
        edit(copy, Change(action, "action", {"rag": copy.stem}))
    merge(board_file, copies)
    (conflict,) = open_conflicts(board_file)
    assert {side.values["rag"] for side in conflict.sides} == {"red", "amber", "blue"}


def test_those_who_agree_are_one_side(board_file: BoardFile, action: str) -> None:
    copies = {"one": "red", "two": "red", "three": "amber"}
    for name, rag in copies.items():
        edit(copy_of(board_file, f"{name}.board"), Change(action, "action", {"rag": rag}))
    merge(board_file, [board_file.path.with_name(f"{name}.board") for name in copies])
    (conflict,) = open_conflicts(board_file)
    assert sorted(side.values["rag"] for side in conflict.sides) == ["amber", "red"]


@pytest.fixture
def edited_and_deleted(board_file: BoardFile, action: str) -> str:
    """An action that was edited here while it was deleted on a copy."""
    copy = copy_of(board_file)
    edit(copy, Change(action, "action", delete=True), why="done elsewhere")
    board_file.write([Change(action, "action", {"commentary": "Still going."})], who=CHAIR)
    merged = merge(board_file, [copy])
    assert [(item.group, item.conflict) for item in merged.items] == [("life", True)]
    return action


def test_what_was_edited_here_and_deleted_there_is_shown_as_such(
    board_file: BoardFile, edited_and_deleted: str
) -> None:
    (conflict,) = open_conflicts(board_file)
    assert (conflict.record, conflict.group) == (edited_and_deleted, "life")
    deletion, kept = conflict.sides
    assert (deletion.deletes, deletion.edit.who, deletion.edit.why) == (True, "Lead", "done elsewhere")
    assert (kept.deletes, kept.values) == (False, {"commentary": "Still going."})
    assert conflict.base is not None
    assert conflict.base["title"] == "Audit"
    assert shown(board_file).conflicts == ("life",)


def test_with_a_deletion_went_what_was_deleted_with_it_and_not_what_went_with_an_edit(
    board_file: BoardFile, action: str
) -> None:
    here, there = add_action(board_file, "1.2"), add_action(board_file, "1.3")
    copy = copy_of(board_file)
    with BoardFile.open(copy) as lead:
        lead.write([Change(each, "action", delete=True) for each in (there, action)], who="Lead")
    board_file.write([Change(action, "action", {"rag": "red"}), Change(here, "action", delete=True)], who=CHAIR)
    merge(board_file, [copy])
    (conflict,) = open_conflicts(board_file)
    assert (conflict.record, conflict.gone_with) == (action, ((there, "action"),))


def test_what_was_once_deleted_and_brought_back_is_told_as_what_else_changes_of_it(
    board_file: BoardFile, action: str
) -> None:
    board_file.write([Change(action, "action", delete=True)], who=CHAIR)
    board_file.undo(who=CHAIR)
    copy = copy_of(board_file)
    edit(copy, Change(action, "action", {"lead": "Head"}))
    assert [item.field for item in merge(board_file, [copy]).items] == ["lead"]


def test_a_person_may_keep_it(board_file: BoardFile, edited_and_deleted: str) -> None:
    board_file.write([Change(edited_and_deleted, "action", restore=True)], who=CHAIR)
    assert open_conflicts(board_file) == []
    assert (shown(board_file).commentary, shown(board_file).conflicts) == ("Still going.", ())
    assert [edit.why for edit in board_file.history(edited_and_deleted)[0].instead_of] == ["done elsewhere"]


def test_a_person_may_delete_it_after_all(board_file: BoardFile, edited_and_deleted: str) -> None:
    board_file.write([Change(edited_and_deleted, "action", {"rag": "red"})], who=CHAIR)
    board_file.write([Change(edited_and_deleted, "action", delete=True)], who=CHAIR)
    assert open_conflicts(board_file) == []
    assert board_file.read().all(Action) == ()
    decision = board_file.history(edited_and_deleted)[0]
    # One of the two edits that the deletion had not seen speaks for both.
    assert len(decision.instead_of) == 1 and decision.instead_of[0].who == CHAIR
    assert decision.edit not in decision.of_deleted and len(decision.of_deleted) >= 3


def test_who_undoes_a_deletion_decides_nothing_though_the_record_was_edited_elsewhere_meanwhile(
    board_file: BoardFile, action: str
) -> None:
    copy = copy_of(board_file)
    with BoardFile.open(copy) as lead:
        lead.write([Change(action, "action", delete=True)], who="Lead")
        lead.undo(who="Lead")
    board_file.write([Change(action, "action", {"commentary": "Still going."})], who=CHAIR)
    merge(board_file, [copy])
    assert open_conflicts(board_file) == []
    undone = next(each for each in board_file.history(action) if each.edit.intent)
    assert (undone.deleted, undone.instead_of) == (False, ())


def test_deleted_on_both_copies_is_deleted(board_file: BoardFile, action: str) -> None:
    copy = copy_of(board_file)
    edit(copy, Change(action, "action", delete=True))
    board_file.write([Change(action, "action", delete=True)], who=CHAIR)
    assert merge(board_file, [copy]).conflicts == 0
    assert board_file.read().all(Action) == ()


def test_restored_here_and_deleted_again_there_is_for_a_person_to_decide(board_file: BoardFile, action: str) -> None:
    copy = copy_of(board_file)
    edit(copy, Change(action, "action", delete=True))
    board_file.write([Change(action, "action", delete=True)], who=CHAIR)
    board_file.write([Change(action, "action", restore=True)], who=CHAIR)
    merge(board_file, [copy])
    (conflict,) = open_conflicts(board_file)
    assert conflict.group == "life"
    assert {side.deletes for side in conflict.sides} == {True, False}
