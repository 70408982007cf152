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
    BudgetLine,
    Challenge,
    Decision,
    Meeting,
    Mitigation,
    NextStep,
    Priority,
    Risk,
    TaskGroup,
)
from boardtui.domain.records.plan import Progress
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
    Mitigation(id="g", risk="r", title="Cover", owner="Head", progress=Progress.COMPLETE, progress_words="hired"),
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
        ("actions_arising", "By when"),
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
