"""The meeting while it runs: one item fills the screen, and every step is one key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from boardtui.domain.board.board import Board
from boardtui.domain.errors import BoardError
from boardtui.domain.meetings.agenda import about, agenda_of, agenda_title, find_item, open_actions, open_challenges
from boardtui.domain.meetings.agenda_changes import add_item, current_item, go_back, go_on, go_to, park_and_go_on
from boardtui.domain.meetings.brief import ItemBrief, item_brief
from boardtui.domain.meetings.sittings import running_time
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import AgendaItem, Meeting, Record
from boardtui.domain.records.meetings import AgendaState
from boardtui.ui.commands import BY_ID, bindings_for, shown_key
from boardtui.ui.meetings.brief import Brief
from boardtui.ui.meetings.prompts import Saying
from boardtui.ui.shared.in_turn import InTurn
from boardtui.ui.shared.naming import kind_label
from boardtui.ui.shared.prompt_line import PromptLine, Question
from boardtui.ui.shared.text import fitted, one_line

if TYPE_CHECKING:
    from boardtui.ui.app import BoardApp

TICK_SECONDS = 15.0
"""How often the time in the corner is brought up to date: it counts minutes."""


class RunBody(VerticalScroll, inherit_bindings=False):
    """The item. The arrows to the sides go to other items, so only the others scroll."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "scroll_down", show=False),
        Binding("up,k", "scroll_up", show=False),
        Binding("pagedown", "page_down", show=False),
        Binding("pageup", "page_up", show=False),
        Binding("home", "scroll_home", show=False),
        Binding("end", "scroll_end", show=False),
    ]


class RunView(Vertical):
    """Shows the current item of the running meeting, and takes down what is said about it."""

    DEFAULT_CSS = """
    RunView { height: 1fr; }
    RunView #run_where { height: 1; padding: 0 1; color: $text-muted; }
    RunView #run_next { height: auto; padding: 0 1; color: $accent; text-style: bold; display: none; }
    RunView #run_next.said { display: block; }
    RunView RunBody { height: 1fr; padding: 0 1; scrollbar-size-vertical: 1; }
    RunView #run_text { height: auto; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("meeting_run")]

    def __init__(self) -> None:
        super().__init__(id="run")
        self._shown = ""
        self._in_turn: InTurn | None = None

    def compose(self) -> ComposeResult:
        """Where the meeting is, the item, and the next key where it is no longer that for the next item."""
        yield Static(id="run_where")
        yield Static(id="run_next")
        with RunBody(id="run_body"):
            yield Static(id="run_text", markup=False)

    def on_mount(self) -> None:
        """Keep the time."""
        self.set_interval(TICK_SECONDS, self._show_where)

    @property
    def board_app(self) -> BoardApp:
        """The application."""
        return cast("BoardApp", self.app)

    @property
    def meeting(self) -> Meeting | None:
        """The meeting that runs, as the board has it now."""
        board = self.board_app.board
        return board.get(Meeting, self.board_app.meeting) if board is not None else None

    @property
    def item(self) -> AgendaItem | None:
        """The agenda item on the screen."""
        board, meeting = self.board_app.board, self.meeting
        return current_item(board, meeting) if board is not None and meeting is not None else None

    @property
    def record(self) -> Record | None:
        """What the item is about: a record of the plan, or the agenda item itself for a topic of its own."""
        board, item = self.board_app.board, self.item
        return about(board, item) if board is not None and item is not None else None

    @property
    def brief(self) -> ItemBrief | None:
        """All that is known about the item."""
        board, record = self.board_app.board, self.record
        return item_brief(board, record, self.board_app.today) if board is not None and record is not None else None

    # Showing.

    def show(self) -> None:
        """Draw the item as it is now; another item is read from its beginning."""
        app, board, meeting, item = self.board_app, self.board_app.board, self.meeting, self.item
        if board is None or meeting is None:
            return
        body, text = self.query_one(RunBody), self.query_one("#run_text", Static)
        brief = self.brief
        if brief is None:
            title = agenda_title(board, item) if item is not None else "Nothing is on the agenda: Esc, then + adds it."
            text.update(Content(title))
        else:
            width, height = body.size.width - 3, body.size.height
            text.update(Brief(board, brief, meeting, item, app.palette, width=width, height=height).drawn())
        self._show_where()
        here = item.id if item is not None else ""
        if here != self._shown:
            self._shown = here
            body.scroll_home(animate=False)

    def on_resize(self) -> None:
        """Use the room there is."""
        self.call_after_refresh(self.show)

    def _show_where(self) -> None:
        board, meeting, item = self.board_app.board, self.meeting, self.item
        if board is None or meeting is None:
            return
        items = agenda_of(board, meeting)
        time = running_time(meeting, items, self.board_app.clock()).words
        brief = self.brief
        parts = [self._kind(brief), one_line(brief.who) if brief is not None else ""]
        if item is not None and item.state is AgendaState.PARKED:
            parts.append("parked")
        why = f"here because: {one_line(item.why)}" if item is not None and item.why else ""
        words = " · ".join(filter(None, (*parts, why)))
        width = max(10, self.size.width - 2)
        left = fitted(words, max(4, width - len(time) - 2))
        self.query_one("#run_where", Static).update(Content.assemble(left, "  ", (time, "bold")))
        self._show_next(items)

    def _kind(self, brief: ItemBrief | None) -> str:
        if brief is None or brief.record.kind.name == "agenda_item" or self.board_app.board is None:
            return "Topic"
        label = kind_label(self.board_app.board, brief.record)
        return label[:1].upper() + label[1:]

    def _show_next(self, items: Sequence[AgendaItem]) -> None:
        """What to press when there is no next item."""
        line = self.query_one("#run_next", Static)
        key = shown_key(BY_ID["meeting_close"], self.board_app.settings.keys)
        settled = bool(items) and all(each.state is not AgendaState.TO_DO for each in items)
        line.update(Content(f"Every item has been taken: {key} closes the meeting."))
        line.set_class(settled or not items, "said")

    # Moving.

    @property
    def in_turn(self) -> InTurn:
        """Keys that come faster than the disk writes wait here."""
        if self._in_turn is None:
            self._in_turn = InTurn(self.board_app)
        return self._in_turn

    def _step(self, changes: Callable[[Board, Meeting], list[Change]], done: Callable[[], None] = lambda: None) -> None:
        def act() -> None:
            board, meeting = self.board_app.board, self.meeting
            if board is not None and meeting is not None:
                self.in_turn.write(changes(board, meeting), done)

        self.in_turn.when_free(act)

    def action_next(self) -> None:
        """Go to the next item; this one has been discussed."""
        before = self.item

        def done() -> None:
            board, meeting, item = self.board_app.board, self.meeting, self.item
            if board is None or meeting is None or item is None or before is None or item.id != before.id:
                return
            left = [each for each in agenda_of(board, meeting) if each.state is AgendaState.TO_DO]
            if left:
                count = f"{len(left)} before it {'is' if len(left) == 1 else 'are'} still to be taken"
                self.board_app.say(f"That was the last item; {count}: . goes to one, ← goes back.")

        self._step(go_on, done)

    def action_previous(self) -> None:
        """Go back to the item before."""
        self._step(go_back)

    def action_park(self) -> None:
        """Put the item off, and go to the next."""
        board, item = self.board_app.board, self.item
        if board is None or item is None:
            return
        title = fitted(agenda_title(board, item), 40).rstrip()
        self._step(park_and_go_on, lambda: self.board_app.say(f"Parked: {title} · ← goes back to it · u undoes"))

    def action_jump(self) -> None:
        """Go to any item by its ref, its number or a word of its title."""
        question = Question("Go to: ref, number or word", needed="Type a ref such as 1.3.", leaving="stays here")
        self.in_turn.when_free(
            lambda: self._prompt.ask([question], lambda answers, _last: self._jump(answers[0]), self.back)
        )

    def _jump(self, words: str) -> None:
        board, meeting, here = self.board_app.board, self.meeting, self.item
        self.back()
        if board is None or meeting is None:
            return
        try:
            target = find_item(board, meeting, words)
        except BoardError as error:
            self.board_app.refuse(str(error))
            return
        if isinstance(target, AgendaItem):
            again = [Change(target.id, "agenda_item", {"state": AgendaState.TO_DO.value})]
            self.in_turn.write([*(again if target.state is AgendaState.SKIPPED else []), *go_to(meeting, target)])
            return
        # What is not on the agenda is taken all the same, and stands on it from now on.
        new = add_item(board, meeting, record=target, after=here)
        changes = [*new, Change(meeting.id, "meeting", {"current_item": new[0].record})]
        self.in_turn.write(changes, lambda: self.board_app.say("It was not on the agenda: it is now · u undoes"))

    # Saying.

    @property
    def _board(self) -> Board:
        board = self.board_app.board
        assert board is not None  # there is an item on the screen
        return board

    @property
    def _prompt(self) -> PromptLine:
        return self.board_app.main.query_one(PromptLine)

    def back(self) -> None:
        """Give the keys back to the item."""
        self.query_one(RunBody).focus()

    def _say(self, act: Callable[[Saying, Meeting, AgendaItem, Record], None]) -> None:
        def now() -> None:
            meeting, item, record = self.meeting, self.item, self.record
            if meeting is not None and item is not None and record is not None:
                act(Saying(self.board_app, self.back), meeting, item, record)

        self.in_turn.when_free(now)

    def action_decision(self) -> None:
        """Record a decision."""
        self._say(lambda saying, meeting, _item, record: saying.decision(meeting, record))

    def action_challenge(self) -> None:
        """Record a question of the board."""
        self._say(lambda saying, meeting, _item, record: saying.challenge(meeting, record))

    def action_arising(self) -> None:
        """Record an action arising."""
        self._say(lambda saying, meeting, _item, record: saying.action_arising(meeting, record))

    def action_answer(self) -> None:
        """Record the answer to an open challenge."""
        self._say(lambda saying, meeting, _item, record: saying.answer(meeting, open_challenges(self._board, record)))

    def action_done(self) -> None:
        """Mark an action arising as done."""
        self._say(lambda saying, _meeting, _item, record: saying.done(open_actions(self._board, record)))

    def action_note(self) -> None:
        """Add a line to the note for the minutes."""
        self._say(lambda saying, meeting, item, _record: saying.note(meeting, item))

    def action_edit_note(self) -> None:
        """Edit the whole note in a form."""
        if (item := self.item) is not None:
            self.board_app.edit(item, "note")
