"""Writing, reading and looking back: what is acknowledged is on disk, and nothing is ever overwritten unseen."""

import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from boardtui.domain.errors import BoardError, InvalidValue
from boardtui.domain.records.declare import identity_for
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import KINDS, Action, Ambition, Meeting, Reading
from boardtui.domain.records.rag import Rag
from boardtui.store.board_file import BoardFile
from tests.store.conftest import CHAIR, add_action, elsewhere, new_id, rebuild

HOSTILE = "[SEND] plan | a [/ 'quoted' \"twice\" \\ 🙂 שלום"


def rating(board_file: BoardFile, identity: str) -> Rag:
    action = board_file.read().get(Action, identity)
    assert action is not None
    return action.rag


def test_an_edit_is_there_for_whoever_opens_the_file_next(board_file: BoardFile) -> None:
    identity = add_action(board_file, "1.1", title=HOSTILE)
    board_file.write([Change(identity, "action", {"rag": "amber"})], who=CHAIR, why="late")
    with BoardFile.open(board_file.path) as other:
        action = other.read().get(Action, identity)
    assert action is not None
    assert (action.ref, action.title, action.rag) == ("1.1", HOSTILE, Rag.AMBER)


def test_fields_that_are_not_named_keep_their_value(board_file: BoardFile) -> None:
    identity = add_action(board_file, "1.1", rag="red", rationale="audit first", help_wanted="a coach")
    board_file.write([Change(identity, "action", {"help_wanted": "two coaches"})], who=CHAIR)
    action = board_file.read().get(Action, identity)
    assert action is not None
    assert (action.rag, action.rationale, action.help_wanted) == (Rag.RED, "audit first", "two coaches")


def test_saying_what_already_holds_makes_no_edit(board_file: BoardFile) -> None:
    identity = add_action(board_file, "1.1", rag="green")
    before = board_file.read().edition
    receipt = board_file.write([Change(identity, "action", {"rag": "green"})], who=CHAIR)
    assert receipt.edits == ()
    assert board_file.read().edition == before


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"rag": "purple"}, "no rating"),
        ({"colour": "red"}, "An action has no 'colour'"),
        ({"title": "x" * 501}, "501 characters long and 500 fit"),
        ({"title": ["a"]}, "words are needed"),
        ({"links": "1.1"}, "a list of records is needed"),
        ({"ambition": "first"}, "not the identity of a record"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_whole(
    board_file: BoardFile, values: dict[str, object], sentence: str
) -> None:
    identity = add_action(board_file, "1.1")
    before = board_file.path.read_bytes()
    with pytest.raises(InvalidValue, match=sentence):
        board_file.write(
            [Change(identity, "action", {"lead": "Head of Service"}), Change(identity, "action", values)], who=CHAIR
        )
    assert board_file.path.read_bytes() == before


def test_control_characters_and_escapes_never_reach_the_file(board_file: BoardFile) -> None:
    identity = add_action(board_file, "1.1", title="a\x1b[31mred\x07\nb", commentary="one\r\ntwo\x00")
    action = board_file.read().get(Action, identity)
    assert action is not None
    assert action.title == "a[31mred b"
    assert action.commentary == "one\ntwo"


def test_two_programs_on_one_file_never_overwrite_what_they_have_not_seen(board_file: BoardFile) -> None:
    identity = add_action(board_file, "1.1", rag="green")
    seen = board_file.read().edition
    elsewhere(board_file, Change(identity, "action", {"rag": "red"}))
    board_file.write([Change(identity, "action", {"rag": "blue"})], who=CHAIR, seen=seen)
    action = board_file.read().get(Action, identity)
    assert action is not None
    assert action.conflicts == ("status",)
    said = {entry.edit.values()["rag"] for entry in board_file.history(identity) if entry.edit.group == "status"}
    assert said == {"green", "red", "blue"}


def test_an_edit_of_a_disputed_field_leaves_the_other_side_to_be_decided(board_file: BoardFile) -> None:
    identity = add_action(board_file, "1.1", rag="green")
    seen = board_file.read().edition
    elsewhere(board_file, Change(identity, "action", {"rag": "red"}))
    board_file.write([Change(identity, "action", {"rag": "blue"})], who=CHAIR, seen=seen)
    board_file.write([Change(identity, "action", {"rag": "amber"})], who=CHAIR)
    action = board_file.read().get(Action, identity)
    assert action is not None
    assert (action.rag, action.conflicts) == (Rag.AMBER, ("status",))
    board_file.write([Change(identity, "action", {"rag": "amber"}, resolve=True)], who=CHAIR, why="agreed")
    action = board_file.read().get(Action, identity)
    assert action is not None
    assert (action.rag, action.conflicts) == (Rag.AMBER, ())


def test_two_people_who_enter_the_same_month_enter_one_reading(board_file: BoardFile) -> None:
    kpi = new_id()
    board_file.write([Change(kpi, "kpi", {"ref": "2.1"})], who=CHAIR)
    seen = board_file.read().edition
    values = {"kpi": kpi, "series": "period", "period": "2019-03", "value": "97%"}
    identity = identity_for(KINDS["reading"], values, new_id())
    elsewhere(board_file, Change(identity, "reading", values))
    board_file.write([Change(identity, "reading", {**values, "value": "98%"})], who=CHAIR, seen=seen)
    readings = board_file.read().owned(Reading, kpi)
    assert [(r.period, r.conflicts) for r in readings] == [("2019-03", ("figure",))]


def test_a_deleted_reading_that_is_entered_again_is_back(board_file: BoardFile) -> None:
    values = {"kpi": new_id(), "series": "period", "period": "2019-03", "value": "97%"}
    identity = identity_for(KINDS["reading"], values, new_id())
    board_file.write([Change(identity, "reading", values)], who=CHAIR)
    board_file.write([Change(identity, "reading", delete=True)], who=CHAIR)
    assert not board_file.read().all(Reading)
    board_file.write([Change(identity, "reading", {**values, "value": "96%"})], who=CHAIR)
    assert [r.value for r in board_file.read().all(Reading)] == ["96%"]


def test_a_record_edited_here_and_deleted_there_stays_until_somebody_decides(board_file: BoardFile) -> None:
    identity = add_action(board_file, "1.1", rag="green")
    seen = board_file.read().edition
    elsewhere(board_file, Change(identity, "action", {"rag": "red"}))
    board_file.write([Change(identity, "action", delete=True)], who=CHAIR, seen=seen)
    kept = board_file.read().get(Action, identity)
    assert kept is not None
    assert (kept.rag, kept.conflicts) == (Rag.RED, ("life",))
    board_file.write([Change(identity, "action", restore=True)], who=CHAIR)
    kept = board_file.read().get(Action, identity)
    assert kept is not None and kept.conflicts == ()
    board_file.write([Change(identity, "action", delete=True)], who=CHAIR)
    assert board_file.read().get(Action, identity) is None


def test_the_projection_built_anew_is_identical(board_file: BoardFile) -> None:
    identity = add_action(board_file, "1.1", rag="green", title=HOSTILE)
    gone = add_action(board_file, "1.2")
    board_file.write([Change(gone, "action", delete=True)], who=CHAIR)
    board_file.write([Change(identity, "action", {"rag": "red"})], who=CHAIR)
    before = dump(board_file.path)
    rebuild(board_file)
    assert dump(board_file.path) == before


def dump(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with sqlite3.connect(path) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: sorted(connection.execute(f'SELECT * FROM "{name}"')) for name in names}


def test_history_says_who_changed_what_from_what_to_what_and_why(board_file: BoardFile) -> None:
    identity = add_action(board_file, "1.1", rag="green")
    board_file.write([Change(identity, "action", {"rag": "red"})], who="Lead", why="staff left")
    newest = board_file.history(identity)[0]
    assert dict(newest.changed) == {"rag": ("green", "red")}
    assert (newest.edit.who, newest.edit.why) == ("Lead", "staff left")


def test_of_a_new_record_the_history_tells_what_was_said_and_not_what_was_left_as_it_is(board_file: BoardFile) -> None:
    made = new_id()
    said = {"ref": "1.1", "rag": "red", "due": "", "links": [], "lead": "Head"}
    board_file.write([Change(made, "action", said)], who="Office")
    told = [dict(entry.changed) for entry in board_file.history(made)]
    assert {name: pair for each in told for name, pair in each.items()} == {
        "ref": (None, "1.1"),
        "rag": (None, "red"),
        "lead": (None, "Head"),
    }


def test_since_a_meeting_counts_what_arrived_after_it_closed_whatever_its_date(board_file: BoardFile) -> None:
    identity, meeting = add_action(board_file, "1.1", rag="green"), new_id()
    board_file.write([Change(meeting, "meeting", {"date": "2021-01-19"})], who=CHAIR)
    board_file.close_meeting(meeting, who=CHAIR, freeze=lambda _board: ("snapshot", "minutes"))
    assert not board_file.read().since.before
    long_ago = datetime(2000, 1, 1, tzinfo=UTC)
    board_file.write([Change(identity, "action", {"rag": "red"})], who="Lead", at=long_ago)
    added = add_action(board_file, "1.2")
    board = board_file.read()
    action = board.get(Action, identity)
    assert action is not None
    assert board.since.value(action, "rag") == "green"
    assert board.since.new == {added}


def test_a_meeting_is_closed_once(board_file: BoardFile) -> None:
    meeting = new_id()
    board_file.write([Change(meeting, "meeting", {"date": "2021-01-19"})], who=CHAIR)
    board_file.close_meeting(meeting, who=CHAIR, freeze=lambda _board: ("snapshot", "minutes"))
    with pytest.raises(BoardError, match="closed and stays as it was"):
        board_file.close_meeting(meeting, who=CHAIR, freeze=lambda _board: ("other", "other"))
    closed = board_file.read().get(Meeting, meeting)
    assert closed is not None and closed.snapshot == "snapshot"


def test_every_revision_of_a_date_is_kept_with_its_reason(board_file: BoardFile) -> None:
    identity = add_action(board_file, "1.1", due="31/01/2021")
    for due, reason in (("28/02/2021", "tender late"), ("31/03/2021", "lockdown")):
        board_file.write([Change(identity, "action", {"due": due, "due_reason": reason})], who=CHAIR)
    revisions = board_file.read().redatings[identity]
    assert [(r.before, r.now, r.why) for r in revisions] == [
        ("2021-01-31", "2021-02-28", "tender late"),
        ("2021-02-28", "2021-03-31", "lockdown"),
    ]
    board_file.undo(who=CHAIR)
    assert len(board_file.read().redatings[identity]) == 1


def test_a_locked_file_is_waited_for_and_then_said_in_plain_words(
    board_file: BoardFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    with BoardFile.open(board_file.path) as other:
        monkeypatch.setattr("boardtui.store.file.BUSY_SECONDS", 0.1)
        with sqlite3.connect(board_file.path, isolation_level=None) as taken:
            taken.execute("BEGIN IMMEDIATE")
            other._database.connection().execute("PRAGMA busy_timeout=100")
            with pytest.raises(BoardError, match="being written by another program"):
                other.write([Change(new_id(), "ambition", {"ref": "1"})], who=CHAIR)
            taken.execute("ROLLBACK")
        other.write([Change(new_id(), "ambition", {"ref": "1"})], who=CHAIR)
        assert len(other.read().all(Ambition)) == 1


def test_that_another_program_keeps_it_waiting_is_told_from_its_own_writing(board_file: BoardFile) -> None:
    def told() -> bool:
        with ThreadPoolExecutor(1) as elsewhere:
            return elsewhere.submit(board_file.is_kept_waiting).result()

    assert not told()
    with board_file.transaction(writing=True):
        assert not told()
    with sqlite3.connect(board_file.path, isolation_level=None) as taken:
        taken.execute("BEGIN IMMEDIATE")
        assert not told()  # nothing of its own waits
        with board_file.reading():
            assert told()
        taken.execute("ROLLBACK")


def test_threads_of_one_program_take_turns(board_file: BoardFile) -> None:
    def add_some(start: int) -> None:
        for number in range(start, start + 10):
            add_action(board_file, f"1.{number}")

    threads = [threading.Thread(target=add_some, args=(start,)) for start in (0, 10, 20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(board_file.read().all(Action)) == 30


def test_the_core_runs_without_the_terminal_library() -> None:
    code = (
        "import sys; sys.modules['textual'] = None\n"
        "import boardtui.domain.records.kinds, boardtui.store.board_file, boardtui.exchange.plan_toml\n"
        "import boardtui.report.snapshot, boardtui.session.meeting, boardtui.settings.settings\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
