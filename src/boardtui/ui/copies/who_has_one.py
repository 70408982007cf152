"""Who has a copy: what became of each, and the copies of all who are ticked made in one step."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from boardtui.domain.copies.ledger import Standing, wanted_back
from boardtui.domain.errors import BoardError
from boardtui.report.words import counted
from boardtui.session.copies.copy_lines import CopyLine, copy_lines, summary_line
from boardtui.session.copies.outbox import Sent, send_several
from boardtui.settings.paths import typed_path
from boardtui.store.board_file import BoardFile
from boardtui.store.copies.noted import Sending, copies_out, work_in
from boardtui.store.copies.send import make_folder
from boardtui.ui.commands import bindings_for, shown_key
from boardtui.ui.shared.dialog import Dialog, TypedList, keys_line
from boardtui.ui.shared.text import Piece, Pieces, one_line
from boardtui.ui.shared.text_inputs import LineInput
from boardtui.ui.table.item_table import Column, ItemTable, Row

_OUTBOX = "outbox"


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


class CopiesOut(Dialog[None]):
    """Lists the leads with the copy that each was sent last."""

    CSS = """
    CopiesOut .dialog { width: 100%; max-width: 140; }
    CopiesOut .about { height: auto; color: $text-muted; }
    CopiesOut ItemTable { height: 10; background: $surface; }
    CopiesOut LineInput { padding: 0; }
    CopiesOut .problem { min-height: 1; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("copies_out")]

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[CopyLine] = []
        self._ticked: set[str] = set()  # the names of leads

    @property
    def table(self) -> ItemTable:
        """The leads."""
        return self.query_one(ItemTable)

    @property
    def dirty(self) -> bool:
        """A search and a folder are quickly typed again."""
        return False

    def compose(self) -> ComposeResult:
        """The search, the leads, and the folder."""
        with Vertical(classes="dialog"):
            yield Static("Who has a copy", classes="title")
            yield Static(classes="about", id="summary")
            yield LineInput("", placeholder="type to search: a name, late, returned", id="search")
            yield TypedList(empty="Nobody is found. Leads are those who are named on the board as lead or owner.")
            yield LineInput(self._outbox(), placeholder="the folder that the copies go into", id="folder")
            yield Static(classes="problem", id="wrong")
            yield Static(keys_line("copies_out", self.host.settings.keys), classes="hint")

    def _outbox(self) -> str:
        file = self.host.file
        base = Path.home() if self.host.throwaway or file is None else file.path.absolute().parent
        # Next month's copies do not go over those of this month, nor need a folder be thought of.
        return str(base / (f"{_OUTBOX} {self.host.today.isoformat()}" if holds_copies(base / _OUTBOX) else _OUTBOX))

    def on_mount(self) -> None:
        """Read who has one."""
        self.table.palette = self.host.palette
        self.table.focus()
        self.host.begin(self._read())

    async def _read(self) -> None:
        host = self.host

        def read(file: BoardFile) -> list[CopyLine]:
            sent = copies_out(file)
            return copy_lines(file.read(), sent, work_in(file, sent), host.today)

        lines = await host.do(read)
        if self.still_open:
            self._lines = lines
            self._show()
            self._tell_ticked()

    def on_resize(self) -> None:
        """Use the room there is."""
        self.table.styles.height = max(4, min(len(self._lines) + 1, self.size.height - 11))

    @property
    def _shown(self) -> list[CopyLine]:
        return matching(self._lines, self.query_one("#search", Input).value)

    def _show(self) -> None:
        columns = (
            Column("", self._mark, width=3),
            Column("Lead", lambda each: one_line(each.name), share=3),
            Column("Copy", _stands, width=27),
            Column("Sent", lambda each: each.sent[:10], width=10, from_width=90),
            Column("What they did", lambda each: one_line(each.did), share=2),
        )
        self.table.show(columns, [Row(each.key, each) for each in self._shown])
        self.on_resize()

    def _mark(self, each: CopyLine) -> Pieces:
        if not each.lead:
            return []
        return [Piece("[x]", "accent")] if each.lead in self._ticked else [Piece("[ ]", "muted")]

    def on_key(self, event: events.Key) -> None:
        """Letters that are typed over the list are searched for; Enter, which makes nothing, says what does."""
        if self.table.has_focus and event.key == "enter":
            key = shown_key("copies_write", self.host.settings.keys)
            self.complain(f"{key} makes the copies of all who are ticked.")
        elif self.table.has_focus and event.is_printable and event.character and event.character != " ":
            event.stop()
            search = self.query_one("#search", Input)
            self.set_focus(search)
            search.insert_text_at_cursor(event.character)

    def on_input_changed(self, event: Input.Changed) -> None:
        """List who is searched for."""
        event.stop()
        self.complain("")
        if event.input.id == "search":
            self._show()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter after the search goes to what it found, after the folder it makes the copies."""
        event.stop()
        if event.input.id == "search":
            self.table.focus()
        else:
            self.action_write()

    def on_item_table_opened(self, event: ItemTable.Opened) -> None:
        """A double click ticks."""
        event.stop()
        self.action_tick()

    def action_tick(self) -> None:
        """Tick the lead under the cursor, or take the tick away."""
        if isinstance(each := self.table.item, CopyLine) and each.lead:
            self._ticked ^= {each.lead}
            self._tell_ticked()

    def action_tick_all(self) -> None:
        """Tick all that are listed; where they are, take their ticks away."""
        shown = {each.lead for each in self._shown if each.lead}
        self._ticked = self._ticked - shown if shown <= self._ticked else self._ticked | shown
        self._tell_ticked()

    def _tell_ticked(self) -> None:
        self.complain("")
        ticked = f" · {len(self._ticked)} ticked" if self._ticked else ""
        self.query_one("#summary", Static).update(f"{summary_line(self._lines)}{ticked}")
        self.table.redraw()

    def action_write(self) -> None:
        """Make the copies of all who are ticked, or say why not."""
        host = self.host
        if self.busy or host.file is None:
            return
        leads = list(dict.fromkeys(each.lead for each in self._lines if each.lead in self._ticked))
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
            self._tell_ticked()
            raise
        except (OSError, ValueError):
            raise BoardError("That is no name for a folder. Type another.") from None
        self.dismiss()
        copies = counted(len(sent), "copy", "copies")
        host.tell(f"Wrote {copies} into {folder}, each with a message to mail beside it")


def _stands(each: CopyLine) -> Pieces:
    return [Piece(each.stands, "warning" if each.standing is Standing.LATE else "")]
