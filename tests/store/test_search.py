"""Everything ever said is found: what stands, what was replaced, reasons, what was frozen. Nothing is written."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from boardtui.domain.records.edits import Change, Edit
from boardtui.store import search
from boardtui.store.board_file import BoardFile
from boardtui.store.columns import edit_of
from boardtui.store.search import SaidBefore, said_before
from tests.ui.conftest import change, identity
from tests.ui.council_board import NOW, make


@pytest.fixture
def board(tmp_path: Path) -> Path:
    path = make(tmp_path / "plan.board")
    with BoardFile.open(path, clock=lambda: NOW) as file:
        file.write(
            [change("action", "2.2", commentary="Third round:\nthe audits’ findings are in")], who="Head", why=""
        )
        file.write([change("action", "1.2", lead="Head of Early Help")], who="Head", why="Long-term sickness! Cover")
        file.write([change("action", "1.3", lead="Director")], who="Head", why="Two ticks –\nand no more")
        minutes = "# Minutes\n\nIt was agreed that supervision\nis audited twice a year, in 100% of teams."
        file.close_meeting(identity("mar"), who="Office", freeze=lambda _board: ("The snapshot", minutes))
    return path


def found(path: Path, phrase: str, limit: int = 50) -> list[SaidBefore]:
    with BoardFile.open(path) as file:
        return file.said_before(phrase, limit=limit)


@pytest.mark.parametrize(
    ("phrase", "field", "still"),
    [
        ("second ROUND", "commentary", False),  # replaced since
        ("third round", "commentary", True),
        ("the audits' findings", "commentary", True),  # another apostrophe
        ("long-term sickness", "", True),  # the reason of an edit
        ("sickness! cover", "", True),
        ("two sessions were put off", "rationale", True),
        ("report every quarter", "text", True),  # a decision
        ("what do managers do", "text", True),  # a challenge
        ("supervision is audited", "minutes", True),  # frozen, over the end of a line
        ("in 100% of", "minutes", True),
        ("third round: the audits", "commentary", True),  # over the end of a line
        ("twice a year, in 100% of teams", "minutes", True),
        ("ticks - and", "", True),  # over the end of a line of a reason
    ],
)
def test_a_phrase_is_found_where_it_was_said_and_whether_it_still_stands(
    board: Path, phrase: str, field: str, still: bool
) -> None:
    (only,) = found(board, phrase)
    assert (only.field, only.still) == (field, still)


@pytest.mark.parametrize("phrase", ["zebra", "commentary", "rationale", "1_0% of", "", "   "])
def test_what_nobody_said_is_not_found_though_the_file_has_such_letters(board: Path, phrase: str) -> None:
    assert not found(board, phrase)


def test_the_newest_comes_first_and_no_more_than_are_wanted(board: Path) -> None:
    everything = found(board, "round")
    assert [each.text.partition(" ")[0] for each in everything] == ["Third", "Second"]
    assert [each.text for each in found(board, "round", limit=1)] == [everything[0].text]


def test_what_was_said_again_is_told_once(board: Path) -> None:
    with BoardFile.open(board) as file:
        before = file.read()
        file.write([change("action", "1.1", help_wanted="Two posts")], who="Head")  # its rationale is said with it
        assert before.edition != file.read().edition
    assert len(found(board, "two sessions were put off")) == 1


def test_looking_asks_the_file_once_for_what_is_nowhere_and_writes_nothing(board: Path) -> None:
    before = board.read_bytes()
    with BoardFile.open(board) as file, file.reading() as reader:
        asked: list[str] = []
        reader.set_trace_callback(asked.append)
        assert said_before(reader, "zebra crossing", limit=50) == []
        reader.set_trace_callback(None)
    assert len(asked) == 1
    assert board.read_bytes() == before


def test_a_word_that_stands_everywhere_is_not_looked_for_in_all_of_them(
    board: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with BoardFile.open(board) as file:
        for number in range(20):
            file.write([Change(identity("1.2"), "action", {"commentary": f"Audit {number}"})], who="Head")
    read: list[object] = []

    def counting(row: Any) -> Edit:
        read.append(row)
        return edit_of(row)

    monkeypatch.setattr("boardtui.store.search.edit_of", counting)
    assert len(found(board, "Audit", limit=5)) == 5 and len(read) == 5
    monkeypatch.setattr(search, "MOST_LOOKED_AT", 8)
    read.clear()
    assert len(found(board, "Audit", limit=50)) == 8 and len(read) == 8


def test_sqlite_compares_letters_of_other_alphabets_by_what_they_look_like(tmp_path: Path) -> None:
    path = make(tmp_path / "other.board")
    with BoardFile.open(path) as file:
        file.write([change("action", "1.2", commentary="Élan at the café")], who="Head")
    assert len(found(path, "élan at the CAFÉ")) == 1
    assert sqlite3.sqlite_version_info >= (3, 8)
