"""The papers of a closed meeting as files beside the board: minutes, front sheet and whole plan, each twice.

Markdown is what was frozen, byte for byte; Word is the same words for those who open a document.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from boardtui.domain.board.board import Board
from boardtui.domain.dates.dates import read_date
from boardtui.domain.errors import BoardError
from boardtui.domain.meetings.minuted import minutes_are_draft
from boardtui.domain.meetings.sittings import frozen_minutes, frozen_snapshot
from boardtui.domain.records.kinds import Meeting
from boardtui.domain.records.meetings import MeetingState
from boardtui.domain.records.text import listed_in_words
from boardtui.report.markdown_reading import paper_of
from boardtui.report.minutes import minutes_paper
from boardtui.report.snapshot import front_sheet_paper, snapshot_paper
from boardtui.session.export import Format, word_document, write_document
from boardtui.session.meeting import at_the_close, minuted_board, minutes_of
from boardtui.store.board_file import BoardFile

WORD_UP_TO = 1_000_000
"""Characters of a whole plan, ten times those of a large one. A longer one would keep the room waiting for minutes."""

_Form = Mapping[str, bytes]  # a paper by the ending of its file


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
            for path, paper in missing.items():
                write_document(path, paper, board=board)
            return list(paths)
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
    board, text = minuted_board(file, meeting), frozen_minutes(meeting)
    made = minutes_paper(board, meeting, file.meeting_record(meeting.id))
    return word_document(board, paper_of(text, made) if text else made)


def _then(file: BoardFile, meeting: Meeting) -> Board:
    """The board as it was when a meeting closed, where that is known; as it is now for one that is not closed."""
    closed_here = meeting.state is MeetingState.CLOSED and bool(meeting.known)
    return file.read(at=meeting.id) if closed_here else file.read()
