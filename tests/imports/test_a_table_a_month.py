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


def months(head: str, *rows: str) -> str:
    """A table with a title for each month from April 2025 on, each with a row of one KPI and one of another."""
    named = zip(("April", "May", "June"), rows, strict=False)
    return "\n".join(f"{month} 2025,,\n{head}\n{row}\nPlans,1,2,3\nTalks,4,5,6" for month, row in named)


class TestATableAMonth:
    def made(
        self, text: str, folder: Path
    ) -> tuple[dict[str, object], list[dict[str, object]], list[tuple[object, ...]]]:
        """The first KPI, its figures, and its targets that change."""
        planned = looked_at(f"{text}\n", folder, kind="kpi").planned
        (kpi,) = [each for each in planned.changes if each.values.get("title") == "Visits"]
        own = [each for each in planned.changes if each.values.get("kpi") == kpi.record]
        changes = [each.values for each in own if each.kind == "target_change"]
        return (
            dict(kpi.values),
            [dict(each.values) for each in own if each.kind == "reading"],
            [(each["since"], each.get("upper", ""), each.get("minimum", "")) for each in changes],
        )

    def test_what_each_says_beside_its_figure_is_the_note_of_that(self, tmp_path: Path) -> None:
        text = months("KPI,Comments,Actual,Blob", "Visits,late,5,x", "Visits,early,6,y")
        kpi, figures, _ = self.made(text, tmp_path)
        assert [each["note"] for each in figures] == ["Blob: x; Commentary: late", "Blob: y; Commentary: early"]
        assert set(kpi) == {"title"}

    @pytest.mark.parametrize(
        ("targets", "own", "changes"),
        [
            (("90,", "90,", "90,"), ("90", None), []),
            (("90,", "91,", "91,"), ("90", None), [("2025-05", "91", "")]),
            (("90,", "91,", "90,"), ("90", None), [("2025-05", "91", ""), ("2025-06", "90", "")]),
            (("90,", ",", "90,"), ("90", None), []),
            (("90,80", ",", "91,"), ("90", "80"), [("2025-06", "91", "80")]),
            ((",", "91,", "91,"), (None, None), [("2025-05", "91", "")]),
        ],
    )
    def test_a_target_holds_until_another_month_says_otherwise(
        self,
        targets: tuple[str, str, str],
        own: tuple[str | None, str | None],
        changes: list[tuple[str, str, str]],
        tmp_path: Path,
    ) -> None:
        text = months("KPI,Actual,Target,Minimum", *(f"Visits,5,{each}" for each in targets))
        kpi, figures, changed = self.made(text, tmp_path)
        assert (kpi.get("upper"), kpi.get("minimum")) == own
        assert changed == changes
        assert [each["period"] for each in figures] == ["2025-04", "2025-05", "2025-06"]

    @pytest.mark.parametrize(("length", "note"), [(494, True), (495, False)])
    def test_what_is_too_long_for_a_note_is_kept_on_the_kpi(self, length: int, tmp_path: Path, *, note: bool) -> None:
        text = months("KPI,Actual,Blob,Glob", f"Visits,5,{'x' * length},", "Visits,6,,")
        kpi, figures, _ = self.made(text, tmp_path)
        assert ("note" in figures[0]) == note
        assert kpi.get("other_words") == (None if note else f"Blob (2025-04): {'x' * length}")


def test_a_title_over_each_table_is_the_period_of_its_figures(tmp_path: Path) -> None:
    head, row = "KPI,Target,This month\n", "Visits,90%,{}%\nPlans,90%,70%\n"
    text = f"Scorecard for April 2025,,\n{head}{row.format(88)}\nMay 2025,,\n{head}{row.format(89)}"
    done = looked_at(text, tmp_path)
    assert asked(done) == []
    assert done.planned.made == {"kpi": 2, "reading": 4}
    assert [each.values["period"] for kpi in records(done)[::2] for each in kpi.children] == ["2025-04", "2025-05"]
