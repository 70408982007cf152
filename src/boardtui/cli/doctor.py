"""`boardtui doctor`: what an IT desk asks about a machine; nothing of what a board holds."""

from __future__ import annotations

import locale
import os
import platform
import shutil
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Annotated

import typer

from boardtui import __version__
from boardtui.cli.common import Json, examples
from boardtui.cli.output import say_json, write_out
from boardtui.domain.errors import BoardError
from boardtui.domain.records.rag import Rag
from boardtui.domain.records.text import one_line
from boardtui.settings.paths import CONFIG_FOLDER_VARIABLE, Paths, address_problem
from boardtui.settings.settings import load_settings
from boardtui.settings.synced import synced_folder
from boardtui.store.file import SQLITE_VERSION

commands = typer.Typer(rich_markup_mode=None)

DOCTOR_EXAMPLES = examples(
    "boardtui doctor",
    "boardtui doctor plan.board",
    "boardtui doctor --json > machine.json",
)
PACKAGES = ("textual", "rich", "sqlmodel", "sqlalchemy", "pydantic", "openpyxl", "python-docx", "textual-serve")
ENVIRONMENT = ("TERM", "COLORTERM", "TERM_PROGRAM", "WT_SESSION", "NO_COLOR", "SSH_TTY", "TMUX", "LANG", "LC_ALL")
MARKS = (
    " ".join(rating.shape for rating in Rag),
    "▸ ▲ ▼ ↑ ↓ → ✓ ☐ ◐ ⚠",
    "▁▂▃▄▅▆▇█ ⣀⠤⠒⠉",
    "─ ━ │ ╭ ╮ ╰ ╯",
)
"""Signs of every kind that the screens draw, to be looked at."""
_GIGABYTE = 1e9


@commands.command("doctor", epilog=DOCTOR_EXAMPLES)
def doctor(
    where: Annotated[
        Path | None,
        typer.Argument(
            metavar="[BOARD|FOLDER]", help="Where boards lie; the current folder by default.", show_default=False
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Say what an IT desk asks for about this machine.

    That is versions, paths, the terminal and the folder, and nothing of what a board holds.
    """
    found = examined(where or Path.cwd())
    if json:
        say_json(found)
        return
    width = max(len(name) for facts in found.values() for name in facts)
    lines = []
    for heading, facts in found.items():
        lines += [heading, *(f"  {name:{width}}  {one_line(value)}" for name, value in facts.items()), ""]
    lines += [
        "Signs: each should be one cell wide, and none a box or a question mark",
        *(f"  {each}" for each in MARKS),
    ]
    write_out("\n".join(lines) + "\n")


def examined(where: Path) -> dict[str, dict[str, str]]:
    """What there is to say of this machine, under headings.

    Raises:
        BoardError: there is no such folder or file.
    """
    place = where.expanduser().absolute()
    if not place.exists():
        said = f"{where} is not there. Name a board or a folder, or nothing for the current folder."
        raise BoardError(address_problem(where) or said)
    return {
        "Versions": dict(_versions()),
        "Paths": dict(_paths()),
        "Terminal": dict(_terminal()),
        "Folder": dict(_folder(place if place.is_dir() else place.parent)),
    }


def _versions() -> Iterator[tuple[str, str]]:
    yield "boardtui", __version__
    yield "Python", f"{platform.python_version()} ({platform.architecture()[0]})"
    yield "SQLite", SQLITE_VERSION
    yield "System", f"{platform.system()} {platform.release()} ({platform.machine()})"
    for name in PACKAGES:
        try:
            yield name, version(name)
        except PackageNotFoundError:
            yield name, "not installed"


def _paths() -> Iterator[tuple[str, str]]:
    paths = Paths.of_this_user()
    yield "Program", str(Path(__file__).parents[1])
    yield "Python", sys.executable
    yield "Settings", _with_state(paths.settings)
    problems = load_settings()[1]
    if problems:
        yield "Not understood in them", " ".join(problems)
    yield "Themes", _with_state(paths.themes)
    yield "Maps of imports", _with_state(paths.maps)
    yield "Working copies", _with_state(paths.working)
    if os.environ.get(CONFIG_FOLDER_VARIABLE):
        yield "Chosen by", CONFIG_FOLDER_VARIABLE


def _with_state(path: Path) -> str:
    if path.exists():
        return str(path) if os.access(path, os.W_OK) else f"{path} (cannot be written)"
    return f"{path} (not there yet)"


def _terminal() -> Iterator[tuple[str, str]]:
    from rich.console import Console

    from boardtui.ui.shared.glyphs import shows_all_signs

    at_terminal = sys.stdout.isatty() and sys.stdin.isatty()
    yield "At a terminal", "yes" if at_terminal else "no: the answers below are those of a pipe or a file"
    size = shutil.get_terminal_size()
    enough = "" if size.columns >= 80 and size.lines >= 24 else " (80 x 24 shows everything)"
    yield "Size", f"{size.columns} columns, {size.lines} rows{enough}"
    yield "Colours", Console().color_system or "none"
    yield "Encoding", f"{sys.stdout.encoding}, {locale.getpreferredencoding(do_setlocale=False)} for files"
    yield "Signs", "all of them" if shows_all_signs() else "simpler ones, as the old Windows console has no others"
    for name in ENVIRONMENT:
        if name in os.environ:
            yield name, os.environ[name] or "(set to nothing)"


def _folder(folder: Path) -> Iterator[tuple[str, str]]:
    yield "Where", str(folder)
    yield "Synced or on a network", synced_folder(folder / "any.board") or "no, as far as is known"
    yield "Can be written", "yes" if os.access(folder, os.W_OK | os.X_OK) else "no"
    free = shutil.disk_usage(folder).free
    yield "Free space", f"{free / _GIGABYTE:,.1f} GB"
