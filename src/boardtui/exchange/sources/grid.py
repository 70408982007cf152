"""A source as it is read, whatever its format: sheets of cells, each with what it shows and what is behind that."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from itertools import groupby

from boardtui.domain.immutable import immutable
from boardtui.domain.records.text import clean

Area = tuple[int, int, int, int]
"""First row, first column, last row, last column; all count from 1."""

NUMBER, DATE, MONTH, TIME, TEXT, FLAG, EMPTY = "number", "date", "month", "time", "text", "flag", "empty"


@immutable
class SheetCell:
    """One cell.

    Attributes:
        text: what it shows, cleaned, without spaces around it; lines stay lines.
        sort: number, date (a whole day), month (a date of which only the month is shown), time, text, flag, or empty.
        number: what is behind a number, however it is shown.
        moment: what is behind a date or a month.
        percent: it is shown as per cent.
        fill: its colour as RRGGBB; empty for none.
        bold: it is printed in bold.
        formula: it is worked out from others.
        uncached: it is a formula whose value the file does not hold.
        font: the name of a font whose letters are signs, such as Wingdings.
        raw: what it holds to the letter, where that is not what it shows.
    """

    text: str = ""
    sort: str = EMPTY
    number: Decimal | None = None
    moment: datetime | None = None
    percent: bool = False
    fill: str = ""
    bold: bool = False
    formula: bool = False
    uncached: bool = False
    font: str = ""
    raw: str = ""

    @property
    def written(self) -> str:
        """What it holds to the letter."""
        return self.raw or self.text


NOTHING = SheetCell()


def text_cell(text: str) -> SheetCell:
    """A cell of a source that knows only text."""
    shown = tidy(text)
    return SheetCell(shown, TEXT, raw="" if shown == text else text) if shown else NOTHING


def tidy(text: str) -> str:
    """Text as a cell shows it: cleaned, with single spaces in a line and nothing around it."""
    if text.isascii() and "\n" not in text and "\r" not in text:
        return " ".join(clean(text).split())
    lines = clean(text.replace("\u00a0", " ")).split("\n")
    return "\n".join(" ".join(line.split()) for line in lines).strip("\n")


def one_line(text: str) -> str:
    """Text on one line."""
    return " ".join(text.split())


@dataclass(slots=True)
class Sheet:
    """One sheet of a source; a file of text is one.

    Attributes:
        name: as the source calls it; empty for a file of text.
        rows: the cells that are not empty, by row and column.
        merged: the merged areas.
        hidden_rows, hidden_columns: what the person who made it does not show.
        hidden: the whole sheet is not shown.
        charts: where charts lie.
        given: tables whose place the format itself says: header row, last row and the title above it.
        by_line: rows are lines of a text, as in Markdown.
    """

    name: str = ""
    rows: dict[int, dict[int, SheetCell]] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    hidden: bool = False
    charts: list[Area] = field(default_factory=list)
    given: list[tuple[int, int, str]] = field(default_factory=list)
    by_line: bool = False
    _covered: dict[tuple[int, int], Area] | None = None

    def at(self, row: int, column: int) -> SheetCell:
        """The cell at a place."""
        return self.rows.get(row, {}).get(column, NOTHING)

    def merge_at(self, row: int, column: int) -> Area | None:
        """The merged area that covers a place, if one does."""
        if self._covered is None:
            self._covered = {}
            for area in self.merged:
                for r in range(area[0], min(area[2], area[0] + 5_000) + 1):
                    for c in range(area[1], min(area[3], area[1] + 200) + 1):
                        self._covered[r, c] = area
        return self._covered.get((row, column))

    def shared(self, row: int, column: int) -> SheetCell:
        """The cell at a place, or the one that is merged over it."""
        if self.merged and (area := self.merge_at(row, column)) is not None:
            return self.at(area[0], area[1])
        return self.at(row, column)

    def filled(self, row: int, first: int = 1, last: int = 100_000) -> dict[int, SheetCell]:
        """The cells of a row that show something, by column."""
        return {c: cell for c, cell in sorted(self.rows.get(row, {}).items()) if first <= c <= last and cell.text}

    def uncached(self, row: int, first: int, last: int) -> bool:
        """Whether a row has formulas there whose values the file does not hold: it is not empty to who sees it."""
        return any(cell.uncached for c, cell in self.rows.get(row, {}).items() if first <= c <= last)

    def used(self) -> list[int]:
        """The rows that show something."""
        return sorted(row for row, cells in self.rows.items() if any(cell.text for cell in cells.values()))

    # Addresses, as people read them.

    def cell(self, row: int, column: int) -> str:
        """The address of a cell: `Sheet!C9`, `C9` in a file of text, `L9C` in Markdown."""
        return self._within(f"L{row}{letters(column)}" if self.by_line else f"{letters(column)}{row}")

    def row(self, row: int) -> str:
        """The address of a row: `Sheet!9`, `9`, `L9`."""
        return self._within(f"L{row}" if self.by_line else str(row))

    def place(self, row: int) -> str:
        """A row as it is said: `row 9`, `line 9`."""
        return f"line {row}" if self.by_line else f"row {row}"

    def stands_at(self, row: int, column: int) -> tuple[int, int]:
        """The row and the column here of a cell whose address names these."""
        return row, column

    def range(self, area: Area) -> str:
        """The range of an area, without the name of the sheet."""
        top, left, bottom, right = area
        if self.by_line:
            return f"L{top}:L{bottom}" if bottom > top else f"L{top}"
        return f"{letters(left)}{top}" + (f":{letters(right)}{bottom}" if (top, left) != (bottom, right) else "")

    def address(self, area: Area) -> str:
        """The range of an area with the name of the sheet."""
        return self._within(self.range(area))

    def _within(self, address: str) -> str:
        return f"{self.name}!{address}" if self.name else address


@dataclass(slots=True)
class Source:
    """A file that was read.

    Attributes:
        name: what it is called.
        sheets: its sheets; none where it is a document.
        document: a plan or the JSON of a board, as it stands in the file.
    """

    name: str
    sheets: list[Sheet]
    document: str = ""


def letters(column: int) -> str:
    """The letters of a column: 1 is A, 27 is AA."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def column_number(text: str) -> int:
    """The number of a column that is given by its letters; 0 for what is no column."""
    if not re.fullmatch("[A-Za-z]{1,3}", text):
        return 0
    number = 0
    for letter in text.upper():
        number = number * 26 + ord(letter) - 64
    return number


def runs(numbers: set[int] | list[int]) -> Iterator[tuple[int, int]]:
    """Whole numbers as first and last of each run without a gap."""
    # Within a run each number is as far from its place in the order as the one before.
    for _, run in groupby(enumerate(sorted(set(numbers))), key=lambda each: each[1] - each[0]):
        (_, first), *others = run
        yield first, others[-1][1] if others else first
