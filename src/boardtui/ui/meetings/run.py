"""The meeting while it runs: one item fills the screen, and every step is one key."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.console import RenderableType
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.geometry import Region
from textual.message import Message
from textual.widgets import Static

from boardtui.domain.attention.exceptions import open_actions, open_challenges
from boardtui.domain.board.board import Board
from boardtui.domain.board.words import capitalised, kind_label
from boardtui.domain.errors import BoardError
from boardtui.domain.meetings.agenda import about, agenda_of, agenda_title, agenda_whys, find_item
from boardtui.domain.meetings.agenda_changes import add_item, current_item, go_back, go_on, go_to, park_and_go_on
from boardtui.domain.meetings.brief import ItemBrief, item_brief
from boardtui.domain.meetings.sittings import running_time
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import AgendaItem, Meeting, Record
from boardtui.domain.records.meetings import AgendaState
from boardtui.store.board_file import Receipt
from boardtui.ui.commands import bindings_for, shown_key
from boardtui.ui.meetings import prompts
from boardtui.ui.meetings.brief import Brief
from boardtui.ui.meetings.own_place import OwnPlace
from boardtui.ui.meetings.recorded import Recorded, recorded, told_by
from boardtui.ui.shared.prompt_line import Asked, Question
from boardtui.ui.shared.text import fitted, one_line
from boardtui.ui.shared.working_ahead import every, once_drawn

if TYPE_CHECKING:
    from boardtui.store.history import Entry

TICK_SECONDS = 15.0
"""How often the time in the corner is brought up to date: it counts minutes."""


class RunBody(VerticalScroll, inherit_bindings=False):
    """The item. The arrows go to other items and to what was recorded on this one; whole pages scroll."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown", "page_down", show=False),
        Binding("pageup", "page_up", show=False),
        Binding("home", "scroll_home", show=False),
        Binding("end", "scroll_end", show=False),
    ]


class RunView(OwnPlace, Vertical):
    """Shows the current item of the running meeting, and takes down what is said about it."""

    DEFAULT_CSS = """
    RunView { height: 1fr; }
    RunView #run_where {
        height: 1; padding: 0 1; background: $block-cursor-background; color: $block-cursor-foreground;
    }
    RunView #run_next { height: auto; padding: 0 1; color: $accent; text-style: bold; display: none; }
    RunView #run_next.said { display: block; }
    RunView RunBody { height: 1fr; padding: 0 1; scrollbar-size-vertical: 1; }
    RunView #run_text, RunView #run_said, RunView #run_rest { height: auto; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("meeting_run")]

    class Left(Message):
        """Somebody wants to see the agenda."""

    def __init__(self, minutes: Callable[[Board, Record], RenderableType | None]) -> None:
        super().__init__(id="run")
        self._minutes = minutes  # what the room reads where the item is the minutes of a meeting
        self._shown = ""
        self._entries: tuple[str, int, Sequence[Entry]] = ("", 0, ())  # of which item, at which edition
        self._said: Sequence[Recorded] = ()
        self._picked = -1

    def compose(self) -> ComposeResult:
        """Where the meeting is, the item, and the next key where it is no longer that for the next item."""
        yield Static(id="run_where")
        yield Static(id="run_next")
        with RunBody(id="run_body"):
            yield Static(id="run_text", markup=False)
            yield Static(id="run_said", markup=False)
            yield Static(id="run_rest", markup=False)

    def on_mount(self) -> None:
        """Keep the time."""
        every(TICK_SECONDS, self, self._show_where)

    @property
    def meeting(self) -> Meeting | None:
        """The meeting that runs, as the board has it now."""
        return self.placed(self.host.board)

    @property
    def item(self) -> AgendaItem | None:
        """The agenda item on the screen."""
        board, meeting = self.host.board, self.meeting
        return current_item(board, meeting) if board is not None and meeting is not None else None

    @property
    def record(self) -> Record | None:
        """What the item is about: a record of the plan, or the agenda item itself for a topic of its own."""
        board, item = self.host.board, self.item
        return about(board, item) if board is not None and item is not None else None

    @property
    def brief(self) -> ItemBrief | None:
        """All that is known about the item."""
        board, record = self.host.board, self.record
        return item_brief(board, record, self.host.today) if board is not None and record is not None else None

    # Showing.

    def show(self) -> None:
        """Draw the item as it is now; another item is read from its beginning."""
        app, board, meeting, item = self.host, self.host.board, self.meeting, self.item
        if board is None or meeting is None:
            return
        body, text = self.query_one(RunBody), self.query_one("#run_text", Static)
        here = item.id if item is not None else ""
        if here != self._shown:
            self._shown, self._picked = here, -1
            body.scroll_home(animate=False)
        brief = self.brief
        if brief is None or item is None:
            title = agenda_title(board, item) if item is not None else "Nothing is on the agenda: . finds what to take."
            text.update(Content(title))
            for name in ("#run_said", "#run_rest"):
                self.query_one(name, Static).update("")
        else:
            width, height, large = body.size.width - 3, body.size.height, self.has_class("large")
            drawn = Brief(board, brief, meeting, item, app.palette, width=width, height=height, large=large)
            text.update(drawn.essentials())
            self._look_back(board, item, brief.record)
            self._said = recorded(board, meeting, item, brief.record, self._entries[2])
            self._picked = min(self._picked, len(self._said) - 1)
            self.query_one("#run_said", Static).update(drawn.recorded(self._said, self._picked))
            self.query_one("#run_rest", Static).update(self._minutes(board, brief.record) or drawn.rest())
        self._show_where()

    def _look_back(self, board: Board, item: AgendaItem, record: Record) -> None:
        """Read what was changed about the item in this meeting, once for each state of the board."""
        if self._entries[:2] == (item.id, board.edition):
            return
        self._entries = (item.id, board.edition, self._entries[2] if self._entries[0] == item.id else ())
        of, meeting, key = told_by(board, record), self.host.meeting, self._entries[:2]

        async def look() -> None:
            found = await self.host.do(lambda file: file.history(records=of))
            if self._entries[:2] == key and self.is_attached:
                self._entries = (*key, [each for each in found if each.edit.meeting == meeting])
                self.show()

        self.host.begin(look())

    def on_resize(self) -> None:
        """Use the room there is."""
        once_drawn(self, self.show)

    def _show_where(self) -> None:
        board, meeting, item = self.host.board, self.meeting, self.item
        if board is None or meeting is None:
            return
        items = agenda_of(board, meeting)
        time = running_time(meeting, items, self.host.clock()).words
        brief = self.brief
        parts = [self._kind(brief), one_line(brief.who) if brief is not None else ""]
        if item is not None and item.state is AgendaState.PARKED:
            parts.append("parked")
        reason = agenda_whys(board, meeting).get(item.id, "") if item is not None else ""
        why = f"here because: {one_line(reason)}" if reason else ""
        left = fitted(" · ".join(filter(None, (*parts, why))), self.size.width - len(time) - 4)
        self.query_one("#run_where", Static).update(Content.assemble(left, "  ", (time, "bold")))
        self._show_next(items)

    def _kind(self, brief: ItemBrief | None) -> str:
        if brief is None or brief.record.kind.name == "agenda_item" or self.host.board is None:
            return "Topic"
        return capitalised(kind_label(self.host.board, brief.record.kind))

    def _show_next(self, items: Sequence[AgendaItem]) -> None:
        """What to press when there is no next item."""
        line = self.query_one("#run_next", Static)
        key = shown_key("meeting_close", self.host.settings.keys)
        line.update(Content(f"{'Every item has been taken: ' if items else ''}{key} closes the meeting."))
        line.set_class(all(each.state is not AgendaState.TO_DO for each in items), "said")

    # Moving.

    def _step(self, changes: Callable[[Board, Meeting], list[Change]]) -> asyncio.Future[Receipt]:
        """Go to another item, from where one is when all keys before have done their work."""

        def from_here(board: Board) -> list[Change]:
            meeting = self.placed(board)
            stepped = changes(board, meeting) if meeting is not None else []
            self.place.gone(stepped)
            return stepped

        return self.host.write(from_here)

    def action_next(self) -> None:
        """Go to the next item; this one has been discussed."""
        self.host.begin(self._go_on(self._step(go_on)))

    async def _go_on(self, written: asyncio.Future[Receipt]) -> None:
        receipt = await written
        board, meeting = self.host.board, self.meeting
        if board is None or meeting is None or any(edit.record == meeting.id for edit in receipt.edits):
            return  # it went to another item
        left = [each for each in agenda_of(board, meeting) if each.state is AgendaState.TO_DO]
        closes = f"{shown_key('meeting_close', self.host.settings.keys)} closes the meeting."
        if left:
            count = f"{len(left)} before it {'is' if len(left) == 1 else 'are'} still to be taken"
            self.host.say(f"This is the last item; {count} (. goes to one). {closes}")
        else:
            self.host.say(f"This is the last item; {closes}")

    def action_leave_item(self) -> None:
        """Show the agenda; the meeting goes on."""
        self.post_message(self.Left())

    def action_previous(self) -> None:
        """Go back to the item before."""
        self.host.begin(self._done(self._step(go_back)))

    async def _done(self, written: asyncio.Future[Receipt], told: str = "") -> None:
        await written
        if told:
            self.host.say(told)

    def action_park(self) -> None:
        """Put the item off, and go to the next."""
        board, item = self.host.board, self.item
        if board is not None and item is not None:
            title = fitted(agenda_title(board, item), 40).rstrip()
            self.host.begin(self._done(self._step(park_and_go_on), f"Parked: {title} · ← goes back to it · u undoes"))

    def action_jump(self) -> None:
        """Go to any item by its ref, its number or a word of its title."""

        def problem(words: str) -> str:
            board, meeting = self.host.board, self.meeting
            try:
                if board is not None and meeting is not None:
                    find_item(board, meeting, words)
            except BoardError as error:
                return str(error)
            return ""

        words, needed = "Go to: ref, number or word", "Type a ref such as 1.3."
        question = Question(words, "", check=problem, needed=needed, leaving="cancels", enter="goes there")
        self.when_settled(lambda: self.host.begin(self._jump(self.host.ask([question]))))

    async def _jump(self, asked: Asked) -> None:
        while (words := await asked.only()) is not None:
            try:
                await self._go_to(words)
            except BoardError as error:
                asked.again(str(error))
                continue
            return

    async def _go_to(self, words: str) -> None:
        board, meeting, here = self.host.board, self.meeting, self.item
        if board is None or meeting is None:
            return
        target = find_item(board, meeting, words)
        if isinstance(target, AgendaItem):
            again = [Change(target.id, "agenda_item", {"state": AgendaState.TO_DO.value})]
            steps = [*(again if target.state is AgendaState.SKIPPED else []), *go_to(meeting, target)]
            self.place.gone(steps)
            await self.host.write(steps)
            return
        # What is not on the agenda is taken all the same, and stands on it from now on.
        new = add_item(board, meeting, record=target, after=here)
        steps = [*new, Change(meeting.id, "meeting", {"current_item": new[0].record})]
        self.place.gone(steps)
        await self.host.write(steps)
        self.host.say("It was not on the agenda: it is now · u undoes")

    # What was recorded, put right.

    @property
    def picked(self) -> Recorded | None:
        """What of that which was recorded on the item is picked."""
        return self._said[self._picked] if 0 <= self._picked < len(self._said) else None

    def action_pick(self, step: int) -> None:
        """Pick the next or the previous thing that was recorded; beyond them, read on."""
        place = self._picked + step
        if not -1 <= place < len(self._said):
            (self.query_one(RunBody).scroll_down if step > 0 else self.query_one(RunBody).scroll_up)(animate=False)
            return
        self._pick(place)

    def _pick(self, place: int) -> None:
        before, self._picked = self._picked, place
        if place != before:
            self.show()
            self.refresh_bindings()
        body, said = self.query_one(RunBody), self.query_one("#run_said", Static)
        if place < 0:
            body.scroll_home(animate=False)
            return
        line = said.virtual_region.y + said.size.height - len(self._said) + place
        body.scroll_to_region(Region(0, line, 1, 1), animate=False)

    def let_go(self) -> bool:
        """Pick nothing any more; whether something was picked."""
        something = self.picked is not None
        self._pick(-1)
        return something

    def mend(self) -> None:
        """Edit what is picked in a form."""
        if (one := self.picked) is None:
            return
        if one.field:
            self.host.edit(one.record, one.field)
        else:
            self.host.say("There are no words to edit: Del withdraws it.")

    def withdraw(self) -> None:
        """Take back what is picked; the history keeps it."""
        one = self.picked
        if one is not None and self.host.writable():
            told = f"Withdrawn: {one.label}: {fitted(one.words, 40).rstrip()} · u undoes"
            self.host.begin(self._done(self.host.write(list(one.withdraw), why=""), told))

    # Recording.

    def back(self) -> None:
        """Give the keys back to the item."""
        self.query_one(RunBody).focus()

    def when_settled(self, act: Callable[[], None]) -> None:
        """Do something once all keys before have done their work: it is about the item that is shown then."""
        if not self.host.opened.busy:
            act()
            return

        async def later() -> None:
            await self.host.opened.settled()
            act()

        self.host.begin(later())

    def _on_item(self, act: Callable[[Board, Meeting, AgendaItem, Record], None]) -> None:
        def now() -> None:
            board, meeting, item, record = self.host.board, self.meeting, self.item, self.record
            if board is not None and meeting is not None and item is not None and record is not None:
                act(board, meeting, item, record)

        self.when_settled(now)

    def action_decision(self) -> None:
        """Record a decision."""
        self._on_item(lambda _board, meeting, _item, record: prompts.record_decision(self.host, meeting, record))

    def action_challenge(self) -> None:
        """Record a question of the board."""
        self._on_item(lambda _board, meeting, _item, record: prompts.record_challenge(self.host, meeting, record))

    def action_arising(self) -> None:
        """Record an action arising."""
        self._on_item(lambda _board, meeting, _item, record: prompts.record_action_arising(self.host, meeting, record))

    def action_answer(self) -> None:
        """Record the answer to an open challenge."""
        self._on_item(
            lambda board, meeting, _item, record: prompts.record_answer(
                self.host, meeting, record, open_challenges(board, record)
            )
        )

    def action_done(self) -> None:
        """Mark an action arising as done."""
        self._on_item(
            lambda board, _meeting, _item, record: prompts.mark_done(self.host, record, open_actions(board, record))
        )

    def action_note(self) -> None:
        """Add a line to the note for the minutes."""
        self._on_item(lambda _board, meeting, item, record: prompts.record_note(self.host, meeting, item, record))

    def action_edit_note(self) -> None:
        """Edit the whole note in a form."""
        if (item := self.item) is not None:
            self.host.edit(item, "note")
