"""What keys do to the agenda of a meeting that is prepared: items added, moved, cut and given more time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from boardtui.domain.board.board import Board, lookup
from boardtui.domain.dates.dates import read_date
from boardtui.domain.errors import AmbiguousRef, BoardError
from boardtui.domain.meetings.agenda_changes import add_item, cut, extend, make_agenda, move_down, move_up, take_in
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import AgendaItem, Meeting, Record
from boardtui.domain.records.meetings import AgendaState
from boardtui.ui.meetings.rows import AgendaRow
from boardtui.ui.meetings.run import RunView
from boardtui.ui.shared.in_turn import InTurn
from boardtui.ui.shared.item_screen import ItemScreen
from boardtui.ui.shared.prompt_line import PromptLine, Question


class AgendaKeys(ItemScreen):
    """A screen on which the agenda of one meeting may be open."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._open = ""  # the meeting whose agenda is shown; empty for the list of meetings
        self._rows: tuple[Any, Sequence[Any]] = (None, ())

    @property
    def opened(self) -> Meeting | None:
        """The meeting whose agenda is shown, as the board has it now."""
        board = self.board_app.board
        return board.get(Meeting, self._open) if board is not None and self._open else None

    @property
    def in_turn(self) -> InTurn:
        """Keys that come faster than the disk writes wait here."""
        return self.query_one(RunView).in_turn

    @property
    def running(self) -> bool:
        """Whether one item of the running meeting fills the screen."""
        return self.has_class("running")

    @property
    def _prompt(self) -> PromptLine:
        return self.board_app.main.query_one(PromptLine)

    def action_add(self) -> None:
        """Plan a meeting, or put an item on the agenda."""
        meeting = self.opened
        if meeting is None:
            super().action_add()
            return
        question = Question(
            "New item: a ref of the plan, or a topic", needed="Type a ref such as 1.3, or a topic.", leaving="adds none"
        )
        self._prompt.ask([question], lambda answers, _last: self._add_item(answers[0]), self.focus_items)

    def _add_item(self, words: str) -> None:
        self.focus_items()
        board, meeting, item = self.board_app.board, self.opened, self.table.item
        if board is None or meeting is None:
            return
        after = item.item if isinstance(item, AgendaRow) else None
        try:
            record: Record | None = lookup(board, words)
        except AmbiguousRef as error:
            self.board_app.refuse(str(error))
            return
        except BoardError:
            record = None  # then it is a topic
        try:
            changes = add_item(board, meeting, record=record, title="" if record is not None else words, after=after)
        except BoardError as error:
            self.board_app.refuse(str(error))
            return
        self.in_turn.write(changes, lambda: self._at(changes[0].record))

    def _at(self, key: str) -> None:
        self.table.go_to(key)

    def action_build(self) -> None:
        """Put on the agenda what asks to be talked about and is not on it."""
        self._build(
            lambda: self.board_app.say("The agenda is made: J K move an item, c cuts it, > gives it more time.")
        )

    def _build(self, done: Callable[[], Any]) -> None:
        board, meeting = self.board_app.board, self.opened
        if board is None or meeting is None:
            return
        changes = make_agenda(board, meeting, read_date(meeting.date).day or self.board_app.today)
        if not any(change.values.get("meeting") for change in changes):
            self.board_app.say("Everything that asks to be talked about is on the agenda.")
            return
        words = "The agenda is made: J K move an item, c cuts it, > gives it more time."
        row = self.table.item

        def made() -> None:
            self.board_app.say(words)
            # The cursor stays on what it was on: that is an item of the agenda now.
            here = [
                each.key for each in self._rows[1] if isinstance(row, AgendaRow) and each.record.id == row.record.id
            ]
            self.table.go_to(here[0] if here else "")

        self.in_turn.write(changes, made)

    def _on_item(self, changes: Callable[[Board, Meeting, AgendaItem], list[Change]]) -> None:
        def act() -> None:
            board, meeting, row = self.board_app.board, self.opened, self.table.item
            if board is None or meeting is None or self.running or not isinstance(row, AgendaRow):
                return
            if row.item is None:
                self.board_app.say("It is not on the agenda yet: i brings it in.")
            else:
                self.in_turn.write(changes(board, meeting, row.item))

        self.in_turn.when_free(act)

    def action_cut(self) -> None:
        """Cut the item, or take it in again."""
        back = (AgendaState.SKIPPED, AgendaState.PARKED)
        self._on_item(lambda _board, _meeting, item: take_in(item) if item.state in back else cut(item))

    def action_move_item(self, step: int) -> None:
        """Move the item up or down."""
        move = move_up if step < 0 else move_down
        self._on_item(move)

    def action_extend(self, minutes: int) -> None:
        """Give the item more time, or less."""
        self._on_item(lambda board, meeting, item: extend(board, meeting, item, minutes))
