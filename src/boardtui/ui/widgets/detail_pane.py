"""Where an item is read, beside its table, under it, or alone."""

from __future__ import annotations

from textual.containers import VerticalScroll
from textual.message import Message


class DetailPane(VerticalScroll):
    """Where an item is read."""

    class Widened(Message):
        """It is wider or narrower than it was."""

    room = 0
    """How wide a text in it may be, in cells: a scroll bar has its place, whether it is there already or not."""

    def on_resize(self) -> None:
        """Say so when the width changes."""
        around = self.styles.gutter.width + self.styles.scrollbar_size_vertical
        if self.room != (room := max(20, self.outer_size.width - around)):
            self.room = room
            self.post_message(self.Widened())
