"""What hangs on a record: what is deleted with it, and what would be left pointing at nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from boardtui.domain.board import Board
from boardtui.domain.kinds import KINDS, ActionArising, Challenge, Record


@dataclass(frozen=True, slots=True)
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
