"""`boardtui show` and `check`: a part of the board as a table or as JSON, and whether the file is sound."""

from __future__ import annotations

import os
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

from boardtui.cli.common import BoardArgument, Json, On, day_given, examples
from boardtui.cli.output import REFUSED, note, say, say_json

if TYPE_CHECKING:
    from rich.console import RenderableType

    from boardtui.report.palette import Palette

commands = typer.Typer(rich_markup_mode=None)

SHOW_EXAMPLES = examples(
    "boardtui show plan.board summary",
    "boardtui show plan.board actions --filter coaching",
    "boardtui show plan.board actions --on today",
    "boardtui show plan.board kpis --json",
)

# A file or a pipe has no width of its own: wide enough that titles are rarely broken.
WIDTH_OF_A_FILE = 120


class WhatInHelp(TyperCommand):
    """A command whose help lists what can be shown. It is looked up only when the help is wanted."""

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """Write what can be shown, then the examples."""
        with formatter.section("What"):
            formatter.write_text(", ".join(complete_what("")))
        super().format_epilog(ctx, formatter)


def complete_what(incomplete: str) -> list[str]:
    """For the shell: the parts that begin like this."""
    from boardtui.report.tables import WHAT

    return [what for what in WHAT if what.startswith(incomplete)]


@commands.command("show", cls=WhatInHelp, epilog=SHOW_EXAMPLES)
def show(
    board: BoardArgument,
    what: Annotated[
        str,
        typer.Argument(
            metavar="WHAT",
            help="summary, actions, kpis, risks, ... (all of them are listed below).",
            show_default=False,
            autocompletion=complete_what,
        ),
    ],
    words: Annotated[
        str, typer.Option("--filter", metavar="TEXT", help="Only rows that hold these words, in whatever case.")
    ] = "",
    on: On = "",
    json: Json = False,
) -> None:
    """Print a part of the board as a table.

    Lateness is counted on the day the board speaks of, which is said with it and is that of the snapshot: the day of
    the meeting ahead, or else of the latest edit.
    """
    from boardtui.report.tables import rows, table
    from boardtui.store.board_file import BoardFile

    day = day_given(on)
    with BoardFile.open(board) as file:
        now = file.read()
    part = what.strip().lower().replace("-", "_").replace(" ", "_")
    if json:
        say_json(rows(now, part, today=day, filter=words))
    else:
        _draw(table(now, part, today=day, filter=words))


def _draw(drawn: RenderableType) -> None:
    from rich.console import Console
    from rich.theme import Theme

    width = None
    if not sys.stdout.isatty():
        columns = os.environ.get("COLUMNS", "")
        width = int(columns) if columns.isdecimal() and int(columns) else WIDTH_OF_A_FILE
    console = Console(file=sys.stdout, width=width, markup=False, emoji=False, highlight=False)
    if console.color_system is not None:
        console.push_theme(Theme(_chosen_palette().styles))
    console.print(drawn)


def _chosen_palette() -> Palette:
    """The colours of the theme that this person has chosen; what is wrong with it is said."""
    from boardtui.report.palette import Palette, palette
    from boardtui.settings.settings import load_settings
    from boardtui.settings.theme_files import choose_theme, load_themes, missing_theme

    settings, problems = load_settings()
    themes, faulty = load_themes()
    for problem in (*problems, *faulty, missing_theme(settings, themes)):
        if problem:
            note(problem)
    return palette(choose_theme(settings, themes, os.environ)) if themes else Palette({})


CHECK_EXAMPLES = examples(
    "boardtui check plan.board",
    "boardtui check plan.board --json",
)


@commands.command("check", epilog=CHECK_EXAMPLES)
def check(board: BoardArgument, on: On = "", json: Json = False) -> None:
    """Say whether a board file is sound, and what its data lacks.

    It looks at the file's structure, every edit with its digest, number, parents and value, what is shown against what
    the edits say, and the frozen snapshots of closed meetings. Figures are old by the day the board speaks of, as in
    the snapshot. The file is not changed. Exit code 1 if there is anything to say.
    """
    from boardtui.domain.attention.findings import findings as findings_on
    from boardtui.domain.attention.overview import as_at
    from boardtui.store.soundness import examine

    day = day_given(on)
    problems, sound = examine(board)
    findings = [] if sound is None else findings_on(sound, day or as_at(sound))
    if json:
        say_json({"sound": not problems, "problems": problems, "findings": [asdict(each) for each in findings]})
    else:
        for line in (*problems, *(each.sentence for each in findings)):
            say(line)
        if not problems:
            count = f"{len(findings)} finding{'' if len(findings) == 1 else 's'}" if findings else "nothing to note"
            say(f"{board.name} is sound: {count}")
    if problems or findings:
        raise typer.Exit(REFUSED)
