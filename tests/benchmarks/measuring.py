"""How long a program takes in a terminal until it shows something, and how much of the processor and memory it uses."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SIZE = (120, 40)
PATIENCE_SECONDS = 60.0
# Longer than between two parts of one answer, and shorter than the blinking of a cursor.
QUIET_SECONDS = 0.4
_ESCAPES = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\^_])")


class Running:
    """A program in a terminal of its own: what it writes is read as fast as it comes, and timed."""

    def __init__(self, process: subprocess.Popen[bytes], descriptor: int, started: float) -> None:
        self.process = process
        self._descriptor = descriptor
        self._started = started
        self.drawn, self.size, self.worked = "", 0, 0.0

    def until(self, words: str) -> float:
        """The seconds from the start until words that match a pattern stand on the screen."""
        written, pattern = b"", re.compile(words.encode())
        while time.monotonic() < self._started + PATIENCE_SECONDS:
            part = self._read(0.5)
            written += part
            if part and pattern.search(_ESCAPES.sub(b"", written)):
                return time.monotonic() - self._started
        shown = _ESCAPES.sub(b"", written).decode(errors="replace")[-2000:]
        raise RuntimeError(f"{words!r} was never shown, but:\n{shown}")

    def press(self, key: str) -> tuple[float, int]:
        """The seconds from a key to the last byte of what it draws, and how many bytes that is.

        The words of it are in `drawn` afterwards, and in `worked` the seconds of the processor that it took until then:
        on a machine that others use, too, these say more than the seconds that passed.
        """
        while self._read(0):
            pass  # what was still to come of before
        before = self.processor
        os.write(self._descriptor, key.encode())
        pressed = last = time.monotonic()
        written = b""
        while part := self._read(QUIET_SECONDS if written else 5):
            last, written = time.monotonic(), written + part
            self.worked = self.processor - before
        self.drawn = _ESCAPES.sub(b"", written).decode(errors="replace")
        self.size = len(written)
        return last - pressed, self.size

    def settle(self, seconds: float = 1.0) -> None:
        """Read what is drawn for a while."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            self._read(left)

    @property
    def memory(self) -> float:
        """The most memory it has had so far, in megabytes."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        found = re.search(r"VmHWM:\s+(\d+)", status)
        return int(found[1]) / 1024 if found else 0.0

    @property
    def processor(self) -> float:
        """The seconds that its threads have had of the processor so far."""
        spent = 0
        for task in Path(f"/proc/{self.process.pid}/task").iterdir():
            with contextlib.suppress(OSError):  # a thread that has just ended
                spent += int((task / "schedstat").read_text(encoding="ascii").split()[0])
        return spent / 1e9

    def _read(self, seconds: float) -> bytes:
        ready, _, _ = select.select([self._descriptor], [], [], seconds)
        try:
            return os.read(self._descriptor, 1 << 20) if ready else b""
        except OSError:
            return b""


@contextmanager
def running(*arguments: str | Path) -> Iterator[Running]:
    """Run Python with these arguments in a terminal, until the block ends."""
    descriptor, inside = pty.openpty()
    fcntl.ioctl(inside, termios.TIOCSWINSZ, struct.pack("HHHH", SIZE[1], SIZE[0], 0, 0))
    started = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, *map(str, arguments)],
        stdin=inside,
        stdout=inside,
        stderr=inside,
        env={**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"},
        start_new_session=True,
    )
    os.close(inside)
    try:
        yield Running(process, descriptor, started)
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        process.wait()
        os.close(descriptor)


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command cost: seconds of the processor, seconds that passed, and the most memory in megabytes."""

    processor: float
    passed: float
    memory: float


def cost(arguments: Sequence[str | Path]) -> Cost:
    """Run Python with some arguments to its end and say what it cost."""
    started = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, *map(str, arguments)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):  # 1 says that there is something to look at
        raise RuntimeError(f"{' '.join(map(str, arguments))} ended with {process.returncode}")
    return Cost(used.ru_utime + used.ru_stime, time.monotonic() - started, used.ru_maxrss / 1024)
