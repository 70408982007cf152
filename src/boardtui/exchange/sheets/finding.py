"""Finding the tables in a sheet: where each begins and ends, what stands above it, and what is no table at all."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import takewhile
from statistics import median

from boardtui.domain.immutable import immutable
from boardtui.domain.kpis.headings import plain_heading
from boardtui.exchange.sheets import meanings
from boardtui.exchange.sheets.header_rows import Candidate, candidates_in, header_block, headings_of
from boardtui.exchange.sheets.headings import ColumnHeading
from boardtui.exchange.sheets.leftovers import NotTable, around, is_form, is_legend, is_lookup, left_over
from boardtui.exchange.sources.grid import Area, Sheet, SheetCell, Source

LONGEST_GAP = 6
"""Empty rows within a table. Whatever comes after more of them is something else."""
_NOTE = re.compile(
    r"\s*(?:\*|†|note\b|notes\b|source\s*:|key\b|legend\b|©|n\.?b\b|(?:prepared|produced|compiled|completed) by\b"
    r"|(?:last )?updated(?: on| by| at)?\s*:?\s*\d|end of (?:report|list|table|sheet)$|page \d+(?: of \d+)?$"
    r"|version\s*:?\s*\d|data as at\b|printed(?: on| by| at)?\s*:?\s*\d)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class SheetTable:
    """A table in a sheet.

    Attributes:
        id: T1, T2, …
        header_rows: the rows of its headings.
        area: from its first header row to its last row.
        headings: one for each column.
        title: what stands above it.
        title_at: the cell of the title; None where there is none.
    """

    sheet: Sheet
    header_rows: list[int]
    area: Area
    headings: list[ColumnHeading]
    title: str = ""
    title_at: tuple[int, int] | None = None
    id: str = ""
    _named: dict[int, str] = field(default_factory=dict)

    @property
    def body(self) -> range:
        """The rows below the headings."""
        return range(self.header_rows[-1] + 1, self.area[2] + 1)

    @property
    def first_cell(self) -> str:
        """The address of its first header cell."""
        return self.sheet.cell(self.area[0], self.area[1])

    def is_repeated_header(self, row: int) -> bool:
        """Whether a row of the body says the headings once more."""
        if not self._named:
            self._named = {each.column: each.plain for each in self.headings if each.parts}
        cells = self.sheet.filled(row, self.area[1], self.area[3])
        # Nearly every row is told from the headings by the first letter of its cells.
        alike = [
            column
            for column, cell in cells.items()
            if column in self._named and self._named[column][:1] == cell.text[:1].casefold()
        ]
        if len(alike) < 2:
            return False
        same = sum(self._named[column] == plain_heading(cells[column].text) for column in alike)
        return same * 3 >= len(cells) * 2


@dataclass(slots=True)
class Found:
    """What there is in a source."""

    tables: list[SheetTable] = field(default_factory=list)
    not_tables: list[NotTable] = field(default_factory=list)


def find_tables(source: Source, only: str = "") -> Found:
    """Find the tables of a source.

    Args:
        source: what was read.
        only: the name of the one sheet that is looked at; all by default, but for hidden ones.
    """
    found = Found()
    for sheet in source.sheets:
        if only and sheet.name.casefold() != only.casefold():
            continue
        if sheet.hidden and not only:
            found.not_tables.append(NotTable(sheet, around(sheet), "hidden sheet"))
            continue
        tables, others = _in_sheet(sheet)
        found.tables += tables
        found.not_tables += others
    for number, table in enumerate(found.tables, 1):
        table.id = f"T{number}"
    return found


def _in_sheet(sheet: Sheet) -> tuple[list[SheetTable], list[NotTable]]:
    if sheet.given:
        tables = [_table(sheet, [first], (first, 1, last, _width(sheet, first))) for first, last, _ in sheet.given]
        for table, (_, _, title) in zip(tables, sheet.given, strict=True):
            table.title = title
    else:
        tables = _scan(sheet)
    others: list[NotTable] = []
    real: list[SheetTable] = []
    for table in tables:
        if is_lookup(sheet, table.area, table.headings):
            others.append(NotTable(sheet, table.area, "lookup list"))
        elif not sheet.given and is_form(sheet, table.area):
            others.append(NotTable(sheet, table.area, "form"))
        elif is_legend(sheet, table.area, table.headings, [each.headings for each in tables if each is not table]):
            others.append(NotTable(sheet, table.area, "legend"))
        else:
            real.append(table)
    real.sort(key=lambda each: (each.area[0], each.area[1]))
    for table in real:
        if not sheet.given:
            _name(table, [each.area for each in real])
    areas = [each.area for each in real]
    others += left_over(sheet, areas + [each.area for each in others], real_areas=areas)
    return real, others


def _name(table: SheetTable, areas: list[Area]) -> None:
    """Give a table what stands above it as its title."""
    top, left, _, right = table.area
    above = max((area[2] for area in areas if area[2] < top and area[1] <= right and area[3] >= left), default=0)
    words: list[str] = []
    for row in range(max(above + 1, top - 12), top):
        for column, cell in table.sheet.filled(row, left, right).items():
            words.append(cell.text)
            if table.title_at is None:
                table.title_at = (row, column)
    table.title = "\n".join(words)


def _width(sheet: Sheet, row: int) -> int:
    return max(sheet.rows.get(row, {}), default=1)


def _scan(sheet: Sheet) -> list[SheetTable]:
    used = sheet.used()
    candidates = list(candidates_in(sheet, used))
    tables: list[SheetTable] = []
    for place, candidate in enumerate(candidates):
        if any(_covers(table.area, candidate) for table in tables):
            continue
        rows, left, right = header_block(sheet, candidate)
        headings = headings_of(sheet, rows, left, right)
        stop = min(
            (
                later.row - 1
                for later in candidates[place + 1 :]
                if later.strong
                and later.row > rows[-1]
                and later.left <= right
                and later.right >= left
                and not _says_again(sheet, headings, later)
            ),
            default=used[-1],
        )
        last = _Extent(sheet, headings, rows, left, right, stop).last_row()
        if last == rows[-1]:  # no row stands below these headings
            continue
        right = _unheaded(sheet, rows[-1], last, right, [each for each in candidates if each is not candidate])
        tables.append(_table(sheet, rows, (rows[0], left, last, right)))
    return tables


def _covers(area: Area, candidate: Candidate) -> bool:
    return area[0] <= candidate.row <= area[2] and candidate.left <= area[3] and candidate.right >= area[1]


def _says_again(sheet: Sheet, headings: list[ColumnHeading], later: Candidate) -> bool:
    named = {each.column: each.plain for each in headings}
    cells = sheet.filled(later.row, later.left, later.right)
    same = sum(named.get(column) == plain_heading(cell.text) for column, cell in cells.items())
    return same * 3 >= len(cells) * 2


@immutable
class _Extent:
    """Finds where a table ends: its columns, its header rows, and the row where something else begins at the latest."""

    sheet: Sheet
    headings: list[ColumnHeading]
    header_rows: list[int]
    left: int
    right: int
    stop: int

    def last_row(self) -> int:
        """The last row: before what is of another form, and before too many empty rows."""
        header = self.header_rows[-1]
        last, gap = header, 0
        widths: list[int] = []
        for row in range(header + 1, self.stop + 1):
            count = len(self._filled(row))
            if not count:
                gap += not self.sheet.uncached(row, self.left, self.right)
                if gap > LONGEST_GAP:
                    break
                continue
            if gap and widths and not self._goes_on(row, median(widths[-500:])):
                break
            if gap and not widths and count == 1 and self._width > 2 and len(self._filled(row + 1)) < 2:
                break
            gap, last = 0, row
            widths.append(count)
        while last > header and self._is_note(last):
            last -= 1
        return last

    @property
    def _width(self) -> int:
        return sum(bool(each.parts) for each in self.headings)

    def _filled(self, row: int) -> dict[int, SheetCell]:
        return self.sheet.filled(row, self.left, self.right)

    def _is_note(self, row: int) -> bool:
        cells = list(self._filled(row).values())
        return len(cells) == 1 and bool(_NOTE.match(cells[0].text))

    def _goes_on(self, row: int, typical: float) -> bool:
        """Whether what stands below an empty row belongs to the table above it."""
        first = self._filled(row)
        words = next(iter(first.values())).text
        if meanings.TOTAL_WORDS.fullmatch(words) and len(first) > 1:
            return True
        if _says_again(self.sheet, self.headings, Candidate(row, self.left, self.right, strong=True)):
            return True
        if (_NOTE.match(words) and len(first) == 1) or self._is_a_key(row, next(iter(first))):
            return False
        least = max(2.0, typical * 0.5)
        for each in range(row, min(row + 3, self.stop + 1)):
            cells = self._filled(each)
            if not cells:
                return False
            if len(cells) >= least:
                return True
        return False

    def _is_a_key(self, row: int, column: int) -> bool:
        """Whether rows say what ratings mean, below a heading of their own, in a column that rates nothing above."""
        cells = (self.sheet.at(each, column).text.casefold() for each in range(row, self.stop + 1))
        said = [word in meanings.RATING_WORDS for word in takewhile(bool, cells)]
        above = self.sheet.at(self.header_rows[-1] + 1, column).text.casefold()
        return above not in meanings.RATING_WORDS and sum(said) >= 2 and all(said[1:])


def _unheaded(sheet: Sheet, header: int, last: int, right: int, others: list[Candidate]) -> int:
    """The last column, with one beside the table that holds words but has no heading."""
    column = right + 1
    if any(each.left == column for each in others):
        return right
    filled = sum(bool(sheet.at(row, column).text) for row in range(header + 1, last + 1))
    if not sheet.name and not sheet.by_line:
        # In a line of text that has more cells than there are headings they are still of that line.
        while any(sheet.at(row, column).text for row in range(header + 1, last + 1)):
            column += 1
        return column - 1
    return column if filled >= 2 else right


def _table(sheet: Sheet, rows: list[int], area: Area) -> SheetTable:
    return SheetTable(sheet, rows, area, headings_of(sheet, rows, area[1], area[3]))
