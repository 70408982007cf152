"""The terminal, for a program that is stopped from outside and goes on."""

from __future__ import annotations

import termios
from contextlib import suppress
from typing import Any

from textual import events
from textual.drivers.linux_driver import LinuxDriver


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
