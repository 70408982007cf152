"""When somebody last reported on an item, as the file tells it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from boardtui.domain.records.edits import Change
from boardtui.store.board_file import BoardFile
from tests.ui.conftest import change, identity

DAYS = {"made": 1, "led": 2, "reported": 3, "again": 4}


class Clock:
    """Says the day that somebody turned it to."""

    def __init__(self) -> None:
        self.day = 1

    def __call__(self) -> datetime:
        return datetime(2021, 3, self.day, 9, tzinfo=UTC)


def days(file: BoardFile) -> dict[str, int]:
    """The day of the last report on each item, by the name that a test has for it."""
    board = file.read()
    return {
        name: int(board.reported[identity(name)][8:10]) for name in ("1.1", "r") if identity(name) in board.reported
    }


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def file(tmp_path: Path, clock: Clock) -> BoardFile:
    made = BoardFile.create(tmp_path / "plan.board", "Plan", who="office", clock=clock)
    made.write(
        [
            change("action", "1.1", ref="1.1", title="Audits", commentary="So far", rag="green"),
            change("risk", "r", ref="R1", title="Cover", current="4x3"),
        ],
        who="office",
    )
    return made


def test_what_came_with_the_item_itself_and_whose_it_is_are_no_reports(file: BoardFile, clock: Clock) -> None:
    before = file.read()
    clock.day = 2
    file.write([change("action", "1.1", lead="Head", title="Audits of files")], who="office")
    assert days(file) == {}
    clock.day = 3
    file.write([change("action", "1.1", commentary="All is done")], who="Head")
    assert days(file) == {"1.1": 3}
    assert file.refresh(before).reported == file.read().reported


def test_the_last_report_counts_in_whatever_field_and_the_same_words_again_are_one(
    file: BoardFile, clock: Clock
) -> None:
    clock.day = 3
    file.write([change("risk", "r", current="2x2")], who="Head")
    clock.day = 4
    again = Change(identity("1.1"), "action", {"commentary": "So far"}, again=True)
    file.write([again], who="Head")
    assert days(file) == {"1.1": 4, "r": 3}


def test_what_was_taken_back_is_no_report(file: BoardFile, clock: Clock) -> None:
    clock.day = 3
    file.write([change("risk", "r", current="2x2")], who="Head")
    before = file.read()
    file.undo(who="Head")
    assert days(file) == {}
    assert file.refresh(before).reported == {}
