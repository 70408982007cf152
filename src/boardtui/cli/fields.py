"""FIELD=VALUE on the command line: reading it, listing what there is, and saying what changed."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from typer.core import TyperCommand

from boardtui.cli.common import text_given, wrong_usage
from boardtui.cli.output import say
from boardtui.domain.errors import BoardError, quoted
from boardtui.settings.disk import why_not

if TYPE_CHECKING:
    from boardtui.domain.board.words import Names
    from boardtui.domain.records.declare import Kind


LARGEST_TEXT = 1_000_000
"""Bytes. A field holds far less: what is longer need not be read to be refused."""


class FieldsInHelp(TyperCommand):
    """A command whose help lists the fields of every kind. They are looked up only when the help is wanted."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the words; `--help FIELD` prints the help on that field alone."""
        from boardtui.domain.records.declare import field_lines
        from boardtui.domain.records.kinds import KINDS

        if len(args) == 2 and args[0] in ("--help", "-h"):
            name = args[1].lower().replace("-", "_")
            if not (lines := field_lines(list(KINDS.values()), name)):
                raise wrong_usage(
                    f"No kind of record has the field {quoted(args[1])}. {ctx.command_path} --help lists all."
                )
            for line in lines:
                say(line)
            ctx.exit()
        parsed: list[str] = super().parse_args(ctx, args)
        return parsed

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """Write the fields after the options, then the examples."""
        from boardtui.domain.records.kinds import KINDS
        from boardtui.domain.typed.values import settable

        with formatter.section("Fields"):
            formatter.write_dl([(kind.name, ", ".join(settable(kind))) for _, kind in sorted(KINDS.items())])
        super().format_epilog(ctx, formatter)


def read_words(words: Sequence[str]) -> dict[str, str]:
    """Sort FIELD=VALUE words into fields and what was said for them.

    Raises:
        Exception: for wrong usage: a word is not of that form, or a field comes twice.
        BoardError: a value is no text.
    """
    given: dict[str, str] = {}
    for word in words:
        name, equals, value = word.partition("=")
        name = name.strip().lower().replace("-", "_")
        if not equals or not name:
            raise wrong_usage(f"{quoted(word)} is not of the form FIELD=VALUE, such as rag=amber.")
        if name in given:
            raise wrong_usage(f"{name} is given twice.")
        given[name] = text_given(value)
    return {name: _long_text(name, value, given) for name, value in given.items()}


def _long_text(name: str, value: str, given: Mapping[str, str]) -> str:
    """What was said for a field; of a long text that is said to be in a file or on standard input, the text."""
    if not value.startswith(("@", "-")) or not _is_long(name):
        return value
    if value.startswith("@@"):  # a text that begins with one
        return value[1:]
    if value.startswith("@"):
        return _file_given(name, Path(value[1:]))
    if value != "-":
        return value
    if sum(each == "-" and _is_long(other) for other, each in given.items()) > 1:
        raise wrong_usage("Standard input can be read for one field only.")
    return _decoded(name, "standard input", sys.stdin.buffer.read(LARGEST_TEXT + 1))


def _is_long(name: str) -> bool:
    """Whether a field holds a text of several lines. A dash in any other is what was stated: no figure."""
    from boardtui.domain.records.kinds import KINDS

    return any(kind.has(name) and kind.attributes[name].look.form == "text" for kind in KINDS.values())


def _file_given(name: str, path: Path) -> str:
    try:
        with path.open("rb") as file:
            return _decoded(name, str(path), file.read(LARGEST_TEXT + 1))
    except OSError as error:
        raise BoardError(f"{name}: {path} cannot be read: {why_not(error)}.") from None


def _decoded(name: str, source: str, content: bytes) -> str:
    if len(content) > LARGEST_TEXT:
        raise BoardError(f"{name}: {source} is too long for a text. Shorten it.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BoardError(f"{name}: {source} is no UTF-8 text. Save it as UTF-8.") from None


def change_words(names: Names, kind: Kind, name: str, before: Any, after: Any) -> str:
    """A field that changes, as a piece of a line: `RAG G ● Green -> A ▲ Amber`."""
    return f"{field_words(names, kind, name, before)} -> {said(names, kind, name, after)}"


def field_words(names: Names, kind: Kind, name: str, value: Any) -> str:
    """A field and what it says, as a piece of a line. A field that a later version wrote is called as it is kept."""
    from boardtui.domain.board.words import field_label

    label = field_label(names, kind.attributes[name]) if kind.has(name) else name
    return f"{label} {said(names, kind, name, value)}"


def said(names: Names, kind: Kind, name: str, value: Any) -> str:
    """What a field says, as a piece of a line, shortened where it is long. The whole of it is in the file."""
    from boardtui.domain.board.words import shortened, value_words

    words = value_words(names, kind.attributes[name], value) if kind.has(name) else str(value)
    return shortened(words) or "(empty)"
