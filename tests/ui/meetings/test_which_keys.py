"""Which keys mean something on the meeting screen, and what Enter, Esc and v lead to: from list to agenda to item."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from boardtui.domain.meetings.agenda import agenda_of
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import Meeting
from boardtui.store.board_file import BoardFile
from boardtui.ui.app import BoardApp
from boardtui.ui.meetings.meeting import MeetingScreen
from tests.ui.conftest import change, identity, lines, look_again, on_disk, seen, settle, toasts
from tests.ui.council_board import exceptions_first, make
from tests.ui.meetings.test_meeting import MARCH, answer, close, opened, press

MAY = identity("may")
OF_AN_AGENDA = {"build", "cut", "edit_meeting", "extend(5)", "list_meetings", "move_item(1)", "place_item"}
OF_A_LIST = {"add", "begin", "delete", "filter", "open", "tick", "whole"}
OF_NO_MEETING = {"keep_filter", "next_filter", "next_sort"}
WATCHED = {*OF_AN_AGENDA, *OF_A_LIST, *OF_NO_MEETING}
WATCHED |= {"agree_minutes", "close_meeting", "rate('red')", "write_papers"}
RATES = {"rate('red')"}


@pytest.fixture
def board_path(tmp_path: Path) -> Path:
    """A board with the agenda of a meeting made, and another meeting planned after it."""
    path = exceptions_first(make(tmp_path / "plan.board"))
    with BoardFile.open(path) as file:
        file.write([change("meeting", "may", date="2021-05-18", title="In May")], who="Office")
    return path


def do(pilot: Pilot[Any]) -> set[str]:
    """What keys do here, of what one or the other state of the screen does not know."""
    return {each.binding.action for each in pilot.app.screen.active_bindings.values()} & WATCHED


def screen_of(pilot: Pilot[Any]) -> MeetingScreen:
    return pilot.app.query_one(MeetingScreen)


async def test_only_keys_that_mean_something_do_anything_and_the_likeliest_stand_first_in_the_footer(
    board_path: Path,
) -> None:
    def shown(*first: str) -> None:
        assert lines(pilot)[-1].strip().startswith("  ".join(first)), lines(pilot)[-1]

    async with opened(board_path) as pilot:
        assert do(pilot) == OF_A_LIST | OF_AN_AGENDA | RATES
        shown("Enter open", "Space run it", "i bring in", "r a g b rate")
        await press(pilot, "escape")
        assert do(pilot) == OF_A_LIST
        assert "3 meetings" in seen(pilot)
        shown("Enter open", "Space run it", "e edit")
        await press(pilot, "end")
        assert do(pilot) == OF_A_LIST | {"write_papers"}
        shown("Enter open", "D documents", "e edit")
        await press(pilot, "home", "enter")
        shown("Enter open", "Space run it", "i bring in")
        await press(pilot, "space")
        assert lines(pilot)[0].startswith(" Meeting of 02/03/2021 in progress")
        running = {"close_meeting", "edit_meeting"} | RATES
        assert do(pilot) == running
        shown("→ next", "c challenge", "d decision", "r a g b rate", "w action")
        await press(pilot, "d")
        await answer(pilot, "Go on")
        await press(pilot, "down")
        assert do(pilot) == running | {"delete"}
        shown("Del delete", "e edit", "→ next", "c challenge")
        await press(pilot, "up")
        assert do(pilot) == running
        await press(pilot, "v")
        assert do(pilot) == OF_A_LIST | OF_AN_AGENDA | RATES | {"close_meeting"}
        shown("6 Meeting", "Enter open", "i bring in", "r a g b rate")
        await press(pilot, "v")
        assert do(pilot) == OF_A_LIST | {"close_meeting"}
        shown("6 Meeting", "Enter open", "E close", "e edit")
        await press(pilot, "6")
        await close(pilot)
        assert screen_of(pilot).table.key == MARCH, "the second of the list, after the one in May"
        assert do(pilot) == OF_A_LIST | {"write_papers", "agree_minutes"}
        shown("Enter open", "D documents", "Y agree minutes")
        assert lines(pilot)[0].startswith(" Improvement plan")
        await press(pilot, "down")
        shown("Enter open", "D documents", "e edit")


async def test_nothing_is_ticked_filtered_or_read_any_more_where_another_list_is_shown(board_path: Path) -> None:
    async with opened(board_path) as pilot:
        screen = screen_of(pilot)
        await press(pilot, "escape", "down", "asterisk", "enter")
        assert "Meeting of 18/05/2021" in seen(pilot) and "ticked" not in seen(pilot)
        assert screen.table.keys[0] == screen.table.key, "an agenda is read from its first item"
        await press(pilot, "down", "asterisk", "enter", "v")
        assert screen.table.key == MAY and not screen.has_class("reading") and "ticked" not in seen(pilot)
        await press(pilot, "down")
        assert screen.table.key == identity("jan"), "the keys are the list's"
        await press(pilot, "slash", *"May", "enter")
        assert screen.table.keys == [MAY] and screen.table.key == MAY
        await press(pilot, "enter")
        assert len(screen.table.keys) > 3 and "with “May”" not in seen(pilot)
        await press(pilot, "slash", *"Coach", "enter")
        assert len(screen.table.keys) == 1
        await press(pilot, "P", "v")
        assert screen.table.key == MAY and len(screen.table.keys) == 3
        assert not screen.has_class("presenting"), "the meeting beside it is told in small letters"
        await press(pilot, "up", "enter", "slash", *"Coach", "enter", "P", "space")
        assert screen.running and "▐" not in seen(pilot)
        await press(pilot, "asterisk", "v")
        assert len(screen.table.keys) == 7 and "ticked" not in seen(pilot)
        assert not screen.has_class("filtering") and not screen.has_class("presenting")
        await press(pilot, "down", "down")
        assert screen.table.key == screen.table.keys[2], "the keys are the agenda's again"


async def test_what_is_looked_for_is_shown_on_its_agenda_or_in_the_list_but_never_in_place_of_the_running_item(
    board_path: Path,
) -> None:
    async with opened(board_path) as pilot:
        app, screen = pilot.app, screen_of(pilot)
        assert isinstance(app, BoardApp) and app.board is not None
        board = app.board
        last = screen.table.keys[6]

        async def go_to(key: str) -> None:
            found = board.find(key)
            assert found is not None
            await app.go_to(found)
            await settle(pilot)

        await press(pilot, "slash", *"Coach", "enter")
        await go_to(identity("jan"))
        assert screen.table.key == identity("jan") and "3 meetings" in seen(pilot)
        await go_to(last)
        assert screen.table.key == last and "7 on the agenda" in seen(pilot)
        await go_to(identity("jan"))
        await go_to(MAY)
        assert "Meeting of 18/05/2021" in seen(pilot)
        assert not toasts(pilot)
        await press(pilot, "i")
        made = agenda_of(on_disk(board_path), Meeting(id=MAY))
        assert identity("2.2") in [each.item for each in made], "by then it is overdue"
        assert screen.go_to(identity("1.1")) is False, "an action has a screen of its own"
        await go_to(MARCH)
        await press(pilot, "space")
        for each in (last, MAY):
            await go_to(each)
            assert screen.running and "1 of 7" in seen(pilot)


async def test_an_agenda_that_another_program_deletes_is_left(board_path: Path) -> None:
    async with opened(board_path) as pilot:
        await press(pilot, "escape", "down", "enter")
        assert "Meeting of 18/05/2021" in seen(pilot)
        with BoardFile.open(board_path) as file:
            file.write([Change(MAY, "meeting", delete=True)], who="Office")
        assert len(on_disk(board_path).of_kind("meeting")) == 2
        await look_again(pilot)
        assert "2 meetings" in seen(pilot) and screen_of(pilot).table.key
