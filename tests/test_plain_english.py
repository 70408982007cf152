"""What the program says, it says as an officer would: what was stilted once does not come back."""

from __future__ import annotations

import importlib.util
import re
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]

STILTED = {
    "the words are kept": "kept as words",
    r"Meeting runs since|runs since \{…\}": "in progress",
    "Done again|did again": "Redone",
    "Esc goes without|goes without it": "skips",
    "leaves it open|to leave it open": "skip",
    "Esc writes nothing|Esc moves nothing": "cancels",
    r"f: done": "marks it complete",
    r"\(first \{…\}\)": "original date",
    "[Rr]e-dated (once|twice|on|since)": "date revised",
    "actions? (is|are) exceptions?": "actions need attention",
    "not answered, |arising, open": "unanswered",
    "other beginning|other end": "change start",
    r", up to \{…\}$": "tolerance",
    "Said today|Worth asking": "Recorded today",
    "Added and taken out": "Added and removed",
    "Nothing was said to change": "Nothing in the plan changed",
    "take back, and do again": "undo, and redo",
}
"""A pattern of what was said, and what is said now."""


@cache
def lister() -> ModuleType:
    found = importlib.util.spec_from_file_location("list_words", ROOT / "scripts" / "list_words.py")
    assert found is not None and found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


@cache
def everything() -> list[str]:
    """All texts of several words in the program, and the single words that stand for themselves."""
    modules = (ROOT / "src" / "boardtui").rglob("*.py")
    return [text for module in modules for _, text in lister().words_of(module)]


@pytest.mark.parametrize("pattern", STILTED)
def test_what_nobody_would_say_is_said_nowhere(pattern: str) -> None:
    assert [each for each in everything() if re.search(pattern, each)] == []


@pytest.mark.parametrize("words", [each for each in STILTED.values() if " " in each])
def test_what_is_said_in_its_place_is_said_somewhere(words: str) -> None:
    assert any(words in each for each in everything())


def test_the_words_of_a_room_are_listed_in_one_place(capsys: pytest.CaptureFixture[str]) -> None:
    lister().main([str(ROOT / "src" / "boardtui" / "ui" / "meetings")])
    listed = capsys.readouterr().out
    assert "ui/meetings/run.py" in listed
    assert "'This is the last item; {…}'" in listed
    assert "Recorded today" in listed
    assert "height: 1fr" not in listed and "Draw the item as it is now" not in listed
