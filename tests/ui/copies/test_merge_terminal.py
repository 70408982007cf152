"""Two leads and a chair in real terminals: copies go out, are edited, come back, and what they dispute is decided."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from boardtui.settings.settings import change_settings
from boardtui.store.backup import backup_folder
from boardtui.store.board_file import BoardFile
from tests.terminal import boardtui
from tests.ui.conftest import change, identity

CHAIR = "Independent Chair"
HEAD = "Head of Service"
WORKER = "Principal Social Worker"


def sign_as(name: str) -> None:
    """Whoever sits at the machine next has chosen their name before."""
    change_settings(lambda settings: type(settings)(signature=name))


def cli(*words: str | Path) -> str:
    """Run a command and say what it prints."""
    ran = subprocess.run(
        [sys.executable, "-m", "boardtui", *map(str, words)], capture_output=True, text=True, check=True, timeout=300
    )
    return ran.stdout


def row(markdown: str, title: str) -> str:
    """The row of an action in the table of its ambition."""
    return [line for line in markdown.splitlines() if line.startswith("|") and title in line][-1]


def test_two_leads_edit_their_copies_and_the_chair_merges_and_decides(tmp_path: Path) -> None:
    path = tmp_path / "plan.board"
    with BoardFile.create(path, "Plan [SEND] | a [/", who="office") as made:
        made.write(
            [
                change("ambition", "a1", ref="1", title="Leaders"),
                change("action", "1.1", ref="1.1", ambition=identity("a1"), title="Coaching", lead=HEAD, rag="green"),
                change("action", "1.2", ref="1.2", ambition=identity("a1"), title="Audits", lead=WORKER),
            ],
            who="office",
        )

    # The office sends one copy from the command line, the chair the other from the application.
    cli("copy", path, tmp_path, "--for", HEAD)
    sign_as(CHAIR)
    with boardtui(path) as terminal:
        terminal.wait_for("Plan [SEND]")
        terminal.press("ctrl+s")
        terminal.wait_for("Send a copy", "nobody in particular")
        terminal.press("enter", "down", "down", "enter")
        terminal.wait_for(f"plan for {WORKER}.board")
        terminal.press("ctrl+s")
        terminal.wait_for("closed and verified")
        terminal.press("q")
        assert terminal.wait_for_end() == 0

    first, second = (tmp_path / f"plan for {lead}.board" for lead in (HEAD, WORKER))
    sign_as(HEAD)
    with boardtui(first) as terminal:
        terminal.wait_for("Due from you", "Coaching")  # a lead's copy opens on what is theirs
        terminal.press("3")
        terminal.wait_for(f"1 of 2 actions · for {HEAD}", "Coaching")
        terminal.press("r")
        terminal.wait_for("why?")
        terminal.press("Two coaches left [b]", "enter", "escape", "escape")
        terminal.wait_for("R ✖", gone="Back to green by?")
        terminal.press("q")
        assert terminal.wait_for_end() == 0

    sign_as(WORKER)
    with boardtui(second) as terminal:
        terminal.wait_for("Due from you", "Audits")  # a lead's copy opens on what is theirs
        terminal.press("3")
        terminal.wait_for(f"1 of 2 actions · for {WORKER}", "Audits")
        terminal.press("b")
        terminal.wait_for("which KPI or audit")
        terminal.press("Audit of January", "enter")
        terminal.wait_for("B ", gone="which KPI")
        terminal.press("escape")
        terminal.wait_for("2 actions", "Coaching")
        terminal.press("k", "k", "a")
        terminal.wait_for("why?")
        terminal.press("Sessions were held", "enter", "escape", "escape")
        terminal.wait_for("A ▲", gone="Back to green by?")
        terminal.press("q")
        assert terminal.wait_for_end() == 0

    sign_as(CHAIR)
    with boardtui(path) as terminal:
        terminal.wait_for("Plan [SEND]")
        terminal.press("\x07")  # ctrl+g
        terminal.wait_for("Merge copies", first.name[:16], "[ ] plan for Princ")
        terminal.press("space", "down", "space")
        terminal.wait_for("[x]", gone="[ ]")
        terminal.press("enter")
        terminal.wait_for("What would change: 2 copies", "1 to decide afterwards", "Action 1.1", "Action 1.2")
        assert not backup_folder(path).exists()
        terminal.press("m")
        terminal.wait_for("Merged", "from 2 copies", "1 thing to decide")
        terminal.press("!")
        terminal.wait_for("1 to decide", "Why: Two coaches left [b]", "Why: Sessions were held", HEAD, WORKER)
        taken = "1" if terminal.text.index("R ✖ Red") < terminal.text.index("A ▲ Amber") else "2"
        terminal.press(taken)
        terminal.wait_for(f"Take {taken}. Why?")
        terminal.press("The lead was there", "enter")
        terminal.wait_for("Nothing is left to decide.", gone="Both started from")
        # A second time the same copies have nothing new.
        terminal.press("\x07")
        terminal.wait_for("[ ] plan for")
        terminal.press("space", "down", "space", "enter")
        terminal.wait_for("Nothing new: everything in these copies is here already.")
        terminal.press("enter")
        terminal.wait_for("1 Overview", gone="Nothing new")
        terminal.press("q")
        assert terminal.wait_for_end() == 0

    (backup,) = backup_folder(path).iterdir()
    assert "G ● Green" in row(cli("export", backup, "--full"), "Coaching")
    markdown = cli("export", path, "--full")
    assert "R ✖ Red" in row(markdown, "Coaching")
    assert "B ■ Blue" in row(markdown, "Audits")
    assert "Two coaches left" in markdown
    assert "Sessions were held" not in markdown
    assert "The lead was there" in cli("log", path, "1.1")
