"""What was worked out about records is kept from state to state of a board, and never told of a state it is not of."""

from boardtui.domain.board.memory import Memory
from boardtui.domain.records.kinds import Action

ONE, OTHER = Action(id="one"), Action(id="other")


def known(memory: Memory, record: Action) -> object:
    said = memory.said("late", record)
    return None if said is None else said[2]


def test_what_was_said_is_known_in_the_states_that_follow_until_the_record_is_forgotten() -> None:
    first = Memory()
    first.keep("late", ONE, "by 3 days")
    first.keep("late", OTHER, "by a day")
    second = first.revised([ONE.id])
    assert (known(second, ONE), known(second, OTHER)) == (None, "by a day")
    second.keep("late", ONE, "by 4 days")
    assert known(second.revised([]), ONE) == "by 4 days"


def test_another_question_and_a_record_that_was_replaced_have_answers_of_their_own() -> None:
    memory = Memory()
    memory.keep("late", ONE, "by 3 days")
    assert memory.said("stale", ONE) is None
    assert known(memory, Action(id=ONE.id, title="Coach")) is None


def test_an_earlier_state_is_not_told_what_is_true_later() -> None:
    first = Memory()
    second = first.revised([ONE.id])
    second.keep("late", ONE, "by 4 days")
    assert known(first, ONE) is None
    assert first.keep("late", ONE, "by 3 days") == "by 3 days"
    assert known(second, ONE) == "by 4 days"


def test_of_two_states_that_follow_the_same_one_neither_is_told_what_is_true_in_the_other() -> None:
    first = Memory()
    first.keep("late", ONE, "by 3 days")
    second, third = first.revised([OTHER.id]), first.revised([])
    second.keep("late", OTHER, "since Monday")
    assert known(third, OTHER) is None
    third.keep("late", ONE, "never")
    assert known(second, ONE) == "by 3 days"
