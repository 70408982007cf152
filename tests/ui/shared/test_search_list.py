"""A list that one types to search in and ticks in: where letters go, what Enter and the space do, how high it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from textual.geometry import Offset
from textual.pilot import Pilot
from textual.widgets import Input

from boardtui.ui.forms.chooser import LinkPicker, Offer
from tests.ui.conftest import opened, press, seen, settle

OFFERED = [Offer("a", "1.1", "Coach"), Offer("b", "1.2", "Audits of visits"), Offer("c", "2.1", "Audits in time")]


def picker(pilot: Pilot[Any]) -> LinkPicker:
    found = pilot.app.screen
    assert isinstance(found, LinkPicker)
    return found


def state(pilot: Pilot[Any]) -> tuple[str, str, str]:
    """What has the keys, what is searched for, and the refs that are listed, each with its tick."""
    listed = [
        ("+" if line.split("[x]")[0] != line else "-") + line.split("]")[1].split()[0]
        for line in seen(pilot).splitlines()
        if "[x]" in line or "[ ]" in line
    ]
    has_keys = "search" if isinstance(pilot.app.focused, Input) else "list"
    return has_keys, picker(pilot).searched, " ".join(listed)


async def test_letters_over_the_list_are_searched_for_enter_leads_back_and_the_space_ticks(path: Path) -> None:
    async with opened(path, size=(100, 40)) as pilot:
        for several, steps in (
            (
                True,
                (
                    ((), ("list", "", "+1.1 -1.2 -2.1")),
                    (("down", "space"), ("list", "", "+1.1 +1.2 -2.1")),
                    (("space",), ("list", "", "+1.1 -1.2 -2.1")),
                    (("a", "u"), ("search", "au", "-1.2 -2.1")),
                    (("enter",), ("list", "au", "+1.2 -2.1")),
                    (("d", "enter"), ("list", "aud", "+1.2 -2.1")),
                    (("shift+tab", "backspace", "backspace", "backspace"), ("search", "", "+1.1 +1.2 -2.1")),
                    (("enter",), ("list", "", "+1.1 +1.2 -2.1")),
                    (("end", "space"), ("list", "", "+1.1 +1.2 +2.1")),
                    (("z",), ("search", "z", "")),
                ),
            ),
            (
                False,
                (
                    ((), ("list", "", "+1.1 -1.2 -2.1")),
                    (("down", "space"), ("list", "", "-1.1 +1.2 -2.1")),
                    (("down", "space"), ("list", "", "-1.1 -1.2 +2.1")),
                    (("space",), ("list", "", "-1.1 -1.2 -2.1")),
                ),
            ),
        ):
            pilot.app.push_screen(LinkPicker("Which?", OFFERED, ("a",), several=several))
            for keys, said in steps:
                await press(pilot, *keys)
                assert state(pilot) == said, keys
            if not several:
                await pilot.click(picker(pilot).table, offset=Offset(20, 1), times=2)
                await settle(pilot)
                assert state(pilot) == ("list", "", "+1.1 -1.2 -2.1"), "a double click ticks"
            await press(pilot, "escape")


async def test_all_are_ticked_unless_they_are_and_no_tick_outlives_what_was_said_of_those_before(path: Path) -> None:
    async with opened(path, size=(100, 40)) as pilot:
        pilot.app.push_screen(LinkPicker("Which?", OFFERED, ("a",), several=True))
        await settle(pilot)
        for keys, said in (("ab", "+1.1 +1.2 -2.1"), ("a", "-1.1 +1.2 -2.1"), ("b", "-1.1 -1.2 -2.1")):
            picker(pilot).complain("No.")
            await settle(pilot)
            assert "No." in seen(pilot)
            picker(pilot).tick_all(set(keys))
            await settle(pilot)
            assert state(pilot)[2] == said and "No." not in seen(pilot)


async def test_it_is_as_high_as_all_of_it_and_as_the_screen_allows_and_a_few_lines_always(path: Path) -> None:
    many = [Offer(str(number), f"1.{number}", "Audits") for number in range(40)]
    async with opened(path, size=(100, 40)) as pilot:
        long = [Offer(str(number), f"1.{number}", "Audits of visits " * 8) for number in range(3)]
        for offered, height, rows in (
            *((OFFERED, 40, 4), (many, 40, 32), (many, 60, 41), (many, 12, 4), (many, 11, 4)),
            (long, 40, 7),
        ):
            await pilot.resize_terminal(100, height)
            pilot.app.push_screen(LinkPicker("Which?", offered, (), several=True))
            await settle(pilot)
            found = picker(pilot).table.styles.height
            assert found is not None and found.value == rows, (len(offered), height)
            if offered is long:
                await press(pilot, "z")
                found = picker(pilot).table.styles.height
                assert found is not None and found.value == 4, "as high as it is without what was not found"
            await press(pilot, "escape")
