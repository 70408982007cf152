"""`boardtui [BOARD]`, `boardtui demo` and `boardtui new`: make a board, and open the application on it."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Annotated

import typer

from boardtui.cli.common import As, BoardArgument, examples, note, say, shell_word, signature, text_given, today
from boardtui.domain.errors import BoardError
from boardtui.session.demo import DEFAULT_SAMPLE

NEW_EXAMPLES = examples(
    'boardtui new plan.board --title "Improvement Plan"',
    "boardtui new plan.board --from plan.toml",
)


MOST_TOLD = 10
"""So many doubtful dates and figures of a plan are told one by one when a board is made of it."""


def new(
    board: BoardArgument,
    plan: Annotated[
        Path | None,
        typer.Option("--from", metavar="PLAN.toml", help="Fill it from a plan.", show_default=False),
    ] = None,
    title: Annotated[str, typer.Option("--title", metavar="TEXT", help="The title of the plan.")] = "",
    as_name: As = "",
) -> None:
    """Make a board, empty or from a plan. An existing file is never replaced."""
    from boardtui.store.board_file import BoardFile

    who, title = signature(as_name, needed=False), text_given(title)
    if plan is None:
        BoardFile.create(board, title, who=who).close()
    else:
        _from_plan(board, plan, title, who)
    say(f"{board}: made. To open it: boardtui {shell_word(board)}")


def _from_plan(path: Path, plan: Path, title: str, who: str) -> None:
    from dataclasses import replace

    from boardtui.domain.attention.findings import entry_findings
    from boardtui.exchange.plan_toml import read_plan_file
    from boardtui.exchange.samples import make_board
    from boardtui.session.meeting import frozen

    read = read_plan_file(plan)
    if title:
        read = replace(read, profile={**read.profile, "title": title})
    with make_board(path, read, who=who, freeze=frozen) as file:
        made = file.read()
    doubtful = entry_findings(made, [change.record for change in read.changes], today())
    for each in doubtful[:MOST_TOLD]:
        note(f"Look at it again: {each.sentence}")
    if len(doubtful) > MOST_TOLD:
        note(f"And {len(doubtful) - MOST_TOLD} more dates and figures to look at: boardtui check {shell_word(path)}")


DEMO_EXAMPLES = examples(
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
    from boardtui.ui.shared.input_app import UNFORESEEN

    app = BoardApp(path, throwaway=throwaway, begins_with=begins_with)
    app.run()
    if app.failure is not None:
        kept = f" What you were typing is in {app.left_behind}." if app.left_behind is not None else ""
        note(f"boardtui met something that it did not foresee, and has ended. All you confirmed is saved.{kept}")
        raise typer.Exit(UNFORESEEN)


def open_board(board: BoardArgument) -> None:
    """Open a board."""
    from boardtui.store.board_file import BoardFile

    # What is wrong with a file is said here, where it can be read, and not on a screen that comes and goes.
    BoardFile.open(board).close()
    open_application(board)


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
    from boardtui.session.demo import make_demo

    path = make_demo(sample)
    try:
        open_application(path, throwaway=True)
    finally:
        shutil.rmtree(path.parent, ignore_errors=True)
    note(f"The throw-away copy was {path}. It is deleted.")
