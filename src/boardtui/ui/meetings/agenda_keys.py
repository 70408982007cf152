"""What keys and the mouse do to the agenda of a meeting that is prepared: items added, moved, cut, given more time.

While a meeting runs, the keys that every screen of items has are about the item that it has come to.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from textual import events

from boardtui.domain.board.board import Board
from boardtui.domain.board.lookup import lookup
from boardtui.domain.dates.dates import read_date
from boardtui.domain.errors import AmbiguousRef, BoardError
from boardtui.domain.meetings.agenda import agenda_of
from boardtui.domain.meetings.agenda_changes import (
    add_item,
    cut,
    extend,
    make_agenda,
    move_down,
    move_to,
    move_up,
    take_in,
)
from boardtui.domain.meetings.sittings import time_taken
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import AgendaItem, Meeting, Record
from boardtui.domain.records.meetings import AgendaState
from boardtui.domain.records.rag import read_rag
from boardtui.store.board_file import Receipt
from boardtui.ui.commands import shown_key
from boardtui.ui.meetings.rows import AgendaRow
from boardtui.ui.meetings.run import RunView
from boardtui.ui.shared.item_screen import ItemScreen
from boardtui.ui.shared.prompt_line import Asked, Question
from boardtui.ui.shared.text import fitted

_NO_NUMBER = "Only what is on the agenda and not cut has a number."


class AgendaKeys(ItemScreen):
    """A screen on which the agenda of one meeting may be open."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._open = ""  # the meeting whose agenda is shown; empty for the list of meetings
        self._rows_of: tuple[Any, ...] = (None,)  # the board, the open meeting and the day of these rows
        self._rows: Sequence[Any] = ()
        self._in_hand = ""  # the row whose number the mouse was pressed on

    @property
    def opened(self) -> Meeting | None:
        """The meeting whose agenda is shown, as the board has it now."""
        board = self.host.board
        return board.get(Meeting, self._open) if board is not None and self._open else None

    @property
    def running(self) -> bool:
        """Whether one item of the running meeting fills the screen."""
        return self.has_class("running")

    def action_add(self) -> None:
        """Plan a meeting, or put an item on the agenda."""
        meeting = self.opened
        if meeting is None:
            super().action_add()
            return

        def problem(words: str) -> str:
            try:
                if (board := self.host.board) is not None:
                    lookup(board, words)
            except AmbiguousRef as error:
                return str(error)
            except BoardError:
                pass  # then it is a topic
            return ""

        question = Question(
            "New item: a ref of the plan, or a topic",
            "Agenda",
            check=problem,
            needed="Type a ref such as 1.3, or a topic.",
            leaving="cancels",
        )
        self.host.begin(self._add_item(self.host.ask([question])))

    async def _add_item(self, asked: Asked) -> None:
        item = self.table.item
        after = item.item if isinstance(item, AgendaRow) else None
        while (words := await asked.only()) is not None:
            board, meeting = self.host.board, self.opened
            if board is None or meeting is None:
                return
            try:
                record: Record | None = lookup(board, words)
            except BoardError:
                record = None  # then it is a topic
            changes = add_item(board, meeting, record=record, title="" if record is not None else words, after=after)
            try:
                await self.host.write(changes)
            except BoardError as error:
                asked.again(str(error))
                continue
            self.table.go_to(changes[0].record)
            now = self.host.board
            if now is not None and (told := time_taken(meeting, agenda_of(board, meeting), agenda_of(now, meeting))):
                self.host.say(told)
            return

    def action_build(self) -> None:
        """Put on the agenda what asks to be talked about and is not on it."""
        if self.host.writable():
            self.host.begin(self._build())

    async def _build(self) -> None:
        board, meeting, row = self.host.board, self.opened, self.table.item
        if board is None or meeting is None:
            return
        changes = make_agenda(board, meeting, read_date(meeting.date).day or self.host.today)
        if not any(change.values.get("meeting") for change in changes):
            self.host.say("Everything that asks to be talked about is on the agenda.")
            return
        await self.host.write(changes)
        self.host.say("The agenda is made: J K move an item, c cuts it, > gives it more time.")
        # The cursor stays on what it was on: that is an item of the agenda now.
        here = [each.key for each in self._rows if isinstance(row, AgendaRow) and each.record.id == row.record.id]
        self.table.go_to(here[0] if here else "")

    def _on_item(self, changes: Callable[[Board, Meeting, AgendaItem], list[Change]]) -> None:
        """Change the item under the cursor, from what it is when all keys before have done their work."""
        row = self.table.item
        if not isinstance(row, AgendaRow) or not self.host.writable():
            return
        key = row.key

        def from_here(board: Board) -> list[Change]:
            meeting, item = self.opened, board.get(AgendaItem, key)
            return changes(board, meeting, item) if meeting is not None and item is not None else []

        if row.item is None:
            self.host.say("It is not on the agenda yet: i brings it in.")
        else:
            self.host.begin(self._write(self.host.write(from_here)))

    async def _write(self, written: asyncio.Future[Receipt]) -> None:
        await written

    def action_cut(self) -> None:
        """Cut the item, or take it in again."""
        back = (AgendaState.SKIPPED, AgendaState.PARKED)
        self._on_item(lambda _board, _meeting, item: take_in(item) if item.state in back else cut(item))

    def action_move_item(self, step: int) -> None:
        """Move the item up or down."""
        move = move_up if step < 0 else move_down
        self._on_item(move)

    def action_place_item(self) -> None:
        """Move the item to the place of a number."""
        row = self.table.item
        if not isinstance(row, AgendaRow) or row.item is None or not row.number:
            self.host.say(_NO_NUMBER)
            return
        key, title = row.key, fitted(row.title, 40).rstrip()
        question = Question(
            f"Move {title} to which number?",
            "Agenda",
            check=lambda words: "" if words.strip().isdecimal() else f"{words.strip()!r} is no number.",
            needed="Type a number such as 2.",
            leaving="cancels",
            enter="moves it",
        )
        self.host.begin(self._place(key, self.host.ask([question])))

    async def _place(self, key: str, asked: Asked) -> None:
        words = await asked.only()
        if words is not None:
            await self._put_at(key, int(words))

    async def _put_at(self, key: str, number: int) -> None:
        def there(board: Board) -> list[Change]:
            meeting, item = self.opened, board.get(AgendaItem, key)
            return move_to(board, meeting, item, number) if meeting is not None and item is not None else []

        await self.host.write(there)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """An item may be dragged by its number; everywhere else the mouse selects words."""
        start, width = self.table.place_of("No")
        on_number = start <= event.screen_x - self.table.content_region.x < start + width
        self._in_hand = self._row_under(event) if on_number and self._open and not self.running else ""

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """An item that was dragged takes the number of the one it is let go on."""
        key, self._in_hand = self._in_hand, ""
        row, onto = self.table.item_of(key), self.table.item_of(self._row_under(event))
        if row is None or onto is None or row is onto:
            return
        self.screen.clear_selection()
        if not row.number:
            self.host.say(_NO_NUMBER)
        elif onto.number and self.host.writable():
            self.host.begin(self._drop(key, fitted(row.title, 40).rstrip(), onto.number))

    async def _drop(self, key: str, title: str, number: int) -> None:
        await self._put_at(key, number)
        self.table.go_to(key)
        self.host.say(f"{title} is number {number} now · u undoes")

    def _row_under(self, event: events.MouseEvent) -> str:
        region = self.table.content_region
        inside = region.contains(int(event.screen_x), int(event.screen_y))
        return self.table.record_at(int(event.screen_y) - region.y) if inside else ""

    def action_extend(self, minutes: int) -> None:
        """Give the item more time, or less."""
        self._on_item(lambda board, meeting, item: extend(board, meeting, item, minutes))

    def action_edit_meeting(self) -> None:
        """Edit the meeting itself: its date and place, and who attends."""
        if (meeting := self.opened) is not None:
            self.host.edit(meeting, "attendees" if self.running else "")


class RunningKeys(AgendaKeys):
    """A screen on which one item of the meeting in progress may fill the room."""

    def action_rate(self, rating: str) -> None:
        """Rate what the item is about: the one that is shown when all keys before have done their work."""
        if self.ticked:
            super().action_rate(rating)
            return
        run = self.query_one(RunView)
        run.when_settled(lambda: self.host.rate(self.selected, read_rag(rating)) if self.selected is not None else None)

    def action_redate(self) -> None:
        """Move the date of what the item is about, once all keys before have done their work."""
        self.query_one(RunView).when_settled(super().action_redate)

    def action_comment(self) -> None:
        """Comment on what the item is about, likewise."""
        self.query_one(RunView).when_settled(super().action_comment)

    def action_present(self) -> None:
        """Show the item in large letters: that of the meeting in progress where it is seen."""
        if self.running:
            self.query_one(RunView).toggle_class("large").show()
            self.host.say(f"{shown_key('present', self.host.settings.keys)} again shows it as before.")
        else:
            super().action_present()

    def action_step(self, count: int) -> None:
        """The next or the previous item."""
        if self.running:
            run = self.query_one(RunView)
            (run.action_next if count > 0 else run.action_previous)()
        else:
            super().action_step(count)
