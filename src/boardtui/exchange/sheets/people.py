"""Who is named in a cell: several people below each other are several, and one whose name runs on is one."""

from __future__ import annotations

from collections.abc import Sequence

from boardtui.domain.records.text import same_key
from boardtui.exchange.sheets.finding import Table
from boardtui.exchange.sheets.kinds import body_cells
from boardtui.exchange.sheets.values import bullets
from boardtui.exchange.sources.grid import Cell, one_line


class People:
    """Those who are named in the columns of one table."""

    def __init__(self, table: Table, columns: Sequence[int]) -> None:
        cells = [cell.text for column in columns for cell in body_cells(table, column)]
        self._alone = (
            {same_key(words) for words in cells if "\n" not in words} if any("\n" in w for w in cells) else set()
        )

    def in_cell(self, cell: Cell) -> str:
        """The words of a cell, with a semicolon between lines each of which stands alone in another cell.

        `Head of` above `Service` is one person, whom a narrow column broke in two.
        """
        if len(named := list(bullets(cell.text))) > 1:
            return "; ".join(named)
        lines = [one_line(each) for each in cell.text.split("\n") if each.strip()]
        if len(lines) > 1 and all(same_key(each) in self._alone for each in lines):
            return "; ".join(lines)
        return one_line(cell.text)
