"""The table of the scorecard: its headings carry the periods and the make-up, and the periods can be scrolled."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style

from boardtui.domain.scorecard_blocks import Block, Family, KpiRow
from boardtui.ui.kpi_columns import PERIODS, fitting, make_up, period_labels
from boardtui.ui.text import Piece, Pieces, fitted
from boardtui.ui.widgets.item_table import ItemTable


class KpiTable(ItemTable):
    """A table of KPIs.

    Attributes:
        back: by how many periods one has gone back from the latest.
        by_group: whether the blocks are those of the groups.
    """

    def __init__(self, *, id: str | None = None, empty: str = "") -> None:
        super().__init__(id=id, empty=empty)
        self.back = 0
        self.by_group = True

    def go_back(self, count: int) -> bool:
        """Go back by so many periods, or forward; False where there are no more."""
        most = max((self._most(family) for family in self._families()), default=0)
        before, self.back = self.back, max(0, min(most, self.back + count))
        if self.back == before:
            return False
        self.redraw()
        return True

    def _families(self) -> list[Family]:
        found = {id(row.item.family_block): row.item.family_block.family for row in self._rows if row.key}
        return list(found.values())

    def _most(self, family: Family) -> int:
        room = self.place_of(PERIODS)[1]
        count = len(family.periods)
        if family.kind is None:
            rows = (row.item for row in self._rows if row.key and row.item.kind is None)
            count = max((len(row.by_period) for row in rows), default=0)
        return count - fitting(family, room)

    def _row_at(self, place: int) -> KpiRow | None:
        """The first KPI at or after a place."""
        return next((row.item for row in self._rows[place:] if row.key), None)

    def _block_of(self, row: KpiRow) -> Block:
        return row.group_block if self.by_group else row.family_block

    def heading_pieces(self, place: int, width: int) -> Pieces:
        """The group, the periods where they are others than at the top, and how many have each status."""
        row = self._row_at(place)
        if row is None:
            return super().heading_pieces(place, width)
        start, room = self.place_of(PERIODS)
        block, top = self._block_of(row), self._row_at(int(self.scroll_offset.y))
        same = top is not None and top.family_block is row.family_block
        labels = "" if same else fitted(period_labels(row, room, self.back), room + 1)
        before = start if labels else start + room + 1
        return [
            Piece(fitted(block.heading, before - 1) + " ", "heading"),
            Piece(labels, "heading"),
            *make_up(block.make_up, width - start - room - 1),
        ]

    def _heading_segments(self, style: Style) -> list[Segment]:
        top = self._row_at(int(self.scroll_offset.y))
        line: list[Segment] = []
        for column, width in self._layout():
            if column.label == PERIODS:
                # Its last cell is the one between two columns.
                labels = period_labels(top, width, self.back) if top is not None else " " * width
                line.append(Segment(fitted(labels, width + 1), style))
            else:
                line.append(Segment(fitted(column.label, width, right=column.right) + " ", style))
        return line
