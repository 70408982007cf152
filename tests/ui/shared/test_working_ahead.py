"""What takes long and nobody waits for is done a little at a time, while no keys come."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from textual.css.query import NoMatches

from boardtui.ui.shared.detail import DetailPane
from boardtui.ui.shared.input_app import InputApp
from boardtui.ui.shared.working_ahead import WorkingAhead, every, once_drawn
from tests.ui.conftest import opened


class Timer:
    """Stands for the timer of a screen: it ticks when the test says so."""

    def __init__(self, work: Callable[[], Awaitable[None]]) -> None:
        self._work = work
        self.runs = True

    def tick(self) -> None:
        async def work() -> None:
            await self._work()

        asyncio.run(work())

    def resume(self) -> None:
        self.runs = True

    def pause(self) -> None:
        self.runs = False


class Mounted:
    """Stands for a screen that is mounted, and for its application."""

    def __init__(self) -> None:
        self.app = self
        self.calm = True
        self.is_running = self.is_attached = True
        self.screen = self
        self.screen_stack = [self]
        self.later: list[Callable[[], None]] = []

    def call_after_refresh(self, work: Callable[[], None]) -> None:
        self.later.append(work)

    def set_interval(self, _seconds: float, work: Callable[[], Awaitable[None]], *, pause: bool) -> Timer:
        self.timer = Timer(work)
        self.timer.runs = not pause
        return self.timer


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr("boardtui.ui.shared.working_ahead._AT_A_TIME_SECONDS", -1)  # one job at a time
    return Mounted()


def test_jobs_are_done_one_after_the_other_and_then_it_is_said(screen: Any) -> None:
    done: list[str] = []
    ahead = WorkingAhead(then=lambda: done.append("all"))
    ahead.begin(screen)
    ahead.start([lambda: done.append("one"), lambda: done.append("two")])
    for _ in range(3):
        screen.timer.tick()
    assert done == ["one", "two", "all"] and not screen.timer.runs
    ahead.start([lambda: done.append("three"), lambda: done.append("never")])
    assert screen.timer.runs, "there is something to do again"
    screen.timer.tick()
    ahead.start([lambda: done.append("four")])
    for _ in range(2):
        screen.timer.tick()
    assert done[3:] == ["three", "four", "all"]


def test_what_is_to_be_done_before_the_screen_is_mounted_is_done_once_it_is(screen: Any) -> None:
    done: list[str] = []
    ahead = WorkingAhead()
    ahead.start([lambda: done.append("one")])
    ahead.begin(screen)
    assert done == [] and screen.timer.runs
    screen.timer.tick()
    assert done == ["one"]


def test_while_keys_come_nothing_is_done_and_nothing_is_lost(screen: Any) -> None:
    done: list[str] = []
    ahead = WorkingAhead()
    ahead.begin(screen)
    ahead.start([lambda: done.append("one")])
    screen.calm = False
    screen.timer.tick()
    assert done == [] and screen.timer.runs
    screen.calm = True
    screen.timer.tick()
    assert done == ["one"]


def test_what_is_done_every_so_often_is_left_out_while_a_screen_is_not_there_as_a_whole(screen: Any) -> None:
    there, done = [False], []

    async def look() -> None:
        if not there[0]:
            raise NoMatches
        done.append("looked")

    every(1, screen, look)
    screen.timer.tick()
    assert done == []
    there[0] = True
    screen.timer.tick()
    assert done == ["looked"]


def test_nothing_is_done_any_more_once_the_application_is_being_closed(screen: Any) -> None:
    done: list[str] = []
    every(1, screen, lambda: done.append("looked"))
    screen.is_running = False
    screen.timer.tick()
    assert done == []


@pytest.mark.parametrize("left", [False, True])
def test_what_waits_for_a_screen_to_be_drawn_is_given_up_where_the_screen_is_left_before(
    screen: Any, left: bool
) -> None:
    done: list[str] = []
    once_drawn(screen, lambda: done.append("looked"))
    if left:
        screen.screen_stack.clear()
    screen.later.pop()()
    assert done == ([] if left else ["looked"])


async def test_what_a_layout_leaves_to_be_drawn_waits_while_keys_come(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(path) as pilot:
        detail = pilot.app.screen.query_one(DetailPane)
        caught_up: list[bool] = []
        monkeypatch.setattr(detail, "catch_up", lambda: caught_up.append(True))
        with monkeypatch.context() as pressing:
            pressing.setattr(InputApp, "calm", property(lambda _app: False))
            detail.catch_up_if_calm()
            assert caught_up == []
        monkeypatch.setattr(InputApp, "calm", property(lambda _app: True))
        detail.catch_up_if_calm()
        assert caught_up == [True]


async def test_it_is_calm_a_moment_after_the_last_key_has_done_its_work(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(path) as pilot:
        app = pilot.app
        assert isinstance(app, InputApp)
        for seconds, rests, calm in ((0.0, True, True), (3600.0, True, False), (0.0, False, False)):
            monkeypatch.setattr("boardtui.ui.shared.input_app.CALM_SECONDS", seconds)
            with monkeypatch.context() as resting:
                resting.setattr(InputApp, "at_rest", rests)
                assert app.calm is calm, (seconds, rests)
