"""Whether a board is sound is found by several programs at once: they find what one alone finds, and miss nothing."""

from __future__ import annotations

import concurrent.futures
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import NoReturn

import pytest

from boardtui.domain.records.edits import Change
from boardtui.store import soundness
from boardtui.store.board_file import BoardFile
from boardtui.store.sound import parts as sound_parts
from boardtui.store.sound.parts import Part
from tests.store.conftest import CHAIR, add_action
from tests.store.forging import seal, show_what_the_edits_say, spoil

LAST = "(SELECT max(arrival) FROM edit)"
DAMAGE = {
    "a value": f"UPDATE edit SET value = '\"\"' WHERE arrival = {LAST}",
    "a digest": "UPDATE edit SET digest = 'none' WHERE arrival = 4",
    "a missing number": f"DELETE FROM edit WHERE arrival = {LAST} - 1",
    "a shown title": "UPDATE p_action SET title = 'Other'",
    "a shown record too few": "DELETE FROM p_action",
    "a shown record before all others": "INSERT INTO head VALUES ('', 'title', 'a', 1)",
    "a shown record after all others": "INSERT INTO head VALUES ('~', 'title', 'a', 1)",
    "another board": "UPDATE meta SET value = 'another' WHERE name = 'board'",
    "what is shown gone": "DROP TABLE p_action",
}


@pytest.fixture
def board(board_file: BoardFile) -> Path:
    """A board of six actions, one of which has a revised date, and of which one was deleted."""
    made = [add_action(board_file, f"1.{number}", title=f"Audit {number}", due="1 May 2026") for number in range(6)]
    board_file.write([Change(made[2], "action", {"due": "1 June 2026"})], who=CHAIR, why="late")
    board_file.write([Change(made[3], "action", delete=True)], who=CHAIR)
    board_file.close()
    return board_file.path


@pytest.fixture
def others_help(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every board is worth another program, and there is one that helps."""
    monkeypatch.setattr(sound_parts, "WORTH_IT", 0)
    monkeypatch.setattr(sound_parts, "_helpers", lambda: 1)


def not_looked_at_again(*_: object) -> NoReturn:
    raise AssertionError("it was looked at once more")


@pytest.mark.usefixtures("others_help")
def test_several_programs_find_a_sound_board_sound_and_nobody_looks_again(
    board: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(soundness, "_look_closely", not_looked_at_again)
    problems, found = soundness.examine(board)
    assert problems == []
    assert found is not None


@pytest.mark.parametrize("statement", DAMAGE.values(), ids=DAMAGE)
def test_every_part_knows_what_is_wrong_in_it(board: Path, statement: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Looked at in parts, by this program: that it starts others changes nothing in what they find."""
    monkeypatch.setattr(sound_parts, "WORTH_IT", 0)
    monkeypatch.setattr(sound_parts, "_helpers", lambda: 1)
    monkeypatch.setattr(concurrent.futures, "ProcessPoolExecutor", no_program)
    assert sound_parts.is_sound(board)
    spoil(board, statement)
    assert not sound_parts.is_sound(board)


def test_an_edit_that_says_it_is_older_than_the_one_before_it_is_found(board: Path) -> None:
    spoil(board, "UPDATE edit SET lamport = 1 WHERE arrival = 5")
    seal(board)
    show_what_the_edits_say(board)
    assert not sound_parts.is_sound(board)


@pytest.mark.parametrize("statement", [DAMAGE["a digest"], DAMAGE["a shown title"]])
def test_what_is_wrong_is_said_alike_whoever_looked(
    board: Path, statement: str, request: pytest.FixtureRequest
) -> None:
    spoil(board, statement)
    alone = soundness.examine(board)
    request.getfixturevalue("others_help")
    assert soundness.examine(board) == alone
    assert alone[0]


def no_program(*_: object) -> NoReturn:
    raise PermissionError("nothing can be started here")


@pytest.mark.usefixtures("others_help")
def test_where_no_other_program_can_be_started_this_one_looks_alone(
    board: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(concurrent.futures, "ProcessPoolExecutor", no_program)
    monkeypatch.setattr(soundness, "_look_closely", not_looked_at_again)
    assert soundness.examine(board)[0] == []


@pytest.mark.usefixtures("others_help")
def test_what_a_program_that_is_ended_leaves_is_looked_at_here(board: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Ended(concurrent.futures.Future[object]):
        def cancel(self) -> bool:
            return False

    class Executor:
        def __init__(self, *_: object) -> None: ...

        def submit(self, *_: object) -> Ended:
            ended = Ended()
            ended.set_exception(concurrent.futures.BrokenExecutor("killed"))
            return ended

        def shutdown(self, **_: object) -> None: ...

    monkeypatch.setattr(concurrent.futures, "ProcessPoolExecutor", Executor)
    monkeypatch.setattr(soundness, "_look_closely", not_looked_at_again)
    assert soundness.examine(board)[0] == []


@pytest.mark.usefixtures("others_help")
def test_the_parts_are_several_and_hold_every_edit_once(board: Path) -> None:
    with closing(sqlite3.connect(board)) as connection:
        ((count,),) = connection.execute("SELECT count(*) FROM edit")
        parts = sound_parts._parts(connection, Part(board, "", count))
        held = [
            connection.execute(f"SELECT count(*) FROM edit WHERE {condition}", values).fetchone()[0]
            for condition, values in (part.within("record") for part in parts)
        ]
    assert len(held) > 3
    assert all(held)
    assert sum(held) == count


def test_a_small_board_is_looked_at_by_one_program(board: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sound_parts, "_helpers", lambda: 7)
    with closing(sqlite3.connect(board)) as connection:
        assert len(sound_parts._parts(connection, Part(board, "", sound_parts.WORTH_IT - 1))) == 1
