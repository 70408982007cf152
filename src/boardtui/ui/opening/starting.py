"""How the application begins: a board is opened or asked for, then a signature; and what is shown first."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from boardtui.domain.board.board import Board
from boardtui.domain.board.leads import items_of
from boardtui.domain.errors import BoardError
from boardtui.domain.meetings.sittings import running_meeting
from boardtui.session.demo import clock_of_demo
from boardtui.settings.settings import change_settings
from boardtui.store.copies.send import made_for
from boardtui.ui.copies.working_copy import offer_what_is_around
from boardtui.ui.host import Host
from boardtui.ui.opening.start import SignatureScreen, StartScreen
from boardtui.ui.screens import home_of
from boardtui.ui.shared.item_list import ItemList


def open_board(host: Host, path: Path, begins_with: str = "") -> None:
    """Open a board and show it; what is wrong with it is said, and the start screen offers others.

    Args:
        host: the application.
        path: the board.
        begins_with: id of the record that is shown first; "" for the overview, or for what is going on.
    """
    with nothing_collected():
        try:
            file, board = host.opened.open(path)
        except BoardError as error:
            host.begin(choose_board(host, str(error), begins_with))
            return
        host.around.opened(path)
        if host.throwaway:
            host.clock = clock_of_demo(board, host.clock)
        else:
            host.settings, problems = change_settings(lambda settings: settings.with_board_opened(path))
            host.warn(problems)
        host.show_board(board)
        _show_first(host, board, begins_with)
        if file.read_only:
            host.warn(["This file is read-only: look at everything, change nothing."])
    host.begin(_sign_and_look_around(host, signed=file.read_only or bool(host.settings.signature)))


async def choose_board(host: Host, problem: str = "", begins_with: str = "") -> None:
    """Ask for a board, and open it.

    Args:
        host: the application.
        problem: what is wrong with the one that was to be opened.
        begins_with: id of the record that is shown first.
    """
    path = await host.answer_of(StartScreen(host.settings, problem))
    if path is not None:
        open_board(host, path, begins_with)
    else:
        host.leave()


async def ask_signature(host: Host) -> None:
    """Ask for the name that edits are signed with."""
    name = await host.answer_of(SignatureScreen())
    if name:
        host.settings, _ = change_settings(lambda settings: replace(settings, signature=name))


async def _sign_and_look_around(host: Host, *, signed: bool) -> None:
    if not signed:
        await ask_signature(host)
    await offer_what_is_around(host)


def _show_first(host: Host, board: Board, begins_with: str) -> None:
    theirs = _show_lead(host, board)
    if (record := board.find(begins_with)) is not None:
        host.go_to(record)
    elif theirs:
        host.show_screen(theirs)
    elif running_meeting(board) is not None:
        # A meeting that was interrupted offers to go on before anything else; not to a lead who was sent a copy.
        host.show_screen("meeting")
    else:
        host.show_screen("overview")


def _show_lead(host: Host, board: Board) -> str:
    """Filter every screen that has anything of the lead for whom the open file was made.

    A screen on which nothing is theirs shows everything, and so do all of them where the file was made for nobody.

    Returns:
        The screen to begin with: that of their actions if they have any. Empty where there is nothing of theirs.
    """
    lead = made_for(host.file) if host.file is not None else ""
    homes = {home_of(record.kind.name) for record in items_of(board, lead)} if lead else set()
    screens = list(host.main.query(ItemList))
    for screen in screens:
        screen.show_lead(lead if screen.id in homes else "")
    if lead and not homes:
        host.say(f"This copy was made for {lead}, and nothing on the board is theirs: all of it is shown.")
    names = ["actions", *(screen.id or "" for screen in screens)]
    return next((name for name in names if name in homes), "")


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
