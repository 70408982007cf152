"""`boardtui delete`: take a record off the board. Its history stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from boardtui.cli.common import As, BoardArgument, Why, Yes, examples, say, signature, wrong_usage
from boardtui.cli.fields import title_of
from boardtui.cli.setting import RefArgument
from boardtui.domain.errors import BoardError

if TYPE_CHECKING:
    from boardtui.domain.board import Board
    from boardtui.domain.declare import Record

EXAMPLES = examples(
    'boardtui delete plan.board 1.10 --why "Entered twice"',
    'boardtui delete plan.board ambition:8 --why "Merged with ambition 3" --yes',
)


def delete(board: BoardArgument, ref: RefArgument, why: Why, as_name: As = "", yes: Yes = False) -> None:
    """Delete a record, and what belongs to it. Its history stays.

    What has records of its own, such as an ambition with its actions, is only deleted with --yes.
    """
    from boardtui.domain.board import lookup
    from boardtui.domain.edits import Change
    from boardtui.domain.kinds import Meeting, Profile
    from boardtui.domain.meetings import MeetingState
    from boardtui.store.board_file import BoardFile

    if not why.strip():
        raise wrong_usage("Say why: the history and the minutes show it.")
    who = signature(as_name)
    with BoardFile.open(board) as file:
        before = file.read()
        record = lookup(before, ref)
        if isinstance(record, Profile):
            raise BoardError("The board itself cannot be deleted from its own file.")
        if isinstance(record, Meeting) and record.state is MeetingState.CLOSED:
            raise BoardError("That meeting is closed and stays as it was.")
        belongings = list(_belongings(before, record))
        if belongings and not yes:
            raise BoardError(
                f"{title_of(record)} has {_counted(belongings)}, which would be deleted with it. "
                "Give --yes to delete them all."
            )
        doomed = [*belongings, record]
        changes = [Change(each.id, each.kind.name, delete=True) for each in doomed]
        file.write(changes, who=who, why=why, seen=before.edition)
    say(f"{title_of(record)}: deleted" + (f", with {_counted(belongings)}" if belongings else ""))


def _belongings(board: Board, record: Record) -> Iterator[Record]:
    """What is deleted with a record: what it owns, and what that owns."""
    from boardtui.domain.kinds import KINDS

    for kind in KINDS.values():
        if kind.owner == record.kind.name:
            for owned in board.owned(kind.record, record.id):
                yield from _belongings(board, owned)
                yield owned


def _counted(records: list[Record]) -> str:
    from boardtui.domain.kinds import KINDS

    counts = Counter(record.kind.name for record in records)
    kinds = ((KINDS[name], count) for name, count in counts.items())
    return ", ".join(f"{count} {kind.label if count == 1 else kind.plural}" for kind, count in kinds)
