"""Bringing copies together: first what would change, then all of it or nothing, after a backup.

A merge adds the edits that the copies have and the board has not; everything else follows from the set of edits. So
it does not matter in which order copies come in, by which way, or how often.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from sqlalchemy import Connection, insert

from boardtui.domain.board.board import Board
from boardtui.domain.board.lookup import count_to_decide
from boardtui.domain.copies import CopyOut, ledger
from boardtui.domain.errors import BoardError
from boardtui.domain.immutable import immutable
from boardtui.domain.records.edits import Edit, EditId, RecordState
from boardtui.domain.records.kinds import FACTS, KINDS, Record
from boardtui.store import projection
from boardtui.store.board_file import BoardFile
from boardtui.store.columns import edition, edits_by_id, row_of
from boardtui.store.copies.conflicts import ItemChange, changes, values_of_state
from boardtui.store.copies.noted import note_returned, notes, vector_of
from boardtui.store.copies.receive import CopyRefused, Received, known_edits, receive
from boardtui.store.copies.received_file import InspectionFolder
from boardtui.store.edit_rules import NotAcceptable, check_kinds, check_parents
from boardtui.store.history import version_vector
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
        lead: whose copy it says it is; "" where it is nobody's in particular.
        copy: which of the copies that were sent it is, by its identity; "" where nothing is known of that.
        brought: the highest number of each session of which it has new edits.
        ticked: it is ticked off as returned, with everything that it has.
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
    lead: str = ""
    copy: str = ""
    brought: Mapping[str, int] = field(default_factory=dict)
    ticked: bool = False


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
        lead=copy.made_for,
        copy=copy.copy,
        brought=vector_of(copy.edits),
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
class MergeResult:
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
    def to_tick(self) -> tuple[CopyReport, ...]:
        """The copies that a merge ticks off as returned."""
        return tuple(each for each in self.copies if each.copy and not each.ticked and not each.refused)

    @cached_property
    def records(self) -> dict[str, Record]:
        """The records they touch as they are then, by id: for what these are called."""
        return {each.record: KINDS[each.kind].record(id=each.record, **values_of_state(each)) for each in self.states}

    def board_after(self, board: Board) -> Board:
        """A board with all of this in it.

        Args:
            board: the board as it was looked at, or as it is with all of this in it.
        """
        touched: dict[str, dict[str, Record | None]] = {}
        for each in self.states:
            record = replace(self.records[each.record], created=each.created, conflicts=each.conflicts)
            touched.setdefault(each.kind, {})[each.record] = None if each.deleted else record
        now = {name: getattr(board, name) for name in ("since", "redatings", "commented", "reported", "edition")}
        return board.revised(touched, **now)

    def to_decide(self, board: Board) -> int:
        """How many things are for people to decide once this is in a board: each once, and each ref that stands twice.

        Args:
            board: the board as it was looked at, or as it is with all of this in it.
        """
        return count_to_decide(self.board_after(board))

    @property
    def conflicts(self) -> int:
        """How many field groups would then need a decision that do not need it now."""
        return len({(item.record, item.group) for item in self.items if item.conflict})


def preview_merge(board_file: BoardFile, paths: Sequence[Path]) -> MergeResult:
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


def merge(board_file: BoardFile, what: Sequence[Path] | MergeResult, *, who: str | None = None) -> MergeResult:
    """Bring copies in: all of what they have, or nothing.

    Args:
        board_file: the board.
        what: the copies, or the preview of them that somebody has agreed to. With a preview, exactly what it shows
            comes in, whatever has become of the copies since.
        who: by whom the copies are ticked off as returned; None where they have not come back from anybody.

    Returns:
        What came in, with the backup that was made before. Nothing new makes no backup.

    Raises:
        BoardError: a copy is refused, no backup could be made, or the board cannot be written; nothing came in.
    """
    board_file.must_be_writable()
    planned = what if isinstance(what, MergeResult) else preview_merge(board_file, what)
    if planned.refused:
        reasons = " ".join(copy.refused for copy in planned.refused)
        others = len(planned.copies) - len(planned.refused)
        hint = " Leave it out to merge the others." if len(planned.refused) == 1 and others else ""
        raise BoardError(f"Nothing was merged. {reasons}{hint}")
    ticks = {each.copy: each for each in planned.to_tick} if who is not None else {}
    if not planned.edits and not ticks:
        return planned
    backup = board_file.back_up("merge") if planned.edits else None
    with board_file.transaction(writing=True) as connection:
        take_in(connection, planned)
        if who is not None:
            note_returned(reader_of(connection), _brought(planned.to_tick), who, board_file.now())
    reports = tuple(replace(each, ticked=each.ticked or each.copy in ticks) for each in planned.copies)
    return replace(planned, backup=backup, copies=reports)


def _brought(reports: Iterable[CopyReport]) -> dict[str, dict[str, int]]:
    """What is noted of each copy that came back; of two files that are the same copy together."""
    found: dict[str, dict[str, int]] = {}
    for each in reports:
        own = found.setdefault(each.copy, {})
        own |= {session: max(number, own.get(session, 0)) for session, number in each.brought.items()}
    return found


def take_in(connection: Connection, planned: MergeResult) -> None:
    """Put checked edits into the board, within a transaction, and bring its projection up to date.

    Raises:
        BoardError: the board has one of them already, and it says something else.
    """
    new, states = planned.edits, planned.states
    if edition(reader_of(connection)) != planned.edition:
        new = _not_arrived(connection, planned.edits)
        shown = [edit for edit in new if edit.kind not in FACTS]
        states = _states_after(projection.states_of(connection, {edit.record for edit in shown}), shown)
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


def preview_of(connection: Connection, checked: Mapping[Path, Received | CopyRefused], now: datetime) -> MergeResult:
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
    noted = notes(reader_of(connection))

    new: dict[EditId, Edit] = {}
    kinds = {record: state.kind for record, state in before.items()} | {edit.record: edit.kind for edit in noted}
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

    after = _states_after(before, (edit for edit in new.values() if edit.kind not in FACTS))
    items = [item for state in after for item in changes(before.get(state.record), state)]
    every = parents | new
    sent = {each.id: each for each in ledger((*noted, *new.values()))}
    reports = []
    for path, copy in checked.items():
        if path in refused or isinstance(copy, CopyRefused):
            reports.append(CopyReport(path, refused=refused[path]))
        else:
            reports.append(_ticked(report_on(copy, items, every, now), sent))
    return MergeResult(
        tuple(reports), tuple(items), tuple(new.values()), states=after, edition=edition(reader_of(connection))
    )


def _ticked(report: CopyReport, sent: Mapping[str, CopyOut]) -> CopyReport:
    """A report with which of the copies that were sent it is, and whether all of it is ticked off already."""
    found = sent.get(report.copy)
    if found is None:
        return replace(report, copy="")  # nothing is known of such a copy, whatever the file says
    return replace(report, ticked=bool(found.returns) and not report.new)


def _check_same(edits: Iterable[Edit], accepted: Mapping[EditId, Edit]) -> None:
    for edit in edits:
        same = accepted.get(edit.id)
        if same is not None and same.digest != edit.digest:
            raise NotAcceptable(
                "tells the past differently from another of these copies. One of the two was changed by hand"
            )
