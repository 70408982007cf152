"""How the application begins: a board is opened or asked for, then a signature; and what is shown, or is new."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from textual.widgets import ContentSwitcher

from boardtui import __version__
from boardtui.domain.board.board import Board
from boardtui.domain.board.leads import items_of
from boardtui.domain.errors import BoardError, Code
from boardtui.domain.meetings.sittings import running_meeting
from boardtui.session.demo import clock_of_demo
from boardtui.settings.disk import remove_if_possible
from boardtui.settings.settings import Settings, change_settings, read_signature
from boardtui.store.board_file import BoardFile
from boardtui.store.open_file import utc_now
from boardtui.ui.commands import with_keys
from boardtui.ui.host import Host
from boardtui.ui.screens import home_of

NEWS: Mapping[str, tuple[str, str, str]] = {
    "0.1.0": (
        "{import} brings in spreadsheets and pasted tables; {export} writes Word and workbooks too.",
        "{tick} ticks items, to rate, re-date or hand over several at once; {again} does the last change again.",
        "{palette} takes a change in words, such as 1.1 red; {present} shows an item in large letters.",
    ),
}
"""Three lines for each version, with the names of commands in braces in place of their keys."""

SECONDS = 30.0


def tell_what_is_new(host: Host, before: Settings) -> None:
    """Say what is new to somebody who has used another version until now.

    Args:
        host: the application.
        before: the settings as they were when the program was started.
    """
    if before.last_board is not None and before.version_seen != __version__ and (lines := NEWS.get(__version__)):
        said = (with_keys(line, host.settings.keys) for line in lines)
        host.tell("\n".join((f"New in boardtui {__version__}:", *said)), seconds=SECONDS)


# The screens that ask something, and what looks around, are imported when they are needed: after the first frame.


async def open_board(
    host: Host,
    path: Path,
    begins_with: str = "",
    *,
    file: BoardFile | None = None,
    then: Callable[[], None] | None = None,
) -> None:
    """Open a board and show it; what is wrong with it is said, and the start screen offers others.

    Args:
        host: the application.
        path: the board.
        begins_with: id of the record that is shown first; "" for the overview, or for what is going on.
        file: the board, where it is open already.
        then: what is done once the board is shown and somebody has signed.
    """
    with nothing_collected():
        try:
            file, board = host.opened.open(path, file)
        except BoardError as error:
            if host.board is None:
                await host.show_screen("overview")
            host.begin(_after_refusal(host, path, error, begins_with))
            return
        host.around.opened(path)
        if host.throwaway:
            host.clock = clock_of_demo(board, host.clock)
        else:
            host.settings, problems = change_settings(lambda settings: settings.with_board_opened(path))
            host.warn(problems)
        host.take(board)
        await _show_first(host, file, board, begins_with)
        if file.read_only:
            host.warn(["This file is read-only: look at everything, change nothing."])
    signed = file.read_only or bool(host.settings.signature)
    host.when_drawn(host.opened.get_ready)
    host.when_drawn(lambda: host.begin(_sign_and_look_around(host, signed=signed, then=then)))


async def choose_board(host: Host, problem: str = "", begins_with: str = "") -> None:
    """Ask for a board, and open it.

    Args:
        host: the application.
        problem: what is wrong with the one that was to be opened.
        begins_with: id of the record that is shown first.
    """
    from boardtui.ui.opening.start import StartScreen

    start = StartScreen(host.settings, problem)
    path = await host.answer_of(start)
    if path is not None:
        then = partial(_begin_with_import, host, start.source) if start.imports else None
        await open_board(host, path, begins_with, then=then)
    else:
        host.leave()


async def change_board(host: Host) -> None:
    """Go over to another board; who leaves the list stays on this one."""
    from boardtui.ui.opening.start import StartScreen

    here = host.file.path if host.file is not None and not host.throwaway else None
    start, before = StartScreen(host.settings, stays_on=here), (host.throwaway, host.clock)
    host.throwaway = False  # unless that is chosen
    path = await host.answer_of(start)
    if path is None:
        host.throwaway = before[0]
        return
    host.keep_place()
    if before[0]:
        host.clock = utc_now  # and not that of the sample
    then = partial(_begin_with_import, host, start.source, here) if start.imports else None
    await open_board(host, path, then=then)


def _begin_with_import(host: Host, source: Path | None, shown: Path | None = None) -> None:
    """Import into a board that was made for it a moment ago; who leaves the import leaves no board behind.

    Args:
        host: the application.
        source: what is imported, where it is known already.
        shown: the board that was shown before, to which one comes back then.
    """
    host.begin(_import_or_leave_nothing(host, source, shown))


async def _import_or_leave_nothing(host: Host, source: Path | None, shown: Path | None) -> None:
    from boardtui.ui.imports.source import ImportSource

    done = False
    try:
        if host.settings.signature:
            done = await host.answer_of(ImportSource(source)) is True
    finally:  # also where the program is left
        gone = not done and _remove_empty(host)
    if gone and shown is not None:
        await open_board(host, shown)
    elif gone:
        host.show_lines()
        await choose_board(host)


def _remove_empty(host: Host) -> bool:
    """Remove the board that is open if nothing has come into it.

    Returns:
        Whether it was removed.
    """
    file, board = host.file, host.board
    if file is None or board is None or file.read_only:
        return False
    if any(records for kind, records in board.records.items() if kind != board.profile.kind.name):
        return False
    host.opened.forget()
    for each in (file.path, file.path.with_name(f"{file.path.name}-journal")):
        remove_if_possible(each)
    host.settings, _ = change_settings(lambda settings: settings.without_board(file.path))
    return True


async def _after_refusal(host: Host, path: Path, error: BoardError, begins_with: str) -> None:
    """A damaged board can be brought back; in place of any other, another one is chosen."""
    if error.code is Code.DAMAGED:
        from boardtui.ui.opening.trouble import TroubleScreen

        if await host.answer_of(TroubleScreen(error, None, path)):
            return
    await choose_board(host, str(error), begins_with)


async def ask_signature(host: Host) -> None:
    """Ask for the name that edits are signed with."""
    from boardtui.ui.opening.start import SignatureScreen

    file = host.file
    offered, _ = read_signature(file.made_for() if file is not None else "")
    name = await host.answer_of(SignatureScreen(offered))
    if name:
        host.settings, _ = change_settings(lambda settings: replace(settings, signature=name))
        if host.board is not None:
            host.show_board(host.board)  # what is theirs, where that is shown


async def _sign_and_look_around(host: Host, *, signed: bool, then: Callable[[], None] | None) -> None:
    from boardtui.ui.copies.working_copy import offer_what_is_around
    from boardtui.ui.opening.trouble import offer_what_was_typed

    if host.around.line is not None or host.live is not None:
        from boardtui.ui.copies.sharing import begin_sharing

        begin_sharing(host)
    if not signed:
        await ask_signature(host)
        if host.lead and host.main.query_one("#screens", ContentSwitcher).current == "overview":
            await host.show_screen("mine")  # who has signed is somebody whose items wait
    await offer_what_was_typed(host)
    await offer_what_is_around(host)
    if then is not None:
        then()


async def _show_first(host: Host, file: BoardFile, board: Board, begins_with: str) -> None:
    theirs = "mine" if _show_lead(host, file, board) else ""
    left = host.find_again(board, kept=not host.throwaway and not theirs)
    if (record := board.find(begins_with)) is not None:
        await host.go_to(record)
    elif theirs:
        await host.show_screen(theirs)
    elif running_meeting(board) is not None:
        # A meeting that was interrupted offers to go on before anything else; not to a lead who was sent a copy.
        await host.show_screen("meeting")
    else:
        # Whoever signs as a lead has come to update what is theirs; all others go on where they were.
        await host.show_screen("mine" if host.lead else left or "overview")


def _show_lead(host: Host, file: BoardFile, board: Board) -> bool:
    """Filter every screen that has anything of the lead for whom the open file was made.

    A screen on which nothing is theirs shows everything, and so do all of them where the file was made for nobody.

    Returns:
        Whether anything is theirs: then their own list is what is shown first.
    """
    lead = file.made_for()
    homes = {home_of(record.kind.name) for record in items_of(board, lead)} if lead else set()
    host.show_lead(lead if homes else "", homes)
    if lead and not homes:
        host.say(f"This copy was made for {lead}, and nothing on the board is theirs: all of it is shown.")
    return bool(homes)


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
