"""What a line of the history says of a change, of a part, of what was said and found again, and of its way back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from boardtui.domain.records.declare import identity_for
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import KINDS
from boardtui.session.history_lines import (
    HistoryLine,
    SaidLine,
    ToldChange,
    history_lines,
    said_lines,
    told_back,
    ways_back,
)
from boardtui.store.board_file import BoardFile
from boardtui.store.copies.merge import merge
from boardtui.store.copies.send import send_copy
from tests.domain.making import new_id

KPI, ACTION, MEETING, DECISION = (new_id() for _ in range(4))
READING = identity_for(KINDS["reading"], {"kpi": KPI, "series": "period", "period": "2021-02"}, "")
CHAIR = "Independent Chair"


@pytest.fixture
def file(tmp_path: Path) -> Iterator[BoardFile]:
    with BoardFile.create(
        tmp_path / "plan.board", "Plan", who="Office", clock=lambda: datetime(2021, 3, 2, 10, tzinfo=UTC)
    ) as made:
        made.write([Change(MEETING, "meeting", {"date": "2021-03-02"})], who="Office")
        made.write([Change(KPI, "kpi", {"ref": "2.1", "title": "Visits"})], who="Office")
        values = {"ref": "1.1", "title": "Write", "commentary": "We  hired\ntwo coaches"}
        made.write([Change(ACTION, "action", values)], who="Office")
        yield made


def lines(file: BoardFile, *, of: str = "", full: bool = True) -> list[HistoryLine]:
    board, entries = file.read(), file.history()
    born = file.first_edits([each.edit.record for each in entries])
    return history_lines(board, entries, born, of=board.find(of), full=full)


@pytest.mark.parametrize(
    ("change", "line", "back"),
    [
        (ToldChange("Lead", "HR", "Chair"), "Lead: HR → Chair", "Lead: Chair → HR"),
        (ToldChange("Lead", "HR", ""), "Lead: HR → nothing", "Lead: nothing → HR"),
        (ToldChange("Lead", "", "Chair"), "Lead: Chair", "Lead: Chair → nothing"),
        (ToldChange("RAG", "", "R ✖ Red", "Not rated"), "RAG: R ✖ Red", "RAG: R ✖ Red → Not rated"),
        (ToldChange("Notes", "one\ntwo", "three"), "Notes: one / two → three", "Notes: three → one / two"),
        (
            ToldChange("RAG", "", "R ✖ Red", others=("A ▲ Amber", ""), settles=True),
            "RAG: R ✖ Red, not A ▲ Amber or nothing",
            "RAG: R ✖ Red → nothing",
        ),
        (ToldChange("RAG", "", "R ✖ Red", settles=True), "RAG: R ✖ Red", "RAG: R ✖ Red → nothing"),
    ],
)
def test_a_field_is_told_from_and_to_and_back(change: ToldChange, line: str, back: str) -> None:
    assert change.line == line
    assert told_back(HistoryLine("k", "", "", "", "", "", (change,))) == back


@pytest.mark.parametrize(
    ("deed", "fields", "words", "back"),
    [
        ("added", (ToldChange("Ref", "", "1.1"),), "added; Ref: 1.1", "removed again"),
        ("deleted", (), "deleted", "brought back"),
        ("restored", (), "restored", ""),
        ("", (), "as before", ""),
        (
            "",
            (ToldChange("A", "", "b"), ToldChange("C", "d", "e")),
            "A: b; C: d → e",
            "A: b → nothing; C: e → d",
        ),
    ],
)
def test_what_was_done_and_what_would_undo_it_are_one_line_each(
    deed: str, fields: tuple[ToldChange, ...], words: str, back: str
) -> None:
    line = HistoryLine("k", "2021-03-02T10:00:00Z", "", "", "", deed, fields)
    assert (line.words, told_back(line), line.when) == (words, back, "02/03/2021 10:00")


def test_a_part_says_what_it_belongs_to_only_where_that_is_not_known(file: BoardFile) -> None:
    file.write([Change(READING, "reading", {"kpi": KPI, "period": "2021-02", "value": "91%"})], who="")
    file.write([Change(READING, "reading", {"value": "92%", "note": "late"})], who=CHAIR, why="two\nlines")
    within, alone = lines(file, of=KPI)[:2], lines(file)[:2]
    assert [each.words for each in within] == ["Value: 91% → 92%; Note: late", "added; Value: 91%"]
    assert [each.words for each in alone] == [
        "Value: 91% → 92%; Note: late",
        "added; KPI: 2.1 Visits; Period: Feb 21; Value: 91%",
    ]
    assert [(each.who, each.why) for each in alone] == [(CHAIR, "two lines"), ("unsigned", "")]
    assert [(each.name, each.cell) for each in alone] == [("Reading of 2.1, Feb 21", "2.1 Feb 21")] * 2


def test_links_are_told_in_full_where_there_is_room(file: BoardFile) -> None:
    file.write([Change(ACTION, "action", {"links": [KPI]})], who=CHAIR)
    assert [lines(file, full=full)[0].words for full in (True, False)] == [
        "Linked to: KPI 2.1 Visits",
        "Linked to: KPI 2.1",
    ]


def test_the_meeting_in_which_it_was_said_is_named_also_where_it_is_gone(file: BoardFile) -> None:
    file.write([Change(ACTION, "action", {"lead": "HR"})], who=CHAIR, meeting=MEETING)
    assert [each.meeting for each in lines(file)[:2]] == ["meeting of 02/03/2021", ""]
    file.write([Change(MEETING, "meeting", delete=True)], who=CHAIR)
    assert [each.meeting for each in lines(file)[:2]] == ["", "a meeting"]


def test_what_is_deleted_says_so_behind_its_name(file: BoardFile) -> None:
    file.write([Change(ACTION, "action", delete=True)], who=CHAIR)
    deleted, *_, made = [each for each in lines(file) if each.name.startswith("Action")]
    assert (deleted.name, deleted.cell, deleted.deed) == ("Action 1.1 (deleted)", "Action 1.1 (deleted)", "deleted")
    assert made.name == "Action 1.1 (deleted)"


def test_what_came_in_with_a_copy_is_marked_and_nobody_here_takes_it_back(file: BoardFile, tmp_path: Path) -> None:
    copied = send_copy(file, tmp_path / "lead.board", lead="")
    with BoardFile.open(copied) as copy:
        copy.write([Change(ACTION, "action", {"lead": "HR"})], who=CHAIR)
    merge(file, [copied])
    (line, *_), entries = lines(file), file.history()
    assert line.mark == "came in with a copy"
    way = ways_back(file.read(), entries, CHAIR, {})[line.key]
    assert (way.batch, way.mine) == ("", False)
    assert way.why_not == "It came in with a copy: set the item to what it should be."


def test_why_something_cannot_be_taken_back_is_said(file: BoardFile) -> None:
    file.write([Change(ACTION, "action", {"lead": "HR"})], who="")
    file.write([Change(ACTION, "action", {"title": "Write it"})], who=CHAIR)
    file.undo(who=CHAIR)
    file.write([Change(MEETING, "meeting", {"state": "running"})], who=CHAIR)
    file.write([Change(KPI, "kpi", {"title": "Visited"})], who=CHAIR.upper())
    ways = list(ways_back(file.read(), file.history(), CHAIR, {}).values())
    assert [each.why_not for each in ways[:5]] == [
        "",
        "It leads through a meeting, which nobody takes back.",
        "It took something back itself: ctrl+y does that again.",
        "It was taken back already.",
        "Somebody who did not sign did it: only what you did yourself can be taken back.",
    ]
    assert [(bool(each.batch), each.mine, each.others) for each in ways[:2]] == [(True, True, 0), (False, False, 0)]


class TestSaidBefore:
    """Words that are found again say where they stood, who said them and whether they still stand."""

    def found(self, file: BoardFile, phrase: str) -> list[SaidLine]:
        return said_lines(file.read(), file.said_before(phrase, limit=9), phrase, file.edits_of_deleted())

    def test_where_they_stand_now_and_where_they_were_replaced(self, file: BoardFile) -> None:
        decision = {"meeting": MEETING, "item": ACTION, "text": "Hire two coaches"}
        file.write([Change(DECISION, "decision", decision)], who=CHAIR)
        file.write([Change(KPI, "kpi", {"title": "Visited"})], who="", why="said by two coaches")
        file.write([Change(ACTION, "action", {"commentary": ""})], who=CHAIR)
        assert self.found(file, "two  Coaches") == [
            SaidLine(KPI, "said by two coaches", "KPI 2.1 · Reason · 02/03/2021", True),
            SaidLine(
                DECISION,
                "Hire two coaches",
                f"Decision “Hire two coaches” on 1.1 · Decision · {CHAIR}, 02/03/2021",
                True,
            ),
            SaidLine(
                ACTION, "We hired two coaches", "Action 1.1 · Commentary · Office, 02/03/2021 · since replaced", False
            ),
        ]

    def test_what_was_deleted_since_is_still_called_what_it_was_called(self, file: BoardFile) -> None:
        file.write([Change(ACTION, "action", delete=True)], who=CHAIR, why="two coaches are enough")
        assert self.found(file, "two coaches") == [
            SaidLine(
                ACTION, "two coaches are enough", f"Action 1.1 · Reason · {CHAIR}, 02/03/2021 · since removed", False
            ),
            SaidLine(
                ACTION, "We hired two coaches", "Action 1.1 · Commentary · Office, 02/03/2021 · since removed", False
            ),
        ]
        assert self.found(file, "three coaches") == []
