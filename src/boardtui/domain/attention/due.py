"""What is due soon, and from whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from boardtui.domain.attention.schedule import SCHEDULED, is_awaited, is_finished
from boardtui.domain.board.board import Board
from boardtui.domain.dates.dates import read_date
from boardtui.domain.records.kinds import Milestone, Record, Risk
from boardtui.domain.records.rag import Rag


@dataclass(frozen=True, slots=True)
class Due:
    """Something that is due on a day ahead. `who` is empty where nobody is named."""

    record: Record
    day: date
    who: str


def due_soon(board: Board, today: date) -> tuple[Due, ...]:
    """What is due from whom from a day on until the board's number of days later, both included, soonest first.

    It is everything with a due date that the board waits for, milestones that nobody rates too, and the next review
    of each open risk. A window is due by its last day. The number of days is the board's setting `due_days`.
    """
    found = []
    for kind, field in (*((kind, "due") for kind in SCHEDULED), (Risk, "next_review")):
        for item in board.all(kind):
            day = read_date(getattr(item, field)).day
            if day is not None and 0 <= (day - today).days <= board.profile.due_days and _is_ahead(board, item):
                found.append(Due(item, day, who_answers(item)))
    return tuple(sorted(found, key=lambda each: each.day))


def _is_ahead(board: Board, item: Record) -> bool:
    """Whether something is still to come: of milestones, also those that nobody rates."""
    return (isinstance(item, Milestone) and item.rag is Rag.NOT_RATED) or is_awaited(board, item)


def who_answers(record: Record) -> str:
    """From whom something is due: its lead, or else its owner, or else who answered it; empty where nobody is named."""
    return str(getattr(record, "lead", "") or getattr(record, "owner", "") or getattr(record, "answered_by", ""))


def is_review_due(risk: Risk, today: date) -> bool:
    """Whether the next review of an open risk is due on a day, or was due before it."""
    day = read_date(risk.next_review).day
    return not is_finished(risk) and day is not None and day <= today
