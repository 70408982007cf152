"""The lines around every screen: what board this is, which screens there are, and which keys work here."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual import events
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from boardtui.ui.commands import BY_ID, GROUPED, SCREENS, active_commands, shown_key
from boardtui.ui.shared.prompt_line import PromptLine
from boardtui.ui.shared.text import fitted

if TYPE_CHECKING:
    from boardtui.ui.app import BoardApp

MOST_KEYS = 7


class HeaderLine(Static):
    """The board, the meeting and the file."""

    DEFAULT_CSS = "HeaderLine { height: 1; padding: 0 1; background: $header-background; color: $header-text; }"

    def render(self) -> Content:
        """One line: the title at the left, the state of the file at the right."""
        app = cast("BoardApp", self.app)
        right = app.file_line()
        width = max(10, self.size.width - 2)
        left = fitted(app.title_line(), max(4, width - len(right) - 2))
        return Content.assemble((left, "bold"), "  ", right)


class TabLine(Widget):
    """The names of the screens with their keys; a click goes there."""

    DEFAULT_CSS = "TabLine { height: 1; background: $panel; color: $text-muted; }"

    def __init__(self) -> None:
        super().__init__()
        self.current = "overview"

    def show(self, name: str) -> None:
        """Mark the screen that is shown."""
        self.current = name
        self.refresh()

    def _labels(self) -> list[tuple[str, str]]:
        app = cast("BoardApp", self.app)
        labels = []
        for number, (name, label) in enumerate(SCREENS, start=1):
            key = shown_key(BY_ID[f"screen_{name}"], app.settings.keys) or str(number)
            labels.append((name, f" {key} {app.screen_label(name, label)} "))
        return labels

    def render(self) -> Content:
        """The names in a row."""
        parts: list[Content | str | tuple[str, str]] = []
        for name, label in self._labels():
            parts.append(
                (label, "$block-cursor-foreground on $block-cursor-background bold") if name == self.current else label
            )
        return Content.assemble(*parts)

    def on_click(self, event: events.Click) -> None:
        """Go to the screen under the mouse."""
        at = 0
        for name, label in self._labels():
            if at <= event.x < at + len(label):
                cast("BoardApp", self.app).action_show(name)
                return
            at += len(label)


class KeyLine(Static):
    """The keys that work here: at most seven, the most useful first, and the one that shows all."""

    DEFAULT_CSS = "KeyLine { height: 1; padding: 0 1; background: $panel; color: $foreground; }"

    def shown(self) -> list[tuple[str, str]]:
        """Key and label of each entry."""
        app = cast("BoardApp", self.app)
        if app.screen is not self.screen:
            return []  # a dialog says itself which keys work in it
        if isinstance(typing := self.screen.focused, Input):
            # Letters are text here, not commands.
            line = next((each for each in typing.ancestors if isinstance(each, PromptLine)), None)
            if line is not None:
                return line.keys_now
            return [("Enter", "keep the filter"), ("Esc", "clear it")]
        now = app.item_screen.keys_now if app.item_screen is not None else {}
        entries: list[tuple[int, str, str]] = []
        grouped: set[str] = set()
        for command, _ in active_commands(self.screen):
            rank = now.get(command.id, command.footer)
            if not rank:
                continue
            key, label = shown_key(command, app.settings.keys), command.label
            if command.id in GROUPED and command.id not in app.settings.keys:
                family = "rate"
                if family in grouped:
                    continue
                grouped.add(family)
                key, label = GROUPED["red"]
            entries.append((rank, key, label))
        entries.sort()
        last = [entry for entry in entries if entry[0] >= 99]
        first = [entry for entry in entries if entry[0] < 99][: MOST_KEYS - len(last)]
        return [(key, label) for _, key, label in first + last]

    def render(self) -> Content:
        """The entries in a row, as many as the line holds; the one for all keys is always among them."""
        entries = self.shown()
        while len(entries) > 2 and sum(len(k) + len(label) + 3 for k, label in entries) > self.size.width:
            del entries[-2]
        parts: list[str | tuple[str, str]] = []
        for key, label in entries:
            parts += [(key, "bold $accent"), f" {label}  "]
        return Content.assemble(*parts)
