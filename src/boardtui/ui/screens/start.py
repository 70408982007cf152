"""What is asked before a board is open: which one, and once, the name to sign edits with."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Label, OptionList, Static
from textual.widgets.option_list import Option

from boardtui.domain.errors import BoardError
from boardtui.settings import Settings, read_signature
from boardtui.store.board_file import BoardFile
from boardtui.ui.text import plain


class StartScreen(ModalScreen[Path | None]):
    """Offers the boards opened lately, a new one, and the samples."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("q,escape", "leave", "quit")]

    def __init__(self, settings: Settings, problem: str = "") -> None:
        super().__init__()
        self._settings = settings
        self._problem = problem

    def compose(self) -> ComposeResult:
        """What is wrong, if anything, and the choices."""
        with Vertical(classes="dialog"):
            yield Label("boardtui", classes="title")
            yield Static(plain(self._problem), classes="problem")
            yield Static("Choose a board with ↑ ↓ and Enter, or type the path of one.", classes="hint")
            recent = [
                Option(plain(f"{path.name}   {path.parent}"), id=f"path-{number}")
                for number, path in enumerate(self._settings.recent_boards)
                if path.exists()
            ]
            yield OptionList(*recent, Option("Look around in the demo board", id="demo"), id="choices")
            yield Input(placeholder="path of a board; a name that does not exist yet makes a new one", id="path")
            yield Static("", classes="problem", id="wrong")

    def on_mount(self) -> None:
        """The list has the keys."""
        self.query_one(OptionList).focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open what was chosen."""
        chosen = event.option.id or ""
        if chosen == "demo":
            from boardtui.demo import make_demo

            self.app.throwaway = True  # type: ignore[attr-defined]
            self.dismiss(make_demo())
        else:
            self.dismiss(self._settings.recent_boards[int(chosen.removeprefix("path-"))])

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Open the board at a path, or make it."""
        text = event.value.strip()
        if not text:
            return
        path = Path(text).expanduser()
        try:
            if not path.exists():
                path = path if path.suffix else path.with_suffix(".board")
                BoardFile.create(path, path.stem, who=self._settings.signature).close()
        except BoardError as error:
            self.query_one("#wrong", Static).update(plain(str(error)))
            return
        self.dismiss(path)

    def action_leave(self) -> None:
        """Open nothing."""
        self.dismiss(None)


class SignatureScreen(ModalScreen[str | None]):
    """Asks once for the name that edits are signed with."""

    def compose(self) -> ComposeResult:
        """One line to fill in."""
        with Vertical(classes="dialog"):
            yield Label("What name shall your edits be signed with?", classes="title")
            yield Static(
                "Your name or role, as the minutes should show it. It is asked only now; settings.toml keeps it.",
                classes="hint",
            )
            yield Input(placeholder="such as Independent Chair", id="signature")
            yield Static("", classes="problem")

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the name, or say what is wrong with it."""
        name, problem = read_signature(event.value)
        if name:
            self.dismiss(name)
        else:
            self.query_one(".problem", Static).update(plain(problem or "A name is needed: edits are signed with it."))
