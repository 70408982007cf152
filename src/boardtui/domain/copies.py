"""Who was sent a copy, who has returned it, what they did and who is late: worked out from the edits, and nothing else.

A copy of a copy is a copy too: whoever made it, and whoever took it back, noted that in the file they had, and the
notes come in with it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from enum import StrEnum

from boardtui.domain.board.board import Board
from boardtui.domain.board.leads import items_of
from boardtui.domain.dates.dates import read_date
from boardtui.domain.immutable import immutable
from boardtui.domain.meetings.sittings import next_meeting
from boardtui.domain.records.copies import COPY, RETURNED, SENT
from boardtui.domain.records.declare import FACTS
from boardtui.domain.records.edits import Edit
from boardtui.domain.records.kinds import Record
from boardtui.domain.records.text import same_key


class CopyState(StrEnum):
    """Where a copy stands."""

    OUT = "out"
    LATE = "late"
    RETURNED = "returned"
    REPLACED = "replaced"


@immutable
class Return:
    """That a copy came back.

    Attributes:
        at: when it was merged, ISO 8601 UTC; `by` whom.
        brought: which edits were new with it: the highest number of each session.
    """

    at: str
    by: str
    brought: Mapping[str, int]


@immutable
class CopyOut:
    """A copy that was handed out.

    Attributes:
        id: its own identity.
        lead: whose it is; "" where it is nobody's in particular.
        file: what the file was called.
        sent_at: when it was made, ISO 8601 UTC; `sent_by` whom.
        back_by: the day before which it is wanted back; None where no day was set.
        returns: when something came back of it, the first one first.
        replaced: the same lead was sent a later one, so nobody waits for this one any more.
    """

    id: str
    lead: str
    file: str
    sent_at: str
    sent_by: str
    back_by: date | None
    returns: tuple[Return, ...] = ()
    replaced: bool = False

    @property
    def brought(self) -> dict[str, int]:
        """Which edits were new with it, all returns together."""
        found: dict[str, int] = {}
        for each in self.returns:
            for session, number in each.brought.items():
                found[session] = max(number, found.get(session, 0))
        return found

    def standing(self, today: date) -> CopyState:
        """Where it stands on a day. One that is wanted back before a day is late from that day on."""
        if self.returns:
            return CopyState.RETURNED
        if self.replaced:
            return CopyState.REPLACED
        return CopyState.LATE if self.back_by is not None and today >= self.back_by else CopyState.OUT


def ledger(edits: Iterable[Edit]) -> tuple[CopyOut, ...]:
    """Every copy that some edits speak of, in the order in which they were sent.

    Args:
        edits: edits of a board, in whatever order; those that are about no copy are passed over.
    """
    facts = sorted((e for e in edits if e.kind == COPY), key=lambda edit: (edit.lamport, edit.id))
    sent: dict[str, Edit] = {}
    back: dict[str, list[Edit]] = {}
    for edit in facts:
        if edit.group == SENT:
            sent.setdefault(edit.record, edit)
        elif edit.group == RETURNED:
            back.setdefault(edit.record, []).append(edit)
    last = {whose: edit.record for edit in sent.values() if (whose := same_key(str(edit.values().get("lead", ""))))}
    return tuple(_copy(edit, back.get(edit.record, ()), last) for edit in sent.values())


def _copy(edit: Edit, back: Iterable[Edit], last: Mapping[str, str]) -> CopyOut:
    values = edit.values()
    lead = str(values.get("lead", ""))
    return CopyOut(
        edit.record,
        lead,
        str(values.get("file", "")),
        edit.at,
        edit.who,
        _day(str(values.get("back_by", ""))),
        tuple(Return(each.at, each.who, _vector(str(each.values().get("brought", "")))) for each in back),
        replaced=last.get(same_key(lead), edit.record) != edit.record,
    )


def current(copies: Iterable[CopyOut]) -> tuple[CopyOut, ...]:
    """Of each lead the last copy only, and every one that is nobody's in particular."""
    return tuple(each for each in copies if not each.replaced)


def wanted_back(board: Board, today: date) -> date | None:
    """The day before which a copy that is sent now is wanted back: that of the next meeting, if one lies ahead."""
    meeting = next_meeting(board, today)
    day = read_date(meeting.date).day if meeting is not None else None
    return day if day is not None and day > today else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _vector(text: str) -> dict[str, int]:
    try:
        found = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        return {}
    return {str(s): n for s, n in found.items() if type(n) is int} if isinstance(found, dict) else {}


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
