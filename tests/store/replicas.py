"""Several copies of a board that people edit, pass on and merge; and an oracle that knows what must be on each.

The oracle never looks at parents, heads or projections. It keeps what was known on which copy when each thing was
said, and works out from that alone what still stands: something stands until somebody who knew of it replaced it.
"""

from __future__ import annotations

import random
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest import mock

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import Engine, StaticPool, create_engine, select

from boardtui.domain.board.board import Board
from boardtui.domain.errors import BoardError
from boardtui.domain.records.declare import identity_for
from boardtui.domain.records.edits import Change, Edit, canonical
from boardtui.domain.records.kinds import KINDS
from boardtui.store import engine, projection
from boardtui.store.board_file import BoardFile
from boardtui.store.copies.conflicts import open_conflicts
from boardtui.store.copies.merge import merge, preview_merge
from boardtui.store.copies.send import send_copy
from boardtui.store.schema import EDIT, projection_tables

MOST_COPIES = 4
MOST_RECORDS = 4
MEETING = str(uuid.UUID(int=7))
KPI = str(uuid.UUID(int=8))
READING_KEY = {"kpi": KPI, "series": "period", "period": "2018-09"}
READING = identity_for(KINDS["reading"], READING_KEY, "")
FIELDS = {
    "status": ("rag", ("red", "amber", "green")),
    "commentary": ("commentary", ("On track.", "Late.", "[SEND] it | now")),
    "dates": ("due", ("2021-03-31", "2021-04-30", "Dec 21")),
}
FIGURES = ("97.3%", "n/a", "27% exc Dec")
LIFE = "life"


@dataclass(frozen=True)
class Said:
    """One thing that somebody said on one copy.

    Attributes:
        value: the values of the group as JSON; in `life` whether the record lives.
        ends: everything that no longer stands because of this, however far back.
        knew: everything about the record that was known where this was said.
    """

    identity: str
    record: str
    group: str
    value: str
    lamport: int
    meeting: bool
    ends: frozenset[str]
    knew: frozenset[str]


@dataclass
class Copy:
    """One file, the opening of it, and what the oracle says is known on it."""

    path: Path
    board_file: BoardFile
    known: set[str]
    years: int
    views: list[tuple[int, frozenset[str]]] = field(default_factory=list)
    merged: bool = False


class PowerCut(Exception):  # noqa: N818 - reads as what happens
    """Stands for a program that ends in the middle of a merge."""


class Copies(RuleBasedStateMachine):
    """Up to four copies of one board."""

    def __init__(self) -> None:
        super().__init__()
        # Identities that come again when a case is run again: which of two edits is shown can hang on them.
        self.identities = mock.patch.object(uuid, "uuid4", _identity)
        self.identities.start()
        self.engines = mock.patch.object(engine, "create_engine", _engine)
        self.engines.start()
        self.folder = Path(tempfile.mkdtemp(prefix="boardtui-copies-"))
        self.said: dict[str, Said] = {}
        self.kinds: dict[str, str] = {}
        self.copies: list[Copy] = []
        self.made = 0

    def teardown(self) -> None:
        try:
            self.bring_all_together()
        finally:
            for copy in self.copies:
                copy.board_file.close()
            shutil.rmtree(self.folder, ignore_errors=True)
            self.identities.stop()
            self.engines.stop()

    # What people do

    @initialize()
    def make_the_board(self) -> None:
        path = self.folder / "lead.board"
        with BoardFile.create(path, "Plan", who="plan", clock=_clock(0)) as made:
            (first,) = made.history()
        self.copies.append(self._opened(path, set(), 0))
        self._learn(self.copies[0], [first.edit], ends=lambda _: set(), view=frozenset())
        self.kinds[first.edit.record] = "board"
        self.add_an_action(0, 0)
        self.pass_on_a_copy(0, 40)
        self.pass_on_a_copy(0, -40)

    @rule(at=st.integers(0, 3), years=st.sampled_from((-40, -1, 0, 1, 40)))
    def pass_on_a_copy(self, at: int, years: int) -> None:
        """A plain copy of the file, as Explorer makes it, while it is open."""
        origin = self._copy(at)
        path = self.folder / f"copy-{self.made}.board"
        self.made += 1
        shutil.copyfile(origin.path, path)
        copy = self._opened(path, set(origin.known), years)
        if len(self.copies) < MOST_COPIES:
            self.copies.append(copy)
        else:
            gone = self.copies.pop(1 + at % (MOST_COPIES - 1))
            gone.board_file.close()
            self.copies.append(copy)

    @precondition(lambda self: len(self.copies) < MOST_COPIES)
    @rule(at=st.integers(0, 3))
    def send_a_copy_through_the_program(self, at: int) -> None:
        if len(self.copies) < MOST_COPIES:
            origin = self._copy(at)
            path = self.folder / f"copy-{self.made}.board"
            self.made += 1
            send_copy(origin.board_file, path)
            self.copies.append(self._opened(path, set(origin.known), 0))

    @rule(at=st.integers(0, 3))
    def reopen(self, at: int) -> None:
        copy = self._copy(at)
        copy.board_file.close()
        copy.board_file = BoardFile.open(copy.path, clock=_clock(copy.years))
        copy.views.clear()
        copy.merged = True

    @rule(at=st.integers(0, 3))
    def look_at_the_screen(self, at: int) -> None:
        """Later edits may be made from what the screen shows now, whatever arrives meanwhile."""
        copy = self._copy(at)
        copy.views.append((copy.board_file.read().edition, frozenset(copy.known)))

    @precondition(lambda self: len(self.kinds) < MOST_RECORDS)
    @rule(at=st.integers(0, 3), value=st.integers(0, 2))
    def add_an_action(self, at: int, value: int) -> None:
        record = str(uuid.uuid4())
        self.kinds[record] = "action"
        name, values = FIELDS["status"]
        self._set(self._copy(at), record, "status", {name: values[value]}, view=None)

    @rule(
        at=st.integers(0, 3),
        which=st.integers(0, 5),
        group=st.sampled_from(sorted(FIELDS)),
        value=st.integers(0, 2),
        resolve=st.booleans(),
        meeting=st.booleans(),
        stale=st.booleans(),
    )
    def edit(self, at: int, which: int, group: str, value: int, resolve: bool, meeting: bool, stale: bool) -> None:
        copy = self._copy(at)
        if record := self._record(copy, which):
            name, values = FIELDS[group]
            self._set(
                copy,
                record,
                group,
                {name: values[value]},
                resolve=resolve,
                meeting=MEETING if meeting else "",
                view=copy.views[-1] if stale and copy.views else None,
            )

    @rule(
        pair=st.permutations(range(MOST_COPIES)),
        which=st.integers(0, 5),
        group=st.sampled_from(sorted(FIELDS)),
        values=st.tuples(st.integers(0, 2), st.integers(0, 2)),
        meetings=st.tuples(st.booleans(), st.booleans()),
    )
    def say_two_things_and_merge(
        self, pair: list[int], which: int, group: str, values: tuple[int, int], meetings: tuple[bool, bool]
    ) -> None:
        """What most often becomes a disagreement: two people at one item, and one sends a copy to the other."""
        one, other = self._copy(pair[0]), self._copy(pair[1])
        shared = [r for r, k in self.kinds.items() if k == "action" and self._about(r, one.known & other.known)]
        if one is not other and shared:
            name, allowed = FIELDS[group]
            for copy, value, meeting in zip((one, other), values, meetings, strict=True):
                said = {name: allowed[value]}
                self._set(copy, shared[which % len(shared)], group, said, meeting=MEETING * meeting, view=None)
            self._merge(one, [other])

    @rule(at=st.integers(0, 3), which=st.integers(0, 5), value=st.integers(0, 2))
    def decide(self, at: int, which: int, value: int) -> None:
        """Settle one of the disagreements of a copy: keep one of the values, or write a third."""
        copy = self._copy(at)
        if disputed := self._disputed(copy):
            record, group = disputed[which % len(disputed)]
            name, values = FIELDS[group]
            self._set(copy, record, group, {name: values[value]}, resolve=True, view=None)
            assert group not in self.conflicts(record, copy.known)
            assert (record, group) not in {(each.record, each.group) for each in open_conflicts(copy.board_file)}

    @rule(at=st.integers(0, 3), which=st.integers(0, 5), value=st.integers(0, 2))
    def decide_and_take_it_back(self, at: int, which: int, value: int) -> None:
        """What was decided is open again: each of the values stands once more, and nothing else."""
        copy = self._copy(at)
        if not self._disputed(copy):
            self.say_two_things_and_merge([at, at + 1], which, "status", (value, (value + 1) % 3), (False, False))
        if disputed := self._disputed(copy):
            record, group = disputed[which % len(disputed)]
            name, values = FIELDS[group]
            said = {self.said[each].value for each in self._standing(record, group, copy.known)}
            shown = copy.board_file.read().find(record)
            self._set(copy, record, group, {name: values[value]}, resolve=True, view=None)
            decision = self._standing(record, group, copy.known)
            undone = copy.board_file.undo(who="Lead")
            assert {edit.value for edit in undone.edits} == said
            self._learn(copy, undone.edits, ends=lambda _: decision, view=frozenset(copy.known))
            assert group in self.conflicts(record, copy.known)
            again = copy.board_file.read().find(record)
            assert shown is not None
            assert again is not None
            assert getattr(again, name) == getattr(shown, name)
            copy.merged = True

    @rule(at=st.integers(0, 3), value=st.integers(0, 2))
    def enter_the_reading(self, at: int, value: int) -> None:
        """Everybody enters the same month of the same KPI: one reading, however many enter it."""
        self.kinds[READING] = "reading"
        copy = self._copy(at)
        key = {} if self._about(READING, copy.known) else READING_KEY
        self._set(copy, READING, "figure", {**key, "value": FIGURES[value]}, view=None)

    @rule(at=st.integers(0, 3), which=st.integers(0, 5), stale=st.booleans())
    def delete(self, at: int, which: int, stale: bool) -> None:
        copy = self._copy(at)
        if not (record := self._record(copy, which)):
            return
        view = copy.views[-1] if stale and copy.views else None
        seen = self._seen(copy, view)
        if not self._about(record, seen):
            return
        gone = self.deleted(record, seen)
        receipt = copy.board_file.write(
            [Change(record, self.kinds[record], delete=True)], who="Lead", seen=view and view[0]
        )
        assert bool(receipt.edits) != gone
        self._learn(copy, receipt.edits, ends=lambda _: self._standing(record, LIFE, seen), view=seen)

    @rule(at=st.integers(0, 3), which=st.integers(0, 5))
    def restore(self, at: int, which: int) -> None:
        copy = self._copy(at)
        if record := self._record(copy, which):
            standing = self._standing(record, LIFE, copy.known)
            receipt = copy.board_file.write([Change(record, self.kinds[record], restore=True)], who="Lead")
            assert bool(receipt.edits) == any(self.said[each].value == "false" for each in standing)
            self._learn(copy, receipt.edits, ends=lambda _: standing, view=frozenset(copy.known))

    @rule(into=st.integers(0, 3), these=st.lists(st.integers(0, 3), min_size=1, max_size=3))
    def merge(self, into: int, these: list[int]) -> None:
        copy = self._copy(into)
        others = [self._copy(each) for each in dict.fromkeys(each % len(self.copies) for each in these)]
        self._merge(copy, others)

    @precondition(lambda self: len(self.copies) > 1)
    @rule(into=st.integers(0, 3), other=st.integers(0, 3), late=st.booleans())
    def power_cut_while_merging(self, into: int, other: int, late: bool) -> None:
        copy, origin = self._copy(into), self._copy(other)
        real = projection.replace_states

        def cut(*arguments: Any) -> None:
            if late:
                real(*arguments)
            raise PowerCut

        with mock.patch.object(projection, "replace_states", cut):
            try:
                merge(copy.board_file, [origin.path])
            except PowerCut:
                pass
            else:
                assert origin.known <= copy.known
        self.reopen(into)

    # What must hold

    @invariant()
    def every_copy_shows_what_the_oracle_says(self) -> None:
        for copy in self.copies:
            if copy.merged:
                self._check(copy)
                copy.merged = False

    def bring_all_together(self) -> None:
        """Merge every copy into every other: all then show the same, whichever way and in whichever order."""
        for copy in self.copies:
            self._check(copy)
        first, *others = self.copies
        self._merge(first, others)
        for number, copy in enumerate(others):
            ways = [each for each in self.copies if each is not copy]
            for other in ways[::-1] if number % 2 else [first]:
                self._merge(copy, [other])
        for copy in self.copies:
            self._check(copy)
            again = merge(copy.board_file, [other.path for other in self.copies])
            assert (again.edits, again.items, again.backup) == ((), (), None)
        boards = [_comparable(copy.board_file.read()) for copy in self.copies]
        assert all(board == boards[0] for board in boards)

    def _check(self, copy: Copy) -> None:
        with copy.board_file.transaction(writing=False) as connection:
            held = {f"{s}:{n}" for s, n in connection.execute(select(EDIT.c.session, EDIT.c.number))}
        assert held == copy.known  # every acknowledged edit, and none that a power cut took back
        board = copy.board_file.read()
        disputed = {(each.record, each.group) for each in open_conflicts(copy.board_file)}
        for record, kind in self.kinds.items():
            shown = board.find(record)
            if not self._about(record, copy.known) or self.deleted(record, copy.known):
                assert shown is None
                assert not any(each == record for each, _ in disputed)
                continue
            assert shown is not None
            expected = self.conflicts(record, copy.known)
            assert set(shown.conflicts) == expected
            assert {group for each, group in disputed if each == record} == expected
            for group in KINDS[kind].groups:
                if standing := self._standing(record, group, copy.known):
                    assert canonical(shown.values(group)) == self.said[self._winner(standing)].value
        self._check_projection(copy)

    def _check_projection(self, copy: Copy) -> None:
        """What is kept in tables is what the edits say; looked at in a transaction that is taken back."""
        try:
            with copy.board_file.transaction(writing=True) as connection:
                before = [set(connection.execute(select(table)).all()) for table in projection_tables()]
                projection.rebuild(connection)
                after = [set(connection.execute(select(table)).all()) for table in projection_tables()]
                assert before == after
                raise PowerCut  # noqa: TRY301 - that is how the transaction is taken back
        except PowerCut:
            pass

    # The oracle

    def _disputed(self, copy: Copy) -> list[tuple[str, str]]:
        """The records and groups of the plan about which different things stand on a copy."""
        return sorted(
            (record, group)
            for record, kind in self.kinds.items()
            if kind == "action" and self._about(record, copy.known) and not self.deleted(record, copy.known)
            for group in self.conflicts(record, copy.known) - {LIFE}
        )

    def _about(self, record: str, known: Iterable[str]) -> set[str]:
        return {each for each in known if self.said[each].record == record}

    def _standing(self, record: str, group: str, known: Iterable[str]) -> set[str]:
        about = {each for each in self._about(record, known) if self.said[each].group == group}
        ended = {each for one in about for each in self.said[one].ends}
        return about - ended

    def deleted(self, record: str, known: Iterable[str]) -> bool:
        """Whether those who deleted a record knew, between them, of all that stands, and nobody brought it back."""
        known = set(known)
        life = {self.said[each] for each in self._standing(record, LIFE, known)}
        if not life or any(each.value == "true" for each in life):
            return False
        seen = {each for one in life for each in one.knew}
        groups = {self.said[each].group for each in self._about(record, known)} - {LIFE}
        return all(self._standing(record, group, known) <= seen for group in groups)

    def conflicts(self, record: str, known: Iterable[str]) -> set[str]:
        """The groups about which different things stand; and `life` where a deletion stands beside what is shown."""
        known = set(known)
        groups = {self.said[each].group for each in self._about(record, known)} - {LIFE}
        found = {g for g in groups if len({self.said[e].value for e in self._standing(record, g, known)}) > 1}
        deletions = {e for e in self._standing(record, LIFE, known) if self.said[e].value == "false"}
        return found | ({LIFE} if deletions and not self.deleted(record, known) else set())

    def _winner(self, standing: Iterable[str]) -> str:
        def rank(each: str) -> tuple[bool, int, str, int]:
            session, _, number = each.partition(":")
            return (self.said[each].meeting, self.said[each].lamport, session, int(number))

        return max(standing, key=rank)

    def _learn(
        self,
        copy: Copy,
        edits: Iterable[Edit],
        *,
        ends: Callable[[Edit], set[str]],
        view: frozenset[str],
    ) -> None:
        for edit in edits:
            assert str(edit.id) not in self.said
            direct = ends(edit)
            self.said[str(edit.id)] = Said(
                identity=str(edit.id),
                record=edit.record,
                group=edit.group,
                value=edit.value,
                lamport=1 + max((self.said[each].lamport for each in copy.known), default=0),
                meeting=bool(edit.meeting),
                ends=frozenset(direct).union(*(self.said[each].ends for each in direct)),
                knew=frozenset(self._about(edit.record, view)),
            )
            copy.known.add(str(edit.id))

    # Doing it

    def _set(
        self,
        copy: Copy,
        record: str,
        group: str,
        values: dict[str, str],
        *,
        view: tuple[int, frozenset[str]] | None,
        resolve: bool = False,
        meeting: str = "",
    ) -> None:
        kind = self.kinds[record]
        seen = self._seen(copy, view)
        gone = bool(self._about(record, seen)) and self.deleted(record, seen)
        before = {g: self._standing(record, g, seen) for g in (*KINDS[kind].groups, LIFE)}
        change = Change(record, kind, values, resolve=resolve)
        try:
            receipt = copy.board_file.write(
                [change], who="Lead", meeting=meeting, seen=None if view is None else view[0]
            )
        except BoardError:
            assert gone
            assert kind == "action"
            return
        assert not gone or kind == "reading"
        name = group if kind == "action" else "figure"
        standing = before[name]
        disputed = len({self.said[each].value for each in standing}) > 1
        wanted = {field: value for field, value in values.items() if field not in READING_KEY}
        shown = self.said[self._winner(standing)].value if standing else ""
        same = bool(standing) and all(f"{canonical(field)}:{canonical(v)}" in shown for field, v in wanted.items())
        made = [edit for edit in receipt.edits if edit.group == name]
        assert bool(made) == (not same or (resolve and disputed))

        def ends(edit: Edit) -> set[str]:
            if edit.group == name and disputed and not resolve:
                return {each for each in standing if self.said[each].value == shown}
            return before[edit.group]

        self._learn(copy, receipt.edits, ends=ends, view=seen)

    def _merge(self, copy: Copy, others: list[Copy]) -> None:
        before = copy.path.read_bytes()
        preview = preview_merge(copy.board_file, [other.path for other in others])
        assert [each.refused for each in preview.copies] == [""] * len(others)
        assert copy.path.read_bytes() == before
        union = set().union(*(other.known for other in others))
        assert {str(edit.id) for edit in preview.edits} == union - copy.known
        for report, other in zip(preview.copies, others, strict=True):
            assert (report.new, report.known) == (len(other.known - copy.known), len(other.known & copy.known))
        merged = merge(copy.board_file, preview)
        assert merged.edits == preview.edits
        copy.known |= union
        copy.merged = True

    def _copy(self, number: int) -> Copy:
        return self.copies[number % len(self.copies)]

    def _record(self, copy: Copy, number: int) -> str:
        """One of the records that the copy has ever heard of, and that are not the board itself; "" if none."""
        heard = [r for r, kind in self.kinds.items() if kind == "action" and self._about(r, copy.known)]
        return heard[number % len(heard)] if heard else ""

    def _seen(self, copy: Copy, view: tuple[int, frozenset[str]] | None) -> frozenset[str]:
        """What the one who edits has seen: the screen as it was, and what was said in this opening since."""
        if view is None:
            return frozenset(copy.known)
        with copy.board_file.transaction(writing=False) as connection:
            own = connection.execute(select(EDIT.c.session, EDIT.c.number).where(EDIT.c.received.is_(False)))
            mine = [self.said[f"{s}:{n}"] for s, n in own if s == copy.board_file._session]
        # Who replaces or deletes something has seen it, whatever the screen shows.
        replaced = {each for one in mine for each in one.ends}
        deleted = {each for one in mine if (one.group, one.value) == (LIFE, "false") for each in one.knew}
        return view[1] | {one.identity for one in mine} | replaced | deleted

    def _opened(self, path: Path, known: set[str], years: int) -> Copy:
        return Copy(path, BoardFile.open(path, clock=_clock(years)), known, years)


def _identity() -> uuid.UUID:
    return uuid.UUID(int=random.getrandbits(128), version=4)


_template = create_engine("sqlite://")
_template.connect().close()


def _engine(_url: str, *, creator: Callable[[], Any], poolclass: type[StaticPool]) -> Engine:
    """An engine that shares its compiled statements with those of all other copies: opening them is then cheap."""
    pool = poolclass(creator)
    pool._dialect = _template.dialect
    engine = Engine(pool, _template.dialect, _template.url)
    engine._compiled_cache = _template._compiled_cache
    return engine


def _clock(years: int) -> Callable[[], datetime]:
    return lambda: datetime(2021, 1, 19, 10, 0, tzinfo=UTC) + timedelta(days=365 * years)


def _comparable(board: Board) -> tuple[Any, ...]:
    """All of a board but the number of edits that arrived, which is the file's own."""
    records = {name: dict(some) for name, some in board.records.items()}
    return board.profile, records, board.since, dict(board.redatings)
