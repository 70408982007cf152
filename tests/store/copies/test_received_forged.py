"""Copies that were forged with knowledge of how boards are kept: every digest fits, and yet no board wrote them."""

from __future__ import annotations

import hashlib
import json
import random
import re
import sqlite3
import time
import unicodedata
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from boardtui.domain.errors import BoardError
from boardtui.domain.records.edits import Change, EditId, canonical
from boardtui.domain.records.kinds import FACTS, KINDS, Action
from boardtui.store import edit_rules
from boardtui.store.board_file import BoardFile
from boardtui.store.copies import (
    receive as received,
)
from boardtui.store.copies import received_file
from boardtui.store.copies.merge import merge, preview_merge
from boardtui.store.copies.receive import identity_of
from boardtui.store.copies.received_file import open_received
from boardtui.store.soundness import examine
from tests.store.conftest import CHAIR, new_id, rebuild
from tests.store.forging import forge, forge_more, refusal, spoil


def is_plain(sentence: str) -> bool:
    """Whether a sentence is short, and harmless on a terminal."""
    return len(sentence) < 500 and not any(unicodedata.category(c) in ("Cc", "Cf", "Cs") for c in sentence)


# Names in the schema that are no text

NO_TEXT = (
    "PRAGMA writable_schema=ON; INSERT INTO sqlite_master VALUES "
    "('table', CAST(x'ff' AS TEXT), CAST(x'fffe' AS TEXT), 3, 'CREATE TABLE garbage garbage')"
)


def test_a_schema_whose_names_are_no_text_is_refused(board_file: BoardFile, copy: Path) -> None:
    spoil(copy, NO_TEXT)
    assert refusal(board_file, copy) == "lead.board is damaged: a text in it cannot be read. Ask for it again."


def test_a_file_whose_schema_is_no_text_is_a_copy_of_no_board(copy: Path) -> None:
    assert identity_of(copy)
    spoil(copy, NO_TEXT)
    assert identity_of(copy) == ""


def test_a_board_whose_schema_is_no_text_says_that_it_is_damaged(copy: Path) -> None:
    spoil(copy, NO_TEXT)
    before = copy.read_bytes()
    sentence = "lead.board is damaged, and there is no whole backup beside it: get the file again, or a copy."
    with pytest.raises(BoardError, match=sentence):
        BoardFile.open(copy)
    assert examine(copy) == ([sentence], None)
    assert copy.read_bytes() == before


def test_a_flipped_bit_in_the_schema_ends_in_a_sentence(board_file: BoardFile, copy: Path) -> None:
    """What SQLite says of a damaged schema repeats parts of it; the highest bit of a letter makes it no text."""
    rnd, whole = random.Random(7), copy.read_bytes()
    places = [at for at in range(4096, len(whole)) if b"CREATE TABLE p_" in whole[at - at % 4096 :][:4096]]
    before = board_file.path.read_bytes()
    for at in rnd.sample(places, 150):
        copy.write_bytes(whole[:at] + bytes([whole[at] ^ 0x80]) + whole[at + 1 :])
        assert is_plain(preview_merge(board_file, [copy]).copies[0].refused)
        identity_of(copy)
    assert board_file.path.read_bytes() == before


def test_what_a_board_cannot_say_in_text_is_not_repeated(copy: Path) -> None:
    """The file opens, as nothing reads the text; what is then read of it is refused in the same words."""
    with BoardFile.open(copy) as opened:
        spoil(copy, "UPDATE edit SET value = CAST(x'ff1b5b324a' AS TEXT)")
        with pytest.raises(BoardError, match=r"is damaged \(.*\), and there is no whole backup") as caught:
            rebuild(opened)
    assert is_plain(str(caught.value))


# Order, and what the index says


def test_an_edit_of_an_opening_that_is_known_here_comes_after_those_it_has(board_file: BoardFile, copy: Path) -> None:
    forge_more(copy, who=CHAIR, lamport=1, grp="title", value={"title": "Earlier than its own past"})
    assert "in an impossible order" in refusal(board_file, copy)


def test_an_opening_that_is_known_here_may_go_on(board_file: BoardFile, copy: Path) -> None:
    merge(board_file, [copy])
    forge_more(copy, grp="commentary", value={"commentary": "Done."})
    assert merge(board_file, [copy]).copies[0].new == 1
    assert examine(board_file.path)[0] == []


def without_index(copy: Path, *statements: str) -> None:
    """Do something to the edits of a copy that its index of sessions and numbers does not come to know of."""
    with closing(sqlite3.connect(copy)) as connection:
        (table,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'edit'").fetchone()
        index = connection.execute("SELECT * FROM sqlite_master WHERE name = 'sqlite_autoindex_edit_1'").fetchone()
    plain = re.sub(r",\s*UNIQUE \(session, number\)", "", table)
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("PRAGMA writable_schema=ON")
        connection.execute("UPDATE sqlite_master SET sql = ? WHERE name = 'edit'", (plain,))
        connection.execute("DELETE FROM sqlite_master WHERE name = 'sqlite_autoindex_edit_1'")
        connection.commit()
    spoil(copy, *statements)
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("PRAGMA writable_schema=ON")
        connection.execute("UPDATE sqlite_master SET sql = ? WHERE name = 'edit'", (table,))
        connection.execute("INSERT INTO sqlite_master VALUES (?, ?, ?, ?, ?)", index)
        connection.commit()


_NAMES = "received, session, number, lamport, record, kind, grp, value, why, who, at, meeting, parents, batch, intent"
_HIDE = (
    f"INSERT INTO edit ({_NAMES}, digest) SELECT 0, 'hidden', number + 1000, "
    f"{_NAMES.partition('number, ')[2]}, digest FROM edit"
)


def test_edits_that_no_index_lists_do_not_let_others_jump_ahead(board_file: BoardFile, copy: Path) -> None:
    """An edit that is far ahead of all others would be shown before whatever anybody says after it."""
    (ahead,) = forge_more(copy, lamport=12, grp="title", value={"title": "From far ahead"})
    assert f"edit {EditId.read(ahead).number} in an impossible order" in refusal(board_file, copy)
    without_index(copy, _HIDE, _HIDE.replace("+ 1000", "+ 9000"))
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("PRAGMA quick_check").fetchall() == [("ok",)]
        assert connection.execute("SELECT count(*) FROM edit NOT INDEXED").fetchone()[0] >= 12
    assert refusal(board_file, copy) == (
        "lead.board is damaged: some of its edits are in none of its lists. Ask for it again."
    )


# The spelling of the schema, and how long it is


_LETTER = "lead.board holds a table 'edit' that no board has. Ask where it comes from."
_NO_SQL = "lead.board is damaged, or was changed by another program than boardtui. Ask for it again."


@pytest.mark.parametrize(
    ("space", "sentence"),
    [("\u00a0", _LETTER), ("\u0085", _LETTER), ("\u2003", _LETTER), ("\x0b", _NO_SQL), ("\x1c", _NO_SQL)],
)
def test_what_is_a_space_to_python_and_not_to_sqlite_is_not_passed_over(
    board_file: BoardFile, copy: Path, space: str, sentence: str
) -> None:
    """To SQLite some of them are letters, as of a longer type, and the others are no SQL at all."""
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("PRAGMA writable_schema=ON")
        query = "UPDATE sqlite_master SET sql = replace(sql, 'digest TEXT NOT', 'digest TEXT' || ? || 'NOT')"
        connection.execute(f"{query} WHERE name = 'edit'", (space,))
        connection.commit()
    assert refusal(board_file, copy) == sentence


def test_an_edit_without_a_digest_is_refused(
    board_file: BoardFile, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even if the schema were to let it through."""
    monkeypatch.setattr(received, "check_schema", lambda _connection: None)
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("PRAGMA writable_schema=ON")
        connection.execute(
            "UPDATE sqlite_master SET sql = replace(sql, 'digest TEXT NOT NULL', 'digest TEXT') WHERE name = 'edit'"
        )
        connection.commit()
    spoil(copy, "UPDATE edit SET digest = NULL")
    assert "numbers where words belong" in refusal(board_file, copy)


def fill_with_views(copy: Path, count: int) -> None:
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("PRAGMA writable_schema=ON")
        connection.executemany(
            "INSERT INTO sqlite_master VALUES ('view', ?, ?, 0, ?)",
            ((f"v{n}", f"v{n}", f"CREATE VIEW v{n} AS SELECT 1") for n in range(count)),
        )
        connection.commit()


def test_the_deadline_is_there_before_the_schema_is_read(copy: Path) -> None:
    fill_with_views(copy, 20_000)
    with pytest.raises(sqlite3.OperationalError, match="interrupted"), open_received(copy, time.process_time()):
        pass


def test_a_schema_that_takes_long_to_read_is_given_up_soon(
    board_file: BoardFile, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(received_file, "_SCHEMA_SECONDS", 0.0)
    fill_with_views(copy, 20_000)
    assert refusal(board_file, copy) == "lead.board takes too long to check, longer than any board."


@pytest.mark.parametrize("kind", ["\x1b[2Jview", "view\x07", "x" * 99], ids=["escape", "bell", "long"])
def test_what_a_thing_of_the_schema_is_called_does_not_reach_the_terminal(
    board_file: BoardFile, copy: Path, kind: str
) -> None:
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("PRAGMA writable_schema=ON")
        connection.execute("UPDATE sqlite_master SET type = ? WHERE name = 'sqlite_autoindex_edit_1'", (kind,))
        connection.commit()
    assert refusal(board_file, copy) == (
        "lead.board holds a thing 'sqlite_autoindex_edit_1' that no board has. Ask where it comes from."
    )


# How much a copy may say


def test_an_edit_that_replaces_more_than_any_board_has_is_refused(
    board_file: BoardFile, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(edit_rules, "PARENTS_LIMIT", 20)
    made = forge_more(copy, 21, grp="title", value={"title": "x"})
    forge_more(copy, grp="title", value={"title": "y"}, parents=" ".join(made[:20]))
    assert preview_merge(board_file, [copy]).copies[0].refused == ""
    forge_more(copy, grp="title", value={"title": "z"}, parents=" ".join(made))
    assert "replaces 21 others, more than any board has at once" in refusal(board_file, copy)


def test_a_field_with_more_open_values_than_any_board_has_is_refused(
    board_file: BoardFile, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(received, "HEADS_LIMIT", 20)
    made = forge_more(copy, 20, grp="title", value={"title": "x"})
    assert preview_merge(board_file, [copy]).copies[0].refused == ""
    forge_more(copy, grp="title", value={"title": "x"})
    # A deletion that names them does not replace any: they are still what the field holds.
    forge_more(copy, grp="life", value="false", parents=" ".join(made[:5]))
    assert refusal(board_file, copy) == (
        "lead.board says 21 things about one field at the same time, more than any board."
    )


def test_a_long_history_of_one_field_is_no_reason_to_refuse(
    board_file: BoardFile, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(received, "HEADS_LIMIT", 3)
    before = ""
    for number in range(20):
        (before,) = forge_more(copy, grp="title", value={"title": f"Version {number}"}, parents=before)
    assert merge(board_file, [copy]).copies[0].new == 22
    (action,) = board_file.read().all(Action)
    assert action.title == "Version 19"


@pytest.mark.parametrize(
    "said",
    [
        {"grp": "commentary", "value": {"commentary": "x" * 1000}},
        {"grp": "commentary", "value": {"commentary": "\u00e9" * 500}},
        {"grp": "title", "value": {"title": "x"}, "why": "w" * 1000},
        {"grp": "title", "value": {"title": "x"}, "parents": " ".join(["0" * 32 + ":1"] * 30)},
    ],
    ids=["values", "bytes, not characters", "reasons", "parents"],
)
def test_all_text_that_is_new_counts_towards_what_one_copy_may_hold(
    board_file: BoardFile, copy: Path, said: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(received, "NEW_TEXT_LIMIT", 9_000)
    if "parents" in said:
        (one,) = forge_more(copy, grp="title", value={"title": "x"})
        numbers = forge_more(copy, 30, grp="title", value={"title": "x"})
        said = {**said, "parents": " ".join([one, *numbers])}
    forge_more(copy, 5, **said)
    assert preview_merge(board_file, [copy]).copies[0].refused == ""
    forge_more(copy, 5, **said)
    assert refusal(board_file, copy) == "lead.board holds more new text than any board."


def test_a_copy_of_all_that_a_large_board_says_is_taken_by_one_that_has_nothing_of_it() -> None:
    """300,000 edits such as people make: 130 bytes of value, 25 of reason and a parent each."""
    assert received.EDITS_LIMIT * (130 + 25 + 35) < received.NEW_TEXT_LIMIT


# What the program keeps of meetings


def state(**values: str) -> dict[str, str]:
    """What a meeting keeps where it was closed in order, but for what is given."""
    frozen = values.get("snapshot", "# Improvement plan\n\n\tone line\n")
    return {
        "state": "closed",
        "opened_at": "2021-03-02T10:00:00Z",
        "closed_at": "2021-03-02T12:00:00Z",
        "known": canonical({"0123456789abcdef" * 2: 7}),
        "digest": hashlib.sha256(frozen.encode()).hexdigest(),
        "snapshot": frozen,
        "minutes": "Minutes\n",
        **values,
    }


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"snapshot": "", "digest": "", "minutes": "", "known": "", "opened_at": "", "closed_at": ""},
        {"state": "running", "snapshot": "", "digest": "", "minutes": "", "known": "", "closed_at": ""},
        {"snapshot": "\u05d0\u200f emoji \U0001f469\u200d\U0001f52c"},
    ],
    ids=["closed", "brought in closed by a plan", "running", "letters of every script"],
)
def test_what_a_board_keeps_of_a_meeting_is_taken(board_file: BoardFile, copy: Path, values: dict[str, str]) -> None:
    forge_more(copy, record=new_id(), kind="meeting", grp="state", value=state(**values))
    merge(board_file, [copy])
    assert examine(board_file.path)[0] == []


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"digest": "0" * 64}, "not the one that was frozen"),
        ({"digest": ""}, "not the one that was frozen"),
        ({"digest": "00"}, "no checksum"),
        ({"snapshot": "a\x1b[31mb"}, "snapshot: 'a\\x1b[31mb' is not plain text"),
        ({"snapshot": "a\u2028b"}, "is not plain text"),
        ({"minutes": "\x9b2J" * 1000}, "minutes:"),
        ({"minutes": "\r\n"}, "is not plain text"),
        ({"closed_at": "0001-01-01T00:00:00+23:59"}, "closed_at: '0001-01-01T00:00:00+23:59' is no time"),
        ({"closed_at": "2021-02-30T00:00:00Z"}, "is no time"),
        ({"opened_at": "yesterday\x07"}, "is no time"),
        ({"known": "[1]"}, "known:"),
        ({"known": '{"a":1}'}, "does not say which edits were known"),
        ({"known": canonical({"0" * 32: 0})}, "does not say which edits were known"),
        ({"known": canonical({"0" * 32: True})}, "does not say which edits were known"),
        ({"known": canonical({"0" * 32: 2**53})}, "does not say which edits were known"),
        ({"known": '{"a":1e999}'}, "does not say which edits were known"),
        ({"known": "[" * 100_000}, "does not say which edits were known"),
        ({"known": '{"a":1' + "0" * 5000 + "}"}, "does not say which edits were known"),
    ],
)
def test_what_no_board_keeps_of_a_meeting_is_refused(
    board_file: BoardFile, copy: Path, values: dict[str, str], said: str
) -> None:
    forge_more(copy, record=new_id(), kind="meeting", grp="state", value=state(**values))
    sentence = refusal(board_file, copy)
    assert said in sentence
    assert is_plain(sentence)


def test_a_place_in_an_agenda_that_is_no_record_is_refused(board_file: BoardFile, copy: Path) -> None:
    meeting: dict[str, Any] = {"record": new_id(), "kind": "meeting", "grp": "place_in_agenda"}
    forge_more(copy, **meeting, value={"current_item": new_id()})
    forge_more(copy, **meeting, value={"current_item": ""})
    assert preview_merge(board_file, [copy]).copies[0].refused == ""
    forge_more(copy, **meeting, value={"current_item": "\x1b]0;x\x07"})
    assert "current_item: '\\x1b]0;x\\x07' is not the identity of a record" in refusal(board_file, copy)


def test_a_real_closing_passes_every_check_on_what_is_kept(board_file: BoardFile, copy: Path) -> None:
    meeting = new_id()
    with BoardFile.open(copy) as lead:
        lead.write([Change(meeting, "meeting", {"date": "2021-03-02"})], who="Lead")
        lead.close_meeting(meeting, who="Lead", freeze=lambda _board: ("# Plan\n\n\u00a31m\n", "Minutes\n"))
    merge(board_file, [copy])
    assert examine(board_file.path)[0] == []


def test_every_field_that_the_program_keeps_has_a_rule() -> None:
    kept = {
        (kind.name, each.name)
        for kind in (*KINDS.values(), *FACTS.values())
        for each in kind.attributes.values()
        if each.look.form == "data"
    }
    assert {kind for kind, _ in kept} == {"meeting", "copy"}
    assert {name for _, name in kept} == edit_rules.KEPT_BY_THE_PROGRAM.keys()


# Edits that say nothing, and names without an end


def test_an_edit_that_sets_no_field_is_refused(board_file: BoardFile, copy: Path) -> None:
    forge_more(copy, grp="title", value={})
    assert "holds an edit that says nothing" in refusal(board_file, copy)


@pytest.mark.parametrize(
    "said", [{"kind": "k" * 1_000_000}, {"grp": "g" * 1_000_000}, {"kind": "k\x1b[31m"}, {"grp": "g\u202e\n"}]
)
def test_a_kind_or_group_that_is_unknown_is_told_in_one_short_sentence(
    board_file: BoardFile, copy: Path, said: dict[str, Any]
) -> None:
    forge_more(copy, record=new_id(), value={"title": "x"}, **said)
    sentence = refusal(board_file, copy)
    assert "comes from a newer boardtui" in sentence
    assert is_plain(sentence)


@pytest.mark.parametrize(
    ("value", "said"),
    [(None, "not nothing"), (True, "not yes or no"), (["a"], "not a list"), ({"a": 1}, "not several values")],
)
def test_what_is_not_words_is_named_in_words(board_file: BoardFile, copy: Path, value: object, said: str) -> None:
    forge(copy, 2, value=json.dumps({"commentary": value}))
    assert refusal(board_file, copy).endswith(f"words are needed here, {said}.")
