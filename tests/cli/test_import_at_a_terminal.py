"""An import where a person sits at a terminal: what is asked, how far it is, and ctrl+c."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from boardtui.cli.import_file import shown_progress
from boardtui.exchange.sources.watch import STEP
from boardtui.store.board_file import BoardFile
from tests.cli.conftest import Boardtui
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
