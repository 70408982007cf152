"""Items are ticked and changed together: one change, one reason, one undo; and the last change is repeated."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Select

from boardtui.domain.errors import BoardError
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import Action, AgendaItem
from boardtui.session.export import Format
from boardtui.store.board_file import BoardFile, Receipt
from boardtui.ui.host import LastChange
from boardtui.ui.plan.actions import ActionsScreen
from boardtui.ui.shared.item_screen import ItemScreen
from tests.ui.conftest import (
    change,
    identity,
    lines,
    look_again,
    on_disk,
    opened,
    press,
    seen,
    settle,
    toasts,
    values_of,
    write,
)
from tests.ui.council_board import exceptions_first, make


@pytest.fixture
def board(tmp_path: Path) -> Path:
    return make(tmp_path / "plan.board")


def ticked(pilot: Pilot[Any]) -> list[str]:
    screen = next(each for each in pilot.app.screen.query(ItemScreen) if each.display and each.size.width)
    return [str(getattr(each, "ref", "") or getattr(each, "title", "")) for each in screen.ticked]


def ratings(path: Path) -> dict[str, str]:
    return {each.ref: each.rag.value for each in on_disk(path).all(Action)}


def dates(path: Path) -> dict[str, str]:
    return {each.ref: each.due for each in on_disk(path).all(Action)}


async def test_six_actions_are_re_dated_with_one_reason_in_at_most_fifteen_keys_besides_the_text(board: Path) -> None:
    before = dates(board)
    keys = ["space", *["shift+down"] * 5, "l", "enter", "enter"]
    assert len(keys) <= 15
    async with opened(board) as pilot:
        await press(pilot, *keys[:7])
        assert "6 actions, due 30/10/2020 to 31/06/2021" in seen(pilot)
        await write(pilot, "30/06/2021")
        await press(pilot, keys[7])
        await write(pilot, "The audit was put off")
        await press(pilot, keys[8])
        assert set(dates(board).values()) == {"2021-06-30"}
        assert {each.due_reason for each in on_disk(board).all(Action)} == {"The audit was put off"}
        assert values_of(board, "1.2", "original_due") == {"original_due": "2020-12-31"}
        assert "6 actions due 30/06/2021 · u undoes" in toasts(pilot)
        await press(pilot, "u")
        assert dates(board) == before


async def test_ticked_items_are_rated_with_one_reason_and_taken_back_with_one_undo(board: Path) -> None:
    before = ratings(board)
    async with opened(board) as pilot:
        await press(pilot, "space", "down", "down", "asterisk", "r")
        await write(pilot, "Sickness")
        await press(pilot, "enter", "escape", "escape")
        assert ratings(board) == before | {"1.1": "red", "1.10": "red"}
        assert values_of(board, "1.10", "rationale") == {"rationale": "Sickness"}
        assert ticked(pilot) == []  # a rating that is typed next is for the item under the cursor alone
        await press(pilot, "u")
        assert ratings(board) == before


async def test_a_run_grows_and_shrinks_with_shift_and_the_arrows_and_esc_unticks(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "shift+down", "shift+down")
        assert ticked(pilot) == ["1.1", "1.2", "1.10"]
        await press(pilot, "shift+up")
        assert ticked(pilot) == ["1.1", "1.2"]
        assert "2 ticked" in seen(pilot) and sum("✓" in line for line in seen(pilot).splitlines()) == 2
        await press(pilot, "space")
        assert ticked(pilot) == ["1.1"]
        await press(pilot, "end", "shift+up", "shift+up", "shift+down")
        assert ticked(pilot) == ["1.1", "2.2", "3.1"], "another run begins where the cursor was moved to"
        await press(pilot, "escape")
        assert ticked(pilot) == [] and "ticked" not in seen(pilot) and "✓" not in seen(pilot)
        await press(pilot, "ctrl+a", "home", "space")
        assert ticked(pilot) == ["1.2", "1.10", "2.1", "2.2", "3.1"]
        await press(pilot, "slash", *"visits", "enter", "ctrl+a")
        assert "4 ticked, 4 of them out of" in lines(pilot)[2]
        await press(pilot, "escape", "slash", *"nothing", "enter", "space", "shift+down", "ctrl+a")
        assert ticked(pilot) == [] and "ticked" not in seen(pilot)
        assert "Nothing here has that. Esc shows all." in toasts(pilot)


async def test_one_key_ticks_all_that_the_filter_shows_and_no_filter_takes_ticks_away(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "slash", *"visits", "enter", "ctrl+a", "slash", "backspace", *"ing", "enter")
        assert ticked(pilot) == ["2.1"]
        assert "1 ticked, 1 of them out of sight" in seen(pilot)


async def test_items_of_every_screen_can_be_ticked_by_the_same_key(board: Path) -> None:
    async with opened(board) as pilot:
        for screen in "123457":
            await press(pilot, screen, "space")
            if screen == "5":  # the map is seen first
                assert "1 ticked" in toasts(pilot)
                await press(pilot, "tab")
            assert "1 ticked" in seen(pilot) and "✓" in seen(pilot), screen


async def test_agenda_items_are_ticked_too_though_space_runs_the_meeting_there(board: Path) -> None:
    exceptions_first(board)
    async with opened(board) as pilot:
        await press(pilot, "6", "asterisk", "down", "asterisk")
        assert "2 ticked" in seen(pilot)
        await press(pilot, "v")
        assert "ticked" not in seen(pilot)


async def test_ticked_items_are_given_to_a_lead_with_a_reason_and_known_names_keep_their_spelling(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "ctrl+a", "at")
        await write(pilot, "principal social worker")
        await press(pilot, "enter")
        await write(pilot, "New in post")
        await press(pilot, "enter")
        assert {each.lead for each in on_disk(board).all(Action)} == {"Principal Social Worker"}
        assert "6 actions: Principal Social Worker answers for them · u undoes" in toasts(pilot)
        await press(pilot, "h")
        assert "New in post" in seen(pilot)
        await press(pilot, "escape", "at")
        assert "1.1: who answers for it?" in seen(pilot) and "Principal Social Worker" in lines(pilot)[-2]
        await press(pilot, "enter", "escape")
        assert "1.1: Principal Social Worker answers for it already" in toasts(pilot)
        await press(pilot, "at", "ctrl+u", "escape", "at", "ctrl+u")
        await write(pilot, "x" * 2000)
        await press(pilot, "enter")
        assert values_of(board, "1.1", "lead") == {"lead": "Principal Social Worker"}
        await press(pilot, "ctrl+u", "enter", "escape")
        assert "1.1: nobody answers for it · u undoes" in toasts(pilot)
        assert values_of(board, "1.1", "lead") == {"lead": ""}
        await press(pilot, "7", "down", "at")
        assert "Narrative items have no lead of their own." in toasts(pilot)
        await press(pilot, "ctrl+a", "at")
        assert "3 milestones" in seen(pilot) and "narrative" not in lines(pilot)[-2]


async def test_ticked_items_are_linked_beside_what_they_are_linked_to(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "shift+down", "ampersand")
        await write(pilot, "CIP06, 99")
        await press(pilot, "enter")
        assert "Nothing on this board has the ref" in seen(pilot)
        await press(pilot, *["backspace"] * 4, "enter")
        assert values_of(board, "1.1", "links")["links"] == (identity("r6"),)
        assert values_of(board, "1.2", "links")["links"] == (identity("r6"),)
        assert "2 actions linked to CIP06 · u undoes" in toasts(pilot)
        await press(pilot, "shift+up", "shift+down", "shift+down", "ampersand")
        await write(pilot, "1.2, CIP06")
        await press(pilot, "enter")
        assert "1.10 linked to 1.2, CIP06 · u undoes" in toasts(pilot), "no other has anything new"
        assert values_of(board, "1.2", "links")["links"] == (identity("r6"),), "nothing is linked to itself"
        assert set(values_of(board, "1.10", "links")["links"]) == {identity("1.2"), identity("r6")}
        await press(pilot, "ampersand")
        await write(pilot, "CIP06")
        await press(pilot, "enter")
        assert "1.10: linked to CIP06 already" in toasts(pilot)


async def test_what_another_program_links_meanwhile_stays_linked(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "ampersand")
        with BoardFile.open(board) as file:
            file.write([Change(identity("1.1"), "action", {"links": (identity("1.2"),)})], who="office")
        await look_again(pilot)
        await write(pilot, "CIP06")
        await press(pilot, "enter")
        assert "1.1 linked to CIP06 · u undoes" in toasts(pilot)
    assert set(values_of(board, "1.1", "links")["links"]) == {identity("1.2"), identity("r6")}


async def test_enter_alone_shows_a_list_in_which_what_an_item_is_linked_to_is_searched_and_ticked(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "ampersand")
        assert "Enter alone shows a list" in seen(pilot)
        await press(pilot, "enter", "escape")
        assert values_of(board, "1.1", "links")["links"] == (), "whoever leaves the list links nothing"
        await press(pilot, "ampersand", "enter")
        assert "Coach" not in seen(pilot).split("Link 1.1 to which?")[1], "nothing is linked to itself"
        await press(pilot, *"agency", "enter", "enter")
        assert "1.1 linked to CIP06 · u undoes" in toasts(pilot)
    assert values_of(board, "1.1", "links")["links"] == (identity("r6"),)


async def test_ticked_items_go_onto_the_next_agenda_once(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "shift+down", "G")
        wanted = {identity("1.1"), identity("1.2")}
        assert {each.item for each in on_disk(board).all(AgendaItem)} == wanted
        await press(pilot, "shift+up", "G")
        assert "already" in toasts(pilot)
        assert len(on_disk(board).all(AgendaItem)) == 2
        await press(pilot, "shift+down", "shift+down", "G")
        assert len(on_disk(board).all(AgendaItem)) == 3
        assert "1.10: on the agenda of the meeting of 02/03/2021 · u undoes" in toasts(pilot)
        await press(pilot, "u", "u")
        assert not on_disk(board).all(AgendaItem)
        with BoardFile.open(board) as file:
            file.write([Change(identity("mar"), "meeting", delete=True)], who="office")
        await look_again(pilot)
        await press(pilot, "G")
        assert "No meeting is planned: on the Meeting screen, + plans one." in toasts(pilot)


async def test_only_what_is_ticked_is_exported_and_copied(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "space", "down", "down", "down", "space", "y")
        assert [line.split()[0] for line in pilot.app.clipboard.splitlines()] == ["1.1", "2.1"]
        await press(pilot, "x")
        for form in (Format.TOML, Format.MARKDOWN):
            assert "Export 2 actions" in seen(pilot)
            assert "The whole plan" not in seen(pilot), "of some items there is no front sheet"
            pilot.app.screen.query_one("#format", Select).value = form.value
            await settle(pilot)
        assert "For publication" in seen(pilot) and "The whole plan" not in seen(pilot)
        pilot.app.screen.query_one("#path").focus()
        await press(pilot, "enter")
    text = board.with_suffix(".md").read_text(encoding="utf-8")
    assert "Visits in time" in text and "Joint forum" not in text


async def test_the_last_change_is_done_to_the_item_under_the_cursor_with_its_reason(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "equals_sign")
        assert "Nothing was changed yet" in toasts(pilot)
        await press(pilot, "r")
        await write(pilot, "Sickness")
        await press(pilot, "enter", "escape", "escape", "down", "down", "equals_sign")
        assert values_of(board, "1.10", "rag", "rationale")["rationale"] == "Sickness"
        assert ratings(board)["1.10"] == "red"
        assert toasts(pilot) == "1.10 RAG B ■ Blue → R ✖ Red; Rationale nothing → Sickness · u undoes"
        await press(pilot, "equals_sign")
        assert toasts(pilot) == "It says so already."
        await press(pilot, "shift+down", "shift+down", "equals_sign")
        assert "Sickness and 1 more · u undoes" in toasts(pilot)
        await press(pilot, "5", "equals_sign")
        assert "have nothing of what was changed last" in toasts(pilot)


@pytest.mark.parametrize("reasons", [("Sickness", ""), ("", "Sickness"), ("Holidays", "Sickness")])
async def test_a_change_that_was_said_in_two_steps_is_repeated_whole_with_the_reason_that_was_given_last(
    board: Path, reasons: tuple[str, str]
) -> None:
    one, other = (each for each in on_disk(board).all(Action) if each.ref in ("1.1", "1.10"))
    with BoardFile.open(board) as file:
        receipt = file.write([Change(one.id, "action", {"rag": "red"})], who="chair")
    last = LastChange()
    for values, why in zip(({"rag": "red"}, {"rationale": "Nobody is free"}), reasons, strict=True):
        written: asyncio.Future[Receipt] = asyncio.get_running_loop().create_future()
        last.see([Change(one.id, "action", values)], why, receipt.batch if "rationale" in values else "", written)
        written.set_result(receipt)
        await asyncio.sleep(0)
    again = last.for_record(other)
    assert again is not None and again.values == {"rag": "red", "rationale": "Nobody is free"}
    assert last.why == "Sickness"


async def test_only_what_could_be_done_to_other_items_as_well_is_there_to_be_done_again(board: Path) -> None:
    def action(name: str, **values: str) -> Change:
        return change("action", name, **values)

    last, lead = LastChange(), {"lead": "Head of Service"}
    steps: list[tuple[list[Change], dict[str, str]]] = [
        ([action("1.2", rag="amber")], {"rag": "amber"}),
        ([action("1.2", **lead), action("2.1", original_due="2021-01-01", **lead)], lead),  # 1.2 had that lead
        ([action("1.2", rag="amber")], lead),  # it says so already
        ([action("1.2", rag="red"), action("1.10", rag="green")], lead),
        ([action("1.2", ref="1.3")], lead),
        ([action("new", title="New", ambition=identity("a1"))], lead),
        ([Change(identity("1.10"), "action", delete=True)], lead),
        ([Change(identity("1.10"), "action", restore=True)], lead),
        ([action("1.2", ref="1.2", title="Audits")], {"title": "Audits"}),
    ]
    for changes, kept in steps:
        with BoardFile.open(board) as file:
            receipt = file.write(changes, who="chair")
        written: asyncio.Future[Receipt] = asyncio.get_running_loop().create_future()
        last.see(changes, "", "another batch", written)
        written.set_result(receipt)
        await asyncio.sleep(0)
        assert last.values == kept, changes
    for failed in (True, False):
        written = asyncio.get_running_loop().create_future()
        last.see([action("1.2", rag="blue")], "", "", written)
        if failed:
            written.set_exception(BoardError("The disk is full."))
        else:
            written.cancel()
        await asyncio.sleep(0)
        assert last.values == {"title": "Audits"}


async def test_a_repeated_date_keeps_the_first_date_of_each_item(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "l")
        await write(pilot, "30/06/2021")
        await press(pilot, "enter")
        await write(pilot, "Put off")
        await press(pilot, "enter", "down", "equals_sign")
        assert values_of(board, "1.2", "due", "original_due", "due_reason") == {
            **{"due": "2021-06-30", "original_due": "2020-12-31"},
            "due_reason": "Put off",
        }


async def test_a_date_repeated_where_there_was_none_is_a_first_date_and_one_that_was_first_is_first_there_only(
    path: Path,
) -> None:
    async with opened(path) as pilot:
        await press(pilot, "down", "l")  # 1.2 has a date
        await write(pilot, "30/06/2021")
        await press(pilot, "enter")
        await write(pilot, "Put off")
        await press(pilot, "enter", "up", "equals_sign")
        first = values_of(path, "1.1", "due", "original_due", "due_reason")
        assert first == {"due": "2021-06-30", "original_due": "2021-06-30", "due_reason": ""}
        await press(pilot, "down", "down", "l")  # 2.1 has none
        await write(pilot, "31/07/2021")
        await press(pilot, "enter", "up", "equals_sign")
        assert values_of(path, "1.2", "due", "original_due") == {"due": "2021-07-31", "original_due": ""}


async def test_a_ticked_item_that_is_gone_is_ticked_no_more(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "space", "delete", "enter")
        await press(pilot, "y")
        screen = pilot.app.screen.query_one(ActionsScreen)
        assert on_disk(board).find(identity("1.1")) is None and screen.ticked == []
