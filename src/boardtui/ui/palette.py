"""Finding any item of the board, or a command, by typing: the command palette."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, cast

from textual.app import SystemCommand
from textual.command import CommandPalette, Hit, Hits, Provider
from textual.dom import DOMNode

from boardtui.domain.board import name_of
from boardtui.domain.kinds import Record
from boardtui.ui.commands import COMMANDS
from boardtui.ui.text import one_line, plain

if TYPE_CHECKING:
    from boardtui.ui.app import BoardApp

# Above all that a fuzzy match can reach: who types a ref means the item that has it.
_EXACT = 1_000_000.0

FOUND_IN = ("ambition", "action", "kpi", "risk", "priority", "next_step", "milestone", "meeting", "mitigation")


class FindPalette(CommandPalette):
    """The palette, with a line that says what can be typed into it."""

    def __init__(self) -> None:
        super().__init__(id="--command-palette", placeholder="A ref such as 1.3, words of a title, or a command")


class ItemProvider(Provider):
    """Offers the items whose ref or title has the words typed."""

    async def search(self, query: str) -> Hits:
        """The items that match, best first."""
        app = cast("BoardApp", self.app)
        if app.board is None:
            return
        matcher = self.matcher(query)
        for kind in FOUND_IN:
            for record in app.board.of_kind(kind):
                words = f"{record.kind.label} {label_of(record)}"
                exact = getattr(record, "ref", "").casefold() == query.strip().casefold() != ""
                if exact or (score := matcher.match(words)) > 0:
                    yield Hit(_EXACT if exact else score, plain(words), lambda r=record: app.go_to(r), words)


def label_of(record: Record) -> str:
    """A record's ref and title on one line."""
    name, title = name_of(record), one_line(str(getattr(record, "title", "")))
    return name if not title or title == name else f"{name} {title}"


def commands_here(app: BoardApp) -> Iterator[SystemCommand]:
    """The commands of the command table that mean something where one is."""
    for command in COMMANDS:
        if command.id == "publish" and app.working.origin is None:
            continue
        where: DOMNode | None = None
        if command.where == "everywhere" and command.id != "palette":
            where = app
        elif command.where == "items":
            where = app.item_screen
        if where is not None:
            action = command.action.removeprefix("app.")
            title = f"{command.help} ({command.shown})"
            yield SystemCommand(title, "", partial(app.call_later, app.run_action, action, where))
