"""Whether there is still a terminal, and what tells the program to end: a signal, or none where it is closed."""

from __future__ import annotations

import asyncio
import os
import signal
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


def when_told_to_end(end: Callable[[int], object]) -> None:
    """Call a function on the event loop where the program is hung up or terminated, in place of ending at once.

    Args:
        end: takes the exit code that shells expect then.
    """
    loop = asyncio.get_running_loop()
    for sent in (signal.SIGHUP, signal.SIGTERM):
        if signal.getsignal(sent) is not signal.SIG_IGN:  # whoever started it may want it to outlive its terminal
            loop.add_signal_handler(sent, end, 128 + sent)
