"""Copies for several leads in one step, into a folder, each with the message to mail beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from boardtui.domain.attention.schedule import against_dates, date_words, due_soon, stale_items
from boardtui.domain.board.board import Board
from boardtui.domain.board.leads import belongs_to, items_of
from boardtui.domain.board.words import named_in_full, shortened
from boardtui.domain.dates.dates import format_day, read_date
from boardtui.domain.errors import BoardError
from boardtui.domain.immutable import immutable
from boardtui.domain.records.kinds import Meeting, Record
from boardtui.domain.records.text import one_line
from boardtui.report.document import Block, bold, bullets, heading, join, paragraph
from boardtui.report.markdown import markdown
from boardtui.report.words import counted
from boardtui.settings.disk import why_not, write_in_one_step, write_new
from boardtui.store.board_file import BoardFile
from boardtui.store.copies.noted import Sending
from boardtui.store.copies.send import copy_names, refuse_to_lose, send_copy

_LONGEST = 100


def message_to(board: Board, lead: str, copy: str, today: date, back_by: date | None) -> str:
    """A short message to mail to a lead with their copy, as Markdown.

    Args:
        board: the board.
        lead: who it goes to, as they are spelled on the board.
        copy: the name of the file that goes with it.
        today: the day on which it is written.
        back_by: the day before which the copy is wanted back; None where no day is set.
    """
    theirs = items_of(board, lead)
    back = _until(board, back_by)
    blocks: list[Block] = [
        *heading(1, f"{board.profile.title or 'The board'}: your copy"),
        *paragraph(f"To {lead},"),
        *paragraph(
            join(f"With this comes {copy}, the board as it stands on {format_day(today)}.", "Please open it, update"),
            f"what is yours ({counted(len(theirs), 'item')}), and send the same file back",
            bold(f"{back}."),
        ),
        *_listed(
            "Overdue",
            [
                (date_words(dates.due), item)
                for item, dates in against_dates(board, today)
                if dates.late and belongs_to(board, item, lead)
            ],
            board,
        ),
        *_listed(
            f"Due in the next {board.profile.due_days} days",
            [(each.when, each.record) for each in due_soon(board, today) if belongs_to(board, each.record, lead)],
            board,
        ),
        *_listed(
            f"Without an update for more than {board.profile.stale_days} days",
            [("", each) for each in stale_items(board, today) if belongs_to(board, each, lead)],
            board,
        ),
    ]
    return markdown(blocks)


def _until(board: Board, day: date | None) -> str:
    """By when it is wanted back; that is mostly before a meeting."""
    if day is None:
        return "as soon as you can"
    meets = any(read_date(each.date).day == day for each in board.all(Meeting))
    return f"before {'the meeting on ' if meets else ''}{format_day(day)}"


def _listed(title: str, items: list[tuple[str, Record]], board: Board) -> list[Block]:
    if not items:
        return []
    told = [
        join(f"{when}:" if when else "", shortened(one_line(named_in_full(board, item)), _LONGEST))
        for when, item in items
    ]
    return [*heading(2, title), *bullets(told)]


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
            write = write_in_one_step if overwrite else write_new
            write(message, message_to(board, lead, copied.name, today, sending.back_by).encode())
        except OSError as error:
            raise BoardError(f"{message} could not be written: {why_not(error, message)}.") from None
        sent.append(Sent(lead, copied, message))
    return sent
