"""The terminal application: one board, its screens, and the way every edit takes to the disk."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from textual import work
from textual.app import App, ComposeResult, SystemCommand
from textual.binding import BindingType
from textual.command import CommandPalette
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widgets import ContentSwitcher, Input, TextArea
from textual.worker import get_current_worker

from boardtui.domain.board import Board, name_of
from boardtui.domain.dates import read_date, show_date
from boardtui.domain.edits import Change
from boardtui.domain.errors import BoardError
from boardtui.domain.kinds import KINDS, Action, Record
from boardtui.domain.meetings import Meeting, MeetingState
from boardtui.domain.overview import as_at
from boardtui.domain.rag import Rag
from boardtui.domain.renumber import next_free_ref, ref_of, same_refs
from boardtui.domain.sittings import name_of_meeting, running_meeting
from boardtui.settings import Paths, change_settings, load_settings
from boardtui.store.board_file import BoardFile, Receipt, utc_now
from boardtui.store.copies import made_for
from boardtui.theme_files import choose_theme, load_themes, missing_theme
from boardtui.ui.commands import COMMANDS, bindings_for, keymap
from boardtui.ui.palette import FindPalette, ItemProvider
from boardtui.ui.rating import Rater
from boardtui.ui.screens.item_screen import ItemScreen
from boardtui.ui.themes import palette, textual_theme
from boardtui.ui.widgets.lines import HeaderLine, KeyLine, TabLine
from boardtui.ui.widgets.prompt_line import PromptLine
from boardtui.ui.working import Working

# How often the file is looked at for what another program wrote: well under the two seconds it may take to show.
WATCH_SECONDS = 1.0


class BoardApp(App[None]):
    """boardtui on the screen.

    Args:
        path: the board to open; None shows the start screen.
        throwaway: the board is a copy to try things on.
        first: the screen that is shown first.
        clock: for what is overdue and for dating edits.
    """

    CSS_PATH = "app.tcss"
    TITLE = "boardtui"
    ENABLE_COMMAND_PALETTE = True
    COMMANDS = {ItemProvider} | App.COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("everywhere")]

    def __init__(
        self,
        path: Path | None,
        *,
        throwaway: bool = False,
        first: str = "overview",
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._environment = dict(os.environ)  # Textual takes NO_COLOR out of it
        super().__init__()
        self.path = path
        self.throwaway = throwaway
        self.first = first
        self.clock = clock
        self.file: BoardFile | None = None
        self.board: Board | None = None
        self.meeting = ""  # the meeting that runs now: everything said carries its id
        self.rater = Rater(self)
        self.working = Working(self)
        self._seen_version = 0
        self.settings, self._problems = load_settings()
        themes, problems = load_themes(Paths.of_this_user().themes)
        self._problems += problems
        self.theme_files = {theme.name: theme for theme in themes}
        for theme in themes:
            self.register_theme(textual_theme(theme))
        if problem := missing_theme(self.settings, themes):
            self._problems.append(problem)
        self.theme = choose_theme(self.settings, themes, self._environment).name
        self.palette = palette(self.theme_files[self.theme])
        keys, problems = keymap(self.settings.keys)
        self._problems += problems
        self.set_keymap(keys)

    # What is on the screen.

    def compose(self) -> ComposeResult:
        """Header, tabs, the screens, the line that asks, and the keys."""
        from boardtui.ui.screens import make_screens

        yield HeaderLine()
        yield TabLine()
        with ContentSwitcher(initial="overview", id="screens"):
            yield from make_screens()
        yield PromptLine()
        yield KeyLine()

    def on_mount(self) -> None:
        """Open the board, or ask for one."""
        for problem in self._problems:
            self.notify(problem, severity="warning", timeout=10, markup=False)
        self.set_interval(WATCH_SECONDS, self._watch)
        self.screen.bindings_updated_signal.subscribe(self, lambda _screen: self.show_keys())
        self.screen_change_signal.subscribe(self, lambda _screen: self.show_keys())
        if self.path is None:
            self._start()
        else:
            self.open_board(self.path)

    def show_keys(self) -> None:
        """Draw the line of the keys that work now."""
        if lines := self.screen_stack[0].query(KeyLine):
            lines.first().refresh(layout=True)

    @property
    def today(self) -> date:
        """The day it is where the board sits."""
        return self.clock().astimezone().date()

    @property
    def main(self) -> Screen[Any]:
        """The screen under all dialogs."""
        return self.screen_stack[0]

    @property
    def item_screen(self) -> ItemScreen | None:
        """The screen of items that is shown, if it is one."""
        current = self.main.query_one("#screens", ContentSwitcher).visible_content
        return current if isinstance(current, ItemScreen) else None

    def title_line(self) -> str:
        """The left of the header: what board this is, and the next meeting."""
        if self.board is None:
            return "boardtui"
        title = self.board.profile.title or "Untitled board"
        if (running := self.board.get(Meeting, self.meeting)) is not None:
            name = name_of_meeting(running).removeprefix("the ")
            return f"{name[:1].upper()}{name[1:]} runs · {title}"
        planned = [m for m in self.board.all(Meeting) if m.state is not MeetingState.CLOSED]
        return f"{title} · board of {show_date(planned[0].date)}" if planned and planned[0].date else title

    def file_line(self) -> str:
        """The right of the header: open disagreements, the file, and that it is saved."""
        if self.file is None or self.board is None:
            return ""
        count = len(self.board.conflicted)
        conflicts = f"⚠ {count} to decide (!) · " if count else ""
        state = "read-only" if self.file.read_only else "throw-away copy" if self.throwaway else "saved"
        state = self.working.state() or state
        return f"{conflicts}{self.file.path.name} · {state}"

    def screen_label(self, name: str, label: str) -> str:
        """What a screen is called: boards have their own word for ambitions."""
        if name == "ambitions" and self.board is not None:
            return self.board.profile.ambition_plural.capitalize() or label
        return label

    # Opening, reading and watching.

    def open_board(self, path: Path) -> None:
        """Open a board and show it; what is wrong with it is said, and the start screen offers others."""
        try:
            # Not `self.clock` itself, which a throw-away copy replaces below.
            file = BoardFile.open(path, clock=lambda: self.clock())  # noqa: PLW0108
            board = file.read()
        except BoardError as error:
            self._start(str(error))
            return
        if self.file is not None:
            self.file.close()
        self.file, self.path = file, path
        self.working.opened(path)
        if self.throwaway:
            self.clock = on_the_day_of(board, self.clock)
        self._seen_version = file.data_version()
        if not self.throwaway:
            self.settings, problems = change_settings(lambda settings: settings.with_board_opened(path))
            for problem in problems:
                self.notify(problem, severity="warning", markup=False)
        self.show_board(board)
        # A meeting that was interrupted offers to go on before anything else.
        if running_meeting(board) is not None:
            self.action_show("meeting")
        else:
            self.action_show(self.first)
            self._show_lead(path, board)
        if file.read_only:
            self.notify("This file is read-only: look at everything, change nothing.", severity="warning")
        if not file.read_only and not self.settings.signature:
            self._ask_signature(self.working.look_around)
        else:
            self.working.look_around()

    def _show_lead(self, path: Path, board: Board) -> None:
        """A copy that was made for a lead opens on their actions."""
        from boardtui.ui.screens.actions import ActionsScreen

        lead = made_for(path, [action.lead for action in board.all(Action)])
        if lead and self.first == "overview":
            self.action_show("actions")
            if isinstance(screen := self.item_screen, ActionsScreen):
                screen.show_lead(lead)

    def _start(self, problem: str = "") -> None:
        from boardtui.ui.screens.start import StartScreen

        self.push_screen(
            StartScreen(self.settings, problem), lambda path: self.open_board(path) if path else self.exit()
        )

    def _ask_signature(self, then: Callable[[], None] = lambda: None) -> None:
        from boardtui.ui.screens.start import SignatureScreen

        if isinstance(self.screen, SignatureScreen):
            return

        def signed(name: str | None) -> None:
            if name:
                self.settings, _ = change_settings(lambda settings: replace(settings, signature=name))
            then()

        self.push_screen(SignatureScreen(), signed)

    def show_board(self, board: Board) -> None:
        """Draw a board everywhere."""
        self.board = board
        meeting = board.get(Meeting, self.meeting)
        if meeting is None or meeting.state is not MeetingState.RUNNING:
            self.meeting = ""  # closed, or taken back: nothing more is said in it
        self.show_lines()
        current = self.main.query_one("#screens", ContentSwitcher).visible_content
        if isinstance(current, ItemScreen):
            current.show_board(board)

    def show_lines(self) -> None:
        """Draw the lines at the top."""
        for line in (HeaderLine, TabLine):
            self.main.query_one(line).refresh()

    @work(thread=True, exclusive=True, group="watch")
    def _watch(self) -> None:
        """See whether another program has written the file. Runs off the event loop: the file may be locked."""
        if self.file is None:
            return
        try:
            version = self.file.data_version()
            if version == self._seen_version:
                return
            board = self.file.read()
        except BoardError:
            return
        if not get_current_worker().is_cancelled:
            self.call_from_thread(self._show_news, board, version)

    def _show_news(self, board: Board, version: int) -> None:
        self._seen_version = version
        self.show_board(board)
        self.say("Another program has changed this board; this is how it stands now.")

    # Changing.

    def change(
        self,
        changes: Sequence[Change],
        *,
        why: str = "",
        seen: int | None = None,
        continues: str = "",
        done: Callable[[Receipt], None] | None = None,
        failed: Callable[[str], None] | None = None,
    ) -> None:
        """Put changes on disk and show the board as it is then.

        Args:
            changes: what to do.
            why: the reason.
            seen: the edition the changes were decided on; that on the screen by default.
            continues: the batch that one undo takes back together with these.
            done: called once they are on disk and shown.
            failed: called with a sentence instead, if they could not be; it is shown as a message by default.
        """
        if self.file is None or self.board is None:
            return
        file, edition = self.file, self.board.edition if seen is None else seen
        signature, meeting = self.settings.signature, self.meeting

        def job() -> Receipt:
            return file.write(changes, who=signature, why=why, meeting=meeting, seen=edition, continues=continues)

        self._run(job, done, failed)

    def run_on_file(
        self,
        job: Callable[[BoardFile], Any],
        done: Callable[[Any], None] | None = None,
        failed: Callable[[str], None] | None = None,
    ) -> None:
        """Do something with the file off the event loop, and show the board as it is then."""
        if self.file is not None:
            file = self.file
            self._run(lambda: job(file), done, failed)

    @work(thread=True, group="file")
    def _run(
        self, job: Callable[[], Any], done: Callable[[Any], None] | None, failed: Callable[[str], None] | None
    ) -> None:
        assert self.file is not None
        try:
            result = job()
            before = self.board
            board = self.file.read() if before is None else self.file.refresh(before)
            version = self.file.data_version()
        except BoardError as error:
            self.call_from_thread(failed or self.refuse, str(error))
            return
        self.call_from_thread(self._finished, board, version, result, done)

    def _finished(self, board: Board, version: int, result: Any, done: Callable[[Any], None] | None) -> None:
        # Of two jobs that ran at once the one that ended last may have read first.
        if self.board is None or board.edition >= self.board.edition:
            self._seen_version = version
            self.show_board(board)
        if done is not None:
            done(result)

    def refuse(self, sentence: str) -> None:
        """Say why something was not done."""
        self.notify(sentence, severity="error", timeout=8, markup=False)

    def say(self, sentence: str) -> None:
        """Say that something was done, in place of what was done before: messages shall not pile up over the items."""
        for said in [each for each in self._notifications if each.severity == "information"]:
            self._unnotify(said, refresh=False)
        self.notify(sentence, timeout=4, markup=False)

    def writable(self) -> bool:
        """Whether edits are possible; says so if not."""
        if self.file is None or self.board is None:
            return False
        if self.file.read_only:
            self.refuse(f"{self.file.path.name} is read-only: open a copy that may be written.")
            return False
        if not self.settings.signature:
            self._ask_signature()
            return False
        return True

    # What items screens ask for.

    def rate(self, record: Record, rating: Rag) -> None:
        """Rate an item, then ask for the reason."""
        self.rater.rate(record, rating)

    def edit(self, record: Record, focus: str = "") -> None:
        """Edit a record in a form."""
        from boardtui.ui.screens.form import RecordForm

        if self.writable():
            self.push_screen(RecordForm(record.kind, record, focus=focus))

    def add(self, kind: str, values: dict[str, Any] | None = None) -> None:
        """Add a record of a kind with a form."""
        from boardtui.ui.screens.form import RecordForm

        if self.writable():
            self.push_screen(RecordForm(KINDS[kind], None, values=values or {}))

    def delete(self, record: Record) -> None:
        """Show what a deletion affects, and delete if it is confirmed."""
        from boardtui.ui.screens.delete import DeleteScreen

        if self.writable():
            self.push_screen(DeleteScreen(record))

    def show_history(self, record: Record | None) -> None:
        """Show the history of a record, or of the board."""
        from boardtui.ui.screens.history import HistoryScreen

        if self.file is not None:
            self.push_screen(HistoryScreen(record))

    # What keys do everywhere.

    def action_show(self, name: str) -> None:
        """Go to a screen."""
        switcher = self.main.query_one("#screens", ContentSwitcher)
        switcher.current = name
        self.main.query_one(TabLine).show(name)
        current = switcher.visible_content
        if isinstance(current, ItemScreen):
            if self.board is not None:
                current.show_board(self.board)
            if not self.main.query_one(PromptLine).asking:
                current.focus_items()

    def go_to(self, record: Record) -> None:
        """Show a record where it lives."""
        from boardtui.ui.screens import home_of

        self.action_show(home_of(record.kind.name))
        screen = self.item_screen
        if screen is not None and not screen.go_to(record.id):
            self.say("That item is not listed here; it can be found with ctrl+p.")

    def action_undo(self) -> None:
        """Take back the last edit."""
        self._step_in_time("undo", "Undone")

    def action_redo(self) -> None:
        """Do again what was undone."""
        self._step_in_time("redo", "Done again")

    def _step_in_time(self, method: str, word: str) -> None:
        if not self.writable():
            return
        signature, meeting, before = self.settings.signature, self.meeting, self.board

        def done(undone: Any) -> None:
            # What is gone now is called by the name it had.
            boards = [board for board in (self.board, before) if board is not None]
            found = [next(filter(None, (b.find(edit.record) for b in boards)), None) for edit in undone.edits]
            names = [name_of(record) for record in found if record is not None]
            self.say(f"{word}: {', '.join(dict.fromkeys(names)) or 'the last edit'}")

        self.run_on_file(lambda file: getattr(file, method)(who=signature, meeting=meeting), done)

    def action_log(self) -> None:
        """Show the history of the whole board."""
        self.show_history(None)

    def action_what_changed(self) -> None:
        """Show what changed since a meeting."""
        from boardtui.ui.screens.what_changed import WhatChangedScreen

        if self.file is not None:
            self.push_screen(WhatChangedScreen())

    def action_edit_board(self) -> None:
        """Edit the board's own words and rules."""
        if self.board is not None:
            self.edit(self.board.profile)

    def action_export(self) -> None:
        """Write the snapshot."""
        from boardtui.ui.screens.export import ExportScreen

        if self.file is not None:
            self.push_screen(ExportScreen())

    def action_copy(self) -> None:
        """Send a copy."""
        from boardtui.ui.screens.copies import CopyScreen

        if self.file is not None:
            self.push_screen(CopyScreen())

    def action_merge(self) -> None:
        """Bring in copies."""
        from boardtui.ui.screens.merge import MergeScreen

        if self.writable():
            self.push_screen(MergeScreen(self.working.around.beside))

    def action_conflicts(self) -> None:
        """Decide where copies disagree."""
        from boardtui.ui.screens.conflicts import ConflictScreen

        if self.board is not None and not self.board.conflicted and not any(same_refs(self.board)):
            self.say("No copies disagree about anything.")
        elif self.writable():
            selected = self.item_screen.selected if self.item_screen is not None else None
            self.push_screen(ConflictScreen(selected.id if selected is not None else ""))

    def renumber(self, record: Record) -> None:
        """Give a record the next free ref of its family, if another one has the same."""
        if self.board is None or not self.writable():
            return
        if not any(record.id == each.id for some in same_refs(self.board) for each in some):
            self.say(f"No other {record.kind.label} has the ref of this one: nothing to renumber.")
            return
        ref, free = ref_of(record), next_free_ref(self.board, record)
        self.change(
            [Change(record.id, record.kind.name, {"ref": free})],
            why=f"two {record.kind.plural} had the ref {ref}",
            done=lambda _receipt: self.say(f"{ref} is {free} now · u undoes"),
        )

    def action_publish(self) -> None:
        """Publish a working copy back."""
        self.working.publish()

    def action_work_locally(self) -> None:
        """Work on a local copy."""
        if self.file is not None:
            self.working.work_locally()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What only a working copy can do is not offered elsewhere."""
        return self.working.origin is not None if action == "publish" else super().check_action(action, parameters)

    async def action_quit(self) -> None:
        """Leave. What a working copy has that is not published is said first."""
        from boardtui.ui.screens.offer import LeavingScreen

        # What was confirmed a moment ago may still be on its way to the disk.
        await self.workers.wait_for_complete([each for each in self.workers if each.group == "file"])
        if self.working.unpublished:
            self.push_screen(LeavingScreen())
        else:
            self.exit()

    async def action_quit_from_anywhere(self) -> None:
        """Leave, also out of a dialog, unless something typed would be lost."""
        if self._typed():
            self.refuse("What you typed is not saved yet: save it, or leave it with Esc; then ctrl+q quits.")
        else:
            await self.action_quit()

    def _typed(self) -> bool:
        if self.main.query_one(PromptLine).typed:
            return True
        dialog = self.screen
        if dialog is self.main or isinstance(dialog, FindPalette):
            return False
        if (dirty := getattr(dialog, "dirty", None)) is not None:
            return bool(dirty)
        # A dialog that cannot say whether its text is new: rather once too often than text lost.
        return any(line.value for line in dialog.query(Input)) or any(area.text for area in dialog.query(TextArea))

    def action_help_quit(self) -> None:
        """ctrl+c copies what is selected; who means to leave is told how."""
        self.say("q leaves, and ctrl+q while you type. Everything you confirmed is saved.")

    def action_command_palette(self) -> None:
        """Find a command or an item by typing."""
        if not isinstance(self.screen, CommandPalette):
            self.push_screen(FindPalette())

    def action_help(self) -> None:
        """Show every key that works here."""
        from boardtui.ui.screens.help import HelpScreen

        current = self.main.query_one("#screens", ContentSwitcher).current or "overview"
        if current == "meeting" and self.screen_stack[0].query("MeetingScreen.running"):
            current = "meeting_run"
        self.push_screen(HelpScreen(current, self.settings.keys))

    def action_next_theme(self) -> None:
        """Go through the themes."""
        names = list(self.theme_files)
        self.theme = names[(names.index(self.theme) + 1) % len(names)]
        self.settings, _ = change_settings(lambda settings: replace(settings, theme=self.theme))
        self.say(f"Theme: {self.theme_files[self.theme].label}")

    def watch_theme(self, name: str) -> None:
        """Draw everything in the colours of a theme."""
        if name in getattr(self, "theme_files", {}):
            self.palette = palette(self.theme_files[name])
            if getattr(self, "board", None) is not None and self.is_running:
                self.show_board(self.board)  # type: ignore[arg-type]

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """The command table, for the palette."""
        for command in COMMANDS:
            title = f"{command.help} ({command.shown})"
            if command.id == "publish" and self.working.origin is None:
                continue
            if command.where == "everywhere" and command.id != "palette":
                yield SystemCommand(title, "", partial(self._do, command.action.removeprefix("app."), self))
            elif command.where == "items" and self.item_screen is not None:
                yield SystemCommand(title, "", partial(self._do, command.action, self.item_screen))

    def _do(self, action: str, where: DOMNode) -> None:
        self.call_later(self.run_action, action, where)

    def on_unmount(self) -> None:
        """Let go of the file."""
        if self.file is not None:
            self.file.close()


def on_the_day_of(board: Board, clock: Callable[[], datetime]) -> Callable[[], datetime]:
    """A clock that begins on the morning of the day a sample board speaks of, and goes on from there.

    By today's date everything in a sample would be years late, and nobody could see what the program shows.
    """
    began = clock()
    day = as_at(board)
    if not board.all(Meeting):
        day = read_date(board.profile.paper_date).day or day
    morning = datetime.combine(day, time(9, 30), tzinfo=began.astimezone().tzinfo)
    return lambda: morning + (clock() - began)
