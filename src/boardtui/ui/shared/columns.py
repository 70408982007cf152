"""Columns that several screens show."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from boardtui.domain.attention.movement import Mark, movement_mark, score_words
from boardtui.domain.attention.schedule import SCHEDULED, Scheduled, slippage
from boardtui.domain.board.board import Board
from boardtui.domain.board.words import kind_label, ref_or_owners, title_words
from boardtui.domain.dates.dates import read_date, show_date
from boardtui.domain.kpis.scorecard import since_meeting, view
from boardtui.domain.records.kinds import Kpi, Mitigation, Record, Risk
from boardtui.domain.records.rag import Rag
from boardtui.domain.risks.matrix import Matrix, matrix_of, parse_score
from boardtui.report.palette import band_style, mark_style, rag_style
from boardtui.ui.shared.text import Piece, Pieces, one_line
from boardtui.ui.table.item_table import Column

NOT_STATED = Piece("–", "muted")

NOT_NARROW = 56
"""Cells. A narrower table says what something is and how it stands, and not why it is there nor what has moved."""


def words(value: str) -> Pieces:
    """Text on one line, or a dash where nothing is stated."""
    return [Piece(one_line(value))] if value else [NOT_STATED]


def field(label: str, name: str, **options: Any) -> Column:
    """A column of one text field."""
    return Column(label, lambda item: words(str(getattr(item, name, ""))), **options)


def titled(item: Record, board: Board | None = None) -> Pieces:
    """The record's title, marked where copies disagree about the record. Parts of a KPI need the board for theirs."""
    shown = title_words(board, item) if board is not None else one_line(str(getattr(item, "title", "")))
    pieces = [Piece(shown)] if shown else [Piece("title not stated", "muted")]
    return [Piece("⚠ ", "warning"), *pieces] if item.conflicts else pieces


def what_it_is(board: Board, record: Record) -> Pieces:
    """Ref and kind: `CIP06 risk`. The ref comes first, so that it is never what is cut."""
    ref, kind = ref_or_owners(board, record), kind_label(board, record.kind)
    return [Piece(f"{ref} "), Piece(kind, "muted")] if ref else [Piece(kind, "muted")]


def title(label: str = "Title", **options: Any) -> Column:
    """A column with the record's title, whole where there is room for it."""
    return Column(label, titled, wraps=True, **options)


def rag(rating: Rag, *, word: bool = False) -> Pieces:
    """A rating as a badge: letter and shape, with the word where there is room."""
    return [Piece(f" {rating.mark} {rating.word} " if word else f" {rating.mark} ", rag_style(rating))]


def score_badge(matrix: Matrix, words: str, *, word: bool = True) -> Piece:
    """A score with its band: ` 16 extreme `. One that is on no cell of the matrix is flagged and kept.

    Args:
        matrix: that of the board.
        words: the score as it is kept.
        word: whether to name its band; the colour tells it anyway.
    """
    score = parse_score(words)
    if score is None:
        return Piece(one_line(words) or "unscored", "muted")
    if not score.fits(matrix.size):
        return Piece(f"⚠ {score_words(words)} off the map", "warning")
    band = one_line(matrix.band(score)) if word else ""
    return Piece(f" {score.value} {band} ".replace("  ", " "), band_style(matrix, score))


def rag_columns() -> tuple[Column, Column]:
    """The rating, with its word in a wide table."""

    def cell(item: Record) -> Pieces:
        return rag(item.rag) if item.kind.has("rag") else []  # type: ignore[attr-defined]

    def wide(item: Record) -> Pieces:
        return rag(item.rag, word=True) if item.kind.has("rag") else []  # type: ignore[attr-defined]

    return Column("RAG", cell, width=5, to_width=89), Column("RAG", wide, width=15, from_width=90)


def rating_columns(board: Board, records: Iterable[Record]) -> Iterator[Column]:
    """The rating of items of all kinds; where risks are among them, their scores stand under a heading of their own.

    Args:
        board: the board.
        records: what the table lists.
    """
    scored = any(isinstance(each, Risk) for each in records)
    # Where there are two such columns, words in both would take the room of the titles.
    words_from = 150 if scored else 90
    yield Column("RAG", lambda item: _rated(board, item.record, word=False), width=5, to_width=words_from - 1)
    yield Column("RAG", lambda item: _rated(board, item.record, word=True), width=15, from_width=words_from)
    if scored:
        yield Column("Score", lambda item: _scored(board, item.record, word=False), width=5, to_width=words_from - 1)
        yield Column("Score", lambda item: _scored(board, item.record, word=True), width=12, from_width=words_from)


def _rated(board: Board, record: Record, *, word: bool) -> Pieces:
    """A rating, or the status of a KPI; nothing for what has neither."""
    if isinstance(record, Kpi):
        status = view(board, record).status
        return [Piece(f" {status.label if word else status.mark} ", rag_style(status.rag))]
    return rag(record.rag, word=word) if record.kind.has("rag") else []  # type: ignore[attr-defined]


def _scored(board: Board, record: Record, *, word: bool) -> Pieces:
    """The score of a risk; nothing for anything else."""
    if not isinstance(record, Risk):
        return []
    matrix, score = matrix_of(board.profile), parse_score(record.current)
    if score is None or not score.fits(matrix.size):
        return [Piece(" – ", "muted")]
    words = f" {score.value} {one_line(matrix.band(score))} " if word else f" {score.value} "
    return [Piece(words, band_style(matrix, score))]


def due(board: Board, today: date, name: str = "due") -> Callable[[Record], Pieces]:
    """A cell with a date: late ones and impossible ones are marked."""

    def cell(item: Record) -> Pieces:
        stated = str(getattr(item, name, ""))
        if not stated:
            return [NOT_STATED]
        if read_date(stated).problem:
            return [Piece(f"⚠ {show_date(stated)}", "warning")]
        late = name == "due" and isinstance(item, SCHEDULED) and slippage(board, item, today).late
        shown = show_date(stated)
        # Where the words may be cut at their end, the mark stands before them.
        late_words = f"{shown} !" if len(shown) <= 10 else f"! {shown}"
        return [Piece(late_words, "error") if late else Piece(shown)]

    return cell


def slipped(board: Board, today: date) -> Callable[[Scheduled], Pieces]:
    """A cell with the days slipped, and how often the date was moved."""

    def cell(item: Scheduled) -> Pieces:
        against = slippage(board, item, today)
        if against.slipped is None and not against.redatings:
            return [Piece("")]
        days = f"{against.slipped:+d}d" if against.slipped else ""
        times = f" ×{against.redatings}" if against.redatings else ""
        return [Piece((days + times).strip(), "warning" if against.redatings else "")]

    return cell


def moved(board: Board) -> Callable[[Record], Pieces]:
    """A cell with the movement since the last meeting: an arrow, or a word where nothing can be better or worse."""

    def cell(item: Record) -> Pieces:
        return [movement(board, item)]

    return cell


def movement(board: Board, item: Record) -> Piece:
    """How a record has moved since the last meeting; empty where no meeting was closed."""
    if board.since.meeting is None:
        return Piece("")
    if isinstance(item, Kpi) and item.id not in board.since.new:
        change = since_meeting(view(board, item)).change
        return Piece(change.arrow, mark_style(change.value))
    mark = movement_mark(board, item)
    if mark is Mark.SAME and not (item.kind.has("rag") or isinstance(item, Risk | Mitigation)):
        return Piece("edited", "accent") if item.id in board.since.before else Piece("")
    return Piece(mark.arrow, mark_style(mark.value))
