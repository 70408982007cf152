"""What `show` prints on a terminal is in the colours that the person has chosen, and a file has none."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from boardtui.settings.settings import Settings, save_settings
from tests.cli.conftest import SIGNED, Boardtui


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLORTERM", "truecolor")


def colours(printed: str) -> set[str]:
    return set(re.findall(r"[34]8;2;\d+;\d+;\d+", printed))


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize(
    ("theme", "red", "low"),
    # The red of the file themes/NAME.toml, and what lies under its lowest band of risk scores.
    [("council-dark", "48;2;164;22;26", "48;2;62;142;126"), ("council-light", "48;2;164;22;26", "48;2;140;205;187")],
)
def test_ratings_and_bands_have_the_colours_of_the_theme(
    board: Path, boardtui: Boardtui, theme: str, red: str, low: str
) -> None:
    save_settings(Settings(theme=theme))
    boardtui("set", board, "1.1", "rag=red", *SIGNED)
    assert red in colours(boardtui("show", board, "actions").out)
    assert low in colours(boardtui("show", board, "risks").out)


@pytest.mark.usefixtures("terminal")
def test_without_colour_letter_and_shape_are_left(
    board: Path, boardtui: Boardtui, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    boardtui("set", board, "1.1", "rag=red", *SIGNED)
    printed = boardtui("show", board, "actions").out
    assert not colours(printed)
    assert "R ✖" in printed


@pytest.mark.usefixtures("terminal")
def test_a_theme_that_is_gone_is_said_and_the_usual_one_taken(board: Path, boardtui: Boardtui) -> None:
    themes = Path(os.environ["BOARDTUI_CONFIG_DIR"]) / "themes"
    themes.mkdir(parents=True)
    (themes / "mine.toml").write_text("no theme", encoding="utf-8")
    themes.with_name("settings.toml").write_text("theme = 7\nsignature = 'Chair'\n", encoding="utf-8")
    wrong = "boardtui: In the settings file, theme should be text in quotation marks. It is passed over.\n"
    told = boardtui("show", board, "actions").err
    assert told.startswith(f"{wrong}boardtui: The theme file mine.toml is passed over: ")
    assert told.count("\n") == 2
    assert boardtui("set", board, "1.1", "title=x", "--why", "y").err == wrong, "whoever signs by them is told too"
    (themes / "mine.toml").unlink()
    save_settings(Settings(theme="our-town"))
    boardtui("set", board, "1.1", "rag=red", *SIGNED)
    ran = boardtui("show", board, "actions")
    assert "There is no usable theme called our-town." in ran.err
    assert "48;2;164;22;26" in colours(ran.out)
    assert ran.code == 0


def test_a_file_has_no_colours_and_nothing_is_said_of_themes(board: Path, boardtui: Boardtui) -> None:
    themes = Path(os.environ["BOARDTUI_CONFIG_DIR"]) / "themes"
    themes.mkdir(parents=True)
    (themes / "mine.toml").write_text("no theme", encoding="utf-8")
    boardtui("set", board, "1.1", "rag=red", *SIGNED)
    ran = boardtui("show", board, "actions")
    assert "\x1b" not in ran.out
    assert ran.err == ""
