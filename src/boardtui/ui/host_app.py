"""The application as screens see it: it reads and writes the board, asks, says, and goes to screens.

This is what stands behind `boardtui.ui.host.Host`; its dialogs are in `dialogs_app`, the keys in `app`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Coroutine, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual import events
from textual.app import ScreenStackError
from textual.css.query import NoMatches
from textual.screen import Screen, ScreenResultType
from textual.widgets import ContentSwitcher

from boardtui.domain.board.board import Board
from boardtui.domain.board.leads import Whoever
from boardtui.domain.board.lookup import count_to_decide
from boardtui.domain.errors import BoardError
from boardtui.domain.meetings.agenda_changes import AgendaPlace
from boardtui.domain.records.kinds import Meeting, Record
from boardtui.domain.records.meetings import MeetingState
from boardtui.report.palette import Palette
from boardtui.session.open_board import PATIENCE_SECONDS, Changes, Job, NotReachedError, OpenBoard, T
from boardtui.session.surroundings import Surroundings
from boardtui.settings.settings import load_settings
from boardtui.store.board_file import BoardFile, Receipt
from boardtui.ui.commands import shown_key
from boardtui.ui.host import LastChange, host_of
from boardtui.ui.opening.opened import ask_signature, open_board
from boardtui.ui.places import Places
from boardtui.ui.screens import home_of, make_screen
from boardtui.ui.shared.dialog import Dialog
from boardtui.ui.shared.input_app import InputApp
from boardtui.ui.shared.item_screen import ItemScreen
from boardtui.ui.shared.lines import HeaderLine, KeyLine, TabLine
from boardtui.ui.shared.prompt_line import Asked, PromptLine, Question

if TYPE_CHECKING:
    from boardtui.session.live import Live


class HostApp(InputApp[None]):
    """What any screen may ask of the application.

    Args:
        throwaway: the board is a copy to try things on.
        clock: for what is overdue and for dating edits.

    Attributes:
        palette: the styles of the theme, which tables and charts are drawn with.
    """

    palette: Palette

    def __init__(self, *, throwaway: bool, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self.throwaway = throwaway
        self.clock = clock
        self.to_decide = 0  # what the header counts
        self.documents: list[Path] = []
        self.meeting = ""  # the meeting that runs now: everything that is written carries its id
        # Not the clock itself, which a throw-away copy replaces later.
        self.opened = OpenBoard(lambda: self.clock(), self.show_board, self.show_trouble, self.show_held_up)  # noqa: PLW0108
        self.around = Surroundings()
        self.live: Live | None = None
        self.at = AgendaPlace()
        self.shared_boards: set[Path] = set()
        self.last_change = LastChange()
        self.places = Places(host_of(self))
        self._refused_letter = False  # what the line says then is over when the file is let go
        self._lead = ""  # for whom the open file was made, and the screens on which something is theirs
        self._screens_of_lead: frozenset[str] = frozenset()
        self._signs = Whoever()
        self.settings, self.problems = load_settings()

    @property
    def board(self) -> Board | None:
        """The board as it is shown; None as long as none is open."""
        return self.opened.board

    @property
    def file(self) -> BoardFile | None:
        """The file it is in."""
        return self.opened.file

    @property
    def lead(self) -> str:
        """Whose items *Mine* shows: for whom the open file was made, or who signs; "" where nothing is theirs."""
        return self._lead or (self.settings.signature if self._signs.has_items(self.settings.signature) else "")

    @property
    def today(self) -> date:
        """The day it is where the board sits."""
        return self.clock().astimezone().date()

    @property
    def main(self) -> Screen[Any]:
        """The screen under all dialogs.

        Raises:
            ScreenStackError: the program is being left, and there is none any more.
        """
        if not self.screen_stack:
            raise ScreenStackError("there is no screen any more")
        return self.screen_stack[0]

    @property
    def item_screen(self) -> ItemScreen | None:
        """The screen of items that is shown, if it is one."""
        current = self.main.query_one("#screens", ContentSwitcher).visible_content
        return current if isinstance(current, ItemScreen) else None

    @property
    def selected(self) -> Record | None:
        """The record under the cursor of the screen that is shown."""
        return self.item_screen.selected if self.item_screen is not None else None

    def shows(self, screen: object) -> bool:
        """Whether a screen is the one that is shown."""
        return self.item_screen is screen

    # The lines around the screens.

    def keys_now(self) -> Mapping[str, int]:
        """The commands whose rank in the footer is another one on this screen now; 0 keeps them out of it."""
        return self.item_screen.keys_now if self.item_screen is not None else {}

    def show_keys(self) -> None:
        """Draw the line of the keys that work now."""
        self.draw_once("keys", self._show_keys)

    def draw_once(self, name: str, work: Callable[[], None]) -> None:
        """Do something just before what a key set off is drawn: once, however many keys came together."""
        self.picture.first(name, work)

    def _show_keys(self) -> None:
        with suppress(NoMatches):  # there is none yet
            self.main.query_one(KeyLine).show_again()

    def show_lines(self) -> None:
        """Draw the lines at the top anew."""
        for line in (HeaderLine, TabLine):
            self.main.query_one(line).show_again()

    # Reading and writing.

    def write(
        self, changes: Changes, *, why: str = "", seen: int | None = None, continues: str = "", meeting: str = ""
    ) -> asyncio.Future[Receipt]:
        """Put changes on disk in their turn, signed, and show the board as it is then."""
        written = self.opened.write(
            changes,
            who=self.settings.signature,
            why=why,
            meeting=meeting or self.meeting,
            seen=seen,
            continues=continues,
            patience=PATIENCE_SECONDS,
        )
        self.picture.wait_for(written)
        self.last_change.see(changes, why, continues, written)
        return written

    def do(self, job: Job[T], *, follows: bool = False) -> asyncio.Future[T]:
        """Do something with the file in its turn, and show the board as it is then."""
        done = self.opened.do(job, follows=follows, patience=PATIENCE_SECONDS)
        self.picture.wait_for(done)
        return done

    def show_held_up(self) -> None:
        """Show that another program keeps the file locked, or that it has let go."""
        self.show_lines()
        if isinstance(self.screen, Dialog):
            self.screen.show_held_up()
        if self._refused_letter and not self.opened.held_up:
            self._refused_letter = False
            self.prompt.remove_class("wrong")

    async def takes(self, event: events.Key, prompt: PromptLine) -> bool:
        """Take a letter that would begin an answer about what is not on disk: there may be nothing to answer for yet.

        Returns:
            Whether that was done; what is typed on to what stands in the line already goes there.
        """
        if not self.opened.held_up or not event.is_printable or prompt.typed:
            return False
        if event.key in shown_key("quit", self.settings.keys).split():
            await self.run_action("quit")
        else:
            self._refused_letter = True
            prompt.say("Another program keeps the file locked. Wait until it lets go; q leaves without.")
        return True

    def when_drawn(self, work: Callable[[], None]) -> None:
        """Do something once all that is to be seen now has been drawn."""
        self.call_after_refresh(work)

    def begin(self, work: Coroutine[Any, Any, None]) -> None:
        """Do work that waits for the disk or for an answer; if it fails, the sentence is shown."""
        self.run_worker(self._said(work, self.screen_stack[-1:]), group="begun")

    async def _said(self, work: Coroutine[Any, Any, None], shown: Sequence[Screen[Any]]) -> None:
        try:
            await work
        except NotReachedError:
            pass  # what it was to follow has said why
        except BoardError as error:
            self.refuse(str(error))
        except NoMatches:
            if self.is_running and all(each in self.screen_stack for each in shown):
                raise
            # Where it was to be shown has been left meanwhile, and its parts are gone.

    def look_again(self) -> None:
        """See whether another program has written the file."""
        self.begin(self._look())

    async def _look(self) -> None:
        if await self.opened.look():
            self.say("Another program has changed this board; this is how it stands now.")

    def show_trouble(self) -> None:
        """Say what has become of the file, and what can be done; or that it is there again."""
        self.show_lines()
        if self.opened.trouble is not None:
            from boardtui.ui.opening.trouble import TroubleScreen

            if not any(isinstance(screen, TroubleScreen) for screen in self.screen_stack):
                self.show_dialog(TroubleScreen(self.opened.trouble, self.opened.file))
        else:
            self.say("The file is there again: what you do is saved.")

    def show_board(self, board: Board) -> None:
        """Draw a board everywhere."""
        self.take(board)
        if (screen := self.item_screen) is not None:
            screen.show_board(board)

    def take(self, board: Board) -> None:
        """Bring what is known of a board beside its items up to date."""
        self.to_decide = count_to_decide(board)  # here, as the header is drawn far more often
        self._signs.take(board)
        meeting = board.get(Meeting, self.meeting)
        if meeting is None or meeting.state is not MeetingState.RUNNING:
            self.meeting = ""  # closed, or taken back: nothing more is said in it
        line = self.around.line
        if self.live is not None and line is not None and line.unsent(board.edition):
            self.live.kick()
        self.show_lines()

    def writable(self) -> bool:
        """Whether edits are possible; says so if not."""
        if self.file is None or self.board is None:
            return False
        if self.opened.trouble is not None:
            self.refuse(str(self.opened.trouble))
            return False
        if self.file.read_only:
            self.refuse(f"{self.file.path.name} is read-only: open a copy that may be written.")
            return False
        if not self.settings.signature:
            if not any(type(screen).__name__ == "SignatureScreen" for screen in self.screen_stack):
                self.begin(ask_signature(host_of(self)))
            return False
        return True

    # Asking and saying.

    def ask(self, questions: Sequence[Question], *, saving: str = "") -> Asked:
        """Ask in the line at the bottom, from this call on: the next key is typed into it."""
        return self.prompt.ask(questions, saving=saving)

    @property
    def asking(self) -> bool:
        """Whether the line at the bottom asks something."""
        return self.prompt.asking

    @property
    def prompt(self) -> PromptLine:
        """The line at the bottom, which asks and says."""
        return self.main.query_one(PromptLine)

    def say(self, sentence: str) -> None:
        """Say that something was done, in place of what was done before: messages shall not pile up over the items."""
        for said in [each for each in self._notifications if each.severity == "information"]:
            self._unnotify(said)
        if self.screen is self.main and self.prompt.has_room_for(sentence):
            self.prompt.tell(sentence)
            self.show_keys()  # beside which it stands while something is asked
        else:
            self.prompt.tell_no_more()
            self.notify(sentence, timeout=4, markup=False)

    def copy_to_clipboard(self, text: str) -> None:
        """Put text on the clipboard of the terminal's machine, and say what was copied."""
        super().copy_to_clipboard(text)
        first, *more = text.strip().split("\n")
        self.say(f"Copied: {first}" + (f" and {len(more)} line{'s'[: len(more) - 1]} more" if more else ""))

    def on_prompt_line_long_ago(self) -> None:
        """Say no more beside the keys what was done a while ago."""
        self.show_keys()

    def tell(self, sentence: str, *, seconds: float = 12) -> None:
        """Say something that is to be read at leisure, such as where a file was written."""
        self.notify(sentence, timeout=seconds, markup=False)

    def warn(self, sentences: Sequence[str]) -> None:
        """Say what is wrong, where it stops nothing."""
        for sentence in sentences:
            self.notify(sentence, severity="warning", timeout=10, markup=False)

    def refuse(self, sentence: str) -> None:
        """Say why something was not done."""
        self.notify(sentence, severity="error", timeout=8, markup=False)

    async def answer_of(self, dialog: Screen[ScreenResultType]) -> ScreenResultType | None:
        """Show a dialog and wait for what it answers."""
        return await self.push_screen_wait(dialog)

    def show_dialog(self, dialog: Screen[Any]) -> None:
        """Show a dialog that answers nothing."""
        self.push_screen(dialog)

    # Going somewhere.

    async def show_screen(self, name: str) -> None:
        """Go to a screen. It is made when somebody goes there first."""
        self.places.leave()
        switcher = self.main.query_one("#screens", ContentSwitcher)
        with self.batch_update():
            if name not in {each.id for each in switcher.children}:
                await switcher.add_content(made := make_screen(name))
                if isinstance(made, ItemScreen):
                    self.places.find_again(made)
                    if name in self._screens_of_lead:
                        made.show_lead(self._lead)
            switcher.current = name
            self.main.query_one(TabLine).show(name)
            if (screen := self.item_screen) is not None:
                if self.board is not None:
                    screen.show_board(self.board)
                if not self.asking:
                    screen.focus_items()

    def find_again(self, board: Board, *, kept: bool) -> str:
        """Let every screen of a board be as it was left; the screen that was left last."""
        self.places.opened(board, kept=kept)
        return self.places.screen

    def keep_place(self) -> None:
        """Keep where one is on the board, for when it is opened next."""
        self.places.keep()

    def show_lead(self, lead: str, screens: Collection[str]) -> None:
        """Show on some screens only what is a lead's, until Esc; "" shows all again, on every screen."""
        self._lead, self._screens_of_lead = lead, frozenset(screens)
        for screen in self.main.query(ItemScreen):
            screen.show_lead(lead if screen.id in screens else "")

    async def go_to(self, record: Record) -> None:
        """Show a record where it lives."""
        await self.show_screen(home_of(record.kind.name))
        screen = self.item_screen
        if screen is not None and not screen.go_to(record.id):
            self.say("That item is not listed here; it can be found with ctrl+p.")

    def show_here(self, record: Record, owner: str) -> None:
        """Put the cursor on a new record; one that belongs to the item under the cursor is shown with that."""
        screen = self.item_screen
        selected = screen.selected if screen is not None else None
        if screen is None or (not screen.table.go_to(record.id) and (selected is None or selected.id != owner)):
            self.call_later(self.go_to, record)

    def focus_items(self) -> None:
        """Give the keys back to the items of the screen that is shown."""
        if (screen := self.item_screen) is not None:
            screen.focus_items()

    async def open(self, path: Path) -> None:
        """Open another board."""
        await open_board(host_of(self), path)

    def leave(self) -> None:
        """End the program."""
        self.exit()
