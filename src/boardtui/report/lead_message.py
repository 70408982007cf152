"""The message that goes with a copy for a lead: what of the board is theirs, what is due, and until when."""

from __future__ import annotations

from datetime import date

from boardtui.domain.attention.schedule import against_dates, date_words, due_soon, stale_items
from boardtui.domain.board.board import Board
from boardtui.domain.board.leads import belongs_to, items_of
from boardtui.domain.board.words import named_in_full, shortened
from boardtui.domain.dates.dates import format_day, read_date
from boardtui.domain.records.kinds import Meeting, Record
from boardtui.domain.records.text import one_line
from boardtui.report.document import Block, bold, bullets, heading, join, paragraph
from boardtui.report.markdown import markdown
from boardtui.report.words import counted

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
