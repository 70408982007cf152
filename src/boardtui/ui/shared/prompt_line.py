"""One line at the bottom that asks for words: a reason, a date, a decision. The screen above stays in sight."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

from boardtui.ui.shared.text import plain


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to ask.

    Attributes:
        label: what is asked, short.
        check: says in a sentence what is wrong with an answer, or "".
        needed: why it cannot be left empty, or "" where it can.
        value: what stands in the line at first.
        leaving: what Esc does, in a word or two, where it takes everything back at once; empty where it does not.
    """

    label: str
    check: Callable[[str], str] = lambda _answer: ""
    needed: str = ""
    value: str = ""
    leaving: str = ""


class PromptLine(Vertical):
    """Asks questions one after the other and hands on the answers."""

    DEFAULT_CSS = """
    PromptLine { height: auto; display: none; background: $panel; }
    PromptLine.asking { display: block; }
    PromptLine Horizontal { height: 1; }
    PromptLine #question { width: auto; padding: 0 1; color: $accent; text-style: bold; }
    PromptLine Input { width: 1fr; border: none; height: 1; padding: 0 1; background: $boost; }
    PromptLine Input:focus { border: none; }
    PromptLine #problem { height: auto; padding: 0 1; color: $error; display: none; }
    PromptLine.wrong #problem { display: block; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "without", show=False)]

    def __init__(self) -> None:
        super().__init__()
        self._questions: Sequence[Question] = ()
        self._answers: list[str] = []
        self._saving = ""
        self._answered: Callable[[list[str], bool], None] = lambda _answers, _done: None
        self._left: Callable[[], None] = lambda: None

    def compose(self) -> ComposeResult:
        """Label, line, and a place for what is wrong."""
        with Horizontal():
            yield Static(id="question")
            yield Input(id="answer")
        yield Static(id="problem")

    @property
    def asking(self) -> bool:
        """Whether a question is on the screen."""
        return self.has_class("asking")

    @property
    def typed(self) -> bool:
        """Whether there are words in the line that Esc would throw away."""
        if not self.asking:
            return False
        return bool(self.words) and self.words != self._questions[len(self._answers)].value.strip()

    @property
    def words(self) -> str:
        """What stands in the line."""
        return self.query_one(Input).value.strip()

    @property
    def keys_now(self) -> list[tuple[str, str]]:
        """Key and label of what can be pressed in the line."""
        return [("Enter", "saves"), ("Esc", self._leaving)]

    @property
    def _leaving(self) -> str:
        question = self._questions[len(self._answers)]
        return question.leaving or ("asks again" if question.needed else "goes without")

    def ask(
        self,
        questions: Sequence[Question],
        answered: Callable[[list[str], bool], None],
        left: Callable[[], None] = lambda: None,
        *,
        saving: str = "",
    ) -> None:
        """Ask questions one after the other.

        Args:
            questions: what to ask.
            answered: called after each answer with all answers so far, and whether that was the last one.
            left: called when the person goes without answering the question on the screen.
            saving: what stands in place of the first question until `saved` is called, while what it is about is not
                on disk yet. The line takes what is typed from the beginning.
        """
        self._questions, self._answers, self._saving = questions, [], saving
        self._answered, self._left = answered, left
        self.add_class("asking")
        self._show_question()

    def saved(self) -> None:
        """What the questions are about is on disk."""
        self._saving = ""
        if self.asking:
            self._show_label()

    def _show_label(self) -> None:
        question = self._questions[len(self._answers)]
        count = f" ({len(self._answers) + 1} of {len(self._questions)})" if len(self._questions) > 1 else ""
        label = self._saving if self._saving and not self._answers else question.label + count
        self.query_one("#question", Static).update(plain(label))

    def _show_question(self) -> None:
        question = self._questions[len(self._answers)]
        self._show_label()
        self.remove_class("wrong")
        line = self.query_one(Input)
        line.value = question.value
        line.placeholder = f"Enter saves · Esc {self._leaving}"
        # At once, not after the next drawing: the next key belongs to the line already.
        self.screen.set_focus(line)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Check the answer and go on."""
        event.stop()
        question = self._questions[len(self._answers)]
        answer = event.value.strip()
        problem = question.needed if not answer else question.check(answer)
        if problem:
            self._say(problem)
            return
        self._answers.append(answer)
        done = len(self._answers) == len(self._questions)
        if done:
            self.close()
        else:
            self._show_question()
        self._answered(list(self._answers), done)

    def on_input_changed(self, event: Input.Changed) -> None:
        """What was wrong is being mended."""
        event.stop()
        self.remove_class("wrong")

    def action_leave(self) -> None:
        """Go without an answer, unless one is needed."""
        question = self._questions[len(self._answers)]
        if self.typed and not self.has_class("wrong"):
            self._say("What you typed is not saved: Enter saves it, Esc again throws it away.")
            return
        if question.needed and not question.leaving and not self.has_class("wrong"):
            self._say(f"{question.needed} Esc again takes it back.")
            return
        self.close()
        self._left()

    def close(self) -> None:
        """Take the line off the screen."""
        self.remove_class("asking", "wrong")
        self.query_one(Input).value = ""

    def _say(self, problem: str) -> None:
        self.query_one("#problem", Static).update(plain(problem))
        self.add_class("wrong")
