"""The last of what a copy may hold, and the first of what it may not."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from boardtui.domain.records.edits import Edit
from boardtui.store.board_file import BoardFile
from boardtui.store.copies import receive, received_file
from boardtui.store.copies.merge import preview_merge
from boardtui.store.copies.receive import heads_of
from boardtui.store.soundness import examine
from tests.store.forging import forge, forge_more, spoil
from tests.store.test_edit_rules import EDIT


def said_of(board_file: BoardFile, copy: Path) -> str:
    """Why a copy is refused; "" where it would come in."""
    (report,) = preview_merge(board_file, [copy]).copies
    return report.refused


def count(copy: Path, what: str = "count(*)", where: str = "1") -> int:
    with closing(sqlite3.connect(copy)) as connection:
        (found,) = connection.execute(f"SELECT {what} FROM edit WHERE {where}").fetchone()
    return int(found)


def objects(copy: Path) -> int:
    with closing(sqlite3.connect(copy)) as connection:
        return int(connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])


BYTES = "sum(length(CAST(value AS BLOB)) + length(CAST(why AS BLOB)) + length(parents))"


@pytest.mark.parametrize(
    ("module", "name", "how_much", "words"),
    [
        (received_file, "FILE_LIMIT", lambda copy: copy.stat().st_size, "is larger than any board"),
        (receive, "EDITS_LIMIT", count, "edits, more than any board"),
        (receive, "NEW_TEXT_LIMIT", lambda copy: count(copy, BYTES, "who = 'Lead'"), "more new text than any board"),
        (receive, "HEADS_LIMIT", lambda _copy: 3, "says 3 things about one field at the same time"),
        (received_file, "_MOST_OBJECTS", objects, "holds more tables than any board"),
    ],
)
def test_a_copy_that_holds_just_as_much_as_it_may_comes_in_and_one_with_one_more_does_not(
    board_file: BoardFile,
    copy: Path,
    monkeypatch: pytest.MonkeyPatch,
    module: object,
    name: str,
    how_much: Callable[[Path], int],
    words: str,
) -> None:
    forge(copy, why="Zoë’s")  # a letter is more than one byte
    forge_more(copy, 3, grp="title", value={"title": "x"})
    most = how_much(copy)
    monkeypatch.setattr(module, name, most)
    assert said_of(board_file, copy) == ""
    monkeypatch.setattr(module, name, most - 1)
    assert words in said_of(board_file, copy)


def test_a_check_counts_the_text_of_all_edits(board_file: BoardFile, monkeypatch: pytest.MonkeyPatch) -> None:
    board_file.close()
    most = count(board_file.path, BYTES)
    monkeypatch.setattr(receive, "NEW_TEXT_LIMIT", most)
    assert examine(board_file.path)[0] == []
    monkeypatch.setattr(receive, "NEW_TEXT_LIMIT", most - 1)
    assert examine(board_file.path)[0] == ["plan.board holds more new text than any board."]


def test_only_what_nothing_of_the_same_field_replaces_is_said_at_the_same_time() -> None:
    def edit(number: int, *parents: int, group: str = "title", record: str = EDIT.record) -> Edit:
        replaced = tuple(EDIT.id._replace(number=each) for each in parents)
        return replace(EDIT, id=EDIT.id._replace(number=number), group=group, record=record, parents=replaced)

    found = [edit(1), edit(2, 1), edit(3, 1), edit(4), edit(5, 4, group="life"), edit(6, record="another")]
    assert sorted(heads_of(found)) == [1, 1, 3]


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("DELETE FROM meta WHERE name = 'projection'", "does not say properly which board"),
        ("INSERT INTO meta VALUES ('more', 'x')", "does not say properly which board"),
        ("INSERT INTO meta VALUES ('made_for', 'Lead')", ""),
        ("UPDATE meta SET value = 'another' WHERE name = 'board'", "is a copy of another board"),
        ("DELETE FROM edit WHERE who = 'Lead' AND number = 1", "is not whole: of 2 edits that were made in one go"),
        ("UPDATE edit SET number = 3 WHERE who = 'Lead' AND number = 2", "is not whole: of 3 edits"),
        ("UPDATE edit SET digest = 'x' WHERE arrival = 1", "tells the past differently from this board"),
        ("CREATE TABLE p_more ( id TEXT NOT NULL )", ""),
        ("CREATE TABLE more ( id TEXT NOT NULL )", "holds a table 'more' that no board has"),
        ("CREATE INDEX p_more ON edit (who)", "holds an index 'p_more' that no board has"),
        ("DROP INDEX edit_record", "some of its tables are missing"),
    ],
)
def test_what_a_copy_says_of_itself_is_looked_at_before_any_edit(
    board_file: BoardFile, copy: Path, statement: str, words: str
) -> None:
    spoil(copy, statement)
    said = said_of(board_file, copy)
    assert words in said and bool(words) == bool(said)
