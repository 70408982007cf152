"""Sheets as other offices lay them out: each comes to what a careful person would enter."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from boardtui.domain.board.board import Board
from tests.imports.sheets import BOARD, asked, day, flags, looked_at, outcomes, records, shown_as, workbook
from tests.imports.test_rules import fields, values


class TestComparators:
    """Columns that say how others do are comparators of the KPI in their row."""

    @pytest.mark.parametrize(
        ("heading", "title", "year"),
        [
            ("England", "England", ""),
            ("National 23/24", "National", "2023/24"),
            ("2023/24 England average", "England average", "2023/24"),
            ("Stat. neighbours (2024)", "Stat. neighbours", "2024"),
            ("SN Avg", "SN Avg", ""),
            ("Yorkshire & Humber", "Yorkshire & Humber", ""),
            ("South East (%)", "South East", ""),
        ],
    )
    def test_whatever_they_are_called(self, heading: str, title: str, year: str, tmp_path: Path) -> None:
        done = looked_at(f"KPI,Target,Apr 25,{heading}\nVisits,90%,88%,85%\n", tmp_path)
        assert fields(done) == ["title", "upper", "reading", "comparator"]
        (_, other) = records(done)[0].children
        assert (other.kind, other.values.get("title"), other.values.get("year", "")) == ("comparator", title, year)
        assert other.values["value"] == "85%"

    def test_a_year_below_a_name_is_theirs_and_no_reading(self, tmp_path: Path) -> None:
        rows = [["Measure", "2024/25", None, "England", "London"], [None, "Q1", "Q2", "2023/24", "2023/24"]]
        book, sheet = workbook([*rows, ["Visits", 90, 91, 85, 88]])
        for area in ("A1:A2", "B1:C1"):
            sheet.merge_cells(area)
        (kpi,) = records(looked_at((book, sheet), tmp_path))
        told = [(c.kind, c.values.get("title", c.values.get("period")), c.values.get("year")) for c in kpi.children]
        assert told == [
            ("reading", "2024/25 Q1", None),
            ("reading", "2024/25 Q2", None),
            ("comparator", "England", "2023/24"),
            ("comparator", "London", "2023/24"),
        ]

    def test_provisional_ones_are_marked_and_missing_ones_stay_as_stated(self, tmp_path: Path) -> None:
        text = "KPI,Target,Apr 25,England (provisional),Statistical neighbours\nVisits,90%,88%,85%,n/a\n"
        _, england, neighbours = records(looked_at(text, tmp_path))[0].children
        assert (england.values["title"], england.values["provisional"]) == ("England", True)
        assert neighbours.values["value"] == "n/a"

    def test_in_a_row_for_each_figure_they_are_of_the_same_period(self, tmp_path: Path) -> None:
        text = "Month,KPI,Actual,England\nApril 2025,Visits,88%,85%\nMay 2025,Visits,89%,\n"
        (kpi,) = records(looked_at(text, tmp_path))
        told = [(child.kind, child.values.get("year", child.values.get("period"))) for child in kpi.children]
        assert told == [("reading", "2025-04"), ("comparator", "2025-04"), ("reading", "2025-05")]

    @pytest.mark.parametrize("heading", ["England rank", "National target", "Gap to England", "Region lead"])
    def test_what_only_speaks_of_others_is_none(self, heading: str, tmp_path: Path) -> None:
        done = looked_at(f"KPI,Target,Apr 25,{heading}\nVisits,90%,88%,3\n", tmp_path)
        assert "comparator" not in fields(done)


class TestPartsOfFigures:
    def test_numerator_and_denominator_stand_below_their_period(self, tmp_path: Path) -> None:
        rows = [
            ["Indicator", None, "2024/25", None, None],
            [None, None, "Q1", None, None],
            ["Ref", "Name", "Num", "Den", "%"],
            ["P1", "Health assessments", 18, 20, 0.9],
        ]
        book, sheet = workbook(rows)
        for area in ("A1:B2", "C1:E1", "C2:E2"):
            sheet.merge_cells(area)
        shown_as(sheet, "E4", "0.0%")
        done = looked_at((book, sheet), tmp_path)
        assert fields(done) == ["ref", "title", "numerator", "denominator", "reading"]
        (reading,) = records(done)[0].children
        assert reading.values == {"period": "2024/25 Q1", "numerator": "18", "denominator": "20", "value": "90.0%"}

    def test_they_may_stand_in_one_heading_with_it(self, tmp_path: Path) -> None:
        text = "KPI,Apr-25 numerator,Apr-25 denominator,Apr-25\nVisits,18,20,90%\n"
        (reading,) = records(looked_at(text, tmp_path))[0].children
        assert reading.values == {"period": "2025-04", "numerator": "18", "denominator": "20", "value": "90%"}

    def test_the_sign_may_stand_in_the_heading(self, tmp_path: Path) -> None:
        rows = [["KPI", "Apr 25", None, "May 25", None], [None, "Num", "%", "Num", "%"], ["Visits", 44, 88, 45, 90]]
        book, sheet = workbook(rows)
        for area in ("A1:A2", "B1:C1", "D1:E1"):
            sheet.merge_cells(area)
        (kpi,) = records(looked_at((book, sheet), tmp_path))
        told = [(child.values["numerator"], child.values["value"]) for child in kpi.children]
        assert told == [("44", "88%"), ("45", "90%")]

    def test_of_two_figures_of_one_period_the_first_is_entered_and_the_other_kept(self, tmp_path: Path) -> None:
        (kpi,) = records(looked_at("KPI,Target,2023/24 actual,2023/24 outturn\nVisits,90,88,89\n", tmp_path))
        assert [child.values["value"] for child in kpi.children] == ["88"]
        assert kpi.kept == [("2023/24 outturn", "89")]

    @pytest.mark.parametrize("again", ["", "Visits"])
    def test_they_may_stand_in_rows_below_each_other(self, again: str, tmp_path: Path) -> None:
        text = f"Measure,,Apr-25,May-25\nVisits,Numerator,88,90\n{again},Denominator,100,99\n{again},%,88,90.9\n"
        done = looked_at(f"{text}Plans,Numerator,45,46\n{again and 'Plans'},Denominator,50,50\n", tmp_path)
        visits, plans = records(done)
        assert [(c.values["numerator"], c.values["denominator"], c.values["value"]) for c in visits.children] == [
            ("88", "100", "88%"),
            ("90", "99", "90.9%"),
        ]
        assert [child.values["denominator"] for child in plans.children] == ["50", "50"]
        assert set(outcomes(done).values()) == {"continuation"}

    def test_a_quarter_without_its_year_is_asked_about(self, tmp_path: Path) -> None:
        done = looked_at("KPI,Q1 target,Q1 actual\nVisits,90%,85%\n", tmp_path)
        assert asked(done) == [("period", "Q1 actual", "C1")]


class TestAreas:
    """Rows of one KPI and period are of several areas: only the board's own is a reading."""

    def test_a_column_that_names_england_tells_the_areas(self, tmp_path: Path) -> None:
        text = "Indicator,Who,Year,Figure\nReferrals,Borough A,2022/23,51\nReferrals,England,2022/23,49\n"
        assert asked(looked_at(text, tmp_path)) == [("area", "", "B1")]
        (kpi,) = records(looked_at(text, tmp_path, area="Borough A"))
        assert [(child.kind, child.values["value"]) for child in kpi.children] == [
            ("reading", "51"),
            ("comparator", "49"),
        ]

    def test_where_nothing_tells_them_the_second_is_refused(self, tmp_path: Path) -> None:
        text = "Indicator,Team,Month,Figure\nVisits,North,April 2025,5\nVisits,South,April 2025,6\n"
        done = looked_at(text, tmp_path)
        assert outcomes(done) == {"3": "unanswered"}
        assert asked(done) == [("area", "", "A1")]


class TestWords:
    @pytest.mark.parametrize(
        ("words", "polarity"),
        [("Higher is better", "high"), ("Low is good", "low"), ("▲", "high"), ("Near target", "near target")],
    )
    def test_which_way_is_good_is_said_in_many_ways(self, words: str, polarity: str, tmp_path: Path) -> None:
        done = looked_at(f"KPI,Polarity,Target,Apr 25\nVisits,{words},90%,88%\n", tmp_path)
        assert (values(done, "polarity"), asked(done)) == ([polarity], [])

    def test_what_is_not_known_is_asked_about(self, tmp_path: Path) -> None:
        done = looked_at("KPI,Polarity,Target,Apr 25\nVisits,Goldilocks,90%,88%\n", tmp_path)
        assert asked(done) == [("polarity", "Goldilocks", "B2")]

    def test_severity_has_one_letter_too(self, tmp_path: Path) -> None:
        text = "Risk,Likelihood (L),Severity (S),L x S,Residual L,Residual S\nBreach,3,4,12,2,4\n"
        (risk,) = records(looked_at(text, tmp_path))
        assert (risk.values["inherent"], risk.values["current"], risk.kept) == ("3x4", "2x4", [])


class TestHeadings:
    def test_marks_of_footnotes_and_a_row_of_units_are_no_part_of_them(self, tmp_path: Path) -> None:
        rows = [
            ["Budget line", "Approved budget ¹", "Spend to 30 June†"],
            [None, "£000", "£000"],
            ["Coaching", 120, 30],
        ]
        done = looked_at(workbook(rows), tmp_path)
        assert done.reads[0].mapping.table.header_rows == [1, 2]
        assert fields(done) == ["title", "approved", "spent"]
        assert asked(done) == [("money", "£000", "Plan!B2")]

    def test_a_sign_of_money_may_follow_them(self, tmp_path: Path) -> None:
        text = "Heading,Funding source,Budget £,Forecast (£)\nCoaching,Grant,75,80\n"
        done = looked_at(text, tmp_path, kind="budget_line")
        assert fields(done) == ["title", "source", "approved", "projected"]

    def test_where_a_noun_heads_numbers_it_is_the_ref(self, tmp_path: Path) -> None:
        empty = Board(BOARD.profile, {kind: {} for kind in BOARD.records})
        done = looked_at("Ambition,Title,Lead\n1,Strong leadership,Chief Executive\n", tmp_path, board=empty)
        assert records(done)[0].values == {"ref": "1", "title": "Strong leadership", "lead": "Chief Executive"}
        assert fields(looked_at("Action,Description,Lead\n1.1,Write it,A\n1.2,Send it,B\n", tmp_path))[0] == "ref"

    @pytest.mark.parametrize(
        ("heading", "field"),
        [
            ("Who is responsible?", "lead"),
            ("Where are we now?", "commentary"),
            ("What we will do", "title"),
            ("Latest comments", "commentary"),
            ("Reason for RAG", "rationale"),
            ("Expected completion", "due"),
        ],
    )
    def test_questions_head_columns_too(self, heading: str, field: str, tmp_path: Path) -> None:
        title = [] if field == "title" else ["Action"]
        rows = [[heading, *title, "Priority", "Cost"], ["Write to all", *["Write it"] * len(title), "x", "y"]]
        assert fields(looked_at(workbook(rows), tmp_path, kind="action"))[0] == field


class TestRows:
    def test_a_ref_alone_is_numbering_and_a_total_without_values_is_a_total(self, tmp_path: Path) -> None:
        done = looked_at("ID,Action,Lead\nA001,Write,A\nA002,,\n", tmp_path)
        assert outcomes(done) == {"3": "empty_numbered"}
        rows: list[list[Any]] = [["Budget line", "Budget", "Spend to date"], ["IT", 40, 3], ["Total", "=B2", "=C2"]]
        assert outcomes(looked_at(workbook(rows), tmp_path)) == {"Plan!3": "total"}

    def test_a_title_alone_at_the_end_is_no_note(self, tmp_path: Path) -> None:
        done = looked_at("Action,Lead\nWrite,A\nUpdated policy is out,\nVersion control agreed,\n", tmp_path)
        assert values(done, "title") == ["Write", "Updated policy is out", "Version control agreed"]

    def test_what_a_printer_adds_is_no_section(self, tmp_path: Path) -> None:
        text = "Ref,Action,Lead\nQuick wins,,\n1,Write,A\nPage 1 of 2,,\nRef,Action,Lead\n2,Send,B\nPrepared by PMO,,\n"
        done = looked_at(text, tmp_path)
        assert [each.kept for each in records(done)] == [[("Section", "Quick wins")]] * 2
        assert values(done, "title") == ["Write", "Send"]

    def test_the_name_of_a_sheet_may_be_the_ambition(self, tmp_path: Path) -> None:
        book, sheet = workbook([["Ref", "Action", "Lead"], ["2.1", "Train", "A"]])
        sheet.title = "Ambition 2"
        (action,) = records(looked_at((book, sheet), tmp_path, ambition=""))
        assert action.ambition is not None
        assert action.ambition.ref == "2"

    def test_how_far_a_mitigation_is_stays_with_it(self, tmp_path: Path) -> None:
        text = "Ref,Risk,Mitigation,Action owner,Status of action\nR1,Late,Call,A,Complete\n,,Audit,B,On track\n"
        (risk,) = records(looked_at(text, tmp_path))
        told = [(c.values.get("progress"), c.values.get("progress_words")) for c in risk.children]
        assert told == [("complete", None), (None, "On track")]


class TestNoTables:
    def test_the_matrix_of_scores_is_a_key(self, tmp_path: Path) -> None:
        done = looked_at("Impact,Minor,Moderate,Major\nLikely,4,8,12\nRare,1,2,3\n", tmp_path)
        assert done.reads == []
        assert [each.what for each in done.found.not_tables] == ["legend"]

    def test_figures_below_a_word_for_other_things_are_asked_about(self, tmp_path: Path) -> None:
        done = looked_at("Month,Contacts,Referrals\nApr-25,1204,300\nMay-25,1190,310\n", tmp_path)
        assert asked(done) == [("kind", "", "A1")]

    def test_dates_as_headings_of_a_table_of_weeks_are_its_periods(self, tmp_path: Path) -> None:
        book = workbook([["KPI", day(2025, 5, 5), day(2025, 5, 12)], ["Open cases", 812, 830]])
        (kpi,) = records(looked_at(book, tmp_path))
        assert [child.values["period"] for child in kpi.children] == ["2025-05-05", "2025-05-12"]


class TestTablesOnTheirSide:
    """A row for each month and a column for each KPI: asked about, and read once somebody says that it holds KPIs."""

    TEXT = "Month,Visits in time,Contacts,Reviews\nApr 2024,91%,120,c\nMay 2024,92%,130,80%\nJun 2024,,125,\n"

    def test_it_is_asked_about(self, tmp_path: Path) -> None:
        done = looked_at(self.TEXT, tmp_path)
        assert [about for about, _, _ in asked(done)] == ["kind"]
        assert records(done) == []

    def test_each_column_is_a_kpi_with_its_figures(self, tmp_path: Path) -> None:
        done = looked_at(self.TEXT, tmp_path, kind="kpi")
        assert values(done, "title") == ["Visits in time", "Contacts", "Reviews"]
        told = [{each.values["period"]: each.values["value"] for each in kpi.children} for kpi in records(done)]
        assert told == [
            {"2024-04": "91%", "2024-05": "92%"},
            {"2024-04": "120", "2024-05": "130", "2024-06": "125"},
            {"2024-04": "c", "2024-05": "80%"},
        ]

    def test_addresses_and_the_history_are_those_of_the_sheet_as_it_is(self, tmp_path: Path) -> None:
        book, sheet = workbook(
            [["Scorecard"], [], ["Month", "Visits", "Contacts"], ["Apr 24", 0.91, 120], ["May 24", 1, 130]]
        )
        sheet["B4"].number_format = sheet["B5"].number_format = "0%"
        done = looked_at((book, sheet), tmp_path, kind="kpi")
        assert [(kpi.values["title"], kpi.at) for kpi in records(done)] == [
            ("Visits", "Plan!B"),
            ("Contacts", "Plan!C"),
        ]
        assert [each.values["value"] for each in records(done)[0].children] == ["91%", "100%"]
        assert done.planned.changes[0].why == "imported from table.xlsx, sheet Plan, column B"

    @pytest.mark.parametrize(
        "text",
        [
            "KPI,Apr 24,May 24\nVisits,91%,92%\nReviews,80%,81%\n",
            "Month,KPI,Actual\nApr 24,Visits,91%\nMay 24,Visits,92%\n",
        ],
    )
    def test_a_table_that_stands_on_its_feet_is_not_turned(self, text: str, tmp_path: Path) -> None:
        done = looked_at(text, tmp_path, kind="kpi")
        assert not any(str(each).startswith("Measure") for each in done.reads[0].mapping.table.headings[0].parts)


def test_columns_of_figures_that_end_at_different_rows_are_no_lists_to_choose_from(tmp_path: Path) -> None:
    done = looked_at("Month,Visits,Contacts\nApr 2024,91%,120\nMay 2024,,130\nJun 2024,,125\n", tmp_path)
    assert done.found.not_tables == []
    assert len(done.found.tables) == 1


class TestSpacers:
    """An empty column only makes room where what stands behind it says more of the same rows."""

    def test_what_stands_behind_one_belongs_to_the_rows_before_it(self, tmp_path: Path) -> None:
        text = (
            "Ref,Risk,,Category,Likelihood,Impact,,Mitigation,Owner\nR1,Late,,IT,3,4,,Call,PMO\nR2,Lost,,HR,2,2,,,HR\n"
        )
        done = looked_at(text, tmp_path)
        assert len(done.reads) == 1
        assert values(done, "current") == ["3x4", "2x2"]
        assert values(done, "owner") == ["PMO", "HR"]

    def test_so_do_periods_behind_one(self, tmp_path: Path) -> None:
        done = looked_at("KPI,Target,,Apr 25,May 25,,Comments\nVisits,90,,88,89,,x\nPlans,80,,70,71,,\n", tmp_path)
        assert [len(each.children) for each in records(done)] == [2, 2]

    @pytest.mark.parametrize("beside", ["RAG,Meaning", "Status,Count", "Ref,Decision", "Action,Owner"])
    def test_what_names_records_of_its_own_or_counts_is_not_joined(self, beside: str, tmp_path: Path) -> None:
        done = looked_at(f"No,Risk,Likelihood,Impact,,{beside}\n1,Late,3,4,,Red,x\n2,Lost,2,2,,Green,y\n", tmp_path)
        assert done.reads[0].mapping.table.area[3] == 4

    def test_what_ends_at_other_rows_is_not_joined(self, tmp_path: Path) -> None:
        text = "Ref,Risk,,Owner,Category\nR1,Late,,PMO,People\nR2,Lost,,,\nR3,Left,,,\nR4,Lied,,,\n"
        assert looked_at(text, tmp_path).reads[0].mapping.table.area[3] == 2


class TestYearsAndTheirParts:
    """In a row for each figure the year and its month or quarter may have columns of their own."""

    @pytest.mark.parametrize(
        ("headings", "cells", "period"),
        [
            ("Year,Quarter", "2024/25,Q2", "2024/25 Q2"),
            ("Month,Year", "April,2025", "2025-04"),
            ("Financial year,Month", "2024/25,Feb", "2025-02"),
        ],
    )
    def test_both_together_are_the_period(self, headings: str, cells: str, period: str, tmp_path: Path) -> None:
        done = looked_at(f"{headings},Measure,Value\n{cells},Visits,88%\n{cells},Plans,70%\n", tmp_path)
        assert [each.children[0].values["period"] for each in records(done)] == [period, period]
        assert asked(done) == []

    def test_a_quarter_of_a_bare_year_is_asked_about(self, tmp_path: Path) -> None:
        text = "Year,Quarter,Measure,Value\n2025,Q1,Visits,88%\n"
        assert asked(looked_at(text, tmp_path)) == [("period", "Q1 2025", "A2")]
        (kpi,) = records(looked_at(text, tmp_path, period={"Q1 2025": "2025/26 Q1"}))
        assert kpi.children[0].values["period"] == "2025/26 Q1"

    def test_a_target_that_changes_holds_from_its_period_on(self, tmp_path: Path) -> None:
        text = "Month,KPI,Actual,Target\nApr 2025,Visits,88%,90%\nMay 2025,Visits,89%,90%\nJun 2025,Visits,89%,92%\n"
        (kpi,) = records(looked_at(text, tmp_path))
        told = [each.values for each in kpi.children if each.kind == "target_change"]
        assert (kpi.values["upper"], told) == ("90%", [{"since": "2025-06", "upper": "92%"}])


class TestForms:
    def test_headings_below_each_other_with_one_value_each_are_a_form_and_no_records(self, tmp_path: Path) -> None:
        done = looked_at("Ref,R9\nRisk,Loss of a home\nOwner,Estates\nLikelihood,3\nImpact,4\n", tmp_path)
        assert (done.reads, [each.what for each in done.found.not_tables]) == ([], ["form"])

    def test_two_columns_with_titles_are_a_table(self, tmp_path: Path) -> None:
        text = "Action,Lead\nWrite the plan,PMO\nTrain staff,HR\nSend it,PMO\nRead it,HR\n"
        assert len(records(looked_at(text, tmp_path))) == 4


class TestMoreWords:
    def test_an_ambition_that_numbers_itself_has_that_number_as_its_ref(self, tmp_path: Path) -> None:
        done = looked_at("Ambition,Lead\n1. Leadership,Chair\nAmbition 2: Practice,Director\n", tmp_path)
        assert (values(done, "ref"), values(done, "title")) == (["1", "2"], ["Leadership", "Practice"])

    def test_a_score_may_stand_after_its_letter(self, tmp_path: Path) -> None:
        done = looked_at("Ref,Risk,Likelihood,Impact,Score\nR1,Late,L3,I 4,12\n", tmp_path)
        assert (values(done, "current"), asked(done)) == (["3x4"], [])

    def test_a_day_without_its_year_is_told_as_one(self, tmp_path: Path) -> None:
        assert flags(looked_at("Action,Due\nWrite,30/06\n", tmp_path)) == [("B2", "no_year")]

    @pytest.mark.parametrize("heading", ["Over/(under)", "Under/over spend", "Variance (£)"])
    def test_what_is_over_or_under_is_the_variance(self, heading: str, tmp_path: Path) -> None:
        done = looked_at(f"Budget line,Budget,{heading}\nIT,40,(3)\n", tmp_path)
        assert values(done, "variance") == ["-3"]


class TestTrackers:
    TEXT = (
        "Ref,Action,Lead,Update Sept 25,Update Oct 25,November 2025 update\n"
        "1,Do it,PMO,Begun,Late,Done\n2,Be it,HR,,Near,\n"
    )

    def test_of_a_column_of_updates_for_each_month_the_latest_is_the_commentary(self, tmp_path: Path) -> None:
        done = looked_at(self.TEXT, tmp_path)
        assert values(done, "commentary") == ["Done", ""]
        assert [each.kept for each in records(done)] == [
            [("Update Sept 25", "Begun"), ("Update Oct 25", "Late")],
            [("Update Oct 25", "Near")],
        ]

    def test_beside_a_commentary_without_a_month_they_are_kept(self, tmp_path: Path) -> None:
        done = looked_at(self.TEXT.replace("Lead,", "Comments,"), tmp_path)
        assert values(done, "commentary") == ["PMO", "HR"]

    def test_baseline_forecast_and_actual_are_days_where_days_stand_below_them(self, tmp_path: Path) -> None:
        head = "Milestone,Owner,Forecast,Actual\n"
        done = looked_at(f"{head}Model agreed,PMO,01/06/2025,28/05/2025\nStaff in post,HR,01/12/2025,\n", tmp_path)
        assert values(done, "due") == ["2025-06-01", "2025-12-01"]
        assert values(done, "completed") == ["2025-05-28", ""]
        done = looked_at(f"{head}Model agreed,PMO,about half,most\nStaff in post,HR,all,none\n", tmp_path)
        assert (values(done, "due"), values(done, "completed")) == (["", ""], ["", ""])

    def test_a_day_without_a_milestone_below_an_action_is_refused(self, tmp_path: Path) -> None:
        text = "Ref,Action,Lead,Milestone,Milestone date\n1,Improve,PMO,Guide,01/10/2025\n,,,Training done,01/12/2025\n"
        done = looked_at(f"{text}2,Plan,HR,,\n,,,,01/12/2025\n", tmp_path)
        assert outcomes(done) == {"5": "no_title"}

    def test_who_sees_to_a_mitigation_may_stand_below_a_band_of_its_own(self, tmp_path: Path) -> None:
        rows = [["Risk", "Owner", "Action plan", None, None], [None, None, "Action", "Owner", "Due"]]
        book, sheet = workbook(
            [*rows, ["Late", "DCS", "Recruit", "HR", day(2026, 3, 1)], ["Lost", "CFO", "Save", "PMO"]]
        )
        for area in ("A1:A2", "B1:B2", "C1:E1"):
            sheet.merge_cells(area)
        risks = records(looked_at((book, sheet), tmp_path))
        assert [each.values["owner"] for each in risks] == ["DCS", "CFO"]
        assert [each.children[0].values["owner"] for each in risks] == ["HR", "PMO"]

    def test_a_matter_arising_is_an_action_arising(self, tmp_path: Path) -> None:
        done = looked_at("Ref,Matter arising,Owner,Done?\nM1,Send the report,Clerk,Yes\nM2,Invite,Chair,No\n", tmp_path)
        assert [(each.kind, each.values["done"]) for each in records(done)] == [
            ("action_arising", True),
            ("action_arising", False),
        ]
