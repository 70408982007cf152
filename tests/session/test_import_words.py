"""What an import says in words, the answers it takes, and the maps that are found again by the shape of a sheet."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from boardtui.exchange.sheets.asking import Answers, ImportQuestion
from boardtui.exchange.sheets.importing import Preview, find, preview
from boardtui.exchange.sources.reading import read_text
from boardtui.exchange.sources.watch import STEP, StoppedError, Watch
from boardtui.session.import_answers import (
    answer_choices,
    answer_problem,
    answer_words,
    can_be_answered,
    field_choices,
    give_answer,
    keep_answers,
    kept_answers,
    kind_choices,
    say_column,
    take_back_answer,
)
from boardtui.session.import_words import (
    asked_about,
    asked_in_short,
    field_words,
    place_of,
    place_words,
    question_words,
    row_words,
    rows_asked_about,
    sample_rows,
)
from boardtui.session.importing import counts_words, import_lines, sources_near
from boardtui.settings.paths import Paths
from tests.imports.sheets import BOARD, coloured, looked_at, workbook

LOG = "Ref,Action,Due,Status\nA1,Write the plan,30/06/2025,In review\nA2,Train staff,31/07/2025,In review\n"


TODAY = date(2025, 6, 1)


def looked(text: str, answers: Answers | None = None, watch: Watch | None = None) -> Preview:
    return preview(read_text(text, "june.csv"), BOARD, lambda _: (), answers or Answers(), watch=watch)


def open_question(done: Preview, about: str) -> ImportQuestion:
    return next(each for each in done.open_questions if each.about == about)


def answered(text: str, **answers: str) -> Preview:
    given = Answers()
    for name, answer in answers.items():
        given.give(answer, name)
    return looked(text, given)


class TestQuestions:
    def test_a_question_says_what_it_is_about_in_plain_words(self) -> None:
        done = answered(LOG, ambition="1")
        assert question_words(open_question(done, "rating"), BOARD) == "Which rating is “In review” at D2?"

    def test_a_score_word_says_which_of_the_two_it_is_and_its_choices_have_the_words_of_the_board(self) -> None:
        done = looked("Risk,Likelihood,Impact\nStaff leave,High,4\nFunds end,2,5\n")
        question = open_question(done, "score word")
        assert question_words(question, BOARD) == "Which likelihood is “High” at B2, as a number?"
        assert answer_choices(question, done, BOARD)[3] == ("4", "4 Likely")

    def test_a_standard_colour_is_named_and_another_is_told_by_its_code(self) -> None:
        yellow, other = (ImportQuestion("rating", f"colour {fill}", "A1") for fill in ("FFFF00", "123456"))
        assert question_words(yellow, BOARD) == "Which rating is the colour yellow at A1?"
        assert question_words(other, BOARD) == "Which rating is the colour 123456 at A1?"

    def test_what_no_map_answers_is_settled_on_the_board(self) -> None:
        done = looked("Risk,Likelihood,Impact,Status\nStaff leave,3,4,Mitigated\nFunds end,2,5,Open\n")
        assert not can_be_answered(open_question(done, "state"))

    def test_a_word_concerns_the_rows_it_stands_in_and_a_table_all_of_its_rows(self) -> None:
        done = answered(LOG, ambition="1")
        assert rows_asked_about(open_question(done, "rating"), done) == ["D2", "D3"]
        assert row_words(done, "D3") == "A2 · Train staff · 31/07/2025 · In review"
        waiting = looked(LOG)
        assert rows_asked_about(open_question(waiting, "ambition"), waiting) == ["2", "3"]

    def test_what_will_be_asked_is_told_in_one_sentence_with_each_word_once(self) -> None:
        done = looked("Milestone,Due date,Status\nPlan signed,30/06/2025,Done\nPlan sent,01/07/2025,Late\n")
        assert asked_in_short(done.open_questions, BOARD) == "which rating is “Done”, “Late”"

    def test_a_question_belongs_to_the_table_it_stands_in(self) -> None:
        text = "Milestone,Due date,Status\nPlan signed,30/06/2025,Done\nPlan sent,01/07/2025,G\n\n\n\n\n\n\n\n"
        done = looked(text + "Action,Lead,Due\nTrain,HR,01/07/2025\nWrite,PMO,02/07/2025\n")
        first, second = (read.mapping.table.id for read in done.reads)
        assert [each.about for each in asked_about(done, first)] == ["rating"]
        assert [each.about for each in asked_about(done, second)] == ["ambition"]

    @pytest.mark.parametrize(("address", "found"), [("C9", (9, 3)), ("9", (9, 1)), ("C9:D12", (9, 3)), ("L2", (2, 12))])
    def test_an_address_is_read_as_it_is_written(self, address: str, found: tuple[int, int]) -> None:
        (sheet,) = read_text(LOG, "june.csv").sheets
        place = place_of(address, [sheet])
        assert place is not None
        assert place[1:] == found

    def test_in_markdown_a_place_is_a_line_and_a_column(self) -> None:
        (sheet,) = read_text("| Ref | Action |\n| - | - |\n| 1 | Write |\n", "notes.md").sheets
        place = place_of("L23C", [sheet])
        assert place is not None
        assert place[1:] == (23, 3)


class TestTablesOnTheirSide:
    """A row for each month and a column for each KPI: what is asked stands in the sheet as it is."""

    TEXT = "Month,Visits in time,Contacts\nApr 2024,91%,120\nMay 2024,92%,130\nJun 2024,0.95,125\n"

    def test_the_rows_that_a_question_concerns_are_columns_told_by_what_stands_in_them(self) -> None:
        done = preview(read_text(self.TEXT, "june.csv"), BOARD, lambda _: (), Answers(), kind="kpi")
        question = open_question(done, "unit")
        assert [each.about for each in asked_about(done, "T1")] == ["unit"]
        assert row_words(done, question.at) == "Visits in time · 91% · 92% · 0.95"

    def test_a_column_is_called_a_column(self) -> None:
        done = preview(read_text(self.TEXT, "june.csv"), BOARD, lambda _: (), Answers(), kind="kpi")
        told = [(place_words(each.at), row_words(done, each.at)) for read in done.reads for each in read.drafts]
        assert told == [
            ("Column B", "Visits in time · 91% · 92% · 0.95"),
            ("Column C", "Contacts · 120 · 130 · 125"),
        ]


class TestAnswersGiven:
    def test_an_answer_is_taken_where_its_question_looks_for_it(self) -> None:
        done, answers = answered(LOG, ambition="1"), Answers()
        answers.give("1", "ambition")
        give_answer(answers, open_question(done, "rating"), "amber")
        again = looked(LOG, answers)
        assert again.open_questions == []
        rating = next(each for each in again.notices.questions if each.about == "rating")
        assert answer_words(rating, again, BOARD) == "A ▲ Amber"

    def test_an_ambition_that_the_board_does_not_have_is_made(self) -> None:
        done, answers = looked(LOG), Answers()
        give_answer(answers, open_question(done, "ambition"), "Permanence")
        again = looked(LOG, answers)
        assert dict(again.planned.made) == {"ambition": 1, "action": 2}
        assert any(line.item == "Ambition “Permanence”" for line in import_lines(again, BOARD, TODAY))

    def test_an_ambition_that_the_board_has_is_not_made_again(self) -> None:
        done, answers = looked(LOG), Answers()
        give_answer(answers, open_question(done, "ambition"), "practice")
        assert dict(looked(LOG, answers).planned.made) == {"action": 2}

    THEMES = (
        "Ref,Action,Due,Theme,Priority\nA1,Write it,30/06/2025,Practice,High\nA2,Train,31/07/2025,Leadership,Low\n"
        "A3,Audit,31/08/2025,Practice,High\n"
    )

    def test_a_column_that_groups_the_actions_is_offered_as_their_ambitions(self) -> None:
        done, answers = looked(self.THEMES), Answers()
        question = open_question(done, "ambition")
        assert ("Theme", "what the column “Theme” says") in answer_choices(question, done, BOARD)
        give_answer(answers, question, "Theme")
        again = looked(self.THEMES, answers)
        assert dict(again.planned.made) == {"ambition": 1, "action": 3}, "Practice is on the board"
        (asked,) = [each for each in again.notices.questions if each.about == "ambition"]
        assert answer_words(asked, again, BOARD) == "what the column “Theme” says"
        assert answers.as_map()["ambition_column"] == "Theme"

    def test_of_two_columns_that_are_headed_alike_the_letter_says_which(self) -> None:
        text = "Ref,Action,Area,Area\n1,Coach,North,Practice\n2,Audit,North,Practice\n3,Sit,South,Leaders\n"
        answers = Answers()
        question = open_question(looked(text), "ambition")
        assert question.choices == ("C", "D")
        give_answer(answers, question, "D")
        made = [each.values for each in looked(text, answers).planned.changes if each.kind == "ambition"]
        assert made == [{"title": "Leaders"}]

    def test_such_an_answer_is_changed_and_taken_back(self) -> None:
        done, answers = looked(self.THEMES), Answers()
        question = open_question(done, "ambition")
        give_answer(answers, question, "Theme")
        give_answer(answers, question, "1")
        assert dict(looked(self.THEMES, answers).planned.made) == {"action": 3}
        give_answer(answers, question, "Theme")
        take_back_answer(answers, question)
        assert not looked(self.THEMES, answers).planned.changes

    def test_how_urgent_actions_are_and_what_is_different_for_each_is_not_offered(self) -> None:
        for column in ("High,Low,High", "1,2,1", "a word,another,a third"):
            words = iter(column.split(","))
            text = "".join(
                f"{line.rpartition(',')[0]},{next(words) if n else 'Priority'}\n"
                for n, line in enumerate(self.THEMES.splitlines())
            ).replace("Theme", "Team")
            done = looked(text)
            assert open_question(done, "ambition").choices == ()

    def test_what_is_no_period_is_refused_and_the_year_has_its_three_readings(self) -> None:
        done = looked("Indicator,Target,2024,2025\nVisits,90,91,92\nReviews,80,81,82\n")
        question = open_question(done, "period")
        assert answer_problem(question, "soon") == ("“soon” is no period. Write it as 2025-04, 2024/25 Q1 or 2023/24.")
        assert answer_problem(question, "2023/24") == ""
        assert [value for value, _ in answer_choices(question, done, BOARD)] == ["2023/24", "2024/25", "2024"]
        answers = Answers()
        give_answer(answers, question, "2024/25")
        again = looked("Indicator,Target,2024,2025\nVisits,90,91,92\nReviews,80,81,82\n", answers)
        assert [line.item for line in import_lines(again, BOARD, TODAY) if line.item.startswith("Reading")][:2] == [
            "Reading of Visits, 2024/25",
            "Reading of Visits, 2025/26",
        ]

    def test_whose_figures_are_ours_is_chosen_among_the_areas_of_the_sheet(self) -> None:
        text = "Indicator,Period,Area,Value\nVisits,2024/25,Borough A,91\nVisits,2024/25,Borough B,92\n"
        done = looked(text)
        assert [value for value, _ in answer_choices(open_question(done, "area"), done, BOARD)] == [
            "Borough A",
            "Borough B",
        ]

    def test_tables_can_be_any_kind_or_left_out_and_columns_any_field_of_it(self) -> None:
        assert kind_choices(BOARD)[-1] == ("none", "nothing: leave it out")
        names = dict(field_choices("risk", BOARD))
        assert names["current likelihood"] == "Current likelihood"
        assert names["mitigation due"] == "Mitigation: Due"
        assert {"kept_as_words", "ignored"} <= names.keys()
        assert not {"likelihood", "impact", "product"} & names.keys()

    def test_of_columns_headed_alike_the_letter_says_which_is_meant(self) -> None:
        text = "Milestone,Date,Comments,Comments\nPlan signed,30/06/2025,one,two\nPlan sent,01/07/2025,three,four\n"
        answers = Answers()
        for heading, name in zip(looked(text).reads[0].mapping.table.headings[2:], ("ignored", "note"), strict=True):
            say_column(answers, heading, name)
        fields = looked(text, answers).reads[0].mapping.fields
        assert (fields[3], fields[4]) == ("ignored", "note")

    def test_what_was_said_of_a_column_can_be_taken_back(self) -> None:
        answers = Answers()
        (ref, *_) = looked(LOG).reads[0].mapping.table.headings
        say_column(answers, ref, "ignored")
        say_column(answers, ref, "")
        assert field_words(looked(LOG, answers).reads[0].mapping.fields[1], "action", BOARD) == "Ref"


class TestWhatWouldHappen:
    def test_every_row_is_told_what_needs_an_eye_first(self) -> None:
        text = "Milestone,Due date,RAG\nPlan signed,31/02/2025,G\n,01/07/2025,A\nTotal,2,\n"
        lines = import_lines(looked(text), BOARD, TODAY)
        assert [(line.group, line.item) for line in lines] == [
            ("refused", "Row 3: 01/07/2025; A"),
            ("added", "Milestone “Plan signed”"),
            ("to look at", "B2"),
            ("skipped", "Row 4: Total; 2"),
        ]
        assert lines[2].after == "no day that exists; kept as words: “31/02/2025”"

    def test_figures_that_can_hardly_be_meant_are_to_look_at_before_they_are_entered(self) -> None:
        text = "Ref,Measure,Unit,Feb 21\n2.1,Visits,percent,978%\n2.2,Reviews,percent,97%\n"
        lines = [line for line in import_lines(looked(text), BOARD, TODAY) if line.group == "to look at"]
        assert {line.item for line in lines} == {"2.1"}
        assert "978% is more than the whole or less than nothing" in lines[0].after

    def test_what_is_added_is_counted_by_kind_as_the_list_below_has_it(self) -> None:
        answers = Answers()
        give_answer(answers, open_question(looked(LOG), "ambition"), "Permanence")
        done = looked(LOG, answers)
        assert counts_words(done, BOARD) == "1 ambition and 2 actions added"
        assert sum(line.group == "added" for line in import_lines(done, BOARD, TODAY)) == 3

    def test_rows_that_wait_for_an_answer_are_not_called_refused(self) -> None:
        assert counts_words(looked(LOG), BOARD) == "2 waiting for an answer"

    def test_three_rows_show_what_a_table_holds_also_where_they_wait_for_an_answer(self) -> None:
        rows = sample_rows(looked(LOG).reads[0])
        assert [(row.number, row[2]) for row in rows] == [(2, "Write the plan"), (3, "Train staff")]
        assert [list(row.cells) for row in rows] == [[1, 2, 3, 4]] * 2

    def test_of_a_cell_that_is_only_coloured_they_show_the_colour(self, tmp_path: Path) -> None:
        book, sheet = workbook([["Action", "RAG"], ["Write", "Done"], ["Send", None], ["Meet", None]])
        for cell, colour in (("B2", "92D050"), ("B3", "FFC000"), ("B4", "123456")):
            coloured(sheet, cell, colour)
        (read,) = looked_at((book, sheet), tmp_path).reads
        assert [row[2] for row in sample_rows(read)] == ["Done", "(orange)", ""]
        assert [(row[1], row[3]) for row in sample_rows(read, count=1)] == [("Write", "")]


class TestMaps:
    """The answers are found again by the headings of the sheet, whatever the file and its sheets are called."""

    @pytest.fixture
    def paths(self, tmp_path: Path) -> Paths:
        return Paths(tmp_path / "config")

    def keep(self, paths: Paths, text: str = LOG, **answers: str) -> Path | None:
        given = Answers()
        for name, answer in answers.items():
            given.give(answer, name)
        given.give("amber", "rating_words", "In review")
        given.give("2025-06", "period", "This month")
        done = looked(text, given)
        return keep_answers(done.answers, done.found, "Action log, June.xlsx", paths, None)

    def found(self, paths: Paths, text: str) -> Answers:
        return kept_answers(find(read_text(text, "july.csv")), paths)[0]

    def test_next_month_is_known_by_its_headings_also_with_one_column_more(self, paths: Paths) -> None:
        kept = self.keep(paths, ambition="1")
        assert kept == paths.maps / "action-log-june.toml"
        for text in (LOG.replace("A1", "B7"), LOG.replace("Status", "Status,Priority").replace("review", "review,1")):
            assert self.found(paths, text).get("rating_words", "In review") == "amber"

    def test_another_sheet_is_not_taken_for_it(self, paths: Paths) -> None:
        self.keep(paths, ambition="1")
        other = "Risk,Owner,Likelihood,Impact,Status\nStaff leave,HR,3,4,In review\nFunds end,PMO,2,5,Open\n"
        assert self.found(paths, other).given == {}

    def test_what_this_month_means_is_not_kept_as_it_means_another_next_time(self, paths: Paths) -> None:
        text = "Indicator,Code,This month\nVisits,1.1,91%\nReviews,1.2,82%\n"
        assert self.keep(paths, text) is None
        assert not paths.maps.exists()

    def test_a_map_that_cannot_be_read_is_passed_over(self, paths: Paths) -> None:
        kept = self.keep(paths, ambition="1")
        assert kept is not None
        kept.write_text("ambition = [", encoding="utf-8")
        assert self.found(paths, LOG).given == {}

    def test_a_second_import_writes_into_the_map_it_took_its_answers_from(self, paths: Paths) -> None:
        kept = self.keep(paths, ambition="1")
        answers, path = kept_answers(find(read_text(LOG, "july.csv")), paths)
        answers.give("green", "rating_words", "In review")
        done = looked(LOG, answers)
        assert keep_answers(done.answers, done.found, "july.csv", paths, path) == kept
        assert self.found(paths, LOG).get("rating_words", "In review") == "green"
        assert len(list(paths.maps.iterdir())) == 1


class TestFilesAbout:
    def test_spreadsheets_come_first_the_newest_on_top_and_texts_last(self, tmp_path: Path) -> None:
        for age, name in enumerate(("new.csv", "old.xlsx", "notes.md", "plan.toml", "other.docx", "~$new.xlsx")):
            (tmp_path / name).write_text("x", encoding="utf-8")
            os.utime(tmp_path / name, (1_000 - age, 1_000 - age))
        found = [path.name for path, _ in sources_near([tmp_path, tmp_path / "gone"])]
        assert found == ["new.csv", "old.xlsx", "notes.md", "plan.toml"]


class TestStopping:
    def test_reading_stops_within_a_step_of_being_told_so(self) -> None:
        watch, read = Watch(), []
        with pytest.raises(StoppedError):
            for row in watch.over("Reading rows", range(10 * STEP)):
                read.append(row)
                watch.stopped = row == 7 or watch.stopped
        assert len(read) == STEP

    def test_all_that_takes_long_looks_whether_somebody_wants_to_stop(self) -> None:
        steps: set[str] = set()
        answers = Answers()
        answers.give("1", "ambition")
        looked(LOG, answers, Watch(told=lambda watch: steps.add(watch.what)))
        assert steps == {"Reading rows", "Comparing with the board"}
