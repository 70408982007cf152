"""A board is found again as it was left; filters are kept under names; back, forward, whole screen, another board."""

from __future__ import annotations

from pathlib import Path

import pytest

from boardtui.settings.places import counts_by_path, load_places
from boardtui.settings.settings import change_settings
from boardtui.ui.app import BoardApp
from boardtui.ui.places import Spot, Trail, counts_of
from tests.ui.conftest import CHAIR, NOW, lines, on_disk, opened, press, seen, settle, small, toasts, write
from tests.ui.council_board import make


@pytest.fixture
def board(tmp_path: Path) -> Path:
    return make(tmp_path / "plan.board")


async def test_screen_cursor_filter_order_and_split_of_last_time_come_back(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "5", "3", "f", "s", "s", "slash")
        await write(pilot, "rag:red")
        await press(pilot, "enter", "down", "Z", "q")
    async with BoardApp(board, clock=lambda: NOW).run_test() as again:
        await settle(again)
        assert "1 of 6 actions · with “rag:red” · by due" in seen(again)
        assert "showing exceptions" in seen(again)
        assert again.app.selected.ref == "1.2"  # type: ignore[attr-defined]
        assert "Evidence" not in seen(again) and "Lead:" not in seen(again)  # the table has the whole screen
        await press(again, "Z", "escape")
        assert "6 actions" in seen(again) and "Lead:" in seen(again)


async def test_where_one_is_is_kept_meanwhile_for_a_window_that_is_closed(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "5", "3", "down")
        await pilot.app.places.keep_meanwhile()  # type: ignore[attr-defined]
        (kept,) = load_places().values()
        assert kept.screen == "actions" and set(kept.screens) >= {"actions", "risks"}
        before = kept.screens["actions"].cursor
        await press(pilot, "down")
        await pilot.app.places.keep_meanwhile()  # type: ignore[attr-defined]
        (kept,) = load_places().values()
        assert before and kept.screens["actions"].cursor not in ("", before)


async def test_a_screen_that_was_not_looked_at_since_stays_as_it_was_left(board: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.board"
    small(other)
    async with opened(other) as pilot:
        await press(pilot, "3", "down", "slash")
        await write(pilot, "2.1")
        await press(pilot, "enter", "1", "q")
    (left,) = load_places().values()
    async with BoardApp(board, clock=lambda: NOW).run_test() as pilot:
        await settle(pilot)
        await press(pilot, "3", "1", "ctrl+o", "down", "enter")
        assert "other.board" in seen(pilot).splitlines()[0]
        await press(pilot, "q")
    (again,) = (each for each in load_places().values() if each.path == str(other))
    assert left.screens["actions"].words == "2.1" and again.screens["actions"] == left.screens["actions"]


async def test_another_board_and_a_throw_away_one_begin_where_every_first_one_does(board: Path, tmp_path: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "3", "q")
    other = tmp_path / "other.board"
    small(other)
    for path, throwaway in ((other, False), (board, True)):
        async with BoardApp(path, throwaway=throwaway, clock=lambda: NOW).run_test() as again:
            await settle(again)
            assert again.app.item_screen.id == "overview"  # type: ignore[attr-defined]


async def test_a_filter_is_kept_under_a_name_beside_the_ready_ones_and_forgotten(board: Path) -> None:
    async with opened(board, size=(160, 40)) as pilot:
        await press(pilot, "F")
        assert "All is shown" in toasts(pilot)
        await press(pilot, "slash")
        await write(pilot, "-rag:red due:<31/03")
        await press(pilot, "enter", "F")
        await write(pilot, "overdue")
        await press(pilot, "enter")
        assert "A ready filter is called so" in seen(pilot)
        await press(pilot, *["backspace"] * 7)
        await write(pilot, "soon, and well")
        await press(pilot, "enter")
        assert "▸soon, and well" in seen(pilot) and "2 of 6 actions" in seen(pilot)
        assert "Kept: soon, and well stands beside the ready filters" in toasts(pilot)
        assert "with “" not in lines(pilot)[2], "the words are part of it now"
        await press(pilot, "f")
        assert "▸all" in seen(pilot) and "soon, and well" in seen(pilot)
        await press(pilot, "f", "s", "s", "F")
        longest = "worst of the exceptions, dated"
        assert len(longest) == 30
        await write(pilot, f"{longest}!")
        await press(pilot, "enter")
        assert "At most 30 characters." in seen(pilot)
        await press(pilot, "backspace", "enter")
        assert f"▸{longest}" in seen(pilot) and "by due" not in lines(pilot)[2]
        refs = [row.item.ref for row in pilot.app.item_screen.table.rows]  # type: ignore[attr-defined]
        assert refs == ["1.2", "1.1"], "the exceptions, by date, under no heading"
    async with opened(board, size=(160, 40)) as pilot:
        assert f"▸{longest}" in seen(pilot) and "2 of 6 actions" in seen(pilot)
        await press(pilot, "F")
        assert "Name of this filter; empty forgets it?" in seen(pilot)
        await press(pilot, "ctrl+u")
        await write(pilot, "dated")
        await press(pilot, "enter")
        assert "▸dated" in seen(pilot) and longest not in seen(pilot) and "2 of 6 actions" in seen(pilot)
        await press(pilot, "escape", *["f"] * 7)
        assert "▸soon, and well" in seen(pilot) and "2 of 6 actions" in seen(pilot)
        await press(pilot, "F", *["backspace"] * 14, "enter")
        assert "soon, and well" not in seen(pilot).replace("Forgotten: soon, and well", "")
        assert "6 actions" in seen(pilot) and "dated" in seen(pilot)


async def test_a_kept_filter_of_the_overview_is_about_the_question_it_was_kept_with(board: Path) -> None:
    async with opened(board, size=(160, 40)) as pilot:
        await press(pilot, "1", "f", "slash")
        await write(pilot, "lead:head")
        await press(pilot, "enter")
        before = [line for line in seen(pilot).splitlines() if "Coach" in line]
        await press(pilot, "F")
        await write(pilot, "theirs")
        await press(pilot, "enter")
        assert before and [line for line in seen(pilot).splitlines() if "Coach" in line] == before


async def test_back_and_forward_go_through_the_places_as_in_a_browser(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "3", "down", "4", "5", "left_curly_bracket", "left_curly_bracket")
        assert pilot.app.item_screen.id == "actions"  # type: ignore[attr-defined]
        assert pilot.app.selected.ref == "1.2"  # type: ignore[attr-defined]
        await press(pilot, "alt+right")
        assert pilot.app.item_screen.id == "kpis"  # type: ignore[attr-defined]
        await press(pilot, "right_curly_bracket", "right_curly_bracket")
        assert "This is the last place." in toasts(pilot)
        await press(pilot, *["left_curly_bracket"] * 9)
        assert "This is the first place." in toasts(pilot)


def test_a_hundred_places_are_remembered_and_one_stays_once_where_it_was_left_twice() -> None:
    trail, spots = Trail(), [Spot(str(number), "") for number in range(102)]
    for each in spots[:-1]:
        trail.leave(each)
        trail.leave(each)
    for here, before in zip(spots[:1:-1], spots[-2:0:-1], strict=True):
        assert trail.back(here) == before
    assert trail.back(spots[1]) is None


def test_what_was_ahead_is_gone_once_one_goes_elsewhere() -> None:
    trail, (a, b, c) = Trail(), (Spot("1", "a"), Spot("2", "b"), Spot("3", "c"))
    trail.leave(a)
    trail.leave(b)
    assert trail.back(c) == b and trail.forward(b) == c and trail.back(c) == b
    trail.leave(b)
    assert trail.forward(Spot("4", "d")) is None and trail.back(c) == b and trail.back(b) == a and trail.back(a) is None


async def test_the_map_and_the_register_take_the_whole_screen_and_give_it_back(board: Path) -> None:
    async with opened(board, size=(140, 40)) as pilot:
        await press(pilot, "5")
        both = seen(pilot)
        assert "Since" in both and "Likelihood" in both
        await press(pilot, "Z")
        assert "Likelihood" in seen(pilot) and "Since" not in seen(pilot)
        await press(pilot, "Z", "tab", "Z")
        assert "Since" in seen(pilot) and "Likelihood" not in seen(pilot)
        await press(pilot, "Z")
        assert "Since" in seen(pilot) and "Likelihood" in seen(pilot)
        await press(pilot, "3", "tab", "Z")
        assert "Slippage" not in seen(pilot) and "Two sessions were put off" in seen(pilot)
        await press(pilot, "Z")
        assert "Slippage" in seen(pilot)


async def test_one_key_changes_over_to_another_board_whose_counts_are_listed(board: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.board"
    small(other)
    async with opened(other) as pilot:
        await press(pilot, "2", "q")
    async with BoardApp(board, clock=lambda: NOW).run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await press(pilot, "3", "slash", *"red", "enter", "ctrl+o")
        assert "other.board   3 actions" in seen(pilot) and "Esc stays on plan.board" in seen(pilot)
        await press(pilot, "escape")
        assert "plan.board" in seen(pilot).splitlines()[0]
        assert not pilot.app.throwaway, "who stays has a board of their own all the same"  # type: ignore[attr-defined]
        await press(pilot, "ctrl+o", "down", "enter")
        assert "other.board" in seen(pilot).splitlines()[0] and "02/03/2021" in seen(pilot).splitlines()[0]
        assert pilot.app.item_screen.id == "ambitions"  # type: ignore[attr-defined]
        await press(pilot, "3")
        assert "3 actions" in seen(pilot) and "with “" not in seen(pilot)
        await press(pilot, "ctrl+o", "down", "enter")
        assert "plan.board" in seen(pilot).splitlines()[0] and "with “red”" in seen(pilot)
        assert counts_of(on_disk(board)) == "6 actions, 2 red, 1 amber" and "Slippage" in seen(pilot)
        await press(pilot, "down", "enter", "ctrl+o", "down", "enter", "ctrl+o", "down", "enter")
        assert "plan.board" in seen(pilot).splitlines()[0] and "Slippage" not in seen(pilot)
        assert "3.1  Joint forum" in lines(pilot)[3], "it was being read"


async def test_places_that_cannot_be_read_are_passed_over(board: Path) -> None:
    from boardtui.settings.paths import Paths

    file = Paths.of_this_user().places
    file.parent.mkdir(parents=True, exist_ok=True)
    wrong = b'{"x": {"screens": {"actions": {"cursor": 7, "filters": [1]}}}}'
    for content in (b"{", b"[]", b'{"x": 3}', b'{"x": {"path": "a", "counts": 7}}', wrong, b"\xff"):
        file.write_bytes(content)
        assert all(each.counts == "" for each in load_places().values()) and counts_by_path() == {}
    change_settings(lambda settings: type(settings)(signature=CHAIR))
    async with BoardApp(board, clock=lambda: NOW).run_test() as pilot:
        await settle(pilot)
        assert pilot.app.item_screen.id == "overview"  # type: ignore[attr-defined]
