"""`boardtui [BOARD]`, `boardtui demo` and `boardtui new`: make a board, and open the application on it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Annotated

import typer

from boardtui.cli import application
from boardtui.cli.changes import tell_findings
from boardtui.cli.common import As, BoardArgument, examples, signature, text_given, today
from boardtui.cli.output import note, say, shell_word
from boardtui.session.demo import DEFAULT_SAMPLE

commands = typer.Typer(rich_markup_mode=None)

NEW_EXAMPLES = examples(
    'boardtui new plan.board --title "Improvement Plan"',
    "boardtui new plan.board --from plan.toml",
    "boardtui new plan.board --from actions.xlsx",
)


@commands.command("new", epilog=NEW_EXAMPLES)
def new(
    board: BoardArgument,
    plan: Annotated[
        Path | None,
        typer.Option(
            "--from", metavar="FILE", help="Fill it from a plan (.toml) or a spreadsheet.", show_default=False
        ),
    ] = None,
    answers_from: Annotated[
        Path | None,
        typer.Option("--map", metavar="MAP.toml", help="Take answers about a spreadsheet from it.", show_default=False),
    ] = None,
    title: Annotated[str, typer.Option("--title", metavar="TEXT", help="The title of the plan.")] = "",
    as_name: As = "",
) -> None:
    """Make a board, empty, from a plan or from a spreadsheet. An existing file is never replaced."""
    from boardtui.settings.paths import can_be_imported
    from boardtui.store.board_file import BoardFile

    who, title = signature(as_name, needed=False), text_given(title)
    if plan is None:
        BoardFile.create(board, title, who=who).close()
    elif can_be_imported(plan):
        from boardtui.cli.import_file import make_from_sheet

        make_from_sheet(board, plan, title, who, answers_from)
    else:
        _from_plan(board, plan, title, who)
    say(f"{board}: made. To open it: boardtui {shell_word(board)}")


def _from_plan(path: Path, plan: Path, title: str, who: str) -> None:
    from dataclasses import replace

    from boardtui.domain.attention.findings import entry_findings
    from boardtui.exchange.plan_toml import read_plan_file
    from boardtui.exchange.samples import make_board
    from boardtui.session.meeting import freeze

    read = read_plan_file(plan)
    if title:
        read = replace(read, profile={**read.profile, "title": title})
    with make_board(path, read, who=who, freeze=freeze) as file:
        made = file.read()
    doubtful = entry_findings(made, [change.record for change in read.changes], today())
    tell_findings(doubtful, path)


DEMO_EXAMPLES = examples(
    "boardtui demo",
    "boardtui demo --tour",
    "boardtui demo --sample kpi-scorecard",
)


@commands.command("open", hidden=True)
def open_named(
    board: BoardArgument,
    read_only: Annotated[bool, typer.Option("--read-only", help="Show it; change nothing.")] = False,
) -> None:
    """Open a board."""
    application.open_board(board, read_only=read_only)


def complete_sample(incomplete: str) -> list[str]:
    """For the shell: the samples that begin like this."""
    from boardtui.exchange.samples import sample_names

    return [name for name in sample_names() if name.startswith(incomplete)]


@commands.command("demo", epilog=DEMO_EXAMPLES)
def demo(
    sample: Annotated[
        str,
        typer.Option("--sample", metavar="NAME", help="Which sample board to open.", autocompletion=complete_sample),
    ] = DEFAULT_SAMPLE,
    tour: Annotated[
        bool, typer.Option("--tour", help="Be led through the program in three minutes, by doing.")
    ] = False,
) -> None:
    """Look around in a throw-away copy of a sample board.

    It opens in the middle of real work. Nothing you do in it is kept: the copy is deleted when you quit.
    """
    from boardtui.session.demo import make_demo

    path = make_demo(sample)
    try:
        application.open_application(path, throwaway=True, tour=tour)
    finally:
        shutil.rmtree(path.parent, ignore_errors=True)
    note(f"The throw-away copy was {path}. It is deleted.")
