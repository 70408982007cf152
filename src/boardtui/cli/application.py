"""The application, run from the command line: without what commands are made with, which takes long to import."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from boardtui.cli.given import board_given
from boardtui.cli.output import DONE, REFUSED, note
from boardtui.domain.errors import UNFORESEEN, BoardError, Code

if TYPE_CHECKING:
    from boardtui.store.board_file import BoardFile


def open_application(
    path: Path | None,
    *,
    throwaway: bool = False,
    begins_with: str = "",
    tour: bool = False,
    file: BoardFile | None = None,
) -> None:
    """Run the application until the person quits.

    Args:
        path: the board; None for the start screen.
        throwaway: the board is a copy that is deleted afterwards, so it is not remembered.
        begins_with: id of the record that is shown first; the overview by default.
        tour: begin with the tour.
        file: the board, where it is open already.

    Raises:
        BoardError: there is no terminal to run it in, or it has ended over a board that is damaged.
        SystemExit: something went wrong that nobody foresaw.
    """
    # The browser runs it without a terminal, and says so by naming a driver.
    if not os.environ.get("TEXTUAL_DRIVER") and not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise BoardError("A board is opened in a terminal, and this is none. For scripts: boardtui show --help")
    from boardtui.ui.app import BoardApp

    app = BoardApp(path, throwaway=throwaway, begins_with=begins_with, tour=tour, file=file)
    app.run()
    for each in sorted(app.shared_boards):  # what was entered at the very end is sent when the command is over
        board_given(str(each), exchanges=False)
    if app.failure is not None:
        from boardtui.store.open_file import damage_of

        what = "What you were typing is in" if app.was_typing else "Where it failed is in"
        kept = f" {what} {app.left_behind}." if app.left_behind is not None else ""
        # What is shown first is looked at closely only afterwards, and what is damaged may be what ended it.
        if app.showed is not None and (damage := damage_of(app.showed)):
            raise BoardError(f"{damage}{kept}", code=Code.DAMAGED) from app.failure
        note(f"boardtui met something that it did not foresee, and has ended. All you confirmed is saved.{kept}")
        raise SystemExit(UNFORESEEN)
    if app.held_up and app.showed is not None:
        if app.unsaved:
            note(f"{app.showed.name} is being written by another program. What was not shown as saved is not in it.")
        sys.stderr.flush()
        # An ordinary end waits for the thread that waits for the file.
        os._exit(app.return_code or (REFUSED if app.unsaved else DONE))
    if app.return_code:
        raise SystemExit(app.return_code)  # it was told to end from outside


def open_board(board: Path, *, read_only: bool = False) -> None:
    """Open a board.

    Args:
        board: the file.
        read_only: whether nothing can be changed in it, even where the file could be written.

    Raises:
        BoardError: it cannot be opened. What is wrong with a file is said here, where it can be read, and not on a
            screen that comes and goes.
    """
    from boardtui.store.board_file import BoardFile

    open_application(board, file=BoardFile.open(board, read_only=read_only, verify=False))


def open_last() -> None:
    """Open the board that was opened last, or the start screen where there is none."""
    from boardtui.settings.settings import load_settings

    last = load_settings()[0].last_board  # what is wrong with the settings is said on the screen
    if last is not None and not last.is_file():
        note(f"The board opened last is no longer there: {last}")
        last = None
    if last is None:
        open_application(None)
    else:
        open_board(board_given(str(last), exchanges=False))
