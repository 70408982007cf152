"""`boardtui copy` and `boardtui merge`: sending copies out and bringing them together."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from boardtui.cli.common import REFUSED, BoardArgument, Json, Yes, examples, moment, note, say, say_json, shell_word
from boardtui.cli.fields import in_words, label_of
from boardtui.domain.edits import LIFE
from boardtui.domain.errors import BoardError

if TYPE_CHECKING:
    from boardtui.domain.board import Board
    from boardtui.domain.declare import Kind
    from boardtui.store.merge import CopyReport, ItemChange, Preview

COPY_EXAMPLES = examples(
    'boardtui copy plan.board outbox/ --for "Principal Social Worker"',
    "boardtui copy plan.board lead.board",
)
MERGE_EXAMPLES = examples(
    "boardtui merge plan.board inbox/*.board --dry-run",
    "boardtui merge plan.board lead.board",
    "boardtui merge plan.board inbox/*.board --yes --json",
)


def copy(
    board: BoardArgument,
    out: Annotated[
        Path, typer.Argument(metavar="OUT", help="The file to write, or a folder to put it in.", show_default=False)
    ],
    lead: Annotated[str, typer.Option("--for", metavar="LEAD", help="Who it is for: names the file in a folder.")] = "",
    force: Annotated[bool, typer.Option("--force", help="Replace OUT if it is there.")] = False,
) -> None:
    """Write a copy to hand out: complete, closed, verified.

    What comes back is brought in with `boardtui merge`.
    """
    from boardtui.store.board_file import BoardFile

    if out.is_file() and not force:
        raise BoardError(f"{out} exists already. Choose another name, or give --force to replace it.")
    with BoardFile.open(board) as file:
        target = file.send_copy(out, lead=lead, overwrite=force)
    say(f"{target}: a complete copy of {board.name}, verified")


def merge(
    board: BoardArgument,
    copies: Annotated[list[Path], typer.Argument(metavar="COPY", help="The copies to bring in.", show_default=False)],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")] = False,
    yes: Yes = False,
    json: Json = False,
) -> None:
    """Bring in what was edited in copies of this board.

    First it is said what would change; then all of it comes in, or nothing, after a backup. Where copies disagree, both
    values stay until somebody decides: see `boardtui conflicts`. It does not matter in which order copies come in, or
    how often.
    """
    from boardtui.store.board_file import BoardFile

    with BoardFile.open(board) as file:
        planned = file.preview_merge(list(dict.fromkeys(copies)))
        now = file.read()
        if not json:
            _print(now, planned)
        merged = False
        if not dry_run and planned.edits and not planned.refused:
            _agree(planned, yes=yes, may_ask=not json)
            planned = file.merge(planned)
            merged = True
    if json:
        say_json(_as_data(planned, merged=merged))
    elif merged:
        say(f"Merged {_count(len(planned.edits), 'edit')}. The board as it was before: {planned.backup}")
    if merged and planned.conflicts:
        note(f"{_count(planned.conflicts, 'thing')} to settle: boardtui conflicts list {shell_word(board)}")
    if planned.refused:
        note("Nothing was merged. Leave out the copies that were refused to merge the others.")
        raise typer.Exit(REFUSED)


def _agree(planned: Preview, *, yes: bool, may_ask: bool) -> None:
    if yes:
        return
    if not may_ask or not sys.stdin.isatty():
        raise BoardError("Nothing was merged. Give --yes to merge without being asked, or --dry-run to look only.")
    if not typer.confirm(f"Merge {_count(len(planned.edits), 'edit')}?", err=True):
        raise BoardError("Nothing was merged.")


def _print(board: Board, planned: Preview) -> None:
    for report in planned.copies:
        say(f"{report.path.name}: {_report(report)}")
    for item in planned.items:
        say("", _item(board, item))
    if not planned.edits and not planned.refused:
        say("Nothing new.")


def _report(report: CopyReport) -> str:
    if report.refused:
        return f"refused. {report.refused}"
    if not report.new:
        return "nothing new"
    parts = [_count(report.new, "new edit")]
    if report.who:
        parts.append(f"by {', '.join(report.who)}")
    parts.append(f"{moment(report.opened_at)} to {moment(report.last_at)}")
    if report.conflicts:
        parts.append(f"disagrees on {_count(report.conflicts, 'thing')}")
    if report.skew_days:
        way = "ahead" if report.skew_days > 0 else "behind"
        parts.append(f"its clock seems {_count(abs(report.skew_days), 'day')} {way}")
    return ", ".join(parts)


def _item(board: Board, item: ItemChange) -> str:
    from boardtui.domain.kinds import KINDS

    kind = KINDS[item.kind]
    if item.field == "deleted":
        change = "deleted" if item.after else "kept" if item.before == item.after else "restored"
    else:
        before, after = (in_words(board, kind, item.field, value) for value in (item.before, item.after))
        change = f"{item.field} {after}, new" if item.before is None else f"{item.field} {before} -> {after}"
    return f"{item.name} {label_of(kind)}: {change}{_others(board, kind, item)}"


def _others(board: Board, kind: Kind, item: ItemChange) -> str:
    """What other copies say instead, where they disagree."""
    if not item.conflict:
        return ""
    said = [
        f"{each.who or 'somebody'} says {in_words(board, kind, item.field, each.values().get(item.field))}"
        for each in item.others
        if each.group != LIFE and item.field in each.values()
    ]
    return f"; COPIES DISAGREE{': ' if said else ''}{', '.join(said)}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _as_data(planned: Preview, *, merged: bool) -> dict[str, Any]:
    return {
        "merged": merged,
        "edits": len(planned.edits),
        "conflicts": planned.conflicts,
        "backup": str(planned.backup) if planned.backup else None,
        "copies": [
            {
                "path": str(each.path),
                "who": list(each.who),
                "opened_at": each.opened_at,
                "last_at": each.last_at,
                "new": each.new,
                "known": each.known,
                "conflicts": each.conflicts,
                "skew_days": each.skew_days,
                "refused": each.refused,
            }
            for each in planned.copies
        ],
        "items": [
            {
                "record": each.record,
                "kind": each.kind,
                "name": each.name,
                "group": each.group,
                "field": each.field,
                "before": each.before,
                "after": each.after,
                "conflict": each.conflict,
                "who": each.edit.who,
                "at": each.edit.at,
                "why": each.edit.why,
            }
            for each in planned.items
        ],
    }
