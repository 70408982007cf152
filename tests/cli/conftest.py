"""What tests of the command line share: a small board, and the command as a program would call it."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from boardtui.cli import main
from boardtui.domain.records.edits import Change
from boardtui.session.sharing import working_copy_at
from boardtui.settings.address import Address
from boardtui.settings.paths import Paths
from boardtui.store.board_file import BoardFile
from boardtui.store.columns import board_identity
from boardtui.store.shared import schema_of
from tests.ready import ready
from tests.server import Server

NOW = datetime(2021, 3, 2, 10, 0, tzinfo=UTC)
LEAD = "Principal Social Worker"
SIGNED = ("--why", "agreed with the lead", "--as", LEAD)


@dataclass(frozen=True)
class Ran:
    """How a command ended and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        return json.loads(self.out)


Boardtui = Callable[..., Ran]


@pytest.fixture
def boardtui(capsys: pytest.CaptureFixture[str]) -> Boardtui:
    """Run a command in this process, from its words to its exit code."""

    def run(*words: object) -> Ran:
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            main([str(word) for word in words])
        assert isinstance(end.value.code, int)
        return Ran(end.value.code, *capsys.readouterr())

    return run


@pytest.fixture
def board(tmp_path: Path) -> Path:
    """Two ambitions, two actions, a KPI whose ref an action has too, and a risk with a mitigation."""
    return ready(tmp_path / "plan.board", _small)


def _small(path: Path) -> None:
    ids = {name: str(uuid.uuid4()) for name in ("1", "2", "1.1", "1.2", "kpi", "risk", "mitigation")}
    with BoardFile.create(path, "Improvement plan", who="Programme office", clock=lambda: NOW) as made:
        made.write(
            [
                Change(ids["1"], "ambition", {"ref": "1", "title": "Good practice"}),
                Change(ids["2"], "ambition", {"ref": "2", "title": "[SEND] plan | a [/"}),
                Change(
                    ids["1.1"],
                    "action",
                    {"ref": "1.1", "ambition": ids["1"], "title": "Coach every manager", "due": "2021-03-31"},
                ),
                Change(ids["1.2"], "action", {"ref": "1.2", "ambition": ids["1"], "title": "Refresh the framework"}),
                Change(ids["kpi"], "kpi", {"ref": "1.2", "title": "Visits in time", "unit": "percent"}),
                Change(ids["risk"], "risk", {"ref": "CIP06", "title": "Capacity", "current": "2x3"}),
                Change(ids["mitigation"], "mitigation", {"risk": ids["risk"], "title": "Agency cover"}),
            ],
            who="Programme office",
            why="made the plan",
        )


def field(path: Path, ref: str, name: str) -> Any:
    """What the file says now."""
    from boardtui.domain.board.lookup import lookup

    with BoardFile.open(path) as opened:
        return getattr(lookup(opened.read(), ref), name)


def identity_in(board: Path) -> str:
    """The identity of a board."""
    with BoardFile.open(board) as file, file.reading() as reader:
        return board_identity(reader)


def working_copy(address: Address) -> Path:
    """The working copy of a shared board of the person at the terminal."""
    found = working_copy_at(address, Paths.of_this_user().working)
    assert found is not None
    return found


def on_server(server: Server, address: Address) -> int:
    """How many edits of a shared board are on the server."""
    (row,) = server.run(f"SELECT count(*) FROM {schema_of(address)}.edit")
    return int(row[0])
