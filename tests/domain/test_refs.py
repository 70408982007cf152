"""Two leads may each add 1.10. Nothing is renumbered behind their backs, but the next free ref is one key away."""

from dataclasses import replace

import pytest

from boardtui.domain.board import Board
from boardtui.domain.kinds import Action, Kpi, Profile, Record
from boardtui.domain.refs import next_free_ref, shared_refs


def board(*records: Record) -> Board:
    by_kind: dict[str, dict[str, Record]] = {}
    for created, record in enumerate(records, start=1):
        by_kind.setdefault(record.kind.name, {})[record.id] = replace(record, created=created)
    return Board(profile=Profile(id="board"), records=by_kind)


def actions(*refs: str) -> Board:
    return board(*(Action(id=f"action {number}", ref=ref) for number, ref in enumerate(refs)))


def test_who_had_the_ref_first_keeps_it_and_the_other_gets_the_next_free_one() -> None:
    (shared,) = shared_refs(actions("1.9", "1.10", "1.10"))
    assert (shared.ref, shared.first.id) == ("1.10", "action 1")
    assert [(record.id, free) for record, free in shared.renumber] == [("action 2", "1.11")]


def test_several_at_once_get_different_refs() -> None:
    (shared,) = shared_refs(actions("1.1", "1.1", "1.1", "1.2"))
    assert [free for _, free in shared.renumber] == ["1.3", "1.4"]


def test_records_without_a_ref_share_none() -> None:
    assert shared_refs(actions("", "", "1.1")) == []


def test_an_action_and_a_kpi_may_have_the_same_ref() -> None:
    assert shared_refs(board(Action(id="a", ref="2.1"), Kpi(id="k", ref="2.1"))) == []


def test_case_makes_no_difference_when_refs_are_said_aloud() -> None:
    (shared,) = shared_refs(actions("A1", "a1"))
    assert [free for _, free in shared.renumber] == ["a2"]


@pytest.mark.parametrize(
    ("ref", "free"),
    [
        ("1.10", "1.11"),
        ("CIP09", "CIP10"),
        ("R001", "R002"),
        ("3.3a", "3.3b"),
        ("9", "10"),
        ("Audit", "Audit-2"),
        ("3.3z", "3.3z-2"),
    ],
)
def test_the_next_ref_is_what_people_would_count_on_to(ref: str, free: str) -> None:
    assert next_free_ref(actions(ref), "action", ref) == free


def test_a_ref_that_nobody_has_is_free_as_it_is() -> None:
    assert next_free_ref(actions("1.1"), "action", "1.2") == "1.2"


def test_a_ref_as_long_as_refs_can_be_gets_one_that_still_fits() -> None:
    free = next_free_ref(actions("x" * 40), "action", "x" * 40)
    assert len(free) <= 40
    assert free != "x" * 40


def test_a_long_ref_without_a_number_is_cut_so_that_there_is_room_for_one() -> None:
    assert next_free_ref(actions("x" * 40), "action", "x" * 40) == "x" * 35 + "-2"
