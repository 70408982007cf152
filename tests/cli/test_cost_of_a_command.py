"""What a command costs, counted and not timed: it does nothing twice, and nothing that nobody asked for."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from boardtui.domain.attention import checks, findings
from boardtui.domain.board import board as boards
from boardtui.domain.board.lookup import lookup
from boardtui.domain.records.kinds import Action
from boardtui.report import plain_values, tables
from boardtui.report.sections import page
from boardtui.store import board_file
from boardtui.store.board_file import BoardFile
from tests.cli.conftest import SIGNED, Boardtui

# What is registered first runs last: so much would be looked through for garbage when the program ends.
_AT_THE_END = """
import atexit, gc, runpy, sys
atexit.register(lambda: print(len(gc.get_objects()), file=sys.stderr))
runpy.run_module("boardtui", run_name="__main__", alter_sys=True)
"""


def counted(monkeypatch: pytest.MonkeyPatch, where: Any, name: str) -> list[Any]:
    """The first arguments of all calls of a function from now on."""
    calls: list[Any] = []
    function = getattr(where, name)

    def noted(*given: Any, **named: Any) -> Any:
        calls.append(given[0] if given else None)
        return function(*given, **named)

    monkeypatch.setattr(where, name, noted)
    return calls


class TestTheEnd:
    @pytest.mark.parametrize("words", [["--version"], ["show", "BOARD", "actions"], ["show", "BOARD", "nothing.so"]])
    def test_no_garbage_is_looked_for_in_a_program_that_ends(self, board: Path, words: list[str]) -> None:
        typed = [str(board) if word == "BOARD" else word for word in words]
        ran = subprocess.run([sys.executable, "-c", _AT_THE_END, *typed], capture_output=True, text=True, check=False)
        assert ran.returncode == (1 if "nothing.so" in words else 0)
        assert int(ran.stderr.splitlines()[-1]) < 1000


class TestReading:
    @pytest.mark.parametrize(
        "words",
        [
            ("set", "BOARD", "1.1", "rag=amber", *SIGNED),
            ("add", "BOARD", "action", "ref=1.3", "ambition=1", "title=Listen", *SIGNED),
            ("delete", "BOARD", "1.1", *SIGNED),
        ],
    )
    def test_a_write_reads_the_board_once_and_then_what_it_wrote(
        self, boardtui: Boardtui, board: Path, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        read = counted(monkeypatch, board_file, "read_board")
        assert boardtui(*(board if word == "BOARD" else word for word in words)).code == 0
        assert len(read) == 1
        undone = boardtui("undo", board, "--as", SIGNED[-1])
        assert (undone.code, undone.out != "", len(read)) == (0, True, 2)

    def test_a_ref_is_found_without_putting_all_records_in_order(
        self, board: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with BoardFile.open(board) as file:
            there = file.read()
        ordered = counted(monkeypatch, boards, "in_counting_order")
        assert lookup(there, "1.1").kind.name == "action"
        assert ordered == []

    def test_a_table_of_actions_needs_no_overview_of_the_board(
        self, boardtui: Boardtui, board: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        worked_out = counted(monkeypatch, page, "overview")
        assert "Coach every manager" in boardtui("show", board, "actions").out
        assert worked_out == []
        assert "Exceptions" in boardtui("show", board, "summary").out
        assert len(worked_out) == 1

    @pytest.mark.parametrize("how", [(), ("--table",), ("--json",)])
    def test_a_summary_without_a_filter_asks_no_item_for_all_that_could_be_found_in_it(
        self, boardtui: Boardtui, board: Path, how: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        boardtui("set", board, "1.1", "rag=red", *SIGNED)
        asked = counted(monkeypatch, tables, "plain_values")
        assert "1.1" in boardtui("show", board, "summary", *how).out
        assert asked == []
        assert "1.1" in boardtui("show", board, "summary", "--filter", "coach", *how).out
        assert len(asked) == 1

    def test_kpis_are_filtered_without_what_only_programs_are_told_of_them(
        self, boardtui: Boardtui, board: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        told = counted(monkeypatch, plain_values, "kpi_values")
        assert "Visits in time" in boardtui("show", board, "kpis", "--filter", "visits").out
        assert "Visits" not in boardtui("show", board, "kpis", "--filter", "coach").out
        assert told == []


class TestWhatIsDoubtful:
    def test_only_the_dates_of_what_was_written_are_looked_at(
        self, board: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with BoardFile.open(board) as file:
            there = file.read()
        looked_at = counted(monkeypatch, checks, "slippage")
        action = there.all(Action)[0]
        assert findings.new_findings(there, there, [action.id], date(2021, 3, 2)) == []
        assert len(looked_at) == 1
