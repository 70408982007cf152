"""A board made from a plan: in one piece, signed so that nobody undoes it, with its steps played."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from boardtui.domain.board.board import Board
from boardtui.domain.errors import BoardError
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import Action, Challenge, Kpi, Meeting, Milestone, Reading
from boardtui.domain.records.meetings import MeetingState
from boardtui.domain.records.rag import Rag
from boardtui.exchange.plan_toml import read_plan, write_plan
from boardtui.exchange.samples import make_board, read_sample, sample_names
from tests.exchange.plans import NOW, clock

STEPS = """
format = 1
[board]
title = "A plan"
summary = "Before"
[[action]]
ambition = ""
ref = "1.3"
rag = "green"
[[kpi]]
ref = "2.1"
[[milestone]]
key = "launch"
title = "Launch"
[[meeting]]
date = "2021-01-19"

[[then]]
close_meeting = "2021-01-19"
at = "2021-01-19T11:30:00Z"
who = "Independent Chair"
[[then]]
set = "action:1.3"
values = { rag = "red", rationale = "late" }
why = "Nobody is free"
who = "Strategic Lead"
at = 2021-02-04T09:15:00Z
[[then]]
add = "challenge"
values = { key = "why", meeting = "19/01/2021", item = "action:1.3", text = "Why?" }
meeting = "2021-01-19"
[[then]]
set = "challenge:why"
values = { answer = "Because." }
[[then]]
add = "reading"
values = { kpi = "2.1", period = "Feb 21", value = "97%" }
[[then]]
delete = "milestone:launch"
[[then]]
set = "board"
values = { summary = "After" }
"""


def test_steps_are_played_in_their_order_after_the_plan(tmp_path: Path) -> None:
    with make_board(tmp_path / "a.board", read_plan(STEPS, name="p"), clock=clock) as made:
        board = made.read()
    action, challenge, reading = board.all(Action)[0], board.all(Challenge)[0], board.all(Reading)[0]
    assert (action.rag, action.rationale) == (Rag.RED, "late")
    assert (challenge.text, challenge.answer, challenge.item) == ("Why?", "Because.", action.id)
    assert (reading.kpi, reading.period, reading.value) == (board.all(Kpi)[0].id, "2021-02", "97%")
    assert board.all(Milestone) == ()
    assert board.profile.summary == "After"


def test_what_follows_a_closed_meeting_is_new_since_that_meeting(tmp_path: Path) -> None:
    with make_board(tmp_path / "a.board", read_plan(STEPS, name="p"), clock=clock) as made:
        board = made.read()
    meeting, action = board.all(Meeting)[0], board.all(Action)[0]
    assert meeting.state is MeetingState.CLOSED
    assert meeting.closed_at == "2021-01-19T11:30:00Z"
    assert board.since.meeting == meeting
    assert board.since.value(action, "rag") == "green"
    assert board.all(Challenge)[0].id in board.since.new


def test_steps_carry_their_own_name_reason_meeting_and_time(tmp_path: Path) -> None:
    with make_board(tmp_path / "a.board", read_plan(STEPS, name="p"), who="Office", clock=clock) as made:
        board = made.read()
        rating = next(each.edit for each in made.history(board.all(Action)[0].id))
        said = made.history(board.all(Challenge)[0].id)[-1].edit
    assert (rating.who, rating.why, rating.at) == ("Strategic Lead", "Nobody is free", "2021-02-04T09:15:00Z")
    assert (said.who, said.meeting, said.at) == ("plan p", board.all(Meeting)[0].id, "2021-03-02T10:00:00Z")


def test_the_plan_is_dated_no_later_than_its_first_step(tmp_path: Path) -> None:
    with make_board(tmp_path / "a.board", read_plan(STEPS, name="p"), clock=clock) as made:
        dates = [each.edit.at for each in made.history(made.read().profile.id)]
    assert dates == ["2021-03-02T10:00:00Z", "2021-01-19T11:30:00Z", "2021-01-19T11:30:00Z"]


def test_later_edits_of_the_open_board_are_dated_by_the_given_clock(tmp_path: Path) -> None:
    moments = iter([NOW, datetime(2022, 1, 1, tzinfo=UTC)])
    plan = read_plan('format = 1\n[[action]]\nambition = ""\nref = "1"\n', name="p")
    with make_board(tmp_path / "a.board", plan, clock=lambda: next(moments)) as made:
        [action] = made.read().all(Action)
        assert made.write([Change(action.id, "action", {"rag": "red"})], who="Chair").edits[0].at[:4] == "2022"


def test_the_caller_freezes_a_meeting_that_a_step_closes(tmp_path: Path) -> None:
    def freeze(board: Board, meeting: Meeting) -> tuple[str, str]:
        return f"snapshot of {board.profile.title}", f"minutes of {meeting.date}"

    with make_board(tmp_path / "a.board", read_plan(STEPS, name="p"), clock=clock, freeze=freeze) as made:
        [meeting] = made.read().all(Meeting)
    assert (meeting.snapshot, meeting.minutes) == ("snapshot of A plan", "minutes of 2021-01-19")


def test_a_closed_meeting_is_written_as_closed_without_what_was_frozen(tmp_path: Path) -> None:
    with make_board(tmp_path / "a.board", read_plan(STEPS, name="p"), clock=clock) as made:
        written = write_plan(made.read())
    assert '[[meeting]]\ndate = "2021-01-19"\nstate = "closed"\n' in written
    with make_board(tmp_path / "b.board", read_plan(written, name="p"), clock=clock) as again:
        board = again.read()
    assert board.all(Meeting)[0].state is MeetingState.CLOSED
    assert board.since.meeting is None


def test_no_undo_takes_back_the_plan(tmp_path: Path) -> None:
    with make_board(tmp_path / "a.board", read_plan(STEPS, name="p"), who="Chair", clock=clock) as made:
        before = made.read()
        with pytest.raises(BoardError):
            made.undo(who="Chair")
        assert made.read() == before
        assert "by Chair" in made.history(before.all(Kpi)[0].id)[-1].edit.why


def test_all_records_of_a_plan_are_one_batch(tmp_path: Path) -> None:
    plan = read_plan(
        'format = 1\n[board]\ncouncil = "c"\n[[action]]\nambition = ""\nref = "1"\n[[risk]]\nref = "2"\n', name="p"
    )
    with make_board(tmp_path / "a.board", plan, clock=clock) as made:
        edits = [each.edit for each in made.history()]
    assert len({edit.batch for edit in edits if edit.why.startswith("made from p")}) == 1
    assert {edit.kind for edit in edits if edit.batch == edits[0].batch} == {"board", "action", "risk"}


def test_a_board_that_fails_half_way_leaves_no_file(tmp_path: Path) -> None:
    def freeze(board: Board, meeting: Meeting) -> tuple[str, str]:
        raise BoardError("no room")

    with pytest.raises(BoardError, match="no room"):
        make_board(tmp_path / "a.board", read_plan(STEPS, name="p"), clock=clock, freeze=freeze)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_already_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "a.board").write_text("mine", encoding="utf-8")
    with pytest.raises(BoardError, match="exists already"):
        make_board(tmp_path / "a.board", read_plan(STEPS, name="p"), clock=clock)
    assert (tmp_path / "a.board").read_text(encoding="utf-8") == "mine"


def test_two_boards_of_one_plan_are_two_boards(tmp_path: Path) -> None:
    boards = []
    for name in ("a", "b"):
        with make_board(tmp_path / name, read_plan(STEPS, name="p"), clock=clock) as made:
            boards.append(made.read())
    assert boards[0].profile.id != boards[1].profile.id
    assert boards[0].all(Action)[0].id != boards[1].all(Action)[0].id


@pytest.mark.parametrize("name", sample_names())
def test_every_sample_makes_a_board(name: str, tmp_path: Path) -> None:
    with make_board(tmp_path / "a.board", read_sample(name), clock=clock) as made:
        board = made.read()
    assert board.profile.title
    assert board.conflicted == ()


def test_an_unknown_sample_is_refused_with_the_names_of_those_there_are() -> None:
    with pytest.raises(BoardError, match=r"There are: .*kpi-scorecard"):
        read_sample("../LICENSE")
