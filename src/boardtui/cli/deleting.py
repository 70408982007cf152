"""`boardtui delete`: take a record off the board. Its history stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from boardtui.cli.common import As, BoardArgument, Why, Yes, examples, note, say, signature, why_it_is
from boardtui.cli.fields import title_of
from boardtui.cli.setting import RefArgument
from boardtui.domain.errors import BoardError

if TYPE_CHECKING:
    from boardtui.domain.declare import Record

EXAMPLES = examples(
    'boardtui delete plan.board 1.10 --why "Entered twice"',
    'boardtui delete plan.board ambition:8 --why "Merged with ambition 3" --yes',
)


def delete(board: BoardArgument, ref: RefArgument, why: Why, as_name: As = "", yes: Yes = False) -> None:
    """Delete a record, and what belongs to it. Its history stays.

    What has records of its own, such as an ambition with its actions, is only deleted with --yes.
    """
    from boardtui.domain.belongings import affected_by_deleting
    from boardtui.domain.board import lookup
    from boardtui.domain.edits import Change
    from boardtui.domain.kinds import Meeting, Profile
    from boardtui.domain.meetings import MeetingState
    from boardtui.store.board_file import BoardFile

    why_it_is(why)
    who = signature(as_name)
    with BoardFile.open(board) as file:
        before = file.read()
        record = lookup(before, ref)
        if isinstance(record, Profile):
            raise BoardError("The board itself cannot be deleted from its own file.")
        if isinstance(record, Meeting) and record.state is MeetingState.CLOSED:
            raise BoardError("That meeting is closed and stays as it was.")
        affected = affected_by_deleting(before, record)
        if affected.owned and not yes:
            raise BoardError(
                f"{title_of(record)} has {_counted(affected.owned)}, which would be deleted with it. "
                "Give --yes to delete them all."
            )
        doomed = [*affected.owned, record]
        changes = [Change(each.id, each.kind.name, delete=True) for each in doomed]
        file.write(changes, who=who, why=why, seen=before.edition)
    say(f"{title_of(record)}: deleted" + (f", with {_counted(affected.owned)}" if affected.owned else ""))
    if affected.open:
        note(f"Still open about what was deleted: {_counted(affected.open)}. They stay on the board.")


def _counted(records: Sequence[Record]) -> str:
    from boardtui.domain.kinds import KINDS

    counts = Counter(record.kind.name for record in records)
    kinds = ((KINDS[name], count) for name, count in counts.items())
    return ", ".join(f"{count} {kind.label if count == 1 else kind.plural}" for kind, count in kinds)
