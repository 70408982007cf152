"""A working copy is published back from the command line, as the application does it."""

from __future__ import annotations

from pathlib import Path

import pytest

from boardtui.session.surroundings import published_edition
from boardtui.session.working_copy import make_working_copy
from boardtui.settings.paths import Paths
from boardtui.store.backup import backup_folder
from boardtui.store.board_file import BoardFile
from tests.cli.conftest import LEAD, SIGNED, Boardtui, field


@pytest.fixture
def working(board: Path) -> Path:
    """The working copy of the board, where the application makes it."""
    with BoardFile.open(board) as file:
        return make_working_copy(file, Paths.of_this_user().working)


def test_both_ways_in_one_step_and_a_second_time_nothing_is_new(board: Path, working: Path, boardtui: Boardtui) -> None:
    boardtui("set", working, "1.1", "title=Coach all", *SIGNED)
    boardtui("set", board, "CIP06", "current=4x3", "--why", "asked for", "--as", "Office")
    ran = boardtui("publish", working)
    assert (ran.code, ran.err) == (0, "")
    assert f"In from {board}: 1 new edit, by Office" in ran.out
    assert f"Out to {board}: 1 new edit, by {LEAD}" in ran.out
    assert "  Action 1.1 Coach all · Title · Coach every manager → Coach all\n" in ran.out
    assert " · Current score · 2 × 3 → 4 × 3\n" in ran.out
    assert (field(board, "1.1", "title"), field(working, "CIP06", "current")) == ("Coach all", "4x3")
    assert list(backup_folder(board).iterdir())
    with BoardFile.open(working) as opened:
        assert published_edition(working) == opened.read().edition
    again = boardtui("publish", working)
    assert again.out == f"In from {board}: nothing new\nOut to {board}: nothing new\n"


def test_what_both_changed_is_said_and_ends_with_1_until_it_is_settled(
    board: Path, working: Path, boardtui: Boardtui
) -> None:
    boardtui("set", working, "1.1", "rag=green", *SIGNED)
    boardtui("set", board, "1.1", "rag=red", "--why", "no coaches", "--as", "Office")
    ran = boardtui("publish", working)
    assert ran.code == 1
    assert "COPIES DISAGREE" in ran.out
    assert ran.err == f"boardtui: 1 thing to settle: boardtui conflicts list {working}\n"
    assert boardtui("publish", working).code == 1
    boardtui("conflicts", "resolve", working, "1.1", "rag=amber", *SIGNED)
    assert boardtui("publish", working).code == 0
    assert boardtui("conflicts", "list", board, "--json").data == []


def test_json_says_what_came_in_and_what_went_out(board: Path, working: Path, boardtui: Boardtui) -> None:
    boardtui("set", working, "1.1", "title=Coach all", *SIGNED)
    done = boardtui("publish", working, "--json").data
    assert (done["board"], done["conflicts"]) == (str(board), 0)
    assert (done["came_in"]["edits"], done["went_out"]["edits"]) == (0, 1)
    (item,) = done["went_out"]["items"]
    assert (item["name"], item["after"]) == ("1.1", "Coach all")


def test_what_is_no_working_copy_is_refused(board: Path, boardtui: Boardtui) -> None:
    ran = boardtui("publish", board)
    assert (ran.code, ran.out) == (1, "")
    assert "is no working copy: every edit in it is in the board itself" in ran.err


def test_for_the_board_itself_its_working_copy_is_named(board: Path, working: Path, boardtui: Boardtui) -> None:
    ran = boardtui("publish", board)
    assert ran.code == 1
    assert f"boardtui publish {working}\n" in ran.err


def test_a_note_beside_a_file_that_somebody_sent_is_not_believed(
    board: Path, working: Path, tmp_path: Path, boardtui: Boardtui
) -> None:
    sent = tmp_path / "sent.board"
    sent.write_bytes(working.read_bytes())
    sent.with_name("sent.board.toml").write_bytes(working.with_name(f"{working.name}.toml").read_bytes())
    boardtui("set", sent, "1.1", "title=Harm", *SIGNED)
    assert "is no working copy" in boardtui("publish", sent).err
    assert field(board, "1.1", "title") == "Coach every manager"


def test_a_board_out_of_reach_loses_nothing(board: Path, working: Path, boardtui: Boardtui) -> None:
    boardtui("set", working, "1.1", "title=Coach all", *SIGNED)
    board.unlink()
    ran = boardtui("publish", working)
    assert (ran.code, ran.out) == (1, "")
    assert "not within reach, so nothing was published" in ran.err
    assert field(working, "1.1", "title") == "Coach all"


def test_a_file_that_is_not_there_is_said(tmp_path: Path, boardtui: Boardtui) -> None:
    assert "There is no file" in boardtui("publish", tmp_path / "nowhere.board").err
