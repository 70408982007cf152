"""Every key, from the command table: on the screen, and for the README."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from boardtui.ui.commands import COMMANDS, SCREENS, Command, bindings_for, shown_key
from boardtui.ui.shared.dialog import Dialog, keys_line

# What the parts of the program are called, in the order in which their keys are listed. A part that is not named
# here is listed at the end under its own name.
_PARTS = {
    "meeting_run": "While a meeting runs",
    **{name: f"On the {label} screen" for name, label in SCREENS},
    "heat_map": "On the map of the risks",
    "items": "On every screen of items",
    "everywhere": "Everywhere",
    "kpi_entry": "While entering figures",
    "kpi_paste": "Before pasted figures are filled in",
    "kpi_records": "Among the records of a KPI",
    "form": "In a form",
    "delete": "Before deleting",
    "history": "In a history",
    "export": "While exporting",
    "meeting_close": "While closing a meeting",
    "what_changed": "In what changed",
    "copy": "While sending a copy",
    "merge": "While choosing copies to merge",
    "merge_preview": "Before merging",
    "merged": "After merging",
    "conflicts": "Where copies disagree",
    "decide": "While writing what is right",
    "offer": "On opening a board in a synced folder",
    "leaving": "On leaving a working copy",
    "start": "On the start screen",
    "signature": "While the name is asked",
    "new board": "While making a board",
    "help": "In this list",
}

# Parts of a screen that have keys of their own.
_WITHIN = {"risks": ("heat_map",), "meeting_run": ("meeting",)}

# How text is entered is the same everywhere, and no single command.
TYPING = (
    ("letters", "are only letters while you type: no key but those with ctrl, Esc, Enter and Tab does anything else"),
    ("Enter", "in a line goes on; in a long text it begins a new line"),
    ("Tab", "goes on to the next field, shift+Tab back"),
    ("ctrl+s", "saves a form; Esc asks only if something would be lost"),
    ("ctrl+u ctrl+k", "in a line: delete all before or after the cursor"),
    ("ctrl+z ctrl+y", "in a long text: take back, and do again, what you typed"),
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
            yield Static(
                Content.assemble(keys_line("help", self._chosen), ("↑↓ scroll", "$text-muted")), classes="hint"
            )

    def on_mount(self) -> None:
        """The list has the keys."""
        self.query_one(VerticalScroll).focus()

    def on_resize(self) -> None:
        """Leave room for the border, the title and the last line."""
        self.query_one(VerticalScroll).styles.max_height = max(3, self.size.height - 6)

    def _keys(self) -> Content:
        parts: list[str | tuple[str, str]] = []
        for heading, commands in by_part():
            where = commands[0].where
            if where not in (self._screen, *_WITHIN.get(self._screen, ()), "items", "everywhere"):
                continue
            lines = [(shown_key(each, self._chosen), each.help) for each in commands]
            parts += _section(heading, lines)
        parts += _section("While you type", TYPING)
        return Content.assemble(*parts[:-1])


def _section(
    heading: str, lines: Iterator[tuple[str, str]] | list[tuple[str, str]] | tuple[tuple[str, str], ...]
) -> list[str | tuple[str, str]]:
    parts: list[str | tuple[str, str]] = [(f"{heading}\n", "bold $accent")]
    for key, words in lines:
        parts += [(f"  {key:<15}", "bold"), f"{words}\n"]
    return [*parts, "\n"]


def by_part() -> list[tuple[str, list[Command]]]:
    """All commands under the name of the part of the program they work in."""
    found: dict[str, list[Command]] = {name: [] for name in _PARTS}
    for command in COMMANDS:
        found[command.where].append(command)
    return [(_PARTS[name], some) for name, some in found.items() if some]


def key_table() -> str:
    """All keys as a Markdown table, for the README.

    Returns:
        A table with a row for each command: where it works, its key, what it does, and its name in settings.toml.
        It ends with a newline.
    """
    lines = ["| where | key | what it does | name |", "| --- | --- | --- | --- |"]
    for heading, commands in by_part():
        for number, command in enumerate(commands):
            where = f"{heading} " if number == 0 else ""
            shown = command.shown.replace("|", "\\|")
            lines.append(f"| {where}| `{shown}` | {command.help} | `{command.id}` |")
    return "\n".join(lines) + "\n"


def write_key_table(readme: Path) -> None:
    """Write the table between its marks in a README anew."""
    text = readme.read_text(encoding="utf-8")
    before, begin, rest = text.partition("<!-- keys -->\n")
    _, end, after = rest.partition("<!-- /keys -->")
    if not begin or not end:
        raise ValueError(f"{readme} has no <!-- keys --> and <!-- /keys --> to write between.")
    readme.write_text(before + begin + key_table() + end + after, encoding="utf-8")


if __name__ == "__main__":
    write_key_table(Path(sys.argv[1]))
