"""Rating an item and saying why: what is typed is never lost and never taken for the keys of other commands."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from boardtui.domain.errors import BoardError
from boardtui.domain.records.edits import Change
from boardtui.domain.records.rag import Rag
from boardtui.store import file as store_file
from boardtui.store.board_file import BoardFile
from tests.ui.conftest import lines, on_disk, opened, press, seen, settle, toasts, values_of, write
from tests.ui.council_board import make


@pytest.fixture
def board(tmp_path: Path) -> Path:
    return make(tmp_path / "plan.board")


async def test_what_is_typed_while_the_disk_is_slow_is_the_reason_and_rates_nothing_else(
    board: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_write = threading.Event()
    write_now = BoardFile.write

    def slow(file: BoardFile, changes: Any, **more: Any) -> Any:
        assert may_write.wait(120)
        return write_now(file, changes, **more)

    async with opened(board) as pilot:
        monkeypatch.setattr(BoardFile, "write", slow)
        await pilot.press("r", *"bag")
        await pilot.pause()
        assert "1.1 saving …" in seen(pilot) and "R ✖ why?" not in seen(pilot), "not shown as done before it is"
        await pilot.press("enter")
        may_write.set()
        await settle(pilot)
        assert "Back to green by?" in seen(pilot)
        await press(pilot, "escape", "escape", "u")
        assert "Undone: 1.1 RAG R ✖ Red → A ▲ Amber; Rationale bag → Two sessions were put off" in toasts(pilot)
        may_write.clear()
        await pilot.press("0", "u")
        may_write.set()
        await settle(pilot)
        assert "Undone: 1.1 RAG ○ Not rated → A ▲ Amber" in toasts(pilot), "what was not on disk yet is told as well"
    assert values_of(board, "1.1", "rag") == {"rag": Rag.AMBER}, "one undo takes back both"


async def test_esc_asks_once_before_it_throws_away_a_reason(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "r")
        await write(pilot, "Nobody is free")
        await press(pilot, "escape")
        assert "What you typed is not saved: Enter saves it, Esc again throws it away." in seen(pilot)
        assert "Nobody is free" in seen(pilot)
        await press(pilot, "enter")
        assert values_of(board, "1.1", "rationale") == {"rationale": "Nobody is free"}
        await write(pilot, "30/06/2021")
        await press(pilot, "escape", "escape")
        assert "Back to green" not in lines(pilot)[-2]
    assert values_of(board, "1.1", "back_to_green") == {"back_to_green": ""}


async def test_the_rating_it_has_already_asks_for_a_new_reason_and_esc_leaves_the_old_one(board: Path) -> None:
    before = on_disk(board).edition
    async with opened(board) as pilot:
        await press(pilot, "a")
        assert "1.1 is A ▲ Amber already" in toasts(pilot)
        assert "Two sessions were put off" in lines(pilot)[-2]
        await press(pilot, "escape", "escape", "escape")
        assert on_disk(board).edition == before
        await press(pilot, "a")
        await write(pilot, "Put off again")
        await press(pilot, "enter")
        assert values_of(board, "1.1", "rag", "rationale") == {
            "rag": Rag.AMBER,
            "rationale": "Put off again",
        }


async def test_a_rating_that_cannot_be_written_keeps_what_was_typed_for_it_and_enter_tries_both_again(
    board: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_fail = threading.Event()
    write_now = BoardFile.write

    def full(_file: BoardFile, _changes: Any, **_more: Any) -> Any:
        assert may_fail.wait(120)
        raise BoardError("The disk is full.")

    async with opened(board) as pilot:
        monkeypatch.setattr(BoardFile, "write", full)
        await pilot.press("r")
        await pilot.press(*"Why")
        may_fail.set()
        await settle(pilot)
        assert "The disk is full." in lines(pilot)[-2]
        assert "1.1 R ✖ why?" in lines(pilot)[-3] and "Why" in lines(pilot)[-3] and "A ▲" in lines(pilot)[5]
        await press(pilot, "enter")
        assert "Why" in lines(pilot)[-3], "it failed again, and is still there"
        monkeypatch.setattr(BoardFile, "write", write_now)
        await press(pilot, "enter", "escape", "escape")
        assert values_of(board, "1.1", "rag", "rationale") == {"rag": Rag.RED, "rationale": "Why"}
        await press(pilot, "u")
        assert values_of(board, "1.1", "rag") == {"rag": Rag.AMBER}, "one undo takes back both"


async def test_whoever_leaves_a_rating_that_cannot_be_written_is_told_what_was_not_saved(
    board: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_fail = threading.Event()

    def full(_file: BoardFile, _changes: Any, **_more: Any) -> Any:
        assert may_fail.wait(120)
        raise BoardError("The disk is full.")

    async with opened(board) as pilot:
        monkeypatch.setattr(BoardFile, "write", full)
        await pilot.press("g")
        await pilot.press(*"Why")
        may_fail.set()
        await settle(pilot)
        await press(pilot, "escape")
        assert "Esc again throws it away" in lines(pilot)[-2] and "Why" in lines(pilot)[-3]
        await press(pilot, "escape")
        assert "The disk is full." in toasts(pilot) and "Enter open" in lines(pilot)[-1]
        assert "A ▲" in lines(pilot)[5]


async def test_what_is_half_typed_into_the_second_question_outlives_that_the_first_answer_fails(
    board: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_fail = threading.Event()
    write_now = BoardFile.write

    def full(_file: BoardFile, _changes: Any, **_more: Any) -> Any:
        assert may_fail.wait(120)
        raise BoardError("The disk is full.")

    async with opened(board) as pilot:
        await press(pilot, "r")
        monkeypatch.setattr(BoardFile, "write", full)
        await pilot.press(*"Staff", "enter", *"June")
        may_fail.set()
        await settle(pilot)
        assert "The disk is full." in lines(pilot)[-2]
        assert "why?" in lines(pilot)[-3] and "Staff" in lines(pilot)[-3], "the answer that failed is asked again"
        monkeypatch.setattr(BoardFile, "write", write_now)
        await press(pilot, "enter")
        assert "Back to green by?" in lines(pilot)[-2] and "June" in lines(pilot)[-2], "what was typed stands there"
        await press(pilot, "end", *" 2021", "enter", "escape")
    assert values_of(board, "1.1", "rag", "rationale", "back_to_green") == {
        "rag": Rag.RED,
        "rationale": "Staff",
        "back_to_green": "June 2021",
    }


async def test_a_reason_that_cannot_be_written_stays_in_the_line(board: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_now = BoardFile.write

    def full(file: BoardFile, changes: list[Change], **more: Any) -> Any:
        if "rag" not in changes[0].values:
            raise BoardError("The disk is full.")
        return write_now(file, changes, **more)

    async with opened(board) as pilot:
        await press(pilot, "g")
        monkeypatch.setattr(BoardFile, "write", full)
        await write(pilot, "Sessions held")
        await press(pilot, "enter")
        assert "The disk is full." in lines(pilot)[-2]
        assert "1.1 G ● why?" in lines(pilot)[-3] and "Sessions held" in lines(pilot)[-3]
        monkeypatch.setattr(BoardFile, "write", write_now)
        await press(pilot, "enter")
    assert values_of(board, "1.1", "rationale") == {"rationale": "Sessions held"}


async def test_a_share_that_only_looks_writable_says_so_at_the_first_rating(
    board: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect = store_file._connect
    monkeypatch.setattr(store_file, "_connect", lambda path, *, read_only: connect(path, read_only=True))
    async with opened(board) as pilot:
        await press(pilot, "r")
        said = "plan.board is read-only. Nothing was changed: work on a copy, or make the file and its folder writable."
        assert said in toasts(pilot), (toasts(pilot), lines(pilot))
        assert "A ▲" in lines(pilot)[5] and "why?" not in seen(pilot)


async def test_the_empty_line_for_the_reason_of_a_red_rating_says_what_the_board_escalates(board: Path) -> None:
    words = "Red twice: the chief executive and the lead member, in writing, within five days"
    with BoardFile.open(board) as file:
        file.write([Change(file.read().profile.id, "board", {"escalation": words})], who="Programme office")
    async with opened(board) as pilot:
        await press(pilot, "r")
        asked = lines(pilot)[-2]
        assert "why? (1 of 3)" in asked and "Escalation: Red twice: the chief executive" in asked
        await press(pilot, "enter")
        assert "Back to green by?" in lines(pilot)[-2] and "Escalation" not in lines(pilot)[-2]
        await press(pilot, "escape", "escape", "a")
        assert "why?" in lines(pilot)[-2] and "Escalation" not in lines(pilot)[-2], "amber is none"


async def test_enter_alone_shows_a_list_in_which_the_evidence_of_a_blue_rating_is_searched_and_ticked(
    board: Path,
) -> None:
    async with opened(board) as pilot:
        await press(pilot, "b")
        assert "Enter alone lists them" in seen(pilot)
        await press(pilot, "enter", "escape")
        assert "which KPI or audit shows the impact?" in seen(pilot), "whoever leaves the list can still type"
        await press(pilot, "enter", *"agency", "enter", "enter")
        assert "Risk CIP06" in seen(pilot)
        assert values_of(board, "1.1", "evidence") == {"evidence": ""}, "it can be added to before it is saved"
        await write(pilot, " fell")
        await press(pilot, "enter")
        evidence = str(values_of(board, "1.1", "evidence")["evidence"])
        assert "CIP06" in evidence and evidence.endswith(" fell")
        await press(pilot, "u")
    assert values_of(board, "1.1", "rag", "evidence") == {"rag": Rag.AMBER, "evidence": ""}
