"""How the application begins: a board is opened or asked for, then a signature; and what is shown first."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from boardtui.domain.board.board import Board
from boardtui.domain.board.leads import items_of
from boardtui.domain.errors import BoardError
from boardtui.domain.meetings.sittings import running_meeting
from boardtui.session.demo import clock_of_demo
from boardtui.settings.settings import Settings, change_settings, read_signature
from boardtui.store.copies.send import made_for
from boardtui.ui.commands import bindings_for
from boardtui.ui.copies.working_copy import offer_what_is_around
from boardtui.ui.host import Host
from boardtui.ui.opening.new_board import NewBoardScreen
from boardtui.ui.screens import home_of
from boardtui.ui.shared.dialog import Dialog, keys_line
from boardtui.ui.shared.item_list import ItemList
from boardtui.ui.shared.text import plain


class StartScreen(Dialog[Path | None]):
    """Offers the boards opened lately, a new one, and the samples."""

    CSS = """
    StartScreen .problem, SignatureScreen .problem { margin: 1 0 0 0; display: none; }
    StartScreen .problem.said, SignatureScreen .problem.said { display: block; }
    StartScreen OptionList { height: auto; max-height: 12; border: none; margin: 1 0; background: $surface; }
    StartScreen OptionList > .option-list--separator { color: $border-blurred; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("start")]

    def __init__(self, settings: Settings, problem: str = "") -> None:
        super().__init__()
        self._settings = settings
        self._problem = problem
        self._recent = [path for path in settings.recent_boards if _is_there(path)]

    def compose(self) -> ComposeResult:
        """What is wrong, if anything, and the choices."""
        with Vertical(classes="dialog"):
            yield Static("boardtui", classes="title")
            yield Static("Choose with ↑ ↓ and Enter, or Tab and type the path of a board.", classes="hint")
            yield Static(plain(self._problem), classes="problem said" if self._problem else "problem", id="wrong")
            recent = [
                Option(plain(f"{path.name}   {path.parent}"), id=f"path-{number}")
                for number, path in enumerate(self._recent)
            ]
            yield OptionList(
                *recent,
                *([None] if recent else []),
                Option("Make a new board, empty or from a plan or sample", id="new"),
                Option("Look around in the demo board; nothing you do there is kept", id="demo"),
                id="choices",
                compact=True,
            )
            yield Input(placeholder="path of a board", id="path", compact=True, select_on_focus=False)
            yield Static(keys_line("start", self._settings.keys), classes="hint")

    def on_mount(self) -> None:
        """The list has the keys."""
        self.query_one(OptionList).focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open what was chosen."""
        event.stop()
        chosen = event.option.id or ""
        if chosen == "demo":
            self._make_demo()
        elif chosen == "new":
            self.new_board("")
        else:
            self.dismiss(self._recent[int(chosen.removeprefix("path-"))])

    def on_input_changed(self, event: Input.Changed) -> None:
        """What was said of the path before no longer holds."""
        event.stop()
        if event.value:
            self.complain("")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Open the board at a path, or offer to make it."""
        event.stop()
        text = event.value.strip()
        if not text:
            return
        try:
            path = Path(text).expanduser()
            found = path if path.exists() else path.with_name(f"{path.name}.board")
            if found.is_file():
                # What is wrong with a file is said here, where another can be chosen.
                self._open(found)
            elif path.is_dir():
                self.complain(f"{path} is a folder. Name the board in it.")
            else:
                self.new_board(text)
        except (OSError, ValueError, RuntimeError):
            self.complain("That is no name for a file. Type another.")

    def _open(self, path: Path) -> None:
        def check() -> Path:
            from boardtui.store.board_file import BoardFile

            BoardFile.open(path).close()
            return path

        self.begin(self._leave_for(check))

    def new_board(self, path: str) -> None:
        """Make a board at a path, which may still be empty."""
        self.host.begin(self._new_board(path))

    async def _new_board(self, path: str) -> None:
        board = await self.host.answer_of(NewBoardScreen(path))
        if board is not None:
            self.dismiss(board)

    def _make_demo(self) -> None:
        from boardtui.session.demo import make_demo

        self.begin(self._leave_for(make_demo, throwaway=True))

    async def _leave_for(self, make: Callable[[], Path], *, throwaway: bool = False) -> None:
        path = await asyncio.to_thread(make)
        self.host.throwaway = throwaway
        self.dismiss(path)


class SignatureScreen(Dialog[str | None]):
    """Asks once for the name that edits are signed with; who only looks needs none."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("signature")]

    def compose(self) -> ComposeResult:
        """One line to fill in."""
        with Vertical(classes="dialog"):
            yield Static("What name shall your edits be signed with?", classes="title")
            yield Static(
                "Your name or role, as the minutes should show it. It is asked only now; settings.toml keeps it.",
                classes="hint",
            )
            yield Input(placeholder="such as Independent Chair · Enter goes on", id="signature", compact=True)
            yield Static("", classes="problem", id="wrong")
            yield Static(keys_line("signature", self.host.settings.keys), classes="hint")

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the name, or say what is wrong with it."""
        name, problem = read_signature(event.value)
        if name:
            self.dismiss(name)
        else:
            self.complain(problem or "A name is needed: edits are signed with it.")


def _is_there(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


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
