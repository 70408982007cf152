"""Signs in the old console of Windows: what its fonts lack is drawn with what they have."""

from __future__ import annotations

from pathlib import Path

import pytest

from boardtui.ui import app
from boardtui.ui.shared.glyphs import shows_all_signs
from tests.ui.conftest import opened, press, seen
from tests.ui.council_board import make

# The list that every font of Windows has (WGL4), without letters that no sign of the program is made of.
_BLOCKS = "▀▄█▌▐░▒▓■□▪▫▬▲►▼◄◊○●◘◙◦☺☻☼♀♂♠♣♥♦♪♫"
_LINES = "─│┌┐└┘├┤┬┴┼═║╒╓╔╕╖╗╘╙╚╛╜╝╞╟╠╡╢╣╤╥╦╧╨╩╪╫╬"
_SIGNS = "←↑→↓↔↕↨√∞∟∩≈≠≡≤≥−∂∆∏∑∕∙–—―‘’‚‛“”„†‡•…‰′″‹›‼‾⁄ⁿ€™"
WGL4 = {*map(chr, range(0x20, 0x7F)), *map(chr, range(0xA0, 0x180)), *_BLOCKS, *_LINES, *_SIGNS, "\n"}


async def test_every_screen_is_drawn_with_signs_that_the_old_console_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "shows_all_signs", lambda: False)
    board = make(tmp_path / "council.board")
    async with opened(board, size=(120, 40)) as pilot:
        for keys in (["1"], ["2"], ["3"], ["4"], ["enter"], ["5"], ["6"], ["7"], ["8"], ["question_mark"]):
            await press(pilot, *keys)
            assert set(seen(pilot)) - WGL4 == set(), keys
            await press(pilot, "escape")


async def test_another_terminal_keeps_the_signs(tmp_path: Path) -> None:
    async with opened(make(tmp_path / "council.board"), size=(120, 40)) as pilot:
        await press(pilot, "3")
        assert "✖" in seen(pilot)


@pytest.mark.parametrize(
    ("system", "environment", "all_signs"),
    [
        ("win32", {}, False),
        ("win32", {"WT_SESSION": "1"}, True),
        ("win32", {"TERM_PROGRAM": "vscode"}, True),
        ("linux", {}, True),
        ("darwin", {}, True),
    ],
)
def test_the_old_console_is_known_by_what_it_does_not_say(
    system: str, environment: dict[str, str], *, all_signs: bool
) -> None:
    assert shows_all_signs(environment, system) is all_signs
