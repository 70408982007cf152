"""The end of the pass: what was updated, what is left, and how it goes back."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from boardtui.domain.attention.mine import Mine, mine
from boardtui.domain.board.board import Board
from boardtui.domain.board.words import capitalised, named_in_full
from boardtui.settings.paths import free_path
from boardtui.store.copies.noted import sender_of
from boardtui.store.copies.send import send_copy
from boardtui.ui.commands import bindings_for, shown_key
from boardtui.ui.host import Host
from boardtui.ui.shared.dialog import Dialog, keys_line
from boardtui.ui.shared.text import one_line, plain

_LISTED = 12


def back_to(sender: str) -> str:
    """To whom a copy goes back, as a sentence names them.

    Args:
        sender: who made it; "" where that is not known.
    """
    return f"{one_line(sender)}, who sent it to you" if sender else "whoever sent it to you"


async def write_copy(host: Host) -> None:
    """Write the copy that goes back: closed, complete and verified, beside the board and never over another file."""
    file, board = host.file, host.board
    if file is None or board is None:
        return
    lead = host.lead
    base = Path.home() if host.throwaway else file.path.absolute().parent
    out = free_path(base / f"{file.path.stem} sent back.board")
    sender, written = await host.do(lambda opened: (sender_of(opened), send_copy(opened, out, lead=lead)))
    host.tell(f"Mail this file to {back_to(sender)}: {written}")


def summary(board: Board, theirs: Mine, updated: tuple[str, ...], skipped: tuple[str, ...]) -> list[str]:
    """The lines at the end of a pass.

    Args:
        board: the board as it is now.
        theirs: how what is theirs stands now.
        updated: the ids of what was updated in this pass; `skipped` of what was not.
        skipped: see `updated`.
    """
    lines = [f"{capitalised(theirs.words)}, {theirs.since.words}.", ""]
    for title, some in (("Updated now", updated), ("Skipped, and not lost: they stay in the list", skipped)):
        records = [record for each in some if (record := board.find(each)) is not None]
        if records:
            lines.append(f"{title}: {len(records)}")
            lines += [f"  {one_line(named_in_full(board, each))}" for each in records[:_LISTED]]
            lines += [f"  and {len(records) - _LISTED} more"] if len(records) > _LISTED else []
            lines.append("")
    return lines


class SentBackScreen(Dialog[None]):
    """What was updated and how it goes back.

    Args:
        updated: the ids of what was updated in this pass.
        skipped: the ids of what was not.
    """

    CSS = """
    SentBackScreen .dialog { width: 100%; max-height: 100%; }
    SentBackScreen VerticalScroll { height: auto; max-height: 100%; }
    SentBackScreen #how { height: auto; text-style: bold; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("pass_end")]

    def __init__(self, updated: tuple[str, ...], skipped: tuple[str, ...]) -> None:
        super().__init__()
        self._updated, self._skipped = updated, skipped

    def compose(self) -> ComposeResult:
        """What was done, how it goes back, and the keys."""
        host, board = self.host, self.host.board
        assert board is not None
        theirs = mine(board, host.lead, host.today)
        with Vertical(classes="dialog"):
            yield Static("The end of the list", classes="title")
            with VerticalScroll():
                yield Static(plain("\n".join(summary(board, theirs, self._updated, self._skipped))))
            yield Static(id="how")
            yield Static(classes="problem", id="wrong")
            yield Static(keys_line("pass_end", host.settings.keys), classes="hint")

    def on_mount(self) -> None:
        """See who sent it."""
        self._say_how("")
        self.host.begin(self._see_sender())

    async def _see_sender(self) -> None:
        sender = await self.host.do(sender_of)
        if self.still_open:
            self._say_how(sender)

    def _say_how(self, sender: str) -> None:
        key = shown_key("pass_copy", self.host.settings.keys)
        how = f"Everything is saved. {key} writes one file: mail it to {back_to(sender)}."
        self.query_one("#how", Static).update(plain(how))

    def action_copy(self) -> None:
        """Write the copy, and say where it is."""
        self.begin(self._copy())

    async def _copy(self) -> None:
        await write_copy(self.host)
        self.dismiss(None)
