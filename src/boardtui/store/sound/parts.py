"""Is a board file sound? As a yes or no, part by part: a large file is looked at by several programs at once.

A part is the edits of some records. What an edit replaces, and what is shown of a record, lies in the same part: none
needs another one. A "no" says nothing more: `soundness` then looks at all of the file again and puts it into words.
"""

from __future__ import annotations

import gc
import os
import signal
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from boardtui.domain.errors import BoardError
from boardtui.domain.immutable import immutable
from boardtui.domain.meetings.sittings import verify_frozen
from boardtui.domain.records.edits import Edit, record_state
from boardtui.domain.records.kinds import Meeting
from boardtui.store import columns, file
from boardtui.store.columns import EDITS
from boardtui.store.copies.receive import NEW_TEXT_LIMIT, check_heads, check_private, known_edits
from boardtui.store.edit_rules import check_kinds, check_parents, read_edit
from boardtui.store.history import values_of
from boardtui.store.verify import DAMAGE, TABLES, shown_otherwise

if TYPE_CHECKING:
    from concurrent.futures import Future

WORTH_IT = 20_000  # edits; below, another program takes longer to start than it saves
_PARTS_OF_EACH = 4  # so that nobody waits long for who began last
_MOST_PROGRAMS = 8


@immutable
class Part:
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

    def within(self, column: str) -> tuple[str, tuple[str, ...]]:
        """The condition that a column holds an identity of this part, and the values it takes."""
        conditions = [f"{column} >= ?"] * bool(self.first) + [f"{column} < ?"] * bool(self.end)
        return " AND ".join(conditions) or "1", tuple(filter(None, (self.first, self.end)))


@immutable
class Seen:
    """How much somebody has looked at: rows of edits, and of what is shown."""

    edits: int
    shown: int


def is_sound(path: Path) -> bool:
    """Whether nothing is wrong with a private copy of a board.

    False does not say that something is: whether, and what, only a closer look tells.
    """
    database = file.Database(path, read_only=False)
    try:
        with closing(database), database.reading() as reader:
            return _is_sound(reader, path)
    except (BoardError, sqlite3.Error, *DAMAGE):
        return False


def _is_sound(reader: sqlite3.Connection, path: Path) -> bool:
    (version,) = reader.execute("PRAGMA user_version").fetchone()
    if version != columns.FORMAT:
        return False
    known = known_edits(reader)
    (count,) = reader.execute("SELECT count(*) FROM edit").fetchone()
    shown = columns.stated(reader, "projection") == columns.projection_signature()
    parts = _parts(reader, Part(path, known.board, count, shown=shown))
    with _looked_at_elsewhere(parts) as begun:
        if not _is_one_board(reader, known.board):
            return False
        check_private(path, known)
        if begun:
            seen = [_result(*each) for each in reversed(list(zip(begun, parts, strict=True)))]
        else:
            seen = [look_at(part) for part in parts]
    # Every row was looked at by somebody, whatever the file calls its records.
    rows = sum(reader.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES) if shown else 0
    whole = [each for each in seen if each is not None]
    return len(whole) == len(parts) and (sum(s.edits for s in whole), sum(s.shown for s in whole)) == (count, rows)


def _is_one_board(reader: sqlite3.Connection, board: str) -> bool:
    """Whether what goes beyond single records is right: the file's structure, its board, the numbers of its edits."""
    if reader.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
        return False
    if reader.execute("SELECT 1 FROM edit WHERE kind = 'board' AND record = ? LIMIT 1", (board,)).fetchone() is None:
        return False
    numbers = "SELECT 1 FROM edit GROUP BY session HAVING min(number) IS NOT 1 OR max(number) IS NOT count(*) LIMIT 1"
    before = "SELECT lamport, lag(lamport) OVER (PARTITION BY session ORDER BY number) AS before FROM edit"
    order = f"SELECT 1 FROM ({before}) WHERE before >= lamport LIMIT 1"
    text = " + ".join(f"coalesce(sum(length(CAST({name} AS BLOB))), 0)" for name in ("value", "why", "parents"))
    length = f"SELECT 1 FROM (SELECT {text} AS bytes FROM edit) WHERE bytes > {NEW_TEXT_LIMIT}"
    return all(reader.execute(query).fetchone() is None for query in (numbers, order, length))


def look_at(part: Part) -> Seen | None:
    """Look at some records of a file and say how much that was; None if not all is right with it."""
    database = file.Database(part.path, read_only=True)
    try:
        with closing(database), database.reading() as reader:
            return _look_at(reader, part)
    except (BoardError, sqlite3.Error, *DAMAGE):
        return None


def _look_at(reader: sqlite3.Connection, part: Part) -> Seen | None:
    condition, values = part.within("record")
    rows = reader.execute(f"{EDITS} WHERE {condition}", values)
    edits = [read_edit(row, count=part.count, board=part.board) for row in rows]
    by_id = {edit.id: edit for edit in edits}
    for edit in edits:
        if edit.parents:
            check_parents(edit, by_id)
    check_kinds(edits, {})
    check_heads(edits)
    if any(papers_problems(edits)):
        return None
    shown = 0
    if part.shown:
        if any(shown_otherwise(reader, edits, part.within)):
            return None
        for table, column in TABLES.items():
            condition, values = part.within(column)
            shown += reader.execute(f"SELECT count(*) FROM {table} WHERE {condition}", values).fetchone()[0]
    return Seen(len(edits), shown)


def papers_problems(edits: Iterable[Edit]) -> Iterator[str]:
    """What is wrong with the papers that closed meetings have frozen, given all edits of some records."""
    by_record: dict[str, list[Edit]] = {}
    for edit in edits:
        if edit.kind == Meeting.kind.name:
            by_record.setdefault(edit.record, []).append(edit)
    states = {record: record_state(some) for record, some in by_record.items()}
    yield from verify_frozen(Meeting(id=record, **values_of(s)) for record, s in states.items() if not s.deleted)


# Who looks at what.


def _parts(reader: sqlite3.Connection, whole: Part) -> list[Part]:
    """All of the file in parts of about as many edits each; one part where that is not worth it."""
    if whole.count < WORTH_IT or not _helpers():
        return [whole]
    size = whole.count // (_PARTS_OF_EACH * (_helpers() + 1)) + 1
    ends: list[str] = []
    reached = 0
    for record, edits in reader.execute("SELECT record, count(*) FROM edit GROUP BY record ORDER BY record"):
        if reached >= size:
            ends.append(record)
            reached = 0
        reached += edits
    return [
        Part(whole.path, whole.board, whole.count, first, end, whole.shown)
        for first, end in zip(["", *ends], [*ends, ""], strict=True)
    ]


def _helpers() -> int:
    """How many programs help this one: with it, one for each processor."""
    return min(os.cpu_count() or 1, _MOST_PROGRAMS) - 1


@contextmanager
def _looked_at_elsewhere(parts: Sequence[Part]) -> Iterator[Sequence[Future[Seen | None]]]:
    """Some parts as other programs look at them; none where there is one part, or no program can be started."""
    if len(parts) < 2:
        yield ()
        return
    # It takes as long to import as a small board to be looked at.
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    with ExitStack() as stack:
        try:
            # Started anew, as on Windows: what goes on in other threads here is none of their business.
            helpers = ProcessPoolExecutor(_helpers(), get_context("spawn"), _prepare)
            stack.callback(helpers.shutdown, cancel_futures=True)
            begun = [helpers.submit(look_at, part) for part in parts]
        except (ImportError, NotImplementedError, OSError, RuntimeError):
            begun = []
        yield begun


def _prepare() -> None:
    gc.disable()  # as in every command
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started it is stopped, and stops it


def _result(future: Future[Seen | None], part: Part) -> Seen | None:
    """What another program says of a part; where it cannot, what is seen here."""
    # Those who help begin at the front: what none of them has begun is looked at here.
    if future.cancel():
        return look_at(part)
    try:
        return future.result()
    except (OSError, RuntimeError, *DAMAGE):  # it could not be started, was ended, or could not say it
        return look_at(part)
