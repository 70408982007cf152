"""Every key that works on a screen, from the command table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from boardtui.ui.command_table import PARTS
from boardtui.ui.commands import bindings_for, shown_key
from boardtui.ui.shared.dialog import Dialog, keys_line

# How text is entered is the same everywhere, and no single command.
TYPING = (
    ("letters", "are only letters while you type: no key but those with ctrl, Esc, Enter and Tab does anything else"),
    ("Enter", "in a line goes on; in a long text it begins a new line"),
    ("Tab", "goes on to the next field, shift+Tab back"),
    ("ctrl+s", "saves a form; Esc asks only if something would be lost"),
    ("ctrl+u ctrl+k", "in a line: delete all before or after the cursor"),
    ("ctrl+z ctrl+y", "in a long text: undo, and redo, what you typed"),
    ("saved", "stands in the top line because everything you confirm is on disk at once"),
)


class HelpScreen(Dialog[None]):
    """All keys that work on a screen.

    Args:
        screen_name: the screen that is shown.
        chosen_keys: the keys the person has chosen, by command.
    """

    CSS = """
    HelpScreen .dialog { max-height: 100%; }
    HelpScreen VerticalScroll { height: auto; scrollbar-size-vertical: 1; }
    HelpScreen #keys { height: auto; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("help")]

    def __init__(self, screen_name: str, chosen_keys: Mapping[str, str]) -> None:
        super().__init__()
        self._screen = screen_name
        self._chosen = chosen_keys

    def compose(self) -> ComposeResult:
        """The keys by where they work."""
        with Vertical(classes="dialog"):
            yield Static("Keys", classes="title")
            with VerticalScroll():
                yield Static(self._keys(), id="keys")
            hidden = () if self.host.throwaway else ("help_tour",)
            keys = keys_line("help", self._chosen, hidden=hidden)
            yield Static(Content.assemble(keys, ("↑↓ scroll", "$text-muted")), classes="hint")

    def on_mount(self) -> None:
        """The list has the keys."""
        self.query_one(VerticalScroll).focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only the demo has a tour."""
        return self.host.throwaway if action == "tour" else super().check_action(action, parameters)

    async def action_tour(self) -> None:
        """Begin the tour of the demo, or leave it."""
        self.dismiss()
        await self.app.run_action("app.tour")

    def on_resize(self) -> None:
        """Leave room for the border, the title and the last line."""
        self.query_one(VerticalScroll).styles.max_height = max(3, self.size.height - 6)

    def _keys(self) -> Content:
        parts: list[str | tuple[str, str]] = []
        for part in PARTS:
            if part.name in (self._screen, "items", "everywhere") or part.inside == self._screen:
                lines = [(shown_key(each.id, self._chosen), each.help) for each in part.commands]
                parts += _section(part.heading, lines)
        parts += _section("While you type", TYPING)
        return Content.assemble(*parts[:-1])


def _section(heading: str, lines: Iterable[tuple[str, str]]) -> list[str | tuple[str, str]]:
    parts: list[str | tuple[str, str]] = [(f"{heading}\n", "bold $accent")]
    for key, words in lines:
        parts += [(f"  {key:<15}", "bold"), f"{words}\n"]
    return [*parts, "\n"]
