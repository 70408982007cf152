"""A list of items in the room there is: what stands beside what, where the keys go, and what is said of all that."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from textual.geometry import Offset
from textual.pilot import Pilot
from textual.widgets import Static

from boardtui.domain.records.edits import Change
from boardtui.ui.shared.detail import DetailPane
from boardtui.ui.shared.item_screen import ItemScreen
from boardtui.ui.shared.text_inputs import FilterInput
from boardtui.ui.table.item_table import TableRow
from tests.ui.conftest import change, identity, lines, opened, press, seen, settle, write
from tests.ui.council_board import make
from tests.ui.rest import until


@pytest.fixture
def board(tmp_path: Path) -> Path:
    return make(tmp_path / "plan.board")


def shown(pilot: Pilot[Any]) -> ItemScreen:
    """The list that is shown."""
    screen: ItemScreen = pilot.app.item_screen  # type: ignore[attr-defined]
    return screen


def about(pilot: Pilot[Any]) -> str:
    """The line above its table."""
    return str(shown(pilot).query_one("#about", Static).render()).rstrip()


def detail(pilot: Pilot[Any]) -> list[str]:
    """The lines of the detail that are seen."""
    pane = shown(pilot).query_one(DetailPane)
    return [pane.render_line(y).text.strip() for y in range(pane.size.height)]


def keys_go_to(pilot: Pilot[Any]) -> str:
    """What has the keys, after what of the list is seen."""
    parts = [name for name in ("filter", "tables", "detail") if shown(pilot).query_one(f"#{name}").region.height]
    return f"{' '.join(parts)}: {getattr(pilot.app.focused, 'id', None)}"


async def test_the_detail_stands_below_or_beside_the_table_and_the_wider_the_less_of_it_it_takes(board: Path) -> None:
    async with opened(board, size=(149, 40)) as pilot:

        async def shares(screen: str, width: int) -> tuple[int, int]:
            await pilot.resize_terminal(width, 40)
            await press(pilot, screen)
            table, pane = (shown(pilot).query_one(f"#{name}").region for name in ("tables", "detail"))
            assert (pane.y > table.y) == (table.width == pane.width == width), "below it, as wide as it is"
            assert table.width + pane.width == width or table.width == width
            return table.width, pane.width

        assert await shares("3", 149) == (149, 149)
        assert await shares("3", 150) == (100, 50)
        assert await shares("8", 149) == (89, 60)
        assert await shares("8", 150) == (100, 50)
        assert await shares("8", 110) == (66, 44)
        assert await shares("8", 109) == (109, 109)
        assert "mine" not in about(pilot)
        await shares("3", 60)
        assert about(pilot).rstrip().endswith("…")
        await shares("3", 120)
        assert "moved" in about(pilot) and "…" not in about(pilot), "all filters, where there is room for them again"


async def test_the_detail_says_what_is_under_the_cursor_from_its_beginning_and_what_has_changed_of_it(
    board: Path,
) -> None:
    async with opened(board, size=(150, 12)) as pilot:
        assert detail(pilot)[0].startswith("1.1  Coach")
        await press(pilot, "down")
        assert detail(pilot)[0] == "1.2  Supervision audits"
        long = change("action", "1.2", title="Audits of supervision", commentary="So it is.\n" * 40)
        await pilot.app.write([long, change("action", "1.10", commentary="And so on.\n" * 40)])  # type: ignore[attr-defined]
        await settle(pilot)
        assert detail(pilot)[0] == "1.2  Audits of supervision"
        await press(pilot, "enter", "end")
        assert detail(pilot)[0] != "1.2  Audits of supervision", "it is scrolled"
        await press(pilot, "n")
        assert detail(pilot)[0] == "1.10  Framework in force"
        await press(pilot, "escape", "slash")
        await write(pilot, "no such words")
        assert detail(pilot)[0] == "", "nothing is under the cursor"


async def test_reading_typing_a_filter_and_large_letters_give_way_to_each_other_and_the_keys_go_with_them(
    board: Path,
) -> None:
    async with opened(board, size=(100, 40)) as pilot:
        whole = "tables detail: items"
        assert keys_go_to(pilot) == whole
        for keys, said, ends in (
            (("enter",), "detail: detail", "f: all"),
            (("f",), whole, "Esc shows all"),
            (("enter", "s"), whole, "Esc shows all"),
            (("enter", "slash"), "filter tables detail: filter", "Esc shows all"),
            (("t", "enter"), whole, "with “t”"),
            (("enter", "escape"), whole, "with “t”"),
            (("slash", "escape"), whole, "by rating, worst first"),
            (("P",), "detail: detail", "by rating, worst first"),
            (("escape",), whole, "by rating, worst first"),
            (("slash", "escape"), whole, "by rating, worst first"),
            (("P", "P"), whole, "by rating, worst first"),
            (("P", "f"), whole, "Esc shows all"),
        ):
            await press(pilot, *keys)
            assert keys_go_to(pilot) == said, keys
            assert ends in seen(pilot) or not shown(pilot).query_one("#top").display, keys
        await press(pilot, "escape", "s", "s", "s", "s", "home", "enter")
        usual = detail(pilot)
        assert usual[0].startswith("1.1  Coach")
        await press(pilot, "escape", "P")
        large = detail(pilot)
        assert "▐▌" in "".join(large) and large != usual
        await press(pilot, "n", "p")
        assert detail(pilot) == large, "in the room there was from the beginning"
        for away in ("escape", "P", "s"):
            await press(pilot, away, "home", "enter")
            assert "▐▌" not in seen(pilot), f"{away} leaves the large letters for good"
            await press(pilot, "escape", "P")
        await press(pilot, "slash", "enter", "s", "s", "s", "s", "home", "enter")
        assert detail(pilot) == usual


async def test_what_the_next_step_would_show_is_drawn_while_no_keys_come(
    board: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("boardtui.ui.shared.input_app.CALM_SECONDS", 0.0)
    ready: list[str] = []
    get_ready = DetailPane.get_ready

    def noted(pane: DetailPane, page: Any) -> None:
        get_ready(pane, page)
        ready.append(page.lines[0].text.split()[0])

    monkeypatch.setattr(DetailPane, "get_ready", noted)
    async with opened(board, size=(150, 40)) as pilot:
        ready.clear()
        await press(pilot, "down")
        assert await until(pilot, lambda: {"1.1", "1.10"} <= set(ready)), ready
        await press(pilot, "6", "v")
        ready.clear()
        await press(pilot, "down")
        await pilot.pause(0.2)
        assert ready == [], "what is said of a meeting follows from more than the board"


async def test_a_click_beside_what_can_be_clicked_or_where_there_is_nothing_to_choose_does_nothing(
    board: Path,
) -> None:
    async with opened(board, size=(120, 40)) as pilot:
        before = about(pilot)
        for words in ("6 actions", "RAG", "RAG"):
            y = next(number for number, line in enumerate(lines(pilot)) if words in line)
            await pilot.click(offset=Offset(lines(pilot)[y].index(words), y))
            await settle(pilot)
        assert about(pilot) == before, "put in an order and back"
        await press(pilot, "f", "f")
        assert seen(pilot).count("None of the actions here: f shows others.") == 1
        for key in ("enter", "P"):
            await press(pilot, key)
            assert seen(pilot).count("None of the actions here: f shows others.") == 2, "nor is there one to open"
            assert keys_go_to(pilot).startswith("tables detail: ")
            pilot.app.prompt.tell_no_more()  # type: ignore[attr-defined]
        await press(pilot, "slash")
        await write(pilot, "zzz")
        assert "Nothing here has that. Esc shows all." in seen(pilot)
        await press(pilot, "escape", "6", "v")
        y = next(number for number, line in enumerate(lines(pilot)) if "Date" in line)
        await pilot.click(offset=Offset(lines(pilot)[y].index("Date"), y))
        await settle(pilot)
        assert "by " not in about(pilot) and shown(pilot).choice.order == 0, "meetings have one order"
        assert "There is no order by that" not in seen(pilot), "nor a key that goes through more of them"


async def test_esc_goes_back_to_all_of_a_lead_then_to_all_and_whoever_goes_to_an_item_sees_it(board: Path) -> None:
    async with opened(board, size=(140, 40)) as pilot:
        app: Any = pilot.app
        everything, screen = about(pilot), shown(pilot)

        async def show(lead: str) -> str:
            screen.show_lead(lead)
            screen.show_board(app.board)
            await settle(pilot)
            return about(pilot)

        theirs = await show("Head of Service")
        assert theirs.startswith("2 of 6 actions · for Head of Service") and theirs.endswith("Esc shows all")
        for narrowed in (("f",), ("slash", *"zzz", "enter")):
            await press(pilot, *narrowed)
            assert about(pilot).endswith("Esc shows all theirs"), narrowed
            await press(pilot, "escape")
            assert about(pilot) == theirs and screen.query_one(FilterInput).value == "", narrowed
        await press(pilot, "escape")
        assert about(pilot) == everything
        await show("Head of Service")
        assert await show("") == everything
        await press(pilot, "f")
        narrowed_to = about(pilot)
        assert await show("") == narrowed_to != everything, "what else is chosen stays where nobody's was shown"
        for hidden in (("slash", *"zzz", "enter"), ("slash", *"zzz"), ("slash", *"audits", "enter", "P")):
            await press(pilot, *hidden)
            assert screen.go_to(identity("2.1"))
            screen.focus_items()
            await settle(pilot)
            assert screen.selected is not None and screen.selected.ref == "2.1"  # type: ignore[attr-defined]
            assert about(pilot) == everything and screen.query_one(FilterInput).value == ""
            assert keys_go_to(pilot).startswith("tables detail: ")
        await press(pilot, "enter")
        assert detail(pilot)[0].startswith("2.1  "), "the large letters were for the one before"
        await press(pilot, "escape")
        assert not screen.go_to("of no item") and about(pilot) == everything


def listed(pilot: Pilot[Any]) -> tuple[list[TableRow], str, str]:
    """The rows of the table, what is said of them, and what would be said if there were none."""
    return shown(pilot).table.rows, about(pilot), shown(pilot).table.empty


def any_change(chance: random.Random, names: list[str]) -> Change:
    """Some change to a plan: mostly to an action that there is, or to one that is new then."""
    name = chance.choice(names)
    match chance.randrange(9):
        case 0:
            return change("action", name, rag=chance.choice(["red", "amber", "green", "blue"]))
        case 1:
            return change("action", name, due=chance.choice(["2021-01-01", "2021-06-30", ""]))
        case 2:
            return change("action", name, lead=chance.choice(["Adviser", "Head of Service", ""]))
        case 3:
            return change("action", name, title=chance.choice(["Visits", "Audits"]))
        case 4:
            return change("action", name, ref=f"{chance.randrange(4)}.{chance.randrange(20)}")
        case 5:
            return change("action", name, ambition=identity(chance.choice(["a1", "a2", "a3"])))
        case 6:
            names.append(f"new {chance.random()}")
            return change("action", names[-1], ref="1.5", title="New visits", rag="red", ambition=identity("a1"))
        case 7 if len(names) > 3:
            names.remove(name)
            return Change(identity(name), "action", delete=True)
        case _:
            return change("ambition", "a2", title=chance.choice(["Practice", "Visits"]))


async def test_however_the_board_changes_a_list_is_the_one_that_making_it_anew_gives(board: Path) -> None:
    chance, names = random.Random(7), ["1.1", "1.2", "1.10", "2.1", "2.2", "3.1"]
    async with opened(board, size=(150, 40)) as pilot:
        app: Any = pilot.app
        for keys, words in (((), ""), (("f",), ""), (("f", "f"), ""), (("s",), ""), (("s",), "visits"), (("s",), "")):
            await press(pilot, *keys)
            screen = shown(pilot)
            screen.choice.words = words
            screen.show_board(app.board)
            for step in range(4):
                await app.write([any_change(chance, names)])
                await settle(pilot)
                found = listed(pilot)
                for looked_for in ("nothing has this", words):
                    screen.choice.words = looked_for
                    screen.show_board(app.board)
                assert found == listed(pilot), (keys, words, step)
