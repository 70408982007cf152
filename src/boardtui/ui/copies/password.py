"""Asking for the password of a server: it is kept in memory until the program ends, and is nowhere to be seen."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from boardtui.domain.errors import BoardError, Code
from boardtui.settings.address import Address
from boardtui.ui.commands import bindings_for
from boardtui.ui.shared.dialog import Dialog, keys_line
from boardtui.ui.shared.text import plain
from boardtui.ui.shared.text_inputs import PasswordInput

# What exchanges is imported where it is used: only shared boards need it.


class PasswordScreen(Dialog[Any]):
    """Asks for a password and tries it. Answers with what came of it; None where somebody goes on without.

    Args:
        address: where the shared board is.
        use: does with a password what it is needed for, off the event loop.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("password")]

    def __init__(self, address: Address, use: Callable[[str], Any]) -> None:
        super().__init__()
        self._address = address
        self._use = use

    def compose(self) -> ComposeResult:
        """Whose password, and one line to type it into."""
        who = f" of {self._address.user}" if self._address.user else ""
        with Vertical(classes="dialog"):
            yield Static(plain(f"Password{who} for {self._address.server}?"), classes="title")
            yield Static(
                plain(
                    f"The server of the shared board {self._address.board} asks for it. It is kept in memory until "
                    "boardtui ends, and written nowhere. Enter goes on."
                ),
                classes="hint",
            )
            yield PasswordInput(id="password")
            yield Static("", classes="problem", id="wrong")
            yield Static(keys_line("password", self.host.settings.keys), classes="hint")

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """What was said of the one before no longer holds."""
        event.stop()
        if event.value:
            self.complain("")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Try it."""
        event.stop()
        if event.value:
            self.begin(self._try(event.value))

    async def _try(self, password: str) -> None:
        from boardtui.session.sharing import remember_password

        self.complain(f"Asking {self._address.server} …")
        done = await asyncio.to_thread(self._use, password)
        remember_password(self._address, password)
        self.dismiss(done)

    def failed(self, error: BoardError) -> None:
        """Say why, and let another one be typed."""
        self.query_one(Input).clear()
        wrong = error.code is Code.PASSWORD_NEEDED
        self.complain(f"{self._address.server} does not take that password. Type it again." if wrong else str(error))
