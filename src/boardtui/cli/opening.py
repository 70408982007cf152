"""`boardtui [BOARD]` and `boardtui demo`: the application itself."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Annotated

import typer

from boardtui.cli.common import BoardArgument, examples, note
from boardtui.demo import DEFAULT_SAMPLE
from boardtui.domain.errors import BoardError

EXAMPLES = examples(
    "boardtui demo",
    "boardtui demo --sample kpi-scorecard",
)


def open_application(path: Path | None, *, throwaway: bool = False, begins_with: str = "") -> None:
    """Run the application until the person quits.

    Args:
        path: the board; None for the start screen.
        throwaway: the board is a copy that is deleted afterwards, so it is not remembered.
        begins_with: id of the record that is shown first; the overview by default.

    Raises:
        BoardError: there is no terminal to run it in.
    """
    # The browser runs it without a terminal, and says so by naming a driver.
    if not os.environ.get("TEXTUAL_DRIVER") and not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise BoardError("A board is opened in a terminal, and this is none. For scripts: boardtui show --help")
    from boardtui.ui.app import BoardApp

    BoardApp(path, throwaway=throwaway, begins_with=begins_with).run()


def open_board(board: BoardArgument) -> None:
    """Open a board."""
    from boardtui.store.board_file import BoardFile

    # What is wrong with a file is said here, where it can be read, and not on a screen that comes and goes.
    BoardFile.open(board).close()
    open_application(board)


def open_last() -> None:
    """Open the board that was opened last, or the start screen where there is none."""
    from boardtui.settings import load_settings

    last = load_settings()[0].last_board  # what is wrong with the settings is said on the screen
    if last is not None and not last.is_file():
        note(f"The board opened last is no longer there: {last}")
        last = None
    if last is None:
        open_application(None)
    else:
        open_board(last)


def complete_sample(incomplete: str) -> list[str]:
    """For the shell: the samples that begin like this."""
    from boardtui.exchange.samples import sample_names

    return [name for name in sample_names() if name.startswith(incomplete)]


def demo(
    sample: Annotated[
        str,
        typer.Option("--sample", metavar="NAME", help="Which sample board to open.", autocompletion=complete_sample),
    ] = DEFAULT_SAMPLE,
) -> None:
    """Look around in a throw-away copy of a sample board.

    It opens in the middle of real work. Nothing you do in it is kept: the copy is deleted when you quit.
    """
    from boardtui.demo import make_demo

    path = make_demo(sample)
    try:
        open_application(path, throwaway=True)
    finally:
        shutil.rmtree(path.parent, ignore_errors=True)
    note(f"The throw-away copy was {path}. It is deleted.")
