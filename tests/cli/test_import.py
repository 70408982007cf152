"""`boardtui import` on a board: entered once, found again next month, taken back by one undo, or refused."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from boardtui.store.board_file import BoardFile
from tests.cli.conftest import Boardtui, field

OFFICE = ("--as", "Programme Office")
HEADINGS = "Ref,Action,Lead,Due,RAG,Priority\n"
JUNE = f"{HEADINGS}A1,Write the plan,Director,30/06/2025,G,High\nA2,Train staff,HR,31/07/2025,A,Low\n"
JULY = f"{HEADINGS}A1,Write the plan,Director,31/08/2025,R,High\nA3,Publish it,PMO,01/09/2025,,Low\n"


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    path = tmp_path / "map.toml"
    path.write_text('ambition = "1"\n', encoding="utf-8")
    return path


def source(folder: Path, text: str, name: str = "june.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def imported(board: Path, answers: Path, tmp_path: Path, boardtui: Boardtui) -> Path:
    """The board with the actions of June."""
    ran = boardtui("import", board, source(tmp_path, JUNE), "--map", answers, "--yes", *OFFICE)
    assert ran.code == 0
    return board


def told(boardtui: Boardtui, board: Path, path: Path, answers: Path, *options: str) -> Any:
    return boardtui("import", board, path, "--map", answers, "--json", *options).data


class TestEntering:
    def test_a_dry_run_leaves_the_file_byte_for_byte(
        self, board: Path, answers: Path, tmp_path: Path, boardtui: Boardtui
    ) -> None:
        before = board.read_bytes()
        ran = boardtui("import", board, source(tmp_path, JUNE), "--map", answers, "--dry-run")
        assert (ran.code, board.read_bytes()) == (0, before)
        assert "2 added" in ran.out

    def test_without_yes_nothing_is_entered_where_nobody_can_be_asked(
        self, board: Path, answers: Path, tmp_path: Path, boardtui: Boardtui
    ) -> None:
        before = board.read_bytes()
        ran = boardtui("import", board, source(tmp_path, JUNE), "--map", answers, *OFFICE)
        assert (ran.code, board.read_bytes()) == (1, before)
        assert "--yes" in ran.out

    def test_what_needs_an_answer_is_refused_and_the_rest_is_entered(
        self, board: Path, tmp_path: Path, boardtui: Boardtui
    ) -> None:
        text = "Milestone,Due date,Status\nPlan signed,01/06/2025,Done\n"
        ran = boardtui("import", board, source(tmp_path, text), "--yes", "--json", *OFFICE)
        assert ran.code == 1
        assert [(each["word"], each["answer"]) for each in ran.data["questions"]] == [("Done", None)]
        assert ran.data["totals"]["added"] == 1
        with BoardFile.open(board) as file:
            (milestone,) = file.read().of_kind("milestone")
        assert (milestone.values("status")["rag"], milestone.values("other_words")) == (
            "not rated",
            {"other_words": "Status: Done"},
        )

    def test_the_history_says_from_which_file_and_row(self, imported: Path, boardtui: Boardtui) -> None:
        assert "imported from june.csv, row 3" in boardtui("log", imported, "A2").out

    def test_one_undo_takes_all_of_it_back(self, imported: Path) -> None:
        with BoardFile.open(imported) as file:
            assert len(file.read().of_kind("action")) == 4
            file.undo(who="Programme Office")
            assert [each.values("ref")["ref"] for each in file.read().of_kind("action")] == ["1.1", "1.2"]

    def test_a_map_keeps_the_answers_that_were_used_and_replaces_no_other_file(
        self, board: Path, answers: Path, tmp_path: Path, boardtui: Boardtui
    ) -> None:
        text = 'ambition = "1"\narea = "Borough A"\n[rating_words]\nDone = "blue"\nLate = "red"\n'
        answers.write_text(text, encoding="utf-8")
        path = source(tmp_path, "Action,RAG\nWrite,Done\n")
        words = ("import", board, path, "--map", answers, "--dry-run", "--save-map")
        assert boardtui(*words, tmp_path / "kept.toml").code == 0
        assert (tmp_path / "kept.toml").read_text(
            encoding="utf-8"
        ) == 'ambition = "1"\n\n[rating_words]\nDone = "blue"\n'
        (tmp_path / "other.toml").write_text("", encoding="utf-8")
        ran = boardtui(*words, tmp_path / "other.toml")
        assert (ran.code, (tmp_path / "other.toml").read_text(encoding="utf-8")) == (1, "")
        assert boardtui(*words, answers).code == 0


class TestNextMonth:
    def test_the_same_file_again_changes_nothing(
        self, imported: Path, answers: Path, tmp_path: Path, boardtui: Boardtui
    ) -> None:
        before = imported.read_bytes()
        said = told(boardtui, imported, tmp_path / "june.csv", answers, "--yes", *OFFICE)
        assert (said["totals"]["unchanged"], said["changes"], said["gone"]) == (2, [], [])
        assert imported.read_bytes() == before

    def test_what_changed_is_told_and_what_is_gone_stays(
        self, imported: Path, answers: Path, tmp_path: Path, boardtui: Boardtui
    ) -> None:
        said = told(boardtui, imported, source(tmp_path, JULY, "july.csv"), answers, "--yes", *OFFICE)
        assert {name: said["totals"][name] for name in ("added", "changed", "unchanged")} == {
            "added": 1,
            "changed": 1,
            "unchanged": 0,
        }
        assert {(each["ref"], each["field"], each["from"], each["to"]) for each in said["changes"]} == {
            ("A1", "due", "2025-06-30", "2025-08-31"),
            ("A1", "rag", "green", "red"),
        }
        assert said["gone"] == [{"kind": "action", "ref": "A2", "title": "Train staff"}]
        assert (field(imported, "A1", "due"), field(imported, "A1", "original_due")) == ("2025-08-31", "2025-06-30")
        assert field(imported, "A2", "title") == "Train staff"

    @pytest.mark.parametrize("due", ["30/06/2025", "31/08/2025"])
    def test_what_somebody_changed_on_the_board_stays_and_is_asked_about(
        self, imported: Path, answers: Path, tmp_path: Path, boardtui: Boardtui, due: str
    ) -> None:
        assert boardtui("set", imported, "A1", "due=15/07/2025", "--why", "Agreed", *OFFICE).code == 0
        path = source(tmp_path, JUNE.replace("30/06/2025", due), "july.csv")
        ran = boardtui("import", imported, path, "--map", answers, "--yes", "--json", *OFFICE)
        assert ran.code == 1
        assert [(each["about"], each["at"]) for each in ran.data["questions"] if each["answer"] is None] == [
            ("conflict", "D2")
        ]
        assert field(imported, "A1", "due") == "2025-07-15"

    def test_words_about_a_rating_that_the_source_changes_go_and_the_preview_says_so(
        self, imported: Path, answers: Path, tmp_path: Path, boardtui: Boardtui
    ) -> None:
        boardtui("set", imported, "A1", "rationale=All is well", "--why", "x", *OFFICE)
        july = source(tmp_path, JULY, "july.csv")
        ran = boardtui("import", imported, july, "--map", answers, "--yes", *OFFICE)
        assert "changes: action A1 rationale: All is well -> (empty)" in ran.out
        assert "1 action, 1 changed" in ran.out
        assert "All is well" not in boardtui("show", imported, "A1").out

    def test_what_was_there_before_is_brought_up_to_date_and_later_changes_of_people_stay(
        self, board: Path, answers: Path, tmp_path: Path, boardtui: Boardtui
    ) -> None:
        first = source(tmp_path, "Ref,Action,Lead\n1.1,Coach every manager,PSW\n1.2,Refresh the framework,\n")
        told(boardtui, board, first, answers, "--yes", *OFFICE)
        assert field(board, "1.1", "lead") == "PSW"
        assert boardtui("set", board, "1.2", "title=Renew the framework", "--why", "Clearer", *OFFICE).code == 0
        said = told(boardtui, board, first, answers, "--yes", *OFFICE)
        assert [each["about"] for each in said["questions"] if each["answer"] is None] == ["conflict"]
        assert field(board, "1.2", "title") == "Renew the framework"

    def test_after_an_undo_it_can_be_imported_again(
        self, imported: Path, answers: Path, tmp_path: Path, boardtui: Boardtui
    ) -> None:
        july = source(tmp_path, JULY, "july.csv")
        told(boardtui, imported, july, answers, "--yes", *OFFICE)
        with BoardFile.open(imported) as file:
            # The file was opened anew, so undo goes by who did it.
            file.undo(who="Programme Office")
        said = told(boardtui, imported, july, answers, "--yes", *OFFICE)
        assert (said["totals"]["added"], said["totals"]["changed"]) == (1, 1)
        assert [each for each in said["questions"] if each["answer"] is None] == []

    def test_words_without_a_field_follow_the_source_and_keep_what_people_wrote(
        self, imported: Path, answers: Path, tmp_path: Path, boardtui: Boardtui
    ) -> None:
        more = "other_words=Priority: High\nSeen by the chair"
        assert boardtui("set", imported, "A1", more, "--why", "Note", *OFFICE).code == 0
        july = source(tmp_path, JUNE.replace("High", "Urgent"), "july.csv")
        told(boardtui, imported, july, answers, "--yes", *OFFICE)
        assert field(imported, "A1", "other_words") == "Seen by the chair\nPriority: Urgent"

    def test_a_new_figure_is_added_to_its_kpi(
        self, board: Path, answers: Path, tmp_path: Path, boardtui: Boardtui
    ) -> None:
        first = source(tmp_path, "Code,Indicator,Apr 25\n2.1,Visits,90%\n", "april.csv")
        told(boardtui, board, first, answers, "--yes", *OFFICE)
        second = source(tmp_path, "Code,Indicator,Apr 25,May 25\n2.1,Visits,91%,92%\n", "may.csv")
        said = told(boardtui, board, second, answers, "--yes", *OFFICE)
        assert (said["made"], said["totals"]["changed"]) == ({"reading": 1}, 1)
        assert [(each["field"], each["from"], each["to"]) for each in said["changes"]] == [
            ("reading value", "90%", "91%")
        ]


class TestRefusing:
    @pytest.mark.parametrize(
        ("name", "content", "words"),
        [
            ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "save it as .xlsx"),
            ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
            ("a.xlsx", b"PK\x03\x04 broken", "damaged"),
            ("a.xlsx", b"Action,Lead\n", "no workbook"),
            ("a.docx", b"PK\x03\x04", "Copy its table, paste it into Excel"),
            ("a.html", b"<table><tr><td>Action</td></tr></table>", "Open it in Excel"),
            ("a.csv", b"", "empty"),
            ("a.csv", bytes(range(256)), "no text"),
        ],
    )
    def test_what_cannot_be_read_is_refused_in_one_sentence_and_the_board_is_untouched(
        self, name: str, content: bytes, words: str, board: Path, tmp_path: Path, boardtui: Boardtui
    ) -> None:
        path, before = tmp_path / name, board.read_bytes()
        path.write_bytes(content)
        ran = boardtui("import", board, path, "--yes", *OFFICE)
        assert (ran.code, ran.out, board.read_bytes()) == (1, "", before)
        assert words in ran.err
        assert ran.err.count("\n") == 1

    def test_a_workbook_that_unpacks_to_far_too_much_is_not_unpacked(
        self, board: Path, tmp_path: Path, boardtui: Boardtui
    ) -> None:
        path = tmp_path / "bomb.xlsx"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/a.xml", "w") as part:
            for _ in range(500):
                part.write(b" " * 1_000_000)
        assert "unpacks to 500 MB" in boardtui("import", board, path, "--dry-run").err

    def test_empty_rows_by_the_hundred_thousand_are_passed_over(
        self, board: Path, answers: Path, tmp_path: Path, boardtui: Boardtui
    ) -> None:
        plain, path = tmp_path / "plain.xlsx", tmp_path / "long.xlsx"
        book = Workbook()
        assert book.active is not None
        book.active.append(["Ref", "Action", "Lead"])
        book.active.append(["9", "Write", "Director"])
        book.save(plain)
        rows = "".join(f'<row r="{row}"><c r="A{row}" s="0"/></row>' for row in range(3, 200_000)).encode()
        with zipfile.ZipFile(plain) as given, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
            for each in given.infolist():
                made.writestr(each, given.read(each).replace(b"</sheetData>", rows + b"</sheetData>"))
        said = told(boardtui, board, path, answers, "--dry-run")
        assert [(table["range"], table["rows"]["seen"]) for table in said["tables"]] == [("A1:C2", 1)]

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ('colour = "red"', "no map has 'colour'"),
            ('[kind]\nT1 = "issue"', "not 'issue'"),
            ('[rating_words]\nDone = "purple"', "not 'purple'"),
            ('ambition = "9"', "There is no ambition '9'"),
            ("ambition = ", "line 1"),
            ('column = "due"', "column has to be a table"),
            ('headings = "ref"', "headings has to be a list"),
            pytest.param(f"ambition = 0x{'f' * 5000}", "a number in it is too large", id="far too large a number"),
        ],
    )
    def test_a_map_that_says_what_no_map_says_is_refused(
        self, text: str, words: str, board: Path, answers: Path, tmp_path: Path, boardtui: Boardtui
    ) -> None:
        answers.write_text(text, encoding="utf-8")
        ran = boardtui("import", board, source(tmp_path, JUNE), "--map", answers, "--yes", *OFFICE)
        assert ran.code == 1
        assert words in ran.err

    def test_a_kind_or_a_sheet_that_is_not_there_is_named(
        self, board: Path, tmp_path: Path, boardtui: Boardtui
    ) -> None:
        path = source(tmp_path, JUNE)
        assert boardtui("import", board, path, "--kind", "issue", "--dry-run").code == 2
        ran = boardtui("import", board, path, "--sheet", "May", "--dry-run")
        assert (ran.code, "no sheet 'May'" in ran.err) == (1, True)

    def test_json_is_all_that_stands_on_standard_output(
        self, board: Path, answers: Path, tmp_path: Path, boardtui: Boardtui
    ) -> None:
        ran = boardtui("import", board, source(tmp_path, JUNE), "--map", answers, "--json", *OFFICE)
        assert ran.code == 1  # without --yes nothing is imported
        assert set(json.loads(ran.out)) == {
            *("tables", "totals", "made", "changes", "gone", "questions", "flags", "not_tables")
        }


def test_what_was_read_and_is_no_table_is_said(board: Path, answers: Path, tmp_path: Path, boardtui: Boardtui) -> None:
    path = source(tmp_path, "Plan of June,,\n,,\nRef,Action,Lead\n7,Write it,PSW\n,,\nPrepared by: PMO,,\n")
    out = boardtui("import", board, path, "--map", answers, "--dry-run").out
    assert [line for line in out.splitlines() if "no table" in line] == [
        "read, and no table: title A1",
        "read, and no table: notes A6",
    ]


def test_a_file_without_a_table_is_said_to_have_none(board: Path, tmp_path: Path, boardtui: Boardtui) -> None:
    ran = boardtui("import", board, source(tmp_path, "1.1\tWrite plan\n1.2\tBrief\n", "paste.txt"), "--yes", *OFFICE)
    assert ran.code == 1
    assert "No table was found in paste.txt: a table needs a row of headings above its rows." in ran.err


@pytest.mark.parametrize("form", ["xlsx", "json", "toml"])
def test_what_was_exported_comes_back_and_makes_another_board(
    form: str, board: Path, tmp_path: Path, boardtui: Boardtui
) -> None:
    exported, other, before = tmp_path / f"plan.{form}", tmp_path / "other.board", board.read_bytes()
    assert boardtui("export", board, "--to", form, "-o", exported).code == 0
    again = json.loads(boardtui("import", board, exported, "--dry-run", "--json").out)
    assert again["totals"]["seen"] == again["totals"]["unchanged"] > 0
    assert board.read_bytes() == before
    assert boardtui("new", other, "--title", "Other").code == 0
    assert boardtui("import", other, exported, "--yes", *OFFICE).code == 0
    assert field(other, "1.1", "due") == field(board, "1.1", "due")
    assert field(other, "CIP06", "current") == "2x3"


PLAN = """
format = 1
[board]
title = "Improvement plan"
[[ambition]]
ref = "1"
title = "Good practice"
[[action]]
ref = "1.1"
ambition = "1"
title = "Coach every manager"
rag = "green"
[[action]]
ref = "1.2"
ambition = "1"
title = "Audit"
"""


def test_a_plan_never_overwrites_unasked_what_somebody_changed_on_the_board_that_was_made_of_it(
    tmp_path: Path, boardtui: Boardtui
) -> None:
    plan, board = source(tmp_path, PLAN, "plan.toml"), tmp_path / "plan.board"
    boardtui("new", board, "--from", plan, *OFFICE)
    boardtui("set", board, "1.1", "rag=red", "commentary=One is off sick", "--why", "Sickness", "--as", "Lead")
    plan.write_text(PLAN.replace('title = "Audit"', 'title = "Audits"'), encoding="utf-8")
    ran = boardtui("import", board, plan, "--yes", "--json", *OFFICE)
    assert [(each["about"], each["word"]) for each in ran.data["questions"] if each["answer"] is None] == [
        ("conflict", "green")
    ]
    assert ran.code == 1
    assert field(board, "1.1", "rag").value == "red"
    assert field(board, "1.1", "commentary") == "One is off sick"
    assert field(board, "1.2", "title") == "Audits", "what only the plan has changed is taken"
