"""What tests of the store share."""

import shutil
import sqlite3
import uuid
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from boardtui.domain.records.edits import Change, Edit
from boardtui.store import projection
from boardtui.store.board_file import BoardFile
from boardtui.store.columns import row_of
from boardtui.store.copies import received_file
from tests.store.forging import show_what_the_edits_say

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


@pytest.fixture
def copy(board_file: BoardFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A lead's copy with two edits of an action that the board does not have; looking at it again takes no time."""
    monkeypatch.setattr(received_file, "PAUSE", 0.001)
    action = add_action(board_file, "1.1", title="Audit")
    path = tmp_path / "lead.board"
    shutil.copyfile(board_file.path, path)
    with BoardFile.open(path) as lead:
        lead.write([Change(action, "action", {"rag": "red"})], who="Lead", why="late")
        lead.write([Change(action, "action", {"commentary": "Begun."})], who="Lead")
    return path


def elsewhere(board_file: BoardFile, change: Change, *, who: str = "Lead") -> None:
    """Write in another opening of the same file, as another program does."""
    with BoardFile.open(board_file.path) as other:
        other.write([change], who=who)


def rebuild(board_file: BoardFile) -> None:
    """Work the projection out anew from the edits."""
    with board_file.transaction(writing=True) as connection:
        projection.rebuild(connection)


def plant(board_file: BoardFile, edits: Iterable[Edit]) -> None:
    """Put edits into the file as somebody does who has a database tool."""
    rows = [row_of(edit, received=True) for edit in edits]
    names = ", ".join(rows[0])
    with closing(sqlite3.connect(board_file.path)) as connection:
        connection.executemany(f"INSERT INTO edit ({names}) VALUES ({', '.join(f':{n}' for n in rows[0])})", rows)
        connection.commit()
    show_what_the_edits_say(board_file.path)
