"""Write the manual page and what shells need to complete commands, both from the commands themselves.

    python scripts/make_manual.py share

The wheel installs the folder `share`, so that `man boardtui` works and the shell completes without being set up. A test
compares what is there with what this makes.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from boardtui import __version__
from boardtui.cli.app import app

MANUAL = "man/man1/boardtui.1"
SHELLS = {
    "bash": "bash-completion/completions/boardtui",
    "zsh": "zsh/site-functions/_boardtui",
    "fish": "fish/vendor_completions.d/boardtui.fish",
    "powershell": "boardtui/completion.ps1",
}
EXIT_CODES = (
    ("0", "Done."),
    ("1", "Refused, or done with findings."),
    ("2", "Wrong usage."),
    ("70", "Something that nobody foresaw."),
    ("130", "Ended by ctrl+c."),
)
FILES = (
    ("settings.toml, themes/, imports/", "In the configuration folder of the system, or in $BOARDTUI_CONFIG_DIR."),
    ("*.board", "A board: one SQLite file, with its backups beside it."),
)


def every_file() -> dict[str, str]:
    """What stands in `share`: the path of each file, and what it holds."""
    return {MANUAL: manual(), **{path: completion(shell) for shell, path in SHELLS.items()}}


def completion(shell: str) -> str:
    """The script that has a shell ask the program how a word goes on."""
    ran = subprocess.run(
        [sys.executable, "-c", "from boardtui.cli.app import app; app(prog_name='boardtui')"],
        env={**os.environ, "_BOARDTUI_COMPLETE": f"source_{shell}"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    script = ran.stdout.strip() + "\n"
    if shell == "bash":
        # The name of a field ends with its equals sign, and no space belongs behind that.
        script = script.replace(
            "    return 0\n", "    [[ ${COMPREPLY[0]} != *= ]] || compopt -o nospace\n    return 0\n"
        )
    # In a folder of functions the whole file is the function: it is called, not registered.
    return script.replace("compdef _boardtui_completion boardtui", '_boardtui_completion "$@"')


def manual() -> str:
    """The manual page, in the language of man(7)."""
    command: Any = typer.main.get_command(app)
    context: Any = command.make_context("boardtui", [], resilient_parsing=True)
    lines = [
        f'.TH BOARDTUI 1 "" "boardtui {__version__}" "User commands"',
        ".SH NAME",
        f"boardtui \\- {_text(command.help.splitlines()[0][0].lower() + command.help.splitlines()[0][1:].rstrip('.'))}",
        ".SH SYNOPSIS",
        ".B boardtui",
        "[BOARD]",
        ".br",
        ".B boardtui",
        "COMMAND [...]",
        ".SH DESCRIPTION",
        *_paragraphs(command.help),
        ".SH COMMANDS",
        *(line for name, leaf, at in _leaves(command, context) for line in _command(name, leaf, at)),
        ".SH EXIT STATUS",
        *(line for code, words in EXIT_CODES for line in (".TP", f".B {code}", _text(words))),
        ".SH FILES",
        *(line for name, words in FILES for line in (".TP", f".I {_text(name)}", _text(words))),
        ".SH EXAMPLES",
        *_examples(command.epilog),
    ]
    return "\n".join(lines) + "\n"


def _leaves(group: Any, context: Any, before: str = "") -> Iterator[tuple[str, Any, Any]]:
    """The commands that do something, each with its words and its context."""
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        at = found.make_context(name, [], parent=context, resilient_parsing=True)
        if hasattr(found, "list_commands"):
            yield from _leaves(found, at, f"{before}{name} ")
        elif not found.hidden:
            yield before + name, found, at


def _command(name: str, command: Any, context: Any) -> Iterator[str]:
    pieces = (piece.strip("{}") for piece in command.collect_usage_pieces(context) if piece != "[OPTIONS]")
    usage = " ".join(pieces)
    yield f".SS {_text(f'boardtui {name} {usage}'.strip())}"
    yield from _paragraphs(command.help)
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context)
        if record is not None and "--help" not in parameter.opts:
            yield from (".TP", f".B {_text(record[0])}", _text(record[1] or ""))
    yield from _examples(command.epilog)


def _paragraphs(words: str) -> Iterator[str]:
    for paragraph in words.replace("\b", "").strip().split("\n\n"):
        yield ".PP"
        yield _text(" ".join(paragraph.split()))


def _examples(epilog: str | None) -> Iterator[str]:
    lines = [line.strip() for line in (epilog or "").splitlines() if line.startswith("  ")]
    if lines:
        yield from (".PP", ".nf", ".RS", *map(_text, lines), ".RE", ".fi")


def _text(words: str) -> str:
    """Words as they are, where a backslash, a hyphen or a dot at the beginning would say something to man."""
    plain = words.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq").replace("`", "")
    return f"\\&{plain}" if plain.startswith(".") else plain


if __name__ == "__main__":
    for path, content in every_file().items():
        file = Path(sys.argv[1]) / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8", newline="\n")
