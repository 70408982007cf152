"""Finding things by typing, with ctrl+p."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from textual import events
from textual.command import CommandList

from boardtui.domain.records.edits import Change
from boardtui.store.board_file import BoardFile
from boardtui.ui.copies.merge import MergeScreen
from boardtui.ui.shared.palette import FindPalette, likeness, marked
from tests.ui.conftest import HOSTILE, change, identity, lines, look_for, opened, press, seen, settle, write
from tests.ui.rest import until


@pytest.fixture
def board(path: Path) -> Path:
    with BoardFile.open(path) as file:
        titles = ("1.3.1 of the framework", "H1.3 audits moderated")
        records = [change("kpi", f"k{n}", ref=f"H1.3{n or ''}", title=title) for n, title in enumerate(titles)]
        records.append(change("action", "1.3", ref="1.3", ambition=identity("a1"), title="Moderation"))
        file.write(records, who="plan")
    return path


def test_what_has_all_words_is_liker_the_more_of_them_begin_words_of_it_and_the_earlier_they_stand() -> None:
    texts = ("Audits of visits", "Of visits and audits", "A revisit of audits", "Preaudits, revisits")
    found = [likeness(["AUDITS", "visit"], text) for text in texts]
    assert found == sorted(found, reverse=True) and len({*found, 0.0}) == 5
    assert likeness(["audits", "peers"], texts[0]) == likeness([], texts[0]) == 0
    assert likeness(["audits"], texts[0]) > likeness(["audits"], texts[1])


def test_the_words_typed_stand_out_wherever_they_are() -> None:
    text = marked(["1.3", "audit"], "1.3 Audits [x of 103 audits")
    assert [text.plain[each.start : each.end] for each in text.spans] == ["1.3", "Audit", "audit"]


async def test_a_ref_and_enter_go_to_the_item_that_has_it_before_all_that_resembles_it(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "1")
        await look_for(pilot, "1.3")
        assert "KPI H1.3" in seen(pilot), "what resembles it is offered too"
        await press(pilot, "enter")
        assert pilot.app.item_screen.id == "actions"  # type: ignore[attr-defined]
        assert pilot.app.item_screen.selected.ref == "1.3"  # type: ignore[attr-defined]


async def test_an_action_comes_before_the_kpi_with_the_same_ref(board: Path) -> None:
    async with opened(board) as pilot:
        await look_for(pilot, "2.1")
        await press(pilot, "enter")
        assert pilot.app.item_screen.selected.title == "Visits"  # type: ignore[attr-defined]


async def test_it_says_what_can_be_typed_and_shows_titles_as_they_are(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "ctrl+p")
        assert "A ref such as 1.3, words of a title, a command, or a change: 1.3 red" in seen(pilot)
        commands = pilot.app.screen.query_one(CommandList)
        assert await until(pilot, lambda: commands.option_count > 20)
        await settle(pilot)
        offered = [str(commands.get_option_at_index(place).prompt) for place in range(commands.option_count)]
        assert offered == sorted(offered, key=str.casefold) and not any("(ctrl+p)" in each for each in offered)
        await press(pilot, "escape")
        await look_for(pilot, "coach")
        assert f"Coach {HOSTILE}" in seen(pilot)
        await press(pilot, "escape", "escape")
        assert lines(pilot)[2].strip().startswith("4 actions"), "and Esc leads back"


async def test_an_item_that_a_filter_hides_is_found_all_the_same(board: Path) -> None:
    with BoardFile.open(board) as file:
        file.write([Change(identity("1.2"), "action", {"rag": "red"})], who="plan")
    async with opened(board) as pilot:
        await press(pilot, "slash")
        await write(pilot, "audits")
        await press(pilot, "enter")
        await look_for(pilot, "1.3")
        await press(pilot, "enter")
        assert pilot.app.item_screen.selected.ref == "1.3"  # type: ignore[attr-defined]


async def test_a_command_is_found_by_the_word_in_the_footer_before_items_that_have_the_word(board: Path) -> None:
    with BoardFile.open(board) as file:
        file.write([change("action", "9", ref="9", ambition=identity("a1"), title="Merge two teams")], who="plan")
    async with opened(board) as pilot:
        await look_for(pilot, "merge")
        found = seen(pilot)
        assert (
            0 < found.index("Merge: Bring in copies that came back (ctrl+g)") < found.index("action 9 Merge two teams")
        )
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, MergeScreen)


@pytest.mark.parametrize(
    ("typed", "found"), [("help", "All keys: Show every key"), ("settings", "Board: Edit the board's title")]
)
async def test_a_command_is_found_by_its_name_in_the_settings_too(board: Path, typed: str, found: str) -> None:
    async with opened(board) as pilot:
        await look_for(pilot, typed)
        assert found in seen(pilot)


async def test_a_command_is_found_by_what_people_call_it(board: Path) -> None:
    async with opened(board) as pilot:
        for screen, typed, found in (
            ("3", "due date", "Edit: Edit the item (e)"),
            ("3", "postpone", "Date: Move the item's date: the new date, then the reason (l)"),
            ("3", "slip", "Date: Move the item's date: the new date, then the reason (l)"),
            ("3", "comment", "Edit: Edit the item (e)"),
            ("3", "yellow", "Amber: Rate the item amber (a)"),
            ("4", "paste spreadsheet", "Enter figures: Enter the figures of a period (i)"),
            ("5", "likelihood", "Move: Move the risk with the arrows"),
            ("1", "word document", "Export: Write the snapshot"),
            ("1", "audit trail", "Log: Show the history of the whole board, and what to take back (H)"),
            ("3", "re-date", "Date: Move the item's date"),
            ("3", "commentary", "Comment: Write a new comment"),
            ("1", "paste figures", "KPIs: Go to KPIs (4)"),
            ("5", "what is due", "Overview: Go to Overview (1)"),
            ("5", "due from me", "Mine: Go to Mine (8)"),
            ("1", "dashboard", "Overview: Go to Overview (1)"),
        ):
            await press(pilot, screen)
            await look_for(pilot, typed)
            assert found in seen(pilot), typed
            await press(pilot, "escape", "escape")


async def test_items_are_called_what_the_board_calls_them_and_parts_have_the_ref_of_the_whole(board: Path) -> None:
    with BoardFile.open(board) as file:
        words = Change(file.read().profile.id, "board", {"ambition_label": "theme", "ambition_plural": "themes"})
        part = change("mitigation", "m", risk=identity("r6"), title="Recruit")
        file.write([words, part], who="plan")
    async with opened(board) as pilot:
        await look_for(pilot, "practice")
        assert "theme 2 Practice" in seen(pilot)
        await press(pilot, "escape", "escape")
        await look_for(pilot, "recruit")
        assert "mitigation “Recruit” of CIP06" in seen(pilot)


async def test_words_are_found_in_any_order_and_only_whole(board: Path) -> None:
    async with opened(board) as pilot:
        await look_for(pilot, "framework 1.3.1")
        assert "KPI H1.3 1.3.1 of the framework" in seen(pilot)
        await press(pilot, "escape", "escape")
        await look_for(pilot, "mdrtn")
        assert "Moderation" not in seen(pilot) and "No matches found" in seen(pilot)


@pytest.mark.parametrize(("screen", "here", "elsewhere"), [("4", True, False), ("3", False, True)])
async def test_the_commands_are_those_that_work_where_one_is(
    board: Path, screen: str, here: bool, elsewhere: bool
) -> None:
    async with opened(board) as pilot:
        await press(pilot, screen)
        await look_for(pilot, "figures")
        assert ("Enter figures: Enter the figures of a period (i)" in seen(pilot)) is here
        await press(pilot, "escape", "escape")
        await look_for(pilot, "rate amber")
        assert ("Amber: Rate the item amber (a)" in seen(pilot)) is elsewhere


async def test_a_command_of_the_screen_does_there_what_its_key_does(board: Path) -> None:
    async with opened(board) as pilot:
        await look_for(pilot, "rate red")
        await press(pilot, "enter")
        assert "1.1 R ✖ why?" in lines(pilot)[-2]


async def test_the_key_beside_a_command_is_the_one_the_person_chose(board: Path) -> None:
    async with opened(board) as pilot:
        pilot.app.settings = replace(pilot.app.settings, keys={"merge": "f9"})  # type: ignore[attr-defined]
        await look_for(pilot, "merge")
        assert "that came back (f9)" in seen(pilot)


async def test_paging_at_once_through_what_is_found_but_not_drawn_yet_ends_nothing(path: Path) -> None:
    async with opened(path) as pilot:
        for key in ("ctrl+p", "down", "K", "pagedown", "up"):
            pilot.app.post_message(events.Key(key, key if len(key) == 1 else None))
        for _ in range(10):
            await settle(pilot)
        assert pilot.app.is_running and isinstance(pilot.app.screen, FindPalette)


@pytest.mark.parametrize(
    ("kind", "words"),
    [("decision", "recovery money"), ("challenge", "who checks"), ("action_arising", "name the auditors")],
)
async def test_what_was_said_in_a_meeting_is_found_by_its_words(board: Path, kind: str, words: str) -> None:
    long = "At the end of a long sentence that goes on well beyond what its name can hold stands "
    with BoardFile.open(board) as file:
        file.write([change(kind, "said", item=identity("1.1"), text=f"{long} {words}")], who="plan")
    async with opened(board) as pilot:
        await look_for(pilot, words)
        await press(pilot, "enter")
        assert pilot.app.item_screen.selected.kind.name == kind  # type: ignore[attr-defined]
