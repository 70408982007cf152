"""One key re-dates, one comments: on every screen of items and in the running meeting."""

from __future__ import annotations

from pathlib import Path

import pytest

from boardtui.domain.attention.schedule import slippage
from boardtui.domain.board.lookup import lookup
from boardtui.domain.errors import BoardError
from boardtui.domain.records.kinds import Action, Ambition
from boardtui.store.board_file import BoardFile
from tests.ui.conftest import NOW, change, identity, look_again, on_disk, opened, press, seen, toasts, values_of, write
from tests.ui.council_board import AFTER, exceptions_first, make


@pytest.fixture
def board(tmp_path: Path) -> Path:
    return exceptions_first(make(tmp_path / "plan.board"))


def action(path: Path, ref: str) -> Action:
    found = lookup(on_disk(path), ref)
    assert isinstance(found, Action)
    return found


async def test_the_new_date_and_its_reason_are_asked_and_the_slippage_that_follows_is_said(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "down", "l")
        assert "1.2, due 18/02/2021. New date?" in seen(pilot)
        await write(pilot, "31/5/2021")
        await press(pilot, "enter")
        assert action(board, "1.2").due == "2021-05-31", "on disk before the reason is asked"
        assert "1.2: why does the date move?" in seen(pilot)
        await write(pilot, "No auditor is free")
        await press(pilot, "enter")
        assert "1.2 18/02/2021 → 31/05/2021: +151 days, date revised twice" in toasts(pilot)
    found = on_disk(board)
    record = action(board, "1.2")
    assert record.due_reason == "No auditor is free"
    assert slippage(found, record, NOW.date()).revisions[-1].why == "No auditor is free"


async def test_one_undo_takes_date_and_reason_back_and_a_reason_can_be_skipped(board: Path) -> None:
    before = action(board, "1.2")
    async with opened(board) as pilot:
        await press(pilot, "down", "l")
        await write(pilot, "31/5/2021")
        await press(pilot, "enter")
        await write(pilot, "No auditor is free")
        await press(pilot, "enter", "u")
        assert (action(board, "1.2").due, action(board, "1.2").due_reason) == (before.due, before.due_reason)
        await press(pilot, "l")
        await write(pilot, "30/6/2021")
        await press(pilot, "enter", "escape")
        assert (action(board, "1.2").due, action(board, "1.2").due_reason) == ("2021-06-30", "")


async def test_a_day_without_a_year_is_the_next_of_that_name_wherever_a_date_ahead_is_asked_for(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "l")
        await write(pilot, "28/2")
        await press(pilot, "enter")
        assert "28/02/2022" in seen(pilot)
        await press(pilot, "escape", "a", "enter")
        await write(pilot, "30 June")
        await press(pilot, "enter", "escape")
        assert (action(board, "1.1").due, action(board, "1.1").back_to_green) == ("2022-02-28", "2021-06-30")


async def test_words_that_are_no_date_are_said_to_be_none_and_esc_moves_nothing(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "down", "l")
        await write(pilot, "31/06/2021")
        await press(pilot, "enter")
        assert "Write a date such as 31/03/2021" in seen(pilot)
        await press(pilot, "escape", "escape")
        assert "New date?" not in seen(pilot)
        await press(pilot, "l", "enter")
        assert "The date stays as it was." in toasts(pilot) and "New date?" not in seen(pilot)
        await press(pilot, "shift+up", "l")
        assert "2 actions, due 18/02/2021 to 31/03/2021. New date?" in seen(pilot)
        await press(pilot, "enter")
        assert "The dates stay as they were." in toasts(pilot)
        assert "2 ticked" in seen(pilot)
    assert action(board, "1.2").due == "2021-02-18"


async def test_what_has_no_date_or_no_comment_says_so(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "2", "l")
        assert "Ambitions have no date of their own to move." in toasts(pilot)
        await press(pilot, "7", "down", "comma")
        assert "Narrative items have no commentary: e edits their words." in toasts(pilot)


async def test_a_first_date_asks_for_no_reason_and_among_several_the_reason_is_for_those_that_had_one(
    path: Path,
) -> None:
    async with opened(path) as pilot:
        await press(pilot, "l")
        assert "1.1, no date yet. New date?" in seen(pilot)
        await write(pilot, "31/5/2021")
        await press(pilot, "enter")
        assert "why does" not in seen(pilot)
        assert toasts(pilot) == "1.1 31/05/2021: no slippage · u undoes"
        await press(pilot, "u", "shift+down", "l")
        assert "2 actions, due 31/03/2021. New date?" in seen(pilot)
        await write(pilot, "30/6/2021")
        await press(pilot, "enter")
        assert "2 actions: why do the dates move?" in seen(pilot)
        await write(pilot, "Put off")
        await press(pilot, "enter")
        assert toasts(pilot) == "2 actions due 30/06/2021 · u undoes"
        assert "ticked" not in seen(pilot)
        reasons = {each.ref: each.due_reason for each in on_disk(path).all(Action)}
        assert reasons == {"1.1": "", "1.2": "Put off", "2.1": ""}
        await press(pilot, "u")
        assert {each.ref: each.due for each in on_disk(path).all(Action)} == {"1.1": "", "1.2": "2021-03-31", "2.1": ""}
        await press(pilot, "home", "space", "end", "space", "l")
        assert "2 actions, no date yet. New date?" in seen(pilot)


async def test_what_could_not_be_written_is_asked_again_with_what_was_typed(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise BoardError("The disk is full.")

    async with opened(path) as pilot:
        await press(pilot, "down", "l")
        for typed, asked in (("31/5/2021", "New date?"), ("Put off", "why does the date move?")):
            await write(pilot, typed)
            with monkeypatch.context() as full:
                full.setattr(BoardFile, "write", refuse)
                pilot.app.prompt.tell_no_more()  # type: ignore[attr-defined]
                await press(pilot, "enter")
            assert "1.2" not in toasts(pilot), "nothing was done"
            assert "The disk is full." in seen(pilot) and typed in seen(pilot) and asked in seen(pilot)
            await press(pilot, "enter")
            assert asked not in seen(pilot)
    assert values_of(path, "1.2", "due", "due_reason") == {"due": "2021-05-31", "due_reason": "Put off"}


async def test_a_new_comment_is_written_in_an_empty_place_under_the_last_one_which_unfolds(board: Path) -> None:
    long = "Too many files were read too late, " * 6 + "and the last line of it."
    with BoardFile.open(board) as file:
        file.write([change("action", "1.2", commentary=f"The first round.\n{long}")], who="Head", at=NOW)
    async with opened(board) as pilot:
        await press(pilot, "down", "comma")
        assert "New commentary: 1.2 Supervision audits" in seen(pilot)
        assert "Last (02/03/2021): The first round." in seen(pilot)
        assert "and the last line of it." not in seen(pilot)
        await press(pilot, "ctrl+o")
        assert "and the last line of it." in " ".join(seen(pilot).replace("│", " ").split())
        await press(pilot, "ctrl+o")
        assert "and the last line of it." not in seen(pilot)
        await write(pilot, "The second round begins.\nTwo files a week.")
        await press(pilot, "ctrl+s")
        assert "1.2: comment saved" in toasts(pilot)
    assert action(board, "1.2").commentary == "The second round begins.\nTwo files a week."


async def test_what_somebody_else_comments_while_one_is_written_stands_beside_it(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "down", "comma")
        with BoardFile.open(board) as file:
            file.write([change("action", "1.2", commentary="Two were read.")], who="Head")
        await look_again(pilot)
        await write(pilot, "Three were read.")
        await press(pilot, "ctrl+s")
    assert action(board, "1.2").conflicts == ("commentary",)


async def test_a_comment_on_an_ambition_is_its_narrative(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "2", "down", "down", "comma")
        assert "Nothing has been said so far." in seen(pilot) and "ctrl+o" not in seen(pilot)
        await press(pilot, "escape", "home", "comma", "ctrl+s")
        assert "Write the comment, or leave the last one with Esc." in seen(pilot)
        await write(pilot, "It goes well.")
        assert "Write the comment" not in seen(pilot)
        await press(pilot, "ctrl+s")
    found = on_disk(board).find(identity("a1")) or lookup(on_disk(board), "ambition:1")
    assert isinstance(found, Ambition) and found.narrative == "It goes well."


async def test_in_the_running_meeting_both_are_about_the_item_on_the_screen_and_are_minuted(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "6")
        await press(pilot, "space")
        await press(pilot, "space")
        await press(pilot, "l")
        await write(pilot, "31/5/2021")
        await press(pilot, "enter")
        await write(pilot, "No auditor is free")
        await press(pilot, "enter")
        await press(pilot, "comma")
        await write(pilot, "The second round begins.")
        await press(pilot, "ctrl+s")
        text = " ".join(seen(pilot).split())
        assert "Due: 18/02/2021 → 31/05/2021 (No auditor is free)" in text
        assert "Commentary: " in text
    assert action(board, "1.2").due == "2021-05-31"


async def test_a_kept_colour_asks_what_a_changed_one_asks_and_what_is_skipped_stays(board: Path) -> None:
    with BoardFile.open(board) as file:
        values = {"rationale": "Nobody is free", "back_to_green": "2021-06-30", "help_wanted": ""}
        file.write([change("action", "1.2", **values)], who="Head", at=NOW)
    async with opened(board) as pilot:
        await press(pilot, "down", "r")
        assert "1.2 is R ✖ Red already" in toasts(pilot)
        assert "why?" in seen(pilot) and "Nobody is free" in seen(pilot)
        await press(pilot, "escape")
        assert "Back to green by?" in seen(pilot) and "30/06/2021" in seen(pilot)
        await press(pilot, "enter")
        await write(pilot, "Two auditors")
        await press(pilot, "enter")
    found = action(board, "1.2")
    assert (found.rationale, found.back_to_green, found.help_wanted) == ("Nobody is free", "2021-06-30", "Two auditors")


async def test_the_last_comment_is_one_line_that_says_when_it_was_made_and_how_it_is_unfolded(board: Path) -> None:
    words = "Second round has begun, and the third is planned for the summer of this year, if the auditors are there."
    with BoardFile.open(board, clock=lambda: AFTER) as file:
        file.write([change("action", "2.2", commentary=words)], who="Lead", at=AFTER)
    async with opened(board, size=(100, 30)) as pilot:
        await press(pilot, "end", "up")
        for width, line in (
            (100, "▸ ctrl+o Last (10/02/2021): Second round has begun, and the third is planned for the summer…"),
            (70, "▸ ctrl+o Last (10/02/2021): Second round has begun, and the…"),
            (60, "▸ ctrl+o Last (10/02/2021): Second round has begun…"),
        ):
            await pilot.resize_terminal(width, 30)
            await press(pilot, "comma")
            assert any(each.strip(" │┃▌▐") == line for each in seen(pilot).splitlines()), width
            await press(pilot, "escape")
