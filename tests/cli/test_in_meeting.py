"""What a command changes while a meeting runs: it belongs to the meeting where that is said, and else it says so."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine

from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import Meeting
from boardtui.store.board_file import BoardFile
from boardtui.store.copies.merge import merge
from boardtui.store.copies.send import send_copy
from tests.cli.conftest import LEAD, SIGNED, Boardtui, field

LEFT_OUT = "The meeting of 02/03/2021 is running, and its minutes leave this out."


@pytest.fixture(autouse=True)
def _on_the_day() -> object:
    with time_machine.travel(datetime(2021, 3, 2, 12, 0, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def running(board: Path, boardtui: Boardtui) -> Path:
    """The board with a red action, while the meeting of 2 March 2021 runs."""
    assert boardtui("set", board, "1.1", "rag=red", *SIGNED).code == 0
    assert boardtui("meeting", "new", board, "--date", "2/3/2021", "--as", LEAD).code == 0
    assert boardtui("meeting", "begin", board, "--as", LEAD).code == 0
    return board


def minutes(board: Path, boardtui: Boardtui) -> str:
    return boardtui("meeting", "minutes", board).out


COMMANDS = {
    "set": (("set", "1.1", "rag=amber", "--why", "Staff came back"), "Staff came back"),
    "add": (("add", "action", "ambition=1", "ref=1.9", "title=Ring the court"), "1.9 Ring the court"),
    "delete": (("delete", "1.1", "--why", "Entered twice"), "Entered twice"),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_what_is_done_in_the_meeting_is_in_its_closing_list_and_minutes(
    running: Path, boardtui: Boardtui, name: str
) -> None:
    (command, *words), told = COMMANDS[name]
    ran = boardtui(command, running, *words, "--in-meeting", "--as", LEAD)
    assert (ran.code, LEFT_OUT in ran.err) == (0, False), ran.err
    assert told in boardtui("meeting", "close", running, "--as", LEAD).out
    assert told in minutes(running, boardtui)


@pytest.mark.parametrize("name", COMMANDS)
def test_what_is_not_said_to_be_done_in_the_meeting_is_left_out_and_the_command_says_so(
    running: Path, boardtui: Boardtui, name: str
) -> None:
    (command, *words), told = COMMANDS[name]
    ran = boardtui(command, running, *words, "--as", LEAD)
    assert ran.code == 0 and LEFT_OUT in ran.err and "--in-meeting" in ran.err
    assert told not in boardtui("meeting", "close", running, "--as", LEAD).out
    assert told not in minutes(running, boardtui)


def test_where_nothing_changes_or_no_meeting_runs_nothing_is_said_of_meetings(
    running: Path, boardtui: Boardtui
) -> None:
    assert "meeting" not in boardtui("set", running, "1.1", "rag=red", "--why", "again", "--as", LEAD).err
    assert boardtui("meeting", "close", running, "--as", LEAD).code == 0
    assert boardtui("set", running, "1.1", "rag=amber", *SIGNED).err == ""


@pytest.mark.parametrize(
    "words",
    [
        ("set", "1.1", "rag=amber", "--why", "x"),
        ("add", "ambition", "ref=9"),
        ("delete", "1.1", "--why", "x"),
        ("undo",),
        ("redo",),
    ],
)
def test_in_a_meeting_that_does_not_run_nothing_is_done(
    board: Path, boardtui: Boardtui, words: tuple[str, ...]
) -> None:
    before = board.read_bytes()
    command, *rest = words
    ran = boardtui(command, board, *rest, "--in-meeting", "--as", LEAD)
    assert (ran.code, ran.out) == (1, "")
    assert "No meeting is running" in ran.err
    assert board.read_bytes() == before


def test_undo_and_redo_of_what_was_said_in_the_meeting_belong_to_it_from_wherever_they_are_done(
    running: Path, boardtui: Boardtui
) -> None:
    assert boardtui("set", running, "1.1", "rag=amber", "--why", "Staff came", "--in-meeting", "--as", LEAD).code == 0
    assert boardtui("undo", running, "--as", LEAD).err == ""
    assert "Staff came" not in minutes(running, boardtui), "what was taken back is not minuted"
    assert boardtui("redo", running, "--as", LEAD).err == ""
    assert "Staff came" in minutes(running, boardtui)


def test_undo_of_an_earlier_edit_says_that_it_is_left_out_and_how_to_have_it_in(
    running: Path, boardtui: Boardtui
) -> None:
    assert boardtui("set", running, "1.1", "lead=Head of Service", "--why", "New in post", "--as", LEAD).code == 0
    ran = boardtui("undo", running, "--as", LEAD)
    assert LEFT_OUT in ran.err and "redo, then undo with --in-meeting" in ran.err
    assert boardtui("redo", running, "--in-meeting", "--as", LEAD).err == ""
    assert "Head of Service" in minutes(running, boardtui)


def test_what_was_deleted_in_the_meeting_is_named_in_full_with_its_reason(running: Path, boardtui: Boardtui) -> None:
    said = ("--why", "Entered twice", "--in-meeting", "--as", LEAD)
    assert boardtui("delete", running, "1.1", *said).code == 0
    closing = boardtui("meeting", "close", running, "--as", LEAD).out.splitlines()
    assert "Action 1.1 Coach every manager: removed (Entered twice)" in closing
    written = minutes(running, boardtui)
    heading, removed = written.index("Action 1.1 Coach every manager"), written.index("was removed *(Entered twice)*")
    assert heading < removed and "no longer in the plan" not in written


def test_what_was_added_and_deleted_again_in_one_meeting_is_not_told(running: Path, boardtui: Boardtui) -> None:
    added = ("add", running, "action", "ambition=1", "ref=1.9", "title=Ring the court", "rag=red")
    assert boardtui(*added, "--in-meeting", "--as", LEAD).code == 0
    assert boardtui("delete", running, "1.9", "--why", "No", "--in-meeting", "--as", LEAD).code == 0
    closing = boardtui("meeting", "close", running, "--as", LEAD).out.splitlines()
    assert not [line for line in closing if "removed" in line or "1.9" in line]
    assert "removed" not in minutes(running, boardtui) and "1.9" not in minutes(running, boardtui)


def test_what_is_decided_asked_and_given_to_somebody_in_the_meeting_is_minuted_as_of_this_one(
    running: Path, boardtui: Boardtui
) -> None:
    said = ("--in-meeting", "--as", LEAD)
    for words in (
        ("decision", "item=1.1", "text=Pay for one coach"),
        ("challenge", "item=1.1", "text=When are the posts filled?", "raised_by=Lead Member"),
        ("action_arising", "item=1.1", "text=Find a coach", "owner=Chair"),
    ):
        assert boardtui("add", running, *words, *said).code == 0
    written = minutes(running, boardtui)
    assert "Pay for one coach" in written and "## Actions arising" in written
    assert "earlier meetings" not in written, "nothing was asked at any other meeting"
    decided = boardtui("show", running, "decisions", "--json").data
    assert [each["meeting"] for each in decided] == ["02/03/2021"]


def test_a_question_that_is_answered_in_the_meeting_is_known_to_be_answered_there(
    running: Path, boardtui: Boardtui
) -> None:
    assert boardtui("add", running, "challenge", "text=When is it filled?", "--as", LEAD).code == 0
    asked = boardtui("show", running, "challenges", "--json").data[0]["id"]
    ran = boardtui("set", running, asked, "answer=In May", "--why", "Asked", "--in-meeting", "--as", LEAD)
    assert ran.code == 0, ran.err
    now = boardtui("show", running, "challenges", "--json").data[0]
    assert (now["answer"], now["answered_in"], now["meeting"]) == ("In May", "02/03/2021", "")


@pytest.mark.parametrize("said", [("--in-meeting",), ()])
def test_a_disagreement_is_settled_in_the_meeting_or_said_to_be_left_out(
    running: Path, boardtui: Boardtui, tmp_path: Path, said: tuple[str, ...]
) -> None:
    copy = tmp_path / "lead.board"
    with BoardFile.open(running) as office:
        send_copy(office, copy)
        action = next(each for each in office.read().of_kind("action") if getattr(each, "ref", "") == "1.1")
        office.write([Change(action.id, "action", {"rag": "amber"})], who=LEAD)
        with BoardFile.open(copy) as lead:
            lead.write([Change(action.id, "action", {"rag": "green"})], who="Lead")
        merge(office, [copy])
    settled = ("conflicts", "resolve", running, "1.1", "rag=blue", "--why", "Seen by the board", "--as", LEAD)
    assert (LEFT_OUT in boardtui(*settled, *said).err) == (not said)
    assert ("Seen by the board" in minutes(running, boardtui)) == bool(said)


@pytest.mark.parametrize("said", [("--in-meeting",), ()])
def test_a_table_is_imported_in_the_meeting_or_said_to_be_left_out(
    running: Path, boardtui: Boardtui, tmp_path: Path, said: tuple[str, ...]
) -> None:
    source = tmp_path / "actions.csv"
    source.write_text("Ref,Action,Lead\n1.1,Coach every manager,Head of Early Help\n", encoding="utf-8")
    ran = boardtui("import", running, source, "--yes", *said, "--as", LEAD)
    assert (LEFT_OUT in ran.err) == (not said)
    assert field(running, "1.1", "lead") == "Head of Early Help"
    assert ("Head of Early Help" in minutes(running, boardtui)) == bool(said)


def test_the_meeting_on_the_board_is_the_one_that_was_begun(running: Path) -> None:
    with BoardFile.open(running) as file:
        assert [each.state.value for each in file.read().all(Meeting)] == ["running"]
