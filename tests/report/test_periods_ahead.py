"""A figure of a period that had not begun stands in no trend table; the paper says so beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import StringIO

from rich.console import Console

from boardtui.domain.board.board import Board
from boardtui.domain.kpis.scorecard_blocks import Scorecard
from boardtui.report.sections.page import SnapshotOptions
from boardtui.report.snapshot import snapshot
from boardtui.report.trend_table import TrendTable
from tests.domain.making import board_of, kpi_of, trend


def _board() -> Board:
    kpi = kpi_of("1.1", unit="percent")
    figures = trend(kpi, {"2026-09": "91%", "2026-10": "92%", "2091-03": "99%"})
    return board_of(kpi, *(replace(each, changed_at="2026-11-28T09:00:00Z") for each in figures))


def _rows(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if line.startswith("|"))


def test_the_printed_table_has_no_column_for_it() -> None:
    printed = StringIO()
    Console(file=printed, width=160).print(TrendTable(Scorecard().rows(_board()), date(2026, 11, 28)))
    assert "Oct 26" in printed.getvalue()
    assert "Mar 91" not in printed.getvalue()
    assert "99%" not in printed.getvalue()


def test_a_paper_for_the_public_says_that_there_is_one_and_not_which() -> None:
    text = snapshot(_board(), SnapshotOptions(public=True))
    told = text.partition("Figures to check")[2]
    assert "1.1" in told
    assert "a period that had not begun" in told
    assert "99%" not in text
    assert "Mar 91" not in text


def test_a_paper_has_no_column_for_it_and_says_that_it_is_there() -> None:
    text = snapshot(_board())
    tables = _rows(text)
    assert "Oct 26" in tables
    assert "Mar 91" not in tables
    assert "99%" not in tables
    assert "that period had not begun" in text.partition("Figures to check")[2]
