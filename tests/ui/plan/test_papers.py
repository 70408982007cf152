"""The papers: what they say around the plan, section by section, and where a new entry goes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from boardtui.store.board_file import BoardFile
from boardtui.ui.plan.papers import PapersScreen
from tests.ui.conftest import HOSTILE, identity, lines, opened, press, seen, toasts
from tests.ui.council_board import make


@pytest.fixture
def board(tmp_path: Path) -> Path:
    return make(tmp_path / "plan.board")


def papers(pilot: Any) -> PapersScreen:
    """The screen."""
    screen = pilot.app.item_screen
    assert isinstance(screen, PapersScreen)
    return screen


def headings(pilot: Any) -> list[str]:
    """The headings of the table, from the top."""
    return [row.heading for row in papers(pilot).table._rows if not row.key]


async def test_the_sections_follow_one_another_with_their_headings(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "7")
        assert headings(pilot) == [
            "The paper",
            "Key message",
            "Could do better",
            "Priorities",
            "Next steps · Workforce",
            "Milestones",
            "Budget",
            "Decisions",
            "Challenges",
            "Actions arising",
            "Task and finish groups · ambition 1",
        ]


async def test_milestones_stand_in_time_with_the_words_of_the_paper(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "7", "f", "f", "f", "f")
        rows = [" ".join(line.split()) for line in lines(pilot)[5:8]]
    assert [row.rsplit(" ○", 1)[0] for row in rows] == [
        "Launch November 2020",
        "Survey Jan 21",
        "Monitoring visit ⚠ 28th Jun…",
    ]


async def test_each_section_has_a_ready_filter_and_an_empty_one_says_how_to_begin(tmp_path: Path) -> None:
    BoardFile.create(tmp_path / "new.board", "New", who="chair").close()
    async with opened(tmp_path / "new.board", size=(120, 40)) as pilot:
        await press(pilot, "7")
        for several, kind in (
            ("narrative", "narrative"),
            ("priorities", "priority"),
            ("next steps", "next_step"),
            ("milestones", "milestone"),
            ("budget lines", "budget_line"),
            ("decisions", "decision"),
            ("challenges", "challenge"),
            ("actions arising", "action_arising"),
            ("task and finish groups", "task_group"),
        ):
            await press(pilot, "f")
            assert f"No {several} yet. + adds the first." in seen(pilot)
            assert papers(pilot).kind_to_add() == kind


async def test_a_new_entry_joins_the_section_under_the_cursor(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "7")
        screen = papers(pilot)
        for name, kind, values in (
            ("n2", "narrative", {"section": "could do better", "heading": "Plans", "position": 0}),
            ("s1", "next_step", {"priority": identity("p1")}),
            ("m1", "milestone", {}),
            ("b1", "budget_line", {}),
            ("c1", "challenge", {"meeting": identity("jan")}),
            ("t1", "task_group", {"ambition": identity("a1")}),
        ):
            assert screen.go_to(identity(name))
            assert (screen.kind_to_add(), screen.values_to_add()) == (kind, values)


async def test_questions_say_whether_they_are_open_and_actions_arising_whether_they_are_done(board: Path) -> None:
    async with opened(board, size=(120, 60)) as pilot:
        await press(pilot, "7")
        shown = lines(pilot)
    assert any("What do managers do differently?" in line and "open" in line and "1.2" in line for line in shown)
    assert any("Bring the audits" in line and "open" in line for line in shown)


async def test_what_was_edited_since_the_last_board_is_marked(board: Path) -> None:
    async with opened(board, size=(120, 40)) as pilot:
        await press(pilot, "7")
        shown = lines(pilot)
    assert any(f"Plans: Fewer lapse now {HOSTILE}" in line and "edited" in line for line in shown)
    assert not any("Most tasks are amber" in line.split("│")[0] and "edited" in line for line in shown)


async def test_a_long_text_is_whole_in_the_detail_with_its_lines(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "7", "j", "enter")
        shown = [line.strip() for line in lines(pilot)]
    assert shown[shown.index("Most tasks are amber.") + 1] == "Pace matters."


async def test_the_title_block_shows_what_the_ratings_mean_and_cannot_be_deleted(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "7", "enter")
        assert "R ✖ Red" in seen(pilot) and "No plan in place" in seen(pilot)
        await press(pilot, "delete")
        assert "The title block belongs to the board." in toasts(pilot)


async def test_a_next_step_is_rated_here(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "7")
        papers(pilot).go_to(identity("s1"))
        await press(pilot, "g")
        assert "Retention offer G ● why?" in seen(pilot)


async def test_plus_offers_every_kind_that_the_papers_hold_and_needs_no_filter_first(board: Path) -> None:
    async with opened(board, size=(100, 40)) as pilot:
        await press(pilot, "7", "plus")
        shown = seen(pilot)
        for each in ("Milestone", "Budget line", "Next step", "Decision", "Action arising", "Narrative item"):
            assert each in shown
        await press(pilot, "end", "up", "up", "up", "up", "enter")
        assert "New budget line" in seen(pilot)


async def test_plus_and_enter_add_the_kind_that_is_under_the_cursor(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "7")
        papers(pilot).go_to(identity("m1"))
        await press(pilot, "plus", "enter")
        assert "New milestone" in seen(pilot)


async def test_where_one_section_is_shown_plus_asks_nothing(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "7", *"fffff", "plus")
        assert "New budget line" in seen(pilot)
