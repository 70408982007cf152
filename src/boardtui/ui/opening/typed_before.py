"""What was typed when the program ended without being asked to: offered at the next start, to be copied and used."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from boardtui.settings.disk import remove_if_possible
from boardtui.settings.left_behind import left_behind, words_in
from boardtui.ui.commands import bindings_for
from boardtui.ui.host import Host
from boardtui.ui.shared.dialog import Dialog, keys_line
from boardtui.ui.shared.text import plain

MOST_SHOWN = 10_000
"""How many characters of it are drawn; all of it is copied."""


async def offer_what_was_typed(host: Host) -> None:
    """Offer all that was left behind, what was typed last first, until somebody puts it off."""
    for path in left_behind():
        words = words_in(path)
        if words and not await host.answer_of(TypedBeforeScreen(path, words)):
            return


class TypedBeforeScreen(Dialog[bool]):
    """Shows what was typed, to be copied from there. Answers whether it was deleted.

    Args:
        path: the file in which it is.
        words: what was typed, each field under its name.
    """

    CSS = """
    TypedBeforeScreen .dialog { max-height: 100%; }
    TypedBeforeScreen VerticalScroll { height: auto; max-height: 12; margin: 1 0; scrollbar-size-vertical: 1; }
    TypedBeforeScreen #words { height: auto; }
    TypedBeforeScreen .problem { display: none; }
    TypedBeforeScreen .problem.said { display: block; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("typed_before")]

    def __init__(self, path: Path, words: str) -> None:
        super().__init__()
        self._path = path
        self._words = words
        self._asked_to_delete = False

    def compose(self) -> ComposeResult:
        """What happened, what was typed, where it is kept, and the keys."""
        more = f"\n… {len(self._words) - MOST_SHOWN:,} characters more" if len(self._words) > MOST_SHOWN else ""
        with Vertical(classes="dialog"):
            yield Static("boardtui once ended on its own. This was being typed:", classes="title")
            with VerticalScroll():
                yield Static(plain(self._words[:MOST_SHOWN] + more), id="words")
            yield Static(plain(f"It is kept in {self._path}"), classes="hint")
            yield Static("", classes="problem", id="wrong")
            yield Static(keys_line("typed_before", self.host.settings.keys), classes="hint")

    def action_copy(self) -> None:
        """Put all of it on the clipboard."""
        self.host.copy_to_clipboard(self._words)

    def action_delete(self) -> None:
        """Delete the file, once somebody has said so twice."""
        if not self._asked_to_delete:
            self._asked_to_delete = True
            self.complain("Once it is deleted nothing of it is left. Del again deletes it.")
            return
        remove_if_possible(self._path)
        self.dismiss(True)
