"""The list of themes: the one under the cursor is shown at once, and nothing is saved before Enter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from boardtui.ui.commands import bindings_for
from boardtui.ui.shared.dialog import Dialog, keys_line
from boardtui.ui.shared.text import plain


class ThemeScreen(Dialog[str]):
    """Lets somebody look at the themes and keep one. Answers with its name, or with None where Esc put all back.

    Args:
        labels: what the themes are called, by name.
        current: the name of the one that is shown.
        show: draws everything in the colours of the theme of a name.
    """

    CSS = """
    ThemeScreen { align: right bottom; background: transparent; }
    ThemeScreen .dialog { width: 44; max-width: 100%; }
    ThemeScreen OptionList { height: auto; max-height: 12; border: none; padding: 0; background: $surface; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("themes")]

    def __init__(self, labels: Mapping[str, str], current: str, show: Callable[[str], None]) -> None:
        super().__init__()
        self._labels = labels
        self._before = current
        self._show = show

    def compose(self) -> ComposeResult:
        """The themes and the keys, in a corner: the board beside them is what a theme is judged by."""
        with Vertical(classes="dialog"):
            yield Static("Theme", classes="title")
            yield OptionList(*(Option(plain(label), id=name) for name, label in self._labels.items()))
            yield Static(keys_line("themes", self.host.settings.keys), classes="hint")

    def on_mount(self) -> None:
        """Begin at the theme that is shown."""
        names = list(self._labels)
        themes = self.query_one(OptionList)
        themes.highlighted = names.index(self._before) if self._before in names else 0

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show it."""
        self._show(event.option.id or self._before)

    def on_option_list_option_selected(self) -> None:
        """Keep it."""
        self.action_keep()

    def action_keep(self) -> None:
        """Keep the one under the cursor."""
        themes = self.query_one(OptionList)
        self.dismiss(list(self._labels)[themes.highlighted or 0])

    def action_next(self) -> None:
        """On to the theme below; from the last to the first."""
        self.query_one(OptionList).action_cursor_down()

    def action_leave(self) -> None:
        """Put back the theme from before."""
        self._show(self._before)
        super().action_leave()
