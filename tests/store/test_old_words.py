"""Where a value changes, the words that explained the old one go with it, whichever way it is changed."""

from collections.abc import Iterator
from typing import Any

import pytest

from boardtui.domain.meetings.meeting_changes import action_done
from boardtui.domain.records.edits import Change
from boardtui.domain.records.explained import EXPLAINED_BY, words_about
from boardtui.domain.records.kinds import KINDS, Action, ActionArising
from boardtui.store.board_file import BoardFile
from tests.store.conftest import CHAIR, add_action, new_id

OLD_AND_NEW = {
    "rag": ("green", "amber"),
    "due": ("2021-03-31", "2021-06-30"),
    "inherent": ("5x4", "4x4"),
    "current": ("4x3", "3x3"),
    "target": ("2x3", "2x2"),
    "state": ("closed", "open"),
    "done": (True, False),
    "answer": ("By June", "By July"),
    "progress": ("complete", "in progress"),
    "minimum": ("90%", "92%"),
    "upper": ("95%", "97%"),
    "polarity": ("high", "low"),
    "spent": ("£200k", "£250k"),
    "projected": ("£300k", "£310k"),
}
SAID = {
    "back_to_green": "2021-05-01",
    "completed": "2021-05-01",
    "spent_at": "2021-05-01",
    "answered_in": new_id(),
    "variance": "£86k underspend",
}


def explained() -> Iterator[tuple[str, str, str]]:
    for kind in KINDS.values():
        for name in EXPLAINED_BY:
            if kind.has(name):
                yield from ((kind.name, name, words) for words in words_about(kind, (name,)))


def test_every_pair_is_one_of_some_kind() -> None:
    assert {(name, words) for _, name, words in explained()} == {
        (name, words) for name, several in EXPLAINED_BY.items() for words in several
    }


def values_of(file: BoardFile, identity: str) -> Any:
    return file.read().find(identity)


@pytest.mark.parametrize(("kind", "name", "words"), list(explained()))
def test_words_about_a_value_do_not_stay_beside_the_next_one(
    board_file: BoardFile, kind: str, name: str, words: str
) -> None:
    identity, (old, new) = new_id(), OLD_AND_NEW[name]
    said = SAID.get(words, "put off in lockdown")
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


def test_the_day_of_completion_waits_for_what_is_not_complete_yet(board_file: BoardFile) -> None:
    identity = add_action(board_file, "1.1", progress="in progress", completed="2021-05-01")
    board_file.write([Change(identity, "action", {"progress": "complete"})], who=CHAIR)
    assert values_of(board_file, identity).completed == "2021-05-01"
    board_file.write([Change(identity, "action", {"progress": "in progress"})], who=CHAIR)
    assert values_of(board_file, identity).completed == ""


def test_who_shall_answer_stays_when_the_answer_comes(board_file: BoardFile) -> None:
    identity = new_id()
    board_file.write([Change(identity, "challenge", {"text": "Why?", "answered_by": "Head"})], who=CHAIR)
    board_file.write([Change(identity, "challenge", {"answer": "Because"})], who=CHAIR)
    assert values_of(board_file, identity).answered_by == "Head"


def test_what_was_said_of_an_open_action_is_not_what_came_of_it(board_file: BoardFile) -> None:
    identity = new_id()
    board_file.write([Change(identity, "action_arising", {"text": "List", "outcome": "Awaiting it"})], who=CHAIR)
    task = board_file.read().all(ActionArising)[0]
    board_file.write(action_done(task), who=CHAIR)
    assert (values_of(board_file, identity).done, values_of(board_file, identity).outcome) == (True, "")
