"""Copies for several leads in one step, into a folder, each with the message to mail beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from boardtui.domain.errors import BoardError
from boardtui.domain.immutable import immutable
from boardtui.report.lead_message import message_to
from boardtui.settings.disk import why_not, write_in_one_step
from boardtui.store.board_file import BoardFile
from boardtui.store.copies.noted import Sending
from boardtui.store.copies.send import copy_names, refuse_to_lose, send_copy


@immutable
class Sent:
    """A copy that was written, and the message beside it."""

    lead: str
    copy: Path
    message: Path


def files_there(board: Path, folder: Path, leads: Sequence[str]) -> list[Path]:
    """The files in a folder in the place of which copies for some leads, and their messages, would come."""
    targets = [folder / name for name in copy_names(board, leads).values()]
    return [each for copy in targets for each in (copy, copy.with_suffix(".md")) if each.exists()]


def send_several(
    file: BoardFile,
    folder: Path,
    leads: Sequence[str],
    sending: Sending,
    today: date,
    *,
    overwrite: bool = False,
    losing: bool = False,
) -> list[Sent]:
    """Write a copy and a message for each lead. Nothing is written while one of the files must not be replaced.

    Args:
        file: the board's file.
        folder: where the copies go; it is there.
        leads: as they are spelled on the board.
        sending: what is noted of each.
        today: the day that the messages bear.
        overwrite: replace what is there, but never the copy of somebody else. Somebody was asked.
        losing: replace also a copy with edits that were never merged. Somebody was asked that, too.

    Raises:
        WouldLoseError: a copy that is there has edits that the board does not have.
        BoardError: one of the files is there, or could not be written.
    """
    if (there := files_there(file.path, folder, leads)) and not overwrite:
        raise BoardError(f"{there[0]} exists already. Nothing was written. Choose another folder.")
    targets = {lead: folder / name for lead, name in copy_names(file.path, leads).items()}
    for target in [each for each in targets.values() if not losing]:
        refuse_to_lose(file, target)
    board, sent = file.read(), list[Sent]()
    for lead, target in targets.items():
        copied = send_copy(file, target, lead=lead, overwrite=overwrite, losing=losing, sending=sending)
        message = copied.with_suffix(".md")
        try:
            write_in_one_step(message, message_to(board, lead, copied.name, today, sending.back_by).encode())
        except OSError as error:
            raise BoardError(f"{message} could not be written: {why_not(error, message)}.") from None
        sent.append(Sent(lead, copied, message))
    return sent
