"""An address is taken wherever a board is named, and refused in plain words where a file is; no password stays."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from boardtui.session.sharing import Exchanger, forget_passwords, make_working_copy_of
from boardtui.session.surroundings import note_on
from boardtui.settings.address import Address
from boardtui.settings.paths import Paths
from boardtui.settings.settings import change_settings, load_settings
from boardtui.store.board_file import BoardFile
from boardtui.ui.app import BoardApp
from boardtui.ui.copies.merge import MergeScreen
from boardtui.ui.copies.send import CopiesOut, CopyScreen
from boardtui.ui.copies.sharing import PasswordScreen
from boardtui.ui.imports.source import ImportSource
from boardtui.ui.opening.new_board import NewBoardScreen
from boardtui.ui.opening.start import StartScreen
from boardtui.ui.plan.export import ExportScreen
from tests.server import PASSWORD, SWORN
from tests.ui.conftest import change, lines, opened, press, seen, settle, toasts, values_of, write
from tests.ui.rest import until

WITH_PASSWORD = "postgresql://lead:secret@host/db?board=plan"


@pytest.fixture(autouse=True)
def _no_password_is_known() -> Any:
    yield
    forget_passwords()


def working() -> list[Path]:
    return sorted(Paths.of_this_user().working.glob("*/*.board"))


def said(pilot: Pilot[Any]) -> str:
    """All that is seen, as one line."""
    return " ".join(seen(pilot).replace("│", " ").split())


def _is_said(pilot: Pilot[Any], words: str) -> bool:
    return words in said(pilot)


def kept(word: str) -> list[Path]:
    """The files of this person that hold a word."""
    home = Paths.of_this_user().config
    return [each for each in home.rglob("*") if each.is_file() and word.encode() in each.read_bytes()]


async def type_address(pilot: Pilot[Any], address: object) -> None:
    await press(pilot, "tab")
    await write(pilot, str(address))
    await press(pilot, "enter")


async def test_the_start_screen_opens_a_shared_board_and_lists_it_by_its_server(address: Address) -> None:
    async with opened(None) as pilot:
        await type_address(pilot, address)
        assert isinstance(pilot.app, BoardApp)
        assert await until(pilot, lambda: "shared" in lines(pilot)[0]), seen(pilot)
        assert pilot.app.file is not None and working() == [pilot.app.file.path]
    async with opened(None) as pilot:
        change_settings(lambda settings: settings.with_board_opened(working()[0]))
        await pilot.app.push_screen(StartScreen(load_settings()[0]))
        await settle(pilot)
        assert "shared on 127.0.0.1" in seen(pilot)


async def test_the_start_screen_says_why_a_shared_board_cannot_be_opened(address: Address) -> None:
    async with opened(None) as pilot:
        for typed, why in (
            (replace(address, port="1"), "could not be reached"),
            (replace(address, board="no_such_board"), "There is no board no_such_board"),
            ("postgresql://host/db", "has to end in ?board=NAME"),
        ):
            await type_address(pilot, typed)
            assert await until(pilot, partial(_is_said, pilot, why)), seen(pilot)
            assert isinstance(pilot.app.screen, StartScreen)
            pilot.app.screen.query_one(Input).clear()
            await press(pilot, "shift+tab")
        assert working() == []


async def test_a_shared_board_is_merged_by_its_address(address: Address, tmp_path: Path) -> None:
    board = tmp_path / "apart.board"
    with BoardFile.open(make_working_copy_of(address, tmp_path / "apart")) as apart:
        apart.save_as(board)
    elsewhere = make_working_copy_of(address, tmp_path / "elsewhere")
    with BoardFile.open(elsewhere) as file:
        file.write([change("action", "1.1", title="Said on the server")], who="Office")
        exchanger = Exchanger(address, lambda job: job(file), keep_note=False)
        exchanger.exchange()
        exchanger.close()
    async with opened(board, size=(120, 30)) as pilot:
        await pilot.app.push_screen(MergeScreen())
        await settle(pilot)
        pilot.app.screen.query_one("#path", Input).focus()
        await write(pilot, str(address))
        await press(pilot, "enter")
        assert await until(pilot, lambda: "shared on 127.0.0.1" in seen(pilot)), seen(pilot)
        await press(pilot, "enter")
        assert await until(pilot, lambda: "Said on the server" in seen(pilot)), seen(pilot)
        await press(pilot, "m")
        await settle(pilot)
    assert values_of(board, "1.1", "title") == {"title": "Said on the server"}


async def test_a_shared_board_is_not_merged_into_itself(address: Address) -> None:
    mine = make_working_copy_of(address, Paths.of_this_user().working)
    async with opened(mine, size=(120, 30)) as pilot:
        await pilot.app.push_screen(MergeScreen())
        await settle(pilot)
        pilot.app.screen.query_one("#path", Input).focus()
        await write(pilot, str(address))
        await press(pilot, "enter")
        assert await until(pilot, lambda: "exchanged on their own" in seen(pilot)), seen(pilot)


async def fill(pilot: Pilot[Any], selector: str, text: str) -> None:
    pilot.app.screen.query_one(selector).focus()
    pilot.app.screen.query_one(selector).value = text  # type: ignore[attr-defined]
    await settle(pilot)


async def send_there(pilot: Pilot[Any], text: str) -> None:
    await pilot.app.push_screen(CopyScreen())
    await settle(pilot)
    await fill(pilot, "#row-path Input", text)
    await press(pilot, "enter")


async def send_several_there(pilot: Pilot[Any], text: str) -> None:
    await pilot.app.push_screen(CopiesOut())
    await settle(pilot)
    await press(pilot, "space")
    await fill(pilot, "#folder", text)
    await press(pilot, "enter")


async def export_there(pilot: Pilot[Any], text: str) -> None:
    await pilot.app.push_screen(ExportScreen())
    await settle(pilot)
    await fill(pilot, "#row-path Input", text)
    await press(pilot, "enter")


async def import_from_there(pilot: Pilot[Any], text: str) -> None:
    await pilot.app.push_screen(ImportSource())
    await settle(pilot)
    await fill(pilot, "#path", text)
    await press(pilot, "enter")


async def make_there(pilot: Pilot[Any], text: str) -> None:
    await pilot.app.push_screen(NewBoardScreen())
    await settle(pilot)
    await fill(pilot, "#row-path Input", text)
    await press(pilot, "ctrl+s")


async def make_from_there(pilot: Pilot[Any], text: str) -> None:
    await pilot.app.push_screen(NewBoardScreen("new.board"))
    await settle(pilot)
    await fill(pilot, "#row-begin Select", "plan")
    await fill(pilot, "#row-plan Input", text)
    await press(pilot, "ctrl+s")


Names = Callable[[Pilot[Any], str], Awaitable[None]]


@pytest.mark.parametrize(
    "name_it",
    [send_there, send_several_there, export_there, import_from_there, make_there, make_from_there],
    ids=lambda each: each.__name__,
)
@pytest.mark.parametrize("typed", [WITH_PASSWORD, f"{WITH_PASSWORD}/", "postgresql://host/db?board=plan"])
async def test_where_a_file_is_wanted_an_address_is_refused_in_plain_words(
    path: Path, tmp_path: Path, name_it: Names, typed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with BoardFile.open(path) as file:
        file.write([change("action", "1.1", lead="Head of Early Help")], who="plan")
    before = sorted(tmp_path.rglob("*"))
    async with opened(path, size=(120, 40)) as pilot:
        await name_it(pilot, typed)
        refusal = "That is the address of a shared board. This has to be a file: name one."
        assert await until(pilot, lambda: refusal in said(pilot)), seen(pilot)
        assert "secret" not in toasts(pilot)
    assert sorted(tmp_path.rglob("*")) == before and kept("secret") == []


@pytest.mark.parametrize("typed", [WITH_PASSWORD, "postgresql://host/db?board=plan&password=secret"])
async def test_a_password_inside_an_address_is_refused_shown_no_longer_and_kept_nowhere(path: Path, typed: str) -> None:
    async with opened(None, size=(120, 30)) as pilot:
        await type_address(pilot, typed)
        assert await until(pilot, lambda: "An address holds no password" in said(pilot)), seen(pilot)
        assert "secret" not in seen(pilot)
    async with opened(path, size=(120, 30)) as pilot:
        await pilot.app.push_screen(MergeScreen())
        await settle(pilot)
        await fill(pilot, "#path", typed)
        await press(pilot, "enter")
        assert await until(pilot, lambda: "An address holds no password" in said(pilot)), seen(pilot)
        assert "secret" not in seen(pilot)
    assert kept("secret") == []


async def test_what_was_being_typed_when_the_program_failed_is_kept_without_passwords(path: Path) -> None:
    async with opened(None) as pilot:
        await press(pilot, "tab")
        await write(pilot, WITH_PASSWORD)
        assert isinstance(pilot.app, BoardApp)
        pilot.app.push_screen(PasswordScreen(Address.read("postgresql://host/db?board=plan"), lambda _: None))
        await settle(pilot)
        await write(pilot, "a word of mine")
        assert pilot.app.typed_words() == []


class TestPasswords:
    @pytest.fixture
    def sworn(self, address: Address) -> Address:
        """The address of somebody who has to give a password."""
        return replace(address, user=SWORN)

    async def test_it_is_asked_for_on_the_screen_and_seen_and_kept_nowhere(self, sworn: Address) -> None:
        async with opened(None, size=(100, 30)) as pilot:
            await type_address(pilot, sworn)
            assert await until(pilot, lambda: isinstance(pilot.app.screen, PasswordScreen)), seen(pilot)
            assert f"Password of {SWORN} for 127.0.0.1?" in seen(pilot)
            await write(pilot, "not it")
            await press(pilot, "enter")
            assert await until(pilot, lambda: "does not take that password" in said(pilot)), seen(pilot)
            await write(pilot, PASSWORD)
            await press(pilot, "ctrl+a", "ctrl+c", "ctrl+x")
            assert PASSWORD not in seen(pilot) + toasts(pilot) + pilot.app.clipboard
            await press(pilot, "enter")
            assert await until(pilot, lambda: "shared" in lines(pilot)[0]), seen(pilot)
            await press(pilot, "3", "home", "r", *["escape"] * 3)
            assert isinstance(pilot.app, BoardApp)
            live, board = pilot.app.live, pilot.app.board
            assert live is not None and board is not None
            assert await until(pilot, lambda: live.line.unsent(board.edition) == 0 and live.line.problem is None)
        (mine,) = working()
        note = note_on(mine)
        assert note is not None and note.asks
        assert kept(PASSWORD) == [] and kept("not it") == []

    async def test_a_board_whose_server_asked_for_one_asks_when_it_is_opened_and_works_without(
        self, sworn: Address
    ) -> None:
        mine = make_working_copy_of(sworn, Paths.of_this_user().working, PASSWORD)
        async with opened(mine, size=(100, 30)) as pilot:
            assert await until(pilot, lambda: isinstance(pilot.app.screen, PasswordScreen)), seen(pilot)
            await press(pilot, "escape")
            assert await until(pilot, lambda: "the server asks for a password" in lines(pilot)[0]), seen(pilot)
            await press(pilot, "3", "home", "r", *["escape"] * 3)
            assert await until(pilot, lambda: "1 to send, the server asks for a password" in lines(pilot)[0])
            await press(pilot, "U")
            assert await until(pilot, lambda: isinstance(pilot.app.screen, PasswordScreen)), seen(pilot)
            await write(pilot, PASSWORD)
            await press(pilot, "enter")
            assert await until(pilot, lambda: "· shared ·" in lines(pilot)[0]), seen(pilot)
            assert "Sent 1 edit; 0 edits came in." in toasts(pilot)

    async def test_in_the_middle_of_work_nobody_is_asked_but_told_which_key_asks(
        self, sworn: Address, address: Address
    ) -> None:
        mine = make_working_copy_of(sworn, Paths.of_this_user().working, PASSWORD)
        from boardtui.session.surroundings import write_note

        note = note_on(mine)
        assert note is not None
        write_note(mine, replace(note, asks=False))  # as where it lay in a file that is gone
        async with opened(mine, size=(120, 30)) as pilot:
            assert await until(pilot, lambda: "U lets you type it" in toasts(pilot)), seen(pilot)
            assert not isinstance(pilot.app.screen, PasswordScreen)
