"""The terminal, for a program that is stopped from outside and goes on."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import termios
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from textual import events
from textual.drivers.linux_driver import LinuxDriver

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


class SteadyDriver(LinuxDriver):
    """Textual's driver, which stays one reader and one writer however often the program is stopped.

    Textual starts to read keys anew with every signal to go on. Where the program never stopped reading, as it has no
    say when it is stopped from outside, two threads then wait for the same keys: one of them takes a key, the other
    waits on, and leaving waits for that one for ever. The terminal would also be left as the program had set it.

    What a signal asks for is done in its turn on the event loop: in the middle of a write it could wait for itself.
    """

    _while_running: list[Any] | None = None

    def start_application_mode(self) -> None:
        """Take the terminal over, and remember how it is then."""
        super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual states no type here
        with suppress(termios.error):
            self._while_running = termios.tcgetattr(self.fileno)

    def _sigtstp_application(self, *_: Any) -> None:
        self._loop.call_soon_threadsafe(super()._sigtstp_application)

    def _sigcont_application(self, *_: Any) -> None:
        self._loop.call_soon_threadsafe(self._go_on)

    def _go_on(self) -> None:
        if not self._auto_restart:  # another program has the terminal for a while
            return
        if self._key_thread is None or not self._key_thread.is_alive():
            self.resume_application_mode()  # it was left in good order
        else:
            self._set_again()
        self.send_message(events.Callback(callback=self._draw_all))

    def _draw_all(self) -> None:
        self._app.refresh(repaint=True, layout=True)

    def _set_again(self) -> None:
        """Set the terminal as it was: a shell may have used it meanwhile."""
        if self._while_running is not None:
            with suppress(termios.error):
                termios.tcsetattr(self.fileno, termios.TCSANOW, self._while_running)
        self.write("\x1b[?1049h\x1b[?25l\x1b[?1004h")  # the other screen, without a cursor; says where the focus goes
        self._enable_mouse_support()
        self._enable_bracketed_paste()
        self._disable_line_wrap()
