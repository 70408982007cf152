"""What a board holds that anybody made is printed as words: nothing of it acts on the terminal."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from boardtui.domain.records.text import MARK
from boardtui.report.tables import WHAT
from tests.cli.conftest import Boardtui
from tests.store.forging import say_in_every_text
from tests.ui import council_board

ODD = "\x1b]0;own\x07\x1b[2J\x9b31m\x7f\u202eback\u2066\u200f\u2028"
COMMANDS = [
    *(("show", "{board}", what) for what in WHAT),
    *(("show", "{board}", what, "--json") for what in WHAT),
    ("log", "{board}"),
    ("log", "{board}", "--json"),
    ("check", "{board}"),
    ("export", "{board}"),
    ("export", "{board}", "--to", "json"),
    ("export", "{board}", "--to", "toml"),
    ("export", "{board}", "--changes"),
    ("conflicts", "list", "{board}"),
    ("meeting", "list", "{board}"),
    ("show", "{board}", "nothing"),
    ("set", "{board}", "9.9", "title=x", "--as", "Chair", "--why", "y"),
]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("hostile") / "plan.board"
    council_board.make(path)
    assert say_in_every_text(path, ODD) > 50
    return path


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: " ".join(words).replace("{board} ", ""))
def test_no_text_that_is_printed_acts_on_the_terminal(
    hostile: Path, boardtui: Boardtui, words: tuple[str, ...]
) -> None:
    ran = boardtui(*(word.format(board=hostile) for word in words))
    said = ran.out + ran.err
    assert said
    assert "Something went wrong" not in said
    joiners = "\u200c\u200d"
    kinds = ("Cc", "Cf", "Cs", "Zl", "Zp")
    assert not {c for c in said if c not in f"\n{joiners}" and unicodedata.category(c) in kinds}


def test_where_an_escape_stood_there_is_a_mark(hostile: Path, boardtui: Boardtui) -> None:
    assert f"Leaders [SEND] plan | a [/{MARK}]0;own{MARK}" in boardtui("log", hostile).out
