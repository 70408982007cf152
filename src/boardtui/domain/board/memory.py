"""What is kept while a board goes on changing: which records were touched, and what was worked out about the others."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from itertools import count
from typing import Any, TypeVar

from boardtui.domain.records.kinds import Meeting, Profile, Record
from boardtui.domain.records.meetings import MeetingState

T = TypeVar("T")

_STATES = count()


class Memory:
    """What functions said about single records of one state of a board.

    The states of a board share what is kept, so that a new one costs what changed in it and not what is known. What is
    said of a record is true from the state in which it was worked out until the next one that forgets the record.
    """

    def __init__(self) -> None:
        self._state = next(_STATES)
        self._known: dict[Hashable, dict[str, tuple[Record, int, Any]]] = {}
        self._forgotten: dict[str, int] = {}
        self._is_latest = True

    def revised(self, forgotten: Iterable[str]) -> Memory:
        """That of the next state, in which something else may be true of some records."""
        later = Memory()
        if self._is_latest:
            # A second state that follows this one too would mix up what is true in the first with what is in it.
            self._is_latest = False
            later._known, later._forgotten = self._known, self._forgotten
            self._forgotten.update(dict.fromkeys(forgotten, later._state))
        return later

    def said(self, what: Hashable, record: Record) -> tuple[Record, int, Any] | None:
        """What is known about a record, last of these three; None where nothing is.

        Args:
            what: tells what is said from all else that is.
            record: the record as it is in this state.
        """
        found = self._known.get(what, {}).get(record.id)
        since = self._forgotten.get(record.id, -1)
        # Where a later state has forgotten it, nothing is known of what was true in this one.
        return found if found is not None and found[0] is record and since <= min(found[1], self._state) else None

    def keep(self, what: Hashable, record: Record, value: T) -> T:
        """Keep what was worked out about a record in this state."""
        if self._forgotten.get(record.id, -1) <= self._state:
            self._known.setdefault(what, {})[record.id] = (record, self._state, value)
        return value


def seen_by_all(was: Record | None, now: Record | None) -> bool:
    """Whether more depends on what changed of a record than the records around it.

    All is said in the board's own words, and compared with its meetings. Only which item a meeting is at, which has not
    closed yet, is of no account to others.

    Args:
        was: the record as it was; None for one that is new.
        now: the record as it is; None for one that is deleted.
    """
    if not isinstance(was, Meeting) or not isinstance(now, Meeting):
        return any(isinstance(each, Profile | Meeting) for each in (was, now))
    if was.state is MeetingState.CLOSED:
        return True
    return any(getattr(was, name) != getattr(now, name) for name in Meeting.kind.attributes if name != "current_item")


class Revision:
    """What was touched in a board since the revision before it.

    Args:
        touched: the records.
        before: the revision before; None where all of the board was read.
    """

    def __init__(self, touched: frozenset[str] = frozenset(), before: Revision | None = None) -> None:
        self._touched = touched
        self._before = before
        self._count: int = before._count + 1 if before is not None else 0

    def touched_since(self, earlier: Revision) -> set[str] | None:
        """The records that were touched since an earlier revision; None where this does not go back to it."""
        touched, at = set[str](), self
        while at is not earlier:
            if at._before is None or at._count <= earlier._count:
                return None
            touched |= at._touched
            at = at._before
        return touched
