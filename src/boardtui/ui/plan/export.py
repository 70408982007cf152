"""Writing the board as a document: the same bytes as `boardtui export` writes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from boardtui.domain.board.deleting import count_by_kind
from boardtui.domain.board.excerpt import of_records
from boardtui.domain.board.words import the_meeting
from boardtui.domain.errors import BoardError
from boardtui.domain.records.kinds import Record
from boardtui.domain.records.meetings import Meeting, MeetingState
from boardtui.session.excerpts import Wanted
from boardtui.session.export import (
    EVERYTHING,
    PAPERS,
    Format,
    content,
    document,
    form_of,
    refuse_place,
    told_of_hiding,
    write_document,
)
from boardtui.settings.paths import free_path, typed_path
from boardtui.store.board_file import BoardFile
from boardtui.ui.commands import bindings_for
from boardtui.ui.forms.field_row import FieldRow
from boardtui.ui.shared.dialog import Dialog, keys_line
from boardtui.ui.shared.text import one_line, plain

_FORMATS = {
    Format.MARKDOWN: "Markdown: for the board pack",
    Format.DOCX: "Word: the same, with colours and trends as pictures",
    Format.XLSX: "Workbook: every kind on a sheet, to filter and to send",
    Format.TOML: "TOML: the plan, from which a new board can be made",
    Format.JSON: "JSON: all the data, for programs",
}


_PROGRAMS_OWN = {Format.XLSX: "a workbook", Format.DOCX: "a Word document"}
"""What one sort of program opens, and only under a name that ends as it should."""


def _refuse_other_ending(form: Format, named: Format, out: Path) -> None:
    """Refuse words under a name that only an office program opens, and its file under a name that it does not open."""
    if named is Format.CSV:
        raise BoardError(
            f"A file that ends in {out.suffix} holds one kind of record. For that: boardtui export --to csv --only ..."
        )
    if form is named:
        return
    if named in _PROGRAMS_OWN:
        what = _PROGRAMS_OWN[named]
        raise BoardError(f"A file that ends in {out.suffix} is to be {what}. Choose that format, or another name.")
    if form in _PROGRAMS_OWN:
        raise BoardError(f"Let the name of {_PROGRAMS_OWN[form]} end in {form.suffix}.")


class ExportScreen(Dialog[None]):
    """Asks what to write and where, and writes it. A file that is there is replaced only when that is said twice."""

    CSS = """
    ExportScreen .about { height: auto; color: $text-muted; margin-bottom: 1; }
    ExportScreen .problem { margin-top: 1; }
    ExportScreen #told { height: auto; max-height: 60vh; margin: 1 0; scrollbar-size-vertical: 1; display: none; }
    ExportScreen #told:focus { background: $boost; }
    ExportScreen #told Static { height: auto; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("export")]

    def __init__(self, records: Sequence[Record] = ()) -> None:
        """Make it.

        Args:
            records: the items to export; the whole board by default.
        """
        super().__init__()
        self._records = records
        self._offered = ""
        self._replacing = ""
        self._done = False

    def compose(self) -> ComposeResult:
        """Format, meeting, publication, and the file."""
        self._offered = str(self._free_path(Format.MARKDOWN))
        formats = [(words, form.value) for form, words in _FORMATS.items()]
        with Vertical(classes="dialog"):
            what = f" {count_by_kind(self._records)}" if self._records else ""
            yield Static(f"Export{what}", classes="title", id="title")
            where = "in your home folder" if self.host.throwaway else "beside the board"
            yield Static(f"Writes a file {where}, the same as boardtui export does.", classes="about")
            yield FieldRow("format", "Format", Format.MARKDOWN.value, "choice", choices=formats)
            yield FieldRow("full", "The whole plan", "yes" if self._records else "", "flag")
            yield FieldRow("since", "What moved since", "", "choice", choices=self._meetings())
            yield FieldRow("public", "For publication", "", "flag")
            yield FieldRow("path", "File", self._offered)
            with VerticalScroll(id="told"):
                yield Static(id="hidden")
            yield Static(classes="problem", id="wrong")
            yield Static(keys_line("export", self.host.settings.keys), classes="hint", id="keys")

    def _meetings(self) -> list[tuple[str, str]]:
        board = self.host.board
        closed = [each for each in board.all(Meeting) if each.state is MeetingState.CLOSED] if board else []
        closed.sort(key=lambda each: (each.closed_at, each.id), reverse=True)  # as the store finds the last one
        names = [(the_meeting(each), each.id) for each in closed]
        return [(f"{names[0][0]}, the last one" if names else "no meeting was closed yet", ""), *names[1:]]

    def on_mount(self) -> None:
        """The usual answer is to write the front sheet where it is offered: the file has the keys."""
        self._row("full").note("otherwise the front sheet of two pages")
        self._row("public").note("small counts and open disagreements are hidden")
        self._row("full").display = not self._records
        self._row("path").control.focus()

    def _row(self, name: str) -> FieldRow:
        return self.query_one(f"#row-{name}", FieldRow)

    @property
    def form(self) -> Format:
        """The format chosen."""
        return Format(self._row("format").text)

    def _free_path(self, form: Format) -> Path:
        """A name beside the board that nothing has yet."""
        assert self.host.file is not None
        board = self.host.file.path
        base = Path.home() / board.name if self.host.throwaway else board
        return free_path(base.with_suffix(form.suffix))

    def on_field_row_changed(self, event: FieldRow.Changed) -> None:
        """Another format has another name, unless somebody has typed one; only papers know the other answers."""
        self.complain("")
        self._replacing = ""
        if event.row.field != "format":
            return
        path = self._row("path").control
        if self._row("path").text == self._offered:
            self._offered = str(self._free_path(self.form))
            path.value = self._offered  # type: ignore[attr-defined]
        for name in ("full", "since", "public"):
            # Of some items there is no front sheet.
            self._row(name).display = self.form in PAPERS and not (name == "full" and self._records)

    def on_field_row_done(self) -> None:
        """Enter after the file writes it."""
        self.action_write()

    def action_write(self) -> None:
        """Write the file, or say why not."""
        host = self.host
        if self.busy or self._done or host.file is None:
            return
        text = self._row("path").text.strip()
        if not text:
            self.complain("Give the file a name.")
            return
        out = typed_path(text, host.file.path)
        if out is None:
            self.complain("That is no name for a file. Choose another.")
            return
        try:
            refuse_place(host.file.path, out)
            # It refuses an ending that no export has. Which format it is to be was chosen above.
            _refuse_other_ending(self.form, form_of(out), out)
        except BoardError as error:
            self.complain(str(error))
            return
        except (OSError, ValueError):
            self.complain("That is no name for a file. Choose another.")
            return
        if out.exists() and self._replacing != str(out):
            self._replacing = str(out)
            self.complain(f"{out.name} exists already. Enter again replaces it; or choose another name.")
            return
        form, since, replace = self.form, self._row("since").text, self._replacing == str(out)
        is_paper = form in PAPERS
        records = self._records
        public, full = (is_paper and bool(self._row(name).text) for name in ("public", "full"))

        def job(file: BoardFile) -> list[str]:
            board = file.read(since=since) if is_paper else file.read()
            wanted = Wanted(within=of_records(board, records)) if records else EVERYTHING
            written = content(board, form, public=public, wanted=wanted, full=full)
            write_document(out, written, board=file.path, replace=replace)
            if not public:
                return []
            text = document(board, Format.MARKDOWN, public=True, wanted=wanted, full=full)
            return told_of_hiding(board, text, front=not full)

        self.begin(self._write(out, job))

    async def _write(self, out: Path, job: Callable[[BoardFile], list[str]]) -> None:
        told = await self.host.do(job)
        self.host.documents.append(out)
        if len(told) > 1:
            self._tell(out, told)
        else:
            self.dismiss()
            self.host.say(". ".join([f"Wrote {out}", *told]))

    def _tell(self, out: Path, told: list[str]) -> None:
        """Say in place of the questions what was hidden and why: more than a message of a few seconds can hold."""
        self._done = True
        self.query(FieldRow).remove()
        self.query(".about, .problem").remove()
        self.query_one("#title", Static).update(plain(f"Wrote {one_line(out.name)} for publication"))
        self.query_one("#hidden", Static).update(plain("\n".join(told)))
        keys = self.host.settings.keys
        self.query_one("#keys", Static).update(keys_line("export", keys, hidden=("export_write",)))
        shown = self.query_one("#told", VerticalScroll)
        shown.display = True
        shown.focus()
