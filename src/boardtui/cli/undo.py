"""`boardtui undo` and `redo`: take back what was done last, and do it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from boardtui.cli.changes import data_of, lines_of
from boardtui.cli.common import As, BoardArgument, Json, examples, signature
from boardtui.cli.output import say, say_json

if TYPE_CHECKING:
    from boardtui.store.board_file import BoardFile
    from boardtui.store.undo import Undone

commands = typer.Typer(rich_markup_mode=None)

UNDO_EXAMPLES = examples(
    "boardtui undo plan.board",
    'boardtui undo plan.board --as "Principal Social Worker"',
    "boardtui undo plan.board --json",
)
REDO_EXAMPLES = examples("boardtui redo plan.board")


@commands.command("undo", epilog=UNDO_EXAMPLES)
def undo(board: BoardArgument, as_name: As = "", json: Json = False) -> None:
    """Take back the last thing that you did in this file.

    It is the last of those that are signed with your name, and what was done at once is taken back at once. Refused
    where somebody has changed the same since.
    """
    _turn_back(board, as_name, json, again=False)


@commands.command("redo", epilog=REDO_EXAMPLES)
def redo(board: BoardArgument, as_name: As = "", json: Json = False) -> None:
    """Do again what was undone last."""
    _turn_back(board, as_name, json, again=True)


def _turn_back(board: BoardArgument, as_name: str, json: bool, *, again: bool) -> None:
    from boardtui.store.board_file import BoardFile

    who = signature(as_name)
    with BoardFile.open(board) as file:
        before = file.read()
        ids = [edit.record for edit in _turned(file, who, again=again).edits]
        after = file.read()
    if json:
        say_json(data_of(before, after, ids))
        return
    for line in lines_of(before, after, ids):
        say(line)


def _turned(file: BoardFile, who: str, *, again: bool) -> Undone:
    return file.redo(who=who) if again else file.undo(who=who)
