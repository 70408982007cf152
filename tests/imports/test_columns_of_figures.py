"""Tables with a row for each KPI: periods of columns, bare fractions, notes, targets, and tables on their side."""

from __future__ import annotations

from pathlib import Path

import pytest

from boardtui.exchange.sheets.drafts import Draft
from tests.imports.sheets import asked, flags, looked_at, records, workbook
from tests.imports.test_rules import fields, values


def told(kpi: Draft, kind: str = "reading") -> list[tuple[object, ...]]:
    names = {"reading": ("period", "value", "note"), "comparator": ("title", "year", "value")}
    names["target_change"] = ("since", "upper", "minimum")
    return [tuple(each.values.get(name, "") for name in names[kind]) for each in kpi.children if each.kind == kind]


class TestPeriodsOfColumns:
    @pytest.mark.parametrize(
        ("title", "heads", "periods", "questions"),
        [
            ("Scorecard 2025/26", "Apr,Jan", ["2025-04", "2026-01"], []),
            ("Scorecard 2025/26", "Q1 actual,Quarter 2", ["2025/26 Q1", "2025/26 Q2"], []),
            ("Scorecard 2024/25 and 2025/26", "Q1,Q2", [], ["Q1", "Q2"]),
            ("Scorecard for Q2 2025/26", "Previous quarter,Actual", ["2025/26 Q1", "2025/26 Q2"], []),
            ("Scorecard for Q1 2025/26", "Last period,Latest", ["2024/25 Q4", "2025/26 Q1"], []),
            ("Scorecard for Q2 2025/26", "Last month,Actual", ["2025/26 Q2"], ["Last month"]),
            ("Scorecard for Q2 2025/26", "YTD,Actual", ["2025/26 Q2"], ["YTD"]),
            ("Scorecard for Q2 2025/26", "This week,Actual", ["2025/26 Q2"], ["This week"]),
            ("Data of April 2025", "Prior month,This month", ["2025-03", "2025-04"], []),
            ("Scorecard", "2022,2023", [], ["2022"]),
            ("Scorecard", "Apr_25,2025-05", ["2025-04", "2025-05"], []),
            ("Scorecard", "Final (Q1 2025/26),Value (May 25)", ["2025/26 Q1", "2025-05"], []),
        ],
    )
    def test_are_those_of_heading_and_title_or_are_asked_about(
        self, title: str, heads: str, periods: list[str], questions: list[str], tmp_path: Path
    ) -> None:
        done = looked_at(f"{title},,\n,,\nKPI,{heads}\nVisits,5,6\nPlans,7,8\n", tmp_path)
        assert [[period for period, _, _ in told(kpi)] for kpi in records(done)] == [periods, periods]
        assert sorted(word for about, word, _ in asked(done) if about == "period") == sorted(questions)
        if questions != ["2022"]:
            assert [name for name, _ in records(done)[0].kept] == questions

    def test_the_name_of_the_sheet_may_say_the_year(self, tmp_path: Path) -> None:
        book, sheet = workbook([["KPI", "Apr", "Jan"], ["Visits", 4, 5], ["Plans", 5, 6]])
        sheet.title = "KPIs 2025-26"
        assert [period for period, _, _ in told(records(looked_at((book, sheet), tmp_path))[0])] == [
            "2025-04",
            "2026-01",
        ]

    @pytest.mark.parametrize(
        ("low", "periods"),
        [
            (("Q1", "Q2 actual"), ["2024/25 Q1", "2024/25 Q2", "2025/26 Q1", "2025/26 Q2"]),
            (("Jan", "Sept"), ["2025-01", "2024-09", "2026-01", "2025-09"]),
            (("March", "April"), ["2025-03", "2024-04", "2026-03", "2025-04"]),
        ],
    )
    def test_a_year_above_them_is_theirs(self, low: tuple[str, str], periods: list[str], tmp_path: Path) -> None:
        rows = [["KPI", "2024/25", None, "2025/26"], [None, *low, *low], ["Visits", 4, 5, 6, 7], ["Plans", 5, 6, 7, 8]]
        book, sheet = workbook(rows)
        for area in ("A1:A2", "B1:C1", "D1:E1"):
            sheet.merge_cells(area)
        assert [period for period, _, _ in told(records(looked_at((book, sheet), tmp_path))[0])] == periods

    def test_an_answer_may_be_no_period_and_is_taken_as_it_is(self, tmp_path: Path) -> None:
        text = "KPI,Last month,This month\nVisits,5,6\nPlans,7,8\n"
        done = looked_at(text, tmp_path, period={"Last month": "before", "this month": "May 25"})
        assert [period for period, _, _ in told(records(done)[0])] == ["before", "2025-05"]
        assert {each.word: each.answer for each in done.notices.questions} == {
            "Last month": "before",
            "This month": "May 25",
        }

    def test_an_answer_is_for_a_heading_with_or_without_what_stands_above_it(self, tmp_path: Path) -> None:
        rows = [["KPI", "North", None, "South", None], [None, *["Last month", "This month"] * 2]]
        book, sheet = workbook([*rows, ["Visits", 4, 5, 6, 7], ["Plans", 5, 6, 7, 8]])
        for area in ("A1:A2", "B1:C1", "D1:E1"):
            sheet.merge_cells(area)
        answers = {"North / Last month": "Jan 25", "This month": "Mar 25", "Last month": "Feb 25"}
        (kpi, _) = records(looked_at((book, sheet), tmp_path, kind="kpi", period=answers))
        assert [(period, value) for period, value, _ in told(kpi)] == [
            ("2025-01", "4"),
            ("2025-03", "5"),
            ("2025-02", "6"),
        ]

    def test_a_rule_settles_all_bare_years(self, tmp_path: Path) -> None:
        done = looked_at("KPI,2022,2023\nVisits,5,6\n", tmp_path, year_rule="2022 = 2021/22")
        assert [period for period, _, _ in told(records(done)[0])] == ["2021/22", "2022/23"]
        assert [(each.word, each.answer) for each in done.notices.questions] == [("2022", "2021/22")]

    def test_of_two_columns_of_one_period_the_second_is_kept(self, tmp_path: Path) -> None:
        (kpi,) = records(looked_at("KPI,Apr 25,Apr 2025,May 25\nVisits,1,2,3\n", tmp_path))
        assert (told(kpi), kpi.kept) == ([("2025-04", "1", ""), ("2025-05", "3", "")], [("Apr 2025", "2")])


class TestBareFractions:
    @pytest.mark.parametrize(
        ("row", "question"),
        [
            ("90%,0.9,0", "0.9"),
            ("90%,1,0.5", "0.5"),
            ("0.9,88%,1.5", "0.9"),
            ("90%,1,0", ""),
            ("90%,1.5,2", ""),
            ("90%,.5,88%", ".5"),
            ("0.9,0.8,0.7", ""),
            ("90%,1.0,88%", "1.0"),
            ("90%,0.0,88%", "0.0"),
        ],
    )
    def test_beside_per_cent_one_is_asked_about(self, row: str, question: str, tmp_path: Path) -> None:
        done = looked_at(f"KPI,Target,Apr 25,May 25\nVisits,{row}\n", tmp_path)
        assert [word for about, word, _ in asked(done) if about == "unit"] == ([question] if question else [])
        if question:
            assert done.open_questions[0].choices == ("fraction", "as stated")

    @pytest.mark.parametrize(
        ("unit", "called", "answer", "figures"),
        [
            ("%", "", "", ("0.9", "0.97")),
            ("%", "Visits", "fraction", ("90%", "97%")),
            ("%", "M1", "fraction", ("90%", "97%")),
            ("%", "M1", "as stated", ("0.9%", "0.97%")),
            ("count", "", "", ("0.9", "0.97")),
        ],
    )
    def test_it_is_what_a_person_says_by_ref_or_title(
        self, unit: str, called: str, answer: str, figures: tuple[str, str], tmp_path: Path
    ) -> None:
        text = f"Ref,KPI,Unit,Target,Apr 25\nM1,Visits,{unit},0.9,0.97\n"
        done = looked_at(text, tmp_path, unit={called: answer} if called else {})
        (kpi,) = records(done)
        assert (kpi.values["upper"], told(kpi)[0][1]) == figures
        assert bool(asked(done)) == (unit == "%" and not answer)

    def test_a_comparator_may_be_one(self, tmp_path: Path) -> None:
        assert asked(looked_at("KPI,Target,Apr 25,England\nVisits,90%,95%,0.85\n", tmp_path)) == [
            ("unit", "0.85", "D2")
        ]


class TestWhatStandsBesideFigures:
    def test_units_ways_and_frequencies(self, tmp_path: Path) -> None:
        head = "KPI,Unit,Polarity,Frequency,Target,Apr 25"
        rows = "Visits,-,,Weekly,-,5\nPlans,Pct.,–,Quarter,–,6\nTalks,cows,odd,,5,7\nCalls,£,Low,Annual,5,7\n"
        done = looked_at(f"{head}\n{rows}", tmp_path)
        assert values(done, "unit") == ["", "percent", "cows", "money"]
        assert values(done, "upper") == ["", "", "5", "5"]
        assert [each.values.get("polarity") for each in records(done)] == [None, None, None, "low"]
        assert [each.values.get("frequency") for each in records(done)][:3] == [None, "quarterly", None]
        assert [each.kept for each in records(done)][:3] == [[("Frequency", "Weekly")], [], [("Polarity", "odd")]]
        assert asked(done) == [("polarity", "odd", "C4")]

    def test_ratings_of_a_month_are_notes_of_its_figure_or_kept(self, tmp_path: Path) -> None:
        head = "KPI,Apr 25,RAG Apr 25,Comments Apr 25,May 25,RAG May 25,Comments May 25\n"
        done = looked_at(f"{head}Visits,1,A,late,,G,x\nPlans,1,-,–,2,R,\n", tmp_path)
        visits, plans = records(done)
        assert told(visits) == [("2025-04", "1", "RAG: A; Comments: late")]
        assert visits.kept == [("RAG May 25", "G"), ("Comments May 25", "x")]
        assert told(plans) == [("2025-04", "1", ""), ("2025-05", "2", "RAG: R")]

    def test_comments_of_a_year_are_notes_of_its_figure_and_none_of_the_kpi(self, tmp_path: Path) -> None:
        head = "KPI,2024/25,Comments 2024/25,2025/26,Comments 2025/26"
        (kpi,) = records(looked_at(f"{head}\nVisits,1,late,2,early\n", tmp_path))
        assert told(kpi) == [("2024/25", "1", "Comments: late"), ("2025/26", "2", "Comments: early")]
        assert "commentary" not in kpi.values

    @pytest.mark.parametrize(
        ("row", "own", "changes"),
        [
            ("90,93,90,94", {"upper": "90"}, []),
            ("90,93,91,94", {"upper": "90"}, [("2025/26 Q2", "91", "")]),
            (",1,5,2", {"upper": "5"}, []),
            ("90,1,,2", {"upper": "90"}, []),
        ],
    )
    def test_a_target_that_differs_from_the_one_before_holds_from_its_period_on(
        self, row: str, own: dict[str, str], changes: list[tuple[str, str, str]], tmp_path: Path
    ) -> None:
        head = "KPI,Target Q1 2025/26,Q1 2025/26,Target Q2 2025/26,Q2 2025/26"
        (kpi,) = records(looked_at(f"{head}\nVisits,{row}\n", tmp_path))
        assert {name: kpi.values[name] for name in ("upper", "minimum") if name in kpi.values} == own
        assert told(kpi, "target_change") == changes

    @pytest.mark.parametrize(
        ("rows", "part"),
        [
            (["Visits,Numerator,3,4", ",Denominator,5,8"], True),
            (["Visits,Numerator,3,4", ",Numerator,5,8"], False),
            (["Visits,Numerator,3,4", ",Blob,5,8"], False),
            (["Visits,Actual,3,4", ",Target,5,8"], True),
            (["Visits,Target,3,4", ",Comments,x,y"], False),
            (["Visits,Actual,3,4", "Plans,Actual,3,4"], False),
        ],
    )
    def test_a_column_says_which_part_of_a_figure_a_row_holds_if_all_its_words_do(
        self, rows: list[str], tmp_path: Path, *, part: bool
    ) -> None:
        done = looked_at("\n".join(["KPI,,Apr 25,May 25", *rows, ""]), tmp_path)
        assert (fields(done)[1] == "ignored") == part

    @pytest.mark.parametrize(
        ("cells", "comparator"), [(["soon", "5"], True), (["soon", "later", "5"], False), (["5"], True), ([""], True)]
    )
    def test_figures_of_others_are_figures_in_half_of_the_rows(
        self, cells: list[str], tmp_path: Path, *, comparator: bool
    ) -> None:
        rows = "".join(f"Visits {n},5,{each}\n" for n, each in enumerate(cells))
        done = looked_at(f"KPI,Apr 25,England\n{rows}", tmp_path)
        assert (fields(done)[2] == "comparator") == comparator

    def test_each_stands_under_its_own_name_and_year(self, tmp_path: Path) -> None:
        text = "KPI,Apr 25,England,London (2023/24),Comparator,Region: North\nVisits,5,1,2,3,4\n"
        (kpi,) = records(looked_at(text, tmp_path))
        assert told(kpi, "comparator") == [("England", "", "1"), ("London", "2023/24", "2"), ("Comparator", "", "3")]
        assert kpi.kept == [("Region: North", "4")]


class TestTablesOnTheirSide:
    @pytest.mark.parametrize(
        ("head", "rows", "titles"),
        [
            ("Month,Visits,Plans", ["Apr 25,5,6", "May 25,7,8"], ["Visits", "Plans"]),
            ("Month,Visits,Plans", ["Apr 25,5,6", "soon,7,8", "Jun 25,3,4"], ["Visits", "Plans"]),
            ("Month,Visits,Plans", ["Apr 25,5,6", "soon,7,8"], []),
            ("Month,Visits,Plans,Talks", ["Apr 25,later,6,1", "May 25,8,soon,1"], ["Visits", "Plans", "Talks"]),
            ("Month,Visits,Plans,Talks", ["Apr 25,later,6,1", "May 25,soon,never,1"], ["Apr 25", "May 25"]),
            ("Month,Visits,Value", ["Apr 25,5,6", "May 25,7,8"], []),
            ("Month,Visits,Area", ["Apr 25,5,6", "May 25,7,8"], ["Apr 25", "May 25"]),
        ],
    )
    def test_hold_two_periods_and_figures_in_two_of_three_cells_below_headings_of_no_other_sort(
        self, head: str, rows: list[str], titles: list[str], tmp_path: Path
    ) -> None:
        done = looked_at("\n".join([head, *rows, ""]), tmp_path, kind="kpi")
        assert values(done, "title") == titles
        if "Visits" in titles:
            assert told(records(done)[0])[0][0] == "2025-04"

    def test_what_a_cell_says_is_pointed_out_where_it_stands(self, tmp_path: Path) -> None:
        text = "Month,Visits,Plans,Talks\nApr 25,later,6,1\nMay 25,8,9,1\n"
        assert flags(looked_at(text, tmp_path, kind="kpi")) == [("B2", "not_a_figure")]
