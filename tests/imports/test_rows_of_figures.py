"""Tables with a row for each figure: their periods, areas, parts and targets, and what is said beside each figure."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.imports.sheets import asked, day, flags, looked_at, outcomes, records, shown_as, workbook
from tests.imports.test_rules import fields, values

HEAD = "KPI,Month,Value"


def figures(head: str, *rows: str, sep: str = "\n") -> str:
    return sep.join([head, *rows, ""])


class TestFigures:
    def test_a_row_without_a_title_a_figure_or_a_period_is_not_entered_and_says_why(self, tmp_path: Path) -> None:
        rows = ("Visits,Apr 25,", "Visits,May 25,2", "Plans,soon,3", "Plans,,3", ",Jun 25,4", "Visits,Apr 25,late")
        done = looked_at(figures(HEAD, *rows), tmp_path)
        assert [(each.at, each.outcome, each.reason) for each in done.reads[0].not_added] == [
            ("2", "skipped", "no_figure"),
            ("4", "refused", "unanswered"),
            ("5", "refused", "unanswered"),
            ("6", "refused", "no_title"),
        ]
        assert done.reads[0].not_added[0].words == "Visits; Apr 25"
        assert (asked(done), flags(done)) == ([("period", "soon", "B4")], [("C7", "not_a_figure")])
        assert [each.values["value"] for each in records(done)[0].children] == ["2", "late"]
        assert done.reads[0].seen == 6

    def test_a_word_for_a_period_is_answered_once(self, tmp_path: Path) -> None:
        text = figures(
            HEAD, "Visits,soon,3", "Plans,soon,4", *(f"Talks,{each} 25,4" for each in ("May", "Jun", "Jul", "Aug"))
        )
        assert asked(looked_at(text, tmp_path)) == [("period", "soon", "B2")]
        done = looked_at(text, tmp_path, period={"soon": "May 2025"})
        assert [each.children[0].values["period"] for each in records(done)] == ["2025-05"] * 3
        assert [(each.word, each.answer) for each in done.notices.questions] == [("soon", "May 2025")]

    @pytest.mark.parametrize(
        ("head", "rows", "values_", "unit"),
        [
            ("KPI,Month,Percentage", ["Visits,Apr 25,88", "Visits,May 25,3"], ["88%", "3%"], "percent"),
            ("KPI,Month,Value (%)", ["Visits,Apr 25,88", "Visits,May 25,c"], ["88%", "c"], "percent"),
            ("KPI,Month,Value,Unit", ["Visits,Apr 25,88,%", "Visits,May 25,3,Percent"], ["88%", "3%"], "percent"),
            ("KPI,Month,Value,Unit", ["Visits,Apr 25,88,days", "Visits,May 25,3,days"], ["88", "3"], "days"),
            ("KPI,Month,Value,Unit", ["Visits,Apr 25,88,-", "Visits,May 25,3,"], ["88", "3"], None),
            (HEAD, ["Visits,Apr 25,88", "Visits,May 25,3"], ["88", "3"], None),
        ],
    )
    def test_the_heading_or_the_unit_says_per_cent(
        self, head: str, rows: list[str], values_: list[str], unit: str | None, tmp_path: Path
    ) -> None:
        (kpi,) = records(looked_at(figures(head, *rows), tmp_path))
        assert [each.values["value"] for each in kpi.children] == values_
        assert kpi.values.get("unit") == unit

    def test_numerators_are_no_per_cent(self, tmp_path: Path) -> None:
        text = figures("KPI,Month,Numerator,Denominator,Percentage", "Visits,Apr 25,44,50,88", "Visits,May 25,1,2,50")
        first = records(looked_at(text, tmp_path))[0].children[0]
        assert [first.values[name] for name in ("numerator", "denominator", "value")] == ["44", "50", "88%"]

    def test_targets_hold_from_their_period_on_in_the_unit_of_the_kpi(self, tmp_path: Path) -> None:
        head = "KPI,Month,Value,Target,Minimum,Unit"
        rows = ("Visits,Apr 25,88,90,-,%", "Visits,May 25,3,90,50,%", "Visits,Jun 25,3,,60,%")
        (kpi,) = records(looked_at(figures(head, *rows), tmp_path))
        assert (kpi.values["upper"], kpi.values.get("minimum")) == ("90%", None)
        assert [each.values for each in kpi.children if each.kind == "target_change"] == [
            {"since": "2025-05", "upper": "90%", "minimum": "50%"},
            {"since": "2025-06", "upper": "90%", "minimum": "60%"},
        ]

    def test_a_target_without_a_figure_in_its_column_is_none(self, tmp_path: Path) -> None:
        (kpi,) = records(
            looked_at(figures("KPI,Month,Value,Target", "Visits,Apr 25,88,", "Visits,May 25,3,"), tmp_path)
        )
        assert [each.kind for each in kpi.children] == ["reading", "reading"]

    def test_ways_and_frequencies_are_said_in_the_programs_words_or_kept(self, tmp_path: Path) -> None:
        head = f"{HEAD},Polarity,Frequency,Source,Definition"
        rows = ("Visits,Apr 25,88,High,Month,S,D", "Visits,May 25,3,Low,Month,S2,D", "Plans,May 25,3,Odd,At times,,")
        done = looked_at(figures(head, *rows), tmp_path)
        visits, plans = records(done)
        assert visits.values == {
            "title": "Visits",
            "polarity": "high",
            "frequency": "monthly",
            "definition": "D",
            "source": "S",
        }
        assert visits.children[1].values["note"] == "Source: S2; Polarity: Low"
        assert plans.kept == [("Polarity", "Odd"), ("Frequency", "At times")]
        assert asked(done) == [("polarity", "Odd", "D4")]


class TestWhatIsSaidBeside:
    def test_comments_and_what_differs_from_row_to_row_are_notes_of_the_figures(self, tmp_path: Path) -> None:
        head = f"{HEAD},Comments,Blob,Empty"
        rows = ("Visits,Apr 25,88,late,a,", "Visits,May 25,3,,b,", "Visits,Jun 25,3,,-,", "Plans,Jun 25,3,,c,")
        done = looked_at(figures(head, *rows), tmp_path)
        visits, plans = records(done)
        assert [each.values.get("note") for each in visits.children] == ["late; Blob: a", "Blob: b", None]
        assert (visits.kept, plans.kept) == ([], [("Blob", "c")])
        assert fields(done)[4:] == ["kept_as_words", "ignored"]
        assert visits.children[1].places["note"] == "3"

    @pytest.mark.parametrize(("length", "note"), [(494, True), (495, False)])
    def test_what_is_too_long_for_a_note_is_kept_on_the_kpi_with_its_period(
        self, length: int, tmp_path: Path, *, note: bool
    ) -> None:
        (kpi,) = records(
            looked_at(figures(f"{HEAD},Blob", f"Visits,Apr 25,88,{'x' * length}", "Visits,May 25,3,y"), tmp_path)
        )
        assert ("note" in kpi.children[0].values) == note
        assert [name for name, _ in kpi.kept] == ([] if note else ["Blob (2025-04)"])

    @pytest.mark.parametrize(
        ("heading", "field"),
        [
            ("la_code", "ignored"),
            ("Old LA code", "ignored"),
            ("Region name code", "ignored"),
            ("Post code", "kept_as_words"),
        ],
    )
    def test_codes_of_areas_say_nothing(self, heading: str, field: str, tmp_path: Path) -> None:
        done = looked_at(figures(f"{HEAD},{heading}", "Visits,Apr 25,88,E8", "Visits,May 25,3,E8"), tmp_path)
        assert fields(done)[3] == field


class TestParts:
    @pytest.mark.parametrize(
        ("rows", "found"),
        [
            (["50,10,20", "25,5,20"], True),
            (["50,10,20", "25,6,20"], False),
            (["50,10,20"], False),
            (["50.5,10,20", "25,5,20"], True),
            (["50.6,10,20", "25,5,20"], False),
            (["50,11,20", *["50,10,20"] * 4], True),
            (["50,11,20", "50,11,20", *["50,10,20"] * 3], False),
            (["0,0,20", "0,0,20"], False),
            (["50,10,0", "25,5,20", "25,5,20"], True),
            (["50,10,20", "c,5,20"], False),
            (["50,10,20", "25,5,c"], False),
            (["88,10,20", "88,5,20"], False),
        ],
    )
    def test_are_told_by_what_follows_from_them_in_two_rows_and_four_of_five(
        self, rows: list[str], tmp_path: Path, *, found: bool
    ) -> None:
        months = ("Apr", "May", "Jun", "Jul", "Aug")
        lines = [f"Visits,{month} 25,{row}" for month, row in zip(months, rows, strict=False)]
        done = looked_at(figures("KPI,Month,Value,Blob,Glob", *lines), tmp_path)
        assert (fields(done)[3:] == ["numerator", "denominator"]) == found

    def test_beside_a_numerator_that_says_so_none_are_looked_for(self, tmp_path: Path) -> None:
        rows = ("Visits,Apr 25,50,10,20", "Visits,May 25,25,5,20")
        done = looked_at(figures("KPI,Month,Value,Numerator,Glob", *rows), tmp_path)
        assert fields(done)[3:] == ["numerator", "kept_as_words"]


class TestAreas:
    HEAD = "Indicator,LA,Region,Year,Value"

    def told(self, *rows: str, folder: Path, head: str = HEAD, area: str = "Ambury") -> list[tuple[object, ...]]:
        done = looked_at(figures(head, *rows), folder, area=area)
        return [(each.values.get("title", ""), each.values["value"]) for kpi in records(done) for each in kpi.children]

    def test_the_boards_own_is_a_reading_and_those_it_lies_in_are_comparators(self, tmp_path: Path) -> None:
        rows = ["V,Ambury,North,2022/23,5", "V,Bexford,North,2022/23,6", "V,North,North,2022/23,7"]
        rows += ("V,South,South,2022/23,9", "V,England,,2022/23,8")
        assert self.told(*rows, folder=tmp_path) == [("", "5"), ("North", "7"), ("England", "8")]
        assert self.told(*rows, folder=tmp_path, area="AMBURY") == [("", "5"), ("North", "7"), ("England", "8")]
        done = looked_at(figures(self.HEAD, *rows), tmp_path)
        assert (asked(done), outcomes(done)) == ([("area", "", "B1")], dict.fromkeys("23456", "unanswered"))
        done = looked_at(figures(self.HEAD, *rows), tmp_path, area="Ambury")
        assert outcomes(done) == {"3": "other_area", "5": "other_area"}

    def test_rows_of_a_region_may_leave_the_council_empty(self, tmp_path: Path) -> None:
        head = "Indicator,LA,Geographic level,Country name,Region name,Year,Value"
        rows = ["V,Ambury,Local authority,England,North,2022/23,5", "V,,Regional,England,North,2022/23,6"]
        rows += ("V,,Regional,England,South,2022/23,4", "V,,National,England,,2022/23,7")
        told = self.told(*rows, folder=tmp_path, head=head)
        assert told == [("", "5"), ("North", "6"), ("England", "7")]

    def test_of_one_area_nothing_is_asked(self, tmp_path: Path) -> None:
        text = figures(self.HEAD, "V,Ambury,North,2022/23,5", "V,Ambury,North,2023/24,6")
        assert asked(looked_at(text, tmp_path)) == []

    def test_where_only_a_level_tells_them_apart_it_is_asked_about(self, tmp_path: Path) -> None:
        text = figures("Indicator,Geographic level,Year,Value", "V,National,2022/23,5", "V,Regional,2022/23,6")
        assert asked(looked_at(text, tmp_path)) == [("area", "", "B1")]


class TestPeriods:
    @pytest.mark.parametrize(
        ("head", "cells", "period"),
        [
            ("Year,Quarter", "2024/25,Q1", "2024/25 Q1"),
            ("Year,Quarter", "2024/25,Quarter 4", "2024/25 Q4"),
            ("Year,Quarter", "2024/25,", "2024/25"),
            ("Year,Month", "2024/25,Jan", "2025-01"),
            ("Year,Month", "2024/25,March", "2025-03"),
            ("Year,Month", "2024/25,April", "2024-04"),
            ("Year,Month", "2024/25,Sept", "2024-09"),
            ("Year,Month", "2024,Dec", "2024-12"),
        ],
    )
    def test_a_year_and_a_part_of_it(self, head: str, cells: str, period: str, tmp_path: Path) -> None:
        other = cells.partition(",")[0] + (",Q1" if "Q" in head else ",May")
        text = figures(f"KPI,{head},Value", f"Visits,{cells},5", f"Plans,{other},5")
        done = looked_at(text, tmp_path)
        assert (records(done)[0].children[0].values["period"], asked(done)) == (period, [])

    @pytest.mark.parametrize(
        ("words", "note", "period"),
        [
            ("202223", "academic year", "2022/23 academic"),
            ("202223", "year", "2022/23"),
            ("2022/23", "Academic", "2022/23 academic"),
            ("Q1 2022/23", "Academic", "2022/23 Q1"),
            ("202325", "year", ""),
            ("209900", "year", "2099/00"),
        ],
    )
    def test_a_year_may_be_written_in_six_figures_and_be_an_academic_one(
        self, words: str, note: str, period: str, tmp_path: Path
    ) -> None:
        text = figures("Indicator,Time period,Value,Type", f"V,{words},5,{note}", "V,Jun 20,4,x", "V,Jul 20,4,x")
        done = looked_at(text, tmp_path)
        assert [each.values["period"] for each in records(done)[0].children][: bool(period)] == [period][: bool(period)]
        assert asked(done) == ([] if period else [("period", words, "B2")])

    def test_a_bare_year_is_asked_about_once_and_told_by_a_rule(self, tmp_path: Path) -> None:
        text = figures("Indicator,Year,Value", "V,2022,5", "V,2023,6")
        done = looked_at(text, tmp_path)
        assert (asked(done), outcomes(done)) == ([("period", "2022", "B2")], {"2": "unanswered", "3": "unanswered"})
        done = looked_at(text, tmp_path, year_rule="2022 = 2021/22")
        assert [each.values["period"] for each in records(done)[0].children] == ["2021/22", "2022/23"]

    def test_a_cell_may_be_a_day_or_show_its_month_only(self, tmp_path: Path) -> None:
        rows = [["KPI", "Month", "Value"], ["V", day(2025, 4, 1), 5], ["V", day(2025, 5, 1), 6]]
        book, sheet = workbook(rows)
        shown_as(sheet, "B2:B3", "mmm-yy")
        done = looked_at((book, sheet), tmp_path)
        assert [each.values["period"] for each in records(done)[0].children] == ["2025-04", "2025-05"]
        done = looked_at(workbook([["KPI", "Week ending", "Value"], *rows[1:]]), tmp_path)
        assert [each.values["period"] for each in records(done)[0].children] == ["2025-04-01", "2025-05-01"]

    def test_the_outcome_of_each_row_is_that_of_its_figure(self, tmp_path: Path) -> None:
        done = looked_at(figures(HEAD, "Visits,Apr 25,1", "Visits,May 25,2", "Plans,Apr 25,"), tmp_path)
        assert dict(done.counts["T1"]) == {"added": 2, "skipped": 1}
        assert values(done, "title") == ["Visits"]
