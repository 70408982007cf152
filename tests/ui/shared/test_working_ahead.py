"""What takes long and nobody waits for is done a little at a time, while no keys come."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from boardtui.ui.shared.working_ahead import WorkingAhead


class Timer:
    """Stands for the timer of a screen: it ticks when the test says so."""

    def __init__(self, tick: Callable[[], None]) -> None:
        self.tick = tick
        self.runs = True

    def resume(self) -> None:
        self.runs = True

    def pause(self) -> None:
        self.runs = False


class Mounted:
    """Stands for a screen that is mounted, and for its application."""

    def __init__(self) -> None:
        self.app = self
        self.calm = True

    def set_interval(self, _seconds: float, tick: Callable[[], None]) -> Timer:
        self.timer = Timer(tick)
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
