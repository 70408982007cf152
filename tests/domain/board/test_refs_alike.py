"""Refs that look alike: each spelling of one ref means it by every way it is typed, and none means its neighbour."""

from datetime import date

import pytest

from boardtui.domain.board.lookup import lookup, lookup_all
from boardtui.domain.board.words import ref_of
from boardtui.domain.errors import BoardError, InvalidValue
from boardtui.domain.records.declare import natural_id
from boardtui.domain.records.kinds import KINDS, Action, Ambition, Risk
from boardtui.domain.said.sentence import read_sentence
from boardtui.ui.forms.values import value_of
from tests.domain.making import board_of

ABOUT = KINDS["decision"].attributes["item"]
TODAY = date(2021, 3, 2)


def made(ref: str) -> str:
    return natural_id("test", ref)


ACTIONS = ("1.1", "1.2", "1.10", "1.1a", "2.1")
BOARD = board_of(
    *(Ambition(id=made(ref), ref=ref, title="Practice") for ref in "12"),
    *(
        Action(id=made(ref), ambition=made("1"), ref=ref, title="Coach")
        for ref in ("1.1", "1.2", "1.10", "1.1a", "2.1")
    ),
    *(Risk(id=made(ref), ref=ref, title="Capacity") for ref in ("CIP06", "CIP6", "K-1")),
)

SAME = {
    "1.1": "1.1",
    " 1.1 ": "1.1",
    "1․1": "1.1",
    "1．1": "1.1",
    "１.１": "1.1",
    "1.1\u200b": "1.1",
    "1.1\u00a0": "1.1",
    "1.10": "1.10",
    "1.1A": "1.1a",
    "Action:1.1": "1.1",
    "cip06": "CIP06",
    "CIP6": "CIP6",
    "K-1": "K-1",
    "K–1": "K-1",
    "K‑1": "K-1",
    "k−1": "K-1",
}
OTHERS = [
    "1·1",
    "1.1.",
    "01.1",
    "1.01",
    "1.100",
    "1.3",
    "1. 1",
    "l.1",
    "1.l",
    "1.1b",
    "CIP 06",
    "CIP-06",
    "cip 6",
    "CIP006",
    "K1",
    "K 1",
]


@pytest.mark.parametrize(("typed", "meant"), SAME.items())
def test_a_spelling_of_a_ref_means_it_on_the_command_line_in_a_form_and_in_the_palette(typed: str, meant: str) -> None:
    assert lookup(BOARD, typed).id == made(meant)
    assert value_of(BOARD, KINDS["decision"], ABOUT, typed) == made(meant)
    field = "owner" if meant[0] in "CK" else "lead"
    said = read_sentence(BOARD, f"{typed} {field} Head of Service", TODAY)
    assert said is not None
    assert [each.id for each in said.records] == [made(meant)]


@pytest.mark.parametrize("typed", OTHERS)
def test_what_only_looks_like_a_ref_means_none(typed: str) -> None:
    with pytest.raises(BoardError):
        lookup_all(BOARD, typed)
    with pytest.raises(InvalidValue):
        value_of(BOARD, KINDS["decision"], ABOUT, typed)


@pytest.mark.parametrize("typed", ["1,1", "1,2", "2,1"])
def test_a_comma_that_may_be_a_dot_changes_neither_ambition(typed: str) -> None:
    with pytest.raises(BoardError, match="write a dot, or a space after the comma"):
        lookup_all(BOARD, typed)
    assert read_sentence(BOARD, f"{typed} lead Head of Service", TODAY) is None


def refs(words: str) -> list[str]:
    return [ref_of(each) for each in lookup_all(BOARD, words)]


def test_several_refs_between_commas_are_several() -> None:
    assert refs("1, 2") == ["1", "2"]
    assert refs("1.1,1.2") == ["1.1", "1.2"]
    assert refs("1.1, 1.1,CIP06") == ["1.1", "CIP06"]
