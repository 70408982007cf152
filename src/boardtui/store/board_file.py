"""A board file: read it, write edits to it, look back and undo. Each write is on disk before it returns."""

from __future__ import annotations

import hashlib
import threading
import uuid
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, Engine, insert

from boardtui.domain.board.board import Board
from boardtui.domain.errors import BoardError
from boardtui.domain.records.edits import Change, Edit, canonical
from boardtui.domain.records.kinds import Meeting
from boardtui.domain.records.meetings import MeetingState
from boardtui.settings.disk import remove_if_possible
from boardtui.settings.paths import name_problem
from boardtui.store import backup, file, migrations, projection, schema
from boardtui.store.history import (
    Entry,
    MeetingRecord,
    edits_of_kinds,
    entries,
    meeting_record,
    parts_of,
    version_vector,
)
from boardtui.store.reading import board_at, read_board, refreshed
from boardtui.store.undo import Undone, next_redo, next_undo, reverse
from boardtui.store.writing import EditWriter

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The wall clock, for display only: edits are ordered by their Lamport counter."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a write did. It is on disk.

    Attributes:
        edits: the edits that were made; none where nothing would have changed.
        batch: what undoes them together, or "".
        created: ids of the records that were made.
    """

    edits: tuple[Edit, ...]
    batch: str
    created: tuple[str, ...] = ()


class BoardFile:
    """An open board. May be used from several threads; one operation runs at a time.

    Each opening makes a session of its own, so that a copied file never has two replicas with one name.
    """

    def __init__(self, path: Path, engine: Engine, *, read_only: bool, clock: Clock = utc_now) -> None:
        self.path = path
        self.read_only = read_only
        self._engine = engine
        self._clock = clock
        self._session = uuid.uuid4().hex
        self._lock = threading.RLock()
        self._closing: Connection | None = None

    @classmethod
    def create(cls, path: Path, title: str = "", *, who: str = "", clock: Clock = utc_now) -> Self:
        """Make a new board.

        Raises:
            BoardError: there is such a file already, or it cannot be written.
        """
        if problem := name_problem(path):
            raise BoardError(problem)
        if path.exists():
            raise BoardError(f"{path} exists already. Choose another name, or open it: boardtui {path.name}")
        if not path.parent.is_dir():
            raise BoardError(f"There is no folder {path.parent}. Make it first, or choose another.")
        try:
            path.touch(exist_ok=False)
        except OSError as error:
            raise BoardError(f"{path} cannot be made: {(error.strerror or str(error)).lower()}.") from None
        engine = file.connect(path, read_only=False)
        try:
            with file.transaction(engine, path, writing=True) as connection:
                connection.exec_driver_sql(f"PRAGMA application_id={schema.APPLICATION_ID}")
                connection.exec_driver_sql(f"PRAGMA user_version={schema.FORMAT}")
                for statement in schema.create_statements(schema.CORE_TABLES + schema.PROJECTION_TABLES):
                    connection.exec_driver_sql(statement)
                identity = str(uuid.uuid4())
                meta = {"board": identity, "projection": schema.projection_signature()}
                connection.execute(
                    insert(schema.META), [{"name": name, "value": value} for name, value in meta.items()]
                )
            board_file = cls(path, engine, read_only=False, clock=clock)
            board_file.write([Change(identity, "board", {"title": title})], who=who, why="made the board")
        except BaseException:
            # First let go of the file: what is still open cannot be deleted everywhere, and what is deleted while it is
            # open stays on the disk.
            engine.dispose()
            remove_if_possible(path)
            raise
        return board_file

    @classmethod
    def open(cls, path: Path, *, clock: Clock = utc_now) -> Self:
        """Open an existing board, bring an older format up to date after a backup, and read its projection.

        Raises:
            BoardError: it is not a whole and readable board of a known format.
        """
        file.check_header(path)
        read_only = not file.is_writable(path)
        engine = file.connect(path, read_only=read_only)
        try:
            migrations.bring_up_to_date(engine, path, read_only=read_only)
        except BaseException:
            engine.dispose()
            raise
        return cls(path, engine, read_only=read_only, clock=clock)

    def close(self) -> None:
        """Let go of the file. There is nothing to save: every edit is on disk already."""
        # Another thread may be in the middle of a look at it: the connection must not vanish under its hands.
        with self._lock:
            self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def transaction(self, *, writing: bool) -> Iterator[Connection]:
        """One transaction on the file, for the modules of the store; committed at the end of the block.

        What is read while a meeting is closed is read in the transaction in which that is done.
        """
        with self._lock:
            if self._closing is not None and not writing:
                yield self._closing
                return
            with file.transaction(self._engine, self.path, writing=writing) as connection:
                yield connection

    def now(self) -> datetime:
        """The time by this file's clock."""
        return self._clock()

    def read(self, *, since: str = "", at: str = "") -> Board:
        """Everything the board holds, at one moment.

        Args:
            since: id of the closed meeting with which to compare; the last closed one by default.
            at: id of a closed meeting: the board as it was known when that closed. Now by default.

        Raises:
            BoardError: the file is damaged or cannot be read, or there is no such closed meeting.
        """
        with self.transaction(writing=False) as connection:
            return board_at(connection, at, compared_with=since) if at else read_board(connection, since=since)

    def refresh(self, before: Board) -> Board:
        """As `read`, given the board as it was read before: only what has come in since then is read.

        Raises:
            BoardError: the file is damaged or cannot be read.
        """
        with self.transaction(writing=False) as connection:
            return refreshed(connection, before) or read_board(connection)

    def write(
        self,
        changes: Sequence[Change],
        *,
        who: str,
        why: str = "",
        meeting: str = "",
        seen: int | None = None,
        continues: str = "",
        at: datetime | None = None,
    ) -> Receipt:
        """Record changes as edits, all of them or none. They are on disk when this returns.

        Args:
            changes: what to do. A group that already holds the values makes no edit.
            who: the name the edits are signed with.
            why: the reason.
            meeting: id of the meeting in which they are made.
            seen: the edition of the board on which the changes were decided; newer edits by others are then
                never replaced, but stand beside these as a conflict. None: as the file is now.
            continues: the batch these edits belong to, so that one undo takes back both.
            at: the time they are dated with; the clock's by default.

        Raises:
            BoardError: a value does not fit, the record is unknown, or the file cannot be written.
        """
        self.must_be_writable()
        with self.transaction(writing=True) as connection:
            writer = EditWriter(connection, self._session, at or self._clock(), who=who, why=why, meeting=meeting)
            return self._finish(writer, writer.write(changes, seen=seen, continues=continues))

    def close_meeting(
        self,
        meeting: str,
        *,
        who: str,
        freeze: Callable[[Board], tuple[str, str]],
        at: datetime | None = None,
    ) -> Receipt:
        """Close a meeting: freeze its snapshot and minutes, and remember which edits were known.

        Args:
            meeting: id of the meeting.
            who: the name the closing is signed with.
            freeze: makes the Markdown snapshot and the Markdown minutes from the board as it is now. It may ask
                this file for what was `meeting_record`.
            at: the time of closing; the clock's by default.

        Raises:
            BoardError: there is no such meeting, it is closed already, or the file cannot be written.
        """
        self.must_be_writable()
        with self.transaction(writing=True) as connection:
            board = read_board(connection)
            found = board.get(Meeting, meeting)
            if found is None:
                raise BoardError("There is no such meeting on this board.")
            if found.state is MeetingState.CLOSED:
                raise BoardError(
                    "That meeting is closed and stays as it was. Make the correction as an ordinary edit: "
                    "it is minuted at the next meeting."
                )
            moment = at or self._clock()
            # What is frozen and what is looked up for it is all of this one moment.
            self._closing = connection
            try:
                snapshot, minutes = freeze(board)
            finally:
                self._closing = None
            writer = EditWriter(connection, self._session, moment, who=who, why="closed the meeting", meeting=meeting)
            # The closing edit itself is known at the closing, or every meeting would be news to itself.
            known = version_vector(connection) | {self._session: writer.next_number}
            values = {
                "state": MeetingState.CLOSED.value,
                "opened_at": found.opened_at,
                "closed_at": moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
                "known": canonical(known),
                "digest": hashlib.sha256(snapshot.encode()).hexdigest(),
                "snapshot": snapshot,
                "minutes": minutes,
            }
            return self._finish(writer, writer.write([Change(meeting, "meeting", values)], seen=None))

    def undo(self, *, who: str, meeting: str = "") -> Undone:
        """Take back the last thing this person did in this file, also before a restart.

        Raises:
            BoardError: there is nothing to undo, or somebody has changed it since; the sentence says which.
        """
        return self._reverse(next_undo, who=who, meeting=meeting)

    def redo(self, *, who: str, meeting: str = "") -> Undone:
        """Do again what was undone last.

        Raises:
            BoardError: there is nothing to do again, or somebody has changed it since.
        """
        return self._reverse(next_redo, who=who, meeting=meeting)

    def history(self, record: str | None = None, *, parts: bool = False, limit: int | None = None) -> list[Entry]:
        """Who changed what, when, from what to what and why: newest first.

        Args:
            record: only this record.
            parts: also what belongs to it without a ref of its own, as a KPI's readings do.
            limit: only the newest so many.
        """
        with self.transaction(writing=False) as connection:
            return entries(connection, record, parts=parts, limit=limit)

    def edits_of_kinds(self, kinds: Collection[str]) -> list[Edit]:
        """Every edit of the records of some kinds, oldest first: what was said of them, when and why."""
        with self.transaction(writing=False) as connection:
            return edits_of_kinds(connection, kinds)

    def parts_of(self, record: str) -> list[str]:
        """The ids of what belongs to a record without a ref of its own, deleted parts too."""
        with self.transaction(writing=False) as connection:
            return parts_of(connection, record)

    def meeting_record(self, meeting: str) -> MeetingRecord:
        """What was changed in a meeting, and what of the one before was corrected since: what minutes are made of.

        Raises:
            BoardError: there is no such meeting.
        """
        with self.transaction(writing=False) as connection:
            return meeting_record(connection, meeting)

    def data_version(self) -> int:
        """A number that changes when another program has written the file."""
        with self._lock, file.plain_errors(self.path), self._engine.connect() as connection:
            raw = connection.connection.driver_connection
            assert raw is not None
            return int(raw.execute("PRAGMA data_version").fetchone()[0])

    def back_up(self, reason: str) -> Path:
        """Write a complete copy into the backup folder beside the board."""
        with self._lock:
            return backup.back_up(self.path, reason)

    def must_be_writable(self) -> None:
        """Refuse, with a sentence, where the file cannot be changed."""
        if self.read_only:
            raise file.read_only_error(self.path)

    def _finish(self, writer: EditWriter, edits: list[Edit]) -> Receipt:
        projection.project(writer.connection, {edit.record for edit in edits})
        batch = edits[0].batch if edits else ""
        return Receipt(tuple(edits), batch, tuple(writer.created))

    def _reverse(self, choose: Any, *, who: str, meeting: str) -> Undone:
        self.must_be_writable()
        with self.transaction(writing=True) as connection:
            batch, intent = choose(connection, who)
            writer = EditWriter(connection, self._session, self._clock(), who=who, meeting=meeting)
            undone = reverse(writer, batch, intent)
            projection.project(connection, {edit.record for edit in undone.edits})
            return undone
