"""Another program that keeps a board locked while keys are pressed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from tests.ui.conftest import seen
from tests.ui.rest import until


@contextmanager
def locked(board: Path) -> Iterator[None]:
    """Another program that keeps a board locked until the end of the block."""
    with closing(sqlite3.connect(board, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield


async def until_held_up(pilot: Any) -> None:
    """Wait until it was noticed that another program keeps the board locked."""
    assert await until(pilot, lambda: pilot.app.opened.held_up), "it was not noticed"


async def until_seen(pilot: Any, words: str) -> None:
    """Wait until something is said on the screen."""
    said = await until(pilot, lambda: words in " ".join(seen(pilot).replace("│", "").split()))
    assert said, f"{words!r} was not said:\n{seen(pilot)}"
