"""The screens with which the application begins where no board is named, or nobody has signed yet."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from boardtui.session.surroundings import note_on
from boardtui.settings.address import Address, is_address
from boardtui.settings.paths import can_be_imported, is_file
from boardtui.settings.places import counts_by_path
from boardtui.settings.settings import Settings, read_signature
from boardtui.ui.commands import bindings_for, shown_key
from boardtui.ui.opening.new_board import NewBoardScreen
from boardtui.ui.shared.dialog import Dialog, keys_line
from boardtui.ui.shared.text import plain


class StartScreen(Dialog[Path | None]):
    """Offers the boards opened lately, a new one, and the samples.

    Args:
        settings: those of this person.
        problem: what is wrong with the board that was to be opened.
        stays_on: the board that is open, where another may be chosen.

    Attributes:
        imports: a spreadsheet is to be imported into the board that was made.
        source: which one; it is asked for where that was not said.
    """

    CSS = """
    StartScreen .problem, SignatureScreen .problem { margin: 1 0 0 0; display: none; }
    StartScreen .problem.said, SignatureScreen .problem.said { display: block; }
    StartScreen OptionList { height: auto; max-height: 12; border: none; margin: 1 0; background: $surface; }
    StartScreen OptionList > .option-list--separator { color: $border-blurred; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("start")]

    def __init__(self, settings: Settings, problem: str = "", stays_on: Path | None = None) -> None:
        super().__init__()
        self._settings = settings
        self._problem = problem
        self._stays_on = stays_on
        self.imports = False
        self.source: Path | None = None
        self._recent = [path for path in settings.recent_boards if is_file(path)]

    def compose(self) -> ComposeResult:
        """What is wrong, if anything, and the choices."""
        with Vertical(classes="dialog"):
            yield Static("boardtui", classes="title")
            yield Static("Choose with ↑ ↓ and Enter, or Tab and type the path of a board.", classes="hint")
            yield Static(plain(self._problem), classes="problem said" if self._problem else "problem", id="wrong")
            counts = counts_by_path()
            recent = [
                Option(plain(_listed(path, counts.get(str(path), ""))), id=f"path-{number}")
                for number, path in enumerate(self._recent)
            ]
            yield OptionList(
                *recent,
                *([None] if recent else []),
                Option("Make a new board, empty or from a plan or sample", id="new"),
                Option("Make a new board from a spreadsheet, a CSV file or a table", id="import"),
                Option("Look around in the demo board; nothing you do there is kept", id="demo"),
                id="choices",
                compact=True,
            )
            yield Input(
                placeholder="path or address of a board",
                id="path",
                compact=True,
                select_on_focus=False,
            )
            yield Static(self._keys_shown(), classes="hint")

    def _keys_shown(self) -> Content:
        keys = self._settings.keys
        if self._stays_on is None:
            return keys_line("start", keys)
        return plain(f"{shown_key('start_quit', keys)} stays on {self._stays_on.name}")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open what was chosen."""
        chosen = event.option.id or ""
        if chosen == "demo":
            self._make_demo()
        elif chosen == "new":
            self.new_board("")
        elif chosen == "import":
            self.new_board("", imports=True)
        else:
            self.dismiss(self._recent[int(chosen.removeprefix("path-"))])

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Open the board at a path, or offer to make it."""
        text = event.value.strip()
        if not text:
            return
        if is_address(text):
            event.input.clear()  # it may hold a password
            self.begin(self._open_shared(text))
            return
        try:
            path = Path(text).expanduser()
            found = path if path.exists() else path.with_name(f"{path.name}.board")
            if found.is_file() and can_be_imported(found):
                self.new_board(str(found.with_suffix(".board")), imports=True, source=found)
            elif found.is_file():
                # What is wrong with a file is said here, where another can be chosen.
                self._open(found)
            elif path.is_dir():
                self.complain(f"{path} is a folder. Name the board in it.")
            else:
                self.new_board(text)
        except (OSError, ValueError, RuntimeError):
            self.complain("That is no name for a file. Type another.")

    async def _open_shared(self, text: str) -> None:
        """Open the working copy of a shared board, made now if there is none."""
        from boardtui.ui.copies.sharing import working_copy_for

        address = Address.read(text)
        line = self.query_one(Input)
        with line.prevent(Input.Changed):  # which would take away what is said next
            line.value = str(address)
        self.complain(f"Looking for the board {address.board} on {address.server} …")
        path = await working_copy_for(self.host, address)
        if path is not None:
            self.host.throwaway = False
            self.dismiss(path)
        else:
            self.complain(f"{address.server} was given no password. Enter asks again.")

    def _open(self, path: Path) -> None:
        def check() -> Path:
            from boardtui.store.board_file import BoardFile

            BoardFile.open(path).close()
            return path

        self.begin(self._leave_for(check))

    def new_board(self, path: str, *, imports: bool = False, source: Path | None = None) -> None:
        """Make a board at a path, which may still be empty."""
        self.host.begin(self._new_board(NewBoardScreen(path, imports=imports, source=source)))

    async def _new_board(self, screen: NewBoardScreen) -> None:
        board = await self.host.answer_of(screen)
        if board is not None:
            self.imports, self.source = screen.imports, screen.source
            self.dismiss(board)

    def _make_demo(self) -> None:
        from boardtui.session.demo import make_demo

        self.begin(self._leave_for(make_demo, throwaway=True))

    async def _leave_for(self, make: Callable[[], Path], *, throwaway: bool = False) -> None:
        path = await asyncio.to_thread(make)
        self.host.throwaway = throwaway
        self.dismiss(path)


class SignatureScreen(Dialog[str | None]):
    """Asks once for the name that edits are signed with; who only looks needs none.

    Args:
        offered: the name that stands there already, for whom a copy was made: Enter takes it, typing replaces it.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("signature")]

    def __init__(self, offered: str = "") -> None:
        super().__init__()
        self._offered = offered

    def compose(self) -> ComposeResult:
        """One line to fill in."""
        with Vertical(classes="dialog"):
            yield Static("What name shall your edits be signed with?", classes="title")
            yield Static(
                "Your name or role, as the minutes should show it. It is asked only now; settings.toml keeps it.",
                classes="hint",
            )
            yield Input(self._offered, placeholder="such as Independent Chair", id="signature", compact=True)
            yield Static("", classes="problem", id="wrong")
            yield Static(keys_line("signature", self.host.settings.keys), classes="hint")

    def on_input_submitted(self) -> None:
        """Enter in the line is for the line first."""
        self.action_sign()

    def action_sign(self) -> None:
        """Take the name, or say what is wrong with it."""
        name, problem = read_signature(self.query_one(Input).value)
        if name:
            self.dismiss(name)
        else:
            self.complain(problem or "A name is needed: edits are signed with it.")


def _listed(path: Path, counts: str) -> str:
    """A board in the list: how it stood when it was left, and where it is."""
    shared = note_on(path)
    where = f"shared on {shared.address.server}" if shared is not None else str(path.parent)
    return "   ".join(filter(None, (path.name, counts, where)))
