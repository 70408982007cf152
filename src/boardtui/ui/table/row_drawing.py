"""How a row of a table is drawn: its cells side by side, and one under the other what takes several lines."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Any

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style

from boardtui.domain.immutable import immutable
from boardtui.domain.records.text import harmless, of_sure_width
from boardtui.report.palette import Palette
from boardtui.ui.shared.text import Piece, Pieces, Words, lit, lit_part, segments
from boardtui.ui.table.table_columns import ScreenColumn, as_pieces

_WORD = re.compile(r"\S+")
Layout = Sequence[tuple[ScreenColumn, int]]
"""The columns that are shown, each with its width."""

TICK = Style(bold=True)


class RowLines:
    """Where each row begins among all lines, and which row a line belongs to.

    Attributes:
        total: how many lines all rows take.
    """

    def __init__(self, heights: Sequence[int] | int) -> None:
        """Put rows under one another.

        Args:
            heights: how many lines each row takes; or how many rows there are, each of one line.
        """
        self._tops = range(heights + 1) if isinstance(heights, int) else list(accumulate(heights, initial=0))
        self.total = self._tops[-1]

    def top(self, place: int) -> int:
        """The first line of a row; for one after the last, the first line that is free."""
        return self._tops[min(max(0, place), len(self._tops) - 1)]

    def height(self, place: int) -> int:
        """How many lines a row takes; none for one that there is not."""
        return self.top(place + 1) - self.top(place)

    def row_at(self, line: int) -> tuple[int, int]:
        """The row that a line belongs to, and the place of the line among those of the row."""
        place = bisect_right(self._tops, line) - 1
        return place, line - self.top(place)


@lru_cache(maxsize=4096)
def breaks(text: str, width: int) -> tuple[tuple[int, int], ...]:
    """Where the lines of a text begin and end: after a word, and within one only where it is longer than a line."""
    if width <= 0 or cell_len(text) <= width:
        return ((0, len(text)),)
    lines: list[tuple[int, int]] = []
    begun = ended = -1
    for word in _WORD.finditer(text):
        start, end = word.span()
        if begun >= 0 and cell_len(text[begun:end]) <= width:
            ended = end
            continue
        if begun >= 0:
            lines.append((begun, ended))
        while cell_len(text[start:end]) > width:
            # A sign of two cells does not fit into one, but a line without any would never end.
            part = max(1, len(set_cell_size(text[start:end], width).rstrip(" ")))
            lines.append((start, start + part))
            start += part
        begun, ended = start, end
    return (*lines, (begun, ended)) if begun >= 0 else ((0, 0),)


@immutable
class RowLook:
    """How a row looks besides what its cells say.

    Attributes:
        palette: the colours.
        style: what lies under all of it.
        sign: what stands behind the first cell: that the row is ticked, or that it is new.
        words: what stands out in it.
        on_cursor: whether the cursor is on it.
    """

    palette: Palette
    style: Style
    sign: str = " "
    words: Words = None
    on_cursor: bool = False


def lines_needed(layout: Layout, cells_of: Callable[[], Sequence[Pieces]], item: Any) -> int:
    """How many lines a row takes, so that what wraps is whole.

    Args:
        layout: the columns and their widths.
        cells_of: makes all cells of the row. It is asked only where one of them runs on over others.
        item: what the row is drawn from.
    """
    if any(column.wraps and column.spills for column, _ in layout):
        cells = list(spread(layout, cells_of()))
    else:
        cells = [(column, as_pieces(column.cell(item)), width) for column, width in layout if column.wraps]
    needed = (min(lines_of(pieces, width), column.most_lines) for column, pieces, width in cells if column.wraps)
    return max(needed, default=1)


def spread(layout: Layout, cells: Sequence[Pieces]) -> Iterator[tuple[ScreenColumn, Pieces, int]]:
    """The cells that are drawn, each as wide as it is with the empty ones after it over which it runs on."""
    covered = 0
    for place, ((column, own), pieces) in enumerate(zip(layout, cells, strict=True)):
        if covered:
            covered -= 1
            continue
        width = own
        if column.spills:
            while (after := place + covered + 1) < len(cells) and not any(piece.text for piece in cells[after]):
                width += layout[after][1] + 1
                covered += 1
        yield column, pieces, width


def row_segments(layout: Layout, cells: Sequence[Pieces], look: RowLook, nth: int = 0, most: int = 1) -> list[Segment]:
    """One of the lines of a row.

    Args:
        layout: the columns and their widths.
        cells: what they say.
        look: how the row looks.
        nth: which line, from 0.
        most: how many lines the row takes. Texts of all columns go on in them, and not only of those that wrap.
    """
    line: list[Segment] = []
    style = look.style
    for column, pieces, width in spread(layout, cells):
        drawn = [_on_cursor(each) for each in pieces] if look.on_cursor else pieces
        sign = look.sign if not line and not nth else " "
        if most > 1 and not column.right:
            line += part_of(drawn, width, look, nth, most)
        else:
            line += segments([] if nth else drawn, width, look.palette, style, right=column.right)
        line.append(Segment(sign, style + TICK if sign != " " else style))
    return lit(line, look.words)


def lines_of(pieces: Pieces, width: int) -> int:
    """How many lines a cell needs for all of its words."""
    return len(breaks(_text(pieces), width))


def part_of(pieces: Pieces, width: int, look: RowLook, nth: int = 0, most: int = 1) -> list[Segment]:
    """One of the lines of a cell.

    Args:
        pieces: what the cell says.
        width: in cells; it is filled up.
        look: how its row looks. Words stand out also where they begin in one line and end in the next.
        nth: which line, from 0.
        most: how many lines there are. What does not go into them is cut at the end of the last one.
    """
    text = _text(pieces)
    lines = breaks(text, width)
    if nth >= len(lines):
        return [Segment(" " * width, look.style)]
    start, end = lines[nth]
    if nth == most - 1:
        end = len(text)
    drawn = segments(list(_between(pieces, start, end)), width, look.palette, look.style)
    return lit_part(drawn, look.words, text, start, end)


def _text(pieces: Pieces) -> str:
    return "".join(_drawn(piece) for piece in pieces)


def _drawn(piece: Piece) -> str:
    return of_sure_width(harmless(piece.text))


def _between(pieces: Pieces, start: int, end: int) -> Iterator[Piece]:
    at = 0
    for piece in pieces:
        text = _drawn(piece)
        if part := text[max(0, start - at) : max(0, end - at)]:
            yield Piece(part, piece.style)
        at += len(text)


def _on_cursor(piece: Piece) -> Piece:
    # A badge keeps its own two colours; all other text takes those of the cursor, which fit together.
    return piece if piece.style.startswith(("rag-", "band-")) else Piece(piece.text)
