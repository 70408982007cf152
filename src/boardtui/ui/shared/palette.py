"""Finding any item of the board, or a command, by typing: the command palette."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial

from textual.command import CommandList, CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.types import IgnoreReturnCallbackType

from boardtui.domain.board.words import named_in_full, title_words
from boardtui.domain.records.text import same_key
from boardtui.ui.commands import active_commands, title_of, words_to_find
from boardtui.ui.host import host_of
from boardtui.ui.shared.text import plain

# Above all that words can reach: who types a ref means the item that has it.
_EXACT = 1_000.0

FOUND_IN = (
    *("ambition", "action", "kpi", "risk", "priority", "next_step", "milestone", "meeting", "mitigation"),
    *("decision", "challenge", "action_arising"),
)


class FindPalette(CommandPalette):
    """The palette, with a line that says what can be typed into it."""

    def __init__(self) -> None:
        super().__init__(
            id="--command-palette", placeholder="A ref such as 1.3, words of a title, a command, or a change: 1.3 red"
        )

    def _action_command_list(self, action: str) -> None:
        """Pass a key on to the list, if that is shown: without room it has no lines yet that a page could be long."""
        if self.query_one(CommandList).scrollable_content_region:
            super()._action_command_list(action)


class ItemProvider(Provider):
    """Offers the items whose ref or title has the words typed."""

    async def search(self, query: str) -> Hits:
        """The items that match, best first."""
        host = host_of(self.app)
        if host.board is None:
            return
        ref, words = same_key(query), query.split()
        for kind in FOUND_IN:
            for record in host.board.of_kind(kind):
                text = named_in_full(host.board, record)
                # The name of what has no title is only the beginning of what it says.
                said = text if record.kind.has("title") else f"{text} {title_words(host.board, record)}"
                if score := _EXACT if same_key(getattr(record, "ref", "")) == ref != "" else likeness(words, said):
                    yield Hit(score, marked(words, text), partial(host.go_to, record), text)


class CommandProvider(Provider):
    """Offers the commands that work where one is, by any of the words that the command table has for them."""

    async def discover(self) -> Hits:
        """All of them, while nothing is typed."""
        for text, _findable, run in sorted(self._offered(), key=lambda each: each[0].casefold()):
            yield DiscoveryHit(plain(text), run, text)

    async def search(self, query: str) -> Hits:
        """Those with all the words typed, best first."""
        words = query.split()
        for text, findable, run in self._offered():
            if score := likeness(words, findable):
                yield Hit(score, marked(words, text), run, text)

    def _offered(self) -> Iterator[tuple[str, str, IgnoreReturnCallbackType]]:
        host = host_of(self.app)
        for command, node in active_commands(self.screen):
            if command.id != "palette":
                run = partial(self.app.call_later, self.app.run_action, command.action, node)
                yield title_of(command, host.settings.keys), words_to_find(command), run


def likeness(words: Sequence[str], text: str) -> float:
    """How well a text answers to the words typed.

    Returns:
        0 unless all of them are in it, in whatever order and case. More where they begin words of it, and a little
        more the earlier the first of them stands.
    """
    text, words = same_key(text), [same_key(word) for word in words]
    places = [text.find(word) for word in words]
    if not words or min(places) < 0:
        return 0.0
    beginnings = sum(bool(re.search(rf"\b{re.escape(word)}", text)) for word in words)
    return 1 + beginnings / len(words) + 1 / (2 + places[0])


def marked(words: Sequence[str], text: str) -> Content:
    """A text with the words typed standing out."""
    content = plain(text)
    for found in re.finditer("|".join(map(re.escape, words)), text, re.IGNORECASE):
        content = content.stylize("bold underline", *found.span())
    return content
