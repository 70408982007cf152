"""A long history costs what is asked of it: counted in edits read and statements run, not by the clock."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from boardtui.domain.records.edits import Change, Edit
from boardtui.domain.records.kinds import KINDS
from boardtui.store import columns, history, projection, records, undo
from boardtui.store.board_file import BoardFile
from boardtui.store.schema import create_statements, projection_tables
from tests.store.conftest import CHAIR, add_action, rebuild


def re_dated(board_file: BoardFile, actions: int, times: int) -> list[str]:
    """Actions that were each re-dated so many times."""
    made = [add_action(board_file, f"1.{number}", due="2021-01-01") for number in range(actions)]
    for turn in range(times):
        due = {"due": f"2021-02-{turn + 1:02d}", "due_reason": f"turn {turn}"}
        board_file.write([Change(each, "action", due) for each in made], who=CHAIR)
    return made


def read_by(monkeypatch: pytest.MonkeyPatch, work: Callable[[], Any]) -> int:
    """How many edits are read while something is done."""
    read: list[Edit] = []
    real = columns.edit_of

    def edit_of(row: Any) -> Edit:
        read.append(real(row))
        return read[-1]

    with monkeypatch.context() as patch:
        for module in (columns, history, projection, undo):
            patch.setattr(module, "edit_of", edit_of)
        work()
    return len(read)


def test_a_board_is_read_without_reading_its_edits(board_file: BoardFile, monkeypatch: pytest.MonkeyPatch) -> None:
    (action, *_) = re_dated(board_file, 10, 3)
    assert read_by(monkeypatch, board_file.read) == 0
    assert [each.now for each in board_file.read().redatings[action]] == ["2021-02-01", "2021-02-02", "2021-02-03"]


def test_one_new_date_reads_the_dates_of_no_other_record(
    board_file: BoardFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    def edits_read() -> int:
        (first, *_) = actions
        board = board_file.read()

        def again() -> None:
            board_file.write([Change(first, "action", {"due": f"2022-01-{len(actions):02d}"})], who=CHAIR)
            assert board_file.refresh(board).redatings == board_file.read().redatings

        return read_by(monkeypatch, again)

    actions = re_dated(board_file, 2, 3)
    few = edits_read()
    actions = [actions[0], *re_dated(board_file, 20, 3)]
    assert edits_read() - few <= 3, "but for what the first action has been given meanwhile"


def test_undo_looks_no_further_back_than_it_has_to(board_file: BoardFile, monkeypatch: pytest.MonkeyPatch) -> None:
    (first, *_) = re_dated(board_file, 1, 1)

    def undone() -> int:
        board_file.write([Change(first, "action", {"title": "Another"})], who=CHAIR)
        return read_by(monkeypatch, lambda: board_file.undo(who=CHAIR))

    few = undone()
    re_dated(board_file, 20, 3)
    assert undone() - few <= 2, "but for the title that was given and taken back before"


def test_the_history_of_one_record_reads_its_own_edits(board_file: BoardFile, monkeypatch: pytest.MonkeyPatch) -> None:
    (first, *_) = re_dated(board_file, 10, 3)
    own = len(board_file.history(first))
    assert read_by(monkeypatch, lambda: board_file.history(first)) == own
    assert read_by(monkeypatch, lambda: board_file.history(limit=2)) <= 4, "those, and the ones they replace"


def test_what_is_kept_of_re_dating_is_what_the_edits_say(board_file: BoardFile) -> None:
    re_dated(board_file, 3, 3)
    board_file.undo(who=CHAIR)
    kept = board_file.read()
    rebuild(board_file)
    assert board_file.read().redatings == kept.redatings
    assert {len(some) for some in kept.redatings.values()} == {2}


class TestOneDeclaration:
    def test_plain_sql_reads_the_columns_that_the_tables_have(self) -> None:
        made = " ".join(" ".join(create_statements(projection_tables())).split())
        for kind in KINDS.values():
            listed = [*columns.OF_EVERY_RECORD, *columns.columns_of(kind)]
            table = made.partition(f"CREATE TABLE {columns.table_of(kind)} ( ")[2].partition("PRIMARY KEY")[0]
            assert [part.split()[0].strip('"') for part in table.rstrip(", ").split(", ")] == listed

    def test_the_columns_of_an_edit_are_its_fields(self, board_file: BoardFile) -> None:
        with board_file.reading() as reader:
            stored = [row[1] for row in reader.execute("PRAGMA table_info(edit)")]
        assert stored == ["arrival", "received", *columns.COLUMNS]

    def test_records_are_read_in_the_types_that_they_are_declared_with(self, board_file: BoardFile) -> None:
        add_action(board_file, "1.1", rag="amber")
        with board_file.reading() as reader:
            (action,) = records.read_records(reader, KINDS["action"])
        for name, attribute in action.kind.attributes.items():
            assert type(getattr(action, name)) is type(attribute.default)
