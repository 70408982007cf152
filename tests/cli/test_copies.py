"""Copies go out, come back, and where they disagree somebody decides."""

import os
import re
import sys
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from boardtui.domain.records.edits import Change, Edit, EditId
from boardtui.domain.records.kinds import Action
from boardtui.domain.records.rag import Rag
from boardtui.session import export
from boardtui.store.backup import backup_folder
from boardtui.store.board_file import BoardFile
from tests.cli.conftest import LEAD, NOW, SIGNED, Boardtui, field
from tests.store.conftest import plant
from tests.store.forging import sealed

SESSION = "0123456789abcdef" * 2


@pytest.fixture
def copy(board: Path, boardtui: Boardtui) -> Path:
    """A copy in which 1.1 was rated red, while the board rated it green."""
    path = board.with_name("copy.board")
    assert boardtui("copy", board, path).code == 0
    boardtui("set", board, "1.1", "rag=green", "--why", "seen in audits", "--as", "Chair")
    # The lead's rating is the later of the two: it is the lead's second edit, and the board's first.
    boardtui("set", path, "1.2", "title=Refresh and publish the framework", *SIGNED)
    boardtui("set", path, "1.1", "rag=red", "--why", "no coaches", "--as", LEAD)
    return path


class TestCopy:
    @pytest.fixture
    def led(self, board: Path) -> Path:
        """A board on which a lead has an action, and so an ambition that it is in."""
        with BoardFile.open(board) as file:
            (first, *_) = file.read().all(Action)
            file.write([Change(first.id, "action", {"lead": LEAD})], who="office")
        return board

    def test_a_copy_is_named_after_who_it_is_for_and_says_what_is_theirs(self, led: Path, boardtui: Boardtui) -> None:
        ran = boardtui("copy", led, led.parent, "--for", LEAD.upper())
        assert ran.code == 0
        copied = led.with_name(f"plan for {LEAD}.board")
        assert ran.out == f"{copied}: a complete copy of plan.board, verified; opens on 2 items for {LEAD}\n"
        assert field(copied, "1.1", "title") == "Coach every manager"

    def test_a_copy_of_any_name_knows_who_it_is_for(self, led: Path, boardtui: Boardtui) -> None:
        out = led.with_name("out.board")
        assert boardtui("copy", led, out, "--for", LEAD).code == 0
        with BoardFile.open(out) as opened:
            assert opened.made_for() == LEAD
        assert boardtui("copy", out, led.with_name("back.board")).code == 0
        with BoardFile.open(led.with_name("back.board")) as opened:
            assert opened.made_for() == ""

    def test_a_name_mistyped_is_refused_with_the_one_that_was_meant(self, led: Path, boardtui: Boardtui) -> None:
        out = led.with_name("out.board")
        ran = boardtui("copy", led, out, "--for", "Principle Social Worker")
        assert (ran.code, ran.out) == (1, "")
        assert ran.err == (
            "boardtui: Nobody on this board is called 'Principle Social Worker'. "
            "Did you mean 'Principal Social Worker'?\n"
        )
        assert not out.exists()

    def test_a_file_that_is_there_is_replaced_only_when_told(self, board: Path, boardtui: Boardtui) -> None:
        out = board.with_name("copy.board")
        out.write_text("mine", encoding="utf-8")
        assert boardtui("copy", board, out).code == 1
        assert out.read_text(encoding="utf-8") == "mine"
        assert boardtui("copy", board, out, "--force").code == 0
        assert field(out, "1.1", "ref") == "1.1"

    def test_one_with_edits_that_were_never_merged_is_replaced_only_when_that_is_said_too(
        self, board: Path, copy: Path, boardtui: Boardtui
    ) -> None:
        before = copy.read_bytes()
        ran = boardtui("copy", board, copy, "--force")
        assert (ran.code, ran.out) == (1, "")
        assert f"{copy} was not replaced: it holds 2 edits by {LEAD} that plan.board does not have" in ran.err
        assert "--lose-edits" in ran.err
        assert copy.read_bytes() == before
        assert boardtui("copy", board, copy, "--lose-edits").code == 2
        assert boardtui("copy", board, copy, "--force", "--lose-edits").code == 0
        assert copy.read_bytes() != before

    def test_one_whose_edits_were_merged_is_replaced(self, board: Path, copy: Path, boardtui: Boardtui) -> None:
        boardtui("merge", board, copy, "--yes")
        assert boardtui("copy", board, copy, "--force").code == 0

    def test_a_board_that_cannot_be_compared_is_not_replaced_by_force_alone(
        self, board: Path, copy: Path, boardtui: Boardtui
    ) -> None:
        damaged, another = board.with_name("damaged.board"), board.with_name("another.board")
        damaged.write_bytes(copy.read_bytes()[:8192])
        BoardFile.create(another, "Another", who="Chair").close()
        why = {damaged: f"{damaged} is damaged", another: f"{another} was not replaced. {another.name}"}
        for there, words in why.items():
            before = there.read_bytes()
            ran = boardtui("copy", board, there, "--force")
            assert (ran.code, ran.out) == (1, "")
            assert words in ran.err
            assert there.read_bytes() == before


class TestCopiesForSeveral:
    OTHER = "Head of Early Help"

    @pytest.fixture
    def led(self, board: Path) -> Path:
        """A board on which two leads have an action each: one long due, one without a date."""
        with BoardFile.open(board) as file:
            first, second, *_ = file.read().all(Action)
            values = {"lead": LEAD, "due": "01/02/2021", "rag": "amber"}
            changes = [
                Change(first.id, "action", values),
                Change(second.id, "action", {"lead": self.OTHER, "due": ""}),
            ]
            file.write(changes, who="office")
        return board

    @pytest.mark.parametrize("end", ["/", "\\", "//"])
    def test_a_path_that_ends_in_a_slash_is_a_folder_which_is_made(
        self, led: Path, boardtui: Boardtui, end: str
    ) -> None:
        outbox = led.with_name("outbox")
        assert boardtui("copy", led, f"{outbox}{end}", "--for", LEAD).code == 0
        assert [each.name for each in outbox.iterdir()] == [f"plan for {LEAD}.board"]
        assert not led.with_name("outbox.board").exists()

    def test_a_folder_that_cannot_be_made_is_refused_in_a_sentence(self, led: Path, boardtui: Boardtui) -> None:
        led.with_name("letter").write_text("mine", encoding="utf-8")
        for place, said in (("letter", "is a file and no folder"), ("no/where", "There is no folder")):
            ran = boardtui("copy", led, f"{led.parent / place}/")
            assert (ran.code, ran.out) == (1, "")
            assert said in ran.err
        assert {each.name for each in led.parent.iterdir()} == {"plan.board", "letter"}

    def test_force_never_writes_one_leads_copy_over_anothers(self, led: Path, boardtui: Boardtui) -> None:
        out = led.with_name("out.board")
        assert boardtui("copy", led, out, "--for", LEAD).code == 0
        before = out.read_bytes()
        for words in (("--for", self.OTHER), ()):
            ran = boardtui("copy", led, out, *words, "--force")
            assert (ran.code, ran.out) == (1, "")
            assert f"is the copy for {LEAD}" in ran.err
        assert out.read_bytes() == before
        assert boardtui("copy", led, out, "--for", LEAD, "--force").code == 0

    def test_all_leads_get_a_copy_and_a_message_that_says_what_is_due_until_when(
        self, led: Path, boardtui: Boardtui
    ) -> None:
        assert boardtui("meeting", "new", led, "--date", "01/03/2049", *SIGNED[-2:]).code == 0
        outbox = led.with_name("outbox")
        ran = boardtui("copy", led, f"{outbox}/", "--all-leads")
        assert ran.code == 0
        assert ran.out.count("a complete copy of plan.board, verified; opens on") == 2
        names = {f"plan for {lead}{end}" for lead in (LEAD, self.OTHER) for end in (".board", ".md")}
        assert {each.name for each in outbox.iterdir()} == names
        with BoardFile.open(outbox / f"plan for {self.OTHER}.board") as opened:
            assert opened.made_for() == self.OTHER
        message = (outbox / f"plan for {LEAD}.md").read_text(encoding="utf-8")
        assert f"To {LEAD}," in message
        assert "the same file back **before the meeting on 01/03/2049.**" in message
        assert "## Overdue\n\n- 01/02/2021: action 1.1 Coach every manager\n" in message
        other = (outbox / f"plan for {self.OTHER}.md").read_text(encoding="utf-8")
        assert "Overdue" not in other

    def test_several_leads_named_get_a_copy_each_once(self, led: Path, boardtui: Boardtui) -> None:
        outbox = led.with_name("outbox")
        ran = boardtui("copy", led, f"{outbox}/", "--for", LEAD, "--for", self.OTHER.upper(), "--for", LEAD)
        assert ran.code == 0
        assert len([*outbox.glob("*.board")]) == 2

    def test_of_several_nothing_is_written_while_one_is_there(self, led: Path, boardtui: Boardtui) -> None:
        outbox = led.with_name("outbox")
        outbox.mkdir()
        note = outbox / f"plan for {LEAD}.md"
        note.write_text("as I wrote it", encoding="utf-8")
        ran = boardtui("copy", led, outbox, "--all-leads")
        assert (ran.code, ran.out) == (1, "")
        assert f"{note} exists already. Choose another name, or give --force to replace it." in ran.err
        assert [*outbox.iterdir()] == [note]
        assert note.read_text(encoding="utf-8") == "as I wrote it"
        assert boardtui("copy", led, outbox, "--all-leads", "--force").code == 0
        assert f"To {LEAD}," in note.read_text(encoding="utf-8")

    def test_of_several_nothing_is_written_while_one_has_edits_that_were_never_merged(
        self, led: Path, boardtui: Boardtui
    ) -> None:
        outbox = led.with_name("outbox")
        assert boardtui("copy", led, f"{outbox}/", "--all-leads").code == 0
        theirs = outbox / f"plan for {LEAD}.board"
        assert boardtui("set", theirs, "1.1", "title=Ours now", *SIGNED).code == 0
        before = {each: each.read_bytes() for each in outbox.iterdir()}
        ran = boardtui("copy", led, outbox, "--all-leads", "--force")
        assert (ran.code, ran.out) == (1, "")
        assert f"{theirs} was not replaced: it holds 1 edit by {LEAD}" in ran.err
        assert {each: each.read_bytes() for each in outbox.iterdir()} == before
        assert boardtui("copy", led, outbox, "--all-leads", "--force", "--lose-edits").code == 0
        assert theirs.read_bytes() != before[theirs]

    def test_the_office_sees_who_has_a_copy_who_returned_it_what_they_did_and_who_is_late(
        self, led: Path, boardtui: Boardtui
    ) -> None:
        outbox = led.with_name("outbox")
        office = ("--as", "Programme office")
        assert boardtui("copy", led, f"{outbox}/", "--all-leads", "--back-by", "01/03/2049", *office).code == 0
        copies = {each: outbox / f"plan for {each}.board" for each in (LEAD, self.OTHER)}
        boardtui("set", copies[LEAD], "1.1", "commentary=All are trained.", *SIGNED)
        assert "copy for Principal Social Worker, 1 new edit" in boardtui("merge", led, copies[LEAD], "--dry-run").out
        assert boardtui("copies", led, "--late").out == "Nobody is late.\n"
        assert boardtui("merge", led, copies[LEAD].rename(led.with_name("x.board")), "--yes", *office).code == 0
        late = boardtui("copies", led, "--late", "--on", "01/03/2049")
        assert (late.code, late.out.split("  ")[0], late.out.rstrip().split("  ")[-1]) == (
            1,
            self.OTHER,
            "late since 01/03/2049",
        )
        listed = boardtui("copies", led, "--on", "28/02/2049")
        out, returned = listed.out.splitlines()
        assert out.startswith(f"{self.OTHER}  sent ") and out.endswith("  out, back before 01/03/2049")
        assert returned.endswith("  1 edit, 0 of 2 items untouched")
        assert listed.err == "boardtui: 2 copies: 1 out, 1 returned.\n"
        told = boardtui("copies", led, "--json").data
        assert [(each["for"], each["standing"], each["edits"], each["untouched"]) for each in told] == [
            (self.OTHER, "out", 0, ["1", "1.2"]),
            (LEAD, "returned", 1, []),
        ]
        assert told[1]["sent_by"] == told[1]["returned"][0]["by"] == "Programme office"
        assert boardtui("check", led).code in (0, 1)

    def test_a_board_of_which_no_copy_was_sent_says_so_and_how(self, led: Path, boardtui: Boardtui) -> None:
        ran = boardtui("copies", led)
        assert (ran.code, ran.out) == (0, f"{self.OTHER}  none sent\n{LEAD}  none sent\n")
        assert ran.err.startswith("boardtui: No copy was sent yet. To send one: boardtui copy")
        assert boardtui("copies", led, "--json").data == []
        assert boardtui("copy", led, led.with_name("out.board"), "--for", LEAD).code == 0
        (mine,) = [line for line in boardtui("copies", led).out.splitlines() if line.startswith(LEAD)]
        assert re.fullmatch(rf"{LEAD}  sent \d\d/\d\d/\d{{4}} \d\d:\d\d  out", mine), "nobody signed it"

    def test_several_copies_need_a_folder_and_everybody_needs_no_name(self, led: Path, boardtui: Boardtui) -> None:
        ran = boardtui("copy", led, led.with_name("outbox"), "--all-leads")
        assert (ran.code, ran.err) == (
            1,
            "boardtui: Several copies need a folder. To have one made, end its name in a slash: "
            f"{led.with_name('outbox')}/\n",
        )
        assert boardtui("copy", led, led.parent, "--all-leads", "--for", LEAD).code == 2
        assert {each.name for each in led.parent.iterdir()} == {"plan.board"}


class TestMerge:
    def test_a_dry_run_says_what_would_change_and_changes_nothing(
        self, board: Path, copy: Path, boardtui: Boardtui
    ) -> None:
        before = board.read_bytes()
        known = len(boardtui("log", copy, "--json").data) - 2
        ran = boardtui("merge", board, copy, "--dry-run")
        assert (ran.code, ran.err) == (1, "boardtui: 1 thing would be to settle after merging.\n")
        when = r"\d\d/\d\d/\d{4} \d\d:\d\d"
        assert re.match(
            rf"copy.board: 2 new edits, by {LEAD}, {when} to {when}, {known} here already, disagrees on 1 thing\n",
            ran.out,
        )
        name = "Action 1.2 Refresh and publish the framework"
        assert f"{name} · Title · Refresh the framework → Refresh and publish the framework\n" in ran.out
        name = "Action 1.1 Coach every manager"
        assert f"{name} · RAG · G ● Green → R ✖ Red; COPIES DISAGREE: Chair says G ● Green\n" in ran.out
        assert board.read_bytes() == before
        assert not backup_folder(board).exists()

    def test_without_a_terminal_to_ask_in_nothing_is_merged_unless_told(
        self, board: Path, copy: Path, boardtui: Boardtui
    ) -> None:
        before = board.read_bytes()
        ran = boardtui("merge", board, copy)
        assert ran.code == 1
        assert "--yes" in ran.err
        assert board.read_bytes() == before

    def test_at_a_terminal_it_is_asked_first_and_no_means_no(
        self, board: Path, copy: Path, boardtui: Boardtui, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked: list[tuple[str, bool]] = []

        def confirm(words: str, *, err: bool) -> bool:
            asked.append((words, err))
            return len(asked) > 1

        monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
        monkeypatch.setattr("typer.confirm", confirm)
        before = board.read_bytes()
        refused = boardtui("merge", board, copy)
        assert (refused.code, refused.err) == (1, "boardtui: Nothing was merged.\n")
        assert board.read_bytes() == before
        assert "Give --yes to merge without being asked" in boardtui("merge", board, copy, "--json").err
        assert "Merged 2 edits." in boardtui("merge", board, copy).out
        assert asked == [("Merge 2 edits?", True)] * 2

    def test_everything_comes_in_after_a_backup_and_a_second_time_nothing_is_new(
        self, board: Path, copy: Path, boardtui: Boardtui
    ) -> None:
        ran = boardtui("merge", board, copy, "--yes")
        assert ran.code == 1
        assert "Merged 2 edits." in ran.out
        assert ran.err == f"boardtui: 1 thing to settle: boardtui conflicts list {board}\n"
        assert field(board, "1.2", "title") == "Refresh and publish the framework"
        (backup,) = backup_folder(board).iterdir()
        assert str(backup) in ran.out
        assert field(backup, "1.2", "title") == "Refresh the framework"
        again = boardtui("merge", board, copy, "--yes")
        assert (again.code, again.out) == (1, "copy.board: nothing new\nNothing new.\n")
        boardtui("conflicts", "resolve", board, "1.1", "--take", "2", "--why", "seen by both", *SIGNED)
        settled = boardtui("merge", board, copy, "--yes")
        assert (settled.code, settled.out, settled.err) == (0, "copy.board: nothing new\nNothing new.\n", "")

    def test_json_says_what_came_in(self, board: Path, copy: Path, boardtui: Boardtui) -> None:
        planned = boardtui("merge", board, copy, "--dry-run", "--json").data
        assert (planned["merged"], planned["edits"], planned["conflicts"]) == (False, 2, 1)
        done = boardtui("merge", board, copy, "--yes", "--json").data
        assert (done["merged"], done["edits"]) == (True, 2)
        assert Path(done["backup"]).is_file()
        assert (planned["to_settle"], done["to_settle"]) == (1, 1)
        (rag,) = [each for each in done["items"] if each["field"] == "rag"]
        (other,) = rag["others"]
        assert {rag["after"], other["value"]} == {"green", "red"}
        assert {(rag["who"], rag["why"]), (other["who"], other["why"])} == {
            ("Chair", "seen in audits"),
            (LEAD, "no coaches"),
        }

    def test_a_dry_run_counts_what_would_be_to_settle_exactly_as_merging_does(
        self, board: Path, copy: Path, boardtui: Boardtui
    ) -> None:
        later = board.with_name("later.board")
        boardtui("merge", board, copy, "--yes")
        boardtui("copy", board, later)
        boardtui("conflicts", "resolve", later, "1.1", "--take", "1", "--why", "agreed", *SIGNED)
        boardtui("set", later, "1.2", "title=Framework", *SIGNED)
        boardtui("set", board, "1.2", "title=The framework", *SIGNED)
        planned = boardtui("merge", board, later, "--dry-run", "--json")
        done = boardtui("merge", board, later, "--yes", "--json")
        # The decision on 1.1 comes in, and 1.2 is a new disagreement.
        assert (planned.code, planned.data["to_settle"]) == (done.code, done.data["to_settle"]) == (1, 1)

    def test_what_was_to_settle_before_is_counted_too(self, board: Path, copy: Path, boardtui: Boardtui) -> None:
        boardtui("merge", board, copy, "--yes")
        boardtui("set", copy, "1.1", "commentary=Begun", *SIGNED)
        planned = boardtui("merge", board, copy, "--dry-run", "--json")
        done = boardtui("merge", board, copy, "--yes", "--json")
        assert (planned.data["conflicts"], planned.data["to_settle"], planned.code) == (0, 1, 1)
        assert (done.data["conflicts"], done.data["to_settle"], done.code) == (0, 1, 1)

    @pytest.mark.parametrize(
        ("here", "there", "count"),
        [
            ((), ("1.7",), 0),
            (("1.7",), ("1.7",), 1),
            (("1.7",), ("1.7", "1.8"), 1),
            (("1.7", "1.8"), ("1.7", "1.8"), 2),
            (("1.7", "1.7"), (), 1),
            (("1.7", "1.7"), ("1.7",), 1),
        ],
    )
    def test_every_ref_that_will_stand_twice_is_counted_once_before_merging_and_after(
        self, board: Path, boardtui: Boardtui, here: tuple[str, ...], there: tuple[str, ...], count: int
    ) -> None:
        copied = board.with_name("lead.board")
        boardtui("copy", board, copied)
        for path, refs in ((board, here), (copied, there)):
            with BoardFile.open(path) as file:
                added = [Change(str(uuid.uuid4()), "action", {"ref": ref, "title": f"In {path.stem}"}) for ref in refs]
                file.write([*added, Change(file.read().profile.id, "board", {"council": path.stem})], who=LEAD)
        planned = boardtui("merge", board, copied, "--dry-run", "--json")
        done = boardtui("merge", board, copied, "--yes", "--json")
        listed = boardtui("conflicts", "list", board, "--json").data
        # What both called the council is in dispute as well.
        assert planned.data["to_settle"] == done.data["to_settle"] == len(listed) == count + 1
        assert boardtui("conflicts", "list", board).out.count("ref twice") == count

    def test_a_report_that_is_there_is_replaced_only_with_force_and_never_a_board(
        self, boardtui: Boardtui, board: Path, copy: Path
    ) -> None:
        report = board.with_name("merged.md")
        report.write_text("last month's", encoding="utf-8")
        ran = boardtui("merge", board, copy, "--yes", "--report", report)
        assert (ran.code, "or replace it with --force" in ran.err) == (1, True)
        assert report.read_text(encoding="utf-8") == "last month's"
        before = copy.read_bytes(), board.read_bytes()
        assert boardtui("merge", board, copy, "--yes", "--report", copy, "--force").code == 1
        assert (copy.read_bytes(), board.read_bytes()) == before
        boardtui("merge", board, copy, "--yes", "--report", report, "--force")
        assert "copies merged on" in report.read_text(encoding="utf-8")
        assert boardtui("merge", board, copy, "--force").code == 2

    def test_what_was_merged_is_moved_beside_it_where_that_is_asked_for(
        self, boardtui: Boardtui, board: Path, copy: Path
    ) -> None:
        assert boardtui("merge", board, copy, "--move-merged", "--dry-run").code == 2
        assert boardtui("merge", board, copy, "--move-merged").code == 1  # nobody has agreed to it
        assert copy.is_file()
        ran = boardtui("merge", board, copy, "--yes", "--move-merged")
        assert f"Moved 1 copy into {copy.parent / 'merged'}" in ran.err
        assert not copy.exists()
        assert (copy.parent / "merged" / copy.name).is_file()

    def test_a_report_says_after_merging_what_came_and_what_is_to_decide_as_markdown(
        self, board: Path, copy: Path, boardtui: Boardtui
    ) -> None:
        report = board.with_name("merged.md")
        assert boardtui("merge", board, copy, "--dry-run", "--report", report).code == 2
        assert boardtui("merge", board, copy, "--report", report).code == 1  # nobody has agreed to it
        assert not report.exists()
        ran = boardtui("merge", board, copy, "--yes", "--report", report)
        assert f"boardtui: Wrote {report}\n" in ran.err
        page = report.read_text(encoding="utf-8")
        assert "2 edits from 1 copy." in page
        assert f"### {LEAD}\n\n- Action 1.1 Coach every manager · RAG · G ● Green → R ✖ Red; " in page
        assert "## What is to decide\n\n- Action 1.1 Coach every manager: " in page

    @pytest.mark.parametrize("name", ["copy.board", "plan.board", "notes.md", "nowhere/merged.md", ""])
    def test_a_report_that_cannot_be_written_there_is_refused_before_anything_is_merged(
        self, board: Path, copy: Path, boardtui: Boardtui, name: str
    ) -> None:
        board.with_name("notes.md").write_text("mine", encoding="utf-8")
        before = {each: each.read_bytes() for each in board.parent.glob("*.*")}
        ran = boardtui("merge", board, copy, "--yes", "--report", board.parent / name)
        assert (ran.code, ran.out) == (1, "")
        assert {each: each.read_bytes() for each in board.parent.glob("*.*") if each.is_file()} == before

    def test_where_the_report_cannot_be_written_after_all_the_merge_and_its_backup_are_said(
        self, board: Path, copy: Path, boardtui: Boardtui, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(*_: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(export, "write_new", full)
        ran = boardtui("merge", board, copy, "--yes", "--report", board.with_name("merged.md"))
        assert ran.code == 1
        assert "Merged 2 edits. The board as it was before: " in ran.out
        assert "merged.md cannot be written" in ran.err
        assert field(board, "1.2", "title") == "Refresh and publish the framework"

    def test_a_name_mistyped_is_no_hint_to_make_a_board(self, board: Path, boardtui: Boardtui) -> None:
        missing = board.with_name("missing.board")
        ran = boardtui("merge", board, missing, "--yes")
        assert ran.code == 1
        assert ran.out == f"missing.board: refused. There is no file {missing}. Check its name and folder.\n"
        assert ran.err == "boardtui: Nothing was merged.\n"

    def test_a_copy_that_may_not_be_read_is_refused_by_its_name(
        self, board: Path, copy: Path, boardtui: Boardtui, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        own = os.access
        monkeypatch.setattr(os, "access", lambda path, mode, **more: Path(path) != copy and own(path, mode, **more))

        def locked(path: Any, *args: Any, **more: Any) -> Any:
            if path == copy:
                raise PermissionError(13, "Permission denied")
            return open_path(path, *args, **more)

        open_path = os.open
        monkeypatch.setattr(os, "open", locked)
        ran = boardtui("merge", board, copy, "--yes")
        assert (ran.code, ran.out) == (1, f"copy.board: refused. {copy} cannot be read: permission denied.\n")

    def test_who_deleted_and_who_edited_is_said(self, board: Path, copy: Path, boardtui: Boardtui) -> None:
        boardtui("delete", board, "1.2", "--why", "done", "--as", "Chair")
        ran = boardtui("merge", board, copy, "--dry-run")
        name = "Action 1.2 Refresh and publish the framework"
        what = "edited and deleted → kept until you decide"
        assert f"{name} · {what}; COPIES DISAGREE: deleted by Chair, edited by {LEAD}\n" in ran.out
        items = boardtui("merge", board, copy, "--dry-run", "--json").data["items"]
        (life,) = [each for each in items if each["field"] == "deleted"]
        assert [(each["who"], each["value"]) for each in life["others"]] in (
            [("Chair", {})],
            [(LEAD, {"title": "Refresh and publish the framework"})],
        )

    def test_a_file_that_is_no_copy_keeps_everything_out(self, board: Path, copy: Path, boardtui: Boardtui) -> None:
        bad = board.with_name("bad.board")
        bad.write_bytes(copy.read_bytes()[:9000])
        before = board.read_bytes()
        ran = boardtui("merge", board, copy, bad, "--yes", "--move-merged")
        assert ran.code == 1
        assert "bad.board: refused." in ran.out
        assert ran.err == "boardtui: Nothing was merged. Leave out what was refused to merge the others.\n"
        assert (board.read_bytes(), copy.is_file()) == (before, True)

    def test_a_copy_of_which_the_clock_seems_wrong_says_which_way(self, board: Path, boardtui: Boardtui) -> None:
        for day, way in ((2, "2 days ahead"), (1, "1 day ahead"), (-3, "3 days behind")):
            copy = board.with_name(f"copy {day}.board")
            boardtui("copy", board, copy)
            with BoardFile.open(copy) as file:
                (first, *_) = file.read().all(Action)
                began = datetime.now(UTC) + timedelta(hours=1) if day > 0 else NOW - timedelta(hours=1)
                file.write([Change(first.id, "action", {"title": way})], who=LEAD, at=began + timedelta(days=day))
            assert f"its clock seems {way}\n" in boardtui("merge", board, copy, "--dry-run").out, day


class TestConflicts:
    @pytest.fixture
    def disputed(self, board: Path, copy: Path, boardtui: Boardtui) -> Path:
        """The board when the copy has come in."""
        boardtui("merge", board, copy, "--yes")
        return board

    def test_each_side_is_listed_with_who_and_why(self, disputed: Path, boardtui: Boardtui) -> None:
        ran = boardtui("conflicts", "list", disputed)
        assert (ran.code, boardtui("conflicts", "list", disputed, "--json").code) == (1, 1)
        assert ran.out.startswith("Action 1.1: status\n")
        assert f"RAG R ✖ Red; Rationale no coaches - {LEAD}, " in ran.out
        assert "RAG G ● Green; Rationale seen in audits - Chair, " in ran.out

    def test_taking_a_side_settles_it(self, disputed: Path, boardtui: Boardtui) -> None:
        (conflict,) = boardtui("conflicts", "list", disputed, "--json").data
        named = {name: conflict[name] for name in ("kind", "ref", "name", "group")}
        assert named == {"kind": "action", "ref": "1.1", "name": "1.1", "group": "status"}
        (red,) = [side["number"] for side in conflict["sides"] if side["values"]["rag"] == "red"]
        ran = boardtui("conflicts", "resolve", disputed, "1.1", "--take", red, *SIGNED)
        settled, *sides = ran.out.splitlines()
        assert settled == "Action 1.1: status settled: RAG R ✖ Red; Rationale no coaches"
        assert sorted(side.split(": ", 1)[1] for side in sides) == [
            "RAG G ● Green; Rationale seen in audits - Chair",
            f"RAG R ✖ Red; Rationale no coaches - {LEAD} (taken)",
        ]
        assert field(disputed, "1.1", "rag") is Rag.RED
        assert boardtui("conflicts", "list", disputed).out == "Copies agree about everything.\n"

    def test_a_reading_is_named_by_its_kpi_and_period_and_the_list_says_what_to_type(
        self, board: Path, boardtui: Boardtui
    ) -> None:
        with BoardFile.open(board) as file:
            kpi = Change(str(uuid.uuid4()), "kpi", {"ref": "6.1", "title": "In touch"})
            reading = Change(str(uuid.uuid4()), "reading", {"kpi": kpi.record, "period": "2019-03", "value": "92.8%"})
            file.write([kpi, reading], who="office")
        copy = board.with_name("copy.board")
        assert boardtui("copy", board, copy).code == 0
        for path, value in ((board, "94%"), (copy, "95%")):
            assert boardtui("set", path, "kpi:6.1 March 2019", f"value={value}", *SIGNED).code == 0
        boardtui("merge", board, copy, "--yes")
        boardtui("set", board, "1.1", "title=Here", *SIGNED)
        boardtui("set", copy, "1.1", "title=There", *SIGNED)
        boardtui("merge", board, copy, "--yes")
        assert "Action 1.1" in boardtui("conflicts", "list", board).out
        listed = boardtui("conflicts", "list", board, "kpi:6.1 2019-03").out
        assert "Action 1.1" not in listed
        with BoardFile.open(board) as file:
            twice = [Change(str(uuid.uuid4()), "action", {"ref": "1.7", "title": each}) for each in ("One", "Two")]
            file.write(twice, who="office")
        assert boardtui("conflicts", "list", board, "1.7").out == (
            "Action 1.7: ref twice\n  1: One\n  2: Two\n"
            f"  to give the last one another: boardtui set {board} 'action:1.7 #2' ref=1.8\n"
        )
        assert boardtui("set", board, "1.7 #2", "ref=1.8", *SIGNED).code == 0
        agreed = boardtui("conflicts", "list", board, "1.2")
        assert (agreed.code, agreed.out) == (0, "Copies agree about 1.2.\n")
        assert boardtui("conflicts", "list", board, "kpi:9.9 2019-03").code == 1
        assert {"94%", "95%"} <= set(listed.split())
        assert listed.startswith("Reading of 6.1, Mar 19: figure\n  before: Value 92.8%\n  1: Value 9")
        assert f"to take the first: boardtui conflicts resolve {board} '6.1 Mar 19' --group figure --take 1" in listed
        ran = boardtui("conflicts", "resolve", board, "kpi:6.1 2019-03", "value=94.5%", *SIGNED)
        assert (ran.code, ran.err) == (1, f"boardtui: 1 thing to settle: boardtui conflicts list {board}\n")
        assert ran.out.startswith("Reading of 6.1, Mar 19: figure settled: Value 94.5%\n  1: Value 9")
        assert {"94%", "95%"} <= set(ran.out.split())

    def test_two_commentaries_are_both_kept_each_signed(self, board: Path, copy: Path, boardtui: Boardtui) -> None:
        boardtui("set", board, "1.1", "commentary=Six teams.", "--as", "Chair", "--why", "seen")
        boardtui("set", copy, "1.1", "commentary=Eight teams.", "--as", LEAD, "--why", "seen")
        boardtui("merge", board, copy, "--yes")
        called = f"boardtui conflicts resolve {board} 1.1 --group commentary --both --why ..."
        assert boardtui("conflicts", "list", board).out.count("to keep both: ") == 1
        assert f"to keep both: {called}\n" in boardtui("conflicts", "list", board).out
        both = ("conflicts", "resolve", board, "1.1", "--both", *SIGNED)
        said = boardtui(*both).err
        assert "boardtui: Copies disagree about several things here. Say --group " in said
        assert {"commentary", "status"} <= set(re.findall(r"\w+", said.partition("Say ")[2]))
        together = boardtui("conflicts", "resolve", board, "1.1", "rag=amber", "commentary=Seven.", *SIGNED)
        assert (together.code, "Settle one disagreement at a time" in together.err) == (2, True)
        assert boardtui(*both, "--group", "commentary", "--take", 1).code == 2
        refused = boardtui(*both, "--group", "status")
        assert (refused.code, refused.out) == (1, "")
        assert "Both can be kept only where both wrote a text" in refused.err
        ran = boardtui(*both, "--group", "commentary")
        assert ran.out.count("(kept)") == 2
        kept = field(board, "1.1", "commentary")
        assert "Six teams.\n– Chair, " in kept
        assert f"Eight teams.\n– {LEAD}, " in kept

    def test_a_third_value_settles_it_too(self, disputed: Path, boardtui: Boardtui) -> None:
        assert boardtui("conflicts", "resolve", disputed, "1.1", "rag=amber", *SIGNED).code == 0
        assert field(disputed, "1.1", "rag") is Rag.AMBER
        assert boardtui("conflicts", "list", disputed, "--json").data == []

    def test_a_third_value_has_the_reason_that_is_given_for_it_and_none_of_the_old_ones(
        self, disputed: Path, boardtui: Boardtui
    ) -> None:
        boardtui("conflicts", "resolve", disputed, "1.1", "rag=amber", "--why", "between the two", "--as", "Chair")
        assert field(disputed, "1.1", "rationale") == "between the two"

    def test_a_record_edited_here_and_deleted_there_is_kept_or_deleted(
        self, board: Path, copy: Path, boardtui: Boardtui
    ) -> None:
        boardtui("delete", copy, "CIP06", *SIGNED, "--yes")
        boardtui("set", board, "CIP06", "current=4x3", *SIGNED)
        boardtui("merge", board, copy, "--yes")
        assert "1: deleted - " in boardtui("conflicts", "list", board).out
        gone = board.with_name("gone.board")
        boardtui("copy", board, gone)
        assert "settled: deleted" in boardtui("conflicts", "resolve", gone, "CIP06", "--take", 1, *SIGNED).out
        assert boardtui("set", gone, "CIP06", "current=1x1", *SIGNED).code == 1
        assert "settled: kept" in boardtui("conflicts", "resolve", board, "CIP06", "--take", 2, *SIGNED).out
        assert field(board, "CIP06", "current") == "4x3"

    @pytest.mark.parametrize("words", [("1.2", "--take", 1), ("1.1", "--take", 3), ("1.1", "title=x")])
    def test_what_is_not_disputed_cannot_be_settled(
        self, disputed: Path, boardtui: Boardtui, words: tuple[object, ...]
    ) -> None:
        before = disputed.read_bytes()
        assert boardtui("conflicts", "resolve", disputed, *words, *SIGNED).code == 1
        assert disputed.read_bytes() == before

    @pytest.mark.parametrize(
        ("words", "sentence"),
        [
            (("1.1", "--take", 3), "There are only 2 sides to take. Look at them with: boardtui conflicts list"),
            (("1.1", "--take", 1, "--group", "title"), "Copies do not disagree about '1.1' about its title. To see "),
            (("1.2", "--take", 1, "--group", "title"), "Copies do not disagree about '1.2'. To see what they disagree"),
            (("1.2", "--take", 1), "Copies do not disagree about '1.2'. To see what they disagree about: "),
        ],
    )
    def test_a_side_that_is_not_there_cannot_be_taken(
        self, disputed: Path, boardtui: Boardtui, words: tuple[object, ...], sentence: str
    ) -> None:
        before = disputed.read_bytes()
        ran = boardtui("conflicts", "resolve", disputed, *words, *SIGNED)
        assert (ran.code, ran.out) == (1, "")
        assert ran.err.startswith(f"boardtui: {sentence}")
        assert disputed.read_bytes() == before

    @pytest.mark.parametrize("number", ["0", "-1", "two", "1.5"])
    def test_what_is_no_number_of_a_side_is_wrong_usage(self, disputed: Path, boardtui: Boardtui, number: str) -> None:
        before = disputed.read_bytes()
        ran = boardtui("conflicts", "resolve", disputed, "1.1", f"--take={number}", *SIGNED)
        assert (ran.code, ran.out) == (2, "")
        assert "--take" in ran.err
        assert disputed.read_bytes() == before

    def test_it_ends_with_1_as_long_as_there_is_more_to_settle(self, disputed: Path, boardtui: Boardtui) -> None:
        copy = disputed.with_name("second.board")
        boardtui("copy", disputed, copy)
        boardtui("set", disputed, "1.2", "title=Framework", *SIGNED)
        boardtui("delete", copy, "1.2", "--why", "done", "--as", LEAD)
        assert boardtui("merge", disputed, copy, "--yes").code == 1
        assert (
            "Action 1.2: life (deleted in one copy, edited in another)\n" in boardtui("conflicts", "list", disputed).out
        )
        first = boardtui("conflicts", "resolve", disputed, "1.1", "--take", 1, *SIGNED)
        assert (first.code, first.err) == (1, f"boardtui: 1 thing to settle: boardtui conflicts list {disputed}\n")
        last = boardtui("conflicts", "resolve", disputed, "1.2", "--take", 1, *SIGNED)
        assert (last.code, last.err) == (0, "")
        agreed = boardtui("conflicts", "list", disputed)
        assert (agreed.code, agreed.out) == (0, "Copies agree about everything.\n")

    def test_closing_a_meeting_says_that_copies_still_disagree(self, disputed: Path, boardtui: Boardtui) -> None:
        boardtui("meeting", "new", disputed, "--date", "02/03/2021", *SIGNED[-2:])
        ran = boardtui("meeting", "close", disputed, "02/03/2021", "--at", "2021-03-02 12:30", *SIGNED[-2:])
        assert ran.code == 0
        said = "1 disagreement between copies is still open, and the papers say so: boardtui conflicts list"
        assert f"boardtui: {said} {disputed}\n" in ran.err
        assert "Open disagreements between copies" in boardtui("export", disputed, "--at", "02/03/2021", "--full").out

    def test_settling_is_in_the_history(self, disputed: Path, boardtui: Boardtui) -> None:
        boardtui("conflicts", "resolve", disputed, "1.1", "--take", 1, *SIGNED)
        with BoardFile.open(disputed) as opened:
            assert opened.history(limit=1)[0].edit.why == "agreed with the lead"

    @pytest.mark.parametrize("value", ["{}", '{"title":""}'])
    def test_a_side_that_says_nothing_is_settled_by_taking_it(
        self, board: Path, boardtui: Boardtui, value: str
    ) -> None:
        with BoardFile.open(board) as opened:
            record = next(each.id for each in opened.read().all(Action) if each.ref == "1.1")
            identity = EditId("0123456789abcdef" * 2, 1)
            edit = Edit(
                id=identity,
                lamport=100,
                record=record,
                kind="action",
                group="title",
                value=value,
                at="2021-01-01T00:00:00Z",
                batch=str(identity),
            )
            plant(opened, [sealed(edit)])
        assert boardtui("conflicts", "list", board, "--json").data[0]["sides"][0]["values"] == {"title": ""}
        assert boardtui("conflicts", "resolve", board, "1.1", "--take", 1, *SIGNED).code == 0
        assert boardtui("conflicts", "list", board).out == "Copies agree about everything.\n"
