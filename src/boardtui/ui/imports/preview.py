"""The last step of an import: what would happen, line by line; then all of it or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import ClassVar

from rich.console import Group, RenderableType
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from boardtui.domain.errors import BoardError
from boardtui.exchange.sheets.drafts import ADDED, CHANGED, REFUSED, SKIPPED, UNCHANGED
from boardtui.exchange.sources.watch import StoppedError, Watch
from boardtui.session.import_words import made_words, row_words
from boardtui.session.importing import GONE, GROUPS, LOOK_AT, ImportLine, counts_words, import_lines
from boardtui.ui.commands import bindings_for, shown_key
from boardtui.ui.imports.step import STEP_CSS, Goes, ImportStep
from boardtui.ui.shared.text import Piece, Pieces, difference_text, is_long, one_line, plain, rich_plain
from boardtui.ui.table.item_table import ItemTable, ScreenColumn, TableRow

_MARKS = {
    REFUSED: ("✖", "error"),
    CHANGED: ("~", "warning"),
    ADDED: ("+", "success"),
    GONE: ("-", "muted"),
    LOOK_AT: ("!", "warning"),
    SKIPPED: ("·", "muted"),
    UNCHANGED: ("=", "muted"),
}


class ImportPreview(ImportStep):
    """Shows what an import would do, and does it."""

    CSS = (
        STEP_CSS
        + """
    ImportPreview #counts { height: auto; color: $text-muted; }
    ImportPreview #lines { height: 3fr; }
    ImportPreview #whole { height: 6; border-top: solid $border-blurred; scrollbar-size-vertical: 1; }
    ImportPreview #whole:focus { border-top: solid $border; }
    """
    )
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("import_preview")]
    keys_of = "import_preview"

    def compose_lists(self) -> ComposeResult:
        """The counts and the lines."""
        yield Static(id="counts")
        yield ItemTable(id="lines")

    @property
    def table(self) -> ItemTable:
        """The lines."""
        return self.query_one(ItemTable)

    def on_mount(self) -> None:
        """Begin with what needs an eye first."""
        self.table.palette = self.host.palette
        self.show()

    def show(self) -> None:
        """Show what would happen."""
        done, rows = self.job.preview, list[TableRow]()
        lines = import_lines(done, self.job.board, self.host.today)
        number = 0
        for group, some in groupby(lines, key=lambda line: line.group):
            rows.append(TableRow("", heading=GROUPS[group]))
            for line in some:
                number += 1
                rows.append(TableRow(str(number), line))
        self.show_title(3, "what would happen" if done.planned.changes else "nothing new")
        self.query_one("#counts", Static).update(plain(counts_words(done, self.job.board)))
        self.table.show(_columns(), rows)
        self._show_whole()
        if done.planned.changes:
            self.show_keys(hidden=("import_close",))
        else:
            self.tell("Nothing would change: all that can be entered is on the board just so.")
            self.show_keys(hidden=("import_do",))

    def on_item_table_moved(self) -> None:
        """Show what is under the cursor in full."""
        self._show_whole()
        self.query_one("#whole", VerticalScroll).scroll_home(animate=False)

    def _show_whole(self) -> None:
        line = self.table.item
        self.query_one("#text", Static).update(self._whole(line) if isinstance(line, ImportLine) else "")

    def _whole(self, line: ImportLine) -> RenderableType:
        where = f" ({line.at})" if line.group in (CHANGED, ADDED) else ""
        first = rich_plain(f"{' · '.join(filter(None, (line.item, line.field)))}{where}", "bold")
        if line.group == CHANGED and is_long(line.before, line.after):
            return Group(first, difference_text(line.before, line.after, self.host.palette))
        if line.group == CHANGED:
            return Group(first, rich_plain(f"{line.before or 'nothing'} → {line.after or 'nothing'}"))
        if line.fields:
            return Group(first, *(rich_plain(f"{label}: {one_line(words)}") for label, words in line.fields))
        words = row_words(self.job.preview, line.at) if line.group == LOOK_AT and line.at else ""
        return Group(first, *(rich_plain(each) for each in (line.after, words) if each))

    def action_enter(self) -> None:
        """Enter all of it."""
        if self.busy or not self.job.preview.planned.changes or self.waits:
            return
        self.begin(self._enter())

    async def _enter(self) -> None:
        job, done = self.job, self.job.preview
        self._watch = Watch()
        self.tell(f"Entering {len(done.planned.changes):,} changes … Esc stops it.")
        made, changed = made_words(done, job.board), len({(each.kind, each.ref) for each in done.planned.fields})
        try:
            entered = await job.enter(self._watch)
        except StoppedError:
            self.tell("Stopped. The board is as it was; nothing is entered.")
            return
        if not entered:
            self.change(lambda _answers: None)
            self.complain("The board has changed meanwhile. This is what would happen now; nothing is entered yet.")
            return
        kept = None
        try:
            kept = await job.keep()
        except BoardError as error:
            self.host.warn([str(error)])
        parts = [f"{made} added" if made else "", f"{changed:,} changed" if changed else ""]
        told = ", ".join(filter(None, parts)) or "done"
        answers = f" Your answers are kept for next time in {kept}." if kept is not None else ""
        self.host.tell(f"Imported from {done.source.name}: {told}. u takes all of it back.{answers}")
        self.dismiss(Goes.DONE)

    def action_close(self) -> None:
        """Back to the board, where there is nothing to enter; where there is, say which key enters it."""
        if not self.job.preview.planned.changes:
            self.dismiss(Goes.DONE)
        elif not self.busy:
            key = shown_key("import_do", self.host.settings.keys)
            self.tell(f"Nothing is entered yet: {key} imports all of it.")

    def action_back(self) -> None:
        """Back to the step before; while changes are entered, stop that."""
        if self.busy:
            self._watch.stopped = True
            self.host.opened.stop_waiting()
            self.tell("Stopping …")
        else:
            super().action_back()


def _columns() -> Sequence[ScreenColumn]:
    def mark(line: ImportLine) -> Pieces:
        sign, style = _MARKS[line.group]
        return [Piece(sign, style)]

    def then(line: ImportLine) -> Pieces:
        return [Piece(one_line(line.after), "strong" if line.group == CHANGED else "")]

    return (
        ScreenColumn("", mark, width=1),
        ScreenColumn("What", lambda line: one_line(line.item), share=3, spills=True, wraps=True),
        ScreenColumn("Field", lambda line: one_line(line.field), width=12, to_width=99),
        ScreenColumn("Field", lambda line: one_line(line.field), width=18, from_width=100),
        ScreenColumn("Now", lambda line: one_line(line.before), share=2),
        ScreenColumn("Then", then, share=2),
        ScreenColumn("Where", lambda line: one_line(line.at), width=16, from_width=100),
    )
