"""The terminal application: one board, its screens, and what keys do everywhere."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, ClassVar

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.command import CommandPalette, Provider
from textual.filter import LineFilter
from textual.screen import Screen
from textual.widgets import ContentSwitcher

from boardtui.domain.board.board import Board
from boardtui.domain.dates.dates import show_date
from boardtui.domain.meetings.sittings import name_of_meeting
from boardtui.domain.records.kinds import KINDS, Record
from boardtui.domain.records.meetings import Meeting, MeetingState
from boardtui.domain.records.rag import Rag
from boardtui.settings.paths import Paths
from boardtui.settings.settings import change_settings, load_settings
from boardtui.settings.theme_files import choose_theme, load_themes, missing_theme
from boardtui.store.board_file import BoardFile, utc_now
from boardtui.ui.commands import bindings_for, keymap
from boardtui.ui.copies.conflict_lines import count_to_decide
from boardtui.ui.copies.working_copy import Working
from boardtui.ui.open_board import OpenBoard
from boardtui.ui.opening.starting import Starter
from boardtui.ui.shared.dialog import Dialog
from boardtui.ui.shared.item_screen import ItemScreen
from boardtui.ui.shared.lines import HeaderLine, KeyLine, TabLine
from boardtui.ui.shared.palette import CommandProvider, FindPalette, ItemProvider
from boardtui.ui.shared.prompt_line import PromptLine
from boardtui.ui.shared.rating import Rater
from boardtui.ui.shared.text import NothingActs
from boardtui.ui.shared.themes import palette, textual_theme

# How often the file is looked at for what another program wrote: well under the two seconds it may take to show.
WATCH_SECONDS = 1.0


class BoardApp(App[None]):
    """boardtui on the screen.

    Args:
        path: the board to open; None shows the start screen.
        throwaway: the board is a copy to try things on.
        begins_with: id of the record that is shown first; "" for the overview, or for what is going on.
        clock: for what is overdue and for dating edits.
    """

    CSS_PATH = "app.tcss"
    TITLE = "boardtui"
    ENABLE_COMMAND_PALETTE = True
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {CommandProvider, ItemProvider}
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("everywhere")]

    def __init__(
        self,
        path: Path | None,
        *,
        throwaway: bool = False,
        begins_with: str = "",
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._environment = dict(os.environ)  # Textual takes NO_COLOR out of it
        self._nothing_acts = NothingActs()
        super().__init__()
        self._path = path
        self.throwaway = throwaway
        self.clock = clock
        self.to_decide = 0  # what the header counts
        self.meeting = ""  # the meeting that runs now: everything said carries its id
        self.starter = Starter(self, begins_with)
        self.opened = OpenBoard(self)
        self.change, self.run_on_file = self.opened.change, self.opened.run_on_file
        self.rater = Rater(self)
        self.working = Working(self)
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

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What every line drawn passes through: Textual's own filters, and the one that leaves out what acts."""
        return [*super().get_line_filters(), self._nothing_acts]

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
        self.set_interval(WATCH_SECONDS, self.opened.watch)
        self.screen.bindings_updated_signal.subscribe(self, lambda _screen: self.show_keys())
        self.screen_change_signal.subscribe(self, lambda _screen: self.show_keys())
        if self._path is None:
            self.starter.offer()
        else:
            self.starter.open(self._path)

    def show_keys(self) -> None:
        """Draw the line of the keys that work now."""
        if lines := self.screen_stack[0].query(KeyLine):
            lines.first().refresh(layout=True)

    @property
    def board(self) -> Board | None:
        """The board as it is shown; None as long as none is open."""
        return self.opened.board

    @property
    def file(self) -> BoardFile | None:
        """The file it is in."""
        return self.opened.file

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
        """The right of the header: what waits for a decision, the file, and that it is saved."""
        if self.file is None or self.board is None:
            return ""
        conflicts = f"⚠ {self.to_decide} to decide (!) · " if self.to_decide else ""
        state = "read-only" if self.file.read_only else "throw-away copy" if self.throwaway else "saved"
        state = self.working.state() or state
        return f"{conflicts}{self.file.path.name} · {state}"

    def screen_label(self, name: str, label: str) -> str:
        """What a screen is called: boards have their own word for ambitions."""
        if name == "ambitions" and self.board is not None:
            return self.board.profile.ambition_plural.capitalize() or label
        return label

    # Drawing and saying.

    def show_board(self, board: Board) -> None:
        """Draw a board everywhere."""
        self.to_decide = count_to_decide(board)  # here, as the header is drawn far more often
        meeting = board.get(Meeting, self.meeting)
        if meeting is None or meeting.state is not MeetingState.RUNNING:
            self.meeting = ""  # closed, or taken back: nothing more is said in it
        self.show_lines()
        if (screen := self.item_screen) is not None:
            screen.show_board(board)

    def show_lines(self) -> None:
        """Draw the lines at the top."""
        for line in (HeaderLine, TabLine):
            self.main.query_one(line).refresh()

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
            self.starter.ask_signature()
            return False
        return True

    # What items screens ask for.

    def rate(self, record: Record, rating: Rag) -> None:
        """Rate an item, then ask for the reason."""
        self.rater.rate(record, rating)

    def edit(self, record: Record, focus: str = "") -> None:
        """Edit a record in a form."""
        from boardtui.ui.forms.form import RecordForm

        if self.writable():
            self.push_screen(RecordForm(record.kind, record, focus=focus))

    def add(self, kind: str, values: dict[str, Any] | None = None) -> None:
        """Add a record of a kind with a form."""
        from boardtui.ui.forms.form import RecordForm

        if self.writable():
            self.push_screen(RecordForm(KINDS[kind], None, values=values or {}))

    def delete(self, record: Record) -> None:
        """Show what a deletion affects, and delete if it is confirmed."""
        from boardtui.ui.forms.delete import DeleteScreen

        if self.writable():
            self.push_screen(DeleteScreen(record))

    def show_history(self, record: Record | None) -> None:
        """Show the history of a record, or of the board."""
        from boardtui.ui.history.history import HistoryScreen

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
        self.opened.undo()

    def action_redo(self) -> None:
        """Do again what was undone."""
        self.opened.redo()

    def action_log(self) -> None:
        """Show the history of the whole board."""
        self.show_history(None)

    def action_what_changed(self) -> None:
        """Show what changed since a meeting."""
        from boardtui.ui.history.what_changed import WhatChangedScreen

        if self.file is not None:
            self.push_screen(WhatChangedScreen())

    def action_edit_board(self) -> None:
        """Edit the board's own words and rules."""
        if self.board is not None:
            self.edit(self.board.profile)

    def action_export(self) -> None:
        """Write the snapshot."""
        from boardtui.ui.plan.export import ExportScreen

        if self.file is not None:
            self.push_screen(ExportScreen())

    def action_copy(self) -> None:
        """Send a copy."""
        from boardtui.ui.copies.send import CopyScreen

        if self.file is not None:
            self.push_screen(CopyScreen())

    def action_merge(self) -> None:
        """Bring in copies."""
        from boardtui.ui.copies.merge import MergeScreen

        if self.writable():
            self.push_screen(MergeScreen(self.working.around.beside))

    def action_conflicts(self) -> None:
        """Decide where copies disagree."""
        from boardtui.ui.copies.conflicts import ConflictScreen

        if self.board is not None and not self.to_decide:
            self.say("No copies disagree about anything.")
        elif self.writable():
            selected = self.item_screen.selected if self.item_screen is not None else None
            self.push_screen(ConflictScreen(selected.id if selected is not None else ""))

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
        from boardtui.ui.copies.working_copy import LeavingScreen

        # What was confirmed a moment ago may still be on its way to the disk.
        await self.workers.wait_for_complete([each for each in self.workers if each.group == "file"])
        if self.working.unpublished:
            self.push_screen(LeavingScreen())
        else:
            self.exit()

    async def action_quit_from_anywhere(self) -> None:
        """Leave, also out of a dialog, unless something typed would be lost."""
        if self.main.query_one(PromptLine).typed or (isinstance(self.screen, Dialog) and self.screen.dirty):
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
            if self.is_running and self.board is not None:
                self.show_board(self.board)

    def on_unmount(self) -> None:
        """Let go of the file."""
        self.opened.close()
