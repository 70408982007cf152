"""When a screen has come to rest: nothing is left to be done, however slow the machine is.

Textual's own test driver takes a program to be at rest that has had no processor for a moment. On a busy machine that
is one that has not begun. Here it is asked what is left to be done instead.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from weakref import WeakSet

import pytest
from textual import _wait
from textual.app import App
from textual.notifications import Notification
from textual.pilot import Pilot

from boardtui.ui.app import BoardApp

PATIENCE_SECONDS = 120.0
"""How long a test waits for what must come: far longer than it takes anywhere, as waiting costs a test nothing."""

_FOR_EVER = 86_400.0

_held_back: list[str] = []
_looking: list[object] = []  # one for each that waits for the event loop to be idle
_in_threads: WeakSet[asyncio.Future[Any]] = WeakSet()


async def until_idle() -> None:
    """Wait until the event loop has nothing left to do but to wait for a time, a thread or the next key."""
    ready = asyncio.get_running_loop()._ready  # type: ignore[attr-defined]
    _looking.append(ready)
    try:
        await asyncio.sleep(0)
        while len(ready) >= len(_looking):  # others that look are no work: a test may have several screens
            await asyncio.sleep(0)
    finally:
        _looking.remove(ready)


async def until_done() -> None:
    """Wait until all that was given to other threads is done too, with all that follows from it."""
    ends = time.monotonic() + PATIENCE_SECONDS
    await until_idle()
    while (here := _of_this_loop()) and not _held_back:
        assert time.monotonic() < ends, f"this is not done: {here}"
        await asyncio.wait(here, timeout=1)
        await until_idle()


@contextmanager
def held_back(what: str) -> Iterator[None]:
    """Wait for no other thread as long as this lasts: the test itself keeps one of them from coming to its end."""
    _held_back.append(what)
    try:
        yield
    finally:
        _held_back.remove(what)


async def at_rest(app: App[Any]) -> None:
    """Wait until all that was pressed has done its work, on the disk too."""
    ends = time.monotonic() + PATIENCE_SECONDS
    await until_done()
    while isinstance(app, BoardApp) and (app.opened.busy or (app.is_running and not app.at_rest)):
        assert time.monotonic() < ends, f"this key has not done its work: {app._under_way}"
        await app.opened.settled()
        await asyncio.sleep(0.01)
        await until_done()


def _of_this_loop() -> list[asyncio.Future[Any]]:
    loop = asyncio.get_running_loop()
    return [each for each in _in_threads if each.get_loop() is loop and not each.done()]


async def draw(app: App[Any]) -> None:
    """Let all be drawn that is to be drawn, and what that leads to be done."""
    for _ in range(3):  # a layout may lead to another one
        await until_idle()
        if app._resize_timer is not None:  # another size is passed on a moment later, in case that more of them come
            app._check_resize()
            await until_idle()
        if app.is_running and app.screen_stack:
            app.screen._on_timer_update()
    await until_idle()


async def until(pilot: Pilot[Any], holds: Callable[[], object]) -> bool:
    """Wait until something holds that comes of itself, such as that another program was noticed.

    Returns:
        Whether it came, to be asserted with what is seen instead.
    """
    ends = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        if time.monotonic() > ends:
            return False
        await pilot.pause(0.02)
    return True


def only_what_is_done_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no test of a screen depend on how quick the machine is."""
    in_executor = asyncio.base_events.BaseEventLoop.run_in_executor

    def noted(loop: Any, *work: Any) -> asyncio.Future[Any]:
        done = in_executor(loop, *work)
        _in_threads.add(done)
        return done

    monkeypatch.setattr(asyncio.base_events.BaseEventLoop, "run_in_executor", noted)
    for module in ("textual.pilot", "textual.app"):
        _wait_longer(monkeypatch, module)
    wait_for_screen = Pilot._wait_for_screen
    monkeypatch.setattr(Pilot, "_wait_for_screen", lambda pilot: wait_for_screen(pilot, PATIENCE_SECONDS))
    for blinks in ("_input.Input._toggle_cursor", "_text_area.TextArea._toggle_cursor_blink_visible"):
        monkeypatch.setattr(f"textual.widgets.{blinks}", lambda _line: None)
    # What was said is there until a test has read it, and nobody looks at the file unless a test says so.
    monkeypatch.setattr(Notification, "time_left", _FOR_EVER)
    monkeypatch.setattr("boardtui.ui.shared.prompt_line.SAID_SECONDS", _FOR_EVER)
    monkeypatch.setattr("boardtui.ui.app.WATCH_SECONDS", _FOR_EVER)
    monkeypatch.setattr("boardtui.ui.app.PLACE_SECONDS", _FOR_EVER)


def _wait_longer(monkeypatch: pytest.MonkeyPatch, module: str) -> None:
    async def wait_for_idle(*seconds: float) -> None:
        await _wait.wait_for_idle(*seconds)
        await until_idle()

    monkeypatch.setattr(f"{module}.wait_for_idle", wait_for_idle)
