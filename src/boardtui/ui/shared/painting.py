"""What is drawn of a key: one picture, once all is done that the key set off."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from textual.app import App
from textual.reactive import Reactive
from textual.screen import Screen
from textual.widget import Widget

_ROUNDS = 4
"""Of the event loop: what is changed just before it is drawn tells itself, and then the screen, that it has to be."""

MOST_SECONDS = 0.08
"""Nobody waits longer for a picture: where the disk is slow, what is known by then is drawn first."""


class OnePicture:
    """Holds drawing back from a key until it has done its work and what it wrote is on disk.

    A terminal that is written to once shows the row, the detail and the question together, and the work of drawing
    what is drawn over at once is not done at all.
    """

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._held: ExitStack | None = None
        self._awaited = 0
        self._drawing: object = None
        self._seen: tuple[Any, ...] = ()
        self._first: dict[str, Callable[[], None]] = {}

    @property
    def held(self) -> bool:
        """Whether something is still to be drawn."""
        return self._held is not None

    def hold(self) -> None:
        """Draw nothing from now on, until it is released or has lasted too long.

        A dialog is drawn as it goes: some of them ask what room there is once they are laid out.
        """
        self._drawing = None  # there is more to come, unless it lasts too long
        if self._held is None and len(self._app.screen_stack) == 1:
            self._held = ExitStack()
            self._held.enter_context(self._app.batch_update())
            self._seen = self._place()
            self._held.callback(asyncio.get_running_loop().call_later(MOST_SECONDS, self.draw).cancel)

    def first(self, name: str, work: Callable[[], None]) -> None:
        """Do something before it is drawn next: once, however many keys ask for it, and at once if nothing is held."""
        if self._held is None:
            work()
        else:
            self._first[name] = work

    def wait_for(self, work: asyncio.Future[Any]) -> None:
        """Let the picture that is held back wait for some work too, and for what is said of it then."""
        if self._held is not None:
            self._awaited += 1
            work.add_done_callback(lambda _done: self._app.call_later(self._app.call_later, self._done))

    def _done(self) -> None:
        self._awaited -= 1
        self.release()

    def release(self) -> None:
        """Draw, unless there is work that is waited for."""
        if self._held is not None and not self._awaited:
            self._do_first()
            self._drawing = drawing = object()
            self._after(_ROUNDS, drawing)

    def _after(self, rounds: int, drawing: object) -> None:
        if drawing is not self._drawing:
            return
        if rounds:
            asyncio.get_running_loop().call_soon(self._after, rounds - 1, drawing)
        else:
            self.draw()

    def _do_first(self) -> None:
        while self._first and self._running:
            self._first.pop(next(iter(self._first)))()

    @property
    def _running(self) -> bool:
        return self._app.is_running and bool(self._app.screen_stack)

    def draw(self) -> None:
        """Draw what is held back."""
        self._drawing = None
        if self._held is None:
            return
        self._do_first()
        held, self._held = self._held, None
        held.close()
        if not self._running:
            return
        if self._seen != self._place():
            # A screen draws itself when it comes up, whether that is held back or not.
            self._app.screen.refresh()
        for screen in self._app.screen_stack:
            screen.check_idle()

    def _place(self) -> tuple[Any, ...]:
        return self._app.size, tuple(self._app.screen_stack)


TALL = 30
"""Lines of terminal from which the line that asks and says has its place always."""


class CalmScreen(Screen[Any]):
    """The screen under all dialogs. That the keys go somewhere else is no reason to draw all of it anew."""

    AUTO_FOCUS = ""  # the items get the keys, and they come when a board is there

    VERTICAL_BREAKPOINTS = [(0, "short"), (TALL, "tall")]  # noqa: RUF012 - as Textual declares it

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
