"""How long keys take from the terminal to the last byte of what they change, beside the cursor of a bare table.

    python -m tests.benchmarks.keys [--large] [--folder FOLDER] [--rounds ROUNDS]

The program runs in a pseudo-terminal, as people run it. A key is timed from when it is written to when the last byte of
what it changes has come; the terminal is then left alone until it is quiet. Beside the median stand how many bytes were
written, and how many frames they were drawn in. Each is compared with what Textual takes to move the cursor of one
table on an otherwise empty screen, in the same run: the machine may be slow, the program may not.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import select
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.boards import boards_in, demo

COLUMNS, LINES = 120, 40
QUIET_SECONDS = 0.2  # less than the cursor of a line takes to blink
PATIENCE_SECONDS = 30.0
CHAIR = "Independent Chair"

BARE = """
from textual.app import App
from textual.widgets import DataTable


class Bare(App[None]):
    def compose(self):
        yield DataTable(cursor_type="row")

    def on_mount(self):
        table = self.query_one(DataTable)
        table.add_columns("Ref", "Title", "Lead", "RAG", "Due")
        for number in range(100):
            table.add_row(f"1.{number}", f"Action number {number}", "Head of Service", "G", "31/03/2021")


Bare().run()
"""

SYNCHRONISES = b"\x1b[?2026;2$y"  # the answer of a terminal that shows a frame at once, which marks where one ends
DOWN, ENTER, ESCAPE = b"\x1b[B", b"\r", b"\x1b"


@dataclass(frozen=True, slots=True)
class KeyTime:
    """What one kind of key took, as medians.

    Attributes:
        what: the key, and where it was pressed.
        milliseconds: to the last byte.
        longest: of all rounds, in milliseconds.
        size: bytes written to the terminal.
        frames: how many pictures they made.
    """

    what: str
    milliseconds: float
    longest: float
    size: int
    frames: int


class Program:
    """A program in a pseudo-terminal."""

    def __init__(self, command: Sequence[str], environment: dict[str, str]) -> None:
        self._terminal, inside = pty.openpty()
        fcntl.ioctl(inside, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        self._process = subprocess.Popen(
            command, stdin=inside, stdout=inside, stderr=inside, env=environment, start_new_session=True
        )
        os.close(inside)

    def until(self, *marks: str, quiet: float = QUIET_SECONDS) -> tuple[bytes, float]:
        """Read until one of the marks was written, if there are any, and nothing follows for a while.

        Returns:
            What was written, and when its last byte came.
        """
        written, last, began = b"", time.perf_counter(), time.perf_counter()
        while True:
            ready, _, _ = select.select([self._terminal], [], [], quiet)
            now = time.perf_counter()
            if ready:
                written, last = written + os.read(self._terminal, 1 << 20), now
            elif not marks or any(mark.encode() in written for mark in marks):
                return written, last
            if now - began > PATIENCE_SECONDS:
                raise RuntimeError(f"waited in vain for {marks}: {written[-2000:]!r}")

    def press(self, keys: bytes, *marks: str) -> tuple[float, int, int]:
        """Press keys: milliseconds to the last byte, bytes, frames."""
        began = time.perf_counter()
        os.write(self._terminal, keys)
        written, last = self.until(*marks)
        return (last - began) * 1000, len(written), written.count(b"\x1b[?2026l")

    def end(self) -> None:
        """End it."""
        self._process.kill()
        self._process.wait()
        os.close(self._terminal)


@contextmanager
def running(*command: str | Path, folder: Path) -> Iterator[Program]:
    """Run a program with settings of its own."""
    keep = {name: value for name, value in os.environ.items() if name in ("PATH", "PYTHONPATH", "LANG", "VIRTUAL_ENV")}
    of_its_own = {"HOME": str(folder), "BOARDTUI_CONFIG_DIR": str(folder), "TZ": "UTC"}
    terminal = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
    program = Program([sys.executable, *map(str, command)], keep | of_its_own | terminal)
    try:
        program.until("?2026$p")
        program.press(SYNCHRONISES)
        program.until(quiet=1.5)
        yield program
    finally:
        program.end()


def sign(folder: Path) -> None:
    """Let the settings in a folder have a signature, so that nobody is asked for it."""
    Path(folder, "settings.toml").write_text(f'signature = "{CHAIR}"\n', encoding="utf-8")


def demo_in(folder: Path) -> Path:
    """The board that comes with the program, made in a folder."""
    path = folder / "demo.board"
    demo(path)
    return path


def key_times(board: Path, folder: Path, *, rounds: int = 15) -> list[KeyTime]:
    """What the keys take on a board."""
    found = []

    def tell(what: str, taken: Sequence[tuple[float, int, int]]) -> None:
        times, sizes, frames = zip(*taken, strict=True)
        middle = statistics.median
        found.append(KeyTime(what, middle(times), max(times), int(middle(sizes)), int(middle(frames))))

    with running("-m", "boardtui", board, folder=folder) as program:
        for key, name in enumerate(("overview", "ambitions", "actions", "kpis", "risks", "meeting", "papers"), 1):
            program.press(f"{key}".encode())
            program.press(DOWN)
            tell(f"↓ on {name}", [program.press(DOWN) for _ in range(rounds)])
            program.press(b"\x1b[H")
        program.press(b"3")
        rated, left, undone = [], [], []
        for number in range(rounds):
            program.press(DOWN)
            rated.append(program.press(b"rag"[number % 3 : number % 3 + 1], "why?"))
            left.append(program.press(ESCAPE))
            if number % 2:
                undone.append(program.press(b"u", "Undone"))
        tell("RAG key", rated)
        tell("Esc without a reason", left)
        tell("u", undone)
        tell("30 × ↓ in one write", [program.press((DOWN, b"\x1b[A")[n % 2] * 30) for n in range(6)])
        program.press(b"3")
        tell("f", [program.press(b"f") for _ in range(7)])
        program.press(ESCAPE)
        tell("s", [program.press(b"s") for _ in range(5)])
        tell("Enter, Esc", [program.press(key) for _ in range(3) for key in (ENTER, ESCAPE)])
        tell("3 and 4", [program.press(key) for _ in range(3) for key in (b"4", b"3")])
    return found


def bare_time(folder: Path, *, rounds: int = 30) -> KeyTime:
    """What the cursor of a bare table takes."""
    with running("-c", BARE, folder=folder) as program:
        program.press(DOWN)
        times, sizes, frames = zip(*(program.press(DOWN) for _ in range(rounds)), strict=True)
    return KeyTime(
        "↓ in a bare table",
        statistics.median(times),
        max(times),
        int(statistics.median(sizes)),
        int(statistics.median(frames)),
    )


def rows(folder: Path, *, large: bool = False, rounds: int = 15) -> Iterator[tuple[str, str, str, str, str]]:
    """The rows of a table: what was done, milliseconds, how many times the bare cursor, bytes, frames."""
    sign(folder)
    bare = bare_time(folder)
    made = boards_in(folder) if large else {"demo": demo_in(folder)}
    for name, board in made.items():
        for each in ([bare] if name == "demo" else []) + key_times(board, folder, rounds=rounds):
            times = each.milliseconds / bare.milliseconds
            yield (
                f"{each.what} ({name})",
                f"{each.milliseconds:.1f}, longest {each.longest:.1f}",
                f"{times:.1f}",
                f"{each.size:,}",
                f"{each.frames}",
            )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--large", action="store_true", help="also on a board of 200,000 edits, which takes minutes to make"
    )
    parser.add_argument("--folder", type=Path, help="where the boards are kept for another run; a new one by default")
    parser.add_argument("--rounds", type=int, default=15)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = wanted.folder or Path(temporary)
        (folder / "demo.board").unlink(missing_ok=True)
        print("| what | ms | × bare | bytes | frames |\n| --- | --- | --- | --- | --- |")
        for row in rows(folder, large=wanted.large, rounds=wanted.rounds):
            print(f"| {' | '.join(row)} |", flush=True)


if __name__ == "__main__":
    main()
