"""A meeting of a shared board is closed on one machine; two that closed it apart are shown, and not mixed."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from pathlib import Path

from boardtui.domain.meetings.agenda import agenda_of, agenda_title
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import Meeting
from boardtui.domain.records.meetings import MeetingState
from boardtui.session.meeting import begin_meeting, close_meeting
from boardtui.session.sharing import Exchanger, make_working_copy_of
from boardtui.store.board_file import BoardFile
from boardtui.store.columns import board_identity
from boardtui.store.copies.conflicts import open_conflicts
from boardtui.store.soundness import examine
from tests.server import Server

NOW = datetime(2021, 3, 2, 10, 0, tzinfo=UTC)


def exchange(*exchangers: Exchanger) -> None:
    for each in (*exchangers, *exchangers):
        each.exchange()


def test_two_that_closed_a_meeting_apart_are_both_there_and_their_papers_are_not_mixed(
    server: Server, tmp_path: Path
) -> None:
    identity, action = str(uuid.uuid4()), str(uuid.uuid4())
    with BoardFile.create(tmp_path / "plan.board", "Plan", who="plan", clock=lambda: NOW) as chair:
        chair.write(
            [
                Change(identity, "meeting", {"date": "2021-03-02"}),
                Change(action, "action", {"ref": "1.1", "title": "Coach"}),
            ],
            who="plan",
        )
        begin_meeting(chair, chair.read(), _meeting(chair, identity), who="Chair", now=NOW, today=NOW.date())
        with chair.reading() as reader:
            address = server.make_board(board_identity(reader))
        mine = Exchanger(address, lambda job: job(chair), keep_note=False)
        mine.exchange()
        with BoardFile.open(make_working_copy_of(address, tmp_path / "working"), clock=lambda: NOW) as office:
            theirs = Exchanger(address, lambda job: job(office), keep_note=False)
            chair.write([Change(action, "action", {"rag": "red"})], who="Chair", meeting=identity)
            close_meeting(chair, identity, who="Chair", at=NOW)
            close_meeting(office, identity, who="Office", at=NOW)
            papers = {_meeting(each, identity).snapshot for each in (chair, office)}
            assert len(papers) == 2
            exchange(mine, theirs)
            for each in (chair, office):
                closed = _meeting(each, identity)
                assert closed.state is MeetingState.CLOSED and closed.snapshot in papers
                (conflict,) = [c for c in open_conflicts(each) if c.record == identity]
                assert {side.edit.who for side in conflict.sides} == {"Chair", "Office"}
                assert {side.values["snapshot"] for side in conflict.sides} == papers
                assert examine(each.path)[0] == []
            assert _meeting(chair, identity) == _meeting(office, identity)
            mine.close()
            theirs.close()


def begin(file: BoardFile, identity: str, who: str) -> None:
    begin_meeting(file, file.read(), _meeting(file, identity), who=who, now=NOW, today=NOW.date())


def agenda(file: BoardFile, identity: str) -> list[str]:
    return [agenda_title(file.read(), each) for each in agenda_of(file.read(), _meeting(file, identity))]


def test_two_that_begin_a_meeting_apart_have_one_agenda(server: Server, tmp_path: Path) -> None:
    identity = str(uuid.uuid4())
    late = [Change(str(uuid.uuid4()), "action", {"ref": f"1.{n}", "title": f"Late {n}", "rag": "red"}) for n in (1, 2)]
    with BoardFile.create(tmp_path / "plan.board", "Plan", who="plan", clock=lambda: NOW) as chair:
        chair.write([Change(identity, "meeting", {"date": "2021-03-02"}), *late], who="plan")
        with chair.reading() as reader:
            address = server.make_board(board_identity(reader))
        mine = Exchanger(address, lambda job: job(chair), keep_note=False)
        mine.exchange()
        with BoardFile.open(make_working_copy_of(address, tmp_path / "working"), clock=lambda: NOW) as office:
            theirs = Exchanger(address, lambda job: job(office), keep_note=False)
            begin(chair, identity, "Chair")
            begin(office, identity, "Office")
            exchange(mine, theirs)
            for each in (chair, office):
                assert agenda(each, identity) == ["1.1 Late 1", "1.2 Late 2"]
                assert open_conflicts(each) == []
            mine.close()
            theirs.close()


def test_what_was_cut_from_an_agenda_that_is_made_anew_is_on_it_again(tmp_path: Path) -> None:
    identity, action = str(uuid.uuid4()), str(uuid.uuid4())
    with BoardFile.create(tmp_path / "plan.board", "Plan", who="plan", clock=lambda: NOW) as file:
        file.write(
            [
                Change(identity, "meeting", {"date": "2021-03-02"}),
                Change(action, "action", {"ref": "1.1", "title": "Late", "rag": "red"}),
            ],
            who="plan",
        )
        begin(file, identity, "Chair")
        (item,) = agenda_of(file.read(), _meeting(file, identity))
        file.write([Change(item.id, "agenda_item", delete=True)], who="Chair")
        file.write([Change(identity, "meeting", {"state": "planned", "opened_at": ""})], who="Chair")
        begin(file, identity, "Chair")
        (again,) = agenda_of(file.read(), _meeting(file, identity))
        assert again.item == action and again.id != item.id


def _meeting(file: BoardFile, identity: str) -> Meeting:
    found = file.read().get(Meeting, identity)
    assert found is not None
    return found
