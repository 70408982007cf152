"""`boardtui meeting`, and the papers of a closed one with `export --at` and `--changes`."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine

from boardtui.cli import application
from boardtui.domain.errors import BoardError
from boardtui.domain.meetings.meeting_changes import start_meeting
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import Meeting
from boardtui.report.document import Heading
from boardtui.report.markdown_reading import read_markdown
from boardtui.session import meeting as session_meeting
from boardtui.store.board_file import BoardFile
from tests.cli.conftest import LEAD, SIGNED, Boardtui
from tests.report.word_files import THEME, after, fill, headings, opened

AS = ("--as", LEAD)
FOR_PAPERS = (("--since", "02/03/2021"), ("--at", "02/03/2021"), ("--full",), ("--changes",), ("--public",))
PARTS = (("--only", "kpis"), ("--ambition", "1"), ("--lead", LEAD))
OPENED = datetime(2021, 3, 2, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _on_the_day() -> object:
    with time_machine.travel(datetime(2021, 3, 2, 12, 0, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def planned(board: Path, boardtui: Boardtui) -> Path:
    """The board with a red action, and a meeting planned for 2 March 2021."""
    assert boardtui("set", board, "1.1", "rag=red", *SIGNED).code == 0
    ran = boardtui(
        "meeting", "new", board, "--date", "2/3/2021", "--minutes", "90", "--chair", "Independent Chair", *AS
    )
    assert ran.code == 0, ran.err
    return board


def open_it(path: Path, at: datetime = OPENED) -> str:
    """Open the meeting as the application does, and rate an action in it."""
    with BoardFile.open(path) as file:
        board = file.read()
        meeting = board.all(Meeting)[-1]
        file.write(start_meeting(board, meeting, at), who=LEAD, meeting=meeting.id, at=at)
        action = next(each for each in board.of_kind("action") if getattr(each, "ref", "") == "1.1")
        values = {"rag": "amber", "commentary": "[SEND] plan | a [/"}
        file.write([Change(action.id, "action", values)], who=LEAD, why="Agreed", meeting=meeting.id, at=at)
        return meeting.id


class TestNew:
    def test_the_agenda_builds_itself_and_is_printed_with_its_reasons(self, planned: Path, boardtui: Boardtui) -> None:
        listed = boardtui("meeting", "list", planned, "--json").data
        assert [(each["date"], each["state"], each["planned_minutes"]) for each in listed] == [
            ("2021-03-02", "planned", 90)
        ]
        assert [(item["title"], item["why"]) for item in listed[0]["agenda"]] == [
            ("1 Good practice", "1 action needs attention"),
            ("1.1 Coach every manager", "red"),
        ]
        assert [sorted(item) for item in listed[0]["agenda"]] == [["item", "state", "title", "why"]] * 2

    def test_a_number_on_the_printed_agenda_is_told_apart_from_the_ref_beside_it(
        self, planned: Path, boardtui: Boardtui
    ) -> None:
        ran = boardtui("meeting", "new", planned, "--date", "13/04/2021", *AS)
        assert ran.out.splitlines()[1:] == [
            "1.  1 Good practice  (1 action needs attention)",
            "2.  1.1 Coach every manager  (red; 13 days overdue)",
        ]

    def test_a_second_meeting_on_the_day_needs_a_title(self, planned: Path, boardtui: Boardtui) -> None:
        ran = boardtui("meeting", "new", planned, "--date", "2021-03-02", *AS)
        assert (ran.code, ran.out) == (1, "")
        assert "give it a title of its own" in ran.err
        assert boardtui("meeting", "new", planned, "--date", "2021-03-02", "--title", "Extra", *AS).code == 0
        assert boardtui("meeting", "minutes", planned, "Extra").out.startswith("# Draft minutes: Extra\n")
        assert boardtui("meeting", "new", planned, "--date", "2021-03-02", "--title", "Third", *AS).code == 0
        assert boardtui("meeting", "minutes", planned, " extra ").out.startswith("# Draft minutes: Extra\n")
        by_date = boardtui("meeting", "minutes", planned, "02/03/2021").out
        assert by_date.startswith("# Draft minutes: Improvement plan\n")

    def test_an_impossible_date_is_refused_and_nothing_is_written(self, board: Path, boardtui: Boardtui) -> None:
        ran = boardtui("meeting", "new", board, "--date", "31/06/2021", *AS)
        assert ran.code == 1 and "'31/06/2021'" in ran.err
        assert boardtui("meeting", "list", board, "--json").data == []

    def test_pasted_attendance_becomes_one_a_line(self, board: Path, boardtui: Boardtui) -> None:
        words = ("--attendees", "Chair, Lead Member", "--apologies", "- DfE Adviser\n- Director, Early Help")
        assert boardtui("meeting", "new", board, "--date", "2021-03-02", *words, *AS).code == 0
        meeting = boardtui("meeting", "list", board, "--json").data[0]
        assert meeting["attendees"] == ["Chair", "Lead Member"]
        assert meeting["apologies"] == ["DfE Adviser", "Director, Early Help"]

    def test_planning_is_taken_back_as_one(self, planned: Path) -> None:
        with BoardFile.open(planned) as file:
            file.undo(who=LEAD)
            assert file.read().of_kind("meeting") == file.read().of_kind("agenda_item") == ()


class TestClose:
    def test_closing_lists_what_was_said_and_freezes_the_papers(self, planned: Path, boardtui: Boardtui) -> None:
        open_it(planned)
        ran = boardtui("meeting", "close", planned, *AS)
        assert ran.code == 0, ran.err
        assert ran.out.splitlines() == [
            "Action 1.1 Coach every manager – RAG: R ✖ Red → A ▲ Amber; Latest commentary: [SEND] plan | a [/ (Agreed)"
            if "Latest commentary" in ran.out
            else "Action 1.1 Coach every manager – RAG: R ✖ Red → A ▲ Amber; Commentary: [SEND] plan | a [/ (Agreed)",
            "The meeting of 02/03/2021: closed",
        ]
        assert ran.err == (
            f"boardtui: To write its papers: boardtui meeting minutes {planned} 2021-03-02; "
            f"boardtui export {planned} --at 2021-03-02\n"
        )
        meeting = boardtui("meeting", "list", planned, "--json").data[0]
        assert (meeting["state"], meeting["closed_at"]) == ("closed", "2021-03-02T12:00:00Z")
        assert boardtui("check", planned).out.find("does not match") == -1

    def test_it_can_be_closed_at_the_time_it_ended(self, planned: Path, boardtui: Boardtui) -> None:
        open_it(planned)
        assert boardtui("meeting", "close", planned, "02/03/2021", "--at", "11:30", *AS).code == 0
        assert boardtui("meeting", "list", planned, "--json").data[0]["closed_at"] == "2021-03-02T11:30:00Z"

    def test_a_meeting_nobody_closed_is_offered_to_be_closed_with_its_last_edit(
        self, planned: Path, boardtui: Boardtui
    ) -> None:
        open_it(planned)
        with time_machine.travel(datetime(2021, 3, 5, 9, 0, tzinfo=UTC), tick=False):
            assert "never closed" in boardtui("meeting", "list", planned).out
            ran = boardtui("meeting", "close", planned, *AS)
            assert ran.code == 1
            assert "its last edit was 02/03/2021 at 10:00. Close it with --at last or --at now" in ran.err
            assert boardtui("meeting", "close", planned, "--at", "last", *AS).code == 0
        assert boardtui("meeting", "list", planned, "--json").data[0]["closed_at"] == "2021-03-02T10:00:00Z"

    def test_a_clock_before_the_opening_closes_nothing(self, planned: Path, boardtui: Boardtui) -> None:
        open_it(planned)
        with time_machine.travel(datetime(1970, 1, 1, tzinfo=UTC), tick=False):
            ran = boardtui("meeting", "close", planned, *AS)
        assert ran.code == 1 and "which cannot be right" in ran.err
        assert boardtui("meeting", "close", planned, "--at", "9:15", *AS).code == 1
        assert boardtui("meeting", "close", planned, "--at", "noon", *AS).code == 1
        assert boardtui("meeting", "list", planned, "--json").data[0]["state"] == "running"

    def test_a_closed_meeting_is_not_closed_or_run_again(self, planned: Path, boardtui: Boardtui) -> None:
        open_it(planned)
        assert boardtui("meeting", "close", planned, *AS).code == 0
        for words in (
            ("close", planned, "02/03/2021", *AS),
            ("run", planned, "02/03/2021"),
            ("begin", planned, "02/03/2021", *AS),
        ):
            ran = boardtui("meeting", *words)
            assert ran.code == 1
            assert "is closed and stays as it was. Make the correction as an ordinary edit" in ran.err
        ran = boardtui("meeting", "close", planned, *AS)
        assert ran.code == 1 and "No meeting is running" in ran.err

    @pytest.mark.parametrize("within", [False, True], ids=["what was said", "the papers"])
    def test_what_cannot_be_read_while_closing_closes_nothing(
        self, planned: Path, boardtui: Boardtui, monkeypatch: pytest.MonkeyPatch, *, within: bool
    ) -> None:
        """First when what was said is listed, then within the closing, when the papers are made."""
        open_it(planned)
        before = planned.read_bytes()

        def fail(*_: object) -> Any:
            raise BoardError("The disk did not answer while plan.board was in use.")

        with monkeypatch.context() as patched:
            if within:
                patched.setattr(session_meeting, "front_sheet", fail)
            else:
                patched.setattr(BoardFile, "meeting_record", fail)
            ran = boardtui("meeting", "close", planned, *AS)
        assert (ran.code, ran.out) == (1, "")
        assert ran.err == "boardtui: The disk did not answer while plan.board was in use.\n"
        assert planned.read_bytes() == before
        assert boardtui("meeting", "list", planned, "--json").data[0]["state"] == "running"

    def test_a_backup_is_made_before(self, planned: Path, boardtui: Boardtui) -> None:
        open_it(planned)
        boardtui("meeting", "close", planned, *AS)
        assert len(list(planned.with_name(f"{planned.name}-backups").glob("*-meeting-*.board"))) == 1


@pytest.fixture
def closed(planned: Path, boardtui: Boardtui) -> Path:
    open_it(planned)
    assert boardtui("meeting", "close", planned, *AS).code == 0
    return planned


def markdown_headings(text: str) -> list[str]:
    return [str(each.words) for each in read_markdown(text) if isinstance(each, Heading)]


class TestPapers:
    def test_minutes_are_written_to_a_file_and_replace_one_only_when_told(
        self, closed: Path, tmp_path: Path, boardtui: Boardtui
    ) -> None:
        out = tmp_path / "minutes.md"
        ran = boardtui("meeting", "minutes", closed, "-o", out)
        assert (ran.code, ran.out, ran.err) == (0, "", f"boardtui: Wrote {out}\n")
        assert "R ✖ Red → A ▲ Amber *(Agreed)*" in out.read_text(encoding="utf-8")
        assert boardtui("meeting", "minutes", closed, "-o", out).code == 1
        assert boardtui("meeting", "minutes", closed, "-o", out, "--force").code == 0
        for words in (("2021-03-02",), ("-o", "-")):
            assert boardtui("meeting", "minutes", closed, *words).out == out.read_text(encoding="utf-8")
        before = closed.read_bytes()
        assert "is the board itself" in boardtui("meeting", "minutes", closed, "-o", closed, "--force").err
        assert closed.read_bytes() == before

    def test_the_frozen_snapshot_is_the_same_bytes_when_the_plan_has_moved_on(
        self, closed: Path, boardtui: Boardtui
    ) -> None:
        frozen = boardtui("export", closed, "--at", "02/03/2021").out
        whole = boardtui("export", closed, "--at", "02/03/2021", "--full").out
        assert "## What is off track" in frozen
        assert "A ▲ Amber" in whole and "### Actions" in whole
        assert boardtui("set", closed, "1.1", "rag=green", "commentary=all done", *SIGNED).code == 0
        assert boardtui("set", closed, "board", "ambition_label=theme", "red_means=late", *SIGNED).code == 0
        assert boardtui("export", closed, "--at", "02/03/2021").out == frozen
        assert boardtui("export", closed, "--at", "02/03/2021", "--full").out == whole
        assert boardtui("export", closed).out != frozen
        assert boardtui("export", closed, "--full").out != whole

    def test_what_changed_since_a_meeting_comes_by_itself_if_wanted(self, closed: Path, boardtui: Boardtui) -> None:
        assert boardtui("set", closed, "1.1", "commentary=[SEND] plan | a good one", *SIGNED).code == 0
        ran = boardtui("export", closed, "--since", "02/03/2021", "--changes")
        assert ran.code == 0
        assert "From the meeting of 02/03/2021 to now" in ran.out
        assert "\\[SEND\\] plan \\| a ~~\\[/~~ **good one**" in ran.out
        assert "# What changed" not in boardtui("export", closed, "--since", "02/03/2021").out.split("\n")[0]
        assert boardtui("meeting", "new", closed, "--date", "2021-03-02", "--title", "Second", *AS).code == 0
        assert boardtui("meeting", "close", closed, "Second", "--at", "now", *AS).code == 0
        assert boardtui("set", closed, "1.1", "commentary=Something else", *SIGNED).code == 0
        between = ("--since", "02/03/2021", "--at", "Second", "--changes")
        until = boardtui("export", closed, *between)
        assert until.code == 0 and " to now" not in until.out and "Something else" not in until.out, until
        assert "**good one**" in until.out
        assert "Something else" in boardtui("export", closed, *between[:2], "--changes").out

    def test_a_frozen_snapshot_in_word_is_the_same_bytes_when_the_plan_has_moved_on(
        self, closed: Path, boardtui: Boardtui, tmp_path: Path
    ) -> None:
        first, later = tmp_path / "first.docx", tmp_path / "later.docx"
        assert boardtui("export", closed, "--at", "02/03/2021", "--full", "-o", first).code == 0
        frozen = boardtui("export", closed, "--at", "02/03/2021", "--full").out
        # The document makes its own contents, of links.
        assert [each for each in markdown_headings(frozen) if each != "Contents"] == [
            words for _, words in headings(opened(first.read_bytes()))
        ]
        rated = after(opened(first.read_bytes()), "Actions").rows[1].cells[3]
        assert (rated.text, fill(rated)) == ("A ▲ Amber", THEME.rag["amber"].background)
        assert boardtui("set", closed, "1.1", "rag=green", "commentary=all done", *SIGNED).code == 0
        assert boardtui("set", closed, "board", "ambition_label=theme", "author=Another", *SIGNED).code == 0
        assert boardtui("export", closed, "--at", "02/03/2021", "--full", "-o", later).code == 0
        assert later.read_bytes() == first.read_bytes()

    def test_minutes_in_word_say_what_the_minutes_say(self, closed: Path, boardtui: Boardtui, tmp_path: Path) -> None:
        out = tmp_path / "minutes.DOCX"
        assert boardtui("meeting", "minutes", closed, "-o", out).code == 0
        document = opened(out.read_bytes())
        written = boardtui("meeting", "minutes", closed).out
        assert markdown_headings(written) == [words for _, words in headings(document)]
        assert "RAG: R ✖ Red → A ▲ Amber (Agreed)" in [each.text for each in document.paragraphs]

    def test_what_changed_comes_in_word(self, closed: Path, boardtui: Boardtui, tmp_path: Path) -> None:
        assert boardtui("set", closed, "1.1", "commentary=[SEND] plan | a good one", *SIGNED).code == 0
        out = tmp_path / "changes.docx"
        assert boardtui("export", closed, "--since", "02/03/2021", "--changes", "-o", out).code == 0
        runs = [run for each in opened(out.read_bytes()).paragraphs for run in each.runs]
        assert [run.text for run in runs if run.font.strike] == ["[/"]
        assert "good one" in [run.text for run in runs if run.bold]

    @pytest.mark.parametrize(
        ("words", "sentence"),
        [
            *((("--to", "toml", *words), "are for papers, in Markdown or Word; toml holds") for words in FOR_PAPERS),
            (("--changes", "--full"), "--changes is a paper of its own"),
            (("--public", "--at", "02/03/2021"), "--public is for the board as it is now"),
            (("--public", "--changes"), "--public is for the board as it is now"),
            *(((*words, "--at", "02/03/2021"), "for the board as it is now, not for --at") for words in PARTS),
            *(((*words, "--changes"), "for the board as it is now, not for --at") for words in PARTS),
            (("--at", "02/03/2021", "--since", "02/03/2021"), "A frozen snapshot is never altered."),
        ],
    )
    def test_what_makes_no_sense_together_is_wrong_usage(
        self, closed: Path, boardtui: Boardtui, words: tuple[str, ...], sentence: str
    ) -> None:
        ran = boardtui("export", closed, *words)
        assert (ran.code, ran.out) == (2, "")
        assert sentence in " ".join(ran.err.replace("│", " ").split())

    def test_an_unknown_meeting_is_refused_with_those_there_are(self, closed: Path, boardtui: Boardtui) -> None:
        ran = boardtui("export", closed, "--at", "01/01/2020")
        assert ran.code == 1
        assert ran.err == "boardtui: There is no meeting '01/01/2020' on this board. There are: 02/03/2021.\n"

    def test_what_is_not_closed_has_no_frozen_snapshot(self, planned: Path, boardtui: Boardtui) -> None:
        ran = boardtui("export", planned, "--at", "02/03/2021")
        assert ran.code == 1 and "is not closed, so nothing is frozen yet" in ran.err
        assert boardtui("meeting", "minutes", planned).code == 1
        assert boardtui("meeting", "minutes", planned, "2021-03-02").code == 0


def test_run_needs_a_terminal_and_a_planned_meeting(board: Path, planned: Path, boardtui: Boardtui) -> None:
    ran = boardtui("meeting", "run", planned)
    assert ran.code == 1 and "terminal" in ran.err


def test_run_opens_the_meeting_of_the_date_that_was_named(
    planned: Path, boardtui: Boardtui, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert boardtui("meeting", "new", planned, "--date", "18/5/2021", *AS).code == 0
    shown: list[str] = []
    monkeypatch.setattr(application, "open_application", lambda _path, *, begins_with: shown.append(begins_with))
    for words in ((), ("18/05/2021",)):
        assert boardtui("meeting", "run", planned, *words).code == 0
    ids = {each["date"]: each["id"] for each in boardtui("meeting", "list", planned, "--json").data}
    assert shown == [ids["2021-03-02"], ids["2021-05-18"]]


def test_a_board_without_meetings_says_how_to_plan_one(board: Path, boardtui: Boardtui) -> None:
    for command in ("list", "run", "minutes"):
        ran = boardtui("meeting", command, board)
        assert ran.out == ""
        assert "meeting" in ran.err.lower()


class TestAgree:
    def test_the_minutes_are_agreed_and_come_out_the_same_ever_after(self, closed: Path, boardtui: Boardtui) -> None:
        assert boardtui("meeting", "list", closed).out == "02/03/2021  closed, minutes to agree  2 items\n"
        assert boardtui("meeting", "minutes", closed).out.startswith("# Draft minutes: ")
        ran = boardtui("meeting", "agree", closed, *AS)
        assert (ran.code, ran.out) == (0, "The meeting of 02/03/2021: minutes agreed\n")
        assert ran.err == f"boardtui: To write them: boardtui meeting minutes {closed} 2021-03-02\n"
        agreed = boardtui("meeting", "minutes", closed).out
        assert agreed.startswith("# Minutes: ") and "**Agreed:** on " in agreed
        assert boardtui("set", closed, "1.1", "title=Another", *SIGNED).code == 0
        assert boardtui("meeting", "minutes", closed).out == agreed
        assert "minutes to agree" not in boardtui("meeting", "list", closed).out
        again = boardtui("meeting", "agree", closed, "02/03/2021", *AS)
        assert again.code == 1 and "are frozen already and stay as they are" in again.err
        assert "No minutes wait to be agreed." in boardtui("meeting", "agree", closed, *AS).err

    def test_minutes_of_a_meeting_that_runs_cannot_be_agreed(self, planned: Path, boardtui: Boardtui) -> None:
        open_it(planned)
        ran = boardtui("meeting", "agree", planned, "02/03/2021", *AS)
        assert ran.code == 1 and "Close the meeting of 02/03/2021 first" in ran.err


class TestCorrecting:
    def test_what_was_minuted_wrongly_is_put_right_until_the_minutes_are_agreed(
        self, closed: Path, boardtui: Boardtui
    ) -> None:
        assert "→ A ▲ Amber" in boardtui("meeting", "minutes", closed).out
        right = ("set", closed, "1.1", "rag=green", "--why", "It is done", *AS, "--corrects", "02/03/2021")
        assert boardtui(*right).code == 0
        minutes = boardtui("meeting", "minutes", closed).out
        assert "→ G ● Green *(It is done)*" in minutes.partition("## Corrected since the meeting")[0]
        both = boardtui(*right, "--in-meeting")
        assert both.err == "boardtui: An edit belongs to one meeting: leave out --in-meeting or --corrects.\n"
        assert boardtui("meeting", "agree", closed, *AS).code == 0
        refused = boardtui(*right)
        assert (refused.code, "are frozen already and stay as they are" in refused.err) == (1, True)
