"""How wide the columns of a table are on paper, and which parts of a paper are turned to have room for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from boardtui.report.document import Block, Bullets, Column, Heading, Lines, Paragraph, Table, Words

PORTRAIT, LANDSCAPE = 17.0, 25.7
"""Centimetres of text across a page of A4."""

TREND_WIDTH = 3.0
"""Centimetres that a trend line has."""

_LETTER = 0.165
"""Centimetres of a letter in a table, as they are on average."""
_WIDE_LETTER = 0.19
"""Centimetres of a letter where a word must not be broken."""
_BOLD_LETTER = 0.22
_PADDING = 0.4
_WHOLE = 11
"""Letters: as many as a date, a rating and a status have, which are not divided where there is room."""
_LONGEST_WORD = 18
"""Letters. Longer words, such as addresses, may be broken."""
_SQUEEZED, _SHORT_SQUEEZED = 1.15, 1.7
"""How much more than the page a table may want, and a short one: so much is won by breaking lines within its cells."""
_SHORT, _DEEP = 12, 6
"""How many rows a short table has at most, and how many lines its rows have on upright paper."""
_NEARLY = 1.02
"""How much more than the page the longest words of a short table may seem to need: letters are counted as wide, and
the cells have room beside them."""
_FEW_IN_ALL = 18
"""How many lines the rows of a short table may have together, if single ones have more than that: the page that is
turned for so little would be nearly empty, and so would the rest of the page before it."""
_FEW_LINES = 22
"""What is shorter stays on turned paper, between two parts that have to be on it: else most of its page is empty."""


def widths(table: Table, room: float) -> list[float]:
    """How wide each column is, such that together they fill the room and no word is broken where that can be.

    Args:
        table: the table.
        room: the width of the text on the page, in centimetres.
    """
    least = _least(table)
    if sum(least) > room:
        least = _least(table, whole=0)
    if sum(least) >= room:
        return [each * room / sum(least) for each in least]
    wanted = [_letters(table, place) for place in range(len(table.columns))]
    found = list(least)
    free = set(range(len(least)))
    # A column that would get less than its words need has what they need; the others share what is left.
    while free:
        left = room - sum(found[place] for place in range(len(least)) if place not in free)
        shares = {place: left * wanted[place] / sum(wanted[each] for each in free) for place in free}
        if not (tight := {place for place in free if shares[place] < least[place]}):
            for place, share in shares.items():
                found[place] = share
            break
        free -= tight
    return found


def _least(table: Table, *, whole: int = _WHOLE) -> list[float]:
    """What each column needs so that no word in it is broken.

    Args:
        table: the table.
        whole: letters; a cell with no more of them stays on one line.
    """
    return [_least_of(column, [row[place] for row in table.rows], whole) for place, column in enumerate(table.columns)]


def _least_of(column: Column, cells: Sequence[Words], whole: int) -> float:
    unbroken = (word for cell in cells for word in ([cell] if len(cell) <= whole else cell.split()))
    longest = min(max(map(len, unbroken), default=0), _LONGEST_WORD) * _WIDE_LETTER
    heading = max(map(len, column.heading.split()), default=0) * _BOLD_LETTER
    drawn = TREND_WIDTH if any(cell.trend is not None for cell in cells) else 0.0
    return max(longest, heading, drawn) + _PADDING


def _letters(table: Table, place: int) -> float:
    """How much of the page a column wants: what is declared, but no more than what is in it."""
    column = table.columns[place]
    longest = max((len(row[place]) for row in table.rows), default=0)
    return float(max(1, min(column.width, max(longest, len(column.heading)))))


def needs_landscape(table: Table) -> bool | None:
    """Whether a table is too wide for upright paper: words would be broken, or stand one under the other.

    Returns:
        None for a short table that is better on turned paper and not worth the turn.
    """
    least = _least(table)
    wanted = [max(_letters(table, place) * _LETTER + _PADDING, each) for place, each in enumerate(least)]
    squeezed = sum(least) <= PORTRAIT * _NEARLY and sum(wanted) <= PORTRAIT * _SHORT_SQUEEZED
    deep = row_lines(table, PORTRAIT) if squeezed and len(table.rows) <= _SHORT else []
    if deep and (max(deep) <= _DEEP or sum(deep) <= _FEW_IN_ALL):
        return None if sum(wanted) > PORTRAIT * _SQUEEZED else False
    return sum(least) > PORTRAIT or sum(wanted) > PORTRAIT * _SQUEEZED


def row_lines(table: Table, room: float) -> list[int]:
    """About how many lines each row of a table has on a page.

    Args:
        table: the table.
        room: the width of the text on the page, in centimetres.
    """
    across = [(wide - _PADDING) / _LETTER for wide in widths(table, room)]
    return [max(1 + int(len(cell) / letters) for cell, letters in zip(row, across, strict=True)) for row in table.rows]


def parts(blocks: Iterable[Block]) -> Iterator[tuple[bool, list[Block]]]:
    """The parts of a paper with whether each is on turned paper. A part begins with a heading of level 2."""
    found: list[list[Block]] = [[]]
    for block in blocks:
        if isinstance(block, Heading) and block.level == 2 and found[-1]:
            found.append([])
        found[-1].append(block)
    turned: list[bool] = []
    for part in found:
        needs = {needs_landscape(each) for each in part if isinstance(each, Table)}
        # What may be on either stays on the paper that is there.
        turned.append(True in needs or (None in needs and turned[-1:] == [True]))
    laid: list[bool] = []
    for place, itself in enumerate(turned):
        laid.append(itself or (laid[-1:] == [True] and _goes_along(found, turned, place)))
    for on_turned, some in groupby(zip(laid, found, strict=True), key=lambda each: each[0]):
        yield on_turned, [block for _, part in some for block in part]


def _goes_along(found: Sequence[Sequence[Block]], turned: Sequence[bool], place: int) -> bool:
    """Whether all up to the next part on turned paper is so short that it would leave a page nearly empty."""
    length = 0.0
    for later in range(place, len(found)):
        if turned[later]:
            return True
        length += sum(map(_height, found[later]))
        if length > _FEW_LINES:
            return False
    return False


def _height(block: Block) -> float:
    """About how many lines of turned paper a block fills."""
    across = LANDSCAPE / _LETTER
    match block:
        case Heading():
            return 2.0
        case Paragraph():
            return 1.0 + len(block.words) // across
        case Lines():
            return float(len(block.lines))
        case Bullets():
            return sum(1.0 + len(item) // across for item in block.items)
        case Table():
            return 1.5 + sum(_row_height(block.columns, row) for row in block.rows)


def _row_height(columns: Sequence[Column], row: Sequence[Words]) -> float:
    across = LANDSCAPE / _LETTER / max(1, sum(column.width for column in columns))
    return max(
        (1.2 + len(cell) // max(1.0, column.width * across) for column, cell in zip(columns, row, strict=True)),
        default=1.0,
    )
