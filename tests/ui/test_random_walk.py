"""Keys and pastes at random, over all screens, forms and dialogs: nothing ends the program or harms the board."""

from __future__ import annotations

import os
import random
import shutil
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from textual import events
from textual.keys import _character_to_key, _get_unicode_name_from_key

from boardtui.session.demo import make_demo
from boardtui.settings.settings import Settings, change_settings
from boardtui.store.board_file import BoardFile
from boardtui.store.soundness import examine
from boardtui.ui.app import BoardApp
from boardtui.ui.command_table import COMMANDS
from tests.ui.conftest import CHAIR, NOW, settle
from tests.ui.council_board import make

SIZES = [(80, 24), (120, 40), (40, 12)]
KEYS_EACH = 60
KEYS_NIGHTLY = 20_000
AT_ONCE = 6

# How often each is pressed, more or less; the keys that leave the program are rare, so that it is seen from inside.
COMMAND_KEYS = {key for command in COMMANDS for key in command.key.split(",")} - {"q", "ctrl+q"}
ALPHABET: dict[tuple[str, ...], int] = {
    tuple("12345678"): 8,
    ("enter", "tab", "escape", "down", "up"): 12,
    ("left", "right", "space", "backspace", "delete", "home", "end", "pageup", "pagedown", "shift+tab"): 6,
    tuple(sorted(COMMAND_KEYS)): 6,
    tuple("aeiou 159,"): 4,
    ("ctrl+z", "ctrl+y", "ctrl+a", "ctrl+x", "ctrl+v", "ctrl+s", "ctrl+p", "ctrl+e", "ctrl+k", "ctrl+u", "ctrl+w"): 5,
    ("shift+down", "shift+end", "ctrl+home", "ctrl+end", "ctrl+left", "f1", "f5"): 2,
    ("q", "ctrl+q"): 1,
}
ACTIONS = "Ref\tAction\tLead\tDue date\tStatus\n1.1\tCoach\tHead\t30/06/2021\tOn track\n\tRing\t\tsoon\tdone?\n"
FIGURES = "Indicator\tTarget\tThis month\nVisits\t90%\t91%\nReviews\t80%\t82%\n"
PASTES = [
    "Ünïcode ✖ words",
    "\n".join(f"line {number}" for number in range(30)),
    '2.1\t15%\n3.1\t"1,020"\n',
    "31/03/2021",
    "\r\n\t\r\n",
    "[SEND] plan | a [/",
    "~nobody/plan.md",
    ACTIONS,
    FIGURES,
    "x" * 3_000,
    "\x1b[31m\x00\u202e",
]


def empty(place: Path) -> Path:
    BoardFile.create(place, "Empty", who="plan", clock=lambda: NOW).close()
    return place


def demo(place: Path) -> Path:
    made = make_demo()
    shutil.copy(made, place)
    shutil.rmtree(made.parent)
    return place


# What lies behind several keys in a row is hardly ever reached by single ones: a door is pressed as a whole.
DOORS: list[list[str | events.Paste]] = [
    ["escape", "escape", "I", events.Paste(ACTIONS), "ctrl+s"],
    ["escape", "escape", "I", events.Paste(FIGURES), "ctrl+s", "enter", "space"],
    ["escape", "escape", "6", "space", "space"],
    ["escape", "escape", "6", "space", "space", "d", "x", "enter"],
    ["escape", "escape", "6", "space", "space", "E"],
    ["escape", "escape", "6", "plus"],
    ["escape", "escape", "4", "i"],
    ["escape", "escape", "4", "i", events.Paste("2.1\t15%\n3.1\t20%")],
    ["escape", "escape", "5", "m"],
    ["escape", "escape", "3", "e"],
    ["escape", "escape", "3", "r", "x"],
    ["escape", "escape", "3", "l"],
    ["escape", "escape", "exclamation_mark"],
    ["escape", "escape", "8", "enter"],
    ["escape", "escape", "8", "enter", "r", "x", "enter"],
    ["escape", "escape", "3", "space", "down", "space", "a", "x", "enter"],
    ["escape", "escape", "H"],
    ["escape", "escape", "W"],
]

BOARDS: dict[str, Callable[[Path], Path]] = {"empty": empty, "council": make, "demo": demo}


def draw(chance: random.Random) -> list[events.Event]:
    """The next key or paste, or several that lead somewhere."""
    if chance.random() < 0.03:
        return [each if isinstance(each, events.Paste) else key_of(each) for each in chance.choice(DOORS)]
    if chance.random() < 0.04:
        return [events.Paste(chance.choice(PASTES))]
    keys = chance.choices(list(ALPHABET), weights=[weight * len(keys) ** 0.5 for keys, weight in ALPHABET.items()])[0]
    return [key_of(chance.choice(keys))]


def key_of(name: str) -> events.Key:
    """A key as a terminal sends it: with its name and what it types, if anything."""
    if len(name) == 1:
        return events.Key(_character_to_key(name), name)
    typed = {"enter": "\r", "tab": "\t"}.get(name)
    with suppress(KeyError):
        typed = typed or unicodedata.lookup(_get_unicode_name_from_key(name))
    return events.Key(name, typed)


async def walk(board: Path, size: tuple[int, int], seed: int, keys: int) -> None:
    """Press keys, a few at a time; where one of them leaves the program, begin again."""
    chance = random.Random(seed)
    pressed: list[str] = []
    while keys > 0:
        app = BoardApp(board if chance.random() < 0.9 else None, clock=lambda: NOW)
        try:
            async with app.run_test(size=size) as pilot:
                await settle(pilot)
                while keys > 0 and app.is_running and app.return_code is None:
                    for _ in range(chance.randint(1, AT_ONCE)):
                        for event in draw(chance):
                            pressed.append(event.key if isinstance(event, events.Key) else f"paste {event.text[:9]!r}")  # type: ignore[attr-defined]
                            app.post_message(event)
                            keys -= 1
                    await pilot.pause()
                    await pilot.pause()
                if app.screen_stack:
                    await settle(pilot)
        except Exception as error:
            raise AssertionError(f"seed {seed}, {size}: … {' '.join(pressed[-40:])}: {error!r}") from error
        assert app.failure is None, f"seed {seed}, {size}: … {' '.join(pressed[-40:])}"
    problems, _board = examine(board)
    assert not problems, f"seed {seed}, {size}"


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def some(board: Path, kind: str, size: tuple[int, int], seed: int) -> Path:
    # Every other walk is that of a lead, who has a screen of their own.
    signature = CHAIR if seed % 2 else "Head of Service"
    change_settings(lambda _settings: Settings(signature=signature))
    return BOARDS[kind](board / f"{kind}-{seed}.board")


@pytest.mark.parametrize(("kind", "size"), list(zip(BOARDS, SIZES, strict=True)), ids=str)
async def test_no_keys_end_the_program_or_harm_the_board(tmp_path: Path, kind: str, size: tuple[int, int]) -> None:
    await walk(some(tmp_path, kind, size, 2), size, 2, KEYS_EACH)


@pytest.mark.slow
@pytest.mark.skipif("BOARDTUI_NIGHTLY" not in os.environ, reason="20,000 keys take their time: set BOARDTUI_NIGHTLY=1")
@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("kind", BOARDS)
async def test_no_long_walk_ends_it_either(tmp_path: Path, kind: str, size: tuple[int, int]) -> None:
    for seed in range(10, 15):
        await walk(some(tmp_path, kind, size, seed), size, seed, KEYS_NIGHTLY // 45)
