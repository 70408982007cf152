"""The boards that are measured: the demo board, a large one, and one that was edited for years."""

from __future__ import annotations

import random
import shutil
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from boardtui.domain.records.declare import by_group, identity_for, validate
from boardtui.domain.records.edits import Edit, EditId, canonical
from boardtui.domain.records.kinds import KINDS
from boardtui.session.demo import make_demo
from boardtui.store import projection
from boardtui.store.board_file import BoardFile
from boardtui.store.columns import row_of
from boardtui.store.schema import EDIT

EDITS = 200_000
ACTIONS, KPIS, READINGS = 10_000, 1_000, 120
MEETINGS = 60
LEAD = "Benchmark"  # who signs, here and in the settings of the runs


class Filler:
    """Makes edits as years of use would leave them, from many openings, and puts them into a board at once."""

    def __init__(self, board: BoardFile, seed: int) -> None:
        self._board = board
        self._chance = random.Random(seed)
        self._heads: dict[tuple[str, str], EditId] = {}
        self._edits: list[Edit] = []
        self._begun = board.read().edition

    def __len__(self) -> int:
        return self._begun + len(self._edits)

    def identity(self) -> str:
        """A new identity of a record."""
        return str(uuid.UUID(int=self._chance.getrandbits(128), version=4))

    def set(self, record: str, kind: str, values: Mapping[str, Any]) -> None:
        """One edit for each field group of the values."""
        for group, some in by_group(KINDS[kind], values).items():
            place = len(self._edits)
            if place % 250 == 0:
                self._opening = f"{self._chance.getrandbits(128):032x}"
            identity = EditId(self._opening, place % 250 + 1)
            head = self._heads.get((record, group))
            self._heads[record, group] = identity
            self._edits.append(
                Edit.made(
                    id=identity,
                    lamport=self._begun + place + 1,
                    record=record,
                    kind=kind,
                    group=group,
                    value=canonical(validate(kind, group, some)),
                    why="said at the meeting",
                    who=LEAD if place % 9 == 0 else f"Lead {place % 9}",
                    at=f"2021-{1 + place * 12 // 1_000_000:02}-{1 + place % 28:02}T04:05:06Z",
                    parents=(head,) if head is not None else (),
                    batch=str(identity),
                    meeting="",
                    intent="",
                )
            )

    def edit_actions(self, actions: list[str], until: int) -> None:
        """Rate, re-date and comment on actions until the board has so many edits."""
        number = 0
        while len(self) < until:
            number += 1
            action = self._chance.choice(actions)
            match self._chance.choice(("status", "dates", "commentary")):
                case "status":
                    rag = self._chance.choice(("red", "amber", "green", "blue"))
                    self.set(action, "action", {"rag": rag, "rationale": f"because of finding {number}"})
                case "dates":
                    due = f"2022-{1 + number % 12:02}-{1 + number % 28:02}"
                    self.set(action, "action", {"due": due, "due_reason": f"reason {number}"})
                case _:
                    self.set(action, "action", {"commentary": f"Progress {number}. " + "The audit found it. " * 6})

    def minutes(self) -> str:
        """Some forty pages of minutes."""
        said = "the board heard that audits of supervision found practice in teams better and visits timely"
        words = said.split()
        return "\n".join(" ".join(self._chance.choices(words, k=12)) for _ in range(1_000))

    def write(self) -> None:
        """Put them into the board."""
        with self._board.transaction(writing=True) as connection:
            connection.execute(insert(EDIT), [row_of(edit, received=False) for edit in self._edits])
            projection.rebuild(connection)


def demo(path: Path) -> None:
    """The sample board, as `boardtui demo` makes it."""
    made = make_demo()
    shutil.move(made, path)
    made.parent.rmdir()


def large(path: Path) -> None:
    """10,000 actions and 1,000 KPIs of 120 readings each, made by some 280,000 edits."""
    with BoardFile.create(path, "A large board", who=LEAD) as board:
        filler = Filler(board, 1)
        actions = _actions(filler, ACTIONS)
        targets = {"polarity": "high", "minimum": "90%", "upper": "95%", "unit": "percent", "frequency": "monthly"}
        for number in range(KPIS):
            kpi = filler.identity()
            filler.set(kpi, "kpi", {"ref": f"K{number}", "title": f"Measure {number}", **targets})
            for reading in _readings(kpi, number):
                filler.set(identity_for(KINDS["reading"], reading, ""), "reading", reading)
        filler.edit_actions(actions, EDITS)
        filler.write()


def long(path: Path) -> None:
    """10,000 actions that were edited 200,000 times, a third of that re-dated, with the minutes of 60 meetings."""
    with BoardFile.create(path, "A long board", who=LEAD) as board:
        filler = Filler(board, 2)
        for number in range(MEETINGS):
            meeting = {"date": f"20{15 + number // 12}-{number % 12 + 1:02}-10", "title": f"Board {number}"}
            filler.set(filler.identity(), "meeting", {**meeting, "minutes": filler.minutes()})
        filler.edit_actions(_actions(filler, ACTIONS), EDITS)
        filler.write()


def _actions(filler: Filler, count: int) -> list[str]:
    made = []
    for number in range(count):
        made.append(filler.identity())
        ref = f"{number // 20 + 1}.{number % 20 + 1}"
        values = {"ref": ref, "title": f"Action {number} of a large plan", "lead": f"Lead {number % 40}"}
        filler.set(made[-1], "action", {**values, "due": f"2021-{1 + number % 12:02}-15"})
    return made


def _readings(kpi: str, number: int) -> Iterator[dict[str, str]]:
    for month in range(READINGS):
        period = f"{2012 + month // 12}-{month % 12 + 1:02d}"
        value = f"{85 + (number * 7 + month * 13) % 140 / 10:.1f}%"
        yield {"kpi": kpi, "series": "period", "period": period, "value": value}


BOARDS = {"demo": demo, "large": large, "long": long}


def boards_in(folder: Path) -> dict[str, Path]:
    """The boards in a folder; those that are not there yet are made."""
    folder.mkdir(parents=True, exist_ok=True)
    found = {name: folder / f"{name}.board" for name in BOARDS}
    for name, path in found.items():
        if not path.exists():
            BOARDS[name](path)
    return found
