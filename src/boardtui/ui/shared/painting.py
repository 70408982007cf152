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
        self._limit: asyncio.TimerHandle | None = None
        self._awaited = 0
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
        if self._held is None and len(self._app.screen_stack) == 1:
            self._held = ExitStack()
            self._held.enter_context(self._app.batch_update())
            self._seen = self._place()
            self._limit = asyncio.get_running_loop().call_later(MOST_SECONDS, self.draw)

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
        if not self._awaited:
            self.draw()

    def draw(self) -> None:
        """Draw what is held back."""
        if self._held is None:
            return
        if self._limit is not None:
            self._limit.cancel()
        running = self._app.is_running and bool(self._app.screen_stack)
        while self._first and running:
            self._first.pop(next(iter(self._first)))()
        held, self._held = self._held, None
        held.close()
        if not running:
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
