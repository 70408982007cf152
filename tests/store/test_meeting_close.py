"""Closing a meeting: what is frozen stays as it was, byte for byte, whatever happens to the board afterwards."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from boardtui.domain.errors import BoardError
from boardtui.domain.meetings.sittings import frozen_snapshot, verify_frozen
from boardtui.domain.records.edits import Change, Edit, EditId, canonical
from boardtui.domain.records.kinds import Action, Meeting
from boardtui.report.snapshot import snapshot
from boardtui.session.meeting import freezer, minutes_of
from boardtui.store.board_file import BoardFile
from boardtui.store.copies.merge import merge
from boardtui.store.soundness import examine
from tests.store.conftest import CHAIR, add_action, new_id, rebuild


def held(board_file: BoardFile, day: str = "2021-03-02") -> str:
    """A closed meeting at which one action was rated."""
    action, meeting = add_action(board_file, "1.1", title="[SEND] plan | a [/", rag="green"), new_id()
    board_file.write([Change(meeting, "meeting", {"date": day})], who="Office")
    rated = Change(action, "action", {"rag": "red", "rationale": "Staff left"})
    board_file.write([rated], who=CHAIR, why="Staff left", meeting=meeting)
    board_file.close_meeting(meeting, who=CHAIR, freeze=freezer(meeting))
    return meeting


def closed(board_file: BoardFile, meeting: str) -> Meeting:
    found = board_file.read().get(Meeting, meeting)
    assert found is not None
    return found


class TestFrozen:
    def test_the_snapshot_is_the_same_bytes_after_a_hundred_edits_and_other_labels(self, board_file: BoardFile) -> None:
        meeting = held(board_file)
        at_the_close = closed(board_file, meeting)
        frozen, written = at_the_close.snapshot, minutes_of(board_file, at_the_close)
        assert at_the_close.front_sheet and frozen
        board = board_file.read()
        action = board.all(Action)[0]
        for number in range(100):
            values = {"commentary": f"edit {number}", "rag": ("red", "green")[number % 2]}
            board_file.write([Change(action.id, "action", values)], who="Lead")
        labels = {"ambition_label": "theme", "ambition_plural": "themes", "red_means": "quite another thing"}
        board_file.write([Change(board.profile.id, "board", {**labels, "title": "Renamed"})], who="Office")
        rebuild(board_file)
        with BoardFile.open(board_file.path) as again:
            found = closed(again, meeting)
            assert frozen_snapshot(found, full=True) == frozen
            assert frozen_snapshot(found) == at_the_close.front_sheet
            assert minutes_of(again, found) == written
            assert verify_frozen(again.read().all(Meeting)) == []
        assert snapshot(board_file.read()) != frozen
        assert examine(board_file.path)[0] == []

    def test_papers_of_a_board_full_of_hostile_words_are_taken_from_a_copy(self, copy: Path) -> None:
        hostile = "[SEND]\tplan\u202e | a [/\u2066 \u05d0\u200f"
        with BoardFile.open(copy) as lead:
            profile, action, meeting = lead.read().profile.id, add_action(lead, "9", title=hostile), new_id()
            lead.write(
                [Change(profile, "board", {"title": hostile, "summary": f"{hostile}\n\n\t{hostile}"})], who=CHAIR
            )
            lead.write([Change(meeting, "meeting", {"date": "2021-03-02", "title": hostile})], who="Office")
            rated = Change(action, "action", {"rag": "red", "rationale": hostile, "commentary": f"a\n\t{hostile}"})
            lead.write([rated], who=hostile, why=hostile, meeting=meeting)
            lead.close_meeting(meeting, who=CHAIR, freeze=freezer(meeting))
        with BoardFile.open(copy.with_name("plan.board")) as board_file:
            merge(board_file, [copy])
            assert "SEND" in frozen_snapshot(closed(board_file, meeting))

    def test_the_meaning_of_the_ratings_at_the_time_is_inside(self, board_file: BoardFile) -> None:
        board_file.write(
            [Change(board_file.read().profile.id, "board", {"red_means": "Stuck in January"})], who="Office"
        )
        meeting = held(board_file)
        board_file.write([Change(board_file.read().profile.id, "board", {"red_means": "Other"})], who="Office")
        assert "Stuck in January" in frozen_snapshot(closed(board_file, meeting))

    def test_the_minutes_tell_what_was_said_up_to_the_close(self, board_file: BoardFile) -> None:
        minutes = minutes_of(board_file, closed(board_file, held(board_file)))
        assert "G ● Green → R ✖ Red *(Staff left)*" in minutes

    def test_a_meeting_that_is_not_closed_has_nothing_frozen(self) -> None:
        with pytest.raises(BoardError, match="The meeting of 02/03/2021 is not closed, so nothing is frozen yet"):
            frozen_snapshot(Meeting(id="m", date="2021-03-02"))

    def test_nothing_is_closed_if_the_papers_cannot_be_written(self, board_file: BoardFile) -> None:
        meeting = new_id()
        board_file.write([Change(meeting, "meeting", {"date": "2021-03-02"})], who="Office")
        before = board_file.read()

        def fail(_board: object) -> tuple[str, str]:
            raise BoardError("no papers")

        with pytest.raises(BoardError, match="no papers"):
            board_file.close_meeting(meeting, who=CHAIR, freeze=fail)
        assert board_file.read() == before
        assert board_file.meeting_record(meeting).entries == ()
        board_file.close_meeting(meeting, who=CHAIR, freeze=freezer(meeting))

    def test_the_time_of_closing_can_be_that_of_the_last_edit(self, board_file: BoardFile) -> None:
        action, meeting = add_action(board_file, "1.1"), new_id()
        board_file.write([Change(meeting, "meeting", {"date": "2021-03-02"})], who="Office")
        last = datetime(2021, 3, 2, 11, 42, tzinfo=UTC)
        board_file.write([Change(action, "action", {"rag": "red"})], who=CHAIR, meeting=meeting, at=last)
        assert board_file.meeting_record(meeting).last_at == "2021-03-02T11:42:00Z"
        board_file.close_meeting(meeting, who=CHAIR, freeze=freezer(meeting), at=last)
        assert closed(board_file, meeting).closed_at == "2021-03-02T11:42:00Z"


class TestTampering:
    @pytest.mark.parametrize(("field", "called"), [("snapshot", "snapshot"), ("front_sheet", "front sheet")])
    def test_check_notices_a_paper_that_was_changed_in_the_file(
        self, board_file: BoardFile, field: str, called: str
    ) -> None:
        meeting = held(board_file)
        _change_frozen(board_file.path, "R ✖ Red", "G ● Green", forge=False, field=field)
        found = " ".join(examine(board_file.path)[0])
        assert f"The {called} of the meeting of 02/03/2021 does not match its digest" in found
        assert verify_frozen(board_file.read().all(Meeting)) == [
            each for each in examine(board_file.path)[0] if f"{called} of" in each
        ]
        with pytest.raises(BoardError, match="does not match its digest"):
            frozen_snapshot(closed(board_file, meeting))

    def test_check_notices_it_also_where_the_edit_was_sealed_anew(self, board_file: BoardFile) -> None:
        held(board_file)
        _change_frozen(board_file.path, "R ✖ Red", "G ● Green", forge=True)
        found = examine(board_file.path)[0]
        assert found == verify_frozen(board_file.read().all(Meeting))
        assert found[0].startswith("The snapshot of the meeting of 02/03/2021 does not match its digest")

    def test_a_meeting_that_a_plan_brought_in_closed_is_no_problem(self, board_file: BoardFile) -> None:
        values = {"date": "2020-01-01", "state": "closed"}
        board_file.write([Change(new_id(), "meeting", values)], who="plan")
        assert examine(board_file.path)[0] == [] == verify_frozen(board_file.read().all(Meeting))


def _change_frozen(path: Path, old: str, new: str, *, forge: bool, field: str = "snapshot") -> None:
    """Change the frozen snapshot behind the program's back; `forge` also seals the edit anew."""
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.row_factory = sqlite3.Row
        row = raw.execute("SELECT * FROM edit WHERE kind = 'meeting' AND value LIKE '%snapshot%' ORDER BY arrival DESC")
        found = dict(row.fetchone())
        edit = Edit(
            id=EditId(found["session"], found["number"]),
            parents=tuple(map(EditId.read, found["parents"].split())),
            group=found["grp"],
            **{
                name: found[name]
                for name in ("lamport", "record", "kind", "why", "who", "at", "meeting", "batch", "intent")
            },
            value=found["value"],
        )
        assert edit.content_digest() == found["digest"]
        values = edit.values()
        assert old in values[field]
        values[field] = values[field].replace(old, new)
        forged = replace(edit, value=canonical(values))
        digest = forged.content_digest() if forge else found["digest"]
        raw.execute("UPDATE edit SET value = ?, digest = ? WHERE arrival = ?", (forged.value, digest, found["arrival"]))
        raw.execute(f"UPDATE p_meeting SET {field} = ?", (values[field],))


class TestLookingWhileClosing:
    def test_what_is_looked_up_for_the_papers_is_of_the_moment_of_closing(self, board_file: BoardFile) -> None:
        action, meeting = add_action(board_file, "1.1"), new_id()
        board_file.write([Change(meeting, "meeting", {"date": "2021-03-02"})], who="Office")
        board_file.write([Change(action, "action", {"rag": "red"})], who=CHAIR, meeting=meeting)
        seen = []

        def freeze(_board: object) -> tuple[str, str]:
            seen.append(len(board_file.meeting_record(meeting).entries))
            seen.append(len(board_file.history(action)))
            return "snapshot", "minutes"

        board_file.close_meeting(meeting, who=CHAIR, freeze=freeze)
        assert seen == [1, 2]
        assert len(board_file.history(meeting, limit=1)) == 1
