"""The last line names the keys that do something here and now, and no others."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from textual.pilot import Pilot

from boardtui.store.board_file import BoardFile
from tests.ui.conftest import lines, opened, press, seen, settle, toasts, write
from tests.ui.council_board import make


@pytest.fixture
def board(tmp_path: Path) -> Path:
    return make(tmp_path / "plan.board")


def keys(pilot: Pilot[None]) -> str:
    return lines(pilot)[-1].strip()


async def test_while_an_item_is_read_it_names_the_way_back_and_the_way_on(board: Path) -> None:
    async with opened(board) as pilot:
        assert keys(pilot).startswith("Enter open  r a g b rate")
        await press(pilot, "enter")
        assert keys(pilot).startswith("Esc back  n ] next  r a g b rate  e edit")
        assert "open" not in keys(pilot)
        await press(pilot, "escape")
        assert keys(pilot).startswith("Enter open  r a g b rate")


@pytest.mark.parametrize("screen", ["2", "3"])
async def test_where_nothing_is_listed_no_key_for_an_item_is_named(tmp_path: Path, screen: str) -> None:
    BoardFile.create(tmp_path / "new.board", "New", who="chair").close()
    async with opened(tmp_path / "new.board") as pilot:
        await press(pilot, screen)
        assert keys(pilot).startswith("+ add") and "rate" not in keys(pilot) and "open" not in keys(pilot)


async def test_a_key_for_an_item_where_there_is_none_says_what_to_do(tmp_path: Path) -> None:
    BoardFile.create(tmp_path / "new.board", "New", who="chair").close()
    async with opened(tmp_path / "new.board") as pilot:
        pilot.app.copy_to_clipboard("as it was")
        for key in ("r", "0", "e", "enter", "delete", "h", "number_sign", "P", "O", "y", "Y", "l", "at", "comma"):
            await press(pilot, key)
            assert toasts(pilot) == "No actions yet. + adds the first. I imports a spreadsheet.", key
            pilot.app.prompt.tell_no_more()  # type: ignore[attr-defined]
        assert pilot.app.clipboard == "as it was"


async def test_a_dialog_names_its_own_keys_and_those_of_the_screen_under_it_are_gone(board: Path) -> None:
    async with opened(board) as pilot:
        before = keys(pilot)
        for key in ("e", "plus", "question_mark", "x", "h", "H", "delete", "ctrl+p"):
            await press(pilot, key)
            assert "Enter open" not in seen(pilot), key
            await press(pilot, "escape")
            assert keys(pilot) == before, key


async def test_while_a_filter_is_typed_it_says_what_enter_and_esc_do(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "slash")
        assert keys(pilot) == "Enter keep the filter  Esc clear it"
        await pilot.resize_terminal(30, 24)
        await settle(pilot)
        assert keys(pilot) == "Enter keep the filter  Esc", "Enter is told first, whatever has no room"


async def test_while_a_reason_is_typed_it_says_what_enter_and_esc_do_and_that_the_rating_is_saved(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "r")
        await write(pilot, "Nobody is free")
        told = "1.1 A ▲ Amber → R ✖ Red · u undoes"
        assert _apart(keys(pilot)) == ["Enter saves", "Esc skips", told]
        assert len(lines(pilot)[-1]) == 77, "at the end of the line"
        for width, said in ((52, "1.1 A ▲ Amber → R ✖ Red…"), (51, "")):
            await pilot.resize_terminal(width, 24)
            await settle(pilot)
            assert keys(pilot).partition("skips")[2].strip() == said, width
        await pilot.resize_terminal(80, 24)
        await press(pilot, "enter", "escape", "escape", "a", "a")
        assert _apart(keys(pilot)) == ["Enter saves", "Esc skips", "1.1 R ✖ Red → A ▲ Amber · u undoes"]


def _apart(line: str) -> list[str]:
    return re.split(r"  +", line)


async def test_where_not_all_ready_filters_fit_the_one_that_is_on_and_the_next_ones_are_named(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "7")
        assert "f:▸all  narrative  priorities" in lines(pilot)[2] and lines(pilot)[2].endswith("…")
        await press(pilot, "f", "f")
        assert "f:▸" in lines(pilot)[2] and "Esc shows all" in lines(pilot)[2] and "▸all" not in lines(pilot)[2]


async def test_the_rating_keys_are_named_only_where_the_item_has_a_rating(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "7", "home")
        assert "The paper" in seen(pilot)
        assert "rate" not in keys(pilot)
        for _ in range(20):
            if "rate" in keys(pilot):
                break
            await press(pilot, "down")
        assert keys(pilot).startswith("Enter open  r a g b rate")
        await press(pilot, "home")
        assert "rate" not in keys(pilot)


async def test_it_names_as_many_as_fit_and_always_the_one_for_all_of_them(board: Path) -> None:
    every = ["Enter open", "r a g b rate", "e edit", "+ add", ", comment", "/ filter"]
    async with opened(board, size=(200, 24)) as pilot:
        for width, fits in (
            (200, 6),
            (76, 6),
            (75, 5),
            (66, 5),
            (65, 4),
            (54, 3),
            (47, 2),
            (40, 2),
            (39, 1),
            (25, 1),
            (22, 1),
        ):
            await pilot.resize_terminal(width, 24)
            await settle(pilot)
            assert _apart(keys(pilot)) == [*every[:fits], "? all keys" if width > 24 else "? all"], width


async def test_the_screens_keep_their_names_as_long_as_these_fit_and_then_the_one_that_is_shown_alone(
    board: Path,
) -> None:
    names = ["1 Overview", "2 Ambitions", "3 Actions", "4 KPIs", "5 Risks", "6 Meeting", "7 Papers"]
    async with opened(board, size=(200, 24)) as pilot:
        for width, gap, shown in ((74, "  ", names), (73, " ", names), (67, " ", names), (66, " ", None)):
            await pilot.resize_terminal(width, 24)
            await settle(pilot)
            tabs = lines(pilot)[1].strip()
            assert tabs == (gap.join(shown) if shown is not None else "1 2 3 Actions  4 5 6 7"), width
        await press(pilot, "4")
        assert lines(pilot)[1].strip() == "1 2 3 4 KPIs  5 6 7"
