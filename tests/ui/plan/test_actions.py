"""What every screen of items does, seen on the one that is used most."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from boardtui.domain.records.edits import Change
from boardtui.domain.records.rag import Rag
from boardtui.settings.settings import change_settings
from boardtui.store.board_file import BoardFile
from boardtui.ui.app import BoardApp
from tests.ui.conftest import (
    CHAIR,
    HOSTILE,
    NOW,
    change,
    identity,
    lines,
    look_again,
    on_disk,
    opened,
    press,
    seen,
    settle,
    toasts,
    values_of,
    write,
)
from tests.ui.council_board import LONG, make


@pytest.fixture
def board(tmp_path: Path) -> Path:
    return make(tmp_path / "plan.board")


def listed(pilot: object) -> list[str]:
    """The refs of the actions in the table, from the top."""
    screen = pilot.app.item_screen  # type: ignore[attr-defined]
    return [row.item.ref for row in screen.table._rows if row.key]


def at(pilot: object) -> str:
    """The ref of the action under the cursor."""
    return str(pilot.app.item_screen.selected.ref)  # type: ignore[attr-defined]


async def test_actions_stand_under_their_ambition_in_counting_order(board: Path) -> None:
    async with opened(board) as pilot:
        assert listed(pilot) == ["1.1", "1.2", "1.10", "2.1", "2.2", "3.1"]
        shown = lines(pilot)
        assert shown[2].strip().startswith("6 actions")
        assert shown[4].strip() == f"Ambition 1 Leaders {HOSTILE}"
        assert f"Coach {HOSTILE}" in shown[5] and "A ▲" in shown[5] and "31/03/2021" in shown[5] and "↓" in shown[5]
        assert "18/02/2021 !" in shown[6] and "+49d ×1" in shown[6]
        assert "⚠ 31/06/2021" in seen(pilot)


async def test_typing_filters_at_once_and_esc_shows_all_again(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "slash")
        await write(pilot, "audits")
        assert listed(pilot) == ["1.2"]
        assert "1 of 6 actions · with “audits”" in seen(pilot)
        await press(pilot, "enter", "escape")
        assert len(listed(pilot)) == 6 and at(pilot) == "1.2"


async def test_the_filter_takes_words_in_any_order_hostile_ones_and_dates_as_shown(board: Path) -> None:
    async with opened(board) as pilot:
        for words, found in (
            ("embed introduce", ["2.2"]),
            ("[send] [/", ["1.1", "1.2", "1.10"]),
            ("20/03/2021", ["2.2"]),
        ):
            await press(pilot, "slash")
            await write(pilot, words)
            assert listed(pilot) == found, words
            await press(pilot, "escape")


async def test_the_filter_finds_words_that_look_like_those_typed(board: Path) -> None:
    with BoardFile.open(board) as opened_file:
        opened_file.write([change("action", "1.2", title="The head’s\u00a0audit – plan")], who=CHAIR)
    async with opened(board) as pilot:
        for words in ("head's audit", "HEAD’S", "audit - plan"):
            await press(pilot, "slash")
            await write(pilot, words)
            assert listed(pilot) == ["1.2"], words
            await press(pilot, "escape")


async def test_letters_typed_into_the_filter_rate_nothing(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "slash")
        await write(pilot, "rgb0q")
        assert "Nothing here has that. Esc shows all." in seen(pilot)
    assert values_of(board, "1.1", "rag") == {"rag": Rag.AMBER}


async def test_f_goes_through_the_ready_filters_and_says_which_one_is_on(board: Path) -> None:
    expected = {
        "exceptions": ["1.1", "1.2"],
        "mine": [],
        "overdue": ["1.2"],
        "date revised": ["1.1", "1.2"],
        "stale": [],
        "moved": ["1.1"],
        "all": ["1.1", "1.2", "1.10", "2.1", "2.2", "3.1"],
    }
    async with opened(board) as pilot:
        for label, found in expected.items():
            await press(pilot, "f")
            assert listed(pilot) == found, label
            assert f"▸{label}" in lines(pilot)[2]


async def test_s_changes_the_order_and_the_cursor_stays_on_its_action(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "j", "j", "j", "s")
        assert at(pilot) == "2.1"
        assert listed(pilot)[:3] == ["1.2", "3.1", "1.1"]
        assert "by rating, worst first" in lines(pilot)[2]
        await press(pilot, "s")
        assert at(pilot) == "2.1" and listed(pilot)[0] == "1.10"


async def test_n_and_p_step_while_the_item_is_read_and_esc_leads_back(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "enter")
        assert f"Coach {HOSTILE}" in lines(pilot)[3]
        assert "Two sessions were put off" in seen(pilot)
        await press(pilot, "n", "n", "p")
        assert at(pilot) == "1.2" and "Supervision audits" in lines(pilot)[3]
        await press(pilot, "escape")
        assert "Ref" in lines(pilot)[3] and at(pilot) == "1.2"


async def test_a_long_title_is_cut_in_the_table_and_whole_in_the_detail(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "end", "up")
        row = next(line for line in lines(pilot) if line.strip().startswith("2.2"))
        assert "…" in row and LONG not in row
        await press(pilot, "enter")
        assert LONG in " ".join(" ".join(line.split()) for line in lines(pilot)[3:6])


async def test_a_rating_is_on_disk_whatever_becomes_of_its_reason(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "g")
        assert values_of(board, "1.1", "rag", "rationale") == {"rag": Rag.GREEN, "rationale": ""}
        assert "1.1 G ● why?" in seen(pilot)
        assert "A ▲ Amber → G ● Green · u undoes" in toasts(pilot)
        await write(pilot, "Sessions held [/")
        await press(pilot, "enter")
        assert values_of(board, "1.1", "rag", "rationale") == {"rag": Rag.GREEN, "rationale": "Sessions held [/"}
        assert "why?" not in seen(pilot) and at(pilot) == "1.1"


async def test_the_message_about_a_rating_does_not_hide_the_line_that_asks_for_its_reason(board: Path) -> None:
    change_settings(lambda settings: type(settings)(signature=CHAIR))
    async with BoardApp(board, clock=lambda: NOW).run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        await press(pilot, "3", "r")
        await write(pilot, "Nobody is free")
        assert "R ✖ Red · u undoes" in seen(pilot)
        assert any("1.1 R ✖ why?" in line and "Nobody is free" in line for line in lines(pilot))


async def test_red_and_amber_ask_for_reason_way_back_and_help(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "r")
        await write(pilot, "Nobody is free")
        await press(pilot, "enter")
        assert "Back to green by? (2 of 3)" in seen(pilot)
        await write(pilot, "31/06/2021")
        await press(pilot, "enter")
        assert "There is no 31 June 2021" in seen(pilot)
        await press(pilot, *["backspace"] * 10)
        await write(pilot, "30/06/2021")
        await press(pilot, "enter")
        assert "Help wanted from the board? (3 of 3)" in seen(pilot)
        await write(pilot, "Two days a week")
        await press(pilot, "enter")
    assert values_of(board, "1.1", "rag", "rationale", "back_to_green", "help_wanted") == {
        "rag": Rag.RED,
        "rationale": "Nobody is free",
        "back_to_green": "2021-06-30",
        "help_wanted": "Two days a week",
    }


async def test_blue_asks_for_its_evidence(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "b")
        assert "which KPI or audit shows the impact?" in seen(pilot)
        await write(pilot, "KPI 4.7")
        await press(pilot, "enter")
    assert values_of(board, "1.1", "rag", "evidence") == {"rag": Rag.BLUE, "evidence": "KPI 4.7"}


async def test_esc_skips_only_the_question_it_is_pressed_at_and_keeps_the_rating(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "r", "escape")
        assert "why?" not in seen(pilot)
        assert "Back to green by?" in seen(pilot)
        await write(pilot, "31/5/2021")
        await press(pilot, "enter", "escape", "j")
        assert at(pilot) == "1.2", "the keys are the table's again"
    assert values_of(board, "1.1", "rag", "back_to_green") == {"rag": Rag.RED, "back_to_green": "2021-05-31"}


async def test_a_board_that_demands_a_reason_says_so_and_takes_the_rating_back_without_one(board: Path) -> None:
    with BoardFile.open(board) as file:
        file.write([Change(file.read().profile.id, "board", {"reasons": "red and amber"})], who="chair")
    async with opened(board) as pilot:
        await press(pilot, "r", "enter")
        assert "This board wants a reason for red." in seen(pilot)
        await press(pilot, "escape")
        assert "why?" not in seen(pilot)
        await settle(pilot)
        assert values_of(board, "1.1", "rag") == {"rag": Rag.AMBER}


async def test_u_takes_rating_and_reason_back_together(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "b")
        await write(pilot, "Audit")
        await press(pilot, "enter", "u")
        assert "Undone: 1.1" in toasts(pilot)
        assert "A ▲" in lines(pilot)[5]
    expected = {"rag": Rag.AMBER, "evidence": "", "rationale": "Two sessions were put off"}
    assert values_of(board, "1.1", "rag", "evidence", "rationale") == expected


async def test_rating_in_a_filtered_table_rates_what_was_under_the_cursor_and_its_reason_goes_there_too(
    board: Path,
) -> None:
    async with opened(board) as pilot:
        await press(pilot, "f", "f", "f")  # overdue
        assert listed(pilot) == ["1.2"]
        await press(pilot, "b")
        assert listed(pilot) == [], "what is blue is finished, so not overdue"
        await write(pilot, "Audit of March")
        await press(pilot, "enter")
    assert values_of(board, "1.2", "rag", "evidence") == {"rag": Rag.BLUE, "evidence": "Audit of March"}


async def test_what_another_program_writes_appears_and_the_cursor_stays(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "j", "j")
        with BoardFile.open(board) as other:
            other.write([Change(identity("new"), "action", {"ref": "1.0", "ambition": identity("a1")})], who="lead")
        await look_again(pilot)
        assert listed(pilot)[0] == "1.0" and at(pilot) == "1.10"
        with BoardFile.open(board) as other:
            other.write([Change(identity("free"), "action", {"ref": "0.1"})], who="lead")
        await look_again(pilot)
        with BoardFile.open(board) as other:
            other.write([change("action", "2.1", ambition=identity("a1"))], who="lead")
        await look_again(pilot)
        assert listed(pilot) == ["1.0", "1.1", "1.2", "1.10", "2.1", "2.2", "3.1", "0.1"], "those of none come last"
        assert at(pilot) == "1.10"


async def test_a_click_selects_and_a_double_click_opens(board: Path) -> None:
    async with opened(board) as pilot:
        await pilot.click(offset=(10, 6))
        await settle(pilot)
        assert at(pilot) == "1.2"
        await pilot.click(offset=(10, 6), times=2)
        await settle(pilot)
        assert "Supervision audits" in lines(pilot)[3] and "Ref" not in lines(pilot)[3]


async def test_going_to_a_record_gives_up_filters_that_hide_it(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "f", "f", "f", "slash")
        await write(pilot, "audits")
        found = on_disk(board).find(identity("2.2"))
        assert found is not None
        await pilot.app.go_to(found)  # type: ignore[attr-defined]
        await settle(pilot)
        assert at(pilot) == "2.2" and len(listed(pilot)) == 6
        await pilot.app.go_to(replace(found, id=identity("not there")))  # type: ignore[attr-defined]
        await settle(pilot)
        assert "That item is not listed here; it can be found with ctrl+p." in toasts(pilot)


async def test_an_empty_screen_says_what_to_do(tmp_path: Path) -> None:
    BoardFile.create(tmp_path / "new.board", "New", who="chair").close()
    async with opened(tmp_path / "new.board") as pilot:
        assert "No actions yet. + adds the first." in seen(pilot)
        await press(pilot, "r", "enter", "n", "s", "f", "e", "delete", "h")
        assert "0 actions" in seen(pilot)
