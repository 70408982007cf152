"""Whether a board is sound is found by several programs at once: they find what one alone finds, and miss nothing."""

from __future__ import annotations

import concurrent.futures
import random
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import NoReturn

import pytest

from boardtui.domain.errors import BoardError
from boardtui.domain.records.edits import Change
from boardtui.store import soundness
from boardtui.store.board_file import BoardFile
from boardtui.store.sound import parts as sound_parts
from boardtui.store.sound import rules
from boardtui.store.sound.rules import RecordRange
from boardtui.store.verify import check_whole
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


def look_at_nothing_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    look_at = rules.look_at

    def look(reader: sqlite3.Connection, part: RecordRange) -> rules.RangeReport:
        assert not part.is_whole, "all of it was looked at once more"
        return look_at(reader, part)

    monkeypatch.setattr(rules, "look_at", look)


class NobodyHelps(concurrent.futures.Executor):
    """Another program that takes no part: this one looks at all of them."""

    def __init__(self, *_: object) -> None: ...

    def submit(self, *_: object) -> concurrent.futures.Future[object]:  # type: ignore[override]
        nothing = concurrent.futures.Future[object]()
        nothing.set_result({})
        return nothing


@pytest.mark.usefixtures("others_help")
def test_several_programs_find_a_sound_board_sound_and_nobody_looks_again(
    board: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_at_nothing_whole(monkeypatch)
    problems, found = soundness.examine(board)
    assert problems == []
    assert found is not None


@pytest.mark.parametrize("statement", DAMAGE.values(), ids=DAMAGE)
def test_what_is_wrong_is_said_alike_whether_it_is_looked_at_in_parts_or_as_a_whole(
    board: Path, statement: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Looked at in parts by this program: that it starts others changes nothing in what they find."""
    spoil(board, statement)
    whole = soundness.examine(board)
    monkeypatch.setattr(sound_parts, "WORTH_IT", 0)
    monkeypatch.setattr(sound_parts, "_helpers", lambda: 1)
    monkeypatch.setattr(concurrent.futures, "ProcessPoolExecutor", NobodyHelps)
    assert soundness.examine(board) == whole
    assert whole[0]


@pytest.mark.parametrize("seed", range(40))
def test_what_is_wrong_by_chance_is_said_alike_in_parts_and_as_a_whole(
    board: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A few cells, of edits and of what is shown, hold what others hold or what none does; sealed or not."""
    chance = random.Random(seed)
    with closing(sqlite3.connect(board)) as connection:
        for table in chance.choices(
            ["edit", "edit", "edit", "head", "p_action", "p_redating"], k=chance.choice([1, 2, 4])
        ):
            names = [name for _, name, *_ in connection.execute(f"PRAGMA table_info({table})")]
            name, place = chance.choice(names[1:]), chance.randrange(30)
            (count,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
            cells = [cell for (cell,) in connection.execute(f'SELECT "{name}" FROM {table}')]
            cell = chance.choice([*cells, "", "{edit}", "x:1", '{"title":"x"}', 1, 0, -5, 2**40, b"x"])
            change = (
                f'UPDATE OR IGNORE {table} SET "{name}" = ? WHERE rowid = (SELECT rowid FROM {table} LIMIT 1 OFFSET ?)'
            )
            connection.execute(change, (cell, place % count))
        connection.commit()
    if chance.random() < 0.5:
        seal(board)
    whole = soundness.examine(board)
    monkeypatch.setattr(sound_parts, "WORTH_IT", 0)
    monkeypatch.setattr(sound_parts, "_helpers", lambda: 1)
    monkeypatch.setattr(concurrent.futures, "ProcessPoolExecutor", NobodyHelps)
    assert soundness.examine(board) == whole


def test_what_is_wrong_is_said_where_there_are_braces_in_it(board: Path) -> None:
    spoil(board, "UPDATE edit SET grp = 't{x' WHERE arrival = 4")
    seal(board)
    show_what_the_edits_say(board)
    assert "knows no 'action' with 't{x'" in soundness.examine(board)[0][0]


def test_an_edit_that_says_it_is_older_than_the_one_before_it_is_found(board: Path) -> None:
    spoil(board, "UPDATE edit SET lamport = 1 WHERE arrival = 5")
    seal(board)
    show_what_the_edits_say(board)
    assert soundness.examine(board)[0] == ["plan.board places edit 5 in an impossible order."]


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
    assert soundness.examine(board)[0] == []


@pytest.mark.usefixtures("others_help")
def test_what_a_program_that_is_ended_leaves_is_looked_at_here(board: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Killed(NobodyHelps):
        def submit(self, *_: object) -> concurrent.futures.Future[object]:  # type: ignore[override]
            ended = concurrent.futures.Future[object]()
            ended.set_exception(concurrent.futures.BrokenExecutor("killed"))
            return ended

    monkeypatch.setattr(concurrent.futures, "ProcessPoolExecutor", Killed)
    look_at_nothing_whole(monkeypatch)
    assert soundness.examine(board)[0] == []


@pytest.mark.usefixtures("others_help")
def test_the_parts_are_several_and_hold_every_edit_once(board: Path) -> None:
    with closing(sqlite3.connect(board)) as connection:
        ((count,),) = connection.execute("SELECT count(*) FROM edit")
        parts = sound_parts._parts(connection, RecordRange(board, "", count))
        held = [
            connection.execute(f"SELECT count(*) FROM edit WHERE {condition}", values).fetchone()[0]
            for condition, values in (part.within("record") for part in parts)
        ]
    assert len(held) > 3
    assert all(held)
    assert sum(held) == count


def test_a_small_board_is_looked_at_by_one_program(board: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[object] = []

    class Noted(NobodyHelps):
        def __init__(self, *how: object) -> None:
            started.append(how)

    monkeypatch.setattr(sound_parts, "_helpers", lambda: 7)
    monkeypatch.setattr(concurrent.futures, "ProcessPoolExecutor", Noted)
    assert soundness.examine(board)[0] == []
    assert not started
    monkeypatch.setattr(sound_parts, "WORTH_IT", board.stat().st_size)
    assert soundness.examine(board)[0] == []
    assert started


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE edit SET value = '{}' WHERE arrival = 3", "an edit of one of the actions is not as it was made"),
        ("UPDATE edit SET kind = 'thing' WHERE arrival = 3", "an edit of something is not as it was made"),
        ("UPDATE edit SET why = x'00' WHERE arrival = 3", "an edit in it cannot be read"),
        ("UPDATE meta SET value = x'00' WHERE name = 'board'", "it does not say which board it is"),
        ("UPDATE p_action SET title = 'Other'", "what is shown differs from the edits: action"),
    ],
)
def test_what_is_wrong_is_said_in_words_that_name_no_record(board: Path, statement: str, words: str) -> None:
    spoil(board, statement)
    with closing(sqlite3.connect(board)) as reader, pytest.raises(BoardError) as told:
        check_whole(reader, board)
    assert str(told.value) == f"plan.board is damaged: {words}."


@pytest.mark.parametrize(
    ("condition", "edits"),
    [
        ("arrival = 3", "one of the actions by Independent Chair at {at}"),
        ("arrival IN (3, 5)", "one of the actions by Independent Chair at {at} (and 1 more)"),
        ("arrival BETWEEN 1 AND 4", "one of the boards by plan at {at} (and 3 more)"),
    ],
)
def test_edits_that_were_changed_are_named_by_the_first_and_counted(board: Path, condition: str, edits: str) -> None:
    spoil(board, f"UPDATE edit SET why = 'another' WHERE {condition}")
    with closing(sqlite3.connect(board)) as reader:
        (at,) = reader.execute(f"SELECT at FROM edit WHERE {condition} ORDER BY arrival").fetchone()
    told = edits.format(at=at)
    first, *_ = soundness.examine(board)[0]
    assert first == f"An edit of {told} does not match its digest: it was changed after it was made."


def test_an_edit_is_named_where_nobody_signed_it_and_where_nobody_knows_what_it_is_of(board: Path) -> None:
    spoil(board, "UPDATE edit SET who = '', at = '2026-05-01T09:00:00Z' WHERE arrival = 3")
    unsigned, *_ = soundness.examine(board)[0]
    assert unsigned.startswith("An edit of one of the actions by somebody at 2026-05-01T09:00:00Z does not match")
    spoil(board, "UPDATE edit SET kind = 'thing' WHERE arrival = 3")
    assert "An edit of something unknown by somebody at 2026-05-01T09:00:00Z" in soundness.examine(board)[0][0]
