"""A picture is held back until a key has done its work, and no longer than anybody would notice."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, cast

import pytest
from textual.app import App

from boardtui.ui.shared.painting import OnePicture


class Drawn:
    """Stands for an application: says when drawing begins to be held back, and when it is drawn."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.is_running = True
        self.size = (80, 24)
        self.screen = self
        self.screen_stack: list[Any] = [self]

    @contextmanager
    def batch_update(self) -> Iterator[None]:
        self.said.append("held")
        yield
        self.said.append("drawn")

    def refresh(self) -> None:
        self.said.append("all of it")

    def check_idle(self) -> None:
        self.said.append("idle")

    def call_later(self, work: Callable[..., None], *what: Any) -> None:
        asyncio.get_running_loop().call_soon(work, *what)


@pytest.fixture
def drawn() -> Drawn:
    return Drawn()


@pytest.fixture
def picture(drawn: Drawn, monkeypatch: pytest.MonkeyPatch) -> OnePicture:
    monkeypatch.setattr("boardtui.ui.shared.painting.MOST_SECONDS", 3600.0)
    return OnePicture(cast("App[Any]", drawn))


async def rounds(count: int = 20) -> None:
    for _ in range(count):
        await asyncio.sleep(0)


async def test_it_is_drawn_once_when_the_key_is_done_and_what_was_asked_for_is_done_before_that(
    drawn: Drawn, picture: OnePicture
) -> None:
    picture.first("detail", lambda: drawn.said.append("at once"))
    picture.hold()
    picture.hold()
    assert picture.held and drawn.said == ["at once", "held"]
    picture.first("detail", lambda: drawn.said.append("the first"))
    picture.first("keys", lambda: drawn.said.append("keys"))
    picture.first("detail", lambda: drawn.said.append("the last"))
    picture.release()
    assert drawn.said[2:] == ["the last", "keys"]
    picture.first("detail", lambda: drawn.said.append("and more"))
    await rounds()
    assert drawn.said[4:] == ["and more", "drawn", "idle"] and not picture.held
    picture.release()
    picture.draw()
    await rounds()
    assert len(drawn.said) == 7, "there is nothing to be drawn"


async def test_another_key_that_comes_before_it_is_drawn_holds_it_back_further(
    drawn: Drawn, picture: OnePicture
) -> None:
    picture.hold()
    picture.release()
    await rounds(2)
    picture.hold()
    await rounds()
    assert drawn.said == ["held"]
    picture.release()
    picture.release()
    await rounds()
    assert drawn.said == ["held", "drawn", "idle"]


async def test_it_waits_for_work_on_the_disk_and_for_what_is_said_of_it_then(drawn: Drawn, picture: OnePicture) -> None:
    loop = asyncio.get_running_loop()
    first, second, late = (loop.create_future() for _ in range(3))
    picture.wait_for(late)
    picture.hold()
    picture.wait_for(first)
    picture.wait_for(second)
    picture.release()
    late.set_result(None)
    first.set_result(None)
    await rounds()
    assert drawn.said == ["held"], "it waits for the second, and not for what was begun before"
    second.set_result(None)
    second.add_done_callback(lambda _: drawn.said.append("said"))
    await rounds()
    assert drawn.said == ["held", "said", "drawn", "idle"]


async def test_where_that_lasts_too_long_what_is_known_by_then_is_drawn(
    drawn: Drawn, picture: OnePicture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("boardtui.ui.shared.painting.MOST_SECONDS", 0.0)
    picture.hold()
    picture.first("detail", lambda: drawn.said.append("detail"))
    picture.wait_for(asyncio.get_running_loop().create_future())
    await asyncio.sleep(0.001)
    await rounds()
    assert drawn.said == ["held", "detail", "drawn", "idle"] and not picture.held
    picture.hold()
    picture.draw()
    monkeypatch.setattr("boardtui.ui.shared.painting.MOST_SECONDS", 3600.0)
    picture.hold()
    await asyncio.sleep(0.001)
    await rounds()
    assert drawn.said[4:] == ["held", "drawn", "idle", "held"], "what has been drawn in time cuts nothing short"


async def test_a_dialog_is_drawn_as_it_goes_and_a_screen_that_came_up_or_has_another_size_as_a_whole(
    drawn: Drawn, picture: OnePicture
) -> None:
    drawn.screen_stack.append(drawn)
    picture.hold()
    assert not picture.held
    drawn.screen_stack.pop()
    picture.hold()
    drawn.screen_stack.append(drawn)
    picture.draw()
    assert drawn.said == ["held", "drawn", "all of it", "idle", "idle"]
    drawn.screen_stack.pop()
    drawn.said.clear()
    picture.hold()
    drawn.size = (90, 24)
    picture.draw()
    assert drawn.said == ["held", "drawn", "all of it", "idle"]


@pytest.mark.parametrize("ends", ["stops", "has no screen"])
async def test_once_the_program_ends_nothing_is_done_any_more(drawn: Drawn, picture: OnePicture, ends: str) -> None:
    picture.hold()
    picture.first("detail", lambda: drawn.said.append("detail"))
    if ends == "stops":
        drawn.is_running = False
    else:
        drawn.screen_stack.clear()
    picture.draw()
    assert drawn.said == ["held", "drawn"]
