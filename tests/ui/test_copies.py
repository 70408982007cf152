"""Sending a copy from the application, and how a copy for a lead opens."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Select

from boardtui.domain.kinds import Action
from boardtui.settings import change_settings
from boardtui.store.board_file import BoardFile
from boardtui.ui.app import BoardApp
from boardtui.ui.screens.copies import CopyScreen
from boardtui.ui.screens.merge import MergeScreen
from boardtui.ui.typed_paths import typed_path, typed_paths
from tests.ui.conftest import CHAIR, HOSTILE, NOW, change, lines, on_disk, opened, press, seen, settle, toasts


def led_by(path: Path, **leads: str) -> None:
    with BoardFile.open(path) as file:
        file.write([change("action", f"{n[1]}.{n[2]}", lead=lead) for n, lead in leads.items()], who="office")


async def name_it(pilot: Pilot[None], text: str) -> None:
    pilot.app.screen.query_one("#path", Input).value = text
    await settle(pilot)


async def test_one_key_and_another_write_a_whole_copy_beside_the_board(path: Path) -> None:
    async with opened(path) as pilot:
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, CopyScreen)
        await press(pilot, "ctrl+s")
        copy = path.with_name("plan copy.board")
        assert f"Wrote {copy}" in toasts(pilot)
        assert not isinstance(pilot.app.screen, CopyScreen)
    assert [action.ref for action in on_disk(copy).all(Action)] == ["1.1", "1.2", "2.1"]


async def test_a_lead_is_chosen_and_names_the_file(path: Path) -> None:
    led_by(path, a11=f"Head {HOSTILE}", a12="Worker")
    async with opened(path) as pilot:
        await press(pilot, "ctrl+s")
        pilot.app.screen.query_one(Select).value = f"Head {HOSTILE}"
        await settle(pilot)
        assert "plan for Head [SEND] plan a [.board" in pilot.app.screen.query_one("#path", Input).value
        await press(pilot, "ctrl+s")
    assert path.with_name("plan for Head [SEND] plan a [.board").is_file()


async def test_a_second_copy_for_the_same_lead_gets_a_name_of_its_own(path: Path) -> None:
    led_by(path, a11="Worker")
    path.with_name("plan for Worker.board").write_text("last month")
    async with opened(path) as pilot:
        await press(pilot, "ctrl+s")
        pilot.app.screen.query_one(Select).value = "Worker"
        await settle(pilot)
        await press(pilot, "ctrl+s")
    assert path.with_name("plan for Worker.board").read_text() == "last month"
    assert path.with_name("plan for Worker (2).board").is_file()


async def test_a_file_that_is_there_is_replaced_only_when_enter_is_pressed_again(path: Path) -> None:
    there = path.with_name("mine.board")
    there.write_text("mine")
    async with opened(path) as pilot:
        await press(pilot, "ctrl+s")
        await name_it(pilot, "mine")
        await press(pilot, "ctrl+s")
        assert "exists already" in seen(pilot)
        assert there.read_text() == "mine"
        await press(pilot, "ctrl+s")
        assert "Wrote" in toasts(pilot)
    assert len(on_disk(there).all(Action)) == 3


async def test_asking_again_is_for_that_name_only(path: Path) -> None:
    first, second = path.with_name("one.board"), path.with_name("two.board")
    first.write_text("one")
    second.write_text("two")
    async with opened(path) as pilot:
        await press(pilot, "ctrl+s")
        for name in ("one", "two"):
            await name_it(pilot, name)
            await press(pilot, "ctrl+s")
    assert (first.read_text(), second.read_text()) == ("one", "two")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", "Give the file a name"),
        ("plan.board", "is the board itself"),
        ("nowhere/copy.board", "There is no folder"),
        ("a\0b", "no name for a file"),
        ("x" * 300, "no name for a file"),
    ],
)
async def test_what_cannot_be_written_is_said_on_the_screen_that_stays(path: Path, name: str, words: str) -> None:
    before = path.read_bytes()
    async with opened(path, size=(120, 40)) as pilot:
        await press(pilot, "ctrl+s")
        await name_it(pilot, name)
        await press(pilot, "ctrl+s")
        assert words in seen(pilot)
        assert isinstance(pilot.app.screen, CopyScreen)
        await press(pilot, "escape")
    assert path.read_bytes() == before


async def test_a_copy_made_for_a_lead_opens_on_their_actions_and_esc_shows_all(path: Path) -> None:
    led_by(path, a11="Head of Service", a21="Principal Social Worker")
    with BoardFile.open(path) as file:
        copy = file.send_copy(path.parent, lead="Head of Service")
    change_settings(lambda settings: type(settings)(signature=CHAIR))
    app = BoardApp(copy, clock=lambda: NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        text = seen(pilot)
        assert "1 of 3 actions · for Head of Service" in text
        assert "Coach" in text
        assert "Visits" not in text
        await press(pilot, "escape")
        assert "3 actions" in seen(pilot)
        assert "Visits" in seen(pilot)


async def test_a_board_that_only_seems_to_be_named_after_a_lead_opens_on_the_overview(path: Path) -> None:
    other = path.rename(path.with_name("plan for Nobody.board"))
    app = BoardApp(other, clock=lambda: NOW)
    change_settings(lambda settings: type(settings)(signature=CHAIR))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert app.main.query_one("#screens").current == "overview"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "typed", ["{p}", "'{p}'", '"{p}" ', "  {p}\n", "file://{u}", "{b}", "~/in box/copy [1].board", "copy [1].board"]
)
def test_a_path_is_understood_however_it_got_into_the_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    folder = tmp_path / "in box"
    folder.mkdir()
    file = folder / "copy [1].board"
    file.touch()
    words = typed.format(p=file, u=str(file).replace(" ", "%20"), b=str(file).replace(" ", "\\ ").replace("[", "\\["))
    assert typed_paths(words, folder / "plan.board") == [file]


def test_several_files_dropped_at_once_are_several_paths(tmp_path: Path) -> None:
    files = [tmp_path / "a b.board", tmp_path / "c.board"]
    for file in files:
        file.touch()
    assert typed_paths(f"'{files[0]}' {files[1]} ", tmp_path / "plan.board") == files


@pytest.mark.parametrize("typed", ["", "  ", '""', "a\0b", "~nobody-of-that-name/x"])
def test_what_names_no_file_is_no_path(tmp_path: Path, typed: str) -> None:
    assert typed_path(typed, tmp_path / "plan.board") is None


async def test_merging_is_refused_on_a_read_only_board_and_copying_is_not(path: Path) -> None:
    path.chmod(0o444)
    async with opened(path) as pilot:
        assert pilot.app.file is not None  # type: ignore[attr-defined]
        if not pilot.app.file.read_only:  # type: ignore[attr-defined]
            pytest.skip("whoever runs this may write everything")
        await press(pilot, "ctrl+g")
        assert not isinstance(pilot.app.screen, MergeScreen)
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, CopyScreen)
        assert lines(pilot)
