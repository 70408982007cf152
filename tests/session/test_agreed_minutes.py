"""Minutes are a draft until the board agrees them, and then what they were agreed to be."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from boardtui.domain.errors import BoardError
from boardtui.domain.meetings.agenda import agenda_of, agenda_title
from boardtui.domain.meetings.agenda_changes import make_agenda
from boardtui.domain.meetings.meeting_changes import decision, start_meeting
from boardtui.domain.meetings.sittings import frozen_minutes, verify_frozen
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import Decision, Meeting
from boardtui.report.closing_list import plain_lines
from boardtui.session.meeting import agree_minutes, freezer, minutes_of
from boardtui.store.board_file import BoardFile
from boardtui.store.soundness import examine
from tests.report.boards import identity
from tests.report.held import CHAIR, NEXT, held
from tests.report.test_minutes import planned_next, section

APRIL = datetime(2021, 4, 6, 9, 0, tzinfo=UTC)
FAR_AHEAD = datetime(2099, 1, 1, tzinfo=UTC)


def of_march(file: BoardFile) -> str:
    return minutes_of(file, meeting(file, NEXT))


def meeting(file: BoardFile, name: str) -> Meeting:
    found = file.read().get(Meeting, name)
    assert found is not None
    return found


class TestDraft:
    def test_what_was_minuted_wrongly_is_put_right_and_it_says_who_did_it_and_when(self, tmp_path: Path) -> None:
        with held(tmp_path / "plan.board") as file:
            file.write([Change(identity("again"), "decision", {"text": "Meet again in June"})], who="Office", at=APRIL)
            file.write([Change(NEXT, "meeting", {"apologies": "DfE Adviser"})], who="Office", at=APRIL)
            text = of_march(file)
        assert "- Meet again in June" in section(text, "Other matters")
        assert section(text, "Apologies").strip() == "- DfE Adviser"
        corrected = section(text, "Corrected since the meeting")
        assert "**June** *Office, 06/04/2021*" in corrected
        assert "Apologies" in corrected

    def test_what_is_withdrawn_is_gone_and_what_was_forgotten_can_be_added(self, tmp_path: Path) -> None:
        with held(tmp_path / "plan.board") as file:
            file.write([Change(identity("again"), "decision", delete=True)], who="Office")
            file.write([Change(identity("new"), "decision", {"meeting": NEXT, "text": "Thank the team"})], who="Office")
            others = section(of_march(file), "Other matters")
        assert "Meet again in May" not in others
        assert "Thank the team" in others

    def test_what_becomes_of_it_after_the_meeting_is_no_correction(self, tmp_path: Path) -> None:
        with held(tmp_path / "plan.board") as file:
            before = of_march(file)
            file.write([Change(identity("bill"), "action_arising", {"done": True, "outcome": "Sent"})], who="Head")
            file.write([Change(identity("bill"), "action_arising", {"due": "2021-04-01"})], who="Head")
            file.write([Change(identity("why"), "challenge", {"answer": "Because"})], who="Head")
            file.write([Change(identity("1.1"), "action", {"rag": "green", "title": "Renamed"})], who="Head")
            assert of_march(file) == before

    def test_a_rating_that_was_minuted_wrongly_is_put_right_in_the_minutes_and_in_the_plan(
        self, tmp_path: Path
    ) -> None:
        with held(tmp_path / "plan.board") as file:
            before = of_march(file)
            assert "- **RAG:** A ▲ Amber → R ✖ Red *(Two coaches" in before
            right = {"rag": "green", "rationale": "Nobody has left"}
            file.write([Change(identity("1.1"), "action", right)], who="Office", meeting=NEXT, at=APRIL)
            text = of_march(file)
            told = text.partition("## Corrected since")[0]
            assert "- **RAG:** A ▲ Amber → G ● Green\n- **Rationale:** Nobody has left" in told
            assert "Two coaches" not in told, "that was the reason for the wrong one"
            corrected = section(text, "Corrected since the meeting")
            assert "R ✖ Red → G ● Green" in corrected and "*Office, 06/04/2021*" in corrected
            assert examine(file.path)[0] == []

    def test_a_correction_that_is_taken_back_leaves_the_minutes_as_they_were(self, tmp_path: Path) -> None:
        with held(tmp_path / "plan.board") as file:
            before = of_march(file)
            file.write([Change(identity("1.1"), "action", {"rag": "green"})], who="Office", meeting=NEXT, why="A slip")
            assert of_march(file) != before
            file.undo(who="Office")
            assert of_march(file) == before
            file.redo(who="Office")
            assert "A ▲ Amber → G ● Green *(A slip)*" in of_march(file)

    def test_what_is_put_right_after_the_minutes_were_agreed_is_told_by_the_next_ones(self, tmp_path: Path) -> None:
        with held(tmp_path / "plan.board") as file:
            april = planned_next(file)
            file.write([Change(identity("1.1"), "action", {"rag": "green"})], who="Office", meeting=NEXT)
            agree_minutes(file, NEXT, who=CHAIR, now=datetime.now(UTC))
            assert "Green" in of_march(file)
            assert "Corrected since" not in minutes_of(file, april), "the minutes that were agreed say it already"
            file.write([Change(identity("1.1"), "action", {"rag": "blue"})], who="Office", meeting=NEXT, at=FAR_AHEAD)
            assert "Blue" not in of_march(file)
            assert "Blue" in section(minutes_of(file, april), "Corrected since", 3)

    def test_the_next_meeting_is_the_one_that_is_planned_next(self, tmp_path: Path) -> None:
        with held(tmp_path / "plan.board") as file:
            planned_next(file, "2021-05-04")
            planned_next(file)
            assert section(of_march(file), "Next meeting").strip() == "06/04/2021."


class TestAgreed:
    def test_the_next_agenda_begins_with_the_minutes_and_the_meeting_that_agrees_them_says_so(
        self, tmp_path: Path
    ) -> None:
        with held(tmp_path / "plan.board") as file:
            april = planned_next(file)
            board = file.read()
            file.write(make_agenda(board, april, APRIL.date()), who="Office")
            board = file.read()
            titles = [agenda_title(board, each) for each in agenda_of(board, april)]
            assert titles[0] == "Minutes of the meeting of 02/03/2021"
            assert "Minutes of the meeting of 05/01/2021" not in titles, "nothing of it was frozen"
            file.write(start_meeting(board, april, APRIL), who=CHAIR, meeting=april.id)
            agree_minutes(file, NEXT, who=CHAIR, now=APRIL)
            agreed = of_march(file)
            assert agreed.startswith("# Minutes: March board\n")
            assert "**Agreed:** at the meeting of 06/04/2021\n" in agreed
            first = section(minutes_of(file, april), "Item 1: Minutes of the meeting of 02/03/2021", 3)
            assert "The board agreed the minutes of the meeting of 02/03/2021." in first

    def test_from_then_on_they_are_the_same_bytes_and_a_change_is_told_at_the_next_meeting(
        self, tmp_path: Path
    ) -> None:
        with held(tmp_path / "plan.board") as file:
            agree_minutes(file, NEXT, who=CHAIR, now=datetime(2021, 3, 3, tzinfo=UTC))
            agreed = of_march(file)
            file.write([Change(identity("again"), "decision", {"text": "Never meet again"})], who="Office", at=APRIL)
            assert of_march(file) == agreed
            assert "Never" in section(minutes_of(file, planned_next(file)), "Corrected since", 3)
            assert examine(file.path)[0] == []

    def test_taking_it_back_makes_them_a_draft_again(self, tmp_path: Path) -> None:
        with held(tmp_path / "plan.board") as file:
            draft = of_march(file)
            agree_minutes(file, NEXT, who=CHAIR, now=APRIL)
            file.undo(who=CHAIR)
            assert of_march(file) == draft

    def test_check_and_whoever_asks_for_them_notice_that_they_were_altered(self, tmp_path: Path) -> None:
        path = tmp_path / "plan.board"
        with held(path) as file:
            agree_minutes(file, NEXT, who=CHAIR, now=APRIL)
            march = meeting(file, NEXT)
        assert verify_frozen([march]) == []
        altered = replace(march, agreed_minutes=march.agreed_minutes.replace("in May", "in July"))
        with pytest.raises(BoardError, match="The text of the minutes of the meeting of 02/03/2021 does not match"):
            frozen_minutes(altered)
        with closing(sqlite3.connect(path)) as raw, raw:
            raw.execute("UPDATE edit SET value = replace(value, 'again in May', 'again in July') WHERE grp = 'agreed'")
        assert verify_frozen([altered])[0] in examine(path)[0]

    def test_only_a_draft_can_be_agreed(self, tmp_path: Path) -> None:
        with held(tmp_path / "plan.board", close=False) as file:
            with pytest.raises(BoardError, match="Close the meeting of 02/03/2021 first"):
                agree_minutes(file, NEXT, who=CHAIR, now=APRIL)
            file.close_meeting(NEXT, who=CHAIR, freeze=freezer(NEXT))
            agree_minutes(file, NEXT, who=CHAIR, now=APRIL)
            with pytest.raises(BoardError, match="are frozen already"):
                agree_minutes(file, NEXT, who=CHAIR, now=APRIL)


def test_notes_decisions_and_what_was_withdrawn_stand_once_or_nowhere(tmp_path: Path) -> None:
    with held(tmp_path / "plan.board", close=False) as file:
        made = decision(meeting(file, NEXT), "A slip of the pen")
        file.write(made, who=CHAIR, meeting=NEXT)
        file.write([Change(made[0].record, "decision", delete=True)], who=CHAIR, meeting=NEXT)
        file.close_meeting(NEXT, who=CHAIR, freeze=freezer(NEXT))
        text = of_march(file)
        said = [each.text for each in file.read().all(Decision) if each.meeting == NEXT]
    assert "slip of the pen" not in text
    assert text.count("The fire alarm rang.") == 1
    assert len(re.findall("Meet again in May", text)) == 1 and "Meet again in May" in said


def test_what_was_added_and_removed_again_in_a_meeting_is_news_to_nobody(tmp_path: Path) -> None:
    with held(tmp_path / "plan.board", close=False) as file:
        before = plain_lines(file.read(), file.meeting_record(NEXT).entries)
        for kind, values in (("decision", {"meeting": NEXT, "text": "A slip"}), ("action", {"title": "A slip"})):
            slip = Change(identity(f"slip of {kind}"), kind, values)
            file.write([slip], who=CHAIR, meeting=NEXT)
            file.write([Change(slip.record, kind, delete=True)], who=CHAIR, meeting=NEXT)
        assert plain_lines(file.read(), file.meeting_record(NEXT).entries) == before
        file.write([Change(identity("1.1"), "action", delete=True)], who=CHAIR, meeting=NEXT)
        told = plain_lines(file.read(), file.meeting_record(NEXT).entries)
    assert len([each for each in told if each.endswith(": removed")]) == 1, "what was there before is missed"


def test_items_that_were_only_noted_stand_in_one_line(tmp_path: Path) -> None:
    with held(tmp_path / "plan.board", close=False) as file:
        board = file.read()
        *_, last = agenda_of(board, meeting(file, NEXT))
        file.write([Change(last.id, "agenda_item", {"state": "discussed"})], who=CHAIR, meeting=NEXT)
        text = of_march(file)
    (line,) = [each for each in text.split("\n") if each.startswith("**Noted:**")]
    assert "Any other" in line
