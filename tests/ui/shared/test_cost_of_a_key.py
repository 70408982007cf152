"""What a key costs: what is written to the terminal, laid out, drawn, asked of the file and read. Never the clock."""

from __future__ import annotations

import random
import time
from asyncio import Handle
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

import pytest
from rich.text import Text
from textual import events
from textual.screen import Screen
from textual.strip import Strip

import boardtui.ui.app
from boardtui.domain.records.edits import Edit
from boardtui.settings.settings import change_settings
from boardtui.store.board_file import BoardFile
from boardtui.ui.app import BoardApp
from boardtui.ui.plan.actions import ActionsScreen
from boardtui.ui.shared.detail import DetailPane
from boardtui.ui.shared.input_app import KeyDone
from boardtui.ui.shared.item_list import ItemList
from boardtui.ui.table.item_table import ItemTable
from tests.ui.conftest import CHAIR, NOW, change, identity, opened, press, ready, seen, settle
from tests.ui.council_board import make

MOST_BYTES = 10_000


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """However slow the machine is, a picture waits for what belongs into it: work is counted here, not time."""
    monkeypatch.setattr("boardtui.ui.shared.painting.MOST_SECONDS", 60.0)


class Counting(BoardApp):
    """Counts what a terminal would be sent, picture by picture, and how often the screen was laid out."""

    CSS_PATH = str(Path(boardtui.ui.app.__file__).with_name("app.tcss"))

    def __init__(self, path: Path) -> None:
        super().__init__(path, clock=lambda: NOW)
        self.pictures: list[int] = []
        self.layouts = 0

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        if hasattr(renderable, "render_segments") and (drawn := renderable.render_segments(self.console)):
            self.pictures.append(len(drawn.encode()))
        super()._display(screen, renderable)

    async def count(self, pilot: Any, key: str, meanwhile: AbstractContextManager[None]) -> None:
        """Press a key, and count from there on."""
        await settle(pilot)
        self.pictures, self.layouts = [], 0
        with meanwhile:
            await press(pilot, key)

    def laid_out(self, _screen: Screen[Any]) -> None:
        """The screen was laid out."""
        self.layouts += 1


async def counted(
    path: Path,
    size: tuple[int, int],
    before: list[str],
    key: str,
    meanwhile: AbstractContextManager[None] = nullcontext(),  # noqa: B008 - nothing is kept in it
) -> Counting:
    """What one key writes and lays out on the actions of a board."""
    change_settings(lambda settings: type(settings)(signature=CHAIR))
    app = Counting(path)
    async with app.run_test(size=size) as pilot:
        await press(pilot, "3", *before)
        app.main.screen_layout_refresh_signal.subscribe(app, app.laid_out, immediate=True)
        await app.count(pilot, key, meanwhile)
    return app


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_rating_writes_little_to_the_terminal_and_lays_the_screen_out_at_most_once(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    app = await counted(make(tmp_path / "plan.board"), size, [], "r")
    assert 0 < sum(app.pictures) <= MOST_BYTES
    assert app.layouts <= 1


@pytest.mark.parametrize("key", ["r", "down", "u"])
async def test_row_detail_and_question_are_one_picture_for_which_nothing_is_laid_out(tmp_path: Path, key: str) -> None:
    app = await counted(make(tmp_path / "plan.board"), (120, 40), ["r", "escape", "escape", "escape"], key)
    assert len(app.pictures) == 1 and app.layouts == 0


@pytest.mark.parametrize("key", ["r", "down"])
async def test_the_first_key_on_a_screen_is_one_picture_of_what_it_changes_for_which_nothing_is_laid_out(
    tmp_path: Path, key: str
) -> None:
    app = await counted(make(tmp_path / "plan.board"), (120, 40), ["4", "3"], key)
    assert len(app.pictures) == 1 and app.layouts == 0
    assert app.pictures[0] < 5_000, "not all lines of table and detail"


@contextmanager
def held_up_at_random(seed: int) -> Iterator[None]:
    """As on a machine that does other things: now and then all waits for some hundredths of a second."""
    chance, run = random.Random(seed), Handle._run

    def held_up(handle: Handle) -> None:
        run(handle)
        if chance.random() < 0.15:
            time.sleep(chance.random() * 0.03)

    Handle._run = held_up  # type: ignore[assignment, method-assign]
    try:
        yield
    finally:
        Handle._run = run  # type: ignore[method-assign]


@pytest.mark.parametrize("seed", [2, 3, 4, 5])
async def test_on_a_busy_machine_too_a_key_is_one_picture(tmp_path: Path, seed: int) -> None:
    app = await counted(make(tmp_path / "plan.board"), (120, 40), ["4", "3"], "r", held_up_at_random(seed))
    assert len(app.pictures) == 1 and app.layouts == 0


async def test_keys_in_one_burst_draw_the_detail_once_and_land_where_one_after_the_other_would(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = ready(tmp_path / "many.board", _hundred)
    async with opened(path, size=(120, 40)) as pilot:
        made: list[int] = []
        pane = pilot.app.screen.query_one("ActionsScreen #detail", DetailPane)
        show = pane.show
        pane.show = lambda content: made.append(1) or show(content)  # type: ignore[func-returns-value,method-assign]
        followed: list[int] = []
        follow = KeyDone.__init__

        def following(done: KeyDone, number: int, rounds: int) -> None:
            followed.append(number)
            follow(done, number, rounds)

        monkeypatch.setattr(KeyDone, "__init__", following)
        for _ in range(30):
            pilot.app.post_message(events.Key("down", None))
        await settle(pilot)
        assert pilot.app.selected.id == identity("30")  # type: ignore[attr-defined]
        assert len(made) == 1 and "Action 30" in seen(pilot)
        assert len(followed) < 30, "those that only move wait for no other"


def _many(count: int) -> Any:
    def build(place: Path) -> None:
        with BoardFile.create(place, "Many actions", who="plan", clock=lambda: NOW) as made:
            made.write(
                [
                    change("ambition", "a", ref="1", title="Leaders"),
                    *(
                        change("action", f"{n}", ref=f"1.{n}", title=f"Action {n}", ambition=identity("a"), rag="green")
                        for n in range(count)
                    ),
                ],
                who="plan",
            )
            # Days are moved, as in the life of any plan.
            for due in ("2021-04-01", "2021-05-01"):
                made.write([change("action", f"{n}", due=due) for n in range(count)], who=CHAIR, why="moved")

    return build


_hundred, _ten_thousand = _many(100), _many(10_000)


async def _cost(path: Path, before: list[str], key: str, monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """What one key draws, asks of the file and reads."""
    found: Counter[str] = Counter()

    def also(name: str, method: Any) -> Any:
        def counting(*args: Any, **options: Any) -> Any:
            found[name] += 1
            return method(*args, **options)

        return counting

    def asked(*_what: Any) -> None:
        found["statements"] += 1

    async with opened(path, size=(120, 40)) as pilot:
        await press(pilot, *before)
        with monkeypatch.context() as patched:
            patched.setattr(ItemTable, "render_line", also("lines drawn", ItemTable.render_line))
            patched.setattr(ActionsScreen, "heading", also("headings made", ActionsScreen.heading))
            patched.setattr(Edit, "__init__", also("edits read", Edit.__init__))
            file = pilot.app.opened.file  # type: ignore[attr-defined]
            connection = file._database.connection()  # of SQLAlchemy and of what reads without it
            connection.set_trace_callback(asked)
            try:
                await press(pilot, key)
            finally:
                connection.set_trace_callback(None)
    return found


@pytest.mark.parametrize(("before", "key"), [([], "r"), (["r", "escape", "escape", "escape"], "u"), ([], "down")])
async def test_a_key_costs_the_same_among_a_hundred_actions_and_ten_thousand(
    tmp_path: Path, before: list[str], key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = await _cost(ready(tmp_path / "few.board", _hundred), before, key, monkeypatch)
    many = await _cost(ready(tmp_path / "many.board", _ten_thousand), before, key, monkeypatch)
    assert few == many
    assert few["lines drawn"] > 0
    assert few["statements"] > 0 or key == "down", "what is written asks the file"


@pytest.fixture
def details_drawn(monkeypatch: pytest.MonkeyPatch) -> list[tuple[bool, int]]:
    """Each time a detail is drawn, as none is ahead of the cursor: whether to its end, and how many lines."""
    monkeypatch.setattr("boardtui.ui.shared.input_app.CALM_SECONDS", 3600.0)
    drawn: list[tuple[bool, int]] = []
    lines = DetailPane._lines

    def counted(pane: DetailPane, content: Any, width: int, most: int | None = None) -> Any:
        made = lines(pane, content, width, most)
        drawn.append((most is None, len(made)))
        return made

    monkeypatch.setattr(DetailPane, "_lines", counted)
    return drawn


async def test_of_a_detail_longer_than_its_pane_a_key_draws_what_is_seen_and_the_rest_follows_once(
    tmp_path: Path, details_drawn: list[tuple[bool, int]]
) -> None:
    async with opened(make(tmp_path / "plan.board"), size=(120, 24)) as pilot:
        await press(pilot, "2")
        await settle(pilot)
        pane = pilot.app.screen.query_one("#ambitions #detail", DetailPane)
        details_drawn.clear()
        await press(pilot, "down")
        await settle(pilot)
        assert pane.max_scroll_y > 0, "it scrolls"
        (first, seen_of_it), (second, all_of_it) = details_drawn
        assert (first, second) == (False, True)
        assert seen_of_it <= pane.size.height + 1 < all_of_it == pane.virtual_size.height


async def test_a_detail_that_was_seen_or_drawn_ahead_is_not_drawn_again_until_the_board_or_the_room_is_another(
    tmp_path: Path, details_drawn: list[tuple[bool, int]]
) -> None:
    async with opened(make(tmp_path / "plan.board"), size=(120, 24)) as pilot:
        screen = pilot.app.screen

        async def drawn_by(*keys: str) -> bool:
            details_drawn.clear()
            await press(pilot, *keys)
            await settle(pilot)
            return bool(details_drawn)

        await press(pilot, "2", "down")
        await settle(pilot)
        ambitions = screen.query_one("#ambitions", ItemList)
        pane = ambitions.query_one("#detail", DetailPane)
        shown = seen(pilot)
        assert not await drawn_by("up", "down")
        assert seen(pilot) == shown
        await press(pilot, "up")
        for item in (pilot.app.screen.query_one("#ambitions #items", ItemTable)).beside:
            ambitions._get_ready(pane, item)
        assert not await drawn_by("down")
        assert await drawn_by("r", "escape", "escape", "escape")
        assert "R ✖ Red" in seen(pilot)
        assert await drawn_by("up"), "another board may say something else of any item"
        assert not await drawn_by("down", "up")
        await pilot.resize_terminal(90, 24)
        assert await drawn_by("down")


async def test_a_long_detail_that_is_scrolled_or_read_is_there_to_its_end(tmp_path: Path) -> None:
    async with opened(make(tmp_path / "plan.board"), size=(120, 24)) as pilot:
        await press(pilot, "2")
        pane = pilot.app.screen.query_one("#ambitions #detail", DetailPane)
        for read in (pane.on_focus, pane.on_mouse_scroll_down, lambda: pane.render_line(pane.size.height + 5)):
            pane.show(Text("\n".join("a" * 60)))
            assert pane.virtual_size.height < 60
            read()
            assert pane.virtual_size.height == 60


async def test_a_step_to_a_longer_or_a_shorter_detail_lays_nothing_out_and_its_bar_is_seen_only_where_it_scrolls(
    tmp_path: Path,
) -> None:
    change_settings(lambda settings: type(settings)(signature=CHAIR))
    app = Counting(make(tmp_path / "plan.board"))
    async with app.run_test(size=(120, 24)) as pilot:
        await press(pilot, "2")
        pane = app.screen.query_one("#ambitions #detail", DetailPane)
        app.main.screen_layout_refresh_signal.subscribe(app, app.laid_out, immediate=True)
        width = pane.size.width
        fits = pane.size.height
        for lines, scrolls in ((1, False), (60, True), (3, False), (fits + 1, True), (fits, False), (0, False)):
            pane.show(Text("\n".join("a" * lines)))
            await settle(pilot)
            bar = {segment.style.bgcolor for line in _bar_of(pane) for segment in line if segment.style is not None}
            around = {pane.rich_style.bgcolor}
            assert (pane.max_scroll_y > 0, bar == around, pane.size.width) == (scrolls, not scrolls, width)
            assert pane.allow_vertical_scroll == scrolls, "keys that scroll are for something else otherwise"
            assert pane.scroll_offset.y <= pane.max_scroll_y, "nothing is seen of what a longer one had"
            pane.scroll_to(y=lines, animate=False)
        assert app.layouts == 0


def _bar_of(pane: DetailPane) -> list[Strip]:
    return pane.vertical_scrollbar.render_lines(pane.vertical_scrollbar.size.region)
