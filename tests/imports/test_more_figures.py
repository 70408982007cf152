"""Figures as other offices write them: rows of figures, headings that say more than a period, budgets, totals."""

from __future__ import annotations

from pathlib import Path

from tests.imports.sheets import asked, looked_at, outcomes, records, shown_as, workbook
from tests.imports.test_rules import fields, values


class TestTotals:
    """What begins with *Total* is a total where it sums up, and a record where it is called so."""

    def test_a_kpi_may_be_called_total(self, tmp_path: Path) -> None:
        done = looked_at("KPI,Apr 25,May 25\nTotal contacts,90,91\nVisits,5,6\nTotal,95,97\n", tmp_path)
        assert values(done, "title") == ["Total contacts", "Visits"]
        assert outcomes(done) == {"4": "total"}

    def test_an_action_may_be_called_total(self, tmp_path: Path) -> None:
        text = "Ref,Action,Lead,Due\n1,Total review of placements,HR,01/05/2025\nTotal actions,1,,\n"
        done = looked_at(text, tmp_path)
        assert values(done, "title") == ["Total review of placements"]
        assert outcomes(done) == {"3": "total"}

    def test_a_nought_that_is_shown_as_a_dash_is_a_nought(self, tmp_path: Path) -> None:
        book, sheet = workbook([["Budget line", "Budget", "Spend to date"], ["IT", 40, 0], ["Training", 30, -5]])
        shown_as(sheet, "B2:C3", '_-* #,##0_-;-* #,##0_-;_-* "-"??_-;_-@_-')
        assert values(looked_at((book, sheet), tmp_path), "spent") == ["0", "-5"]
        shown_as(sheet, "B2:C3", "#,##0;(#,##0);-")
        assert values(looked_at((book, sheet), tmp_path), "spent") == ["0", "-5"]


class TestRowsOfFigures:
    TEXT = (
        "Ref,Measure,Period,Value,Audience,Status,Comments,Owner\n"
        "M1,Visits,2024/25 Q1,88,Children,Final,Good,PSW\nM1,Visits,2024/25 Q2,90,Children,Provisional,,QA\n"
        "M2,Plans,2024/25 Q1,20,Adults,Final,,PSW\n"
    )

    def test_what_all_rows_of_a_kpi_say_is_kept_on_it_and_what_differs_beside_each_figure(self, tmp_path: Path) -> None:
        visits, plans = records(looked_at(self.TEXT, tmp_path))
        assert [each.kept for each in (visits, plans)] == [
            [("Audience", "Children")],
            [("Audience", "Adults"), ("Status", "Final")],
        ]
        assert [each.values.get("note", "") for each in visits.children] == [
            "Good; Status: Final",
            "Owner: QA; Status: Provisional",
        ]
        assert visits.values["lead"] == "PSW"

    def test_the_codes_of_areas_say_nothing_of_the_kpi(self, tmp_path: Path) -> None:
        done = looked_at("Measure,Period,Value,la_code\nVisits,2023/24,88,E08\nVisits,2024/25,90,E09\n", tmp_path)
        assert fields(done)[3] == "ignored"
        assert all("note" not in each.values for each in records(done)[0].children)


class TestBudgetsOfSeveralYears:
    def test_the_latest_is_the_budget_and_the_others_are_kept(self, tmp_path: Path) -> None:
        text = (
            "Budget heading,2024/25 budget,2024/25 outturn,2025/26 budget,2025/26 forecast,Variance\nIT,50,49,40,45,5\n"
        )
        (line,) = records(looked_at(text, tmp_path))
        assert [line.values[name] for name in ("year", "approved", "projected", "variance")] == [
            "2025/26",
            "40",
            "45",
            "5",
        ]
        assert line.kept == [("2024/25 budget", "50"), ("2024/25 outturn", "49")]


class TestHeadingsOfFigures:
    def test_what_stands_beside_a_month_or_a_quarter_hides_it_not(self, tmp_path: Path) -> None:
        text = (
            "Measure,Q1 2025/26 (Apr-Jun),Q2 2025/26 (Jul-Sep) provisional,Oct 25 (prov.),Nov 25 *,2025/26 (to date)\n"
            "Absence,7.1,7.4,7.0,6.9,7.2\n"
        )
        (kpi,) = records(looked_at(text, tmp_path))
        told = [(each.values["period"], each.values.get("provisional", False)) for each in kpi.children]
        assert told == [("2025/26 Q1", False), ("2025/26 Q2", True), ("2025-10", True), ("2025-11", False)]
        assert kpi.kept == [("2025/26 (to date)", "7.2")]

    def test_a_year_may_be_provisional(self, tmp_path: Path) -> None:
        (kpi,) = records(looked_at("Measure,2022-23,2023-24 (provisional)\nAbsence,7.4,7.0\n", tmp_path))
        assert [each.values.get("provisional", False) for each in kpi.children] == [False, True]

    def test_the_month_before_that_of_the_title_is_known(self, tmp_path: Path) -> None:
        text = "Scorecard for January 2026,,\n,,\nIndicator,Previous month,This month\nVisits,88%,91%\nPlans,80%,78%\n"
        done = looked_at(text, tmp_path)
        assert [[each.values["period"] for each in kpi.children] for kpi in records(done)] == [
            ["2025-12", "2026-01"]
        ] * 2
        assert asked(done) == []

    def test_a_month_is_not_told_from_a_quarter_before(self, tmp_path: Path) -> None:
        text = (
            "Scorecard for January 2026,,\n,,\nIndicator,Previous quarter,This month\nVisits,88%,91%\nPlans,80%,78%\n"
        )
        assert asked(looked_at(text, tmp_path)) == [("period", "Previous quarter", "B3")]


class TestLinesBelow:
    def test_a_comment_in_a_row_of_its_own_is_that_of_the_kpi_above_it(self, tmp_path: Path) -> None:
        text = (
            "Ref,KPI,Target,Apr 25,May 25\n1,Visits,95%,88%,92%\nCommentary: late start,,,,\n"
            "Children in care,,,,\n2,Plans,80%,81%,79%\n,Comment – steady,,,\n"
        )
        done = looked_at(text, tmp_path)
        assert values(done, "commentary") == ["late start", "steady"]
        assert values(done, "group") == ["", "Children in care"]
        assert outcomes(done) == {"3": "continuation", "4": "section", "6": "continuation"}

    def test_where_a_kind_has_no_field_for_it_it_is_kept(self, tmp_path: Path) -> None:
        done = looked_at("Decision,By\nFund it,Board\nNote: subject to grant,\nMove it,Board\n", tmp_path)
        assert [each.kept for each in records(done)] == [[("Note", "subject to grant")], []]
