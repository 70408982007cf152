"""`boardtui undo` and `redo`: take back what was done last, and do it again."""

from __future__ import annotations

import typer

from boardtui.cli.changes import data_of, lines_of
from boardtui.cli.common import As, BoardArgument, Json, examples, signature
from boardtui.cli.in_meeting import InMeeting, meeting_of, tell_left_out
from boardtui.cli.output import say, say_json
from boardtui.cli.records import commands

UNDO_EXAMPLES = examples(
    "boardtui undo plan.board",
    'boardtui undo plan.board --as "Principal Social Worker"',
    "boardtui undo plan.board --json",
)
REDO_EXAMPLES = examples("boardtui redo plan.board")


@commands.command("undo", epilog=UNDO_EXAMPLES)
def undo(board: BoardArgument, as_name: As = "", in_meeting: InMeeting = False, json: Json = False) -> None:
    """Take back the last thing that you did in this file.

    It is the last of those that are signed with your name, and what was done at once is taken back at once. Refused
    where somebody has changed the same since.
    """
    _turn_back(board, as_name, json, in_meeting=in_meeting, again=False)


@commands.command("redo", epilog=REDO_EXAMPLES)
def redo(board: BoardArgument, as_name: As = "", in_meeting: InMeeting = False, json: Json = False) -> None:
    """Do again what was undone last."""
    _turn_back(board, as_name, json, in_meeting=in_meeting, again=True)


def _turn_back(board: BoardArgument, as_name: str, json: bool, *, in_meeting: bool, again: bool) -> None:
    from boardtui.store.board_file import BoardFile

    who = signature(as_name)
    with BoardFile.open(board) as file:
        before = file.read()
        turn = file.redo if again else file.undo
        undone = turn(who=who, meeting=meeting_of(before, in_meeting))
        ids = [edit.record for edit in undone.edits]
        after = file.refresh(before)
    if json:
        say_json(data_of(before, after, ids))
    else:
        for line in lines_of(before, after, ids):
            say(line)
    tell_left_out(before, undone.edits, again="undo, then redo" if again else "redo, then undo")
