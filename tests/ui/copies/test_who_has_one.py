"""Who has a copy, on the screen: what became of each, the search, and the copies of all who are ticked."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from boardtui.session.copies.copy_lines import CopyLine
from boardtui.store.board_file import BoardFile
from boardtui.store.copies.merge import merge, preview_merge
from boardtui.store.copies.noted import Sending, copies_out
from boardtui.store.copies.send import send_copy
from boardtui.ui.copies.send import CopiesOut, matching
from boardtui.ui.table.item_table import ItemTable
from tests.ui.conftest import HOSTILE, NOW, change, lines, opened, press, seen, toasts

HEAD, WORKER, OTHER = "Head of Early Help", f"Worker {HOSTILE}", "Director"


@pytest.fixture
def led(path: Path) -> Path:
    """A board with three leads: one is late, one has returned theirs, one was never sent any."""
    with BoardFile.open(path, clock=lambda: NOW) as file:
        leads = {"1.1": HEAD, "1.2": WORKER, "2.1": OTHER}
        file.write([change("action", ref, lead=lead) for ref, lead in leads.items()], who="office")
        send_copy(file, path.with_name("late.board"), lead=HEAD, sending=Sending("office", NOW.date()))
        back = send_copy(file, path.with_name("back.board"), lead=WORKER, sending=Sending("office", NOW.date()))
        with BoardFile.open(back, clock=lambda: NOW) as copy:
            copy.write([change("action", "1.2", title="Publish it")], who=WORKER)
        merge(file, preview_merge(file, [back]), who="office")
    return path


def sent_to(path: Path) -> list[str]:
    with BoardFile.open(path) as file:
        return [each.lead for each in copies_out(file)]


def listed(pilot: Pilot[None]) -> list[str]:
    """The lines of the list; the board can be seen behind it."""
    return [line for line in lines(pilot) if "[ ]" in line or "[x]" in line]


class TestSearching:
    LINES = (CopyLine("Head of Service", 3), CopyLine("Head of Early Help", 2), CopyLine("", 0))

    @pytest.mark.parametrize(
        ("words", "found"),
        [
            ("", ["Head of Service", "Head of Early Help", ""]),
            ("HELP head", ["Head of Early Help"]),
            ("nobody", [""]),
            ("none sent serv", ["Head of Service"]),
            ("director", []),
        ],
    )
    def test_every_word_must_stand_in_the_name_or_in_where_the_copy_stands(self, words: str, found: list[str]) -> None:
        assert [each.lead for each in matching(self.LINES, words)] == found


async def test_each_lead_stands_there_with_what_became_of_their_copy(led: Path) -> None:
    async with opened(led, size=(130, 40)) as pilot:
        await press(pilot, "ctrl+s", "ctrl+l")
        late, returned, none = listed(pilot)
        assert HEAD in late
        assert "late since" in late
        assert WORKER[:12] in returned
        assert "1 edit, 0 of 2 items untouched" in returned, "the action, and the ambition that it is in"
        assert OTHER in none
        assert "none sent" in none
        assert "2 copies: 1 late, 1 returned" in seen(pilot)
        assert pilot.app.screen.query_one(ItemTable).region.height == 1 + 3


async def test_typing_searches_and_only_those_found_are_ticked_by_ctrl_a(led: Path) -> None:
    async with opened(led, size=(130, 40)) as pilot:
        await press(pilot, "ctrl+s", "ctrl+l")
        await press(pilot, *"dir")
        (only,) = listed(pilot)
        assert OTHER in only
        await press(pilot, "enter", "ctrl+a", "ctrl+s")
        assert f"Wrote 1 copy into {led.parent / 'outbox'}" in toasts(pilot)
    assert sorted(each.name for each in (led.parent / "outbox").iterdir()) == [
        "plan for Director.board",
        "plan for Director.md",
    ]
    assert sent_to(led) == [HEAD, WORKER, OTHER]


async def test_the_copies_of_all_are_made_in_one_step_each_with_its_message_and_none_over_anothers(led: Path) -> None:
    outbox = led.parent / "outbox"
    async with opened(led, size=(130, 40)) as pilot:
        await press(pilot, "ctrl+s", "ctrl+l", "ctrl+a", "enter")
        assert "2 copies: 1 late, 1 returned · 3 ticked" in seen(pilot)
        assert "ctrl+s makes the copies of all who are ticked." in seen(pilot), "Enter makes none, and says what does"
        await press(pilot, "ctrl+s")
        assert "Wrote 3 copies into" in toasts(pilot)
        assert not isinstance(pilot.app.screen, CopiesOut)
        made = {each: each.read_bytes() for each in outbox.iterdir()}
        assert len(made) == 6
        await press(pilot, "ctrl+s", "ctrl+l", "ctrl+a")
        folder = pilot.app.screen.query_one("#folder", Input)
        assert folder.value.endswith("outbox 2021-03-02"), "the next ones are offered a folder of their own"
        folder.value = str(outbox)
        await press(pilot, "ctrl+s")
        assert "exists already. Nothing was written" in " ".join(seen(pilot).replace("│", " ").split())
        assert isinstance(pilot.app.screen, CopiesOut)
    assert {each: each.read_bytes() for each in outbox.iterdir()} == made
    for lead in (HEAD, OTHER):
        with BoardFile.open(outbox / f"plan for {lead}.board") as copy:
            assert copy.made_for() == lead
        assert f"To {lead}," in (outbox / f"plan for {lead}.md").read_text(encoding="utf-8")


async def test_nobody_ticked_says_what_to_do_and_makes_nothing(led: Path) -> None:
    async with opened(led, size=(130, 40)) as pilot:
        await press(pilot, "ctrl+s", "ctrl+l", "space", "space", "ctrl+s")
        assert "Tick at least one lead" in seen(pilot)
    assert not (led.parent / "outbox").exists()
