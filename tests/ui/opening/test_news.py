"""After an update the start says once what is new."""

from __future__ import annotations

from pathlib import Path

from boardtui import __version__
from boardtui.settings.settings import Settings, change_settings, load_settings
from boardtui.ui.app import BoardApp
from boardtui.ui.commands import with_keys
from boardtui.ui.opening.opened import NEWS
from tests.ui.conftest import CHAIR, settle, toasts


async def said(path: Path) -> str:
    async with BoardApp(path).run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        return toasts(pilot)


async def test_somebody_who_used_another_version_is_told_once(path: Path) -> None:
    change_settings(lambda _settings: Settings(signature=CHAIR, last_board=path, version_seen="0.0.9"))
    first = await said(path)
    assert f"New in boardtui {__version__}" in first
    for line in NEWS[__version__]:
        assert with_keys(line, {})[:40] in first
    assert load_settings()[0].version_seen == __version__
    assert "New in boardtui" not in await said(path)


async def test_a_newcomer_is_told_nothing_of_what_is_new(path: Path) -> None:
    change_settings(lambda _settings: Settings(signature=CHAIR))
    assert "New in boardtui" not in await said(path)
    assert "New in boardtui" not in await said(path)


async def test_the_keys_it_names_are_those_that_somebody_has_chosen(path: Path) -> None:
    change_settings(lambda _settings: Settings(signature=CHAIR, last_board=path, keys={"import": "ctrl+j"}))
    assert "ctrl+j brings in spreadsheets" in await said(path)


def test_this_version_has_three_lines() -> None:
    assert len(NEWS[__version__]) == 3
