"""`boardtui log`: who changed what, when, from what to what, and why."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Annotated, Any

import typer

from boardtui.cli.common import BoardArgument, Json, examples
from boardtui.cli.completion import complete_ref
from boardtui.cli.output import say, say_json
from boardtui.domain.dates.dates import local_time
from boardtui.domain.errors import BoardError
from boardtui.domain.records.text import same_key

if TYPE_CHECKING:
    from boardtui.domain.board.words import Remembered
    from boardtui.domain.records.edits import Edit
    from boardtui.session.history_lines import HistoryLine, ToldChange
    from boardtui.store.board_file import BoardFile
    from boardtui.store.history import Entry

commands = typer.Typer(rich_markup_mode=None)

EXAMPLES = examples(
    "boardtui log plan.board",
    "boardtui log plan.board 1.1",
    "boardtui log plan.board --limit 20 --json",
)


@commands.command("log", epilog=EXAMPLES)
def log(
    board: BoardArgument,
    ref: Annotated[
        str,
        typer.Argument(
            metavar="REF",
            help="Only this record and its parts, such as 1.1.",
            show_default=False,
            autocompletion=complete_ref,
        ),
    ] = "",
    limit: Annotated[
        int | None, typer.Option("--limit", min=1, metavar="N", help="Only the newest N changes.", show_default=False)
    ] = None,
    json: Json = False,
) -> None:
    """Print the history, the newest edit first."""
    from boardtui.domain.board.words import remembering
    from boardtui.session.history_lines import history_lines
    from boardtui.store.board_file import BoardFile

    with BoardFile.open(board) as file:
        names = remembering(file.read(), file.edits_of_deleted())
        wanted = _wanted(names, ref)
        if wanted is not None:
            wanted |= {part for record in wanted for part in file.parts_of(record)}
        changes = _newest(file, wanted, limit)
        born = file.first_edits({some[0].edit.record for some in changes})
    if json:
        say_json([_as_data(names, entry) for some in changes for entry in some])
        return
    told = [entry for some in changes for entry in some]
    for line in history_lines(names.board, told, born, names=names, full=False):
        say(local_time(line.at), line.who, _what(line) + _why(line))


def _newest(file: BoardFile, wanted: Collection[str] | None, limit: int | None) -> list[list[Entry]]:
    """What was done last, so many changes; no more of the history is read than need be."""
    from boardtui.session.history_lines import done_together

    if limit is None:
        return list(done_together(file.history(records=wanted)))
    edits = _EDITS_OF_A_CHANGE * limit
    while True:
        entries = file.history(records=wanted, limit=edits)
        changes = list(done_together(entries))
        # The last one may go on in what was not read.
        if len(changes) > limit or len(entries) < edits:
            return changes[:limit]
        edits *= 4


_EDITS_OF_A_CHANGE = 4  # about so many; a record that is added has one for each of its field groups


def _wanted(names: Remembered, ref: str) -> set[str] | None:
    from boardtui.domain.board.lookup import lookup
    from boardtui.domain.board.words import full_name, named, short_name

    if not ref:
        return None
    try:
        return {lookup(names.board, ref).id}
    except BoardError:
        # A deleted record still has a history.
        wanted, ways = same_key(ref), (short_name, full_name, named)
        deleted = {i for i, one in names.known.items() if wanted in {same_key(each(names, one)) for each in ways}}
        if not deleted:
            raise
        return deleted


def _what(line: HistoryLine) -> str:
    """What was done, with arrows that every terminal has."""
    from boardtui.domain.board.words import GONE

    parts = [line.deed, *(_field(each, added=line.deed == "added") for each in line.fields)]
    return f"{line.name.removesuffix(f' {GONE}')}: {'; '.join(filter(None, parts)) or 'as before'}"


def _field(change: ToldChange, *, added: bool) -> str:
    from boardtui.domain.board.words import shortened
    from boardtui.session.history_lines import not_chosen

    after = shortened(change.after) or "(empty)"
    if change.settles:
        others = dict.fromkeys(shortened(each) or "(empty)" for each in change.others)
        return f"{change.label} {after}{not_chosen(others)}"
    return (
        f"{change.label} " + ("" if added else f"{shortened(change.before or change.unset) or '(empty)'} -> ") + after
    )


def _why(line: HistoryLine) -> str:
    parts = [part for part in (line.why, line.mark) if part]
    return f" ({'; '.join(parts)})" if parts else ""


def _as_data(names: Remembered, entry: Entry) -> dict[str, Any]:
    from boardtui.domain.board.words import short_name

    edit = entry.edit
    record = names.find(edit.record)
    others = [{"who": each.who, "why": each.why, "said": _said(each)} for each in entry.instead_of]
    return {
        "id": str(edit.id),
        "at": edit.at,
        "who": edit.who,
        "why": edit.why,
        "kind": edit.kind,
        "record": edit.record,
        "ref": getattr(record, "ref", ""),
        "name": short_name(names, record) if record is not None else "",
        "group": edit.group,
        "changed": {name: {"from": before, "to": after} for name, (before, after) in entry.changed.items()},
        "deleted": entry.deleted,
        "meeting": edit.meeting,
        "batch": edit.batch,
        "intent": edit.intent,
        **({"not_chosen": others} if others else {}),
    }


def _said(edit: Edit) -> Any:
    """What an edit said: fields and values, or that the record was deleted."""
    return edit.values() if edit.value not in ("true", "false") else {"deleted": edit.value == "false"}
