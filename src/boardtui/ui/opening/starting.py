"""How the application begins: a board is opened or asked for, then a signature; and what is shown first."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from boardtui.domain.board.board import Board
from boardtui.domain.board.leads import items_of
from boardtui.domain.errors import BoardError
from boardtui.domain.meetings.sittings import running_meeting
from boardtui.session.demo import clock_of_demo
from boardtui.settings.settings import change_settings
from boardtui.store.copies.send import made_for
from boardtui.ui.screens import home_of
from boardtui.ui.shared.item_screen import ItemScreen

if TYPE_CHECKING:
    from boardtui.ui.app import BoardApp


def show_lead(app: BoardApp, board: Board) -> str:
    """Filter every screen that has anything of the lead for whom the open file was made.

    A screen on which nothing is theirs shows everything, and so do all of them where the file was made for nobody.

    Returns:
        The screen to begin with: that of their actions if they have any. Empty where there is nothing of theirs.
    """
    lead = made_for(app.file) if app.file is not None else ""
    homes = {home_of(record.kind.name) for record in items_of(board, lead)} if lead else set()
    screens = list(app.main.query(ItemScreen))
    for screen in screens:
        screen.show_lead(lead if screen.id in homes else "")
    if lead and not homes:
        app.say(f"This copy was made for {lead}, and nothing on the board is theirs: all of it is shown.")
    names = ["actions", *(screen.id or "" for screen in screens)]
    return next((name for name in names if name in homes), "")


class Starter:
    """Opens boards for the application.

    Args:
        app: the application.
        begins_with: id of the record that is shown first; "" for the overview, or for what is going on.
    """

    def __init__(self, app: BoardApp, begins_with: str) -> None:
        self._app = app
        self._begins_with = begins_with

    def open(self, path: Path) -> None:
        """Open a board and show it; what is wrong with it is said, and the start screen offers others."""
        with nothing_collected():
            self._open(path)

    def _open(self, path: Path) -> None:
        app = self._app
        try:
            file, board = app.opened.open(path)
        except BoardError as error:
            self.offer(str(error))
            return
        app.working.opened(path)
        if app.throwaway:
            app.clock = clock_of_demo(board, app.clock)
        else:
            app.settings, problems = change_settings(lambda settings: settings.with_board_opened(path))
            for problem in problems:
                app.notify(problem, severity="warning", markup=False)
        app.show_board(board)
        self._show_first(board)
        if file.read_only:
            app.notify("This file is read-only: look at everything, change nothing.", severity="warning")
        if not file.read_only and not app.settings.signature:
            self.ask_signature(app.working.look_around)
        else:
            app.working.look_around()

    def _show_first(self, board: Board) -> None:
        app = self._app
        theirs = show_lead(app, board)
        if (record := board.find(self._begins_with)) is not None:
            app.go_to(record)
        elif theirs:
            app.action_show(theirs)
        elif running_meeting(board) is not None:
            # A meeting that was interrupted offers to go on before anything else; not to a lead who was sent a copy.
            app.action_show("meeting")
        else:
            app.action_show("overview")

    def offer(self, problem: str = "") -> None:
        """Ask for a board.

        Args:
            problem: what is wrong with the one that was to be opened.
        """
        from boardtui.ui.opening.start import StartScreen

        app = self._app
        app.push_screen(StartScreen(app.settings, problem), lambda path: self.open(path) if path else app.exit())

    def ask_signature(self, then: Callable[[], None] = lambda: None) -> None:
        """Ask for the name that edits are signed with."""
        from boardtui.ui.opening.start import SignatureScreen

        app = self._app
        if isinstance(app.screen, SignatureScreen):
            return

        def signed(name: str | None) -> None:
            if name:
                app.settings, _ = change_settings(lambda settings: replace(settings, signature=name))
            then()

        app.push_screen(SignatureScreen(), signed)


@contextmanager
def nothing_collected() -> Iterator[None]:
    """Do not look for garbage while a board is opened, nor among its records later.

    A large board is some hundred thousand objects that stay as long as it is open. Going through them again and again
    is a quarter of the time of opening, and later now and then a third of a second between a key and its effect.
    """
    if gc.get_freeze_count():  # the board before this one may go
        gc.unfreeze()
        gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
