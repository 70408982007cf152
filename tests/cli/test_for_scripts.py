"""What the screen can do, scripts can do: take back, go back to a backup, begin a meeting, change several at once."""

from __future__ import annotations

import io
import os
import re
import sqlite3
import subprocess
import sys
import uuid
from collections import Counter
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from boardtui.cli.changes import LARGEST_TEXT
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import Reading
from boardtui.store.backup import backup_folder
from boardtui.store.board_file import BoardFile
from tests.cli.conftest import LEAD, SIGNED, Boardtui, field


class TestUndo:
    def test_what_was_done_last_is_taken_back_and_done_again(self, board: Path, boardtui: Boardtui) -> None:
        boardtui("set", board, "1.1", "rag=red", *SIGNED)
        ran = boardtui("undo", board, "--as", LEAD)
        assert ran.code == 0
        assert "Action 1.1: RAG R ✖ Red -> ○ Not rated\n" in ran.out
        assert field(board, "1.1", "rag") == "not rated"
        assert "Action 1.1: RAG ○ Not rated -> R ✖ Red\n" in boardtui("redo", board, "--as", LEAD).out
        assert field(board, "1.1", "rag") == "red"

    def test_programs_get_what_changed(self, board: Path, boardtui: Boardtui) -> None:
        boardtui("add", board, "action", "ambition=1", "ref=1.10", "--as", LEAD)
        (told,) = boardtui("undo", board, "--as", LEAD, "--json").data
        assert (told["kind"], told["ref"], told["done"]) == ("action", "1.10", "deleted")

    def test_what_others_did_is_not_mine_to_undo(self, board: Path, boardtui: Boardtui) -> None:
        boardtui("set", board, "1.1", "rag=red", *SIGNED)
        ran = boardtui("undo", board, "--as", "Chair")
        assert (ran.code, ran.err) == (1, "boardtui: There is nothing of yours to undo in this file.\n")


class TestBackups:
    def test_a_board_goes_back_to_what_was_kept_and_that_can_be_taken_back(
        self, board: Path, boardtui: Boardtui
    ) -> None:
        with BoardFile.open(board) as file:
            file.back_up("merge")
        boardtui("set", board, "1.1", "title=Changed", *SIGNED)
        (listed,) = boardtui("backup", "list", board, "--json").data
        name = Path(listed["file"]).name
        assert (listed["before"], Path(listed["file"]).parent) == ("merge", backup_folder(board))
        assert re.fullmatch(
            rf"1  \d\d/\d\d/\d{{4}} \d\d:\d\d  before: merge  {name}\n", boardtui("backup", "list", board).out
        )
        refused = boardtui("backup", "restore", board, "1")
        assert (refused.code, field(board, "1.1", "title")) == (1, "Changed")
        assert "--yes" in refused.err
        ran = boardtui("backup", "restore", board, "1", "--yes")
        kept = backup_folder(board) / name.replace("0001-merge", "0002-restore")
        assert (ran.code, ran.out) == (0, f"{board}: as it was in {name}\n")
        assert ran.err == f"boardtui: As it was before that: {kept}\n"
        assert field(board, "1.1", "title") == "Coach every manager"
        assert [each["before"] for each in boardtui("backup", "list", board, "--json").data] == ["restore", "merge"]
        numbers = [words.split("  ")[0] for words in boardtui("backup", "list", board).out.splitlines()]
        assert numbers == ["1", "2"]
        boardtui("backup", "restore", board, "1", "--yes")
        assert field(board, "1.1", "title") == "Changed"
        for words in (name, board.with_name("away.board")):
            boardtui("set", board, "1.1", "title=Again", *SIGNED)
            if words != name:
                (backup_folder(board) / name).rename(words)
            assert boardtui("backup", "restore", board, words, "--yes").code == 0
            assert field(board, "1.1", "title") == "Coach every manager", "by the name of the backup, and by its path"

    def test_the_oldest_backup_is_restored_although_a_new_one_pushes_it_out(
        self, board: Path, boardtui: Boardtui
    ) -> None:
        with BoardFile.open(board) as file:
            file.back_up("merge")
        boardtui("set", board, "1.1", "title=Changed", *SIGNED)
        with BoardFile.open(board) as file:
            for _ in range(19):
                file.back_up("upgrade")
        assert boardtui("backup", "restore", board, "20", "--yes").code == 0
        assert field(board, "1.1", "title") == "Coach every manager"

    def test_a_damaged_board_is_kept_beside_and_one_that_is_gone_is_brought_back(
        self, board: Path, boardtui: Boardtui
    ) -> None:
        with BoardFile.open(board) as file:
            file.back_up("merge")
        board.write_bytes(b"no board at all")
        assert boardtui("backup", "restore", board, "1", "--yes").code == 0
        assert field(board, "1.1", "title") == "Coach every manager"
        assert board.with_name("plan.board.damaged").read_bytes() == b"no board at all"
        board.unlink()
        assert boardtui("backup", "restore", board, "1", "--yes").code == 0
        assert boardtui("check", board).out.endswith("is sound: nothing to note\n") or board.exists()

    def test_what_is_no_sound_board_is_not_restored(self, board: Path, boardtui: Boardtui) -> None:
        backup_folder(board).mkdir()
        kept = backup_folder(board) / "0003-merge-2021-03-02.board"
        sqlite3.connect(kept).close()
        ran = boardtui("backup", "restore", board, "1", "--yes")
        assert (ran.code, field(board, "1.1", "title")) == (1, "Coach every manager")
        assert "0003-merge-2021-03-02.board is empty, not a board" in ran.err
        kept.write_bytes(board.read_bytes())
        with closing(sqlite3.connect(kept)) as tampered, tampered:
            tampered.execute("UPDATE edit SET who = 'Somebody else' WHERE arrival = 2")
        before = board.read_bytes()
        ran = boardtui("backup", "restore", board, "1", "--yes")
        assert "0003-merge-2021-03-02.board is not sound, and nothing was changed: " in ran.err
        assert (board.read_bytes(), list(backup_folder(board).iterdir())) == (before, [kept])
        for number in ("0", "2", "7"):
            said = f"There is no backup '{number}' of plan.board. To see which there are: boardtui backup list {board}"
            assert boardtui("backup", "restore", board, number, "--yes").err == f"boardtui: {said}\n"


class TestPeople:
    def test_who_is_named_is_listed_with_how_many_items(self, board: Path, boardtui: Boardtui) -> None:
        nobody = boardtui("leads", board)
        said = "boardtui: Nobody is named on this board yet. To name somebody: boardtui set ... lead=ROLE\n"
        assert (nobody.out, nobody.err) == ("", said)
        boardtui("set", board, "1.1,1.2", f"lead={LEAD}", *SIGNED)
        named = boardtui("leads", board)
        assert (named.out, named.err) == (f"{LEAD}  3 items\n", ""), "the ambition is theirs too"
        assert boardtui("leads", board, "--json").data == [{"lead": LEAD, "items": 3}]


class TestMeeting:
    def test_a_meeting_is_begun_without_the_application(self, board: Path, boardtui: Boardtui) -> None:
        day = date.today().strftime("%d/%m/%Y")
        assert "No meeting is planned" in boardtui("meeting", "begin", board, "--as", LEAD).err
        boardtui("meeting", "new", board, "--date", day, "--as", LEAD)
        assert boardtui("meeting", "begin", board, "--as", LEAD).out.startswith(f"The meeting of {day}: begun, with ")
        assert boardtui("meeting", "list", board, "--json").data[0]["state"] == "running"
        assert "running already" in boardtui("meeting", "begin", board, day, "--as", LEAD).out


class TestSeveral:
    def test_several_refs_are_set_at_once_and_one_undo_takes_all_back(self, board: Path, boardtui: Boardtui) -> None:
        ran = boardtui("set", board, "1.1, CIP06", "title=New", *SIGNED)
        assert ran.out.splitlines() == [
            "Action 1.1: Title Coach every manager -> New",
            "Risk CIP06: Title Capacity -> New",
        ]
        boardtui("undo", board, "--as", LEAD)
        assert (field(board, "1.1", "title"), field(board, "CIP06", "title")) == ("Coach every manager", "Capacity")

    def test_the_newest_changes_are_told_whole_however_many_edits_each_has(
        self, board: Path, boardtui: Boardtui
    ) -> None:
        words = ("title=A", "due=31/03/2049", "rag=red", "commentary=C", f"lead={LEAD}", "help_wanted=H")
        boardtui("set", board, "1.1", *words[:2], *SIGNED)
        boardtui("set", board, "1.1", *words, *SIGNED)
        boardtui("set", board, "1.1", "title=B", "due=30/04/2049", "rag=amber", "commentary=D", *SIGNED)
        made = boardtui("log", board, "1.1", "--json").data
        edits = list(Counter(each["batch"] for each in made).values())
        assert (edits[0], edits[2]) == (4, 2)
        for limit in (1, 2, 3, 1_000):
            assert boardtui("log", board, "1.1", "--json", "--limit", limit).data == made[: sum(edits[:limit])]

    def test_where_one_does_not_fit_nothing_is_set(self, board: Path, boardtui: Boardtui) -> None:
        for refs, words in (("1.1,9.9", "title=New"), ("1.1,CIP06", "rag=red"), ("1.1,action:1.2", "ref=7")):
            assert boardtui("set", board, refs, words, *SIGNED).code == 1
        assert (field(board, "1.1", "title"), field(board, "1.1", "rag")) == ("Coach every manager", "not rated")

    def test_programs_get_what_was_set_added_and_deleted(self, board: Path, boardtui: Boardtui) -> None:
        (told,) = boardtui("set", board, "1.1", "title=New", *SIGNED, "--json").data
        assert told["changed"] == {"title": {"from": "Coach every manager", "to": "New"}}
        assert (told["done"], told["name"]) == ("changed", "1.1")
        (told,) = boardtui("set", board, "1.1", "title=New", *SIGNED, "--json").data
        assert (told["done"], told["changed"]) == ("unchanged", {})
        (told,) = boardtui("add", board, "risk", "ref=R2", "--as", LEAD, "--json").data
        assert (told["done"], told["kind"], told["ref"], len(told["id"])) == ("added", "risk", "R2", 36)
        told = boardtui("delete", board, "CIP06", "--yes", *SIGNED, "--json").data
        assert {(each["kind"], each["done"]) for each in told} == {("risk", "deleted"), ("mitigation", "deleted")}


class TestLongTexts:
    def test_a_text_comes_from_a_file(self, board: Path, boardtui: Boardtui, tmp_path: Path) -> None:
        text = tmp_path / "update.txt"
        text.write_bytes("\ufeffFirst.\r\nSecond – with a dash.\n".encode())
        assert boardtui("set", board, "1.1", f"commentary=@{text}", *SIGNED).code == 0
        assert field(board, "1.1", "commentary") == "First.\nSecond – with a dash."

    def test_a_text_comes_from_standard_input(
        self, board: Path, boardtui: Boardtui, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"From a pipe\n"), encoding="utf-8"))
        assert boardtui("set", board, "1.1", "commentary=-", *SIGNED).code == 0
        assert field(board, "1.1", "commentary") == "From a pipe"
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"Once more\n"), encoding="utf-8"))
        assert boardtui("set", board, "1.1", "commentary=-", "measure=Counted", "lead=-", *SIGNED).code == 0
        assert [field(board, "1.1", name) for name in ("commentary", "measure", "lead")] == [
            "Once more",
            "Counted",
            "-",
        ]
        assert boardtui("set", board, "1.1", "commentary=-", "measure=-", *SIGNED).code == 2

    def test_a_dash_as_a_figure_stays_what_was_stated(self, board: Path, boardtui: Boardtui) -> None:
        assert boardtui("add", board, "reading", "kpi=1.2", "period=2021-03", "value=-", "--as", LEAD).code == 0
        assert field(board, "1.2 Mar 21", "value") == "-"

    def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(
        self, board: Path, boardtui: Boardtui, tmp_path: Path
    ) -> None:
        latin = tmp_path / "latin.txt"
        latin.write_bytes("café".encode("latin-1"))
        long, longer = tmp_path / "long.txt", tmp_path / "longer.txt"
        long.write_bytes(b"x" * LARGEST_TEXT)
        longer.write_bytes(b"x" * (LARGEST_TEXT + 1))
        for word, said in (
            (f"@{tmp_path / 'none.txt'}", f"commentary: {tmp_path / 'none.txt'} cannot be read: no such file"),
            (f"@{latin}", f"commentary: {latin} is no UTF-8 text. Save it as UTF-8."),
            (f"@{long}", "this is 1,000,000 characters long"),
            (f"@{longer}", f"commentary: {longer} is too long for a text. Shorten it."),
        ):
            ran = boardtui("set", board, "1.1", f"commentary={word}", *SIGNED)
            assert (ran.code, said in ran.err) == (1, True)
        assert boardtui("set", board, "1.1", "commentary=@@home", "Help-Wanted=A coach", *SIGNED).code == 0
        assert field(board, "1.1", "help_wanted") == "A coach"
        assert field(board, "1.1", "commentary") == "@home"


class TestAddOrUpdate:
    def test_a_reading_of_the_same_period_is_changed_when_told_so(self, board: Path, boardtui: Boardtui) -> None:
        boardtui("add", board, "reading", "kpi=1.2", "period=March 2021", "value=97%", "note=first", "--as", LEAD)
        words = ("kpi=1.2", "period=2021-03", "value=98%", "--update", "--as", LEAD)
        assert boardtui("add", board, "reading", *words).out == "Reading of 1.2, Mar 21: Value 97% -> 98%\n"
        with BoardFile.open(board) as opened:
            (reading,) = opened.read().all(Reading)
        assert (reading.value, reading.note) == ("98%", "first")

    def test_an_action_of_the_same_ref_is_changed_when_told_so(self, board: Path, boardtui: Boardtui) -> None:
        ran = boardtui("add", board, "action", "ref=1.1", "title=New", "--update", "--as", LEAD)
        assert ran.out == "Action 1.1: Title Coach every manager -> New\n"

    def test_what_is_not_there_is_added(self, board: Path, boardtui: Boardtui) -> None:
        words = ("kpi=1.2", "period=2021-03", "value=98%", "--update", "--as", LEAD)
        assert boardtui("add", board, "reading", *words).out == "Reading of 1.2, Mar 21: added\n"


class TestMergeOfAFolder:
    def test_every_copy_in_it_comes_in_and_the_board_itself_is_none(self, board: Path, boardtui: Boardtui) -> None:
        copy = board.with_name("a.board")
        boardtui("copy", board, copy)
        boardtui("set", copy, "1.1", "title=From the lead", *SIGNED)
        assert boardtui("merge", board, board.parent, "--yes").code == 0
        assert field(board, "1.1", "title") == "From the lead"

    def test_a_star_that_the_shell_left_as_it_is_stands_for_the_files(
        self, board: Path, boardtui: Boardtui, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Those of Windows always do."""
        monkeypatch.chdir(tmp_path)
        (tmp_path / "inbox").mkdir()
        for number, ref in enumerate(("1.1", "1.2")):
            copy = tmp_path / "inbox" / f"copy {number}.board"
            boardtui("copy", board, copy)
            boardtui("set", copy, f"action:{ref}", f"title=From copy {number}", *SIGNED)
        for star in ("inbox/*.board", tmp_path / "inbox" / "copy ?.board"):
            assert boardtui("merge", board, star, "--yes").code == 0
        assert (field(board, "action:1.1", "title"), field(board, "action:1.2", "title")) == (
            "From copy 0",
            "From copy 1",
        )
        assert "There is no file like outbox" in boardtui("merge", board, "outbox/*.board").err

    def test_a_folder_without_copies_is_refused(self, board: Path, boardtui: Boardtui, tmp_path: Path) -> None:
        (tmp_path / "inbox").mkdir()
        ran = boardtui("merge", board, tmp_path / "inbox", "--yes")
        assert (ran.code, "There is no copy in the folder" in ran.err) == (1, True)


MEETING_NAMES = (
    "agenda agreed_at apologies attendees chair closed_at date digest id opened_at place planned_minutes state title"
)
COPY_NAMES = "back_by edits file first_at for items last_at returned sent_at sent_by standing untouched who"


@pytest.fixture
def busy(board: Path, boardtui: Boardtui) -> Path:
    """A board with a meeting ahead and a ref that stands twice; a copy came back, disagrees, and went on since."""
    boardtui("set", board, "1.1", f"lead={LEAD}", "--why", "agreed", "--as", "Office")
    copy = board.with_name("lead.board")
    assert boardtui("copy", board, copy, "--for", LEAD, "--back-by", "01/02/2049", "--as", "Office").code == 0
    boardtui("set", board, "1.1", "title=Here", "--why", "the office", "--as", "Office")
    boardtui("set", copy, "1.1", "title=There", "rag=red", "--why", "the lead", "--as", "Lead")
    assert boardtui("merge", board, copy, "--yes", "--as", "Office").code == 1
    boardtui("set", copy, "CIP06", "title=Too few", "--why", "later", "--as", "Lead")
    boardtui("meeting", "new", board, "--date", "02/03/2049", "--as", "Office")
    with BoardFile.open(board) as file:
        twice = [Change(str(uuid.uuid4()), "action", {"ref": "1.9", "title": each}) for each in ("One", "Two")]
        file.write(twice, who="Office")
    return board


class TestWhatProgramsAreTold:
    """The names under which programs find things: a script that reads one must find it in the next version too."""

    @pytest.mark.parametrize(
        ("words", "names"),
        [
            (("log", "{board}"), "at batch changed deleted group id intent kind meeting name record ref who why"),
            (("set", "{board}", "1.1", "title=x", *SIGNED), "changed done id kind name ref"),
            (("meeting", "list", "{board}"), MEETING_NAMES),
            (("backup", "list", "{board}"), "at before file"),
            (("conflicts", "list", "{board}", "1.9"), "before group kind name record ref sides"),
            (("conflicts", "list", "{board}", "1.1"), "before group kind name record ref sides"),
            (("copies", "{board}"), COPY_NAMES),
            (("leads", "{board}"), "items lead"),
        ],
    )
    def test_each_thing_in_a_list_has_these(
        self, busy: Path, boardtui: Boardtui, words: tuple[str, ...], names: str
    ) -> None:
        told = boardtui(*(each.format(board=busy) for each in words), "--json").data
        assert told and all(sorted(each) == names.split() for each in told)

    def test_a_copy_is_told_with_all_that_is_known_of_it(self, busy: Path, boardtui: Boardtui) -> None:
        (told,) = boardtui("copies", busy, "--json", "--on", "01/01/2049").data
        assert {name: told[name] for name in ("for", "file", "sent_by", "back_by", "standing", "edits", "who")} == {
            "for": LEAD,
            "file": "lead.board",
            "sent_by": "Office",
            "back_by": "2049-02-01",
            "standing": "returned",
            "edits": 2,
            "who": ["Lead"],
        }
        assert told["first_at"] <= told["last_at"] <= told["returned"][0]["at"]
        assert (told["sent_at"] <= told["first_at"], told["returned"][0]["by"]) == (True, "Office")
        assert (told["items"], told["untouched"]) == (2, [])

    def test_each_side_of_a_disagreement_is_told(self, busy: Path, boardtui: Boardtui) -> None:
        (told,) = boardtui("conflicts", "list", busy, "1.1", "--json").data
        assert (told["group"], told["kind"], told["ref"], told["name"]) == ("title", "action", "1.1", "1.1")
        assert told["before"]["title"] == "Coach every manager"
        sides = [(each["number"], each["values"]["title"], each["who"], each["why"]) for each in told["sides"]]
        assert sorted(sides, key=lambda side: side[1]) == [
            (2, "Here", "Office", "the office"),
            (1, "There", "Lead", "the lead"),
        ]
        assert all(sorted(each) == ["at", "deletes", "number", "values", "who", "why"] for each in told["sides"])

    def test_each_record_of_a_ref_that_stands_twice_is_told(self, busy: Path, boardtui: Boardtui) -> None:
        (told,) = boardtui("conflicts", "list", busy, "1.9", "--json").data
        assert (told["group"], told["kind"], told["ref"], told["before"]) == ("ref twice", "action", "1.9", None)
        assert [(each["number"], each["values"]) for each in told["sides"]] == [
            (1, {"ref": "1.9", "title": "One"}),
            (2, {"ref": "1.9", "title": "Two"}),
        ]
        assert told["record"] == told["sides"][1]["record"] != told["sides"][0]["record"]

    def test_a_merge_is_told_copy_by_copy_and_item_by_item(self, busy: Path, boardtui: Boardtui) -> None:
        told = boardtui("merge", busy, busy.with_name("lead.board"), "--json", "--dry-run").data
        assert sorted(told) == ["backup", "conflicts", "copies", "edits", "items", "merged", "to_settle"]
        assert (told["backup"], told["edits"], told["to_settle"]) == (None, 1, 2)
        (copy,) = told["copies"]
        assert " ".join(sorted(copy)) == "conflicts for known last_at new opened_at path refused skew_days who"
        assert (copy["for"], copy["new"], copy["who"], copy["refused"], copy["skew_days"]) == (LEAD, 1, ["Lead"], "", 0)
        assert copy["path"] == str(busy.with_name("lead.board"))
        (item,) = told["items"]
        assert " ".join(sorted(item)) == "after at before conflict field group kind name others record who why"
        assert (item["kind"], item["name"], item["group"], item["field"]) == ("risk", "CIP06", "title", "title")
        assert (item["before"], item["after"], item["conflict"]) == ("Capacity", "Too few", False)
        assert (item["who"], item["why"], item["others"]) == ("Lead", "later", [])

    def test_a_check_says_whether_a_board_is_sound_and_what_it_lacks(self, busy: Path, boardtui: Boardtui) -> None:
        told = boardtui("check", busy, "--json").data
        assert (sorted(told), told["sound"], told["problems"]) == (["findings", "problems", "sound"], True, [])


@pytest.mark.parametrize(("command", "lines"), [("log", 40), ("show", 40), ("leads", 40), ("show", 0)])
def test_a_reader_who_leaves_early_ends_a_command_silently(
    command: str, lines: int, board: Path, boardtui: Boardtui
) -> None:
    for number in range(lines):
        boardtui("add", board, "action", "ambition=1", f"ref=3.{number}", f"lead=Role {number}" * 40, "--as", LEAD)
    words = [command, str(board), *(["actions"] if command == "show" else [])]
    ran = subprocess.Popen(
        [sys.executable, "-c", "from boardtui.cli import main; main()", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"},
    )
    assert ran.stdout is not None and ran.stderr is not None
    ran.stdout.close()
    with ran.stderr as errors:
        assert errors.read() == b""
    ran.wait(300)


def test_the_help_on_one_field_says_what_it_can_hold(boardtui: Boardtui) -> None:
    ran = boardtui("set", "--help", "rag")
    assert (ran.code, len(ran.out.splitlines())) == (0, 1)
    assert "rag of ambition, action, next step, milestone. RAG: red, amber, green, blue, not rated" in ran.out
    assert "(the ambition it belongs to); needed" in boardtui("add", "--help", "ambition").out
    assert boardtui("set", "--help", "colour").code == 2
