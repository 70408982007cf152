"""Eight people write on one shared board at once while three screens show it: in the end all have the same.

With BOARDTUI_NIGHTLY=1 they do so for a minute.
"""

from __future__ import annotations

import asyncio
import os
import random
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from boardtui.domain.board.board import Board
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import Action
from boardtui.session.sharing import Exchanger, make_working_copy_of
from boardtui.settings.address import Address
from boardtui.settings.paths import Paths
from boardtui.store.board_file import BoardFile
from boardtui.store.columns import board_identity
from boardtui.store.shared import schema_of
from boardtui.store.soundness import examine
from boardtui.ui.app import BoardApp
from boardtui.ui.copies import sharing
from tests.server import Server
from tests.store.replicas import _comparable
from tests.ui.conftest import lines, opened, press
from tests.ui.rest import held_back

NIGHTLY = bool(os.environ.get("BOARDTUI_NIGHTLY"))
WRITERS, SCREENS = 8, 3
SECONDS = 60.0
WRITES = 4  # of each, where it is not nightly
KEYS = ("down", "up", "end", "home", "1", "2", "3", "4")
WORDS = ("On track.", "Late.", "Begun again.", "[SEND] it | now")


def write_much(file: BoardFile, exchanger: Exchanger, number: int, failed: list[BaseException]) -> None:
    """Write into one working copy, and exchange after each write; now and then several go at once."""
    chance, ends = random.Random(number), time.monotonic() + SECONDS
    try:
        done = 0
        while time.monotonic() < ends if NIGHTLY else done < WRITES:
            done += 1
            actions = file.read().all(Action)
            chosen = chance.choice(actions)
            change = Change(chosen.id, "action", {"commentary": f"{chance.choice(WORDS)} {number} {done}"})
            if chance.random() < 0.2:
                change = Change(str(uuid.uuid4()), "action", {"ref": f"{number}.{done}", "title": "New"})
            elif chance.random() < 0.1 and len(actions) > 4:
                change = Change(chosen.id, "action", delete=True)
            file.write([change], who=f"Writer {number}")
            if chance.random() < 0.8:
                exchanger.exchange()
    except BaseException as error:  # noqa: BLE001 - the test is to say what happened in the thread
        failed.append(error)


@pytest.fixture(autouse=True)
def _the_screens_wait_for_no_writer() -> Iterator[None]:
    with held_back("the writers, who go on while keys are pressed"):
        yield


@pytest.mark.slow
async def test_eight_writers_and_three_screens_all_have_the_same_in_the_end(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sharing, "MARKED_SECONDS", 0.1)
    address = shared_board(server, tmp_path / "plan.board")
    paths = [make_working_copy_of(address, tmp_path / f"{number}") for number in range(WRITERS)]
    files = [BoardFile.open(path) for path in paths]
    exchangers = [Exchanger(address, on(file)) for file in files]
    failed: list[BaseException] = []
    writers = [
        threading.Thread(target=write_much, args=(files[number], exchangers[number], number, failed))
        for number in range(WRITERS)
    ]
    over, all_equal = asyncio.Event(), asyncio.Event()
    screens = [Screen(address, number) for number in range(SCREENS)]
    tasks = [asyncio.create_task(screen.used(over, all_equal)) for screen in screens]
    try:
        for screen in screens:
            await screen.begun.wait()
        for writer in writers:
            writer.start()
        for writer in writers:
            await asyncio.to_thread(writer.join)
        over.set()
        assert failed == []
        for _ in range(2):
            for exchanger in exchangers:
                assert (await asyncio.to_thread(exchanger.exchange)).left_out == ()
        boards = [_comparable(file.read()) for file in files]
        assert all(board == boards[0] for board in boards)
        ((count,),) = server.run(f"SELECT count(*) FROM {schema_of(address)}.edit")
        assert {file.read().edition for file in files} == {count}
        assert count > 9 + WRITERS * WRITES * 0.5
        async with opened(paths[0]) as anew:
            await press(anew, "home")
            shown = drawn(anew)
        for screen in screens:
            await screen.up_to_date(count)
            assert _comparable(screen.board) == boards[0]
            assert await screen.shows(shown), screen.seen()
        all_equal.set()
        await asyncio.gather(*tasks)
        for path in (*paths, *(screen.path for screen in screens)):
            assert examine(path)[0] == []  # which works out what is shown from the edits anew, and compares
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for exchanger in exchangers:
            exchanger.close()
        for file in files:
            file.close()


def shared_board(server: Server, path: Path) -> Address:
    """A board of eight actions, on the server."""
    with BoardFile.create(path, "Plan", who="plan") as first:
        first.write(
            [Change(str(uuid.uuid4()), "action", {"ref": f"0.{n}", "title": f"Action {n}"}) for n in range(8)],
            who="plan",
        )
        with first.reading() as reader:
            address = server.make_board(board_identity(reader))
        exchanger = Exchanger(address, on(first), keep_note=False)
        exchanger.exchange()
        exchanger.close()
    return address


def drawn(pilot: Pilot[None]) -> list[str]:
    """The lines of the list and of what is beside it; the first says how the line to the server stands."""
    return lines(pilot)[1:-2]


class Screen:
    """The application over a working copy of its own, on which somebody goes about while others write.

    Attributes:
        path: the working copy.
        begun: set when it is drawn, or was ended.
    """

    def __init__(self, address: Address, number: int) -> None:
        self.path = make_working_copy_of(address, Paths.of_this_user().working / f"{number}")
        self.begun = asyncio.Event()
        self._number = number
        self._pilot: Pilot[None] | None = None

    async def used(self, over: asyncio.Event, all_equal: asyncio.Event) -> None:
        """Open it; go up and down and to other screens until the others have written, and then look at the actions."""
        chance = random.Random(self._number)
        try:
            async with opened(self.path) as pilot:
                self._pilot = pilot
                self.begun.set()
                while not over.is_set():
                    await pilot.press(chance.choice(KEYS))
                await press(pilot, "3", "home")
                await all_equal.wait()
        finally:
            self.begun.set()  # also where it could not be opened: nobody waits for it

    @property
    def _app(self) -> BoardApp:
        assert self._pilot is not None
        assert isinstance(self._pilot.app, BoardApp)
        return self._pilot.app

    @property
    def board(self) -> Board:
        """What it shows."""
        assert self._app.board is not None
        return self._app.board

    async def up_to_date(self, edition: int) -> None:
        """Exchange until everything has come in."""
        live = self._app.live
        assert live is not None
        assert (await asyncio.to_thread(live.exchange_now)).left_out == ()
        await self._app.opened.settled()
        assert self.board.edition == edition

    async def shows(self, wanted: list[str]) -> bool:
        """Whether it comes to show these lines, when what came in is marked no more."""
        assert self._pilot is not None
        for _ in range(600):
            if drawn(self._pilot) == wanted:
                return True
            await self._pilot.pause(0.05)
        return False

    def seen(self) -> str:
        """All its lines."""
        assert self._pilot is not None
        return "\n".join(lines(self._pilot))


def on(file: BoardFile) -> Callable[[Callable[[BoardFile], Any]], Any]:
    """Does something with a file that is open."""
    return lambda job: job(file)
