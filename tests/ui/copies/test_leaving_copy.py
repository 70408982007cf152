"""Leaving a working copy whose edits are not published, where that cannot be done either."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from boardtui.domain.records.rag import Rag
from boardtui.ui.copies.working_copy import LeavingScreen
from tests.ui.conftest import press, seen, toasts, values_of
from tests.ui.copies.test_merge_screen import synced, unopened  # noqa: F401 - a fixture


async def test_what_cannot_be_published_keeps_the_program_open_and_says_why(synced: Path) -> None:  # noqa: F811
    async with unopened(synced) as pilot:
        for key in ("l", "3", "a", "escape", "escape", "escape"):
            await press(pilot, key)
        away = synced.parent.with_name("away")
        shutil.move(synced.parent, away)
        await press(pilot, "q", "U")
        assert not isinstance(pilot.app.screen, LeavingScreen)
        assert "not within reach" in toasts(pilot)
        assert pilot.app.is_running and not pilot.app._exit
        shutil.move(away, synced.parent)
        await press(pilot, "q", "U")
    assert values_of(synced, "1.1", "rag") == {"rag": Rag.AMBER}


@pytest.mark.parametrize(("ratings", "words"), [(1, "1 edit of this working copy is"), (2, "2 edits of this working")])
async def test_it_says_how_many_edits_wait(synced: Path, ratings: int, words: str) -> None:  # noqa: F811
    async with unopened(synced) as pilot:
        for key in ("l", "3", *["a", "escape", "escape", "escape", "n"] * ratings, "q"):
            await press(pilot, key)
        said = " ".join(seen(pilot).replace("│", " ").split())
        assert words in said
        assert ("It is on disk here" if ratings == 1 else "They are on disk here") in said
