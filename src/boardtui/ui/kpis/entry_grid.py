"""A table with one cell to type into, which lies over the cell it belongs to."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Container
from textual.message import Message
from textual.widgets import Input
from textual.widgets.input import Selection

from boardtui.domain.dates.periods import Period
from boardtui.domain.kpis.entry import LABELS, Line, derived
from boardtui.domain.kpis.paste_columns import read_cells
from boardtui.domain.kpis.words import short
from boardtui.ui.shared import columns
from boardtui.ui.shared.text import Piece, Pieces, one_line
from boardtui.ui.shared.working_ahead import once_drawn
from boardtui.ui.table.item_table import ItemTable, ScreenColumn, TableRow

_MISSING = {"n": "n/a"}
"""A key that begins nothing else is completed: what is added is selected, so typing on replaces it."""


class CellsPasted(Message):
    """Several lines or cells were pasted."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class LineClicked(Message):
    """A line was clicked."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key


class EntryLines(ItemTable, can_focus=False):
    """The lines. A click does not move their cursor: what stands in the cell belongs to the line it is on."""

    def on_click(self, event: events.Click) -> None:
        """Say which line it was."""
        event.prevent_default()
        if key := self.record_at(event.y):
            self.post_message(LineClicked(key))


class CellInput(Input, inherit_bindings=False):
    """The cell that is typed into. The arrows up and down are the grid's: one line cannot scroll."""

    BINDINGS = Input.BINDINGS

    DEFAULT_CSS = """
    CellInput { layer: cell; height: 1; border: none; padding: 0; background: $boost; color: $foreground;
        text-style: underline; }
    CellInput:focus { border: none; background: $boost; }
    """

    adding = False  # the last thing that was done to the text added to it

    def replace(self, text: str, start: int, end: int) -> None:
        """Put a text in the place of a part; it is how all that is typed, pasted and deleted comes in."""
        self.adding = bool(text)
        super().replace(text, start, end)

    async def _on_key(self, event: events.Key) -> None:
        """Do what a key does before the next one is looked at.

        Keys come in one go over a slow line. Textual does what they are bound to only after it has typed the letters
        that follow them: 21, Enter, 19, Enter would be the figure 2119.
        """
        if not self.has_focus:
            # A question has taken the keys meanwhile.
            event.stop()
            event.prevent_default()
            self.app.post_message(events.Key(event.key, event.character))
            return
        bound = None if event.is_printable else self.screen.active_bindings.get(event.key)
        if bound is not None and bound.node in (self, self.screen):
            event.stop()
            event.prevent_default()
            await self.app.run_action(bound.binding.action, bound.node)

    async def action_submit(self) -> None:
        """Enter belongs to the grid, not to the cell."""
        await self.screen.run_action("save")

    def _on_paste(self, event: events.Paste) -> None:
        # Textual keeps only the first line of what is pasted into an input; a column of a spreadsheet has many.
        event.prevent_default()
        event.stop()
        cells = read_cells(event.text)
        if len(cells) == 1 and len(cells[0]) == 1:
            self.replace(cells[0][0], *self.selection)
        elif cells:
            self.post_message(CellsPasted(event.text))


class EntryGrid(Container):
    """The table and its cell."""

    DEFAULT_CSS = """
    EntryGrid { layers: base cell; height: 1fr; }
    EntryGrid ItemTable { layer: base; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._label = ""

    def compose(self) -> ComposeResult:
        """The table beneath, the cell above."""
        yield EntryLines()
        yield CellInput(compact=True, select_on_focus=False)

    def on_mount(self) -> None:
        """Let the cell go with its line where that is scrolled."""
        self.watch(self.table, "scroll_y", self.place_cell_once_drawn, init=False)

    @property
    def table(self) -> EntryLines:
        """The table."""
        return self.query_one(EntryLines)

    @property
    def cell(self) -> CellInput:
        """The cell."""
        return self.query_one(CellInput)

    def show(self, columns: Sequence[ScreenColumn], rows: Sequence[TableRow]) -> None:
        """Show other rows."""
        self.table.palette = self.app.palette  # type: ignore[attr-defined]
        self.table.show(columns, rows)

    def redraw(self) -> None:
        """Draw the lines anew: something else stands in them."""
        self.table.redraw()

    def put_cell(self, label: str, text: str) -> None:
        """Put the cell over the column with this label, on the line of the cursor.

        Args:
            label: the heading of the column.
            text: what stands in it at first.
        """
        self._label = label
        with self.prevent(Input.Changed):
            self.cell.value = text
        # As in a spreadsheet: typing replaces what stands there, an arrow begins to change it.
        self.cell.selection = Selection(0, len(text))
        self.place_cell()

    def place_cell(self) -> None:
        """Lay the cell over its place, wherever the table has scrolled to."""
        x, width = self.table.place_of(self._label)
        row = self.table.cursor_region
        self.cell.styles.offset = (x, row.y)
        self.cell.styles.width = width
        self.cell.display = row.y > 0

    def typed(self) -> str:
        """What stands in the cell, completed where it can only be one thing."""
        text = self.cell.value
        if self.cell.adding and (whole := _MISSING.get(text.casefold())) is not None:
            with self.prevent(Input.Changed):
                self.cell.value = whole
            self.cell.selection = Selection(len(text), len(whole))
            text = whole
        return text

    def on_resize(self) -> None:
        """Keep the cell over its place."""
        self.place_cell_once_drawn()

    def place_cell_once_drawn(self) -> None:
        """Lay the cell over its place once it is known where that is."""
        once_drawn(self, self.place_cell)


# What stands over the fields, where a whole word does not fit.
OVER = LABELS | {"denominator": "Denomin."}


def entry_columns(
    period: Period, draft: Callable[[Line], dict[str, str]], waiting: Callable[[Line], bool]
) -> Sequence[ScreenColumn]:
    """The columns of the grid.

    Args:
        period: the period that is entered.
        draft: what stands in the fields of a line.
        waiting: whether that is not on disk yet.
    """

    def before(line: Line) -> Pieces:
        found = line.before(period)
        if found is None or found.period is None:
            return [columns.NOT_STATED]
        return [Piece(f"{short(found.period)} ", "muted"), Piece(one_line(found.record.value))]

    def year_ago(line: Line) -> Pieces:
        found = line.year_ago(period)
        return [Piece(one_line(found.value))] if found is not None and found.value else [columns.NOT_STATED]

    def cell(name: str) -> Callable[[Line], Pieces]:
        def drawn(line: Line) -> Pieces:
            stated = draft(line)
            provisional = " p" if name == "value" and stated["provisional"] and stated["value"] else ""
            text = one_line(stated[name]) + provisional
            if not text and name == "value" and (follows := derived(line, period, stated)):
                return [Piece(f"= {follows}", "accent")]
            return [Piece(text, "warning" if waiting(line) else "")]

        return drawn

    return (
        ScreenColumn("Ref", lambda line: columns.words(line.kpi.ref), width=5),
        ScreenColumn("Measure", lambda line: columns.words(line.title), share=3, wraps=True),
        ScreenColumn("Before", lambda line: before(line)[-1:], width=8, right=True, to_width=99),
        ScreenColumn("Before", before, width=15, right=True, from_width=100),
        ScreenColumn("Year ago", year_ago, width=8, right=True, from_width=96),
        ScreenColumn(OVER["numerator"], cell("numerator"), width=9, right=True),
        ScreenColumn(OVER["denominator"], cell("denominator"), width=9, right=True),
        ScreenColumn(OVER["value"], cell("value"), width=10, right=True),
        ScreenColumn(OVER["note"], cell("note"), width=7, to_width=99),
        ScreenColumn(OVER["note"], cell("note"), share=2, from_width=100),
    )
