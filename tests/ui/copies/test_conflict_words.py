"""What sides say of a record, in the cases that two small copies do not lead to, and without a screen."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from boardtui.domain.board.board import Board
from boardtui.domain.records.edits import LIFE, Change, Edit, EditId
from boardtui.domain.records.kinds import Milestone
from boardtui.report.document import bullets, heading, paragraph
from boardtui.report.palette import Palette
from boardtui.session.copies.merge_lines import MergeLine
from boardtui.store.board_file import BoardFile
from boardtui.store.copies.conflicts import Conflict, ItemChange, Side
from boardtui.ui.copies.conflict_lines import ToDecide, decide_detail, line_detail, page_text, to_decide
from tests.ui.conftest import change, identity, on_disk
from tests.ui.copies.test_copy_words import text

AT = "2021-03-02T10:00:00Z"
LONG = "Reviewed the supervision framework with all of the team managers in January and again in the spring."


def edit(name: str, kind: str, group: str, number: int, said: Any, who: str = "") -> Edit:
    value = json.dumps(said)
    own = EditId("s", number)
    return Edit(id=own, lamport=number, record=identity(name), kind=kind, group=group, value=value, who=who, at=AT)


def dispute(name: str, kind: str, group: str, base: dict[str, Any] | None, *sides: dict[str, Any] | None) -> Conflict:
    """What sides say: the values of each; None where it deletes the record."""
    said = [
        Side(
            edit(
                name, kind, group if each is not None else LIFE, number, False if each is None else each, f"P{number}"
            ),
            each or {},
            deletes=each is None,
        )
        for number, each in enumerate(sides, 1)
    ]
    return Conflict(identity(name), kind, group, tuple(said), base)


def told(board: Board, conflict: Conflict) -> tuple[ToDecide, list[str]]:
    (item,) = [each for each in to_decide(board, [conflict]) if each.conflict is not None]
    lines = text(decide_detail(board, item, Palette({})), width=200)
    return item, [line for line in lines if "02/03/2021 10:00" not in line]


def by_number(number: int) -> str:
    return f" {number}  P{number}"


@pytest.fixture
def board(path: Path) -> Board:
    return on_disk(path)


class TestSides:
    def test_of_several_fields_each_is_named_and_those_that_a_side_left_alone_say_so(self, board: Board) -> None:
        item, lines = told(
            board,
            dispute(
                *("1.2", "action", "dates"),
                {"due": "2021-03-31", "due_reason": "agreed"},
                {"due": "2021-04-30", "due_reason": "agreed"},
                {"due": "2021-03-31", "due_reason": ""},
                {"due": "2021-05-31", "due_reason": LONG},
            ),
        )
        assert lines == [
            *("Action 1.2  Audits", "All started from"),
            *("  Due: 31/03/2021", "  Why the date moved: agreed"),
            *("  Due: 30/04/2021", "  Why the date moved: agreed (as before)"),
            *("  Due: 31/03/2021 (as before)", "  Why the date moved: nothing"),
            *("  Due: 31/05/2021", "  Why the date moved:", f"[-agreed-] [+{LONG}+]"),
        ]
        assert (item.what, item.both) == ("dates", None)
        assert item.sides == ("30/04/2021; agreed", "31/03/2021", f"31/05/2021; {LONG}")
        assert [each.label for each in item.choices] == ["Take 1", "Take 2", "Take 3"]

    def test_where_nobody_had_said_anything_before_a_long_text_is_shown_whole(self, board: Board) -> None:
        item, lines = told(
            board, dispute("1.2", "action", "commentary", None, {"commentary": LONG}, {}, {"commentary": "Short"})
        )
        assert lines == [
            *("Action 1.2  Audits", "All started from", "  nothing: each filled it in on their own"),
            *(LONG, "  nothing", "  Short"),
        ]
        assert item.sides == (LONG, "nothing", "Short")
        assert item.both is not None and item.both.label == "Keep all"
        assert item.may_write
        item, lines = told(
            board, dispute("1.2", "action", "status", None, {"rag": "red", "rationale": LONG}, {"rag": "red"})
        )
        assert lines[2:] == [
            "  nothing: each filled it in on their own",
            *("  RAG: R ✖ Red", "  Rationale:", LONG),
            "  RAG: R ✖ Red",
        ]
        assert item.sides == (LONG, "nothing"), "what all say alike is left out"

    def test_what_only_the_program_writes_is_neither_shown_nor_to_be_written_by_hand(self, board: Board) -> None:
        sides = {"state": "closed", "digest": "1"}, {"state": "running", "digest": "2"}
        item, lines = told(board, dispute("m", "meeting", "state", {"state": "prepared"}, *sides))
        assert lines == ["Meeting", "Both started from", *["  nothing"] * 3]
        assert (item.what, item.sides, item.may_write) == ("state", ("nothing", "nothing"), False)

    def test_a_record_that_is_called_by_its_title_is_told_once(self, board: Board) -> None:
        own = Milestone(id=identity("m"), title="Plan signed", due="2021-03-31")
        there = replace(board, records={**board.records, "milestone": {own.id: own}})
        disputed = dispute("m", "milestone", "lead", {"lead": ""}, {"lead": "Head"}, {"lead": "Office"})
        item, lines = told(there, disputed)
        assert (lines[0], item.what) == ("Milestone “Plan signed”", "Lead")


class TestDeleting:
    def test_what_goes_and_comes_back_with_it_is_counted_and_only_what_was_changed_is_told(self, board: Board) -> None:
        base = {"title": "Leaders", "ref": "1", "lead": "Head", "narrative": LONG}
        now = {**base, "title": "", "lead": "Office", "narrative": f"{LONG} Done.", "achievements": "Much"}
        disputed = dispute("a1", "ambition", LIFE, base, None, {**now, "help_wanted": "", "of_a_later_version": "x"})
        item, lines = told(board, replace(disputed, gone_with=((identity("gone"), "action"),)))
        assert lines == [
            *("Ambition 1  Leaders [SEND] plan | a [/", "Deleted in one copy and edited in another"),
            *("  Delete it, and 2 that belong to it", "  Title: Leaders → nothing", "  Lead: Head → Office"),
            "  Narrative: … managers in January and again in the spring. [+Done.+]",
            *("  Achievements: Much", "  Keep it, and 1 that went with it"),
        ]
        assert not item.may_write
        deletes, keeps = (each.changes for each in item.choices)
        assert deletes == tuple(
            Change(identity(name), kind, delete=True)
            for name, kind in (("1.2", "action"), ("1.1", "action"), ("a1", "ambition"))
        )
        assert keeps == (
            Change(identity("a1"), "ambition", restore=True),
            Change(identity("gone"), "action", restore=True),
        )

    def test_a_record_that_is_gone_everywhere_is_known_by_its_kind(self, board: Board) -> None:
        item, lines = told(board, dispute("gone", "meeting", LIFE, None, None, {"place": "Hall", "known": "1:2"}))
        assert (item.item, item.name) == ("Meeting", "Meeting")
        assert lines == [
            *("Meeting", "Deleted in one copy and edited in another", "  Delete it", "  Place: Hall", "  Keep it")
        ]
        assert [each.record for choice in item.choices for each in choice.changes] == [identity("gone")] * 2


def test_of_a_ref_that_stands_twice_the_one_that_was_made_last_comes_first(path: Path) -> None:
    title = "Caseloads of newly qualified social care staff are higher than agreed"
    with BoardFile.open(path) as file:
        file.write([change("risk", "r7", ref="cip06", title=title, owner="Head", current="2x2")], who="office")
        file.write([change("risk", "r6", owner="Office"), change("action", "1.1", lead="Head")], who="office")
        file.write([change("action", "x1", ref="1.1", title="Again")], who="office")
        board = file.read()
    other, item = to_decide(board, [])
    assert (item.item, item.name, item.what, item.record) == ("Risk CIP06", "Risk CIP06", "ref twice", identity("r7"))
    assert item.sides == (title, "Agency cover")
    assert [(each.changes, each.why) for each in item.choices] == [
        ((Change(identity(name), "risk", {"ref": "CIP07"}),), "two risks had the ref CIP06") for name in ("r7", "r6")
    ]
    assert text(decide_detail(board, item, Palette({})))[:3] == [
        "2 have the ref cip06",
        " 1 “Caseloads of newly qualified social…” becomes CIP07  Head",
        " 2 “Agency cover” becomes CIP07  Office",
    ]
    assert text(decide_detail(board, other, Palette({})))[2].endswith("becomes 1.3  Head")
    assert not item.may_write


def test_a_page_has_an_empty_line_above_its_headings_but_the_first_and_those_of_parts() -> None:
    blocks = [
        *heading(2, "What came"),
        *paragraph("Two copies"),
        *bullets(["one [b]", "two"]),
        *heading(3, "From Head"),
        *heading(2, "What is left"),
    ]
    assert text(page_text(blocks, Palette({}))) == [
        *("What came", "Two copies", "• one [b]", "• two", "From Head", "", "What is left")
    ]


class TestLine:
    def line(self, change: ItemChange, **said: Any) -> list[str]:
        line = MergeLine(
            **{
                **{"key": "1", "by": "Head", "item": "Action 1.2", "name": "Action 1.2", "title": "Action 1.2 Audits"},
                **{"field": "", "before": "", "after": "", "conflict": change.conflict, "changes": (change,)},
                **said,
            }
        )
        return text(line_detail(self.board, line, Palette({})), width=200)

    board: Board

    @pytest.fixture(autouse=True)
    def _board(self, board: Board) -> None:
        self.board = board

    def test_a_long_text_where_there_was_none_is_shown_as_it_is_then(self) -> None:
        said = edit("1.2", "action", "commentary", 1, {"commentary": LONG}, "Head")
        change = ItemChange(identity("1.2"), "action", "commentary", "commentary", "", LONG, False, said)
        assert self.line(change, field="Commentary", after=LONG) == [
            *("Action 1.2 Audits · Commentary", "Head, 02/03/2021 10:00", "now: nothing", f"then: {LONG}")
        ]
        assert self.line(change, field="Commentary", before="Short")[2:] == ["now: Short", "then: nothing"]

    def test_what_others_say_is_told_of_the_field_in_dispute_only(self) -> None:
        said = edit("1.2", "action", "dates", 1, {"due": "2021-04-30", "due_reason": "late"}, "Head")
        other = edit("1.2", "action", "dates", 2, {"due": "", "due_reason": "early"}, "Office")
        change = ItemChange(identity("1.2"), "action", "dates", "due", "2021-03-31", "2021-04-30", True, said, (other,))
        assert self.line(change, field="Due", before="31/03/2021", after="30/04/2021")[2:] == [
            *("now: 31/03/2021", "then: 30/04/2021", "⚠ Copies disagree: you decide after the merge."),
            *("Another says: Office, 02/03/2021 10:00", "  Due: nothing"),
        ]

    def test_of_a_record_that_was_deleted_elsewhere_all_is_told_that_people_wrote(self) -> None:
        said = edit("m", "meeting", LIFE, 1, False, "Head")
        other = edit("m", "meeting", "state", 2, {"state": "closed", "known": "1:2", "unknown": 3}, "Office")
        change = ItemChange(identity("m"), "meeting", LIFE, "deleted", False, True, True, said, (other,))
        assert self.line(change, before="kept", after="deleted") == [
            *("Action 1.2 Audits", "Head, 02/03/2021 10:00", "kept → deleted"),
            *("⚠ Copies disagree: you decide after the merge.", "Another says: Office, 02/03/2021 10:00"),
            "  State: closed",
        ]
