"""Copies go out, come back, and where they disagree somebody decides."""

from pathlib import Path

import pytest

from boardtui.domain.edits import Change
from boardtui.domain.kinds import Action
from boardtui.domain.rag import Rag
from boardtui.store.backup import backup_folder
from boardtui.store.board_file import BoardFile
from tests.cli.conftest import LEAD, SIGNED, Boardtui, field


@pytest.fixture
def copy(board: Path, boardtui: Boardtui) -> Path:
    """A copy in which 1.1 was rated red, while the board rated it green."""
    path = board.with_name("copy.board")
    assert boardtui("copy", board, path).code == 0
    boardtui("set", board, "1.1", "rag=green", "--why", "seen in audits", "--as", "Chair")
    boardtui("set", path, "1.1", "rag=red", "--why", "no coaches", "--as", LEAD)
    boardtui("set", path, "1.2", "title=Refresh and publish the framework", *SIGNED)
    return path


class TestCopy:
    @pytest.fixture
    def led(self, board: Path) -> Path:
        """A board on which a lead has an action, and so an ambition that it is in."""
        with BoardFile.open(board) as file:
            (first, *_) = file.read().all(Action)
            file.write([Change(first.id, "action", {"lead": LEAD})], who="office")
        return board

    def test_a_copy_is_named_after_who_it_is_for_and_says_what_is_theirs(self, led: Path, boardtui: Boardtui) -> None:
        ran = boardtui("copy", led, led.parent, "--for", LEAD.upper())
        assert ran.code == 0
        copied = led.with_name(f"plan for {LEAD}.board")
        assert ran.out == f"{copied}: a complete copy of plan.board, verified; opens on 2 items for {LEAD}\n"
        assert field(copied, "1.1", "title") == "Coach every manager"

    def test_a_copy_of_any_name_knows_who_it_is_for(self, led: Path, boardtui: Boardtui) -> None:
        out = led.with_name("out.board")
        assert boardtui("copy", led, out, "--for", LEAD).code == 0
        with BoardFile.open(out) as opened:
            assert opened.made_for() == LEAD
        assert boardtui("copy", out, led.with_name("back.board")).code == 0
        with BoardFile.open(led.with_name("back.board")) as opened:
            assert opened.made_for() == ""

    def test_a_name_mistyped_is_refused_with_the_one_that_was_meant(self, led: Path, boardtui: Boardtui) -> None:
        out = led.with_name("out.board")
        ran = boardtui("copy", led, out, "--for", "Principle Social Worker")
        assert (ran.code, ran.out) == (1, "")
        assert ran.err == (
            "boardtui: Nobody on this board is called 'Principle Social Worker'. "
            "Did you mean 'Principal Social Worker'?\n"
        )
        assert not out.exists()

    def test_a_file_that_is_there_is_replaced_only_when_told(self, board: Path, boardtui: Boardtui) -> None:
        out = board.with_name("copy.board")
        out.write_text("mine")
        assert boardtui("copy", board, out).code == 1
        assert out.read_text() == "mine"
        assert boardtui("copy", board, out, "--force").code == 0
        assert field(out, "1.1", "ref") == "1.1"


class TestMerge:
    def test_a_dry_run_says_what_would_change_and_changes_nothing(
        self, board: Path, copy: Path, boardtui: Boardtui
    ) -> None:
        before = board.read_bytes()
        ran = boardtui("merge", board, copy, "--dry-run")
        assert ran.code == 0
        assert f"copy.board: 2 new edits, by {LEAD}" in ran.out
        assert "1.2 Action: title Refresh the framework -> Refresh and publish the framework" in ran.out
        assert "COPIES DISAGREE: Chair says green" in ran.out or f"COPIES DISAGREE: {LEAD} says red" in ran.out
        assert board.read_bytes() == before
        assert not backup_folder(board).exists()

    def test_without_a_terminal_to_ask_in_nothing_is_merged_unless_told(
        self, board: Path, copy: Path, boardtui: Boardtui
    ) -> None:
        before = board.read_bytes()
        ran = boardtui("merge", board, copy)
        assert ran.code == 1
        assert "--yes" in ran.err
        assert board.read_bytes() == before

    def test_everything_comes_in_after_a_backup_and_a_second_time_nothing_is_new(
        self, board: Path, copy: Path, boardtui: Boardtui
    ) -> None:
        ran = boardtui("merge", board, copy, "--yes")
        assert ran.code == 0
        assert "Merged 2 edits." in ran.out
        assert "1 thing to settle" in ran.err
        assert field(board, "1.2", "title") == "Refresh and publish the framework"
        (backup,) = backup_folder(board).iterdir()
        assert str(backup) in ran.out
        assert field(backup, "1.2", "title") == "Refresh the framework"
        again = boardtui("merge", board, copy, "--yes")
        assert (again.code, again.out) == (0, "copy.board: nothing new\nNothing new.\n")

    def test_json_says_what_came_in(self, board: Path, copy: Path, boardtui: Boardtui) -> None:
        planned = boardtui("merge", board, copy, "--dry-run", "--json").data
        assert (planned["merged"], planned["edits"], planned["conflicts"]) == (False, 2, 1)
        done = boardtui("merge", board, copy, "--yes", "--json").data
        assert (done["merged"], done["edits"]) == (True, 2)
        assert Path(done["backup"]).is_file()

    def test_a_file_that_is_no_copy_keeps_everything_out(self, board: Path, copy: Path, boardtui: Boardtui) -> None:
        bad = board.with_name("bad.board")
        bad.write_bytes(copy.read_bytes()[:9000])
        before = board.read_bytes()
        ran = boardtui("merge", board, copy, bad, "--yes")
        assert ran.code == 1
        assert "bad.board: refused." in ran.out
        assert "Nothing was merged" in ran.err
        assert board.read_bytes() == before


class TestConflicts:
    @pytest.fixture
    def disputed(self, board: Path, copy: Path, boardtui: Boardtui) -> Path:
        """The board when the copy has come in."""
        boardtui("merge", board, copy, "--yes")
        return board

    def test_each_side_is_listed_with_who_and_why(self, disputed: Path, boardtui: Boardtui) -> None:
        ran = boardtui("conflicts", "list", disputed)
        assert ran.code == 0
        assert ran.out.startswith("1.1 Action: status\n")
        assert f"rag red; rationale no coaches - {LEAD}, " in ran.out
        assert "rag green; rationale seen in audits - Chair, " in ran.out

    def test_taking_a_side_settles_it(self, disputed: Path, boardtui: Boardtui) -> None:
        (conflict,) = boardtui("conflicts", "list", disputed, "--json").data
        (red,) = [side["number"] for side in conflict["sides"] if side["values"]["rag"] == "red"]
        ran = boardtui("conflicts", "resolve", disputed, "1.1", "--take", red, *SIGNED)
        assert ran.out == "1.1 Action: status settled: rag red; rationale no coaches\n"
        assert field(disputed, "1.1", "rag") is Rag.RED
        assert boardtui("conflicts", "list", disputed).out == "Copies agree about everything.\n"

    def test_a_third_value_settles_it_too(self, disputed: Path, boardtui: Boardtui) -> None:
        assert boardtui("conflicts", "resolve", disputed, "1.1", "rag=amber", *SIGNED).code == 0
        assert field(disputed, "1.1", "rag") is Rag.AMBER
        assert boardtui("conflicts", "list", disputed, "--json").data == []

    def test_a_record_edited_here_and_deleted_there_is_kept_or_deleted(
        self, board: Path, copy: Path, boardtui: Boardtui
    ) -> None:
        boardtui("delete", copy, "CIP06", *SIGNED, "--yes")
        boardtui("set", board, "CIP06", "current=4x3", *SIGNED)
        boardtui("merge", board, copy, "--yes")
        assert "1: deleted - " in boardtui("conflicts", "list", board).out
        gone = board.with_name("gone.board")
        boardtui("copy", board, gone)
        assert "settled: deleted" in boardtui("conflicts", "resolve", gone, "CIP06", "--take", 1, *SIGNED).out
        assert boardtui("set", gone, "CIP06", "current=1x1", *SIGNED).code == 1
        assert "settled: kept" in boardtui("conflicts", "resolve", board, "CIP06", "--take", 2, *SIGNED).out
        assert field(board, "CIP06", "current") == "4x3"

    @pytest.mark.parametrize("words", [("1.2", "--take", 1), ("1.1", "--take", 3), ("1.1", "title=x")])
    def test_what_is_not_disputed_cannot_be_settled(
        self, disputed: Path, boardtui: Boardtui, words: tuple[object, ...]
    ) -> None:
        before = disputed.read_bytes()
        assert boardtui("conflicts", "resolve", disputed, *words, *SIGNED).code == 1
        assert disputed.read_bytes() == before

    def test_settling_is_in_the_history(self, disputed: Path, boardtui: Boardtui) -> None:
        boardtui("conflicts", "resolve", disputed, "1.1", "--take", 1, *SIGNED)
        with BoardFile.open(disputed) as opened:
            assert opened.history(limit=1)[0].edit.why == "agreed with the lead"
