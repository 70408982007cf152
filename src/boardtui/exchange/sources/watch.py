"""How far reading has come, and a way to stop it: for whoever waits, in this thread or in another one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from boardtui.domain.errors import BoardError

T = TypeVar("T")

STEP = 100
"""Rows between two looks at whether somebody wants to stop."""


class StoppedError(BoardError):
    """Somebody stopped the reading. Nothing was written."""


@dataclass(slots=True)
class Watch:
    """Goes along with what takes long.

    Attributes:
        what: what is being done, such as `reading rows`.
        done: how many rows of it are done.
        stopped: somebody wants it to stop.
        told: is called whenever there is something new to show.
    """

    what: str = ""
    done: int = 0
    stopped: bool = False
    told: Callable[[Watch], None] | None = None

    @property
    def words(self) -> str:
        """What is being done, and how far it is."""
        return f"{self.what}: {self.done:,}" if self.done else self.what

    def at(self, what: str, done: int = 0) -> None:
        """Say how far it is.

        Raises:
            StoppedError: somebody wants it to stop.
        """
        self.what, self.done = what, done
        if self.stopped:
            raise StoppedError("Stopped. Nothing was imported.")
        if self.told is not None:
            self.told(self)

    def over(self, what: str, items: Iterable[T]) -> Iterator[T]:
        """Go through some rows, and say now and then how far it is.

        Raises:
            StoppedError: somebody wants it to stop.
        """
        for number, item in enumerate(items):
            if number % STEP == 0:
                self.at(what, number)
            yield item
