"""What the keys of an agenda and of a meeting in progress say of what they did, or did not do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import TextArea

from boardtui.domain.errors import BoardError
from boardtui.domain.meetings.agenda import agenda_of
from boardtui.domain.records.edits import Change
from boardtui.domain.records.meetings import AgendaState
from boardtui.store.board_file import BoardFile
from boardtui.ui.forms.form import RecordForm
from boardtui.ui.meetings.meeting import MeetingScreen
from boardtui.ui.plan.actions import ActionsScreen
from tests.ui.conftest import change, identity, lines, look_again, on_disk, seen, settle, toasts
from tests.ui.council_board import NOW, exceptions_first, make
from tests.ui.meetings.test_meeting import MARCH, answer, current, flat, meeting, opened, press, titles
from tests.ui.rest import until

LONG = "How far the audits of 9 teams in group A have come and what is to be done"


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    """A board whose next meeting has no agenda yet."""
    return make(tmp_path / "plan.board")


@pytest.fixture
def board_path(tmp_path: Path) -> Path:
    return exceptions_first(make(tmp_path / "plan.board"))


async def take_everything(pilot: Pilot[Any], path: Path) -> None:
    """Let another program take everything from the agenda of the meeting in progress."""
    with BoardFile.open(path) as file:
        made = agenda_of(file.read(), meeting(path))
        file.write([Change(each.id, "agenda_item", delete=True) for each in made], who="Office")
    await look_again(pilot)


async def begin(pilot: Pilot[Any], path: Path, topics: int) -> None:
    """Begin the meeting, with so many topics and nothing else on its agenda, at the first of them."""
    await press(pilot, "space")
    with BoardFile.open(path) as file:
        made = agenda_of(file.read(), meeting(path))
        new = [change("agenda_item", f"topic {n}", meeting=MARCH, title=f"{n} {LONG}") for n in range(1, topics + 1)]
        at = Change(MARCH, "meeting", {"current_item": new[0].record})
        file.write([*new, at, *(Change(each.id, "agenda_item", delete=True) for each in made)], who="Office")
    await look_again(pilot)


@contextmanager
def full_disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing can be written as long as this lasts."""

    def fail(*_given: object, **_more: object) -> None:
        raise BoardError("The disk is full.")

    with monkeypatch.context() as broken:
        broken.setattr(BoardFile, "write", fail)
        yield


class TestRunning:
    async def test_parking_names_the_item_as_far_as_there_is_room_and_how_to_go_back(
        self, board_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async with opened(board_path) as pilot:
            with full_disk(monkeypatch):
                await press(pilot, "c")
                assert toasts(pilot) == "The disk is full.", "of an agenda, too"
                await press(pilot, "plus")
                await answer(pilot, "Thanks to all")
                assert "New item: a ref of the plan, or a topic" in flat(pilot) and "The disk is full." in flat(pilot)
            await press(pilot, "enter")
            assert "Thanks to all" in titles(board_path), "what was typed was still there"
            pilot.app.clear_notifications()
            await begin(pilot, board_path, 2)
            with full_disk(monkeypatch):
                await press(pilot, "z")
                assert "The disk is full." in toasts(pilot) and "Parked" not in toasts(pilot)
                await press(pilot, "full_stop")
                await answer(pilot, "2")
                assert "Go to: ref, number or word" in flat(pilot) and "The disk is full." in flat(pilot)
            await press(pilot, "enter")
            assert current(board_path) == f"2 {LONG}", "what was typed is still there"
            await press(pilot, "left")
            await press(pilot, "z")
            assert "Parked: 1 How far the audits of 9 teams in… · ← goes back to it · u undoes" in toasts(pilot)
        assert current(board_path) == f"2 {LONG}"

    async def test_at_the_last_item_it_is_said_what_is_still_to_be_taken(self, board_path: Path) -> None:
        async with opened(board_path) as pilot:
            await begin(pilot, board_path, 3)

            async def from_the_last_on() -> str:
                await press(pilot, "full_stop")
                await answer(pilot, "3")
                await press(pilot, "space")
                return toasts(pilot)

            goes_to = "(. goes to one). E closes the meeting."
            assert f"This is the last item; 2 before it are still to be taken {goes_to}" in await from_the_last_on()
            await press(pilot, "full_stop")
            await answer(pilot, "1")
            await press(pilot, "space")
            assert f"This is the last item; 1 before it is still to be taken {goes_to}" in await from_the_last_on()
            assert "Every item has been taken" not in seen(pilot)
            await press(pilot, "left", "space")
            assert "This is the last item; E closes the meeting." in await from_the_last_on()
            assert "Every item has been taken: E closes the meeting." in seen(pilot)

    async def test_what_was_not_on_the_agenda_is_said_to_be_on_it_now_and_what_was_cut_is_taken_again(
        self, board_path: Path
    ) -> None:
        def states() -> list[AgendaState]:
            return [each.state for each in agenda_of(on_disk(board_path), meeting(board_path))]

        async with opened(board_path) as pilot:
            await begin(pilot, board_path, 2)
            await press(pilot, "full_stop")
            await answer(pilot, "1.2")
            assert "It was not on the agenda: it is now · u undoes" in toasts(pilot)
            assert current(board_path) == "1.2 Supervision audits"
            cut = agenda_of(on_disk(board_path), meeting(board_path))[2]
            with BoardFile.open(board_path) as file:
                file.write([Change(cut.id, "agenda_item", {"state": "skipped"})], who="Office")
            await look_again(pilot)
            await press(pilot, "left", "space", "full_stop")
            await answer(pilot, "2 How")
            assert current(board_path) == f"2 {LONG}"
            assert states() == [AgendaState.DISCUSSED, AgendaState.TO_DO, AgendaState.TO_DO]
            await press(pilot, "full_stop")
            await answer(pilot, "1 How")
            assert states()[0] is AgendaState.DISCUSSED, "to look at it again takes nothing back"

    async def test_what_is_not_open_says_which_key_records_one(self, board_path: Path) -> None:
        async with opened(board_path) as pilot:
            await begin(pilot, board_path, 1)
            await press(pilot, "y")
            assert "No challenge is open on this item; c records one." in toasts(pilot)
            await press(pilot, "f")
            assert "No action arising is open on this item; w records one." in toasts(pilot)

    async def test_of_several_questions_the_number_of_one_is_asked(self, board_path: Path) -> None:
        async with opened(board_path, size=(120, 40)) as pilot:
            await begin(pilot, board_path, 1)
            for words in ("Why so late?", "Who pays for all of that in the end?"):
                await press(pilot, "c")
                await answer(pilot, words)
                await press(pilot, "escape")
            await press(pilot, "y")
            assert lines(pilot)[-2].strip().endswith(": Which challenge, 1 to 2?  Enter chooses · Esc cancels")
            for wrong in ("3", "0", "one"):
                await answer(pilot, wrong)
                assert "Type a number from 1 to 2." in seen(pilot)
                await press(pilot, "ctrl+u")
            await answer(pilot, "2")
            assert "Answer to “Who pays for all of…”?" in seen(pilot)
            await answer(pilot, "The council")
            assert "Answered · u undoes" in toasts(pilot)
            await press(pilot, "escape")
            assert "Who pays for all of that in the end? – The council" in flat(pilot)
            for words in ("Ask them", "Find out who pays for all of it"):
                await press(pilot, "w")
                await answer(pilot, words)
                await press(pilot, "escape", "escape")
            await press(pilot, "f")
            assert "Which action arising, 1 to 2?" in seen(pilot)
            await answer(pilot, "2")
            assert "Completed: “Find out who pays for…”. What came of it?" in seen(pilot)
            await answer(pilot, "The council does")
            assert "Completed: Find out who pays for all of it – The council does" in flat(pilot)
            assert "Completed · u undoes" in toasts(pilot)

    async def test_where_nothing_is_on_the_agenda_it_says_so_and_something_can_be_called_up(
        self, board_path: Path
    ) -> None:
        async with opened(board_path) as pilot:
            await press(pilot, "space")
            assert "Nine points." in seen(pilot)
            await take_everything(pilot, board_path)
            assert lines(pilot)[2].strip().startswith("Topic") and "parked" not in lines(pilot)[2]
            assert lines(pilot)[3].strip() == "E closes the meeting."
            assert lines(pilot)[4].strip() == "Nothing is on the agenda: . finds what to take."
            assert not "".join(lines(pilot)[5:-1]).strip(), "nothing is left of the item that was there before"
            before = on_disk(board_path).edition
            await press(pilot, "z", "M", "d", "right", "left", "down", "r")
            assert on_disk(board_path).edition == before and "?" not in lines(pilot)[-2]
            await press(pilot, "full_stop")
            await answer(pilot, "1.2")
            assert "1.2 Supervision audits" in seen(pilot)
        assert current(board_path) == "1.2 Supervision audits"

    async def test_what_is_withdrawn_is_named(self, board_path: Path) -> None:
        async with opened(board_path) as pilot:
            await begin(pilot, board_path, 1)
            await press(pilot, "d")
            await answer(pilot, LONG)
            await press(pilot, "down", "delete")
            assert "Withdrawn: Decided: How far the audits of 9 teams in group… · u undoes" in toasts(pilot)

    async def test_the_corner_says_what_kind_of_thing_it_is_and_a_note_has_a_line_for_each(
        self, board_path: Path
    ) -> None:
        async with opened(board_path) as pilot:
            await begin(pilot, board_path, 1)
            assert lines(pilot)[2].strip().startswith("Topic")
            for words in ("First", "Second"):
                await press(pilot, "m")
                await answer(pilot, words)
                assert "Noted · u undoes" in toasts(pilot)
        assert agenda_of(on_disk(board_path), meeting(board_path))[0].note == "First\nSecond"

    async def test_what_is_picked_is_seen_however_much_was_recorded_and_above_it_the_item(
        self, board_path: Path
    ) -> None:
        async with opened(board_path, size=(80, 12)) as pilot:
            await begin(pilot, board_path, 1)
            with BoardFile.open(board_path) as file:
                item = agenda_of(file.read(), meeting(board_path))[0]
                note = "\n".join(f"Line {number}" for number in range(1, 10))
                file.write([Change(item.id, "agenda_item", {"note": note})], who="Office")
            await look_again(pilot)
            assert "1 How far" in seen(pilot) and "Line 9" not in seen(pilot)
            await press(pilot, *["down"] * 9)
            assert "▸ Note: Line 9" in seen(pilot) and "1 How far" not in seen(pilot)
            await press(pilot, *["up"] * 8)
            assert "▸ Note: Line 1" in seen(pilot)
            await press(pilot, "up")
            assert "1 How far" in seen(pilot) and "▸" not in seen(pilot)
            await pilot.resize_terminal(80, 6)
            await press(pilot, "down")
            assert "▸ Note: Line 1" in seen(pilot) and "1 How far" not in seen(pilot)


class TestAgenda:
    async def test_what_is_not_on_it_yet_is_neither_moved_nor_cut_nor_edited(self, plain: Path) -> None:
        async with opened(plain) as pilot:
            for key in ("J", "c", "greater_than_sign", "e"):
                await press(pilot, key)
                assert "It is not on the agenda yet: i brings it in." in toasts(pilot), key
                pilot.app.clear_notifications()
            await press(pilot, "m")
            assert "Only what is on the agenda and not cut has a number." in toasts(pilot)
        assert titles(plain) == []

    async def test_bringing_in_says_so_once_and_then_that_nothing_is_left(self, plain: Path) -> None:
        async with opened(plain) as pilot:
            await press(pilot, "down", "down", "down")
            here = pilot.app.query_one(MeetingScreen).table
            before = here.item
            await press(pilot, "i")
            assert here.item.record.id == before.record.id and here.item.number == 4 and not before.number
            assert "The agenda is made: J K move an item, c cuts it, > gives it more time." in toasts(pilot)
            count = len(titles(plain))
            await press(pilot, "i")
            assert "Everything that asks to be talked about is on the agenda." in toasts(pilot)
        assert len(titles(plain)) == count > 3

    async def test_what_is_cut_has_no_number_and_a_number_has_only_digits(self, plain: Path) -> None:
        async with opened(plain) as pilot:
            await press(pilot, "i", "delete", "m")
            assert "Only what is on the agenda and not cut has a number." in toasts(pilot)
            await press(pilot, "plus")
            await answer(pilot, LONG)
            await press(pilot, "m")
            assert "Move How far the audits of 9 teams in group… to which number?" in lines(pilot)[-2] and lines(pilot)[
                -1
            ].split("  ")[:2] == [" Enter moves it", "Esc cancels"]
            await press(pilot, "enter")
            assert "Type a number such as 2." in seen(pilot)

    async def test_a_new_item_says_whose_time_it_takes_and_a_ref_that_two_have_is_asked_again(
        self, board_path: Path
    ) -> None:
        with BoardFile.open(board_path) as file:
            twice = change("action", "other", ref="3.1", title="Another forum")
            file.write([change("meeting", "mar", planned_minutes=60), twice], who="Office")
        async with opened(board_path) as pilot:
            await press(pilot, "plus")
            assert lines(pilot)[-1].split("  ")[:2] == [" Enter saves", "Esc cancels"]
            await answer(pilot, "3.1")
            assert "New item: a ref of the plan, or a topic" in flat(pilot) and "Another forum" in flat(pilot)
            await press(pilot, "ctrl+u")
            await answer(pilot, "Joint forums")
            assert "8 items without a time of their own share 60 min: > gives one more." in toasts(pilot)
            assert "8 on the agenda · 60 of 60 min planned" in seen(pilot)

    async def test_what_is_ticked_on_an_agenda_is_rated_together_and_each_item_is_edited_dated_and_shown_where_it_is(
        self, board_path: Path
    ) -> None:
        async with opened(board_path) as pilot:
            await press(pilot, "e")
            assert isinstance(pilot.app.screen, RecordForm)
            await press(pilot, "escape", "down", "asterisk", "down", "asterisk", "g", "escape")
            assert sum("G ●" in line for line in lines(pilot)[6:10]) == 2 and "ticked" not in seen(pilot)
            await press(pilot, "l")
            assert "1.1, due 31/03/2021. New date? (1 of 2)" in lines(pilot)[-2]
            await press(pilot, "escape", "comma")
            assert isinstance(pilot.app.focused, TextArea)
            await press(pilot, "escape", "o")
            assert pilot.app.query_one(ActionsScreen).table.key == identity("1.1")
            await press(pilot, "6", "escape", "e")
            assert isinstance(pilot.app.screen, RecordForm)
            await press(pilot, "escape", "o")
            assert "There is no more to see of it elsewhere." in toasts(pilot)
            await press(pilot, "delete")
            assert "Delete meeting of 02/03/2021?" in seen(pilot)

    async def test_beside_the_meeting_in_progress_the_key_that_begins_says_where_it_is(self, board_path: Path) -> None:
        async with opened(board_path) as pilot:
            await press(pilot, "space", "v", "space")
            assert "The meeting is in progress: 6 shows the item it is at." in toasts(pilot)
            before = current(board_path)
            await press(pilot, "escape")
            assert current(board_path) == before
            await press(pilot, "escape")
            assert "The meeting goes on: v shows its agenda." in toasts(pilot)


async def test_a_list_of_meetings_stays_as_it_is_however_long_nobody_presses_a_key(
    board_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("boardtui.ui.meetings.run.TICK_SECONDS", 0.01)
    async with opened(board_path) as pilot:
        before = seen(pilot)
        await pilot.pause(0.2)
        assert seen(pilot) == before
        await press(pilot, "space")
        await pilot.pause(0.2)
        assert lines(pilot)[2].endswith("1 of 7 · 0 min") and len(lines(pilot)[2]) == 79
        app: Any = pilot.app
        app.clock = lambda: NOW + timedelta(minutes=75)
        assert await until(pilot, lambda: lines(pilot)[2].endswith("1 of 7 · 75 min")), lines(pilot)[2]
        assert not any("How it stands" in line and "Its actions" in line for line in lines(pilot))
        await pilot.resize_terminal(140, 30)
        await settle(pilot)
        assert any("How it stands" in line and "Its actions" in line for line in lines(pilot)), "in two columns"
        await press(pilot, "A")
        assert app.focused is app.screen.row("attendees").control, "in the room it is who came that is filled in"
        await press(pilot, "escape", "v")
        assert "Agenda of the meeting in progress" in seen(pilot)
