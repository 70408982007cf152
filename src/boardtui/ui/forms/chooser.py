"""Asking for one of a few things: which kind is added, what a table holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from boardtui.domain.board.words import capitalised
from boardtui.domain.records.kinds import KINDS
from boardtui.ui.commands import bindings_for
from boardtui.ui.host import Host
from boardtui.ui.shared.dialog import Dialog, keys_line
from boardtui.ui.shared.lines import OneLine
from boardtui.ui.shared.text import plain

_ADDED = ("action", "next_step", "milestone", "kpi", "risk", "mitigation", "action_arising", "ambition")


class Chooser(Dialog[str | None]):
    """Asks for one of a few things. Gives its value; None where nothing was chosen.

    Args:
        asked: the question.
        choices: the value of each, and it in words.
        chosen: the value of the one that holds now.
    """

    CSS = """
    Chooser .dialog { max-width: 76; }
    Chooser OptionList { height: auto; max-height: 14; border: none; background: $surface; padding: 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("import_choice")]

    def __init__(self, asked: str, choices: Sequence[tuple[str, str]], chosen: str | None) -> None:
        super().__init__()
        self._asked, self._choices, self._chosen = asked, choices, chosen

    def compose(self) -> ComposeResult:
        """The question, and what can be chosen."""
        with Vertical(classes="dialog"):
            yield OneLine(plain(self._asked), classes="title")
            yield OptionList(*(Option(plain(words)) for _, words in self._choices), compact=True)
            yield Static(keys_line("import_choice", self.host.settings.keys), classes="hint")

    def on_mount(self) -> None:
        """Begin with what holds now."""
        options = self.query_one(OptionList)
        values = [value for value, _ in self._choices]
        options.highlighted = values.index(self._chosen) if self._chosen in values else 0
        options.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take what was chosen."""
        event.stop()
        self.dismiss(self._choices[event.option_index][0])

    def action_choose(self) -> None:
        """Take what is under the cursor."""
        if (place := self.query_one(OptionList).highlighted) is not None:
            self.dismiss(self._choices[place][0])


async def kind_to_add(host: Host, here: str) -> str | None:
    """Ask which kind is to be added, on a screen where all of them stand; None where nothing was chosen.

    Args:
        host: the application.
        here: the kind of the record under the cursor, which is chosen at first.
    """
    choices = [(each, capitalised(KINDS[each].label)) for each in _ADDED]
    return await host.answer_of(Chooser("Add what?", choices, here))
