"""A board file: read it, write edits to it, look back and undo. Each write is on disk before it returns."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self

from boardtui.domain.board.board import Board
from boardtui.domain.dates.dates import kept_time
from boardtui.domain.errors import BoardError
from boardtui.domain.immutable import immutable
from boardtui.domain.meetings.sittings import Papers, refuse_closed
from boardtui.domain.records.edits import Change, Edit, EditId, canonical
from boardtui.domain.records.kinds import Meeting
from boardtui.domain.records.meetings import MeetingState
from boardtui.domain.records.text import tidy_line
from boardtui.domain.records.types import LINE_LIMIT
from boardtui.settings.disk import begin, mode_in, sweep, unfinished, why_not
from boardtui.settings.paths import name_problem
from boardtui.store import columns, file
from boardtui.store.header import put_new_board, take_away
from boardtui.store.history import (
    Entry,
    MeetingRecord,
    deleted_edits,
    entries,
    first_edits,
    parts_of,
    version_vector,
)
from boardtui.store.minuted import meeting_record
from boardtui.store.open_file import Clock, OpenFile, utc_now
from boardtui.store.reading import board_at, read_board, refreshed

if TYPE_CHECKING:
    from boardtui.store.search import SaidBefore
    from boardtui.store.undo import Undone
    from boardtui.store.writing import EditWriter

# What writes is imported where it is used: it needs SQLModel, which takes longer than to read a board and show it.


@immutable
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


@immutable
class Reversed:
    """What an undo did, or doing something again, whatever another program wrote next.

    Attributes:
        before: the board as it was.
        done: what was done.
        after: the board as it was then.
    """

    before: Board
    done: Undone
    after: Board


def must_be_new(path: Path) -> None:
    """Check that a board can be made at a path, as far as can be seen before.

    Raises:
        BoardError: it cannot be called so, there is a file already, or no folder.
    """
    if problem := name_problem(path):
        raise BoardError(problem)
    if path.exists():
        raise exists_already(path)
    if not path.parent.is_dir():
        raise BoardError(f"There is no folder {path.parent}. Make it first, or choose another.")


def exists_already(path: Path) -> BoardError:
    """The error where a file would be replaced."""
    return BoardError(f"{path} exists already. Choose another name, or open it: boardtui {path.name}")


class BoardFile(OpenFile):
    """An open board, and what can be done with it."""

    @classmethod
    def create(cls, path: Path, title: str = "", *, who: str = "", clock: Clock = utc_now) -> Self:
        """Make a new board.

        Raises:
            BoardError: there is such a file already, or it cannot be written.
        """
        identity = str(uuid.uuid4())

        def begin_it(made: Self) -> None:
            made.write([Change(identity, "board", {"title": title})], who=who, why="made the board")

        return cls.create_with(path, identity, begin_it, clock=clock)

    @classmethod
    def create_with(cls, path: Path, identity: str, fill: Callable[[Self], None], *, clock: Clock = utc_now) -> Self:
        """Make a board of an identity, whose edits come from elsewhere.

        Args:
            path: where it is to be.
            identity: which board it is.
            fill: puts the edits into it.
            clock: what edits are dated with.

        Raises:
            BoardError: there is such a file already, or it cannot be written.
        """
        must_be_new(path)
        # It gets its name when it is a whole board: a killed program leaves none that only looks like one.
        part = unfinished(path)
        try:
            sweep([path.parent])
            begin(part, mode_in(path.parent))
            session = cls._make(part, identity, fill, clock)
            put_new_board(part, path)
        except FileExistsError:
            raise exists_already(path) from None
        except OSError as error:
            raise BoardError(f"{path} cannot be made: {why_not(error, path)}.") from None
        finally:
            take_away(part)
        opened = cls(file.Database(path, read_only=False), read_only=False, clock=clock, verified=True)
        opened._session = session  # it is one opening, under two names
        return opened

    @classmethod
    def _make(cls, path: Path, identity: str, fill: Callable[[Self], None], clock: Clock) -> str:
        from boardtui.store.migrations import make_tables

        database = file.Database(path, read_only=False)
        # What is still open cannot be deleted or renamed everywhere.
        with cls(database, read_only=False, clock=clock, verified=True) as made:
            with database.transaction(writing=True) as connection:
                make_tables(connection, identity)
            made.as_it_is()
            fill(made)
            return made._session

    def read(self, *, since: str = "", at: str = "") -> Board:
        """Everything the board holds, at one moment.

        Args:
            since: id of the closed meeting with which to compare; the last closed one by default.
            at: id of a closed meeting: the board as it was known when that closed. Now by default.

        Raises:
            BoardError: the file is damaged or cannot be read, or there is no such closed meeting.
        """
        with self.reading() as reader:
            return board_at(reader, at, compared_with=since) if at else read_board(reader, since=since)

    def refresh(self, before: Board) -> Board:
        """As `read`, given the board as it was read before: only what has come in since then is read.

        Raises:
            BoardError: the file is damaged or cannot be read.
        """
        with self.reading() as reader:
            return refreshed(reader, before) or read_board(reader)

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
        step: Callable[[], None] | None = None,
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
            step: is called as it goes on; what it raises stops it, and nothing is written.

        Raises:
            BoardError: a value does not fit, the record is unknown, or the file cannot be written.
        """
        self.must_be_writable()
        from boardtui.store.writing import EditWriter

        with self.transaction(writing=True) as connection:
            writer = EditWriter(connection, self._session, at or self._clock(), who=who, why=why, meeting=meeting)
            writer.step = step or writer.step
            return self._finish(writer, writer.write(changes, seen=seen, continues=continues))

    def close_meeting(
        self,
        meeting: str,
        *,
        who: str,
        freeze: Callable[[Board], Papers | tuple[str, str]],
        settle: Callable[[Board], list[Change]] = lambda _board: [],
        at: datetime | None = None,
    ) -> Receipt:
        """Close a meeting: freeze its snapshot and minutes, and remember which edits were known.

        Args:
            meeting: id of the meeting.
            who: the name the closing is signed with.
            freeze: makes what is frozen from the board as it is now, or the snapshot and the minutes alone.
            settle: says what is to be written with the closing. Both may ask this file for what was `meeting_record`.
            at: the time of closing; the clock's by default.

        Raises:
            BoardError: there is no such meeting, it is closed already, or the file cannot be written.
        """
        self.must_be_writable()
        from boardtui.store.schema import reader_of
        from boardtui.store.writing import EditWriter

        with self.transaction(writing=True) as connection:
            reader = reader_of(connection)
            board = read_board(reader)
            found = board.get(Meeting, meeting)
            if found is None:
                raise BoardError("There is no such meeting on this board.")
            refuse_closed(found)
            moment = at or self._clock()
            settled, papers = settle(board), Papers(*freeze(board))
            writer = EditWriter(connection, self._session, moment, who=who, why="closed the meeting", meeting=meeting)
            edits = writer.write(settled, seen=None)
            # The closing edit itself is known at the closing, or every meeting would be news to itself.
            known = version_vector(reader) | {self._session: writer.next_number}
            values = {
                "state": MeetingState.CLOSED.value,
                "opened_at": found.opened_at,
                "closed_at": kept_time(moment),
                "known": canonical(known),
                **papers.values,
            }
            edits += writer.write([Change(meeting, "meeting", values)], seen=None)
            return self._finish(writer, edits)

    def undo(self, *, who: str, meeting: str = "") -> Undone:
        """Take back the last thing this person did in this file, also before a restart.

        Raises:
            BoardError: there is nothing to undo, or somebody has changed it since; the sentence says which.
        """
        return self._reverse(again=False, who=who, meeting=meeting)

    def take_back(self, batch: str, *, who: str, meeting: str = "") -> Undone:
        """Take back what this person did in this file at any time, where it still stands.

        Args:
            batch: what was done together.
            who: the person.
            meeting: id of the meeting in which it is taken back.

        Raises:
            BoardError: it is not theirs, was taken back already, or somebody has changed it since.
        """
        return self._reverse(again=False, who=who, meeting=meeting, batch=batch)

    def redo(self, *, who: str, meeting: str = "") -> Undone:
        """Do again what was undone last.

        Raises:
            BoardError: there is nothing to do again, or somebody has changed it since.
        """
        return self._reverse(again=True, who=who, meeting=meeting)

    def history(
        self,
        record: str | None = None,
        *,
        parts: bool = False,
        limit: int | None = None,
        records: Iterable[str] | None = None,
    ) -> list[Entry]:
        """Who changed what, when, from what to what and why: newest first.

        Args:
            record: only this record; with its parts, also what belongs to it without a ref of its own.
            parts: see there.
            limit: only the newest so many.
            records: only these records, where there are several.
        """
        with self.reading() as reader:
            wanted = None if record is None else [record, *(parts_of(reader, record) if parts else ())]
            return entries(reader, records=wanted if records is None else records, limit=limit)

    def said_before(self, phrase: str, *, limit: int) -> list[SaidBefore]:
        """Everything ever said that holds a phrase, the newest first: see `search.said_before`."""
        from boardtui.store.search import said_before

        with self.reading() as reader:
            return said_before(reader, phrase, limit=limit)

    def edits_of_deleted(self) -> list[Edit]:
        """All edits of the records that are deleted now, from which can be told what they were."""
        with self.reading() as reader:
            return deleted_edits(reader)

    def first_edits(self, records: Iterable[str]) -> Mapping[str, EditId]:
        """For each of some records, the edit with which it came into this file."""
        with self.reading() as reader:
            return first_edits(reader, records)

    def parts_of(self, record: str) -> list[str]:
        """The ids of what belongs to a record without a ref of its own, deleted parts too."""
        with self.reading() as reader:
            return parts_of(reader, record)

    def meeting_record(self, meeting: str) -> MeetingRecord:
        """What was changed in a meeting, and what of the one before was corrected since: what minutes are made of.

        Raises:
            BoardError: there is no such meeting.
        """
        with self.reading() as reader:
            return meeting_record(reader, meeting)

    def made_for(self) -> str:
        """Who the file says it was made for, or "". Anybody can write it: it may only decide what is shown first."""
        try:
            with self.reading() as reader:
                found = columns.stated(reader, columns.MADE_FOR)
        except BoardError:
            return ""
        return tidy_line(found) if isinstance(found, str) and len(found) <= LINE_LIMIT else ""

    def lacks(self, edits: Sequence[Edit]) -> list[Edit]:
        """Those of some edits that are not in this file."""
        with self.reading() as reader:
            known = version_vector(reader)
        return [each for each in edits if known.get(each.id.session, 0) < each.id.number]

    def _finish(self, writer: EditWriter, edits: list[Edit]) -> Receipt:
        from boardtui.store import projection

        known = {record: writer.edits_of(record) for record in writer.created} if writer.whole else {}
        projection.project(writer.connection, {edit.record for edit in edits}, known)
        self.made += edits
        self.created.update(writer.created)
        return Receipt(tuple(edits), edits[0].batch if edits else "", tuple(writer.created))

    def _reverse(self, *, again: bool, who: str, meeting: str, batch: str = "") -> Undone:
        self.must_be_writable()
        from boardtui.store import projection, schema
        from boardtui.store.undo import chosen_undo, next_redo, next_undo, reverse, said_at
        from boardtui.store.writing import EditWriter

        with self.transaction(writing=True) as connection:
            reader = schema.reader_of(connection)
            if batch:
                batch, intent = chosen_undo(reader, batch, who)
            else:
                batch, intent = (next_redo if again else next_undo)(reader, who)
            meeting = meeting or said_at(reader, batch)
            writer = EditWriter(connection, self._session, self._clock(), who=who, meeting=meeting)
            undone = reverse(writer, batch, intent)
            projection.project(connection, {edit.record for edit in undone.edits})
            self.made += undone.edits
            return undone
