"""The real program in a real pseudo-terminal, read as a person reads the screen."""

from __future__ import annotations

import os
import select
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pyte
import pytest

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo-terminals", allow_module_level=True)

import fcntl
import pty
import termios

PATIENCE = 180.0  # seconds; the machine that runs the tests may be slow, the program is not

_KEYS = {
    "enter": "\r",
    "escape": "\x1b",
    "space": " ",
    "backspace": "\x7f",
    "tab": "\t",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "delete": "\x1b[3~",
    **{f"ctrl+{letter}": chr(ord(letter) - 96) for letter in "abcdefghijklmnopqrstuvwxyz"},
}


class Terminal:
    """A running program and the screen it draws."""

    def __init__(self, process: subprocess.Popen[bytes], descriptor: int, name: str, size: tuple[int, int]) -> None:
        self._process = process
        self._name = name  # of the end that the program has
        self._descriptor = descriptor
        self.received = bytearray()  # everything that the program has sent
        self._screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self._screen)

    @property
    def exit_code(self) -> int | None:
        """The program's exit code; None while it runs."""
        return self._process.poll()

    @property
    def lines(self) -> list[str]:
        """What the screen shows, line by line."""
        return [line.rstrip() for line in self._screen.display]

    @property
    def text(self) -> str:
        """What the screen shows."""
        return "\n".join(self.lines)

    def press(self, *keys: str) -> None:
        """Press keys by name, or type words that are no key's name."""
        for key in keys:
            os.write(self._descriptor, _KEYS.get(key, key).encode())
            if key == "escape":
                # Directly followed by another key it would read as one key held with alt: it is to be read alone.
                self._until_taken()
            self._read(0.3 if key == "escape" else 0.02)

    def _until_taken(self) -> None:
        """Wait until the program has read all that was typed."""
        until = time.monotonic() + PATIENCE
        while self.exit_code is None and self._typed_and_not_read() and time.monotonic() < until:
            self._read(0.02)

    def _typed_and_not_read(self) -> int:
        inside = os.open(self._name, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
        try:
            return int.from_bytes(fcntl.ioctl(inside, termios.FIONREAD, bytes(4)), sys.byteorder)
        finally:
            os.close(inside)

    def interrupt(self) -> None:
        """What a terminal does when somebody presses ctrl+c while a command runs."""
        self.send_signal(signal.SIGINT)

    def send_signal(self, sent: signal.Signals) -> None:
        """Send the program a signal."""
        self._process.send_signal(sent)

    def stop(self, sent: signal.Signals) -> None:
        """Stop the program, and wait until it has stopped."""
        self.send_signal(sent)
        until = time.monotonic() + PATIENCE
        while os.waitid(os.P_PID, self._process.pid, os.WSTOPPED | os.WNOHANG) is None:
            assert time.monotonic() < until, f"the program does not stop:\n{self.text}"
            self._read(0.05)

    def go_on(self) -> None:
        """Let a program that was stopped go on, on a screen that something else has been written over."""
        self._screen.reset()
        self.send_signal(signal.SIGCONT)

    def resize(self, columns: int, lines: int) -> None:
        """Make the terminal larger or smaller."""
        fcntl.ioctl(self._descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self.send_signal(signal.SIGWINCH)
        self._screen.resize(lines, columns)
        self._read(0.5)

    def go_away(self) -> None:
        """Close this end without a signal, as a window may that is closed."""
        gone = os.open(os.devnull, os.O_RDWR)
        os.dup2(gone, self._descriptor)
        os.close(gone)

    @property
    def modes(self) -> list[object]:
        """How the terminal is set: whether it echoes, waits for whole lines, and so on."""
        return termios.tcgetattr(self._descriptor)

    def wait_for(self, *words: str, gone: str = "") -> str:
        """Wait until the screen shows all the words, and no longer shows those that shall be gone."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            self._read(0.05)
            if all(each in self.text for each in words) and not (gone and gone in self.text):
                return self.text
            if self.exit_code is not None:
                break
        raise AssertionError(f"waited in vain for {words} (gone: {gone!r}); the screen shows:\n{self.text}")

    def wait_for_end(self) -> int:
        """Wait until the program has ended, and say its exit code."""
        until = time.monotonic() + PATIENCE
        while self.exit_code is None and time.monotonic() < until:
            self._read(0.05)
        assert self.exit_code is not None, f"the program goes on:\n{self.text}"
        self._read(0.3)  # what it wrote last
        return self.exit_code

    def kill(self) -> None:
        """Kill the program as a power cut would."""
        self._process.kill()
        self._process.wait()

    def _read(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            ready, _, _ = select.select([self._descriptor], [], [], left)
            if not ready:
                break
            try:
                output = os.read(self._descriptor, 65536)
            except OSError:
                output = b""
            if not output:
                break
            self.received += output
            self._stream.feed(output)


def _as_a_terminal_starts_it() -> None:
    """Ignore neither ctrl+c nor a hang-up, as tests do that run in the background or under nohup."""
    for each in (signal.SIGHUP, signal.SIGINT):
        signal.signal(each, signal.SIG_DFL)


@contextmanager
def boardtui(
    *arguments: str | Path,
    size: tuple[int, int] = (80, 24),
    python: Sequence[str] = ("-m", "boardtui"),
    variables: Mapping[str, str] | None = None,
) -> Iterator[Terminal]:
    """Run boardtui in a terminal of so many columns and lines."""
    descriptor, inside = pty.openpty()
    fcntl.ioctl(inside, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
    process = subprocess.Popen(
        [sys.executable, *python, *map(str, arguments)],
        stdin=inside,
        stdout=inside,
        stderr=inside,
        env={**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", **(variables or {})},
        start_new_session=True,
        preexec_fn=_as_a_terminal_starts_it,  # noqa: PLW1509 - nothing else is done in it
    )
    name = os.ttyname(inside)
    os.close(inside)
    terminal = Terminal(process, descriptor, name, size)
    try:
        yield terminal
    finally:
        if terminal.exit_code is None:
            terminal.kill()
        os.close(descriptor)
