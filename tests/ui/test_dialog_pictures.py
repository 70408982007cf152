"""Pictures of the dialogs: what changes in them is looked at before it is taken over."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input, Select, TextArea

from boardtui.session.surroundings import Noticed
from boardtui.settings.settings import Settings, change_settings
from boardtui.ui.app import BoardApp
from boardtui.ui.copies.merge import MergeScreen
from boardtui.ui.copies.working_copy import OfferScreen
from boardtui.ui.opening.new_board import NewBoardScreen
from tests.ui.conftest import CHAIR, look_for, settle
from tests.ui.council_board import NOW, make
from tests.ui.disputed import two_copies
from tests.ui.kpi_boards import scorecard

Compare = Callable[..., bool]
SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])


def application(path: Path | None, settings: Settings | None = None) -> BoardApp:
    change_settings(lambda _settings: settings or Settings(signature=CHAIR))
    app = BoardApp(path, clock=lambda: NOW)
    app.animation_level = "none"
    return app


async def press(pilot: Pilot[Any], *keys: str) -> None:
    """Press keys, and leave nothing that blinks or goes away by itself."""
    await settle(pilot)
    for key in keys:
        await pilot.press(key)
        await settle(pilot)
    await still(pilot)


async def still(pilot: Pilot[Any]) -> None:
    """Leave nothing that blinks or goes away by itself."""
    for each in pilot.app.screen.query(Input):
        each.cursor_blink = False
    for area in pilot.app.screen.query(TextArea):
        area.cursor_blink = False
    pilot.app.clear_notifications()
    await settle(pilot)


async def put(pilot: Pilot[Any], selector: str, text: str) -> None:
    """Put a text into a line, in place of what is in it: paths of a test are others on every run."""
    line = pilot.app.screen.query_one(selector, Input)
    line.cursor_blink = False
    line.value = text
    await settle(pilot)


@SIZES
@pytest.mark.parametrize(
    "keys",
    [
        pytest.param(["3", "down", "e"], id="edit-action"),
        pytest.param(["5", "plus"], id="new-risk"),
        pytest.param(["2", "e"], id="edit-ambition"),
        pytest.param(["ctrl+e"], id="board"),
        pytest.param(["3", "h"], id="history"),
        pytest.param(["3", "h", "enter"], id="history-in-full"),
        pytest.param(["H"], id="log"),
        pytest.param(["2", "delete"], id="delete"),
        pytest.param(["3", "question_mark"], id="help"),
        pytest.param(["3", "question_mark", "end"], id="help-end"),
    ],
)
def test_a_dialog_looks_as_it_did(
    tmp_path: Path, snap_compare: Compare, keys: list[str], size: tuple[int, int]
) -> None:
    async def look(pilot: Pilot[Any]) -> None:
        await press(pilot, *keys)

    assert snap_compare(application(make(tmp_path / "plan.board")), terminal_size=size, run_before=look)


@SIZES
def test_a_form_that_refuses_what_was_typed_looks_as_it_did(
    tmp_path: Path, snap_compare: Compare, size: tuple[int, int]
) -> None:
    async def look(pilot: Pilot[Any]) -> None:
        await press(pilot, "3", "down", "e")
        await put(pilot, "#ambition", "9")
        await put(pilot, "#ref", "1.1")
        await press(pilot, "ctrl+s")

    assert snap_compare(application(make(tmp_path / "plan.board")), terminal_size=size, run_before=look)


@SIZES
@pytest.mark.parametrize(
    ("keys", "name"),
    [
        pytest.param(["3", "x"], "snapshot.md", id="export"),
        pytest.param(["3", "x"], "snapshot.board", id="export-refused"),
        pytest.param(["3", "ctrl+s"], "plan for the board.board", id="copy"),
    ],
)
def test_what_asks_for_a_file_looks_as_it_did(
    tmp_path: Path, snap_compare: Compare, keys: list[str], name: str, size: tuple[int, int]
) -> None:
    async def look(pilot: Pilot[Any]) -> None:
        await press(pilot, *keys)
        await put(pilot, "#path", name)
        if name == "snapshot.board":
            await press(pilot, "ctrl+s")

    assert snap_compare(application(make(tmp_path / "plan.board")), terminal_size=size, run_before=look)


@SIZES
@pytest.mark.parametrize(
    "words",
    [
        pytest.param("1.2 date 30 June", id="date"),
        pytest.param("1.1,1.2,2.1 red", id="several-rated"),
        pytest.param("1.2 lead [SEND] plan | a [/", id="hostile-lead"),
        pytest.param("1.2 purple", id="refused"),
        pytest.param("second round", id="said"),
    ],
)
def test_the_palette_looks_as_it_did(tmp_path: Path, snap_compare: Compare, words: str, size: tuple[int, int]) -> None:
    async def look(pilot: Pilot[Any]) -> None:
        await look_for(pilot, words)
        await still(pilot)

    assert snap_compare(application(make(tmp_path / "plan.board")), terminal_size=size, run_before=look)


@SIZES
@pytest.mark.parametrize(
    "keys",
    [
        pytest.param(["4", "E"], id="records"),
        pytest.param(["4", "E", "down", "down", "e"], id="edit-record"),
        pytest.param(["4", "E", "down", "down", "delete"], id="delete-record"),
        pytest.param(["4", "T"], id="new-targets"),
    ],
)
def test_the_records_of_a_kpi_look_as_they_did(
    tmp_path: Path, snap_compare: Compare, keys: list[str], size: tuple[int, int]
) -> None:
    scorecard(tmp_path / "scorecard.board")

    async def look(pilot: Pilot[Any]) -> None:
        await press(pilot, *keys)

    assert snap_compare(application(tmp_path / "scorecard.board"), terminal_size=size, run_before=look)


@SIZES
def test_pasted_figures_look_as_they_did(tmp_path: Path, snap_compare: Compare, size: tuple[int, int]) -> None:
    scorecard(tmp_path / "scorecard.board")

    async def look(pilot: Pilot[Any]) -> None:
        await press(pilot, "4", "i")
        assert pilot.app.focused is not None
        pilot.app.focused.post_message(events.Paste("92%\n15%\nmany\n340"))
        await settle(pilot)

    assert snap_compare(application(tmp_path / "scorecard.board"), terminal_size=size, run_before=look)


@SIZES
def test_choosing_copies_looks_as_it_did(path: Path, snap_compare: Compare, size: tuple[int, int]) -> None:
    copies = two_copies(path)
    for copy in copies:  # when they were last written is shown
        os.utime(copy, (NOW.timestamp(), NOW.timestamp()))

    async def look(pilot: Pilot[Any]) -> None:
        await settle(pilot)
        pilot.app.push_screen(MergeScreen(copies))
        await press(pilot)

    assert snap_compare(application(path), terminal_size=size, run_before=look)


@SIZES
@pytest.mark.parametrize("left", [0, 7], ids=["synced", "synced-with-copies"])
def test_what_is_offered_in_a_synced_folder_looks_as_it_did(
    path: Path, snap_compare: Compare, left: int, size: tuple[int, int]
) -> None:
    copies = tuple(path.with_name(f"plan ({n}) [bold].board") for n in range(left))

    async def look(pilot: Pilot[Any]) -> None:
        await settle(pilot)
        pilot.app.push_screen(OfferScreen(Noticed(service="OneDrive", beside=copies, new=left * 3)))
        await press(pilot)

    assert snap_compare(application(path), terminal_size=size, run_before=look)


@SIZES
@pytest.mark.parametrize("recent", [(), ("plan.board", "last year.board", "gone.board")], ids=["newcomer", "recent"])
def test_the_start_looks_as_it_did(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    snap_compare: Compare,
    recent: tuple[str, ...],
    size: tuple[int, int],
) -> None:
    # In a folder with the same name on every run, as the path of each board is shown.
    monkeypatch.chdir(tmp_path)
    Path("boards").mkdir()
    for name in recent[:2]:
        Path("boards", name).touch()
    app = application(None)
    app.settings = replace(app.settings, recent_boards=tuple(Path("boards", name) for name in recent))

    async def look(pilot: Pilot[Any]) -> None:
        await press(pilot)

    assert snap_compare(app, terminal_size=size, run_before=look)


@SIZES
def test_what_could_not_be_opened_is_said_as_it_was(snap_compare: Compare, size: tuple[int, int]) -> None:
    async def look(pilot: Pilot[Any]) -> None:
        await press(pilot, "tab")
        await put(pilot, "Input", "/")
        await press(pilot, "enter")

    assert snap_compare(application(None), terminal_size=size, run_before=look)


@SIZES
@pytest.mark.parametrize("begin", ["empty", "plan"])
@pytest.mark.parametrize("keys", [[], ["ctrl+s"]], ids=["asked", "no-name"])
def test_a_new_board_looks_as_it_did(snap_compare: Compare, begin: str, keys: list[str], size: tuple[int, int]) -> None:
    async def look(pilot: Pilot[Any]) -> None:
        await settle(pilot)
        pilot.app.push_screen(NewBoardScreen())
        await settle(pilot)
        screen: Screen[Any] = pilot.app.screen
        screen.query_one("#begin", Select).value = begin
        await press(pilot, *keys)

    assert snap_compare(application(None), terminal_size=size, run_before=look)


@SIZES
@pytest.mark.parametrize("keys", [[], ["enter"]], ids=["asked", "none"])
def test_asking_for_a_signature_looks_as_it_did(
    path: Path, snap_compare: Compare, keys: list[str], size: tuple[int, int]
) -> None:
    async def look(pilot: Pilot[Any]) -> None:
        await press(pilot, *keys)

    assert snap_compare(application(path, Settings()), terminal_size=size, run_before=look)
