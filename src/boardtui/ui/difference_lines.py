"""The difference between two texts, drawn: what went is struck through, what came is underlined."""

from __future__ import annotations

from rich.style import Style
from rich.text import Text

from boardtui.report.difference import Fate, difference
from boardtui.ui.text import Palette

LONG = 60
"""Characters. Longer texts, and those of several lines, are told apart word by word."""


def is_long(*texts: str) -> bool:
    """Whether any of some texts is too long to be compared at a glance."""
    return any(len(text) > LONG or "\n" in text for text in texts)


def difference_text(before: str, now: str, palette: Palette) -> Text:
    """What became of a text: the words that went and those that came, with a few around them."""
    # Not by colour alone: a struck and an underlined word are told apart on any terminal.
    styles = {
        Fate.KEPT: Style(),
        Fate.GONE: palette.style("error") + Style(strike=True, bold=False),
        Fate.NEW: palette.style("success") + Style(underline=True),
    }
    text = Text()
    for piece in difference(before, now):
        words = Text(piece.text, style=styles[piece.fate])
        # A terminal need not be able to strike words through.
        marks = {Fate.GONE: ("[-", "-]"), Fate.NEW: ("[+", "+]")}.get(piece.fate, ("", ""))
        text.append(" " if text else "")
        text.append(marks[0], style=palette.style("muted"))
        text.append_text(words)
        text.append(marks[1], style=palette.style("muted"))
    return text
