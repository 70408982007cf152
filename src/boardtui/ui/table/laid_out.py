"""Rows under their columns: where each stands in the room there is. What is done with them is the table's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.geometry import Region, Size

from boardtui.domain.immutable import immutable
from boardtui.ui.shared.own_lines import Selecting, set_length
from boardtui.ui.shared.text import Piece, Pieces
from boardtui.ui.table.row_drawing import Layout, RowLines, lines_needed, lines_of
from boardtui.ui.table.table_columns import (
    MOST_MEASURED,
    MOST_WRAPPED,
    WRAPS_FROM,
    ScreenColumn,
    TableRow,
    as_pieces,
    lay_out,
)


@immutable
class Fit:
    """How a table is laid out.

    Attributes:
        room: what it was laid out in.
        width: how wide a line is, in cells.
        widths: the place of each column that is shown, and its width.
        lines: where each row begins.
        wraps: whether rows take several lines.
    """

    room: Room
    width: int
    widths: Sequence[tuple[int, int]]
    lines: RowLines
    wraps: bool

    def lines_of(self, layout: Layout, row: TableRow) -> int:
        """How many lines a row needs."""
        return self.room.lines_of(layout, row, self.width) if self.wraps else 1


@immutable
class Room:
    """What a table is laid out in.

    Attributes:
        width: in cells, with the scroll bar if there is one.
        height: in lines, with that of the headings.
        bar: how wide a scroll bar is.
        wraps: whether the terminal is wide enough for rows of several lines.
        headings_wrap: whether headings among the rows are wrapped, too.
    """

    width: int
    height: int
    bar: int
    wraps: bool
    headings_wrap: bool

    def fit(self, columns: Sequence[ScreenColumn], rows: Sequence[TableRow]) -> Fit:
        """Lay out a table.

        Whether there is a scroll bar follows from the lines, and how many lines there are from the room that it leaves.
        So what does not fit without one has one, whatever is then gained by it: nothing goes back and forth.
        """
        if len(rows) < self.height and (found := self._fit(columns, rows, self.width)).lines.total < self.height:
            return found
        return self._fit(columns, rows, self.width - self.bar)

    def _fit(self, columns: Sequence[ScreenColumn], rows: Sequence[TableRow], width: int) -> Fit:
        measured = [row.item for row in rows[:MOST_MEASURED] if row.key]
        wraps = self.wraps and len(rows) <= MOST_WRAPPED and any(column.wraps for column in columns)
        widths = lay_out(columns, measured, width)
        if not wraps:
            return Fit(self, width, widths, RowLines(len(rows)), False)
        layout = [(columns[place], width) for place, width in widths]
        return Fit(self, width, widths, RowLines([self.lines_of(layout, row, width) for row in rows]), True)

    def lines_of(self, layout: Layout, row: TableRow, width: int) -> int:
        """How many lines a row needs where rows wrap; never more than there is room for under its heading."""
        if row.key:
            needed = lines_needed(layout, lambda: cells_of(layout, row), row.item)
        else:
            needed = lines_of([Piece(row.heading)], width) if self.headings_wrap else 1
        return max(1, min(needed, self.height - 2))


def cells_of(layout: Layout, row: TableRow) -> list[Pieces]:
    """What the columns that are shown say of a row."""
    return [as_pieces(column.cell(row.item)) for column, _ in layout]


class LaidOut(Selecting):
    """Rows under their columns.

    Attributes:
        headings_wrap: whether a heading among the rows takes as many lines as it needs, where a title does.
    """

    headings_wrap: ClassVar[bool] = True

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._columns: Sequence[ScreenColumn] = ()
        self._rows: list[TableRow] = []
        self._drawn: dict[tuple[int, int], list[Pieces]] = {}
        self._fit: Fit | None = None  # None where it follows from other rows or columns
        self._fit_in: tuple[Size, bool] | None = None

    def _lay_out(self) -> None:
        """Lay columns and rows out anew."""
        self._fit = None
        self._set_length()

    def _set_length(self) -> None:
        """Say how many lines there are."""
        set_length(self, self.size.width, self._lines.total + 1)

    def _fitted(self) -> Fit:
        """How columns and rows are laid out in the room there is: it is worked out when that is another one."""
        fit_in = self.container_size, self.app.size.width >= WRAPS_FROM
        if self._fit is None or self._fit_in != fit_in:
            (width, height), wraps = fit_in
            room = Room(width, height, self.styles.scrollbar_size_vertical, wraps, self.headings_wrap)
            self._fit_in, self._fit = fit_in, room.fit(self._columns, self._rows)
        return self._fit

    def _layout(self) -> list[tuple[ScreenColumn, int]]:
        """The columns that are shown, each with its width."""
        return [(self._columns[place], width) for place, width in self._fitted().widths]

    @property
    def _width(self) -> int:
        """How wide a line is: the table without its scroll bar."""
        return self._fitted().width

    @property
    def _lines(self) -> RowLines:
        """Where each row begins."""
        return self._fitted().lines

    def _takes_others(self, places: Sequence[int]) -> bool:
        """Whether any of some rows needs another number of lines than it has."""
        fit, layout = self._fitted(), self._layout()
        return any(fit.lines_of(layout, self._rows[place]) != fit.lines.height(place) for place in places)

    def _cells(self, place: int) -> list[Pieces]:
        """What the columns that are shown say of a row."""
        layout = self._layout()
        key = (place, len(layout))
        if (cells := self._drawn.get(key)) is None:
            cells = self._drawn[key] = cells_of(layout, self._rows[place])
        return cells

    @property
    def _top(self) -> int:
        """The first line in sight under the headings of the columns."""
        return int(self.scroll_offset.y)

    @property
    def first_place(self) -> int:
        """The first row in sight, or that of which something is."""
        return self._lines.row_at(self._top)[0]

    def _region_of(self, place: int) -> Region:
        """Where the lines of a row are, within the table."""
        lines = self._lines
        return Region(0, lines.top(place) - self._top + 1, self.size.width, lines.height(place))

    def place_of(self, label: str) -> tuple[int, int]:
        """Where the column with a label begins in a line, and how many cells it has; none where it is not shown."""
        start = 0
        for column, width in self._layout():
            if column.label == label:
                return start, width
            start += width + 1
        return start, 0
