"""Where tables begin and end, which rows are headings, and what is no table: at the edge of each rule."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from boardtui.exchange.sheets.importing import Preview
from tests.imports.sheets import day, looked_at, outcomes, put, records, workbook

HEAD = "Ref,Action,Lead\n"
ONE, TWO = "1,Write,A\n", "2,Send,B\n"
EMPTY, SECTION, NOTE = ",,\n", "Quick wins,,\n", "Source: the board,,\n"
LONG = "x" * 120


def ranges(done: Preview) -> list[str]:
    return [each.sheet.range(each.area) for each in done.found.tables]


def others(done: Preview) -> list[tuple[str, str]]:
    """What is no table, and where it stands."""
    return [(each.what, each.sheet.range(each.area)) for each in done.found.not_tables]


def headings(done: Preview) -> list[str]:
    return [each.words for each in done.found.tables[0].headings]


def merged(rows: Sequence[Sequence[object]], *areas: str) -> tuple[Workbook, Worksheet]:
    book, sheet = workbook(rows)
    for area in areas:
        sheet.merge_cells(area)
    return book, sheet


class TestWhereTheyEnd:
    @pytest.mark.parametrize(
        ("text", "where"),
        [
            (HEAD + ONE + EMPTY * 6 + TWO, ["A1:C9"]),
            (HEAD + ONE + EMPTY * 7 + TWO, ["A1:C2"]),
            (HEAD + ONE + EMPTY * 6 + TWO + EMPTY * 6 + TWO, ["A1:C16"]),
            (HEAD + ONE + EMPTY + SECTION * 2 + TWO, ["A1:C6"]),
            (HEAD + ONE + EMPTY + SECTION * 3 + TWO, ["A1:C2"]),
            (HEAD + ONE + EMPTY + SECTION + EMPTY + TWO, ["A1:C2"]),
            (HEAD + ONE + EMPTY + NOTE + TWO, ["A1:C2"]),
            (HEAD + EMPTY + SECTION + ONE + TWO, ["A1:C5"]),
            (HEAD + EMPTY + "Please return by Friday,,\n", []),
            ("Action,Lead\n,\nWrite it,\n", ["A1:B3"]),
            (HEAD + ONE + TWO + "* as agreed,,\n" + NOTE, ["A1:C3"]),
            (HEAD + ONE + "Note:,as agreed,\n", ["A1:C3"]),
        ],
    )
    def test_up_to_six_empty_rows_and_two_headings_of_sections_stand_within_a_table(
        self, text: str, where: list[str], tmp_path: Path
    ) -> None:
        assert ranges(looked_at(text, tmp_path)) == where

    @pytest.mark.parametrize(
        ("head", "below", "count"),
        [
            ("Action,Lead,RAG", "RAG,Meaning\nRed,Not on track\nGreen,On track\n", 2),
            ("Action,Lead,RAG", "Red,Not on track\nGreen,On track\n", 2),
            ("Action,Lead,RAG", "RAG,Meaning\nRed,Not on track\n", 4),
            ("Action,Lead,RAG", "RAG,Meaning\nRed,Not on track\nGreen,On track\nTalk,C\n", 6),
            ("RAG,Action,Lead", "R,Talk,C\nG,Go,D\n", 4),
        ],
    )
    def test_what_says_below_a_table_what_its_ratings_mean_is_not_of_it(
        self, head: str, below: str, count: int, tmp_path: Path
    ) -> None:
        rows = "G,Write,A\nR,Send,B\n" if head.startswith("RAG") else "Write,A,G\nSend,B,R\n"
        assert len(records(looked_at(f"{head}\n{rows}\n\n{below}", tmp_path, kind="action"))) == count

    @pytest.mark.parametrize(("row", "last"), [("2,Send,B,,,", 4), ("2,Send,,,,", 2)])
    def test_what_stands_below_an_empty_row_goes_on_if_it_is_half_as_wide_as_the_rows_above(
        self, row: str, last: int, tmp_path: Path
    ) -> None:
        text = f"Ref,Action,Lead,Due,RAG,Notes\n1,Write,A,1/2/25,G,x\n,,,,,\n{row}\n"
        assert ranges(looked_at(text, tmp_path)) == [f"A1:F{last}"]

    @pytest.mark.parametrize(("total", "last"), [("Total,70,", 5), ("Total,,", 3)])
    def test_a_total_below_an_empty_row_is_that_of_the_table_if_it_sums_up_anything(
        self, total: str, last: int, tmp_path: Path
    ) -> None:
        head = "Budget line,Budget,Spend,Forecast,Variance\n"
        text = f"{head}IT,40,3,40,0\nHR,30,2,30,0\n,,,,\n{total},,\n"
        assert ranges(looked_at(text, tmp_path)) == [f"A1:E{last}"]

    @pytest.mark.parametrize(
        ("again", "where"),
        [
            ("Ref,Action,Lead,Due,RAG,Note", ["A1:F4"]),
            ("Ref,Action,Lead,Due,x,y", ["A1:F4"]),
            ("Ref,Action,Lead,Done,x,", ["A1:F2", "A3:E4"]),
            ("Ref,Action,Who,,,", ["A1:F4"]),
            ("Ref,Task,Who,,,", ["A1:F2", "A3:C4"]),
        ],
    )
    def test_headings_two_in_three_of_which_were_said_above_are_said_again(
        self, again: str, where: list[str], tmp_path: Path
    ) -> None:
        done = looked_at(f"Ref,Action,Lead,Due,RAG,Note\n1,Write,A,,,\n{again}\n2,Send,B,,,\n", tmp_path)
        assert ranges(done) == where
        assert outcomes(done) == ({"3": "repeated_header"} if len(where) == 1 else {})

    def test_a_table_begins_below_or_beside_another_where_headings_do(self, tmp_path: Path) -> None:
        below = f"{HEAD}{ONE}Ref,Risk,Owner,Likelihood,Impact\nR1,Late,B,2,3\n"
        assert ranges(looked_at(below, tmp_path)) == ["A1:C2", "A3:E4"]
        lower = f"{HEAD}{ONE}{TWO},,,,Decision,Taken by,Date\n,,,,Fund,Board,1/2/25\n"
        assert ranges(looked_at(lower, tmp_path)) == ["A1:C3", "E4:G5"]

    def test_a_column_without_a_heading_beside_a_table_is_of_it_if_two_of_its_cells_say_something(
        self, tmp_path: Path
    ) -> None:
        rows: list[list[object]] = [["Ref", "Action"], [1, "Write", "see annex"], [2, "Send", "see too"]]
        done = looked_at(workbook(rows), tmp_path)
        assert ranges(done) == ["A1:C3"]
        assert [each.kept for each in records(done)] == [[("C", "see annex")], [("C", "see too")]]
        rows[2].pop()
        done = looked_at(workbook(rows), tmp_path)
        assert (ranges(done), others(done)) == (["A1:B3"], [("notes", "C2")])

    @pytest.mark.parametrize(("rows", "title"), [(12, "Ambition 2: Front door"), (13, "")])
    def test_its_title_stands_no_more_than_twelve_rows_above_it(self, rows: int, title: str, tmp_path: Path) -> None:
        book, sheet = workbook([["Ref", "Action"], [1, "Write"]], top=rows + 1)
        put(sheet, [["Ambition 2: Front door"]])
        assert [each.title for each in looked_at((book, sheet), tmp_path).found.tables] == [title]

    def test_what_stands_above_the_table_before_is_no_title_of_the_next(self, tmp_path: Path) -> None:
        text = f"Improvement plan,,\n\n{HEAD}{ONE}\nRisks of it,,\n\nRef,Risk,Owner\nR1,Late,B\n"
        assert [each.title for each in looked_at(text, tmp_path).found.tables] == ["Improvement plan", "Risks of it"]


class TestRowsOfHeadings:
    @pytest.mark.parametrize(
        ("head", "rows", "found"),
        [
            ("Action,Lead", 1, True),
            ("Action,Blob", 3, True),
            ("Action,Blob", 2, False),
            ("Action,Blob,Glob", 2, True),
            ("Action,Blob,Glob", 1, False),
            ("Thing,Blob,Glob", 2, True),
            ("Thing,Blob", 3, False),
            ("Action,Lead,Blob,Glob", 1, True),
            ("Action,Lead,Blob,Glob,Flob", 1, False),
            ("Action,Lead,Blob,Glob,Flob", 2, True),
            ("Action,Blob,Blob", 2, False),
            (f"Action,Blob,{LONG[:60]}", 2, True),
            (f"Action,Blob,{LONG[:61]}", 2, False),
            (f"Action,Lead,{LONG}", 2, True),
            (f"Action,Lead,{LONG}x", 2, False),
            (f"Action,Lead,Due,RAG,{LONG}x", 2, True),
            ("Action,Lead,Due,RAG,12", 1, True),
            ("Action,Lead,Due,12", 1, False),
            ("Action,Lead,Due,a1,b1,c1,d1,e1", 1, True),
            ("Action,Lead,Due,a1,b1,c1,d1", 1, False),
            ("Action,Lead,a2,a1,b1,c1,d1,e1", 1, False),
            ("KPI,Apr 25,May 25,blob,glob,flob", 1, True),
            ("KPI,Apr 25,May 25,blob,glob,flob,slob", 1, False),
            ("Blob,Apr 25,May 25", 2, True),
            ("Blob,Q1 actual,Q2 actual", 2, True),
            ("KPI,2000,2099", 1, True),
            ("KPI,2000,1799", 2, False),
            ("KPI,Q1 2025/26 (Apr to Jun in all of it),Q2 2025/26 *", 1, True),
            ("KPI,Q1 2025/26 numerator,Q1 2025/26 denominator", 1, True),
        ],
    )
    def test_are_known_by_words_or_periods_or_begin_a_block(
        self, head: str, rows: int, found: bool, tmp_path: Path
    ) -> None:
        row = ",".join(f"word {n}" for n in range(head.count(",") + 1))
        done = looked_at("\n".join([head, *[f"{row} {n}" for n in range(rows)]]), tmp_path)
        assert bool(done.found.tables) == found

    @pytest.mark.parametrize(
        ("row", "found"),
        [
            ("Risk,Owner,Impact,x1,x2", 2),
            ("Risk,Owner,x0,x1,x2", 1),
            ("Risk,Owner,Impact,12,", 1),
            ("Risk,Owner,,,", 1),
        ],
    )
    def test_a_row_below_another_is_headings_only_if_six_in_ten_of_its_cells_are(
        self, row: str, found: int, tmp_path: Path
    ) -> None:
        text = f"Ref,Action,Lead,Due,RAG\n1,Write,A,x,y\n{row}\n3,Send,B,p,q\n"
        assert len(looked_at(text, tmp_path).found.tables) == found

    @pytest.mark.parametrize(("first", "found"), [(["KPI"], 1), (["KPI", "Lead"], 0)])
    def test_days_are_headings_where_half_of_them_are(self, first: list[str], found: int, tmp_path: Path) -> None:
        rows = [[*first, day(2025, 5, 5)], *([f"Visits {n}", *"A" * (len(first) - 1), n] for n in range(3))]
        assert len(looked_at(workbook(rows), tmp_path).found.tables) == found

    @pytest.mark.parametrize(
        ("units", "words"),
        [
            (("£000", "£k"), ["Budget line", "Budget (£000)", "Spend (£k)"]),
            (("(£m)", "%"), ["Budget line", "Budget (£m)", "Spend / %"]),
            (("£000", None), ["Budget line", "Budget", "Spend"]),
            (("£000", "agreed"), ["Budget line", "Budget", "Spend"]),
        ],
    )
    def test_a_row_of_units_belongs_to_them(
        self, units: tuple[str, str | None], words: list[str], tmp_path: Path
    ) -> None:
        rows = [["Budget line", "Budget", "Spend"], [None, *units], ["IT", 1, 2], ["HR", 3, 4]]
        assert headings(looked_at(workbook(rows), tmp_path)) == words

    @pytest.mark.parametrize(
        ("rows", "areas", "words"),
        [
            ([["Ref", "Action", "Lead"], [None, "What", "Who"]], ["A1:A2"], ["Ref", "Action / What", "Lead / Who"]),
            (
                [["Ref", "Action", None], ["No", "It", "Who"]],
                ["B1:C1"],
                ["Ref / No", "Action / It", "Action / Who"],
            ),
            ([["Ref", "Action", None], ["1", "Write it " * 7, "A"]], ["B1:C1"], ["Ref", "Action", "Action"]),
            ([["Ref", "Action", None], [None, 5, 6]], ["B1:C1"], ["Ref", "Action", "Action"]),
            ([["Plan", None, None], ["Ref", "Action", "Lead"]], ["A1:C1"], ["Ref", "Action", "Lead"]),
            ([["Plan", None, None], ["Ref", "Action", "Lead"]], ["A1:B1"], ["Ref", "Action", "Lead"]),
            ([[None, "Plan", None], ["Ref", "Action", "Lead"]], ["B1:C1"], ["Ref", "Plan / Action", "Plan / Lead"]),
            (
                [["Plan", "x", "People", None], ["Ref", "Action", "Lead", "Due"]],
                ["C1:D1"],
                ["Plan / Ref", "x / Action", "People / Lead", "People / Due"],
            ),
            (
                [["Plan", None, "People", None], ["Ref", "Action", "Lead", "Due"]],
                ["A1:B1", "C1:D1"],
                ["Plan / Ref", "Plan / Action", "People / Lead", "People / Due"],
            ),
            (
                [[25, None, "People", None], ["Ref", "Action", "Lead", "Due"]],
                ["A1:B1", "C1:D1"],
                ["Ref", "Action", "Lead", "Due"],
            ),
            (
                [["Ref", "Action", None, "Lead", "Due"], ["1", "Write", "it", "A", "x"]],
                ["B1:C1"],
                ["Ref", "Action", "Action", "Lead", "Due"],
            ),
        ],
    )
    def test_what_is_merged_over_several_is_said_of_each(
        self, rows: list[list[object]], areas: list[str], words: list[str], tmp_path: Path
    ) -> None:
        body: list[list[object]] = [["1", "Write", "it", "A", "B"], ["2", "Send", "all", "C", "D"]]
        rows = rows + [each[: len(rows[0])] for each in body]
        assert headings(looked_at(merged(rows, *areas), tmp_path)) == words

    def test_what_is_merged_over_a_table_beside_it_is_none_of_its_headings(self, tmp_path: Path) -> None:
        rows: list[list[object]] = [[None, "Plan", None, None, None, None, "Board"]]
        rows += [["Ref", "Action", "Lead", None, None, "Decision", "Taken by", "Date"]]
        rows += [["1", "Write", "A", None, None, "Fund", "B", day(2025, 1, 1)]]
        done = looked_at(merged(rows, "B1:C1", "G1:H1"), tmp_path)
        assert ranges(done) == ["A1:C3", "F1:H3"]

    def test_they_are_of_three_rows_at_most(self, tmp_path: Path) -> None:
        rows: list[list[object]] = [["Ref", "Action", "Score"], [], []]
        rows[1:] = [None, None, "Current"], [None, None, "L", "I"], ["1", "x", 2, 3]
        above: list[list[object]] = [["Plan", None, "Risk"]]
        done = looked_at(merged(rows, "A1:A3", "B1:B3", "C1:D1", "C2:D2"), tmp_path)
        assert done.found.tables[0].header_rows == [1, 2, 3]
        done = looked_at(merged(above + rows, "A1:B1", "C1:D1", "A2:A4", "B2:B4", "C2:D2", "C3:D3"), tmp_path)
        assert done.found.tables[0].header_rows == [2, 3, 4]
        units: list[list[object]] = [*rows[:3], [None, None, "days", "£000"], ["1", "x", 2, 3]]
        done = looked_at(merged(units, "A1:A3", "B1:B3", "C1:D1", "C2:D2"), tmp_path)
        assert done.found.tables[0].header_rows == [1, 2, 3]
        below: list[list[object]] = [*rows[:3], ["1", "x"], ["2", "y", 2, 3]]
        done = looked_at(merged(below, "A1:A3", "B1:B3", "C1:D1", "C2:D2", "C3:C4", "D3:D4"), tmp_path)
        assert done.found.tables[0].header_rows == [1, 2, 3]

    @pytest.mark.parametrize(
        ("above", "rows"),
        [(",2023/24,,2024/25,", [1, 2]), (",2023/24,,,", [2]), (",No,,Who,", [2]), (",Q9,,Q8,", [1, 2])],
    )
    def test_words_above_headings_that_recur_are_theirs_if_there_are_two_and_no_short_heading(
        self, above: str, rows: list[int], tmp_path: Path
    ) -> None:
        done = looked_at(f"{above}\nName,Actual,Target,Actual,Target\nVisits,1,2,3,4\n", tmp_path, kind="kpi")
        assert done.found.tables[0].header_rows == rows


class TestSpacers:
    @pytest.mark.parametrize(
        ("head", "both", "left", "where"),
        [
            ("Ref,Risk,,Owner,Category", 8, 2, ["A1:E11"]),
            ("Ref,Risk,,Owner,Category", 7, 3, ["A1:B11", "D1:E8"]),
            ("Ref,Risk,,Owner,Category", 2, 0, ["A1:E3"]),
            ("Ref,Risk,,Owner,Category", 1, 0, ["A1:B2", "D1:E2"]),
            ("Ref,Risk,,Owner,Blob", 8, 0, ["A1:B9", "D1:E9"]),
            ("Risk,Owner,,Owner,Category", 8, 0, ["A1:B9", "D1:E9"]),
        ],
    )
    def test_what_stands_behind_an_empty_column_is_of_the_table_if_eight_rows_in_ten_have_both(
        self, head: str, both: int, left: int, where: list[str], tmp_path: Path
    ) -> None:
        rows = [f"R{n},Late {n},,PMO,People" for n in range(both)] + [f"R{n},Left {n},,," for n in range(left)]
        assert ranges(looked_at("\n".join([head, *rows, ""]), tmp_path)) == where

    def test_two_empty_columns_part_tables(self, tmp_path: Path) -> None:
        text = "Ref,Risk,,,Owner,Category\n" + "R1,Late,,,PMO,People\n" * 3
        assert ranges(looked_at(text, tmp_path)) == ["A1:B4", "E1:F4"]

    @pytest.mark.parametrize(("rows", "where"), [(7, ["A1:F9"]), (8, ["A1:B10", "E1:F10"])])
    def test_columns_without_headings_join_if_they_say_something_in_the_first_eight_rows(
        self, rows: int, where: list[str], tmp_path: Path
    ) -> None:
        body = [[f"Late {n}", "PMO", None, None, f"Fund {n}", "B"] for n in range(rows)]
        last = ["Lost", "A", "x", "y", "Go", "B"]
        book = workbook([["Risk", "Owner", None, None, "Decision", "Taken by"], *body, last])
        assert ranges(looked_at(book, tmp_path)) == where


class TestWhatIsNone:
    @pytest.mark.parametrize(
        ("text", "what"),
        [
            ("Ref,R9\nRisk,Loss\nOwner,Estates\nLikelihood,3", "form"),
            ("Ref,R9\nRisk,Loss\nOwner,Estates\nBlob,3", "form"),
            ("Ref,R9\nRisk,Loss\nGlob,Estates\nBlob,3", ""),
            ("Ref,R9\nRisk,Loss\nOwner,Estates\nOwner,Trust\nImpact,3", ""),
            ("Impact,Minor,Moderate,Major\nLikely,4,8,12\nRare,1,2,3", "legend"),
            ("Impact,Minor,Moderate,Major\nLikely,4,8,12\nRare,1,2,x", "legend"),
            ("Impact,Minor,Moderate,Major\nLikely,4,8,12\nRare,1,y,x", ""),
            ("Impact,Minor,Moderate\nLikely,4,8\nRare,1,2", ""),
            ("Impact,Ref,Minor,Moderate,Major\nLikely,x,4,8,12\nRare,y,1,2,3", ""),
            ("RAG,Owner,Stage\nRed,Director,New\nGreen,,Old\nBlue,,", "lookup list"),
            ("RAG,Owner\nRed,Director\nGreen,\nBlue,", ""),
            ("Action,Owner,Stage\nRed,Director,New\nGreen,,Old\nBlue,,", ""),
            (f"RAG,Owner,Stage\nRed,Director,New\nGreen,,Old\nBlue {LONG[:56]},,", ""),
            ("RAG,Owner,Stage\nRed,Director,New\nRed,,Old\nBlue,,", ""),
            ("RAG,Owner,Stage\nRed,Director,New\nGreen,,Old\nBlue,Clerk,", ""),
            ("RAG,Count\nRed,3\nGreen,4", "legend"),
            ("RAG,Count\nRed,3\nMauve,4", "legend"),
            ("RAG,Count\nRed,3\nMauve,4\nPink,5", ""),
            ("RAG,Count,Total\nRed,3,4\nGreen,4,5", "legend"),
            ("RAG,Count,Total,Number\nRed,3,4,4\nGreen,4,5,5", ""),
            ("RAG,Meaning\n" + "\n".join(f"Red,words {n}" for n in range(15)), "legend"),
            ("RAG,Meaning\n" + "\n".join(f"Red,words {n}" for n in range(16)), ""),
        ],
    )
    def test_forms_lists_to_choose_from_and_keys_are_told_from_tables(
        self, text: str, what: str, tmp_path: Path
    ) -> None:
        done = looked_at(f"{text}\n", tmp_path)
        assert ([each.what for each in done.found.not_tables], len(done.found.tables)) == (
            [what] if what else [],
            0 if what else 1,
        )
