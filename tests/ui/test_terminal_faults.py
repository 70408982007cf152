"""What terminals do to a program: too small, suspended, hung up, gone without a word, and able to show little."""

from __future__ import annotations

import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from boardtui.domain.records.rag import Rag
from boardtui.settings.places import left_behind, load_places
from boardtui.settings.settings import change_settings
from boardtui.store.backup import back_up
from boardtui.store.verify import is_whole
from tests.terminal import boardtui
from tests.ui.conftest import CHAIR, values_of


@pytest.fixture(autouse=True)
def _signed() -> None:
    change_settings(lambda settings: type(settings)(signature=CHAIR))


def test_a_terminal_of_a_few_cells_ends_nothing_and_all_is_drawn_again_when_it_grows(path: Path) -> None:
    with boardtui(path) as terminal:
        terminal.wait_for("Overview", "saved")
        for columns, lines in ((20, 5), (1, 1), (20, 5), (80, 24)):
            terminal.resize(columns, lines)
            assert terminal.exit_code is None
        terminal.wait_for("Overview", "saved")
        terminal.press("3", "q")
        assert terminal.wait_for_end() == 0


@pytest.mark.parametrize("sent", [signal.SIGSTOP, signal.SIGTSTP])
def test_one_that_is_stopped_and_goes_on_is_as_it_was_and_leaves_the_terminal_as_it_found_it(
    path: Path, sent: signal.Signals
) -> None:
    with boardtui(path) as terminal:
        found = terminal.modes
        terminal.wait_for("Overview", "saved")
        for key, words in (("3", "Coach"), ("2", "Leaders"), ("3", "Coach")):
            terminal.stop(sent)
            terminal.go_on()
            terminal.wait_for("Overview", "saved")  # all is drawn again
            terminal.press(key)
            terminal.wait_for(words)
        terminal.press("q")
        assert terminal.wait_for_end() == 0
        assert terminal.modes == found


@pytest.mark.parametrize("sent", [signal.SIGHUP, signal.SIGTERM])
def test_one_that_is_hung_up_or_terminated_ends_and_keeps_what_was_confirmed_and_typed_and_where_one_was(
    path: Path, sent: signal.Signals
) -> None:
    with boardtui(path) as terminal:
        found = terminal.modes
        terminal.wait_for("Overview", "saved")
        terminal.press("3", "r")
        terminal.wait_for("R ✖")
        terminal.press(*"Half a reas")
        terminal.wait_for("Half a reas")
        terminal.send_signal(sent)
        assert terminal.wait_for_end() == 128 + sent
        assert terminal.modes == found
    assert "Half a reas" in left_behind()[0].read_text(encoding="utf-8")
    assert [each.screen for each in load_places().values()] == ["actions"]
    assert values_of(path, "1.1", "rag") == {"rag": Rag.RED}
    assert is_whole(path)


def test_one_whose_terminal_is_gone_without_a_signal_ends_soon(path: Path) -> None:
    with boardtui(path) as terminal:
        terminal.wait_for("Overview", "saved")
        terminal.press("3")
        terminal.wait_for("Coach")
        terminal.go_away()
        assert terminal.wait_for_end() == 129
    assert [each.screen for each in load_places().values()] == ["actions"]
    assert is_whole(path)


PATIENT = (
    "import sys, boardtui.store.file as f; f.BUSY_SECONDS = 3600; from boardtui.cli.run import main; main(sys.argv[1:])"
)


def test_one_whose_terminal_is_gone_ends_soon_also_while_the_board_is_locked_and_keeps_what_was_typed(
    path: Path,
) -> None:
    with boardtui(path, python=("-c", PATIENT)) as terminal:
        terminal.wait_for("Overview", "saved")
        terminal.press("3")
        terminal.wait_for("Coach")
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            terminal.press("r", *"Words of mine")
            terminal.wait_for("Words of mine")
            terminal.go_away()
            assert terminal.wait_for_end() == 129
    assert "Words of mine" in left_behind()[0].read_text(encoding="utf-8")
    assert is_whole(path)


@pytest.mark.parametrize("variables", [{"TERM": "dumb", "COLORTERM": ""}, {"LANG": "C", "LC_ALL": "C"}])
def test_one_that_can_show_little_is_enough(path: Path, variables: dict[str, str]) -> None:
    with boardtui(path, variables=variables) as terminal:
        terminal.wait_for("Overview", "saved")
        terminal.press("3")
        terminal.wait_for("Coach")
        terminal.press("q")
        assert terminal.wait_for_end() == 0


def test_a_board_whose_damage_ends_the_screen_is_called_damaged_and_nothing_else_is_said(path: Path) -> None:
    kept = back_up(path, "merge")
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA ignore_check_constraints=ON")
        other.execute("UPDATE p_board SET stale_days = 'purple'")  # what the first screen calculates with
        other.commit()
    with boardtui(path) as terminal:
        assert terminal.wait_for_end() == 1
        said = " ".join(terminal.text.split())
        assert "plan.board is damaged" in said
        assert f"the newest whole backup is {kept.name};" in said
        assert "did not foresee" not in said and "Traceback" not in said and "purple" not in said
