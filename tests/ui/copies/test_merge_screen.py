"""Merging in the application: choosing, the preview, all or nothing, the summary; and working copies."""

from __future__ import annotations

import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from boardtui.domain.records.kinds import Action, Risk
from boardtui.domain.records.rag import Rag
from boardtui.settings.paths import Paths
from boardtui.settings.settings import change_settings, load_settings
from boardtui.store.backup import backup_folder
from boardtui.store.board_file import BoardFile
from boardtui.store.copies.merge import merge
from boardtui.store.copies.send import send_copy
from boardtui.ui.app import BoardApp
from boardtui.ui.copies.merge import MergeScreen
from boardtui.ui.copies.merge_preview import MergePreview
from boardtui.ui.copies.working_copy import LeavingScreen, OfferScreen, publish, work_locally
from tests.ui.conftest import (
    CHAIR,
    HOSTILE,
    NOW,
    change,
    identity,
    lines,
    look_for,
    on_disk,
    opened,
    press,
    seen,
    settle,
    toasts,
    values_of,
    write,
)
from tests.ui.disputed import HEAD, WORKER, two_copies


def words_of(pilot: Any) -> str:
    """The words that are seen, with single spaces between them and no frames."""
    return " ".join(re.sub(r"[^\w .,:;()’-]", " ", seen(pilot)).split())


@asynccontextmanager
async def unopened(path: Path, *, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[None]]:
    """The application over a board, before any key is pressed."""
    change_settings(lambda settings: type(settings)(signature=CHAIR, edited_in_place=settings.edited_in_place))
    app = BoardApp(path, clock=lambda: NOW)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        yield pilot


def app_of(pilot: Pilot[Any]) -> BoardApp:
    assert isinstance(pilot.app, BoardApp)
    return pilot.app


def path_of(pilot: Pilot[Any]) -> Path:
    file = app_of(pilot).file
    assert file is not None
    return file.path


class TestChoosing:
    async def test_copies_beside_the_board_and_in_downloads_are_offered_and_ticked_with_space(self, path: Path) -> None:
        first, second = two_copies(path)
        downloads = Path.home() / "Downloads"
        downloads.mkdir(parents=True)
        second = Path(shutil.move(second, downloads / second.name))
        with BoardFile.create(path.with_name("another.board"), "Another", who="x"):
            pass
        async with opened(path, size=(120, 40)) as pilot:
            await press(pilot, "ctrl+g")
            text = seen(pilot)
            assert first.name in text
            assert next(line for line in lines(pilot) if second.name in line).count("Downloads") == 1
            assert "another.board" not in text
            assert "[x]" not in text
            await press(pilot, "space")
            assert seen(pilot).count("[x]") == 1
            await press(pilot, "space")
            assert "[x]" not in seen(pilot)

    async def test_what_begins_a_path_is_kept_where_the_keys_go_to_the_line_for_one_meanwhile(self, path: Path) -> None:
        async with opened(path, size=(120, 40)) as pilot:
            await press(pilot, "ctrl+g")
            screen = pilot.app.screen
            assert isinstance(screen, MergeScreen)
            screen.table.focus()
            await settle(pilot)
            # As when the list has got the key, and it is found that there are no copies, before it has answered.
            pilot.app.post_message(events.Key("slash", "/"))
            pilot.app.call_later(screen.query_one("#path", Input).focus)
            await settle(pilot)
            await write(pilot, "tmp")
            assert screen.query_one("#path", Input).value == "/tmp"

    async def test_whose_copy_each_is_stands_beside_it_whatever_it_is_called(self, path: Path) -> None:
        inbox = path.parent / "inbox"
        inbox.mkdir()
        with BoardFile.open(path) as file:
            send_copy(file, path.with_name("a.board"), lead="Director")
            send_copy(file, inbox / "b.board", lead="Head of Help")
            send_copy(file, path.with_name("c.board"))
        async with opened(path, size=(120, 40)) as pilot:
            await press(pilot, "ctrl+g", "tab")
            await write(pilot, str(inbox))
            await press(pilot, "enter")
            rows = {name: line for line in lines(pilot) for name in ("a.board", "b.board", "c.board") if name in line}
            assert "Director" in rows["a.board"]
            assert "Head of Help" in rows["b.board"]
            assert "Director" not in rows["c.board"]

    async def test_each_says_how_many_edits_it_has_and_since_when_and_typing_searches_in_that(self, path: Path) -> None:
        two_copies(path)
        async with opened(path, size=(120, 40)) as pilot:
            await press(pilot, "ctrl+g")
            assert sorted(line.split("edits")[0].split()[-1] for line in lines(pilot) if "edits since" in line) == [
                "6",
                "7",
            ]
            assert "edits since 02/03/2021" in seen(pilot)
            await press(pilot, *"worker")
            assert seen(pilot).count("[ ]") == 1
            assert "plan for Principal" in seen(pilot)
            await write(pilot, " inbox")
            assert "Nothing listed is called so. Tab, then type where they are." in seen(pilot)
            await press(pilot, *["backspace"] * 6, "enter", "ctrl+a", "enter")
            assert "What would change: 1 copy" in seen(pilot)

    async def test_the_folder_somebody_named_is_looked_into_the_next_time(self, path: Path) -> None:
        inbox = path.parent / "inbox"
        inbox.mkdir()
        with BoardFile.open(path) as file:
            send_copy(file, inbox / "b.board", lead="Head of Help")
        async with opened(path) as pilot:
            await press(pilot, "ctrl+g")
            assert "b.board" not in seen(pilot)
            await press(pilot, *str(inbox), "enter")  # what begins a path is no search
            assert "[x] b.board" in seen(pilot)
        async with opened(path, size=(120, 40)) as pilot:
            await press(pilot, "ctrl+g")
            assert "[ ] b.board" in seen(pilot)
            assert next(line for line in lines(pilot) if "b.board" in line).count("inbox") == 1

    async def test_nothing_ticked_says_what_to_do(self, path: Path) -> None:
        two_copies(path)
        async with opened(path) as pilot:
            await press(pilot, "ctrl+g", "enter")
            assert "Tick at least one copy" in seen(pilot)
            assert isinstance(pilot.app.screen, MergeScreen)

    @pytest.mark.parametrize("typed", ["'{}' ", "{}", "~/inbox/in.board"])
    async def test_a_dropped_or_typed_path_is_added_ticked(self, path: Path, typed: str) -> None:
        copy, _ = two_copies(path)
        inbox = Path.home() / "inbox"
        inbox.mkdir(parents=True)
        copy = Path(shutil.move(copy, inbox / "in.board"))
        async with opened(path) as pilot:
            await press(pilot, "ctrl+g", "tab")
            await write(pilot, typed.format(copy))
            await press(pilot, "enter")
            assert "[x] in.board" in seen(pilot)
            await press(pilot, "enter")
            assert isinstance(pilot.app.screen, MergePreview)

    async def test_a_folder_means_every_board_in_it_but_never_the_board_itself(self, path: Path) -> None:
        two_copies(path)
        async with opened(path) as pilot:
            await press(pilot, "ctrl+g", "tab")
            await write(pilot, str(path.parent))
            await press(pilot, "enter")
            assert seen(pilot).count("[x]") == 2

    async def test_what_is_wrong_with_a_path_stays_on_the_screen(self, path: Path) -> None:
        path.with_name("empty").mkdir()
        async with opened(path) as pilot:
            await press(pilot, "ctrl+g")
            line = pilot.app.screen.query_one("#path", Input)
            for typed, words in (
                ("nowhere.board", "There is no file"),
                ("plan.board", "is the board itself"),
                ("empty", "There are no copies in"),
            ):
                line.clear()
                line.focus()
                await write(pilot, typed)
                assert words not in seen(pilot)
                await press(pilot, "enter")
                assert words in seen(pilot)
                assert line.value == typed


async def preview(pilot: Pilot[Any], *copies: Path) -> None:
    """Go to the preview of some copies."""
    pilot.app.push_screen(MergeScreen(copies))
    await settle(pilot)
    await press(pilot, "enter")
    assert isinstance(pilot.app.screen, MergePreview)


class TestPreview:
    async def test_each_copy_says_from_whom_since_when_how_much_is_new_and_in_conflict(self, path: Path) -> None:
        first, second = two_copies(path)
        async with opened(path, size=(120, 40)) as pilot:
            await preview(pilot, first, second)
            (line,) = [line for line in lines(pilot) if "plan for Head of" in line]
            assert HEAD in line
            assert "02/03/2021 10:00" in line
            assert line.split()[-4:] == ["6", "24", "3", "│"]
            assert "4 to decide afterwards" in seen(pilot)  # the ref that both gave away among them

    async def test_item_by_item_it_shows_now_and_then_and_both_values_where_copies_disagree(self, path: Path) -> None:
        first, second = two_copies(path)
        async with opened(path, size=(120, 40)) as pilot:
            await preview(pilot, first, second)
            rows = lines(pilot)
            (rag,) = [line for line in rows if "Action 1.1" in line and "RAG" in line and "Green" in line]
            assert "⚠" in rag
            assert "Red" in rag
            assert "Amber" in rag
            assert any("Risk CIP06" in line and "4 × 3" in line and "4 × 4" in line for line in rows)
            assert any("Action 1.3" in line and "new: Exit interviews [b]" in line for line in rows)
            assert any("Action 2.1" in line and "edited and deleted" in line for line in rows)

    async def test_looking_changes_nothing_and_esc_goes_back_to_the_ticks(self, path: Path) -> None:
        first, second = two_copies(path)
        before = path.read_bytes()
        async with opened(path) as pilot:
            await preview(pilot, first, second)
            await press(pilot, "escape")
            assert isinstance(pilot.app.screen, MergeScreen)
            assert seen(pilot).count("[x]") == 2
            await press(pilot, "escape")
            assert not isinstance(pilot.app.screen, MergeScreen)
        assert path.read_bytes() == before

    async def test_a_refused_copy_keeps_all_out_until_it_is_left_out(self, path: Path) -> None:
        first, _ = two_copies(path)
        bad = path.with_name(f"bad {HOSTILE.replace('/', '')}.board")
        bad.write_bytes(first.read_bytes()[:9000])
        before = path.read_bytes()
        async with opened(path) as pilot:
            await preview(pilot, first, bad)
            assert "1 copy refused, so nothing can be merged" in seen(pilot)
            assert "Refused: bad [SEND]" in seen(pilot)
            await press(pilot, "m")
            assert path.read_bytes() == before
            assert "1 copy refused, so nothing can be merged" in seen(pilot)
            await press(pilot, "l")
            assert "refused" not in seen(pilot)
            await press(pilot, "m")
            assert "Merged 6 edits from 1 copy" in seen(pilot)

    async def test_a_clock_that_is_wrong_is_flagged(self, path: Path) -> None:
        with BoardFile.open(path) as board:
            copy = send_copy(board, path.parent / "late.board")
        with BoardFile.open(copy, clock=lambda: NOW.replace(year=2031)) as late:
            late.write([change("action", "1.1", title="Later")], who=WORKER)
        async with opened(path) as pilot:
            await preview(pilot, copy)
            await press(pilot, "tab", "tab")
            assert "Its clock seems 3,652 days ahead" in seen(pilot)


class TestMerging:
    async def test_all_of_it_comes_in_after_a_backup_and_the_summary_says_so(self, path: Path) -> None:
        first, second = two_copies(path)
        async with opened(path) as pilot:
            await preview(pilot, first, second)
            await press(pilot, "m")
            text = " ".join(seen(pilot).replace("│", " ").split())
            assert "from 2 copies" in text
            (backup,) = backup_folder(path).iterdir()
            assert backup.name in text
            assert "4 things to decide" in text  # the ref that both copies gave away among them
            assert on_disk(backup).get(Risk, identity("r6")).current == "4x3"  # type: ignore[union-attr]
            await press(pilot, "enter")
            assert not isinstance(pilot.app.screen, MergeScreen | MergePreview)
            assert "⚠ 4 to decide (!)" in lines(pilot)[0]
            assert "⚠ Audits" in seen(pilot)
        assert values_of(path, "r6", "current") == {"current": "4x4"}
        assert len(on_disk(path).all(Action)) == 5

    async def test_then_one_page_says_what_came_from_whom_and_is_written_with_a_key(self, path: Path) -> None:
        first, second = two_copies(path)
        async with opened(path, size=(120, 40)) as pilot:
            await preview(pilot, first, second)
            await press(pilot, "w")
            assert not list(path.parent.glob("*.md"))
            await press(pilot, "m")
            text = seen(pilot)
            assert "What came from whom" in text
            assert "• Risk CIP06 Agency cover · Current score · 4 × 3 → 4 × 4" in text
            assert "w write the page" in text
            await press(pilot, "w", "w")
            pages = sorted(path.parent.glob("*.md"))
            assert [each.name for each in pages] == ["plan merged 2021-03-02-2.md", "plan merged 2021-03-02.md"]
            written = pages[1].read_text(encoding="utf-8")
            assert f"### {WORKER}\n" in written
            assert "## What is to decide\n\n- Action 1.1 " in written
            assert "\\[SEND\\]" in written  # nothing in a name is taken for Markdown
            await press(pilot, "end")
            assert "What was not touched" in seen(pilot)

    async def test_a_second_time_there_is_nothing_new_and_no_backup(self, path: Path) -> None:
        first, second = two_copies(path)
        with BoardFile.open(path) as board:
            merge(board, [first, second])
        backups, before = list(backup_folder(path).iterdir()), path.read_bytes()
        async with opened(path) as pilot:
            await preview(pilot, second, first)
            assert "Nothing new: everything in these copies is here already." in seen(pilot)
            await press(pilot, "m", "enter")
            assert not isinstance(pilot.app.screen, MergeScreen | MergePreview)
        assert list(backup_folder(path).iterdir()) == backups
        assert path.read_bytes() == before

    async def test_exactly_what_was_shown_comes_in_whatever_becomes_of_the_copy(self, path: Path) -> None:
        first, _ = two_copies(path)
        async with opened(path) as pilot:
            await preview(pilot, first)
            with BoardFile.open(first) as copy:
                copy.write([change("action", "1.2", title="Slipped in")], who="somebody")
            await press(pilot, "m")
            assert "Merged" in seen(pilot)
        assert values_of(path, "1.2", "title") == {"title": "Audits"}


class TestBesideTheBoard:
    @pytest.fixture
    def sibling(self, path: Path) -> Path:
        """A file such as a sync program leaves."""
        first, second = two_copies(path)
        second.unlink()
        return first.rename(path.with_name("plan (Head's conflicted copy 2021-02-03).board"))

    async def test_it_is_noticed_on_opening_and_ticked_in_the_merge_screen(self, path: Path, sibling: Path) -> None:
        async with unopened(path) as pilot:
            assert isinstance(pilot.app.screen, OfferScreen)
            text = seen(pilot)
            assert sibling.name in text
            assert "6 edits" in text
            assert "work locally" not in text
            await press(pilot, "m")
            assert isinstance(pilot.app.screen, MergeScreen)
            assert f"[x] {sibling.name[:20]}" in seen(pilot)

    async def test_esc_goes_on_and_it_is_still_ticked_later(self, path: Path, sibling: Path) -> None:
        async with unopened(path) as pilot:
            await press(pilot, "escape")
            assert not isinstance(pilot.app.screen, OfferScreen)
            await press(pilot, "ctrl+g")
            assert "[x]" in seen(pilot)
        assert sibling.is_file()

    async def test_once_merged_it_is_not_offered_again_though_it_still_lies_there(
        self, path: Path, sibling: Path
    ) -> None:
        with BoardFile.open(path) as board:
            merge(board, [sibling])
        async with unopened(path) as pilot:
            assert not isinstance(pilot.app.screen, OfferScreen)


@pytest.fixture
def synced(path: Path) -> Path:
    """The board in a folder that a sync program keeps in step."""
    folder = path.parent / "OneDrive - Council"
    folder.mkdir()
    return Path(shutil.move(path, folder / path.name))


class TestSyncedFolders:
    async def test_the_program_warns_and_one_key_goes_to_a_local_copy(self, synced: Path) -> None:
        async with unopened(synced) as pilot:
            assert isinstance(pilot.app.screen, OfferScreen)
            assert "OneDrive keeps in step" in seen(pilot)
            assert "edits can end up in conflict copies. Better work on a local copy" in words_of(pilot)
            await press(pilot, "l")
            working = path_of(pilot)
            assert working.is_relative_to(Paths.of_this_user().working)
            assert "working copy, published" in lines(pilot)[0]

    async def test_whoever_goes_to_a_local_copy_is_asked_only_once_about_files_left_beside_the_board(
        self, synced: Path
    ) -> None:
        first, second = two_copies(synced)
        second.unlink()
        first.rename(synced.with_name("plan-LAPTOP7.board"))
        async with unopened(synced) as pilot:
            assert "plan-LAPTOP7.board" in seen(pilot)
            await press(pilot, "l")
            assert not isinstance(pilot.app.screen, OfferScreen)
            await press(pilot, "ctrl+g")
            assert "[x] plan-LAPTOP7.board" in seen(pilot)

    async def test_stay_here_is_remembered_for_this_board(self, synced: Path) -> None:
        async with unopened(synced) as pilot:
            await press(pilot, "k")
            assert load_settings()[0].edited_in_place == (synced,)
        async with unopened(synced) as pilot:
            assert not isinstance(pilot.app.screen, OfferScreen)

    async def test_whoever_has_a_local_copy_already_is_told_to_go_on_there(self, synced: Path) -> None:
        async with unopened(synced) as pilot:
            await press(pilot, "l")
        async with unopened(synced) as pilot:
            assert "in conflict copies. You have a local working copy of it: go on there" in words_of(pilot)

    async def test_not_now_asks_again_at_the_next_opening(self, synced: Path) -> None:
        for _ in range(2):
            async with unopened(synced) as pilot:
                assert isinstance(pilot.app.screen, OfferScreen)
                await press(pilot, "escape")

    async def test_an_edit_is_counted_and_one_key_publishes_it_back(self, synced: Path) -> None:
        async with unopened(synced, size=(120, 40)) as pilot:
            await press(pilot, "l", "3", "a", "escape", "escape", "escape")
            assert "working copy, 1 to publish" in lines(pilot)[0]
            assert values_of(synced, "1.1", "rag") == {"rag": Rag.GREEN}
            with BoardFile.open(synced) as other:
                other.write([change("action", "1.2", title="Audits twice")], who=WORKER)
            await press(pilot, "U")
            assert "Published 1 edit" in toasts(pilot)
            assert "1 came in" in toasts(pilot)
            assert "working copy, published" in lines(pilot)[0]
            assert "Audits twice" in seen(pilot)
        assert values_of(synced, "1.1", "rag") == {"rag": Rag.AMBER}

    async def test_publishing_is_offered_only_in_a_working_copy(self, path: Path) -> None:
        async with opened(path, size=(120, 40)) as pilot:
            await press(pilot, "U")
            assert toasts(pilot) == ""
            app = app_of(pilot)
            await publish(app)
            assert "This is no working copy: every edit is in the board itself." in toasts(pilot)
            app.throwaway = True
            await work_locally(app)
            assert "This is a throw-away copy already." in toasts(pilot)
            assert app.file is not None and app.file.path == path
            app.throwaway = False
            await look_for(pilot, "working copy")
            assert "No matches found" in seen(pilot)

    async def test_quitting_with_unpublished_edits_says_so_and_can_publish_first(self, synced: Path) -> None:
        async with unopened(synced) as pilot:
            for key in ("l", "3", "a", "escape", "escape", "escape", "q"):
                await press(pilot, key)  # each goes to what the one before has opened
            assert isinstance(pilot.app.screen, LeavingScreen)
            assert "1 edit of this working copy is not in" in " ".join(seen(pilot).split())
            await press(pilot, "escape")
            assert not isinstance(pilot.app.screen, LeavingScreen)
            await press(pilot, "q", "U")
        assert values_of(synced, "1.1", "rag") == {"rag": Rag.AMBER}

    async def test_quitting_as_it_is_leaves_the_edits_in_the_working_copy(self, synced: Path) -> None:
        async with unopened(synced) as pilot:
            await press(pilot, "l", "3", "a", "escape", "escape", "escape")
            working = path_of(pilot)
            await work_locally(app_of(pilot))
            await settle(pilot)
            assert f"This is the working copy of {synced} already: U publishes." in toasts(pilot)
            await press(pilot, "b", "escape", "escape", "q")
            for told in ("2 edits of this working copy are not in", "yet. They are on disk here, and can be published"):
                assert told in words_of(pilot)
            await press(pilot, "q")
        assert values_of(working, "1.1", "rag") == {"rag": Rag.BLUE}
        assert values_of(synced, "1.1", "rag") == {"rag": Rag.GREEN}

    async def test_an_origin_out_of_reach_is_said_and_quitting_works_all_the_same(self, synced: Path) -> None:
        async with unopened(synced) as pilot:
            await press(pilot, "l", "3", "a", "escape", "escape", "escape")
            shutil.move(synced.parent, synced.parent.with_name("away"))
            await press(pilot, "U")
            assert "not within reach" in toasts(pilot)
            await press(pilot, "q", "q")
            assert not pilot.app.is_running or pilot.app._exit

    async def test_news_of_the_origin_is_told_when_the_working_copy_is_opened(self, synced: Path) -> None:
        async with unopened(synced) as pilot:
            await press(pilot, "l")
            working = path_of(pilot)
        with BoardFile.open(synced) as other:
            other.write([change("action", "1.2", title="Audits twice")], who=WORKER)
        async with unopened(working) as pilot:
            assert "1 edit is in" in toasts(pilot)

    async def test_a_note_that_came_with_a_mailed_file_makes_no_working_copy_of_it(self, path: Path) -> None:
        path.with_name("plan.board.toml").write_text('origin = "/etc/passwd"\npublished = 0\n', encoding="utf-8")
        async with opened(path) as pilot:
            assert app_of(pilot).around.origin is None
