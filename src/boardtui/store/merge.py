"""Bringing copies together: first what would change, then all of it or nothing, after a backup.

A merge adds the edits that the copies have and the board has not; everything else follows from the set of edits. So
it does not matter in which order copies come in, by which way, or how often.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, func, insert, select

from boardtui.domain.edits import Edit, EditId, RecordState
from boardtui.domain.errors import BoardError
from boardtui.store import projection
from boardtui.store.desk import Desk
from boardtui.store.history import edits_by_id, version_vector
from boardtui.store.merge_report import CopyReport, ItemChange, changes, report_on
from boardtui.store.received import Received, Refused, check_parents, here, receive
from boardtui.store.received_edits import Flaw
from boardtui.store.schema import EDIT
from boardtui.store.writing import row_of

if TYPE_CHECKING:
    from boardtui.store.board_file import BoardFile

__all__ = ["CopyReport", "ItemChange", "Preview", "merge", "preview"]

_READERS = 2  # copies that are checked at the same time; most of that work is SQLite's


@dataclass(frozen=True, slots=True)
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

    @property
    def conflicts(self) -> int:
        """How many field groups would then need a decision that do not need it now."""
        return len({(item.record, item.group) for item in self.items if item.conflict})


def preview(board_file: BoardFile, paths: Sequence[Path]) -> Preview:
    """Work out what a merge would do. The board and the copies are only read.

    Raises:
        BoardError: the board itself cannot be read. What is wrong with a copy is in its report.
    """
    with board_file.transaction(writing=False) as connection:
        compare = here(connection)
    with Desk() as desk, ThreadPoolExecutor(_READERS) as readers:

        def check(path: Path) -> Received | Refused:
            try:
                return receive(path, compare, desk)
            except Refused as refused:
                return refused

        checked = list(readers.map(check, paths))
    with board_file.transaction(writing=False) as connection:
        return _preview(connection, dict(zip(paths, checked, strict=True)), board_file.now())


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
    planned = what if isinstance(what, Preview) else preview(board_file, what)
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
    if _edition(connection) != planned.edition:
        new = _not_arrived(connection, planned.edits)
        states = _states_after(projection.states_of(connection, {edit.record for edit in new}), new)
    if new:
        ordered = sorted(new, key=lambda edit: (edit.lamport, edit.id))
        connection.execute(insert(EDIT), [row_of(edit, received=True) for edit in ordered])
        projection.replace_states(connection, states)


def _edition(connection: Connection) -> int:
    return int(connection.execute(select(func.coalesce(func.max(EDIT.c.arrival), 0))).scalar_one())


def _not_arrived(connection: Connection, edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """Those of the edits that did not come into the board since it was looked at, by another merge."""
    vector = version_vector(connection)
    arrived = {e.id for e in edits if e.id.number <= vector.get(e.id.session, 0)}
    stored = {edit.id: edit.digest for edit in edits_by_id(connection, arrived)}
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


def _preview(connection: Connection, checked: Mapping[Path, Received | Refused], now: datetime) -> Preview:
    """Put the copies together, each checked against the board and against those before it."""
    received = [copy for copy in checked.values() if isinstance(copy, Received)]
    everything = {edit.id: edit for copy in received for edit in copy.edits}
    named = {parent for edit in everything.values() for parent in edit.parents}
    parents = {edit.id: edit for edit in edits_by_id(connection, named - everything.keys())}
    before = projection.states_of(connection, {edit.record for edit in everything.values()})

    new: dict[EditId, Edit] = {}
    kinds = {record: state.kind for record, state in before.items()}
    refused: dict[Path, str] = {}
    for path, copy in checked.items():
        try:
            if isinstance(copy, Refused):
                raise copy
            own = {edit.id: edit for edit in copy.edits}
            check_parents(copy.edits, {**parents, **new, **own})
            own_kinds = _check_against(copy.edits, new, kinds)
        except Flaw as flaw:
            refused[path] = f"{path.name} {flaw}."
        except Refused as error:
            refused[path] = str(error)
        else:
            new |= own
            kinds |= own_kinds

    after = _states_after(before, new.values())
    items = [item for state in after for item in changes(before.get(state.record), state)]
    every = parents | new
    reports = []
    for path, copy in checked.items():
        if path in refused or isinstance(copy, Refused):
            reports.append(CopyReport(path, refused=refused[path]))
        else:
            reports.append(report_on(copy, items, every, now))
    return Preview(tuple(reports), tuple(items), tuple(new.values()), states=after, edition=_edition(connection))


def _check_against(edits: Iterable[Edit], accepted: Mapping[EditId, Edit], kinds: Mapping[str, str]) -> dict[str, str]:
    own: dict[str, str] = {}
    for edit in edits:
        same = accepted.get(edit.id)
        if same is not None and same.digest != edit.digest:
            raise Flaw("tells the past differently from another of these copies. One of the two was changed by hand")
        if kinds.get(edit.record, edit.kind) != edit.kind or own.setdefault(edit.record, edit.kind) != edit.kind:
            raise Flaw("calls one and the same record by two kinds")
    return own
