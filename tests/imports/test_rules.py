"""The rules that keep an import from doing damage, each on a small sheet."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl.styles import Font

from boardtui.exchange.sheets.figures.periods import period_under_rule
from boardtui.exchange.sheets.importing import Preview
from tests.imports.sheets import (
    asked,
    coloured,
    day,
    flags,
    looked_at,
    outcomes,
    put,
    records,
    shown_as,
    workbook,
)


def values(done: Preview, name: str) -> list[object]:
    return [each.values.get(name, "") for each in records(done)]


def fields(done: Preview, table: int = 0) -> list[str]:
    mapping = done.reads[table].mapping
    return [mapping.fields[each.column] for each in mapping.table.headings]


class TestDates:
    """Their order is settled for a column, never for a cell."""

    def test_they_are_read_day_first(self, tmp_path: Path) -> None:
        done = looked_at("Action,Due\nWrite,03/04/2025\nSend,30.04.25\nMeet,30/Apr/25 12:00 AM\n", tmp_path)
        assert values(done, "due") == ["2025-04-03", "2025-04-30", "2025-04-30"]
        assert asked(done) == []

    def test_one_that_can_only_be_month_first_is_asked_about_and_settles_the_others(self, tmp_path: Path) -> None:
        text = "Action,Due\nWrite,02/13/2026\nSend,03/04/2026\n"
        done = looked_at(text, tmp_path)
        assert asked(done) == [("date order", "02/13/2026", "B2")]
        assert values(done, "due") == ["02/13/2026", "03/04/2026"]
        assert values(looked_at(text, tmp_path, date_order="mdy"), "due") == ["2026-02-13", "2026-03-04"]

    def test_where_one_can_only_be_day_first_the_other_order_is_a_mistake(self, tmp_path: Path) -> None:
        done = looked_at("Action,Due\nWrite,13/04/2025\nSend,04/13/2025\n", tmp_path)
        assert values(done, "due") == ["2025-04-13", "04/13/2025"]
        assert flags(done) == [("B3", "impossible_date")]

    def test_what_is_no_day_keeps_its_words_and_is_pointed_out(self, tmp_path: Path) -> None:
        words = ["31/06/2021", "Ongoing", "Q3", "3 May", "w/c 3 June 2024", "Dec 20 - Launch Jan 21 - Review"]
        done = looked_at("Action,Due\n" + "".join(f"Do {n},{w}\n" for n, w in enumerate(words)), tmp_path)
        assert values(done, "due") == words
        assert [what for _, what in flags(done)] == [
            *("impossible_date", "not_a_date", "not_a_date", "no_year", "not_a_date", "several_dates")
        ]

    def test_a_cell_that_shows_only_its_month_is_a_month(self, tmp_path: Path) -> None:
        book = workbook([["Action", "Due"], ["Write", day(2026, 6, 1)], ["Send", 44286]])
        shown_as(book[1], "B2", "mmm-yy")
        done = looked_at(book, tmp_path)
        assert values(done, "due") == ["Jun-26", "2021-03-31"]
        assert flags(done) == [("Plan!B2", "month_only"), ("Plan!B3", "serial_date")]

    def test_a_revised_date_is_due_and_the_first_one_is_kept(self, tmp_path: Path) -> None:
        text = "Action,Original date,Revised date\nWrite,01/03/2025,01/06/2025\nSend,01/04/2025,\n"
        done = looked_at(text, tmp_path)
        assert values(done, "original_due") == ["2025-03-01", "2025-04-01"]
        assert values(done, "due") == ["2025-06-01", "2025-04-01"]


class TestRefs:
    """A ref is what the cell shows."""

    def test_noughts_at_either_end_stay(self, tmp_path: Path) -> None:
        book = workbook([["Ref", "Action"], [1.1, "Write"], [7, "Send"], ["6.3D", "Meet"], [1.1, "Go"]])
        shown_as(book[1], "A2", "0.00")
        shown_as(book[1], "A3", "000")
        assert values(looked_at(book, tmp_path), "ref") == ["1.10", "007", "6.3D", "1.1"]

    def test_one_that_became_a_date_is_pointed_out(self, tmp_path: Path) -> None:
        book = workbook([["Ref", "Action"], [day(2025, 4, 3), "Write"]])
        shown_as(book[1], "A2", "d-mmm")
        done = looked_at(book, tmp_path)
        assert values(done, "ref") == ["3-Apr"]
        assert flags(done) == [("Plan!A2", "ref_is_date")]

    def test_two_of_one_ref_are_both_entered_and_pointed_out(self, tmp_path: Path) -> None:
        done = looked_at("Ref,Action\n2.3,Map\n2.3,Map again\n", tmp_path)
        assert len(records(done)) == 2
        assert flags(done) == [("A2", "same_ref"), ("A3", "same_ref")]


class TestFigures:
    """A figure is what the format shows."""

    def test_a_fraction_that_shows_per_cent_is_per_cent(self, tmp_path: Path) -> None:
        book = workbook([["KPI", "Target", "2023/24"], ["On time", 0.9, 0.865]])
        shown_as(book[1], "B2", "0%")
        shown_as(book[1], "C2", "0.0%")
        (kpi,) = records(looked_at(book, tmp_path))
        assert kpi.values["upper"] == "90%"
        assert kpi.children[0].values == {"period": "2023/24", "value": "86.5%"}

    def test_a_bare_fraction_beside_a_per_cent_is_asked_about(self, tmp_path: Path) -> None:
        text = "Code,Indicator,Target,Q1 2024/25\n2.1,On time,95%,0.98\n"
        done = looked_at(text, tmp_path)
        assert asked(done) == [("unit", "0.98", "D2")]
        assert records(done)[0].children[0].values["value"] == "0.98"
        settled = looked_at(text, tmp_path, unit={"2.1": "fraction"})
        assert records(settled)[0].children[0].values["value"] == "98%"

    def test_the_sign_may_stand_in_a_column_of_units(self, tmp_path: Path) -> None:
        text = "Indicator,Unit,Target,Apr 25,May 25\nCalls,%,90,88,c\nLost,,40,0,n/a\nCost,£,100,£90,-\n"
        read = records(looked_at(text, tmp_path))
        figures = [[child.values["value"] for child in each.children] for each in read]
        assert figures == [["88%", "c"], ["0", "n/a"], ["£90", "-"]]
        assert [each.values["upper"] for each in read] == ["90%", "40", "100"]

    def test_amounts_keep_their_form_and_brackets_are_below_nought(self, tmp_path: Path) -> None:
        book = workbook([["Budget line", "Budget", "Variance"], ["Coaching", 1204500, -55]])
        shown_as(book[1], "B2", "#,##0")
        shown_as(book[1], "C2", "#,##0;[Red](#,##0)")
        (line,) = records(looked_at(book, tmp_path))
        assert (line.values["approved"], line.values["variance"]) == ("1,204,500", "-55")

    def test_thousands_that_only_a_title_tells_are_asked_about(self, tmp_path: Path) -> None:
        rows = [["Improvement budget 2024/25 (£000)"], ["Source of funding", "Approved budget"], ["Grant", 75]]
        done = looked_at(workbook(rows), tmp_path)
        assert asked(done) == [("money", "£000", "Plan!A1")]
        assert "approved" not in records(done)[0].values
        settled = records(looked_at(workbook(rows), tmp_path, money="as stated"))[0]
        assert (settled.values["approved"], settled.values["year"]) == ("75", "2024/25")

    def test_a_period_that_no_heading_names_is_asked_about_once(self, tmp_path: Path) -> None:
        text = "Measure,Last month,This month\nVisits,90%,91%\nPlans,80%,82%\n"
        done = looked_at(text, tmp_path)
        assert asked(done) == [("period", "Last month", "B1"), ("period", "This month", "C1")]
        assert records(done)[0].kept == [("Last month", "90%"), ("This month", "91%")]
        settled = looked_at(text, tmp_path, period={"Last month": "Mar 25", "This month": "2025-04"})
        assert [child.values["period"] for child in records(settled)[0].children] == ["2025-03", "2025-04"]

    @pytest.mark.parametrize(
        ("rule", "period"),
        [
            ("2024 = 2024/25", "2022/23"),
            ("2024=2023/24", "2021/22"),
            ("2024 = Q1 2024/25", "2022/23 Q1"),
            ("2024 = 2024", "2022"),
            ("2024", ""),
            ("2024 =", ""),
            ("2024 = soon", ""),
            ("soon = soon", ""),
            ("24 = 2024/25", ""),
            ("=", ""),
        ],
    )
    def test_a_bare_year_stands_for_what_the_rule_says_of_another_year(self, rule: str, period: str) -> None:
        assert period_under_rule("2022", rule) == period

    def test_quarters_take_the_year_of_the_title(self, tmp_path: Path) -> None:
        rows = [["Scorecard 2024/25"], [None], ["Measure", "Q1", "Q2"], ["Visits", 90, 91]]
        (kpi,) = records(looked_at(workbook(rows), tmp_path))
        assert [child.values["period"] for child in kpi.children] == ["2024/25 Q1", "2024/25 Q2"]


class TestTables:
    """Only tables become records."""

    def test_a_header_may_stand_in_row_twelve_below_a_form(self, tmp_path: Path) -> None:
        book, sheet = workbook([["Ref", "Action", "Lead"], [1, "Write", "Director"]], top=12, left=3)
        put(sheet, [["Action log"], [None], ["Owner", "PMO"], ["Version", 3], ["Date", "May"]], left=2)
        done = looked_at((book, sheet), tmp_path)
        assert [read.mapping.table.sheet.range(read.mapping.table.area) for read in done.reads] == ["C12:E13"]
        assert {each.what for each in done.found.not_tables} == {"title", "form"}

    def test_tables_beside_and_below_each_other_are_several(self, tmp_path: Path) -> None:
        book, sheet = workbook([["Milestone", "Due date"], ["Plan signed", "TBC"]])
        put(sheet, [["Decision", "Taken by"], ["Go on", "Board"]], left=4)
        put(sheet, [["Risk", "Likelihood", "Impact"], ["Late", 2, 3]], top=6)
        done = looked_at((book, sheet), tmp_path)
        found = [(read.mapping.kind, read.mapping.table.sheet.range(read.mapping.table.area)) for read in done.reads]
        assert found == [("milestone", "A1:B2"), ("decision", "D1:E2"), ("risk", "A6:C7")]

    def test_headers_may_take_three_rows_and_be_merged(self, tmp_path: Path) -> None:
        rows = [
            ["Register"],
            ["Risk", "Inherent", None, "Residual", None],
            [None, "L", "I", "L", "I"],
            ["Late", 4, 5, 2, 3],
        ]
        book, sheet = workbook(rows)
        for area in ("A1:E1", "A2:A3", "B2:C2", "D2:E2"):
            sheet.merge_cells(area)
        (risk,) = records(looked_at((book, sheet), tmp_path))
        assert (risk.values["inherent"], risk.values["current"]) == ("4x5", "2x3")

    @pytest.mark.parametrize("years", [",2023/24,,2024/25,", "Measure,2023/24,2023/24,2024/25,2024/25"])
    def test_years_that_stand_unmerged_above_headings_that_recur_belong_to_them(
        self, years: str, tmp_path: Path
    ) -> None:
        done = looked_at(f"{years}\nName,Actual,Target,Actual,Target\nVisits,90%,95%,92%,96%\n", tmp_path, kind="kpi")
        assert [each.words for each in done.reads[0].mapping.table.headings][1:] == [
            *("2023/24 / Actual", "2023/24 / Target", "2024/25 / Actual", "2024/25 / Target")
        ]

    def test_words_above_headings_that_recur_are_none_of_theirs_where_each_column_has_its_own(
        self, tmp_path: Path
    ) -> None:
        text = "Measure,Place,Region,Source,Series\nName,Actual,Target,Actual,Target\nVisits,90%,95%,92%,96%\n"
        headings = looked_at(text, tmp_path, kind="kpi").reads[0].mapping.table.headings
        assert [each.words for each in headings] == ["Name", "Actual", "Target", "Actual", "Target"]

    def test_keys_lists_and_summaries_are_none(self, tmp_path: Path) -> None:
        book, sheet = workbook([["Action", "Lead", "RAG"], ["Write", "Director", "G"]])
        put(sheet, [["Key to RAG"], ["Red", "Not on track"], ["Green", "On track"]], top=5)
        put(book.create_sheet("Summary"), [["RAG", "Count"], ["Red", 3], ["Green", 4]])
        put(book.create_sheet("Drop downs"), [["RAG", "Owner"], ["Red", "Director"], ["Green", None]])
        hidden = book.create_sheet("Old")
        put(hidden, [["Action", "Lead"], ["Gone", "Nobody"]])
        hidden.sheet_state = book.create_sheet("Empty").sheet_state = "hidden"
        done = looked_at((book, sheet), tmp_path)
        assert [each.values["title"] for each in records(done)] == ["Write"]
        assert {each.what for each in done.found.not_tables} >= {"legend", "lookup list", "hidden sheet"}
        places = [each.sheet.address(each.area) for each in done.found.not_tables if each.what == "hidden sheet"]
        assert places == ["Old!A1:B2", "Empty!A1"]

    def test_a_repeated_header_and_an_empty_row_do_not_end_a_table(self, tmp_path: Path) -> None:
        done = looked_at("Ref,Action,Lead\n1,Write,A\n,,\nRef,Action,Lead\n2,Send,B\n,,\n* as agreed,,\n", tmp_path)
        assert values(done, "title") == ["Write", "Send"]
        assert outcomes(done) == {"4": "repeated_header"}

    def test_a_row_of_dates_and_words_below_a_section_is_no_header(self, tmp_path: Path) -> None:
        heads = ["Ref", "Raised on", "Action", "Lead", "Deadline", "Status"]
        first = ["6.1", day(2025, 2, 6), "Send the data", "Data Lead", day(2025, 2, 20), "G"]
        done = looked_at(
            workbook([heads, ["Meeting of 6 February"], first, [*first[:2], "Go on", *first[3:]]]), tmp_path
        )
        assert values(done, "title") == ["Send the data", "Go on"]
        assert outcomes(done) == {"Plan!2": "section"}

    @pytest.mark.parametrize(
        "first", ["Actions,Risks,12,3", f"Action,Lead,{'why the board asks ' * 9},{'what is left to do ' * 9}"]
    )
    def test_a_row_of_figures_or_of_long_sentences_is_no_header_whatever_words_stand_among_them(
        self, first: str, tmp_path: Path
    ) -> None:
        assert looked_at(f"{first}\nWrite,A,12,4\nSend,B,14,5\nMeet,C,1,2\n", tmp_path).reads == []

    def test_what_no_board_holds_is_a_table_without_a_kind(self, tmp_path: Path) -> None:
        done = looked_at("Issue ID,Issue,Owner,Status\nI1,Two posts are vacant,HR Lead,Open\n", tmp_path)
        assert done.reads[0].mapping.kind is None
        assert outcomes(done) == {"2": "no_kind"}
        assert asked(done) == []

    @pytest.mark.parametrize(
        ("words", "kinds"),
        [(("Risk", "Action", "Gizmo"), ["risk", "action", "action"]), (("Risk", "Action", "Gizmo", "Gadget"), [])],
    )
    def test_a_column_says_the_kind_of_each_row_where_two_in_three_of_its_words_are_kinds(
        self, words: tuple[str, ...], kinds: list[str], tmp_path: Path
    ) -> None:
        rows = "".join(f"{word},Title {number},Ann\n" for number, word in enumerate(words))
        done = looked_at(f"Type,Title,Owner\n{rows}", tmp_path)
        assert [each.kind for each in records(done)] == kinds
        assert asked(done) == ([] if kinds else [("kind", "", "A1")])

    def test_what_does_not_say_its_kind_is_asked_about(self, tmp_path: Path) -> None:
        text = "Summary,Assignee,Due date\nWrite the plan,Director,01/02/2025\n"
        done = looked_at(text, tmp_path)
        assert asked(done) == [("kind", "", "A1")]
        assert outcomes(done) == {"2": "unanswered"}
        assert values(looked_at(text, tmp_path, kind="action"), "title") == ["Write the plan"]


class TestRows:
    """A row without a record is none, and one that somebody meant is never dropped."""

    def test_numbering_and_formulas_are_no_record(self, tmp_path: Path) -> None:
        book = workbook([["No.", "Action", "Lead"], [1, "Write", "A"], [2, None, None], ["=A3+1", None, None]])
        done = looked_at(book, tmp_path)
        assert values(done, "title") == ["Write"]
        assert outcomes(done) == {"Plan!3": "empty_numbered"}

    def test_typed_content_without_a_title_is_refused_with_its_address(self, tmp_path: Path) -> None:
        done = looked_at("No.,Action,Lead,Due\n1,Write,A,01/02/2025\n2,,,03/02/2025\n", tmp_path)
        assert [(each.at, each.outcome, each.reason) for each in done.reads[0].not_added] == [
            ("3", "refused", "no_title")
        ]

    def test_totals_and_doubles_are_passed_over(self, tmp_path: Path) -> None:
        text = "Budget line,Budget,Notes\nIT,40,\nIT,40,\nSub-total,40,\nTotal,40,\n"
        assert outcomes(looked_at(text, tmp_path)) == {"3": "duplicate_row", "4": "total", "5": "total"}


class TestWhatCouldNameTheAmbition:
    """Columns that are offered where nobody said to which ambition the actions go."""

    def offered(self, heading: str, words: Sequence[str], folder: Path) -> tuple[str, ...]:
        rows = "".join(f"{number},Do {number},{word}\n" for number, word in enumerate(words))
        done = looked_at(f"Ref,Action,{heading}\n{rows}", folder, ambition="")
        (question,) = done.open_questions
        assert question.about == "ambition"
        return question.choices

    @pytest.mark.parametrize(
        "heading",
        [
            *("Theme", "Priority", "Workstream", "Work stream", "Objective", "Pillar", "Strand", "Area"),
            *("Goals", "Aim", "Programme", "Project", "Bucket"),
        ],
    )
    def test_one_that_is_headed_by_any_word_for_it_and_groups_the_actions(self, heading: str, tmp_path: Path) -> None:
        assert self.offered(heading, ["People", "People", "Place"], tmp_path) == (heading,)

    @pytest.mark.parametrize(
        ("heading", "words"),
        [
            ("Priority", ["High", "Low", "High"]),
            ("Priority", ["1", "2", "1"]),
            ("Theme", ["People", "Place", "Practice"]),
            ("Theme", ["", "", ""]),
            ("Colour", ["People", "People", "Place"]),
        ],
    )
    def test_none_that_grades_them_or_is_different_in_each_row_or_says_something_else(
        self, heading: str, words: list[str], tmp_path: Path
    ) -> None:
        assert self.offered(heading, words, tmp_path) == ()

    @pytest.mark.parametrize("words", [["1", "2", "1"], ["People", "", "Place"], ["People"]])
    def test_numbers_are_refs_and_what_is_left_empty_goes_on(self, words: list[str], tmp_path: Path) -> None:
        assert self.offered("Theme", words, tmp_path) == ("Theme",)


class TestMerged:
    """Merged downwards means shared by several records, or several lines of one: the title column decides."""

    def test_shared_by_several_records(self, tmp_path: Path) -> None:
        rows = [
            ["Ambition", "Ref", "Action", "Lead"],
            ["Ambition 2: Front door", "2.1", "Write", "A"],
            [None, "2.2", "Send"],
        ]
        book, sheet = workbook(rows)
        for area in ("A2:A3", "D2:D3"):
            sheet.merge_cells(area)
        done = looked_at((book, sheet), tmp_path, ambition="")
        assert values(done, "lead") == ["A", "A"]
        named = [each.ambition for each in records(done)]
        assert [(each.ref, each.title) for each in named if each] == [("2", "Front door")] * 2

    def test_several_lines_of_one(self, tmp_path: Path) -> None:
        rows: list[list[Any]] = [
            ["Ref", "Action", "Lead", "Comments"],
            [1, "Write", "A", "First"],
            [None, None, "B", "Second"],
        ]
        book, sheet = workbook(rows)
        for area in ("A2:A3", "B2:B3"):
            sheet.merge_cells(area)
        done = looked_at((book, sheet), tmp_path)
        assert (values(done, "lead"), values(done, "commentary")) == (["A; B"], ["First\nSecond"])
        assert outcomes(done) == {"Plan!3": "continuation"}

    def test_a_line_that_goes_on_may_stand_in_the_first_column(self, tmp_path: Path) -> None:
        (risk,) = records(looked_at("Comments,ID,Risk,Owner\nFirst,1,Late,A\nThen more of it,,,\n", tmp_path))
        assert risk.values["commentary"] == "First\nThen more of it"

    def test_lines_that_go_on_without_being_merged(self, tmp_path: Path) -> None:
        text = "ID,Risk,Mitigation,Mitigation owner,Target date\n1,Late,Call,A,01/05/2025\n,,Audit,B,01/06/2025\n"
        (risk,) = records(looked_at(text, tmp_path))
        told = [(c.values["title"], c.values["owner"], c.values["due"]) for c in risk.children]
        assert told == [("Call", "A", "2025-05-01"), ("Audit", "B", "2025-06-01")]

    def test_a_date_belongs_to_the_mitigation_it_stands_beside(self, tmp_path: Path) -> None:
        text = "Ref,Risk,Controls in place,Further action,By when\nR1,Late,Weekly call,Second supplier,30/06/2025\n"
        (risk,) = records(looked_at(text, tmp_path))
        assert [(c.values["title"], c.values.get("due")) for c in risk.children] == [
            ("Weekly call", None),
            ("Second supplier", "2025-06-30"),
        ]

    def test_bullets_are_mitigations_of_their_own_and_their_lines_are_joined(self, tmp_path: Path) -> None:
        (risk,) = records(looked_at('ID,Risk,Mitigation\n1,Late,"• Call\n• Audit\nmonthly"\n', tmp_path))
        assert [child.values["title"] for child in risk.children] == ["Call", "Audit monthly"]

    def test_a_section_that_names_an_ambition_is_it_and_another_is_kept(self, tmp_path: Path) -> None:
        text = "Ref,Action,Lead\nAmbition 2: Front door,,\n1,Write,A\n"
        (action,) = records(looked_at(text, tmp_path, ambition=""))
        assert action.ambition is not None
        assert (action.ambition.ref, action.ambition.title, action.kept) == ("2", "Front door", [])
        (other,) = records(looked_at("Ref,Action,Lead\nQuick wins,,\n1,Write,A\n", tmp_path))
        assert other.kept == [("Section", "Quick wins")]


class TestHeadings:
    """They are cleaned before they are matched."""

    @pytest.mark.parametrize(
        ("heading", "field"),
        [
            ("Action\u00a0Required", "title"),
            ("Lead  Officer(s)", "lead"),
            ("Due\nDate:", "due"),
            ("RAG\u200b (R/A/G)", "rag"),
            ("ActionRef", "ref"),
            ("action_owner", "lead"),
            ("DATE COMPLETED", "completed"),
            ("DUEDATE", "due"),
            ("Target_Date_(agreed):", "due"),
        ],
    )
    def test_whatever_they_are_dressed_in(self, heading: str, field: str, tmp_path: Path) -> None:
        title = [] if field == "title" else ["Action"]
        cell = {"completed": "1/2/2025", "title": "Write it"}.get(field, "A1")
        rows = [[heading, *title, "Priority", "Comments"], [cell, *["Write it"] * len(title), "x", "y"]]
        assert fields(looked_at(workbook(rows), tmp_path, kind="action"))[0] == field

    def test_two_of_one_name_are_both_kept(self, tmp_path: Path) -> None:
        (action,) = records(looked_at("Action,Lead,Labels,Labels\nWrite,A,one,two\n", tmp_path))
        assert action.kept == [("Labels", "one"), ("Labels (2)", "two")]

    def test_a_date_as_heading_is_a_period(self, tmp_path: Path) -> None:
        book = workbook([["Measure", day(2025, 1, 1), day(2025, 2, 1)], ["Visits", "90%", "91%"]])
        shown_as(book[1], "B1:C1", "mmm-yy")
        (kpi,) = records(looked_at(book, tmp_path))
        assert [child.values["period"] for child in kpi.children] == ["2025-01", "2025-02"]


class TestWords:
    """Ratings, workflow words, scales and colours are never guessed."""

    def test_letters_and_words_are_ratings_and_others_are_asked_about_once(self, tmp_path: Path) -> None:
        cells = ["g", "Amber ", "🔴 Red", "Done", "Done", "G/A"]
        done = looked_at("Action,RAG\n" + "".join(f"Do {n},{w}\n" for n, w in enumerate(cells)), tmp_path)
        assert values(done, "rag") == ["green", "amber", "red", "", "", ""]
        assert asked(done) == [("rating", "Done", "B5"), ("rating", "G/A", "B7")]
        assert records(done)[3].kept == [("RAG", "Done")]
        settled = looked_at("Action,RAG\nDo,Done\n", tmp_path, rating_words={"done": "blue"})
        assert (values(settled, "rag"), asked(settled)) == (["blue"], [])

    def test_the_four_standard_fills_count_and_it_says_so(self, tmp_path: Path) -> None:
        book, sheet = workbook([["Action", "Lead", "RAG"], *[[f"Do {n}", "A", None] for n in range(5)]])
        for row, colour in enumerate(("FF0000", "FFC000", "00B050", "0070C0", "FFFF00"), 2):
            coloured(sheet, f"C{row}", colour)
        done = looked_at((book, sheet), tmp_path)
        assert values(done, "rag") == ["red", "amber", "green", "blue", ""]
        assert asked(done) == [("rating", "colour FFFF00", "Plan!C6")]
        assert ("Plan!C2:C6", "rating_by_colour") in flags(done)

    def test_a_workflow_beside_a_rating_is_kept(self, tmp_path: Path) -> None:
        (action,) = records(looked_at("Action,RAG,Status\nDo,G,In progress\n", tmp_path))
        assert (action.values["rag"], action.values["progress"]) == ("green", "in progress")
        assert action.kept == [("Status", "In progress")]

    def test_a_scale_of_ten_is_not_squeezed_into_five(self, tmp_path: Path) -> None:
        (risk,) = records(done := looked_at("Risk,Likelihood (1-10),Impact (1-10)\nLate,3,8\n", tmp_path))
        assert "current" not in risk.values
        assert risk.kept == [("Likelihood (1-10)", "3"), ("Impact (1-10)", "8")]
        assert asked(done) == [("scale", "(1-10)", "B1:C1")]

    def test_words_for_scores_are_the_boards_own_or_asked_about(self, tmp_path: Path) -> None:
        text = "Risk,Likelihood,Impact\nLate,Almost certain,Major\nGone,High,High\n"
        done = looked_at(text, tmp_path)
        assert values(done, "current") == ["5x4", ""]
        assert asked(done) == [("score word", "High", "B3"), ("score word", "High", "C3")]
        answers: dict[str, Any] = {"score_words__likelihood": {"High": "4"}, "score_words__impact": {"High": "5"}}
        assert values(looked_at(text, tmp_path, **answers), "current") == ["5x4", "4x5"]

    def test_the_state_of_a_risk_is_open_until_somebody_says_otherwise(self, tmp_path: Path) -> None:
        done = looked_at("Risk,Likelihood,Impact,Status\nLate,1,2,Closed\nGone,1,2,Mitigated\n", tmp_path)
        assert values(done, "state") == ["closed", ""]
        assert asked(done) == [("state", "Mitigated", "D3")]


class TestScores:
    """Their order and meaning come from headings, and products are compared, not imported."""

    def test_severity_may_stand_before_frequency(self, tmp_path: Path) -> None:
        (risk,) = records(looked_at("Risk,SEV,FRQ,RPN\nLate,2,4,8\n", tmp_path))
        assert risk.values["current"] == "4x2"
        assert risk.kept == []

    def test_an_unnamed_pair_beside_a_residual_one_is_the_inherent_one(self, tmp_path: Path) -> None:
        text = "Risk,Likelihood,Impact,Residual likelihood,Residual impact\nLate,4,5,2,3\n"
        (risk,) = records(looked_at(text, tmp_path))
        assert (risk.values["inherent"], risk.values["current"]) == ("4x5", "2x3")

    def test_a_product_that_does_not_follow_is_pointed_out_and_kept(self, tmp_path: Path) -> None:
        done = looked_at("Risk,Likelihood,Impact,Score\nLate,4,5,20\nGone,2,3,7\n", tmp_path)
        assert flags(done) == [("D3", "score_disagrees")]
        assert records(done)[1].kept == [("Score", "7")]

    def test_impact_in_words_is_a_description(self, tmp_path: Path) -> None:
        text = "Risk,Impact,Likelihood (1-5),Impact (1-5)\nLate,Families wait for weeks,4,5\n"
        (risk,) = records(looked_at(text, tmp_path))
        assert (risk.values["description"], risk.values["current"]) == ("Families wait for weeks", "4x5")


class TestNothingVanishes:
    """None, N/A, c, true zeros and hidden cells are there; what has no field is kept."""

    def test_what_has_no_field_is_kept_under_its_heading(self, tmp_path: Path) -> None:
        (action,) = records(looked_at("Action,Lead,Priority,Cost code\nWrite,A,None,0\n", tmp_path))
        assert action.kept == [("Priority", "None"), ("Cost code", "0")]

    def test_hidden_columns_and_rows_are_read_and_said(self, tmp_path: Path) -> None:
        book, sheet = workbook([["Action", "Lead", "Due"], ["Write", "A", "TBC"], ["Send", "B", "TBC"]])
        sheet.column_dimensions["C"].hidden = True
        sheet.row_dimensions[3].hidden = True
        done = looked_at((book, sheet), tmp_path)
        assert values(done, "due") == ["TBC", "TBC"]
        assert {at for at, what in flags(done) if what == "hidden"} == {"Plan!C1:C3", "Plan!A3:C3"}

    def test_a_formula_without_its_value_is_pointed_out(self, tmp_path: Path) -> None:
        done = looked_at(workbook([["Ref", "Action"], ["=ROW()", "Write"]]), tmp_path)
        assert flags(done) == [("Plan!A2", "no_cached_value")]

    def test_signs_of_a_symbol_font_are_pointed_out(self, tmp_path: Path) -> None:
        book, sheet = workbook([["Action", "Lead", "Sent"], ["Write", "A", "ü"]])
        sheet["C2"].font = Font(name="Wingdings")
        assert flags(looked_at((book, sheet), tmp_path)) == [("Plan!C2", "symbol_font")]

    def test_text_in_windows_and_unicode_encodings_is_read(self, tmp_path: Path) -> None:
        from boardtui.exchange.sources.reading import read_source

        for encoding in ("cp1252", "utf-16", "utf-8-sig", "utf-16-le"):
            path = tmp_path / f"{encoding}.txt"
            path.write_bytes("Action;Lead\nÉcrire – “vite”;Director’s office\n".encode(encoding))
            (sheet,) = read_source(path).sheets
            assert [cell.text for cell in sheet.rows[2].values()] == ["Écrire – “vite”", "Director’s office"]
