"""`boardtui export`: the board as a document."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from boardtui.cli.common import BoardArgument, examples, note, write_out, wrong_usage
from boardtui.domain.errors import BoardError
from boardtui.export import BY_SUFFIX, Format, document, refuse_place, write_document

if TYPE_CHECKING:
    from boardtui.domain.board import Board
    from boardtui.store.board_file import BoardFile

EXAMPLES = examples(
    "boardtui export plan.board -o snapshot.md",
    "boardtui export plan.board --since 2021-01-19 > snapshot.md",
    "boardtui export plan.board --public -o published.md",
    "boardtui export plan.board -o plan.toml",
    "boardtui export plan.board --to json | jq .board.title",
)


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
    public: Annotated[
        bool, typer.Option("--public", help="For publication: hide small counts and open disagreements.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace FILE if it is there.")] = False,
) -> None:
    """Write the board as Markdown, TOML or JSON.

    Markdown is the snapshot for the board pack, TOML the plan, from which `boardtui new` makes a board, and JSON is all
    the data for programs.
    """
    from boardtui.store.board_file import BoardFile

    out = None if out == Path("-") else out
    form = to or (BY_SUFFIX.get(out.suffix.lower()) if out else None) or Format.MARKDOWN
    if form is not Format.MARKDOWN and (since or public):
        raise wrong_usage(f"--since and --public are for Markdown; {form.value} holds the board as it is.")
    if out is not None:
        _refuse_to_replace(board, out, force)
    with BoardFile.open(board) as file:
        text = document(_board_since(file, since), form, public=public)
    if out is None:
        write_out(text)
        return
    write_document(out, text)
    note(f"Wrote {out}")


def _board_since(file: BoardFile, since: str) -> Board:
    from boardtui.domain.board import lookup
    from boardtui.domain.dates import normal_form

    board = file.read()
    if not since:
        return board
    meeting = lookup(board, f"meeting:{normal_form(since)}")
    return file.read(since=meeting.id)


def _refuse_to_replace(board: Path, out: Path, force: bool) -> None:
    refuse_place(board, out)
    if out.exists() and not force:
        raise BoardError(f"{out} exists already. Choose another name, or give --force to replace it.")
