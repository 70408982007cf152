"""A board on a server, a working copy of it for the screen, and somebody elsewhere who has another."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import Meeting
from boardtui.session.live import Live
from boardtui.session.sharing import Exchanger, make_working_copy_of
from boardtui.settings.address import Address
from boardtui.settings.paths import Paths
from boardtui.store.board_file import BoardFile
from boardtui.ui.app import BoardApp
from tests.server import Server
from tests.ui.conftest import identity
from tests.ui.rest import held_back


class Elsewhere:
    """Somebody at another machine, with a working copy of their own."""

    def __init__(self, address: Address, path: Path) -> None:
        self.file = BoardFile.open(path)
        self.exchanger = Exchanger(address, lambda job: job(self.file), keep_note=False)

    def write(self, *changes: Change) -> None:
        """Write, and exchange at once."""
        self.file.write(changes, who="Office")
        self.exchanger.exchange()

    def knows(self, name: str, field: str) -> Any:
        """A field of a record that a test has named, after an exchange."""
        self.exchanger.exchange()
        record = self.file.read().find(identity(name))
        return getattr(record, field, None)


@pytest.fixture
def address(path: Path, server: Server) -> Address:
    """A board that is on the server."""
    with BoardFile.open(path) as file:
        return server.share(file)


@pytest.fixture
def mine(address: Address) -> Path:
    """The working copy that is opened on the screen."""
    return make_working_copy_of(address, Paths.of_this_user().working)


@pytest.fixture
def elsewhere(address: Address, tmp_path: Path) -> Iterator[Elsewhere]:
    other = Elsewhere(address, make_working_copy_of(address, tmp_path / "elsewhere"))
    yield other
    other.exchanger.close()
    other.file.close()


@asynccontextmanager
async def nothing_exchanged(app: BoardApp) -> AsyncIterator[Live]:
    """No exchange is under way as long as this lasts. It is waited for where it waits for nobody here."""
    live = app.live
    assert live is not None
    await asyncio.to_thread(live._turn.acquire)  # one that is under way needs the event loop to come to its end
    try:
        with held_back("an exchange"):
            yield live
    finally:
        live._turn.release()


@asynccontextmanager
async def server_away(app: BoardApp) -> AsyncIterator[None]:
    """The line goes down, and nothing is reached as long as this lasts."""
    import psycopg

    def refuse(*_: object, **__: object) -> None:
        raise psycopg.OperationalError("no route")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(psycopg, "connect", refuse)
        async with nothing_exchanged(app) as live:
            live._exchanger.close()
        yield


def meeting_m(board: Any) -> Meeting:
    """The meeting that a test has called m."""
    found = board.get(Meeting, identity("m"))
    assert found is not None
    return found  # type: ignore[no-any-return]
