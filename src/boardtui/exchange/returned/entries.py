"""What a file that comes back says: records with their values, each with where it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from boardtui.domain.immutable import immutable
from boardtui.domain.records.declare import Kind
from boardtui.exchange.sheets.columns import Mapping as Columns
from boardtui.exchange.sheets.finding import Table
from boardtui.exchange.sheets.headings import Heading
from boardtui.exchange.sources.grid import Sheet, text_cell


@immutable
class Entry:
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
    table: Columns
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

    entries: list[Entry] = field(default_factory=list)
    tables: list[Columns] = field(default_factory=list)


def table_without_cells(
    kind: Kind, name: str, rows: Sequence[int], titles: Sequence[str], fields: Sequence[str], *, by_line: bool = False
) -> Columns:
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
    headings = [
        Heading(column, (kind.attributes[each].label,), row=max(rows[0] - 1, 0))
        for column, each in enumerate(fields, 1)
    ]
    area = (max(rows[0] - 1, 0), 1, max(rows), max(len(fields), 1))
    table = Table(sheet, [max(rows[0] - 1, 0)], area, headings)
    return Columns(table, kind.name, dict(enumerate(fields, 1)))
