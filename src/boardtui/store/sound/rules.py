"""What a sound board keeps to: each rule is asked here once, and says in words what is wrong.

The rules themselves stand where others need them too: those on an edit in `edit_rules`, those on a file that somebody
takes in with `receive`, what is shown in `verify`. Those on records are asked of a part of the file at a time, which
may be all of it; those on the file as a whole only once. `soundness` puts together what is found.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import IntEnum, auto
from pathlib import Path
from typing import Any

from boardtui.domain.immutable import immutable
from boardtui.domain.meetings.sittings import verify_frozen
from boardtui.domain.records.edits import Edit, EditId, RecordState, record_state
from boardtui.domain.records.kinds import KINDS, Meeting
from boardtui.store import columns
from boardtui.store.columns import EDITS, edit_of, edits_by_id
from boardtui.store.copies.receive import check_heads
from boardtui.store.edit_rules import (
    NotAcceptable,
    Rule,
    check_digest,
    check_kinds,
    check_parents,
    missing_numbers,
    read_edit,
)
from boardtui.store.header import Damaged
from boardtui.store.history import values_of
from boardtui.store.projected import by_record
from boardtui.store.verify import TABLES, shown_otherwise


class Subject(IntEnum):
    """What a rule is about, in the order in which findings are told."""

    EDITS = auto()
    KINDS = auto()
    NUMBERS = auto()
    SHOWN = auto()
    PAPERS = auto()
    HEADS = auto()


@immutable
class Fault:
    """What is wrong, as somebody found it who looked at some records.

    Attributes:
        place: what it is about, and where it stands among the others about that.
        sentence: what is wrong; where edits are named in it, `{edit}` stands for them.
        edit: the first of these edits, in words; "" where none are named.
        count: how many edits it is about.
    """

    place: tuple[int, ...]
    sentence: str
    edit: str = ""
    count: int = 1

    def __str__(self) -> str:
        others = f" (and {self.count - 1} more)" if self.count > 1 else ""
        return self.sentence.replace("{edit}", f"{self.edit}{others}") if self.edit else self.sentence


@immutable
class RecordRange:
    """The records from one identity up to another, and what is known of the file that they are in.

    Attributes:
        path: the file, which nobody writes meanwhile.
        board: the identity of the board.
        count: how many edits the file holds.
        first, end: the first identity, and the first one that is not in it any more; "" where there is no such end.
        shown: whether what is shown is that of this version, and has to be what the edits say.
    """

    path: Path
    board: str
    count: int
    first: str = ""
    end: str = ""
    shown: bool = True

    @property
    def is_whole(self) -> bool:
        """Whether it is all of the file."""
        return not (self.first or self.end)

    def within(self, column: str) -> tuple[str, tuple[str, ...]]:
        """The condition that a column holds an identity of this part, and the values it takes."""
        conditions = [f"{column} >= ?"] * bool(self.first) + [f"{column} < ?"] * bool(self.end)
        return " AND ".join(conditions) or "1", tuple(filter(None, (self.first, self.end)))


@immutable
class RangeReport:
    """What somebody found who looked at a part, and how much that was: rows of edits, and of what is shown."""

    edits: int
    shown: int
    findings: tuple[Fault, ...] = ()


class UnreadableEdit(Exception):  # noqa: N818 - it is what was found
    """An edit that cannot even be named. Whoever finds one says nothing of the others."""


def together(findings: Iterable[Fault]) -> list[Fault]:
    """All that was found, in the order in which it is told; what is the same of several edits is told once."""
    found: dict[tuple[object, ...], Fault] = {}
    for each in sorted(findings, key=lambda each: each.place):
        key = (each.sentence,) if each.place[0] == Subject.EDITS else (each.sentence, each.place)
        first = found.setdefault(key, each)
        if first is not each:
            found[key] = replace(first, count=first.count + each.count)
    return list(found.values())


# The file as a whole.


def check_structure(reader: sqlite3.Connection, name: str) -> None:
    """Check that a file can be read as the tables of a board.

    Raises:
        Damaged: it cannot.
    """
    if reader.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
        raise _damaged(name, "its structure is broken")
    if not {"edit", "meta"} <= {table for (table,) in reader.execute("SELECT name FROM sqlite_master")}:
        raise _damaged(name, "its edits are missing")


def whole_of(reader: sqlite3.Connection, path: Path) -> RecordRange:
    """All of a file, which nobody else writes."""
    (count,) = reader.execute("SELECT count(*) FROM edit").fetchone()
    shown = columns.stated(reader, "projection") == columns.projection_signature()  # else another version built it
    return RecordRange(path, str(columns.stated(reader, "board")), count, shown=shown)


def check_board(reader: sqlite3.Connection, whole: RecordRange) -> None:
    """Check that a file holds the board whose identity it states.

    Raises:
        Damaged: it does not.
    """
    made = "SELECT 1 FROM edit WHERE kind = 'board' AND record = ? LIMIT 1"
    if reader.execute(made, (whole.board,)).fetchone() is None:
        raise _damaged(whole.path.name, "it does not say which board it is")


def _damaged(name: str, what: str) -> Damaged:
    return Damaged(f"{name} is damaged.", Path(name), what)


def missing_edits(reader: sqlite3.Connection) -> Iterator[Fault]:
    """Edits that are not there, of those that were made in one go."""
    # Only of openings of which not as many edits are there as their numbers say: to list all numbers takes long.
    some = "SELECT session FROM edit GROUP BY session HAVING min(number) IS NOT 1 OR max(number) IS NOT count(*)"
    numbers = reader.execute(f"SELECT session, number FROM edit WHERE session IN ({some})")
    for place, missing in enumerate(missing_numbers(numbers).values()):
        told = f"Edits that were made in one go are missing: number {', '.join(map(str, missing))}."
        yield Fault((Subject.NUMBERS, place), told)


# Some records: the whole history of each, and what is shown of it.


def look_at(reader: sqlite3.Connection, part: RecordRange) -> RangeReport:
    """Look at some records of a file: which rules on records are broken in them.

    Raises:
        UnreadableEdit: there is one.
    """
    condition, values = part.within("record")
    order = " ORDER BY arrival" if part.is_whole else ""
    rows = reader.execute(f"{EDITS} WHERE {condition}{order}", values).fetchall()
    edits: list[Edit] = []
    doubtful: list[int] = []
    for place, row in enumerate(rows):
        try:
            edits.append(read_edit(row, count=part.count, board=part.board))
        except NotAcceptable:
            edits.append(_read_anyhow(row))
            doubtful.append(place)
    by_id = {edit.id: edit for edit in edits}
    doubtful += (place for place, edit in enumerate(edits) if edit.parents and not _fits(edit, by_id))
    records = by_record(edits)
    states = [record_state(some) for some in records.values()]
    heads = [len(group.heads) for state in states for group in state.groups.values()]
    arrivals = _Arrivals(reader, part)
    findings = (
        *_broken_edits(reader, part, [(rows[place], edits[place]) for place in sorted(set(doubtful))], by_id, arrivals),
        *_broken(Subject.KINDS, part, lambda: check_kinds(edits, {})),
        *(_shown_otherwise(reader, part, records, states) if part.shown else ()),
        *_papers(records, arrivals),
        *_broken(Subject.HEADS, part, lambda: check_heads(heads)),
    )
    return RangeReport(len(edits), rows_shown(reader, part), findings)


def rows_shown(reader: sqlite3.Connection, part: RecordRange) -> int:
    """How many rows there are of what is shown of some records, as far as that is looked at."""
    rows = 0
    for table, column in TABLES.items() if part.shown else ():
        condition, values = part.within(column)
        rows += reader.execute(f"SELECT count(*) FROM {table} WHERE {condition}", values).fetchone()[0]
    return rows


def _read_anyhow(row: Sequence[Any]) -> Edit:
    try:
        return edit_of(row)  # all that is wrong with it is told later
    except (ValueError, AttributeError):
        raise UnreadableEdit from None


def _fits(edit: Edit, by_id: Mapping[EditId, Edit]) -> bool:
    try:
        check_parents(edit, by_id)
    except NotAcceptable:
        return False
    return True


class _Arrivals:
    """When the edits of a part arrived: findings are told in that order. It is asked only where there are some."""

    def __init__(self, reader: sqlite3.Connection, part: RecordRange) -> None:
        self._reader, self._part = reader, part
        self._found: dict[EditId, int] = {}

    def of(self, edit: Edit) -> int:
        if not self._found:
            condition, values = self._part.within("record")
            query = f"SELECT session, number, arrival FROM edit WHERE {condition}"
            self._found = {EditId(session, n): at for session, n, at in self._reader.execute(query, values)}
        return self._found[edit.id]


_TOLD = {
    Rule.DIGEST: "does not match its digest: it was changed after it was made",
    Rule.PARENT_MISSING: "replaces an edit that is not in the file",
    Rule.PARENT: "replaces an edit it cannot replace",
    Rule.VALUE: "holds a value that does not fit its field",
}


def _broken_edits(
    reader: sqlite3.Connection,
    part: RecordRange,
    doubtful: Sequence[tuple[Sequence[Any], Edit]],
    by_id: Mapping[EditId, Edit],
    arrivals: _Arrivals,
) -> list[Fault]:
    """What is wrong with edits by themselves, and with what they replace."""
    known = dict(by_id)
    if not part.is_whole:  # what they replace may be of another record, and so in another part
        elsewhere = {parent for _, edit in doubtful for parent in edit.parents if parent not in by_id}
        known |= {edit.id: edit for edit in edits_by_id(reader, elsewhere)}
    found = []
    for row, edit in doubtful:
        for position, (rule, words) in enumerate(_broken_rules(row, edit, known, part)):
            place = (Subject.EDITS, arrivals.of(edit), position)
            if rule in _TOLD:
                found.append(Fault(place, f"An edit of {{edit}} {_TOLD[rule]}.", _in_words(edit)))
            else:
                found.append(Fault(place, f"{part.path.name} {words}."))
    return together(found)


def _broken_rules(
    row: Sequence[Any], edit: Edit, known: Mapping[EditId, Edit], part: RecordRange
) -> Iterator[tuple[Rule, str]]:
    checks: tuple[Callable[[], object], ...] = (
        lambda: check_digest(edit),
        lambda: read_edit(row, count=part.count, board=part.board),
        lambda: check_parents(edit, known),
    )
    found: dict[Rule, str] = {}
    for check in checks:
        try:
            check()
        except NotAcceptable as reason:
            found.setdefault(reason.rule, str(reason))
    # The papers of a meeting are looked at by themselves, and named then.
    return ((rule, words) for rule, words in found.items() if rule is not Rule.FROZEN)


def _in_words(edit: Edit) -> str:
    kind = f"one of the {KINDS[edit.kind].plural}" if edit.kind in KINDS else "something unknown"
    return f"{kind} by {edit.who or 'somebody'} at {edit.at}"


def _broken(about: Subject, part: RecordRange, check: Callable[[], object]) -> Iterator[Fault]:
    """What a rule says that is about several edits at once."""
    try:
        check()
    except NotAcceptable as reason:
        yield Fault((about,), f"{part.path.name} {reason}.")


def _shown_otherwise(
    reader: sqlite3.Connection, part: RecordRange, records: Mapping[str, Sequence[Edit]], states: Sequence[RecordState]
) -> Iterator[Fault]:
    for table in shown_otherwise(reader, records, states, part.within):
        told = f"What is shown differs from what the edits say ({table.removeprefix('p_')})."
        yield Fault((Subject.SHOWN, list(TABLES).index(table)), told)


def _papers(records: Mapping[str, Sequence[Edit]], arrivals: _Arrivals) -> Iterator[Fault]:
    """What is wrong with the papers that closed meetings have frozen."""
    for record, edits in records.items():
        own = [edit for edit in edits if edit.kind == Meeting.kind.name]
        if not own or (state := record_state(own)).deleted:
            continue
        for told in verify_frozen([Meeting(id=record, **values_of(state))]):
            yield Fault((Subject.PAPERS, min(map(arrivals.of, own))), told)
