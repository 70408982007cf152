"""What in a sheet holds no records: titles, forms, notes, keys, lists to choose from, charts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from boardtui.domain.immutable import immutable
from boardtui.domain.kpis.headings import plain_heading
from boardtui.exchange.sheets import meanings, vocabulary
from boardtui.exchange.sheets.headings import ColumnHeading
from boardtui.exchange.sources.grid import NUMBER, Area, Sheet, SheetCell

_LOOKUP_NAME = re.compile(
    r"\b(?:valid|look ?-?ups?|lists?|drop ?-?downs?|validations?|reference data|options|pick ?lists?|codes|choices"
    r"|config(?:uration)?|settings|data fields|dv)\b",
    re.IGNORECASE,
)
_KEY = re.compile(r"\b(?:key|legend|definitions?|meaning|criteria|descriptors?|scale|matrix|scoring|guidance)\b", re.I)
_SCALE_WORD = re.compile(
    r"\d+(?:\s*(?:-|–|to|or|\+)\s*\d*)?\+?|red|amber|green|blue|low|medium|moderate|high|critical|extreme|severe|r|a|g|b"
    r"|rare|unlikely|possible|likely|almost certain|negligible|minor|serious|major|catastrophic|very (?:low|high)",
    re.IGNORECASE,
)


@immutable
class NotTable:
    """A part of a sheet that holds no records."""

    sheet: Sheet
    area: Area
    what: str


def around(sheet: Sheet) -> Area:
    """The area that a sheet uses."""
    rows = sheet.used() or [1]
    columns = [column for row in rows for column in sheet.filled(row)] or [1]
    return rows[0], min(columns), rows[-1], max(columns)


def is_lookup(sheet: Sheet, area: Area, headings: list[ColumnHeading]) -> bool:
    """Whether a table is lists to choose from: columns of few words, none of which has to do with another."""
    _, left, bottom, right = area
    body = range(max(each.row for each in headings) + 1, bottom + 1)
    lengths, depths, figures, distinct = [], [], 0, True
    for column in range(left, right + 1):
        words = [sheet.at(row, column).text for row in body]
        filled = [each for each in words if each]
        lengths += [len(each) for each in filled]
        figures += sum(not any(map(str.isalpha, each)) for each in filled)
        depth = next((i for i, each in enumerate(words) if not each), len(words))
        depths.append(depth)
        distinct = distinct and depth == len(filled) and len(set(filled)) == len(filled)
    short = bool(lengths) and max(lengths) <= 60 and sum(lengths) / len(lengths) <= 20
    named = bool(_LOOKUP_NAME.search(sheet.name))
    # Columns of figures that end at different rows are no choices: some figures are missing.
    ragged = len(set(depths)) > 1 and right > left and figures * 2 < len(lengths)
    return short and distinct and (named or (ragged and len(depths) >= 3 and not _has_title(headings, sheet, body)))


def _has_title(headings: list[ColumnHeading], sheet: Sheet, body: range) -> bool:
    """Whether a column that could name records holds something in most rows."""
    for heading in headings:
        titled = any(
            vocabulary.rank(kind, name, heading.plain) in (0, 1)
            for kind, fields in vocabulary.KINDS_READ.items()
            for name in ("title", "text")
            if name in fields
        )
        rows = [row for row in body if sheet.filled(row)]
        if titled and sum(bool(sheet.at(row, heading.column).text) for row in rows) * 2 >= len(rows):
            return True
    return False


def is_legend(sheet: Sheet, area: Area, headings: list[ColumnHeading], others: list[list[ColumnHeading]]) -> bool:
    """Whether a small table explains the words of another."""
    top, left, bottom, right = area
    body = range(max(each.row for each in headings) + 1, bottom + 1)
    if _is_matrix(sheet, body, headings):
        return True
    if right - left > 3 or len(body) > 15:
        return False
    words = [each.plain for each in headings if each.parts]
    known = {each.plain for other in others if len(other) > len(headings) for each in other}
    firsts = [sheet.at(row, left).text or sheet.at(row, left + 1).text for row in body]
    scale = sum(bool(_SCALE_WORD.fullmatch(each)) for each in firsts)
    explains = scale * 2 >= len(firsts) and bool(firsts)
    above = " ".join(cell.text for row in range(top - 2, top) for cell in sheet.filled(row, left, right).values())
    if known and all(each in known for each in words) and right - left <= 2:
        return True
    if _has_title(headings, sheet, body):
        return False
    if (
        explains
        and right - left <= 2
        and re.search(r"\b(?:count|number|total|no|percent\w*|%)\b|%", " ".join(words[1:]))
    ):
        return True  # a table of counts, such as actions by rating
    return explains and (bool(known) or bool(_KEY.search(f"{sheet.name} {above} {' '.join(words)}")))


def is_form(sheet: Sheet, area: Area) -> bool:
    """Whether two columns are a form: what tables have as headings stands below each other, with one value each."""
    top, left, bottom, right = area
    words = [cell.text for row in range(top, bottom + 1) if (cell := sheet.at(row, left)).text]
    known = sum(vocabulary.known(plain_heading(each)) for each in words)
    return right == left + 1 and len(words) >= 4 and len(set(words)) == len(words) and known * 4 >= len(words) * 3


def _is_matrix(sheet: Sheet, body: range, headings: list[ColumnHeading]) -> bool:
    """Whether a table says what likelihood and impact come to: words of a scale over scores."""
    words = [each.plain for each in headings if each.parts]
    scale = sum(bool(_SCALE_WORD.fullmatch(each)) for each in words)
    columns = [each.column for each in headings if each.parts and _SCALE_WORD.fullmatch(each.plain)]
    cells = [sheet.at(row, column).text for row in body for column in columns]
    scores = sum(bool(_SCALE_WORD.fullmatch(each)) for each in cells)
    return scale >= 3 and scale * 4 >= len(words) * 3 and scores * 5 >= len(cells) * 4 > 0


def left_over(sheet: Sheet, taken: list[Area], *, real_areas: list[Area]) -> Iterator[NotTable]:
    """What is in a sheet beside its tables."""
    for area in sheet.charts:
        yield NotTable(sheet, area, "chart")
    boxes = list(_boxes(sheet, taken))
    for area in sheet.merged:
        inside = any(_overlap(area, other) for other in (*taken, *boxes))
        if not inside and (area[2] - area[0] + 1) * (area[3] - area[1] + 1) > 1:
            yield NotTable(sheet, area, "empty block")
    if not sheet.used() and not sheet.charts:
        yield NotTable(sheet, (1, 1, 1, 1), "empty sheet")
    for box in boxes:
        yield NotTable(sheet, box, _what(sheet, box, real_areas))


def _overlap(a: Area, b: Area) -> bool:
    return a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]


def _boxes(sheet: Sheet, taken: list[Area]) -> Iterator[Area]:
    """The areas of cells that no table holds: those that touch, or nearly so, are one."""
    open_boxes: list[list[int]] = []
    for row in sheet.used():
        places = [
            (column, _right_end(sheet, row, column))
            for column in sheet.filled(row)
            if not any(area[0] <= row <= area[2] and area[1] <= column <= area[3] for area in taken)
        ]
        still: list[list[int]] = []
        for box in open_boxes:
            if box[2] >= row - 1:
                still.append(box)
            else:
                yield box[0], box[1], box[2], box[3]
        open_boxes = still
        for left, right in places:
            bottom = area[2] if (area := sheet.merge_at(row, left)) is not None else row
            near = [box for box in open_boxes if left <= box[3] + 3 and right >= box[1] - 3]
            joined = [row, left, bottom, right]
            for box in near:
                joined = [
                    min(joined[0], box[0]),
                    min(joined[1], box[1]),
                    max(joined[2], box[2]),
                    max(joined[3], box[3]),
                ]
                open_boxes.remove(box)
            open_boxes.append(joined)
    for box in open_boxes:
        yield box[0], box[1], box[2], box[3]


def _right_end(sheet: Sheet, row: int, column: int) -> int:
    area = sheet.merge_at(row, column) if sheet.merged else None
    return area[3] if area is not None else column


def _what(sheet: Sheet, box: Area, tables: list[Area]) -> str:
    top, left, bottom, right = box
    rows = [sheet.filled(row, left, right) for row in range(top, bottom + 1)]
    words = " ".join(cell.text for row in rows for cell in row.values())
    fills = {
        cell.fill for row in range(top, bottom + 1) for cell in sheet.rows.get(row, {}).values() if cell.fill
    } & meanings.STANDARD_FILLS.keys()
    above = any(area[0] > bottom and area[1] <= right + 2 and area[3] >= left for area in tables)
    if bottom - top <= 2 and above and len(fills) < 2 and len(rows[0]) == 1:
        return "title"
    if _KEY.search(words[:80]) or len(fills) > 1:
        return "legend"
    pairs = sum(len(row) == 2 or (len(row) == 1 and right > left) for row in rows)
    labelled = sum(len(row) == 2 and (":" in next(iter(row.values())).text or _is_value(row)) for row in rows)
    if bottom > top and right > left and pairs == len(rows) and (labelled or bottom - top >= 2):
        return "form"
    if bottom - top <= 2 and above:
        return "title"
    return "notes"


def _is_value(row: dict[int, SheetCell]) -> bool:
    return list(row.values())[-1].sort == NUMBER
