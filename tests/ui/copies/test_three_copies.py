"""Deciding between three copies, and where there is much to decide: the third side, the room, what is written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from textual.containers import VerticalScroll
from textual.pilot import Pilot
from textual.widgets import Input

from boardtui.domain.risks.matrix import parse_score
from boardtui.store.board_file import BoardFile
from boardtui.store.copies.merge import merge
from boardtui.store.copies.send import send_copy
from boardtui.ui.copies.conflict_lines import ToDecide
from boardtui.ui.copies.conflicts import NEEDED, WHY, ConflictScreen, DecideScreen
from boardtui.ui.table.table_columns import lay_out
from tests.ui.conftest import change, identity, lines, opened, press, seen, settle, toasts, values_of, write

LEADS = ("Head", "Office", "Director")
LONG = "What was agreed with all of the team managers is written down here so that nobody forgets any of it. " * 12


def three_copies(path: Path) -> Path:
    """A board of which three copies disagree about a score, a title and a long text; and seven refs stand twice."""
    with BoardFile.open(path) as board:
        twice = [
            change("action", f"{n}{half}", ref=f"9.{n}", title=f"{half} of {n}", ambition=identity("a1"))
            for n in range(1, 8)
            for half in "ab"
        ]
        board.write(twice, who="office")
        copies = [send_copy(board, path.with_name(f"{lead}.board")) for lead in LEADS]
        for number, (copy, lead) in enumerate(zip(copies, LEADS, strict=True), 1):
            with BoardFile.open(copy) as file:
                file.write([change("risk", "r6", current=f"{number}x4")], who=lead, why=f"why {number}")
                file.write([change("action", "1.1", title=f"Title {number}")], who=lead)
                file.write([change("action", "2.1", commentary=f"{LONG}{number}")], who=lead)
        merge(board, copies)
    return path


def screen_of(pilot: Pilot[Any]) -> ConflictScreen:
    assert isinstance(pilot.app.screen, ConflictScreen)
    return pilot.app.screen


def current(pilot: Pilot[Any]) -> ToDecide:
    """What is under the cursor."""
    found = screen_of(pilot).current
    assert found is not None
    return found


def running(pilot: Pilot[Any]) -> str:
    """What is seen, as running text."""
    return " ".join(seen(pilot).replace("│", " ").split())


async def test_a_third_side_is_counted_and_something_else_is_written_in_the_place_of_all_three(path: Path) -> None:
    async with opened(three_copies(path), size=(120, 40)) as pilot:
        await press(pilot, "5", "exclamation_mark")
        assert current(pilot).item == "Risk CIP06"
        shown = current(pilot).sides[0]
        row = next(line for line in lines(pilot) if "Risk CIP06" in line and "current" in line)
        assert f"{current(pilot).sides[1]} and 1 more" in row
        assert "All started from" in seen(pilot)
        columns = screen_of(pilot).table._columns
        narrow, wide = (dict(lay_out(columns, [], width)) for width in (99, 100))
        assert (list(narrow), narrow[0]) == ([0, 2, 3, 4], 16)
        assert (list(wide), wide[1], wide[2]) == ([1, 2, 3, 4], 30, 14)
        await press(pilot, "4")
        assert "There is no 4 here: there are 3." in seen(pilot)
        await press(pilot, "e")
        form = pilot.app.screen
        assert isinstance(form, DecideScreen)
        score, about, why = (form.query_one(f"#{name}", Input) for name in ("current", "current_why", WHY))
        assert "What is right? Risk CIP06" in seen(pilot)
        assert pilot.app.focused is score
        assert parse_score(score.value) == parse_score(shown), "it begins with the side that is shown for now"
        score.value = "9x9"
        await settle(pilot)
        why.value = "All were asked"
        about.focus()
        await press(pilot, "ctrl+s")
        assert pilot.app.screen is form
        assert pilot.app.focused is score, "what is wrong is gone to"
        score.value = "5x4"
        await settle(pilot)
        assert "= 20" in running(pilot), "how it is understood"
        why.value = " "
        await press(pilot, "enter")
        assert pilot.app.focused is about
        await press(pilot, "enter")
        assert pilot.app.focused is why
        await press(pilot, "enter")
        assert NEEDED in running(pilot)
        await write(pilot, "All were asked")
        assert NEEDED not in running(pilot)
        await press(pilot, "enter")
        assert current(pilot).item == "Action 9.1"
        assert "Risk CIP06, current: decided · u undoes" in toasts(pilot)
        await press(pilot, "escape", "exclamation_mark")
        assert "9 to decide" in seen(pilot)
    assert values_of(path, "r6", "current", "current_why") == {"current": "5x4", "current_why": ""}
    with BoardFile.open(path) as file:
        assert file.history(identity("r6"), limit=1)[0].edit.why == "All were asked"


async def test_the_list_has_a_quarter_of_the_screen_and_what_is_below_it_begins_at_its_beginning(path: Path) -> None:
    async with opened(three_copies(path)) as pilot:
        await press(pilot, "home", "exclamation_mark")
        screen = screen_of(pilot)
        assert "10 to decide" in seen(pilot)
        assert screen.table.region.height == 1 + 24 // 4
        await press(pilot, "e", "escape", "n", "tab", "end")
        whole = screen.query_one("#whole", VerticalScroll)
        assert whole.scroll_y > 0
        await press(pilot, "n")
        assert whole.scroll_y == 0
        await press(pilot, "p", "3")
        third = current(pilot).sides[2]
        assert "Take 3. Why?" in seen(pilot)
        await write(pilot, "all agreed")
        await press(pilot, "enter")
        assert "Action 2.1, Commentary: take 3 · u undoes" in toasts(pilot)
        # The cursor stays where it was in the list, and does not go back to the item from which somebody came.
        assert current(pilot).item == "Risk CIP06"
        await press(pilot, "n", "e")
        assert "Here one of the numbers decides: there is nothing to write." in seen(pilot)
        await press(pilot, "n")
        assert "there is nothing to write" not in seen(pilot)
        await pilot.resize_terminal(80, 14)
        await press(pilot, "2", "enter")
        assert screen.table.region.height == 1 + 4
        await pilot.resize_terminal(100, 60)
        await press(pilot, "2", "enter")
        assert screen.table.region.height == 1 + 7, "all of them, where there is room"
    assert values_of(path, "2.1", "commentary") == {"commentary": third}
