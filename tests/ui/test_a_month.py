"""A month of five people, each at a machine of their own: from sending to merged, and by a meeting to the front sheet.

Nothing is simulated but the hands and the mail: every program runs in a terminal, with settings of whoever sits there.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from boardtui.domain.records.kinds import Challenge, Reading
from boardtui.domain.records.rag import Rag
from boardtui.store.board_file import BoardFile
from boardtui.store.copies.conflicts import open_conflicts
from tests.terminal import Terminal, boardtui
from tests.ui.conftest import change, identity, on_disk, values_of

OFFICE, CHAIR = "Programme Office", "Chair of the Board"
HELP, WORK, DIRECTOR = "Head of Early Help", "Principal Social Worker", "Director"


@dataclass
class Person:
    """Somebody at a machine of their own."""

    name: str
    home: Path

    @property
    def machine(self) -> dict[str, str]:
        return {"HOME": str(self.home), "BOARDTUI_CONFIG_DIR": str(self.home / "config")}

    @contextmanager
    def at(self, board: Path, *, asked: bool = True) -> Iterator[Terminal]:
        """The program over a board; the first time it asks for the name, and `asked` fills that in."""
        with boardtui(board, size=(100, 30), variables=self.machine) as terminal:
            if asked:
                terminal.wait_for("What name shall your edits be signed with?")
                filled_in = self.name in terminal.text  # a lead's copy knows whose it is
                terminal.press(*([] if filled_in else [self.name]), "enter")
                terminal.wait_for("saved", gone="What name")
            terminal.wait_for("saved")
            yield terminal
            terminal.press("q")
            assert terminal.wait_for_end() == 0

    def run(self, *words: str | Path) -> subprocess.CompletedProcess[str]:
        """Run a command at this machine."""
        command = [sys.executable, "-m", "boardtui", *map(str, words)]
        return subprocess.run(
            command, check=False, capture_output=True, text=True, timeout=300, env={**os.environ, **self.machine}
        )


def plan(path: Path) -> None:
    """Build what the office begins the month with."""
    with BoardFile.create(path, "Improvement plan", who=OFFICE) as made:
        made.write(
            [
                change("ambition", "a", ref="1", title="Leaders"),
                change("action", "1.1", ref="1.1", ambition=identity("a"), title="Coaching", lead=HELP, rag="amber"),
                change("action", "1.2", ref="1.2", ambition=identity("a"), title="Audits", lead=WORK, rag="amber"),
                change("risk", "r", ref="R1", title="Cover", owner=WORK, current="4x3"),
                change("kpi", "k", ref="K1", title="Visits in time", lead=DIRECTOR, unit="percent"),
                change("reading", "old", kpi=identity("k"), period="2021-01", value="88.0%"),
                change("meeting", "m", date=date.today().isoformat()),
                change("challenge", "c", item=identity("1.2"), text="Who reads them?"),
            ],
            who=OFFICE,
        )


def say(terminal: Terminal, item: str, *keys: str) -> None:
    """Say something of the item that the pass is at, and save it."""
    terminal.wait_for(item)
    terminal.press(*keys, "ctrl+s")


def send_back(terminal: Terminal) -> None:
    """At the end of the pass: write the file to mail."""
    terminal.wait_for("The end of the list", "Everything is saved")
    terminal.press("c")
    terminal.wait_for("Mail this file to", gone="The end of the list")


def test_from_sending_to_merged_to_front_sheet_nothing_is_lost_and_the_list_of_copies_is_true(tmp_path: Path) -> None:
    people = {name: Person(name, tmp_path / name) for name in (OFFICE, CHAIR, HELP, WORK, DIRECTOR)}
    for person in people.values():
        person.home.mkdir()
    office, board = people[OFFICE], people[OFFICE].home / "plan.board"
    plan(board)

    # The office sends three copies in one step.
    with office.at(board) as terminal:
        terminal.press("ctrl+s")
        terminal.wait_for("Send a copy")
        terminal.press("ctrl+l")
        terminal.wait_for("Who has a copy", HELP, WORK, DIRECTOR)
        terminal.press("ctrl+a", "ctrl+s")
        terminal.wait_for("Wrote 3 copies into")
    for lead in (HELP, WORK, DIRECTOR):
        (board.parent / "outbox" / f"plan for {lead}.board").rename(people[lead].home / "plan.board")
        assert f"To {lead}," in (board.parent / "outbox" / f"plan for {lead}.md").read_text(encoding="utf-8")

    # All three work at once, and none of them knows of the others.
    with ExitStack() as machines:
        helper, worker, director = (
            machines.enter_context(people[lead].at(people[lead].home / "plan.board")) for lead in (HELP, WORK, DIRECTOR)
        )
        for terminal in (helper, worker, director):
            terminal.wait_for("Due from you")
            terminal.press("enter")
        say(helper, "Coaching", "g", "tab", "Every manager has a coach")
        send_back(helper)
        say(worker, "Who reads them?", "The audit board reads them")
        say(worker, "Audits", "r", "Two auditors left", "tab", "Six of ten files were read")
        say(worker, "Cover", "tab", "Agency cover runs out in May")
        send_back(worker)
        # The worker goes on in the same copy after it is sent: what is not theirs, too.
        worker.press("3")
        worker.wait_for("1 of 2 actions")
        worker.press("escape")
        worker.wait_for("2 actions", "Coaching", gone="1 of 2")
        worker.press("k", ",")
        worker.wait_for("Commentary")
        worker.press("Coaching has stopped in two teams", "ctrl+s")
        worker.wait_for("saved", gone="Save the comment")
        say(director, "Visits in time", "91.5", "tab", "Better than last year")
        send_back(director)

    # The mail: two are back in time, the worker's twice.
    inbox = board.parent / "inbox"
    inbox.mkdir()
    (people[HELP].home / "plan sent back.board").rename(inbox / "one.board")
    (people[WORK].home / "plan sent back.board").rename(inbox / "two.board")
    with office.at(board, asked=False) as terminal:
        terminal.press("\x07")  # ctrl+g
        terminal.wait_for("Merge copies")
        terminal.press(str(inbox), "enter")
        terminal.wait_for("[x] one.board", "[x] two.board", HELP)
        terminal.press("enter")
        terminal.wait_for("What would change: 2 copies")
        terminal.press("m")
        terminal.wait_for("What came from whom", HELP)
        terminal.press("d")
        terminal.wait_for("Moved 2 copies into")
        terminal.press("enter")
        terminal.wait_for("1 Overview", gone="What came from whom")
    assert office.run("copies", board, "--late").returncode == 0
    assert {each["for"]: each["standing"] for each in json.loads(office.run("copies", board, "--json").stdout)} == {
        HELP: "returned",
        WORK: "returned",
        DIRECTOR: "out",
    }

    # The third, and the worker's file as it is now; the inbox is remembered.
    (people[DIRECTOR].home / "plan sent back.board").rename(inbox / "three.board")
    (people[WORK].home / "plan.board").rename(inbox / "two.board")
    with office.at(board, asked=False) as terminal:
        terminal.press("\x07")
        terminal.wait_for("[ ] three.board", "[ ] two.board", "1 edit since")
        terminal.press("\x01", "enter")  # ctrl+a
        terminal.wait_for("What would change: 2 copies")
        terminal.press("m")
        terminal.wait_for("What came from whom", DIRECTOR)
        terminal.press("enter")
        terminal.wait_for("1 Overview", gone="What came from whom")

    # The chair decides what two people said differently, and holds the meeting.
    with BoardFile.open(board) as file:
        assert len(open_conflicts(file)) == 1
    with people[CHAIR].at(board) as terminal:
        terminal.press("!")
        terminal.wait_for("Every manager has a coach", "Coaching has stopped")
        terminal.press("b")
        terminal.wait_for("Keep both. Why?")
        terminal.press("Both are true of different teams", "enter")
        terminal.wait_for("Nothing is left to decide.", "1 Overview")
        terminal.press("6")
        terminal.wait_for("Space begins it")
        terminal.press("space")
        terminal.wait_for("1 of ", "next")
        terminal.press("d")
        terminal.wait_for("Enter saves")
        terminal.press("Two more auditors are found", "enter")
        terminal.wait_for("Decided:", gone="Enter saves")
        terminal.press("E")
        terminal.wait_for("Close the meeting of", "What changed")
        terminal.press("enter")
        terminal.wait_for("is closed")

    # Nothing is lost: everything that was typed is on the board, as it was meant, and signed.
    edits = json.loads(office.run("log", board, "--json").stdout)
    for words, who in (
        ("Every manager has a coach", HELP),
        ("The audit board reads them", WORK),
        ("Two auditors left", WORK),
        ("Six of ten files were read", WORK),
        ("Agency cover runs out in May", WORK),
        ("Coaching has stopped in two teams", WORK),
        ("Better than last year", DIRECTOR),
    ):
        assert any(words in json.dumps(each) and each["who"] == who for each in edits), words
    coaching = values_of(board, "1.1", "rag", "commentary")
    assert coaching["rag"] is Rag.GREEN
    for words in ("Every manager has a coach", "Coaching has stopped in two teams", HELP, WORK):
        assert words in coaching["commentary"]  # both kept, and signed
    assert values_of(board, "1.2", "rag", "commentary") == {"rag": Rag.RED, "commentary": "Six of ten files were read"}
    now = on_disk(board)
    assert "91.5%" in {each.value for each in now.all(Reading)}
    assert [each.answered_by for each in now.all(Challenge)] == [WORK]

    # The list of copies says what happened: who did how much, and what of theirs they left.
    told = {each["for"]: each for each in json.loads(office.run("copies", board, "--json").stdout)}
    assert {lead: each["standing"] for lead, each in told.items()} == dict.fromkeys((HELP, WORK, DIRECTOR), "returned")
    assert {lead: len(each["returned"]) for lead, each in told.items()} == {HELP: 1, WORK: 2, DIRECTOR: 1}
    for lead, each in told.items():
        typed = [edit for edit in edits if edit["who"] == lead]
        assert (each["edits"], each["who"], each["untouched"]) == (len(typed), [lead], [])

    # The meeting has frozen its papers, and what is written now is the same front sheet with the month in it.
    sheet = office.run("export", board).stdout
    assert "**1.2** Audits" in sheet
    assert "R ✖ Red" in sheet
    assert "to decide between copies" not in sheet
    whole = office.run("export", board, "--full").stdout
    for words in ("Six of ten files were read", "Coaching has stopped in two teams", "91.5%", "Agency cover runs out"):
        assert words in whole, words
    (minutes,) = board.parent.glob("*minutes.md")
    assert "Two more auditors are found" in minutes.read_text(encoding="utf-8")
