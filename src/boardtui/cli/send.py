"""`boardtui copy`, `copies` and `leads`: sending copies out, who has one, and who there is to send one to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from boardtui.cli.common import (
    As,
    BoardArgument,
    Json,
    On,
    day_given,
    examples,
    signature,
    text_given,
    today,
    wrong_usage,
)
from boardtui.cli.completion import complete_lead
from boardtui.cli.output import REFUSED, note, say, say_json, shell_word
from boardtui.domain.errors import BoardError
from boardtui.report.words import how_many

if TYPE_CHECKING:
    from collections.abc import Sequence

    from boardtui.domain.board.board import Board
    from boardtui.session.copies.copy_lines import CopyLine
    from boardtui.store.board_file import BoardFile
    from boardtui.store.copies.noted import Sending

commands = typer.Typer(rich_markup_mode=None)

COPY_EXAMPLES = examples(
    'boardtui copy plan.board outbox/ --for "Principal Social Worker"',
    "boardtui copy plan.board outbox/ --all-leads",
    "boardtui copy plan.board lead.board",
)
COPIES_EXAMPLES = examples(
    "boardtui copies plan.board",
    "boardtui copies plan.board --late          ends with 1 while somebody is late",
    "boardtui copies plan.board --every --json",
)
LEADS_EXAMPLES = examples("boardtui leads plan.board", "boardtui leads plan.board --json")


@commands.command("copy", epilog=COPY_EXAMPLES)
def copy(
    board: BoardArgument,
    # As it was typed: a path would lose the slash that says it is a folder.
    out: Annotated[
        str,
        typer.Argument(
            metavar="OUT",
            help="The file to write, or a folder to put it in: one that is there, or ends in a slash and is made.",
            show_default=False,
        ),
    ],
    *,
    leads: Annotated[
        list[str] | None,
        typer.Option(
            "--for",
            metavar="LEAD",
            help="Who it is for: it opens on what is theirs. Give it again for a copy for another.",
            autocompletion=complete_lead,
        ),
    ] = None,
    all_leads: Annotated[
        bool, typer.Option("--all-leads", help="A copy for everybody who is named on the board as lead or owner.")
    ] = False,
    force: Annotated[
        bool,
        typer.Option("--force", help="Replace what is there, but no copy of somebody else, or with edits not merged."),
    ] = False,
    losing: Annotated[
        bool,
        typer.Option("--lose-edits", help="With --force: replace also a copy with edits that were never merged."),
    ] = False,
    back_by: Annotated[
        str,
        typer.Option(
            "--back-by", metavar="DAY", help="Before which day it is wanted back; the next meeting's by default."
        ),
    ] = "",
    as_name: As = "",
) -> None:
    """Write a copy to hand out: complete, closed, verified.

    Of several copies each has a short message to mail beside it, as Markdown: what is theirs, what is due, until when.
    What comes back is brought in with `boardtui merge`; who has a copy, says `boardtui copies`.
    """
    from boardtui.domain.copies import wanted_back
    from boardtui.store.board_file import BoardFile
    from boardtui.store.copies.noted import Sending
    from boardtui.store.copies.send import WouldLoseError, folder_meant, make_folder

    if all_leads and leads:
        raise wrong_usage("--all-leads is for everybody. Leave out --for.")
    if losing and not force:
        raise wrong_usage("--lose-edits is for what --force replaces. Add --force.")
    folder, place, day = folder_meant(out), Path(out), day_given(back_by)
    who = signature(as_name, needed=False)
    with BoardFile.open(board) as file:
        now = file.read()
        wanted = _wanted(now, leads or [], all_leads=all_leads)
        several = all_leads or len(wanted) > 1
        if several and folder is None and not place.is_dir():
            raise BoardError(f"Several copies need a folder. To have one made, end its name in a slash: {out}/")
        if folder is not None:
            make_folder(folder)
        sending = Sending(who, day or wanted_back(now, today()))
        try:
            if several:
                _send_all(file, now, folder or place, wanted, sending, force=force, losing=losing)
            else:
                _send_one(file, now, folder or place, "".join(wanted), sending, force=force, losing=losing)
        except WouldLoseError as error:
            raise BoardError(f"{error} To replace it all the same, and lose them: --lose-edits") from None


def _wanted(board: Board, names: Sequence[str], *, all_leads: bool) -> list[str]:
    """Who is meant, each of them once, as they are spelled on the board."""
    from boardtui.domain.board.leads import lead_called, leads

    if not all_leads:
        # A name mistyped would give a copy that opens as if it were for nobody.
        return list(dict.fromkeys(lead_called(board, text_given(name)) for name in names if name))
    if everybody := list(leads(board)):
        return everybody
    raise BoardError("Nobody is named on this board as lead or owner, so there is no copy to make.")


def _send_one(
    file: BoardFile, board: Board, out: Path, lead: str, sending: Sending, *, force: bool, losing: bool
) -> None:
    from boardtui.store.copies.send import send_copy

    if out.is_file() and not force:
        raise _exists_already(out)
    _say_sent(file, board, send_copy(file, out, lead=lead, overwrite=force, losing=losing, sending=sending), lead)


def _send_all(
    file: BoardFile, board: Board, folder: Path, leads: Sequence[str], sending: Sending, *, force: bool, losing: bool
) -> None:
    from boardtui.session.copies.outbox import files_there, send_several

    if (there := files_there(file.path, folder, leads)) and not force:
        raise _exists_already(there[0])
    for each in send_several(file, folder, leads, sending, today(), overwrite=force, losing=losing):
        _say_sent(file, board, each.copy, each.lead, each.message)


def _exists_already(path: Path) -> BoardError:
    return BoardError(f"{path} exists already. Choose another name, or give --force to replace it.")


def _say_sent(file: BoardFile, board: Board, target: Path, lead: str, message: Path | None = None) -> None:
    from boardtui.domain.board.leads import items_of

    number = len(items_of(board, lead)) if lead else 0
    theirs = f"; opens on {how_many(number, 'item')} for {lead}" if lead else ""
    beside = f"; message in {message.name}" if message is not None else ""
    say(f"{target}: a complete copy of {file.path.name}, verified{theirs}{beside}")


@commands.command("copies", epilog=COPIES_EXAMPLES)
def copies(
    board: BoardArgument,
    late: Annotated[bool, typer.Option("--late", help="Only who is late; ends with 1 if anybody is.")] = False,
    every: Annotated[
        bool, typer.Option("--every", help="Every copy, also those in the place of which a later one was sent.")
    ] = False,
    on: On = "",
    json: Json = False,
) -> None:
    """List who was sent a copy, who has returned it, and who is late.

    It says when, and what they did. A copy is noted when it is made, and ticked off when it is merged. It is late
    from the day on before which it is wanted back.
    """
    from boardtui.domain.copies import CopyState
    from boardtui.session.copies.copy_lines import copy_lines, summary_line
    from boardtui.store.board_file import BoardFile
    from boardtui.store.copies.noted import copies_out, work_in

    day = day_given(on) or today()
    with BoardFile.open(board) as file:
        now, sent = file.read(), copies_out(file)
        lines = copy_lines(now, sent, work_in(file, sent), day, every=every)
    some = [line for line in lines if not late or line.standing is CopyState.LATE]
    if json:
        say_json([_as_data(now, line) for line in some if line.copy is not None])
    for line in some if not json else ():
        by = f"sent {line.sent}" + (f" by {line.copy.sent_by}" if line.copy and line.copy.sent_by else "")
        say(*filter(None, (line.name, by if line.copy is not None else "", line.stands, line.did)))
    if late and some:
        raise typer.Exit(REFUSED)
    if not json:
        if late:
            say("Nobody is late.")
        elif not sent:
            note(f"No copy was sent yet. To send one: boardtui copy {shell_word(board)} outbox/ --all-leads")
        else:
            note(f"{summary_line(lines)}.")


def _as_data(board: Board, line: CopyLine) -> dict[str, Any]:
    from boardtui.domain.board.words import short_name

    copy = line.copy
    assert copy is not None and line.standing is not None
    return {
        "for": copy.lead,
        "file": copy.file,
        "sent_at": copy.sent_at,
        "sent_by": copy.sent_by,
        "back_by": copy.back_by.isoformat() if copy.back_by is not None else None,
        "standing": line.standing.value,
        "returned": [{"at": each.at, "by": each.by} for each in copy.returns],
        "edits": line.work.edits,
        "who": list(line.work.who),
        "first_at": line.work.first_at,
        "last_at": line.work.last_at,
        "items": line.items,
        "untouched": [short_name(board, each) for each in line.left],
    }


@commands.command("leads", epilog=LEADS_EXAMPLES)
def leads(board: BoardArgument, json: Json = False) -> None:
    """List who is lead or owner, and how many items are theirs.

    These are the names that `boardtui copy --for` and `boardtui export --lead` take.
    """
    from boardtui.domain.board.leads import leads as leads_on
    from boardtui.store.board_file import BoardFile

    with BoardFile.open(board) as file:
        named = leads_on(file.read())
    if json:
        say_json([{"lead": name, "items": count} for name, count in named.items()])
        return
    for name, count in named.items():
        say(name, how_many(count, "item"))
    if not named:
        note("Nobody is named on this board yet. To name somebody: boardtui set ... lead=ROLE")
