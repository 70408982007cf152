"""Help is everywhere, fast and right; wrong usage is told from what is refused."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from boardtui import __version__
from boardtui.cli.words import COMMANDS as COMMAND_MODULES
from boardtui.domain.records.kinds import KINDS
from tests.cli.conftest import Boardtui

COMMANDS = [
    "demo",
    "new",
    "show",
    "set",
    "add",
    "delete",
    "log",
    "import",
    "export",
    "check",
    "copy",
    "merge",
    "conflicts",
    "doctor",
]
HEAVY = ("textual", "sqlmodel", "sqlalchemy", "openpyxl")

# What was imported is read in the process itself, when everything has run.
_PROBE = """
import atexit, json, sys
atexit.register(lambda: print(json.dumps(sorted(sys.modules)), file=sys.stderr))
from boardtui.cli import main
main(sys.argv[1:])
"""


class TestHelp:
    def test_every_command_is_listed_with_what_it_does(self, boardtui: Boardtui) -> None:
        ran = boardtui("--help")
        assert ran.code == 0
        for command in COMMAND_MODULES:
            if command != "open":  # that is what the program does without a command
                assert re.search(rf"^  {command} +[A-Z].*[^.]\.$", ran.out, re.MULTILINE), command

    @pytest.mark.parametrize("command", ["meeting", "backup", "conflicts"])
    def test_what_stands_below_a_command_is_listed_in_whole_sentences(self, boardtui: Boardtui, command: str) -> None:
        listed = boardtui(command, "--help").out.partition("Commands:\n")[2].partition("\n\n")[0].splitlines()
        assert listed
        assert [line for line in listed if not re.search(r"^  [a-z]+ +[A-Z].*[^.]\.$", line)] == []

    @pytest.mark.parametrize("command", [(c,) for c in COMMANDS] + [("conflicts", "list"), ("conflicts", "resolve")])
    def test_every_command_has_help_with_an_example(self, boardtui: Boardtui, command: tuple[str, ...]) -> None:
        ran = boardtui(*command, "--help")
        assert (ran.code, ran.err) == (0, "")
        assert f"Usage: boardtui {' '.join(command)}" in ran.out
        if command != ("conflicts",):
            assert f"  boardtui {' '.join(command)}" in ran.out.partition("Examples:")[2]

    @pytest.mark.parametrize("command", ["set", "add"])
    def test_the_fields_of_every_kind_are_listed(self, boardtui: Boardtui, command: str) -> None:
        listed = " ".join(boardtui(command, "--help").out.split())
        for kind in KINDS.values():
            people_set = [each.name for each in kind.attributes.values() if each.look.form != "data"]
            assert f"{kind.name} {', '.join(people_set)}" in listed

    def test_what_can_be_shown_is_listed(self, boardtui: Boardtui) -> None:
        listed = " ".join(boardtui("show", "--help").out.split())
        assert "summary, ambitions, actions, kpis, risks" in listed

    def test_the_version_is_said(self, boardtui: Boardtui) -> None:
        assert boardtui("--version").out == f"boardtui {__version__}\n"

    @pytest.mark.parametrize(
        "words", [["--version"], ["--help"], ["set", "--help"], ["show", "--help"], ["merge", "--help"]]
    )
    def test_saying_so_loads_neither_the_terminal_application_nor_the_database(self, words: list[str]) -> None:
        ran = subprocess.run([sys.executable, "-c", _PROBE, *words], capture_output=True, text=True, check=True)
        loaded = json.loads(ran.stderr.splitlines()[-1])
        assert "typer" in loaded, "the probe sees what was imported"
        assert not set(HEAVY) & set(loaded)

    @pytest.mark.parametrize(
        ("command", "most"),
        [
            ("show BOARD actions", 117),
            ("show BOARD kpis --json", 119),
            ("log BOARD 1.2", 76),
            ("export BOARD", 120),
        ],
    )
    def test_who_only_reads_a_board_waits_for_little_else(self, board: Path, command: str, most: int) -> None:
        typed = [str(board) if word == "BOARD" else word for word in command.split()]
        ran = subprocess.run([sys.executable, "-c", _PROBE, *typed], capture_output=True, text=True, check=True)
        loaded = json.loads(ran.stderr.splitlines()[-1])
        assert ran.stdout
        # What writes a board, what looks at values that somebody enters, and what draws for a terminal.
        assert not {*HEAVY, "pydantic", "rich"} & {name.partition(".")[0] for name in loaded}
        assert len([name for name in loaded if name.startswith("boardtui.")]) <= most
        # What only a control chart is worked out with.
        assert "statistics" not in loaded
        # Of the commands, the one that was typed.
        commands = {f"boardtui.cli.{module}" for module in COMMAND_MODULES.values()}
        assert commands & set(loaded) == {f"boardtui.cli.{COMMAND_MODULES[command.partition(' ')[0]]}"}


class TestUsage:
    @pytest.mark.parametrize(
        "words",
        [
            ("set",),
            ("set", "plan.board"),
            ("show", "plan.board", "actions", "--colour"),
            ("export", "plan.board", "--to", "pdf"),
            ("log", "plan.board", "--limit", "none"),
            ("conflicts",),
            ("--nonsense",),
            ("add", "plan.board", "thing", "title=x", "--as", "Lead"),
            ("conflicts", "resolve", "plan.board", "1.1", "--why", "x", "--as", "Lead"),
        ],
    )
    def test_words_that_make_no_command_end_with_2(self, boardtui: Boardtui, words: tuple[str, ...]) -> None:
        ran = boardtui(*words)
        assert ran.code == 2
        assert ran.out == ""
        assert "Usage: boardtui" in ran.err
        assert "Traceback" not in ran.err

    @pytest.mark.parametrize(
        ("words", "sentence"),
        [
            (("copy", "a.board", "out/", "--all-leads", "--for", "Lead"), "--all-leads is for everybody."),
            (("copy", "a.board", "out/", "--lose-edits"), "--lose-edits is for what --force replaces."),
            (("merge", "a.board", "b.board", "--dry-run", "--report", "m.md"), "A report is of what was merged"),
            (("merge", "a.board", "b.board", "--dry-run", "--move-merged"), "Only what was merged is moved"),
            (("merge", "a.board", "b.board", "--force"), "--force is about the file of a report."),
            (("conflicts", "resolve", "a.board", "1.1", "--take", "1", "--both", "--why", "x"), "Say which side is"),
            (("conflicts", "resolve", "a.board", "1.1", "rag=red", "--both", "--why", "x"), "Say which side is right"),
            (("conflicts", "resolve", "a.board", "1.1", "rag=red", "--take", "1", "--why", "x"), "Say which side is"),
            (("conflicts", "resolve", "a.board", "1.1", "--both", "--why", " "), "Say why: the history and"),
            (("set", "a.board", "1.1", "rag=red", "RAG=amber", "--why", "x"), "rag is given twice."),
            (("set", "a.board", "1.1", "=red", "--why", "x"), "is not of the form FIELD=VALUE"),
            (("set", "a.board", "1.1", "rag", "--why", "x"), "is not of the form FIELD=VALUE"),
            (("set", "a.board", "1.1", "rag=red", "--why", ""), "Say why: the history and the minutes show it."),
            (("delete", "a.board", "1.1", "--why", " "), "Say why: the history and the minutes show it."),
            (("add", "a.board", "board", "title=x"), "There is no kind 'board'. It can be: "),
            (("import", "a.board", "b.csv", "--kind", "thing"), "Tables of 'thing' cannot be imported. It can be: "),
            (("show", "a.board", "actions", "--on", "03/2021"), "'03/2021' is no day"),
            (("copies", "a.board", "--on", "soon"), "'soon' is no day"),
        ],
    )
    def test_what_makes_no_sense_is_said_before_anything_is_looked_for(
        self, boardtui: Boardtui, words: tuple[str, ...], sentence: str
    ) -> None:
        """None of the files that are named is there."""
        ran = boardtui(*words)
        assert (ran.code, ran.out) == (2, "")
        assert sentence in " ".join(ran.err.replace("│", " ").split())

    def test_a_mistyped_command_is_not_taken_for_a_file(self, boardtui: Boardtui) -> None:
        ran = boardtui("shwo", "plan.board")
        assert ran.code == 2
        assert "Did you mean 'show'?" in ran.err


class TestCompletion:
    def test_the_shell_is_told_fields_that_begin_like_this(self) -> None:
        environment = {
            **os.environ,
            "_BOARDTUI_COMPLETE": "complete_bash",
            "COMP_WORDS": "boardtui\nset\nplan.board\n1.1\nrat",
            "COMP_CWORD": "4",
        }
        ran = subprocess.run(
            [sys.executable, "-m", "boardtui"], capture_output=True, text=True, env=environment, check=False
        )
        assert ran.stdout.split() == ["rationale="]
