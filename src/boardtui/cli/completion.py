"""What the shell offers when somebody presses Tab: refs, people, fields and their values.

It is asked while a line is typed, so nothing is ever said: where a board cannot be read, nothing is offered.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, MutableMapping, Sequence
from contextlib import redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from boardtui.domain.errors import BoardError
from boardtui.domain.patterns import when_used

if TYPE_CHECKING:
    from boardtui.domain.board.board import Board
    from boardtui.domain.records.declare import Attribute, Kind

MOST = 200
"""Refs. More are no help on a line."""


def complete_ref(ctx: typer.Context, incomplete: str) -> list[str]:
    """The refs that begin like this, of actions first; with the kind before it where a ref means two things."""
    from boardtui.domain.board.lookup import lookup
    from boardtui.domain.board.words import ref_of
    from boardtui.domain.records.kinds import KINDS

    board = _board(ctx)
    if board is None:
        return []
    found = []
    for name in KINDS:
        for record in board.of_kind(name):
            if not (ref := ref_of(record)):
                continue
            named = f"{name}:{ref}"
            if not (ref.startswith(incomplete) or named.startswith(incomplete)):
                continue
            try:
                clear = lookup(board, ref).id == record.id
            except BoardError:
                clear = False
            if (word := ref if clear and ref.startswith(incomplete) else named).startswith(incomplete):
                found.append(word)
            if len(found) == MOST:
                return found
    return found


def complete_refs(ctx: typer.Context, incomplete: str) -> list[str]:
    """As `complete_ref`, for the last of several between commas."""
    before, comma, last = incomplete.rpartition(",")
    return [f"{before}{comma}{each}" for each in complete_ref(ctx, last)]


def complete_lead(ctx: typer.Context, incomplete: str) -> list[str]:
    """The people on the board whose names begin like this, in whatever case."""
    from boardtui.domain.board.leads import leads
    from boardtui.domain.records.text import same_key

    board = _board(ctx)
    return [] if board is None else [name for name in leads(board) if same_key(name).startswith(same_key(incomplete))]


def complete_only(incomplete: str) -> list[str]:
    """The parts of a board that begin like the last one between commas."""
    from boardtui.report.snapshot import PARTS

    before, comma, last = incomplete.rpartition(",")
    return [f"{before}{comma}{each}" for each in PARTS if each.startswith(last)]


def complete_field(ctx: typer.Context, incomplete: str) -> list[str]:
    """The fields that begin like this, each with its equals sign; after that sign, the values that it can have."""
    from boardtui.domain.typed.values import settable

    kinds = _kinds_meant(ctx)
    name, equals, begun = incomplete.partition("=")
    if not equals:
        names = sorted({each for kind in kinds for each in settable(kind)})
        return [f"{each}=" for each in names if each.startswith(incomplete)]
    fields = [kind.attributes[name] for kind in kinds if name in settable(kind)]
    values = dict.fromkeys(value for field in fields for value in _values(ctx, field, begun))
    return [f"{name}={value}" for value in values]


def _values(ctx: typer.Context, field: Attribute, begun: str) -> list[str]:
    if field.look.choices:
        return [value for value in field.look.choices if value.startswith(begun)]
    if field.look.form == "flag":
        return [value for value in ("yes", "no") if value.startswith(begun)]
    if field.look.form == "links":
        return complete_refs(ctx, begun)
    if field.look.form == "link":
        kinds = field.look.kinds
        prefix = f"{kinds[0]}:" if len(kinds) == 1 else ""
        return [each.removeprefix(prefix) for each in complete_ref(ctx, prefix + begun)]
    return complete_lead(ctx, begun) if field.name in ("lead", "co_lead", "owner") else []


def _kinds_meant(ctx: typer.Context) -> list[Kind]:
    """The kinds whose fields can be said here: that of the ref or kind before them, or else every one."""
    from boardtui.domain.board.lookup import lookup
    from boardtui.domain.records.kinds import KINDS

    if (kind := KINDS.get(str(ctx.params.get("kind") or ""))) is not None:
        return [kind]
    ref, board = str(ctx.params.get("ref") or "").partition(",")[0], _board(ctx)
    if ref and board is not None:
        try:
            return [lookup(board, ref).kind]
        except BoardError:
            pass
    return list(KINDS.values())


def _board(ctx: typer.Context) -> Board | None:
    from boardtui.store.board_file import BoardFile

    path = ctx.params.get("board")
    if not path:
        return None
    try:
        with BoardFile.open(Path(path)) as file:
            return file.read()
    except (BoardError, OSError):
        return None


# What is one word to everybody else, such as a field with its value, is three to bash: it asks for the
# piece behind the sign, and puts the answer in place of that piece only, as it is: what is special to it is escaped.
_SIGNS = when_used(r"[=:]+")
_SPECIAL = when_used(r"""([\s"'\\`$&|;<>()*?\[\]!#~{}])""")


def answer_bash(answer: Callable[[], object], environment: MutableMapping[str, str] = os.environ) -> None:
    """Have a word completed that bash asks for, and print what it makes a whole word of.

    Args:
        answer: prints whole words, one a line, for the word that the environment names.
        environment: what bash asks: `COMP_WORDS`, a piece a line, and `COMP_CWORD`, the place of the piece to complete.
    """
    pieces = environment.get("COMP_WORDS", "").split("\n")
    place = min(int(environment.get("COMP_CWORD") or 0), len(pieces) - 1)
    words, begun = whole_words(pieces[: place + 1])
    environment["COMP_WORDS"], environment["COMP_CWORD"] = "\n".join(words), str(len(words) - 1)
    said = io.StringIO()
    try:
        with redirect_stdout(said):
            answer()
    finally:
        quoted = pieces[place][:1] in ("'", '"')
        for word in said.getvalue().splitlines():
            if word.startswith(begun):
                print(word[len(begun) :] if quoted else _SPECIAL.sub(r"\\\1", word[len(begun) :]))


def whole_words(pieces: Sequence[str]) -> tuple[list[str], str]:
    """Put the pieces of a line together again.

    Args:
        pieces: those up to the one that is to be completed.

    Returns:
        The words, and what of the last of them stands before the piece.
    """
    words: list[str] = []
    begun, joins = "", False
    for place, piece in enumerate(pieces):
        sign = _SIGNS.fullmatch(piece) is not None
        # What an equals sign follows is the name of a field: the one before it was given nothing.
        named = pieces[place + 1 : place + 2] == ["="]
        if words and (sign or (joins and piece and not named)):
            begun = words[-1] + (piece if sign else "")
            words[-1] += piece
        else:
            begun = ""
            words.append(piece)
        joins = sign
    return words, begun
