"""The command palette, by typing: any item, a command, all that was ever said, or a change said in a line."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.command import CommandList, CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.types import IgnoreReturnCallbackType

from boardtui.domain.board.deleting import count_by_kind
from boardtui.domain.board.words import named_in_full, short_name, title_words
from boardtui.domain.errors import BoardError
from boardtui.domain.immutable import immutable
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import KINDS, Record
from boardtui.domain.records.text import pattern_of, same_key
from boardtui.session.open_board import OpenBoard
from boardtui.ui.commands import active_commands, title_of, words_to_find
from boardtui.ui.host import Host, host_of
from boardtui.ui.shared.prompt_line import Asked, Question
from boardtui.ui.shared.rating import rate_all
from boardtui.ui.shared.text import plain

if TYPE_CHECKING:
    from boardtui.domain.board.board import Board
    from boardtui.domain.records.edits import Edit
    from boardtui.domain.typed.values import Said
    from boardtui.store.board_file import BoardFile
    from boardtui.store.search import SaidBefore


# Above what a ref alone can reach: who types on after it means a change.
_A_CHANGE = 2_000.0
_MOST_TOLD = 2
LEAST = 3
"""Characters, before anything is looked for: fewer stand everywhere."""

MOST_SHOWN = 30
_PAUSE = 0.1
"""Seconds. Who types on at once is looked for once, not letter by letter."""

# Below every item and every command: they are what most people look for.
_SAID = 0.5
# Above all that words can reach: who types a ref means the item that has it.
_EXACT = 1_000.0

FOUND_IN = (
    *("ambition", "action", "kpi", "risk", "priority", "next_step", "milestone", "meeting", "mitigation"),
    *("decision", "challenge", "action_arising"),
)


class SentenceProvider(Provider):
    """Offers the change that the line says, or says why it cannot be made."""

    async def search(self, query: str) -> Hits:
        """The one change, if it is one."""
        # Imported where it is used: nobody who only looks at a board needs it.
        from boardtui.domain.typed.values import read_sentence

        host = host_of(self.app)
        if host.board is None:
            return
        try:
            said = read_sentence(host.board, query, host.today)
        except BoardError as error:
            yield Hit(_A_CHANGE, plain(str(error)), partial(host.refuse, str(error)), query, "Nothing would be changed")
            return
        if said is not None:
            told, more = ", ".join(said.told[:_MOST_TOLD]), len(said.told) - _MOST_TOLD
            words = f"{told} and {more} more" if more > 0 else told
            yield Hit(_A_CHANGE, plain(words), partial(_carry_out, host, query), query, _what_enter_does(said))


def _what_enter_does(said: Said) -> str:
    if said.rating is None and not said.changes:
        return "Nothing would be changed"
    from boardtui.domain.typed.values import REASON_BESIDE

    asks = said.field not in REASON_BESIDE or _explained(said)
    return "Enter does it, and asks why" if asks else "Enter does it"


def _explained(said: Said) -> list[Record]:
    """Those of the records that keep a reason beside what is set. A first date is no re-dating, and has none."""
    from boardtui.domain.typed.values import REASON_BESIDE

    beside = REASON_BESIDE.get(said.field, "")
    keep = [each for each in said.records if beside and each.kind.has(beside)]
    return [each for each in keep if said.field != "due" or bool(getattr(each, "due", ""))]


def _carry_out(host: Host, line: str) -> None:
    """Make the change that a line says, and ask for the reason."""
    from boardtui.domain.typed.values import REASON_BESIDE, read_sentence, with_reasons

    board = host.board
    said = read_sentence(board, line, host.today) if board is not None else None
    if said is None or board is None or not host.writable():
        return
    records = said.records
    if (rating := said.rating) is not None:
        if len(records) == 1:
            host.rate(records[0], rating)
        else:
            rate_all(host, records, rating, done=lambda: None)
        return
    if not said.changes:
        host.say(", ".join(said.told[:_MOST_TOLD]))
        return
    name = short_name(board, records[0]) if len(records) == 1 else count_by_kind(records)
    changes = [
        Change(each.id, each.kind.name, with_reasons(each, values, ""))
        for each, values in zip(records, said.values, strict=True)
    ]
    beside = REASON_BESIDE.get(said.field, "")
    explained = _explained(said)
    question = Question(f"{name}: why?", name, leaving="without")
    told = f"{', '.join(said.told[:_MOST_TOLD])} · u undoes"
    if beside and not explained:
        host.begin(_write(host, changes, told))
    elif beside:
        host.begin(_write(host, changes, told, _Reasons(beside, [each.id for each in explained], host.ask([question]))))
    else:
        host.begin(_write_with_reason(host, changes, told, host.ask([question]), board.edition))


@immutable
class _Reasons:
    """The field and the records to which the answer goes."""

    field: str
    records: list[str]
    asked: Asked


async def _write(host: Host, changes: list[Change], told: str, reasons: _Reasons | None = None) -> None:
    """Write a change at once, and what is answered then beside it."""
    seen = host.board.edition if host.board is not None else None
    batch = (await host.write(changes)).batch
    host.say(told)
    why = await reasons.asked.only() if reasons is not None else ""
    if why and batch and reasons is not None:
        beside = [
            Change(each.record, each.kind, {reasons.field: why}) for each in changes if each.record in reasons.records
        ]
        await host.write(beside, why=why, continues=batch, seen=seen)


async def _write_with_reason(host: Host, changes: list[Change], told: str, asked: Asked, seen: int) -> None:
    """Write a change whose reason has no field of its own, once it is known."""
    why = await asked.only() or ""
    while True:
        try:
            await host.write(changes, why=why, seen=seen)
        except BoardError as error:
            if not why:
                raise
            asked.again(str(error))  # the words stay in the line
            if not (why := await asked.only() or ""):
                return
        else:
            host.say(told)
            return


class SaidProvider(Provider):
    """Offers what was ever said that holds the words typed, the newest first."""

    async def search(self, query: str) -> Hits:
        """All that was said, as long as somebody has typed enough."""
        phrase, host = " ".join(query.split()), host_of(self.app)
        if len(phrase) < LEAST or host.board is None or host.file is None:
            return
        await asyncio.sleep(_PAUSE)
        found, gone = await _look(host.opened, host.board, phrase)
        if (board := host.board) is None:
            return
        from boardtui.session.history_lines import said_lines

        for number, line in enumerate(said_lines(board, found, phrase, gone)):
            # A list that is sorted by its scores keeps the newest first.
            score = _SAID - number / (4 * MOST_SHOWN)
            go = partial(_go_to, host, line.record, still=line.still)
            yield Hit(score, _lit(line.words, phrase), go, line.words, line.place)


async def _look(opened: OpenBoard, board: Board, phrase: str) -> tuple[list[SaidBefore], list[Edit]]:
    """What was said, and where some of it was said of what is deleted, the edits that tell what that was."""

    def look(file: BoardFile) -> tuple[list[SaidBefore], list[Edit]]:
        found = file.said_before(phrase, limit=MOST_SHOWN)
        lost = any(board.find(each.edit.record) is None for each in found)
        return found, file.edits_of_deleted() if lost else []

    return await opened.do(look)


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
