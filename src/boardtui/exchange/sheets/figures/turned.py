"""Tables of figures that stand on their side: a row for each period, and a column for each KPI."""

from __future__ import annotations

from boardtui.exchange.sheets.finding import Table
from boardtui.exchange.sheets.header_rows import headings_of, is_period_heading
from boardtui.exchange.sheets.kinds import body_cells, is_period
from boardtui.exchange.sheets.values import is_no_figure
from boardtui.exchange.sheets.vocabulary import rank
from boardtui.exchange.sources.grid import NUMBER, Area, Cell, Sheet, letters, text_cell

LEAST_PERIODS = 2
_LONG_FORM = ("value", "numerator", "denominator", "title", "area", "ref")
MEASURE = "Measure"
"""What stands over the names of the KPIs once the table is turned."""


class TurnedSheet(Sheet):
    """A sheet whose rows are the columns of another; its addresses are those of that one."""

    def cell(self, row: int, column: int) -> str:
        """The address of a cell of the sheet as it is."""
        return Sheet.cell(self, column, row)

    def row(self, row: int) -> str:
        """The address of a column of the sheet as it is: `Sheet!C`."""
        return self._within(letters(row))

    def place(self, row: int) -> str:
        """A column of the sheet as it is said: `column C`."""
        return f"column {letters(row)}"

    def stands_at(self, row: int, column: int) -> tuple[int, int]:
        """The row and the column here of a cell of the sheet as it is."""
        return column, row

    def range(self, area: Area) -> str:
        """The range of an area of the sheet as it is."""
        top, left, bottom, right = area
        return Sheet.range(self, (left, top, right, bottom))


def stands_on_its_side(table: Table) -> bool:
    """Whether the first column of a table holds periods and all others hold figures of what their headings name."""
    first, *others = table.headings
    named = [each for each in others if each.parts]
    if not named or any(is_period(each) or _is_of_a_long_table(each.plain) for each in named):
        return False
    periods = body_cells(table, first.column)
    if len(periods) < LEAST_PERIODS or sum(map(is_period_heading, periods)) * 3 < len(periods) * 2:
        return False
    cells = [cell for each in named for cell in body_cells(table, each.column)]
    return bool(cells) and sum(map(_is_figure, cells)) * 3 >= len(cells) * 2


def _is_of_a_long_table(plain: str) -> bool:
    return any(rank("kpi", name, plain) == 0 for name in _LONG_FORM)


def _is_figure(cell: Cell) -> bool:
    return cell.sort == NUMBER or not is_no_figure(cell.text)


def turned(table: Table) -> Table:
    """The table with a row for each KPI and a column for each period."""
    sheet, (_, left, bottom, right) = table.sheet, table.area
    header = table.header_rows[-1]
    rows: dict[int, dict[int, Cell]] = {}
    for row in table.body:
        for column in range(left, right + 1):
            if (cell := sheet.shared(row, column)).text:
                rows.setdefault(column, {})[row] = cell
    for heading in table.headings:
        if heading.column > left and heading.parts:
            rows.setdefault(heading.column, {})[header] = text_cell(heading.words.replace(" / ", " "))
    rows.setdefault(left, {})[header] = text_cell(MEASURE)
    side = TurnedSheet(sheet.name, rows, hidden_rows=set(sheet.hidden_columns), hidden_columns=set(sheet.hidden_rows))
    headings = headings_of(side, [left], header, bottom)
    return Table(side, [left], (left, header, right, bottom), headings, table.title, table.title_at, table.id)
