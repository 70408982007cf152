"""Where text that people typed becomes something drawable. Nothing else in `ui` may do it.

Textual and Rich read a plain `str` as markup: `[SEND] plan` would lose a word and `a [/` would end the program.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

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

_LIT = Style(bold=True, underline=True)

Words = re.Pattern[str] | None
"""What is to stand out; None for nothing."""
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


def lit(segments: Sequence[Segment], words: Words) -> list[Segment]:
    """Segments of a line with the words standing out in them, also where a word is in two of them."""
    if words is None:
        return list(segments)
    text = "".join(each.text for each in segments if not each.control)
    spans = _spans(words, text)
    return list(_cut(segments, spans)) if spans else list(segments)


def lit_part(segments: Sequence[Segment], words: Words, text: str, start: int, end: int) -> list[Segment]:
    """Segments of a part of a text with the words standing out, also where they begin before it or end after it.

    Args:
        segments: the part as it is drawn. It may be cut, and filled up with blanks.
        words: what is to stand out.
        text: all of the text.
        start: where the part begins in it.
        end: where the part ends in it.
    """
    if words is None:
        return list(segments)
    found = ((max(begins, start) - start, min(ends, end) - start) for begins, ends in _spans(words, text))
    spans = [(first, last) for first, last in found if first < last]
    return list(_cut(segments, spans)) if spans else list(segments)


def _spans(words: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    return [found.span() for found in words.finditer(text) if found.end() > found.start()]


def _cut(segments: Iterable[Segment], spans: Sequence[tuple[int, int]]) -> Iterator[Segment]:
    start = 0
    for each in segments:
        if each.control:
            yield each
            continue
        end, at = start + len(each.text), start
        for begins, ends in spans:
            if begins < end and ends > at:
                first, last = max(begins, at), min(ends, end)
                yield Segment(each.text[at - start : first - start], each.style)
                yield Segment(each.text[first - start : last - start], (each.style or Style()) + _LIT)
                at = last
        yield Segment(each.text[at - start :], each.style)
        start = end


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
