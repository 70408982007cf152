"""What edits that come in change, and where copies disagree: what each says, by whom, why, and from what both began."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from heapq import heappop, heappush
from typing import Any

from boardtui.domain.dates.dates import local_time
from boardtui.domain.immutable import immutable
from boardtui.domain.records.edits import LIFE, Change, Edit, EditId, Origins, RecordState, record_state
from boardtui.domain.records.kinds import KINDS
from boardtui.store.board_file import BoardFile
from boardtui.store.columns import among, chunks, edits_of, table_of
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


@immutable
class Side:
    """What one copy says.

    Attributes:
        edit: the edit that says it: who, when and why.
        values: the values of the field group; empty for a deletion.
        deletes: this side deleted the record.
    """

    edit: Edit
    values: Mapping[str, Any]
    deletes: bool = False


@immutable
class Conflict:
    """A field group on which copies disagree; the group `life` where a record was edited here and deleted there.

    Keep or write a value with `Change(record, kind, values, resolve=True)`. For `life`, keep the record with
    `Change(record, kind, restore=True)` or delete it after all with `Change(record, kind, delete=True)`.

    Attributes:
        sides: what the copies say, the shown one first; for `life` the deletion first.
        base: the values that all sides started from, or None where they share no beginning: both added it.
        gone_with: for `life`, id and kind of what went in the same deletion and is still gone: restore it as well to
            bring all of it back.
    """

    record: str
    kind: str
    group: str
    sides: tuple[Side, ...]
    base: Mapping[str, Any] | None
    gone_with: tuple[tuple[str, str], ...] = ()


def open_conflicts(board_file: BoardFile) -> list[Conflict]:
    """Everything on which copies disagree and nobody has decided yet, in the order in which the records were made."""
    with board_file.reading() as reader:
        return _open_conflicts(reader)


def _open_conflicts(reader: sqlite3.Connection) -> list[Conflict]:
    records: set[str] = set()
    for kind in KINDS.values():
        query = f"SELECT id FROM {table_of(kind)} WHERE conflicts != '' AND deleted = 0"
        records.update(record for (record,) in reader.execute(query))
    found: list[tuple[tuple[int, str], list[Conflict]]] = []
    for record, edits in edits_of(reader, records).items():
        state = record_state(edits)
        if state.kind not in KINDS:
            continue  # somebody wrote into the file what no board holds: `check` says so
        found.append(((state.created, record), list(_conflicts_of(state, edits))))
    conflicts = [conflict for _, some in sorted(found, key=lambda pair: pair[0]) for conflict in some]
    by_deletion: dict[frozenset[str], tuple[tuple[str, str], ...]] = {}
    return [
        replace(each, gone_with=_gone_with(reader, each, by_deletion)) if each.group == LIFE else each
        for each in conflicts
    ]


def _gone_with(
    reader: sqlite3.Connection, conflict: Conflict, known: dict[frozenset[str], tuple[tuple[str, str], ...]]
) -> tuple[tuple[str, str], ...]:
    batches = frozenset(side.edit.batch for side in conflict.sides if side.deletes and side.edit.batch)
    if batches not in known:
        others: set[str] = set()
        for some in chunks(batches):
            query = f"SELECT record FROM edit WHERE batch {among(some)} AND grp = ? AND value = 'false'"
            others.update(record for (record,) in reader.execute(query, (*some, LIFE)))
        # The record itself is not among them: it is still there, as a conflict.
        states = [record_state(edits) for edits in edits_of(reader, others).values()]
        gone = sorted((each for each in states if each.deleted), key=lambda state: (state.created, state.record))
        known[batches] = tuple((each.record, each.kind) for each in gone)
    return known[batches]


def _conflicts_of(state: RecordState, edits: Sequence[Edit]) -> Iterable[Conflict]:
    for group in state.conflicts:
        of_group = {edit.id: edit for edit in edits if edit.group == group}
        heads = state.groups[group].heads
        if group == LIFE:
            sides = _life_sides(state, list(of_group.values()))
            base: Mapping[str, Any] | None = _life_base(state, edits)
        else:
            heads = _first_stated(heads, of_group)
            by_value = {head.value: head for head in reversed(heads)}
            sides = tuple(Side(h, values_with_defaults(h)) for h in heads if by_value[h.value] is h)
            ancestor = common_ancestor(heads, of_group)
            base = values_with_defaults(ancestor) if ancestor else None
        yield Conflict(state.record, state.kind, group, sides, base)


def _first_stated(heads: Sequence[Edit], edits: Mapping[EditId, Edit]) -> tuple[Edit, ...]:
    """The current edits of a group, each as a person first made it: undo and redo only bring such an edit back."""
    batches = Counter(head.batch for head in heads if head.intent)
    if not batches:
        return tuple(heads)
    origins, shared = Origins(edits.values()), _shared(heads, edits)

    def first_stated(head: Edit) -> Edit:
        # To undo a decision brings back all sides at once. One that was undone alone is what its author wants now,
        # if that is what all came from; otherwise it is what the other side said.
        origin = origins.of(head) if head.intent else None
        return origin if origin is not None and (batches[head.batch] > 1 or origin.id not in shared) else head

    return tuple(map(first_stated, heads))


def _life_sides(state: RecordState, own: Sequence[Edit]) -> tuple[Side, ...]:
    deletions = [head for head in state.groups[LIFE].heads if head.value == "false"]
    kept = [head for head in state.groups[LIFE].heads if head.value != "false"]
    seen = {parent for edit in deletions for parent in edit.parents}
    unseen = [h for g, s in state.groups.items() if g != LIFE for h in s.heads if h.id not in seen]
    origins = Origins(own)
    return (
        *(Side(origins.of(edit) or edit, {}, deletes=True) for edit in deletions),
        *(Side(edit, edit.values()) for edit in (*unseen, *kept)),
    )


def _life_base(state: RecordState, edits: Iterable[Edit]) -> dict[str, Any]:
    """What the record held when it was deleted."""
    seen = {p for h in state.groups[LIFE].heads if h.value == "false" for p in h.parents}
    values: dict[str, Any] = {}
    for edit in sorted(edits, key=lambda edit: (bool(edit.meeting), edit.lamport, edit.id)):
        if edit.id in seen and edit.group in KINDS[state.kind].groups:
            values |= edit.values()
    return values


def common_ancestor(heads: Sequence[Edit], edits: Mapping[EditId, Edit]) -> Edit | None:
    """The latest edit that all of the heads come from; None where they have no common beginning.

    Args:
        heads: the current edits of one field group.
        edits: all edits of that group, by id.
    """
    shared = _shared(heads, edits)
    latest = shared - {older for each in shared for older in edits[each].parents}
    return max((edits[each] for each in latest), key=lambda e: (bool(e.meeting), e.lamport, e.id), default=None)


def _shared(heads: Sequence[Edit], edits: Mapping[EditId, Edit]) -> set[EditId]:
    """Everything that all of the heads come from: one walk back from the newest to the oldest."""
    every = (1 << len(heads)) - 1
    from_heads: dict[EditId, int] = {}  # for each edit, one bit a head that comes from it
    waiting: list[tuple[int, EditId]] = []
    due: set[EditId] = set()

    def step_back(edit: Edit, bits: int) -> None:
        for parent in edit.parents:
            known = from_heads.get(parent, 0)
            if parent in edits and known | bits != known:
                # An edit comes after all that it replaces, so by its turn all that replace it have been there.
                from_heads[parent] = every if known | bits == every else known | bits
                if parent not in due:
                    due.add(parent)
                    heappush(waiting, (-edits[parent].lamport, parent))

    for number, head in enumerate(heads):
        step_back(head, 1 << number)
    while waiting:
        _, newest = heappop(waiting)
        due.remove(newest)
        step_back(edits[newest], from_heads[newest])
    return {each for each, bits in from_heads.items() if bits == every}


def both_kept(conflict: Conflict) -> Change | None:
    """The edit that keeps all sides of a disagreement about a text, the earlier one first, each signed.

    None where there is nothing to put together: it is about something else than one long text, or only one side
    says anything.
    """
    kind = KINDS[conflict.kind]
    fields = kind.groups.get(conflict.group, ())
    if conflict.group == LIFE or len(fields) != 1 or kind.attributes[fields[0]].look.form != "text":
        return None
    (field,) = fields
    sides = sorted(conflict.sides, key=lambda side: (side.edit.at, side.edit.lamport, side.edit.id))
    said = [(str(side.values.get(field, "")).strip(), side.edit) for side in sides]
    parts = [f"{text}\n– {edit.who or 'unsigned'}, {local_time(edit.at)[:10]}" for text, edit in said if text]
    if len(parts) < 2:
        return None
    return Change(conflict.record, conflict.kind, {field: "\n\n".join(parts)}, resolve=True)
