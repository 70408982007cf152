"""`boardtui show` and `check`: a part of the board as a table or as JSON, and whether the file is sound."""

from __future__ import annotations

import os
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

from boardtui.cli.common import BoardArgument, Json, On, day_given, examples, wrong_usage
from boardtui.cli.completion import complete_ref
from boardtui.cli.output import REFUSED, note, say, say_json, write_out
from boardtui.domain.errors import AmbiguousRef, BoardError, quoted
from boardtui.report.words import how_many

if TYPE_CHECKING:
    from datetime import date

    from rich.console import RenderableType

    from boardtui.domain.board.board import Board
    from boardtui.report.palette import Palette

commands = typer.Typer(rich_markup_mode=None)

SHOW_EXAMPLES = examples(
    "boardtui show plan.board summary",
    "boardtui show plan.board actions --filter coaching",
    "boardtui show plan.board actions --on today",
    "boardtui show plan.board kpis --json",
    "boardtui show plan.board 1.1",
    "boardtui show plan.board actions | grep late",
    "boardtui show plan.board kpis --table > trend.txt",
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


def complete_what_or_ref(ctx: typer.Context, incomplete: str) -> list[str]:
    """For the shell: the parts and the refs that begin like this."""
    return [*complete_what(incomplete), *complete_ref(ctx, incomplete)]


@commands.command("show", cls=WhatInHelp, epilog=SHOW_EXAMPLES)
def show(
    board: BoardArgument,
    what: Annotated[
        str,
        typer.Argument(
            metavar="WHAT|REF",
            help="summary, actions, kpis, risks, ... (all of them are listed below), or the ref of one item: 1.1.",
            show_default=False,
            autocompletion=complete_what_or_ref,
        ),
    ],
    words: Annotated[
        str,
        typer.Option(
            "--filter",
            metavar="TEXT",
            help="Only rows that hold these words, in whatever case; or rag:red, due:<30/06, overdue, -done.",
        ),
    ] = "",
    *,
    on: On = "",
    drawn: Annotated[bool, typer.Option("--table", help="Draw the table also in a pipe or a file.")] = False,
    json: Json = False,
) -> None:
    """Print a part of the board as a table, or one item in full.

    In a pipe or a file each record is one line, with two spaces between its columns; --table draws it there too.
    Lateness is counted on the day the board speaks of, which is that of the snapshot: the day of the meeting ahead, or
    else of the latest edit.
    """
    from boardtui.report import tables
    from boardtui.store.board_file import BoardFile

    day = day_given(on)
    with BoardFile.open(board) as file:
        now = file.read()
    part = what.strip().lower().replace("-", "_").replace(" ", "_")
    if part not in tables.WHAT:
        _show_item(now, what, words, day, json=json, drawn=drawn)
    elif json:
        say_json(tables.rows(now, part, today=day, filter=words))
    elif drawn or _on_a_screen():
        _draw(tables.table(now, part, today=day, filter=words))
    else:
        found = list(tables.lines(now, part, today=day, filter=words))
        for cells in found:
            say(*cells)
        if not found:
            note(tables.nothing(part, words))


def _show_item(now: Board, ref: str, words: str, day: date | None, *, json: bool, drawn: bool) -> None:
    from boardtui.domain.board.lookup import lookup
    from boardtui.report.item import item, item_data, item_drawn, item_text
    from boardtui.report.tables import WHAT

    try:
        record = lookup(now, ref)
    except AmbiguousRef:
        raise
    except BoardError as error:
        raise BoardError(f"There is no {quoted(ref)} to show. There is: {', '.join(WHAT)}. {error}") from None
    if words:
        raise wrong_usage("--filter is for tables; one item is shown in full.")
    if json:
        say_json(item_data(now, record, today=day))
        return
    found = item(now, record, today=day)
    if drawn or _on_a_screen():
        _draw(item_drawn(found, getattr(record, "rag", None)))
    else:
        write_out(item_text(found))


def _on_a_screen() -> bool:
    # What is told to colour a pipe is to draw for somebody who looks.
    return sys.stdout.isatty() or bool(os.environ.get("FORCE_COLOR"))


def _draw(drawn: RenderableType) -> None:
    from rich.console import Console
    from rich.theme import Theme

    from boardtui.report.sure_cells import InItsCells

    width = None
    if not sys.stdout.isatty():
        columns = os.environ.get("COLUMNS", "")
        width = int(columns) if columns.isdecimal() and int(columns) else WIDTH_OF_A_FILE
    console = Console(file=sys.stdout, width=width, markup=False, emoji=False, highlight=False)
    if console.color_system is not None:
        console.push_theme(Theme(_chosen_palette().styles))
    console.print(InItsCells(drawn))


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
            count = how_many(len(findings), "finding") if findings else "nothing to note"
            say(f"{board.name} is sound: {count}")
    if problems or findings:
        raise typer.Exit(REFUSED)
