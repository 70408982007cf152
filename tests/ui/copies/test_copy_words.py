"""What is said of copies, of what they change and of what is to decide, line by line and without a screen."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console, RenderableType

from boardtui.domain.board.board import Board
from boardtui.domain.records.kinds import Meeting
from boardtui.report.palette import Palette
from boardtui.session.copies.merge_lines import MergeLine, merge_lines, names_after
from boardtui.session.working_copy import Published
from boardtui.store.board_file import BoardFile
from boardtui.store.copies.conflicts import open_conflicts
from boardtui.store.copies.merge import CopyReport, MergeResult, preview_merge
from boardtui.store.copies.nearby import StatedCopy
from boardtui.ui.copies.conflict_lines import ToDecide, copy_detail, decide_detail, line_detail, report_words, to_decide
from boardtui.ui.copies.conflicts import hidden_keys
from boardtui.ui.copies.merge import Offered, matching
from boardtui.ui.copies.sharing import records_touched, words_of
from boardtui.ui.copies.working_copy import published_words
from tests.ui.conftest import identity
from tests.ui.disputed import HEAD, WORKER, merged, two_copies

AT = "2021-03-02T10:00:00Z"


def text(drawn: RenderableType, width: int = 100) -> list[str]:
    out = io.StringIO()
    Console(file=out, width=width, color_system=None).print(drawn)
    return [line.rstrip() for line in out.getvalue().splitlines()]


def decided_later(path: Path) -> tuple[Board, dict[str, ToDecide]]:
    with BoardFile.open(merged(path)) as file:
        board = file.read()
        return board, {each.what: each for each in to_decide(board, open_conflicts(file))}


class TestToDecide:
    def test_everything_that_waits_is_listed_with_what_the_sides_say(self, path: Path) -> None:
        _, items = decided_later(path)
        assert [(each.item, each.what) for each in items.values()] == [
            ("Action 1.1", "RAG"),
            ("Action 1.2", "Commentary"),
            ("Action 2.1", "delete it?"),
            ("Action 1.3", "ref twice"),
        ]
        assert items["RAG"].sides == ("A ▲ Amber; Sessions were held", "R ✖ Red; No coaches in post")
        assert items["delete it?"].sides == ("deleted", "edited, kept")
        assert [each.label for each in items["delete it?"].choices] == ["Delete it", "Keep it"]
        assert sorted(each.label for each in items["ref twice"].choices) == [
            "“Exit interviews [b]” becomes 1.4",
            "“Student placements” becomes 1.4",
        ]
        assert {each.why for each in items["ref twice"].choices} == {"two actions had the ref 1.3"}

    def test_only_the_keys_that_do_something_are_named(self, path: Path) -> None:
        _, items = decided_later(path)
        assert hidden_keys(None) == ()
        assert hidden_keys(items["RAG"]) == ("conflict_renumber", "keep_both")
        assert hidden_keys(items["Commentary"]) == ("conflict_renumber",)
        assert hidden_keys(items["delete it?"]) == ("conflict_renumber", "keep_both", "write_third")
        assert hidden_keys(items["ref twice"]) == ("keep_first", "keep_second", "keep_both", "write_third")

    @pytest.mark.parametrize(
        ("what", "lines"),
        [
            (
                "RAG",
                [
                    "Action 1.1  Coach [SEND] plan | a [/",
                    "Both started from",
                    "  RAG: G ● Green",
                    f" 1  {WORKER}  02/03/2021 10:00  shown for now",
                    "  Why: saw it",
                    "  RAG: A ▲ Amber",
                    "  Rationale: Sessions were held",
                    f" 2  {HEAD}  02/03/2021 10:00",
                    "  Why: two left",
                    "  RAG: R ✖ Red",
                    "  Rationale: No coaches in post",
                ],
            ),
            (
                "Commentary",
                [
                    "Action 1.2  Audits",
                    "Both started from",
                    "Reviewed the supervision framework with all team managers in January; audits show reflective",
                    "practice in six of ten files. The second round begins in April.",
                    f" 1  {WORKER}  02/03/2021 10:00  shown for now",
                    "… of ten files. The second round begins in [-April.-] [+May.+]",
                    f" 2  {HEAD}  02/03/2021 10:00",
                    "  Why: new audit",
                    "… managers in January; audits show reflective practice in [-six-] [+eight+] of ten files."
                    " The second",
                    "round begins in April.",
                ],
            ),
            (
                "delete it?",
                [
                    "Action 2.1  Visits on time",
                    "Deleted in one copy and edited in another",
                    f" 1  {HEAD}  02/03/2021 10:00",
                    "  Why: done elsewhere",
                    "  Delete it",
                    f" 2  {WORKER}  02/03/2021 10:00",
                    "  Why: clearer",
                    "  Title: Visits → Visits on time",
                    "  Keep it",
                ],
            ),
        ],
    )
    def test_each_side_is_told_in_full_with_who_when_and_why(self, what: str, lines: list[str], path: Path) -> None:
        board, items = decided_later(path)
        assert text(decide_detail(board, items[what], Palette({}))) == lines

    def test_a_side_that_nobody_signed_or_that_was_said_at_a_meeting_says_so(self, path: Path) -> None:
        board, items = decided_later(path)
        item = items["RAG"]
        assert item.conflict is not None
        first, second = item.conflict.sides
        meeting = Meeting(id="mar", date="2021-03-02")
        said = (
            replace(first, edit=replace(first.edit, who="", why="")),
            replace(second, edit=replace(second.edit, who="Chair", why="", meeting=meeting.id)),
        )
        changed = replace(item, conflict=replace(item.conflict, sides=said))
        there = replace(board, records={**board.records, "meeting": {meeting.id: meeting}})
        lines = text(decide_detail(there, changed, Palette({})))
        assert lines[3] == " 1  unsigned  02/03/2021 10:00  shown for now"
        assert lines[6] == " 2  Chair  02/03/2021 10:00 · said at the meeting of 02/03/2021"
        assert not any("Why:" in line for line in lines)

    def test_refs_that_stand_twice_say_what_becomes_of_each(self, path: Path) -> None:
        board, items = decided_later(path)
        lines = text(decide_detail(board, items["ref twice"], Palette({})))
        assert lines[0] == "2 have the ref 1.3"
        assert [line[:3] for line in lines[1:3]] == [" 1 ", " 2 "]
        assert lines[3:] == [
            "One of them has to be called something else. Nothing else about it changes.",
            "# gives the first of them the next free ref; a number gives it to the one beside it.",
        ]


@pytest.fixture
def look(path: Path) -> tuple[Board, MergeResult]:
    copies = two_copies(path)
    with BoardFile.open(path) as file:
        return file.read(), preview_merge(file, copies)


class TestLines:
    @pytest.mark.parametrize(
        ("wanted", "lines"),
        [
            (
                lambda line: line.item == "Risk CIP06",
                [
                    "Risk CIP06 Agency cover · Current score",
                    f"{WORKER}, 02/03/2021 10:00: rates went up",
                    "now: 4 × 3",
                    "then: 4 × 4",
                ],
            ),
            (
                lambda line: line.field == "Rationale",
                [
                    "Action 1.1 Coach [SEND] plan | a [/ · Rationale",
                    f"{WORKER}, 02/03/2021 10:00: saw it",
                    "now: nothing",
                    "then: Sessions were held",
                    "⚠ Copies disagree: you decide after the merge.",
                    f"Another says: {HEAD}, 02/03/2021 10:00: two left",
                    "  Rationale: No coaches in post",
                ],
            ),
            (
                lambda line: line.title.endswith("Student placements"),
                [
                    "Action 1.3 Student placements",
                    f"{WORKER}, 02/03/2021 10:00",
                    "new: Student placements",
                    "Ambition: 1",
                    "Ref: 1.3",
                    "Title: Student placements",
                ],
            ),
            (
                lambda line: line.after.startswith("deleted") or "deleted" in line.before + line.after,
                [
                    "Action 2.1 Visits on time",
                    f"{HEAD}, 02/03/2021 10:00: done elsewhere",
                    "edited and deleted → kept until you decide",
                    "⚠ Copies disagree: you decide after the merge.",
                    f"Another says: {WORKER}, 02/03/2021 10:00: clearer",
                    "  Title: Visits on time",
                ],
            ),
            (
                lambda line: line.field == "Commentary",
                [
                    "Action 1.2 Audits · Commentary",
                    f"{WORKER}, 02/03/2021 10:00",
                    "… of ten files. The second round begins in [-April.-] [+May.+]",
                    "⚠ Copies disagree: you decide after the merge.",
                ],
            ),
        ],
    )
    def test_a_change_is_told_in_full(
        self, wanted: Callable[[MergeLine], bool], lines: list[str], look: tuple[Board, MergeResult]
    ) -> None:
        board, preview = look
        names = names_after(board, preview)
        (line,) = [each for each in merge_lines(names, preview) if wanted(each)]
        assert text(line_detail(names, line, Palette({})))[: len(lines)] == lines

    def test_an_edit_that_nobody_signed_says_so(self, look: tuple[Board, MergeResult]) -> None:
        board, preview = look
        names = names_after(board, preview)
        line = next(each for each in merge_lines(names, preview) if each.item == "Risk CIP06")
        nobodys = tuple(replace(each, edit=replace(each.edit, who="", why="")) for each in line.changes)
        unsigned = replace(line, changes=nobodys)
        assert text(line_detail(names, unsigned, Palette({})))[1] == "unsigned, 02/03/2021 10:00"

    def test_what_came_in_is_told_by_name_up_to_a_few_items_and_marked_with_what_it_belongs_to(
        self, look: tuple[Board, MergeResult]
    ) -> None:
        board, preview = look
        assert words_of(preview, board) == f"6 items changed by {', '.join(preview.copies[0].who)}."
        assert identity("1.1") in records_touched(preview, board)
        few = replace(preview, items=tuple(each for each in preview.items if each.kind == "risk"))
        assert words_of(few, board) == f"Risk CIP06: changed by {', '.join(preview.copies[0].who)}."
        assert records_touched(few, board) == {identity("r6")}
        office = (replace(preview.copies[0], who=()),)
        two = tuple(each for each in preview.items if each.record in (identity("r6"), identity("1.1")))
        both = words_of(replace(preview, items=two, copies=office), board)
        assert sorted(both.removesuffix(": changed by somebody.").split(", ")) == ["Action 1.1", "Risk CIP06"]
        gone = replace(preview, items=(replace(few.items[0], record="gone"),), states=(), copies=office)
        assert words_of(gone, board) == "Edits by somebody came in."
        assert records_touched(gone, board) == {"gone"}
        step = replace(few.items[0], field="current_item")
        assert words_of(replace(gone, items=(step,)), board) == "", "who goes to another item changes nothing"
        assert words_of(replace(gone, items=(step, few.items[0])), board) != ""
        assert words_of(replace(gone, items=()), board) == "Edits by somebody came in."


def test_publishing_says_what_went_out_what_came_in_and_what_is_to_decide(look: tuple[Board, MergeResult]) -> None:
    _, many = look
    none = replace(many, edits=(), items=(), copies=())
    one, out = replace(many, edits=many.edits[:1]), Path("/x/plan.board")
    assert [published_words(Published(*each), out) for each in ((none, none), (none, one), (many, none))] == [
        "Nothing new on either side: /x/plan.board is as this copy is.",
        "Published 1 edit to /x/plan.board; 0 came in from there.",
        "Published 0 edits to /x/plan.board; 13 came in from there. 3 to decide: ! begins.",
    ]


REPORT = CopyReport(Path("/x/plan for Head.board"), ("Head",), AT, AT, new=1_234, known=7, conflicts=2)


class TestReports:
    @pytest.mark.parametrize(
        ("values", "words"),
        [
            ({}, "Head"),
            ({"who": ("Head", "Office")}, "Head, Office"),
            ({"who": ()}, "unsigned"),
            ({"new": 0}, "nothing new"),
            ({"refused": "/x/plan for Head.board is another board."}, "refused: is another board."),
        ],
    )
    def test_in_the_list_a_copy_is_told_in_a_few_words(self, values: dict[str, Any], words: str) -> None:
        assert report_words(replace(REPORT, **values)) == words

    @pytest.mark.parametrize(
        ("values", "lines"),
        [
            (
                {},
                [
                    *("From: Head", "Edited: 02/03/2021 10:00 to 02/03/2021 10:00"),
                    "Edits: 1,234 new · 7 here already · 2 to decide",
                ],
            ),
            (
                {"new": 0, "who": ()},
                ["Last edit: unsigned, 02/03/2021 10:00", "Edits: 0 new · 7 here already · 2 to decide"],
            ),
            (
                {"refused": "/x/plan for Head.board is damaged."},
                [
                    "Refused: plan for Head.board is damaged.",
                    "Nothing is merged as long as it is among the copies.",
                ],
            ),
        ],
    )
    def test_in_full_its_path_stands_above_what_it_brings(self, values: dict[str, Any], lines: list[str]) -> None:
        assert text(copy_detail(replace(REPORT, **values), Palette({}))) == ["/x/plan for Head.board", *lines]

    @pytest.mark.parametrize(
        ("days", "said"), [(1, "1 day ahead"), (3, "3 days ahead"), (-1, "1 day behind"), (-20, "20 days behind")]
    )
    def test_a_clock_that_seems_wrong_is_told(self, days: int, said: str) -> None:
        lines = text(copy_detail(replace(REPORT, skew_days=days), Palette({})))
        assert lines[-1] == f"Its clock seems {said}. The order of edits does not hang on it."


class TestOffered:
    OLD = Offered(Path("a.board"), "", StatedCopy(lead="Head", new=0, merged=True))
    NEW = Offered(Path("b.board"), "", StatedCopy(lead="Office", new=1_200, since=AT))
    SAME = Offered(Path("c.board"), "", StatedCopy(new=0))
    OTHER = Offered(Path("d.board"), "", StatedCopy(readable=False))
    UNKNOWN = Offered(Path("e.board"), "")

    def test_what_it_has_is_told_in_words(self) -> None:
        every = (self.OLD, self.NEW, self.SAME, self.OTHER, self.UNKNOWN)
        assert [each.news for each in every] == [
            *("✓ merged", "1,200 edits since 02/03/2021", "nothing new", "no copy of this board", "")
        ]
        assert [each.done for each in every] == [True, False, False, False, False]

    @pytest.mark.parametrize(
        ("words", "found"),
        [("", "bcdea"), ("HEAD", "a"), ("board office", "b"), ("merged", "a"), ("1,200", "b"), ("head office", "")],
    )
    def test_they_are_searched_by_every_word_and_those_that_are_merged_come_last(self, words: str, found: str) -> None:
        offered = (self.OLD, self.NEW, self.SAME, self.OTHER, self.UNKNOWN)
        assert "".join(each.path.stem for each in matching(offered, words)) == found
