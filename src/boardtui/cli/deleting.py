"""`boardtui delete`: take a record off the board. Its history stays."""

from __future__ import annotations

from boardtui.cli.common import As, BoardArgument, Why, Yes, examples, note, say, signature, why_it_is
from boardtui.cli.fields import title_of
from boardtui.cli.setting import RefArgument
from boardtui.domain.errors import BoardError

EXAMPLES = examples(
    'boardtui delete plan.board 1.10 --why "Entered twice"',
    'boardtui delete plan.board ambition:8 --why "Merged with ambition 3" --yes',
)


def delete(board: BoardArgument, ref: RefArgument, why: Why, as_name: As = "", yes: Yes = False) -> None:
    """Delete a record, and what belongs to it. Its history stays.

    What has records of its own, such as an ambition with its actions, is only deleted with --yes.
    """
    from boardtui.domain.belongings import affected_by_deleting, count_by_kind, deletion, refuse_to_delete
    from boardtui.domain.board import lookup
    from boardtui.store.board_file import BoardFile

    why_it_is(why)
    who = signature(as_name)
    with BoardFile.open(board) as file:
        before = file.read()
        record = lookup(before, ref)
        refuse_to_delete(record)
        affected = affected_by_deleting(before, record)
        owned = count_by_kind(affected.owned)
        if affected.owned and not yes:
            raise BoardError(
                f"{title_of(record)} has {owned}, which would be deleted with it. Give --yes to delete them all."
            )
        file.write(deletion(record, affected), who=who, why=why, seen=before.edition)
    say(f"{title_of(record)}: deleted" + (f", with {owned}" if owned else ""))
    if affected.open:
        note(f"Still open about what was deleted: {count_by_kind(affected.open)}. They stay on the board.")
