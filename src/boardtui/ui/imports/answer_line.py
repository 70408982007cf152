"""Answering one question of an import by typing."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from boardtui.ui.commands import bindings_for
from boardtui.ui.shared.dialog import Dialog, keys_line
from boardtui.ui.shared.lines import OneLine
from boardtui.ui.shared.text import plain
from boardtui.ui.shared.text_inputs import LineInput


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
