"""Columns as screens show them: what each is, is declared in `report`; which form there is room for is said here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter
from typing import Any

from rich.cells import cell_len

from boardtui.domain.records.kinds import Record, Risk
from boardtui.domain.records.rag import Rag
from boardtui.domain.risks.matrix import Matrix
from boardtui.report import risk_columns
from boardtui.report.columns import RATED, rag_mark, rag_words
from boardtui.report.document import Column, Words
from boardtui.report.risk_columns import SCORED
from boardtui.report.seen import Seen
from boardtui.ui.shared.text import Piece, Pieces, one_line
from boardtui.ui.table.item_table import ScreenColumn

NOT_STATED = Piece("–", "muted")

NOT_NARROW = 56
"""Cells. A narrower table says what something is and how it stands, and not why it is there nor what has moved."""

record_of: Callable[[Any], Record] = attrgetter("record")
"""What a line is about that says more than a record does."""


def pieces(words: Words) -> Pieces:
    """Words in their colours. What has a colour behind it is a badge, with a blank on both sides."""
    told = ((run.text, run.tone or words.tone) for run in words.runs)
    return [Piece(f" {text} " if tone.startswith(("rag-", "band-")) else text, tone) for text, tone in told]


def shown(
    declared: Column, seen: Seen, *, brief: bool = True, of: Callable[[Any], Any] | None = None, **layout: Any
) -> ScreenColumn:
    """How a declared column stands on a screen: under its shorter heading, or none, only where the width asks for it.

    Args:
        declared: what it is.
        seen: the board and the day.
        brief: whether its cells are told in few words.
        of: what of a line it is about; the line itself by default.
        layout: how wide it is, and from where on it is there: what `ScreenColumn` says beside heading and cell.
    """

    def cell(item: Any) -> Pieces:
        words = declared.cell(seen, of(item) if of is not None else item, brief=brief)
        return pieces(words) if words else [] if declared.quiet else [NOT_STATED]

    room = layout.get("width") or cell_len(declared.heading)
    fitting = (each for each in (declared.heading, declared.short) if cell_len(each) <= room)
    return ScreenColumn(next(fitting, ""), cell, **layout)


def in_words_from(
    least: int, declared: Column, seen: Seen, *, width: int = 15, of: Callable[[Any], Any] | None = None
) -> tuple[ScreenColumn, ScreenColumn]:
    """A column of badges, with their words in a table that has so many cells."""
    return (
        shown(declared, seen, of=of, width=5, to_width=least - 1),
        shown(declared, seen, of=of, width=width, from_width=least, brief=False),
    )


def rating_columns(seen: Seen, records: Iterable[Record]) -> Iterator[ScreenColumn]:
    """The rating of items of all kinds; where risks are among them, their scores stand under a heading of their own.

    Args:
        seen: the board and the day.
        records: what the table lists.
    """
    scored = any(isinstance(each, Risk) for each in records)
    # Where there are two such columns, words in both would take the room of the titles.
    words_from = 150 if scored else 90
    yield from in_words_from(words_from, RATED, seen, of=record_of)
    if scored:
        yield from in_words_from(words_from, SCORED, seen, width=13, of=record_of)


def words(value: str) -> Pieces:
    """Text on one line, or a dash where nothing is stated."""
    return [Piece(one_line(value))] if value else [NOT_STATED]


def rag(rating: Rag, *, word: bool = False) -> Pieces:
    """A rating as a badge: letter and shape, with the word where there is room."""
    return pieces(rag_words(rating) if word else rag_mark(rating))


def score_badge(matrix: Matrix, words: str) -> Piece:
    """A score with its band, as a badge: ` 16 extreme `."""
    (badge,) = pieces(risk_columns.score_badge(matrix, words))
    return badge
