"""The minutes and the snapshot of a closed meeting as Markdown files beside the board."""

from __future__ import annotations

from pathlib import Path

from boardtui.domain.dates import read_date
from boardtui.domain.errors import BoardError
from boardtui.domain.kinds import Meeting
from boardtui.domain.sittings import frozen_snapshot
from boardtui.export import write_document
from boardtui.report.freeze import minutes_of
from boardtui.store.board_file import BoardFile


def write_papers(file: BoardFile, identity: str) -> list[Path]:
    """Write the minutes and the frozen snapshot of a meeting. A file that is there is never replaced.

    Returns:
        The files; one that is there already with the very same text is named and not written again.

    Raises:
        BoardError: there is no such meeting, its snapshot is not the one that was frozen, or a file cannot be written.
    """
    meeting = file.read().get(Meeting, identity)
    if meeting is None:
        raise BoardError("There is no such meeting on this board.")
    texts = {"minutes": minutes_of(file, meeting), "snapshot": frozen_snapshot(meeting) if meeting.snapshot else ""}
    return [_written(file.path, meeting, name, text) for name, text in texts.items() if text]


def _written(board: Path, meeting: Meeting, name: str, text: str) -> Path:
    day = read_date(meeting.date).day
    base = f"{board.stem}-{day.isoformat() if day else meeting.id[:8]}-{name}"
    number = 1
    while True:
        path = board.with_name(f"{base}{f'-{number}' if number > 1 else ''}.md")
        if not path.exists():
            write_document(path, text)
            return path
        if _holds(path, text):
            return path
        number += 1


def _holds(path: Path, text: str) -> bool:
    try:
        return path.read_bytes() == text.encode()
    except OSError:
        return False
