"""What edits that come in change, field by field of each record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from boardtui.domain.immutable import immutable
from boardtui.domain.records.edits import LIFE, Edit, EditId, RecordState
from boardtui.domain.records.kinds import KINDS
from boardtui.store.records import values_with_defaults


@immutable
class ItemChange:
    """What a merge changes in one field of one record.

    Attributes:
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
    shown = values_of_state(after)
    was = values_of_state(before) if before else {name: each.default for name, each in kind.attributes.items()}

    def change(
        group: str, field: str, values: tuple[Any, Any], *, heads: Sequence[Edit], conflict: bool = False
    ) -> ItemChange:
        others = tuple(head for head in heads[1:] if conflict and head.value != heads[0].value)
        return ItemChange(after.record, kind.name, group, field, *values, conflict, heads[0], others)

    gone_before, gone = before is not None and before.deleted, after.deleted
    life = after.groups[LIFE].heads if LIFE in after.groups else ()
    in_conflict = set(after.conflicts) - set(before.conflicts if before else ())
    if life and LIFE in in_conflict:
        seen = _seen(life)
        unseen = [h for g, s in after.groups.items() if g != LIFE for h in s.heads if h.id not in seen]
        yield ItemChange(after.record, kind.name, LIFE, "deleted", gone_before, gone, True, life[0], tuple(unseen))
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
    first, *others = map(values_with_defaults, heads)
    return [field for field in fields if any(other[field] != first[field] for other in others)]


def _seen(life: Iterable[Edit]) -> set[EditId]:
    return {parent for edit in life if edit.value == "false" for parent in edit.parents}


def values_of_state(state: RecordState) -> dict[str, Any]:
    """The shown values of all fields of a record, as its declaration has them."""
    kind = KINDS[state.kind]
    values = {name: each.default for name, each in kind.attributes.items()}
    for group, current in state.groups.items():
        if group in kind.groups:
            values |= values_with_defaults(current.shown)
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
