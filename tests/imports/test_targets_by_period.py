"""Sheets that state a target, a rating or a comment for each period, across or in rows below each other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from boardtui.domain.board.board import Board
from boardtui.domain.kpis.scorecard import KpiView
from boardtui.domain.kpis.targets import Status
from boardtui.domain.records.kinds import KINDS, Kpi, Profile, Reading, Record, TargetChange
from boardtui.domain.records.kpis import Polarity
from boardtui.exchange.sheets.drafts import Draft
from tests.imports.sheets import asked, looked_at, outcomes, records, workbook
from tests.imports.test_rules import fields


def across(tmp_path: Path) -> list[Draft]:
    rows: list[list[Any]] = [
        ["Measure", None, "Q1 2025/26", None, None, "Q2 2025/26", None, None],
        ["Ref", "Name", "Target", "Actual", "RAG", "Target", "Actual", "RAG"],
        ["M1", "Visits", "90%", "88%", "A", "92%", "93%", "G"],
        ["M2", "Plans", "80%", "70%", "R", "80%", None, "A"],
    ]
    book, sheet = workbook(rows)
    for area in ("A1:B1", "C1:E1", "F1:H1"):
        sheet.merge_cells(area)
    done = looked_at((book, sheet), tmp_path)
    assert fields(done)[2:] == ["upper", "reading", "figure_note", "upper", "reading", "figure_note"]
    return records(done)


def children(draft: Draft, kind: str) -> list[dict[str, object]]:
    return [dict(each.values) for each in draft.children if each.kind == kind]


class TestAcross:
    def test_the_first_target_is_that_of_the_kpi_and_another_holds_from_its_period_on(self, tmp_path: Path) -> None:
        visits, plans = across(tmp_path)
        assert visits.values["upper"] == "90%"
        assert children(visits, "target_change") == [{"since": "2025/26 Q2", "upper": "92%"}]
        assert plans.values["upper"] == "80%"
        assert children(plans, "target_change") == []

    def test_a_rating_of_a_period_stands_beside_its_figure_and_without_one_on_the_kpi(self, tmp_path: Path) -> None:
        visits, plans = across(tmp_path)
        assert [each["note"] for each in children(visits, "reading")] == ["RAG: A", "RAG: G"]
        assert plans.kept == [("Q2 2025/26 / RAG", "A")]

    def test_periods_may_stand_in_the_headings_themselves(self, tmp_path: Path) -> None:
        text = "KPI,Target Q1 2025/26,Q1 2025/26,RAG Q1 2025/26,Target Q2 2025/26,Q2 2025/26,RAG Q2 2025/26,Minimum\n"
        (kpi,) = records(looked_at(f"{text}Visits,90,88,A,92,93,G,70\n", tmp_path))
        assert (kpi.values["upper"], kpi.values["minimum"]) == ("90", "70")
        assert children(kpi, "target_change") == [{"since": "2025/26 Q2", "upper": "92", "minimum": "70"}]
        assert [each["note"] for each in children(kpi, "reading")] == ["RAG: A", "RAG: G"]

    def test_beside_a_target_without_a_period_those_of_periods_are_kept_as_words(self, tmp_path: Path) -> None:
        text = "KPI,Annual target,Q1 target,Q1 2025/26,Q2 target,Q2 2025/26\nVisits,90,80,81,85,86\n"
        (kpi,) = records(looked_at(text, tmp_path))
        assert kpi.values["upper"] == "90"
        assert kpi.kept == [("Q1 target", "80"), ("Q2 target", "85")]

    @pytest.mark.parametrize("heading", ["Target 2024/25", "2024/25 target", "Q1 2025/26 target"])
    def test_one_target_alone_is_that_of_the_kpi(self, heading: str, tmp_path: Path) -> None:
        done = looked_at(f"KPI,{heading},Apr 25\nVisits,90%,88%\n", tmp_path)
        assert fields(done) == ["title", "upper", "reading"]
        assert asked(done) == []


class TestInRows:
    TEXT = (
        "KPI,,Apr-25,May-25,Jun-25\nVisits,Actual,88%,90%,91%\n{0},Target,85%,85%,86%\n{0},RAG,G,A,A\n"
        "{0},England,80%,,81%\nPlans,Target,95%,95%,95%\n{1},Actual,78%,70%,71%\n"
    )

    @pytest.mark.parametrize("again", [("", ""), ("Visits", "Plans")], ids=["once", "again"])
    def test_a_row_for_targets_ratings_and_others_belongs_to_the_kpi_above(
        self, again: tuple[str, str], tmp_path: Path
    ) -> None:
        done = looked_at(self.TEXT.format(*again), tmp_path)
        visits, plans = records(done)
        assert visits.values == {"title": "Visits", "upper": "85%"}
        assert [(each["value"], each["note"]) for each in children(visits, "reading")] == [
            ("88%", "RAG: G"),
            ("90%", "RAG: A"),
            ("91%", "RAG: A"),
        ]
        assert children(visits, "target_change") == [{"since": "2025-06", "upper": "86%"}]
        assert [(each["title"], each["year"]) for each in children(visits, "comparator")] == [
            ("England", "2025-04"),
            ("England", "2025-06"),
        ]
        assert (plans.values["upper"], len(children(plans, "reading"))) == ("95%", 3)
        assert outcomes(done) == dict.fromkeys(("3", "4", "5", "7"), "continuation")


class TestNextYear:
    TEXT = "KPI,Target Q1 2026/27,Q1 2026/27,Target Q2 2026/27,Q2 2026/27\nVisits,92,93,94,\n"

    def board(self, *changes: TargetChange) -> Board:
        kpi = Kpi(id="k", title="Visits", upper="90", polarity=Polarity.HIGH)
        old = Reading(id="r", kpi="k", period="2025/26 Q1", value="88")
        held: dict[str, dict[str, Record]] = {kind: {} for kind in KINDS}
        for each in (kpi, old, *changes):
            held[each.kind.name][each.id] = each
        return Board(Profile(id="p"), held)

    def test_the_targets_of_older_figures_stay_and_new_ones_hold_from_their_period_on(self, tmp_path: Path) -> None:
        done = looked_at(self.TEXT, tmp_path, board=self.board())
        made = [each.values for each in done.planned.changes if each.kind == "target_change"]
        assert [(each["since"], each["upper"]) for each in made] == [("2026/27 Q1", "92"), ("2026/27 Q2", "94")]
        assert not [each for each in done.planned.fields if each.field == "upper"]

    def test_a_target_that_held_already_is_no_change(self, tmp_path: Path) -> None:
        before = TargetChange(id="c", kpi="k", since="2025/26 Q3", upper="92")
        done = looked_at(self.TEXT, tmp_path, board=self.board(before))
        made = [each.values["since"] for each in done.planned.changes if each.kind == "target_change"]
        assert made == ["2026/27 Q2"]

    def test_a_minimum_that_holds_goes_with_a_target_that_changes(self, tmp_path: Path) -> None:
        before = TargetChange(id="c", kpi="k", since="2025/26 Q3", upper="91", minimum="70")
        done = looked_at(self.TEXT, tmp_path, board=self.board(before))
        made = [each.values for each in done.planned.changes if each.kind == "target_change"]
        assert [(each["since"], each["upper"], each["minimum"]) for each in made] == [
            ("2026/27 Q1", "92", "70"),
            ("2026/27 Q2", "94", "70"),
        ]

    def test_a_later_target_is_held_against_by_the_polarity_of_its_kpi(self) -> None:
        board = self.board(TargetChange(id="c", kpi="k", since="2025/26 Q1", upper="80"))
        assert KpiView(board, board.all(Kpi)[0]).status is Status.MET
