"""What every section of a snapshot is written from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from boardtui.domain.attention.movement import Mark, movement_mark
from boardtui.domain.attention.overview import Overview, as_at, overview
from boardtui.domain.attention.schedule import Scheduled, date_words, slippage
from boardtui.domain.board.board import Board
from boardtui.domain.board.excerpt import excerpt
from boardtui.domain.board.words import kind_label, kind_plural, name_of, named
from boardtui.domain.immutable import immutable
from boardtui.domain.publish.suppression import suppressed
from boardtui.domain.records.kinds import Ambition, Record
from boardtui.domain.records.rag import Rag
from boardtui.report import words
from boardtui.report.document import toned
from boardtui.report.palette import rag_style


@immutable
class SnapshotOptions:
    """What a snapshot shows.

    Attributes:
        marks: what has moved since the meeting that the board is compared with.
        public: for publication: small counts are hidden, and disagreements between copies are left out.
        only: the names of the sections; all of them by default.
        within: the ids of the records that it is about; all of them by default.
    """

    marks: bool = True
    public: bool = False
    only: tuple[str, ...] = ()
    within: frozenset[str] | None = None


@dataclass(frozen=True)
class Page:
    """A board, the day it speaks of, and how it is doing on that day.

    Attributes:
        board: the board; for publication, a copy of it without its small figures.
    """

    board: Board
    today: date
    options: SnapshotOptions

    @cached_property
    def view(self) -> Overview:
        """How the board is doing: it is worked out where it is asked for, as a table of actions needs none of it."""
        return overview(self.board, self.today)

    @classmethod
    def of(cls, board: Board, options: SnapshotOptions, today: date | None = None) -> Page:
        """What the sections are written from, for a day or for the one that the board speaks of."""
        today = today or as_at(board)
        if options.public:
            # What is hidden does not depend on what else is printed: two excerpts together must give nothing away.
            board, _ = suppressed(board)
        if options.within is not None:
            board = excerpt(board, options.within)
        return cls(board, today, options)

    @property
    def marked(self) -> bool:
        """Whether movement is shown: it is wanted, and there is a meeting to compare with."""
        return self.options.marks and self.board.since.meeting is not None

    @property
    def ambition(self) -> str:
        """The board's word for an ambition."""
        return kind_label(self.board, Ambition.kind)

    @property
    def ambitions(self) -> str:
        """The board's word for several of them."""
        return kind_plural(self.board, Ambition.kind)

    def rating(self, record: Record) -> str:
        """The rating in a cell, with its movement unless nothing moved."""
        rating, mark = words.rating(self.board, record), movement_mark(self.board, record)
        if rating == words.ROUTED:
            return rating
        tone = rag_style(getattr(record, "rag", Rag.NOT_RATED))
        if not self.marked or mark in (Mark.NONE, Mark.SAME):
            return toned(rating, tone)
        return toned(f"{rating} ({mark.words})", tone)

    def movement(self, record: Record) -> str:
        """The movement in a cell of its own."""
        return movement_mark(self.board, record).words if self.marked else ""

    def slipped(self, item: Scheduled) -> str:
        """The slippage in a cell: days, re-datings, lateness."""
        return slippage(self.board, item, self.today).words

    def due(self, item: Scheduled) -> str:
        """The current date in a cell, with what is wrong with it."""
        return date_words(slippage(self.board, item, self.today).due)

    def named(self, identity: str) -> str:
        """A record as a reader knows it: `1.1`, or what it says where it has no ref; empty for none."""
        return name_of(self.board, identity)

    def kind_and_name(self, record: Record) -> str:
        """A record with its kind, where a table mixes kinds: `action 1.1`."""
        return named(self.board, record)

    def label(self, record: Record) -> str:
        """The word for a record's kind, which for an ambition is the board's own."""
        return kind_label(self.board, record.kind)
