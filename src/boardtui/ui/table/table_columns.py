"""The rows and columns of a table, and how wide each column is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from rich.cells import cell_len

from boardtui.domain.immutable import immutable
from boardtui.ui.shared.text import Piece, Pieces

MOST_MEASURED = 100
"""Rows. By the texts of so many it is judged how much room a column needs."""

MOST_WRAPPED = 500
"""Rows. In a longer table each takes one line: where one begins would follow from the texts of all before it, and
measuring ten thousand of them at every letter of a filter would be felt."""

WRAPS_FROM = 100
"""Cells. In a narrower terminal a row takes one line: too few rows would be in sight otherwise."""


@immutable
class TableRow:
    """One line of a table.

    Attributes:
        key: the id of the record; empty for a heading.
        item: what the columns draw the line from.
        heading: the text of a heading line.
    """

    key: str
    item: Any = None
    heading: str = ""


@immutable
class ScreenColumn:
    """How one column stands on a screen: its room, and from where on it is there.

    What a column of records is, its heading and its words, is `report.document.Column`: `ui.shared.columns.shown` makes
    this of that. Only what no paper and no other table shows has its heading and its cell from the screen itself.

    Attributes:
        label: its heading.
        cell: makes what a row shows in it.
        width: in cells; 0 takes what is left over, shared between all such columns.
        right: text stands at the right, as figures do.
        from_width, to_width: the table widths in cells between which the column is shown at all.
        share: its part of what is left over, among the columns of width 0.
        spills: its text runs on over the columns after it, as far as a row leaves those empty.
        extra: it is shown only where what is left over without it shows the other columns whole.
        wraps: its text is whole: where the terminal is not narrow, it takes as many lines as it needs.
        most_lines: but no more than so many.
    """

    label: str
    cell: Callable[[Any], Pieces | str]
    width: int = 0
    right: bool = False
    from_width: int = 0
    to_width: int = 10_000
    share: int = 1
    spills: bool = False
    extra: bool = False
    wraps: bool = False
    most_lines: int = 100


def lay_out(columns: Sequence[ScreenColumn], items: Sequence[Any], total: int) -> list[tuple[int, int]]:
    """Share out the width of a table.

    What is left over is shared as the columns ask for. Where one of them could not show its texts whole, those that
    need less than their share give it up, and before that columns that are only extra are left out.

    Args:
        columns: the columns.
        items: what some of the rows are drawn from.
        total: the width in cells.

    Returns:
        The place of each column that is shown among all of them, and its width.
    """
    shown = [place for place, column in enumerate(columns) if column.from_width <= total <= column.to_width]
    open_ones = [place for place in shown if not columns[place].width]
    needs = {place: max((_length(columns[place], item) for item in items), default=0) for place in open_ones}

    def left() -> int:
        return total - sum(columns[place].width + 1 for place in shown)

    while sum(needs.values()) > left() and (extra := [place for place in shown if columns[place].extra]):
        shown.remove(extra[-1])
    widths = _shared(columns, needs, left())
    return [(place, columns[place].width or widths[place]) for place in shown]


def _shared(columns: Sequence[ScreenColumn], needs: Mapping[int, int], rest: int) -> dict[int, int]:
    widths: dict[int, int] = {}
    waiting, left = list(needs), rest
    while waiting:
        shares = sum(columns[place].share for place in waiting)
        part = {place: left * columns[place].share // shares for place in waiting}
        modest = [place for place in waiting if needs[place] < part[place]]
        if not modest or len(modest) == len(waiting):
            widths |= {place: max(4, part[place]) for place in waiting}
            break
        for place in modest:
            widths[place] = max(4, needs[place])
            left -= widths[place]
            waiting.remove(place)
    if widths and (slack := rest - sum(widths.values())) > 0:
        widths[next(iter(needs))] += slack
    return widths


def _length(column: ScreenColumn, item: Any) -> int:
    return max(cell_len(column.label), sum(cell_len(piece.text) for piece in as_pieces(column.cell(item))))


def as_pieces(cell: Pieces | str) -> Pieces:
    """What a cell shows, as pieces."""
    return [Piece(cell)] if isinstance(cell, str) else cell
