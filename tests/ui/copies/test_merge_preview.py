"""What is shown before a merge and after it: which keys work, what is in full below, and how much is in sight."""

from __future__ import annotations

import io
import shutil
import threading
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from textual.containers import VerticalScroll
from textual.pilot import Pilot
from textual.widgets import Static

from boardtui.domain.errors import BoardError
from boardtui.store.board_file import BoardFile
from boardtui.store.copies.merge import MergeResult, preview_merge
from boardtui.store.copies.noted import Sending, copies_out
from boardtui.store.copies.send import send_copy
from boardtui.ui.copies.conflicts import ConflictScreen
from boardtui.ui.copies.merge import MergeScreen
from boardtui.ui.copies.merge_preview import MergePreview
from boardtui.ui.table.table_columns import lay_out
from tests.ui.conftest import NOW, opened, press, seen, settle, toasts
from tests.ui.disputed import HEAD, WORKER, two_copies
from tests.ui.rest import until


def words(pilot: Pilot[Any]) -> str:
    """What is seen, as running text."""
    return " ".join(seen(pilot).replace("│", " ").split())


def part(pilot: Pilot[Any], name: str) -> str:
    """What a part of the screen says."""
    return str(pilot.app.screen.query_one(f"#{name}", Static).visual)


def below(pilot: Pilot[Any]) -> list[str]:
    """What stands in full below the tables."""
    out = io.StringIO()
    Console(file=out, width=500, color_system=None).print(pilot.app.screen.query_one("#text", Static).content)
    return [line.rstrip() for line in out.getvalue().splitlines()]


async def look_at(pilot: Pilot[Any], *copies: Path) -> MergePreview:
    """Go to the preview of some copies."""
    pilot.app.push_screen(MergeScreen(copies))
    await settle(pilot)
    await press(pilot, "enter")
    assert isinstance(pilot.app.screen, MergePreview)
    return pilot.app.screen


async def test_only_the_keys_that_do_something_are_named_from_refused_copies_to_the_page(path: Path) -> None:
    first, second = two_copies(path)
    same = [Path(shutil.copyfile(first, path.with_name(f"same {number}.board"))) for number in range(6)]
    bad, worse = (path.with_name(f"{name}.board") for name in ("bad", "worse"))
    bad.write_bytes(first.read_bytes()[:9000])
    worse.write_bytes(b"no board at all")
    async with opened(path) as pilot:
        await look_at(pilot, bad, worse)
        assert "2 copies refused, so nothing can be merged." in words(pilot)
        assert "leaves" not in part(pilot, "said")
        await press(pilot, "l", "enter", "m")
        assert "All of these copies are refused. Esc goes back to choose others." in part(pilot, "said")
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, MergeScreen)
        await press(pilot, "escape")

        screen = await look_at(pilot, first, *same, bad, worse)
        assert "leave out refused" in part(pilot, "keys") and "merge all" not in part(pilot, "keys")
        assert part(pilot, "said").endswith("l leaves them out and looks at the others.")
        assert screen.copies.has_focus and screen.copies.key == str(bad)
        assert screen.copies.region.height == 1 + 5
        assert below(pilot)[0] == str(bad)
        await pilot.resize_terminal(80, 40)
        await press(pilot, "l")
        assert screen.copies.region.height == 1 + 7, "all of them, where there is room"
        assert screen.items.has_focus
        assert "merge all" in part(pilot, "keys") and "leave out" not in part(pilot, "keys")
        assert part(pilot, "said") == ""
        assert part(pilot, "title").strip() == "What would change: 7 copies · 6 new edits"
        assert f"{HEAD} · 5 changes" in seen(pilot)
        await press(pilot, "l", "enter", "exclamation_mark", "d", "w")
        assert screen.is_current, "none of these does anything yet"
        assert all(each.is_file() for each in (first, *same)), "they are not merged yet"
        await press(pilot, "m")
        assert "Merged 6 edits from 7 copies" in part(pilot, "title")
        assert part(pilot, "said").startswith("The board as it was before: ")
        assert screen.query_one("#said").has_class("good")
        assert "decide" not in part(pilot, "keys") and "write the page" in part(pilot, "keys")
        await press(pilot, "m", "l", "d")
        assert "Moved 7 copies into" in part(pilot, "said")
        assert sorted(each.name for each in (path.parent / "merged").iterdir()) == sorted(
            each.name for each in (first, *same)
        )
        await press(pilot, "d")
        assert "Moved 7 copies into" in part(pilot, "said")
        await press(pilot, "escape")
        assert not isinstance(pilot.app.screen, MergeScreen | MergePreview)

        screen = await look_at(pilot, second)
        await press(pilot, "m")
        assert "4 things to decide: ! begins. The board as it was before: " in part(pilot, "said")
        assert "! decide" in part(pilot, "keys")
        await press(pilot, "w")
        assert part(pilot, "said") == f"Wrote {path.with_name('plan merged 2021-03-02.md')}"
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("boardtui.ui.copies.merge_preview.write_beside", full)
            await press(pilot, "w")
            assert part(pilot, "said") == "The disk is full."
            assert not screen.query_one("#said").has_class("good")
        await press(pilot, "exclamation_mark")
        assert isinstance(pilot.app.screen, ConflictScreen)


def full(*_: object, **__: object) -> None:
    raise BoardError("The disk is full.")


async def test_what_is_under_the_cursor_stands_below_in_full_from_its_beginning(path: Path) -> None:
    async with opened(path) as pilot:
        screen = await look_at(pilot, *two_copies(path))
        shown = [column.label for column in screen.items._columns]
        assert shown == ["Item", "Item", "Field", "Field", "Now", "Then"]
        for width, others in ((99, {0: 17, 2: 12}), (100, {3: 16})):
            there = dict(lay_out(screen.items._columns, [], width))
            assert [shown[place] for place in there] == ["Item", "Field", "Now", "Then"]
            assert {place: there[place] for place in others} == others
        whole = screen.query_one("#whole", VerticalScroll)
        while "Commentary" not in below(pilot)[0]:
            await press(pilot, "down")
        long = below(pilot)
        await press(pilot, "tab", "end")
        assert whole.has_focus and whole.scroll_y > 0
        await press(pilot, "tab")
        assert screen.copies.has_focus
        assert below(pilot)[0] == str(screen.copies.key), "the table that has the keys says what is shown"
        await press(pilot, "down")
        assert below(pilot)[0] == str(screen.copies.key)
        await press(pilot, "tab")
        assert below(pilot) == long
        await press(pilot, "tab", "end")
        await press(pilot, "shift+tab", "up")
        assert whole.scroll_y == 0
        await press(pilot, "down", "tab", "end", "m")
        assert whole.has_focus and whole.scroll_y == 0, "the page is read with the same keys"


async def test_a_copy_in_which_nothing_was_done_is_ticked_off_when_it_is_looked_at(path: Path) -> None:
    with BoardFile.open(path, clock=lambda: NOW) as file:
        copy = send_copy(file, path.with_name("back.board"), lead=WORKER, sending=Sending("office", NOW.date()))
    async with opened(path) as pilot:
        screen = await look_at(pilot, copy)
        assert part(pilot, "said") == "Nothing new: everything in these copies is here already."
        assert part(pilot, "keys").split() == ["Enter", "close"]
        assert screen.copies.has_focus
        assert "Nothing new: all of it is here already." in seen(pilot)
        assert below(pilot)[1].startswith("Last edit: ")
        with BoardFile.open(path) as file:
            (sent,) = copies_out(file)
        assert sent.returns
        await press(pilot, "escape")
        assert "✓ merged" in seen(pilot)
        assert toasts(pilot) == ""


async def test_who_does_not_want_to_wait_leaves_while_the_copies_are_looked_at(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _ = two_copies(path)
    looks, goes_on = threading.Event(), threading.Event()

    def slow(*given: Any) -> MergeResult:
        looks.set()
        goes_on.wait(120)
        return preview_merge(*given)

    monkeypatch.setattr("boardtui.ui.copies.merge_preview.preview_merge", slow)
    async with opened(path) as pilot:
        pilot.app.push_screen(MergeScreen([first]))
        await settle(pilot)
        await pilot.press("enter")
        assert await until(pilot, looks.is_set)
        assert "Looking at the copies …" in part(pilot, "title")
        assert part(pilot, "keys").split() == ["Tab", "copies/changes", "Esc", "back"]
        await pilot.press("escape")
        assert await until(pilot, lambda: isinstance(pilot.app.screen, MergeScreen))
        goes_on.set()
        await settle(pilot)
        assert isinstance(pilot.app.screen, MergeScreen)
