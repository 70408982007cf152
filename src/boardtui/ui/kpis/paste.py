"""Figures pasted from a spreadsheet: which line each would go to, shown before anything is saved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from boardtui.domain.dates.periods import Period
from boardtui.domain.kpis.entry import Draft, Line, doubts, draft_of
from boardtui.domain.kpis.paste import LeftOut, Pasted, figures_words
from boardtui.report.words import how_many
from boardtui.ui.commands import bindings_for
from boardtui.ui.shared import columns
from boardtui.ui.shared.dialog import Dialog, keys_line
from boardtui.ui.shared.text import Piece, Pieces, one_line, plain
from boardtui.ui.table.item_table import ItemTable, ScreenColumn, TableRow

_Shown = tuple[Line, dict[str, str]] | LeftOut
"""What a row of the table stands for: a line with what it would hold, or a pasted row that no line takes."""


class KpiPasteScreen(Dialog[str | None]):
    """Shows what would be filled in. Gives the reason for it, or None where nothing is to be done.

    Args:
        pasted: what would be filled in.
        period: the period that is entered.
        reason_wanted: whether figures are corrected that the board may have seen.
    """

    CSS = """
    KpiPasteScreen .dialog { width: 100%; max-width: 120; height: 90%; }
    KpiPasteScreen ItemTable { height: 1fr; }
    KpiPasteScreen Input { height: 1; border: none; padding: 0; }
    KpiPasteScreen .problem { display: none; }
    KpiPasteScreen .problem.said { display: block; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("kpi_paste")]

    def __init__(self, pasted: Pasted, period: Period, *, reason_wanted: bool) -> None:
        super().__init__()
        self._pasted = pasted
        self._period = period
        self._reason_wanted = reason_wanted

    def compose(self) -> ComposeResult:
        """The lines as they would be, and a place for the reason where one is wanted."""
        count, left, same = len(self._pasted.lines), len(self._pasted.left_out), self._pasted.same
        parts = [f"{how_many(count, 'line')} to fill in"]
        parts += [f"{same} already so"] if same else []
        parts += [f"{left} left out"] if left else []
        with Vertical(classes="dialog"):
            yield Static(plain(f"{self._period.label}: {', '.join(parts)}"), classes="title")
            yield Static(plain(" ".join(["Nothing is saved yet.", *self._pasted.said])), classes="hint")
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
        rows = [TableRow(item[0].key, item) for item in self._pasted.lines]
        rows += [TableRow(f"left out {number}", item) for number, item in enumerate(self._pasted.left_out)]
        table.show(self._columns(), rows)
        (self.query_one("#why") if self._reason_wanted else table).focus()

    def _columns(self) -> Sequence[ScreenColumn]:
        def ref(item: _Shown) -> Pieces:
            return [Piece("✖", "warning")] if isinstance(item, LeftOut) else columns.words(item[0].kpi.ref)

        def measure(item: _Shown) -> Pieces:
            return columns.words(item.words if isinstance(item, LeftOut) else item[0].title)

        def before(item: _Shown) -> Pieces:
            return [] if isinstance(item, LeftOut) else columns.words(figures_words(self._was(item[0])))

        def now(item: _Shown) -> Pieces:
            if isinstance(item, LeftOut):
                return [Piece(one_line(item.figures), "muted")]
            return [Piece(one_line(figures_words(item[1])), "strong")]

        def note(item: _Shown) -> Pieces:
            if isinstance(item, LeftOut) or item[1]["note"] == self._was(item[0])["note"]:
                return []
            return [Piece(one_line(item[1]["note"]), "strong")]

        def look(item: _Shown) -> Pieces:
            found = self._to_look_at(item)
            if not found:
                return []
            words, is_doubt = found[0]
            return [Piece(f"⚠ {words}", "warning") if is_doubt else Piece(words, "muted")]

        return (
            ScreenColumn("Ref", ref, width=6),
            ScreenColumn("Measure", measure, share=2, wraps=True),
            ScreenColumn("Is now", before, width=15, right=True),
            ScreenColumn("Would be", now, width=15, right=True),
            ScreenColumn("Note", note, from_width=100),
            ScreenColumn("To look at", look, share=2),
        )

    def _was(self, line: Line) -> Draft:
        return draft_of(line.stated(self._period))

    def _to_look_at(self, item: _Shown) -> Sequence[tuple[str, bool]]:
        """What to look at in a line, and whether it makes one doubt the figure."""
        if isinstance(item, LeftOut):
            return [(f"left out: {item.why}", True)]
        found = [(each, True) for each in doubts(item[0], self._period, item[1], self.host.today)]
        if (note := item[1]["note"]) != self._was(item[0])["note"]:
            found.append((f"note: {note}", False))
        return found

    def on_item_table_moved(self) -> None:
        """Say in full what to look at in the line under the cursor: its column may be too narrow for that."""
        item: _Shown = self.query_one(ItemTable).item
        found = self._to_look_at(item)
        name = item.words if isinstance(item, LeftOut) else item[0].kpi.ref or item[0].title
        told = self.query_one("#doubt", Static)
        told.update(plain(one_line(f"{name}: {'; '.join(words for words, _ in found)}")))
        told.set_class(bool(found), "said")

    def on_input_submitted(self) -> None:
        """Enter in the reason fills in."""
        self.action_fill()

    def action_fill(self) -> None:
        """Fill the figures in."""
        why = self.query_one("#why", Input).value.strip() if self._reason_wanted else ""
        if self._reason_wanted and not why:
            self.complain("A figure that the board may have seen is corrected with a reason.")
            return
        self.dismiss(why)

    def action_leave(self) -> None:
        """Fill nothing in."""
        self.dismiss(None)
