"""A column pasted from a spreadsheet: what it would fill in, shown before anything is saved."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from boardtui.domain.dates.periods import Period
from boardtui.domain.kpis.entry import FIELDS, LABELS, Line, as_stated, doubts, draft_of
from boardtui.domain.kpis.readings import figure_of
from boardtui.ui.commands import bindings_for
from boardtui.ui.shared import columns
from boardtui.ui.shared.dialog import Dialog, keys_line
from boardtui.ui.shared.item_table import Column, ItemTable, Row
from boardtui.ui.shared.text import Piece, Pieces, one_line, plain


@dataclass(frozen=True, slots=True)
class Filled:
    """What pasted cells come to.

    Attributes:
        lines: each line that would change, with what would stand in it.
        left_over: how many pasted rows found no line.
        moved: whether they are percentages that go into the value, and not into the field they were pasted into.
    """

    lines: Sequence[tuple[Line, dict[str, str]]]
    left_over: int
    moved: bool = False


def read_paste(text: str, lines: Sequence[Line], at: str, field: str, period: Period) -> Filled:
    """Fill pasted cells in, downwards from a line and rightwards from a field; an empty cell leaves its place alone.

    Args:
        text: rows between line ends, cells between tabs, as spreadsheets copy them.
        lines: the lines of the grid.
        at: the key of the line to begin with.
        field: the field to begin with.
        period: the period that is entered.
    """
    text = text.rstrip("\r\n")
    # Some terminals pass both letters of a line end on as carriage returns: these are no empty rows in between.
    if re.fullmatch(r"(?:[^\r\n]|\r\r)*", text):
        text = text.replace("\r\r", "\r")
    rows = re.split(r"\r\n|\r|\n", text)
    start = next((place for place, line in enumerate(lines) if line.key == at), 0)
    # One column of percentages can only be that of the values.
    moved = field in ("numerator", "denominator") and "\t" not in text and figure_of(rows[0].strip()).unit == "percent"
    fields = FIELDS[FIELDS.index("value" if moved else field) :]
    found = []
    for line, row in zip(lines[start:], rows, strict=False):
        cells = {name: cell.strip() for name, cell in zip(fields, row.split("\t"), strict=False) if cell.strip()}
        before = draft_of(line.stated(period))
        stated = as_stated(line, period, {**before, **cells}) if cells else before
        if stated != before:
            found.append((line, stated))
    return Filled(found, sum(1 for row in rows[len(lines) - start :] if row.strip()), moved)


class KpiPasteScreen(Dialog[str | None]):
    """Shows what would be filled in. Gives the reason for it, or None where nothing is to be done.

    Args:
        filled: what would be filled in.
        period: the period that is entered.
        reason_wanted: whether figures are corrected that the board may have seen.
    """

    CSS = """
    KpiPasteScreen .dialog { width: 100%; max-width: 110; height: 90%; }
    KpiPasteScreen ItemTable { height: 1fr; }
    KpiPasteScreen Input { height: 1; border: none; padding: 0; }
    KpiPasteScreen .problem { display: none; }
    KpiPasteScreen .problem.said { display: block; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("kpi_paste")]

    def __init__(self, filled: Filled, period: Period, *, reason_wanted: bool) -> None:
        super().__init__()
        self._filled = filled
        self._period = period
        self._reason_wanted = reason_wanted

    def compose(self) -> ComposeResult:
        """The lines as they would be, and a place for the reason where one is wanted."""
        count = len(self._filled.lines)
        left = self._filled.left_over
        over = f" {left} more found no KPI and would be left out." if left else ""
        with Vertical(classes="dialog"):
            lines = "line" if count == 1 else "lines"
            yield Static(plain(f"{self._period.label}: {count} {lines} to fill in"), classes="title")
            moved = " These are percentages, so they go into Value." if self._filled.moved else ""
            yield Static(plain(f"Nothing is saved yet.{moved}{over}"), classes="hint")
            yield ItemTable(id="filled")
            yield Static(classes="problem", id="doubt")
            if self._reason_wanted:
                yield Static(plain("Some of these figures the board may have seen: why are they corrected?"))
                yield Input(id="why")
            yield Static(classes="problem", id="wrong")
            yield Static(keys_line("kpi_paste", self.host.settings.keys), classes="hint")

    def on_mount(self) -> None:
        """The reason has the keys where one is wanted, else the table."""
        table = self.query_one(ItemTable)
        table.palette = self.host.palette
        table.show(self._columns(), [Row(item[0].key, item) for item in self._filled.lines])
        (self.query_one("#why") if self._reason_wanted else table).focus()

    def _columns(self) -> Sequence[Column]:
        def ref(item: tuple[Line, dict[str, str]]) -> Pieces:
            return columns.words(item[0].kpi.ref)

        def measure(item: tuple[Line, dict[str, str]]) -> Pieces:
            return columns.words(item[0].title)

        def cell(name: str) -> Column:
            def drawn(item: tuple[Line, dict[str, str]]) -> Pieces:
                line, stated = item
                was = draft_of(line.stated(self._period))[name]
                now = one_line(stated[name])
                if now == was:
                    return [Piece(now, "muted")]
                before = [Piece(f"{one_line(was)} → ", "warning")] if was else []
                return [*before, Piece(now, "strong")]

            return Column(LABELS[name], drawn, width={"value": 17, "note": 12}.get(name, 12), right=name != "note")

        def doubt(item: tuple[Line, dict[str, str]]) -> Pieces:
            found = doubts(item[0], self._period, item[1])
            return [Piece(f"⚠ {found[0]}", "warning")] if found else []

        return (
            Column("Ref", ref, width=5),
            Column("Measure", measure),
            *(cell(name) for name in FIELDS if name != "note"),
            Column("To look at", doubt, share=2),
        )

    def on_item_table_moved(self, event: ItemTable.Moved) -> None:
        """Say in full what to look at in the line under the cursor: its column may be too narrow for that."""
        event.stop()
        item = self.query_one(ItemTable).item
        found = doubts(item[0], self._period, item[1]) if item is not None else []
        told = self.query_one("#doubt", Static)
        told.update(plain(f"{one_line(item[0].kpi.ref or item[0].title)}: {'; '.join(found)}" if found else ""))
        told.set_class(bool(found), "said")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in the reason fills in."""
        event.stop()
        self.action_fill()

    def action_fill(self) -> None:
        """Fill the figures in."""
        why = self.query_one("#why", Input).value.strip() if self._reason_wanted else ""
        if self._reason_wanted and not why:
            wrong = self.query_one("#wrong", Static)
            wrong.update(plain("A figure that the board may have seen is corrected with a reason."))
            wrong.add_class("said")
            return
        self.dismiss(why)

    def action_leave(self) -> None:
        """Fill nothing in."""
        self.dismiss(None)
