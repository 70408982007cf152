"""Columns of a register of risks: which are scores and of which, and whose the status is."""

from __future__ import annotations

import re
from statistics import median

from boardtui.exchange.sheets import meanings
from boardtui.exchange.sheets.finding import SheetTable
from boardtui.exchange.sheets.headings import CURRENT, INHERENT, ColumnHeading
from boardtui.exchange.sheets.kinds import body_cells
from boardtui.exchange.sheets.vocabulary import rank
from boardtui.exchange.sources.grid import NUMBER, SheetCell

_SCORE = re.compile(r"\d{1,3}(?:\.\d+)?(?:\s*[-–:.)(]\s*.{0,40})?")
_WITH_WORDS = re.compile(
    rf"^[A-Za-z]?\s?[-–:.=]?\s?\d{{1,2}}$|[\s(=-]\d{{1,2}}\)?$|^{meanings.GRADE.pattern}$", re.IGNORECASE
)
"""A score after its letter or its word, or a word of a scale."""


def are_scores(cells: list[SheetCell]) -> bool:
    """Whether cells hold scores: numbers, or one of a few short words."""
    numbers = sum(map(_is_a_number, cells))
    if numbers * 2 >= len(cells):
        return True
    few = len({cell.text.casefold() for cell in cells}) <= 10
    return few and max(len(cell.text.split()) for cell in cells) <= 4 and median(len(c.text) for c in cells) <= 16


def could_score(heading: ColumnHeading, cells: list[SheetCell]) -> bool:
    """Whether a column could be scores; what is headed *Impact* may also say in words what would happen."""
    if not cells:
        return True
    if not are_scores(cells):
        return False
    words = re.fullmatch(r"impacts?|consequences?|effects?", heading.plain)
    return not words or any(_is_a_number(cell) or _WITH_WORDS.search(cell.text) for cell in cells)


def _is_a_number(cell: SheetCell) -> bool:
    return cell.sort == NUMBER or bool(_SCORE.fullmatch(cell.text))


def take_scores(table: SheetTable, fields: dict[int, str], free: list[ColumnHeading]) -> None:
    """Which columns are likelihood and impact, and of which score: what has no name is the current one."""
    found: dict[tuple[str, str], ColumnHeading] = {}
    for heading in list(free):
        cells = body_cells(table, heading.column)
        for part in ("likelihood", "impact"):
            if rank("risk", part, heading.plain) is None or not could_score(heading, cells):
                continue
            key = (heading.stage, part)
            before = body_cells(table, found[key].column) if key in found else []
            # Where words stand in one column and numbers in another, the numbers are the score.
            if key not in found or (any(map(_is_a_number, cells)) and not any(map(_is_a_number, before))):
                found[key] = heading
                break
    letters_only = {key for key, heading in found.items() if len(heading.plain) == 1}
    for stage, part in letters_only:  # a lone letter means a score only beside its partner
        if (stage, "impact" if part == "likelihood" else "likelihood") not in found:
            found.pop((stage, part), None)
    named = {stage for stage, _ in found}
    unnamed = INHERENT if CURRENT in named and INHERENT not in named else CURRENT
    if CURRENT in named and INHERENT in named:
        found = {key: heading for key, heading in found.items() if key[0]}
    for (stage, part), heading in found.items():
        fields[heading.column] = f"{stage or unnamed} {part}"
        free.remove(heading)
    stages = {stage or unnamed for stage, _ in found}
    pairs = [each for each in free if rank("risk", "product", each.plain) is not None and _are_pairs(table, each)]
    if CURRENT in {each.stage for each in pairs} and not found:
        unnamed = INHERENT
    for heading in list(free):
        if rank("risk", "product", heading.plain) is None:
            continue
        cells = body_cells(table, heading.column)
        stage = heading.stage or unnamed
        if heading in pairs and stage not in stages:
            fields[heading.column] = stage
            stages.add(stage)
        elif cells and sum(cell.sort == NUMBER or cell.text.isdigit() for cell in cells) * 3 >= len(cells) * 2:
            fields[heading.column] = f"{stage} product"


def _are_pairs(table: SheetTable, heading: ColumnHeading) -> bool:
    """Whether cells hold likelihood and impact both, such as `4x3`."""
    cells = body_cells(table, heading.column)
    return bool(cells) and sum(bool(meanings.PAIR.fullmatch(cell.text)) for cell in cells) * 2 >= len(cells)


def settle_status(table: SheetTable, fields: dict[int, str], title: ColumnHeading | None) -> None:
    """Take a status for that of the mitigations where rows that name no risk say it of one more mitigation."""
    places = {name: column for column, name in fields.items() if name in ("state", "mitigation")}
    if len(places) < 2 or title is None or "mitigation progress" in fields.values():
        return
    for row in table.body:
        cells = table.sheet.filled(row, table.area[1], table.area[3])
        if title.column not in cells and all(column in cells for column in places.values()):
            fields[places["state"]] = "mitigation progress"
            return
