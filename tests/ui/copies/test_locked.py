"""Another program keeps the board locked while copies are merged, and while it is decided between them."""

from __future__ import annotations

from pathlib import Path

import pytest

from boardtui.store.backup import backup_folder
from boardtui.ui.app import BoardApp
from boardtui.ui.copies.merge_preview import MergePreview
from tests.ui.conftest import opened, press, seen, settle, write
from tests.ui.disputed import merged, two_copies
from tests.ui.locking import locked, until_seen


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("boardtui.store.file.BUSY_SECONDS", 0.3)  # after which it is tried again


async def test_a_merge_waits_until_the_board_is_let_go_makes_one_backup_and_esc_stops_it(path: Path) -> None:
    copies = two_copies(path)
    async with opened(path) as pilot:
        app = pilot.app
        assert isinstance(app, BoardApp)
        app.push_screen(MergePreview(copies))
        await settle(pilot)
        app.opened.close()  # so that it is opened anew, with that patience
        with locked(path):
            await pilot.press("m")
            await until_seen(pilot, "it is tried again until it lets go")
            await pilot.press("escape")
            await until_seen(pilot, "is being written by another program")
            assert not backup_folder(path).exists() or not list(backup_folder(path).iterdir())
            await pilot.press("m")
            await until_seen(pilot, "it is tried again until it lets go")
        await settle(pilot)
        assert "Merged" in seen(pilot) and "from 2 copies" in seen(pilot)
        assert len(list(backup_folder(path).iterdir())) == 1


async def test_a_decision_waits_until_the_board_is_let_go_and_esc_keeps_its_reason(path: Path) -> None:
    async with opened(merged(path)) as pilot:
        app = pilot.app
        assert isinstance(app, BoardApp)
        await press(pilot, "exclamation_mark", "1")
        await write(pilot, "seen in audits")
        app.opened.close()
        with locked(path):
            await pilot.press("enter")
            await until_seen(pilot, "it is tried again until it lets go")
            await pilot.press("escape")
            await until_seen(pilot, "is being written by another program")
            assert "seen in audits" in seen(pilot)
            await pilot.press("enter")
            await until_seen(pilot, "it is tried again until it lets go")
        await settle(pilot)
        assert "3 to decide" in seen(pilot)
