"""What is seen where the file of the open board is damaged, replaced, gone or overwritten."""

from __future__ import annotations

import os
import shutil
import threading
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import Action
from boardtui.domain.records.rag import Rag
from boardtui.exchange.plan_toml import read_plan_file
from boardtui.exchange.samples import make_board
from boardtui.exchange.sheets.asking import Answers
from boardtui.exchange.sources.reading import read_source
from boardtui.session.importing import preview_of
from boardtui.store import backup
from boardtui.store.backup import back_up
from boardtui.store.board_file import BoardFile
from boardtui.ui.app import BoardApp
from boardtui.ui.opening.trouble import MOST_SHOWN, TroubleScreen, TypedBeforeScreen
from tests.ui.conftest import identity, look_again, on_disk, opened, press, seen, settle, toasts, values_of, write
from tests.ui.rest import until


def flip(path: Path, words: bytes) -> None:
    """Change one letter of a text in a file, wherever it stands."""
    content = path.read_bytes()
    assert words in content
    with path.open("r+b") as file:  # as a failing disk does: the file stays the same one
        file.write(content.replace(words, words[:-1] + b"X"))


async def until_said(pilot: Pilot[None]) -> None:
    """Wait until the file was looked at, off the event loop."""
    assert await until(pilot, lambda: isinstance(pilot.app.screen, TroubleScreen)), "nothing was said of the file"
    await settle(pilot)


def words(pilot: Pilot[None]) -> str:
    """What is seen, as running text."""
    return " ".join(seen(pilot).replace("│", " ").split())


def app_of(pilot: Pilot[None]) -> BoardApp:
    assert isinstance(pilot.app, BoardApp)
    return pilot.app


@pytest.fixture
def other(path: Path) -> Path:
    """A copy of the board in which somebody has changed something else."""
    other = path.with_name("other.board")
    shutil.copyfile(path, other)
    with BoardFile.open(other) as file:
        file.write([Change(identity("2.1"), "action", {"rag": "amber"})], who="Lead")
    return other


class TestDamaged:
    async def test_a_board_that_says_something_else_than_was_written_is_marked_and_read_only(self, path: Path) -> None:
        flip(path, b"Audits")
        async with opened(path, size=(110, 30)) as pilot:
            await until_said(pilot)
            assert "The board is damaged" in seen(pilot)
            assert "there is no whole backup beside it" in words(pilot)
            await press(pilot, "escape")
            assert "plan.board · damaged, read-only" in seen(pilot)
            before = path.read_bytes()
            await press(pilot, "3", "r")
            assert "is damaged" in toasts(pilot)
            assert "make the file" not in toasts(pilot)
        assert path.read_bytes() == before

    async def test_the_newest_whole_backup_is_offered_and_brought_back_with_one_key(self, path: Path) -> None:
        whole = on_disk(path)
        back_up(path, "merge")
        flip(back_up(path, "merge"), b"Audits")  # the newest, which is damaged too
        flip(path, b"Audits")
        async with opened(path, size=(130, 30)) as pilot:
            await until_said(pilot)
            assert await until(pilot, lambda: "bring it back" in seen(pilot))
            assert "0001-merge-" in seen(pilot)
            await press(pilot, "b")
            await settle(pilot)
            assert "saved" in seen(pilot)
            assert "0001-merge-" in toasts(pilot)
        assert on_disk(path) == whole

    async def test_esc_while_it_is_brought_back_changes_nothing(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        whole, goes_on, real = on_disk(path), threading.Event(), backup.restore
        back_up(path, "merge")
        flip(path, b"Audits")

        def restore(*paths: Path) -> Path | None:
            goes_on.wait(120)
            return real(*paths)

        monkeypatch.setattr(backup, "restore", restore)
        async with opened(path, size=(130, 30)) as pilot:
            await until_said(pilot)
            assert await until(pilot, lambda: "bring it back" in seen(pilot))
            await pilot.press("b", "escape")
            await pilot.pause()
            assert isinstance(pilot.app.screen, TroubleScreen)
            goes_on.set()
            await settle(pilot)
            assert "saved" in seen(pilot)
        assert on_disk(path) == whole

    async def test_what_was_done_since_the_backup_comes_over_where_the_file_is_cut_short(self, path: Path) -> None:
        back_up(path, "merge")
        with BoardFile.open(path) as file:
            later = Change(identity("9.9"), "action", {"ref": "9.9", "title": "Later", "ambition": identity("a2")})
            file.write([later], who="office")
        async with opened(path, size=(130, 30)) as pilot:
            await press(pilot, "r")
            await write(pilot, "No coaches")
            await press(pilot, "enter", "escape", "escape", "end", "b", "escape", "home")
            mine = values_of(path, "1.1", "rag", "rationale")
            os.truncate(path, 4096)
            await look_again(pilot)
            await until_said(pilot)
            assert await until(pilot, lambda: "bring it back" in seen(pilot))
            await press(pilot, "b")
            await settle(pilot)
            assert (
                "What was done here since was brought over: 2 edits. "
                "1 could not be: what it is about is not in it. The damaged file is kept as plan"
            ) in toasts(pilot)
        assert mine == values_of(path, "1.1", "rag", "rationale") == {"rag": Rag.RED, "rationale": "No coaches"}

    async def test_without_a_whole_backup_what_is_shown_is_saved_as_a_plan_that_any_copy_takes_in(
        self, path: Path, other: Path
    ) -> None:
        async with opened(path, size=(130, 30)) as pilot:
            await press(pilot, "3")
            await settle(pilot)
            await press(pilot, "r")
            await write(pilot, "No coaches")
            await press(pilot, "enter", "escape", "escape")
            mine = values_of(path, "1.1", "rag", "rationale")
            os.truncate(path, 4096)
            await look_again(pilot)
            await until_said(pilot)
            assert await until(pilot, lambda: "save a copy" in seen(pilot))
            assert "another copy of the board takes in what differs in it" in words(pilot)
            await press(pilot, "c")
            await settle(pilot)
            assert "plan as shown here.toml" in toasts(pilot)
        assert mine == {"rag": Rag.RED, "rationale": "No coaches"}
        plan = path.with_name("plan as shown here.toml")
        with BoardFile.open(other) as copy:
            planned = preview_of(copy, copy.read(), read_source(plan), Answers()).planned
            copy.write(planned.changes, who="Chair")
        assert values_of(other, "1.1", "rag", "rationale") == mine
        with make_board(path.with_name("new.board"), read_plan_file(plan)) as made:
            shown = {each.ref: each.rag for each in made.read().all(Action)}
        assert shown["1.1"] is Rag.RED

    async def test_noise_that_comes_while_it_is_open_is_found_before_the_next_edit_goes_in(self, path: Path) -> None:
        async with opened(path, size=(110, 30)) as pilot:
            flip(path, b"Audits")
            damaged = path.read_bytes()
            await press(pilot, "r")
            await until_said(pilot)
            assert "The board is damaged" in seen(pilot)
        assert path.read_bytes() == damaged


class TestReplaced:
    async def test_it_is_noticed_and_nothing_is_written_into_either_file(self, path: Path, other: Path) -> None:
        async with opened(path, size=(110, 30)) as pilot:
            Path(other).replace(path)
            there = path.read_bytes()
            await look_again(pilot)
            assert "Another file was put in the place of" in seen(pilot)
            await press(pilot, "escape")
            assert "plan.board · replaced by another file" in seen(pilot)
            await press(pilot, "r")
            assert "Another file was put in the place" in toasts(pilot)
        assert path.read_bytes() == there

    async def test_what_is_there_now_is_opened_with_a_key(self, path: Path, other: Path) -> None:
        async with opened(path, size=(110, 30)) as pilot:
            Path(other).replace(path)
            await look_again(pilot)
            await press(pilot, "o")
            assert "plan.board · saved" in seen(pilot)
            board = app_of(pilot).board
            assert board is not None
            assert board.edition == on_disk(path).edition

    async def test_what_was_done_here_comes_over_as_a_merge(self, path: Path, other: Path) -> None:
        async with opened(path, size=(110, 30)) as pilot:
            await press(pilot, "r", "r", "escape")
            await settle(pilot)
            mine = values_of(path, "1.1", "rag")
            Path(other).replace(path)
            await look_again(pilot)
            await press(pilot, "m")
            assert await until(pilot, lambda: "plan as it was here.board" in seen(pilot))
            assert "plan as it was here.board" in seen(pilot)
        with BoardFile.open(path.with_name("plan as it was here.board")) as kept:
            record = kept.read().find(identity("1.1"))
        assert record is not None
        assert {"rag": record.rag} == mine  # type: ignore[attr-defined]


class TestGone:
    async def test_it_is_said_and_the_board_can_be_saved_again_where_it_was(self, path: Path) -> None:
        before = on_disk(path)
        async with opened(path, size=(110, 30)) as pilot:
            path.unlink()
            await look_again(pilot)
            assert "is no longer there: it was moved or deleted" in words(pilot)
            await press(pilot, "c")
            await settle(pilot)
            assert "plan.board · saved" in seen(pilot)
        assert on_disk(path) == before

    @pytest.mark.parametrize("readable", [True, False])
    async def test_where_its_folder_or_drive_is_gone_too_it_is_saved_in_ones_own_folder(
        self, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, readable: bool
    ) -> None:
        before, home = on_disk(path), tmp_path / "own"
        home.mkdir()
        monkeypatch.setenv("HOME", str(home))
        drive = tmp_path / "N"
        drive.mkdir()
        board = path.rename(drive / "plan.board")
        async with opened(board, size=(130, 30)) as pilot:
            file = app_of(pilot).file
            assert file is not None
            shutil.rmtree(drive)
            if not readable:
                file.close()
            await look_again(pilot)
            await press(pilot, "c")
            await settle(pilot)
            (saved,) = home.iterdir()
            assert str(saved) in toasts(pilot)
            # Where it lies is to be read, and what can be done with a plan.
            assert [each.timeout for each in app_of(pilot)._notifications if str(saved) in str(each.message)] == [
                30 if readable else 60
            ]
        if readable:
            assert (saved.name, on_disk(saved)) == ("plan as it was here.board", before)
        else:
            assert saved.name == "plan as shown here.toml"
            assert "Agency cover" in saved.read_text(encoding="utf-8")

    async def test_where_it_comes_back_nothing_has_happened(self, path: Path) -> None:
        away = path.with_name("away.board")
        async with opened(path, size=(110, 30)) as pilot:
            path.rename(away)
            await look_again(pilot)
            await press(pilot, "escape")
            assert "no longer there" in seen(pilot)
            away.rename(path)
            await look_again(pilot)
            assert "plan.board · saved" in seen(pilot)
            assert "The file is there again: what you do is saved." in toasts(pilot)


async def test_of_very_long_words_that_were_left_over_only_the_beginning_is_drawn(path: Path) -> None:
    async with opened(path) as pilot:
        for many, more in ((MOST_SHOWN, ""), (MOST_SHOWN + 2_000, "\n… 2,000 characters more")):
            screen = TypedBeforeScreen(path, "x" * many)
            pilot.app.push_screen(screen)
            await settle(pilot)
            assert str(screen.query_one("#words", Static).visual) == f"{'x' * MOST_SHOWN}{more}"
            await press(pilot, "escape")


@pytest.mark.parametrize("keep", [0, 4096])
async def test_a_board_that_is_cut_short_while_it_is_open_is_called_damaged(path: Path, keep: int) -> None:
    async with opened(path, size=(110, 30)) as pilot:
        os.truncate(path, keep)
        await look_again(pilot)
        await until_said(pilot)
        assert "The board is damaged" in seen(pilot)
        assert "no such table" not in seen(pilot)


async def test_a_board_that_is_overwritten_with_another_copy_shows_that_copy(path: Path, other: Path) -> None:
    async with opened(path, size=(110, 30)) as pilot:
        path.write_bytes(other.read_bytes())
        await look_again(pilot)
        assert "plan.board · saved" in seen(pilot)
        board = app_of(pilot).board
        assert board is not None
        assert board == on_disk(path)
