"""The terminal application: one board, its screens, and what keys do everywhere."""

from __future__ import annotations

import asyncio
import gc
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.command import CommandPalette, Provider
from textual.driver import Driver
from textual.filter import LineFilter
from textual.theme import Theme
from textual.widgets import ContentSwitcher

from boardtui.domain.records.kinds import Meeting
from boardtui.report.palette import palette
from boardtui.settings.paths import Paths
from boardtui.settings.places import save_left_behind
from boardtui.settings.settings import Settings, change_settings
from boardtui.settings.theme_files import choose_theme, load_themes, missing_theme
from boardtui.store.board_file import BoardFile
from boardtui.store.open_file import utc_now
from boardtui.ui.commands import bindings_for, keymap
from boardtui.ui.dialogs_app import DialogsApp
from boardtui.ui.opening import terminal_gone
from boardtui.ui.opening.opened import change_board, choose_board, open_board, tell_what_is_new
from boardtui.ui.shared.dialog import Dialog
from boardtui.ui.shared.glyphs import PlainSigns, shows_all_signs
from boardtui.ui.shared.lines import HeaderLine, KeyLine, TabLine
from boardtui.ui.shared.palette import CommandProvider, FindPalette, ItemProvider, SaidProvider, SentenceProvider
from boardtui.ui.shared.prompt_line import PromptLine
from boardtui.ui.shared.text import NothingActs
from boardtui.ui.shared.undoing import redo
from boardtui.ui.shared.working_ahead import every

# How often the file is looked at for what another program wrote: well under the two seconds it may take to show.
WATCH_SECONDS = 1.0
# How often where one is is kept meanwhile, for a window that is closed or a machine that loses its power.
PLACE_SECONDS = 10.0


class BoardApp(DialogsApp):
    """boardtui on the screen. What screens may see of it is in `boardtui.ui.host`.

    Args:
        path: the board to open; None shows the start screen.
        throwaway: the board is a copy to try things on.
        begins_with: id of the record that is shown first; "" for the overview, or for what is going on.
        tour: begin with the tour.
        file: the board, where it is open already.
        clock: for what is overdue and for dating edits.

    Attributes:
        held_up: it was left while another program kept the file locked.
        unsaved: something waited to be written then.
    """

    CSS_PATH = "app.tcss"
    TITLE = "boardtui"
    ENABLE_COMMAND_PALETTE = True
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {
        CommandProvider,
        ItemProvider,
        SentenceProvider,
        SaidProvider,
    }
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("everywhere")]

    def __init__(
        self,
        path: Path | None,
        *,
        throwaway: bool = False,
        begins_with: str = "",
        tour: bool = False,
        file: BoardFile | None = None,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._last_filters = [NothingActs()] if shows_all_signs() else [NothingActs(), PlainSigns()]
        environment = dict(os.environ)  # Textual takes NO_COLOR out of it
        super().__init__(throwaway=throwaway, clock=clock)
        self._path = path
        self._begins_with = begins_with
        self._tour = tour
        self._handed_in = file
        self.held_up = self.unsaved = False
        self._ending: asyncio.Task[None] | None = None  # because it was told to from outside
        themes, problems = load_themes(Paths.of_this_user().themes)
        self.problems += problems
        self.theme_files = {theme.name: theme for theme in themes}
        for theme in themes:
            self.register_theme(Theme(**theme.textual_arguments()))
        if problem := missing_theme(self.settings, themes):
            self.problems.append(problem)
        self.theme = choose_theme(self.settings, themes, environment).name
        self.palette = palette(self.theme_files[self.theme])
        keys, problems = keymap(self.settings.keys)
        self.problems += problems
        self.set_keymap(keys)

    @property
    def showed(self) -> Path | None:
        """The board that was opened last, or was to be; None where there is none."""
        return self.opened.file.path if self.opened.file is not None else self._path

    # What is on the screen.

    def get_driver_class(self) -> type[Driver]:
        """What reads the keys and writes the screen."""
        usual = super().get_driver_class()
        if usual.__name__ != "LinuxDriver":  # on Windows, in a browser
            return usual
        from boardtui.ui.opening.terminal_driver import SteadyDriver

        return SteadyDriver

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What every line drawn passes through last: nothing in it acts, and the terminal can show all of it."""
        return [*super().get_line_filters(), *self._last_filters]

    def compose(self) -> ComposeResult:
        """Header, tabs, the screens, the line that asks, and the keys."""
        yield HeaderLine()
        yield TabLine()
        yield ContentSwitcher(id="screens")
        yield PromptLine()
        yield KeyLine()

    async def on_mount(self) -> None:
        """Open the board, or ask for one."""
        self.warn(self.problems)
        before = self.settings
        every(WATCH_SECONDS, self, self.look_again)
        every(PLACE_SECONDS, self, self.places.keep_meanwhile)
        if terminal_gone.is_terminal():
            loop = asyncio.get_running_loop()
            terminal_gone.end_when_gone(lambda: loop.call_soon_threadsafe(self.end_without_a_terminal))
            terminal_gone.when_told_to_end(self.end_from_outside)
        self.screen.bindings_updated_signal.subscribe(self, lambda _screen: self.show_keys())
        self.screen_change_signal.subscribe(self, lambda _screen: self.show_keys())
        with self.batch_update():  # the first frame is the whole one
            if self._path is None:
                await self.show_screen("overview")
                self.begin(choose_board(self, begins_with=self._begins_with))
            else:
                await open_board(self, self._path, self._begins_with, file=self._handed_in)
        self.when_drawn(gc.enable)
        self.when_drawn(lambda: self._say_first(before))

    def _say_first(self, before: Settings) -> None:
        tell_what_is_new(self, before)
        if self._tour:
            self.action_tour()

    def end_from_outside(self, code: int) -> None:
        """Leave in good order because a signal says so. The terminal may still be there, for whoever has it next."""
        if terminal_gone.is_gone():
            self.end_without_a_terminal()
        else:
            self._keep_what_is_open()
            self._ending = asyncio.get_running_loop().create_task(self._end_at_once(code))

    async def _end_at_once(self, code: int) -> None:
        if not await self.opened.let_go():
            self.unsaved, self.held_up = self.opened.busy, True
        self.exit(return_code=code)

    def end_without_a_terminal(self) -> None:
        """Leave in good order where nobody can see or type any more."""
        if self._ending is None:
            self._keep_what_is_open()
            self._ending = asyncio.get_running_loop().create_task(self._end())

    def _keep_what_is_open(self) -> None:
        """Keep what is being typed, in a file, and where one is on the board."""
        if words := self.typed_words():
            with suppress(OSError):
                save_left_behind(words, None, datetime.now())
        with suppress(Exception):  # it is not worth ending with an error for
            self.keep_place()

    async def _end(self) -> None:
        with suppress(Exception):
            if await self.opened.let_go():
                self.opened.close()
        os._exit(terminal_gone.HUNG_UP)  # what would be drawn in ending could wait for ever

    # What keys do everywhere.

    async def action_show(self, name: str) -> None:
        """Go to a screen, and there to what its key stands for."""
        await self.show_screen(name)
        if (screen := self.item_screen) is not None:
            screen.was_called()

    def action_undo(self) -> None:
        """Take back the last edit."""
        self.undo()

    def action_redo(self) -> None:
        """Do again what was undone."""
        redo(self)

    def action_change_board(self) -> None:
        """Go over to another board."""
        if self.meeting:
            self.refuse("A meeting runs on this board: close it first, or leave with q.")
        else:
            self.begin(change_board(self))

    async def action_place(self, step: int) -> None:
        """Go back to the place before, or forward again."""
        await self.places.go(back=step < 0)

    def action_log(self) -> None:
        """Show the history of the whole board."""
        self.show_history(None)

    def action_what_changed(self) -> None:
        """Show what changed since a meeting."""
        from boardtui.ui.history import WhatChangedScreen

        if self.file is not None:
            self.push_screen(WhatChangedScreen())

    def action_edit_board(self) -> None:
        """Edit the board's own words and rules."""
        if self.board is not None:
            self.edit(self.board.profile)

    def action_export(self) -> None:
        """Write the snapshot, or what is ticked."""
        from boardtui.ui.plan.export import ExportScreen

        if self.file is not None:
            self.push_screen(ExportScreen(self.item_screen.ticked if self.item_screen is not None else ()))

    def action_copy(self) -> None:
        """Send a copy."""
        from boardtui.ui.copies.send import CopyScreen

        if self.file is not None:
            self.push_screen(CopyScreen())

    def action_import(self) -> None:
        """Bring in a spreadsheet or a table."""
        self.import_tables()

    def action_merge(self) -> None:
        """Bring in copies."""
        self.merge()

    def action_conflicts(self) -> None:
        """Decide where copies disagree."""
        self.decide()

    def action_publish(self) -> None:
        """Publish a working copy back."""
        from boardtui.ui.copies.working_copy import publish

        self.begin(publish(self))

    def action_work_locally(self) -> None:
        """Work on a local copy."""
        from boardtui.ui.copies.working_copy import work_locally

        if self.file is not None:
            self.begin(work_locally(self))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What only a working copy or the demo can do is not offered elsewhere."""
        if action == "tour":
            return self.throwaway
        is_copy = self.around.origin is not None or self.around.line is not None
        return is_copy if action == "publish" else super().check_action(action, parameters)

    def action_tour(self) -> None:
        """Begin the tour, or leave it."""
        from boardtui.ui.opening.tour import begin_or_leave

        begin_or_leave(self)

    async def action_quit(self) -> None:
        """Leave. A meeting in progress and what a working copy has that is not published are said first."""
        # What was confirmed a moment ago may still be on its way to the disk.
        if not await self.opened.let_go():
            self.unsaved, self.held_up = self.opened.busy, True
            self.exit()
            return
        running = self.board.get(Meeting, self.meeting) if self.board is not None else None
        if running is not None:
            self.begin(self._leave_meeting(running))
        else:
            self._leave()

    async def _leave_meeting(self, running: Meeting) -> None:
        from boardtui.ui.meetings.leaving import LeavingMeetingScreen

        if not isinstance(self.screen, LeavingMeetingScreen) and await self.answer_of(LeavingMeetingScreen(running)):
            self._leave()

    def _leave(self) -> None:
        if self.around.unpublished(self.board):
            from boardtui.ui.copies.working_copy import LeavingScreen

            self.push_screen(LeavingScreen())
        else:
            self.exit()

    async def action_quit_from_anywhere(self) -> None:
        """Leave, also out of a dialog, unless something typed would be lost."""
        if self.prompt.typed or (isinstance(self.screen, Dialog) and self.screen.dirty):
            self.refuse("What you typed is not saved yet: save it, or leave it with Esc; then ctrl+q quits.")
        else:
            await self.action_quit()

    def action_help_quit(self) -> None:
        """ctrl+c copies what is selected; who means to leave is told how."""
        self.say("q leaves, and ctrl+q while you type. Everything you confirmed is saved.")

    def action_command_palette(self) -> None:
        """Find a command or an item by typing."""
        if not isinstance(self.screen, CommandPalette):
            self.push_screen(FindPalette())

    def action_help(self) -> None:
        """Show every key that works here."""
        from boardtui.ui.shared.help import HelpScreen

        current = self.main.query_one("#screens", ContentSwitcher).current or "overview"
        if current == "meeting" and self.screen_stack[0].query("MeetingScreen.running"):
            current = "meeting_run"
        self.push_screen(HelpScreen(current, self.settings.keys))

    def action_themes(self) -> None:
        """Choose a theme from a list."""
        self.begin(self._choose_theme())

    async def _choose_theme(self) -> None:
        from boardtui.ui.opening.theme_list import ThemeScreen

        labels = {name: theme.label for name, theme in self.theme_files.items()}
        kept = await self.answer_of(ThemeScreen(labels, self.theme, self._wear))
        if kept is not None:
            self.settings, _ = change_settings(lambda settings: replace(settings, theme=kept))
            self.say(f"Theme: {labels[kept]}")

    def _wear(self, theme: str) -> None:
        self.theme = theme

    def watch_theme(self, name: str) -> None:
        """Draw everything in the colours of a theme."""
        if name in getattr(self, "theme_files", {}):
            self.palette = palette(self.theme_files[name])
            if self.is_running and self.board is not None:
                self.show_board(self.board)

    def exit(self, result: None = None, return_code: int = 0, message: Any = None) -> None:
        """End the program, and keep where one was."""
        if not self.held_up:
            self.keep_place()
        super().exit(result, return_code, message)

    def on_unmount(self) -> None:
        """Let go of the file, unless that would have to wait for another program."""
        if self.live is not None:
            ending, self.live = self.live, None
            ending.stop()
        if not self.held_up:
            self.opened.end()
