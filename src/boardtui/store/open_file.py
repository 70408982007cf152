"""A board's file while it is open: read and written in transactions, one at a time, and watched.

Files are replaced, moved and overwritten under the hands of whoever has them open: a sync program renames another copy
into the place of one, a person tidies a folder. Where that has happened nothing more is written, and it is said.
"""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from boardtui.domain.errors import BoardError, Code
from boardtui.store import backup, file
from boardtui.store.file import FileStamp
from boardtui.store.header import Damaged, check_header
from boardtui.store.verify import DAMAGE, check_whole, damaged, fingerprint, remember

if TYPE_CHECKING:
    import sqlite3

    from sqlalchemy import Connection

    from boardtui.domain.records.edits import Edit

Clock = Callable[[], datetime]

_REOPENED = 1_000_000_000  # more than SQLite counts of other programs' writes on one connection


def utc_now() -> datetime:
    """The wall clock, for display only: edits are ordered by their Lamport counter."""
    return datetime.now(UTC)


class OpenFile:
    """An open file. May be used from several threads; one operation runs at a time.

    Each opening makes a session of its own, so that a copied file never has two replicas with one name.

    Attributes:
        path: where it was opened.
        read_only: nothing may be written into it.
        damage: what is wrong with it, as a sentence; "" as long as nothing is known.
        made: what was written through this opening, so that it outlives the file.
        created: ids of the records that were made through this opening.
    """

    def __init__(
        self, database: file.Database, *, read_only: bool, clock: Clock = utc_now, verified: bool = False
    ) -> None:
        self.path = database.path
        self.read_only = read_only
        self.damage = ""
        self.made: list[Edit] = []
        self.created: set[str] = set()
        self._database = database
        self._clock = clock
        self._session = uuid.uuid4().hex
        self._lock = threading.RLock()
        self._under_way: Connection | None = None
        self._stamp = FileStamp.of(database.path)
        self._reopened = 0
        self._verified, self._wrote = verified, False

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False, clock: Clock = utc_now, verify: bool = True) -> Self:
        """Open an existing board, and bring an older format up to date after a backup.

        Args:
            path: the file.
            read_only: write nothing to it, even where that is possible.
            clock: what edits are dated with.
            verify: compare every edit with its digest now. Who leaves it until later has to call `verify`; it is done
                before the first write at the latest.

        Raises:
            BoardError: it is not a whole and readable board of a known format.
        """
        try:
            opened = cls._open(path, read_only or not file.is_writable(path), clock)
        except Damaged as error:
            raise damaged(path, error.what) from error
        if verify:
            try:
                opened.verify()
            except BaseException:
                opened.close()
                raise
        return opened

    @classmethod
    def _open(cls, path: Path, read_only: bool, clock: Clock) -> Self:
        stamp = FileStamp.of(path)
        check_header(path)
        database = file.Database(path, read_only=read_only)
        try:
            if not file.is_up_to_date(database, read_only=read_only):
                from boardtui.store.migrations import bring_up_to_date

                # What is worked out from damaged edits would look as if it were whole.
                with database.reading() as reader:
                    check_whole(reader, path, shown=False)
                bring_up_to_date(database)
        except BaseException:
            database.close()
            raise
        opened = cls(database, read_only=read_only, clock=clock)
        if stamp is not None and not stamp.is_of_the_same_file(opened._stamp):
            opened._stamp = stamp  # it was replaced in this moment, which the next look says
        return opened

    def close(self) -> None:
        """Let go of the file. There is nothing to save: every edit is on disk already."""
        # Another thread may be in the middle of a look at it: the connection must not vanish under its hands.
        with self._lock:
            if self._wrote and self._verified:
                with suppress(BoardError, *DAMAGE), self._database.reading() as reader:
                    key = fingerprint(reader, self.path)
                    if FileStamp.of(self.path) == self._stamp:  # what was read is what was verified and written
                        remember(key)
            self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """One transaction to read in, for the modules of the store; the one that writes, where that is under way.

        Raises:
            BoardError: the file is locked, gone or damaged.
        """
        with self._lock:
            if self._under_way is not None:
                from boardtui.store.schema import reader_of

                yield reader_of(self._under_way)
                return
            with self._damage_is_told(), self._database.reading() as reader:
                yield reader

    @contextmanager
    def transaction(self, *, writing: bool) -> Iterator[Connection]:
        """One transaction of SQLAlchemy, for the modules of the store; committed at the end of the block.

        Within one that writes, what else is read and written is part of it: see `at_once`.

        Raises:
            BoardError: the file is locked, gone, replaced or damaged, or the disk is full.
        """
        with self._lock:
            if self._under_way is not None:
                yield self._under_way
                return
            if writing:
                self.be_sure()
            made, created = len(self.made), set(self.created)
            try:
                with self._damage_is_told(), self._database.transaction(writing=writing) as connection:
                    if writing and FileStamp.of(self.path) != self._stamp:  # another program wrote in this moment
                        self._verify()
                    self._under_way = connection if writing else None
                    yield connection
            except BaseException:
                del self.made[made:]  # nothing of it is on disk
                self.created = created
                raise
            finally:
                self._under_way = None  # not before it is on disk, which may take a while
            if writing:
                self._wrote, now = True, FileStamp.of(self.path)
                if self._stamp is None or self._stamp.is_of_the_same_file(now):
                    self._stamp = now  # if it was replaced since it was written, the next look says so

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """What is read and written in the block is of one moment: no other program writes in between.

        All of it is on disk at the end of the block, or nothing.

        Raises:
            BoardError: nothing may be written into the file, or as of `transaction`.
        """
        self.must_be_writable()
        with self.transaction(writing=True):
            yield

    # Is it still the file that was opened, and whole?

    def verify(self) -> None:
        """Check that everything in the file is as it was written, with the least that is needed to know.

        Raises:
            BoardError: it is damaged, and read-only from now on.
        """
        with self._lock:
            self._verify()

    def as_it_is(self) -> None:
        """Take the file as it is for what was opened: what was just written into it is this program's own."""
        self._stamp = FileStamp.of(self.path)

    def be_sure(self) -> None:
        """Check that the file is still the one that was opened, and that what came into it is whole.

        Raises:
            BoardError: it is gone, replaced or damaged; the code says which.
        """
        with self._lock:
            self._see_whether_it_is_the_same()
            self._verify()

    def _see_whether_it_is_the_same(self) -> None:
        if self._under_way is not None:
            return  # it was looked at when that began
        if self._look() != self._stamp:
            # What is kept in memory of the file as it was must not be mixed with what is in it now.
            self._database.close()
            self._reopened += 1
            self._verify()

    def _look(self) -> FileStamp:
        now = FileStamp.of(self.path)
        if now is None:
            raise BoardError(
                f"{self.path.name} is no longer there: it was moved or deleted, or its drive is away. Nothing was "
                "changed.",
                code=Code.GONE,
            )
        if self._stamp is not None and not now.is_of_the_same_file(self._stamp):
            raise BoardError(
                f"Another file was put in the place of {self.path.name}. Nothing was changed in it.", code=Code.REPLACED
            )
        return now

    def _verify(self) -> None:
        stamp = self._look()
        if self._verified and stamp == self._stamp:
            return
        # Through a connection of its own: this one may still hold in memory what is no longer in the file. And through
        # SQLite alone: whoever else closes the file lets go of all locks that this program has on it.
        fresh = file.Database(self.path, read_only=self.read_only)
        try:
            with closing(fresh), fresh.reading() as reader:
                check_whole(reader, self.path)
        except Damaged as error:
            self._stop(error)
        self._stamp, self._verified = stamp, True

    def _stop(self, error: Damaged) -> None:
        """Write no more into a damaged file."""
        told = damaged(self.path, error.what)
        self.read_only, self.damage = True, str(told)
        raise told from error

    @contextmanager
    def _damage_is_told(self) -> Iterator[None]:
        """Tell damage from a mistake of the program, where something was not as it should be."""
        try:
            yield
        except Damaged as error:
            self._stop(error)
        except BoardError as error:
            if error.code is Code.UNFORESEEN:
                self._look_for_damage()
            raise
        except DAMAGE:
            self._look_for_damage()
            raise

    def _look_for_damage(self) -> None:
        self._verified = False
        self._verify()

    def data_version(self) -> int:
        """A number that changes when another program has written the file.

        Raises:
            BoardError: it is gone, replaced or damaged.
        """
        with self._lock:
            self._see_whether_it_is_the_same()
            return self._reopened * _REOPENED + self._database.data_version()

    # What else belongs to an open file.

    def is_kept_waiting(self) -> bool:
        """Whether an operation is under way in another thread that waits for another program to let go of the file."""
        if self._lock.acquire(blocking=False):
            self._lock.release()
            return False
        return self._under_way is None and file.is_taken(self.path) and self._under_way is None

    def is_locked(self) -> bool:
        """Whether another program keeps the file from being written at this moment."""
        return file.is_taken(self.path, by_readers=True)

    def get_ready_to_write(self) -> None:
        """Import what writing takes, so that the first edit need not wait for it."""
        with self._lock:
            if not self.read_only:
                import boardtui.store.undo  # noqa: F401 - for what it imports

                self._database.engine()

    def keep_time_by(self, clock: Clock) -> None:
        """Date edits by this clock from now on."""
        self._clock = clock

    def now(self) -> datetime:
        """The time by this file's clock."""
        return self._clock()

    def back_up(self, reason: str) -> Path:
        """Write a complete copy into the backup folder beside the board."""
        with self._lock:
            self.be_sure()
            return backup.back_up(self.path, reason)

    def save_as(self, target: Path) -> None:
        """Write the board as it is open here to another place, also where its own file is gone or was replaced.

        Raises:
            BoardError: it cannot be read any more, or not be written there; nothing is left there then.
        """
        with self._lock, self._damage_is_told(), file.plain_errors(self.path):
            backup.write_whole(target, self._database.connection())

    def must_be_writable(self) -> None:
        """Refuse, with a sentence, where the file cannot be changed."""
        if self.damage:
            raise BoardError(self.damage, code=Code.DAMAGED)
        if self.read_only:
            raise file.read_only_error(self.path)


def damage_of(path: Path) -> str:
    """What is wrong with a file, as a sentence that says what to do; "" where no damage is found. It is only read."""
    try:
        OpenFile.open(path, read_only=True).close()
    except BoardError as error:
        return str(error) if error.code is Code.DAMAGED else ""
    except OSError:
        return ""
    return ""
