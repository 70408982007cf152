"""What a command does where the system is Windows, as far as it can be tried elsewhere."""

from __future__ import annotations

import ast
import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from boardtui.cli import run
from boardtui.domain.records.kinds import Action
from boardtui.store.board_file import BoardFile
from tests.cli.conftest import Boardtui

PLAN = """format = 1

[board]
title = "Plan"

[[ambition]]
ref = "1"
title = "Children’s lives"

[[action]]
ambition = "1"
ref = "1.1"
title = "Coaching – for all"
rag = "amber"
"""


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_piped_output_is_utf_8_whatever_the_console_is_set_to(encoding: str, board: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0", "LC_ALL": "C"}
    command = [sys.executable, "-m", "boardtui", "show", str(board), "actions"]
    done = subprocess.run(command, capture_output=True, check=True, env=environment)
    shown = done.stdout.decode("utf-8")
    assert "○ Not rated" in shown
    assert "\\u25" not in shown


def test_a_reader_that_has_gone_is_no_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def closed(_: object) -> int:
        raise OSError(errno.EINVAL, "Invalid argument")

    monkeypatch.setattr(run, "_invoke", closed)
    monkeypatch.setattr(sys, "platform", "win32")
    assert run._run([]) == 1
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys, "platform", "linux")
    assert run._run([]) == 1
    assert capsys.readouterr().err == "boardtui: invalid argument. Check the file and its folder.\n"


@pytest.mark.parametrize("number", [errno.EINVAL, errno.EACCES])
def test_another_error_with_a_file_is_said_with_its_name(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], number: int
) -> None:
    def refused(_: object) -> int:
        raise OSError(number, "No", "plan.board" if number == errno.EINVAL else None)

    monkeypatch.setattr(run, "_invoke", refused)
    monkeypatch.setattr(sys, "platform", "win32")
    assert run._run([]) == 1
    name = "plan.board: " if number == errno.EINVAL else ""
    assert capsys.readouterr().err == f"boardtui: {name}no. Check the file and its folder.\n"


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_plan_that_an_editor_of_windows_wrote_is_read(
    line_end: str, mark: bytes, boardtui: Boardtui, tmp_path: Path
) -> None:
    plan, path = tmp_path / "plan.toml", tmp_path / "plan.board"
    plan.write_bytes(mark + PLAN.replace("\n", line_end).encode())
    assert boardtui("new", path, "--from", plan, "--as", "Chair").err == ""
    with BoardFile.open(path) as file:
        assert [action.title for action in file.read().all(Action)] == ["Coaching – for all"]


_NOT_THERE = {"fcntl", "grp", "pty", "pwd", "resource", "termios", "tty"}
ROOT = Path(run.__file__).parents[3]


def imported_at_once(source: str) -> set[str]:
    """The modules that a file imports as soon as it is imported itself, on Windows too."""
    found: set[str] = set()
    for statement in ast.parse(source).body:
        if isinstance(statement, ast.If) and "win32" in ast.unparse(statement.test):
            break  # what follows is for other systems
        if isinstance(statement, ast.Import):
            found |= {each.name.partition(".")[0] for each in statement.names}
        elif isinstance(statement, ast.ImportFrom):
            found.add((statement.module or "").partition(".")[0])
    return found


def test_what_windows_does_not_have_is_imported_nowhere_without_asking() -> None:
    apart = {"terminal_driver.py"}  # which only the driver of Linux asks for
    sources = [*(ROOT / "src").rglob("*.py"), *(ROOT / "tests").rglob("*.py"), *(ROOT / "scripts").glob("*.py")]
    asked_for = {
        each.name: here
        for each in sources
        if each.parent.name != "benchmarks" and (here := imported_at_once(each.read_text("utf-8")) & _NOT_THERE)
    }
    assert set(asked_for) == apart


def without_encoding(source: str) -> list[str]:
    """The calls that read or write a text file in whatever the machine is set to: ruff knows few of them as such."""
    calls = [each for each in ast.walk(ast.parse(source)) if isinstance(each, ast.Call)]
    return [
        ast.unparse(call)
        for call in calls
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in ("read_text", "write_text")
        and not any(each.arg == "encoding" for each in call.keywords)
        and len(call.args) < (1 if call.func.attr == "read_text" else 2)
        and ast.unparse(call.func) != "formatter.write_text"  # of the help, which is no file
    ]


def test_every_text_file_is_read_and_written_in_an_encoding_that_is_stated() -> None:
    sources = [each for folder in ("src", "tests", "scripts") for each in (ROOT / folder).rglob("*.py")]
    assert {each.name: found for each in sources if (found := without_encoding(each.read_text("utf-8")))} == {}
    assert without_encoding("path.read_text()\npath.write_text('x')\npath.write_text('x', 'utf-8')") == [
        "path.read_text()",
        "path.write_text('x')",
    ]


def test_no_time_zone_is_looked_up_by_name() -> None:
    """Windows comes without the data that this needs."""
    sources = Path(run.__file__).parents[1].rglob("*.py")
    assert [each.name for each in sources if "zoneinfo" in each.read_text(encoding="utf-8")] == []
