"""What a command does while a meeting runs: it says so, and belongs to the meeting where that is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from boardtui.cli.output import note
from boardtui.domain.errors import BoardError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from boardtui.domain.board.board import Board
    from boardtui.domain.records.edits import Edit

InMeeting = Annotated[
    bool, typer.Option("--in-meeting", help="It is done in the meeting that runs, and goes into its minutes.")
]

Corrects = Annotated[
    str,
    typer.Option(
        "--corrects",
        metavar="MEETING",
        help="It was minuted wrongly at that meeting: its minutes, a draft still, then say this.",
    ),
]


def meeting_of(board: Board, in_meeting: bool, corrects: str = "") -> str:
    """The id of the meeting that an edit belongs to; empty where it belongs to none.

    Args:
        board: the board before the edit.
        in_meeting: whether it is done in the meeting that runs.
        corrects: what names the meeting whose minutes it corrects; empty where it corrects none.

    Raises:
        BoardError: none runs, or the minutes are no draft.
    """
    from boardtui.cli.common import find_meeting
    from boardtui.domain.meetings.minuted import refuse_agreed
    from boardtui.domain.meetings.sittings import running_meeting

    if corrects:
        if in_meeting:
            raise BoardError("An edit belongs to one meeting: leave out --in-meeting or --corrects.")
        refuse_agreed(found := find_meeting(board, corrects))
        return found.id
    if not in_meeting:
        return ""
    running = running_meeting(board)
    if running is None:
        raise BoardError("No meeting is running. Leave out --in-meeting, or begin one: boardtui meeting begin")
    return running.id


def said_there(board: Board, kind: str, values: dict[str, Any], *, added: bool) -> dict[str, Any]:
    """The fields that a command sets in the meeting that runs, with those that say at which one it was."""
    from boardtui.domain.meetings.meeting_changes import recorded_at
    from boardtui.domain.meetings.sittings import running_meeting

    running = running_meeting(board)
    return recorded_at(running, kind, values, added=added) if running is not None else values


def tell_left_out(board: Board, edits: Sequence[Edit], *, again: str = "undo, then the same again") -> None:
    """Say what the minutes of the meeting that runs leave out, once it is on disk.

    Args:
        board: the board before the edit.
        edits: what was done.
        again: how to have it in them.
    """
    from boardtui.domain.board.words import capitalised, the_meeting
    from boardtui.domain.meetings.sittings import running_meeting

    running = running_meeting(board)
    if running is not None and any(edit.meeting != running.id for edit in edits):
        name = capitalised(the_meeting(running))
        note(f"{name} is running, and its minutes leave this out. To have it in them: {again} with --in-meeting")
