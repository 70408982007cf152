"""Scorecards with a sheet, a table or a section for each month: one KPI with a figure of each."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.imports.sheets import asked, flags, looked_at, put, records

HEAD = ["Ref", "KPI", "Target", "Actual", "RAG", "Lead"]


def sheets(*months: tuple[str, str, str]) -> tuple[Workbook, Worksheet]:
    """A sheet for each month: its name, and the target and the lead it states."""
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    for number, (month, target, lead) in enumerate(months):
        sheet = book.create_sheet(month) if number else first
        sheet.title = month
        put(sheet, [HEAD, ["1", "Visits", target, f"8{number}%", "A", lead]])
    return book, first


class TestASheetAMonth:
    def test_its_name_is_the_period_of_its_figures(self, tmp_path: Path) -> None:
        done = looked_at(sheets(("Apr 25", "90%", "PMO"), ("May 25", "90%", "PMO")), tmp_path)
        assert asked(done) == []
        told = [(each.values["period"], each.values["value"]) for kpi in records(done) for each in kpi.children]
        assert told == [("2025-04", "80%"), ("2025-05", "81%")]

    def test_the_kpi_is_made_once_and_each_row_counts_as_added(self, tmp_path: Path) -> None:
        done = looked_at(sheets(("Apr 25", "90%", "PMO"), ("May 25", "90%", "PMO")), tmp_path)
        assert done.planned.made == {"kpi": 1, "reading": 2}
        assert [dict(counts) for counts in done.counts.values()] == [{"added": 1}, {"added": 1}]
        assert flags(done) == []

    def test_a_target_that_differs_holds_from_its_month_on_and_what_else_differs_stands_beside_the_figure(
        self, tmp_path: Path
    ) -> None:
        done = looked_at(sheets(("May 25", "92%", "HR"), ("Apr 25", "90%", "PMO")), tmp_path)
        made = {kind: [each.values for each in done.planned.changes if each.kind == kind] for kind in done.planned.made}
        assert [each["upper"] for each in made["kpi"]] == ["90%"]
        assert [(each["since"], each["upper"]) for each in made["target_change"]] == [("2025-05", "92%")]
        assert [each["note"] for each in made["reading"]] == ["RAG: A", "RAG: A; Lead: PMO"]

    def test_rows_of_one_month_are_not_joined(self, tmp_path: Path) -> None:
        done = looked_at(sheets(("Apr 25", "90%", "PMO"), ("April 2025", "90%", "PMO")), tmp_path)
        assert done.planned.made["kpi"] == 2
        assert {what for _, what in flags(done)} == {"same_ref"}

    @pytest.mark.parametrize("title", ["2025/26", "Report of 12 April 2025", "Scorecard", "April 2025 to May 2025"])
    def test_what_is_no_month_or_quarter_leaves_the_question(self, title: str, tmp_path: Path) -> None:
        text = f"{title},,\n\nKPI,Target,Actual\nVisits,90%,88%\nPlans,90%,88%\n"
        assert [about for about, _, _ in asked(looked_at(text, tmp_path))] == ["period"]


def test_a_title_over_each_table_is_the_period_of_its_figures(tmp_path: Path) -> None:
    head, row = "KPI,Target,This month\n", "Visits,90%,{}%\nPlans,90%,70%\n"
    text = f"Scorecard for April 2025,,\n{head}{row.format(88)}\nMay 2025,,\n{head}{row.format(89)}"
    done = looked_at(text, tmp_path)
    assert asked(done) == []
    assert done.planned.made == {"kpi": 2, "reading": 4}
    assert [each.values["period"] for kpi in records(done)[::2] for each in kpi.children] == ["2025-04", "2025-05"]
