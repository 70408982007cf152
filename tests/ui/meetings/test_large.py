"""An item in large letters, for a room: in the lists, and in the meeting while it runs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from boardtui.domain.meetings.brief import item_brief
from boardtui.domain.records.kinds import Action, Kpi, Record, Risk
from boardtui.domain.records.kpis import Polarity
from boardtui.domain.records.rag import Rag
from boardtui.report.palette import Palette
from boardtui.ui.meetings.large import large_lines, large_title, width_of
from tests.domain.making import board_of, new_id, trend
from tests.ui.conftest import seen, toasts
from tests.ui.council_board import exceptions_first, make
from tests.ui.meetings.test_meeting import opened, press
from tests.ui.test_dialog_pictures import SIZES, application
from tests.ui.test_dialog_pictures import press as press_and_keep_still

TITLE = "Reduce the caseloads of all social workers in the assessment teams"


def drawn(words: str) -> str:
    """How a word looks that stands alone."""
    return "\n".join(line.rstrip() for line in large_lines(words, 200, 6)[0])


def _alone(words: str, width: int) -> list[str]:
    """What is shown of words where there is room for one line of letters."""
    return large_lines(words, width, 1)[0]


class TestLetters:
    def test_a_letter_is_drawn_in_blocks(self) -> None:
        assert drawn("L") == "▗▖\n▐▌\n▐▌\n▐▌\n▝▀▀▘"

    def test_letters_stand_on_one_line_reach_above_it_and_hang_below_it(self) -> None:
        assert large_lines("jumping by £5", 200, 6) == (
            [
                "▗▖             ▗▖          ▗▖       ▄▄▄▖▄▄▄",
                "▗▖▗▖▗▖▗▄▄▄▖▗▄▄▖▗▖▗▄▄  ▄▄▄  ▐▙▄▖▄ ▄  █▙█▌█  ",
                "▐▌▐▌▐▌▐▌█▐▌▐▛▝█▐▌▐▛▐▌▐▛▝█  ▐▛▝█▐▌█  ███▌█▀▙",
                "▐▌▐▌▟▌▐▌█▐▌▐▙▗█▐▌▐▌▐▌▐▙▗█  ▐▙▗█▝█▌  █▛█▌▄ █",
                "▐▌ ▀▀▘▝▘▀▝▘▐▛▀▘▝▘▝▘▝▘▗▛▀█  ▝▀▀▘ █   ▀▀▀▘▝▀▘",
                "▀▘         ▝▘         ▀▀▘      ▝▘          ",
            ],
            True,
        )
        assert large_lines("Quiz @ (j) W&y", 200, 6) == (
            [
                " ▗▄▖     ▄       ▗▄▖   ▗▖▗▖▗▖  ▄ ▗▖▗▖▗▄▖    ",
                "▗▛ ▜▖▄ ▄ ▄ ▄▄▄  ▐█▄█▖  █ ▗▖ █  ▐▌█▙▐▌█ ▄▗▖▗▖",
                "▐▌ ▐▌█ █ █  ▟▘  ██▐█▌  █ ▐▌ █  ▐▙▛██ ▟▀█▘█▐▌",
                "▝▙ ▟▘█▗█ █ ▟▌   ███▟▘  █ ▐▌ █   █▌▜█ █ █ ▜█ ",
                " ▝▀▀▘▝▀▀ ▀ ▀▀▀  ▝▙▄▖   ▐▌▐▌▐▌   ▀▘▝▘ ▝▀▀ ▐▌ ",
                "                         ▀▘              ▀  ",
            ],
            True,
        )

    def test_a_line_holds_as_many_words_as_it_has_room_for_to_the_cell(self) -> None:
        both, one, other = (large_lines(words, 99, 20)[0] for words in ("Coach gym", "Coach", "gym"))
        width = width_of("Coach gym")
        assert large_lines("Coach gym", width, 20) == (both, True)
        assert large_lines("Coach gym", width - 1, 20) == ([*one, *other], True)
        assert large_lines("Coach", width_of("Coach"), 20) == (one, True)
        height = len(one) + len(other)
        assert large_lines("Coach gym", width - 1, height) == ([*one, *other], True)
        cut = large_lines("Coach...", 99, 20)[0]
        assert large_lines("Coach gym", width - 1, height - 1) == (one, False), "half a line of letters is none"
        assert large_lines("Coach gym", width - 1, len(one) + 5)[0] == one, "there is room for one more line at least"
        assert large_lines("Coach gym", width - 1, len(one) + 4) == (cut, False)

    def test_what_is_too_long_keeps_all_that_fits_before_its_dots(self) -> None:
        word, words = "Unaccompanied", "Coach all team managers of it"
        for text, parts in ((word, [word[:n] for n in range(1, 13)]), (words, words.split())):
            begun = parts if text is word else [" ".join(parts[:n]) for n in range(1, 6)]
            for each, longer in pairwise(begun):
                most = min(width_of(f"{longer}..."), width_of(text))
                for width in (width_of(f"{each}..."), most - 1):
                    shown = large_lines(text, width, 1) if text is word else (_alone(text, width), False)
                    assert shown == (large_lines(f"{each}...", 99, 6)[0], False), (each, width)
        assert large_lines("Coach", 2, 6) == (large_lines("...", 99, 6)[0], False), "nothing but dots fits"

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


def above(record: Record, *others: Record, width: int = 78, height: int = 19) -> list[str]:
    board = board_of(record, *others)
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
        beside = width_of("R1") + 4
        assert [line[beside:].strip(" ") for line in plain[:4]] == [
            line.strip(" ") for line in large_lines(read, 120, 6)[0][:4]
        ]

    def test_a_kpi_has_its_figure_and_its_status_there_and_what_it_is_linked_to_has_its_own_rating(self) -> None:
        action = Action(id="a", ref="1.1", title="Coach", rag=Rag.RED)
        kpi = Kpi(id="k", ref="2.1", title="Visits", links=("a",), polarity=Polarity.HIGH, upper="95%", minimum="85%")
        figures = trend(kpi, {"2021-01": "96%"})

        def beside(record: Record, *others: Record) -> list[str]:
            left = width_of(getattr(record, "ref", "")) + 5
            return [line[left:].rstrip() for line in above(record, *others, width=150)[:4]]

        def read(words: str) -> list[str]:
            return [line.rstrip() for line in large_lines(words, 150, 6)[0][:4]]

        for words, shown in (("96% G", beside(kpi, *figures, action)), ("no figure", beside(kpi, action))):
            assert all(line.startswith(first) for line, first in zip(shown, read(words), strict=True)), words
        assert beside(action, kpi, *figures) == read("R Red")

    def test_the_rating_is_cut_where_it_does_not_fit_beside_the_ref_and_without_one_it_stands_alone(self) -> None:
        action = Action(id="a", ref="1.1", title="", rag=Rag.RED)
        least = width_of("1.1") + 4 + width_of("R Red") + 2
        assert above(action, width=least) == above(action, width=150)
        assert above(action, width=least - 1) != above(action, width=150)
        alone = above(Action(id="a", title="", rag=Rag.RED), width=150)
        assert alone[:5] == [f" {line} " for line in large_lines("R Red", 150, 6)[0]]

    def test_of_the_title_one_line_of_letters_is_shown_at_least_and_two_lines_are_left_beneath(self) -> None:
        coach = Action(id="a", ref="1.1", title="Coach all managers", rag=Rag.RED)
        letters, cut = len(large_lines("Coach", 99, 9)[0]), len(large_lines("Coach all...", 99, 9)[0])
        for height in (1, 12, 5 + letters + 2 + 5 - 1):
            lines = above(coach, width=40, height=height)
            assert lines[-1] == "Coach all managers" and len(lines) == 5 + cut + 1
        assert "Coach all managers" not in above(coach, width=40, height=40)

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
            assert "Slippage" not in seen(pilot)  # the table is out of the way
            await press(pilot, "n")
            assert drawn("R Red").splitlines()[2].strip() in seen(pilot)
            for key in ("P", "escape"):
                await press(pilot, key)
                assert "Slippage" in seen(pilot)
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
