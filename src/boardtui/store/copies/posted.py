"""Taking in what others sent to a shared board: each edit is checked as one of a copy is, before it comes in.

A server holds what many people brought in. Where one of them brought in what no board holds, that is left out, with all
that was made after it in the same opening of their file and all that replaces it; it does not stop the others.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from pathlib import Path
from typing import Any

from boardtui.domain.errors import BoardError
from boardtui.domain.immutable import immutable
from boardtui.domain.records.edits import Edit, EditId
from boardtui.store import projection
from boardtui.store.board_file import BoardFile
from boardtui.store.columns import COLUMNS, TYPES, edits_by_id
from boardtui.store.copies.merge import MergeResult, preview_of, take_in
from boardtui.store.copies.receive import HEADS_LIMIT, KnownEdits, Received, known_edits
from boardtui.store.edit_rules import NotAcceptable, Rule, check_kinds, check_parents, read_edit
from boardtui.store.history import edits_after
from boardtui.store.schema import reader_of
from boardtui.store.shared import LogState, Posted, too_old

_SESSION, _NUMBER = COLUMNS.index("session"), COLUMNS.index("number")

_SHARED = Path("the shared board")  # what a copy is called in the report on it

BEHIND = "builds on what was left out"


@immutable
class Difference:
    """In what a board on a server and a working copy differ.

    Attributes:
        after: for each session of which the server has more, the highest number that is here.
        sessions: for each session the highest number on the server.
        altered: the sessions that say something else there than here.
    """

    after: Mapping[str, int]
    sessions: Mapping[str, int]
    altered: frozenset[str]


def compare(file: BoardFile, standing: LogState) -> Difference:
    """Compare a working copy with how its board stands on a server.

    Raises:
        BoardError: it is another board.
    """
    with file.reading() as reader:
        ours = known_edits(reader)
    if ours.board != standing.identity:
        raise BoardError("The board at that address is another board than this working copy is of.")
    after: dict[str, int] = {}
    altered = set()
    for session, (highest, checksum) in standing.sessions.items():
        digests = ours.digests.get(session, "").split()
        if len(digests) < highest:
            after[session] = len(digests)
        elif hashlib.sha256(" ".join(digests[:highest]).encode()).hexdigest() != checksum:
            altered.add(session)
    return Difference(after, {name: highest for name, (highest, _) in standing.sessions.items()}, frozenset(altered))


def unsent(file: BoardFile, sessions: Mapping[str, int], without: Iterable[str] = ()) -> list[Edit]:
    """The edits that a server lacks, those that others replace first.

    Args:
        file: the working copy.
        sessions: for each session the highest number on the server.
        without: sessions that are not sent.
    """
    left = set(without)
    with file.reading() as reader:
        found = edits_after(reader, sessions)
    return sorted((e for e in found if e.id.session not in left), key=lambda edit: (edit.lamport, edit.id))


@immutable
class Taken:
    """What came in.

    Attributes:
        preview: what it changed, item by item.
        left_out: for each session of which something was left out, why, as a sentence.
    """

    preview: MergeResult
    left_out: Mapping[str, str] = field(default_factory=dict)


def take_in_posted(file: BoardFile, posted: Sequence[Posted], held: int) -> Taken:
    """Check what came from a server, and take in what passes.

    Args:
        file: the working copy.
        posted: the edits, in any order.
        held: how many edits the server holds.

    Raises:
        BoardError: only a newer version of the program knows what is said, or the file cannot be written.
    """
    file.must_be_writable()
    if any(tuple(map(type, each.row)) != TYPES for each in posted):
        raise BoardError("What is at that address is no board of boardtui.")
    with file.transaction(writing=False) as connection:
        reader = reader_of(connection)
        ours = known_edits(reader)
        here = {session: (digests.count(" ") + 1) for session, digests in ours.digests.items()}
        news = [each for each in posted if _is_new(each.row, here)]
        # Nobody's counter is higher than the number of all the edits that there are.
        count = max(held, len(news)) + sum(here.values())
        checked = _Checked(ours, here, count)
        for each in sorted(news, key=lambda each: each.row[: _NUMBER + 1]):
            checked.look_at(each)
        named = {parent for edit in checked.read for parent in edit.parents}
        known = {edit.id: edit for edit in edits_by_id(reader, named)}
        kinds = {r: s.kind for r, s in projection.states_of(connection, {e.record for e in checked.read}).items()}
        accepted = checked.fitting(known, kinds)
        planned = preview_of(connection, {_SHARED: Received(_SHARED, accepted, 0, ("", ""))}, file.now())
    if planned.refused:
        raise BoardError(f"What is on the shared board was not taken in: {planned.refused[0].refused}")
    if planned.edits:
        with file.transaction(writing=True) as connection:
            take_in(connection, planned)
    return Taken(planned, checked.left_out)


def _is_new(row: Sequence[Any], here: Mapping[str, int]) -> bool:
    return bool(row[_NUMBER] > here.get(row[_SESSION], 0))


class _Checked:
    """Looks at edits one by one, and leaves out the rest of a session from the first edit on that is not acceptable."""

    def __init__(self, ours: KnownEdits, here: Mapping[str, int], count: int) -> None:
        self.read: list[Edit] = []
        self.left_out: dict[str, str] = {}
        self._ours = ours
        self._count = count
        self._numbers = dict(here)
        self._lamports = dict(ours.lamports)
        self._logins: dict[str, str] = {}

    def look_at(self, each: Posted) -> None:
        session = str(each.row[_SESSION])
        self._logins.setdefault(session, each.login)
        if session in self.left_out:
            return
        try:
            edit = read_edit(each.row, count=self._count, board=self._ours.board)
            self._check_place(edit)
        except NotAcceptable as reason:
            self._leave_out(session, reason)
        else:
            self._numbers[session], self._lamports[session] = edit.id.number, edit.lamport
            self.read.append(edit)

    def fitting(self, known: Mapping[EditId, Edit], kinds: Mapping[str, str]) -> tuple[Edit, ...]:
        """The edits that were read and fit what is here and one another."""
        every, of_kind = dict(known), dict(kinds)
        brought: Counter[tuple[str, str]] = Counter()
        accepted = []
        ended: set[str] = set()
        # What an edit replaces, and what came before it in its session, has a lower counter: so it is looked at first.
        for edit in sorted(self.read, key=lambda edit: (edit.lamport, edit.id)):
            if (session := edit.id.session) in ended:
                continue
            try:
                _check_not_behind(edit, every, self.left_out)
                check_parents(edit, every)
                own_kind = check_kinds([edit], of_kind)
                brought[edit.record, edit.group] += 1 - sum(every[each].group == edit.group for each in edit.parents)
                _check_number(brought[edit.record, edit.group])
            except NotAcceptable as reason:
                self._leave_out(session, reason)
                ended.add(session)
            else:
                every[edit.id] = edit
                of_kind |= own_kind
                accepted.append(edit)
        return tuple(accepted)

    def _check_place(self, edit: Edit) -> None:
        session, number = edit.id
        if number != self._numbers.get(session, 0) + 1 or edit.lamport <= self._lamports.get(session, 0):
            raise NotAcceptable(f"places edit {number} in an impossible order")

    def _leave_out(self, session: str, reason: NotAcceptable) -> None:
        if reason.rule is Rule.KNOWN_HERE:
            raise too_old()
        login = self._logins[session]
        self.left_out[session] = f"What {login} brought in was left out: it {reason}."


def _check_not_behind(edit: Edit, known: Mapping[EditId, Edit], left_out: Mapping[str, str]) -> None:
    if any(parent not in known and parent.session in left_out for parent in edit.parents):
        raise NotAcceptable(BEHIND)


def _check_number(heads: int) -> None:
    if heads > HEADS_LIMIT:
        raise NotAcceptable("says more things about one field at the same time than any board")
