"""What was acknowledged is on disk, whatever happens to the program that wrote it."""

import random
import re
import subprocess
import sys
import time
from pathlib import Path

from boardtui.store.board_file import BoardFile
from tests.cli.conftest import Boardtui

# Whole commands one after the other, each with its own opening of the file, as a script runs them.
_STREAM = """
import sys
from boardtui.cli import main
board, name, first = sys.argv[1], sys.argv[2], int(sys.argv[3])
print("ready", flush=True)
for number in range(first, first + int(sys.argv[4])):
    try:
        main(["set", board, "1.1", f"lead={name} {number}", "--why", f"edit {number}", "--as", name])
    except SystemExit as end:
        if end.code:
            sys.exit(end.code)
"""
KILLS = 10


def stream(board: Path, name: str, *, first: int = 1, count: int) -> subprocess.Popen[str]:
    """Start a program that changes the board again and again."""
    command = [sys.executable, "-u", "-c", _STREAM, str(board), name, str(first), str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def acknowledged(lines: list[str], name: str) -> set[str]:
    """The values that were said to be on disk: of whole lines only, since one may be cut short by the kill."""
    found = (re.fullmatch(rf"Action 1\.1: Lead .* -> ({name} \d+)\n", line) for line in lines)
    return {match[1] for match in found if match}


def in_the_file(board: Path) -> list[str]:
    with BoardFile.open(board) as opened:
        return [str(entry.edit.values().get("lead")) for entry in opened.history() if entry.edit.group == "lead"]


def test_a_killed_program_loses_nothing_it_had_acknowledged(board: Path, boardtui: Boardtui) -> None:
    moments = random.Random(20210302)
    promised: set[str] = set()
    for kill in range(KILLS):
        process = stream(board, "Lead", first=kill * 10_000, count=10_000)
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(moments.randint(1, 8))]  # at work, not still starting
        time.sleep(moments.uniform(0, 0.03))
        process.kill()
        rest, _ = process.communicate()
        assert process.returncode == -9
        promised |= acknowledged([*lines, *rest.splitlines(keepends=True)], "Lead")
        assert promised <= set(in_the_file(board))
    assert len(promised) > KILLS, "the programs were killed at work"
    assert boardtui("check", board).code == 0


def test_check_copes_with_a_write_that_was_cut_short_and_leaves_the_file_alone(
    board: Path, boardtui: Boardtui, tmp_path: Path
) -> None:
    cut = tmp_path / "cut" / "plan.board"
    cut.parent.mkdir()
    _cut_a_write_short(board, cut)
    before = {each.name: each.read_bytes() for each in cut.parent.iterdir()}
    assert len(before) == 2, "the board and the journal of the write that was cut short"
    ran = boardtui("check", cut)
    assert (ran.code, ran.err) == (0, ""), ran
    assert {each.name: each.read_bytes() for each in cut.parent.iterdir()} == before
    assert "Coach every manager" in boardtui("show", cut, "actions").out, "opening takes the half-done write back"


def _cut_a_write_short(board: Path, cut: Path) -> None:
    """Put beside each other what lies on the disk while a large write is under way."""
    import sqlite3

    connection = sqlite3.connect(board, isolation_level=None)
    connection.execute("PRAGMA cache_size=2")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("UPDATE edit SET value = value || ?", (" " * 20_000,))
    for suffix in ("", "-journal"):
        source = board.with_name(board.name + suffix)
        cut.with_name(cut.name + suffix).write_bytes(source.read_bytes())
    connection.execute("ROLLBACK")
    connection.close()
    assert cut.read_bytes() != board.read_bytes(), "half of the write is in the file"


def test_two_programs_that_write_one_board_both_do_and_lose_nothing(board: Path, boardtui: Boardtui) -> None:
    count = 15
    programs = {name: stream(board, name, count=count) for name in ("Chair", "Lead")}
    said = {name: process.communicate(timeout=120) for name, process in programs.items()}
    for name, (out, err) in said.items():
        assert programs[name].returncode == 0, err
        assert "Traceback" not in err
        written = {f"{name} {number}" for number in range(1, count + 1)}
        assert written <= set(in_the_file(board))
        assert acknowledged(out.splitlines(keepends=True), name) == written
    assert len(in_the_file(board)) == 2 * count
    assert boardtui("check", board, "--json").data["sound"] is True


def test_what_another_program_writes_is_in_the_next_answer(board: Path, boardtui: Boardtui) -> None:
    with BoardFile.open(board) as opened:
        opened.read()
        boardtui("set", board, "1.1", "lead=Head of Service", "--why", "x", "--as", "Lead")
        assert opened.read().of_kind("action")[0].lead == "Head of Service"  # type: ignore[attr-defined]
