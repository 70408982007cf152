"""What is for escalation by the board's own rule, and what the board says is done with it."""

from __future__ import annotations

from datetime import date

import pytest

from boardtui.domain.attention.exceptions import Why, escalation_words, exceptions, reasons_for
from boardtui.domain.board.board import Since
from boardtui.domain.meetings.agenda import build_agenda
from boardtui.domain.records.kinds import Action, Ambition, Profile, Record
from boardtui.domain.records.profile import Escalate
from boardtui.domain.records.rag import Rag
from tests.domain.boards import board, since

TODAY = date(2021, 3, 31)
RED = Action(id="a", ref="1.1", title="Supervision", rag=Rag.RED)


def by(rule: Escalate) -> Profile:
    return Profile(id="board", escalate=rule)


def said(item: Record, rule: Escalate, then: Since, *others: Record) -> str:
    """Why an item is for escalation; empty where it is not."""
    reasons = reasons_for(board(item, *others, profile=by(rule), since=then), item, TODAY)
    return "; ".join(each.words for each in reasons if each.why is Why.ESCALATED)


def was(rag: Rag) -> Since:
    return since(a={"status": {"rag": rag}})


def test_nothing_is_for_escalation_until_somebody_chooses_a_rule() -> None:
    assert Profile(id="board").escalate is Escalate.NEVER
    assert said(RED, Escalate.NEVER, since()) == ""


def test_red_twice_is_red_now_and_red_when_the_last_meeting_closed() -> None:
    assert said(RED, Escalate.RED_TWICE, since()) == "for escalation: red at the last meeting too"
    assert said(RED, Escalate.RED_TWICE, was(Rag.AMBER)) == "", "newly red"
    assert said(RED, Escalate.RED_TWICE, since(new=("a",))) == "", "no meeting has seen it"
    assert said(RED, Escalate.RED_TWICE, Since()) == "", "no meeting has closed"
    amber = Action(id="a", rag=Rag.AMBER)
    assert said(amber, Escalate.RED_TWICE, was(Rag.RED)) == "", "not red any more"


def test_a_board_that_escalates_whatever_is_red_does_not_wait_for_a_meeting() -> None:
    assert said(RED, Escalate.RED, Since()) == "for escalation"
    assert said(Action(id="a", rag=Rag.AMBER), Escalate.RED, Since()) == ""


def test_what_another_board_runs_is_for_that_one_to_escalate() -> None:
    theirs = Ambition(id="o", routed_to="Health board")
    assert said(Action(id="a", rag=Rag.RED, ambition="o"), Escalate.RED, Since(), theirs) == ""


def test_what_is_for_escalation_comes_before_everything_else_and_stands_so_on_the_agenda() -> None:
    newly = Action(id="n", ref="1.0", title="Newly red", rag=Rag.RED)
    there = board(newly, RED, profile=by(Escalate.RED_TWICE), since=since(n={"status": {"rag": Rag.GREEN}}))
    assert [each.record.id for each in exceptions(there, TODAY)] == ["a", "n"]
    whys = {each.record.id: each.why for each in build_agenda(there, TODAY) if each.record is not None}
    assert "for escalation: red at the last meeting too" in whys["a"]
    assert "escalation" not in whys["n"]


@pytest.mark.parametrize("rating", [each for each in Rag if each is not Rag.RED])
def test_only_beside_red_it_is_said_what_the_board_does_with_it(rating: Rag) -> None:
    profile = Profile(id="board", escalation="Red twice:\nthe chief executive", escalate=Escalate.RED)
    assert escalation_words(profile, Rag.RED) == "Escalation: Red twice: the chief executive"
    assert escalation_words(profile, rating) == ""


def test_a_board_without_words_of_its_own_says_the_rule_it_has_and_one_without_either_says_nothing() -> None:
    assert escalation_words(by(Escalate.RED_TWICE)) == (
        "Escalation: this board escalates what is red, and was at the last meeting too"
    )
    assert escalation_words(by(Escalate.NEVER)) == ""
