"""What can be answered to each question of an import, and which kept answers are taken for the next file."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from boardtui.domain.errors import BoardError
from boardtui.exchange.sheets.asking import Answers, ImportQuestion
from boardtui.exchange.sheets.importing import find, preview
from boardtui.exchange.sources.reading import read_text
from boardtui.session.import_answers import (
    answer_choices,
    answer_problem,
    answer_words,
    field_choices,
    give_answer,
    keep_answers,
    kept_answers,
    kind_choices,
    known_ambition,
    typed_hint,
)
from boardtui.session.import_words import asked_in_short, field_words, holds_words, place_words, question_words
from boardtui.settings.paths import Paths
from tests.imports.sheets import BOARD

NOTHING = preview(read_text("Action,Due\nWrite,TBC\n", "a.csv"), BOARD, lambda _: (), Answers())


@pytest.mark.parametrize(
    ("question", "choices"),
    [
        (
            ImportQuestion("ambition", "", "1", choices=("Theme",)),
            {"1": "1 Practice", "Theme": "what the column “Theme” says"},
        ),
        (ImportQuestion("rating", "Late", "B2"), {"green": "G ● Green", "none": "○ Not rated", "red": "R ✖ Red"}),
        (ImportQuestion("date order", "02/13/2026", "B2", choices=("dmy", "mdy")), {"dmy": "day first: 31/12/2026"}),
        (
            ImportQuestion("column", "Notes", "C1", choices=("lead", "kept_as_words")),
            {"kept_as_words": "Kept as words"},
        ),
        (ImportQuestion("kind", "", "A1"), {"kpi": "KPIs", "none": "nothing: leave it out"}),
        (
            ImportQuestion("period", "1999", "C1", key=("year_rule",)),
            {
                "1998/99": "the year to March 1999: 1998/99",
                "1999/00": "the year from April 1999: 1999/00",
                "1999": "the calendar year 1999",
            },
        ),
        (
            ImportQuestion("score word", "High", "C2", key=("score_words", "impact", "High"), choices=("1", "5")),
            {"1": "1 Negligible", "5": "5 Catastrophic"},
        ),
        (ImportQuestion("conflict", "Chair", "B2", choices=("board", "file")), {"board": "what the board says"}),
        (ImportQuestion("money", "thousands", "A1", choices=("as stated",)), {"as stated": "as it stands"}),
    ],
)
def test_a_question_offers_its_answers_in_words(question: ImportQuestion, choices: dict[str, str]) -> None:
    offered = dict(answer_choices(question, NOTHING, BOARD))
    assert {name: offered.get(name) for name in choices} == choices


def test_an_answer_that_is_no_choice_stands_as_it_was_typed_and_an_open_question_has_none() -> None:
    assert answer_words(ImportQuestion("ambition", "", "1", answer="Permanence"), NOTHING, BOARD) == "Permanence"
    assert answer_words(ImportQuestion("ambition", "", "1", answer="1"), NOTHING, BOARD) == "1 Practice"
    assert answer_words(ImportQuestion("ambition", "", "1"), NOTHING, BOARD) == ""


def test_the_areas_are_the_words_below_the_heading_and_nothing_above_it() -> None:
    rows = ["Visits,2024/25,North,91", "Visits,2024/25,South,92", "All,2024/25,North,9"]
    source = read_text("\n".join(["Area of work", "Indicator,Period,Area,Value", *rows]), "a.csv")
    done = preview(source, BOARD, lambda _: (), Answers())
    assert answer_choices(ImportQuestion("area", "", "C2"), done, BOARD) == [("North", "North"), ("South", "South")]
    assert answer_choices(ImportQuestion("area", "", "C3"), done, BOARD) == [("South", "South"), ("North", "North")]
    assert answer_choices(ImportQuestion("area", "", "Plan!C2"), done, BOARD) == []


def test_what_can_be_typed_is_said_only_where_something_can() -> None:
    hints = {about: typed_hint(ImportQuestion(about, "", "1"), BOARD) for about in ("ambition", "period", "rating")}
    assert hints == {
        "ambition": "the title of a new ambition",
        "period": "such as 2025-04, 2024/25 Q1 or 2023/24",
        "rating": "",
    }


@pytest.mark.parametrize(
    ("about", "words", "problem"),
    [
        ("period", "soon", "“soon” is no period. Write it as 2025-04, 2024/25 Q1 or 2023/24."),
        ("period", "2025-04", ""),
        ("ambition", "soon", ""),
        ("ambition", "", "Type an answer, or Esc to skip the question."),
        ("period", "", "Type an answer, or Esc to skip the question."),
    ],
)
def test_an_answer_is_refused_where_it_says_nothing_or_no_period(about: str, words: str, problem: str) -> None:
    assert answer_problem(ImportQuestion(about, "", "1"), words) == problem


@pytest.mark.parametrize(
    ("words", "known"), [("1", True), ("practice", True), (" PRACTICE ", True), ("2", False), ("Prac", False)]
)
def test_an_ambition_is_known_by_its_ref_or_its_title(words: str, known: bool) -> None:
    assert known_ambition(BOARD, words) is known


def test_a_year_is_answered_by_a_rule_for_that_year() -> None:
    answers = Answers()
    give_answer(answers, ImportQuestion("period", " 2024 ", "C1", key=("year_rule",)), "2024/25")
    assert answers.get("year_rule") == "2024 = 2024/25"


def test_tables_and_columns_can_be_said_to_be_what_boards_hold() -> None:
    kinds = dict(kind_choices(BOARD))
    assert kinds["action"] == "actions" and list(kinds)[-1] == "none"
    fields = {kind: dict(field_choices(kind, BOARD)) for kind in ("kpi", "risk", "action")}
    assert fields["kpi"]["reading"] == "Figures of a period"
    assert fields["risk"]["inherent impact"] == "Inherent impact"
    assert fields["action"]["kept_as_words"] == "Kept as words"
    only = {"reading": "kpi", "inherent impact": "risk", "current likelihood": "risk"}
    for name, kind in only.items():
        assert [each for each, some in fields.items() if name in some] == [kind]
    assert all(list(each)[-2:] == ["kept_as_words", "ignored"] for each in fields.values())


@pytest.mark.parametrize(
    ("name", "kind", "words"),
    [
        ("ignored", "action", "Not imported"),
        ("milestone due", "action", "Milestone: when"),
        ("mitigation due", "risk", "Mitigation: Due"),
        ("current product", "risk", "Current score, compared only"),
        ("due", "action", "Due"),
        ("some_thing", "action", "Some thing"),
        ("some_thing", None, "Some thing"),
    ],
)
def test_a_column_is_called_what_it_was_taken_for(name: str, kind: str | None, words: str) -> None:
    assert field_words(name, kind, BOARD) == words


@pytest.mark.parametrize(("address", "words"), [("9", "Row 9"), ("C", "Column C"), ("C9", "C9"), ("Plan!9", "Plan!9")])
def test_a_place_begins_a_line_as_a_row_or_a_column(address: str, words: str) -> None:
    assert place_words(address) == words


def test_what_is_asked_in_short_names_each_matter_once_with_all_of_its_words() -> None:
    questions = [
        ImportQuestion("kind", "", "A1"),
        ImportQuestion("rating", "Done", "B2"),
        ImportQuestion("score word", "High", "C2", key=("score_words", "impact", "High")),
        ImportQuestion("rating", "colour FF0000", "B3"),
        ImportQuestion("ambition", "", "2"),
        ImportQuestion("rating", "Done", "B4"),
    ]
    assert asked_in_short(questions, BOARD) == (
        "what it holds; which rating is “Done”, the colour red; “High” as numbers; which ambition they go to"
    )


def test_a_score_word_that_is_of_no_part_is_asked_for_as_a_number() -> None:
    assert question_words(ImportQuestion("score word", "High", "C2", key=("score_words",)), BOARD).startswith(
        "Which number is “High” at C2"
    )
    assert question_words(ImportQuestion("score word", "High", "C2", key=("score_words", "impact", "High")), BOARD) == (
        "Which impact is “High” at C2, as a number?"
    )


@pytest.mark.parametrize(
    ("text", "answer", "words"),
    [
        ("Ref,Action,Due\n1,Write,30/06/2025\n", "", "actions"),
        ("Ref,Action,Due\n1,Write,30/06/2025\n", "none", "left out"),
        ("Issue ID,Issue,Owner,Status\nI1,Two posts are vacant,HR Lead,Open\n", "", "nothing a board has"),
        ("Name,Grade,Desk\nA,7,12\nB,8,14\n", "", "? say what it holds"),
    ],
)
def test_what_a_table_was_taken_for_is_said(text: str, answer: str, words: str) -> None:
    answers = Answers()
    if answer:
        answers.give(answer, "kind", "T1")
    (read,) = preview(read_text(text, "a.csv"), BOARD, lambda _: (), answers).reads
    assert holds_words(read.mapping, BOARD) == words


class TestMaps:
    """The answers of an import are kept for the next file of the same shape."""

    def keep(self, paths: Paths, columns: str, name: str = "log.csv", **answers: str) -> Path | None:
        given = Answers()
        for key, answer in answers.items():
            given.give(answer, key)
            given.get(key)
        return keep_answers(given, find(read_text(self.table(columns), name)), name, paths, None)

    def table(self, columns: str) -> str:
        row = ",".join("words" for _ in columns.split(","))
        return f"{columns}\n{row}\n{row}\n"

    def found(self, paths: Paths, columns: str) -> str | None:
        answers, path = kept_answers(find(read_text(self.table(columns), "next.csv")), paths)
        assert (path is None) == (answers.get("ambition") is None)
        return answers.get("ambition")

    TEN = "Ref,Action,Due,Lead,Status,Comment,Team,Cost,Place,Source"

    @pytest.mark.parametrize(
        ("columns", "known"),
        [
            (TEN, True),
            (TEN.removesuffix(",Cost,Place,Source"), True),
            (TEN.removesuffix(",Team,Cost,Place,Source"), False),
        ],
    )
    def test_seven_headings_of_ten_are_the_same_sheet_and_six_are_not(
        self, columns: str, known: bool, tmp_path: Path
    ) -> None:
        paths = Paths(tmp_path)
        self.keep(paths, self.TEN, ambition="1")
        assert self.found(paths, columns) == ("1" if known else None)

    def test_of_several_the_one_that_is_most_alike_is_taken(self, tmp_path: Path) -> None:
        paths = Paths(tmp_path)
        self.keep(paths, self.TEN.removesuffix(",Source"), "b.csv", ambition="nine")
        self.keep(paths, self.TEN, "c.csv", ambition="ten")
        self.keep(paths, self.TEN.removesuffix(",Place,Source"), "d.csv", ambition="eight")
        assert self.found(paths, self.TEN) == "ten"
        assert self.found(paths, self.TEN.removesuffix(",Source")) == "nine"

    @pytest.mark.parametrize(
        ("name", "called"),
        [
            ("Action log, June.xlsx", "action-log-june.toml"),
            ("x" * 60 + ".csv", "x" * 40 + ".toml"),
            ("!!!.csv", "map.toml"),
        ],
    )
    def test_a_map_is_called_like_the_file_it_was_made_for(self, name: str, called: str, tmp_path: Path) -> None:
        paths = Paths(tmp_path)
        assert self.keep(paths, self.TEN, name, ambition="1") == paths.maps / called
        second = self.keep(paths, self.TEN, name, ambition="1")
        assert second is not None and second.stem == f"{Path(called).stem}-2"

    def test_without_an_answer_or_a_heading_nothing_is_kept(self, tmp_path: Path) -> None:
        paths = Paths(tmp_path)
        assert self.keep(paths, self.TEN) is None
        assert not paths.maps.exists()
        assert kept_answers(find(read_text(self.table(self.TEN), "a.csv")), paths)[1] is None

    def test_only_its_owner_can_look_into_the_folder_of_maps(self, tmp_path: Path) -> None:
        if sys.platform == "win32":
            pytest.skip("folders have no such modes there")
        paths = Paths(tmp_path)
        self.keep(paths, self.TEN, ambition="1")
        assert paths.maps.stat().st_mode & 0o077 == 0

    def test_where_none_can_be_written_the_reason_is_said(self, tmp_path: Path) -> None:
        paths = Paths(tmp_path / "config")
        (tmp_path / "config").write_text("a file", encoding="utf-8")
        with pytest.raises(BoardError, match=r"The answers cannot be kept in .*imports: not a directory"):
            self.keep(paths, self.TEN, ambition="1")
