"""What has room in a table: how wide its columns are, how many lines its rows take, and if there is a scroll bar."""

from __future__ import annotations

from collections.abc import Sequence

from boardtui.domain.immutable import immutable
from boardtui.ui.shared.text import Piece, Pieces
from boardtui.ui.table.row_drawing import Layout, RowLines, lines_needed, lines_of
from boardtui.ui.table.table_columns import MOST_MEASURED, MOST_WRAPPED, Column, Row, as_pieces, lay_out


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

    def lines_of(self, layout: Layout, row: Row) -> int:
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

    def fit(self, columns: Sequence[Column], rows: Sequence[Row]) -> Fit:
        """Lay out a table.

        Whether there is a scroll bar follows from the lines, and how many lines there are from the room that it leaves.
        So what does not fit without one has one, whatever is then gained by it: nothing goes back and forth.
        """
        if len(rows) < self.height and (found := self._fit(columns, rows, self.width)).lines.total < self.height:
            return found
        return self._fit(columns, rows, self.width - self.bar)

    def _fit(self, columns: Sequence[Column], rows: Sequence[Row], width: int) -> Fit:
        measured = [row.item for row in rows[:MOST_MEASURED] if row.key]
        wraps = self.wraps and len(rows) <= MOST_WRAPPED and any(column.wraps for column in columns)
        widths = lay_out(columns, measured, width)
        if not wraps:
            return Fit(self, width, widths, RowLines(len(rows)), False)
        layout = [(columns[place], width) for place, width in widths]
        return Fit(self, width, widths, RowLines([self.lines_of(layout, row, width) for row in rows]), True)

    def lines_of(self, layout: Layout, row: Row, width: int) -> int:
        """How many lines a row needs where rows wrap; never more than there is room for under its heading."""
        if row.key:
            needed = lines_needed(layout, lambda: cells_of(layout, row), row.item)
        else:
            needed = lines_of([Piece(row.heading)], width) if self.headings_wrap else 1
        return max(1, min(needed, self.height - 2))


def cells_of(layout: Layout, row: Row) -> list[Pieces]:
    """What the columns that are shown say of a row."""
    return [as_pieces(column.cell(row.item)) for column, _ in layout]
