"""One line at the bottom that asks for words: a reason, a date, a decision. The screen above stays in sight."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any, ClassVar
from weakref import WeakKeyDictionary

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, Static

from boardtui.domain.immutable import immutable
from boardtui.ui.shared.answer_input import AnswerInput, Pick
from boardtui.ui.shared.text import fitted, one_line, plain

SAID_SECONDS = 6.0
"""How long what was done is said."""


@immutable
class Question:
    """One thing to ask.

    Attributes:
        label: what is asked, short.
        about: the item it belongs to, such as `1.1`; shown before the label where that does not name it.
        check, kept: what is wrong with an answer, as a sentence or ""; and how it is kept, where not as it was typed.
        needed: why it cannot be left empty, or "" where it can.
        value, hint: what stands in the line at first; and, faint, in the empty one, in place of its keys.
        leaving: what Esc does, in a word or two, where it takes everything back at once; empty where it does not.
        enter: what Enter does, in a word or two. Where it saves nothing, nothing is lost by Esc, which asks nothing.
        pick: lets somebody pick the answer in a list; Enter in the empty line begins it.
    """

    label: str
    about: str
    check: Callable[[str], str] = lambda _answer: ""
    kept: Callable[[str], str] = str
    needed: str = ""
    value: str = ""
    hint: str = ""
    leaving: str = ""
    enter: str = "saves"
    pick: Pick | None = None

    @property
    def words(self) -> str:
        """What is asked, and of what."""
        about = fitted(one_line(self.about), 24).rstrip()
        return self.label if not about or about in self.label else f"{about}: {self.label}"


class Asked:
    """The answers to questions that are on the screen: `async for answer in host.ask(questions)`.

    Attributes:
        questions: what is asked.
        answers: those given so far.
        drafts: by the number of a question, from 0, what was typed into it and is to stand in the line when it comes.
        left: whether the person has gone without answering the question that was on the screen.
    """

    def __init__(self, line: PromptLine, questions: Sequence[Question]) -> None:
        self._line = line
        self.questions = questions
        self._given: asyncio.Queue[str | None] = asyncio.Queue()
        self.answers: list[str] = []
        self.drafts: dict[int, str] = {}
        self.left = False
        self._handed_on = 0

    def __aiter__(self) -> Asked:
        return self

    async def __anext__(self) -> str:
        answer = await self._given.get()
        if answer is None:
            raise StopAsyncIteration
        self._handed_on += 1
        return answer

    @property
    def place(self) -> int:
        """Which question the answer was given to that was handed on last, from 0."""
        return self._handed_on - 1

    async def only(self) -> str | None:
        """The answer to the one question; None where the person has gone without."""
        return await anext(self, None)

    @property
    def open(self) -> bool:
        """Whether a question is still on the screen."""
        return self._line.asks(self)

    @property
    def words(self) -> list[str]:
        """Everything that was answered and typed so far."""
        typed = [self._line.words] if self.open else self.drafts.values()
        return [each for each in (*self.answers, *typed) if each]

    def saved(self) -> None:
        """What the questions are about is on disk."""
        if self.open:
            self._line.saved()

    def close(self) -> list[str]:
        """Take the questions off the screen.

        Returns:
            Everything that was answered and typed.
        """
        words = self.words
        self._line.let_go(self)
        return words

    def again(self, problem: str) -> None:
        """Ask once more what the answer handed on last was given to, and say what is wrong with it.

        All that was answered and typed since then is kept, and stands in the line when its question comes again.
        """
        place = self.place
        if self.open:
            self.drafts[len(self.answers)] = self._line.words
        self.drafts |= {number: self.answers[number] for number in range(place, len(self.answers))}
        del self.answers[place:]
        self._handed_on = place
        self._given = asyncio.Queue()
        self.left = False
        self._line.ask_again(self, problem)

    def refuse(self, problem: str) -> None:
        """Say in the line what is wrong with what stands in it."""
        if self.open:
            self._line.say(problem)

    def give(self, answer: str) -> None:
        """Hand on an answer."""
        self.answers.append(answer)
        self._given.put_nowait(self.questions[len(self.answers) - 1].kept(answer))

    def end(self, *, left: bool) -> None:
        """There are no more answers."""
        self.left = left
        self._given.put_nowait(None)


class PromptLine(Vertical):
    """Asks questions one after the other and hands on the answers; while it asks nothing, it says what was done.

    On a terminal with lines to spare it has its place whether it asks or not: that nothing above it moves is what makes
    a question appear at once.
    """

    DEFAULT_CSS = """
    PromptLine { height: auto; display: none; }
    PromptLine #problem { height: auto; padding: 0 1; color: $error; display: none; }
    PromptLine.asking, PromptLine.wrong #problem { display: block; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "without", show=False)]

    virtual_size: Reactive[Size] = Reactive(Size(0, 0), layout=False)  # laid out once when it appears, not twice

    class LongAgo(Message):
        """What was done last need not be said any more."""

    def __init__(self) -> None:
        super().__init__()
        self._asked = Asked(self, ())
        self._waiting: list[Asked] = []
        self._saving = self._said = ""
        self._warned = False
        self._before: Widget | None = None
        self._until: Timer | None = None

    def compose(self) -> ComposeResult:
        """The line, and a place for what is wrong."""
        yield AnswerInput(id="answer")
        yield Static(id="problem")

    def on_mount(self) -> None:
        """Be known to the screen."""
        self.line, self._problem = self.query_one(AnswerInput), self.query_one("#problem", Static)
        _ON_SCREENS.setdefault(self.screen, []).append(self)

    @property
    def asking(self) -> bool:
        """Whether a question is on the screen."""
        return self.has_class("asking")

    def asks(self, asked: Asked) -> bool:
        """Whether it is these questions that are on the screen."""
        return self.asking and asked is self._asked

    @property
    def typed(self) -> bool:
        """Whether there are words in the line that Esc would throw away."""
        return self.asking and bool(self.words) and self.words != self._question.value.strip()

    @property
    def said(self) -> str:
        """What was done last, as long as that is worth saying."""
        return self._said

    @property
    def asked_now(self) -> str:
        """What is asked, with what it is about."""
        return self._question.words if self.asking else ""

    @property
    def words(self) -> str:
        """What stands in the line."""
        return self.line.value.strip()

    @property
    def keys_now(self) -> list[tuple[str, str]]:
        """Key and label of what can be pressed in the line."""
        alone = [("Enter alone", "lists them")] if self._question.pick else []
        return [("Enter", self._question.enter), *alone, ("Esc", self._leaving)]

    @property
    def _question(self) -> Question:
        return self._asked.questions[len(self._asked.answers)]

    @property
    def _leaving(self) -> str:
        return self._question.leaving or ("asks again" if self._question.needed else "skips")

    def ask(self, questions: Sequence[Question], *, saving: str = "") -> Asked:
        """Ask questions one after the other, from this call on.

        Args:
            questions: what to ask.
            saving: what stands in place of the first question until `saved` is called, while what it is about is not
                on disk yet. The line takes what is typed from the beginning.

        Returns:
            The answers as they are given, to be awaited.
        """
        asked = Asked(self, questions)
        self._begin(asked)
        self._saving = saving
        self._show_question()
        return asked

    def ask_again(self, asked: Asked, problem: str) -> None:
        """Go on with questions of which an answer could not be used."""
        self._begin(asked)
        self._show_question()
        self.say(problem)

    def let_go(self, asked: Asked) -> None:
        """Take questions off the screen, or out of those that wait for it."""
        if self.asks(asked):
            self.close()
        elif asked in self._waiting:
            self._waiting.remove(asked)
            asked.end(left=False)

    def _begin(self, asked: Asked) -> None:
        if asked in self._waiting:
            self._waiting.remove(asked)
        if not self.asking:
            self._before = self.screen.focused
        elif asked is not self._asked:
            # Whoever is asked something else in between goes on with this afterwards, as it was typed so far.
            self._asked.drafts[len(self._asked.answers)] = self.words
            self._waiting.append(self._asked)
        self._asked, self._saving = asked, ""
        self.line.asks = True
        # Where it has its place always, its looks are the same.
        self.add_class("asking", update=not self.screen.has_class("tall"))

    def saved(self) -> None:
        """What the questions are about is on disk."""
        self._saving = ""
        self._show_label()

    def _show_label(self) -> None:
        if not self.asking:
            self.line.label = self._said
            return
        place, many = len(self._asked.answers), len(self._asked.questions)
        count = f" ({place + 1} of {many})" if many > 1 else ""
        self.line.label = self._saving if self._saving and not place else self._question.words + count

    def _show_question(self) -> None:
        self._show_label()
        self.remove_class("wrong")
        self._warned = False
        line = self.line
        line.pick = self._question.pick
        draft = self._asked.drafts.pop(len(self._asked.answers), "")
        with self.prevent(Input.Changed):
            line.value = draft or self._question.value
        line.cursor_position = len(line.value)
        line.select_on_focus = not draft  # what was typed is gone on with: the next letter does not replace it
        keys, room = f"Enter {self._question.enter} · Esc {self._leaving}", self.screen.size.width - 6
        # The line of keys says the same: half of it would only look broken.
        keys = keys if cell_len(f"{line.label}{keys}") <= room else ""
        line.placeholder = fitted(self._question.hint, room - cell_len(line.label)).rstrip() or keys
        # At once, not after the next drawing: the next key is for this line.
        self.screen.set_focus(line)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Check the answer and go on."""
        answer = event.value.strip()
        if problem := self._question.check(answer) if answer else self._question.needed:
            self.say(problem)
        else:
            self._take(answer)

    def _take(self, answer: str) -> None:
        self._asked.give(answer)
        if len(self._asked.answers) == len(self._asked.questions):
            self.close()
        else:
            self._show_question()

    def on_input_changed(self, event: Input.Changed) -> None:
        """What was wrong is no longer what stands there."""
        event.stop()
        self.remove_class("wrong")
        self._warned = False

    def action_leave(self) -> None:
        """Skip this question, unless an answer is needed or without one there is nothing to go on with."""
        if self.typed and not self._warned and self._question.enter == "saves":
            self.say("What you typed is not saved: Enter saves it, Esc again throws it away.")
            self._warned = True
        elif self._question.needed and not self._question.leaving and not self.has_class("wrong"):
            self.say(f"{self._question.needed} Esc again takes it back.")
        elif self._question.needed or self._question.leaving:
            self.close(left=True)
        else:
            self._take("")  # what was answered before stays, and the next question comes

    def close(self, *, left: bool = False) -> None:
        """Take the line off the screen, and give the keys back to what had them."""
        self.remove_class("asking", update=not self.screen.has_class("tall"))
        self.remove_class("wrong")
        with self.prevent(Input.Changed):
            self.line.value = self.line.placeholder = ""
        if (before := self._before) is not None and before.is_attached:
            self.screen.set_focus(before)
        self.line.asks = False
        self.line.blur()
        self._show_label()
        self._asked.end(left=left)
        if self._waiting:
            self._begin(self._waiting.pop())
            self._show_question()

    def tell(self, sentence: str) -> None:
        """Say what was done, in place of what was done before, for a while; not here while something is asked."""
        self._said = sentence
        if self._until is not None:
            self._until.stop()
        self._until = self.set_timer(SAID_SECONDS, self.tell_no_more)
        self._show_label()

    def has_room_for(self, sentence: str) -> bool:
        """Whether a sentence can be read here as a whole."""
        return self.display and "\n" not in sentence and cell_len(sentence) <= self.screen.size.width - 2

    def tell_no_more(self) -> None:
        """What was done is long enough ago."""
        self._said = ""
        self._show_label()
        self.post_message(self.LongAgo())

    def say(self, problem: str) -> None:
        """Say what is wrong with what stands in the line."""
        self._problem.update(plain(problem))
        self.add_class("wrong")
        self._warned = False
        self.line.select_on_focus = False  # what is wrong is gone on with: the next letter does not replace it


_ON_SCREENS: WeakKeyDictionary[Screen[Any], list[PromptLine]] = WeakKeyDictionary()


def prompt_on(screen: Screen[Any]) -> PromptLine | None:
    """The prompt that asks on a screen, if one does."""
    return next((each for each in _ON_SCREENS.get(screen, ()) if each.asking), None)
