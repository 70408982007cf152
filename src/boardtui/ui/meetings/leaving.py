"""Leaving the program while a meeting is in progress: a key pressed by mistake shall not empty the projector."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Static

from boardtui.domain.board.words import capitalised, the_meeting
from boardtui.domain.records.kinds import Meeting
from boardtui.ui.commands import bindings_for, shown_key
from boardtui.ui.shared.dialog import Dialog, keys_line
from boardtui.ui.shared.text import plain


class LeavingMeetingScreen(Dialog[bool]):
    """Asks whether to leave a meeting that is in progress. Answers with True where Enter says so.

    Args:
        meeting: the meeting.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("leaving_meeting")]

    def __init__(self, meeting: Meeting) -> None:
        super().__init__()
        self._meeting = meeting

    def compose(self) -> ComposeResult:
        """What goes on, and the keys."""
        name, keys = capitalised(the_meeting(self._meeting)), self.host.settings.keys
        closes = shown_key("meeting_close", keys)
        with Vertical(classes="dialog"):
            yield Static(plain(f"{name} is still in progress. Leave the program?"), classes="title")
            yield Static(
                plain(f"Everything is saved, and it goes on at the same item. {closes} on its screen closes it.")
            )
            yield Static(keys_line("leaving_meeting", keys), classes="hint")

    def action_quit(self) -> None:
        """Leave; the meeting can be gone on with."""
        self.dismiss(True)
