"""What a board holds that anybody made is printed as words: nothing of it acts on the terminal."""

from __future__ import annotations

import shutil
import unicodedata
from pathlib import Path

import pytest

from boardtui.domain.records.text import MARK
from boardtui.report.tables import WHAT
from boardtui.store import open_file
from tests.cli.conftest import Boardtui
from tests.store.forging import say_in_every_column, say_in_every_text
from tests.ui import council_board

ODD = "\x1b]0;own\x07\x1b[2J\x9b31m\x7f\u202eback\u2066\u200f\u2028\u200b"


def acting(text: str) -> set[str]:
    """What of a text a terminal would not simply draw."""
    kinds = ("Cc", "Cf", "Cs", "Zl", "Zp")
    return {c for c in text if c not in "\n\u200c\u200d" and unicodedata.category(c) in kinds}


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
    assert not acting(said)


@pytest.fixture(scope="module")
def spoiled(hostile: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A board in which every column holds such words that may hold them without making it unreadable."""
    path = tmp_path_factory.mktemp("spoiled") / "plan.board"
    shutil.copyfile(hostile, path)
    held, unreadable = say_in_every_column(path, ODD)
    assert len(held) > 100
    assert {"edit.who", "edit.why", "p_action.title", "p_redating.why", "p_risk.title"} <= set(held)
    assert unreadable, "some columns say how the board hangs together"
    return path


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: " ".join(words).replace("{board} ", ""))
def test_nothing_acts_whatever_column_it_stands_in(
    spoiled: Path, boardtui: Boardtui, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if somebody had made all digests fit: what is told must not depend on their being compared."""
    monkeypatch.setattr(open_file, "check_whole", lambda *_, **__: None)
    ran = boardtui(*(word.format(board=spoiled) for word in words))
    said = ran.out + ran.err
    assert said
    assert "Something went wrong" not in said
    assert not acting(said)


def test_with_digests_that_do_not_fit_it_is_refused_in_one_sentence(spoiled: Path, boardtui: Boardtui) -> None:
    ran = boardtui("show", spoiled, "actions")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("boardtui: plan.board is damaged (an edit of ")
    assert ran.err.count("\n") == 1


def test_where_an_escape_stood_there_is_a_mark(hostile: Path, boardtui: Boardtui) -> None:
    assert f"Leaders [SEND] plan | a [/{MARK}]0;own{MARK}" in boardtui("log", hostile).out
