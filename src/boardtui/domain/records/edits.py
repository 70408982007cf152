"""Edits, and what a set of them says. A board is nothing but the set of its edits; all else is worked out from it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, fields
from json.encoder import encode_basestring
from operator import attrgetter
from typing import Any, NamedTuple

from boardtui.domain.immutable import immutable

LIFE = "life"  # the group of every record that says whether it is deleted

_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


class EditId(NamedTuple):
    """Which opening of the file made an edit, and its number there. Numbers begin at 1 and have no gaps."""

    session: str
    number: int

    def __str__(self) -> str:
        return f"{self.session}:{self.number}"

    @classmethod
    def read(cls, text: str) -> EditId:
        """Read what `str` wrote.

        Raises:
            ValueError: the text is no edit id.
        """
        session, _, number = text.partition(":")
        if not session or not number.isascii() or not number.isdecimal():
            raise ValueError(f"{text!r} is no edit id")
        return cls(session, int(number))


@immutable(kw_only=True)
class Edit:
    """One immutable change to one field group of one record.

    Attributes:
        lamport: greater than that of every edit known when it was made. The order of edits; clocks are not trusted.
        group: the field group, or `life`.
        value: the group's new values as canonical JSON. In `life`: `true` restores the record, `false` deletes it.
        why, who: the reason, and the name the edit is signed with.
        at: the wall clock as ISO 8601 UTC, for display only.
        meeting: the id of the meeting in which it was said, or "".
        parents: the edits it replaces. For a deletion: every current edit of the record that the deleter had seen.
        batch: the id of the first of the edits that were made, and are undone, together.
        intent: "", `undo:<batch>` or `redo:<batch>`.
    """

    id: EditId
    lamport: int
    record: str
    kind: str
    group: str
    value: str
    why: str = ""
    who: str = ""
    at: str = ""
    meeting: str = ""
    parents: tuple[EditId, ...] = ()
    batch: str = ""
    intent: str = ""
    digest: str = ""

    def content_digest(self) -> str:
        """SHA-256, hexadecimal, over everything the edit says."""
        return _digest(_said(self))

    @classmethod
    def made(cls, **said: Any) -> Edit:
        """An edit that says all of this, with its digest."""
        return cls(**said, digest=_digest(said[name] for name in _CONTENT))

    @property
    def reversed_batch(self) -> str:
        """The batch that this edit takes back or does again; "" for an ordinary edit."""
        return self.intent.partition(":")[2]

    @property
    def undoes(self) -> bool:
        """Whether this edit takes others back."""
        return self.intent.startswith("undo:")

    def values(self) -> dict[str, Any]:
        """The values of the field group; empty for an edit of `life`."""
        loaded = json.loads(self.value)
        return loaded if isinstance(loaded, dict) else {}


# What an edit says, in the order in which it goes into the digest: it must stay as it is for ever.
_CONTENT = tuple(each.name for each in fields(Edit) if each.name != "digest")
_said = attrgetter(*_CONTENT)


def _digest(content: Iterable[Any]) -> str:
    """The digest of what an edit says, in the order of `_CONTENT`.

    It is over the list as `canonical` spells it; put together here, as every edit that is written or checked goes
    through this.
    """
    (session, number), lamport, record, kind, group, value, why, who, at, meeting, parents, batch, intent = content
    written = encode_basestring
    replaced = ",".join(map(written, sorted([f"{of}:{n}" for of, n in parents]))) if parents else ""
    return hashlib.sha256(
        f"[{written(f'{session}:{number}')},{lamport},{written(record)},{written(kind)},{written(group)},{written(value)},"
        f"{written(why)},{written(who)},{written(at)},{written(meeting)},[{replaced}],{written(batch)},"
        f"{written(intent)}]".encode()
    ).hexdigest()


def canonical(value: Any) -> str:
    """JSON with one spelling for one value: keys sorted, no spaces, every character as itself."""
    return _ENCODER.encode(value)


@immutable
class Change:
    """What somebody wants to do to a record: set some of its fields, delete it, or bring it back.

    Attributes:
        values: the fields to set, by name; fields of a group that are not named keep their value.
        delete: delete the record.
        restore: bring a deleted record back, or keep one that was edited here and deleted there.
        resolve: replace everything that copies say about these fields, not only the value that is shown.
        again: it is said anew, also where it says what stands there already: what is still so today is news, too.
        why: the reason for this change alone; that of all changes that are written with it by default.
    """

    record: str
    kind: str
    values: Mapping[str, Any] = field(default_factory=dict)
    delete: bool = False
    restore: bool = False
    resolve: bool = False
    again: bool = False
    why: str = ""


@immutable
class GroupState:
    """The current edits of one field group, the shown one first."""

    heads: tuple[Edit, ...]

    @property
    def shown(self) -> Edit:
        """The edit whose value is shown: one made in a meeting first, then the latest, then by id."""
        return self.heads[0]

    @property
    def disagrees(self) -> bool:
        """Whether copies disagree: the current edits hold more than one distinct value."""
        return len({head.value for head in self.heads}) > 1


@immutable
class RecordState:
    """What the edits of one record say.

    Attributes:
        groups: the state of each field group that was ever set.
        deleted: nothing speaks for the record any more.
        conflicts: the groups on which copies disagree, `life` for edited here and deleted there.
    """

    record: str
    kind: str
    created: int
    changed_at: str
    groups: Mapping[str, GroupState]
    deleted: bool
    conflicts: tuple[str, ...]

    @property
    def values(self) -> dict[str, Any]:
        """The shown values of all groups together."""
        merged: dict[str, Any] = {}
        for group, state in self.groups.items():
            if group != LIFE:
                merged.update(state.shown.values())
        return merged


_by_age = attrgetter("lamport", "id")
_at = attrgetter("at")


def heads(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """The edits of one field group that no other one of the group replaces, the shown one first."""
    edits = list(edits)
    if len(edits) < 2:
        return tuple(edits)
    replaced = {parent for edit in edits for parent in edit.parents}
    current = [edit for edit in edits if edit.id not in replaced]
    if len(current) < 2:
        return tuple(current)
    return tuple(sorted(current, key=lambda edit: (bool(edit.meeting), edit.lamport, edit.id), reverse=True))


def record_state(edits: Sequence[Edit]) -> RecordState:
    """Work out the state of a record from all of its edits, in whatever order they come.

    A record is deleted if a deletion is current and had seen all that is current beside it. An edit that the
    deleter did not know of keeps the record, as a conflict for a person to decide.
    """
    by_group: dict[str, list[Edit]] = {}
    for edit in edits:
        by_group.setdefault(edit.group, []).append(edit)
    groups = {group: GroupState(heads(some)) for group, some in sorted(by_group.items())}
    conflicts = [group for group, state in groups.items() if group != LIFE and state.disagrees]
    life = groups.get(LIFE)
    deletions = [edit for edit in life.heads if edit.value == "false"] if life else []
    deleted = False
    if life and deletions:
        seen = {parent for edit in deletions for parent in edit.parents}
        unseen = [h for g, s in groups.items() if g != LIFE for h in s.heads if h.id not in seen]
        restored = len(deletions) < len(life.heads)
        deleted = not unseen and not restored
        if not deleted:
            conflicts.append(LIFE)
    first = min(edits, key=_by_age)
    return RecordState(
        record=first.record,
        kind=first.kind,
        created=first.lamport,
        changed_at=max(map(_at, edits)),
        groups=groups,
        deleted=deleted,
        conflicts=() if deleted else tuple(sorted(conflicts)),
    )


class Origins:
    """What each edit of a field group brings back, through undo and redo.

    However long the way there is, and however many edits ask for it, each edit on it is looked at once.
    """

    def __init__(self, own: Iterable[Edit]) -> None:
        """Take all edits of one record and group."""
        self._by_id = {edit.id: edit for edit in own}
        self._by_batch: dict[str, list[Edit]] = {}
        for edit in self._by_id.values():
            self._by_batch.setdefault(edit.batch, []).append(edit)
        self._values_before: dict[str, dict[str, Edit]] = {}
        self._found: dict[EditId, Edit | None] = {}

    def of(self, edit: Edit) -> Edit | None:
        """The ordinary edit whose value an edit brings back; itself if it is one, None for unset.

        Edits that claim to take each other back in a circle bring nothing back: each of them is its own origin.
        """
        way: dict[EditId, Edit] = {}
        now: Edit | None = edit
        while now is not None and now.id not in self._found and now.id not in way:
            way[now.id] = now
            now = self._next(now)
        origin = self._found.get(now.id, now) if now is not None else None
        astray = origin is not None and origin.reversed_batch
        self._found.update(way if astray else dict.fromkeys(way, origin))
        return self._found[edit.id]

    def before(self, done: Sequence[Edit]) -> tuple[Edit, ...]:
        """The edits that were current before some were made, the shown one first; several if they disagreed."""
        replaced = {parent for edit in done for parent in edit.parents} - {edit.id for edit in done}
        return heads(self._by_id[each] for each in replaced if each in self._by_id)

    def _next(self, edit: Edit) -> Edit | None:
        """One step back: the edit from before the reversed batch whose value this one brought back."""
        batch = edit.reversed_batch
        if not batch:
            return edit
        if batch not in self._values_before:
            before = self.before(self._by_batch.get(batch, ()))
            self._values_before[batch] = {each.value: each for each in by_value(before)}
        found = self._values_before[batch]
        return found.get(edit.value) or next(iter(found.values()), None)


def by_value(edits: Sequence[Edit]) -> list[Edit]:
    """The first edit of each value, in their order."""
    found: dict[str, Edit] = {}
    for edit in edits:
        found.setdefault(edit.value, edit)
    return list(found.values())
