"""How an entry of the papers is shown on one line."""

from __future__ import annotations

from boardtui.domain.board.board import Board
from boardtui.domain.board.words import name_of, ref_or_owners, title_words
from boardtui.domain.dates.dates import show_date
from boardtui.domain.records.kinds import (
    ActionArising,
    BudgetLine,
    Challenge,
    Decision,
    Meeting,
    Milestone,
    Narrative,
    NextStep,
    Profile,
    Record,
    TaskGroup,
)
from boardtui.domain.records.rag import Rag
from boardtui.report.columns import DUE, titled
from boardtui.report.seen import Seen
from boardtui.ui.shared import columns
from boardtui.ui.shared.columns import pieces
from boardtui.ui.shared.text import Piece, Pieces, one_line


def ref_cell(board: Board, record: Record) -> Pieces:
    """Its own ref, or that of the record it is about."""
    match record:
        case TaskGroup():
            return [Piece(name_of(board, record.action), "muted")]
        case NextStep():
            return [Piece(one_line(record.ref))]
        case _:
            return [Piece(ref_or_owners(board, record))]


def text_cell(seen: Seen, record: Record) -> Pieces:
    """What it says: heading and text of a narrative, a budget line with its figures."""
    match record:
        case Profile():
            return [Piece(one_line(" · ".join(filter(None, (record.title, record.council, record.author)))))]
        case Narrative():
            text = one_line(record.text)
            heading = [Piece(f"{one_line(record.heading)}: ", "strong")] if record.heading else []
            mark = [Piece("⚠ ", "warning")] if record.conflicts else []
            return [*mark, *heading, Piece(text) if text else Piece("nothing written yet", "muted")]
        case BudgetLine():
            figures = budget_words(record)
            return [*pieces(titled(seen, record)), *([Piece(f" · {figures}")] if figures else [])]
        case _:
            written = title_words(seen.board, record)
            return pieces(titled(seen, record)) if written else [Piece("nothing written yet", "muted")]


def budget_words(line: BudgetLine) -> str:
    """The figures of a budget line as stated: `approved £335k, spent £249k`."""
    figures = (
        ("approved", line.approved),
        ("spent", line.spent),
        ("projected", line.projected),
        ("variance", line.variance),
    )
    return ", ".join(f"{label} {words}" for label, words in figures if words)


def when_cell(seen: Seen, record: Record) -> Pieces:
    """When it is due or was said, in the words of the paper; late and impossible dates are marked."""
    match record:
        case Profile():
            return columns.words(show_date(record.paper_date))
        case BudgetLine():
            return columns.words(record.year)
        case Decision() if record.date:
            return columns.words(show_date(record.date))
        case Decision() | Challenge():
            meeting = seen.board.get(Meeting, record.meeting)
            return columns.words(show_date(meeting.date) if meeting is not None else "")
        case _ if record.kind.has("due"):
            return pieces(DUE.cell(seen, record, brief=True)) or [columns.NOT_STATED]
        case _:
            return []


def state_cell(record: Record, *, word: bool) -> Pieces:
    """Its rating, or whether a question is answered and an action arising done."""
    match record:
        case Challenge():
            return _open(bool(record.answer), "answered" if word else "✓")
        case ActionArising():
            return _open(record.done, "done" if word else "✓")
        case Milestone() if record.rag is Rag.NOT_RATED:
            # A milestone is mostly a date on a time line, and nothing is missing where nobody rates it.
            return [Piece(" ○", "muted")]
        case _ if record.kind.has("rag"):
            return columns.rag(record.rag, word=word)  # type: ignore[attr-defined]
        case _:
            return []


def _open(closed: bool, word: str) -> Pieces:
    return [Piece(f" {word}", "success") if closed else Piece(" open", "warning")]
