"""What a row is: a record, a section, a total, a line of the record above, or one that cannot be entered."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl.styles import Font

from tests.imports.sheets import coloured, looked_at, outcomes, records, workbook
from tests.imports.test_rules import values

HEAD = "Ref,Action,Lead,Notes\n"


def becomes(row: str, folder: Path, *, head: str = HEAD, kind: str = "") -> str:
    """What becomes of a row that stands between two records; "record" where it is one itself."""
    cells = head.strip().split(",")
    first, last = (",".join(str(n) if each in ("Ref", "No") else f"all {each} {n}" for each in cells) for n in (1, 3))
    done = looked_at(f"{head}{first}\n{row}\n{last}\n", folder, kind=kind)
    return outcomes(done).get("3", "record")


class TestSections:
    @pytest.mark.parametrize(
        ("row", "what"),
        [
            (",Quick wins,,", "record"),
            (",Quick wins:,,", "section"),
            (",Phase 2: do it,,", "section"),
            (",Phase 2 do it,,", "record"),
            ("Quick wins,,,", "section"),
            ("Quick,,,", "section"),
            ("A12,,,", "empty_numbered"),
            ("A 12,,,", "section"),
            ("12/13,,,", "empty_numbered"),
            (",,Quick wins,", "continuation"),
            (",,,Quick wins", "continuation"),
            ("Quick wins,Quick wins,,", "record"),
            ("Quick wins,Quick wins,Quick wins,", "section"),
            ("Quick wins,Quick wins,Quick wins,all", "record"),
            (f"{'x' * 200},,,", "section"),
            (f"{'word ' * 41},,,", "no_title"),
            ("Page 1 of 2,,,", "section"),
            ("Total actions,,,", "total"),
        ],
    )
    def test_a_row_of_one_cell_of_words_is_one_where_titles_look_otherwise(
        self, row: str, what: str, tmp_path: Path
    ) -> None:
        assert becomes(row, tmp_path) == what

    @pytest.mark.parametrize(
        ("head", "row", "what"),
        [
            ("Lead,Ref,Action,Notes\n", ",Quick wins,,", "section"),
            ("Lead,Ref,Action,Notes\n", ",Quick,,", "empty_numbered"),
            ("Lead,Ref,Action,Notes\n", "Quick wins,,,", "continuation"),
            ("Blob,Ref,Action,Notes\n", "Quick wins,,,", "section"),
            ("No,Ref,Action,Lead\n", "2,,,", "empty_numbered"),
            ("No,Ref,Action,Lead\n", "2,A3,,", "empty_numbered"),
            ("No,Ref,Action,Lead\n", "2,,,HR", "no_title"),
            ("Blob,Ref,Action,Lead\n", "2,,,", "no_title"),
        ],
    )
    def test_where_it_stands_decides(self, head: str, row: str, what: str, tmp_path: Path) -> None:
        assert becomes(row, tmp_path, head=head) == what

    @pytest.mark.parametrize(
        ("areas", "words", "what"),
        [
            (("A3:D3",), "Quick wins", "section"),
            (("B3:C3",), "Quick wins", "record"),
            (("B3:C3",), "Quick wins:", "section"),
            (("B3:D3",), "Quick wins", "section"),
            (("A3:A4",), "Quick wins", "no_title"),
        ],
    )
    def test_one_that_is_merged_over_half_of_the_table_is_a_section(
        self, areas: tuple[str, ...], words: str, what: str, tmp_path: Path
    ) -> None:
        row = [None, words] if areas[0][0] == "B" else [words]
        rows = [["Ref", "Action", "Lead", "Notes", "Due", "RAG"], ["1", "Write", "A", "x"], row, ["2", "Send", "B"]]
        book, sheet = workbook([*rows, ["3", "Meet", "C", "y"]])
        for area in areas:
            sheet.merge_cells(area)
        assert outcomes(looked_at((book, sheet), tmp_path)).get("Plan!3", "record") == what

    @pytest.mark.parametrize(
        ("marked", "section"),
        [(["B3"], True), (["B2", "B3"], True), (["B2", "B3", "B4", "B5"], False), (["B2"], False)],
    )
    @pytest.mark.parametrize("way", ["bold", "colour"])
    def test_a_title_alone_is_a_section_if_it_is_bold_or_coloured_and_most_titles_are_not(
        self, way: str, marked: list[str], tmp_path: Path, *, section: bool
    ) -> None:
        rows = [["Ref", "Action", "Lead"], ["1", "Write", "A"], [None, "Quick wins"], ["2", "Send", "B"]]
        book, sheet = workbook([*rows, ["3", "Meet", "C"], ["4", "Go", "D"]])
        for cell in marked:
            if way == "bold":
                sheet[cell].font = Font(bold=True)
            else:
                coloured(sheet, cell, "DDDDDD")
        done = looked_at((book, sheet), tmp_path)
        assert (outcomes(done) == {"Plan!3": "section"}) == section
        assert [("Section", "Quick wins") in each.kept for each in records(done)][-1] == section

    def test_a_kpi_without_a_figure_is_one_in_a_table_of_three_columns(self, tmp_path: Path) -> None:
        text = "KPI,Target,Apr 25\nVisits,1,2\nChildren,,\nPlans,2,3\n"
        assert values(looked_at(text, tmp_path), "group") == ["", "Children"]
        narrow = "KPI,Apr 25\nVisits,1\nPlans,2\nTalks,3\nChildren,\nCalls,4\n"
        assert "Children" in values(looked_at(narrow, tmp_path, kind="kpi"), "title")

    def test_in_a_list_of_titles_alone_none_is_a_section(self, tmp_path: Path) -> None:
        text = "Ref,Action,Lead\n,Phase 1: plan,\n,Phase 2: do,\n,Write,A\n"
        assert len(records(looked_at(text, tmp_path, kind="action"))) == 3

    @pytest.mark.parametrize(
        "row", ["Ambition 2: Front door,,", ",Ambition 2: Front door,", ",".join(["Ambition 2: Front door"] * 3)]
    )
    def test_what_a_section_says_in_several_cells_it_says_once(self, row: str, tmp_path: Path) -> None:
        done = looked_at(f"Ref,Action,Lead\n1,Write,A\n{row}\n2,Send,B\n", tmp_path, ambition="", ambition_column="")
        named = [each.ambition for each in records(done)]
        assert [(each.ref, each.title) for each in named if each] == [("2", "Front door")]

    def test_it_ends_what_the_record_above_says(self, tmp_path: Path) -> None:
        done = looked_at(f"{HEAD}1,Write,A,begun\nQuick wins,,,\n,,,done\n2,Send,B,late\n", tmp_path)
        assert outcomes(done) == {"3": "section", "4": "no_title"}


class TestTotals:
    @pytest.mark.parametrize(
        ("head", "row", "what"),
        [
            ("Budget line,Budget,Spend,Note,Owner\n", "Total,3,4,x,y", "total"),
            ("Budget line,Budget,Spend,Note,Owner\n", "Total,3,,x,y", "record"),
            ("Budget line,Budget,Spend\n", "Sub-total,£3k,tbc", "total"),
            ("Budget line,Budget,Spend\n", "Total contacts,3,4", "total"),
            ("Budget line,Budget,Spend\n", "Totally new,3,4", "record"),
            ("Ref,Budget line,Budget\n", ",Total,5", "total"),
            ("Ref,Budget line,Budget\n", "Total,,5", "total"),
            ("Ref,Action,Lead,Due\n", "Total,3,4,5", "total"),
            ("Ref,Action,Lead,Due\n", "Total,3,4,y", "record"),
            ("KPI,Apr 25,May 25\n", "Overall total,3,4", "total"),
            ("KPI,Apr 25,May 25\n", "Total contacts,3,4", "record"),
            ("Summary,Spend,Owner\n", "Total,3,", "total"),
            ("Summary,Spend,Owner\n", "Total,3,x", "total"),
        ],
    )
    def test_they_say_so_and_hold_figures_beside_that(self, head: str, row: str, what: str, tmp_path: Path) -> None:
        assert becomes(row, tmp_path, head=head).replace("unanswered", "record") == what


class TestDoubles:
    def test_the_same_row_again_is_passed_over_if_it_says_more_than_a_title(self, tmp_path: Path) -> None:
        rows = "1,Write,A,\n,Send it,,\n2,Meet,B,\n"
        done = looked_at(f"{HEAD}{rows}1,Write,A,\n,Send it,,\n", tmp_path)
        assert (outcomes(done), done.reads[0].seen) == ({"5": "duplicate_row"}, 5)
        assert values(done, "title") == ["Write", "Send it", "Meet", "Send it"]

    def test_below_another_section_the_same_figure_may_be_that_of_another_month(self, tmp_path: Path) -> None:
        rows = "Visits,1,2\nPlans,3,4\nTalks,5,6\n"
        done = looked_at(f"KPI,Target,Actual\nApril 2025,,\n{rows}May 2025,,\n{rows}", tmp_path)
        assert outcomes(done) == {"2": "section", "6": "section"}
        actions = "1,Write,A,\n2,Send,B,\n3,Meet,C,\n"
        done = looked_at(f"{HEAD}Quick wins,,,\n{actions}Slow wins,,,\n1,Write,A,\n", tmp_path)
        assert outcomes(done) == {"2": "section", "6": "section", "7": "duplicate_row"}


class TestLinesThatGoOn:
    @pytest.mark.parametrize(
        ("head", "row", "what"),
        [
            (HEAD, ",,,done", "continuation"),
            (HEAD, ",,,x", "no_title"),
            (HEAD, ",,,12", "no_title"),
            (HEAD, "2,,,done", "no_title"),
            (HEAD, ",,HR,done", "continuation"),
            ("Ref,Action,Due,Notes\n", ",,2/2/25,done", "no_title"),
            ("Ref,Risk,Mitigation,Mitigation due\n", ",,Ask,2/2/25", "continuation"),
            ("Ref,Risk,Mitigation,Mitigation due\n", ",,,2/2/25", "no_title"),
            ("Ref,Action,Step,Lead\n", ",,Draft it,", "continuation"),
            ("Ref,Action,Step,Cost\n", ",,Draft it,12", "continuation"),
            ("Ref,Action,Step,Cost\n", ",,ab,12", "no_title"),
            ("Ref,Action,Blob,Cost\n", ",,Draft it,12", "no_title"),
            (HEAD, "Update: all well,,,", "continuation"),
            (HEAD, "Notes – all well,,,", "continuation"),
            (HEAD, "Update all well,,,", "section"),
            ("Ref,Risk,Likelihood,Impact,Score\n", ",,,,6", "no_title"),
            ("Summary,Spend,Owner\n", ",,Ann", "unanswered"),
            ("No,Summary,Owner\n", "2,,", "empty_numbered"),
            ("No,Summary,Owner\n", "2,,Ann", "unanswered"),
        ],
    )
    def test_hold_nothing_but_more_words_of_the_record_above(
        self, head: str, row: str, what: str, tmp_path: Path
    ) -> None:
        assert becomes(row, tmp_path, head=head) == what

    def test_a_product_and_a_number_alone_are_no_risk(self, tmp_path: Path) -> None:
        text = "Ref,Risk,Likelihood,Impact,Score\n1,Late,2,3,6\n2,,,,0\n"
        assert outcomes(looked_at(text, tmp_path)) == {"3": "empty_numbered"}

    def test_what_is_said_below_nothing_divides_the_rows(self, tmp_path: Path) -> None:
        done = looked_at(f"{HEAD}Update: all well,,,\n1,Write,A,\n2,Send,B,\n", tmp_path)
        assert outcomes(done) == {"2": "section"}

    def test_each_goes_on_as_its_column_does(self, tmp_path: Path) -> None:
        head = "Ref,Action,Lead,Comments,Recommendation,Blob\n"
        done = looked_at(
            f"{head}1,Write,A and,begun,Rule one,x\n,,Bo,done,Rule two,yes\n2,Send,Cy,,,\n,,Di,late,,no\n", tmp_path
        )
        first, second = records(done)
        assert {**first.values} == {
            "ref": "1",
            "title": "Write",
            "lead": "A and Bo",
            "commentary": "begun\ndone",
            "recommendation": "Rule one\nRule two",
        }
        assert first.kept == [("Blob", "x"), ("Blob", "yes")]
        assert (second.values["lead"], second.values["commentary"], second.kept) == ("Cy; Di", "late", [("Blob", "no")])

    @pytest.mark.parametrize(
        ("first", "lead"),
        [("A &", "A & Bo"), ("A,", "A, Bo"), ("A/", "A/ Bo"), ("A -", "A - Bo"), ("A", "A; Bo"), ("Sand", "Sand; Bo")],
    )
    def test_a_name_goes_on_where_a_sign_says_so(self, first: str, lead: str, tmp_path: Path) -> None:
        done = looked_at(f'Ref,Action,Lead\n1,Write,"{first}"\n,,Bo\n2,Send,C\n', tmp_path)
        assert values(done, "lead")[0] == lead

    def test_what_is_said_of_a_row_that_is_not_entered_is_its_first_words(self, tmp_path: Path) -> None:
        done = looked_at(f"Ref,Action,Due,Lead,RAG,Notes,More\n1,Write,,A,,,\n2,,x,{'w' * 81},b,c,d\n", tmp_path)
        (out,) = done.reads[0].not_added
        assert (out.at, out.outcome, out.reason, out.row) == ("3", "refused", "no_title", 3)
        assert out.words == f"2; x; {'w' * 80}; b; c; d"
