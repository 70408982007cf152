"""Deleting: what is deleted with a record, what would be left pointing at nothing, and what is never deleted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from boardtui.domain.board.board import Board
from boardtui.domain.errors import BoardError
from boardtui.domain.immutable import immutable
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import KINDS, ActionArising, Challenge, Meeting, Profile, Record
from boardtui.domain.records.meetings import MeetingState


@immutable
class Affected:
    """What a deletion affects.

    Attributes:
        owned: what belongs to the record, and what belongs to that: it is deleted with it.
        open: challenges without an answer and actions arising that are not done, about anything deleted.
        linked: other records that link to anything deleted. They stay, and so do their links.
    """

    owned: tuple[Record, ...]
    open: tuple[Record, ...]
    linked: tuple[Record, ...]


def affected_by_deleting(board: Board, record: Record) -> Affected:
    """What deleting a record affects."""
    owned = tuple(_owned(board, record, {record.id}))
    doomed = {record.id, *(each.id for each in owned)}
    pointing = [
        each for name in KINDS for each in board.of_kind(name) if each.id not in doomed and doomed & _targets(each)
    ]
    still_open = tuple(each for each in pointing if _is_open(each))
    return Affected(owned, still_open, tuple(each for each in pointing if each not in still_open))


def deletion(record: Record, affected: Affected) -> list[Change]:
    """The changes that delete a record and all that belongs to it, what hangs on another one before that one."""
    return [Change(each.id, each.kind.name, delete=True) for each in (*reversed(affected.owned), record)]


def refuse_to_delete(record: Record) -> None:
    """Refuse what is never deleted.

    Raises:
        BoardError: it is the board itself, or a closed meeting.
    """
    if isinstance(record, Profile):
        raise BoardError("The board itself cannot be deleted from its own file.")
    if isinstance(record, Meeting) and record.state is MeetingState.CLOSED:
        raise BoardError("That meeting is closed and stays as it was.")


def count_by_kind(records: Iterable[Record]) -> str:
    """So many of each kind: `3 actions, 1 reading`."""
    counts = Counter(record.kind.name for record in records)
    kinds = ((KINDS[name], count) for name, count in counts.items())
    return ", ".join(f"{count} {kind.label if count == 1 else kind.plural}" for kind, count in kinds)


def _owned(board: Board, record: Record, seen: set[str]) -> Iterator[Record]:
    for kind in KINDS.values():
        if kind.owner != record.kind.name:
            continue
        for each in board.owned(kind.record, record.id):
            if each.id not in seen:
                seen.add(each.id)
                yield each
                yield from _owned(board, each, seen)


def _targets(record: Record) -> set[str]:
    found: set[str] = set()
    for attribute in record.kind.attributes.values():
        if attribute.look.form == "link":
            found.add(getattr(record, attribute.name))
        elif attribute.look.form == "links":
            found.update(getattr(record, attribute.name))
    return found - {""}


def _is_open(record: Record) -> bool:
    if isinstance(record, Challenge):
        return not record.answer
    return isinstance(record, ActionArising) and not record.done
