"""Refs: those that stand twice, the next one that is free, and those that look alike."""

from datetime import date

import pytest

from boardtui.domain.board.lookup import lookup, lookup_all, next_free_ref, same_refs
from boardtui.domain.board.words import ref_of
from boardtui.domain.errors import BoardError, InvalidValue
from boardtui.domain.records.declare import natural_id, validate
from boardtui.domain.records.kinds import KINDS, Action, Ambition, Risk
from boardtui.domain.typed.values import read_sentence
from boardtui.ui.forms.values import value_of
from tests.domain.boards import board
from tests.domain.making import board_of


@pytest.mark.parametrize(
    ("refs", "free"),
    [
        (["1.10", "1.1", "1.2", "2.14"], "1.11"),
        (["1.2", "1.10"], "1.11"),
        (["CIP06", "CIP02"], "CIP07"),
        (["CIP09"], "CIP10"),
        (["3.3a", "3.4"], "3.5"),
        (["7", "12"], "13"),
        (["A", "A"], "A 2"),
        (["A", "A 2"], "A 3"),
    ],
)
def test_the_next_free_ref_follows_the_last_of_its_family(refs: list[str], free: str) -> None:
    made = board(*(Action(id=str(number), ref=ref) for number, ref in enumerate(refs)))
    assert next_free_ref(made, made.records["action"]["0"]) == free


def test_refs_that_stand_twice_are_listed_as_they_were_made_whatever_their_case() -> None:
    made = board(
        Action(id="b", ref="x.1", created=5), Action(id="a", ref="X.1", created=3), Action(id="c", ref="2", created=1)
    )
    assert [[each.id for each in some] for some in same_refs(made)] == [["a", "b"]]


def test_refs_that_look_the_same_stand_twice() -> None:
    made = board(*(Action(id=each, ref=ref, created=n) for n, (each, ref) in enumerate([("a", "1.1"), ("b", "1．1")])))
    assert [[each.id for each in some] for some in same_refs(made)] == [["a", "b"]]


@pytest.mark.parametrize("ref", ["x" * 40, "x" * 39 + "9", "x" * 30 + "999999999", "9" * 40, "A" * 38 + " 1", "é" * 40])
def test_the_next_free_ref_is_never_longer_than_a_ref_can_be(ref: str) -> None:
    records = [Action(id="0", ref=ref), Action(id="1", ref=ref)]
    for number in range(2, 15):
        made = board(*records)
        free = next_free_ref(made, records[0])
        assert validate("action", "ref", {"ref": free})["ref"] == free
        assert free not in [each.ref for each in records]
        records.append(Action(id=str(number), ref=free))


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
