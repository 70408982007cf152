"""Rows under their columns: where each stands in the room there is. What is done with them is the table's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.geometry import Region, Size

from boardtui.ui.shared.own_lines import Selecting, set_length
from boardtui.ui.shared.text import Pieces
from boardtui.ui.table.fit import Fit, Room, cells_of
from boardtui.ui.table.row_drawing import RowLines
from boardtui.ui.table.table_columns import WRAPS_FROM, Column, Row


class LaidOut(Selecting):
    """Rows under their columns.

    Attributes:
        headings_wrap: whether a heading among the rows takes as many lines as it needs, where a title does.
    """

    headings_wrap: ClassVar[bool] = True

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._columns: Sequence[Column] = ()
        self._rows: list[Row] = []
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

    def _layout(self) -> list[tuple[Column, int]]:
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
