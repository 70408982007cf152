"""What a command says it did is what it did, whatever other programs write into the board meanwhile."""

import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from boardtui.domain.records.edits import Change
from boardtui.store.board_file import BoardFile, Receipt
from tests.cli.conftest import SIGNED, Boardtui

AT_MOST = 0.3
"""Seconds that another program has to get in between: far more than its write takes, where nothing holds it up."""


class AnotherProgram:
    """It has the board open, and writes an action at a moment when a command is at work."""

    def __init__(self, board: Path, **values: str) -> None:
        self._file = BoardFile.open(board)
        self._file.get_ready_to_write()
        (self._action,) = (each for each in self._file.read().of_kind("action") if each.values("ref")["ref"] == "1.1")
        self._values = values
        self._thread = threading.Thread(target=self._write)

    def _write(self) -> None:
        self._file.write([Change(self._action.id, "action", self._values)], who="Chair", why="at the same time")

    def writes(self) -> None:
        self._thread.start()
        self._thread.join()

    def tries_to_write(self) -> None:
        self._thread.start()
        self._thread.join(AT_MOST)

    def has_written(self) -> None:
        self._thread.join()
        self._file.close()


def _after(monkeypatch: pytest.MonkeyPatch, name: str, happens: Callable[[], object]) -> None:
    """Let something happen once a command has read the board, or written and not gone on yet."""
    original = getattr(BoardFile, name)
    turns = iter([True])

    def with_it(self: BoardFile, *given: Any, **named: Any) -> Any:
        done = original(self, *given, **named)
        if threading.current_thread() is threading.main_thread() and next(turns, False):
            happens()
        return done

    monkeypatch.setattr(BoardFile, name, with_it)


def test_what_another_program_says_next_is_not_said_by_this_one(
    board: Path, boardtui: Boardtui, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = AnotherProgram(board, lead="Director")
    _after(monkeypatch, "write", other.tries_to_write)
    ran = boardtui("set", board, "1.1", "lead=Head of Service", *SIGNED)
    other.has_written()
    assert (ran.out, ran.err) == ("Action 1.1: Lead (empty) -> Head of Service\n", "")
    assert "Lead Head of Service -> Director" in boardtui("log", board, "1.1").out


def test_nor_is_what_it_changed_beside(board: Path, boardtui: Boardtui, monkeypatch: pytest.MonkeyPatch) -> None:
    other = AnotherProgram(board, title="Coach everybody")
    _after(monkeypatch, "read", other.writes)
    ran = boardtui("set", board, "1.1", "lead=Head of Service", "--json", *SIGNED)
    other.has_written()
    (told,) = ran.data
    assert told["changed"] == {"lead": {"from": "", "to": "Head of Service"}}
    assert "Coach everybody" in boardtui("show", board, "1.1").out


@pytest.mark.parametrize("turn", ["undo", "redo"])
def test_what_is_undone_is_told_as_it_was_undone(
    board: Path, boardtui: Boardtui, monkeypatch: pytest.MonkeyPatch, turn: str
) -> None:
    boardtui("set", board, "1.1", "lead=Head of Service", *SIGNED)
    if turn == "redo":
        boardtui("undo", board, "--as", SIGNED[-1])
    other = AnotherProgram(board, lead="Director")
    _after(monkeypatch, turn, other.tries_to_write)
    ran = boardtui(turn, board, "--as", SIGNED[-1])
    other.has_written()
    said = {"undo": "Head of Service -> (empty)", "redo": "(empty) -> Head of Service"}
    assert ran.out == f"Action 1.1: Lead {said[turn]}\n"


def test_who_decides_on_what_is_no_longer_so_is_told_that_there_are_two_opinions(
    board: Path, boardtui: Boardtui, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = AnotherProgram(board, lead="Director")
    _after(monkeypatch, "read", other.writes)
    ran = boardtui("set", board, "1.1", "lead=Head of Service", *SIGNED)
    other.has_written()
    assert ran.out == "Action 1.1: Lead (empty) -> Head of Service\n"
    assert "Copies disagree about action 1.1 (lead)" in ran.err


@pytest.mark.parametrize("command", ["export", "minutes"])
def test_a_file_that_another_program_makes_meanwhile_is_not_replaced_unless_that_is_wanted(
    board: Path, boardtui: Boardtui, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: str
) -> None:
    boardtui("meeting", "new", board, "--date", "02/03/2021", *SIGNED[2:])
    out = tmp_path / "paper.md"
    _after(monkeypatch, "read", lambda: out.write_text("theirs", encoding="utf-8"))
    words = ["export", board] if command == "export" else ["meeting", "minutes", board, "02/03/2021"]
    ran = boardtui(*words, "-o", out)
    assert (ran.code, out.read_text(encoding="utf-8")) == (1, "theirs")
    assert "exists already: another program made it meanwhile" in ran.err
    assert boardtui(*words, "-o", out, "--force").code == 0
    assert out.read_text(encoding="utf-8") != "theirs"


def test_an_import_into_a_board_that_is_another_than_was_looked_at_enters_nothing(
    board: Path, boardtui: Boardtui, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    table = tmp_path / "actions.csv"
    table.write_text("Ref,Action,Ambition\n1.7,Meet weekly,1\n", encoding="utf-8")
    words = ["import", board, table, "--kind", "action", "--yes", *SIGNED[2:]]
    other = AnotherProgram(board, lead="Director")
    _after(monkeypatch, "read", other.writes)
    ran = boardtui(*words)
    other.has_written()
    assert (ran.code, "changed the board meanwhile, so nothing was imported" in ran.err) == (1, True)
    assert boardtui(*words).code == 0


@pytest.mark.parametrize(
    ("command", "looks"),
    [
        (["delete", "1.2", "--why", "Entered twice"], "read"),
        (["add", "action", "ambition=1", "ref=1.9", "title=Recruit"], "read"),
        (["meeting", "close", "02/03/2021"], "meeting_record"),
        (["meeting", "agree", "19/01/2021"], "meeting_record"),
    ],
)
def test_what_was_looked_at_is_what_is_deleted_added_to_closed_or_agreed(
    board: Path, boardtui: Boardtui, monkeypatch: pytest.MonkeyPatch, command: list[str], looks: str
) -> None:
    for day in ("19/01/2021", "02/03/2021"):
        boardtui("meeting", "new", board, "--date", day, *SIGNED[2:])
    boardtui("meeting", "close", board, "19/01/2021", *SIGNED[2:])
    other = AnotherProgram(board, lead="Director")
    _after(monkeypatch, looks, other.tries_to_write)
    noun = 2 if command[0] == "meeting" else 1
    ran = boardtui(*command[:noun], board, *command[noun:], *SIGNED[2:])
    other.has_written()
    assert ran.code == 0, ran.err
    with BoardFile.open(board) as file:
        assert file.history(limit=1)[0].edit.why == "at the same time", "it came afterwards"


def test_that_another_program_gave_the_same_ref_in_that_moment_is_told(
    board: Path, boardtui: Boardtui, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = AnotherProgram(board, ref="1.9")
    _after(monkeypatch, "read", other.writes)
    ran = boardtui("set", board, "action:1.2", "ref=1.9", *SIGNED)
    other.has_written()
    assert "Action 1.9: another has this ref too. To settle it: boardtui conflicts list" in ran.err


def test_a_merge_ends_with_what_is_to_settle_by_then(
    board: Path, boardtui: Boardtui, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    copy = tmp_path / "lead.board"
    boardtui("copy", board, copy, *SIGNED[2:])
    boardtui("set", copy, "1.1", "lead=Head of Service", *SIGNED)
    other = AnotherProgram(board, lead="Director")
    _after(monkeypatch, "read", other.writes)
    ran = boardtui("merge", board, copy, "--yes", *SIGNED[2:])
    other.has_written()
    assert (ran.code, boardtui("conflicts", "list", board).code) == (1, 1)


def test_of_two_meetings_that_are_begun_at_once_one_runs(
    board: Path, boardtui: Boardtui, monkeypatch: pytest.MonkeyPatch
) -> None:
    boardtui("set", board, "1.1", "rag=red", *SIGNED)  # which gives them something to talk about
    for day in ("19/01/2021", "02/03/2021"):
        boardtui("meeting", "new", board, "--date", day, *SIGNED[2:])
    _after(monkeypatch, "back_up", lambda: boardtui("meeting", "begin", board, "02/03/2021", *SIGNED[2:]))
    ran = boardtui("meeting", "begin", board, "19/01/2021", *SIGNED[2:])
    assert (ran.code, "was never closed" in ran.err) == (1, True), ran
    listed = boardtui("meeting", "list", board, "--json").data
    assert [each["state"] for each in listed].count("running") == 1


def test_an_import_that_is_stopped_is_not_called_entered_since_another_program_wrote(
    board: Path, boardtui: Boardtui, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    table = tmp_path / "actions.csv"
    table.write_text("Ref,Action,Ambition\n1.7,Meet weekly,1\n", encoding="utf-8")
    other = AnotherProgram(board, lead="Director")

    def stop(*_given: Any, **_named: Any) -> Receipt:
        other.tries_to_write()
        raise KeyboardInterrupt

    monkeypatch.setattr("boardtui.session.importing.carry_out", stop)
    ran = boardtui("import", board, table, "--kind", "action", "--yes", *SIGNED[2:])
    other.has_written()
    assert "Nothing was imported" in ran.err
    assert "1.7" not in json.dumps(boardtui("show", board, "actions", "--json").data)
