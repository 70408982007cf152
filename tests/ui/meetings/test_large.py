"""An item in large letters, for a room: in the lists, and in the meeting while it runs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from boardtui.domain.meetings.brief import item_brief
from boardtui.domain.records.kinds import Action, Record, Risk
from boardtui.domain.records.rag import Rag
from boardtui.report.palette import Palette
from boardtui.ui.meetings.large import large_lines, large_title, width_of
from tests.domain.making import board_of, new_id
from tests.ui.conftest import seen, toasts
from tests.ui.council_board import exceptions_first, make
from tests.ui.meetings.test_meeting import opened, press
from tests.ui.test_dialog_pictures import SIZES, application
from tests.ui.test_dialog_pictures import press as press_and_keep_still

TITLE = "Reduce the caseloads of all social workers in the assessment teams"


def drawn(words: str) -> str:
    """How a word looks that stands alone."""
    return "\n".join(line.rstrip() for line in large_lines(words, 200, 6)[0])


class TestLetters:
    def test_a_letter_is_drawn_in_blocks(self) -> None:
        assert drawn("L") == "▗▖\n▐▌\n▐▌\n▐▌\n▝▀▀▘"

    @pytest.mark.parametrize(
        ("typed", "read"), [("É", "E"), ("“a”", '"a"'), ("a–b", "a-b"), ("a…", "a..."), ("ﬁ", "fi"), ("a\u202eb", "ab")]
    )
    def test_a_letter_that_has_no_drawing_is_drawn_as_its_nearest(self, typed: str, read: str) -> None:
        assert drawn(typed) == drawn(read)

    def test_words_are_broken_between_words_and_no_line_is_wider_than_the_room(self) -> None:
        lines, whole = large_lines(TITLE, 78, 40)
        assert whole
        assert max(map(len, lines)) <= 78
        first = [large_lines(" ".join(TITLE.split()[:count]), 78, 6) for count in range(1, 6)]
        longest = [drawn for drawn, whole in first if whole][-1]
        assert lines[: len(longest)] == longest

    def test_what_there_is_no_room_for_is_left_out_and_said_to_be(self) -> None:
        lines, whole = large_lines(TITLE, 78, 12)
        assert not whole
        assert len(lines) <= 12
        assert lines[-1].rstrip().endswith((" ▀ ▀ ▀", "▝▘▝▘▝▘"))  # three dots

    def test_a_word_that_is_wider_than_the_room_is_cut(self) -> None:
        lines, whole = large_lines("Unaccompaniedasylumseekingchildren", 60, 12)
        assert not whole
        assert max(map(len, lines)) <= 60

    def test_nothing_is_nothing(self) -> None:
        assert large_lines("", 78, 12) == ([], True)
        assert width_of("") == 0


def above(record: Record, *, width: int = 78, height: int = 19) -> list[str]:
    board = board_of(record)
    brief = item_brief(board, record, date(2021, 3, 2))
    return [line.plain for line in large_title(board, brief, Palette({}), width, height)]


class TestTheTitle:
    def test_it_begins_with_ref_and_rating(self) -> None:
        lines = above(Action(id=new_id(), ref="1.1", title="Coach", rag=Rag.RED))
        assert [line.strip() for line in lines[:5]] == [
            f"{ref.ljust(width_of('1.1') + 4)} {rag}".strip()
            for ref, rag in zip(large_lines("1.1", 78, 6)[0], large_lines("R Red", 78, 6)[0], strict=True)
        ]

    @pytest.mark.parametrize(
        ("current", "read"), [("4x3", "12 high"), ("1x1", "1 low"), ("6x3", "6x3 off the map"), ("", "unscored")]
    )
    def test_a_risk_has_its_score_there(self, current: str, read: str) -> None:
        plain = above(Risk(id=new_id(), ref="R1", title="Cover", current=current), width=120)
        assert drawn(read).splitlines()[1].strip() in plain[1]

    def test_a_title_that_is_cut_is_also_there_in_full(self) -> None:
        assert above(Action(id=new_id(), ref="1.1", title=TITLE))[-1] == TITLE
        assert TITLE not in above(Action(id=new_id(), ref="1.1", title=TITLE), height=60)


@pytest.fixture
def board_path(tmp_path: Path) -> Path:
    return exceptions_first(make(tmp_path / "plan.board"))


class TestOnTheScreen:
    async def test_the_next_item_is_large_too_and_the_same_key_or_esc_goes_back(self, board_path: Path) -> None:
        async with opened(board_path) as pilot:
            await press(pilot, "3", "P")
            assert drawn("A Amber").splitlines()[2].strip() in seen(pilot)
            assert "Title" not in seen(pilot)  # the table is out of the way
            await press(pilot, "n")
            assert drawn("R Red").splitlines()[2].strip() in seen(pilot)
            for key in ("P", "escape"):
                await press(pilot, key)
                assert "Title" in seen(pilot)
                assert "▐" not in seen(pilot)
                await press(pilot, "P")

    async def test_enter_opens_an_item_as_ever(self, board_path: Path) -> None:
        async with opened(board_path) as pilot:
            await press(pilot, "3", "down", "P", "P", "enter")
            assert "▐" not in seen(pilot)

    async def test_it_is_rated_in_large_letters(self, board_path: Path) -> None:
        async with opened(board_path) as pilot:
            await press(pilot, "3", "down", "P", "b", "escape")
            assert drawn("B Blue").splitlines()[2].strip() in seen(pilot)

    async def test_a_meeting_goes_on_in_large_letters_and_says_how_to_end_them(self, board_path: Path) -> None:
        async with opened(board_path) as pilot:
            await press(pilot, "space", "P")
            assert "P again shows it as before" in toasts(pilot) + seen(pilot)
            assert drawn("Not rated").splitlines()[2].strip() in seen(pilot)
            await press(pilot, "right")
            assert drawn("R Red").splitlines()[2].strip() in seen(pilot)
            await press(pilot, "P")
            assert "▐" not in seen(pilot)


@SIZES
@pytest.mark.parametrize(
    "keys",
    [
        pytest.param(["3", "down", "P"], id="action"),
        pytest.param(["4", "down", "P"], id="kpi"),
        pytest.param(["5", "P"], id="risk"),
        pytest.param(["6", "space", "P"], id="meeting"),
    ],
)
def test_large_letters_look_as_they_did(
    board_path: Path, snap_compare: Callable[..., bool], keys: list[str], size: tuple[int, int]
) -> None:
    async def look(pilot: Pilot[Any]) -> None:
        await press_and_keep_still(pilot, *keys)

    assert snap_compare(application(board_path), terminal_size=size, run_before=look)
