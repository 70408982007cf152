"""What tests of the store share."""

import sqlite3
import uuid
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from boardtui.domain.edits import Change, Edit
from boardtui.store.board_file import BoardFile
from boardtui.store.writing import row_of

CHAIR = "Independent Chair"


def new_id() -> str:
    return str(uuid.uuid4())


@pytest.fixture
def board_file(tmp_path: Path) -> Iterator[BoardFile]:
    with BoardFile.create(tmp_path / "plan.board", "Improvement plan", who="plan") as made:
        yield made


def add_action(board_file: BoardFile, ref: str, **values: object) -> str:
    """Add an action and say its id."""
    identity = new_id()
    board_file.write([Change(identity, "action", {"ref": ref, **values})], who=CHAIR)
    return identity


def elsewhere(board_file: BoardFile, change: Change, *, who: str = "Lead") -> None:
    """Write in another opening of the same file, as another program does."""
    with BoardFile.open(board_file.path) as other:
        other.write([change], who=who)


def plant(board_file: BoardFile, edits: Iterable[Edit]) -> None:
    """Put edits into the file as somebody does who has a database tool."""
    rows = [row_of(edit, received=True) for edit in edits]
    names = ", ".join(rows[0])
    with closing(sqlite3.connect(board_file.path)) as connection:
        connection.executemany(f"INSERT INTO edit ({names}) VALUES ({', '.join(f':{n}' for n in rows[0])})", rows)
        connection.commit()
    board_file.rebuild()
