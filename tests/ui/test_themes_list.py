"""The list of themes: looked at without keeping anything."""

from __future__ import annotations

from pathlib import Path

from boardtui.settings.settings import load_settings
from tests.ui.conftest import opened, press, seen, toasts


async def test_going_through_the_themes_shows_each_and_keeps_none_until_enter(path: Path) -> None:
    async with opened(path) as pilot:
        before = pilot.app.theme
        await press(pilot, "t", "t", "down")
        looked_at = pilot.app.theme
        assert looked_at != before
        assert "Audits" in seen(pilot), "the board is in sight, in that theme"
        assert load_settings()[0].theme == before
        await press(pilot, "escape")
        assert pilot.app.theme == before
        await press(pilot, "t", "down", "enter")
        assert pilot.app.theme == load_settings()[0].theme != before
        assert "Theme: " in toasts(pilot)
        await press(pilot, "t", "home")
        first = pilot.app.theme
        await press(pilot, "enter")
        assert pilot.app.theme == load_settings()[0].theme == first
