"""Meetings: planned, their agendas put in order, run, closed, and the minutes of past ones read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from rich.console import RenderableType
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content

from boardtui.domain.board.board import Board
from boardtui.domain.errors import BoardError
from boardtui.domain.meetings.meeting_changes import start_meeting
from boardtui.domain.meetings.sittings import next_meeting, running_meeting
from boardtui.domain.records.kinds import Meeting, Record
from boardtui.domain.records.meetings import MeetingState
from boardtui.ui.commands import bindings_for, shown_key
from boardtui.ui.meetings.agenda_keys import RunningKeys
from boardtui.ui.meetings.begin_and_close import MeetingCloseScreen, MinutesKeys, ask_on_another_day, begin
from boardtui.ui.meetings.rows import (
    NO_MEETING,
    AgendaRow,
    MeetingRow,
    agenda_columns,
    agenda_detail,
    agenda_rows,
    like_the_last,
    meeting_columns,
    meeting_detail,
    meeting_heading,
    meeting_rows,
    state_lines,
)
from boardtui.ui.meetings.run import RunView
from boardtui.ui.shared.lines import OneLine
from boardtui.ui.shared.prompt_line import Asked
from boardtui.ui.table.item_table import ScreenColumn

_NOT_WHILE_IT_RUNS = (
    *("open", "filter", "add", "begin", "cut", "move_item", "place_item", "extend", "build", "write_papers", "whole"),
)
_OF_AN_AGENDA = ("cut", "move_item", "place_item", "extend", "build", "edit_meeting")


class MeetingScreen(RunningKeys, MinutesKeys):
    """The meetings of the board; the agenda of one of them; and that one while it runs."""

    DEFAULT_CSS = """
    MeetingScreen #meeting_line { height: auto; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
    MeetingScreen RunView { display: none; }
    MeetingScreen.running RunView { display: block; }
    MeetingScreen.running #top, MeetingScreen.running #about, MeetingScreen.running #body { display: none; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("meeting")]

    name_of_items = "meetings"
    name_of_one = "meeting"
    adds = "meeting"
    empty = NO_MEETING
    wide_from = 10_000  # titles and reasons are read before what is said of one of them

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._chosen = False

    # What is listed.

    def compose_top(self) -> ComposeResult:
        """What state things are in, and the next key."""
        yield OneLine(id="meeting_line")

    def compose(self) -> ComposeResult:
        """The lists, and the running meeting in their place."""
        yield from super().compose()
        yield RunView(self._minutes_in_the_room)

    def _minutes_in_the_room(self, board: Board, record: Record) -> RenderableType | None:
        text = self.minutes_of(board, record) if isinstance(record, Meeting) else ""
        return meeting_detail(board, record, self.host.palette, text) if isinstance(record, Meeting) and text else None

    def minutes_were_read(self) -> None:
        """Show the draft minutes, on the running item too."""
        super().minutes_were_read()
        if self.running:
            self.query_one(RunView).show()

    def show_board(self, board: Board) -> None:
        """Draw the board as it is now. The first time, the meeting to prepare or to go on with is opened."""
        if not self._chosen:
            self._chosen = True
            found = next_meeting(board, self.host.today)
            self._open = found.id if found is not None else ""
        meeting = self.opened
        if meeting is None or meeting.state is MeetingState.CLOSED:
            self._open = ""
        if self.running and (meeting is None or meeting.state is not MeetingState.RUNNING):
            self.remove_class("running")
        self.name_of_items, self.name_of_one = ("items", "item") if self._open else ("meetings", "meeting")
        super().show_board(board)
        if self.running:
            self.query_one(RunView).show()

    def items(self, board: Board) -> Sequence[Any]:
        """The meetings, or the agenda of the one that is open."""
        today, meeting = self.host.today, self.opened
        if self._rows_of[0] is not board or self._rows_of[1:] != (self._open, today):
            self._rows_of = (board, self._open, today)
            self._rows = agenda_rows(board, meeting, today) if meeting is not None else meeting_rows(board)
        self.empty = "Nothing asks to be talked about. + adds an item." if meeting is not None else NO_MEETING
        return self._rows

    def follows(self) -> tuple[Any, ...]:
        """Which agenda is open."""
        return (self._open,)

    def columns(self, board: Board) -> Sequence[ScreenColumn]:
        """Those of meetings or of agenda items."""
        today = self.host.today
        return agenda_columns(board, self.items(board), today) if self._open else meeting_columns(board, today)

    def heading(self, board: Board, item: Any) -> str:
        """How a meeting stands, or whether an item is on the agenda yet."""
        return item.heading if isinstance(item, AgendaRow) else meeting_heading(item)

    def key_of(self, item: Any) -> str:
        """A meeting's id, or that of the agenda item."""
        return item.key if isinstance(item, AgendaRow) else str(item.record.id)

    def words(self, board: Board, item: Any) -> str:
        """Title and reason of an agenda item, everything about a meeting."""
        if isinstance(item, AgendaRow):
            return f"{item.title}\n{item.why}\n{item.item.note if item.item is not None else ''}"
        return super().words(board, item)

    def counted(self, total: int, shown: int) -> str:
        """How many items there are, and the time planned for them."""
        counted = super().counted(total, shown)
        meeting = self.opened
        if meeting is None:
            return counted if total else ""
        agenda = [row for row in self._rows if isinstance(row, AgendaRow)]
        rows = [row for row in agenda if row.item is not None and row.number]
        minutes = sum(row.minutes for row in rows)
        of = f" of {meeting.planned_minutes}" if meeting.planned_minutes else ""
        time = f" · {minutes}{of} min planned" if minutes or of else ""
        return f"{len(rows)} on the agenda{time}" if shown == total else f"{counted}{time}"

    def show_top(self, board: Board) -> None:
        """Say what state things are in, and what the next key is."""
        keys = self.host.settings.keys
        lines = state_lines(
            board, self.opened, self.host.today, lambda name: shown_key(name, keys), joined=bool(self.host.meeting)
        )
        self.query_one("#meeting_line", OneLine).update(
            Content.assemble((lines[0], "bold"), *(("\n" + line, "$accent") for line in lines[1:]))
        )

    def detail(self, board: Board, item: Any) -> RenderableType:
        """The brief of an agenda item, the agenda of a planned meeting, or the minutes of a closed one."""
        app = self.host
        if isinstance(item, AgendaRow):
            return agenda_detail(board, item, app.palette, app.today, self.room)
        return meeting_detail(board, item.record, app.palette, self.minutes_of(board, item.record))

    def keeps_detail(self, item: Any) -> bool:
        """An item of an agenda; the draft minutes of a meeting come a moment later."""
        return isinstance(item, AgendaRow)

    # Keys that mean something else here.

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what means something: in the list of meetings, in an agenda, or while a meeting runs."""
        if action in ("next_filter", "next_sort", "keep_filter"):
            return False
        if action == "agree_minutes":
            return self.draft_minutes is not None
        if self.running:
            if action == "delete":
                return self.query_one(RunView).picked is not None
            return action not in _NOT_WHILE_IT_RUNS and super().check_action(action, parameters)
        if action in ("rate", "list_meetings", *_OF_AN_AGENDA):
            return bool(self._open)
        if action == "close_meeting":
            board = self.host.board
            return board is not None and running_meeting(board) is not None
        if action == "write_papers":
            record = self.selected
            return isinstance(record, Meeting) and record.state is MeetingState.CLOSED
        return super().check_action(action, parameters)

    @property
    def selected(self) -> Record | None:
        """What the item on the screen is about."""
        return self.query_one(RunView).record if self.running else super().selected

    @property
    def keys_now(self) -> Mapping[str, int]:
        """Beside a meeting in progress the key that shows its item comes first; on it, those for what is picked.

        A meeting that was closed is not run again, and none is where none is planned.
        """
        now = super().keys_now
        if self.running and self.query_one(RunView).picked is not None:
            return {**now, "edit": 1, "delete": 1}
        if self.host.meeting and not self.running:
            return {**now, "meeting_begin": 0, "screen_meeting": 1}
        record = self.selected
        closed = isinstance(record, Meeting) and record.state is MeetingState.CLOSED
        return {**now, "meeting_begin": 0} if closed or (record is None and not self._open) else now

    def focus_items(self) -> None:
        """Give the keys to the running item, or to the list."""
        if self.running:
            self.query_one(RunView).back()
        else:
            super().focus_items()

    def go_to(self, key: str) -> bool:
        """Show a meeting or an agenda item; a meeting that is still to be held is opened."""
        board = self.host.board
        record = board.find(key) if board is not None else None
        if self.running or board is None:
            return False
        meeting = record if isinstance(record, Meeting) else board.get(Meeting, str(getattr(record, "meeting", "")))
        if meeting is None:
            return False
        self._open = meeting.id if meeting.state is not MeetingState.CLOSED else ""
        self._redraw()
        return self.table.go_to(key) or bool(self._open) or super().go_to(key)

    def on_item_table_moved(self, event: Any) -> None:
        """Another line may have other keys."""
        super().on_item_table_moved(event)
        self.refresh_bindings()

    def action_open(self) -> None:
        """Open the agenda of a meeting, read the minutes of a closed one, or an agenda item in full."""
        item = self.table.item
        if isinstance(item, MeetingRow) and item.record.state is not MeetingState.CLOSED:
            self._show(item.record.id)
        else:
            super().action_open()

    def was_called(self) -> None:
        """Show the item of the meeting that is in progress, wherever on this screen somebody is."""
        if self.host.meeting and not self.running:
            self._run(self.host.meeting)

    def on_run_view_left(self) -> None:
        """Show the agenda, at the item that was shown; the meeting goes on."""
        item = self.query_one(RunView).item
        self.remove_class("running")
        self._redraw()
        self.table.go_to(item.id if item is not None else "")
        self.focus_items()

    def action_list_meetings(self) -> None:
        """From an agenda to all meetings."""
        if not self.running:
            self._show_meetings()

    def _show_meetings(self) -> None:
        before, self._open = self._open, ""
        self._show_all()
        self.untick()
        self._redraw()
        self.table.go_to(before)
        self.focus_items()

    def action_back(self) -> None:
        """From an agenda to the meetings; while a meeting is in progress, always to its item, which nothing leaves."""
        if self.running and self.query_one(RunView).let_go():
            return
        if self.running:
            keys = self.host.settings.keys
            self.host.say(f"The meeting goes on: {shown_key('run_leave', keys)} shows its agenda.")
        elif self.host.meeting and not self.has_class("reading") and not self.choice.words:
            self._run(self.host.meeting)
        elif self._open and not self.has_class("reading") and not self.choice.words:
            self._show_meetings()
        else:
            super().action_back()

    def _show(self, identity: str) -> None:
        self._show_all()
        self.untick()
        self._open = identity
        self._redraw()
        self.table.action_end(-1)

    def action_edit(self) -> None:
        """Edit what is under the cursor: a meeting, an agenda item, or while it runs what the item is about."""
        item = self.table.item
        run = self.query_one(RunView)
        if self.running and run.picked is not None:
            run.mend()
        elif not self.running and isinstance(item, AgendaRow):
            if item.item is None:
                self.host.say("It is not on the agenda yet: i brings it in.")
            else:
                self.host.edit(item.item)
        else:
            super().action_edit()

    def action_delete(self) -> None:
        """Delete a meeting that was not held; cut an agenda item."""
        if self.running:
            self.query_one(RunView).withdraw()
        elif self._open:
            self.action_cut()
        else:
            super().action_delete()

    async def action_go_there(self) -> None:
        """Go to what the item is about, on its own screen."""
        record = self.selected
        if record is not None and record.kind.name not in ("agenda_item", "meeting"):
            await self.host.go_to(record)
        else:
            self.host.say("There is no more to see of it elsewhere.")

    def values_to_add(self) -> dict[str, Any]:
        """A new meeting is like the last one: chair, place and people."""
        return like_the_last(self.host.board) if self.host.board is not None else {}

    # Beginning and ending.

    def action_begin(self) -> None:
        """Begin the meeting, or go on with it at the item where it was left."""
        self.query_one(RunView).when_settled(self._next_or_begin)

    def _next_or_begin(self) -> None:
        host, board = self.host, self.host.board
        if self.running:  # since the key before
            self.query_one(RunView).action_next()
            return
        item = self.table.item
        meeting = self.opened or (item.record if isinstance(item, MeetingRow) else None)
        if board is None or meeting is None:
            host.say(NO_MEETING)
            return
        if meeting.id == host.meeting:
            # It goes on to the next item where that is seen, and nowhere else.
            shows = shown_key("screen_meeting", host.settings.keys)
            host.say(f"The meeting is in progress: {shows} shows the item it is at.")
            return
        if not host.writable():
            return
        try:
            start_meeting(board, meeting, host.clock())
        except BoardError as error:
            host.refuse(str(error))
            return
        host.begin(self._begin(meeting.id, ask_on_another_day(host, meeting)))

    async def _begin(self, identity: str, asked: Asked | None) -> None:
        if await begin(self.host, identity, asked):
            self._run(identity)

    def _run(self, identity: str) -> None:
        """Let the item of the meeting in progress fill the screen."""
        self._open = identity
        self._show_all()
        self.add_class("running")
        self._redraw()
        self.host.show_lines()
        self.focus_items()

    def action_close_meeting(self) -> None:
        """Show all that changed, and close the meeting if the chair confirms."""
        host, board = self.host, self.host.board
        meeting = running_meeting(board) if board is not None else None
        if meeting is not None and host.writable():
            host.begin(self._close(meeting))

    async def _close(self, meeting: Meeting) -> None:
        if closed := await self.host.answer_of(MeetingCloseScreen(meeting)):
            self.remove_class("running")
            self._open = ""
            self._redraw()
            self.table.go_to(closed)
        self.focus_items()
