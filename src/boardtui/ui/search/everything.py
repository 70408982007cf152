"""Everything ever said, in the palette: the words that were found stand out, the place is named, Enter goes there."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from textual.command import Hit, Hits, Provider
from textual.content import Content

from boardtui.domain.records.kinds import KINDS
from boardtui.domain.records.text import pattern_of
from boardtui.session.open_board import OpenBoard
from boardtui.ui.host import Host, host_of
from boardtui.ui.shared.text import plain

if TYPE_CHECKING:
    from boardtui.store.search import SaidBefore

LEAST = 3
"""Characters, before anything is looked for: fewer stand everywhere."""

MOST_SHOWN = 30
_PAUSE = 0.1
"""Seconds. Who types on at once is looked for once, not letter by letter."""

# Below every item and every command: they are what most people look for.
_SAID = 0.5


class SaidProvider(Provider):
    """Offers what was ever said that holds the words typed, the newest first."""

    async def search(self, query: str) -> Hits:
        """All that was said, as long as somebody has typed enough."""
        phrase, host = " ".join(query.split()), host_of(self.app)
        if len(phrase) < LEAST or host.board is None or host.file is None:
            return
        await asyncio.sleep(_PAUSE)
        found = await _look(host.opened, phrase)
        if (board := host.board) is None:
            return
        from boardtui.session.history_lines import said_lines

        for number, line in enumerate(said_lines(board, found, phrase)):
            # A list that is sorted by its scores keeps the newest first.
            score = _SAID - number / (4 * MOST_SHOWN)
            go = partial(_go_to, host, line.record, still=line.still)
            yield Hit(score, _lit(line.words, phrase), go, line.words, line.place)


async def _look(opened: OpenBoard, phrase: str) -> list[SaidBefore]:
    return await opened.do(lambda file: file.said_before(phrase, limit=MOST_SHOWN))


def _lit(words: str, phrase: str) -> Content:
    content, pattern = plain(words), pattern_of([phrase])
    for found in pattern.finditer(words) if pattern is not None else ():
        content = content.stylize("bold underline", *found.span())
    return content


async def _go_to(host: Host, identity: str, *, still: bool) -> None:
    """Go to what the words were said of; where something else is said there now, to its history."""
    board = host.board
    record = board.find(identity) if board is not None else None
    if record is None or record.kind.name == KINDS["board"].name:
        host.show_history(None)
        return
    await host.go_to(record)
    if not still:
        host.show_history(record)
