"""Who has a copy: what became of each, and the copies of all who are ticked made in one step."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.widget import Widget
from textual.widgets import Input, Static

from boardtui.domain.copies import Standing, wanted_back
from boardtui.domain.errors import BoardError
from boardtui.report.words import counted
from boardtui.session.copies.copy_lines import CopyLine, copy_lines, summary_line
from boardtui.session.copies.outbox import Sent, send_several
from boardtui.settings.paths import typed_path
from boardtui.store.board_file import BoardFile
from boardtui.store.copies.noted import Sending, copies_out, work_in
from boardtui.store.copies.send import make_folder
from boardtui.ui.commands import bindings_for, shown_key
from boardtui.ui.shared.search_list import SearchList
from boardtui.ui.shared.text import Piece, Pieces, one_line
from boardtui.ui.shared.text_inputs import LineInput
from boardtui.ui.table.item_table import Column, Row

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

    def columns(self) -> tuple[Column, ...]:
        """What is known of each copy."""
        return (
            Column("Lead", lambda each: one_line(each.name), share=3),
            Column("Copy", _stands, width=27),
            Column("Sent", lambda each: each.sent[:10], width=10, from_width=90),
            Column("What they did", lambda each: one_line(each.did), share=2),
        )

    @property
    def _shown(self) -> list[CopyLine]:
        return matching(self._lines, self.searched)

    def rows(self) -> list[Row]:
        """The leads who are searched for."""
        return [Row(each.key, each) for each in self._shown]

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
    return [Piece(each.stands, "warning" if each.standing is Standing.LATE else "")]
