"""The next free ref of a family."""

import pytest

from boardtui.domain.board.refs import next_free_ref, same_refs
from boardtui.domain.records.declare import validate
from boardtui.domain.records.kinds import Action
from tests.domain.boards import board


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
