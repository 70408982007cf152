"""How a row of a table takes several lines: where its words are broken, and where each row begins."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate

from rich.cells import cell_len, set_cell_size

_WORD = re.compile(r"\S+")


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
