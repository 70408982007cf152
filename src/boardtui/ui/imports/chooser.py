"""Answering one question of an import: by choosing one of a few things, or by typing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from boardtui.ui.commands import bindings_for
from boardtui.ui.shared.dialog import Dialog, keys_line
from boardtui.ui.shared.lines import OneLine
from boardtui.ui.shared.text import plain
from boardtui.ui.shared.text_inputs import LineInput


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


class AnswerLine(Dialog[str | None]):
    """Asks for some words. Gives them; None where there is no answer.

    Args:
        asked: the question.
        answer: what stands in the line at first.
        problem_of: says what is wrong with words; "" where nothing is.
        hint: what can be typed.
    """

    CSS = "AnswerLine .dialog { max-width: 76; } AnswerLine Input { margin: 1 0; padding: 0; }"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("import_answer")]
    asks_before_leaving = False

    def __init__(self, asked: str, answer: str, problem_of: Callable[[str], str], hint: str) -> None:
        super().__init__()
        self._asked, self._answer, self._problem_of, self._hint = asked, answer, problem_of, hint

    def compose(self) -> ComposeResult:
        """The question, the line, and what is wrong with what stands in it."""
        with Vertical(classes="dialog"):
            yield OneLine(plain(self._asked), classes="title")
            yield LineInput(self._answer, placeholder=f"{self._hint} · Enter takes it", id="answer")
            yield Static(classes="problem", id="wrong")
            yield Static(keys_line("import_answer", self.host.settings.keys), classes="hint")

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """What was said of the words before no longer holds."""
        event.stop()
        self.complain("")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the words, or say what is wrong with them."""
        event.stop()
        words = event.value.strip()
        if problem := self._problem_of(words):
            self.complain(problem)
        else:
            self.dismiss(words)
