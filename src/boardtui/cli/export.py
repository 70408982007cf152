"""`boardtui export`: the board as a document."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from boardtui.cli.common import BoardArgument, note, write_out, wrong_usage
from boardtui.domain.errors import BoardError
from boardtui.toml_files import why_not, write_in_one_step

if TYPE_CHECKING:
    from boardtui.domain.board import Board
    from boardtui.store.board_file import BoardFile


class Format(StrEnum):
    """What a board can be exported to."""

    MARKDOWN = "markdown"
    TOML = "toml"
    JSON = "json"


_BY_SUFFIX = {".md": Format.MARKDOWN, ".markdown": Format.MARKDOWN, ".toml": Format.TOML, ".json": Format.JSON}


def export(
    board: BoardArgument,
    out: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write into this file; - is standard output."),
    ] = None,
    to: Annotated[
        Format | None,
        typer.Option("--to", help="The format; by default what FILE ends in, or markdown.", show_default=False),
    ] = None,
    since: Annotated[
        str,
        typer.Option(
            "--since", metavar="MEETING", help="Mark what moved since this closed meeting, named by its date."
        ),
    ] = "",
    force: Annotated[bool, typer.Option("--force", help="Replace FILE if it is there.")] = False,
) -> None:
    """Write the board as Markdown, TOML or JSON.

    Markdown is the snapshot for the board pack, TOML the plan, from which `boardtui new` makes a board, and JSON is all
    the data for programs.

    \b
    Examples:
      boardtui export plan.board -o snapshot.md
      boardtui export plan.board --since 2021-01-19 > snapshot.md
      boardtui export plan.board -o plan.toml
      boardtui export plan.board --to json | jq .board.title
    """
    from boardtui.store.board_file import BoardFile

    out = None if out == Path("-") else out
    form = to or (_BY_SUFFIX.get(out.suffix.lower()) if out else None) or Format.MARKDOWN
    if since and form is not Format.MARKDOWN:
        raise wrong_usage(f"--since marks what moved in Markdown; {form.value} holds the board as it is.")
    if out is not None:
        _refuse_to_replace(board, out, force)
    with BoardFile.open(board) as file:
        text = _document(_board_since(file, since), form)
    if out is None:
        write_out(text)
        return
    _write(out, text)
    note(f"Wrote {out}")


def _board_since(file: BoardFile, since: str) -> Board:
    from boardtui.domain.board import lookup
    from boardtui.domain.dates import normal_form

    board = file.read()
    if not since:
        return board
    meeting = lookup(board, f"meeting:{normal_form(since)}")
    return file.read(since=meeting.id)


def _document(board: Board, form: Format) -> str:
    if form is Format.TOML:
        from boardtui.exchange.plan_toml import write_plan

        return write_plan(board)
    if form is Format.JSON:
        from boardtui.exchange.plan_json import board_json

        return board_json(board)
    from boardtui.report.snapshot import snapshot

    return snapshot(board)


def _refuse_to_replace(board: Path, out: Path, force: bool) -> None:
    if not out.parent.is_dir():
        raise BoardError(f"There is no folder {out.parent}. Make it first, or choose another.")
    if not out.exists():
        return
    if out.is_dir():
        raise BoardError(f"{out} is a folder. Name a file in it.")
    if board.exists() and out.samefile(board):
        raise BoardError(f"{out} is the board itself, which an export must not replace. Choose another name.")
    if not force:
        raise BoardError(f"{out} exists already. Choose another name, or give --force to replace it.")


def _write(out: Path, text: str) -> None:
    new = not out.exists()
    try:
        write_in_one_step(out, text.encode())
        if new:
            # The file was made so that nobody else could read it. It is for the board: give it the usual rights.
            umask = os.umask(0)
            os.umask(umask)
            out.chmod(0o666 & ~umask)
    except OSError as error:
        raise BoardError(f"{out} cannot be written: {why_not(error)}.") from None
