"""Text that has been laid out, drawn in the cells that were counted for it, whatever a terminal makes of pictures.

A flag, a family, a skin tone or a sign in colour is counted as two cells by the libraries that lay out a screen, and as
one, two, four or more by terminals: all that stands behind it, and the cursor, would be elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rich.cells import set_cell_size, split_graphemes
from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from boardtui.domain.immutable import immutable
from boardtui.domain.records.text import of_sure_width

_UNSURE = re.compile(
    "[\ufe0e\ufe0f\u20e3\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff]|\u200d[\u2190-\u2bff\U0001f000-\U0001faff]"
)


def in_its_cells(text: str) -> str:
    """Text as wide as it was counted, with nothing in it that is counted in two ways."""
    if text.isascii() or not _UNSURE.search(text):
        return text
    signs = split_graphemes(text)[0]
    return "".join(_in_its_cells(text[start:end], cells) for start, end, cells in signs)


def _in_its_cells(sign: str, cells: int) -> str:
    return set_cell_size(of_sure_width(sign), cells) if _UNSURE.search(sign) else sign


def all_in_their_cells(segments: Iterable[Segment]) -> Iterator[Segment]:
    """Segments of a line, each as wide as it was counted."""
    for segment in segments:
        text = in_its_cells(segment.text)
        yield segment if text == segment.text else Segment(text, segment.style, segment.control)


@immutable
class InItsCells:
    """Something that is printed, in the cells that were counted for it."""

    drawn: RenderableType

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Segment]:
        """Draw it."""
        return all_in_their_cells(console.render(self.drawn, options))
