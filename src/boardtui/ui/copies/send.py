"""Sending a copy: closed, complete and verified, and never over a file that is there without asking."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Static

from boardtui.domain.board.board import Board
from boardtui.domain.board.leads import leads
from boardtui.domain.copies import wanted_back
from boardtui.domain.errors import BoardError
from boardtui.report.words import how_many
from boardtui.settings.paths import address_problem, free_path, typed_path
from boardtui.store.copies.noted import Sending
from boardtui.store.copies.send import WouldLoseError, copy_name, folder_meant, make_folder, send_copy
from boardtui.ui.commands import bindings_for
from boardtui.ui.copies.who_has_one import CopiesOut
from boardtui.ui.forms.field_row import FieldRow
from boardtui.ui.shared.dialog import Dialog, keys_line
from boardtui.ui.shared.text import one_line

NOBODY = ""
_NO_NAME = "That is no name for a file. Type another."


class CopyScreen(Dialog[None]):
    """Asks who a copy is for and where it goes, and writes it."""

    CSS = """
    CopyScreen .about { height: auto; color: $text-muted; margin-bottom: 1; }
    CopyScreen .problem { margin-top: 1; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("copy")]

    def __init__(self) -> None:
        super().__init__()
        self._offered = ""
        self._replacing: Path | None = None
        self._losing: Path | None = None  # what it holds may be nowhere else, and it is to be replaced all the same

    def compose(self) -> ComposeResult:
        """Who it is for, and the file."""
        assert self.host.board is not None
        self._offered = str(self._free_path(NOBODY))
        choices = [("nobody in particular", NOBODY), *_choices(self.host.board)]
        with Vertical(classes="dialog"):
            yield Static("Send a copy", classes="title")
            yield Static(
                "Writes a complete copy of the board: send that, not the file you work in. "
                "When it comes back, merge it. A copy for a lead opens on what is theirs.",
                classes="about",
            )
            yield FieldRow("lead", "For", NOBODY, "choice", choices=choices)
            yield FieldRow("path", "File", self._offered)
            yield Static(classes="problem", id="wrong")
            yield Static(keys_line("copy", self.host.settings.keys), classes="hint")

    def on_mount(self) -> None:
        """Begin with who it is for, from which the file has its name."""
        self._row("path").add_class("even")
        self._note_name()
        self._row("lead").control.focus()

    def _row(self, name: str) -> FieldRow:
        return self.query_one(f"#row-{name}", FieldRow)

    def _free_path(self, lead: str) -> Path:
        """A name beside the board that nothing has yet."""
        assert self.host.file is not None
        board = self.host.file.path
        base = Path.home() if self.host.throwaway else board.absolute().parent
        return free_path(base / copy_name(board, lead))

    def on_field_row_changed(self, event: FieldRow.Changed) -> None:
        """Another name for another lead, unless somebody has typed one."""
        event.stop()
        self.complain("")
        self._replacing = self._losing = None
        path = self._row("path")
        if event.row.field == "lead" and path.text == self._offered:
            self._offered = str(self._free_path(event.row.text))
            path.control.value = self._offered  # type: ignore[attr-defined]
        self._note_name()

    def _note_name(self) -> None:
        """Say what the file will be called: the end of a long path is out of sight."""
        path = typed_path(self._row("path").text, self.host.file.path) if self.host.file else None
        beside = path is not None and path.parent == self.host.file.path.absolute().parent  # type: ignore[union-attr]
        named = path is not None and not address_problem(path)
        said = f"= {one_line(path.name)}{', beside the board' if beside else ''}" if path is not None and named else ""
        self._row("path").note(said)

    def on_field_row_done(self, event: FieldRow.Done) -> None:
        """Enter after the file writes it."""
        event.stop()
        self.action_write()

    def action_list(self) -> None:
        """Over to the list of who has a copy, from which several are made."""
        if not self.busy:
            self.dismiss()
            self.host.show_dialog(CopiesOut())

    def action_write(self) -> None:
        """Write the copy, or say why not."""
        host = self.host
        if self.busy or host.file is None:
            return
        out = typed_path(self._row("path").text, host.file.path)
        if out is None:
            self.complain("Give the file a name." if not self._row("path").text.strip() else _NO_NAME)
            return
        lead = self._row("lead").text
        try:
            if folder_meant(self._row("path").text.strip()) is not None:
                make_folder(out)
            if out.is_dir():
                out = out / copy_name(host.file.path, lead)
            elif not out.suffix:
                out = out.with_suffix(".board")
            there = out.exists()
        except (OSError, ValueError):
            self.complain(_NO_NAME)
            return
        except BoardError as error:
            self.complain(str(error))
            return
        if there and out.resolve() != host.file.path.resolve() and self._replacing != out:
            self._replacing = out
            self.complain(f"{out} exists already. Enter again replaces it; or choose another name.")
            return
        self.begin(self._write(out, lead, overwrite=self._replacing == out, losing=self._losing == out))

    async def _write(self, out: Path, lead: str, *, overwrite: bool, losing: bool) -> None:
        host = self.host
        sending = Sending(host.settings.signature, wanted_back(host.board, host.today) if host.board else None)
        try:
            written = await self.host.do(
                lambda file: send_copy(file, out, lead=lead, overwrite=overwrite, losing=losing, sending=sending)
            )
        except WouldLoseError as error:
            self._losing = out
            raise BoardError(f"{error} Enter again replaces it all the same.") from None
        except BoardError:
            self._replacing = self._losing = None
            raise
        self.dismiss()
        self.host.say(f"Wrote {written}: a complete copy, closed and verified")


def _choices(board: Board) -> list[tuple[str, str]]:
    """Everybody who is named on a board, with how many items are in their name."""
    return [(f"{one_line(lead)}, {how_many(n, 'item')}", lead) for lead, n in leads(board).items()]
