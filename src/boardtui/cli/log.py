"""`boardtui log`: who changed what, when, from what to what, and why."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Annotated, Any

import typer

from boardtui.cli.common import BoardArgument, Json, examples, moment
from boardtui.cli.completion import complete_ref
from boardtui.cli.fields import change_words, field_words
from boardtui.cli.output import say, say_json
from boardtui.domain.errors import BoardError
from boardtui.domain.records.text import same_key

if TYPE_CHECKING:
    from boardtui.domain.board.words import Remembered
    from boardtui.domain.records.declare import Kind
    from boardtui.domain.records.edits import Edit
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
    from boardtui.store.board_file import BoardFile

    with BoardFile.open(board) as file:
        names = remembering(file.read(), file.edits_of_deleted())
        wanted = _wanted(names, ref)
        if wanted is not None:
            wanted |= {part for record in wanted for part in file.parts_of(record)}
        changes = _newest(file, wanted, limit)
        born = file.first_edits({some[0].edit.record for some in changes})
    if json:
        say_json([_as_data(names, entry) for some in changes for entry in reversed(some)])
        return
    for some in changes:
        edit = some[0].edit
        added = edit.id == born[edit.record]
        say(moment(edit.at), edit.who or "(unsigned)", _what(names, some, added=added) + _why(edit))


def _newest(file: BoardFile, wanted: Collection[str] | None, limit: int | None) -> list[list[Entry]]:
    """What was done last, so many changes; no more of the history is read than need be."""
    if limit is None:
        return list(_done_together(file.history(records=wanted)))
    edits = _EDITS_OF_A_CHANGE * limit
    while True:
        entries = file.history(records=wanted, limit=edits)
        changes = list(_done_together(entries))
        # The last one may go on in what was not read.
        if len(changes) > limit or len(entries) < edits:
            return changes[:limit]
        edits *= 4


_EDITS_OF_A_CHANGE = 4  # about so many; a record that is added has one for each of its field groups


def _done_together(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    """What was done to one record at one time, in the order in which its fields are declared."""
    for _, some in groupby(entries, key=lambda entry: (entry.edit.batch, entry.edit.record, entry.edit.at)):
        yield list(some)[::-1]


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


def _what(names: Remembered, entries: Sequence[Entry], *, added: bool) -> str:
    from boardtui.domain.board.words import line_name
    from boardtui.domain.records.kinds import KINDS

    first = entries[0].edit
    kind, record = KINDS.get(first.kind), names.find(first.record)
    parts = ["added"] if added else []
    for entry in entries:
        if entry.deleted is not None:
            parts.append("deleted" if entry.deleted else "restored")
        elif kind is None:
            parts.append(f"{entry.edit.group} changed")
        else:
            parts += _changes(names, kind, entry, added=added)
    # What a later version of this program keeps is called as that version calls it.
    name = line_name(names, record) if record is not None else first.kind
    return f"{name}: {'; '.join(parts) or 'as before'}"


def _changes(names: Remembered, kind: Kind, entry: Entry, *, added: bool) -> Iterator[str]:
    for name, (stated, after) in entry.changed.items():
        if kind.has(name) and kind.attributes[name].look.form == "data":
            continue
        before = kind.attributes[name].default if stated is None and kind.has(name) else stated
        if added:
            yield field_words(names, kind, name, after)
        else:
            yield change_words(names, kind, name, before, after)


def _why(edit: Edit) -> str:
    parts = [part for part in (edit.why, edit.intent.partition(":")[0]) if part]
    return f"  ({'; '.join(parts)})" if parts else ""


def _as_data(names: Remembered, entry: Entry) -> dict[str, Any]:
    from boardtui.domain.board.words import short_name

    edit = entry.edit
    record = names.find(edit.record)
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
    }
