"""Choosing what to import: a file that lies about, one whose path is typed or dropped, or a table that is pasted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

import platformdirs
from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.timer import Timer
from textual.widgets import Input, Static

from boardtui.domain.dates.dates import local_time_of
from boardtui.domain.errors import BoardError
from boardtui.exchange.sources.grid import Source
from boardtui.exchange.sources.reading import read_source, read_text
from boardtui.exchange.sources.watch import StoppedError, Watch
from boardtui.session.importing import sources_near
from boardtui.settings.paths import is_there, typed_path
from boardtui.ui.commands import bindings_for
from boardtui.ui.host import Host
from boardtui.ui.imports.preview import ImportPreview
from boardtui.ui.imports.questions import ImportQuestions
from boardtui.ui.imports.step import PROGRESS_SECONDS, Goes, ImportJob, ImportStep, take_step
from boardtui.ui.imports.tables import ImportTables
from boardtui.ui.screens import home_of
from boardtui.ui.shared.dialog import Dialog, TypedList, keys_line
from boardtui.ui.shared.text import one_line
from boardtui.ui.shared.text_inputs import PathsInput, TextBox, in_one_line
from boardtui.ui.shared.working_ahead import every
from boardtui.ui.table.item_table import ItemTable, ScreenColumn, TableRow

_STEPS: tuple[type[ImportStep], ...] = (ImportTables, ImportQuestions, ImportPreview)
PASTED = "the pasted table"
_ASK = "path of a .xlsx, .csv, .tsv, .txt or .md file, or of a plan · Enter reads it"
_PASTE = "or paste the cells here, then ctrl+s"


async def go_through(host: Host, job: ImportJob) -> bool:
    """Go through the steps of an import, there and back.

    Returns:
        Whether it came to its end; False where somebody goes back to choose another file.
    """
    if await take_step(host, job, _STEPS) is not Goes.DONE:
        return False
    made = job.preview.planned.made
    kinds = [kind for kind, _ in made.most_common()] or [each.kind for each in job.preview.planned.fields]
    if kinds:
        await host.show_screen(home_of(kinds[0]))
    return True


class SourceInput(PathsInput):
    """A line for a path. Cells that are pasted into it go where a table is pasted."""

    def _on_paste(self, event: events.Paste) -> None:
        if not _is_table(event.text):
            super()._on_paste(event)
        else:
            event.prevent_default()


class ImportSource(Dialog[bool]):
    """Asks what to import, reads it, and stays beneath the steps of the import: no key goes past it to the board.

    Gives whether something was imported, or is on the board already.

    Args:
        path: the file, where it is known already: it is read at once.

    Attributes:
        most_pasted: how many characters can be pasted: a table is longer than what a field holds.
    """

    most_pasted: ClassVar[int] = 1_000_000
    CSS = """
    ImportSource .dialog { width: 100%; max-width: 140; max-height: 100%; }
    ImportSource .about { height: auto; color: $text-muted; margin-bottom: 1; }
    ImportSource ItemTable { height: 8; background: $surface; }
    ImportSource #path { margin-top: 1; padding: 0; }
    ImportSource TextBox { height: 3; margin-top: 1; background: $boost; padding: 0; border: none; }
    ImportSource #said { height: auto; color: $text-muted; display: none; }
    ImportSource #said.said { display: block; }
    ImportSource .problem { min-height: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("import")]

    def __init__(self, path: Path | None = None) -> None:
        super().__init__()
        self._path = path
        self._watch = Watch()
        self._progress: Timer | None = None

    @property
    def table(self) -> ItemTable:
        """The files that lie about."""
        return self.query_one(ItemTable)

    @property
    def pasted(self) -> TextBox:
        """Where a table is pasted."""
        return self.query_one(TextBox)

    def compose(self) -> ComposeResult:
        """The files found, a line for others, and room for a pasted table."""
        with Vertical(classes="dialog"):
            yield Static("Import a spreadsheet, a CSV file or a table", classes="title")
            yield Static("Nothing changes before you have seen what would.", classes="about")
            yield TypedList(empty="Looking for files …")
            yield SourceInput(str(self._path or ""), placeholder=_ASK, id="path")
            yield TextBox(
                "",
                compact=True,
                show_line_numbers=False,
                placeholder=_PASTE,
                id="paste",
            )
            yield Static(id="said")
            yield Static(classes="problem", id="wrong")
            yield Static(keys_line("import", self.host.settings.keys), classes="hint")

    def on_mount(self) -> None:
        """Look for files, and read the one that is known already."""
        self._progress = every(PROGRESS_SECONDS, self, self._show_progress, pause=True)
        self.table.palette = self.host.palette
        self.host.begin(self._look_for_files())
        if self._path is not None:
            self._read_file(self._path)

    async def _look_for_files(self) -> None:
        around = self.host.around

        def folders(path: Path) -> list[Path]:
            return [*around.folders(path), Path.cwd(), platformdirs.user_downloads_path()]

        found = await self.host.do(lambda file: sources_near(folders(file.path)))
        if self.still_open:
            self._show(found)

    def _show(self, found: list[tuple[Path, float]]) -> None:
        home = self.host.file.path.absolute().parent if self.host.file is not None else Path()
        columns = (
            ScreenColumn("File", lambda each: one_line(each[0].name), share=3),
            ScreenColumn("Last written", lambda each: local_time_of(each[1]), width=16),
            ScreenColumn("Where", lambda each: _where(each[0], home), share=2),
        )
        self.table.empty = "No such file lies beside the board or in Downloads. Tab, then type where it is, or paste."
        self.table.show(columns, [TableRow(str(path), (path, changed)) for path, changed in found])
        self.on_resize()

    def on_resize(self) -> None:
        """Use the room there is."""
        self.table.styles.height = max(4, min(len(self.table.keys) + 1, self.size.height - 14))

    # Reading.

    def action_read(self) -> None:
        """Read what is under the cursor: the file of the list, the one that is typed, or what was pasted."""
        if self.pasted.has_focus or (self.pasted.text.strip() and not self.table.has_focus):
            self._read_pasted(self.pasted.text)
        elif self.query_one("#path", Input).has_focus:
            self._read_typed(self.query_one("#path", Input).value)
        elif self.table.item is not None:
            self._read_file(self.table.item[0])
        else:
            self.complain("Type the path of a file, or paste a table: Tab goes there.")

    def on_item_table_opened(self) -> None:
        """A double click reads."""
        self.action_read()

    def on_key(self, event: events.Key) -> None:
        """Letters that are typed over the list are the beginning of a path: they go where one is typed."""
        if event.is_printable and event.character:  # only the list lets one come here
            event.stop()
            path = self.query_one("#path", Input)
            self.set_focus(path)
            path.insert_text_at_cursor(event.character)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Read the file that was typed."""
        self._read_typed(event.value)

    def on_text_area_changed(self) -> None:
        """What was said of the text before no longer holds."""
        self.typed_again()

    def on_paste(self, event: events.Paste) -> None:
        """Cells that are pasted anywhere go where a table is pasted; a path goes into its line."""
        event.stop()
        if self.pasted.has_focus:
            return  # it is there already
        if _is_table(event.text):
            self.pasted.focus()
            self.pasted.insert(event.text)
        elif self.table.has_focus:
            line = self.query_one("#path", Input)
            line.focus()
            line.insert_text_at_cursor(in_one_line(event.text))

    def _read_typed(self, text: str) -> None:
        beside = self.host.file.path if self.host.file is not None else Path()
        path = typed_path(text, beside)
        if path is None:
            self.complain("Type the path of a file, or paste a table below.")
            return
        near = Path.cwd() / path.name
        self._read_file(near if not is_there(path) and is_there(near) else path)

    def _read_file(self, path: Path) -> None:
        watch = self._watch = Watch()
        self.begin(self._read(lambda: read_source(path, watch)))

    def _read_pasted(self, text: str) -> None:
        if not text.strip():
            self.complain("Nothing is pasted yet. Copy the cells in your spreadsheet, headings too, and paste here.")
            return
        self._watch = Watch()
        self.begin(self._read(lambda: read_text(text, PASTED)))

    async def _read(self, read: Callable[[], Source]) -> None:
        assert self._progress is not None  # nothing is read before the dialog is there
        self.complain("")
        self._progress.resume()
        self.tell("Reading … Esc stops it.")
        try:
            job = await ImportJob.begin(self.host, read, self._watch)
        except MemoryError:
            raise BoardError("It is larger than this machine has memory for. Import a part of it.") from None
        finally:
            if self.still_open:
                self._progress.pause()
                self.tell("")
        if self.still_open and await go_through(self.host, job):
            self.dismiss(True)

    def failed(self, error: BoardError) -> None:
        """Say why it could not be read."""
        self.complain("Stopped. The board is as it was." if isinstance(error, StoppedError) else str(error))

    def _show_progress(self) -> None:
        if self._watch.stopped:
            return
        if self.busy and self._watch.what:
            self.tell(f"{self._watch.words} … Esc stops it.")

    @property
    def dirty(self) -> bool:
        """Only what was pasted would be missed."""
        return bool(self.pasted.text.strip())

    def action_leave(self) -> None:
        """Leave; while something is read, stop that. What was pasted is not thrown away unasked."""
        if self.busy:
            self._watch.stopped = True
            self.tell("Stopping …")
        elif self.dirty and not self._asked_to_leave:
            self._asked_to_leave = True
            self.complain("What you pasted is not imported: ctrl+s reads it, Esc again throws it away.")
        else:
            self.dismiss(False)


def _is_table(text: str) -> bool:
    lines = text.strip().splitlines()
    return "\t" in text or (len(lines) > 1 and not all(Path(line.strip().strip("'\"")).suffix for line in lines))


def _where(path: Path, home: Path) -> str:
    if path.parent == home:
        return "beside the board"
    if path.parent == platformdirs.user_downloads_path():
        return "Downloads"
    return one_line(str(path.parent))
