"""The scorecards of the sample boards in a terminal, as they were approved.

After a change that is meant: `python -m tests.report.test_trend_tables` writes them anew. Read the difference.
"""

from __future__ import annotations

import io
import tempfile
from datetime import date
from pathlib import Path

import pytest
from rich.console import Console

from boardtui.domain.board import Board
from boardtui.exchange.samples import make_board, read_sample, sample_names
from boardtui.report.tables import table
from tests.report.boards import BEGAN, GOLDEN

TODAY = date(2021, 1, 20)
WIDTH = 120


def read(name: str, folder: Path) -> Board:
    with make_board(folder / f"{name}.board", read_sample(name), clock=lambda: BEGAN) as file:
        return file.read()


def trend_table(board: Board) -> str:
    """The scorecard as a terminal without colours shows it."""
    written = io.StringIO()
    console = Console(file=written, width=WIDTH, color_system=None, legacy_windows=False)
    console.print(table(board, "kpis", today=TODAY))
    return "\n".join(line.rstrip() for line in written.getvalue().split("\n"))


def golden(name: str) -> Path:
    return GOLDEN / f"trend_{name}.txt"


@pytest.mark.parametrize("name", sample_names())
def test_the_trend_table_is_the_one_that_was_approved(name: str, tmp_path: Path) -> None:
    assert trend_table(read(name, tmp_path)) == golden(name).read_text(encoding="utf-8")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name in sample_names():
            golden(name).write_text(trend_table(read(name, Path(folder))), encoding="utf-8")


if __name__ == "__main__":
    main()
