"""A commentary carries the day on which it was written, whatever was done beside it, before it and after it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from boardtui.domain.attention.schedule import commented_day, commented_words
from boardtui.domain.board.board import Board
from boardtui.domain.meetings.brief import item_brief
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import Record
from boardtui.store.board_file import BoardFile
from boardtui.store.copies.conflicts import open_conflicts
from boardtui.store.copies.merge import merge
from boardtui.store.copies.send import send_copy
from tests.store.conftest import CHAIR, add_action, new_id, rebuild

BEGAN = datetime(2021, 1, 4, 9, 0, tzinfo=UTC)


class Days:
    """A clock that stands still until the next day is wanted."""

    def __init__(self) -> None:
        self.now = BEGAN

    def __call__(self) -> datetime:
        return self.now

    def go_on(self) -> None:
        self.now += timedelta(days=1)


@pytest.fixture
def days() -> Days:
    return Days()


@pytest.fixture
def board_file(tmp_path: Path, days: Days) -> Iterator[BoardFile]:
    with BoardFile.create(tmp_path / "plan.board", "Improvement plan", who="plan", clock=days) as made:
        yield made


def said(file: BoardFile, days: Days, identity: str, words: str) -> None:
    days.go_on()
    file.write([Change(identity, "action", {"commentary": words})], who=CHAIR)


def day_of(file: BoardFile, identity: str) -> int | None:
    """The day of January, as a board says it that is read as a whole; one kept up to date and one read anew agree."""
    board = file.read()
    record = board.find(identity)
    assert record is not None
    day = commented_day(board, record)
    words = "" if day is None else f"{day:%d/%m/%Y}"
    assert item_brief(board, record, BEGAN.date()).commented in (words, f"brought in {words}")
    rebuild(file)
    assert file.read().commented == board.commented
    return day.day if day is not None else None


def test_a_rating_given_later_does_not_change_it(board_file: BoardFile, days: Days) -> None:
    identity = add_action(board_file, "1.1", commentary="Begun")
    days.go_on()
    before = board_file.read()
    board_file.write([Change(identity, "action", {"rag": "red", "rationale": "Late"})], who=CHAIR)
    assert day_of(board_file, identity) == 4
    assert board_file.refresh(before).commented == board_file.read().commented


def test_what_was_never_commented_has_no_day(board_file: BoardFile, days: Days) -> None:
    identity = add_action(board_file, "1.1")
    assert day_of(board_file, identity) is None
    said(board_file, days, identity, "Begun")
    said(board_file, days, identity, "")
    assert day_of(board_file, identity) is None


def test_words_that_undo_and_redo_bring_back_have_the_day_on_which_they_were_written(
    board_file: BoardFile, days: Days
) -> None:
    identity = add_action(board_file, "1.1", commentary="Begun")  # 4 January
    said(board_file, days, identity, "Late")  # 5
    said(board_file, days, identity, "Begun")  # 6, once more
    for _ in range(2):
        days.go_on()
        board_file.undo(who=CHAIR)
        assert day_of(board_file, identity) == 5
        days.go_on()
        board_file.redo(who=CHAIR)
        assert day_of(board_file, identity) == 6
    board_file.undo(who=CHAIR)
    board_file.undo(who=CHAIR)
    assert day_of(board_file, identity) == 4


def test_words_between_which_somebody_decided_keep_their_day(board_file: BoardFile, days: Days, tmp_path: Path) -> None:
    identity = add_action(board_file, "1.1")
    copy = send_copy(board_file, tmp_path, lead="")
    said(board_file, days, identity, "Here")  # 5
    with BoardFile.open(copy, clock=days) as lead:
        lead.write([Change(identity, "action", {"lead": "Head of Service"})], who="Lead")  # so that it is the later one
        said(lead, days, identity, "There")  # 6
    days.go_on()
    merge(board_file, [copy])
    assert day_of(board_file, identity) == 6  # what is shown for now
    (conflict,) = open_conflicts(board_file)
    days.go_on()
    change = Change(identity, "action", {"commentary": "Here"}, resolve=True)
    board_file.write([change], who=CHAIR, why="Seen in audits")
    assert conflict.record == identity
    assert day_of(board_file, identity) == 5


def test_what_was_said_at_a_meeting_has_its_day_in_the_papers_of_that_meeting(
    board_file: BoardFile, days: Days
) -> None:
    identity, meeting = add_action(board_file, "1.1", commentary="Begun"), new_id()
    board_file.write([Change(meeting, "meeting", {"date": "2021-01-05", "state": "running"})], who=CHAIR)
    board_file.close_meeting(meeting, who=CHAIR, freeze=lambda _: ("", ""))
    said(board_file, days, identity, "Done")
    board = board_file.read(at=meeting)
    assert commented_day(board, next(each for each in board.of_kind("action"))) == BEGAN.date()
    assert day_of(board_file, identity) == 5


def test_a_deleted_record_has_none_and_one_that_is_brought_back_has_its_own(board_file: BoardFile, days: Days) -> None:
    identity = add_action(board_file, "1.1", commentary="Begun")
    before = board_file.read()
    days.go_on()
    board_file.write([Change(identity, "action", delete=True)], who=CHAIR)
    gone = board_file.refresh(before)
    assert gone.commented == {} == board_file.read().commented
    board_file.undo(who=CHAIR)
    assert day_of(board_file, identity) == 4
    assert board_file.refresh(gone).commented == board_file.read().commented


def test_the_same_words_said_again_have_the_day_on_which_they_were_said_again(
    board_file: BoardFile, days: Days
) -> None:
    identity = add_action(board_file, "1.1", commentary="Begun")
    days.go_on()
    before = board_file.read()
    again = Change(identity, "action", {"commentary": "Begun"}, again=True)
    assert board_file.write([again], who=CHAIR).edits
    assert board_file.refresh(before).commented == board_file.read().commented
    assert day_of(board_file, identity) == 5
    assert board_file.undo(who=CHAIR).edits
    assert day_of(board_file, identity) == 4


def test_nothing_said_again_where_nothing_was_ever_said_is_an_edit_too(board_file: BoardFile, days: Days) -> None:
    identity = add_action(board_file, "1.1")
    days.go_on()
    assert board_file.write([Change(identity, "action", {"commentary": ""}, again=True)], who=CHAIR).edits
    record = board_file.read().find(identity)
    assert record is not None
    assert record.changed_at.startswith("2021-01-05")


def told(file: BoardFile, identity: str) -> str:
    """The day of a commentary as a room reads it, also after the tables were made anew."""
    board = file.read()
    words = commented_words(board, record_of(board, identity))
    rebuild(file)
    board = file.read()
    assert commented_words(board, record_of(board, identity)) == words
    return words


def record_of(board: Board, identity: str) -> Record:
    record = board.find(identity)
    assert record is not None
    return record


@pytest.mark.parametrize("why", ["made from plan.toml", "imported from plan.xlsx, sheet Actions, row 9"])
def test_what_came_in_a_file_is_told_as_brought_in_until_somebody_writes_anew(
    board_file: BoardFile, days: Days, why: str
) -> None:
    identity = new_id()
    brought = Change(identity, "action", {"title": "Coach", "commentary": "Half are coached."})
    board_file.write([brought], who="plan plan.toml", why=why)
    assert told(board_file, identity) == "brought in 04/01/2021"
    before = board_file.read()
    said(board_file, days, identity, "All are coached.")
    assert told(board_file, identity) == "05/01/2021"
    assert board_file.refresh(before).commented == board_file.read().commented
    board_file.undo(who=CHAIR)
    assert told(board_file, identity) == "brought in 04/01/2021"


def test_what_somebody_wrote_who_explains_it_with_a_plan_is_theirs(board_file: BoardFile, days: Days) -> None:
    identity = add_action(board_file, "1.1")
    said(board_file, days, identity, "Begun.")
    days.go_on()
    board_file.write([Change(identity, "action", {"commentary": "Half done."})], who=CHAIR, why="made from my notes")
    assert told(board_file, identity) == "06/01/2021"
