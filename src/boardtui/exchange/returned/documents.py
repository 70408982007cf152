"""What a file that comes back says, as records with their values; and a board's JSON and plans read as such."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from boardtui.domain.errors import BoardError, InvalidValue, quoted
from boardtui.domain.immutable import immutable
from boardtui.domain.records.declare import Kind, validate
from boardtui.domain.records.kinds import KINDS
from boardtui.exchange.json_output import FORMAT
from boardtui.exchange.plan import THE_BOARD, written_fields
from boardtui.exchange.plan_toml import read_plan
from boardtui.exchange.sheets.columns import TableMapping
from boardtui.exchange.sheets.finding import SheetTable
from boardtui.exchange.sheets.headings import ColumnHeading
from boardtui.exchange.sources.grid import Sheet, text_cell

_NAMES = ("ref", "title", "text", "heading", "period", "date")


@immutable
class DocumentEntry:
    """One record.

    Attributes:
        kind: its kind.
        identity: its id within the file; `THE_BOARD` for the board itself.
        values: what is said of it, checked; links by ids of the file, or of the board where they lead out of it.
        table: the table it stands in.
        row: the row of that table.
    """

    kind: Kind
    identity: str
    values: Mapping[str, Any]
    table: TableMapping
    row: int

    @property
    def at(self) -> str:
        """The address of its row."""
        return self.table.table.sheet.row(self.row)


@dataclass(slots=True)
class Returned:
    """All that a file says.

    Attributes:
        entries: the records, in the order of the file.
        tables: the tables they stand in.
    """

    entries: list[DocumentEntry] = field(default_factory=list)
    tables: list[TableMapping] = field(default_factory=list)


def table_without_cells(
    kind: Kind, name: str, rows: Sequence[int], titles: Sequence[str], fields: Sequence[str], *, by_line: bool = False
) -> TableMapping:
    """A table for records of a file that has none, so that they are told like those of a sheet.

    Args:
        kind: their kind.
        name: what stands before their addresses.
        rows: where each of them stands.
        titles: what each is called.
        fields: the fields that the file says something of.
        by_line: the rows are lines of a text.
    """
    sheet = Sheet(name, by_line=by_line)
    sheet.rows = {row: {1: text_cell(title or "-")} for row, title in zip(rows, titles, strict=True)}
    top = rows[0] - 1  # where the headings would stand
    headings = [ColumnHeading(column, (kind.attributes[each].label,), row=top) for column, each in enumerate(fields, 1)]
    table = SheetTable(sheet, [top], (top, 1, max(rows), max(len(fields), 1)), headings)
    return TableMapping(table, kind.name, dict(enumerate(fields, 1)))


def read_plan_entries(content: bytes, name: str) -> Returned:
    """Read a plan.

    Raises:
        BoardError: something in it is wrong, with the line of each mistake; or it plays steps.
    """
    plan = read_plan(content, name=name)
    if plan.steps:
        raise BoardError(
            f"{name} plays steps after its records, which only a new board can: boardtui new plan.board --from {name}"
        )
    said: dict[str, list[tuple[str, Mapping[str, Any], int]]] = {}
    if plan.profile:
        said["board"] = [(THE_BOARD, plan.profile, plan.lines[0])]
    for change, line in zip(plan.changes, plan.lines[1:], strict=True):
        said.setdefault(change.kind, []).append((change.record, change.values, line))
    return _returned(said, by_line=True)


def read_json_entries(content: str, name: str) -> Returned:
    """Read what `export --to json` wrote.

    Raises:
        BoardError: it is no board, or a value is none that its field can hold.
    """
    try:
        document = json.loads(content)
        stated, board, records = document["format"], document["board"], document["records"]
        said = {kind: list(enumerate(some, 2)) for kind, some in records.items()}
        ids = {str(each["id"]) for some in records.values() for each in some}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise BoardError(
            f"{name} is no board: it is not what `boardtui export --to json` writes. Export it once more."
        ) from None
    if stated != FORMAT:
        raise BoardError(
            f"{name} has the format {stated!r} and this version reads {FORMAT}. Update boardtui to read it."
        )
    entries: dict[str, list[tuple[str, Mapping[str, Any], int]]] = {}
    try:
        own = str(board.get("id"))
        for kind, some in said.items():
            if kind not in KINDS or kind == "board":
                raise BoardError(f"{name}: this version knows no records of the kind {quoted(kind)}.")
            entries[kind] = [
                (
                    str(each["id"]),
                    _values(KINDS[kind], each, f"{name}, {kind} {row - 1}", ids, own),
                    row,
                )
                for row, each in some
            ]
        entries["board"] = [(THE_BOARD, _values(KINDS["board"], board, f"{name}, board", ids, ""), 2)]
    except (KeyError, TypeError, AttributeError):
        raise BoardError(f"{name} is no board: a record in it has no fields. Export it once more.") from None
    return _returned(entries, by_line=False)


def _values(kind: Kind, raw: Mapping[str, Any], place: str, ids: set[str], board: str) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for each in written_fields(kind):
        if each.name not in raw:
            continue
        value = raw[each.name]
        if each.look.form == "link":
            value = THE_BOARD if value and value == board else value if value in ids else ""
        elif each.look.form == "links" and isinstance(value, list):
            value = [THE_BOARD if link == board else link for link in value if link in ids or link == board]
        try:
            values[each.name] = validate(kind.name, each.group, {each.name: value})[each.name]
        except InvalidValue as error:
            raise BoardError(f"{place}: {error}") from None
    return values


def _returned(said: dict[str, list[tuple[str, Mapping[str, Any], int]]], *, by_line: bool) -> Returned:
    returned = Returned()
    for number, (name, some) in enumerate(((name, some) for name, some in said.items() if some), 1):
        kind = KINDS[name]
        stated = {field for _, values, _ in some for field in values}
        titles = [next((str(v[each]) for each in _NAMES if v.get(each)), "") for _, v, _ in some]
        table = table_without_cells(
            kind,
            "" if by_line else kind.plural,
            [row for _, _, row in some],
            titles,
            [each for each in kind.attributes if each in stated],
            by_line=by_line,
        )
        table.table.id = f"T{number}"
        returned.tables.append(table)
        returned.entries += [DocumentEntry(kind, identity, values, table, row) for identity, values, row in some]
    return returned
