"""Sending a copy, closed, complete and verified; who has one, what became of each, and copies for several."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Input, Static

from boardtui.domain.board.board import Board
from boardtui.domain.board.leads import leads
from boardtui.domain.copies import CopyState, wanted_back
from boardtui.domain.errors import BoardError
from boardtui.report.words import counted, how_many
from boardtui.session.copies.copy_lines import CopyLine, copy_lines, summary_line
from boardtui.session.copies.outbox import Sent, send_several
from boardtui.settings.paths import address_problem, free_path, typed_path
from boardtui.store.board_file import BoardFile
from boardtui.store.copies.noted import Sending, copies_out, work_in
from boardtui.store.copies.send import WouldLoseError, copy_name, folder_meant, make_folder, send_copy
from boardtui.ui.commands import bindings_for, shown_key
from boardtui.ui.forms.field_row import FieldRow
from boardtui.ui.shared.dialog import Dialog, keys_line
from boardtui.ui.shared.search_list import SearchList
from boardtui.ui.shared.text import Piece, Pieces, one_line
from boardtui.ui.shared.text_inputs import LineInput
from boardtui.ui.table.item_table import ScreenColumn, TableRow

_OUTBOX = "outbox"
NOBODY = ""
_NO_NAME = "That is no name for a file. Type another."


def matching(lines: Sequence[CopyLine], words: str) -> list[CopyLine]:
    """The lines in which every word stands: in the name, in where the copy stands or in what was done."""
    wanted = words.casefold().split()
    return [each for each in lines if all(word in _searched(each) for word in wanted)]


def holds_copies(folder: Path) -> bool:
    """Whether copies were made into a folder before."""
    try:
        return any(each.suffix == ".board" for each in folder.iterdir())
    except OSError:  # there is none, or it says itself what is wrong with it when something is to go there
        return False


def _searched(line: CopyLine) -> str:
    return f"{line.name} {line.stands} {line.did}".casefold()


class CopiesOut(SearchList[None]):
    """Lists the leads with the copy that each was sent last."""

    CSS = "CopiesOut .about { height: auto; color: $text-muted; }"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("copies_out")]
    commands = "copies_out"
    asks_for = "type to search: a name, late, returned"
    empty = "Nobody is found. Leads are those who are named on the board as lead or owner."
    rows_around = 11

    def __init__(self) -> None:
        super().__init__("Who has a copy")
        self._lines: list[CopyLine] = []

    def above(self) -> list[Widget]:
        """How many copies are out."""
        return [Static(classes="about", id="summary")]

    def below(self) -> list[Widget]:
        """The folder."""
        return [LineInput(self._outbox(), placeholder="the folder that the copies go into", id="folder")]

    def _outbox(self) -> str:
        file = self.host.file
        base = Path.home() if self.host.throwaway or file is None else file.path.absolute().parent
        # Next month's copies do not go over those of this month, nor need a folder be thought of.
        return str(base / (f"{_OUTBOX} {self.host.today.isoformat()}" if holds_copies(base / _OUTBOX) else _OUTBOX))

    def fill(self) -> None:
        """Read who has one."""
        self.host.begin(self._read())

    async def _read(self) -> None:
        host = self.host

        def read(file: BoardFile) -> list[CopyLine]:
            sent = copies_out(file)
            return copy_lines(file.read(), sent, work_in(file, sent), host.today)

        lines = await host.do(read)
        if self.still_open:
            self._lines = lines
            self.list_found()
            self.tell_ticked()

    def columns(self) -> tuple[ScreenColumn, ...]:
        """What is known of each copy."""
        return (
            ScreenColumn("Lead", lambda each: one_line(each.name), share=3),
            ScreenColumn("Copy", _stands, width=27),
            ScreenColumn("Sent", lambda each: each.sent[:10], width=10, from_width=90),
            ScreenColumn("What they did", lambda each: one_line(each.did), share=2),
        )

    @property
    def _shown(self) -> list[CopyLine]:
        return matching(self._lines, self.searched)

    def rows(self) -> list[TableRow]:
        """The leads who are searched for."""
        return [TableRow(each.key, each) for each in self._shown]

    def most_rows(self) -> int:
        """All leads, and the heading."""
        return len(self._lines) + 1

    def key_of(self, item: CopyLine) -> str | None:
        """A lead is ticked by name; a copy that is nobody's in particular is not."""
        return item.lead or None

    def on_key(self, event: events.Key) -> None:
        """Enter in the list, which makes nothing, says what does."""
        if self.table.has_focus and event.key == "enter":
            key = shown_key("copies_write", self.host.settings.keys)
            self.complain(f"{key} makes the copies of all who are ticked.")

    def entered(self, line: Input) -> None:
        """Enter after the folder makes the copies."""
        self.action_write()

    def action_tick_all(self) -> None:
        """Tick all that are listed; where they are, take their ticks away."""
        self.tick_all({each.lead for each in self._shown if each.lead})

    def tell_ticked(self) -> None:
        """Say also how many are ticked."""
        super().tell_ticked()
        ticked = f" · {len(self.ticked)} ticked" if self.ticked else ""
        self.query_one("#summary", Static).update(f"{summary_line(self._lines)}{ticked}")

    def action_write(self) -> None:
        """Make the copies of all who are ticked, or say why not."""
        host = self.host
        if self.busy or host.file is None:
            return
        leads = list(dict.fromkeys(each.lead for each in self._lines if each.lead in self.ticked))
        folder = typed_path(self.query_one("#folder", Input).value, host.file.path)
        if not leads:
            self.complain("Tick at least one lead with Space, or all of them with ctrl+a.")
        elif folder is None:
            self.complain("Say which folder the copies go into.")
        else:
            self.query_one("#summary", Static).update(f"Making {counted(len(leads), 'copy', 'copies')} …")
            self.begin(self._write(folder, leads))

    async def _write(self, folder: Path, leads: list[str]) -> None:
        host = self.host

        def write(file: BoardFile) -> list[Sent]:
            make_folder(folder)
            sending = Sending(host.settings.signature, wanted_back(file.read(), host.today))
            return send_several(file, folder, leads, sending, host.today)

        try:
            sent = await host.do(write)
        except BoardError:
            self.tell_ticked()
            raise
        except (OSError, ValueError):
            raise BoardError("That is no name for a folder. Type another.") from None
        self.dismiss()
        copies = counted(len(sent), "copy", "copies")
        host.tell(f"Wrote {copies} into {folder}, each with a message to mail beside it")


def _stands(each: CopyLine) -> Pieces:
    return [Piece(each.stands, "warning" if each.standing is CopyState.LATE else "")]


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

    def on_field_row_done(self) -> None:
        """Enter after the file writes it."""
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
