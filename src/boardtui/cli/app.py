"""The commands there are. A new one is a module beside this and a line here."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from boardtui import __version__
from boardtui.cli import (
    backups,
    conflicts,
    copies,
    export,
    import_file,
    leads,
    log,
    meeting,
    opening,
    records,
    show,
    undo,
)
from boardtui.cli.common import examples, say
from boardtui.cli.fields import FieldsInHelp

EXAMPLES = examples(
    "boardtui demo                        look around in a sample board",
    "boardtui new plan.board              make a board",
    "boardtui plan.board                  open it",
    "boardtui show plan.board actions     print a table",
    'boardtui set plan.board 1.1 rag=amber --why "Two coaches are off sick"',
)


class BoardOrCommand(TyperGroup):
    """The first word is a command, or else a board to open."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Read `boardtui plan.board` as `boardtui open plan.board`."""
        if self.get_command(ctx, args[0]) is None and _could_be_a_file(args[0]):
            args = ["open", *args]
        return super().resolve_command(ctx, args)


def _could_be_a_file(word: str) -> bool:
    # A mistyped command should be called that, and not a file that is not there.
    return not word.startswith("-") and (bool(set(word) & {".", "/", os.sep}) or Path(word).exists())


app = typer.Typer(
    name="boardtui",
    cls=BoardOrCommand,
    # Help is plain text: file names and titles in it are never read as markup, and rich is not imported for it.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 100},
    subcommand_metavar="[BOARD | COMMAND ...]",
    epilog=EXAMPLES,
)


def _version(wanted: bool) -> None:
    if wanted:
        say(f"boardtui {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def start(
    ctx: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", help="Say which version this is.", is_eager=True, callback=_version)
    ] = False,
) -> None:
    """The improvement board's plan, meeting and minutes in one local file.

    `boardtui BOARD` opens a board; without one, the board opened last or a start screen.
    """
    if ctx.invoked_subcommand is None:
        opening.open_last()


app.command("open", hidden=True)(opening.open_board)
app.command("demo", epilog=opening.DEMO_EXAMPLES)(opening.demo)
app.command("new", epilog=opening.NEW_EXAMPLES)(opening.new)
app.command("show", cls=show.WhatInHelp, epilog=show.SHOW_EXAMPLES)(show.show)
app.command("set", cls=FieldsInHelp, epilog=records.SET_EXAMPLES)(records.set_fields)
app.command("add", cls=FieldsInHelp, epilog=records.ADD_EXAMPLES)(records.add)
app.command("delete", epilog=records.DELETE_EXAMPLES)(records.delete)
app.command("undo", epilog=undo.UNDO_EXAMPLES)(undo.undo)
app.command("redo", epilog=undo.REDO_EXAMPLES)(undo.redo)
app.command("log", epilog=log.EXAMPLES)(log.log)
app.command("import", epilog=import_file.EXAMPLES)(import_file.import_file)
app.command("export", epilog=export.EXAMPLES)(export.export)
app.command("check", epilog=show.CHECK_EXAMPLES)(show.check)
app.command("leads", epilog=leads.EXAMPLES)(leads.leads)
app.command("copy", epilog=copies.COPY_EXAMPLES)(copies.copy)
app.command("merge", epilog=copies.MERGE_EXAMPLES)(copies.merge)
app.command("publish", epilog=copies.PUBLISH_EXAMPLES)(copies.publish)
app.add_typer(conflicts.commands, name="conflicts")
app.add_typer(meeting.commands, name="meeting")
app.add_typer(backups.commands, name="backup")
