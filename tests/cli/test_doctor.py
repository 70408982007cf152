"""What an IT desk asks for: said of the machine, and nothing of a board."""

import os
import platform
import sys
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from boardtui import __version__
from boardtui.cli import doctor
from tests.cli.conftest import Boardtui


def test_it_says_the_versions_the_paths_the_terminal_and_the_folder(
    boardtui: Boardtui, board: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "70")
    monkeypatch.setenv("TERM", "xterm-kitty")
    found = boardtui("doctor", board.parent, "--json").data
    assert found["Versions"]["boardtui"] == __version__
    assert found["Versions"]["Python"].startswith(platform.python_version())
    assert found["Versions"]["textual"][0].isdigit()
    assert found["Paths"]["Settings"].startswith(os.environ["BOARDTUI_CONFIG_DIR"])
    assert found["Paths"]["Chosen by"] == "BOARDTUI_CONFIG_DIR"
    assert found["Terminal"]["At a terminal"].startswith("no")
    assert found["Terminal"]["Size"].startswith("70 columns")
    assert "80 x 24" in found["Terminal"]["Size"]
    assert found["Terminal"]["TERM"] == "xterm-kitty"
    assert found["Folder"]["Where"] == str(board.parent)
    assert found["Folder"]["Free space"].endswith(" GB")


def test_the_signs_of_the_screens_are_printed_to_be_looked_at(boardtui: Boardtui) -> None:
    out = boardtui("doctor").out
    assert "✖ ▲ ● ■ ○" in out.partition("Signs: each should be one cell wide")[2]


@pytest.mark.parametrize(
    ("folder", "said"), [("OneDrive - Kent County Council", "OneDrive"), ("plans", "no, as far as is known")]
)
def test_a_folder_that_is_kept_in_step_is_named(boardtui: Boardtui, tmp_path: Path, folder: str, said: str) -> None:
    (tmp_path / folder).mkdir()
    found = boardtui("doctor", tmp_path / folder, "--json").data
    assert found["Folder"]["Synced or on a network"] == said


def test_nothing_of_a_board_is_said_not_even_its_name(boardtui: Boardtui, board: Path) -> None:
    out = boardtui("doctor", board).out
    assert board.name not in out
    assert "Coach every manager" not in out
    assert "Improvement plan" not in out


def test_settings_that_cannot_be_read_are_told(boardtui: Boardtui) -> None:
    settings = Path(os.environ["BOARDTUI_CONFIG_DIR"]) / "settings.toml"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text("theme = [", encoding="utf-8")
    assert "settings.toml" in boardtui("doctor", "--json").data["Paths"]["Not understood in them"]


def test_a_place_that_is_not_there_is_refused(boardtui: Boardtui, tmp_path: Path) -> None:
    ran = boardtui("doctor", tmp_path / "gone")
    assert ran.code == 1
    assert "is not there" in ran.err


@pytest.mark.parametrize(
    ("columns", "lines", "small"), [("80", "24", False), ("79", "24", True), ("80", "23", True), ("200", "60", False)]
)
def test_a_terminal_that_is_too_small_for_everything_is_told(
    boardtui: Boardtui, monkeypatch: pytest.MonkeyPatch, columns: str, lines: str, small: bool
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setenv("LINES", lines)
    monkeypatch.setenv("LC_ALL", "")
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    told = boardtui("doctor", "--json").data["Terminal"]
    assert told["At a terminal"].startswith("no"), "what is written goes to a file"
    assert told["Size"] == f"{columns} columns, {lines} rows" + " (80 x 24 shows everything)" * small
    assert told["LC_ALL"] == "(set to nothing)"


def test_what_is_not_there_and_what_cannot_be_written_is_told(
    boardtui: Boardtui, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def version(name: str) -> str:
        if name == "openpyxl":
            raise PackageNotFoundError
        return "1.0"

    monkeypatch.setattr(doctor, "version", version)
    no_room = [tmp_path]
    monkeypatch.setattr(os, "access", lambda path, mode: not (mode & os.W_OK and Path(path) in no_room))
    found = boardtui("doctor", tmp_path, "--json").data
    assert (found["Versions"]["openpyxl"], found["Versions"]["textual"]) == ("not installed", "1.0")
    assert found["Versions"]["Python"].endswith(("(64bit)", "(32bit)"))
    assert found["Paths"]["Settings"].endswith("settings.toml (not there yet)")
    assert found["Folder"]["Can be written"] == "no"
    settings = Path(os.environ["BOARDTUI_CONFIG_DIR"]) / "settings.toml"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.touch()
    assert boardtui("doctor", "--json").data["Paths"]["Settings"] == str(settings)
    no_room[:] = [settings]
    found = boardtui("doctor", tmp_path, "--json").data
    assert found["Paths"]["Settings"] == f"{settings} (cannot be written)"
    assert found["Folder"]["Can be written"] == "yes"


def test_it_is_printed_under_headings_in_two_columns(boardtui: Boardtui, tmp_path: Path) -> None:
    lines = boardtui("doctor", tmp_path).out.splitlines()
    headings = [line for line in lines if line and not line.startswith(" ")]
    assert headings[:4] == ["Versions", "Paths", "Terminal", "Folder"]
    facts = [line for line in lines[: lines.index(next(line for line in headings if line.startswith("Signs")))] if line]
    ends = {len(line) - len(line[2:].partition("  ")[2].lstrip()) for line in facts if line.startswith(" ")}
    assert len(ends) == 1, "all that is said begins in one column"
