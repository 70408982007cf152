"""A column is declared once: papers and terminals fill it alike, and each has its own way of saying nothing."""

from __future__ import annotations

import io
from datetime import date

import pytest
from rich.console import Console

from boardtui.domain.board.board import Board
from boardtui.domain.records.kinds import (
    Action,
    ActionArising,
    Ambition,
    BudgetLine,
    Challenge,
    Decision,
    Meeting,
    Mitigation,
    NextStep,
    Priority,
    Profile,
    Record,
    Risk,
    TaskGroup,
)
from boardtui.domain.records.plan import Progress
from boardtui.domain.records.rag import Rag
from boardtui.domain.records.risks import RiskState
from boardtui.report.document import Column, Table, records_table
from boardtui.report.sections.page import Page, SnapshotOptions
from boardtui.report.snapshot import snapshot_paper
from boardtui.report.tables import lines, table
from tests.domain.boards import board

FULL = board(
    Meeting(id="m", date="02/03/2021"),
    Action(id="a", ref="1.1", title="Coaching"),
    Risk(id="r", ref="R1", title="Capacity"),
    Decision(id="d", meeting="m", item="a", text="Go on", made_by="Board"),
    Challenge(id="c", meeting="m", item="a", text="Why late?", raised_by="Chair", answer="Staffing"),
    ActionArising(
        id="x", meeting="m", item="a", text="Ask", owner="Head", due="2021-03-01", done=True, outcome="Asked"
    ),
    BudgetLine(id="b", title="Grant", source="DfE", year="2020/21", approved="£5k", spent="£2k", spent_at="2021-02-01"),
    Mitigation(
        id="g",
        risk="r",
        title="Cover",
        owner="Head",
        progress=Progress.COMPLETE,
        progress_words="hired",
        due="2021-04-01",
    ),
    TaskGroup(id="t", title="Drafting", action="a", lead="Head", co_lead="Deputy", remit="Write it"),
)


def of_papers(here: Board, heading: str) -> list[list[str]]:
    """The rows of the table in the snapshot that has a column with this heading."""
    tables = [each for each in snapshot_paper(here) if isinstance(each, Table)]
    (found,) = [each for each in tables if heading in [column.heading for column in each.columns]]
    return [[str(cell) for cell in row if cell] for row in found.rows]


@pytest.mark.parametrize(
    ("what", "heading"),
    [
        ("decisions", "Decision"),
        ("challenges", "Challenge"),
        ("actions_arising", "Outcome"),
        ("budget", "Spent to date"),
        ("mitigations", "Mitigation"),
    ],
)
def test_the_terminal_says_what_papers_say(what: str, heading: str) -> None:
    printed = [[cell for cell in row if cell != "–"] for row in lines(FULL, what)]
    assert printed == of_papers(FULL, heading)


def test_what_is_not_stated_is_said_in_papers_and_a_dash_in_a_terminal() -> None:
    here = board(Challenge(id="c", text="Why late?"))
    assert of_papers(here, "Challenge") == [["Why late?", "not stated", "open"]]
    assert list(lines(here, "challenges")) == [["–", "–", "Why late?", "–", "open"]]


def test_a_table_of_records_is_made_as_its_columns_say() -> None:
    page = Page.of(FULL, SnapshotOptions(), date(2021, 3, 2))
    columns = (Column("A", make=lambda _, record: record.title), Column("B", make=lambda _, __: "", missing="none"))
    (made,) = records_table(columns, page, FULL.all(Action))
    assert isinstance(made, Table)
    assert made.rows == (("Coaching", "none"),)
    assert records_table(columns, page, []) == []


@pytest.mark.parametrize(
    ("what", "heading", "words"), [("priorities", "Next steps", "2"), ("budget", "Approved", "£5k")]
)
def test_counts_and_sums_stand_at_the_right_of_their_column_in_a_terminal(what: str, heading: str, words: str) -> None:
    steps = (NextStep(id=each, title="Launch", priority="p") for each in ("n1", "n2"))
    here = board(
        Priority(id="p", ref="P1", title="Workforce"), *steps, BudgetLine(id="b", title="Grant", approved="£5k")
    )
    written = io.StringIO()
    Console(file=written, width=80, color_system=None).print(table(here, what))
    head, row = (next(line for line in written.getvalue().splitlines() if each in line) for each in (heading, words))
    assert row.index(words) + len(words) == head.index(heading) + len(heading)


PARTLY = board(
    Action(id="red", ref="1.1", title="Coach", ambition="one", rag=Rag.RED),
    Action(id="amber", ref="1.2", title="Visit", ambition="one", rag=Rag.AMBER),
    Action(id="other", ref="2.1", title="House", ambition="two", rag=Rag.RED),
    Ambition(id="one", ref="1", title="Practice"),
    Ambition(id="two", ref="2", title="Homes", routed_to="Other\nboard"),
    Risk(id="r1", ref="R1", title="Capacity", category="staff", current="5x5", inherent="5x5", target="1x1"),
    Risk(id="r2", ref="R2", title="Systems", category="staff", current="2x2"),
    Risk(id="r3", ref="R3", title="Homes", category="staff", current="5x5", state=RiskState.CLOSED),
    Risk(id="r4", ref="R4", title="Costs"),
    profile=Profile(id="board", appetite="staff: averse 4"),
)


@pytest.mark.parametrize(
    ("record", "what", "cells"),
    [
        (BudgetLine(id="b", title="Grant", spent="£2k"), "budget", "Grant – – – £2k – – –"),
        (BudgetLine(id="b", title="Grant", spent_at="2021-02-01"), "budget", "Grant – – – – – – –"),
        (
            BudgetLine(id="b", title="Grant", spent="£2k", spent_at="2021-02-01"),
            "budget",
            "Grant – – – £2k (01/02/2021) – – –",
        ),
        (ActionArising(id="x", text="Ask"), "actions_arising", "– – Ask – – – open"),
        (ActionArising(id="x", text="Ask", outcome="Half"), "actions_arising", "– – Ask – – – open: Half"),
        (ActionArising(id="x", text="Ask", done=True), "actions_arising", "– – Ask – – – done"),
        (ActionArising(id="x", text="Ask", done=True, outcome="All"), "actions_arising", "– – Ask – – – done: All"),
        (Mitigation(id="m", title="Cover"), "mitigations", "– Cover – – – –"),
        (Mitigation(id="m", title="Cover", progress_words="hired"), "mitigations", "– Cover – hired – –"),
        (Mitigation(id="m", title="Cover", progress=Progress.COMPLETE), "mitigations", "– Cover – complete – –"),
        (
            Mitigation(id="m", title="Cover", progress=Progress.COMPLETE, progress_words="Complete"),
            "mitigations",
            "– Cover – complete – –",
        ),
        (
            Mitigation(id="m", title="Cover", progress=Progress.COMPLETE, progress_words="hired"),
            "mitigations",
            "– Cover – complete: hired – –",
        ),
        (Decision(id="d", text="Go", date="2021-02-01"), "decisions", "01/02/2021 – Go –"),
        (Challenge(id="c", text="Why?", answer="Staffing"), "challenges", "– – Why? – Staffing"),
    ],
)
def test_a_cell_says_what_is_stated_and_no_more(record: Record, what: str, cells: str) -> None:
    (row,) = lines(board(record), what)
    assert " ".join(row) == cells


def test_an_ambition_counts_its_actions_by_their_ratings_unless_another_board_has_them() -> None:
    assert [row[3:5] for row in lines(PARTLY, "ambitions")] == [
        ["○ Not rated", "R ✖ 1 A ▲ 1"],
        ["now routed through Other / board", "–"],
    ]
    assert [row[3] for row in lines(PARTLY, "actions")] == ["R ✖ Red", "A ▲ Amber", "routed elsewhere"]


def test_a_risk_says_its_scores_with_their_bands_and_whether_it_is_above_what_the_board_tolerates() -> None:
    assert [row[3:7] for row in lines(PARTLY, "risks")] == [
        ["25 extreme", "25 extreme", "1 low", "above tolerance"],
        ["unscored", "4 moderate", "unscored", "–"],
        ["unscored", "25 extreme", "unscored", "closed"],
        ["unscored", "unscored", "unscored", "–"],
    ]
