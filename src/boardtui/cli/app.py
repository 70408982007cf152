"""The command line as a whole: what `boardtui` without a command does, and how a command is found.

typer has pydantic look at every parameter, and importing that takes as long as all the rest of a command. A word that
is text anyway, or that a parser of ours reads, is taken without it; numbers typer goes on reading.
"""

from __future__ import annotations

from importlib import import_module
from typing import Annotated, Any

import typer
from typer import BadParameter
from typer.core import TyperArgument, TyperGroup, TyperOption

from boardtui import __version__
from boardtui.cli import application
from boardtui.cli.common import examples
from boardtui.cli.output import say
from boardtui.cli.words import COMMANDS, could_be_a_board
from boardtui.domain.errors import quoted


class _AsGiven:
    """How a parameter becomes a value, as typer asks for it."""

    def __init__(self, parameter: Any, of_typer: Any) -> None:
        described = parameter.type_descriptor
        self._parser = described.parameter_info.parser
        self._is_text = described.annotation is str and self._parser is None
        self._is_texts = described.annotation == list[str] and self._parser is None
        self._of_typer = of_typer

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """The value of what was given; what is no plain word, and what the parser refuses, is for typer."""
        if value is None:
            return None
        if isinstance(value, str) and not param.multiple and param.nargs == 1:
            if self._is_text:
                return value
            if self._parser is not None:
                try:
                    return self._parser(value)
                except ValueError:
                    pass  # typer says it in the words of a wrong usage
        if self._is_texts and isinstance(value, list | tuple) and all(isinstance(each, str) for each in value):
            return list(value)
        try:
            return self._of_typer().coerce(value, param, ctx)
        except BadParameter as error:
            raise BadParameter(_plain(error.message, value), ctx=ctx, param=param) from None


def _plain(words: str, value: Any) -> str:
    """What pydantic says of a value, as people would say it."""
    if words.startswith("Input should be a valid integer"):
        return f"{quoted(value)} is no whole number"
    for machine, people in _IN_PLAIN_WORDS.items():
        words = words.replace(machine, people)
    return words


_IN_PLAIN_WORDS = {
    "Value error, ": "",
    "Input should be": "it should be",
    "greater than or equal to": "at least",
    "less than or equal to": "at most",
}


class _QuickArgument(TyperArgument):
    def get_runtime_param(self) -> Any:
        """What makes a value of the words; typer asks for it when there are any."""
        return _AsGiven(self, super().get_runtime_param)


class _QuickOption(TyperOption):
    def get_runtime_param(self) -> Any:
        """What makes a value of the words; typer asks for it when there are any."""
        return _AsGiven(self, super().get_runtime_param)


_QUICK: dict[type, Any] = {TyperArgument: _QuickArgument, TyperOption: _QuickOption}


def quickly_read(command: Any, context: Any) -> Any:
    """The same command, or group of commands, whose plain words are read without pydantic.

    Args:
        command: the command.
        context: that of what it stands beneath, as typer makes one.
    """
    for each in (*command.params, command.get_help_option(context)):
        quick(each)
    for below in getattr(command, "commands", {}).values():
        quickly_read(below, context)
    return command


def quick(parameter: Any) -> Any:
    """The same parameter, whose plain words are read without pydantic."""
    if type(parameter) in _QUICK:
        parameter.__class__ = _QUICK[type(parameter)]
    return parameter


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
