"""Pictures of what is due from a lead, and of who has a copy. What changes is looked at before it is taken over."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from boardtui.settings.settings import change_settings
from boardtui.store.board_file import BoardFile
from boardtui.store.copies.merge import merge, preview_merge
from boardtui.store.copies.noted import Sending
from boardtui.store.copies.send import send_copy
from boardtui.ui.app import BoardApp
from tests.ui.conftest import NOW, change, press, ready, settle
from tests.ui.mine.test_pass import HEAD, all_kinds

Compare = Callable[..., bool]
SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
WORKER, OTHER = "Principal Social Worker", "Director of Children's Services"


@pytest.fixture
def board(tmp_path: Path) -> Path:
    """A board with an item of each kind for one lead, and two more leads: one is late, one has returned theirs."""
    path = ready(tmp_path / "plan.board", all_kinds)
    with BoardFile.open(path, clock=lambda: NOW) as file:
        some = {"1.2": WORKER, "1.3": OTHER}
        file.write(
            [change("action", ref, ref=ref, title=f"Work {ref}", lead=who) for ref, who in some.items()], who="x"
        )
        send_copy(file, tmp_path / "late.board", lead=OTHER, sending=Sending("office", NOW.date()))
        back = send_copy(file, tmp_path / "back.board", lead=WORKER, sending=Sending("office"))
        with BoardFile.open(back, clock=lambda: NOW) as copy:
            copy.write([change("action", "1.2", commentary="It is done")], who=WORKER)
        merge(file, preview_merge(file, [back]), who="office")
        file.write([change("risk", "r1", commentary="Looked at again")], who=HEAD)
    return path


def application(path: Path) -> BoardApp:
    change_settings(lambda settings: type(settings)(signature=HEAD))
    app = BoardApp(path, clock=lambda: NOW)
    app.animation_level = "none"
    return app


async def still(pilot: Pilot[Any], *keys: str) -> None:
    await settle(pilot)
    await press(pilot, *keys)
    for line in pilot.app.screen.query(Input):
        line.cursor_blink = False
    await settle(pilot)


@SIZES
def test_what_is_due_from_a_lead_looks_as_it_did(board: Path, snap_compare: Compare, size: tuple[int, int]) -> None:
    async def look(pilot: Pilot[Any]) -> None:
        await still(pilot, "8")

    assert snap_compare(application(board), terminal_size=size, run_before=look)


@SIZES
def test_the_list_of_who_has_a_copy_looks_as_it_did(board: Path, snap_compare: Compare, size: tuple[int, int]) -> None:
    async def look(pilot: Pilot[Any]) -> None:
        await still(pilot, "8", "ctrl+s", "ctrl+l")
        pilot.app.screen.query_one("#folder", Input).value = "outbox"  # where the test lies is not shown
        await settle(pilot)

    assert snap_compare(application(board), terminal_size=size, run_before=look)


@SIZES
@pytest.mark.parametrize(
    "keys",
    [
        pytest.param(["ctrl+n"], id="item"),
        pytest.param(["ctrl+n", "b", "ctrl+l"], id="blue"),
        pytest.param(["ctrl+s"], id="nothing-typed"),
        pytest.param(["ctrl+n", "ctrl+r", "ctrl+s", "ctrl+n", "ctrl+n"], id="end"),
    ],
)
def test_the_pass_looks_as_it_did(board: Path, snap_compare: Compare, size: tuple[int, int], keys: list[str]) -> None:
    async def look(pilot: Pilot[Any]) -> None:
        await still(pilot, "8", "enter", *keys)

    assert snap_compare(application(board), terminal_size=size, run_before=look)
