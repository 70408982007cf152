"""What is typed as a filter is read: fields, dates before and after, how an item stands, and plain words."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from boardtui.domain.board.board import Board
from boardtui.domain.board.words import value_words
from boardtui.domain.records.declare import Record
from boardtui.domain.records.kinds import Action
from boardtui.domain.records.text import same_key
from boardtui.domain.typed.filter import completed, read_filter
from tests.ui.conftest import on_disk
from tests.ui.council_board import make

TODAY = date(2021, 3, 2)


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Board:
    place: Path = tmp_path_factory.mktemp("filter") / "plan.board"
    return on_disk(make(place))


def _words(board: Board, record: Record) -> str:
    fields = (each for each in record.kind.attributes.values() if each.look.form != "data")
    return same_key("\n".join(value_words(board, each, getattr(record, each.name), full=True) for each in fields))


def kept(board: Board, text: str, kind: str = "action") -> list[str]:
    wanted = read_filter(text)
    records = board.of_kind(kind)
    return [str(getattr(each, "ref", "")) for each in records if wanted.keeps(board, each, _words(board, each), TODAY)]


ALL = ["1.1", "1.2", "1.10", "2.1", "2.2", "3.1"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ALL),
        ("rag:red", ["1.2", "3.1"]),
        ("rag:r", ["1.2", "3.1"]),
        ("rag:none", ["2.1"]),
        ("rating:red,amber", ["1.1", "1.2", "3.1"]),
        ("-rag:red", ["1.1", "1.10", "2.1", "2.2"]),
        ('lead:"head of"', ["1.1", "1.2"]),
        ('-lead:"head of" rag:green', ["2.2"]),
        ("lead:“head of”", ["1.1", "1.2"]),
        ("lead:none", ["1.10", "3.1"]),
        ("-lead:none -rag:red", ["1.1", "2.1", "2.2"]),
        ("due:<28/02", ["1.2", "1.10", "3.1"]),
        ("due:<=18/02/2021", ["1.2", "1.10", "3.1"]),
        ("due:>28/02 due:<31/03", ["2.2"]),
        ("due:31/03/2021", ["1.1"]),
        ("due:<30/", ALL),  # not finished yet
        ("overdue", ["1.2"]),  # 3.1 is routed through another board
        ("overdue -rag:red", []),
        ("done", ["1.10"]),
        ("-done", ["1.1", "1.2", "2.1", "2.2", "3.1"]),
        ("undated", ["2.1"]),
        ("ambition:2", ["2.1", "2.2"]),
        ("audits supervision", ["1.2"]),
        ("-audits", ["1.1", "1.10", "2.1", "2.2", "3.1"]),
        ('"supervision audits"', ["1.2"]),
        ('"audits supervision"', []),
        ("rag:", ALL),
        ("no:thing", []),
        ("title:joint", ["3.1"]),
        ("RAG:Red", ["1.2", "3.1"]),
    ],
)
def test_a_filter_keeps_what_it_says(board: Board, text: str, found: list[str]) -> None:
    assert kept(board, text) == found


def test_a_score_is_compared_as_a_number_and_a_lead_finds_owners_too(board: Board) -> None:
    assert kept(board, "score:>12", "risk") == ["CIP06"]
    assert kept(board, "score:>20", "risk") == []
    assert kept(board, 'lead:"head of service"', "risk") == ["CIP06"]
    assert kept(board, "rag:red", "risk") == []


def test_a_colon_or_a_dash_in_other_words_is_looked_for_as_it_stands(board: Board) -> None:
    terms = read_filter("09:30 [send] well-being").terms
    assert [(each.name, each.text) for each in terms] == [("", "09:30"), ("", "[send]"), ("", "well-being")]


def test_what_is_looked_for_stands_out_and_what_is_kept_out_does_not() -> None:
    assert read_filter('rag:red audits -visits overdue due:<30/06 "two words"').lit == ("red", "audits", "two words")


@pytest.mark.parametrize(
    ("typed", "whole"),
    [
        ("ra", "rag:"),
        ("audits le", "audits lead:"),
        ("-ov", "-overdue"),
        ("rag:g", "rag:green"),
        ("lead:Hea", "lead:Head"),
        ('lead:"Hea', 'lead:"Head of Service"'),
        ("progress:comp", "progress:complete"),
        ("o", ""),
        ("zzz", ""),
        ("lik", ""),  # actions have none
    ],
)
def test_the_word_that_is_being_typed_is_completed(board: Board, typed: str, whole: str) -> None:
    assert completed(board, board.all(Action), typed) == whole
