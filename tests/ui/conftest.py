"""What tests of the screens share: a small board, the application over it, keys, and the lines one sees."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from rich.style import Style
from textual import events
from textual.command import CommandList
from textual.pilot import Pilot
from textual.worker import WorkerCancelled

from boardtui.domain.board.board import Board
from boardtui.domain.records.declare import natural_id
from boardtui.domain.records.edits import Change
from boardtui.report.palette import Palette, palette
from boardtui.settings.paths import bundled
from boardtui.settings.settings import change_settings
from boardtui.settings.theme_files import read_theme
from boardtui.store.board_file import BoardFile
from boardtui.ui.app import BoardApp
from boardtui.ui.shared.own_lines import CatchesUp
from tests.ready import ready as ready  # noqa: PLC0414 - tests of screens find it here
from tests.ui.rest import at_rest, draw, only_what_is_done_counts, until

# The program imports this after its first frame. A test that waits for a screen to come to rest does not wait for that.
import boardtui.store.migrations  # noqa: F401 isort: skip

CHAIR = "Independent Chair"
NOW = datetime(2021, 3, 2, 10, 0, tzinfo=UTC)
HOSTILE = "[SEND] plan | a [/"


def identity(name: str) -> str:
    """An id that a test can say by name."""
    return natural_id("test", name)


def change(kind: str, name: str, **values: Any) -> Change:
    """A record of a kind under a name that a test can say."""
    return Change(identity(name), kind, values)


@pytest.fixture(autouse=True)
def _on_a_machine_of_any_speed(monkeypatch: pytest.MonkeyPatch) -> None:
    only_what_is_done_counts(monkeypatch)


@pytest.fixture(autouse=True)
def _nothing_frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the collector alone: a process that opens a thousand boards would go through everything each time."""
    monkeypatch.setattr("gc.freeze", lambda: None)
    monkeypatch.setattr("gc.get_freeze_count", lambda: 0)  # what is frozen stays so for the whole run


STYLES = frozenset(palette(read_theme(min(bundled("themes").glob("*.toml")))[0]).styles) | {""}
"""The names of the styles that every theme has."""


@pytest.fixture(autouse=True)
def _in_styles_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing be drawn in a style that no theme has: it would be seen without any, and nobody told."""
    found = Palette.style

    def style(own: Palette, name: str) -> Style:
        assert name in STYLES, f"no theme has a style called {name!r}"
        return found(own, name)

    monkeypatch.setattr(Palette, "style", style)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A board with a few records of what most tests need."""
    return ready(tmp_path / "plan.board", small)


def small(place: Path) -> None:
    """Build a board with a few records."""
    with BoardFile.create(place, f"Plan {HOSTILE}", who="plan", clock=lambda: NOW) as made:
        made.write(
            [
                change("ambition", "a1", ref="1", title=f"Leaders {HOSTILE}"),
                change("ambition", "a2", ref="2", title="Practice"),
                change("action", "1.1", ref="1.1", ambition=identity("a1"), title=f"Coach {HOSTILE}", rag="green"),
                change("action", "1.2", ref="1.2", ambition=identity("a1"), title="Audits", due="2021-03-31"),
                change("action", "2.1", ref="2.1", ambition=identity("a2"), title="Visits"),
                change("kpi", "k2.1", ref="2.1", title="Timeliness"),
                change("risk", "r6", ref="CIP06", title="Agency cover", current="4x3"),
            ],
            who="plan",
        )


@asynccontextmanager
async def opened(path: Path | None, *, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[None]]:
    """The application over a board, signed, on the actions."""
    change_settings(lambda settings: type(settings)(signature=CHAIR))
    app = BoardApp(path, clock=lambda: NOW)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        if path is not None:
            await press(pilot, "3")
        yield pilot


async def settle(pilot: Pilot[Any]) -> None:
    """Wait until all that was begun is done and drawn, but for what waits for an answer."""
    app = pilot.app
    await pilot.pause()
    with suppress(WorkerCancelled):  # one that closed its own screen
        if others := [each for each in app.workers if each.group != "begun"]:
            await app.workers.wait_for_complete(others)
    await at_rest(app)
    for each in app.screen.query():
        if isinstance(each, CatchesUp):
            each.catch_up()  # as a moment after the last key
    await draw(app)
    await pilot.pause()


async def press(pilot: Pilot[Any], *keys: str) -> None:
    """Press keys one after the other, each when the one before has done its work."""
    for key in keys:
        await pilot.press(key)
        await at_rest(pilot.app)
    await settle(pilot)


async def write(pilot: Pilot[Any], text: str) -> None:
    """Put a text where the cursor is, whatever is in it: pasted at once, which is quicker than key by key."""
    await pilot.pause()
    pilot.app.post_message(events.Paste(text))
    await pilot.pause()
    await settle(pilot)


async def look_for(pilot: Pilot[Any], words: str) -> None:
    """Type words into the command palette, and wait until it has looked everywhere."""
    await press(pilot, "ctrl+p")
    await write(pilot, words)
    # That nothing matches is an entry too, which comes a moment later.
    assert await until(pilot, lambda: pilot.app.screen.query_one(CommandList).option_count)
    await settle(pilot)


def lines(pilot: Pilot[Any]) -> list[str]:
    """The lines that are seen, from the top."""
    strips = pilot.app.screen._compositor.render_strips()
    return ["".join(segment.text for segment in strip).rstrip() for strip in strips]


def seen(pilot: Pilot[Any]) -> str:
    """All that is seen, as one text."""
    return "\n".join(lines(pilot))


def toasts(pilot: Pilot[Any]) -> str:
    """What the messages say: those in the corner, and the one in the line at the bottom."""
    said = [pilot.app.prompt.said] if isinstance(pilot.app, BoardApp) else []
    return "\n".join([*(str(each.message) for each in pilot.app._notifications), *filter(None, said)])


def on_disk(path: Path) -> Board:
    """The board as another program finds it."""
    with BoardFile.open(path) as file:
        return file.read()


def values_of(path: Path, name: str, *fields: str) -> Mapping[str, Any]:
    """Fields of a record that a test has named, as they are on disk."""
    record = on_disk(path).find(identity(name))
    assert record is not None
    return {field: getattr(record, field) for field in fields}


async def look_again(pilot: Pilot[Any]) -> None:
    """Let the application see at once what another program wrote, which it does every second."""
    assert isinstance(pilot.app, BoardApp)
    pilot.app.look_again()
    await settle(pilot)
