"""Taking back the last edit, and doing it again: what was taken back is called by the name it had."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from boardtui.domain.board.board import Board
from boardtui.domain.board.words import short_name
from boardtui.ui.host import Host

if TYPE_CHECKING:
    from boardtui.store.undo import Undone


def undo(host: Host) -> None:
    """Take back the last edit."""
    if host.writable():
        who, meeting, before = host.settings.signature, host.meeting, host.board
        host.begin(_tell(host, host.do(lambda file: file.undo(who=who, meeting=meeting)), "Undone", before))


def redo(host: Host) -> None:
    """Do again what was undone."""
    if host.writable():
        who, meeting, before = host.settings.signature, host.meeting, host.board
        host.begin(_tell(host, host.do(lambda file: file.redo(who=who, meeting=meeting)), "Done again", before))


async def _tell(host: Host, undone: asyncio.Future[Undone], word: str, before: Board | None) -> None:
    edits = (await undone).edits
    # What is gone now is called by the name it had.
    boards = [board for board in (host.board, before) if board is not None]
    names = [name for edit in edits if (name := next(_names(boards, edit.record), ""))]
    again = " · copies disagree about it again: ! decides" if _disagree_again(before, host.board) else ""
    host.say(f"{word}: {', '.join(dict.fromkeys(names)) or 'the last edit'}{again}")


def _names(boards: Sequence[Board], identity: str) -> Iterator[str]:
    return (short_name(board, record) for board in boards if (record := board.find(identity)) is not None)


def _disagree_again(before: Board | None, now: Board | None) -> bool:
    """Whether there is a disagreement that was not there before: what was undone had decided it."""
    if before is None or now is None:
        return False
    then = {(record.id, group) for record in before.conflicted for group in record.conflicts}
    return any((record.id, group) not in then for record in now.conflicted for group in record.conflicts)
