"""What a command changed, told in lines for people and as values for programs."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from typer.core import TyperCommand

from boardtui.cli.common import text_given, wrong_usage
from boardtui.cli.output import note, say, shell_word
from boardtui.domain.errors import BoardError, quoted
from boardtui.settings.disk import why_not

if TYPE_CHECKING:
    from boardtui.domain.board.board import Board
    from boardtui.domain.board.finding import Finding
    from boardtui.domain.board.words import Names
    from boardtui.domain.records.declare import Kind, Record
    from boardtui.domain.records.edits import Edit


LARGEST_TEXT = 1_000_000
"""Bytes. A field holds far less: what is longer need not be read to be refused."""
MOST_TOLD = 10
"""So many doubtful dates and figures that came in together are told one by one."""


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


def tell_findings(found: Sequence[Finding], board: Path) -> None:
    """Say what somebody should look at among dates and figures that came in together."""
    for each in found[:MOST_TOLD]:
        note(f"Look at it again: {each.sentence}")
    if len(found) > MOST_TOLD:
        note(f"And {len(found) - MOST_TOLD} more to look at: boardtui check {shell_word(board)}")


def touched(before: Board, after: Board, ids: Iterable[str]) -> Iterator[tuple[Record | None, Record | None]]:
    """Each of some records as it was and as it is; None where it was not there or is not any more."""
    for identity in dict.fromkeys(ids):
        was, now = before.find(identity), after.find(identity)
        if was is not None or now is not None:
            yield was, now


def changed_fields(was: Record, now: Record, edits: Sequence[Edit]) -> Iterator[str]:
    """The names of the fields that edits changed in a record, in the order in which they are declared.

    What another program changed in it meanwhile is no doing of theirs.
    """
    groups = {edit.group for edit in edits if edit.record == now.id}
    for name, attribute in now.kind.attributes.items():
        if attribute.group in groups and attribute.look.form != "data" and getattr(was, name) != getattr(now, name):
            yield name


def lines_of(before: Board, after: Board, edits: Sequence[Edit]) -> Iterator[str]:
    """What edits did: a line for each field that they changed, or that they added or deleted a record."""
    from boardtui.domain.board.words import line_name

    for was, now in touched(before, after, (edit.record for edit in edits)):
        if now is None:
            assert was is not None  # one of the two is there
            yield f"{line_name(before, was)}: deleted"
        elif was is None:
            yield f"{line_name(after, now)}: added"
        else:
            for name in changed_fields(was, now, edits):
                words = change_words(after, now.kind, name, getattr(was, name), getattr(now, name))
                yield f"{line_name(after, now)}: {words}"


def data_of(before: Board, after: Board, ids: Iterable[str], edits: Sequence[Edit]) -> list[dict[str, Any]]:
    """What edits did, for programs: for each record its id, its kind, its names, what was done, the fields by name.

    Args:
        before: the board as it was.
        after: the board with the edits.
        ids: the records that are told of, also where nothing became of them.
        edits: what was done.
    """
    from boardtui.domain.board.words import plain_value, ref_of, short_name

    told = []
    for was, now in touched(before, after, ids):
        there, board = (now, after) if now is not None else (was, before)
        assert there is not None  # one of the two is there
        old = was if was is not None else there.kind.record(id=there.id)
        fields = changed_fields(old, now, edits) if now is not None else ()
        changed = {
            name: {"from": plain_value(getattr(old, name)), "to": plain_value(getattr(now, name))} for name in fields
        }
        told.append(
            {
                "id": there.id,
                "kind": there.kind.name,
                "ref": ref_of(there),
                "name": short_name(board, there),
                "done": _done(was, now, changed),
                "changed": changed,
            }
        )
    return told


def _done(was: Record | None, now: Record | None, changed: dict[str, Any]) -> str:
    if now is None:
        return "deleted"
    if was is None:
        return "added"
    return "changed" if changed else "unchanged"
