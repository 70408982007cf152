"""A meeting on disk: begun or gone on with, frozen when it closes, its minutes agreed, its papers written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from boardtui.domain.board.board import Board
from boardtui.domain.board.words import the_meeting
from boardtui.domain.dates.dates import format_day, kept_time, read_date
from boardtui.domain.errors import BoardError
from boardtui.domain.meetings.agenda import agenda_of
from boardtui.domain.meetings.agenda_changes import discussed, make_agenda
from boardtui.domain.meetings.meeting_changes import start_meeting
from boardtui.domain.meetings.minuted import agreement, as_minuted, minutes_are_draft, refuse_agreed
from boardtui.domain.meetings.sittings import Papers, frozen_minutes, frozen_snapshot, running_meeting
from boardtui.domain.records.declare import natural_id
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import Meeting
from boardtui.domain.records.meetings import AgendaState, MeetingState
from boardtui.domain.records.text import listed_in_words
from boardtui.report.minutes import minutes, minutes_paper, not_reached
from boardtui.report.snapshot import front_sheet, front_sheet_paper, snapshot, snapshot_paper
from boardtui.session.export import Format, TakenError, word_document, write_document
from boardtui.store.board_file import BoardFile, Receipt
from boardtui.store.history import MeetingRecord

WORD_UP_TO = 1_000_000
"""Characters of a whole plan, ten times those of a large one. A longer one would keep the room waiting for minutes."""

_Form = Mapping[str, bytes]  # a paper by the ending of its file


def begin_meeting(
    file: BoardFile, board: Board, meeting: Meeting, *, who: str, now: datetime, today: date, on_screen: bool = True
) -> bool:
    """Open a meeting after a backup, with an agenda if nobody has made one yet; or go on with it.

    It is looked at again once nobody else can write: another program may have opened it, or another one, meanwhile.

    Args:
        file: the file.
        board: the board as it is shown.
        meeting: the meeting on it.
        who: who signs.
        now: when it begins.
        today: the day for which the agenda is made, where the meeting has no date.
        on_screen: whether the item it is at is shown to the room: then that item is reached.

    Returns:
        Whether it began now.

    Raises:
        BoardError: it cannot begin, or the file cannot be written.
    """
    if meeting.state is MeetingState.PLANNED:
        file.back_up("meeting")
    with file.at_once():
        here = file.refresh(board)
        found = here.get(Meeting, meeting.id)
        if found is None:
            raise BoardError("There is no such meeting on this board.")
        if (begins := found.state is MeetingState.PLANNED) and not any(each.item for each in agenda_of(here, found)):
            agenda = make_agenda(here, found, read_date(found.date).day or today)
            file.write(_the_same_everywhere(file, found, agenda), who=who, why="made the agenda", seen=here.edition)
            here = file.refresh(here)
        changes = start_meeting(here, here.get(Meeting, meeting.id) or found, now, on_screen=on_screen)
        file.write(changes, who=who, why="opened the meeting" if begins else "", meeting=meeting.id, seen=here.edition)
    return begins


def _the_same_everywhere(file: BoardFile, meeting: Meeting, agenda: list[Change]) -> list[Change]:
    """An agenda whose new items have the ids that they get in every copy: two who begin apart make one agenda.

    What was on this agenda before, and is so no longer, gets an id of its own: it would be the one that was deleted.
    """
    ids = {
        each.record: natural_id("agenda_item", meeting.id, str(each.values["item"]))
        for each in agenda
        if each.values.get("item")
    }
    before = {entry.edit.record for entry in file.history(records=ids.values())}
    return [
        replace(each, record=same) if (same := ids.get(each.record, "")) and same not in before else each
        for each in agenda
    ]


def freeze(board: Board, meeting: Meeting) -> Papers:
    """Write the front sheet and the whole plan with which a meeting closes. Its minutes are a draft until agreed.

    Args:
        board: the board at the close of the meeting.
        meeting: the meeting.

    Returns:
        The Markdown papers, whose RAG key is the one defined at the time.
    """
    then = at_the_close(board, meeting)
    return Papers(snapshot(then), front_sheet=front_sheet(then))


def at_the_close(board: Board, meeting: Meeting) -> Board:
    """The board of which the snapshot of a meeting is made: whatever other is planned before it, this one sits."""
    sitting = replace(meeting, state=MeetingState.RUNNING)
    meetings = {**board.records["meeting"], meeting.id: sitting}
    return replace(board, records={**board.records, "meeting": meetings})


def freezer(meeting: str) -> Callable[[Board], Papers]:
    """What `BoardFile.close_meeting` calls to freeze a meeting of this file."""

    def frozen(board: Board) -> Papers:
        found = board.get(Meeting, meeting)
        if found is None:
            raise BoardError("There is no such meeting on this board.")
        return freeze(board, found)

    return frozen


def close_meeting(file: BoardFile, identity: str, *, who: str, at: datetime) -> Receipt:
    """Close a meeting after a backup: what was reached is marked as discussed, then all is frozen.

    Raises:
        BoardError: there is no such meeting, it is closed already, or the file cannot be written.
    """
    file.must_be_writable()
    file.back_up("meeting")

    def settle(board: Board) -> list[Change]:
        meeting = board.get(Meeting, identity)
        return [] if meeting is None else reached(board, meeting, file.meeting_record(identity))

    return file.close_meeting(identity, who=who, freeze=freezer(identity), settle=settle, at=at)


def reached(board: Board, meeting: Meeting, meeting_record: MeetingRecord) -> list[Change]:
    """Mark as discussed what was on the screen, or had something said to it, and that nobody has settled otherwise."""
    waiting = {each.id for each in not_reached(board, meeting, meeting_record)}
    items = (each for each in agenda_of(board, meeting) if each.state is AgendaState.TO_DO)
    return [change for each in items if each.id not in waiting for change in discussed(each)]


def minutes_of(file: BoardFile, meeting: Meeting) -> str:
    """The minutes of a meeting: those that were agreed or frozen, or the draft as it has been corrected.

    Raises:
        BoardError: the file cannot be read, what was known when the meeting closed is not in it, or the minutes are
            not those that were agreed.
    """
    return frozen_minutes(meeting) or minutes(minuted_board(file, meeting), *_minuted(file, meeting))


def minuted_board(file: BoardFile, meeting: Meeting) -> Board:
    """The board that the minutes of a meeting tell of: of one that is closed as it was then, with corrections."""
    now = file.read()
    closed_here = meeting.state is MeetingState.CLOSED and bool(meeting.known)
    return as_minuted(file.read(at=meeting.id), now, meeting) if closed_here else now


def _minuted(file: BoardFile, meeting: Meeting) -> tuple[Meeting, MeetingRecord]:
    return meeting, file.meeting_record(meeting.id)


def agree_minutes(file: BoardFile, identity: str, *, who: str, now: datetime) -> Meeting:
    """Agree the minutes of a meeting, at the one that runs if one does: they are frozen as they have been corrected.

    Args:
        file: the file.
        identity: the meeting that they are of.
        who: who signs.
        now: when they are agreed.

    Returns:
        The meeting, whose minutes are frozen.

    Raises:
        BoardError: there is no such meeting, its minutes are no draft, or the file cannot be written.
    """
    with file.at_once():  # what is corrected in this moment is in them, or they are frozen already
        board = file.read()
        meeting = board.get(Meeting, identity)
        if meeting is None:
            raise BoardError("There is no such meeting on this board.")
        refuse_agreed(meeting)
        at = running_meeting(board)
        where = f"at {the_meeting(at)}" if at is not None else f"on {format_day(now.date())}"
        text = minutes(minuted_board(file, meeting), *_minuted(file, meeting), agreed=where)
        agreed_in = at.id if at is not None else ""
        changes = agreement(meeting, text, at=kept_time(now), agreed_in=agreed_in)
        file.write(changes, who=who, why="agreed the minutes", meeting=agreed_in, seen=board.edition)
        agreed = file.read().get(Meeting, identity)
    assert agreed is not None
    return agreed


def write_papers(file: BoardFile, identity: str) -> list[Path]:
    """Write the minutes, front sheet and whole plan of a meeting, each as Markdown and as a Word document.

    A file that is there is never replaced: the next ones get a number.

    Returns:
        The files; those that are there already with the very same content are named and not written again.

    Raises:
        BoardError: there is no such meeting, its snapshot is not the one that was frozen, or a file cannot be written.
    """
    meeting = file.read().get(Meeting, identity)
    if meeting is None:
        raise BoardError("There is no such meeting on this board.")
    return [path for name, forms in _papers(file, meeting) for path in _written(file.path, meeting, name, forms)]


def papers_in_words(paths: Sequence[Path]) -> str:
    """The files that were written: `plan-2021-03-02-minutes (.md, .docx) and plan-2021-03-02-snapshot (.md)`."""
    endings: dict[str, list[str]] = {}
    for path in paths:
        endings.setdefault(path.stem, []).append(path.suffix)
    return listed_in_words([f"{stem} ({', '.join(some)})" for stem, some in endings.items()])


def _papers(file: BoardFile, meeting: Meeting) -> Iterator[tuple[str, _Form]]:
    if text := minutes_of(file, meeting):
        name = "draft-minutes" if minutes_are_draft(meeting) else "minutes"
        yield name, _both(text, minutes_in_word(file, meeting))
    if meeting.front_sheet:
        yield "front-sheet", _both(frozen_snapshot(meeting), frozen_snapshot_in_word(file, meeting))
    if meeting.snapshot:
        text = frozen_snapshot(meeting, full=True)
        short = len(text) <= WORD_UP_TO
        yield "snapshot", _both(text, frozen_snapshot_in_word(file, meeting, full=True) if short else b"")


def _both(text: str, word: bytes) -> _Form:
    return {Format.MARKDOWN.suffix: text.encode(), **({Format.DOCX.suffix: word} if word else {})}


def _written(board: Path, meeting: Meeting, name: str, forms: _Form) -> list[Path]:
    """Write a paper under the first number at which no other one stands, the same for all its forms."""
    day = read_date(meeting.date).day
    base = f"{board.stem}-{day.isoformat() if day else 'meeting'}-{name}"
    number = 1
    while True:
        numbered = f"{base}{f'-{number}' if number > 1 else ''}"
        paths = {board.with_name(f"{numbered}{ending}"): paper for ending, paper in forms.items()}
        missing = {path: paper for path, paper in paths.items() if not path.exists()}
        if all(path in missing or _holds(path, paper) for path, paper in paths.items()):
            with suppress(TakenError):  # by another program meanwhile: what it wrote is looked at
                for path, paper in missing.items():
                    write_document(path, paper, board=board)
                return list(paths)
            continue
        number += 1


def _holds(path: Path, paper: bytes) -> bool:
    try:
        return path.read_bytes() == paper
    except OSError:
        return False


def frozen_snapshot_in_word(file: BoardFile, meeting: Meeting, *, full: bool = False) -> bytes:
    """The front sheet, or the whole plan, with which a meeting closed: the same words, in Word.

    Raises:
        BoardError: nothing was frozen, or the text is not the one that was frozen.
    """
    from boardtui.report.markdown_reading import paper_of

    text = frozen_snapshot(meeting, full=full)
    board = _then(file, meeting)
    paper = snapshot_paper if full or not meeting.front_sheet else front_sheet_paper
    made = paper(at_the_close(board, board.get(Meeting, meeting.id) or meeting))
    return word_document(board, paper_of(text, made))


def minutes_in_word(file: BoardFile, meeting: Meeting) -> bytes:
    """The minutes of a meeting in Word: those that were frozen, or of one that is not closed as they stand now.

    Raises:
        BoardError: the file cannot be read.
    """
    from boardtui.report.markdown_reading import paper_of

    board, text = minuted_board(file, meeting), frozen_minutes(meeting)
    made = minutes_paper(board, meeting, file.meeting_record(meeting.id))
    return word_document(board, paper_of(text, made) if text else made)


def _then(file: BoardFile, meeting: Meeting) -> Board:
    """The board as it was when a meeting closed, where that is known; as it is now for one that is not closed."""
    closed_here = meeting.state is MeetingState.CLOSED and bool(meeting.known)
    return file.read(at=meeting.id) if closed_here else file.read()
