"""The first step of an import: the tables that were found, what each holds, and what its columns are taken for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from boardtui.exchange.sheets.asking import LEFT_OUT
from boardtui.exchange.sheets.columns import IGNORED, KEPT
from boardtui.exchange.sheets.drafts import TableRead
from boardtui.exchange.sheets.headings import ColumnHeading
from boardtui.report.words import how_many
from boardtui.session.import_answers import field_choices, kind_choices, say_column, say_kind
from boardtui.session.import_words import asked_about, asked_in_short, field_words, holds_words, sample_rows
from boardtui.session.importing import counts_words_of
from boardtui.ui.commands import bindings_for
from boardtui.ui.forms.chooser import Chooser
from boardtui.ui.imports.step import STEP_CSS, ImportJob, ImportStep
from boardtui.ui.shared.text import Piece, Pieces, one_line, plain
from boardtui.ui.table.item_table import ItemTable, ScreenColumn, TableRow

_TAKE_BACK = ("", "as it was found")
_MOST_TABLES_SEEN = 4
"""How many tables are in sight at once on a small terminal; the others are scrolled to."""


class ImportTables(ImportStep):
    """Shows the tables, and the columns of the one under the cursor with three sample rows."""

    CSS = (
        STEP_CSS
        + """
    ImportTables #columns { height: 1fr; margin-top: 1; }
    ImportTables #whole { height: 4; border-top: solid $border-blurred; scrollbar-size-vertical: 1; }
    """
    )
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("import_tables")]
    keys_of = "import_tables"

    @classmethod
    def is_needed(cls, job: ImportJob) -> bool:
        """What this program wrote itself, such as a plan, says what it holds."""
        return not job.preview.returned

    read_by_keys = False

    def compose_lists(self) -> ComposeResult:
        """Tables and columns."""
        yield ItemTable(id="tables")
        yield ItemTable(id="columns", empty="It is left out. l takes it in again.")

    @property
    def tables(self) -> ItemTable:
        """The tables."""
        return self.query_one("#tables", ItemTable)

    @property
    def columns(self) -> ItemTable:
        """The columns of the table under the cursor."""
        return self.query_one("#columns", ItemTable)

    @property
    def read(self) -> TableRead:
        """The table under the cursor."""
        return next(each for each in self.job.preview.reads if each.mapping.table.id == self.tables.key)

    def on_mount(self) -> None:
        """Begin with the tables."""
        for table in (self.tables, self.columns):
            table.palette = self.host.palette
        self.show()
        if self.job.kept is not None:
            kept = f"{self.job.kept.parent.name}/{self.job.kept.name}"
            self.tell(f"Your answers of last time are taken from {kept}; each can be changed.")

    def show(self) -> None:
        """Show the tables as they are taken now."""
        reads = self.job.preview.reads
        self.show_title(1, f"{how_many(len(reads), 'table')} found")
        self.tables.show(self._table_columns(), [TableRow(each.mapping.table.id, each) for each in reads])
        self.tables.styles.height = 1 + min(len(reads), max(_MOST_TABLES_SEEN, self.size.height // 5))
        self._show_columns()
        self.show_keys()

    def on_resize(self) -> None:
        """Use the room there is."""
        reads = self.job.preview.reads
        self.tables.styles.height = 1 + min(len(reads), max(_MOST_TABLES_SEEN, self.size.height // 5))

    def _table_columns(self) -> Sequence[ScreenColumn]:
        done, board = self.job.preview, self.job.board

        def holds(read: TableRead) -> Pieces:
            known = read.mapping.kind is not None
            return [Piece(holds_words(read.mapping, board), "strong" if known else "warning")]

        def asks(read: TableRead) -> Pieces:
            left = sum(each.open and bool(each.key) for each in asked_about(done, read.mapping.table.id))
            return [Piece(f"{left}", "warning")] if left else [Piece("–", "muted")]

        return (
            ScreenColumn("Table", _where, share=3),
            ScreenColumn("Holds", holds, share=2),
            ScreenColumn(
                "Rows", lambda read: f"{read.seen:,}" if not read.mapping.left_out else "–", width=6, right=True
            ),
            ScreenColumn("To ask", asks, width=6, right=True),
        )

    def _show_columns(self) -> None:
        if not self.tables.key:
            return
        read = self.read
        mapping, board = read.mapping, self.job.board
        samples = sample_rows(read)

        def taken(heading: ColumnHeading) -> Pieces:
            name = mapping.fields[heading.column]
            style = "muted" if name in (KEPT, IGNORED) else "strong"
            return [Piece(field_words(name, mapping.kind, board), style)]

        def sample(number: int) -> ScreenColumn:
            def cell(heading: ColumnHeading) -> str:
                return one_line(samples[number][heading.column]) if number < len(samples) else ""

            label = f"Row {samples[number].number}" if number < len(samples) else ""
            return ScreenColumn(label, cell)

        shown = (
            ScreenColumn("", lambda heading: [Piece(heading.letter, "muted")], width=3),
            ScreenColumn("Column", lambda heading: one_line(heading.words) or [Piece("(no heading)", "muted")]),
            ScreenColumn("Taken for", taken, width=18),
            *(sample(number) for number in range(3)),
        )
        headings = () if mapping.left_out else mapping.table.headings
        self.columns.show(shown, [TableRow(str(each.column), each) for each in headings])
        self._show_whole()

    def on_item_table_moved(self, event: ItemTable.Moved) -> None:
        """Show the columns of the table, or the column in full."""
        if event.table is self.tables:
            self._show_columns()
        else:
            self._show_whole()

    def on_descendant_focus(self) -> None:
        """The list that has the keys says what is shown in full."""
        if self.tables.key:
            self._show_whole()

    def _show_whole(self) -> None:
        lines = self._column_lines() if self.columns.has_focus and self.columns.item is not None else self._lines()
        self.query_one("#text", Static).update(plain("\n".join(lines)))

    def _lines(self) -> list[str]:
        done, board, read = self.job.preview, self.job.board, self.read
        table = read.mapping.table
        lines = [f"{_where(read)}: {counts_words_of(done, table.id)}"]
        asked = asked_in_short((each for each in asked_about(done, table.id) if each.open and each.key), board)
        lines += [f"Will be asked: {asked}"] if asked else []
        others = [f"{each.what} {each.sheet.address(each.area)}" for each in done.found.not_tables]
        return [*lines, *([f"Read, and no tables: {', '.join(others)}"] if others else [])]

    def _column_lines(self) -> list[str]:
        heading: ColumnHeading = self.columns.item
        samples = [one_line(row[heading.column]) or "(empty)" for row in sample_rows(self.read)]
        name = field_words(self.read.mapping.fields[heading.column], self.read.mapping.kind, self.job.board)
        return [f"{heading.letter} {one_line(heading.words)}: {name}", " · ".join(samples)]

    def on_item_table_opened(self) -> None:
        """A double click changes."""
        self.action_change()

    def action_change(self) -> None:
        """Choose what the table under the cursor holds, or what its column is."""
        self.host.begin(self._choose_column() if self.columns.has_focus else self._choose_kind())

    async def _choose_kind(self) -> None:
        table, mapping = self.tables.key, self.read.mapping
        held = LEFT_OUT if mapping.left_out else mapping.kind
        choices = [*kind_choices(self.job.board), _TAKE_BACK]
        kind = await self.host.answer_of(Chooser(f"What does {_where(self.read)} hold?", choices, held))
        if kind is not None:
            self.change(lambda answers: say_kind(answers, table, kind))

    async def _choose_column(self) -> None:
        heading, mapping = self.columns.item, self.read.mapping
        if heading is None:
            return
        if mapping.kind is None:
            self.complain("First say what the table holds: Tab, then Space.")
            return
        choices = [*field_choices(mapping.kind, self.job.board), _TAKE_BACK]
        asked = f"What is the column {heading.letter} {one_line(heading.words)}?"
        name = await self.host.answer_of(Chooser(asked, choices, mapping.fields[heading.column]))
        if name is not None:
            self.change(lambda answers: say_column(answers, heading, name))

    def action_leave_out(self) -> None:
        """Leave the table or the column under the cursor out, or take it in again."""
        mapping = self.read.mapping
        if not self.columns.has_focus:
            kind = "" if mapping.left_out else LEFT_OUT
            self.change(lambda answers: say_kind(answers, mapping.table.id, kind))
        elif (heading := self.columns.item) is not None:
            name = "" if mapping.fields[heading.column] == IGNORED else IGNORED
            self.change(lambda answers: say_column(answers, heading, name))

    def action_next(self) -> None:
        """Go on, if there is anything to go on with."""
        if not self.waits and all(each.mapping.left_out for each in self.job.preview.reads):
            self.complain("All tables are left out. l takes one in again.")
        else:
            super().action_next()


def _where(read: TableRead) -> str:
    table = read.mapping.table
    title = one_line(table.title.split("\n")[-1])
    place = table.sheet.address(table.area)
    return f"{place} {title}" if title else place
