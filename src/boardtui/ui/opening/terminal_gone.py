"""Whether there is still a terminal: one that was closed does not always say so with a signal."""

from __future__ import annotations

import os
import sys

LOOK_SECONDS = 0.4


def is_terminal() -> bool:
    """Whether keys come from a terminal that can be looked at: not in a browser, in a test or on Windows."""
    return hasattr(os, "ttyname") and sys.__stdin__ is not None and sys.__stdin__.isatty()


def is_gone() -> bool:
    """Whether the terminal that keys came from has been closed."""
    import select

    poll = select.poll()
    poll.register(0, 0)  # nothing is asked for but what is always told: that the other end is gone
    return any(events & (select.POLLHUP | select.POLLERR | select.POLLNVAL) for _, events in poll.poll(0))
