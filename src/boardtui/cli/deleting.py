"""`boardtui delete`: take a record off the board, acknowledged once that is on disk."""

from __future__ import annotations

import typer

from boardtui.cli.changes import data_of
from boardtui.cli.common import As, BoardArgument, Json, Why, Yes, examples, signature, why_it_is
from boardtui.cli.in_meeting import InMeeting, meeting_of, tell_left_out
from boardtui.cli.output import note, say, say_json
from boardtui.cli.records import RefArgument
from boardtui.domain.errors import BoardError

commands = typer.Typer(rich_markup_mode=None)

DELETE_EXAMPLES = examples(
    'boardtui delete plan.board 1.10 --why "Entered twice"',
    'boardtui delete plan.board ambition:8 --why "Merged with ambition 3" --yes',
)


@commands.command("delete", epilog=DELETE_EXAMPLES)
def delete(
    board: BoardArgument,
    ref: RefArgument,
    *,
    why: Why,
    as_name: As = "",
    in_meeting: InMeeting = False,
    yes: Yes = False,
    json: Json = False,
) -> None:
    """Delete a record, and what belongs to it. Its history stays.

    What has records of its own, such as an ambition with its actions, is only deleted with --yes.
    """
    from boardtui.domain.board.deleting import affected_by_deleting, count_by_kind, deletion, refuse_to_delete
    from boardtui.domain.board.lookup import lookup
    from boardtui.domain.board.words import line_name
    from boardtui.store.board_file import BoardFile

    why_it_is(why)
    who = signature(as_name)
    with BoardFile.open(board) as file:
        before = file.read()
        meeting = meeting_of(before, in_meeting)
        record = lookup(before, ref)
        refuse_to_delete(record)
        name = line_name(before, record)
        affected = affected_by_deleting(before, record)
        owned = count_by_kind(affected.owned)
        if affected.owned and not yes:
            raise BoardError(f"{name} has {owned}, which would be deleted with it. Give --yes to delete them all.")
        changes = deletion(record, affected)
        written = file.write(changes, who=who, why=why, meeting=meeting, seen=before.edition)
        after = file.read()
    if json:
        say_json(data_of(before, after, [change.record for change in changes]))
    else:
        say(f"{name}: deleted" + (f", with {owned}" if owned else ""))
    tell_left_out(before, written.edits)
    if affected.open:
        note(f"Still open about what was deleted: {count_by_kind(affected.open)}. They stay on the board.")
