"""The documents say what is so: their links lead somewhere, their commands are commands, their keys are keys."""

import dataclasses
import re
import shlex
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
import typer

from boardtui.cli import given
from boardtui.cli.app import app
from boardtui.settings.settings import Settings
from boardtui.ui.command_table import COMMANDS
from boardtui.ui.doc_tables import FILES, TABLES, with_table

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
ABOUT_SCREENS = [ROOT / "docs" / f"{name}.md" for name in ("meetings", "kpis", "risks", "copies", "office", "chair")]

_FENCED = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_INLINE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
# The base of all errors about wrong usage; it has no public name of its own.
WRONG_USAGE: Any = typer.BadParameter.__base__

# Where one command ends and another, or a file that the shell opens, begins.
_SHELL = re.compile(r"^(?:\||&&|\|\||;|\d?>>?|<)$")


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def fenced_commands(text: str) -> Iterator[list[str]]:
    """The words after `boardtui` in each line of a fenced block that runs it."""
    for language, block in _FENCED.findall(text):
        for line in typed_lines(language, block):
            plain = line.replace("\\", "/") if language == "powershell" else line
            yield from _commands_in(shlex.split(plain, comments=True))


def typed_lines(language: str, block: str) -> list[str]:
    """What is typed of a fenced block: in a transcript only what follows the prompt."""
    if language in ("bash", "powershell"):
        return block.splitlines()
    return [line[2:] for line in block.splitlines() if line.startswith("$ ")] if language == "console" else []


def _commands_in(words: list[str]) -> Iterator[list[str]]:
    some: list[str] = []
    for word in [*words, ";"]:
        if not _SHELL.fullmatch(word):
            some.append(word)
        elif some:
            if Path(some[0]).name == "boardtui":
                yield some[1:]
            some = []


def inline_commands(text: str) -> Iterator[list[str]]:
    """The words after `boardtui` in each piece of code within a sentence."""
    for code in _INLINE.findall(_FENCED.sub("", text)):
        if code.startswith("boardtui "):
            yield shlex.split(code)[1:]


def parse(words: list[str], *, whole: bool = True) -> str:
    """What is wrong with the words after `boardtui`; empty if it is a command with its options. Nothing is run.

    Args:
        words: the words.
        whole: all that the command needs must be there. In a sentence only its name and options are.
    """
    command: Any = typer.main.get_command(app)
    context: Any = command.make_context("boardtui", [], resilient_parsing=True)
    while hasattr(command, "commands") and words and not words[0].startswith("-"):
        try:
            name, command, words = command.resolve_command(context, words)
        except WRONG_USAGE as error:
            return str(error)
        if command is None:  # what is told apart from a file is only told so when it is run
            return f"no command {name}"
        context = command.make_context(name, [], parent=context, resilient_parsing=True)
    known = {option for each in command.get_params(context) for option in (*each.opts, *each.secondary_opts)}
    if unknown := [word for word in words if word.startswith("-") and word != "-" and word not in known]:
        return f"no option {unknown[0]}"
    if not whole or "--help" in words or words[:1] in (["--version"], ["--install-completion"]):
        return ""
    if hasattr(command, "commands"):
        return "" if context.parent is None else f"{command.name} needs another word"
    try:
        with (  # nothing is connected to
            mock.patch.object(given, "_working_copy", lambda _address: Path("plan.board")),
            mock.patch.object(given, "_remember", lambda _path, _address, exchanges: None),
        ):
            command.make_context(command.name, list(words), parent=context.parent)
    except WRONG_USAGE as error:
        return str(error) or type(error).__name__
    return ""


def leaves(group: Any, names: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    context = group.make_context("boardtui", [], resilient_parsing=True)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if hasattr(command, "commands"):
            yield from leaves(command, (*names, name))
        elif not command.hidden:
            yield (*names, name)


class TestLinks:
    @pytest.mark.parametrize("page", PAGES, ids=name_of)
    def test_every_link_within_the_project_leads_to_a_file(self, page: Path) -> None:
        links = [link for link in _LINK.findall(page.read_text(encoding="utf-8")) if "://" not in link]
        assert [each for each in links if not (page.parent / each.partition("#")[0]).exists()] == []

    @pytest.mark.parametrize("page", PAGES, ids=name_of)
    def test_every_link_to_a_section_names_one(self, page: Path) -> None:
        for link in _LINK.findall(page.read_text(encoding="utf-8")):
            file, _, section = link.partition("#")
            if section and "://" not in link:
                target = (page.parent / file if file else page).read_text(encoding="utf-8")
                titles = re.findall(r"^#+ (.+)$", target, re.MULTILINE)
                assert section in [re.sub(r"[^\w -]", "", each).lower().replace(" ", "-") for each in titles], link

    def test_every_page_is_linked_from_the_readme(self) -> None:
        linked = _LINK.findall((ROOT / "README.md").read_text(encoding="utf-8"))
        assert [name_of(page) for page in PAGES[1:] if name_of(page) not in linked] == []


class TestCommands:
    @pytest.mark.parametrize("page", PAGES, ids=name_of)
    def test_every_command_in_a_block_is_one_that_can_be_typed(self, page: Path) -> None:
        some = list(fenced_commands(page.read_text(encoding="utf-8")))
        assert {shlex.join(each): wrong for each in some if (wrong := parse(each))} == {}

    @pytest.mark.parametrize("page", PAGES, ids=name_of)
    def test_every_command_in_a_sentence_has_that_name_and_those_options(self, page: Path) -> None:
        some = list(inline_commands(page.read_text(encoding="utf-8")))
        assert {shlex.join(each): wrong for each in some if (wrong := parse(each, whole=False))} == {}

    def test_every_command_has_an_example_on_its_page(self) -> None:
        shown = [tuple(each) for each in fenced_commands((ROOT / "docs" / "command-line.md").read_text("utf-8"))]
        every = list(leaves(typer.main.get_command(app)))
        assert ("meeting", "close") in every, "the commands within commands are among them"
        assert [each for each in every if not any(words[: len(each)] == each for words in shown)] == []

    @pytest.mark.parametrize(
        "words",
        ["shwo plan.board actions", "show plan.board actions --colour", "show plan.board", "export b --to pdf"],
    )
    def test_a_wrong_command_would_be_noticed(self, words: str) -> None:
        assert parse(words.split())


class TestKeys:
    @pytest.mark.parametrize("page", ABOUT_SCREENS, ids=name_of)
    def test_every_key_that_is_named_does_something(self, page: Path) -> None:
        keys = {key for command in COMMANDS for key in command.shown.split()} | {"↓", "Backspace"}
        text = _FENCED.sub("", page.read_text(encoding="utf-8"))
        named = [
            code for code in _INLINE.findall(text) if len(code) == 1 or re.fullmatch(r"ctrl\+\w|[A-Z][a-z]+", code)
        ]
        assert "Enter" in named, "keys are written as code"
        assert [key for key in named if key not in keys] == []


class TestTables:
    @pytest.mark.parametrize("page", list(TABLES))
    def test_a_table_says_what_is_declared(self, page: str) -> None:
        text = (ROOT / page).read_text(encoding="utf-8")
        mark, make = TABLES[page]
        assert text == with_table(text, mark, make()), "python -m boardtui.ui.doc_tables . writes it anew"

    @pytest.mark.parametrize("file", list(FILES))
    def test_a_file_says_what_is_declared(self, file: str) -> None:
        text = (ROOT / file).read_text(encoding="utf-8")
        assert text == FILES[file](), "python -m boardtui.ui.doc_tables . writes it anew"

    def test_every_command_is_in_the_table_of_keys_once(self) -> None:
        named = re.findall(r"`(\w+)` \|$", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
        assert sorted(named) == sorted(command.id for command in COMMANDS)

    def test_every_setting_and_every_field_of_a_theme_is_in_its_table_with_a_sentence(self) -> None:
        settings = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
        for field in dataclasses.fields(Settings):
            assert re.search(rf"^\| `{field.name}` \| .+ \| [A-Z].+\. \|$", settings, re.MULTILINE), field.name
        themes = (ROOT / "docs" / "themes.md").read_text(encoding="utf-8")
        for path in _paths(tomllib.loads((ROOT / "themes" / "council-dark.toml").read_text(encoding="utf-8"))):
            assert re.search(rf"^\| `{path}` \| .+ \| [A-Z].+\. \|", themes, re.MULTILINE), path

    def test_a_page_without_a_place_for_its_table_is_not_written(self) -> None:
        with pytest.raises(ValueError, match="no one place between <!-- keys -->"):
            with_table("# A page\n", "keys", "| a |\n")


def _paths(table: dict[str, Any], start: str = "") -> Iterator[str]:
    """The fields of a theme file; a pair is one."""
    for name, value in table.items():
        if (isinstance(value, dict) and "background" not in value) or name == "colours":
            yield from _paths(value, f"{start}{name}.")
        else:
            yield f"{start}{name}"


_FOLDERS = ("home", "Users", "root", "tmp", "work")
"""Folders at the top of a machine, in which a path of whoever wrote a page would lie."""


class TestWhatNoPageHolds:
    @pytest.mark.parametrize("page", PAGES, ids=name_of)
    def test_neither_paths_of_a_machine_nor_addresses_of_a_package_index(self, page: Path) -> None:
        text = page.read_text(encoding="utf-8")
        assert re.findall(rf"(?:/(?:{'|'.join(_FOLDERS)})/|[A-Z]:\\Users)\S*", text) == []
        assert re.findall(r"(?i)pypi\S*|index-url|extra-index|artifactory\S*|simple/", text) == []


class TestPowerShell:
    """What the README says for Windows: the same commands, in words that PowerShell takes."""

    def test_each_block_for_bash_has_one_for_powershell_beside_it(self) -> None:
        text = (ROOT / "README.md").read_text(encoding="utf-8")
        for mark in ("demo", "tests"):
            there = _block(text, f"<!-- {mark} -->").split(" && ")
            here = _block(text, f"<!-- {mark} on windows -->").splitlines()
            assert len(here) == len(there)
            assert "&&" not in " ".join(here)  # the PowerShell that comes with Windows has none
            assert "python3" not in " ".join(here)
            assert here[0] == "py -3 -m venv .venv"
            assert here[1].replace(".venv\\Scripts\\python -m pip", ".venv/bin/pip") == there[1]
            assert here[2].replace(".venv\\Scripts\\", ".venv/bin/") == there[2]

    @pytest.mark.parametrize("page", PAGES, ids=name_of)
    def test_what_powershell_reads_otherwise_has_lines_of_its_own_for_it(self, page: Path) -> None:
        for (language, block), (beside_it, beside) in pairwise([*_FENCED.findall(page.read_text("utf-8")), ("", "")]):
            typed = typed_lines(language, block)
            if language == "powershell":
                assert [line for line in typed if not _OF_POWERSHELL.search(line) and is_read_otherwise(line)] == []
            elif otherwise := [line for line in typed if is_read_otherwise(line)]:
                assert beside_it == "powershell", otherwise
                there, here = (
                    {words[0] for words in fenced_commands(f"```{shell}\n{lines}\n```")}
                    for shell, lines in (("bash", "\n".join(otherwise)), ("powershell", beside))
                )
                assert there <= here, otherwise

    @pytest.mark.parametrize(
        ("line", "otherwise"),
        [
            ("boardtui set plan.board 1.4,1.5 lead=X", True),
            ('boardtui set plan.board "1.4,1.5" lead="Head, Early Help" commentary=@update.txt value=38%', False),
            ("boardtui show plan.board 'kpi:6.1 2019-03'", False),
            ("boardtui show plan.board 1.1 > item.txt", True),
            ("boardtui show plan.board 1.1 && boardtui check plan.board", True),
            ("boardtui set plan.board @all rag=red", True),
            ("BOARDTUI_DEBUG=1 boardtui check plan.board", True),
            ("boardtui merge plan.board \\", True),
            ("python3 scripts/make_manual.py share", True),
            ("boardtui merge plan.board inbox/*.board --yes", False),
        ],
    )
    def test_what_powershell_reads_otherwise_would_be_noticed(self, line: str, *, otherwise: bool) -> None:
        assert is_read_otherwise(line) is otherwise


_QUOTED = re.compile(r"""'[^']*'|"[^"$`]*\"""")
_OTHERWISE = re.compile(r"[,;&|<>(){}$`]|(?<!\S)[@#]|\\$|^\w+=|(?:^|[\s/])python3\b|\.venv/bin|^(?:bash|export|sudo)\b")
# What only stands in blocks for it: variables and what comes after a pipe there.
_OF_POWERSHELL = re.compile(r"^\[|^\$env:|\| (?:Select-String|Out-File)\b")


def is_read_otherwise(line: str) -> bool:
    """Whether PowerShell reads a line in another way than the shells of Linux do, or has no such thing."""
    return bool(_OTHERWISE.search(_QUOTED.sub("_", line)))


def _block(text: str, mark: str) -> str:
    """What stands in the fenced block after a mark."""
    return text.split(mark, 1)[1].split("```", 2)[1].split("\n", 1)[1].strip()
