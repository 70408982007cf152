"""The single records that belong to a KPI: readings, comparators, changes of targets, re-base points."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, cast

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Static

from boardtui.domain.board.board import Board
from boardtui.domain.board.words import named_in_full, value_words, which_one
from boardtui.domain.kpis.readings import AHEAD
from boardtui.domain.kpis.scorecard import view
from boardtui.domain.records.kinds import Comparator, Kpi, Reading, Rebase, Record, TargetChange
from boardtui.domain.records.kpis import Series
from boardtui.ui.commands import bindings_for
from boardtui.ui.shared.dialog import Dialog, keys_line
from boardtui.ui.shared.lines import OneLine
from boardtui.ui.shared.text import one_line, plain
from boardtui.ui.table.item_table import ItemTable, ScreenColumn, TableRow

_HEADINGS: dict[type[Record], str] = {
    TargetChange: "Targets from a period on",
    Comparator: "Compared with",
    Rebase: "Control limits start afresh",
    Reading: "Readings, the latest first",
}


class KpiRecordsScreen(Dialog[None]):
    """Lists what belongs to a KPI, each to be edited, deleted or looked back on."""

    CSS = """
    KpiRecordsScreen .dialog { width: 100%; max-width: 120; height: 100%; max-height: 100%; }
    KpiRecordsScreen .title { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    KpiRecordsScreen ItemTable { background: $surface; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("kpi_records")]

    def __init__(self, kpi: Kpi) -> None:
        super().__init__()
        self.kpi = kpi

    @property
    def table(self) -> ItemTable:
        """The table."""
        return self.query_one(ItemTable)

    @property
    def selected(self) -> Record | None:
        """The record under the cursor."""
        return cast("Record | None", self.table.item)

    def compose(self) -> ComposeResult:
        """The records and the keys."""
        with Vertical(classes="dialog"):
            yield OneLine(plain(self._title()), classes="title")
            yield ItemTable(id="records", empty="Nothing yet: i on the screen of KPIs enters figures.")
            yield Static(keys_line("kpi_records", self.host.settings.keys), classes="hint")

    def _title(self) -> str:
        board = self.host.board
        return f"What belongs to {named_in_full(board, self.kpi)}" if board is not None else ""

    def on_mount(self) -> None:
        """The table has the keys."""
        self.table.focus()

    def on_screen_resume(self) -> None:
        """Show them as they are after a form or a deletion."""
        board = self.host.board
        if board is None or board.get(Kpi, self.kpi.id) is None:
            self.dismiss()
            return
        self.table.palette = self.host.palette
        self.table.show(_columns(board, self.kpi), _rows(board, self.kpi))

    def on_item_table_opened(self) -> None:
        """A double click edits."""
        self.action_edit()

    def action_edit(self) -> None:
        """Edit the record in a form."""
        if (record := self.selected) is not None:
            self.host.edit(record)

    def action_delete(self) -> None:
        """Delete the record, after showing what goes with it."""
        if (record := self.selected) is not None:
            self.host.delete(record)

    def action_history(self) -> None:
        """Show who changed it."""
        if (record := self.selected) is not None:
            self.host.show_history(record)

    def action_back(self) -> None:
        """Back to the KPIs."""
        self.dismiss()


def _rows(board: Board, kpi: Kpi) -> list[TableRow]:
    seen = view(board, kpi)
    readings = [*seen.readings(Series.CURRENT), *seen.readings(Series.PERIOD)]
    found: dict[type[Record], Sequence[Record]] = {
        TargetChange: board.owned(TargetChange, kpi.id),
        Comparator: seen.comparators,
        Rebase: board.owned(Rebase, kpi.id),
        Reading: [each.record for each in reversed(readings)],
    }
    rows: list[TableRow] = []
    for kind, some in found.items():
        if some:
            rows.append(TableRow("", heading=_HEADINGS[kind]))
            rows += [TableRow(each.id, each) for each in some]
    return rows


def _columns(board: Board, kpi: Kpi) -> Sequence[ScreenColumn]:
    seen = view(board, kpi)
    ahead = {each.record.id for series in Series for each in seen.readings(series) if each.ahead}

    def which(record: Record) -> str:
        return f"{which_one(record)} ⚠ {AHEAD}" if record.id in ahead else which_one(record)

    def rest(record: Record) -> str:
        key = {*record.kind.natural_key, "kpi"}
        said = [
            (each.label, _words(board, record, each.name))
            for each in record.kind.attributes.values()
            if each.name not in key
        ]
        said.sort(key=lambda each: each[0] != "Value")  # the parts it was worked out from come after it
        return " · ".join(f"{label}: {words}" for label, words in said if words)

    return ScreenColumn("Which", which, share=2), ScreenColumn("What it says", rest, share=4)


def _words(board: Board, record: Record, name: str) -> str:
    value = getattr(record, name)
    return one_line(value_words(board, record.kind.attributes[name], value)) if value else ""
