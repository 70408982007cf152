"""What is pasted from Word, and where one goes on writing."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.geometry import Offset

from boardtui.store.board_file import BoardFile
from boardtui.ui.shared.text_inputs import ProseBox, as_in_word
from tests.ui.conftest import change, opened, press, values_of, write


@pytest.mark.parametrize(
    ("copied", "kept"),
    [
        ("First paragraph\r\n\r\nSecond\r\n", "First paragraph\n\nSecond\n"),
        ("One\vbelow it\fnext page", "One\nbelow it\nnext page"),
        ("•\tAudits\r\n•\tVisits", "• Audits\n• Visits"),
        ("\uf0b7\tAudits\n\uf0a7\tVisits", "• Audits\n• Visits"),
        ("•\tAudits\no\tof March", "• Audits\n  ◦ of March"),
        ("1.\tAudits\na)\tof March", "1. Audits\na) of March"),
        ("“Quoted” – it’s so", "“Quoted” – it’s so"),
        ("A\u00a0place", "A place"),
        ("Measure\tMarch\n12\t13", "Measure\tMarch\n12\t13"),
    ],
)
def test_paragraphs_bullets_numbers_and_quotes_are_kept_as_word_showed_them(copied: str, kept: str) -> None:
    assert as_in_word(copied) == kept


async def test_what_is_pasted_into_a_commentary_is_on_disk_as_it_was_in_word(path: Path) -> None:
    async with opened(path) as pilot:
        await press(pilot, "comma")
        await write(pilot, "“Good” work:\r\n•\tAudits\r\n•\tVisits")
        await press(pilot, "ctrl+s")
    assert values_of(path, "1.1", "commentary") == {"commentary": "“Good” work:\n• Audits\n• Visits"}


async def test_in_a_long_text_one_goes_on_at_its_end_and_ctrl_a_selects_all_of_it(path: Path) -> None:
    with BoardFile.open(path) as file:
        file.write([change("action", "1.1", commentary="Two\nlines")], who="office")
    async with opened(path) as pilot:
        await press(pilot, "e")
        box = pilot.app.screen.query_one("#commentary", ProseBox)
        box.focus()
        await write(pilot, " more")
        assert box.text == "Two\nlines more"
        await press(pilot, "ctrl+a")
        await write(pilot, "All new")
        assert box.text == "All new"
        box.load_text("Two\nlines")
        box.move_cursor((1, 0))
        box.document.replace_range((0, 3), (1, 5), "")
        assert box.scroll_cursor_visible() == Offset(), "its line is gone, and it has not been put elsewhere yet"
        box.load_text("")


async def test_in_a_line_ctrl_a_selects_all_of_it(path: Path) -> None:
    async with opened(path) as pilot:
        await press(pilot, "e")
        line = pilot.app.screen.query_one("#title")
        line.focus()
        await press(pilot, "ctrl+a")
        await write(pilot, "Renamed")
        assert line.value == "Renamed"  # type: ignore[attr-defined]
