"""A board as it would be with some changes, for whoever looks at them before they are written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from boardtui.domain.board.board import Board
from boardtui.domain.records.declare import by_group, validate
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import KINDS, Record


def records_after(board: Board, changes: Iterable[Change]) -> dict[str, Record]:
    """The records of some changes as they would be, by id; those that would be deleted are left as they are.

    Raises:
        InvalidValue: a value does not fit its field.
    """
    after: dict[str, Record] = {}
    for change in changes:
        kind = KINDS[change.kind]
        record = after.get(change.record) or board.find(change.record) or kind.record(id=change.record)
        for group, values in by_group(kind, change.values).items():
            fits: Any = validate(kind.name, group, {**record.values(group), **values})
            record = replace(record, **fits)
        after[change.record] = record
    return after


def board_after(board: Board, changes: Iterable[Change], today: date) -> Board:
    """The board with some changes made today; what would be deleted is gone.

    Raises:
        InvalidValue: a value does not fit its field.
    """
    every = list(changes)
    gone = {change.record for change in every if change.delete}
    touched: dict[str, dict[str, Record | None]] = {}
    for identity, record in records_after(board, every).items():
        now = None if identity in gone else replace(record, changed_at=f"{today.isoformat()}T00:00:00Z")
        touched.setdefault(record.kind.name, {})[identity] = now
    return board.revised(
        touched,
        since=board.since,
        redatings=board.redatings,
        commented=board.commented,
        reported=board.reported,
        edition=board.edition,
    )
