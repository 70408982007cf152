"""The command line as a whole: what `boardtui` without a command does, and how a command is found."""

from __future__ import annotations

from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from boardtui import __version__
from boardtui.cli import application
from boardtui.cli.common import examples
from boardtui.cli.output import say
from boardtui.cli.parameters import quick, quickly_read
from boardtui.cli.words import COMMANDS, could_be_a_board

EXAMPLES = examples(
    "boardtui demo                        look around in a sample board",
    "boardtui new plan.board              make a board",
    "boardtui plan.board                  open it",
    "boardtui show plan.board actions     print a table",
    'boardtui set plan.board 1.1 rag=amber --why "Two coaches are off sick"',
)


class BoardOrCommand(TyperGroup):
    """The first word is a command, which is imported now, or else a board to open."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.commands: Any = dict.fromkeys(COMMANDS)  # their names, for what is suggested to who mistypes one

    def get_params(self, ctx: Any) -> list[Any]:
        """The options that stand before a command."""
        return [quick(each) for each in super().get_params(ctx)]

    def list_commands(self, ctx: Any) -> list[str]:
        """The names of the commands, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """A command, or None."""
        if cmd_name not in COMMANDS:
            return None
        group = typer.main.get_group(import_module(f"boardtui.cli.{COMMANDS[cmd_name]}").commands)
        quickly_read(group, ctx)
        if cmd_name in group.commands:
            return group.commands[cmd_name]
        group.name = cmd_name
        return group

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Read `boardtui plan.board` as `boardtui open plan.board`."""
        if could_be_a_board(args[0]):
            args = ["open", *args]
        return super().resolve_command(ctx, args)


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
        application.open_last()
