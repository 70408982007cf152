"""Bringing copies together: first what would change, then all of it or nothing, after a backup.

A merge adds the edits that the copies have and the board has not; everything else follows from the set of edits. So
it does not matter in which order copies come in, by which way, or how often.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert

from boardtui.domain.board.board import Board
from boardtui.domain.board.refs import count_to_decide
from boardtui.domain.errors import BoardError
from boardtui.domain.immutable import immutable
from boardtui.domain.records.edits import LIFE, Edit, EditId, RecordState
from boardtui.domain.records.kinds import KINDS, Record
from boardtui.store import projection
from boardtui.store.board_file import BoardFile
from boardtui.store.columns import edition, edits_by_id, row_of
from boardtui.store.copies.receive import CopyRefused, Received, known_edits, receive
from boardtui.store.copies.received_file import InspectionFolder
from boardtui.store.edit_rules import NotAcceptable, check_kinds, check_parents
from boardtui.store.history import version_vector
from boardtui.store.records import values_with_defaults
from boardtui.store.schema import EDIT, reader_of


@immutable
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
    shown = _values(after)
    was = _values(before) if before else {name: each.default for name, each in kind.attributes.items()}

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


def _values(state: RecordState) -> dict[str, Any]:
    kind = KINDS[state.kind]
    values = {name: each.default for name, each in kind.attributes.items()}
    for group, current in state.groups.items():
        if group in kind.groups:
            values |= values_with_defaults(current.shown)
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


_READERS = 2  # copies that are checked at the same time; most of that work is SQLite's


@dataclass(frozen=True)
class Preview:
    """What a merge would do, or has done.

    Attributes:
        copies: one report a copy, in the order they were given.
        items: what changes, item by item.
        edits: the edits that come in.
        backup: the backup that was made before they came in; None as long as nothing has.
        states: what the records they touch are then, worked out for this edition of the board.
    """

    copies: tuple[CopyReport, ...]
    items: tuple[ItemChange, ...] = ()
    edits: tuple[Edit, ...] = field(default=(), repr=False)
    backup: Path | None = None
    states: tuple[RecordState, ...] = field(default=(), repr=False, compare=False)
    edition: int = field(default=0, repr=False, compare=False)

    @property
    def refused(self) -> tuple[CopyReport, ...]:
        """The copies that cannot come in."""
        return tuple(copy for copy in self.copies if copy.refused)

    @cached_property
    def records(self) -> dict[str, Record]:
        """The records they touch as they are then, by id: for what these are called."""
        return {each.record: KINDS[each.kind].record(id=each.record, **_values(each)) for each in self.states}

    def to_decide(self, board: Board) -> int:
        """How many things are for people to decide once this is in a board: each once, and each ref that stands twice.

        Args:
            board: the board as it was looked at, or as it is with all of this in it.
        """
        touched: dict[str, dict[str, Record | None]] = {}
        for each in self.states:
            record = replace(self.records[each.record], created=each.created, conflicts=each.conflicts)
            touched.setdefault(each.kind, {})[each.record] = None if each.deleted else record
        now = {name: getattr(board, name) for name in ("since", "redatings", "commented", "edition")}
        return count_to_decide(board.revised(touched, **now))

    @property
    def conflicts(self) -> int:
        """How many field groups would then need a decision that do not need it now."""
        return len({(item.record, item.group) for item in self.items if item.conflict})


def preview_merge(board_file: BoardFile, paths: Sequence[Path]) -> Preview:
    """Work out what a merge would do. The board and the copies are only read.

    Raises:
        BoardError: the board itself cannot be read. What is wrong with a copy is in its report.
    """
    with board_file.reading() as reader:
        ours = known_edits(reader)
    with InspectionFolder() as inspection, ThreadPoolExecutor(_READERS) as readers:

        def check(path: Path) -> Received | CopyRefused:
            try:
                return receive(path, ours, inspection)
            except CopyRefused as refused:
                return refused

        checked = list(readers.map(check, paths))
    with board_file.transaction(writing=False) as connection:
        return preview_of(connection, dict(zip(paths, checked, strict=True)), board_file.now())


def merge(board_file: BoardFile, what: Sequence[Path] | Preview) -> Preview:
    """Bring copies in: all of what they have, or nothing.

    Args:
        board_file: the board.
        what: the copies, or the preview of them that somebody has agreed to. With a preview, exactly what it shows
            comes in, whatever has become of the copies since.

    Returns:
        What came in, with the backup that was made before. Nothing new makes no backup.

    Raises:
        BoardError: a copy is refused, no backup could be made, or the board cannot be written; nothing came in.
    """
    board_file.must_be_writable()
    planned = what if isinstance(what, Preview) else preview_merge(board_file, what)
    if planned.refused:
        reasons = " ".join(copy.refused for copy in planned.refused)
        others = len(planned.copies) - len(planned.refused)
        hint = " Leave it out to merge the others." if len(planned.refused) == 1 and others else ""
        raise BoardError(f"Nothing was merged. {reasons}{hint}")
    if not planned.edits:
        return planned
    backup = board_file.back_up("merge")
    with board_file.transaction(writing=True) as connection:
        take_in(connection, planned)
    return replace(planned, backup=backup)


def take_in(connection: Connection, planned: Preview) -> None:
    """Put checked edits into the board, within a transaction, and bring its projection up to date.

    Raises:
        BoardError: the board has one of them already, and it says something else.
    """
    new, states = planned.edits, planned.states
    if edition(reader_of(connection)) != planned.edition:
        new = _not_arrived(connection, planned.edits)
        states = _states_after(projection.states_of(connection, {edit.record for edit in new}), new)
    if new:
        ordered = sorted(new, key=lambda edit: (edit.lamport, edit.id))
        connection.execute(insert(EDIT), [row_of(edit, received=True) for edit in ordered])
        projection.replace_states(connection, states)


def _not_arrived(connection: Connection, edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """Those of the edits that did not come into the board since it was looked at, by another merge."""
    vector = version_vector(reader_of(connection))
    arrived = {e.id for e in edits if e.id.number <= vector.get(e.id.session, 0)}
    stored = {edit.id: edit.digest for edit in edits_by_id(reader_of(connection), arrived)}
    if any(edit.id in arrived and stored.get(edit.id) != edit.digest for edit in edits):
        raise BoardError("The board was changed meanwhile, so nothing was merged. Look at the copies again.")
    return tuple(edit for edit in edits if edit.id not in arrived)


def _states_after(before: Mapping[str, RecordState], new: Iterable[Edit]) -> tuple[RecordState, ...]:
    return tuple(projection.advanced(before.get(record), some) for record, some in _by_record(new).items())


def _by_record(edits: Iterable[Edit]) -> dict[str, list[Edit]]:
    found: dict[str, list[Edit]] = {}
    for edit in edits:
        found.setdefault(edit.record, []).append(edit)
    return found


def preview_of(connection: Connection, checked: Mapping[Path, Received | CopyRefused], now: datetime) -> Preview:
    """Put copies together, each checked against the board and against those before it.

    Args:
        connection: a transaction to read the board in.
        checked: what came of looking at each copy by itself.
        now: the time by this machine's clock.
    """
    received = [copy for copy in checked.values() if isinstance(copy, Received)]
    everything = {edit.id: edit for copy in received for edit in copy.edits}
    named = {parent for edit in everything.values() for parent in edit.parents}
    parents = {edit.id: edit for edit in edits_by_id(reader_of(connection), named - everything.keys())}
    before = projection.states_of(connection, {edit.record for edit in everything.values()})

    new: dict[EditId, Edit] = {}
    kinds = {record: state.kind for record, state in before.items()}
    refused: dict[Path, str] = {}
    for path, copy in checked.items():
        try:
            if isinstance(copy, CopyRefused):
                raise copy
            own = {edit.id: edit for edit in copy.edits}
            _check_same(copy.edits, new)
            known = {**parents, **new, **own}
            for edit in copy.edits:
                check_parents(edit, known)
            own_kinds = check_kinds(copy.edits, kinds)
        except NotAcceptable as reason:
            refused[path] = f"{path.name} {reason}."
        except CopyRefused as error:
            refused[path] = str(error)
        else:
            new |= own
            kinds |= own_kinds

    after = _states_after(before, new.values())
    items = [item for state in after for item in changes(before.get(state.record), state)]
    every = parents | new
    reports = []
    for path, copy in checked.items():
        if path in refused or isinstance(copy, CopyRefused):
            reports.append(CopyReport(path, refused=refused[path]))
        else:
            reports.append(report_on(copy, items, every, now))
    return Preview(
        tuple(reports), tuple(items), tuple(new.values()), states=after, edition=edition(reader_of(connection))
    )


def _check_same(edits: Iterable[Edit], accepted: Mapping[EditId, Edit]) -> None:
    for edit in edits:
        same = accepted.get(edit.id)
        if same is not None and same.digest != edit.digest:
            raise NotAcceptable(
                "tells the past differently from another of these copies. One of the two was changed by hand"
            )
