"""Work that takes long and that nobody waits for: done a little at a time, while no keys come."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator

from textual.timer import Timer
from textual.widget import Widget

from boardtui.ui.host import host_of

_EVERY_SECONDS = 0.05
_AT_A_TIME_SECONDS = 0.008
"""How long the first of some keys may have to wait for it; those that follow wait for nothing."""


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
        self._timer = screen.set_interval(_EVERY_SECONDS, self._do_a_little)
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
