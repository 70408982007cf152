"""Keys that come faster than the disk writes: each waits for the one before, so none is lost and none hits twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from boardtui.domain.records.edits import Change
from boardtui.store.board_file import BoardFile

if TYPE_CHECKING:
    from boardtui.ui.app import BoardApp

Act = Callable[[], None]


def nothing() -> None:
    """Do nothing."""


class InTurn:
    """Writes one thing after the other; what a key does is worked out from the board as it is by then.

    Args:
        app: the application.
    """

    def __init__(self, app: BoardApp) -> None:
        self._app = app
        self._busy = False
        self._waiting: list[Act] = []

    def when_free(self, act: Act) -> None:
        """Do something as soon as all that was asked for before is on disk and shown."""
        if self._busy:
            self._waiting.append(act)
        else:
            act()

    def write(self, changes: Sequence[Change], done: Act = nothing) -> None:
        """Write changes. To be called within `when_free`."""
        if not changes:
            done()
        elif self._app.writable():
            self._busy = True
            self._app.change(changes, done=lambda _receipt: self._finished(done), failed=self._failed)

    def run(self, job: Callable[[BoardFile], None], done: Act = nothing) -> None:
        """Do something with the file. To be called within `when_free`."""
        if self._app.writable():
            self._busy = True
            self._app.run_on_file(job, lambda _result: self._finished(done), self._failed)

    def _finished(self, done: Act) -> None:
        self._busy = False
        done()
        while self._waiting and not self._busy:
            self._waiting.pop(0)()

    def _failed(self, sentence: str) -> None:
        # What was to follow was meant for a board that did not come about.
        self._waiting.clear()
        self._busy = False
        self._app.refuse(sentence)
