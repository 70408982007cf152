"""What is done beside the keys: something every so often, or long work a little at a time while no keys come."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import suppress

from textual.css.query import NoMatches
from textual.message_pump import MessagePump
from textual.timer import Timer
from textual.widget import Widget

from boardtui.ui.host import host_of

_EVERY_SECONDS = 0.05
_AT_A_TIME_SECONDS = 0.008
"""How long the first of some keys may have to wait for it; those that follow wait for nothing."""


def every(
    seconds: float, owner: MessagePump, work: Callable[[], Awaitable[None] | None], *, pause: bool = False
) -> Timer:
    """Do something every so often, from now until its owner goes.

    It does not wait for its turn among the messages, so it can come while a screen is put together or taken away.
    What it looks for may then not be there: it is left out that time.

    Args:
        seconds: how often.
        owner: the application or the part of a screen that it is for.
        work: what is done.
        pause: whether it waits to be resumed first.

    Returns:
        The timer.
    """

    async def do() -> None:
        if not owner.app.is_running:
            return  # it is being closed
        with suppress(NoMatches):
            if (waited := work()) is not None:
                await waited

    return owner.set_interval(seconds, do, pause=pause)


def once_drawn(owner: Widget, work: Callable[[], object]) -> None:
    """Do something once all that is to be seen now is drawn; nothing if its owner's screen has been left by then.

    Args:
        owner: the part of a screen that it is for.
        work: what is done.
    """

    def do() -> None:
        if owner.is_attached and owner.screen in owner.app.screen_stack:
            work()

    owner.call_after_refresh(do)


class WorkingAhead:
    """Does a row of small jobs while a screen is mounted, and says when the last is done."""

    def __init__(self, then: Callable[[], None] = lambda: None) -> None:
        """Without work as yet.

        Args:
            then: called each time that all jobs are done.
        """
        self._jobs: Iterator[Callable[[], object]] = iter(())
        self._then = then
        self._timer: Timer | None = None
        self._calm: Callable[[], bool] = lambda: True

    def begin(self, screen: Widget) -> None:
        """Begin, now that the screen is mounted."""
        self._timer = every(_EVERY_SECONDS, screen, self._do_a_little)
        self._calm = lambda: host_of(screen.app).calm

    def start(self, jobs: Iterable[Callable[[], object]]) -> None:
        """Do these jobs, instead of what is left of earlier ones."""
        self._jobs = iter(jobs)
        if self._timer is not None:
            self._timer.resume()

    def _do_a_little(self) -> None:
        if not self._calm():
            return
        until = time.monotonic() + _AT_A_TIME_SECONDS
        for job in self._jobs:
            job()
            if time.monotonic() > until:
                return
        if self._timer is not None:
            self._timer.pause()
        self._then()
