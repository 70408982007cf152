"""A change said in one line is read, told before it is made, or refused with a reason."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from boardtui.domain.board.board import Board
from boardtui.domain.errors import BoardError
from boardtui.domain.records.rag import Rag
from boardtui.domain.typed.values import Said, read_sentence
from tests.ui.conftest import on_disk
from tests.ui.council_board import make

TODAY = date(2021, 3, 2)


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Board:
    place: Path = tmp_path_factory.mktemp("said") / "plan.board"
    return on_disk(make(place))


def said(board: Board, words: str) -> Said:
    found = read_sentence(board, words, TODAY)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("words", "field", "value", "told"),
    [
        ("1.2 green", "rag", Rag.GREEN, "1.2 RAG: R ✖ Red → G ● Green"),
        ("1.2  A", "rag", Rag.AMBER, "1.2 RAG: R ✖ Red → A ▲ Amber"),
        ("1.2 rag=amber", "rag", Rag.AMBER, "1.2 RAG: R ✖ Red → A ▲ Amber"),
        ("1.2 date 30 June", "due", "2021-06-30", "1.2 Due: 18/02/2021 → 30/06/2021"),
        ("1.2 due: 28/02", "due", "2022-02-28", "1.2 Due: 18/02/2021 → 28/02/2022"),
        ("1.2 by 31/03/2022", "due", "2022-03-31", "1.2 Due: 18/02/2021 → 31/03/2022"),
        ("2.1 lead head of SERVICE", "lead", "Head of Service", "2.1 Lead: Principal Social Worker → Head of Service"),
        ('2.1 lead "Head of Service"', "lead", "Head of Service", None),
        ("1.2 help wanted “Two posts”", "help_wanted", "Two posts", "1.2 Help wanted: nothing → Two posts"),
        ('1.2 title The "front door" plan', "title", 'The "front door" plan', None),
        ('1.2 title "Front" and "back"', "title", '"Front" and "back"', None),
        ("2.1 lead ''", "lead", "", "2.1 Lead: Principal Social Worker → nothing"),
        ("CIP06 4x3", "current", "4x3", None),
        ("CIP06 lead Head of Early Help", "owner", "Head of Early Help", None),
        ("cip06 score 3 x 2", "current", "3x2", None),
        ("1.2 help wanted Two posts", "help_wanted", "Two posts", "1.2 Help wanted: nothing → Two posts"),
        ("1.2 progress complete", "progress", "complete", None),
        ("1.2 red", "rag", Rag.RED, "1.2 RAG: R ✖ Red already"),
    ],
)
def test_a_line_says_what_is_to_be_changed_and_what_will_be_then(
    board: Board, words: str, field: str, value: object, told: str | None
) -> None:
    found = said(board, words)
    assert (found.field, found.value) == (field, value)
    assert told is None or found.told == (told,)
    assert found.changes is (told is None or "already" not in told)


def test_several_refs_between_commas_are_changed_together(board: Board) -> None:
    found = said(board, "1.1, 1.2 blue")
    assert [each.ref for each in found.records] == ["1.1", "1.2"]  # type: ignore[attr-defined]
    assert found.rating is Rag.BLUE and len(found.told) == 2


@pytest.mark.parametrize(
    "words",
    ["", "1.2", "agency cover", "coach red", "red", "Visits in time", "2021 rating", "H1 results due 30 June", "99.9"],
)
def test_a_line_that_does_not_begin_with_a_ref_is_no_change(board: Board, words: str) -> None:
    assert read_sentence(board, words, TODAY) is None


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("1.2 date 31 June 2021", "June"),
        ("1.2 date soon", "Write a date such as 31/03/2021"),
        ("1.2 lead", "Say after “lead” what it is to be."),
        ("1.2 amber because two are ill", "Say a rating alone"),
        ("1.2 amber, due 30 June", "Say a rating alone"),
        ("1.2 purple", "After a ref: red, amber, green, blue, not rated; or"),
        ("CIP06 red", "nothing that risks have"),
        ("CIP06 9x9", "current:"),
        ("1.2 ref 1.1", "has the ref '1.1' already"),
        ("1.2, CIP06 green", "nothing that"),
        ("99.9 red", "Nothing on this board has the ref '99.9'"),
        ("1.2,99.9 date 30 June", "Nothing on this board has the ref '99.9'"),
        ("kpi:99.9 lead Head", "Nothing on this board has the ref 'kpi:99.9'"),
        ("CIP99 4x3", "Nothing on this board has the ref 'CIP99'"),
    ],
)
def test_a_line_that_cannot_be_done_says_why(board: Board, words: str, why: str) -> None:
    with pytest.raises(BoardError) as refused:
        read_sentence(board, words, TODAY)
    assert why in str(refused.value)
