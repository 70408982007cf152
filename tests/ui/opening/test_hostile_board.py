"""A board that is opened was made by anybody: none of its texts acts on the terminal, whatever is looked at."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.color import Color

from boardtui.domain.records.text import MARK
from boardtui.settings.settings import change_settings
from boardtui.ui.app import BoardApp
from boardtui.ui.shared.text import NothingActs
from tests.store.forging import say_in_every_column, say_in_every_text
from tests.terminal import boardtui
from tests.ui import council_board
from tests.ui.conftest import NOW, lines, look_for, opened, press, seen, settle

ODD = "\x1b]0;own\x07\x1b[2J\x9b31m\x7f\u202eback\u2066\u200f\u2028\u200b"
KINDS = ("Cc", "Cf", "Cs", "Zl", "Zp")
SCREENS = ("1", "2", "3", "4", "5", "6", "7")


def acting(text: str) -> set[str]:
    """What of a text a terminal would not simply draw."""
    joiners = "\u200c\u200d"
    return {c for c in text if c not in f"\n{joiners}" and unicodedata.category(c) in KINDS}


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    path = tmp_path / "plan.board"
    council_board.make(path)
    assert say_in_every_text(path, ODD) > 50
    return path


@pytest.mark.parametrize("screen", SCREENS)
async def test_no_text_of_a_screen_acts_on_the_terminal(hostile: Path, screen: str) -> None:
    async with opened(hostile, size=(140, 50)) as pilot:
        await press(pilot, screen)
        assert MARK in seen(pilot)  # what was looked for is there
        assert not acting(seen(pilot))
        for keys in (
            ("enter",),
            ("escape", "h"),
            ("escape", "e"),
            ("escape", "delete"),
            ("escape", "escape", "s", "f"),
        ):
            await press(pilot, *keys)
            assert not acting(seen(pilot)), keys


PICTURES = "\u303d\ufe0f\U0001f1ec\U0001f1e7\U0001f468\u200d\U0001f469\u200d\U0001f467\U0001f44d\U0001f3fd\u2764\ufe0f"
"""Which terminals count as one cell, two, four or more."""


async def test_no_picture_is_drawn_that_terminals_count_differently_wherever_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "plan.board"
    council_board.make(path)
    assert say_in_every_text(path, PICTURES) > 50
    unsure = re.compile("[\ufe0f\u200d\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff]")
    async with opened(path, size=(140, 50)) as pilot:
        for screen in (*SCREENS, "8"):
            await press(pilot, screen)
            for keys in ((), ("down", "enter"), ("escape", "h"), ("escape", "e"), ("escape", "escape", "P")):
                await press(pilot, *keys)
                assert not unsure.search(seen(pilot)), (screen, keys)
            await press(pilot, "escape", "escape")
        await press(pilot, "3", "e")
        assert "GB" in seen(pilot)
        # What is typed is drawn as it is typed, and what stands in the form behind it stays in its place.
        await press(pilot, "tab")
        pilot.app.post_message(events.Paste(PICTURES))
        await settle(pilot)
        edges = {cell_len(line[: line.rindex("│")]) for line in lines(pilot) if line.count("│") > 1}
        assert len(edges) == 1
        assert not unsure.search(seen(pilot))


@pytest.mark.parametrize("keys", [("H",), ("W",), ("x",), ("ctrl+s",), ("exclamation_mark",), ("question_mark",)])
async def test_no_text_of_a_dialog_acts_on_the_terminal(hostile: Path, keys: Sequence[str]) -> None:
    async with opened(hostile, size=(140, 50)) as pilot:
        await press(pilot, *keys)
        assert not acting(seen(pilot))


async def test_no_text_of_the_palette_acts_on_the_terminal(hostile: Path) -> None:
    async with opened(hostile, size=(140, 50)) as pilot:
        await look_for(pilot, "coach")
        assert "Coach" in seen(pilot)
        assert not acting(seen(pilot))


async def test_no_message_acts_on_the_terminal(hostile: Path) -> None:
    app = BoardApp(hostile, clock=lambda: NOW)
    async with app.run_test(size=(140, 50), notifications=True) as pilot:
        await settle(pilot)
        app.say(f"Wrote it{ODD}")
        await settle(pilot)
        assert "Wrote it" in seen(pilot)
        assert not acting(seen(pilot))


WITHOUT_DIGESTS = """
import sys
from boardtui.store import open_file
open_file.check_whole = lambda *_, **__: None
from boardtui.__main__ import main
main()
"""


def test_the_terminal_receives_no_sequence_but_the_programs_own(hostile: Path) -> None:
    """Every column of the file holds what would act, and all that is sent is looked at, byte by byte."""
    held, _ = say_in_every_column(hostile, ODD, ties=False)
    assert len(held) > 100
    change_settings(lambda settings: type(settings)(signature="Chair"))
    with boardtui(hostile, size=(140, 50), python=("-c", WITHOUT_DIGESTS)) as terminal:
        terminal.wait_for("all keys")
        for screen in SCREENS:
            terminal.press(screen, "down", "enter", "escape", "h", "escape", "e", "escape", "escape", "escape")
        for keys in ("H", "W", "x", "ctrl+s", "m", "!", "?", "u", "r"):
            terminal.press(keys, "escape", "escape")
        terminal.wait_for("all keys")
    sent = terminal.received.decode("utf-8", errors="replace").rpartition("\x1b")[0]  # the last one may be cut
    # Movements and colours; of the others only the shape of the mouse pointer.
    own = "\x1b(?:\\[[?<>=]?[0-9;:$ ]*[a-zA-Z~]|\\]22;[a-z]*\x07|[()][0B]|[=>78cM]|P[^\x1b]*\x1b\\\\)"
    drawn = re.sub(own, "", sent)
    assert not {c for c in drawn if c not in "\n\r\t\u200c\u200d" and unicodedata.category(c) in KINDS}
    assert "\x1b]0" not in sent, "no title of the window is set"
    assert "\x1b[2J" not in sent.partition("]0;own")[2]
    assert MARK in drawn


async def test_a_form_shows_the_words_as_they_would_be_kept_and_changes_nothing_unasked(hostile: Path) -> None:
    before = hostile.read_bytes()
    async with opened(hostile, size=(140, 50)) as pilot:
        await press(pilot, "3", "e")
        assert "]0;own" in seen(pilot)
        await press(pilot, "ctrl+s")
    assert hostile.read_bytes() == before


def test_the_last_thing_before_the_terminal_leaves_out_what_acts_and_draws_all_else_as_it_looked() -> None:
    looks = Style(bold=True)
    for text, drawn in (
        ("1.1 Coach", "1.1 Coach"),
        ("日本 – Visits", "日本 – Visits"),
        ("a\x1b[2Jb", "a[2Jb"),
        ("é\x1bx", "éx"),
        ("a\u202eb", "ab"),
        ("a\tb", "ab"),
    ):
        line = [Segment("x"), Segment(text, looks)]
        assert NothingActs().apply(line, Color(0, 0, 0)) == [Segment("x"), Segment(drawn, looks)], ascii(text)
