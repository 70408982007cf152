"""What the cells of a table are made of: a board as it is seen on a day. It is light: screens begin with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from boardtui.domain.attention.movement import Mark, movement_mark
from boardtui.domain.attention.schedule import Scheduled, date_words, slippage
from boardtui.domain.board.board import Board
from boardtui.domain.board.words import kind_label, kind_plural, name_of, named
from boardtui.domain.records.kinds import Ambition, Record
from boardtui.domain.records.rag import Rag
from boardtui.report import words
from boardtui.report.document import toned
from boardtui.report.palette import rag_style


@dataclass(frozen=True)
class Seen:
    """A board and the day on which lateness is counted."""

    board: Board
    today: date

    @property
    def marked(self) -> bool:
        """Whether movement is shown: there is a meeting to compare with."""
        return self.board.since.meeting is not None

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
