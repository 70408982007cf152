"""What a merge changes, item by item, and what each copy brings to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from boardtui.domain.board import name_of
from boardtui.domain.edits import LIFE, Edit, EditId, RecordState
from boardtui.domain.kinds import KINDS
from boardtui.store.projection import stated
from boardtui.store.received import Received


@dataclass(frozen=True, slots=True)
class CopyReport:
    """What one copy brings.

    Attributes:
        who: the names its new edits are signed with; where nothing is new, the name on its last edit.
        opened_at: when the first of its new edits was made, as ISO 8601 UTC; "" where nothing is new.
        last_at: when its last edit was made.
        new: how many edits it has that are not here.
        known: how many of its edits are here already.
        conflicts: on how many field groups it disagrees with this board or with the other copies.
        skew_days: by how many days the clock it was edited under seems wrong: above 0 where edits are dated in the
            future, below 0 where they are dated before what they replace. Order never depends on clocks.
        refused: why nothing of it can come in, as a sentence; "" where all is well.
    """

    path: Path
    who: tuple[str, ...] = ()
    opened_at: str = ""
    last_at: str = ""
    new: int = 0
    known: int = 0
    conflicts: int = 0
    skew_days: int = 0
    refused: str = ""


@dataclass(frozen=True, slots=True)
class ItemChange:
    """What a merge changes in one field of one record.

    Attributes:
        name: what people call the record.
        group, field: the field group and the field; `life` and `deleted` where the record goes or comes back.
        before: the value shown here now; None for a record that is new here.
        after: the value shown afterwards.
        conflict: copies disagree about this group then: somebody has to decide. A line of its own says so where the
            shown value stays as it is.
        edit: the edit whose value is shown afterwards: who, when and why.
        others: the edits that say something else.
    """

    record: str
    kind: str
    name: str
    group: str
    field: str
    before: Any
    after: Any
    conflict: bool
    edit: Edit
    others: tuple[Edit, ...] = ()


def changes(before: RecordState | None, after: RecordState) -> Iterator[ItemChange]:
    """What becomes of one record, field by field."""
    kind = KINDS[after.kind]
    shown = _values(after)
    name = name_of(kind.record(id=after.record, **shown))
    was = _values(before) if before else {name: each.default for name, each in kind.attributes.items()}

    def change(
        group: str, field: str, values: tuple[Any, Any], *, heads: Sequence[Edit], conflict: bool = False
    ) -> ItemChange:
        others = tuple(head for head in heads[1:] if conflict and head.value != heads[0].value)
        return ItemChange(after.record, kind.name, name, group, field, *values, conflict, heads[0], others)

    gone_before, gone = before is not None and before.deleted, after.deleted
    life = after.groups[LIFE].heads if LIFE in after.groups else ()
    in_conflict = set(after.conflicts) - set(before.conflicts if before else ())
    if life and LIFE in in_conflict:
        seen = _seen(life)
        unseen = [h for g, s in after.groups.items() if g != LIFE for h in s.heads if h.id not in seen]
        yield ItemChange(
            after.record, kind.name, name, LIFE, "deleted", gone_before, gone, True, life[0], tuple(unseen)
        )
    elif life and gone_before != gone:
        yield change(LIFE, "deleted", (gone_before, gone), heads=life)
    if gone:
        return
    for group, state in after.groups.items():
        if group not in kind.groups:
            continue
        conflict = group in in_conflict
        changed = [f for f in kind.groups[group] if was[f] != shown[f]]
        disputed = _disputed(kind.groups[group], state.heads) if conflict else []
        for each in dict.fromkeys([*changed, *disputed]):
            yield change(
                group, each, (was[each] if before else None, shown[each]), heads=state.heads, conflict=conflict
            )


def _disputed(fields: Iterable[str], heads: Sequence[Edit]) -> list[str]:
    """The fields of a group about which its current edits say different things."""
    first, *others = map(stated, heads)
    return [field for field in fields if any(other[field] != first[field] for other in others)]


def _seen(life: Iterable[Edit]) -> set[EditId]:
    return {parent for edit in life if edit.value == "false" for parent in edit.parents}


def _values(state: RecordState) -> dict[str, Any]:
    kind = KINDS[state.kind]
    values = {name: each.default for name, each in kind.attributes.items()}
    for group, current in state.groups.items():
        if group in kind.groups:
            values |= stated(current.shown)
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}


def report_on(copy: Received, items: Sequence[ItemChange], edits: Mapping[EditId, Edit], now: datetime) -> CopyReport:
    """What one copy brings.

    Args:
        copy: the copy, checked.
        items: what all copies together change.
        edits: all new edits, and those they replace, by id.
        now: the time by this machine's clock.
    """
    own = {edit.id for edit in copy.edits}
    groups = {(edit.record, edit.group) for edit in copy.edits}
    conflicts = {
        (item.record, item.group)
        for item in items
        if item.conflict
        and (
            (item.record, item.group) in groups or item.edit.id in own or any(other.id in own for other in item.others)
        )
    }
    times = [edit.at for edit in copy.edits]
    return CopyReport(
        path=copy.path,
        who=tuple(dict.fromkeys(edit.who for edit in copy.edits if edit.who)) or copy.signed[:1],
        opened_at=min(times, default=""),
        last_at=max(times, default=copy.signed[1]),
        new=len(copy.edits),
        known=copy.known,
        conflicts=len(conflicts),
        skew_days=_skew(copy.edits, edits, now),
    )


def _skew(own: Iterable[Edit], edits: Mapping[EditId, Edit], now: datetime) -> int:
    """By how many days the clock of a copy seems wrong, by its worst edit; whole days only."""
    ahead, behind = 0, 0
    today = now.astimezone(UTC)
    for edit in own:
        at = datetime.fromisoformat(edit.at)
        ahead = max(ahead, (at - today).days)
        behind = max([behind, *((datetime.fromisoformat(edits[p].at) - at).days for p in edit.parents)])
    return ahead if ahead >= behind else -behind
