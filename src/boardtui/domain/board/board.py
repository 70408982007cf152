"""A board as it stands: plain records, who belongs to whom, and what has changed since the last meeting."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from boardtui.domain.board.commented import Commented
from boardtui.domain.board.memory import Memory, Revision, seen_by_all
from boardtui.domain.board.order import counting_order, in_counting_order, put_in_order
from boardtui.domain.immutable import immutable
from boardtui.domain.records.kinds import KINDS, Meeting, Profile, Record
from boardtui.domain.records.text import one_line, same_key

R = TypeVar("R", bound=Record)
T = TypeVar("T")
P = ParamSpec("P")


@immutable
class Redating:
    """One revision of a due date. Slippage is never overwritten: every revision stays, with its reason."""

    before: str
    now: str
    why: str
    who: str
    at: str


@immutable
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
        commented: for each record that has a commentary, when that was written.
        reported: for each item on which somebody reported since it was put on the board, when that was last.
        edition: how many edits the file held when this was read. Give it back with a change, and the change
            replaces only what it was made from.
        revision: what was touched since the board was read as a whole, revision by revision.
    """

    profile: Profile
    records: Mapping[str, Mapping[str, Record]]
    since: Since = field(default_factory=Since)
    redatings: Mapping[str, tuple[Redating, ...]] = field(default_factory=dict)
    commented: Mapping[str, Commented] = field(default_factory=dict)
    reported: Mapping[str, str] = field(default_factory=dict)
    edition: int = 0
    revision: Revision = field(default_factory=Revision, compare=False)

    def changed_since(self, before: Board | None) -> list[tuple[Record | None, Record | None]] | None:
        """Each record that is another one than on an earlier board of which this is a revision, as it was and as it is.

        Returns:
            The pairs; None where this is no revision of that board, or all of it may look different since.
        """
        if before is self:
            return []
        if before is None or self.profile is not before.profile or self.since.meeting is not before.since.meeting:
            return None
        if (touched := self.revision.touched_since(before.revision)) is None:
            return None
        return [(before.find(identity), self.find(identity)) for identity in touched]

    def all(self, record: type[R]) -> tuple[R, ...]:
        """The records of a kind, in the order people count them: by ref, then by position, then as made."""
        return cast("tuple[R, ...]", self._ordered[record.kind.name])

    def of_kind(self, name: str) -> tuple[Record, ...]:
        """As `all`, for the name of a kind."""
        return self._ordered[name]

    def get(self, record: type[R], identity: str) -> R | None:
        """The record of a kind with this id, or None."""
        return cast("R | None", self.records[record.kind.name].get(identity))

    def find(self, identity: str) -> Record | None:
        """The record with this id, whatever its kind, or None."""
        return next((found for some in self.records.values() if (found := some.get(identity)) is not None), None)

    def owned(self, record: type[R], owner: str) -> tuple[R, ...]:
        """The records of a kind that belong to a record: the actions of an ambition, the readings of a KPI."""
        return cast("tuple[R, ...]", self._owned.get((record.kind.name, owner), ()))

    def linked(self, record: type[R], identity: str) -> tuple[R, ...]:
        """The records of a kind that a record is linked to, whichever of the two says so."""
        beside = (self.get(record, each) for each in self._neighbours.get(identity, ()))
        return tuple(sorted((each for each in beside if each is not None), key=counting_order))

    def revised(
        self,
        touched: Mapping[str, Mapping[str, Record | None]],
        *,
        since: Since,
        redatings: Mapping[str, tuple[Redating, ...]],
        commented: Mapping[str, Commented],
        reported: Mapping[str, str],
        edition: int,
    ) -> Board:
        """This board with some records as they are by now.

        What was worked out about all the others is kept, so that one reading among a hundred thousand costs next
        to nothing. The result is the same as that of reading the whole board.

        Args:
            touched: by kind and id, the records that changed; None for one that is deleted.
            since: what has changed since the last closed meeting, as it is now.
            redatings: the revisions of due dates, as they are now.
            commented: when commentaries were written, as it is now.
            reported: when somebody last reported on each item, as it is now.
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
            commented=commented,
            reported=reported,
            edition=edition,
            revision=Revision(frozenset(identity for some in touched.values() for identity in some), self.revision),
        )
        board.__dict__.update(self._kept(touched, since))
        return board

    def _kept(self, touched: Mapping[str, Mapping[str, Record | None]], since: Since) -> dict[str, Any]:
        """What was worked out already, brought up to date."""
        known = self.__dict__
        kept: dict[str, Any] = {}
        changed = [
            (self.records.get(name, {}).get(identity), now)
            for name, some in touched.items()
            for identity, now in some.items()
        ]
        either = [record for pair in changed for record in pair if record is not None]
        if since.meeting is self.since.meeting and not any(seen_by_all(*pair) for pair in changed):
            around = frozenset(self._around(either)) if known.keys() & {"_remembered", "gathered"} else frozenset()
            if "_remembered" in known:
                kept["_remembered"] = self._remembered.revised(around)
            if "gathered" in known:
                kept["gathered"] = {asked: (found, left | around) for asked, (found, left) in self.gathered.items()}
        if "_ordered" in known:
            kept["_ordered"] = ordered = dict(self._ordered)
            for name in touched:
                ordered[name] = put_in_order(ordered[name], [pair for pair in changed if _is_of(name, pair)])
        if "_owned" in known:
            kept["_owned"] = owned = dict(self._owned)
            for key in {owner for record in either if (owner := _owner(record)) is not None}:
                mine = [(_if_owned(before, key), _if_owned(now, key)) for before, now in changed]
                owned[key] = put_in_order(owned.get(key, ()), mine)
        if "_neighbours" in known:
            kept["_neighbours"] = self._neighbours_revised(touched)
        if "conflicted" in known:
            kept["conflicted"] = self._conflicted_revised(changed)
        if "refs_twice" in known and not any(_other_ref(*pair) for pair in changed):
            twice = {record.id for some in self.refs_twice for record in some}
            if not any(record.id in twice for record in either):
                kept["refs_twice"] = self.refs_twice
        return kept

    def remember(
        self, work_out: Callable[Concatenate[Board, R, P], T], record: R, *more: P.args, **named: P.kwargs
    ) -> T:
        """What a function says about a record of this board; see `remembered`."""
        what = (work_out, more, *named.items())
        if (said := self._remembered.said(what, record)) is not None:
            return cast("T", said[2])
        return self._remembered.keep(what, record, work_out(self, record, *more, **named))

    def remembers(self, work_out: Callable[..., Any], record: Record, *more: Hashable) -> bool:
        """Whether a `remembered` function has said already what it says about a record."""
        return self._remembered.said((getattr(work_out, "__wrapped__", work_out), more), record) is not None

    @cached_property
    def _remembered(self) -> Memory:
        """What `remembered` functions worked out."""
        return Memory()

    @cached_property
    def gathered(self) -> dict[Hashable, tuple[Any, frozenset[str]]]:
        """What `Gathering` keeps here: lists, each with the records that have to be asked again."""
        return {}

    def _around(self, changed: Iterable[Record]) -> set[str]:
        """The records of which something else may be true once some have changed.

        These are what they belong to, all that belongs to them, and what they are linked to. Each is looked at once, as
        a copy that somebody forged may say that a record belongs to itself.
        """
        linked, under, over = set[str](), set[str](), set[str]()
        for record in changed:
            linked.update(self._neighbours.get(record.id, ()), getattr(record, "links", ()))
            below = [record.id]
            while below:
                if (identity := below.pop()) not in under:
                    under.add(identity)
                    below += [each.id for name in KINDS for each in self._owned.get((name, identity), ())]
            above: Record | None = record
            while above is not None and (owner := _owner(above)) is not None and owner[1] not in over:
                over.add(owner[1])
                above = self.find(owner[1])
        return linked | under | over

    @cached_property
    def refs_twice(self) -> tuple[tuple[Record, ...], ...]:
        """The records of one kind that people would call the same, as they were made; the first one keeps its ref."""
        found = []
        for kind in KINDS.values():
            by_ref: dict[str, list[Record]] = {}
            for record in self._ordered[kind.name] if kind.has("ref") else ():
                if ref := one_line(str(getattr(record, "ref", ""))):
                    by_ref.setdefault(same_key(ref), []).append(record)
            twice = (some for some in by_ref.values() if len(some) > 1)
            found += [tuple(sorted(some, key=lambda each: (each.created, each.id))) for some in twice]
        return tuple(found)

    @cached_property
    def conflicted(self) -> tuple[Record, ...]:
        """The records on which copies disagree."""
        return tuple(record for name in KINDS for record in self._ordered[name] if record.conflicts)

    def _conflicted_revised(self, changed: Sequence[tuple[Record | None, Record | None]]) -> tuple[Record, ...]:
        """The same once some records have changed."""
        before = {record.id for pair in changed for record in pair if record is not None}
        kept = [record for record in self.conflicted if record.id not in before]
        new = [now for _, now in changed if now is not None and now.conflicts]
        if not new:
            return tuple(kept) if len(kept) < len(self.conflicted) else self.conflicted
        places = {name: place for place, name in enumerate(KINDS)}
        return tuple(sorted((*kept, *new), key=lambda each: (places[each.kind.name], counting_order(each))))

    @cached_property
    def _ordered(self) -> dict[str, tuple[Record, ...]]:
        return {name: in_counting_order(kind, self.records.get(name, {}).values()) for name, kind in KINDS.items()}

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
        # Most records of a board are readings, which have no links.
        linked = (some for name, some in self.records.items() if KINDS[name].has("links"))
        for record in (record for some in linked for record in some.values()):
            for other in _links(record):
                found.setdefault(record.id, set()).add(other)
                found.setdefault(other, set()).add(record.id)
        return found

    def _neighbours_revised(self, touched: Mapping[str, Mapping[str, Record | None]]) -> dict[str, set[str]]:
        """The same once some records have changed."""
        now = {identity: record for some in touched.values() for identity, record in some.items()}

        def links_of(identity: str) -> tuple[str, ...]:
            return _links(now[identity] if identity in now else self.find(identity))

        relinked = [each for each, record in now.items() if _links(record) != _links(self.find(each))]
        found = dict(self._neighbours) if relinked else self._neighbours
        for one in relinked:
            for other in {*found.get(one, ()), *links_of(one)}:
                joined = other in links_of(one) or one in links_of(other)
                for this, that in ((one, other), (other, one)):
                    beside = found.get(this, set()) - {that}
                    found[this] = beside | {that} if joined else beside
                    if not found[this]:
                        del found[this]
        return found


def remembered(work_out: Callable[Concatenate[Board, R, P], T]) -> Callable[Concatenate[Board, R, P], T]:
    """Let a board remember what is worked out about one record, also when other records change.

    It may depend on the record, on what that belongs to and what belongs to it, on what those are linked to, on how
    they were at the last meeting, on the board's profile and on its meetings: on nothing else.

    Args:
        work_out: what to work out, from a board, one of its records, and more that can be a key of a dictionary.
    """

    @wraps(work_out)
    def known_or_worked_out(board: Board, record: R, *more: P.args, **named: P.kwargs) -> T:
        return board.remember(work_out, record, *more, **named)

    return cast("Callable[Concatenate[Board, R, P], T]", known_or_worked_out)


def _links(record: Record | None) -> tuple[str, ...]:
    return tuple(getattr(record, "links", ()))


def _other_ref(before: Record | None, now: Record | None) -> bool:
    """Whether a record that has a ref came, went, or has another one."""
    return str(getattr(before, "ref", "")) != str(getattr(now, "ref", ""))


def _is_of(kind: str, pair: tuple[Record | None, Record | None]) -> bool:
    return any(each is not None and each.kind.name == kind for each in pair)


def _if_owned(record: Record | None, key: tuple[str, str]) -> Record | None:
    return record if record is not None and _owner(record) == key else None


def _owner(record: Record) -> tuple[str, str] | None:
    """The kind of a record, and the record it belongs to."""
    name = record.kind.owner
    return (record.kind.name, getattr(record, name)) if name else None


def last_edited(board: Board) -> datetime:
    """When the board was last edited, in UTC: what a file says of its own making, so that the clock does not matter."""
    changed = max((each.changed_at for some in board.records.values() for each in some.values()), default="")
    try:
        return datetime.fromisoformat(changed).astimezone(UTC).replace(microsecond=0, tzinfo=None)
    except (ValueError, OverflowError):
        return datetime(1980, 1, 1)
