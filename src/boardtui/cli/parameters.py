"""Words of a command that are taken as they are, without asking pydantic.

typer has pydantic look at every parameter, and importing that takes as long as all the rest of a command. A word that
is text anyway, or that a parser of ours reads, needs nobody else; numbers typer goes on reading.
"""

from __future__ import annotations

from typing import Any

from typer import BadParameter
from typer.core import TyperArgument, TyperOption

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
