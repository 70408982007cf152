"""An import where a person sits at a terminal: what is asked, how far it is, and ctrl+c."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from boardtui.cli import import_file
from boardtui.cli.import_file import complete_table_kind, shown_progress
from boardtui.exchange.sources.watch import STEP
from boardtui.store.board_file import BoardFile
from tests.cli.conftest import Boardtui, Ran
from tests.terminal import boardtui as terminal

OFFICE = ("--as", "Programme Office")
LOG = "Ref,Action,Due,Status\nA1,Write the plan,30/06/2025,In review\nA2,Train staff,31/07/2025,G\n"


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def source(folder: Path, text: str = LOG, name: str = "june.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_questions_come_with_their_rows_and_choices_and_a_wrong_answer_is_asked_again(
    board: Path, tmp_path: Path
) -> None:
    with terminal("import", board, source(tmp_path), *OFFICE, size=(100, 60)) as running:
        running.wait_for(
            "Which ambition do the actions at A1 go to?", "It concerns 2 rows, such as A1 · Write the plan"
        )
        running.press("1", "enter")
        running.wait_for("Which rating is “In review” at D2?", "amber: A ▲ Amber")
        for key in "pink":
            running.press(key)
        running.press("enter")
        running.wait_for("It can be: red, amber, green, blue, none.")
        for key in "amber":
            running.press(key)
        running.press("enter")
        running.wait_for("Enter this?")
        running.press("y", "enter")
        assert running.wait_for_end() == 0
        running.wait_for("Imported from june.csv: 2 actions. One undo takes all of it back.")
    with BoardFile.open(board) as file:
        found = {getattr(each, "ref", ""): each for each in file.read().of_kind("action")}
    assert getattr(found["A1"], "rag", "") == "amber"


TABLE = "    A Ref: ref\n    B Action: title\n    C Due: due\n    D Status: rag\n"
AMBITION = """\
Which ambition do the actions at A1 go to?
  It concerns 2 rows, such as A1 · Write the plan · 30/06/2025 · In review
  1: 1 Good practice
  2: 2 [SEND] plan | a [/
  the title of a new ambition
"""
RATING = """\
Which rating is “In review” at D2?
  It concerns 1 row, such as A1 · Write the plan · 30/06/2025 · In review
  red: R ✖ Red
  amber: A ▲ Amber
  green: G ● Green
  blue: B ■ Blue
  none: ○ Not rated
"""
BEFORE = f"T1 A1:D3: action, 2 rows: 2 refused\n{TABLE}{AMBITION}"
AFTER = f"{RATING}T1 A1:D3: action, 2 rows: 2 added\n{TABLE}"


def test_all_that_is_said_of_tables_and_questions_and_what_comes_of_each_answer(
    board: Path, tmp_path: Path, boardtui: Boardtui, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing = "Nothing was imported. Enter it with --yes, or see what would happen with --dry-run.\n"
    entered = "Imported from june.csv: 1 ambition and 2 actions. One undo takes all of it back.\n"
    waiting = (
        f"{BEFORE}T1 A1:D3: action, 2 rows: 2 refused\n{TABLE}"
        "refused: 2 unanswered: A1; Write the plan; 30/06/2025; In review\n"
        "refused: 3 unanswered: A2; Train staff; 31/07/2025; G\nasked: ambition at A1: open\n"
    )
    monkeypatch.setattr(import_file, "somebody_is_there", lambda: True)
    path = source(tmp_path)
    for typed, agreed, code, out, err in (
        # Typed, whether it is to be entered (None where that is not asked), and what is printed.
        ([""], None, 1, waiting + nothing, ""),
        (
            ["1", "pink", " amber "],
            False,
            1,
            f"{BEFORE}{AFTER}asked: ambition at A1: 1\nasked: rating 'In review' at D2: amber\n{nothing}",
            "boardtui: It can be: red, amber, green, blue, none.\n",
        ),
        (
            ["New theme", "amber"],
            True,
            0,
            f"{BEFORE}{AFTER}asked: ambition at A1: New theme\nasked: rating 'In review' at D2: amber\n{entered}",
            "",
        ),
    ):
        answers, asked = iter(typed), list[str]()

        def prompt(words: str, *, answers: Iterator[str] = answers, **_: object) -> str:
            assert words == "Answer, or Enter to skip the question"
            return next(answers)

        def confirm(words: str, *, asked: list[str] = asked, agreed: bool | None = agreed) -> bool:
            asked.append(words)
            return bool(agreed)

        monkeypatch.setattr(typer, "prompt", prompt)
        monkeypatch.setattr(typer, "confirm", confirm)
        before = board.read_bytes()
        assert boardtui("import", board, path, *OFFICE) == Ran(code, out, err)
        assert asked == ([] if agreed is None else ["Enter this?"])
        assert (board.read_bytes() == before) == (not agreed)
        assert list(answers) == []


def test_ctrl_c_at_a_question_leaves_the_board_as_it_is_with_one_sentence(board: Path, tmp_path: Path) -> None:
    before = board.read_bytes()
    with terminal("import", board, source(tmp_path), *OFFICE, size=(100, 60)) as running:
        running.wait_for("Which ambition")
        running.interrupt()
        assert running.wait_for_end() == 130
        running.wait_for("Stopped. Nothing was imported: the board is as it was.")
        assert "Traceback" not in running.text
    assert board.read_bytes() == before


@pytest.mark.parametrize(
    "where", ["exchange.sources.reading.read_source", "session.importing.preview_of", "session.importing.carry_out"]
)
def test_ctrl_c_anywhere_leaves_the_board_as_it_is(
    board: Path, tmp_path: Path, boardtui: Boardtui, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    def interrupted(*_words: object, **_options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(f"boardtui.{where}", interrupted)
    before = board.read_bytes()
    path = source(tmp_path, "Milestone,Due date\nPlan signed,01/06/2025\nPlan sent,02/06/2025\n")
    ran = boardtui("import", board, path, "--yes", *OFFICE)
    assert (ran.code, ran.err.count("Stopped. Nothing was imported")) == (130, 1)
    assert board.read_bytes() == before


def test_progress_is_shown_in_one_line_of_a_terminal_and_wiped_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", screen := Screen())
    with shown_progress() as watch:
        assert sum(1 for _ in watch.over("Reading rows", range(3 * STEP))) == 3 * STEP
    shown = screen.getvalue()
    assert "\n" not in shown
    assert [f"Reading rows: {number}" in shown for number in (STEP, 2 * STEP)] == [True, True]
    assert shown.endswith("\r")
    assert shown.split("\r")[-2].strip() == ""


def test_no_progress_is_written_where_nobody_looks(board: Path, tmp_path: Path, boardtui: Boardtui) -> None:
    path = source(tmp_path, "Milestone,Due date\nPlan signed,01/06/2025\nPlan sent,02/06/2025\n")
    assert boardtui("import", board, path, "--dry-run").err == ""


def test_what_would_come_of_each_row_is_told_before_it_is_entered(
    board: Path, tmp_path: Path, boardtui: Boardtui
) -> None:
    answers = source(tmp_path, 'ambition = "1"\n[rating_words]\n"In review" = "amber"\n', "map.toml")
    words = ("--map", answers, "--yes", *OFFICE)
    assert boardtui("import", board, source(tmp_path), *words).code == 0
    july = "Plan,,,\n,,,\nRef,Action,Due,Status\nA1,Write it,31/02/2025,R\nTotal,,,\nA9,,1/2/2025,G\n"
    ran = boardtui("import", board, source(tmp_path, july, "july.csv"), *words)
    stays = (
        "skipped: 5 total: Total\n"
        "refused: 6 no title: A9; 1/2/2025; G\n"
        "not in the source any more, stays on the board: action A2 Train staff\n"
        "look at C4: impossible date 31/02/2025\n"
        "asked: ambition at A3: 1\n"
    )
    no_table = "read, and no table: title A1\n"
    assert (ran.code, ran.out) == (
        1,
        f"T1 A3:D6: action, 3 rows: 1 changed, 1 skipped, 1 refused\n{TABLE}{no_table}"
        "changes: action A1 title: Write the plan -> Write it (B4)\n"
        "changes: action A1 due: 2025-06-30 -> 31/02/2025 (C4)\n"
        "changes: action A1 rag: amber -> red (D4)\n"
        "changes: action A1 other_words: Status: In review -> (empty) (4)\n"
        f"{stays}Imported from july.csv: 1 changed. One undo takes all of it back.\n",
    )
    assert ran.err.endswith("Look at it again: Action A1, due “31/02/2025”: there is no 31 February 2025.\n")
    again = boardtui("import", board, tmp_path / "july.csv", *words)
    assert (again.code, again.out, again.err) == (
        1,
        f"T1 A3:D6: action, 3 rows: 1 unchanged, 1 skipped, 1 refused\n{TABLE}{no_table}{stays}"
        "Nothing new in july.csv: the board is as it was.\n",
        "",
    )


def test_the_kinds_that_tables_can_hold_are_offered() -> None:
    assert complete_table_kind("ri") == ["risk"]
    assert complete_table_kind("ris") == ["risk"] and "action" in complete_table_kind("")


class TestNew:
    """`boardtui new --from` with a spreadsheet: a whole board, or none."""

    def test_a_spreadsheet_fills_a_new_board(self, tmp_path: Path, boardtui: Boardtui) -> None:
        path = source(tmp_path, "Milestone,Due date,Status\nPlan signed,01/06/2025,Done\nPlan sent,02/06/2025,\n")
        ran = boardtui("new", tmp_path / "new.board", "--from", path, *OFFICE)
        assert ran.code == 0
        assert "2 milestones" in ran.err
        assert "Left open: Which rating is “Done” at C2?" in ran.err
        with BoardFile.open(tmp_path / "new.board") as file:
            board = file.read()
        assert (board.profile.title, len(board.of_kind("milestone"))) == ("new", 2)
        sheet = source(tmp_path, "Ref,Action,Due\n1,Write,31/02/2025\nTotal,,\n9,,01/02/2025\n", "july.csv")
        answers = source(tmp_path, 'ambition = "Practice"\n', "map.toml")
        ran = boardtui("new", tmp_path / "a.board", "--from", sheet, "--map", answers, "--title", "Plan", *OFFICE)
        assert ran.err.splitlines()[1:] == [
            "boardtui: Look at it again: Action 1, due “31/02/2025”: there is no 31 February 2025.",
            "boardtui: Imported from july.csv: 1 ambition and 1 action.",
            "boardtui: Not entered: 4: there is no title in it: 9; 01/02/2025",
        ]
        with BoardFile.open(tmp_path / "a.board") as file:
            assert file.read().profile.title == "Plan"
        empty = boardtui("new", tmp_path / "b.board", "--from", source(tmp_path, "Ref,Action,Due\n\n", "empty.csv"))
        assert empty.err == "boardtui: No board was made: there is nothing to import in empty.csv.\n"
        assert not (tmp_path / "b.board").exists()

    def test_rows_that_wait_for_an_answer_make_no_board_and_a_map_answers(
        self, tmp_path: Path, boardtui: Boardtui
    ) -> None:
        path, answers = source(tmp_path), tmp_path / "map.toml"
        before = sorted(each.name for each in tmp_path.iterdir())
        ran = boardtui("new", tmp_path / "new.board", "--from", path)
        assert ran.code == 1
        assert "2 rows wait for an answer. Which ambition do the actions at A1 go to?" in ran.err
        assert sorted(each.name for each in tmp_path.iterdir()) == before, "no part of a board is left"
        answers.write_text('ambition = "Practice"\n[rating_words]\n"In review" = "amber"\n', encoding="utf-8")
        assert boardtui("new", tmp_path / "new.board", "--from", path, "--map", answers).code == 0
        with BoardFile.open(tmp_path / "new.board") as file:
            board = file.read()
        assert [getattr(each, "title", "") for each in board.of_kind("ambition")] == ["Practice"]
        assert len(board.of_kind("action")) == 2
        assert {each["who"] for each in boardtui("log", tmp_path / "new.board", "--json").data} == {"import june"}

    def test_a_board_that_is_there_is_never_replaced(self, board: Path, tmp_path: Path, boardtui: Boardtui) -> None:
        before = board.read_bytes()
        ran = boardtui("new", board, "--from", source(tmp_path))
        assert (ran.code, board.read_bytes()) == (1, before)
        assert "exists already" in ran.err


class TestPlans:
    """A plan is imported as a spreadsheet is: what is there is found, and nothing is deleted."""

    PLAN = (
        'format = 1\n[[ambition]]\nref = "1"\ntitle = "Good practice"\n'
        '[[action]]\nref = "1.1"\nambition = "1"\ntitle = "Coach every manager"\ndue = "2021-05-31"\n'
        '[[action]]\nref = "1.3"\nambition = "1"\ntitle = "Audit"\n'
        '[[kpi]]\nref = "9"\ntitle = "Visits"\n[kpi.trend]\n2021-01 = "91%"\n'
    )

    def test_what_is_there_is_found_and_the_rest_is_added(
        self, board: Path, tmp_path: Path, boardtui: Boardtui
    ) -> None:
        plan = source(tmp_path, self.PLAN, "plan.toml")
        ran = boardtui("import", board, plan, "--json", "--yes", *OFFICE)
        assert ran.code == 0
        assert ran.data["made"] == {"action": 1, "kpi": 1, "reading": 1}
        assert [(each["ref"], each["field"], each["to"]) for each in ran.data["changes"]] == [
            ("1.1", "due", "2021-05-31")
        ]
        assert "imported from plan.toml, line 5" in boardtui("log", board, "1.1").out
        with BoardFile.open(board) as file:
            found = {getattr(each, "ref", ""): each for each in file.read().of_kind("action")}
        assert getattr(found["1.1"], "due", "") == "2021-05-31"
        assert getattr(found["1.3"], "ambition", "") == getattr(found["1.1"], "ambition", "")
        before = board.read_bytes()
        assert "Nothing new in plan.toml" in boardtui("import", board, plan, "--yes", *OFFICE).out
        assert board.read_bytes() == before

    def test_what_somebody_changed_since_the_last_import_is_asked_about(
        self, board: Path, tmp_path: Path, boardtui: Boardtui
    ) -> None:
        plan = source(tmp_path, self.PLAN, "plan.toml")
        boardtui("import", board, plan, "--yes", *OFFICE)
        boardtui("set", board, "1.1", "due=2021-08-31", "--why", "agreed", *OFFICE)
        ran = boardtui("import", board, plan, "--json", "--yes", *OFFICE)
        assert (ran.code, ran.data["changes"], ran.data["made"]) == (1, [], {})
        assert [(each["about"], each["word"]) for each in ran.data["questions"]] == [("conflict", "2021-05-31")]
