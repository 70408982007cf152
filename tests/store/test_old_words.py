"""Where a value changes, the words that explained the old one go with it, whichever way it is changed."""

from collections.abc import Iterator
from typing import Any

import pytest

from boardtui.domain.records.edits import Change
from boardtui.domain.records.explained import EXPLAINED_BY
from boardtui.domain.records.kinds import KINDS, Action
from boardtui.store.board_file import BoardFile
from tests.store.conftest import CHAIR, add_action, new_id

OLD_AND_NEW = {
    "rag": ("green", "amber"),
    "due": ("2021-03-31", "2021-06-30"),
    "inherent": ("5x4", "4x4"),
    "current": ("4x3", "3x3"),
    "target": ("2x3", "2x2"),
    "state": ("closed", "open"),
}


def explained() -> Iterator[tuple[str, str, str]]:
    for kind in KINDS.values():
        for name, words in EXPLAINED_BY.items():
            yield from ((kind.name, name, each) for each in words if kind.has(name) and kind.has(each))


def values_of(file: BoardFile, identity: str) -> Any:
    return file.read().find(identity)


@pytest.mark.parametrize(("kind", "name", "words"), list(explained()))
def test_words_about_a_value_do_not_stay_beside_the_next_one(
    board_file: BoardFile, kind: str, name: str, words: str
) -> None:
    identity, (old, new) = new_id(), OLD_AND_NEW[name]
    said = "2021-05-01" if words == "back_to_green" else "put off in lockdown"
    board_file.write([Change(identity, kind, {name: old, words: said})], who=CHAIR)
    board_file.write([Change(identity, kind, {name: new})], who=CHAIR)
    assert getattr(values_of(board_file, identity), words) == ""
    board_file.undo(who=CHAIR)
    assert getattr(values_of(board_file, identity), words) == said


def test_words_that_are_given_with_the_new_value_stand_beside_it(board_file: BoardFile) -> None:
    identity = add_action(board_file, "1.1", due="2021-03-31", due_reason="agreed with the lead")
    board_file.write([Change(identity, "action", {"due": "2021-06-30", "due_reason": "agreed with the lead"})], who="A")
    assert values_of(board_file, identity).due_reason == "agreed with the lead"


def test_the_same_value_said_again_keeps_its_words(board_file: BoardFile) -> None:
    identity = add_action(board_file, "1.1", rag="green", rationale="all is well", due="2021-03-31")
    board_file.write([Change(identity, "action", {"rag": "green", "help_wanted": "none"})], who=CHAIR)
    kept = board_file.read().get(Action, identity)
    assert kept is not None and (kept.rationale, kept.help_wanted) == ("all is well", "none")
