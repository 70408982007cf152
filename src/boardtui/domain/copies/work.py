"""What came with a copy: how many edits, of whom, on what; and what of a lead's it leaves as it was."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from boardtui.domain.board.board import Board
from boardtui.domain.board.leads import items_of
from boardtui.domain.immutable import immutable
from boardtui.domain.records.declare import FACTS
from boardtui.domain.records.edits import Edit
from boardtui.domain.records.kinds import Record


@immutable
class Work:
    """What was done in a copy.

    Attributes:
        edits: how many edits.
        who: who signed them, the first one first.
        first_at: when the first of them was made, ISO 8601 UTC; `last_at` the last.
        records: the records they are about.
    """

    edits: int = 0
    who: tuple[str, ...] = ()
    first_at: str = ""
    last_at: str = ""
    records: frozenset[str] = frozenset()


def work_of(edits: Iterable[Edit], brought: Mapping[str, int]) -> Work:
    """What those of some edits did that came with a copy.

    Args:
        edits: edits of the board; all that may be among them.
        brought: the highest number of each session that came.
    """
    own = [each for each in edits if each.id.number <= brought.get(each.id.session, 0) and each.kind not in FACTS]
    own.sort(key=lambda each: (each.lamport, each.id))
    times = [each.at for each in own]
    return Work(
        len(own),
        tuple(dict.fromkeys(each.who for each in own if each.who)),
        min(times, default=""),
        max(times, default=""),
        frozenset(each.record for each in own),
    )


def items_touched(board: Board, records: Iterable[str]) -> frozenset[str]:
    """The records themselves and what they belong to: a reading is news of its KPI, an action of its ambition."""
    found: set[str] = set()
    for record in records:
        now = board.find(record)
        while now is not None and now.id not in found:
            found.add(now.id)
            owner = str(getattr(now, now.kind.owner)) if now.kind.owner else ""
            now = board.find(owner) if owner else None
    return frozenset(found)


def untouched(board: Board, lead: str, records: Collection[str]) -> tuple[Record, ...]:
    """What of a lead's items some edits said nothing about, given the records they are about."""
    touched = items_touched(board, records)
    return tuple(each for each in items_of(board, lead) if each.id not in touched)
