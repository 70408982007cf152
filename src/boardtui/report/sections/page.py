"""What every section of a snapshot is written from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from boardtui.domain.attention.overview import Overview, as_at, overview
from boardtui.domain.board.board import Board
from boardtui.domain.board.excerpt import excerpt
from boardtui.domain.immutable import immutable
from boardtui.domain.publish.suppression import suppressed
from boardtui.report.seen import Seen


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
class Page(Seen):
    """A board, the day it speaks of, and how it is doing on that day.

    Attributes:
        board: the board; for publication, a copy of it without its small figures.
    """

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
        return self.options.marks and super().marked
