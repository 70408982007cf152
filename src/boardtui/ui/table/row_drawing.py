"""How a row of a table is drawn: its cells side by side, and one under the other what takes several lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from rich.segment import Segment
from rich.style import Style

from boardtui.domain.immutable import immutable
from boardtui.domain.records.text import harmless, of_sure_width
from boardtui.report.palette import Palette
from boardtui.ui.shared.text import Piece, Pieces, Words, lit, lit_part, segments
from boardtui.ui.table.row_lines import breaks
from boardtui.ui.table.table_columns import Column, as_pieces

Layout = Sequence[tuple[Column, int]]
"""The columns that are shown, each with its width."""

TICK = Style(bold=True)


@immutable
class Look:
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


def spread(layout: Layout, cells: Sequence[Pieces]) -> Iterator[tuple[Column, Pieces, int]]:
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


def row_segments(layout: Layout, cells: Sequence[Pieces], look: Look, nth: int = 0, most: int = 1) -> list[Segment]:
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
    return lit(line, look.words) if look.words is not None else line


def lines_of(pieces: Pieces, width: int) -> int:
    """How many lines a cell needs for all of its words."""
    return len(breaks(_text(pieces), width))


def part_of(pieces: Pieces, width: int, look: Look, nth: int = 0, most: int = 1) -> list[Segment]:
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
