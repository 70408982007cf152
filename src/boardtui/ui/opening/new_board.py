"""Making a board: empty, from a plan, from a spreadsheet, or from one of the samples."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Static

from boardtui.domain.errors import BoardError
from boardtui.settings.paths import typed_path
from boardtui.ui.commands import bindings_for
from boardtui.ui.forms.field_row import FieldRow
from boardtui.ui.shared.dialog import Dialog, keys_line

_EMPTY = "empty"
_PLAN = "plan"
_SHEET = "sheet"
_SAMPLE = "sample:"


class NewBoardScreen(Dialog[Path | None]):
    """Asks what to make a board from, and where.

    Args:
        path: where, if that was said already.
        imports: begin with a spreadsheet.
        source: the spreadsheet, if that was said already.

    Attributes:
        imports: a spreadsheet is to be imported into the board that was made.
        source: which one; it is asked for where that was not said.
    """

    CSS = """
    NewBoardScreen .title { margin-bottom: 1; }
    NewBoardScreen #wrong { margin-top: 1; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("new board")]

    def __init__(self, path: str = "", *, imports: bool = False, source: Path | None = None) -> None:
        super().__init__()
        self._path = path
        self.imports, self.source = imports, source

    def compose(self) -> ComposeResult:
        """The file, what is in it at first, and its title."""
        with Vertical(classes="dialog"):
            yield Static("New board", classes="title")
            yield FieldRow("path", "File", self._path)
            yield FieldRow(
                "begin", "Begin with", _SHEET if self.imports else _EMPTY, "choice", choices=self._beginnings()
            )
            yield FieldRow("plan", "Plan file", "")
            yield FieldRow("sheet", "Spreadsheet", str(self.source or ""))
            yield FieldRow("title", "Title", "")
            yield Static(classes="problem", id="wrong")
            yield Static(keys_line("new board", self.host.settings.keys), classes="hint")

    def _beginnings(self) -> list[tuple[str, str]]:
        from boardtui.exchange.samples import sample_names

        try:
            samples = sample_names()
        except BoardError:
            samples = ()
        return [
            ("nothing: an empty board", _EMPTY),
            ("a plan: a TOML file", _PLAN),
            ("a spreadsheet, a CSV file or a table", _SHEET),
            *((f"the sample {name}", _SAMPLE + name) for name in samples),
        ]

    def on_mount(self) -> None:
        """Where it is to be is the first question."""
        self._row("path").note("such as plan.board; a name without a folder is made in the folder you are in")
        self._row("sheet").note("may stay empty: then the files that lie about are offered, and a table can be pasted")
        self._show_what_is_needed()
        self._row("title").note("may stay empty; ctrl+e changes it later")
        self._row("path" if not self._path else "begin").control.focus()

    def _row(self, name: str) -> FieldRow:
        return self.query_one(f"#row-{name}", FieldRow)

    def on_field_row_changed(self) -> None:
        """What it begins with may need a file to read it from."""
        self.complain("")
        self._show_what_is_needed()

    def _show_what_is_needed(self) -> None:
        begin = self._row("begin").text
        self._row("plan").display, self._row("sheet").display = begin == _PLAN, begin == _SHEET

    def on_field_row_done(self) -> None:
        """Enter goes on, and after the title makes the board."""
        if self._row("title").control.has_focus:
            self.action_make()
        else:
            self.focus_next()

    def action_back(self) -> None:
        """Make nothing."""
        self.dismiss(None)

    def action_make(self) -> None:
        """Make the board, or say why not."""
        text = self._row("path").text.strip()
        if self.busy:
            return
        if not text:
            self._row("path").complain("Give the file a name, such as plan.board.")
            self._row("path").control.focus()
            return
        try:
            path = Path(text).expanduser()
            path = path if path.suffix else path.with_name(f"{path.name}.board")
        except (ValueError, RuntimeError):
            self._row("path").complain("That is no name for a file. Type another.")
            return
        self.complain("Making the board …")
        begin, plan, title, sheet = (self._row(name).text.strip() for name in ("begin", "plan", "title", "sheet"))
        self.imports = begin == _SHEET
        self.source = typed_path(sheet, Path.cwd() / path.name) if self.imports and sheet else None
        who = self.host.settings.signature
        self.begin(self._make(path, lambda: make_new(path, begin, plan, title, who=who)))

    async def _make(self, path: Path, make: Callable[[], None]) -> None:
        try:
            await asyncio.to_thread(make)
        except (OSError, ValueError, RuntimeError) as error:
            if isinstance(error, BoardError):
                raise
            raise BoardError(f"{path} cannot be made. Check the name and the folder.") from None
        self.dismiss(path)


def make_new(path: Path, begin: str, plan: str, title: str, *, who: str) -> None:
    """Make a board file.

    Args:
        path: where; nothing that is there is ever replaced.
        begin: `empty`, `plan`, `sheet`, or `sample:` and its name.
        plan: the plan file, where it begins with one.
        title: the board's title; empty leaves that of the plan.
        who: who makes it.

    Raises:
        BoardError: there is such a file, it cannot be written, or the plan cannot be read.
    """
    from dataclasses import replace

    from boardtui.exchange.plan_toml import read_plan_file
    from boardtui.exchange.samples import make_board, read_sample
    from boardtui.session.meeting import freeze
    from boardtui.store.board_file import BoardFile

    if begin in (_EMPTY, _SHEET):  # the import itself is shown once the board is open
        BoardFile.create(path, title or path.stem, who=who).close()
        return
    if begin == _PLAN:
        if not plan:
            raise BoardError("Give the plan file to begin with, such as plan.toml.")
        read = read_plan_file(Path(plan).expanduser())
    else:
        read = read_sample(begin.removeprefix(_SAMPLE))
    if title:
        read = replace(read, profile={**read.profile, "title": title})
    make_board(path, read, who=who, freeze=freeze).close()
