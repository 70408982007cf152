"""Whose an item is, and who is meant by a name."""

import pytest

from boardtui.domain.board.leads import answers_for, items_of, lead_called, leads
from boardtui.domain.errors import BoardError
from boardtui.domain.records.kinds import (
    Action,
    ActionArising,
    Ambition,
    Challenge,
    Kpi,
    Mitigation,
    Narrative,
    Risk,
    TaskGroup,
)
from tests.domain.boards import board

HEAD = "Head of Early Help"


@pytest.mark.parametrize(
    "lead",
    [
        "Head of Early Help",
        "head of  EARLY help",
        "Principal Social Worker and Head of Early Help",
        "Principal Social Worker / Head of Early Help",
        "Head of Early Help & Principal Social Worker",
        "Head of Early Help; Principal Social Worker",
    ],
)
def test_an_item_is_of_each_of_those_it_names(lead: str) -> None:
    assert answers_for(Action(id="a", lead=lead), HEAD)


@pytest.mark.parametrize("lead", ["", "Deputy Head of Early Help", "Head of Early Help, Permanence", "Head"])
def test_a_name_within_a_longer_name_is_somebody_else(lead: str) -> None:
    assert not answers_for(Action(id="a", lead=lead), HEAD)


def test_a_name_that_holds_and_is_one_name_too() -> None:
    both = Action(id="a", lead="Head of Education and Inclusion")
    assert answers_for(both, "Head of Education and Inclusion")


def test_nobody_has_the_items_without_a_lead() -> None:
    assert not answers_for(Action(id="a"), "")


def test_an_ambition_is_also_of_those_whose_actions_it_holds_and_a_risk_of_those_who_mitigate_it() -> None:
    made = board(
        Ambition(id="a1", lead="Director"),
        Ambition(id="a2", lead="Director"),
        Action(id="1.1", ambition="a1", lead=HEAD),
        Risk(id="r1", owner="Director"),
        Risk(id="r2", owner="Director"),
        Mitigation(id="m1", risk="r1", owner=HEAD),
        Kpi(id="k1", lead=HEAD),
        Kpi(id="k2"),
        TaskGroup(id="g1", lead="Director", co_lead=HEAD),
        Narrative(id="n1", text=HEAD),
    )
    assert [each.id for each in items_of(made, HEAD)] == ["a1", "1.1", "g1", "k1", "r1", "m1"]


def test_an_open_question_is_for_who_answers_for_what_it_is_about() -> None:
    made = board(
        Action(id="1.1", lead=HEAD),
        Challenge(id="c1", item="1.1", text="Why?"),
        Challenge(id="c2", text="Why not?"),
        Challenge(id="c3", item="1.1", text="Why else?", answer="Because."),
        ActionArising(id="w1", item="1.1", text="Report back"),
        ActionArising(id="w2", item="1.1", text="Report back", owner="Director"),
    )
    assert [each.id for each in items_of(made, HEAD)] == ["1.1", "c1", "w1"]


PEOPLE = board(
    Action(id="1", lead="Head of Early Help"),
    Action(id="2", lead="head of early help"),
    Risk(id="3", owner="Head of Early Help"),
    Action(id="4", lead="Director and Principal Social Worker"),
)


def test_everybody_is_counted_once_as_first_spelled() -> None:
    assert leads(PEOPLE) == {"Director and Principal Social Worker": 1, "Head of Early Help": 3}


@pytest.mark.parametrize(
    ("words", "lead"),
    [
        ("HEAD of early  help", "Head of Early Help"),
        ("principal social worker", "Principal Social Worker"),
        ("Director and Principal Social Worker", "Director and Principal Social Worker"),
    ],
)
def test_a_lead_is_found_whatever_the_case_alone_or_among_others(words: str, lead: str) -> None:
    assert lead_called(PEOPLE, words) == lead


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Head of Erly Help", "Did you mean 'Head of Early Help'"),
        ("early", "Did you mean 'Head of Early Help'"),
        ("Zzz", "There are: Director and Principal Social Worker; Head of Early Help."),
        ("", "There are: "),
    ],
)
def test_somebody_unknown_is_refused_with_those_who_are_called_nearly_so(words: str, said: str) -> None:
    with pytest.raises(BoardError, match="Nobody on this board is called") as refused:
        lead_called(PEOPLE, words)
    assert said in str(refused.value)


def test_where_nobody_is_named_that_is_said() -> None:
    with pytest.raises(BoardError, match="Nobody is named on this board"):
        lead_called(board(Action(id="1")), "Director")


def test_a_name_that_looks_the_same_is_the_same_person_spelled_as_it_is_most_often() -> None:
    plain, curly, wide = "Head's Office", "Head’s Office", "HEAD\u00adʼs\u00a0Office"
    made = board(*(Action(id=str(n), lead=lead) for n, lead in enumerate([plain, curly, curly, wide])))
    assert leads(made) == {curly: 4}
    assert lead_called(made, "head's office") == curly
    assert len(items_of(made, plain)) == 4


def test_of_spellings_that_are_as_frequent_the_first_is_shown() -> None:
    made = board(Action(id="a", lead="Head's Office", created=1), Action(id="b", lead="Head’s Office", created=2))
    assert leads(made) == {"Head's Office": 2}


def test_a_record_counts_once_for_somebody_it_names_in_two_spellings() -> None:
    made = board(TaskGroup(id="t", lead="Head's Office", co_lead="Head’s Office"))
    assert list(leads(made).values()) == [1]


def test_whoever_is_named_has_as_many_items_in_the_list_of_names_as_are_theirs() -> None:
    made = board(
        Ambition(id="a1", lead="Director"),
        Action(id="1.1", ambition="a1", lead=f"{HEAD} / Principal Social Worker"),
        Action(id="1.2", ambition="a1", lead=HEAD),
        Risk(id="r1", owner="Director"),
        Mitigation(id="m1", risk="r1", owner=HEAD),
        Kpi(id="k1", lead=HEAD.upper()),
        TaskGroup(id="t1", lead="Director", co_lead=HEAD),
        Challenge(id="c1", item="1.2", text="When?"),
        Challenge(id="c2", item="1.2", text="Why?", answer="Because"),
        ActionArising(id="x1", item="1.2", text="Send it"),
        ActionArising(id="x2", item="1.2", text="Send it", owner="Director"),
        Narrative(id="n1", text=HEAD),
    )
    counted = leads(made)
    assert counted == {name: len(items_of(made, name)) for name in counted}
    assert counted == {"Director": 4, HEAD: 9, f"{HEAD} / Principal Social Worker": 2}
