"""A large file is looked at by several programs at once, each of which takes one part of it after the other.

A part is the edits of some records. What an edit replaces, and what is shown of a record, lies in the same part: none
needs another one.
"""

from __future__ import annotations

import gc
import os
import signal
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from boardtui.domain.errors import BoardError
from boardtui.store import file
from boardtui.store.sound import rules
from boardtui.store.sound.rules import RangeReport, RecordRange
from boardtui.store.verify import DAMAGE

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

WORTH_IT = 12_000_000  # bytes of a file; below, another program takes longer to start than it saves
_PARTS_OF_EACH = 10  # so that nobody waits long for who began last
_MOST_PROGRAMS = 8


class Helpers:
    """The programs that help this one to look at one file; there may be none."""

    def __init__(self, executor: Executor | None = None) -> None:
        self._executor = executor
        self._parts: Sequence[RecordRange] = ()
        self._begun: list[Future[dict[int, RangeReport]]] = []

    def begin(self, reader: sqlite3.Connection, path: Path) -> None:
        """Have them begin to look at a file, which has been copied into a folder of this program's own."""
        if self._executor is None:
            return
        try:
            self._parts = _parts(reader, rules.whole_of(reader, path))
            _taken(path).mkdir()
            self._begun = [self._executor.submit(look_at_what_is_left, self._parts) for _ in range(_helpers())]
        except (OSError, RuntimeError, sqlite3.Error, *DAMAGE):  # whoever looks at it alone finds what is wrong
            self._parts = ()

    def look(self, reader: sqlite3.Connection, whole: RecordRange) -> Sequence[RangeReport]:
        """Look at all of the file, with those who help.

        Raises:
            UnreadableEdit: there is an edit that cannot be read.
        """
        seen = look_at_what_is_left(self._parts)
        for each in self._begun:
            seen |= _result(each)
        if self._parts and len(seen) == len(self._parts):
            # Every row was looked at by somebody, whatever the file calls its records.
            counted = sum(each.edits for each in seen.values()), sum(each.shown for each in seen.values())
            if counted == (whole.count, rules.rows_shown(reader, whole)):
                return list(seen.values())
        return [rules.look_at(reader, whole)]

    def leave(self) -> None:
        """Have nobody begin with another part."""
        for place in range(len(self._parts)):
            _take(self._parts[place], place)


@contextmanager
def helpers_for(path: Path) -> Iterator[Helpers]:
    """Those who help to look at a file; they are started now, since it takes them a while until they can begin."""
    if not _helpers() or not _is_large(path):
        yield Helpers()
        return
    # It takes as long to import as a small board to be looked at.
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    executor = None
    try:
        # Started anew, as on Windows: what goes on in other threads here is none of their business.
        executor = ProcessPoolExecutor(_helpers(), get_context("spawn"), _prepare)
        for _ in range(_helpers()):
            executor.submit(_be_ready)
    except (ImportError, NotImplementedError, OSError, RuntimeError):
        executor = None
    helpers = Helpers(executor)
    try:
        yield helpers
    finally:
        helpers.leave()
        if executor is not None:
            executor.shutdown(cancel_futures=True)


def _is_large(path: Path) -> bool:
    try:
        return path.stat().st_size >= WORTH_IT
    except OSError:
        return False  # it is gone in this moment, which is found in copying it


@contextmanager
def reading(path: Path, *, read_only: bool) -> Iterator[sqlite3.Connection]:
    """A transaction on a file that is opened for it alone."""
    database = file.Database(path, read_only=read_only)
    with closing(database), database.reading() as reader:
        yield reader


def look_at_what_is_left(parts: Sequence[RecordRange]) -> dict[int, RangeReport]:
    """Look at one part after the other that nobody else has taken; what was found, by the place of the part.

    A part at which something stops who looks is left out.
    """
    found = {}
    for place, part in enumerate(parts):
        if not _take(part, place):
            continue
        try:
            with reading(part.path, read_only=True) as reader:
                found[place] = rules.look_at(reader, part)
        except (BoardError, rules.UnreadableEdit, sqlite3.Error, *DAMAGE):
            break
    return found


def _taken(path: Path) -> Path:
    """Where there is a folder for each part that somebody has taken: of two who make one, one cannot."""
    return path.with_name(f"{path.name}-parts")


def _take(part: RecordRange, place: int) -> bool:
    try:
        (_taken(part.path) / str(place)).mkdir()
    except OSError:
        return False
    return True


def _parts(reader: sqlite3.Connection, whole: RecordRange) -> list[RecordRange]:
    """All of the file in parts of about as many edits each."""
    size = whole.count // (_PARTS_OF_EACH * (_helpers() + 1)) + 1
    ends: list[str] = []
    reached = 0
    for record, edits in reader.execute("SELECT record, count(*) FROM edit GROUP BY record ORDER BY record"):
        if reached >= size:
            ends.append(record)
            reached = 0
        reached += edits
    return [replace(whole, first=first, end=end) for first, end in zip(["", *ends], [*ends, ""], strict=True)]


def _helpers() -> int:
    """How many programs help this one: with it, one for each processor."""
    return min(os.cpu_count() or 1, _MOST_PROGRAMS) - 1


def _prepare() -> None:
    gc.disable()  # as in every command
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started it is stopped, and stops it


def _be_ready() -> None:
    """Nothing: who has done it has imported all that it needs."""


def _result(future: Future[dict[int, RangeReport]]) -> dict[int, RangeReport]:
    """What another program has found; nothing where it cannot say."""
    try:
        return future.result()
    except (OSError, RuntimeError, *DAMAGE):  # it could not be started, was ended, or could not say it
        return {}
