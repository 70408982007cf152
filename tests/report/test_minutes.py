"""The minutes that write themselves."""

import re
import shutil
import subprocess
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from boardtui.domain.meetings.agenda import agenda_of
from boardtui.domain.meetings.agenda_changes import add_items, go_to
from boardtui.domain.meetings.meeting_changes import decision, note, start_meeting
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import KINDS, Meeting
from boardtui.domain.records.rag import Rag, re_rated
from boardtui.report.closing_list import plain_lines
from boardtui.report.minutes import not_reached
from boardtui.session.meeting import freezer, minutes_of
from boardtui.store.board_file import BoardFile
from boardtui.store.history import MeetingRecord
from tests.report.boards import TITLE, hand_made, identity
from tests.report.held import CHAIR, LAST, MINUTES, NEXT, held, now, prepare, say


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> str:
    with held(tmp_path_factory.mktemp("held") / "plan.board") as file:
        return minutes_of(file, now(file)[1])


def section(text: str, title: str, level: int = 2) -> str:
    found = re.search(rf"^{'#' * level} {re.escape(title)}\n(.*?)(?=^#{{1,{level}}} |\Z)", text, re.M | re.S)
    return found[1] if found else ""


class TestGolden:
    def test_the_minutes_of_a_meeting_are_as_they_were(self, written: str) -> None:
        assert written == MINUTES.read_text(encoding="utf-8")

    def test_the_same_meeting_gives_the_same_bytes(self, written: str, tmp_path: Path) -> None:
        with held(tmp_path / "again.board") as file:
            assert minutes_of(file, now(file)[1]) == written


class TestWhatTheySay:
    def test_who_was_there_and_who_was_not(self, written: str) -> None:
        assert "- Independent Chair\n- Lead Member \\| Children\n" in section(written, "Attendance")
        assert section(written, "Apologies") == "\n- DfE Adviser\n- Director, Early Help\n\n"

    def test_a_new_rating_with_what_it_was_and_why(self, written: str) -> None:
        assert "**RAG:** A ▲ Amber → R ✖ Red *(Two coaches \\| left # soon)*" in written

    def test_a_new_date_with_what_it_was(self, written: str) -> None:
        assert "**Due:** 31/03/2021 → 30/06/2021 *(new coaches)*" in written

    def test_a_changed_text_shows_the_words_that_changed(self, written: str) -> None:
        assert re.search(r"\*\*Commentary:\*\* .*~~.*~~ \*\*.*coaches\*\*", written)

    def test_what_was_said_and_taken_back_is_not_told(self, written: str) -> None:
        assert "1.10" not in section(written, "Other matters")
        assert written.count("→ R ✖ Red") == 1

    def test_a_reason_that_was_undone_again_after_redo_is_told_nowhere(self, tmp_path: Path) -> None:
        with held(tmp_path / "plan.board", close=False) as file:
            refresh = identity("1.10")
            say(file, [Change(refresh, "action", re_rated(Rag.GREEN, "BAD"))], "BAD")
            file.undo(who=CHAIR, meeting=NEXT)
            file.redo(who=CHAIR, meeting=NEXT)
            assert "BAD" in minutes_of(file, now(file)[1])
            file.undo(who=CHAIR, meeting=NEXT)
            say(file, [Change(refresh, "action", re_rated(Rag.AMBER, "GOOD"))], "GOOD")
            text = minutes_of(file, now(file)[1])
        assert "GOOD" in text
        assert "BAD" not in text

    @pytest.mark.parametrize("name", ["rationale", "due_reason"])
    def test_a_reason_that_was_changed_alone_is_told_in_the_minutes_and_in_the_closing_list(
        self, tmp_path: Path, name: str
    ) -> None:
        with held(tmp_path / "plan.board", close=False) as file:
            say(file, [Change(identity("1.10"), "action", {name: "Said anew"})], "Said anew")
            text = minutes_of(file, now(file)[1])
            listed = plain_lines(now(file)[0], file.meeting_record(NEXT).entries)
        assert text.count("Said anew") == 1, "once, as the field it stands in"
        assert any("1.10" in line and KINDS["action"].attributes[name].label in line for line in listed)

    def test_each_of_two_reasons_stands_beside_what_it_was_given_for(self, tmp_path: Path) -> None:
        with held(tmp_path / "plan.board", close=False) as file:
            refresh = identity("1.10")
            say(file, [Change(refresh, "action", re_rated(Rag.GREEN, "Posts filled"))], "Posts filled")
            say(file, [Change(refresh, "action", re_rated(Rag.AMBER, "One left"))], "One left")
            text = minutes_of(file, now(file)[1])
            listed = next(
                line for line in plain_lines(now(file)[0], file.meeting_record(NEXT).entries) if "1.10" in line
            )
        assert "→ G ● Green *(Posts filled)*\n" in text
        assert "G ● Green → A ▲ Amber *(One left)*\n" in text
        assert "→ G ● Green (Posts filled); RAG: G ● Green → A ▲ Amber (One left)" in listed

    def test_a_second_reason_for_the_same_rating_is_told_as_a_new_reason(self, tmp_path: Path) -> None:
        with held(tmp_path / "plan.board", close=False) as file:
            refresh = identity("1.10")
            say(file, [Change(refresh, "action", re_rated(Rag.AMBER, "Two left"))], "Two left")
            say(file, [Change(refresh, "action", {"rationale": "Three left"})], "Three left")
            text = minutes_of(file, now(file)[1])
        assert "→ A ▲ Amber *(Two left)*\n" in text
        assert "**Rationale:** ~~Two~~ **Three** left\n" in text

    def test_reasons_for_two_fields_stand_each_beside_its_own_in_the_closing_list(self, tmp_path: Path) -> None:
        with held(tmp_path / "plan.board", close=False) as file:
            say(file, [Change(identity("1.10"), "action", {"rag": "amber"})], "Two left")
            say(file, [Change(identity("1.10"), "action", {"due": "2021-09-30"})], "School holidays")
            (line,) = (line for line in plain_lines(now(file)[0], file.meeting_record(NEXT).entries) if "1.10" in line)
        assert "Amber (Two left); Due" in line and line.endswith("30/09/2021 (School holidays)")

    def test_the_closing_list_says_what_was_answered_and_completed_and_not_field_by_field(self, tmp_path: Path) -> None:
        def listed(*changes: Change) -> str:
            before = {each.edit.id for each in file.history()}
            say(file, list(changes))
            (line,) = plain_lines(now(file)[0], [each for each in file.history() if each.edit.id not in before])
            return line

        with held(tmp_path / "plan.board", close=False) as file:
            asked, bill = identity("why"), identity("bill")
            answer = {"answer": "It is time", "answered_by": "Director", "answered_in": NEXT}
            line = listed(Change(asked, "challenge", answer))
            assert line == "Challenge “1. Why *now*?” on 1.1 – answered by Director: It is time"
            line = listed(Change(asked, "challenge", {**answer, "answer": "It was time", "answered_in": LAST}))
            assert line == "Challenge “1. Why *now*?” on 1.1 – Answer: changed"
            line = listed(Change(bill, "action_arising", {"done": True, "owner": "Chair"}))
            assert line == "Action arising “Send the | bill” on 1.1 – completed; Who: Head → Chair"
            line = listed(Change(bill, "action_arising", {"done": False}))
            assert line == "Action arising “Send the | bill” on 1.1 – open again"

    def test_what_an_earlier_question_is_about_is_named_by_its_ref_and_the_beginning_of_its_title(
        self, tmp_path: Path
    ) -> None:
        title = "Embed practitioners within our locality teams to support early identification and intervention"
        with held(tmp_path / "plan.board", close=False) as file:
            file.write([Change(identity("1.2"), "action", {"title": title})], who=CHAIR)
            text = minutes_of(file, now(file)[1])
        rows = section(text, "Matters arising")
        assert "| Action 1.2 Embed practitioners within our… |" in rows
        assert "to support early identification" not in rows

    def test_what_was_taken_out_has_only_the_reason_for_that(self, tmp_path: Path) -> None:
        with held(tmp_path / "plan.board", close=False) as file:
            say(file, [Change(identity("1.10"), "action", {"rag": "amber"})], "Two left")
            say(file, [Change(identity("1.10"), "action", delete=True)], "Entered twice")
            text = minutes_of(file, now(file)[1])
        assert "was removed *(Entered twice)*" in text
        assert "Two left" not in text

    def test_an_item_that_was_on_the_screen_or_to_which_something_was_said_was_reached(self, tmp_path: Path) -> None:
        with held(tmp_path / "plan.board", close=False) as file:
            board, meeting = now(file)
            *_, said_to, shown = waiting = not_reached(board, meeting, file.meeting_record(NEXT))
            say(file, decision(meeting, "Fund it", item=board.find(said_to.item)))
            assert not_reached(*now(file), file.meeting_record(NEXT)) == [*waiting[:-2], shown]
            for each in (*waiting[:-2], shown):
                say(file, go_to(now(file)[1], each))
            say(file, go_to(now(file)[1], agenda_of(*now(file))[0]))
            assert not_reached(*now(file), file.meeting_record(NEXT)) == []
            assert "Not reached" not in minutes_of(file, now(file)[1])

    def test_an_answer_stands_with_its_question_and_where_that_was_asked(self, written: str) -> None:
        assert "*(asked by Adviser, at the meeting of 05/01/2021)* **Answer:** The end of June / is meant" in written

    def test_what_is_about_nothing_on_the_agenda_is_told_among_other_matters(self, written: str) -> None:
        others = section(written, "Other matters")
        assert "Meet again in May" in others
        assert "**Action 9.1 Added \\| in the room** added" in others

    def test_every_action_arising_names_who_and_by_when(self, written: str) -> None:
        assert "| Send the \\| bill | Head | 12/03/2021 |" in section(written, "Actions arising")

    def test_what_earlier_meetings_asked_for_is_told_until_it_is_done(self, written: str) -> None:
        arising = section(written, "Matters arising")
        assert "Bring the audit" in arising
        assert "open, 18 days late" in arising
        assert "Send the" not in arising

    def test_parked_items_and_those_not_reached_are_listed(self, written: str) -> None:
        assert section(written, "Parked").count("- Item 4: ") == 1
        assert "Any other \\| business" in section(written, "Not reached")

    def test_of_many_items_that_were_not_reached_each_is_named_shortly_and_none_is_left_out(
        self, tmp_path: Path
    ) -> None:
        long = "so that every manager knows what is expected of them by the end of the year"
        with held(tmp_path / "plan.board", close=False) as file:
            actions = [identity(f"waiting {n}") for n in range(9)]
            file.write(
                [
                    Change(each, "action", {"ref": f"8.{n}", "title": f"Coach team {n} {long}"})
                    for n, each in enumerate(actions)
                ],
                who="Office",
            )
            board, meeting = now(file)
            records = [board.find(each) for each in actions]
            file.write(add_items(board, meeting, [each for each in records if each is not None]), who="Office")
            said = section(minutes_of(file, now(file)[1]), "Not reached")
        assert said.count("; ") >= 9 and "- Item" not in said
        assert [ref in said for ref in (f"Action 8.{n} Coach team {n} so that" for n in range(9))] == [True] * 9
        assert "end of the year" not in said, "the plan has the whole title"
        assert "Any other \\| business" in said, "it stands nowhere else"

    def test_a_draft_can_be_read_before_the_meeting_is_closed(self, tmp_path: Path, written: str) -> None:
        with held(tmp_path / "open.board", close=False) as file:
            draft = minutes_of(file, now(file)[1])
        assert draft == written.replace("10:00 to 10:23", "from 10:00")

    def test_the_reason_of_what_was_taken_back_is_not_told(self, tmp_path: Path) -> None:
        with held(tmp_path / "plan.board", close=False) as file:
            say(file, [Change(identity("1.10"), "action", {"lead": "Wrong"})], why="a slip of the tongue")
            file.undo(who=CHAIR, meeting=NEXT)
            say(file, [Change(identity("1.10"), "action", {"lead": "Right"})], why="as agreed")
            text = minutes_of(file, now(file)[1])
        assert "**Lead:** Right *(as agreed)*" in text
        assert "slip of the tongue" not in text

    def test_a_question_of_earlier_that_is_an_item_stands_once_with_its_number_and_its_answer(
        self, tmp_path: Path
    ) -> None:
        with held(tmp_path / "plan.board", close=False) as file:
            values = {"meeting": LAST, "text": "Who pays?", "answer": "We do", "answered_in": NEXT}
            say(file, [Change(identity("pays"), "challenge", values)])
            item = {"meeting": NEXT, "item": identity("pays"), "position": 5, "state": "discussed"}
            say(file, [Change(identity("its item"), "agenda_item", item)])
            text = minutes_of(file, now(file)[1])
        (row,) = [line for line in text.split("\n") if "Who pays?" in line]
        assert [cell.strip() for cell in row.strip("|").split("|")] == ["1", "05/01/2021", "–", "Who pays?", "We do"]
        assert "**Matters arising, above:** item 1.\n" in section(text, "Items")

    def test_what_else_was_said_of_a_question_of_earlier_has_a_heading_of_its_own(self, tmp_path: Path) -> None:
        with held(tmp_path / "plan.board", close=False) as file:
            values = {"meeting": LAST, "text": "Who pays?", "answer": "We do", "answered_in": NEXT}
            say(file, [Change(identity("pays"), "challenge", values)])
            item = {
                "meeting": NEXT,
                "item": identity("pays"),
                "position": 5,
                "state": "discussed",
                "note": "Agreed with thanks.",
            }
            say(file, [Change(identity("its item"), "agenda_item", item)])
            text = minutes_of(file, now(file)[1])
        said = text.split("### Item 1: Challenge “Who pays?” at the meeting of 05/01/2021")[1].split("###")[0]
        assert said.strip() == "*see matters arising, above*\n\nAgreed with thanks."

    def test_a_meeting_where_nothing_was_said_has_minutes_too(self, tmp_path: Path) -> None:
        with BoardFile.create(tmp_path / "plan.board", who=CHAIR) as file:
            file.write([Change(identity("m"), "meeting", {"date": "2021-03-02"})], who=CHAIR)
            meeting = file.read().get(Meeting, identity("m"))
            assert meeting is not None
            assert file.meeting_record(meeting.id) == MeetingRecord()
            text = minutes_of(file, meeting)
        assert text.startswith("# Draft minutes: Improvement board\n")
        assert "## Attendance\n\nNone recorded.\n" in text


class TestCorrections:
    def test_what_was_said_and_changed_after_the_close_is_minuted_at_the_next_meeting(self, tmp_path: Path) -> None:
        with held(tmp_path / "plan.board") as file:
            due = {"due": "31/07/2021", "due_reason": "Minuted wrongly"}
            file.write([Change(identity("1.1"), "action", due)], who="Programme office", why="Minuted wrongly")
            file.write(
                [Change(identity("decided in March"), "decision", {"text": "Pay for two coaches"})], who="Office"
            )
            file.write([Change(identity("1.3"), "action", {"commentary": "an ordinary update"})], who="Lead")
            text = minutes_of(file, planned_next(file))
            own = section(minutes_of(file, now(file)[1]), "Corrected since the meeting")
        corrected = section(text, "Corrected since", 3)
        assert "This was said at the meeting of 02/03/2021 and has been changed since it closed." in corrected
        assert "Due: 30/06/2021 → 31/07/2021 *(Minuted wrongly)* *Programme office, 02/03/2021*" in corrected
        assert "Decision: ~~" in own and "Decision:" not in corrected, "the draft minutes tell it"
        assert "ordinary update" not in corrected

    def test_doing_what_was_asked_for_is_no_correction(self, tmp_path: Path) -> None:
        with held(tmp_path / "plan.board") as file:
            file.write([Change(identity("bill"), "action_arising", {"done": True, "outcome": "Sent"})], who="Head")
            file.write([Change(identity("bill"), "action_arising", {"due": "2021-04-01"})], who="Head")
            file.write([Change(identity("why"), "challenge", {"answer": "Because"})], who="Head")
            text = minutes_of(file, planned_next(file))
        assert "Corrected since" not in text
        assert "| completed: Sent |" in section(text, "Matters arising")
        assert "Because" in section(text, "Matters arising")

    def test_an_answer_given_at_the_meeting_and_changed_since_is_a_correction(self, tmp_path: Path) -> None:
        with held(tmp_path / "plan.board") as file:
            file.write([Change(identity("asked"), "challenge", {"answer": "July is meant"})], who="Office")
            corrected = section(minutes_of(file, planned_next(file)), "Corrected since", 3)
        assert "Answer: ~~The end of June~~ **July** is meant *Office, 02/03/2021*" in corrected

    def test_a_correction_that_was_undone_is_told_nowhere_even_if_the_next_meeting_undid_it(
        self, tmp_path: Path
    ) -> None:
        with held(tmp_path / "plan.board") as file:
            april = planned_next(file)
            due = {"due": "31/07/2021", "due_reason": "WRONG"}
            file.write([Change(identity("1.1"), "action", due)], who="Office", why="WRONG")
            file.undo(who="Office")
            assert "Corrected since" not in minutes_of(file, april)
            file.redo(who="Office")
            assert "WRONG" in section(minutes_of(file, april), "Corrected since", 3)
            file.undo(who="Office", meeting=april.id)
            assert "WRONG" not in section(minutes_of(file, april), "Corrected since", 3)

    def test_a_correction_is_told_once_and_not_at_every_meeting_after(self, tmp_path: Path) -> None:
        with held(tmp_path / "plan.board") as file:
            file.write([Change(identity("1.1"), "action", {"due": "31/07/2021"})], who="Office")
            april = planned_next(file)
            file.close_meeting(april.id, who=CHAIR, freeze=freezer(april.id))
            assert "Corrected since" in minutes_of(file, file.read().get(Meeting, april.id) or april)
            assert "Corrected since" not in minutes_of(file, planned_next(file, "2021-05-04"))

    def test_minutes_that_were_not_frozen_are_those_of_the_time_of_closing(self, tmp_path: Path) -> None:
        with held(tmp_path / "plan.board") as file:
            april = planned_next(file)
            file.close_meeting(april.id, who=CHAIR, freeze=lambda _: ("", ""))
            closed = file.read().get(Meeting, april.id)
            assert closed is not None
            before = minutes_of(file, closed)
            file.write([Change(identity("1.1"), "action", {"due": "31/07/2021"})], who="Office")
            file.write([Change(identity("bill"), "action_arising", {"done": True})], who="Head")
            assert minutes_of(file, closed) == before
            assert "| 02/03/2021 | Action 1.1 Coach every manager | Send the" in before


def planned_next(file: BoardFile, day: str = "2021-04-06") -> Meeting:
    file.write([Change(identity(day), "meeting", {"date": day})], who="Office")
    meeting = file.read().get(Meeting, identity(day))
    assert meeting is not None
    return meeting


class TestHostileText:
    def test_no_text_breaks_out_of_its_place(self, written: str) -> None:
        headings = [line for line in written.split("\n") if line.startswith("#")]
        own = r"### (Item \d+: .*|Actions arising .*|Challenges .*|Corrected since)"
        known = rf"# Draft minutes: March board|## [A-Z][a-z ]+|{own}"
        assert [line for line in headings if not re.fullmatch(known, line)] == []
        assert "<script>" not in written.replace("\\<script\\>", "")

    def test_every_row_of_a_table_has_the_cells_of_its_heading(self, written: str) -> None:
        blocks = re.findall(r"(?:^\|.*\n)+", written, re.M)
        assert blocks
        for block in blocks:
            cells = {len(re.findall(r"(?<!\\)\|", line)) for line in block.strip().split("\n")}
            assert len(cells) == 1, block

    @pytest.mark.skipif(shutil.which("pandoc") is None, reason="pandoc is not installed")
    def test_pandoc_reads_every_word_of_it_as_words(self, written: str) -> None:
        command = ["pandoc", "-f", "gfm", "-t", "plain", "--wrap=none"]
        plain = subprocess.run(command, input=written, capture_output=True, text=True, check=True).stdout
        assert "Any other | business " + TITLE in plain


def test_what_the_meeting_itself_changed_of_the_last_one_is_no_correction(tmp_path: Path) -> None:
    with held(tmp_path / "plan.board", close=False) as file:
        say(file, [Change(LAST, "meeting", {"place": "Hall"})])
        assert "Corrected since" not in minutes_of(file, now(file)[1])
        assert {entry.edit.meeting for entry in file.meeting_record(NEXT).entries} == {NEXT}


class TestReasons:
    def test_beneath_each_item_stands_why_it_was_on_the_agenda(self, tmp_path: Path) -> None:
        hand_made(tmp_path / "plan.board")
        with BoardFile.open(tmp_path / "plan.board") as file:
            changes = [
                Change(identity("blue"), "action", {"ref": "8.1", "title": "Train all", "rag": "blue"}),
                Change(identity("worse"), "risk", {"ref": "CIP9", "title": "Nobody comes", "current": "5x5"}),
            ]
            file.write([*changes, Change(identity("worse"), "risk", {"category": "workforce"})], who="Lead")
            meeting = prepare(file)
            file.write(start_meeting(file.read(), meeting, datetime(2021, 3, 2, 10, tzinfo=UTC)), who=CHAIR)
            for item in agenda_of(*now(file)):
                file.write(note(now(file)[1], item, "Discussed."), who=CHAIR, meeting=NEXT)
            told = minutes_of(file, now(file)[1])
        lines = [line for line in told.split("\n") if line]
        beneath = dict(pairwise(lines))
        reasons = {title.partition(": ")[2]: why for title, why in beneath.items() if title.startswith("### Item ")}
        *why, by_hand = reasons.items()
        assert dict(why) == {
            "Action arising “Bring the audit” at the meeting of 05/01/2021": "*see matters arising, above*",
            "Ambition 1 Leaders understand practice": "*amber*",
            "Action 1.10 Refresh the framework": "*red; 2 days overdue; worse since the last meeting, was G ● Green*",
            "Action 1.1 Coach every manager": "*amber and slipping; date revised since the last meeting*",
            "Action 8.1 Train all": "*blue, for sign-off, no evidence named*",
            "Risk CIP9 Nobody comes": "*above tolerance: 25 against 9*",
            "Risk CIP01 Capacity": (
                "*above tolerance: 20 against 9; a mitigation is overdue; worse since the last meeting, was 4 × 3*"
            ),
        }
        # What somebody added by hand has no reason, and its note comes at once.
        assert by_hand[1] == "Discussed."
