"""Keys wait for the one before them, not for ever where that never ends; and what failed beside them is known."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import ClassVar

import pytest
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Static
from textual.worker import WorkerFailed

from boardtui.ui.shared.input_app import InputApp
from tests.ui.rest import PATIENCE_SECONDS


class Stuck(Static, can_focus=True):
    """Waits within a key for something that does not come."""

    def __init__(self) -> None:
        super().__init__()
        self.goes_on = asyncio.Event()
        self.had: list[str] = []

    async def on_key(self, event: events.Key) -> None:
        """Wait."""
        self.had.append(event.key)
        await self.goes_on.wait()


class Waiting(InputApp[None]):
    """An application with nothing else in it, that notes one key."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("b", "note", priority=True)]
    noted = 0

    def compose(self) -> ComposeResult:
        """What gets stuck."""
        yield Stuck()

    def action_note(self) -> None:
        """Note it."""
        self.noted += 1


async def comes(holds: Callable[[], bool]) -> bool:
    """Wait until something holds. What drives a screen in a test would wait for the key that does not end."""
    ends = time.monotonic() + PATIENCE_SECONDS
    while not holds() and time.monotonic() < ends:
        await asyncio.sleep(0.01)
    return holds()


async def test_what_comes_after_a_key_that_never_ends_is_let_in_after_a_while_and_drawn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("boardtui.ui.shared.painting.MOST_SECONDS", 3600.0)  # only what is done is drawn
    app = Waiting()
    async with app.run_test():
        stuck = app.query_one(Stuck)
        stuck.focus()
        for key in ("a", "b"):
            app.post_message(events.Key(key, key))
        assert await comes(lambda: stuck.had == ["a"])
        assert app.noted == 0 and not app.at_rest, "the second waits for the first"
        assert await comes(lambda: app.noted == 1)
        assert await comes(lambda: app.at_rest) and stuck.had == ["a"], "though it has not ended"
        stuck.goes_on.set()
        for key in ("c", "d"):
            app.post_message(events.Key(key, key))
        assert await comes(lambda: stuck.had == ["a", "c", "d"] and app.at_rest)
        app.picture.hold()
        app.push_screen(Screen())
        assert not app.picture.held, "a dialog is drawn as it goes"


async def test_of_work_beside_the_keys_that_fails_it_is_known_what_failed_and_not_only_that_it_did() -> None:
    async def work() -> None:
        raise ZeroDivisionError

    app = Waiting()
    with pytest.raises(WorkerFailed):
        async with app.run_test() as pilot:
            app.run_worker(work())
            await pilot.pause()
    assert isinstance(app.failure, ZeroDivisionError) and not app.was_typing
    assert app.left_behind is not None and "work" in app.left_behind.read_text(encoding="utf-8")
