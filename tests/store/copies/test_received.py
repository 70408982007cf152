"""A file that somebody sent may be anything. Each wrong is refused in its own words, and the board stays as it was."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import time
import uuid
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boardtui.domain.errors import InvalidValue
from boardtui.domain.records.declare import validate
from boardtui.domain.records.edits import Change, Edit, EditId, canonical
from boardtui.domain.records.kinds import KINDS, Action
from boardtui.domain.records.text import tidy_line
from boardtui.store import columns, migrations, schema
from boardtui.store.board_file import BoardFile
from boardtui.store.columns import COLUMNS
from boardtui.store.copies import receive as received
from boardtui.store.copies import received_file
from boardtui.store.copies.merge import merge, preview_merge
from boardtui.store.copies.received_file import open_received
from boardtui.store.edit_rules import read_edit, signature
from tests.store.conftest import add_action, new_id
from tests.store.forging import forge, refusal, sealed, spoil

NIGHTLY = bool(os.environ.get("BOARDTUI_NIGHTLY"))
SESSION = "0123456789abcdef" * 2


def test_the_schema_that_files_are_compared_with_is_the_one_that_boards_are_made_with() -> None:
    made = [" ".join(each.split()) for each in schema.create_statements(schema.CORE_TABLES)]
    assert sorted(received_file.SCHEMA.values()) == sorted(made)
    assert all(f"CREATE {kind.upper()} {name} " in sql for (kind, name), sql in received_file.SCHEMA.items())


# What is no board, or no whole one


def test_a_file_that_is_not_there_is_named(board_file: BoardFile, tmp_path: Path) -> None:
    (report,) = preview_merge(board_file, [tmp_path / "nowhere.board"]).copies
    assert "There is no file" in report.refused


def test_a_text_file_is_refused(board_file: BoardFile, copy: Path) -> None:
    copy.write_text("Dear chair, here are my updates. " * 100, encoding="utf-8")
    assert "is not a board" in refusal(board_file, copy)


def test_an_empty_file_is_refused(board_file: BoardFile, copy: Path) -> None:
    copy.write_bytes(b"")
    assert "is empty" in refusal(board_file, copy)


def test_a_database_of_another_program_is_refused(board_file: BoardFile, copy: Path) -> None:
    spoil(copy, "PRAGMA application_id=1")
    assert "database of another program" in refusal(board_file, copy)


def test_a_newer_format_is_refused_with_what_to_do(board_file: BoardFile, copy: Path) -> None:
    spoil(copy, f"PRAGMA user_version={columns.FORMAT + 1}")
    assert "Update boardtui" in refusal(board_file, copy)


def test_a_file_that_states_no_format_is_refused(board_file: BoardFile, copy: Path) -> None:
    spoil(copy, "PRAGMA user_version=0")
    assert "states no format" in refusal(board_file, copy)


def test_an_older_format_is_brought_up_to_date_in_private(
    board_file: BoardFile, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil(copy, "PRAGMA user_version=1", "ALTER TABLE edit RENAME COLUMN why TO reason")
    before = copy.read_bytes()
    monkeypatch.setattr(columns, "FORMAT", 2)
    rename = "ALTER TABLE edit RENAME COLUMN reason TO why"
    monkeypatch.setattr(migrations, "STEPS", {1: lambda connection: connection.exec_driver_sql(rename)})
    (report,) = preview_merge(board_file, [copy]).copies
    assert (report.refused, report.new) == ("", 2)
    assert copy.read_bytes() == before


def test_a_file_whose_end_is_missing_is_refused(board_file: BoardFile, copy: Path) -> None:
    copy.write_bytes(copy.read_bytes()[:-4096])
    assert "its end is missing" in refusal(board_file, copy)


def test_a_page_of_noise_is_noticed(board_file: BoardFile, copy: Path) -> None:
    whole = bytearray(copy.read_bytes())
    with closing(sqlite3.connect(copy)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'edit'").fetchone()
    whole[(page - 1) * 4096 : page * 4096] = bytes(range(256)) * 16
    copy.write_bytes(whole)
    assert "is damaged" in refusal(board_file, copy)


def test_text_that_cannot_be_read_is_refused(board_file: BoardFile, copy: Path) -> None:
    spoil(copy, "UPDATE edit SET why = CAST(x'ff41' AS TEXT) WHERE who = 'Lead'")
    assert "cannot be read" in refusal(board_file, copy)


def test_a_file_another_program_left_in_write_ahead_mode_is_refused(board_file: BoardFile, copy: Path) -> None:
    spoil(copy, "PRAGMA journal_mode=WAL")
    assert "a form that boards never have" in refusal(board_file, copy)


def test_a_folder_is_refused(board_file: BoardFile, tmp_path: Path) -> None:
    (report,) = preview_merge(board_file, [tmp_path]).copies
    assert "is a folder" in report.refused


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_that_never_ends_is_not_read(board_file: BoardFile, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.board")
    (report,) = preview_merge(board_file, [tmp_path / "pipe.board"]).copies
    assert "not an ordinary file" in report.refused


def test_a_file_larger_than_any_board_is_not_copied(
    board_file: BoardFile, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(received_file, "FILE_LIMIT", copy.stat().st_size - 1)
    assert "larger than any board" in refusal(board_file, copy)


def test_a_copy_of_another_board_is_refused(board_file: BoardFile, tmp_path: Path) -> None:
    other = tmp_path / "other.board"
    BoardFile.create(other, "Another plan", who="plan").close()
    assert "is a copy of another board" in refusal(board_file, other)


def test_a_copy_that_was_made_while_it_was_written_is_refused(board_file: BoardFile, copy: Path) -> None:
    copy.with_name("lead.board-journal").write_bytes(bytes.fromhex("d9d505f920a163d7") + bytes(600))
    said = refusal(board_file, copy)
    assert "lead.board-journal lies beside it" in said
    assert "Try again" in said


def test_a_journal_that_is_over_does_no_harm(board_file: BoardFile, copy: Path) -> None:
    copy.with_name("lead.board-journal").write_bytes(bytes(512))
    assert preview_merge(board_file, [copy]).copies[0].new == 2


# What would run, or hide


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("CREATE TRIGGER late AFTER INSERT ON edit BEGIN DELETE FROM meta; END", "trigger 'late'"),
        (
            "CREATE VIEW endless AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n",
            "view 'endless'",
        ),
        ("CREATE TABLE secrets (a TEXT)", "table 'secrets'"),
        ("CREATE TABLE p_extra (a TEXT NOT NULL, b TEXT GENERATED ALWAYS AS (upper(a)))", "table 'p_extra'"),
        ("CREATE TABLE p_extra (a TEXT NOT NULL CHECK (length(randomblob(1000000000)) > 0))", "table 'p_extra'"),
        ("CREATE TABLE p_extra (a TEXT NOT NULL DEFAULT (randomblob(1000000000)))", "table 'p_extra'"),
        ("CREATE INDEX slow ON edit (length(value))", "index 'slow'"),
        ("CREATE INDEX edit_more ON edit (value)", "index 'edit_more'"),
        ("CREATE VIRTUAL TABLE p_find USING fts5(a)", "table 'p_find"),
        ("ALTER TABLE edit ADD COLUMN more TEXT", "table 'edit'"),
        ("ALTER TABLE meta ADD COLUMN more TEXT GENERATED ALWAYS AS (name)", "table 'meta'"),
    ],
)
def test_what_no_board_has_is_named_and_never_run(
    board_file: BoardFile, copy: Path, statement: str, named: str
) -> None:
    spoil(copy, statement)
    assert named in refusal(board_file, copy)


def test_nothing_hides_behind_a_thousand_tables_that_look_right(board_file: BoardFile, copy: Path) -> None:
    names = [f"p_{'abcdefghij'[n // 100]}{'abcdefghij'[n // 10 % 10]}{'abcdefghij'[n % 10]}" for n in range(1000)]
    tables = "".join(f"CREATE TABLE {name} (a TEXT NOT NULL);" for name in names)
    spoil(copy, f"BEGIN; {tables} CREATE TRIGGER late AFTER INSERT ON edit BEGIN DELETE FROM meta; END; COMMIT")
    assert "more tables than any board" in refusal(board_file, copy)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE sqlite_master SET sql = sql || ' STRICT' WHERE name = 'edit'",
        "INSERT INTO sqlite_master SELECT * FROM sqlite_master WHERE name = 'edit'",
        "UPDATE sqlite_master SET rootpage = 1 WHERE name = 'edit'",
        "INSERT INTO sqlite_master VALUES ('table', 'p_x', 'p_x', 2, 'CREATE TABLE \x1b[2J' || hex(zeroblob(90000)))",
    ],
)
def test_what_sqlite_calls_a_schema_is_not_repeated_to_people(
    board_file: BoardFile, copy: Path, statement: str
) -> None:
    spoil(copy, f"PRAGMA writable_schema=ON; {statement}")
    assert refusal(board_file, copy) == (
        "lead.board is damaged, or was changed by another program than boardtui. Ask for it again."
    )


@pytest.mark.parametrize(
    "statement", ["PRAGMA page_size=65536; VACUUM", "PRAGMA auto_vacuum=FULL; VACUUM", "PRAGMA page_size=512; VACUUM"]
)
def test_how_another_tool_laid_the_same_edits_out_is_no_reason_to_refuse(
    board_file: BoardFile, copy: Path, statement: str
) -> None:
    spoil(copy, statement)
    report = preview_merge(board_file, [copy]).copies[0]
    assert (report.refused, report.new) == ("", 2)


def test_a_view_in_place_of_the_edits_is_refused(board_file: BoardFile, copy: Path) -> None:
    spoil(copy, "ALTER TABLE edit RENAME TO p_edit", "CREATE VIEW edit AS SELECT * FROM p_edit, p_edit, p_edit")
    assert "that no board has" in refusal(board_file, copy)


def test_a_missing_table_is_noticed(board_file: BoardFile, copy: Path) -> None:
    spoil(copy, "DROP TABLE edit")
    assert "not a whole board" in refusal(board_file, copy)


def test_a_missing_index_is_noticed(board_file: BoardFile, copy: Path) -> None:
    spoil(copy, "DROP INDEX edit_record")
    assert "not a whole board" in refusal(board_file, copy)


def test_tables_as_another_version_shows_them_are_no_reason_to_refuse(board_file: BoardFile, copy: Path) -> None:
    spoil(
        copy,
        "DROP TABLE p_risk",
        "CREATE TABLE p_risk (id TEXT NOT NULL, later INTEGER NOT NULL, PRIMARY KEY (id), CHECK (id IN ('a', 'b')))",
        "UPDATE meta SET value = 'another' WHERE name = 'projection'",
        "DELETE FROM head",
    )
    assert merge(board_file, [copy]).copies[0].new == 2


def test_more_about_itself_than_a_board_says_is_refused(board_file: BoardFile, copy: Path) -> None:
    spoil(copy, "INSERT INTO meta VALUES ('replica', '1')")
    assert "which board it is a copy of" in refusal(board_file, copy)


def test_a_text_of_many_megabytes_is_never_held_in_memory(board_file: BoardFile, copy: Path) -> None:
    length = 200_000_000 if NIGHTLY else 25_000_000
    spoil(copy, f"UPDATE edit SET value = CAST(zeroblob({length}) AS TEXT) WHERE who = 'Lead' AND number = 1")
    assert "longer than any board takes" in refusal(board_file, copy)


def test_checking_ends_when_its_time_is_over(board_file: BoardFile, copy: Path) -> None:
    with board_file.reading() as reader:
        ours = received.known_edits(reader)
    too_long = pytest.raises(received.CopyRefused, match="takes too long to check")
    with received_file.InspectionFolder() as private, too_long:
        received.receive(copy, ours, private, seconds=0.0)


def test_the_deadline_also_ends_a_query_that_would_not_end(copy: Path) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n, edit"
    with open_received(copy, time.process_time() + 0.2) as connection:
        connection.set_authorizer(None)
        with pytest.raises(sqlite3.OperationalError, match="interrupted"):
            connection.execute(endless).fetchall()


def test_once_the_schema_is_read_there_is_all_the_time_that_was_given(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 0.0
    monkeypatch.setattr(received_file, "time", SimpleNamespace(process_time=lambda: now))
    long = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000) SELECT count(*) FROM n"
    with open_received(copy, 60.0) as connection:
        connection.set_authorizer(None)
        now = 59.0
        assert connection.execute(long).fetchall() == [(50_000,)]
        now = 61.0
        with pytest.raises(sqlite3.OperationalError, match="interrupted"):
            connection.execute(long).fetchall()


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM p_action",
        "SELECT load_extension('x')",
        "ATTACH 'other.db' AS other",
        "DELETE FROM edit",
        "PRAGMA writable_schema=ON",
        "SELECT randomblob(1000000000)",
    ],
)
def test_nothing_but_the_edits_can_be_read_from_a_copy(copy: Path, statement: str) -> None:
    with (
        open_received(copy, time.process_time() + 60) as connection,
        pytest.raises(sqlite3.DatabaseError, match=r"not authorized|prohibited"),
    ):
        connection.execute(statement)


# Edits that no board would have written


def test_an_edit_that_was_changed_by_hand_is_refused(board_file: BoardFile, copy: Path) -> None:
    spoil(copy, "UPDATE edit SET value = replace(value, 'red', 'blue') WHERE who = 'Lead' AND grp = 'status'")
    assert "does not match its checksum" in refusal(board_file, copy)


def test_the_same_number_with_another_content_is_refused(board_file: BoardFile, copy: Path) -> None:
    merge(board_file, [copy])
    forge(copy, value=canonical({**json.loads(_value(copy)), "rationale": "rewritten"}))
    assert "tells the past differently from this board" in refusal(board_file, copy)


def test_two_copies_that_contradict_each_other_are_not_both_taken(board_file: BoardFile, copy: Path) -> None:
    other = copy.with_name("other.board")
    shutil.copyfile(copy, other)
    forge(other, value=canonical({**json.loads(_value(copy)), "rationale": "rewritten"}))
    first, second = preview_merge(board_file, [copy, other]).copies
    assert first.refused == ""
    assert "differently from another of these copies" in second.refused


def _value(copy: Path) -> str:
    with closing(sqlite3.connect(copy)) as connection:
        return str(connection.execute("SELECT value FROM edit WHERE who = 'Lead' ORDER BY number").fetchone()[0])


def test_a_gap_in_the_numbers_is_noticed(board_file: BoardFile, copy: Path) -> None:
    spoil(copy, "DELETE FROM edit WHERE who = 'Lead' AND number = 1")
    assert "at least one is missing" in refusal(board_file, copy)


def test_a_missing_parent_is_noticed(board_file: BoardFile, copy: Path) -> None:
    forge(copy, 2, parents=f"{SESSION}:1")
    assert "neither in it nor here" in refusal(board_file, copy)


def test_a_parent_of_another_field_is_refused(board_file: BoardFile, copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as connection:
        session, number = connection.execute("SELECT session, number FROM edit WHERE grp = 'title'").fetchone()
    forge(copy, 2, parents=f"{session}:{number}")
    assert "what edit" in refusal(board_file, copy)


OTHER = str(uuid.UUID(int=5))


NO_BOARD_WRITES: list[tuple[dict[str, Any], str]] = [
    ({"lamport": 2**52}, "impossible order"),
    ({"lamport": 0}, "impossible order"),
    ({"lamport": 1}, "impossible order"),
    ({"record": "1.1"}, "no record"),
    ({"meeting": "the last one"}, "no record"),
    ({"kind": "invoice"}, "this one knows no 'invoice'"),
    ({"grp": "colour"}, "this one knows no 'action' with 'colour'"),
    ({"kind": "risk", "grp": "title", "value": '{"title":"x"}'}, "two kinds|what edit"),
    ({"kind": "board", "grp": "title", "value": '{"title":"x"}'}, "a second board"),
    ({"value": '{"commentary":"a\\u0007b"}'}, "not spelled"),
    ({"value": '{"commentary": "spaces"}'}, "not spelled"),
    ({"value": '{"commentary":"a","commentary":"b"}'}, "not spelled"),
    ({"value": '{"commentary":' + "[" * 100_000 + "]" * 100_000 + "}"}, "cannot be read|no board takes"),
    ({"value": '{"commentary":' + json.dumps("x" * 50_001) + "}"}, "50,001 characters"),
    ({"value": '{"commentary":7}'}, "not spelled"),
    ({"value": '{"colour":"red"}'}, "knows no 'colour'"),
    ({"value": "red"}, "cannot be read"),
    ({"grp": "status", "value": '{"rag":"purple"}'}, "no board takes"),
    ({"grp": "life", "value": "maybe"}, "deletes or restores"),
    ({"who": "Lead\x1b[2J"}, "not plain text"),
    ({"why": "x" * 6000}, "too long"),
    ({"at": "yesterday"}, "no time"),
    ({"at": "2021-13-45T00:00:00Z"}, "no time"),
    ({"parents": "all of them"}, "replaces"),
    ({"batch": f"{SESSION}:1"}, "belong together"),
    ({"intent": "undo:everything"}, "belong together"),
]
"""What a forger makes of an edit of a lead, and what is said of it."""


@pytest.mark.parametrize(("changed", "said"), NO_BOARD_WRITES)
def test_an_edit_that_no_board_writes_is_refused_in_plain_words(
    board_file: BoardFile, copy: Path, changed: dict[str, Any], said: str
) -> None:
    forge(copy, 2, **changed)
    sentence = refusal(board_file, copy)
    assert any(each in sentence for each in said.split("|")), sentence
    assert sentence.startswith("lead.board ")
    assert len(sentence) < 500
    assert "\x1b" not in sentence


def test_a_batch_that_begins_after_the_edit_is_refused(board_file: BoardFile, copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as connection:
        (session,) = connection.execute("SELECT session FROM edit WHERE who = 'Lead'").fetchone()
    forge(copy, 2, batch=f"{session}:3")
    assert "belong together" in refusal(board_file, copy)


def test_the_name_on_the_last_edit_is_not_believed_unread(board_file: BoardFile, tmp_path: Path) -> None:
    add_action(board_file, "1.1")
    path = tmp_path / "lead.board"
    shutil.copyfile(board_file.path, path)
    spoil(path, "UPDATE edit SET who = 'Eve' WHERE arrival = (SELECT max(arrival) FROM edit)")
    assert "does not match its checksum" in refusal(board_file, path)


def test_words_where_numbers_belong_are_refused(board_file: BoardFile, copy: Path) -> None:
    spoil(copy, "UPDATE edit SET lamport = 'many' WHERE who = 'Lead'")
    assert "words where numbers do" in refusal(board_file, copy)


def test_a_number_that_is_no_number_is_refused(board_file: BoardFile, copy: Path) -> None:
    spoil(copy, "UPDATE edit SET number = 'first' WHERE who = 'Lead' AND number = 1")
    assert "words where numbers do" in refusal(board_file, copy)


def test_a_known_set_of_edits_that_lies_does_not_stop_the_board_from_opening(
    board_file: BoardFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such a thing is refused now, by whomever it is written; a board may hold it from before."""
    monkeypatch.setattr("boardtui.store.writing.check_edit", lambda _edit, board: None)
    meeting = new_id()
    for known in ('{"a":1e999}', '{"a":99999999999999999999}', "[" * 100_000, '{"a":-1}', "[1]"):
        closed = {"state": "closed", "closed_at": "2021-01-19T11:30:00Z", "known": known}
        board_file.write([Change(meeting, "meeting", closed)], who="Lead")
        assert board_file.read().since.meeting is not None


def test_the_tables_of_edits_are_spelled_as_in_every_board_there_is() -> None:
    """Copies are compared with this exact spelling: if it changes, no copy of an older version comes in any more."""
    spelled = [" ".join(each.split()) for each in schema.create_statements(schema.CORE_TABLES)]
    columns = "session TEXT NOT NULL, number INTEGER NOT NULL, lamport INTEGER NOT NULL"
    texts = ("record", "kind", "grp", "value", "why", "who", "at", "meeting", "parents", "batch", "intent", "digest")
    assert spelled == [
        f"CREATE TABLE edit ( arrival INTEGER NOT NULL, received BOOLEAN NOT NULL, {columns}, "
        + ", ".join(f"{name} TEXT NOT NULL" for name in texts)
        + ", PRIMARY KEY (arrival), UNIQUE (session, number) )",
        "CREATE INDEX edit_batch ON edit (batch)",
        "CREATE INDEX edit_grp ON edit (grp)",
        "CREATE INDEX edit_lamport ON edit (lamport)",
        "CREATE INDEX edit_record ON edit (record, grp)",
        "CREATE TABLE meta ( name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (name) )",
    ]


# What this program writes is always taken

_WORDS = st.text(max_size=40) | st.sampled_from(("31/06/2021", "Dec 21", "10 th February 2015", "97.8%", "4x3", "Q3"))
_VALUES = st.one_of(_WORDS, st.integers(-5, 2000), st.booleans(), st.lists(st.uuids().map(str), max_size=3))
_GROUPS = [
    (kind.name, group)
    for kind in KINDS.values()
    for group, fields in kind.groups.items()
    if any(kind.attributes[name].look.form != "data" for name in fields)
]


@given(st.sampled_from(_GROUPS), st.data(), st.text(max_size=400), st.text(max_size=400))
@settings(max_examples=4000 if NIGHTLY else 250, deadline=None)
def test_whatever_a_form_accepts_is_accepted_from_a_copy(
    where: tuple[str, str], data: st.DataObject, who: str, why: str
) -> None:
    kind, group = where
    fields = [name for name in KINDS[kind].groups[group] if KINDS[kind].attributes[name].look.form != "data"]
    values = data.draw(st.dictionaries(st.sampled_from(fields), _VALUES))
    try:
        kept = validate(kind, group, values)
    except InvalidValue:
        return
    edit = _as_written(kind, group, canonical(kept), who, why)
    row = [getattr(edit, name, None) for name in COLUMNS]
    row[0:2] = [edit.id.session, edit.id.number]
    row[COLUMNS.index("grp")] = group
    row[COLUMNS.index("parents")] = ""
    board = edit.record if kind == "board" else OTHER
    assert read_edit(row, count=1, board=board) == edit


def _as_written(kind: str, group: str, value: str, who: str, why: str) -> Edit:
    return sealed(
        Edit(
            id=EditId(SESSION, 1),
            lamport=1,
            record=str(uuid.UUID(int=3)),
            kind=kind,
            group=group,
            value=value,
            who=signature(who),
            why=tidy_line(why),
            at="2021-01-19T10:00:00Z",
            batch=f"{SESSION}:1",
        )
    )


def test_values_of_an_older_version_lack_the_fields_that_came_since(board_file: BoardFile, copy: Path) -> None:
    forge(copy, 1, value='{"rag":"red"}')
    merge(board_file, [copy])
    (action,) = board_file.read().all(Action)
    assert (action.rag, action.rationale) == ("red", "")


def test_a_name_that_was_cut_short_at_a_space_is_taken(board_file: BoardFile, copy: Path) -> None:
    with BoardFile.open(copy) as lead:
        lead.write([Change(new_id(), "action", {"ref": "9.9"})], who="x" * 199 + " of the board")
        assert lead.undo(who="x" * 199 + " of the board").edits
    assert preview_merge(board_file, [copy]).copies[0].refused == ""
