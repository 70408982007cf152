"""The filter of every list understands fields, completes them, and lights what it found."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rich.segment import Segment
from rich.style import Style
from textual.pilot import Pilot

from boardtui.domain.records.text import pattern_of
from boardtui.ui.shared.text import lit
from tests.ui.conftest import opened, press, seen, write
from tests.ui.council_board import make


@pytest.fixture
def board(tmp_path: Path) -> Path:
    return make(tmp_path / "plan.board")


def underlined(pilot: Pilot[Any]) -> list[str]:
    """The words on the screen that stand out."""
    strips = pilot.app.screen._compositor.render_strips()
    return [each.text for strip in strips for each in strip if each.style is not None and each.style.underline]


async def test_a_filter_of_fields_narrows_the_list_and_lights_its_words_there_and_in_the_detail(board: Path) -> None:
    async with opened(board, size=(120, 40)) as pilot:
        await press(pilot, "slash")
        await write(pilot, 'lead:"head of" audits')
        assert "1 of 6 actions" in seen(pilot) and "Supervision audits" in seen(pilot)
        assert {each.casefold() for each in underlined(pilot)} == {"head of", "audits"}
        assert len(underlined(pilot)) >= 4  # in the row and beside it
        await press(pilot, "escape")
        assert not underlined(pilot)


async def test_it_is_the_same_on_every_list(board: Path) -> None:
    async with opened(board, size=(120, 40)) as pilot:
        for screen, typed, found in (
            ("1", "rag:red", "Supervision audits"),
            ("2", "rag:amber", "Practice is good"),
            ("4", "ref:4.7", "Cases allocated"),
            ("5", "score:>12", "Agency cover"),
            ("7", "due:<30/06/2021", "Survey"),
        ):
            await press(pilot, screen, *(("tab",) if screen == "5" else ()), "slash")
            await write(pilot, typed)
            assert found in seen(pilot) and "Nothing here has that" not in seen(pilot), screen
            await write(pilot, " zzz")
            assert found not in seen(pilot), screen
            await press(pilot, "escape")


async def test_the_name_of_a_field_is_offered_and_taken_with_the_arrow(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "slash", "c", "o", "m")
        await press(pilot, "right", *"Second")
        assert "with “comment:Second”" in seen(pilot) and "1 of 6 actions" in seen(pilot)


def test_a_word_stands_out_also_across_two_pieces_and_with_another_apostrophe() -> None:
    pieces = [Segment("Leader", Style(bold=True)), Segment("s’ forum")]
    found = lit(pieces, pattern_of(["leaders' f"]))
    assert "".join(each.text for each in found) == "Leaders’ forum"
    assert [each.text for each in found if each.style and each.style.underline] == ["Leader", "s’ f"]
    assert lit(pieces, pattern_of([])) == pieces
