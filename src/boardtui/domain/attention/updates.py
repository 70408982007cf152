"""Which items nobody has said anything about for a while. Lack of news is no exception: it has a list of its own."""

from __future__ import annotations

from datetime import date

from boardtui.domain.attention.schedule import is_awaited
from boardtui.domain.board.board import Board
from boardtui.domain.records.kinds import Action, NextStep, Record

REPORTED_ON = (Action, NextStep)
"""The kinds that a lead reports on from meeting to meeting. An ambition is reported on by its actions."""


def changed_day(record: Record) -> date | None:
    """The day of a record's latest edit; None where that is not known."""
    try:
        return date.fromisoformat(record.changed_at[:10])
    except ValueError:
        return None


def is_stale(board: Board, item: Record, today: date) -> bool:
    """Whether an action or next step that is still awaited was last edited more days ago than the board allows.

    The number of days is the board's setting `stale_days`; 0 days is no rule. An old figure of a KPI is something
    else: a finding on its readings.
    """
    limit, changed = board.profile.stale_days, changed_day(item)
    if not limit or changed is None or not isinstance(item, REPORTED_ON) or not is_awaited(board, item):
        return False
    return (today - changed).days > limit


def stale_items(board: Board, today: date) -> tuple[Record, ...]:
    """All that `is_stale`, in the order papers show things."""
    return tuple(item for kind in REPORTED_ON for item in board.all(kind) if is_stale(board, item, today))
