"""What the words in a form come to, where no screen is needed to see it: whole numbers."""

from __future__ import annotations

import pytest

from boardtui.domain.board.board import Board
from boardtui.domain.errors import InvalidValue
from boardtui.domain.records.kinds import KINDS, Profile
from boardtui.ui.forms.values import reading_of, text_of, value_of

BOARD = Board(profile=Profile(id="board"), records={name: {} for name in KINDS})
KIND = KINDS["meeting"]
MINUTES = KIND.attributes["planned_minutes"]


@pytest.mark.parametrize(
    ("text", "number"), [("90", 90), (" 15\t", 15), ("007", 7), ("0", 0), ("", 0), ("  ", 0), ("1440", 1440)]
)
def test_digits_are_the_number_and_nothing_is_none(text: str, number: int) -> None:
    value = value_of(BOARD, KIND, MINUTES, text)
    assert value == number
    assert type(value) is int


@pytest.mark.parametrize("text", ["1.5", "1,000", "90 min", "ninety", "0x10", "1e3", "+5", "--5", "1 2", "½", "²", "९"])
def test_what_is_no_whole_number_is_refused_with_how_to_write_one(text: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        value_of(BOARD, KIND, MINUTES, text)
    assert str(refused.value) == f"{text!r} is no whole number. Write digits only, such as 15."


def test_a_number_of_a_thousand_digits_is_refused_and_not_worked_out() -> None:
    with pytest.raises(InvalidValue, match="is no whole number"):
        value_of(BOARD, KIND, MINUTES, "9" * 10_000)


def test_a_number_that_the_field_cannot_hold_is_refused_without_its_name() -> None:
    """The sentence stands beside the field."""
    for text, sentence in (("-5", "least"), ("999999999", "most")):
        with pytest.raises(InvalidValue) as refused:
            value_of(BOARD, KIND, MINUTES, text)
        assert str(refused.value).startswith("It can be ")
        assert sentence in str(refused.value)


def test_a_number_is_shown_as_it_is_read_again() -> None:
    for number in (0, 15, 1440):
        assert value_of(BOARD, KIND, MINUTES, text_of(BOARD, MINUTES, number)) == number


def test_a_form_says_beside_a_red_rating_what_the_board_escalates() -> None:
    board = Board(profile=Profile(id="board", escalation="Red twice: the board"), records={name: {} for name in KINDS})
    rating = KINDS["action"].attributes["rag"]
    assert reading_of(board, rating, "red").words == "Escalation: Red twice: the board"
    assert reading_of(board, rating, "amber").words == reading_of(BOARD, rating, "red").words == ""
