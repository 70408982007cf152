"""The meeting screen: prepared, run by single keys, interrupted, closed, and read afterwards."""

from __future__ import annotations

import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from boardtui.domain.board.board import Board
from boardtui.domain.board.lookup import lookup
from boardtui.domain.errors import BoardError
from boardtui.domain.meetings.agenda import agenda_of, agenda_title
from boardtui.domain.records.kinds import Action, ActionArising, AgendaItem, Challenge, Decision, Meeting
from boardtui.domain.records.meetings import AgendaState, MeetingState
from boardtui.domain.records.rag import Rag
from boardtui.report.snapshot import front_sheet
from boardtui.session import meeting as session_meeting
from boardtui.session.meeting import freezer, minutes_of
from boardtui.settings.settings import change_settings
from boardtui.store.board_file import BoardFile
from boardtui.ui.app import BoardApp
from boardtui.ui.meetings.meeting import MeetingScreen
from tests.ui.conftest import CHAIR, HOSTILE, change, identity, lines, look_again, on_disk, seen, settle, toasts, write
from tests.ui.council_board import NOW, exceptions_first, make
from tests.ui.rest import PATIENCE_SECONDS, held_back

MARCH = identity("mar")


@pytest.fixture
def board_path(tmp_path: Path) -> Path:
    return make(tmp_path / "plan.board")


@pytest.fixture
def agenda_made(board_path: Path) -> None:
    """The agenda is made, and begins with the gravest exception."""
    exceptions_first(board_path)


@pytest.fixture
def slow_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that is slower than somebody's fingers."""
    write_at_once = BoardFile.write

    def write_slowly(file: BoardFile, *arguments: Any, **options: Any) -> Any:
        time.sleep(0.2)
        return write_at_once(file, *arguments, **options)

    monkeypatch.setattr(BoardFile, "write", write_slowly)


@asynccontextmanager
async def opened(path: Path, *, size: tuple[int, int] = (80, 24), now: datetime = NOW) -> AsyncIterator[Pilot[None]]:
    """The application on the meeting screen."""
    change_settings(lambda settings: type(settings)(signature=CHAIR))
    app = BoardApp(path, clock=lambda: now)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await press(pilot, "6")
        yield pilot


def meeting(path: Path, name: str = MARCH) -> Meeting:
    found = on_disk(path).get(Meeting, name)
    assert found is not None
    return found


def titles(path: Path) -> list[str]:
    board = on_disk(path)
    return [
        agenda_title(board, each) for each in agenda_of(board, meeting(path)) if each.state is not AgendaState.SKIPPED
    ]


def current(path: Path) -> str:
    board = on_disk(path)
    item = board.get(AgendaItem, meeting(path).current_item)
    return agenda_title(board, item) if item is not None else ""


async def press(pilot: Pilot[Any], *keys: str) -> None:
    """Press keys, each when the one before has done its work: the line that asks opens with the key."""
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


async def answer(pilot: Pilot[Any], text: str) -> None:
    """Type into the line at the bottom and press Enter."""
    if text:
        await write(pilot, text)
    await press(pilot, "enter")


def flat(pilot: Pilot[Any]) -> str:
    """All that is seen, without borders and line ends."""
    return " ".join(seen(pilot).replace("│", " ").split())


def drafted(path: Path, identity: str = MARCH) -> str:
    """The minutes of a meeting of the board in this file, as they stand now."""
    with BoardFile.open(path) as file:
        found = file.read().get(Meeting, identity)
        assert found is not None
        return minutes_of(file, found)


async def close(pilot: Pilot[Any]) -> None:
    """Look at what changed, and confirm."""
    await press(pilot, "E")
    await press(pilot, "enter")


def only(board: Board, kind: Any, text: str) -> Any:
    found = [each for each in board.all(kind) if each.text == text]
    assert len(found) == 1
    return found[0]


class TestPreparing:
    async def test_without_a_meeting_the_screen_says_how_to_plan_one(self, path: Path) -> None:
        async with opened(path) as pilot:
            assert "No meeting yet. + plans one" in seen(pilot)
            assert "+ add" in lines(pilot)[-1] and "run it" not in lines(pilot)[-1]
            await press(pilot, "space")
            assert "No meeting yet. + plans one: its date" in toasts(pilot)
            await press(pilot, "o")
            assert "There is no more to see of it elsewhere." in toasts(pilot)
            with BoardFile.open(path) as file:
                file.write([change("meeting", "may", date="2021-03-02")], who="Office")
            await look_again(pilot)
            assert pilot.app.query_one(MeetingScreen).table.keys == [identity("may")]
            await press(pilot, "enter")
            assert "Nothing asks to be talked about. + adds an item." in flat(pilot)
            assert "Space run it" in lines(pilot)[-1]
            await press(pilot, "J", "c", "delete", "m")
            assert "Only what is on the agenda and not cut has a number." in toasts(pilot)

    async def test_a_planned_meeting_shows_the_agenda_that_builds_itself_and_the_key_that_begins_it(
        self, board_path: Path
    ) -> None:
        async with opened(board_path) as pilot:
            text = seen(pilot)
            assert "Meeting of 02/03/2021" in text
            assert "Space begins it" in text
            assert "1.2 Supervision audits" in text
            assert "i puts them on the agenda" in text
            assert "Space run it" in lines(pilot)[-1]
        assert titles(board_path) == []  # to look at it writes nothing

    async def test_bringing_in_writes_matters_arising_then_the_exceptions_the_gravest_first(
        self, board_path: Path
    ) -> None:
        async with opened(board_path) as pilot:
            await press(pilot, "i")
            assert "on the agenda" in seen(pilot)
        made = titles(board_path)
        assert made[:2] == ["Bring the audits", "What do managers do differently?"]
        assert made[2:5] == [f"1 Leaders {HOSTILE}", "1.2 Supervision audits", f"1.1 Coach {HOSTILE}"]
        assert "CIP06 Agency cover" in made
        assert meeting(board_path).state is MeetingState.PLANNED

    async def test_opened_on_a_later_meeting_it_is_that_one_which_is_prepared_and_begun(self, board_path: Path) -> None:
        with BoardFile.open(board_path) as file:
            file.write([change("meeting", "may", date="2021-05-18")], who="Office")
        change_settings(lambda settings: type(settings)(signature=CHAIR))
        app = BoardApp(board_path, begins_with=identity("may"), clock=lambda: NOW)
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            assert "Meeting of 18/05/2021" in seen(pilot)
            await press(pilot, "space")
            assert "It is planned for 18/05/2021, and today is 02/03/2021. Begin it?" in seen(pilot)
            await press(pilot, "enter")
        assert meeting(board_path, identity("may")).state is MeetingState.RUNNING
        assert meeting(board_path).state is MeetingState.PLANNED

    async def test_items_are_moved_cut_extended_and_taken_in_again_by_hand(self, board_path: Path) -> None:
        async with opened(board_path) as pilot:
            await press(pilot, "i", "J")
            assert titles(board_path)[:2] == ["What do managers do differently?", "Bring the audits"]
            await press(pilot, "K", "greater_than_sign", "greater_than_sign", "less_than_sign")
            first = agenda_of(on_disk(board_path), meeting(board_path))[0]
            assert first.planned_minutes == 5
            count = len(titles(board_path))
            assert f" {count} on the agenda · 5 min planned" in lines(pilot)[4]
            await press(pilot, "slash", *"audits", "enter")
            assert f" 2 of {count} items · 5 min planned" in lines(pilot)[4]
            await press(pilot, "escape", "c")
            assert f" {count - 1} on the agenda" in lines(pilot)[4] and "planned" not in lines(pilot)[4]
            assert "Bring the audits" not in titles(board_path)
            assert "cut" in seen(pilot)
            await press(pilot, "c")
            assert titles(board_path)[0] == "Bring the audits"

    async def test_a_number_moves_an_item_to_that_place(self, board_path: Path) -> None:
        async with opened(board_path) as pilot:
            await press(pilot, "i", "m")
            await answer(pilot, "soon")
            assert "'soon' is no number" in flat(pilot)
            await press(pilot, "ctrl+u")
            await answer(pilot, "3")
        assert titles(board_path)[:3] == [
            "What do managers do differently?",
            f"1 Leaders {HOSTILE}",
            "Bring the audits",
        ]

    @pytest.mark.usefixtures("slow_disk")
    async def test_a_key_acts_on_the_item_that_was_under_the_cursor_when_it_was_pressed(self, board_path: Path) -> None:
        async with opened(board_path) as pilot:
            await press(pilot, "i")
            first, second = agenda_of(on_disk(board_path), meeting(board_path))[:2]
            # Pressed at once: the disk has not written the first five minutes when the cursor goes on.
            await pilot.press("greater_than_sign", "greater_than_sign", "down")
            await settle(pilot)
        minutes = {each.id: each.planned_minutes for each in agenda_of(on_disk(board_path), meeting(board_path))}
        assert (minutes[first.id] - first.planned_minutes, minutes[second.id] - second.planned_minutes) == (10, 0)

    async def test_an_item_is_added_by_its_ref_or_as_a_topic(self, board_path: Path) -> None:
        async with opened(board_path) as pilot:
            await press(pilot, "i", "plus")
            await answer(pilot, "3.1")
            await press(pilot, "plus")
            await answer(pilot, f"Any other business {HOSTILE}")
            assert f"Any other business {HOSTILE}" in seen(pilot)
            assert pilot.app.query_one(MeetingScreen).table.item.title == f"Any other business {HOSTILE}"
        assert titles(board_path)[1:3] == ["3.1 Joint forum", f"Any other business {HOSTILE}"], "after the one before"
        assert {"3.1 Joint forum", f"Any other business {HOSTILE}"} <= set(titles(board_path))

    async def test_an_item_that_is_on_the_agenda_is_not_added_twice(self, board_path: Path) -> None:
        async with opened(board_path) as pilot:
            await press(pilot, "i", "plus")
            await answer(pilot, "1.2")
            assert "is on the agenda already" in toasts(pilot)
        assert titles(board_path).count("1.2 Supervision audits") == 1

    async def test_a_new_meeting_takes_over_the_chair_and_its_pasted_list_of_people_is_one_a_line(
        self, board_path: Path
    ) -> None:
        async with opened(board_path) as pilot:
            await press(pilot, "escape", "plus")
            form: Any = pilot.app.screen
            assert form.row("chair").text == "Independent Chair"
            await answer_form(pilot, date="18/5/2021", attendees="- Lead Member\r\n\r\n• DCS\r\n- Lead Member")
            await press(pilot, "ctrl+s")
        made = next(each for each in on_disk(board_path).all(Meeting) if each.date == "2021-05-18")
        assert made.attendees == "Lead Member\nDCS"
        assert made.chair == "Independent Chair"

    async def test_two_meetings_on_one_day_need_titles_that_tell_them_apart(self, board_path: Path) -> None:
        async with opened(board_path) as pilot:
            await press(pilot, "escape", "plus")
            await answer_form(pilot, date="02/03/2021")
            await press(pilot, "ctrl+s")
            assert "There is a meeting on 02/03/2021 already" in flat(pilot)
            await answer_form(pilot, title="Extraordinary")
            await press(pilot, "ctrl+s")
        assert sorted(m.title for m in on_disk(board_path).all(Meeting) if m.date == "2021-03-02") == [
            "",
            "Extraordinary",
        ]

    async def test_words_that_are_no_day_are_no_date_of_a_meeting(self, board_path: Path) -> None:
        async with opened(board_path) as pilot:
            await press(pilot, "escape", "plus")
            await answer_form(pilot, date="31/06/2021")
            await press(pilot, "ctrl+s")
            assert "A meeting needs a day" in flat(pilot)
        assert len(on_disk(board_path).all(Meeting)) == 2


async def answer_form(pilot: Pilot[Any], **fields: str) -> None:
    form: Any = pilot.app.screen
    for name, text in fields.items():
        control = form.row(name).control
        control.focus()
        await pilot.pause()
        if isinstance(control, Input):
            control.value = ""
        else:
            control.text = ""
        await write(pilot, text)


@pytest.mark.usefixtures("agenda_made")
class TestRunning:
    async def test_one_item_fills_the_screen_with_all_that_matters_unscrolled_at_80_by_24(
        self, board_path: Path
    ) -> None:
        with BoardFile.open(board_path) as file:
            long = "The first round went well, and the second has begun. " * 20
            file.write([change("action", "1.2", commentary=long, rationale="No auditor is free")], who="Head", at=NOW)
            file.write([change("action", "1.1", commentary=long)], who="Head", at=NOW)
        async with opened(board_path) as pilot:
            await press(pilot, "space", "right")
            text = seen(pilot)
            assert "1.2 Supervision audits" in text
            assert "R ✖ Red" in text
            assert "► same as at the last board" in text
            assert "Due: 18/02/2021, original date 31/12/2020" in text
            assert "+49 days, date revised once, 12 days late" in flat(pilot)
            assert "Why: No auditor is free" in text
            assert "Question of 19/01/2021: What do managers do differently? · y answers it" in text
            assert "Latest commentary (02/03/2021)" in text
            assert "The first round went well" in text
            assert "2 of " in text
            await press(pilot, "down")
            assert "1.2 Supervision audits" not in seen(pilot), "nothing can be picked: it is read on"
            await press(pilot, "up")
            assert "1.2 Supervision audits" in lines(pilot)[3]
            await press(pilot, *["down"] * 5)
            assert "1.2 Supervision audits" not in seen(pilot)
            await press(pilot, "right")
            assert titles(board_path)[2] in lines(pilot)[3], "the next one is read from its beginning"
            await press(pilot, "p")
            assert "1.2 Supervision audits" in lines(pilot)[3]
            await press(pilot, "n")
            assert titles(board_path)[2] in lines(pilot)[3]

    async def test_movement_since_the_last_meeting_names_the_rating_before(self, board_path: Path) -> None:
        async with opened(board_path) as pilot:
            await press(pilot, "space")
            await press(pilot, "full_stop")
            await answer(pilot, "1.1")
            assert "↓ worse since the last board, was  G ● Green" in seen(pilot)

    async def test_space_and_arrow_go_on_backspace_and_arrow_go_back_and_all_of_it_is_on_disk(
        self, board_path: Path
    ) -> None:
        async with opened(board_path) as pilot:
            await press(pilot, "space")
            first, second, third, *_ = titles(board_path)
            assert current(board_path) == first
            await press(pilot, "space")
            assert current(board_path) == second
            await press(pilot, "right")
            assert current(board_path) == third
            await press(pilot, "backspace")
            assert current(board_path) == second
            await press(pilot, "left")
            assert current(board_path) == first
            assert "last item" not in toasts(pilot)
        states = [each.state for each in agenda_of(on_disk(board_path), meeting(board_path))]
        assert states[:3] == [AgendaState.DISCUSSED, AgendaState.DISCUSSED, AgendaState.TO_DO]

    @pytest.mark.usefixtures("slow_disk")
    async def test_keys_pressed_faster_than_the_disk_writes_each_count_once(self, board_path: Path) -> None:
        async with opened(board_path) as pilot:
            await press(pilot, "space")
            for _ in range(4):
                await pilot.press("space")
            await pilot.press("left")
            for _ in range(6):  # each write begins when the one before has ended
                await settle(pilot)
            assert current(board_path) == titles(board_path)[3]

    @pytest.mark.usefixtures("slow_disk")
    async def test_a_key_that_follows_at_once_is_for_the_item_that_then_fills_the_screen(
        self, board_path: Path
    ) -> None:
        async with opened(board_path) as pilot:
            for key in ("space", "space", "g"):
                await pilot.press(key)
            for _ in range(4):
                await settle(pilot)
            await press(pilot, "escape")
        board = on_disk(board_path)
        assert lookup(board, "1.2").rag is Rag.GREEN  # type: ignore[attr-defined]
        assert lookup(board, "ambition:1").rag is Rag.NOT_RATED  # type: ignore[attr-defined]

    async def test_a_rating_is_one_key_and_its_reason_words_and_carries_the_meeting(self, board_path: Path) -> None:
        async with opened(board_path) as pilot:
            await press(pilot, "space", "space", "g")
            await answer(pilot, "Audits are back")
            assert "G ● Green" in seen(pilot)
        board = on_disk(board_path)
        action = lookup(board, "1.2")
        assert isinstance(action, Action)
        assert (action.rag, action.rationale) == (Rag.GREEN, "Audits are back")
        with BoardFile.open(board_path) as file:
            said = [entry.edit for entry in file.history(action.id, limit=2)]
        assert {edit.meeting for edit in said} == {MARCH}

    async def test_decision_challenge_and_action_arising_are_recorded_without_leaving_the_item(
        self, board_path: Path
    ) -> None:
        async with opened(board_path) as pilot:

            def asked_for(words: str) -> None:
                assert lines(pilot)[-2].strip() == f"1.2: {words}", lines(pilot)[-2]

            await press(pilot, "space", "space", "d")
            asked_for("Decision?  Enter saves · Esc cancels")
            await answer(pilot, f"Pay for two auditors {HOSTILE}")
            await press(pilot, "c")
            asked_for("Challenge? (1 of 2)  Enter saves · Esc cancels")
            await answer(pilot, "Who checks the checkers?")
            asked_for("Raised by? (2 of 2)  Enter saves · Esc skips")
            await answer(pilot, "DfE adviser")
            await press(pilot, "w")
            asked_for("Action arising? (1 of 3)  Enter saves · Esc cancels")
            await answer(pilot, "Name the auditors")
            asked_for("Who? (2 of 3)  Enter saves · Esc skips")
            await answer(pilot, "Head of Service")
            asked_for("By when? (3 of 3)  Enter saves · Esc skips")
            await answer(pilot, "12/3/2021")
            await press(pilot, "m")
            asked_for("Note for the minutes?  Enter saves · Esc cancels")
            await press(pilot, "escape")
            text = seen(pilot)
            assert "1.2 Supervision audits" in text
            assert f"Decided: Pay for two auditors {HOSTILE}" in text
            assert "Challenge: Who checks the checkers? (DfE adviser)" in text
            assert "Action: Name the auditors (Head of Service, by 12/03/2021)" in text
        board = on_disk(board_path)
        about = identity("1.2")
        decided = only(board, Decision, f"Pay for two auditors {HOSTILE}")
        asked = only(board, Challenge, "Who checks the checkers?")
        task = only(board, ActionArising, "Name the auditors")
        assert (decided.item, decided.meeting) == (about, MARCH)
        assert (asked.item, asked.raised_by) == (about, "DfE adviser")
        assert (task.item, task.owner, task.due) == (about, "Head of Service", "2021-03-12")

    async def test_esc_skips_one_question_and_what_was_confirmed_before_and_is_after_it_stays(
        self, board_path: Path
    ) -> None:
        async with opened(board_path) as pilot:
            await press(pilot, "space", "w")
            await answer(pilot, "Send the list")
            await press(pilot, "escape")
            await answer(pilot, "12/3/2021")
            await press(pilot, "space")
            assert "1.2 Supervision audits" in seen(pilot)
        task = only(on_disk(board_path), ActionArising, "Send the list")
        assert (task.owner, task.due) == ("", "2021-03-12")

    async def test_an_impossible_date_is_said_at_once_and_the_line_stays(self, board_path: Path) -> None:
        async with opened(board_path) as pilot:
            await press(pilot, "space", "w")
            await answer(pilot, "Send the list")
            await answer(pilot, "")
            await answer(pilot, "31/06/2021")
            assert "Write a date such as 31/03/2021" in seen(pilot)
            assert "By when?" in seen(pilot)

    async def test_an_open_challenge_is_answered_on_its_item(self, board_path: Path) -> None:
        async with opened(board_path) as pilot:
            await press(pilot, "space", "space", "y")
            question = "1.2: Answer to “What do managers do…”? (1 of 2)  Enter saves · Esc cancels"
            assert lines(pilot)[-2].strip() == question
            await answer(pilot, "They read the file first")
            assert lines(pilot)[-2].strip() == "1.2: Answered by? (2 of 2)  Enter saves · Esc skips"
            await answer(pilot, "Head of Service")
            assert "y answers it" not in seen(pilot)
            assert "They read the file first" in seen(pilot)
        found = only(on_disk(board_path), Challenge, "What do managers do differently?")
        assert (found.answer, found.answered_by, found.answered_in) == (
            "They read the file first",
            "Head of Service",
            MARCH,
        )

    async def test_of_several_open_challenges_the_one_with_the_number_typed_is_answered(self, board_path: Path) -> None:
        async with opened(board_path) as pilot:
            await press(pilot, "space", "space", "c")
            await answer(pilot, "And by when?")
            await press(pilot, "escape", "y")
            await answer(pilot, "3")
            assert "Type a number from 1 to 2" in seen(pilot)
            await press(pilot, "backspace", "2", "enter")
            await answer(pilot, "By June")
            await press(pilot, "escape")
        assert only(on_disk(board_path), Challenge, "And by when?").answer == "By June"

    async def test_an_action_arising_is_marked_as_done_with_one_key(self, board_path: Path) -> None:
        async with opened(board_path) as pilot:
            await press(pilot, "space")
            await press(pilot, "full_stop")
            await answer(pilot, "bring the audits")  # it is about nothing in the plan, so it is an item of its own
            assert "Action of 19/01/2021 (Head of Service, by 30/03/2021) · f marks it complete" in flat(pilot)
            await press(pilot, "f")
            await answer(pilot, "They are here")
            await press(pilot, "left")
            await press(pilot, "w")
            await answer(pilot, "Ring them")
            await press(pilot, "escape", "escape")
            await press(pilot, "f", "escape")
        board = on_disk(board_path)
        first, second = (only(board, ActionArising, text) for text in ("Bring the audits", "Ring them"))
        assert (first.done, first.outcome) == (True, "They are here")
        assert (second.done, second.outcome) == (True, "")

    async def test_parking_puts_the_item_off_and_goes_on(self, board_path: Path) -> None:
        async with opened(board_path) as pilot:
            await press(pilot, "space", "z")
            assert "1.2 Supervision audits" in seen(pilot)
            await press(pilot, "left")
            assert "· parked ·" in lines(pilot)[2]
        assert agenda_of(on_disk(board_path), meeting(board_path))[0].state is AgendaState.PARKED

    async def test_an_item_that_is_not_on_the_agenda_is_put_on_it_when_it_is_called_up(self, board_path: Path) -> None:
        async with opened(board_path) as pilot:
            await press(pilot, "space", "slash")
            await answer(pilot, "3.1")
            assert "3.1 Joint forum" in lines(pilot)[3]
        assert current(board_path) == "3.1 Joint forum"

    async def test_a_ref_that_nothing_has_is_said_and_the_item_stays(self, board_path: Path) -> None:
        async with opened(board_path) as pilot:
            await press(pilot, "space")
            await press(pilot, "full_stop")
            await answer(pilot, "9.9")
            assert "Nothing on this board has the ref '9.9'" in lines(pilot)[-2], "in the prompt, which stays"
            await press(pilot, "escape", "space")
            assert "1.2 Supervision audits" in seen(pilot)

    async def test_a_note_of_the_minute_taker_is_added_line_by_line(self, board_path: Path) -> None:
        async with opened(board_path) as pilot:
            await press(pilot, "space", "m")
            await answer(pilot, "Discussed at length")
            await press(pilot, "m")
            await answer(pilot, "and agreed")
            assert "Note: Discussed at length" in seen(pilot)
        assert agenda_of(on_disk(board_path), meeting(board_path))[0].note == "Discussed at length\nand agreed"

    async def test_what_is_said_on_a_topic_of_its_own_stands_under_it_in_the_minutes(self, board_path: Path) -> None:
        async with opened(board_path) as pilot:
            await press(pilot, "plus")
            await answer(pilot, "Any other business")
            await press(pilot, "space")
            await press(pilot, "full_stop")
            await answer(pilot, "any other")
            await press(pilot, "d")
            await answer(pilot, "Meet again in May")
            await press(pilot, "r")
            assert "have no rating of their own" in toasts(pilot)
            await close(pilot)
        minutes = drafted(board_path)
        assert "Other matters" not in minutes
        assert "Meet again in May" in minutes.split("Any other business")[1]

    async def test_undo_takes_back_what_was_said_last(self, board_path: Path) -> None:
        async with opened(board_path) as pilot:
            await press(pilot, "space", "d")
            await answer(pilot, "A slip of the tongue")
            await press(pilot, "u")
            assert "A slip of the tongue" not in seen(pilot).replace("Undone: A slip of the tongue", "")
        assert not [d for d in on_disk(board_path).all(Decision) if d.text == "A slip of the tongue"]

    async def test_what_is_not_on_the_screen_is_taken_back_only_after_asking(self, board_path: Path) -> None:
        def decided() -> bool:
            return any(each.text == "Ask for a plan" for each in on_disk(board_path).all(Decision))

        async with opened(board_path) as pilot:
            await press(pilot, "space", "d")
            await answer(pilot, "Ask for a plan")
            await press(pilot, "right", "u")
            assert "Take back the last edit of Ask for a plan, not on this screen?" in seen(pilot)
            await press(pilot, "escape")
            assert decided(), "Esc keeps it"
            await press(pilot, "u", "enter")
            assert "Undone: Ask for a plan removed" in toasts(pilot)
            assert not decided()
            await press(pilot, "ctrl+y")
            assert "Redo the last edit of Ask for a plan, not on this screen?" in seen(pilot)
            await press(pilot, "escape")
            assert not decided(), "Esc keeps it"
            await press(pilot, "left", "ctrl+y")
            assert "Redone: Ask for a plan brought back" in toasts(pilot), "on its screen nothing is asked"
        assert decided()

    async def test_edits_on_other_screens_carry_the_meeting_too_while_it_runs(self, board_path: Path) -> None:
        async with opened(board_path) as pilot:
            await press(pilot, "space", "3")
            assert lines(pilot)[0].startswith(" Meeting of 02/03/2021 in progress")
            await press(pilot, "b", "escape")
        with BoardFile.open(board_path) as file:
            assert file.history(identity("1.1"), limit=1)[0].edit.meeting == MARCH

    async def test_the_corner_counts_items_and_minutes_and_never_nags(self, board_path: Path) -> None:
        with BoardFile.open(board_path) as file:
            file.write([change("meeting", "mar", planned_minutes=60)], who="Office")
        async with opened(board_path) as pilot:
            await press(pilot, "space")
        async with opened(board_path, now=NOW + timedelta(minutes=75)) as pilot:
            await press(pilot, "space", "space")
            assert "· 75 of 60 min" in lines(pilot)[2]
            assert not toasts(pilot).replace("Meeting", "")

    async def test_when_every_item_has_been_taken_the_screen_says_which_key_closes(self, board_path: Path) -> None:
        async with opened(board_path) as pilot:
            await press(pilot, "space", *["space"] * 3)
            count = len(titles(board_path))
            assert "E closes the meeting" not in seen(pilot)
            await press(pilot, *["space"] * (count - 3))
            assert "Every item has been taken: E closes the meeting." in seen(pilot)

    async def test_keys_of_the_list_do_nothing_while_an_item_fills_the_screen(self, board_path: Path) -> None:
        async with opened(board_path) as pilot:
            await press(pilot, "space")
            before = on_disk(board_path).edition
            await press(pilot, "delete", "J", "i", "plus", "greater_than_sign", "s")
            assert on_disk(board_path).edition == before
            assert "Deleted" not in toasts(pilot)

    async def test_the_help_lists_the_keys_of_the_running_meeting(self, board_path: Path) -> None:
        async with opened(board_path, size=(100, 60)) as pilot:
            await press(pilot, "space", "question_mark")
            assert "While a meeting runs" in seen(pilot)
            assert "Record an action arising" in seen(pilot)

    async def test_a_meeting_on_another_day_than_planned_asks_first(self, board_path: Path) -> None:
        async with opened(board_path, now=NOW - timedelta(days=1)) as pilot:
            await press(pilot, "space")
            assert "planned for 02/03/2021, and today is 01/03/2021" in seen(pilot)
            assert lines(pilot)[-1].split("  ")[:2] == [" Enter begins it", "Esc cancels"]
            await press(pilot, "escape")
            assert meeting(board_path).state is MeetingState.PLANNED
            await press(pilot, "space", "enter")
        assert meeting(board_path).state is MeetingState.RUNNING

    async def test_a_backup_is_made_before_the_meeting(self, board_path: Path) -> None:
        async with opened(board_path) as pilot:
            await press(pilot, "space")
        (backup,) = board_path.with_name("plan.board-backups").iterdir()
        assert "-meeting-" in backup.name


@pytest.mark.usefixtures("agenda_made")
class TestInterrupted:
    async def test_reopening_offers_to_go_on_at_the_same_item(self, board_path: Path) -> None:
        async with opened(board_path) as pilot:
            await press(pilot, "space", "space")
        change_settings(lambda settings: type(settings)(signature=CHAIR))
        app = BoardApp(board_path, clock=lambda: NOW)
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            assert "Meeting of 02/03/2021 in progress, started 10:00, at 1.2 Supervision audits" in seen(pilot)
            assert "Space goes on there" in seen(pilot)
            assert app.meeting == ""
            await press(pilot, "space")
            assert "1.2 Supervision audits" in lines(pilot)[3]
            assert app.meeting == MARCH

    async def test_a_meeting_nobody_closed_says_so_and_closes_at_the_time_of_its_last_edit(
        self, board_path: Path
    ) -> None:
        async with opened(board_path) as pilot:
            await press(pilot, "space")
            pilot.app.clock = lambda: NOW + timedelta(minutes=5, seconds=30)  # type: ignore[attr-defined]
            await press(pilot, "d")
            await answer(pilot, "Go on")
        async with opened(board_path, now=NOW + timedelta(days=20)) as pilot:
            assert "Nobody closed the meeting of 02/03/2021, opened on 02/03/2021" in seen(pilot)
            await press(pilot, "E")
            assert "2021-03-02 10:05" in seen(pilot)
            await press(pilot, "enter")
        assert meeting(board_path).closed_at == "2021-03-02T10:05:30Z", "to the second at which it was said"

    async def test_another_meeting_does_not_begin_while_one_was_never_closed(self, board_path: Path) -> None:
        with BoardFile.open(board_path) as file:
            file.write([change("meeting", "may", date="2021-05-18")], who="Office")
        async with opened(board_path) as pilot:
            await press(pilot, "space", "v", "v", "down", "space")
            assert "was never closed. Go on with it or close it" in toasts(pilot)
        assert meeting(board_path, identity("may")).state is MeetingState.PLANNED

    async def test_a_meeting_that_another_program_closes_is_left_and_nothing_more_is_said_in_it(
        self, board_path: Path
    ) -> None:
        async with opened(board_path) as pilot:
            await press(pilot, "space")
            with BoardFile.open(board_path, clock=lambda: NOW) as file:
                file.close_meeting(MARCH, who="Office", freeze=freezer(MARCH))
            app: Any = pilot.app
            app.look_again()
            await settle(pilot)
            assert app.meeting == ""
            assert "2 of " not in lines(pilot)[2]


@pytest.mark.usefixtures("agenda_made")
class TestClosing:
    async def test_the_chair_sees_what_changed_and_what_is_open_and_confirms(self, board_path: Path) -> None:
        async with opened(board_path) as pilot:
            await press(pilot, "space", "space", "g")
            await answer(pilot, "Audits are back")
            await press(pilot, "z", "E")
            text = seen(pilot)
            assert "Close the meeting of 02/03/2021?" in text
            assert "Action 1.2 Supervision audits – RAG: R ✖ Red → G ● Green (Audits are back)" in flat(pilot)
            assert "Not reached" in text
            assert "Parked (1)" in text
            await press(pilot, "escape")
            assert meeting(board_path).state is MeetingState.RUNNING
            await close(pilot)
            assert "02/03/2021" in seen(pilot)
            assert "closed" in seen(pilot)
        closed = meeting(board_path)
        assert closed.state is MeetingState.CLOSED
        draft = board_path.with_name("plan-2021-03-02-draft-minutes.md").read_text(encoding="utf-8")
        assert "Audits are back" in draft and closed.minutes == "", "they are frozen when they are agreed"
        assert closed.snapshot.startswith("# Improvement plan")

    async def test_minutes_and_snapshot_are_written_beside_the_board_and_nothing_is_replaced(
        self, board_path: Path
    ) -> None:
        mine = board_path.with_name("plan-2021-03-02-draft-minutes.md")
        mine.write_text("my own notes", encoding="utf-8")
        async with opened(board_path) as pilot:
            await press(pilot, "space")
            await close(pilot)
            names = [f"plan-2021-03-02-{each} (.md, .docx)" for each in ("draft-minutes-2", "front-sheet", "snapshot")]
            assert f"{names[0]}, {names[1]} and {names[2]}" in toasts(pilot)
            assert str(board_path.parent) in toasts(pilot)
            assert "No meeting is planned: + plans the next one" in seen(pilot)
            pilot.app.clear_notifications()
            await press(pilot, "D")  # the same again is not written twice
            assert f"Wrote {names[0]}, {names[1]} and {names[2]}" in toasts(pilot)
        closed = meeting(board_path)
        assert mine.read_text(encoding="utf-8") == "my own notes"
        with BoardFile.open(board_path) as file:
            assert board_path.with_name("plan-2021-03-02-draft-minutes-2.md").read_text(encoding="utf-8") == minutes_of(
                file, closed
            )
        assert board_path.with_name("plan-2021-03-02-front-sheet.md").read_text(encoding="utf-8") == closed.front_sheet
        assert board_path.with_name("plan-2021-03-02-snapshot.md").read_text(encoding="utf-8") == closed.snapshot
        assert len(list(board_path.parent.glob("*.md"))) == 4
        assert len(list(board_path.parent.glob("*.docx"))) == 3

    async def test_an_open_disagreement_has_to_be_confirmed_twice(self, board_path: Path) -> None:
        before = on_disk(board_path).edition
        for who, title in (("Head", "Audits of supervision"), ("Office", "Audits, supervised")):
            with BoardFile.open(board_path) as file:
                file.write([change("action", "1.2", title=title, commentary=f"{title} began")], who=who, seen=before)
        async with opened(board_path) as pilot:
            await press(pilot, "space", "E")
            assert "Copies still disagree about (1)" in seen(pilot)
            await press(pilot, "enter")
            assert "2 disagreements are still open. Enter again closes all the same" in flat(pilot)
            assert meeting(board_path).state is MeetingState.RUNNING
            await press(pilot, "enter")
        assert meeting(board_path).state is MeetingState.CLOSED

    async def test_a_clock_that_cannot_be_right_closes_nothing_until_a_time_is_typed(self, board_path: Path) -> None:
        async with opened(board_path) as pilot:
            await press(pilot, "space")
        async with opened(board_path, now=datetime(1970, 1, 1, 0, 3, tzinfo=UTC)) as pilot:
            await press(pilot, "E")
            await press(pilot, "enter")
            assert "which cannot be right. Say when it closed" in flat(pilot)
            assert meeting(board_path).state is MeetingState.RUNNING
            await press(pilot, "ctrl+u")
            await answer(pilot, "half past")
            assert "Write it like 12:30" in flat(pilot)
            await press(pilot, "ctrl+u")
            await answer(pilot, "12:30")
        assert meeting(board_path).closed_at == "2021-03-02T12:30:00Z"

    async def test_what_was_said_that_cannot_be_read_is_told_and_nothing_can_be_closed(
        self, board_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(_file: BoardFile, _meeting: str) -> Any:
            raise BoardError("The disk did not answer while plan.board was in use.")

        async with opened(board_path) as pilot:
            await press(pilot, "space")
            before = board_path.read_bytes()
            with monkeypatch.context() as patched:
                patched.setattr(BoardFile, "meeting_record", fail)
                await press(pilot, "E")
                assert "The disk did not answer while plan.board was in use." in flat(pilot)
            # The disk is well again, but nobody has seen yet what would be closed: Enter shows it.
            await press(pilot, "enter")
            assert "Close the meeting of 02/03/2021?" in seen(pilot) and "What changed" in seen(pilot)
            assert "The disk did not answer" not in flat(pilot)
            assert board_path.read_bytes() == before
            await press(pilot, "escape")
            await close(pilot)
        assert meeting(board_path).state is MeetingState.CLOSED

    async def test_enter_before_what_was_said_stands_there_closes_nothing_and_what_it_said_goes_away(
        self, board_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        read, may_read = BoardFile.meeting_record, threading.Event()

        def read_slowly(file: BoardFile, identity: str) -> Any:
            assert may_read.wait(PATIENCE_SECONDS)
            return read(file, identity)

        monkeypatch.setattr(BoardFile, "meeting_record", read_slowly)
        async with opened(board_path) as pilot:
            await press(pilot, "space")
            with held_back("what was said is being read"):
                await pilot.press("E", "enter")
                await pilot.pause()
                assert "It can be closed once what was said stands above" in flat(pilot)
            may_read.set()
            await settle(pilot)
            assert "What changed" in seen(pilot) and "It can be closed once" not in flat(pilot)
            assert meeting(board_path).state is MeetingState.RUNNING
            await press(pilot, "enter")
        assert meeting(board_path).state is MeetingState.CLOSED

    async def test_papers_that_cannot_be_read_while_it_closes_leave_it_running_and_it_can_be_closed_again(
        self, board_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        failing = [True]

        def fail_once(board: Board) -> str:
            if failing:
                failing.pop()
                raise BoardError("The disk did not answer while plan.board was in use.")
            return front_sheet(board)

        async with opened(board_path) as pilot:
            await press(pilot, "space", "E")
            monkeypatch.setattr(session_meeting, "front_sheet", fail_once)
            await press(pilot, "enter")
            assert "The disk did not answer while plan.board was in use." in flat(pilot)
            assert meeting(board_path).state is MeetingState.RUNNING
            assert list(board_path.parent.glob("*.md")) == []
            await press(pilot, "enter")
        assert meeting(board_path).state is MeetingState.CLOSED

    async def test_esc_while_it_closes_waits_for_the_disk_and_nothing_ends(
        self, board_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        may_close = threading.Event()
        close_now = BoardFile.close_meeting

        def slow(file: BoardFile, *arguments: Any, **options: Any) -> Any:
            assert may_close.wait(120)
            return close_now(file, *arguments, **options)

        monkeypatch.setattr(BoardFile, "close_meeting", slow)
        async with opened(board_path) as pilot:
            await press(pilot, "space", "E")
            await pilot.press("enter", "escape", "escape")
            await pilot.pause()
            may_close.set()
            await settle(pilot)
            assert "is closed" in toasts(pilot)
            assert pilot.app.is_running
        assert meeting(board_path).state is MeetingState.CLOSED

    async def test_a_closed_meeting_is_not_reopened_and_says_how_to_correct(self, board_path: Path) -> None:
        async with opened(board_path) as pilot:
            await press(pilot, "escape")
            assert "run it" in lines(pilot)[-1]
            await press(pilot, "end")
            assert "run it" not in lines(pilot)[-1]
            await press(pilot, "space")
            assert "is closed and stays as it was. Make the correction as an ordinary edit" in toasts(pilot)
            await press(pilot, "e")
            assert "is closed and stays as it was" in toasts(pilot)
        assert meeting(board_path, identity("jan")).state is MeetingState.CLOSED

    async def test_minutes_of_a_past_meeting_are_read_with_enter(self, board_path: Path) -> None:
        async with opened(board_path) as pilot:
            await press(pilot, "space", "space", "d")
            await answer(pilot, f"Agreed {HOSTILE}")
            await close(pilot)
            await press(pilot, "enter")
            assert "Draft minutes. Edit what was said to correct them" in seen(pilot)
            await press(pilot, "end")
            assert f"Agreed {HOSTILE}" in seen(pilot)

    async def test_what_was_not_answered_comes_first_at_the_next_meeting_with_its_words(self, board_path: Path) -> None:
        async with opened(board_path) as pilot:
            await press(pilot, "space")
            await press(pilot, "full_stop")
            await answer(pilot, "3.1")
            await press(pilot, "c")
            await answer(pilot, "What does the forum do?")
            await press(pilot, "escape")
            await close(pilot)
            await press(pilot, "plus")
            await answer_form(pilot, date="18/05/2021")
            await press(pilot, "ctrl+s")
            await press(pilot, "space")
            await press(pilot, "enter")
            await press(pilot, "full_stop")
            await answer(pilot, "forum do")
            assert "here because: challenge unanswered since" in seen(pilot)
            assert "Action 3.1 Joint forum · R ✖ Red · due 31/01/2021" in seen(pilot)
            await press(pilot, "y")
            await answer(pilot, "It meets")
            await press(pilot, "enter")
        board = on_disk(board_path)
        may = next(each for each in board.all(Meeting) if each.date == "2021-05-18")
        first = [agenda_title(board, each) for each in agenda_of(board, may)][:4]
        march = "Minutes of the meeting of 02/03/2021"
        assert first == [march, "Bring the audits", "What do managers do differently?", "What does the forum do?"]
        answered = only(board, Challenge, "What does the forum do?")
        assert (answered.answer, answered.answered_in) == ("It meets", may.id)


class TestWhatChanged:
    async def test_it_is_one_key_away_on_every_screen(self, board_path: Path) -> None:
        async with opened(board_path, size=(120, 60)) as pilot:
            for screen in "1234567":
                await press(pilot, screen, "W")
                text = seen(pilot)
                assert "From the meeting of 19/01/2021 to now" in text
                assert "↓ worse" in text
                assert "28/02/2021" in text
                assert "31/03/2021" in text
                await press(pilot, "escape")

    async def test_a_text_is_shown_as_a_readable_difference(self, board_path: Path) -> None:
        async with opened(board_path, size=(120, 60)) as pilot:
            await press(pilot, "W", "end")
            assert "[-Too many-]" in seen(pilot)

    async def test_beginning_and_end_are_any_two_meetings(self, board_path: Path) -> None:
        async with opened(board_path, size=(120, 60)) as pilot:
            await press(pilot, "space")
            await close(pilot)
            await press(pilot, "W")
            assert "From the meeting of 02/03/2021 to now" in seen(pilot)
            assert "Nothing has changed." in seen(pilot)
            await press(pilot, "s")
            assert "From the meeting of 19/01/2021 to now" in seen(pilot)
            await press(pilot, "n")
            assert "From the meeting of 19/01/2021 to the meeting of 02/03/2021" in seen(pilot)

    async def test_it_is_written_as_markdown_beside_the_board(self, board_path: Path) -> None:
        async with opened(board_path) as pilot:
            await press(pilot, "W", "x", "x")
        written = sorted(each.name for each in board_path.parent.glob("*.md"))
        assert written == ["plan-changes-since-2021-01-19-2.md", "plan-changes-since-2021-01-19.md"]

    async def test_without_a_closed_meeting_it_says_that_there_is_nothing_to_compare(self, path: Path) -> None:
        async with opened(path) as pilot:
            await press(pilot, "W")
            assert "No meeting has been closed yet" in seen(pilot)
