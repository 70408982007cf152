"""Where text that people typed becomes something drawable. Nothing else in `ui` may do it.

Textual and Rich read a plain `str` as markup: `[SEND] plan` would lose a word and `a [/` would end the program.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.color import Color
from textual.content import Content
from textual.filter import LineFilter

from boardtui.domain.immutable import immutable
from boardtui.domain.records.text import harmless, is_drawn, of_sure_width, one_line, only_drawn
from boardtui.report.differences import Fate, difference
from boardtui.report.palette import Palette
from boardtui.report.sure_cells import all_in_their_cells

__all__ = [
    "LONG",
    "NothingActs",
    "Palette",
    "Piece",
    "Pieces",
    "cut",
    "difference_text",
    "fitted",
    "is_long",
    "one_line",
    "plain",
    "rich_plain",
    "segments",
]


@immutable
class Piece:
    """Some text and the name of its style in the palette."""

    text: str
    style: str = ""


Pieces = Sequence[Piece]


def plain(text: str) -> Content:
    """User text for a Textual widget, border or option."""
    return Content(of_sure_width(harmless(text)))


def rich_plain(text: str, style: str | Style = "") -> Text:
    """User text for a rich table."""
    return Text(of_sure_width(harmless(text)), style=style)


class NothingActs(LineFilter):
    """The last thing before the terminal, whatever drew the line: an entry, a message, a title, a cell.

    What reaches it has been laid out, so it leaves out where the functions here put a mark, and everything in it stays
    in the cells that were counted for it: what is typed reaches it as it is, and the cursor is placed by that count.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments, with nothing in their texts that acts on the screen or is wider than it was counted."""
        if all(segment.text.isascii() and segment.text.isprintable() for segment in segments):
            return segments
        drawn = [
            each if is_drawn(each.text) else Segment(only_drawn(each.text), each.style, each.control)
            for each in segments
        ]
        return list(all_in_their_cells(drawn))


def fitted(text: str, width: int, *, right: bool = False) -> str:
    """Text in exactly `width` cells: cut after a word with an ellipsis, or filled up with spaces."""
    text = of_sure_width(harmless(text))
    length = cell_len(text)
    if length > width:
        text = cut(text, width)
        length = cell_len(text)
    return " " * (width - length) + text if right else text + " " * (width - length)


def cut(text: str, width: int) -> str:
    """The words of a longer text that fit into so many cells with an ellipsis after them.

    A word is only broken where hardly anything would be left without it, as of a path or one endless word.
    """
    if width <= 0:
        return ""
    room = width - 1
    begun = set_cell_size(text, room)
    if not text.startswith(f"{begun.rstrip(' ')} "):
        whole = begun.rpartition(" ")[0].rstrip(_BEFORE_AN_ELLIPSIS)
        if cell_len(whole) * 3 >= room:
            begun = whole
    return begun.rstrip(_BEFORE_AN_ELLIPSIS) + "…"


_BEFORE_AN_ELLIPSIS = " ,;:·–-→(“"


def segments(
    pieces: Iterable[Piece], width: int, palette: Palette, base: Style, *, right: bool = False
) -> list[Segment]:
    """Pieces as segments that fill `width` cells exactly."""
    pieces = [Piece(of_sure_width(harmless(piece.text)), piece.style) for piece in pieces]
    if len(pieces) == 1:
        return [Segment(fitted(pieces[0].text, width, right=right), base + palette.style(pieces[0].style))]
    sizes = [cell_len(piece.text) for piece in pieces]
    space = width - sum(sizes)
    filled: list[Segment] = []
    left = width
    for place, (piece, size) in enumerate(zip(pieces, sizes, strict=True)):
        # A piece that fits exactly is still cut where another one follows: nothing goes without its ellipsis.
        whole = size < left or (size == left and not any(sizes[place + 1 :]))
        text = piece.text if whole else fitted(piece.text + "…" * (size <= left), left)
        filled.append(Segment(text, base + palette.style(piece.style)))
        left -= cell_len(text)
        if left <= 0:
            break
    if space > 0:
        filled.insert(0 if right else len(filled), Segment(" " * space, base))
    return filled


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
