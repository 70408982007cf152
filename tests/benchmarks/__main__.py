"""How fast boardtui is, as ratios of one run: beside a bare Textual application, and beside importing its libraries.

    python -m tests.benchmarks [--only WORD] [--rounds N] [--boards FOLDER] [--keep]

Run it from the project folder. It prints one table, with what was measured when it was kept last in docs/benchmarks.md;
`--keep` writes this run there. The boards are made once, in the folder that `--boards` names or in the temporary one.
Ratios of one run can be compared between machines; times cannot.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from boardtui.settings.paths import Paths
from boardtui.settings.settings import change_settings
from boardtui.store.board_file import BoardFile
from boardtui.ui.screens import SCREENS
from tests.benchmarks import bare
from tests.benchmarks.boards import LEAD, boards_in
from tests.benchmarks.measuring import Running, cost, running

KEPT = Path(__file__).parents[2] / "docs" / "benchmarks.md"
READABLE = r"\d (?:action|KPI) "  # the first item of the overview
BARE = ("-m", "tests.benchmarks.bare")
OURS = ("-m", "boardtui")
LEAD_OF_DEMO = "Principal Social Worker"  # who has something to step through on the screen Mine


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table.

    Attributes:
        what: what was measured.
        aim: what it should be at most.
        values: what it was in each round.
        unit: × for a ratio, or else the unit.
    """

    what: str
    aim: float
    values: tuple[float, ...]
    unit: str = "×"

    @property
    def middle(self) -> float:
        """The median."""
        return statistics.median(self.values)

    def words(self) -> tuple[str, str, str, str]:
        """The cells: what, aim, median, and from the least to the most."""
        spread = f"{min(self.values):.2f}–{max(self.values):.2f}"
        return self.what, f"≤ {self.aim:g}{_unit(self.unit)}", f"{self.middle:.2f}{_unit(self.unit)}", spread


def _unit(unit: str) -> str:
    return unit if unit == "×" else f" {unit}"


class Beside:
    """A cursor that moves in a bare table, pressed in turn with ours: what else the machine does meets both alike."""

    def __init__(self, app: Running) -> None:
        self._app = app
        self._up = True
        self.passed: list[float] = []
        app.until(bare.FIRST_WORDS)
        app.press("\x1b[B")

    def pressed(self, ours: Running, key: str) -> tuple[float, float]:
        """Press a key: how many times as long it takes to the last byte, and how much of the processor."""
        taken, _ = ours.press(key)
        plain, _ = self._app.press("\x1b[A" if self._up else "\x1b[B")
        self._up = not self._up
        self.passed.append(plain)
        return taken / plain, ours.worked / self._app.worked

    def lines(self, what: str, aim: float, found: list[tuple[float, float]]) -> Iterator[Line]:
        """What was found, as the two lines that it takes."""
        passed, worked = zip(*found, strict=True)
        yield Line(f"{what}, beside a bare table", aim, passed)
        yield Line(f"{what}, processor, beside that", aim, worked)


class Measures:
    """Everything that is measured, on copies of the boards."""

    def __init__(self, boards: dict[str, Path], folder: Path, rounds: int) -> None:
        self._boards = boards
        self._folder = folder
        self._rounds = rounds

    def all(self) -> dict[str, Callable[[], Iterator[Line]]]:
        """Each measurement by the word that `--only` names it by."""
        return {
            "start": self.start,
            "keys": self.keys,
            "early": self.early,
            "size": self.size,
            "commands": self.commands,
            "history": self.history,
            "said": self.said,
            "memory": self.memory,
        }

    def _copy(self, name: str) -> Path:
        Paths.of_this_user().places.unlink(missing_ok=True)  # it is opened on its first screen
        return Path(shutil.copyfile(self._boards[name], self._folder / f"{name}.board"))

    def start(self) -> Iterator[Line]:
        """From the start to the first readable content: a small board, and large ones."""
        board = self._copy("demo")
        ratios, worked, imported = [], [], []
        for warm in (BARE, (*OURS, board)):
            with running(*warm) as app:
                app.until(".")
                app.settle(2)
        for _ in range(self._rounds):
            with running(*BARE) as app:
                plain, processor = app.until(bare.FIRST_WORDS), app.processor
            with running(*OURS, board) as app:
                ratios.append(app.until(READABLE) / plain)
                worked.append(app.processor / processor)
            with running(*BARE) as app:
                imported.append(plain)
        yield Line("start of the demo board, beside a bare application", 1.7, tuple(ratios))
        yield Line("start of the demo board, processor, beside that", 1.7, tuple(worked))
        yield Line("start of a bare application", 0.5, tuple(imported), "s")
        for name in ("large", "long"):
            board, seconds, worked = self._copy(name), [], []
            cost((*OURS, "log", board, "--limit", "1"))  # brings it up to date, verifies all of it, and notes that
            for _ in range(min(self._rounds, 3)):
                with running(*OURS, board) as app:
                    seconds.append(app.until(READABLE))
                    worked.append(app.processor)
            yield Line(f"start of the {name} board", 1.5, tuple(seconds), "s")
            yield Line(f"start of the {name} board, processor", 1.5, tuple(worked), "s")

    def keys(self) -> Iterator[Line]:
        """A key to the last byte, beside a cursor that moves in a bare table."""
        _sign(LEAD_OF_DEMO)
        with running(*BARE) as beneath, running(*OURS, self._copy("demo")) as app:
            plain = Beside(beneath)
            app.until(READABLE)
            app.settle(2)
            for number, place in enumerate(SCREENS, start=1):
                app.press(str(number))
                app.settle()
                moved = [plain.pressed(app, "\x1b[B") for _ in range(6)]
                yield from plain.lines(f"↓ on {place.label}", 4, moved)
            app.press("3")
            app.settle()
            sizes, rated = [], []
            for key in "rgargarg"[: self._rounds + 1]:
                rated.append(plain.pressed(app, key))
                sizes.append(app.size / 1024)
                _skip_questions(app)
        yield from plain.lines("a RAG key on actions", 8, rated)
        yield Line("a RAG key, written to the terminal", 10, tuple(sizes), "KB")
        yield Line("↓ in a bare table", 10, tuple(each * 1000 for each in plain.passed), "ms")
        _sign(LEAD)

    def early(self) -> Iterator[Line]:
        """A rating right after the first frame, beside the same key later."""
        ratios = []
        for _ in range(self._rounds):
            with running(*OURS, self._copy("demo")) as app:
                app.until(READABLE)
                app.settle(0.3)
                early, _ = _rate(app, "g")
            with running(*OURS, self._copy("demo")) as app:
                app.until(READABLE)
                app.settle(3)
                later, _ = _rate(app, "g")
            ratios.append(early / later)
        yield Line("a rating 0.3 s after the first frame, beside later", 1.5, tuple(ratios))

    def size(self) -> Iterator[Line]:
        """The same keys on a large board beside the demo board."""
        taken: dict[str, dict[str, list[tuple[float, float]]]] = {}
        for name in ("demo", "large"):
            board = self._copy(name)
            cost((*OURS, "log", board, "--limit", "1"))  # as when it was opened before
            with running(*OURS, board) as app:
                app.until(READABLE)
                app.settle(2)
                app.press("3")
                app.settle(2)
                found = taken[name] = {"↓": [_both(app, "\x1b[B") for _ in range(6)], "RAG": []}
                for key in "rgarga":
                    found["RAG"].append(_both(app, key))
                    _skip_questions(app)
                found["undo"] = [_both(app, "u") for _ in range(3)]
                found["screen 4"] = [_both(app, key) for key in "43" * 5][::2]
        for key, times in taken["large"].items():
            for place, what in enumerate(("beside the demo", "processor, beside the demo")):
                base = statistics.median(each[place] for each in taken["demo"][key])
                yield Line(f"{key} on the large board, {what}", 1.5, tuple(each[place] / base for each in times))

    def commands(self) -> Iterator[Line]:
        """Processor time of commands on the demo board, beside importing the libraries they need."""
        board = self._copy("demo")
        small = ("-c", "import sqlite3, rich, typer")
        model = ("-c", "import sqlmodel")
        # Each round sets another value, as what is there already makes no edit.
        for what, aim, base, words in (
            ("show", 3, small, ("show", board, "actions")),
            ("log REF", 3, small, ("log", board, "1.1")),
            ("export", 3, small, ("export", board)),
            ("set", 1.2, model, ("set", board, "1.1", "commentary=Round {}", "--why", "Told")),
            ("add", 1.2, model, ("add", board, "ambition", "ref=9{}", "title=Round {}")),
        ):
            ratios = []
            for number in range(self._rounds + 1):
                plain = cost(base).processor
                taken = cost((*OURS, *(str(word).format(number) for word in words))).processor / plain
                if number:  # the first one compiles
                    ratios.append(taken)
            yield Line(f"{what}, processor, beside importing {base[1].removeprefix('import ')}", aim, tuple(ratios))

    def history(self) -> Iterator[Line]:
        """Commands on 200,000 edits."""
        for name in ("large", "long"):
            board = self._copy(name)
            for what, aim, words in (
                ("check", 5, ("check", board)),
                ("export", 2, ("export", board)),
                ("log REF", 2, ("log", board, "1.1")),
                ("log", 2, ("log", board, "--limit", "20")),
                ("show", 2, ("show", board, "actions")),
                ("set", 2, ("set", board, "1.1", "commentary=Once more", "--why", "Told")),
            ):
                taken = cost((*OURS, *words))
                if what == "check":  # all processors work on it: nobody waits as long as they take together
                    yield Line(f"check on the {name} board", aim, (taken.passed,), "s")
                yield Line(f"{what} on the {name} board, processor", aim, (taken.processor,), "s")

    def said(self) -> Iterator[Line]:
        """Looking for what was ever said, in 60 meetings and 200,000 edits."""
        with BoardFile.open(self._copy("long")) as board:
            for what, phrase in (("nobody said", "zebra crossing"), ("was said once", "finding 4711")):
                taken = []
                for number in range(self._rounds + 1):
                    before = time.process_time()
                    board.said_before(phrase, limit=30)
                    if number:  # the first one reads the file into memory
                        taken.append((time.process_time() - before) * 1000)
                yield Line(f"finding a phrase that {what}, processor", 150, tuple(taken), "ms")

    def memory(self) -> Iterator[Line]:
        """The most memory the application takes."""
        for name, aim in (("demo", 85), ("large", 170)):
            board = self._copy(name)
            cost((*OURS, "log", board, "--limit", "1"))  # as when it was opened before
            with running(*OURS, board) as app:
                app.until(READABLE)
                app.settle(3)
                yield Line(f"memory on the {name} board", aim, (app.memory,), "MB")


def _rate(app: Running, key: str) -> tuple[float, int]:
    """Press a key that rates, then skip every question that it asks: the next key is not to be typed into the line."""
    found = app.press(key)
    _skip_questions(app)
    return found


def _sign(who: str) -> None:
    """Let the application have a signature, so that it asks nobody."""
    change_settings(lambda settings: type(settings)(signature=who))


def _both(app: Running, key: str) -> tuple[float, float]:
    """The seconds that a key takes to the last byte, and those of the processor."""
    return app.press(key)[0], app.worked


def _skip_questions(app: Running) -> None:
    """Leave the line that asks for what belongs to a rating."""
    app.press("\x1b")
    while re.search(r"\(\d of \d\)", app.drawn):
        app.press("\x1b")
    app.settle(0.5)


def kept() -> dict[str, str]:
    """The medians of the run that was kept last, by what was measured."""
    if not KEPT.exists():
        return {}
    rows = re.findall(r"^\| (.+?) +\| .+? \| (.+?) +\| .+? +\|", KEPT.read_text(encoding="utf-8"), re.MULTILINE)
    return {what: value for what, value in rows if not set(value) <= {"-", " "}}


def table(lines: list[Line], before: dict[str, str]) -> str:
    """The table, in Markdown."""
    rows = [("what", "aim", "median", "spread", "before")]
    rows += [(*line.words(), before.get(line.what, "–")) for line in lines]
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    drawn = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    return "\n".join([drawn[0], "| " + " | ".join("-" * width for width in widths) + " |", *drawn[1:]])


def main() -> None:
    """Measure, print, and keep if that is wanted."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", action="append", default=[], help="measure only this; can be given several times")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--boards", type=Path, default=Path(tempfile.gettempdir()) / "boardtui-benchmark-boards")
    parser.add_argument("--keep", action="store_true", help=f"write the table into docs/{KEPT.name}")
    wanted = parser.parse_args()
    before = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        os.environ["BOARDTUI_CONFIG_DIR"] = folder
        # As where it is installed: nothing is compiled at the start.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = str(wanted.boards / "compiled")
        _sign(LEAD)
        measures = Measures(boards_in(wanted.boards), Path(folder), wanted.rounds)
        lines: list[Line] = []
        for name, measure in measures.all().items():
            if not wanted.only or name in wanted.only:
                for line in measure():
                    lines.append(line)
                    print("  ".join(line.words()), file=sys.stderr, flush=True)
    text = f"{_load(before)}\n\n{table(lines, kept())}"
    print(text)
    if wanted.keep:
        # What other programs measure has sections of its own below.
        _, mark, others = KEPT.read_text("utf-8").partition("\n## ") if KEPT.exists() else ("", "", "")
        about = _ABOUT.format(day=date.today(), python=platform.python_version())
        KEPT.write_text(f"{about}\n{text}\n{mark}{others}", "utf-8")


def _load(before: float) -> str:
    """How busy the machine was: on a busy one only what is said of the processor counts."""
    after, count = os.getloadavg()[0], os.cpu_count()
    return (
        f"On {count} processors, for which on average {before:.1f} programs waited or ran in the minute before, and "
        f"{after:.1f} in the last one."
    )


_ABOUT = """# How fast it is

`python -m tests.benchmarks` prints this table; `--keep` writes it here. Ratios are of one run: beside a bare Textual
application with one table, or beside importing the libraries that a command needs. "Processor" is the time that the
program had of it: on a machine that does other work, too, only that can be relied on. A whole run takes some five
minutes. Kept on {day} with Python {python}.
"""

if __name__ == "__main__":
    main()
