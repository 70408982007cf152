"""`boardtui export`: the board as a document."""

from __future__ import annotations

import codecs
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from boardtui.cli.common import BoardArgument, examples, find_meeting, wrong_usage
from boardtui.cli.completion import complete_lead, complete_only
from boardtui.cli.output import note, write_bytes
from boardtui.domain.errors import BoardError
from boardtui.session.excerpts import Wanted
from boardtui.session.export import (
    PAPERS,
    Format,
    content,
    document,
    form_of,
    refuse_place,
    told_of_hiding,
    word_document,
    write_document,
)

if TYPE_CHECKING:
    from boardtui.domain.board.board import Board
    from boardtui.store.board_file import BoardFile

commands = typer.Typer(rich_markup_mode=None)

EXAMPLES = examples(
    "boardtui export plan.board -o front-sheet.md",
    "boardtui export plan.board --full -o whole-plan.docx",
    "boardtui export plan.board --since 2021-01-19 > snapshot.md",
    "boardtui export plan.board --at 2021-01-19 -o frozen.md",
    "boardtui export plan.board --since 2021-01-19 --changes -o changes.md",
    "boardtui export plan.board --public -o published.md",
    'boardtui export plan.board --only "exceptions,kpis" -o short.md',
    "boardtui export plan.board --ambition 3 -o ambition-3.md",
    'boardtui export plan.board --lead "Principal Social Worker" -o mine.xlsx',
    "boardtui export plan.board --to csv --only actions > actions.csv",
    "boardtui export plan.board -o plan.toml",
    "boardtui export plan.board --to json | jq .board.title",
)


@commands.command("export", epilog=EXAMPLES)
def export(
    board: BoardArgument,
    *,
    out: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write into this file; - is standard output."),
    ] = None,
    to: Annotated[
        Format | None,
        typer.Option(
            "--to",
            help="The format; by default what FILE ends in (.md, .txt, .docx, .xlsx, .csv, .toml, .json), or markdown.",
            show_default=False,
        ),
    ] = None,
    since: Annotated[
        str,
        typer.Option(
            "--since", metavar="MEETING", help="Mark what moved since this closed meeting, named by its date."
        ),
    ] = "",
    at: Annotated[
        str,
        typer.Option(
            "--at",
            metavar="MEETING",
            help="The front sheet, or with --full the plan, as it was frozen when this meeting closed, byte for byte.",
        ),
    ] = "",
    full: Annotated[
        bool, typer.Option("--full", help="The whole plan; without it, the front sheet of two pages.")
    ] = False,
    changes: Annotated[
        bool,
        typer.Option(
            "--changes",
            help="Only what changed since a meeting (--since), up to another (--at) or now, texts included.",
        ),
    ] = False,
    public: Annotated[
        bool, typer.Option("--public", help="For publication: hide small counts and open disagreements.")
    ] = False,
    only: Annotated[
        str,
        typer.Option(
            "--only",
            metavar="PARTS",
            help="Only these parts, between commas, such as exceptions,kpis.",
            autocompletion=complete_only,
        ),
    ] = "",
    ambition: Annotated[
        str,
        typer.Option("--ambition", metavar="REF", help="Only this ambition and what is about it."),
    ] = "",
    lead: Annotated[
        str,
        typer.Option(
            "--lead", metavar="ROLE", help="Only what is theirs as lead or owner.", autocompletion=complete_lead
        ),
    ] = "",
    force: Annotated[bool, typer.Option("--force", help="Replace FILE if it is there.")] = False,
) -> None:
    """Write the board: Markdown, Word, a workbook, CSV, TOML, JSON.

    Markdown and Word (docx) are for the board pack: the front sheet of two pages, or with --full the whole plan. A
    workbook (xlsx) has a sheet for each kind of record, CSV holds one kind: --only says which. TOML is the plan, from
    which `boardtui new` makes a board, and JSON is all the data for programs. --only, --ambition and --lead give parts
    of the whole plan, in every format. What --public hides, and the texts to read before it goes out, is said on
    standard error.
    """
    from boardtui.store.board_file import BoardFile

    out = None if out == Path("-") else out
    if out is not None:
        refuse_place(board, out)
    form = to or (form_of(out) if out else Format.MARKDOWN)
    if form not in PAPERS and (since or public or at or changes or full):
        raise wrong_usage(
            "--since, --at, --full, --changes and --public are for papers, in Markdown or Word; "
            f"{form.value} holds the board as it is."
        )
    if changes and full:
        raise wrong_usage("--changes is a paper of its own, which has no front sheet. Leave out --full.")
    if public and (at or changes):
        raise wrong_usage("--public is for the board as it is now: what was frozen is never altered.")
    if (only or ambition or lead) and (at or changes):
        raise wrong_usage("--only, --ambition and --lead are for the board as it is now, not for --at and --changes.")
    if form in (Format.XLSX, Format.DOCX) and out is None and sys.stdout.isatty():
        what = "A workbook" if form is Format.XLSX else "A Word document"
        raise wrong_usage(f"{what} is not for the screen. Give it a name: -o board{form.suffix}")
    if at and since and not changes:
        raise wrong_usage("A frozen snapshot is never altered. For what changed between two meetings, add --changes.")
    if out is not None:
        refuse_to_replace(out, force)
    told: list[str] = []
    with BoardFile.open(board) as file:
        if at or changes:
            written = _of_a_meeting(file, at, since, form, full=full, changes=changes)
        else:
            now = _board_since(file, since)
            wanted = Wanted.read(now, only=only, ambition=ambition, lead=lead)
            written = content(now, form, public=public, wanted=wanted, full=full)
            told = _told_of_hiding(now, wanted, full=full) if public else []
    for line in told:
        note(line)
    if out is None:
        # The mark at the beginning is for spreadsheet programs, which open files.
        write_bytes(written.removeprefix(codecs.BOM_UTF8))
        return
    write_document(out, written, board=board, replace=force)
    note(f"Wrote {out}")


def _board_since(file: BoardFile, since: str) -> Board:
    board = file.read()
    return file.read(since=find_meeting(board, since).id) if since else board


def _told_of_hiding(board: Board, wanted: Wanted, *, full: bool) -> list[str]:
    text = document(board, Format.MARKDOWN, public=True, wanted=wanted, full=full)
    return told_of_hiding(board, text, front=wanted.everything and not full)


def _of_a_meeting(file: BoardFile, at: str, since: str, form: Format, *, full: bool, changes: bool) -> bytes:
    from boardtui.domain.meetings.sittings import frozen_snapshot
    from boardtui.report.changes import changes_paper
    from boardtui.report.markdown import markdown

    board = file.read()
    end = find_meeting(board, at) if at else None
    if end is not None and not changes:
        if form is Format.MARKDOWN:
            return frozen_snapshot(end, full=full).encode()
        from boardtui.session.meeting import frozen_snapshot_in_word

        return frozen_snapshot_in_word(file, end, full=full)
    begin = find_meeting(board, since).id if since else ""
    then = file.read(since=begin, at=end.id if end is not None else "")
    blocks = changes_paper(then, until=end)
    if form is Format.MARKDOWN:
        return markdown(blocks).encode()
    return word_document(then, blocks)


def refuse_to_replace(out: Path, force: bool) -> None:
    """Refuse to write where there is something already, unless that is wanted.

    Raises:
        BoardError: a file is there and `force` is not given.
    """
    if out.exists() and not force:
        raise BoardError(f"{out} exists already. Choose another name, or give --force to replace it.")
