"""Finding the rows of headings in a sheet: one to three of them, known by their words or by their form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from boardtui.domain.dates.periods import PeriodKind, period_of
from boardtui.domain.kpis.headings import plain_heading, seen
from boardtui.exchange.sheets import vocabulary
from boardtui.exchange.sheets.headings import ColumnHeading, numbered, without_reading_words
from boardtui.exchange.sheets.meanings import PARTS_OF_A_FIGURE, READINGS
from boardtui.exchange.sources.grid import DATE, MONTH, NUMBER, TEXT, Sheet, SheetCell

_LONGEST_HEADING = 120
_LOOKED_AT = 60
"""Rows in which it is seen whether columns belong together."""
_COUNTS = r"count|number|total|no|meaning|definition|key|legend|%"
_LONGEST_PERIOD = 25
_LONGEST_MARKED = 40
_MARKED = re.compile(r"\([^)]*\)|[*†‡¹²³]+|\b(?:provisional|prov)\b\.?", re.IGNORECASE)
"""What may stand beside the period in a heading."""
_UNIT = re.compile(
    r"\(?(?:£ ?(?:'?000'?s?|[km]|millions?|thousands?)?|%|per ?cent|no\.?|number|days|weeks|count|text|dd/mm/yy(?:yy)?"
    r"|date|[rabg](?:/[rabg]){2,3}|1 ?[-–] ?5)\)?",
    re.IGNORECASE,
)
_FIGURES_THEMSELVES = ("%", "no", "no.", "number", "percent", "per cent", "count")
"""Below a period these say which part of a figure stands in a column."""
_PART = re.compile("|".join(PARTS_OF_A_FIGURE.values()), re.IGNORECASE)
_FIGURE = re.compile(r"[£$]?-?[\d,.]+%?")


@dataclass(slots=True)
class Candidate:
    """A row, or a part of one, that may be headings; a strong one is, by its words."""

    row: int
    left: int
    right: int
    strong: bool


def candidates_in(sheet: Sheet, used: list[int]) -> Iterator[Candidate]:
    """The rows, or parts of rows, that may be headings."""
    for row in used:
        for left, right in _over_spacers(sheet, row, list(_runs(sheet, row))):
            cells = [cell for _, cell in sheet.filled(row, left, right).items()]
            inside = len(sheet.filled(row - 1, left, right)) >= 2
            strength = _strength(cells, inside=inside)
            if strength == 2:
                yield Candidate(row, left, right, strong=True)
            elif strength == 1 and _begins_a_block(sheet, row, left, right):
                yield Candidate(row, left, right, strong=False)


def _runs(sheet: Sheet, row: int) -> Iterator[tuple[int, int]]:
    """The parts of a row between columns that are empty, here and below."""
    columns = list(sheet.filled(row))
    start = before = 0
    for column in columns:
        if not before:
            start = column
        elif column > before + 1 and not _joined(sheet, row, before, column):
            yield start, before
            start = column
        before = column
        area = sheet.merge_at(row, column) if sheet.merged else None
        if area is not None:
            before = max(before, area[3])
    if before:
        yield start, before


def _over_spacers(sheet: Sheet, row: int, parts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The parts of a row of headings, those joined between which an empty column only makes room."""
    if len(parts) < 2 or len(sheet.filled(row - 1, parts[0][0], parts[-1][1])) >= 2:
        return parts
    joined = [parts[0]]
    for part in parts[1:]:
        if _goes_on_beside(sheet, row, joined[-1], part):
            joined[-1] = (joined[-1][0], part[1])
        else:
            joined.append(part)
    return joined


def _goes_on_beside(sheet: Sheet, row: int, before: tuple[int, int], part: tuple[int, int]) -> bool:
    """Whether columns behind an empty one belong to the table before it: they say more of its rows, and name none."""
    if part[0] != before[1] + 2:
        return False
    cells = list(sheet.filled(row, *part).values())
    headings = [plain_heading(cell.text) for cell in cells]
    others = {plain_heading(cell.text) for cell in sheet.filled(row, *before).values()}
    if others & set(headings) or any(_names_records(each) or re.fullmatch(_COUNTS, each) for each in headings):
        return False
    if not all(is_period_heading(cell) or _is_known(cell.text) for cell in cells):
        return False
    both = either = 0
    for below in range(row + 1, row + _LOOKED_AT):
        left, right = bool(sheet.filled(below, *before)), bool(sheet.filled(below, *part))
        if not left and not right:
            break
        either, both = either + 1, both + (left and right)
    return either >= 2 and both * 10 >= either * 8


def _names_records(plain: str) -> bool:
    """Whether a heading is one by which records are known: their ref or their title."""
    fields = vocabulary.KINDS_READ
    return any(
        vocabulary.rank(kind, "ref", plain) == 0
        or any(vocabulary.rank(kind, name, plain) in best for name in ("title", "text") if name in fields[kind])
        # Second-best headings do not count for a budget: its *Category* is a heading of other kinds as well.
        for kind, best in ((each, (0,) if each == "budget_line" else (0, 1)) for each in fields)
    )


def _joined(sheet: Sheet, row: int, before: int, column: int) -> bool:
    """Whether the columns between two cells belong to the same table: each of them says something just below."""
    below = []
    for each in range(row + 1, row + 9):
        if not sheet.filled(each):
            break
        below.append(each)
    return all(any(sheet.at(each, gap).text for each in below) for gap in range(before + 1, column))


def _strength(cells: list[SheetCell], *, inside: bool) -> int:
    """2 for what is a row of headings by its words, 1 for what may be one by its form, 0 for what is none.

    Args:
        cells: what stands in the row.
        inside: there are cells in the row above as well, so that it may be a row of a table.
    """
    count = len(cells)
    if count < 2:
        return 0
    hits = periods = long = wrong = 0
    # Days are headings only where most headings are: elsewhere they are what a row says.
    dated = sum(cell.sort == DATE for cell in cells) * 2 >= count
    if inside and any(_is_wrong(cell, dated=dated) for cell in cells):
        return 0
    for cell in cells:
        if len(cell.text) > _LONGEST_HEADING:
            long += 1
        elif is_period_heading(cell) and (cell.sort != DATE or dated):
            periods += 1
        elif _is_wrong(cell, dated=dated):
            wrong += 1
        elif len(cell.text) > 1 and _is_known(cell.text):
            hits += 1
    if long * 5 > count or wrong * 5 > count:
        return 0
    good = hits + periods
    if inside and (wrong or count == 2 or good * 10 < count * 6):
        return 0
    if hits and periods >= 2 and good * 2 >= count:
        return 2
    if hits >= 2 and good * 2 >= count and not (count == 2 and wrong):
        return 2
    if hits >= 3 and count >= 8 and (good * 4 >= count or not inside):
        return 2
    words = {cell.text.casefold() for cell in cells}
    by_form = not wrong and not long and len(words) == count and (hits or periods or count >= 3)
    return 1 if by_form and all(len(cell.text) <= 60 for cell in cells) else 0


def _is_known(text: str) -> bool:
    bare = plain_heading(without_reading_words(text)) if len(text) <= _LONGEST_PERIOD else ""
    rest = _PART.sub(" ", text) if len(text) <= 2 * _LONGEST_PERIOD else text
    dated = rest != text and period_of(seen(rest).replace("_", " ").strip(" :-–()")) is not None
    return dated or vocabulary.known(plain_heading(text)) or bool(re.fullmatch(READINGS, bare))


def _is_wrong(cell: SheetCell, *, dated: bool) -> bool:
    """Whether a cell holds a figure or a day, which no heading does, but for periods."""
    if cell.sort == DATE and not dated:
        return True
    figure = cell.sort not in (TEXT, DATE, MONTH) or _FIGURE.fullmatch(cell.text) is not None
    return figure and not is_period_heading(cell)


def is_period_heading(cell: SheetCell) -> bool:
    """Whether a heading is a month, a quarter, a year or a day."""
    if cell.sort in (DATE, MONTH):
        return True
    if cell.sort == NUMBER:
        return bool(re.fullmatch(r"(?:19|20)\d\d", cell.text))
    if cell.sort == TEXT and len(cell.text) <= _LONGEST_MARKED and (marked := _MARKED.sub(" ", cell.text)) != cell.text:
        period = period_of(" ".join(marked.split()))
        return period is not None and period.kind is not PeriodKind.DATE
    if len(cell.text) > _LONGEST_PERIOD or cell.sort != TEXT:
        return False
    period = period_of(seen(cell.text).replace("_", " "))
    return bool(re.fullmatch(r"20\d\d", cell.text)) or (period is not None and period.kind is not PeriodKind.DATE)


def _begins_a_block(sheet: Sheet, row: int, left: int, right: int) -> bool:
    if len(sheet.filled(row - 1, left, right)) > 1:  # one cell may be a title
        return False
    width = len(sheet.filled(row, left, right))
    below = [len(sheet.filled(each, left, right)) for each in range(row + 1, row + 4)]
    return below[0] >= 2 and sum(each >= 2 for each in below) >= (2 if width > 2 else 3)


def header_block(sheet: Sheet, candidate: Candidate) -> tuple[list[int], int, int]:
    """The header rows around the one that was found, and the columns they reach over."""
    row, left, right = candidate.row, candidate.left, candidate.right
    rows = [row]
    while len(rows) < 3 and _has_row_below(sheet, rows[-1], left, right):
        rows.append(rows[-1] + 1)
        left, right = _reach(sheet, rows[-1], left, right)
    if len(rows) < 3 and _are_units(sheet, rows[-1] + 1, left, right):
        rows.append(rows[-1] + 1)
    while len(rows) < 3 and _is_band(sheet, rows[0] - 1, rows[0], left, right):
        rows.insert(0, rows[0] - 1)
        left, right = _reach(sheet, rows[0], left, right)
    return rows, left, right


def _reach(sheet: Sheet, row: int, left: int, right: int) -> tuple[int, int]:
    """The columns of a table, with those that another of its header rows reaches over."""
    touching = [run for run in _runs(sheet, row) if run[0] <= right + 1 and run[1] >= left - 1]
    return min([left, *(run[0] for run in touching)]), max([right, *(run[1] for run in touching)])


def _is_band(sheet: Sheet, row: int, below: int, left: int, right: int) -> bool:
    """Whether a row says what several headings below it have in common."""
    cells = sheet.filled(row, left, right)
    if row < 1 or not cells or any(cell.sort not in (TEXT, DATE, MONTH) for cell in cells.values()):
        return False
    merges = [area for column in cells if (area := sheet.merge_at(row, column)) is not None]
    if any(area[2] >= below for area in merges):
        return True
    wide = [area for area in merges if area[3] > area[1]]
    if wide:
        return any((area[1], area[3]) != (left, right) and area[3] - area[1] < right - left for area in wide) and (
            len(cells) >= 2 or any(area[1] > left for area in wide)
        )
    lowest = [plain_heading(cell.text) for cell in sheet.filled(below, left, right).values()]
    doubled = len(set(lowest)) < len(lowest)
    return (
        doubled
        and len(cells) >= 2
        and len({plain_heading(cell.text) for cell in cells.values()}) < len(lowest)
        and not any(vocabulary.known(plain_heading(cell.text)) and len(cell.text) < 4 for cell in cells.values())
    )


def _has_row_below(sheet: Sheet, row: int, left: int, right: int) -> bool:
    """Whether the headings of a row go on in the row below: some are merged into it, or merged over several of it."""
    merges = [area for column in sheet.filled(row, left, right) if (area := sheet.merge_at(row, column)) is not None]
    if any(area[0] <= row < area[2] <= row + 2 for area in merges):
        return True
    wide = [area for area in merges if area[3] > area[1] and (area[1], area[3]) != (left, right)]
    below = sheet.filled(row + 1, left, right)
    under = [cell for column, cell in below.items() if any(area[1] <= column <= area[3] for area in wide)]
    return bool(under) and len(under) * 3 >= len(below) * 2 and all(c.sort == TEXT and len(c.text) <= 60 for c in under)


def _are_units(sheet: Sheet, row: int, left: int, right: int) -> bool:
    """Whether a row below the headings says no more than what their figures are counted in."""
    cells = sheet.filled(row, left, right).values()
    return len(cells) >= 2 and all(_UNIT.fullmatch(cell.text) for cell in cells)


def headings_of(sheet: Sheet, rows: list[int], left: int, right: int) -> list[ColumnHeading]:
    """The headings of the columns, from all header rows."""
    found = []
    merged = any(sheet.merge_at(row, column) for row in rows for column in range(left, right + 1)) if rows[1:] else True
    spread: dict[int, str] = {}
    for column in range(left, right + 1):
        parts: list[str] = []
        row_of_last, dated, anchors = rows[-1], "", set()
        for row in rows:
            area = sheet.merge_at(row, column)
            anchor = (area[0], area[1]) if area is not None else (row, column)
            cell = sheet.at(*anchor)
            words = seen(cell.text)
            if not merged and row != rows[-1]:
                spread[row] = words = words or (spread.get(row, "") if sheet.at(rows[-1], column).text else "")
            if words and anchor not in anchors:
                if parts and _UNIT.fullmatch(words) and words.strip("()").casefold() not in _FIGURES_THEMSELVES:
                    words = f"{parts.pop()} ({words.strip('()')})"
                parts.append(words)
                row_of_last = anchor[0]
                dated = cell.moment.date().isoformat() if cell.moment is not None else ""
            anchors.add(anchor)
        found.append(ColumnHeading(column, tuple(parts), 1, row_of_last, dated))
    return numbered(found)
