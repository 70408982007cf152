"""A bare Textual application with one table: what the start of boardtui and its keys are measured beside."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import DataTable

FIRST_WORDS = "Row 1 of a table"


class BareApp(App[None]):
    """One table of sixty rows."""

    def compose(self) -> ComposeResult:
        """The table."""
        yield DataTable()

    def on_mount(self) -> None:
        """Fill it."""
        table: DataTable[str] = self.query_one(DataTable)
        table.add_columns("Ref", "Title", "Lead", "RAG")
        for number in range(1, 61):
            table.add_row(str(number), f"Row {number} of a table", "Somebody", "Amber")


if __name__ == "__main__":
    BareApp().run()
