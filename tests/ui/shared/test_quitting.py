"""Leaving: from anywhere, but never with something typed or on its way to the disk."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Any

import pytest
from textual import events

from boardtui.cli.run import main
from boardtui.domain.records.rag import Rag
from boardtui.store.board_file import BoardFile
from boardtui.ui.app import BoardApp
from tests.ui.conftest import lines, opened, press, seen, settle, toasts, values_of, write
from tests.ui.council_board import make
from tests.ui.locking import locked, until_held_up, until_seen
from tests.ui.rest import until


@pytest.fixture
def board(tmp_path: Path) -> Path:
    return make(tmp_path / "plan.board")


def running(pilot: Any) -> bool:
    return not pilot.app._exit


@pytest.mark.parametrize("dialog", [(), ("question_mark",), ("H",), ("e",), ("delete",), ("slash",), ("ctrl+p",)])
async def test_ctrl_q_leaves_from_wherever_nothing_would_be_lost(board: Path, dialog: tuple[str, ...]) -> None:
    async with opened(board) as pilot:
        await press(pilot, *dialog)
        assert running(pilot)
        await pilot.press("ctrl+q")
        await pilot.pause()
        assert not running(pilot)


@pytest.mark.parametrize("key", ["e", "plus", "r", "delete"])
async def test_ctrl_q_stays_where_something_typed_would_be_lost_and_says_so(board: Path, key: str) -> None:
    async with opened(board) as pilot:
        await press(pilot, key)
        await write(pilot, "Words of mine")
        await press(pilot, "ctrl+q")
        assert running(pilot) and "Words of mine" in seen(pilot)
        assert "save it, or leave it with Esc; then ctrl+q quits" in toasts(pilot)
        await press(pilot, "escape", "escape", "ctrl+q")
        assert not running(pilot)


async def test_what_was_begun_in_a_dialog_that_has_been_left_meanwhile_ends_nothing(board: Path) -> None:
    read = asyncio.Event()
    async with opened(board) as pilot:
        assert isinstance(pilot.app, BoardApp)
        await press(pilot, "H")
        dialog = pilot.app.screen

        async def look() -> None:
            await read.wait()
            dialog.query_one("#gone")  # as every part is, a moment after it was left

        pilot.app.begin(look())
        await press(pilot, "escape")
        read.set()
        await press(pilot, "down")
        assert running(pilot)


async def test_q_waits_for_what_was_confirmed_a_moment_ago(board: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_now = BoardFile.write

    def slow(file: BoardFile, changes: Any, **more: Any) -> Any:
        import time

        time.sleep(0.3)
        return write_now(file, changes, **more)

    async with opened(board) as pilot:
        await press(pilot, "g")
        await write(pilot, "Sessions held")
        monkeypatch.setattr(BoardFile, "write", slow)
        await pilot.press("enter", "q")
        await pilot.pause()
        assert not running(pilot)
    assert values_of(board, "1.1", "rationale") == {"rationale": "Sessions held"}


async def test_ctrl_c_says_how_to_leave(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "ctrl+c")
        assert running(pilot)
        assert toasts(pilot) == "q leaves, and ctrl+q while you type. Everything you confirmed is saved."
        assert "Ref" in lines(pilot)[3]


@pytest.mark.parametrize("seconds", [60.0, 600.0])
async def test_while_the_board_is_locked_words_stay_in_the_line_and_q_leaves_at_once(
    board: Path, monkeypatch: pytest.MonkeyPatch, seconds: float
) -> None:
    monkeypatch.setattr("boardtui.store.file.BUSY_SECONDS", seconds)  # in which the test is over long before
    monkeypatch.setattr("boardtui.session.open_board.NOTICE_SECONDS", seconds)  # typed before it is noticed
    async with opened(board) as pilot:
        app = pilot.app
        assert isinstance(app, BoardApp)
        shown = app.board
        app.opened.close()  # so that it is opened anew, with that patience
        with locked(board):
            await pilot.press("r", *"Qr", "space", *"dx")
            await pilot.pause()
            assert app.prompt.asking and app.prompt.words == "Qr dx"
            assert "saving" in seen(pilot)
            assert app.board is shown  # none of it rated, deleted or opened anything
            assert len(app.screen_stack) == 1
            for _ in range(8):
                if app.prompt.asking:
                    await pilot.press("escape")
            assert not app.prompt.asking
            await pilot.press("q")
            assert await until(pilot, lambda: not running(pilot))
            assert not running(pilot) and app.held_up and app.unsaved
    app.opened._worker.shutdown()  # a real program has ended before


async def test_while_the_board_is_locked_no_letter_begins_a_reason_and_all_goes_in_when_it_is_let_go(
    board: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("boardtui.store.file.BUSY_SECONDS", 0.3)  # it is tried again and again
    async with opened(board, size=(110, 30)) as pilot:
        app = pilot.app
        assert isinstance(app, BoardApp)
        app.opened.close()  # so that it is opened anew, with that patience
        with locked(board):
            await pilot.press("r")
            await until_held_up(pilot)
            await pilot.press(*"dx")
            assert "locked by another program" in lines(pilot)[0]
            assert "Another program keeps the file locked. Wait until it lets go; q leaves without." in seen(pilot)
            assert app.prompt.words == ""
            await pilot.pause(1.0)  # longer than the file is waited for at once
            assert app.prompt.asking
        await settle(pilot)
        assert "saved" in lines(pilot)[0]
        await write(pilot, "Staff left")
        await press(pilot, "enter")
    assert values_of(board, "1.1", "rag", "rationale") == {"rag": Rag.RED, "rationale": "Staff left"}


async def test_words_that_were_begun_before_a_lock_was_noticed_are_typed_on_and_go_in(
    board: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("boardtui.store.file.BUSY_SECONDS", 0.3)
    async with opened(board, size=(110, 30)) as pilot:
        app = pilot.app
        assert isinstance(app, BoardApp)
        app.opened.close()  # so that it is opened anew, with that patience
        with locked(board):
            await pilot.press("r")
            await write_at_once(pilot, "Staff")
            await until_held_up(pilot)
            await pilot.press("space", *"left", "enter")
            await write_at_once(pilot, "May 2021")
            await pilot.press("enter")
        await settle(pilot)
    assert values_of(board, "1.1", "rag", "rationale", "back_to_green") == {
        "rag": Rag.RED,
        "rationale": "Staff left",
        "back_to_green": "May 2021",
    }


async def with_a_comment_that_waits(pilot: Any) -> None:
    """Save a comment in its dialog, and wait until it is seen that another program keeps the board locked."""
    await pilot.press("comma")
    await write_at_once(pilot, "All coached")
    await pilot.press("ctrl+s")
    await until_held_up(pilot)
    await pilot.pause()
    assert "Another program keeps the file locked: it is tried again" in seen(pilot)


@pytest.mark.parametrize("gives_up", [False, True])
async def test_a_dialog_tries_as_long_as_a_key_does_to_write_into_a_locked_board_and_esc_stops_that(
    board: Path, monkeypatch: pytest.MonkeyPatch, gives_up: bool
) -> None:
    monkeypatch.setattr("boardtui.store.file.BUSY_SECONDS", 0.3)
    async with opened(board, size=(110, 30)) as pilot:
        app = pilot.app
        assert isinstance(app, BoardApp)
        app.opened.close()
        with locked(board):
            await with_a_comment_that_waits(pilot)
            await pilot.pause(1.0)  # longer than the file is waited for at once
            assert "it is tried again" in seen(pilot)
            if gives_up:
                await pilot.press("escape")
                await until_seen(pilot, "is being written by another program")
                assert "All coached" in seen(pilot)
                await pilot.press("escape")
                assert "is not saved" in seen(pilot)
        await settle(pilot)
    assert (values_of(board, "1.1", "commentary") == {"commentary": "All coached"}) is not gives_up


async def test_what_is_kept_while_another_program_still_holds_up_its_deletion_is_there(
    board: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("boardtui.store.file.BUSY_SECONDS", 0.3)
    async with opened(board, size=(110, 30)) as pilot:
        app = pilot.app
        assert isinstance(app, BoardApp)
        await press(pilot, "delete")
        app.opened.close()
        with locked(board):
            await pilot.press("enter")
            await until_held_up(pilot)
            await pilot.press("escape")
            await until_seen(pilot, "is being written by another program")
            await pilot.press("escape")
            await pilot.pause()
            assert len(app.screen_stack) == 1
        await settle(pilot)
    assert values_of(board, "1.1", "rag")


async def write_at_once(pilot: Any, text: str) -> None:
    """Put a text into the line without waiting for the disk."""
    pilot.app.post_message(events.Paste(text))
    await pilot.pause()


async def test_q_leaves_at_once_while_the_line_waits_for_a_locked_board(
    board: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("boardtui.store.file.BUSY_SECONDS", 60.0)
    async with opened(board) as pilot:
        app = pilot.app
        assert isinstance(app, BoardApp)
        app.opened.close()
        with locked(board):
            await pilot.press("r")
            await until_held_up(pilot)
            await pilot.press("q")
            await pilot.pause()
            assert not running(pilot) and app.held_up and app.unsaved
    app.opened._worker.shutdown()


async def test_q_leaves_while_the_watch_waits_for_a_locked_board_and_nothing_was_unsaved(
    board: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("boardtui.store.file.BUSY_SECONDS", 60.0)
    async with opened(board) as pilot:
        app = pilot.app
        assert isinstance(app, BoardApp)
        assert (file := app.file) is not None
        app.opened.close()
        with locked(board):
            app.look_again()
            assert await until(pilot, file.is_kept_waiting)  # until the watch is at the lock, where it waits
            await pilot.press("q")
            assert await until(pilot, lambda: not running(pilot))
            assert not running(pilot) and app.held_up and not app.unsaved
    app.opened._worker.shutdown()


@pytest.mark.parametrize(("unsaved", "code"), [(True, 1), (False, 0)])
def test_one_that_was_left_while_the_board_was_locked_says_what_is_not_in_it_and_waits_for_nothing(
    board: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], unsaved: bool, code: int
) -> None:
    def left(app: BoardApp) -> None:
        app.held_up, app.unsaved = True, unsaved

    def end(code: int) -> None:
        raise SystemExit(code)

    monkeypatch.setattr(BoardApp, "run", left)
    monkeypatch.setattr(os, "_exit", end)
    monkeypatch.setenv("TEXTUAL_DRIVER", "none")
    with pytest.raises(SystemExit) as ended:
        main([str(board)])
    assert ended.value.code == code
    assert ("What was not shown as saved is not in it." in capsys.readouterr().err) is unsaved
