"""A board as it stands: plain records, who belongs to whom, and what has changed since the last meeting."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar, cast

from boardtui.domain.records.kinds import KINDS, Meeting, Profile, Record

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Redating:
    """One revision of a due date. Slippage is never overwritten: every revision stays, with its reason."""

    before: str
    now: str
    why: str
    who: str
    at: str


@dataclass(frozen=True, slots=True)
class Since:
    """What has changed since a meeting closed.

    Attributes:
        meeting: the meeting, or None where no meeting was ever closed and everything is as it began.
        before: for each record that changed, the values then of each group that changed.
        new: records that did not exist then, or were deleted then.
        gone: records that existed then and are deleted now, as they were then.
    """

    meeting: Meeting | None = None
    before: Mapping[str, Mapping[str, Mapping[str, Any]]] = field(default_factory=dict)
    new: frozenset[str] = frozenset()
    gone: tuple[Record, ...] = ()

    def value(self, record: Record, name: str) -> Any:
        """What a field held at the meeting; None for a record that is new since, or where no meeting was closed."""
        if self.meeting is None or record.id in self.new:
            return None
        group = record.kind.attributes[name].group
        changed = self.before.get(record.id, {}).get(group)
        return getattr(record, name) if changed is None else changed[name]


@dataclass(frozen=True)
class Board:
    """Everything a board holds, read at one moment and detached from the file.

    Attributes:
        profile: the board's own words and rules.
        records: the records that are not deleted, by kind and id.
        since: what has changed since the last closed meeting.
        redatings: for each record, the revisions of its due date.
        edition: how many edits the file held when this was read. Give it back with a change, and the change
            replaces only what it was made from.
    """

    profile: Profile
    records: Mapping[str, Mapping[str, Record]]
    since: Since = field(default_factory=Since)
    redatings: Mapping[str, tuple[Redating, ...]] = field(default_factory=dict)
    edition: int = 0

    def all(self, record: type[R]) -> tuple[R, ...]:
        """The records of a kind, in the order people count them: by ref, then by position, then as made."""
        return cast(tuple[R, ...], self._ordered[record.kind.name])

    def of_kind(self, name: str) -> tuple[Record, ...]:
        """As `all`, for the name of a kind."""
        return self._ordered[name]

    def get(self, record: type[R], identity: str) -> R | None:
        """The record of a kind with this id, or None."""
        return cast("R | None", self.records[record.kind.name].get(identity))

    def find(self, identity: str) -> Record | None:
        """The record with this id, whatever its kind, or None."""
        return self._by_id.get(identity)

    def owned(self, record: type[R], owner: str) -> tuple[R, ...]:
        """The records of a kind that belong to a record: the actions of an ambition, the readings of a KPI."""
        return cast(tuple[R, ...], self._owned.get((record.kind.name, owner), ()))

    def linked(self, record: type[R], identity: str) -> tuple[R, ...]:
        """The records of a kind that a record is linked to, whichever of the two says so."""
        return tuple(each for each in self.all(record) if each.id in self._neighbours.get(identity, ()))

    def revised(
        self,
        touched: Mapping[str, Mapping[str, Record | None]],
        *,
        since: Since,
        redatings: Mapping[str, tuple[Redating, ...]],
        edition: int,
    ) -> Board:
        """This board with some records as they are by now.

        What was worked out about all the others is kept, so that one reading among a hundred thousand costs next
        to nothing. The result is the same as that of reading the whole board.

        Args:
            touched: by kind and id, the records that changed; None for one that is deleted.
            since: what has changed since the last closed meeting, as it is now.
            redatings: the revisions of due dates, as they are now.
            edition: how many edits the file holds now.
        """
        records = dict(self.records)
        for name, some in touched.items():
            now = dict(self.records.get(name, {}))
            now.update((identity, record) for identity, record in some.items() if record is not None)
            for identity in (identity for identity, record in some.items() if record is None):
                now.pop(identity, None)
            records[name] = now
        profile = records["board"].get(self.profile.id) if "board" in touched else None
        board = Board(
            profile=profile if isinstance(profile, Profile) else self.profile,
            records=records,
            since=since,
            redatings=redatings,
            edition=edition,
        )
        board.__dict__.update(self._kept(touched))
        return board

    def _kept(self, touched: Mapping[str, Mapping[str, Record | None]]) -> dict[str, Any]:
        """What was worked out already, brought up to date."""
        known = self.__dict__
        kept: dict[str, Any] = {}
        changed = [
            (self.records.get(name, {}).get(identity), now)
            for name, some in touched.items()
            for identity, now in some.items()
        ]
        either = [record for pair in changed for record in pair if record is not None]
        if "_ordered" in known:
            kept["_ordered"] = ordered = dict(self._ordered)
            for name in touched:
                ordered[name] = _put(ordered[name], [pair for pair in changed if _is_of(name, pair)])
        if "_owned" in known:
            kept["_owned"] = owned = dict(self._owned)
            for key in {owner for record in either if (owner := _owner(record)) is not None}:
                mine = [(_if_owned(before, key), _if_owned(now, key)) for before, now in changed]
                owned[key] = _put(owned.get(key, ()), mine)
        if "_by_id" in known:
            kept["_by_id"] = by_id = dict(self._by_id)
            for before, now in changed:
                if now is not None:
                    by_id[now.id] = now
                elif before is not None:
                    del by_id[before.id]
        if "_neighbours" in known and not any(each.kind.has("links") for each in either):
            kept["_neighbours"] = self._neighbours
        if "conflicted" in known and not any(each.conflicts for each in either):
            kept["conflicted"] = self.conflicted
        return kept

    @cached_property
    def conflicted(self) -> tuple[Record, ...]:
        """The records on which copies disagree."""
        return tuple(record for name in KINDS for record in self._ordered[name] if record.conflicts)

    @cached_property
    def _ordered(self) -> dict[str, tuple[Record, ...]]:
        return {name: tuple(sorted(self.records.get(name, {}).values(), key=counting_order)) for name in KINDS}

    @cached_property
    def _by_id(self) -> dict[str, Record]:
        return {record.id: record for some in self.records.values() for record in some.values()}

    @cached_property
    def _owned(self) -> dict[tuple[str, str], tuple[Record, ...]]:
        found: dict[tuple[str, str], list[Record]] = {}
        for name, some in self._ordered.items():
            if owner := KINDS[name].owner:
                for record in some:
                    found.setdefault((name, getattr(record, owner)), []).append(record)
        return {key: tuple(value) for key, value in found.items()}

    @cached_property
    def _neighbours(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for record in self._by_id.values():
            for other in getattr(record, "links", ()):
                found.setdefault(record.id, set()).add(other)
                found.setdefault(other, set()).add(record.id)
        return found


def _put(ordered: Sequence[Record], changed: Iterable[tuple[Record | None, Record | None]]) -> tuple[Record, ...]:
    """Records in their order, with each of some as it was before taken out and as it is now put in its place."""
    found = list(ordered)
    for before, now in changed:
        if before is not None:
            del found[bisect.bisect_left(found, counting_order(before), key=counting_order)]
        if now is not None:
            bisect.insort(found, now, key=counting_order)
    return tuple(found)


def _is_of(kind: str, pair: tuple[Record | None, Record | None]) -> bool:
    return any(each is not None and each.kind.name == kind for each in pair)


def _if_owned(record: Record | None, key: tuple[str, str]) -> Record | None:
    return record if record is not None and _owner(record) == key else None


def _owner(record: Record) -> tuple[str, str] | None:
    """The kind of a record, and the record it belongs to."""
    name = record.kind.owner
    return (record.kind.name, getattr(record, name)) if name else None


def ref_order(ref: str) -> tuple[tuple[int, int, str], ...]:
    """A key that sorts refs as people count: 1.2 before 1.10, 3.3 before 3.3a, none last."""
    if not ref:
        return ((2, 0, ""),)
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part.lower()) for part in _parts(ref))


def _parts(ref: str) -> list[str]:
    return re.findall(r"[0-9]+|[^0-9.\s_/-]+", ref)[:20] or [ref]


def counting_order(record: Record) -> tuple[Any, ...]:
    """A key that sorts records of one kind as people count them."""
    section = getattr(record, "section", "") or getattr(record, "date", "")
    ref = getattr(record, "ref", "")
    return (
        section,
        ref_order(ref) if ref else ((2, 0, ""),),
        getattr(record, "position", 0),
        record.created,
        record.id,
    )
