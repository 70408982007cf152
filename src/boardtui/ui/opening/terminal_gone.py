"""Whether there is still a terminal: one that was closed does not always say so with a signal."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable

LOOK_SECONDS = 0.4
LEAVING_SECONDS = 0.4
"""How long a program whose terminal is gone may take to leave in good order, as long as nobody holds it up."""

HUNG_UP = 129  # what shells expect of a program whose terminal was closed


def is_terminal() -> bool:
    """Whether keys come from a terminal that can be looked at: not in a browser, in a test or on Windows."""
    return hasattr(os, "ttyname") and sys.__stdin__ is not None and sys.__stdin__.isatty() and not is_gone()


def is_gone(seconds: float = 0.0) -> bool:
    """Whether the terminal that keys came from has been closed, or is within some seconds."""
    import select

    poll = select.poll()
    poll.register(0, 0)  # nothing is asked for but what is always told: that the other end is gone
    return any(events & (select.POLLHUP | select.POLLERR | select.POLLNVAL) for _, events in poll.poll(seconds * 1000))


def end_when_gone(leave: Callable[[], object]) -> None:
    """End the program within a second after its terminal has gone.

    It is looked for in a thread of its own: what draws the screen may itself wait for ever for the terminal.

    Args:
        leave: called in that thread; whatever it begins has `LEAVING_SECONDS` until the program ends all the same.
    """

    def watch() -> None:
        while not is_gone(LOOK_SECONDS):
            pass
        leave()
        time.sleep(LEAVING_SECONDS)
        os._exit(HUNG_UP)

    threading.Thread(target=watch, name="terminal", daemon=True).start()
