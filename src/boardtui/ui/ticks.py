"""Ticking items of a list, and what is done to one or to all that are ticked, as a change that one undo takes back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from boardtui.domain.board.board import Board
from boardtui.domain.board.deleting import count_by_kind
from boardtui.domain.board.leads import leads
from boardtui.domain.board.lookup import lookup_all
from boardtui.domain.board.words import capitalised, kind_plural, short_name, the_meeting
from boardtui.domain.errors import BoardError
from boardtui.domain.meetings.agenda_changes import add_items
from boardtui.domain.meetings.sittings import next_meeting
from boardtui.domain.records.declare import validate
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import Kind, Record
from boardtui.domain.records.text import same_key
from boardtui.ui.host import Host
from boardtui.ui.shared.item_list import ItemList
from boardtui.ui.shared.prompt_line import Asked, Question
from boardtui.ui.shared.undoing import what_happened
from boardtui.ui.table.item_table import ItemTable

Done = Callable[[], None]
"""Called when the change is on disk."""


class Ticking(ItemList):
    """A list whose items can be ticked. The ticks belong to the items: no filter and no order takes them away."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        # Of each table of the screen: the id of the record of each row that is ticked, by the key of the row.
        self._ticks_of: dict[str, dict[str, str]] = {}
        # A run of shift and arrows: where it began, what was ticked before, and where the cursor stands now.
        self._tick_run: tuple[str, dict[str, str], str] = ("", {}, "")

    @property
    def can_tick(self) -> bool:
        """Whether a list is seen in which something can be ticked: not while one item fills the screen."""
        return not self.has_class("running")

    @property
    def tick_table(self) -> ItemTable:
        """The table in which something is ticked: the one that has the keys, where there are several."""
        return self.table

    @property
    def _ticks(self) -> dict[str, str]:
        return self._ticks_of.get(self.tick_table.id or "", {})

    @property
    def ticked(self) -> list[Record]:
        """The records that are ticked, in the order of the list; those out of sight last."""
        board = self.host.board
        if board is None or not self._ticks or not self.can_tick:
            return []
        shown = [self._ticks[key] for key in self.tick_table.keys if key in self._ticks]
        found = (board.find(each) for each in dict.fromkeys([*shown, *self._ticks.values()]))
        return [record for record in found if record is not None]

    def chosen(self) -> Record | None:
        """The record under the cursor; where there is none, a message says so instead of nothing."""
        if (record := self.selected) is None:
            self.host.say("No item is chosen: there is nothing to do this to." if self.table.key else self.table.empty)
        return record

    def to_change(self) -> list[Record]:
        """What a key acts on: what is ticked, or else the record under the cursor. Where that is none, it is said."""
        return self.ticked or [record for record in [self.chosen()] if record is not None]

    def untick(self) -> None:
        """Take all ticks away."""
        if self._ticks:
            self._set({})

    def show_board(self, board: Board) -> None:
        """Draw the board as it is now. What has gone is not ticked any more."""
        if ticks := self._ticks_of.get(self.table.id or ""):
            left = {key: each for key, each in ticks.items() if board.find(each) is not None}
            self._ticks_of[self.table.id or ""] = left
            self.table.show_ticks(left)
        super().show_board(board)

    def show_ticks_among(self, table: ItemTable) -> None:
        """Mark what is ticked in a table beside the list, which shows other records now: they are ticked no more."""
        ticks = {key: each for key, each in self._ticks_of.get(table.id or "", {}).items() if key in table}
        self._ticks_of[table.id or ""] = ticks
        table.show_ticks(ticks)

    def chosen_words(self) -> tuple[str, str]:
        """How many are ticked, and the key that takes the ticks away."""
        if not (count := len(self._ticks)) or not self.can_tick:
            return super().chosen_words()
        hidden = sum(key not in self.tick_table for key in self._ticks)
        return f"{count} ticked" + (f", {hidden} of them out of sight" if hidden else ""), "Esc unticks"

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing is ticked where no list is seen."""
        if action in ("tick", "tick_run", "tick_all") and not self.can_tick:
            return False
        return super().check_action(action, parameters)

    def action_tick(self) -> None:
        """Tick the item, or take its tick away."""
        if (one := self._here()) and one.items() <= self._ticks.items():
            self._set({key: each for key, each in self._ticks.items() if key not in one})
        elif one:
            self._set({**self._ticks, **one})
        else:
            self.host.say(self.tick_table.empty)

    def action_tick_run(self, step: int) -> None:
        """Tick the item and go on, so that a run of them is ticked; going back shortens the run."""
        table = self.tick_table
        began, before, stands = self._tick_run
        if not began or stands != table.key:
            began, before = table.key, self._ticks
        table.step(step)
        keys = table.keys
        if began not in keys or table.key not in keys:
            return
        low, high = sorted((keys.index(began), keys.index(table.key)))
        self._set({**before, **self._of(keys[low : high + 1])})
        self._tick_run = (began, before, table.key)

    def action_tick_all(self) -> None:
        """Tick all that the filter shows; where all are ticked, none of them."""
        shown = self._of(self.tick_table.keys)
        if shown and shown.items() <= self._ticks.items():
            self._set({key: each for key, each in self._ticks.items() if key not in shown})
        else:
            self._set({**self._ticks, **shown})

    def action_back(self) -> None:
        """Take the ticks away first."""
        reading = self.has_class("reading") and self.tick_table is self.table
        if self._ticks and self.can_tick and not reading:
            self.untick()
        else:
            super().action_back()

    def _here(self) -> dict[str, str]:
        return self._of([self.tick_table.key] if self.tick_table.key else [])

    def _of(self, keys: list[str]) -> dict[str, str]:
        return {key: self.record(item).id for key in keys if (item := self.tick_table.item_of(key)) is not None}

    def _set(self, ticks: dict[str, str]) -> None:
        table = self.tick_table
        self._ticks_of[table.id or ""] = ticks
        self._tick_run = ("", {}, "")
        table.show_ticks(ticks)
        self.show_about()
        if not table.size.width:  # a map has the place of the list
            self.host.say(" · ".join(filter(None, self.chosen_words())) or "Nothing is ticked")


def give_to(host: Host, records: Sequence[Record], done: Done) -> None:
    """Ask who answers for some items from now on, and why."""
    theirs = [each for each in records if lead_field(each.kind)]
    if host.board is None or not theirs:
        host.say(_have_none(host, records, "lead"))
        return
    name = _called(host.board, theirs)
    now = {str(getattr(each, lead_field(each.kind))) for each in theirs}
    value = now.pop() if len(now) == 1 else ""

    def problem(answer: str) -> str:
        try:
            for kind in {each.kind.name: each.kind for each in theirs}.values():
                validate(kind.name, kind.attributes[lead_field(kind)].group, {lead_field(kind): answer})
        except BoardError as error:
            return str(error)
        return ""

    questions = [
        Question(f"{name}: who answers for {_it(theirs)}?", name, check=problem, value=value, leaving="cancels"),
        Question(f"{name}: why?", name),
    ]
    host.begin(_give(host, theirs, host.ask(questions), host.board.edition, done))


async def _give(host: Host, records: Sequence[Record], asked: Asked, seen: int, done: Done) -> None:
    answers = [answer async for answer in asked]
    board = host.board
    if not answers or board is None:
        return
    known = {same_key(each): each for each in leads(board)}
    lead = known.get(same_key(answers[0]), answers[0])
    changes = [Change(each.id, each.kind.name, {lead_field(each.kind): lead}) for each in records]
    while True:
        try:
            receipt = await host.write(changes, why="".join(answers[1:]), seen=seen)
            break
        except BoardError as error:
            if asked.left:
                raise
            asked.again(str(error))
        if (answer := await asked.only()) is None:
            return
        answers[1:] = [answer]
    state = " · u undoes" if receipt.edits else " already"
    host.say(f"{_called(board, records)}: {lead or 'nobody'} answers for {_it(records)}{state}")
    done()


def link(host: Host, records: Sequence[Record], done: Done) -> None:
    """Ask what some items are linked to, beside what they are linked to already: typed, or ticked in a list."""
    can = [each for each in records if each.kind.has("links")]
    board = host.board
    if board is None or not can:
        host.say(_have_none(host, records, "links"))
        return

    def problem(words: str) -> str:
        try:
            return "" if lookup_all(board, words) else "Type refs, such as 1.3 or CIP06, several between commas."
        except BoardError as error:
            return str(error)

    question = Question(
        f"Link {_called(board, can)} to which?",
        "",
        check=problem,
        hint="refs between commas · Enter alone shows a list",
        leaving="cancels",
    )
    host.begin(_link(host, can, host.ask([question]), done))


async def _link(host: Host, records: Sequence[Record], asked: Asked, done: Done) -> None:
    while (words := await asked.only()) is not None:
        board = host.board
        assert board is not None  # one was open when it was asked
        asks = f"Link {_called(board, records)} to which?"
        targets = lookup_all(board, words) if words else await host.pick_links(board, records, asked=asks)
        if not targets:
            return
        changes = []
        for each in records:
            # As they are by now: others may have linked it meanwhile.
            before = tuple(getattr(board.find(each.id) or each, "links", ()))
            new = [other.id for other in targets if other.id not in (*before, each.id)]
            if new:
                changes.append(Change(each.id, each.kind.name, {"links": (*before, *new)}))
        to = ", ".join(short_name(board, each) for each in targets)
        if not changes:
            host.say(f"{_called(board, records)}: linked to {to} already")
            return
        try:
            await host.write(changes)
        except BoardError as error:
            asked.again(str(error))
            continue
        linked = [each for each in records if any(change.record == each.id for change in changes)]
        host.say(f"{_called(board, linked)} linked to {to} · u undoes")
        done()
        return


def put_on_agenda(host: Host, records: Sequence[Record], done: Done) -> None:
    """Put items on the agenda of the meeting that runs, or else of the next one."""
    host.begin(_put_on_agenda(host, records, done))


async def _put_on_agenda(host: Host, records: Sequence[Record], done: Done) -> None:
    board = host.board
    meeting = next_meeting(board, host.today) if board is not None else None
    if board is None or meeting is None:
        host.say("No meeting is planned: on the Meeting screen, + plans one.")
        return
    changes = add_items(board, meeting, records)
    called = the_meeting(meeting)
    if not changes:
        host.say(f"{_called(board, records)}: on the agenda of {called} already")
        return
    await host.write(changes)
    put = [each for each in records if any(change.values.get("item") == each.id for change in changes)]
    host.say(f"{_called(board, put)}: on the agenda of {called} · u undoes")
    done()


def again(host: Host, records: Sequence[Record], done: Done) -> None:
    """Do the last change to other items."""
    last = host.last_change
    if host.board is None or not last.values:
        host.say("Nothing was changed yet that could be done again.")
        return
    changes = [change for each in records if (change := last.for_record(each)) is not None]
    if not changes:
        host.say(f"{capitalised(kind_plural(host.board, records[0].kind))} have nothing of what was changed last.")
        return
    host.begin(_again(host, changes, done))


async def _again(host: Host, changes: Sequence[Change], done: Done) -> None:
    before = host.board
    receipt = await host.write(changes, why=host.last_change.why)
    told = what_happened(before, host.board, receipt.edits)
    if not receipt.edits:
        host.say("It says so already.")
    else:
        more = f" and {len(told) - 1} more" if len(told) > 1 else ""
        host.say(f"{told[0]}{more} · u undoes")
    done()


def lead_field(kind: Kind) -> str:
    """The field that says who answers for a record of a kind; empty where there is none."""
    return next((name for name in ("lead", "owner") if kind.has(name)), "")


def _have_none(host: Host, records: Sequence[Record], what: str) -> str:
    assert host.board is not None  # there are records
    return f"{capitalised(kind_plural(host.board, records[0].kind))} have no {what} of their own."


def _called(board: Board, records: Sequence[Record]) -> str:
    return short_name(board, records[0]) if len(records) == 1 else count_by_kind(records)


def _it(records: Sequence[Record]) -> str:
    return "it" if len(records) == 1 else "them"
