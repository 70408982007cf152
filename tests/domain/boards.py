"""Boards made of plain records, without a file."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from boardtui.domain.board.board import Board, Redating, Since
from boardtui.domain.records.kinds import KINDS, Meeting, Profile, Record
from boardtui.domain.records.meetings import MeetingState

LAST = Meeting(id="last", date="2021-01-19", state=MeetingState.CLOSED)


def board(
    *records: Record,
    profile: Profile | None = None,
    since: Since | None = None,
    redatings: dict[str, tuple[Redating, ...]] | None = None,
) -> Board:
    """A board that holds these records."""
    by_kind: dict[str, dict[str, Record]] = {name: {} for name in KINDS}
    for record in records:
        by_kind[record.kind.name][record.id] = record
    return Board(
        profile=profile or Profile(id="board"),
        records=by_kind,
        since=since or Since(),
        redatings=redatings or {},
    )


def since(*, new: tuple[str, ...] = (), gone: tuple[Record, ...] = (), **before: dict[str, Any]) -> Since:
    """What has changed since the last meeting: for each id the values then, by group."""
    return Since(meeting=LAST, before=before, new=frozenset(new), gone=gone)


def redated(*days: str, why: str = "") -> tuple[Redating, ...]:
    """The revisions of a date that went through these days."""
    pairs = pairwise(days)
    return tuple(Redating(before, now, why, "Lead", "2021-01-20T09:00:00Z") for before, now in pairs)
