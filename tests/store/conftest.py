"""What tests of the store share."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from boardtui.domain.edits import Change
from boardtui.store.board_file import BoardFile

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
