"""What the detail says of items, kept as it was drawn: who steps back, or on to the next one, sees it at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rich.console import RenderableType
from textual.strip import Strip
from textual.style import Style

from boardtui.domain.board.board import Board
from boardtui.ui.shared.text import Words

MOST_KEPT = 40


class Page:
    """What a detail says of one item, with its lines as they were drawn last: who comes back sees them at once.

    Attributes:
        content: what it says.
        lines: its lines; not all of them as long as it is not `whole`.
        drawn_in: the width, the style and the words that stand out; None as long as nothing is drawn.
    """

    def __init__(self, content: RenderableType) -> None:
        self.content = content
        self.lines: list[Strip] = []
        self.whole = False
        self.drawn_in: tuple[int, Style, Words] | None = None

    def has(self, most: int | None, drawn_in: tuple[int, Style, Words]) -> bool:
        """Whether so many lines of it, or all, are drawn in this way."""
        return self.drawn_in == drawn_in and (self.whole or (most is not None and len(self.lines) >= most))


class Pages:
    """The pages that were seen last, as long as what they say follows from the same."""

    def __init__(self) -> None:
        self._board: Board | None = None
        self._follows: tuple[Any, ...] = ()
        self._pages: dict[str, tuple[Any, Page]] = {}

    def of(
        self, board: Board, follows: tuple[Any, ...], key: str, item: Any, make: Callable[[], RenderableType]
    ) -> Page:
        """The page of an item.

        Args:
            board: what it is told of. Another one may say something else of any item.
            follows: what else the pages follow from.
            key: what tells the item from others.
            item: the item.
            make: says what there is to say of it.
        """
        if self._board is not board or self._follows != follows:
            self._board, self._follows = board, follows
            self._pages.clear()
        known, page = self._pages.pop(key, (None, None))
        if page is None or known is not item:
            page = Page(make())
        self._pages[key] = item, page
        if len(self._pages) > MOST_KEPT:
            del self._pages[next(iter(self._pages))]
        return page
