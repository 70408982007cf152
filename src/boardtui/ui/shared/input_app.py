"""What keys, clicks and pastes do before any screen sees them, and what happens where something unforeseen does.

Five rules hold here for every screen and dialog, so that none of them has to keep them itself: while a prompt asks, it
has the keys and the mouse; keys that come in one burst land where the cursor is by then; several lines pasted into a
line are kept; what is far longer than anything can hold is refused; once the program is leaving, nothing does anything.
"""

from __future__ import annotations

import sys
import time
from collections import deque
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Generic

from textual import events
from textual._context import active_message_pump
from textual.app import App, ReturnType, ScreenStackError
from textual.css.query import NoMatches
from textual.dom import DOMNode, NoScreen
from textual.geometry import Offset
from textual.message import Message
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, TextArea
from textual.worker import WorkerFailed

from boardtui.domain.records.types import TEXT_LIMIT
from boardtui.settings.address import is_address
from boardtui.settings.places import save_left_behind
from boardtui.ui.shared.painting import CalmScreen, OnePicture
from boardtui.ui.shared.prompt_line import PromptLine, prompt_on
from boardtui.ui.shared.text_inputs import in_one_line

MOST_PASTED = 4 * TEXT_LIMIT
"""How many characters can be pasted: more than any field holds, to be shortened there. Beyond, a key takes seconds."""

CALM_SECONDS = 0.5
"""Longer than between two keys of somebody who goes through a list."""

_PARTS_GONE = (NoMatches, NoScreen, ScreenStackError)

# A key may set off a chain such as: the line is submitted, its row says so, the form goes on to the next row.
_ROUNDS = 4
# What only moves a cursor sets off no more than that another item is shown.
_ROUNDS_OF_A_MOVE = 2
# Where what had the key is gone before it could answer, others wait no longer than this, of the time in which the
# program is not kept from answering by a machine that does something else.
_PATIENCE_SECONDS = 0.3
_LOOK_SECONDS = 0.02


class KeyDone(Message):
    """Follows a key on its way up from what has the focus: where it arrives, the key has done its work."""

    def __init__(self, number: int, rounds: int) -> None:
        super().__init__()
        self.number = number
        self.rounds = rounds


class InputApp(App[ReturnType], Generic[ReturnType]):
    """An application in which what is typed goes where it was meant to.

    Attributes:
        picture: what holds drawing back until a key has done its work.
        failure: what was not foreseen and ended the program; None as long as all is well.
        left_behind: the file with what was typed then, and where it failed; None where it could not be written.
        was_typing: whether there is something in it that was typed.
    """

    def __init__(self) -> None:
        super().__init__()
        self.failure: BaseException | None = None
        self.left_behind: Path | None = None
        self.was_typing = True
        self._left = False
        self._pressed = 0.0  # when a key was last
        self._number = 0  # of the key that is under way
        self._under_way: Widget | None = None
        self._moves = self._moved_again = False
        self._waiting: deque[events.Event] = deque()
        self._swallowed_press = False
        self.picture = OnePicture(self)

    def get_default_screen(self) -> Screen[Any]:
        """The screen under all dialogs."""
        return CalmScreen()

    def push_screen(self, *args: Any, **options: Any) -> Any:
        """Show a dialog, after what was to be drawn before."""
        self.picture.draw()
        return super().push_screen(*args, **options)

    # One after the other.

    @property
    def at_rest(self) -> bool:
        """Whether everything that was pressed and pasted has done its work and is drawn."""
        return self._under_way is None and not self._waiting and not self.picture.held

    @property
    def calm(self) -> bool:
        """Whether nobody has pressed a key for a moment, so that what nobody waits for can be done."""
        return self.at_rest and time.monotonic() - self._pressed >= CALM_SECONDS

    async def on_event(self, event: events.Event) -> None:
        """Let an event in, in its turn; what comes up again from the widgets passes."""
        if not isinstance(event, events.InputEvent | events.Paste):
            await super().on_event(event)
        elif self._leaving:
            event.stop()
        elif event.is_forwarded or isinstance(event, events.MouseMove):
            await super().on_event(event)
        else:
            self._pressed = time.monotonic()
            self._waiting.append(event)
            await self._let_in_those_waiting()

    async def _let_in_those_waiting(self) -> None:
        if self._under_way is not None and not self._under_way.is_attached:
            self._under_way = None  # it has been left, as a dialog is with Esc
        while self._waiting and not self._leaving and (self._under_way is None or self._runs_on(self._waiting[0])):
            await self._let_in(self._waiting.popleft())

    def _only_moves(self, event: events.Event) -> bool:
        """Whether a key does no more than to move a cursor in what has the focus, and so cannot lead another astray."""
        return isinstance(event, events.Key) and event.key in getattr(self.focused, "moves", ())

    def _runs_on(self, event: events.Event) -> bool:
        """Whether an event need not wait for the key before it: both move one cursor, and go there by one way."""
        return self._moves and self.focused is self._under_way and self._only_moves(event)

    async def _let_in(self, event: events.Event) -> None:
        if (prompt := self._prompt) is not None:
            if isinstance(event, events.Key) and await self.takes(event, prompt):
                return
            if not self._may_pass(prompt, event):
                return
        if isinstance(event, events.Paste) and (problem := too_long(event.text, self.screen)):
            self.notify(problem, severity="error", timeout=8, markup=False)
            return
        focused = self.focused
        if isinstance(event, events.Paste) and isinstance(focused, Input) and not _reads_pastes_itself(focused):
            # Textual keeps the first line of what is pasted into an input, and drops the others in silence.
            event = events.Paste(in_one_line(event.text))
        typed = isinstance(event, events.Key) and event.is_printable and isinstance(focused, Input | TextArea)
        if not isinstance(event, events.Key) or typed:
            await super().on_event(event)
            return
        self.picture.hold()
        if self._under_way is not None:
            self._moved_again = True
            await super().on_event(event)
            return
        self._number += 1
        self._under_way, self._moves = focused or self.screen, self._only_moves(event)
        await super().on_event(event)
        self._follow(_ROUNDS_OF_A_MOVE if self._moves else _ROUNDS)
        self._look_again_after(self._number, 0.0)

    def _look_again_after(self, number: int, waited: float) -> None:
        self.set_timer(_LOOK_SECONDS, partial(self._look_after, number, waited, time.monotonic()))

    async def _look_after(self, number: int, waited: float, since: float) -> None:
        """See to those that wait for a key whose end is never told."""
        if number != self._number or self._under_way is None:
            return
        waited += waited_in_vain(time.monotonic() - since)
        if waited > _PATIENCE_SECONDS:
            self._under_way = None
        await self._let_in_those_waiting()
        if self._under_way is None:
            self.picture.release()
        self._look_again_after(number, waited)

    def _follow(self, rounds: int) -> None:
        target = self._under_way
        if self._leaving or target is None:
            return
        if not target.is_attached or not target.post_message(KeyDone(self._number, rounds)):
            self.post_message(KeyDone(self._number, 0))

    def on_key_done(self, event: KeyDone) -> None:
        """See whether what the key set off has arrived too."""
        if event.number != self._number:
            return
        if self._moved_again:
            self._moved_again = False
            self.call_later(self._follow, _ROUNDS_OF_A_MOVE)
        elif event.rounds > 0:
            self.call_later(self._follow, event.rounds - 1)
        else:
            # Behind what it asked for itself, such as that another field gets the focus.
            self.call_later(self._go_on, event.number)

    async def _go_on(self, number: int) -> None:
        if number != self._number or self._under_way is None:
            return
        self._under_way = None
        await self._let_in_those_waiting()
        if self._under_way is None:
            self.picture.release()

    # A prompt has the keys until it is answered or left.

    @property
    def _prompt(self) -> PromptLine | None:
        """The prompt that asks on the screen that is shown."""
        return prompt_on(self.screen)

    async def takes(self, event: events.Key, prompt: PromptLine) -> bool:
        """Take a key before it reaches the prompt, and return whether that was done."""
        del event, prompt
        return False

    def _may_pass(self, prompt: PromptLine, event: events.Event) -> bool:
        """Whether an event is for the prompt. If it is not, the cursor goes back into the line, and that is all."""
        line = prompt.line
        passes = self._is_for(prompt, event)
        if self.focused is not line:
            self.screen.set_focus(line)
        return passes

    def _is_for(self, prompt: PromptLine, event: events.Event) -> bool:
        if isinstance(event, events.Key):
            bound = self.screen.active_bindings.get(event.key)
            if event.is_printable or bound is None:
                return event.is_printable or event.key not in ("tab", "shift+tab")
            return bound.node in (prompt, prompt.line) or bound.binding.action.endswith("quit_from_anywhere")
        if isinstance(event, events.MouseUp):
            passes, self._swallowed_press = not self._swallowed_press, False
            return passes
        if isinstance(event, events.MouseEvent):
            inside = prompt.region.contains_point(Offset(int(event.screen_x), int(event.screen_y)))
            self._swallowed_press = isinstance(event, events.MouseDown) and not inside
            return inside
        return True

    # Leaving.

    @property
    def _leaving(self) -> bool:
        return self._left or not self.screen_stack  # the second where it is ended from outside

    def exit(self, result: ReturnType | None = None, return_code: int = 0, message: Any = None) -> None:
        """End the program; no key does anything any more."""
        self._left = True
        super().exit(result, return_code, message)

    async def run_action(self, action: Any, default_namespace: DOMNode | None = None, namespaces: Any = None) -> bool:
        """Do what a key is bound to, unless the program is leaving."""
        return not self._leaving and await super().run_action(action, default_namespace, namespaces)

    # What nobody foresaw.

    def _handle_exception(self, error: Exception) -> None:
        """End the program, unless what failed belongs to a screen that is being left, or the whole program is.

        What was to be done once a screen is drawn, or at some time, may find the parts of the screen gone by then, as
        they go one after the other. It has nothing to show them any more, so nothing is lost.
        """
        if isinstance(_cause(error), _PARTS_GONE) and self._is_going(active_message_pump.get(None)):
            return
        super()._handle_exception(error)

    def _is_going(self, failed: MessagePump | None) -> bool:
        if self._leaving or not self.is_running:
            return True
        if not isinstance(failed, Widget):
            return False
        screen = next((each for each in failed.ancestors_with_self if isinstance(each, Screen)), None)
        return screen is None or screen not in self.screen_stack

    def _fatal_error(self) -> None:
        """End the program with plain sentences. Textual would print its code and all values in it, names among them."""
        if self.failure is not None:
            return
        self.failure = sys.exc_info()[1] or self._exception
        self._left = True
        words = self.typed_words()
        self.was_typing = bool(words)
        try:
            self.left_behind = save_left_behind(words, self.failure, datetime.now())
        except OSError:
            self.left_behind = None
        self._close_messages_no_wait()

    def typed_words(self) -> list[tuple[str, str]]:
        """What stands in all lines and text areas that are open: what each is called, and the words.

        A password is not among them, nor an address of a server, which may hold one.
        """
        found = []
        for screen in self.screen_stack:
            for widget in screen.query("*"):
                words = (
                    widget.value if isinstance(widget, Input) else widget.text if isinstance(widget, TextArea) else ""
                )
                secret = isinstance(widget, Input) and (widget.password or is_address(words))
                if words.strip() and not secret:
                    found.append((_called(widget), words))
        return found


def _cause(error: Exception) -> BaseException:
    return error.error if isinstance(error, WorkerFailed) else error


def waited_in_vain(seconds: float) -> float:
    """How many of the seconds since the last look count: hardly any where it comes late, as the program was busy."""
    return _LOOK_SECONDS if seconds < 2 * _LOOK_SECONDS else _LOOK_SECONDS / 10


def too_long(text: str, screen: Screen[Any]) -> str:
    """Why a text cannot be pasted on a screen, as a sentence; "" where it can."""
    most: int = getattr(screen, "most_pasted", MOST_PASTED)
    if len(text) <= most:
        return ""
    return (
        f"What was pasted is {len(text):,} characters long and {most:,} can be pasted here: nothing was. Shorten "
        "it, or bring a table in from a file."
    )


def _reads_pastes_itself(line: Input) -> bool:
    return type(line)._on_paste is not Input._on_paste


def _called(widget: Widget) -> str:
    for each in widget.ancestors_with_self:
        if label := getattr(each, "asked_now", "") or getattr(each, "label", ""):
            return str(label)
    return str(getattr(widget, "placeholder", "")) or widget.id or "Text"
