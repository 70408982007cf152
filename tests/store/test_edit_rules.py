"""What every edit keeps to: what is written, what is found in a file, and how it lies in its row."""

import json
import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest

from boardtui.domain.errors import InvalidValue
from boardtui.domain.records.declare import validate
from boardtui.domain.records.edits import Change, Edit, EditId, canonical
from boardtui.domain.records.kinds import FACTS, KINDS, Kind
from boardtui.domain.records.types import LINE_LIMIT
from boardtui.store import edit_rules
from boardtui.store.board_file import BoardFile
from boardtui.store.columns import COLUMNS, edit_of, row_of
from boardtui.store.soundness import examine
from tests.store.conftest import CHAIR, add_action, new_id
from tests.store.forging import seal, sealed, show_what_the_edits_say

PARENTS = (EditId("a" * 32, 9), EditId("a" * 32, 10), EditId("b" * 32, 2))
EDIT = sealed(
    Edit(
        id=EditId("c" * 32, 7),
        lamport=12,
        record="11111111-2222-3333-4444-555555555555",
        kind="action",
        group="status",
        value='{"evidence":"","rag":"red","rationale":"Zoë left"}',
        why="late",
        who="Independent Chair",
        at="2021-03-02T11:42:00Z",
        meeting="99999999-2222-3333-4444-555555555555",
        parents=PARENTS,
        batch=f"{'c' * 32}:5",
        intent=f"undo:{'b' * 32}:1",
    )
)


def test_an_edit_has_the_digest_that_it_has_in_every_board_there_is() -> None:
    assert EDIT.digest == "6f9138e8c540ef0499ad750211c5abfb81c7b0b5179d421863d5a7df6a557149"


def test_an_edit_comes_out_of_its_row_as_it_went_in() -> None:
    row = row_of(EDIT, received=True)
    assert row["parents"] == f"{'a' * 32}:9 {'a' * 32}:10 {'b' * 32}:2"
    assert (row["session"], row["number"], row["grp"], row["received"]) == ("c" * 32, 7, "status", True)
    assert edit_of([row[name] for name in COLUMNS]) == EDIT


WORDS = ("", "late", " late", "red", "RED", "1 May 2026", "01/05/2026", "4x3", "yes", "x" * 501, EDIT.record, "Zoë")
PIECES = [
    *(f'"{each}"' for each in WORDS),
    f'["{EDIT.record}"]',
    "[]",
    "{}",
    "null",
    "true",
    "1",
    "-1",
    "1.0",
    '"\\u0061"',
]


@pytest.mark.parametrize("kind", [*KINDS.values(), *FACTS.values()], ids=lambda kind: kind.name)
def test_a_quick_look_at_a_value_finds_what_a_closer_one_finds(kind: Kind, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    for group, names in kind.groups.items():
        whole = validate(kind.name, group, {})
        asked += [(group, canonical(whole)), (group, json.dumps(whole)), (group, "{}"), (group, "[]"), (group, "x")]
        for name in names:
            rest = {other: value for other, value in whole.items() if other != name}
            asked += [(group, f'{{"{name}":{piece}}}') for piece in PIECES]
            asked += [(group, f'{{"{name}":{piece},"{name}":{piece}}}') for piece in PIECES[:3]]
            asked += [(group, canonical(rest)), (group, f'{canonical(rest)[:-1]},"{name}":""}}')]
    quick = [_what_is_wrong(kind, *each) for each in asked]
    monkeypatch.setattr(edit_rules, "is_as_written", lambda *_: False)
    assert quick == [_what_is_wrong(kind, *each) for each in asked]
    assert "" in quick and any(quick)


def _what_is_wrong(kind: Kind, group: str, value: str) -> str:
    board = EDIT.record if kind.name == "board" else "another"
    edit = replace(EDIT, kind=kind.name, group=group, value=value)
    try:
        edit_rules.check_edit(replace(edit, parents=(), intent="", batch=str(EDIT.id)), board=board)
    except edit_rules.NotAcceptable as reason:
        return str(reason)
    return ""


class TestWriting:
    """What a copy would be refused for is not written in the first place."""

    def test_a_record_is_deleted_as_what_it_is(self, board_file: BoardFile) -> None:
        action = add_action(board_file, "1.1")
        with pytest.raises(InvalidValue, match=r"does not say properly what edit .* replaces"):
            board_file.write([Change(action, "risk", delete=True)], who=CHAIR)
        assert [each.id for each in board_file.read().of_kind("action")] == [action]

    def test_there_is_one_board_in_a_board(self, board_file: BoardFile) -> None:
        with pytest.raises(InvalidValue, match="Nothing was changed: what was to be written holds a second board"):
            board_file.write([Change(new_id(), "board", {"title": "Another"})], who=CHAIR)

    def test_what_only_the_program_fills_in_is_checked_too(self, board_file: BoardFile) -> None:
        with pytest.raises(InvalidValue, match="known: 'soon' does not say which edits were known"):
            board_file.write([Change(new_id(), "meeting", {"date": "2021-03-02", "known": "soon"})], who=CHAIR)

    def test_undo_brings_back_what_was_right_when_it_was_written(self, board_file: BoardFile) -> None:
        """A value that another version spelled otherwise does not stop its author from taking an edit back."""
        meeting = new_id()
        board_file.write([Change(meeting, "agenda_item", {"title": "Post"})], who=CHAIR)
        board_file.close()
        with closing(sqlite3.connect(board_file.path)) as connection:
            connection.execute("UPDATE edit SET value = replace(value, 'Post', 'The  Post') WHERE kind = 'agenda_item'")
            connection.commit()
        seal(board_file.path)
        show_what_the_edits_say(board_file.path)
        board_file.write([Change(meeting, "agenda_item", {"title": "Post of today"})], who=CHAIR)
        board_file.undo(who=CHAIR)
        assert [item.title for item in board_file.read().of_kind("agenda_item")] == ["The  Post"]  # type: ignore[attr-defined]


class TestChecking:
    """What a look at a board finds is what a copy of it would be refused for."""

    @pytest.mark.parametrize(
        ("change", "sentence"),
        [
            ("why = 'because'", "An edit of one of the actions by Independent Chair at .* does not match its digest"),
            ("value = '{\"rag\":\"purple\"}', grp = 'status'", "holds a value that does not fit its field"),
            (f"parents = '{'d' * 32}:1'", "replaces an edit that is not in the file"),
            ("parents = session || ':1'", "replaces an edit it cannot replace"),
            ("number = 4", r"Edits that were made in one go are missing: number 2, 3\.$"),
            ("number = 40", r"Edits that were made in one go are missing: number 2, 3, 4, 5, 6, 7, 8, 9, 10, 11\.$"),
            ("parents = 'nothing'", r"plan\.board holds an edit that cannot be read"),
            ("at = 'yesterday'", r"plan\.board dates edit 2 with something that is no time"),
            ("lamport = 900", r"plan\.board places edit 2 in an impossible order"),
        ],
    )
    def test_each_broken_rule_is_named(self, board_file: BoardFile, change: str, sentence: str) -> None:
        add_action(board_file, "1.1")
        assert examine(board_file.path)[0] == []
        with closing(sqlite3.connect(board_file.path)) as connection:
            connection.execute(f"UPDATE edit SET {change} WHERE arrival = 2")
            connection.commit()
        problems, board = examine(board_file.path)
        assert board is None
        assert len([each for each in problems if re.search(sentence, each)]) == 1
        # Whatever else is wrong with it, it was also changed after it was made; where it can be read, that is said too.
        assert any("does not match its digest" in each for each in problems) == ("nothing" not in change)

    def test_a_record_of_two_kinds_is_noticed(self, board_file: BoardFile) -> None:
        action, risk = add_action(board_file, "1.1"), new_id()
        board_file.write([Change(risk, "risk", {"title": "Too few"})], who=CHAIR)
        with closing(sqlite3.connect(board_file.path)) as connection:
            connection.execute("UPDATE edit SET record = ? WHERE record = ?", (action, risk))
            connection.commit()
        assert "plan.board calls one and the same record by two kinds." in examine(board_file.path)[0]


BOARD = "00000000-2222-3333-4444-555555555555"
OWN = EDIT.id.session
TITLED = {"kind": "meeting", "group": KINDS["meeting"].attributes["title"].group}
FACT = {"kind": "copy", "group": "sent", "value": '{"back_by":"","file":"a.board","lead":"Chair"}'}


def refused(**said: Any) -> str:
    """Why an edit is not taken that says what is usual but for this; "" where it is taken."""
    edit = sealed(replace(EDIT, **({"parents": (), "intent": "", "batch": str(said.get("id", EDIT.id))} | said)))
    row = row_of(edit, received=True)
    try:
        edit_rules.read_edit([row[name] for name in COLUMNS], count=20, board=BOARD)
    except edit_rules.NotAcceptable as reason:
        return str(reason)
    return ""


class TestBounds:
    """The last of what is taken, and the first of what is not."""

    @pytest.mark.parametrize(
        ("taken", "too_much", "words"),
        [
            ({"who": "x" * 200}, {"who": "x" * 201}, "a name or a reason that is too long"),
            ({"who": ""}, {"who": "a  b"}, "not plain text"),
            ({"why": "x" * 5_000}, {"why": "x" * 5_001}, "a name or a reason that is too long"),
            ({"why": ""}, {"why": "a\x07"}, "not plain text"),
            ({"id": EditId(OWN, 1)}, {"id": EditId(OWN, 0), "batch": f"{OWN}:1"}, "whose number no board gives"),
            ({"id": EditId(OWN, 2**53 - 1)}, {"id": EditId(OWN, 2**53)}, "whose number no board gives"),
            ({}, {"id": EditId(OWN.upper(), 7)}, "whose number no board gives"),
            ({"lamport": 1}, {"lamport": 0}, "in an impossible order"),
            ({"lamport": 20}, {"lamport": 21}, "in an impossible order"),
            ({"meeting": ""}, {"meeting": "today"}, "of something that is no record"),
            ({}, {"record": EDIT.record.replace("1", "A")}, "of something that is no record"),
            ({}, {"record": EDIT.record + "0"}, "of something that is no record"),
            ({}, {"record": BOARD}, "a second board"),
            ({}, {"kind": "board", "group": "title", "value": '{"title":"x"}'}, "a second board"),
            ({"batch": f"{OWN}:7"}, {"batch": f"{OWN}:8"}, "which edits belong together"),
            ({"batch": f"{OWN}:1"}, {"batch": f"{'b' * 32}:1"}, "which edits belong together"),
            ({"batch": f"{OWN}:6"}, {"batch": f"{OWN}:06"}, "which edits belong together"),
            ({}, {"batch": ""}, "which edits belong together"),
            ({"intent": f"undo:{OWN}:1"}, {"intent": f"do:{OWN}:1"}, "which edits belong together"),
            ({"intent": f"redo:{OWN}:1"}, {"intent": f"redo:{OWN}:0"}, "which edits belong together"),
            ({"intent": f"redo:{OWN}:{10**15}"}, {"intent": f"redo:{OWN}:{10**16}"}, "which edits belong together"),
            ({"at": "2024-02-29T23:59:59Z"}, {"at": "2023-02-29T23:59:59Z"}, "something that is no time"),
            ({}, {"at": "2021-03-02T11:42:00"}, "something that is no time"),
            ({}, {"at": "2021-03-02T11:42:00.5Z"}, "something that is no time"),
            ({"parents": PARENTS}, {"parents": PARENTS[::-1]}, "what edit 7 replaces"),
            ({"parents": PARENTS[:1]}, {"parents": PARENTS[:1] * 2}, "what edit 7 replaces"),
            ({"parents": (EditId(OWN, 1),)}, {"parents": (EditId(OWN, 0),)}, "what edit 7 replaces"),
            (
                {"parents": tuple(EditId("a" * 32, each) for each in range(1, 1_001))},
                {"parents": tuple(EditId("a" * 32, each) for each in range(1, 1_002))},
                "replaces 1,001 others",
            ),
            ({"group": "life", "value": "false"}, {"group": "life", "value": "0"}, "in a way no board does"),
            ({"group": "life", "value": "true"}, {"group": "life", "value": '"true"'}, "in a way no board does"),
            ({}, {"record": BOARD, "kind": "board", "group": "life", "value": "false"}, "in a way no board does"),
            (FACT, FACT | {"parents": PARENTS}, "takes back what only happened once"),
            (FACT, FACT | {"intent": f"undo:{OWN}:1"}, "takes back what only happened once"),
            (FACT, FACT | {"group": "life", "value": "false"}, "comes from a newer boardtui: this one knows no 'copy'"),
            ({}, {"kind": "thing"}, "knows no 'thing' with 'status'"),
            ({}, {"group": "mood"}, "knows no 'action' with 'mood'"),
            ({}, {"value": '{"mood":"","rag":"red"}'}, "knows no 'mood'"),
            ({"value": '{"rag":"red"}'}, {"value": "{}"}, "an edit that says nothing"),
            ({}, {"value": "[]"}, "a value that cannot be read"),
            ({}, {"value": "[" * 100_000}, "a value that cannot be read"),
            ({}, {"value": '{"rag": "red"}'}, "not spelled as boardtui spells it"),
            ({}, {"value": '{"rag":"purple"}'}, "a value that no board takes"),
            (
                TITLED | {"value": canonical({"title": "x" * LINE_LIMIT})},
                TITLED | {"value": canonical({"title": "x" * (LINE_LIMIT + 1)})},
                "characters long and",
            ),
        ],
    )
    def test_what_is_just_right_is_taken_and_what_is_not_is_said(
        self, taken: dict[str, Any], too_much: dict[str, Any], words: str
    ) -> None:
        assert refused(**taken) == ""
        assert words in refused(**too_much)

    @pytest.mark.parametrize(
        ("field", "fits", "does_not"),
        [
            (
                "known",
                [{OWN: 1}, {OWN: 2**53 - 1}, {}],
                [{OWN: 0}, {OWN: 2**53}, {OWN: True}, {OWN: "1"}, {"x": 1}, []],
            ),
            ("digest", ["a" * 64], ["a" * 63, "a" * 65, "A" * 64]),
            ("front_digest", ["0" * 64], ["0" * 63]),
            ("snapshot", ["# Plan\n\ttab"], ["# Plan\x0b", "\u202e", "\u2066", "\x80"]),
            ("closed_at", ["2021-03-02T11:42:00Z"], ["2021-03-02"]),
        ],
    )
    def test_what_only_the_program_fills_in_is_as_it_fills_it_in(
        self, field: str, fits: list[Any], does_not: list[Any]
    ) -> None:
        def edit(value: Any) -> dict[str, Any]:
            text = value if isinstance(value, str) else canonical(value)
            group = KINDS["meeting"].attributes[field].group
            return {"kind": "meeting", "group": group, "value": canonical({field: text})}

        assert [refused(**edit(each)) for each in fits] == [""] * len(fits)
        assert all(f"{field}: " in refused(**edit(each)) for each in does_not)

    @pytest.mark.parametrize(
        ("values", "group", "fits"),
        [
            ({"back_by": "2021-03-02"}, "sent", True),
            ({"back_by": "20210302"}, "sent", False),
            ({"back_by": "2021-02-30"}, "sent", False),
            ({"brought": canonical({OWN: 3})}, "returned", True),
            ({"brought": canonical({OWN: 0})}, "returned", False),
        ],
    )
    def test_what_is_noted_of_a_copy_is_as_the_program_notes_it(
        self, values: dict[str, str], group: str, fits: bool
    ) -> None:
        assert (refused(kind="copy", group=group, value=canonical(values)) == "") == fits

    @pytest.mark.parametrize(
        ("parent", "edit", "fits"),
        [
            ({}, {}, True),
            ({"lamport": 11}, {"lamport": 12}, True),
            ({"lamport": 12}, {"lamport": 12}, False),
            ({"record": BOARD}, {}, False),
            ({"kind": "risk"}, {}, False),
            ({"group": "title"}, {}, False),
            ({"group": "title"}, {"group": "life", "value": "false"}, True),
            ({"group": "title"}, {"group": "life", "value": "true"}, False),
            ({"group": "life", "value": "false"}, {"group": "life", "value": "true"}, True),
        ],
    )
    def test_an_edit_replaces_an_older_one_of_the_same(
        self, parent: dict[str, Any], edit: dict[str, Any], fits: bool
    ) -> None:
        before = replace(replace(EDIT, id=PARENTS[0], lamport=3), **parent)
        after = replace(replace(EDIT, parents=PARENTS[:1]), **edit)
        if fits:
            edit_rules.check_parents(after, {before.id: before})
        else:
            with pytest.raises(edit_rules.NotAcceptable, match="does not say properly what edit 7 replaces"):
                edit_rules.check_parents(after, {before.id: before})
        with pytest.raises(edit_rules.NotAcceptable, match="edit 7 replaces one that is neither in it nor here"):
            edit_rules.check_parents(after, {})

    def test_a_signature_is_cut_and_a_reason_is_refused_where_they_are_too_long(self) -> None:
        assert edit_rules.signature(f"{'x' * 199} yz") == "x" * 199
        assert edit_rules.signature(f"  {'x' * 200}y ") == "x" * 200
        assert edit_rules.reason("x" * 5_000) == "x" * 5_000
        with pytest.raises(InvalidValue, match=r"The reason is 5,001 characters long and 5,000 fit: shorten it\."):
            edit_rules.reason("x" * 5_001)

    def test_the_first_ten_numbers_that_are_missing_are_named_of_each_opening(self) -> None:
        found = [("b", 1), ("b", 2), ("a", 2), ("a", 4), ("c", 12), ("d", 1)]
        assert edit_rules.missing_numbers(found) == {"a": [1, 3], "c": list(range(1, 11))}

    def test_a_record_has_one_kind_here_and_in_what_comes(self) -> None:
        risk = replace(EDIT, kind="risk")
        assert edit_rules.check_kinds([EDIT, EDIT], {EDIT.record: "action", BOARD: "board"}) == {EDIT.record: "action"}
        for edits, kinds in (([EDIT, risk], {}), ([EDIT], {EDIT.record: "risk"})):
            with pytest.raises(edit_rules.NotAcceptable, match="one and the same record by two kinds"):
                edit_rules.check_kinds(edits, kinds)
