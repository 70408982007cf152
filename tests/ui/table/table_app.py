"""A table alone, and what a terminal shows of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyte
from rich.style import Style
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.screen import Screen

from boardtui.report.palette import Palette
from boardtui.ui.table.item_table import ItemTable, ScreenColumn, TableRow
from tests.ui.conftest import lines

PALETTE = Palette({"cursor": Style(reverse=True), "cursor-away": Style(italic=True)})


class TableApp(App[None]):
    """Nothing but a table."""

    def __init__(self, rows: Sequence[TableRow], columns: Sequence[ScreenColumn] | None = None) -> None:
        super().__init__()
        self.rows, self.columns = rows, columns or (ScreenColumn("What", str),)
        self.opened: list[str] = []
        self.headed: list[str] = []

    def compose(self) -> ComposeResult:
        """The table."""
        yield ItemTable(id="items")

    def on_mount(self) -> None:
        """Fill it."""
        self.show(self.rows)
        self.query_one(ItemTable).focus()

    def show(self, rows: Sequence[TableRow]) -> None:
        """Show other rows."""
        table = self.query_one(ItemTable)
        table.palette = PALETTE
        table.show(self.columns, rows)

    def on_item_table_opened(self, event: ItemTable.Opened) -> None:
        """Remember what was opened."""
        self.opened.append(event.key)

    def on_item_table_headed(self, event: ItemTable.Headed) -> None:
        """Remember which heading was clicked."""
        self.headed.append(event.label)


class OnTerminal(TableApp):
    """A table on a terminal, to which only what is to be drawn anew is written."""

    def __init__(self, rows: Sequence[TableRow], columns: Sequence[ScreenColumn] | None = None) -> None:
        super().__init__(rows, columns)
        self.terminal = pyte.Screen(80, 24)
        self._stream = pyte.Stream(self.terminal)

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        if hasattr(renderable, "render_segments"):
            self._stream.feed(renderable.render_segments(self.console))
        super()._display(screen, renderable)


def numbered(count: int) -> list[TableRow]:
    return [TableRow(str(number), f"item {number}") for number in range(count)]


def on_terminal(app: OnTerminal, pilot: Pilot[Any]) -> list[str]:
    """The lines that a terminal shows by now; with a sign before those that are under the cursor all along."""
    shown = []
    for y, line in enumerate(lines(pilot)):
        cells = [app.terminal.buffer[y][x] for x in range(app.size.width - 1)]
        sign = "▸" if all(each.reverse for each in cells) else "·" if any(each.reverse for each in cells) else ""
        sign += "~" if all(each.italics for each in cells) else ""
        assert app.terminal.display[y].rstrip() == line, "as it is where all is drawn"
        shown.append(sign + line.strip())
    return shown
