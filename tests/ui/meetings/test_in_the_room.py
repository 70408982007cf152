"""A meeting in front of a room: no key pressed by mistake leaves it, skips an item or loses words."""

from __future__ import annotations

from pathlib import Path

import pytest

from boardtui.domain.board.board import Board
from boardtui.domain.errors import BoardError
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import AgendaItem, Meeting, Profile
from boardtui.domain.records.meetings import MeetingState
from boardtui.store.board_file import BoardFile
from boardtui.ui.meetings.meeting import MeetingScreen
from boardtui.ui.meetings.rows import like_the_last
from tests.ui.conftest import change, identity, lines, look_again, on_disk, seen, toasts
from tests.ui.council_board import exceptions_first, make
from tests.ui.meetings.test_meeting import (
    answer,
    answer_form,
    close,
    current,
    drafted,
    flat,
    meeting,
    opened,
    press,
    titles,
)


@pytest.fixture
def board_path(tmp_path: Path) -> Path:
    return exceptions_first(make(tmp_path / "plan.board"))


def shows_item(pilot: object) -> bool:
    return bool(pilot.app.query_one(MeetingScreen).running)  # type: ignore[attr-defined]


async def test_q_asks_while_a_meeting_is_in_progress_and_enter_leaves(board_path: Path) -> None:
    async with opened(board_path) as pilot:
        await press(pilot, "space", "q")
        assert "is still in progress. Leave the program?" in seen(pilot)
        await press(pilot, "escape")
        assert not pilot.app._exit and shows_item(pilot)
        await press(pilot, "q", "enter")
        assert pilot.app._exit
    assert meeting(board_path).state is MeetingState.RUNNING


async def test_what_another_minutes_on_the_item_while_a_note_is_typed_stays_in_the_note(board_path: Path) -> None:
    async with opened(board_path) as pilot:
        await press(pilot, "space", "m")
        item = meeting(board_path).current_item
        with BoardFile.open(board_path) as file:
            file.write([Change(item, "agenda_item", {"note": "The office heard yes."})], who="Office")
        await look_again(pilot)
        await answer(pilot, "The chair heard no.")
    noted = on_disk(board_path).get(AgendaItem, item)
    assert noted is not None and noted.note == "The office heard yes.\nThe chair heard no."


async def test_one_esc_too_many_never_leaves_the_item_and_a_key_of_its_own_shows_the_agenda(board_path: Path) -> None:
    async with opened(board_path) as pilot:
        await press(pilot, "space", "d", "escape", "escape", "escape")
        assert shows_item(pilot)
        assert "v shows its agenda" in toasts(pilot)
        await press(pilot, "v")
        assert not shows_item(pilot)


async def test_the_agenda_of_a_meeting_in_progress_says_so_and_its_cursor_is_on_the_current_item(
    board_path: Path,
) -> None:
    async with opened(board_path) as pilot:
        await press(pilot, "space", "space", "v")
        assert lines(pilot)[2].startswith(" Agenda of the meeting in progress, now at 1.2 Supervision audits")
        assert "▸ now" in next(line for line in lines(pilot) if " 2 " in line and "1.2 Supervision" in line)
        item = pilot.app.query_one(MeetingScreen).table.key
        assert item == meeting(board_path).current_item


async def test_6_shows_the_running_item_from_its_agenda_from_the_meetings_and_from_another_screen(
    board_path: Path,
) -> None:
    async with opened(board_path) as pilot:
        await press(pilot, "space")
        for keys in (["v"], ["v", "v"], ["v", "enter"], ["v", "3"], ["3"], []):
            await press(pilot, *keys, "6")
            assert shows_item(pilot), keys
        await press(pilot, "v", "escape")
        assert shows_item(pilot), "and so does Esc"


async def test_esc_leaves_what_is_read_then_gives_up_the_words_and_only_then_leaves_the_agenda(
    board_path: Path,
) -> None:
    async with opened(board_path) as pilot:
        screen = pilot.app.query_one(MeetingScreen)
        for running in (False, True):
            await press(pilot, *(["enter", "space", "v"] if running else []), "enter")
            assert screen.has_class("reading")
            await press(pilot, "escape")
            assert not screen.has_class("reading") and not shows_item(pilot)
            await press(pilot, "slash", *"Coach", "enter")
            assert "Supervision audits" not in seen(pilot)
            await press(pilot, "escape")
            assert "Supervision audits" in seen(pilot) and not shows_item(pilot)
            assert "2 meetings" not in seen(pilot)
            await press(pilot, "escape")
            assert shows_item(pilot) if running else "2 meetings" in seen(pilot)


async def test_space_goes_on_only_where_the_item_is_seen(board_path: Path) -> None:
    async with opened(board_path) as pilot:
        await press(pilot, "space", "v", "space")
        assert "6 shows the item it is at" in toasts(pilot)
        await press(pilot, "6")
        assert current(board_path) == titles(board_path)[0]


async def test_on_the_last_item_the_arrow_says_so_and_what_closes_the_meeting(board_path: Path) -> None:
    async with opened(board_path) as pilot:
        await press(pilot, "space", "full_stop")
        await answer(pilot, str(len(titles(board_path))))
        await press(pilot, "right")
        assert "This is the last item" in toasts(pilot)
        assert "E closes the meeting." in toasts(pilot)


async def test_a_jump_that_fits_several_or_nothing_stays_open_and_names_what_comes_near(board_path: Path) -> None:
    async with opened(board_path) as pilot:
        await press(pilot, "space", "full_stop")
        await answer(pilot, "supervision nonsense")
        assert "Go to" in seen(pilot)
        assert "Some of it stands in 1.2 Supervision audits" in flat(pilot)
        assert "Enter goes there" in flat(pilot)
        await press(pilot, "escape")
        assert "Go to" not in seen(pilot)  # nothing would be lost, so that nothing is asked
    assert current(board_path) == titles(board_path)[0]


async def test_what_is_not_on_the_agenda_is_found_by_its_words_rated_there_and_minuted(board_path: Path) -> None:
    with BoardFile.open(board_path) as file:
        file.write([change("milestone", "ms", title="Survey of staff", due="2021-06-30")], who="Office")
    reasons = {"joint forum": "Nobody is free", "survey of staff": "Too few answer"}
    async with opened(board_path) as pilot:
        await press(pilot, "space")
        for words, why in reasons.items():
            await press(pilot, "full_stop")
            await answer(pilot, words)
            await press(pilot, "r")
            await answer(pilot, why)
            await press(pilot, "escape", "escape")
        await close(pilot)
    told = drafted(board_path).casefold()
    for words, why in reasons.items():
        assert words in told and why.casefold() in told.split(words)[1], words


async def test_the_minutes_to_agree_are_named_and_say_which_key_agrees_them(board_path: Path) -> None:
    async with opened(board_path) as pilot:
        await press(pilot, "space")
        await close(pilot)
        await press(pilot, "plus")
        await answer_form(pilot, date="18/05/2021")
        await press(pilot, "ctrl+s", "space", "enter")
        assert "Minutes of the meeting of 02/03/2021" in seen(pilot) and "A draft · Y agrees it" in seen(pilot)
        await press(pilot, "Y")
        assert "Y agrees it" not in seen(pilot) and "Agreed" in seen(pilot)
        assert "The minutes of the meeting of 02/03/2021 are agreed and frozen" in toasts(pilot)
    assert meeting(board_path).agreed_minutes


async def test_a_first_rating_is_told_as_a_rating_and_not_as_a_new_item(board_path: Path) -> None:
    async with opened(board_path) as pilot:
        await press(pilot, "space", "full_stop")
        await answer(pilot, "2.1")
        await press(pilot, "g", "escape")
        assert "rated since the last board, was ○ Not rated" in flat(pilot)


async def test_while_a_meeting_closes_it_says_so_and_afterwards_what_could_not_be_done(
    board_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(board_path) as pilot:
        await press(pilot, "space", "E")
        seen_meanwhile: list[bool] = []

        def closing(*_given: object, **_more: object) -> None:
            seen_meanwhile.append("writing the papers" in flat(pilot))
            raise BoardError("The disk is full.")

        with monkeypatch.context() as full:
            full.setattr("boardtui.ui.meetings.begin_and_close.close_meeting", closing)
            await press(pilot, "enter")
        assert seen_meanwhile and "The disk is full." in flat(pilot)
        assert "writing the papers" not in flat(pilot)
        with monkeypatch.context() as full:
            full.setattr("boardtui.ui.meetings.begin_and_close.write_papers", closing)
            await press(pilot, "enter")
        closed = "The meeting of 02/03/2021 is closed. Its papers could not be written: The disk is full."
        assert f"{closed} D writes them again." in toasts(pilot)
        assert meeting(board_path).state is MeetingState.CLOSED
        await press(pilot, "D")
        assert "Wrote plan-2021-03-02-draft-minutes (.md, .docx)" in toasts(pilot)


async def test_a_new_meeting_has_the_chair_the_place_and_the_attendance_of_the_last(board_path: Path) -> None:
    async with opened(board_path) as pilot:
        await press(pilot, "A")
        last = {"chair": "Vice Chair", "place": "Room 3", "attendees": "Head of Service\nDfE adviser"}
        await answer_form(pilot, **last)
        await press(pilot, "ctrl+s")
        await press(pilot, "escape", "plus")
        await answer_form(pilot, date="18/05/2021")
        await press(pilot, "ctrl+s")
    may = next(each for each in on_disk(board_path).all(Meeting) if each.date == "2021-05-18")
    assert {name: getattr(may, name) for name in last} == last
    assert not may.apologies, "who sent apologies is asked each time"


def test_the_last_meeting_is_the_last_by_date_in_whatever_order_they_were_entered() -> None:
    entered = (("2021-03-02", "Vice Chair"), ("2020-11-10", "Former Chair"), ("2021-04-06", ""))
    meetings = (Meeting(id=identity(day), date=day, chair=chair) for day, chair in entered)
    board = Board(Profile(id="board"), {"meeting": {each.id: each for each in meetings}})
    assert like_the_last(board) == {"chair": "Vice Chair"}


async def test_closing_names_the_folder_of_the_papers_in_full_where_the_board_was_opened_by_its_name_alone(
    board_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(board_path.parent)
    async with opened(Path(board_path.name)) as pilot:
        await press(pilot, "space")
        await close(pilot)
        assert toasts(pilot).rstrip().endswith(f" in {board_path.parent.resolve()}")
