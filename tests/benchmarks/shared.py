"""How long it takes to exchange edits with a server: `python -m tests.benchmarks.shared`; `--keep` writes the table.

The server is one of its own, on this machine, as far away as a proxy holds everything up. The board has 10,600 edits.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import tempfile
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from boardtui.domain.errors import BoardError
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import Action
from boardtui.session.sharing import Exchanger, make_working_copy_of
from boardtui.settings.address import Address
from boardtui.store.board_file import BoardFile
from boardtui.store.columns import board_identity
from tests.benchmarks.__main__ import KEPT
from tests.benchmarks.boards import LEAD, Filler, _actions
from tests.proxy import proxied
from tests.server import Server, programs, throwaway

EDITS, ACTIONS = 10_600, 1_000
AWAY = (0, 20, 100)  # milliseconds there and back
ROUNDS, WRITERS, WRITES = 7, 8, 3
TITLE = "## Shared boards"


def seconds(work: Callable[[], object]) -> float:
    """How long something takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def median(work: Callable[[], object], before: Callable[[], object] = lambda: None, rounds: int = ROUNDS) -> float:
    """The median of how long something takes; what is done before each time does not count."""
    taken = []
    for _ in range(rounds):
        before()
        taken.append(seconds(work))
    return statistics.median(taken)


class Desk:
    """A working copy, and one more for everybody who writes."""

    def __init__(self, address: Address, folder: Path, name: str) -> None:
        self.path = make_working_copy_of(address, folder / name)
        self.file = BoardFile.open(self.path)
        self.exchanger = Exchanger(address, self._do)
        self.actions = [each.id for each in self.file.read().all(Action)]
        self.made = 0

    def _do(self, job: Callable[[BoardFile], Any]) -> Any:
        return job(self.file)

    def write(self) -> None:
        """Comment on an action."""
        self.made += 1
        action = self.actions[self.made % len(self.actions)]
        self.file.write([Change(action, "action", {"commentary": f"Said {uuid.uuid4()}"})], who=LEAD)

    def close(self) -> None:
        """Let go of everything."""
        self.exchanger.close()
        self.file.close()


def eight_at_once(desks: list[Desk]) -> tuple[float, int]:
    """The median of an exchange while all write at once, and how many of them failed."""
    taken: list[float] = []
    failed = []

    def work(desk: Desk) -> None:
        for _ in range(WRITES):
            desk.write()
            try:
                taken.append(seconds(desk.exchanger.exchange))
            except BoardError as error:
                failed.append(error)

    threads = [threading.Thread(target=work, args=(desk,)) for desk in desks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return statistics.median(taken), len(failed)


def measured(server: Server, board: Path, folder: Path) -> dict[str, list[str]]:
    """Each line of the table: what was measured, and how long it takes at each distance."""
    with BoardFile.open(board) as file:
        with file.reading() as reader:
            straight = server.make_board(board_identity(reader))
        exchanger = Exchanger(straight, lambda job: job(file), keep_note=False)
        put = seconds(exchanger.exchange)
        exchanger.close()
        print(f"put there: {put:.2f} s")
    found: dict[str, list[str]] = {}

    def note(what: str, value: str) -> None:
        found.setdefault(what, []).append(value)
        print(what, value)

    for away in AWAY:
        with proxied(server.port) as line:
            line.delay = away / 2000
            address = replace(straight, port=str(line.port))
            begun = time.perf_counter()
            desk = Desk(address, folder, f"one{away}")
            note(f"the first working copy, {EDITS:,} edits", f"{time.perf_counter() - begun:.1f} s")
            note("opening and reading it", _ms(median(partial(_open, desk.path))))
            note("a write in it", _ms(median(desk.write)))
            desk.exchanger.exchange()
            note("sending an edit, connected", _ms(median(desk.exchanger.exchange, desk.write)))
            note("asking for news where there is none, connected", _ms(median(desk.exchanger.exchange)))

            def anew(desk: Desk = desk) -> None:
                desk.exchanger.close()
                desk.exchanger.exchange()

            note("connecting and comparing everything, as each command does", _ms(median(anew)))
            desk.close()
            desks = [Desk(address, folder, f"many{away}-{number}") for number in range(WRITERS)]
            for each in desks:
                each.exchanger.exchange()
            taken, failed = eight_at_once(desks)
            note(f"an exchange with {WRITERS} writers at once", f"{_ms(taken)}, {failed or 'none'} failed")
            for each in desks:
                each.close()
    return found


def _open(path: Path) -> None:
    with BoardFile.open(path) as file:
        file.read()


def _ms(value: float) -> str:
    return f"{value * 1000:,.0f} ms"


def table(found: dict[str, list[str]]) -> str:
    """The table, in Markdown."""
    heads = ["what", *(f"{away} ms away" if away else "on this machine" for away in AWAY)]
    rows = [heads, *([what, *values] for what, values in found.items())]
    widths = [max(len(row[place]) for row in rows) for place in range(len(heads))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    lines.insert(1, "| " + " | ".join("-" * width for width in widths) + " |")
    return "\n".join(lines)


def main() -> None:
    """Measure, print, and keep if that is wanted."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keep", action="store_true", help=f"write the table into docs/{KEPT.name}")
    wanted = parser.parse_args()
    if (there := programs()) is None:
        raise SystemExit("There is no PostgreSQL here.")
    folder = Path(tempfile.mkdtemp(prefix="boardtui-shared-"))
    os.environ["BOARDTUI_CONFIG_DIR"] = str(folder / "config")
    try:
        with BoardFile.create(folder / "plan.board", "A plan", who=LEAD) as board:
            filler = Filler(board, 3)
            filler.edit_actions(_actions(filler, ACTIONS), EDITS)
            filler.write()
        with throwaway(there) as server:
            text = table(measured(server, folder / "plan.board", folder))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(text)
    if wanted.keep:
        before = re.split(rf"\n{TITLE}\n", KEPT.read_text(encoding="utf-8"))[0].rstrip("\n")
        KEPT.write_text(f"{before}\n\n{TITLE}\n\n{_ABOUT.format(day=date.today())}\n{text}\n", encoding="utf-8")


_ABOUT = """`python -m tests.benchmarks.shared --keep` measures how a working copy of a [shared board](shared.md) of
10,600 edits exchanges them with a server on this machine, which a proxy holds as far away as is said. These are medians
of a few times on a machine that was shared with other work, and so upper bounds. Kept on {day}.
"""

if __name__ == "__main__":
    main()
