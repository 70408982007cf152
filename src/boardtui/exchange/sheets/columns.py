"""What a table holds, and what each of its columns is: from headings and cells, and from what a person has said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from boardtui.domain.board.board import Board
from boardtui.domain.dates.periods import period_of
from boardtui.domain.kpis.headings import plain_heading
from boardtui.exchange.sheets import meanings, vocabulary
from boardtui.exchange.sheets.asking import Answers, Notices
from boardtui.exchange.sheets.figures.figure_parts import (
    COMPARATOR,
    TARGETS,
    WHOLE,
    by_period,
    holds_comparators,
    part_of_figure,
    says_parts,
    tells_areas,
    without_period,
)
from boardtui.exchange.sheets.finding import SheetTable
from boardtui.exchange.sheets.headings import ColumnHeading, bare_word, year_in
from boardtui.exchange.sheets.kinds import (
    TITLE_FIELDS,
    body_cells,
    has_long_form,
    is_bare_period,
    is_period,
    kind_column,
    kind_of,
    main_kind,
)
from boardtui.exchange.sheets.risk_columns import could_score, settle_status, take_scores
from boardtui.exchange.sheets.vocabulary import KINDS_READ, rank
from boardtui.exchange.sources.grid import DATE, MONTH, NUMBER, TEXT, SheetCell, column_number

KEPT, IGNORED, CHECKED = "kept_as_words", "ignored", "checked"
MILESTONE_FIELDS = MILESTONE, MILESTONE_DUE = "milestone", "milestone due"
_TEXTS = ("mitigation", "commentary", "note", "description", "measure", "difference", "contingency", "narrative")
_CODE = re.compile(r"[A-Za-z]{0,8}[ ._/-]?\d[\w./-]{0,10}")
_NOUNS = ("action", "task", "milestone", "risk", "measure", "indicator", "ambition", "theme", "priority", "objective")
"""Headings of what names a record, unless there is a better one and these hold its ref."""


def latest_update(table: SheetTable, headings: Sequence[ColumnHeading]) -> ColumnHeading | None:
    """The latest of several columns of updates, by the month in its heading, in which anything stands."""
    dated = [(period, each) for each in headings if (period := _period_of_update(table, each))]
    return max(dated, key=lambda pair: pair[0])[1] if len(dated) > 1 else None


def _period_of_update(table: SheetTable, heading: ColumnHeading) -> str:
    """The first day of the month that a column of updates is of; empty where it is none, or nothing stands in it."""
    words, period = without_period(heading.parts[-1] if heading.parts else "")
    cells = body_cells(table, heading.column)
    found = period_of(period) if period else None
    if found is None or not cells or sum(cell.sort == TEXT for cell in cells) * 2 < len(cells):
        return ""
    said = plain_heading(words) if words else ""
    if said and rank("action", "commentary", said) is None:
        return ""
    return found.start.isoformat()


@dataclass(slots=True)
class TableMapping:
    """What a table is taken for.

    Attributes:
        table: the table.
        kind: the kind of its records; None where the board has none, or nobody knows yet.
        fields: for each column what it is.
        long: it has a row for each figure, not for each KPI.
        foreign: it holds what no board here has.
        part: the column that says which part of its figures a row holds, such as numerators; 0 where there is none.
        left_out: a person leaves it out.
    """

    table: SheetTable
    kind: str | None
    fields: dict[int, str] = field(default_factory=dict)
    long: bool = False
    foreign: bool = False
    part: int = 0
    left_out: bool = False

    def columns(self, name: str) -> list[ColumnHeading]:
        """The columns that are a field."""
        return [each for each in self.table.headings if self.fields.get(each.column) == name]

    def column(self, name: str) -> ColumnHeading | None:
        """The first column that is a field."""
        return next(iter(self.columns(name)), None)

    @property
    def title(self) -> ColumnHeading | None:
        """The column that names the records."""
        return self.column("text") if self.kind in ("decision", "action_arising") else self.column("title")


def map_table(table: SheetTable, board: Board, answers: Answers, notices: Notices, *, kind: str = "") -> TableMapping:
    """Take a table for what it is.

    Args:
        table: the table.
        board: the board, for what it calls its ambitions.
        answers: what a person has said.
        notices: where questions go.
        kind: what the person who imports says all tables hold.
    """
    mapping = TableMapping(table, None)
    found = answers.get("kind", table.id)
    if found is None and kind:
        found = kind
    by_row = kind_column(table)
    if found is None and by_row is not None:
        found = main_kind(table, by_row)
    guessed = found or kind_of(table)
    if found is None and guessed == "":
        mapping.foreign = True
    elif found is None and guessed is None:
        notices.ask("kind", table.first_cell, within=table.id, key=("kind", table.id), choices=tuple(KINDS_READ))
    else:
        mapping.kind = guessed
        if found is not None and not kind and by_row is None:
            notices.ask("kind", table.first_cell, answer=found, within=table.id, key=("kind", table.id))
    _take_columns(mapping, board, answers, notices, by_row)
    return mapping


def mapped_as(mapping: TableMapping, kind: str, board: Board, answers: Answers) -> TableMapping:
    """The same table, for its rows of another kind."""
    other = TableMapping(mapping.table, kind)
    _take_columns(other, board, answers, Notices(), kind_column(mapping.table))
    if mapping.column(MILESTONE) is not None and mapping.title is not None:
        # The columns of milestones beside an action are empty in the row of a milestone of its own.
        for name in ("title", "due"):
            own = mapping.title if name == "title" else mapping.column("due")
            for each in other.columns(name) if own is not None else ():
                other.fields[each.column] = KEPT
            if own is not None:
                other.fields[own.column] = name
    return other


def _take_columns(
    mapping: TableMapping, board: Board, answers: Answers, notices: Notices, by_row: ColumnHeading | None
) -> None:
    table, fields = mapping.table, mapping.fields
    for heading in table.headings:
        fields[heading.column] = KEPT
    if by_row is not None:
        fields[by_row.column] = "kind"
    kind = mapping.kind
    if kind is None:
        return
    fixed = said_columns(table, answers)
    free = [each for each in table.headings if each.column not in fixed and each is not by_row and each.parts]
    if kind == "kpi":
        free = _take_figures_first(mapping, free, fixed)
    if kind == "budget_line":
        free = _of_the_latest_year(free)
    for name in _in_order(kind):
        if kind == "risk" and name in ("likelihood", "impact", "product"):
            continue
        if name in fixed.values() and name not in _SEVERAL:
            continue
        if kind == "kpi" and name in TARGETS and mapping.column(name) is not None:
            continue  # one for each period
        best = [(r, each) for each in free if (r := _fits(mapping, name, each, board)) is not None]
        if not best:
            continue
        if kind == "budget_line" and name == "title":
            # Where the money comes from names a line only if nothing else does.
            best = [pair for pair in best if rank(kind, "source", pair[1].plain) is None] or best
        best.sort(key=lambda pair: (pair[0], pair[1].column))
        chosen = [each for _, each in best] if name in _SEVERAL else [best[0][1]]
        for each in chosen:
            fields[each.column] = name
            free.remove(each)
    if kind == "risk":
        take_scores(table, fields, free)
    if kind == "kpi" and not mapping.long:
        _take_figures(mapping, free)
    if kind == "action" and mapping.column("commentary") is None and (update := latest_update(table, free)) is not None:
        fields[update.column] = "commentary"
        free.remove(update)
    if mapping.title is None:
        _title_by_default(mapping, free)
    if kind == "risk":
        settle_status(mapping.table, fields, mapping.title)
    fields.update(fixed)
    if kind in ("action", "milestone"):
        _ask_of_completion(mapping, answers, notices)


def _take_figures_first(mapping: TableMapping, free: list[ColumnHeading], fixed: dict[int, str]) -> list[ColumnHeading]:
    """Take the columns of figures of KPIs: their parts, what they are compared with, areas and periods.

    Returns:
        The columns that are left.
    """
    table, fields = mapping.table, mapping.fields
    mapping.long = has_long_form(table)
    parts = [each for each in table.headings if not mapping.long and says_parts(body_cells(table, each.column))]
    if parts and parts[0].column not in fixed:
        mapping.part = parts[0].column
        fields[mapping.part] = IGNORED
        free = [each for each in free if each.column != mapping.part]
    for each in [each for each in free if holds_comparators(each, body_cells(table, each.column))]:
        fields[each.column] = COMPARATOR
        free.remove(each)
    for each in [each for each in free if mapping.long and tells_areas(body_cells(table, each.column))]:
        fields[each.column] = "area"
        free.remove(each)
    for each, name in [] if mapping.long else list(by_period(free)):
        fields[each.column] = name
        free.remove(each)
    return free


def _of_the_latest_year(free: list[ColumnHeading]) -> list[ColumnHeading]:
    """Beside amounts of several years those of the latest are the budget, and the others are kept."""
    years = [year for each in free if (year := year_in(each.words))]
    return [each for each in free if year_in(each.words) in ("", max(years, default=""))]


def _take_figures(mapping: TableMapping, free: list[ColumnHeading]) -> None:
    """Which columns are figures of a period, or a part of them."""
    for each in free:
        _, part = part_of_figure(each)
        if part in WHOLE or (part in TARGETS and mapping.column(part) is None):
            mapping.fields[each.column] = part
        elif part == "value" or (not part and (is_period(each) or is_bare_period(each))):
            mapping.fields[each.column] = "reading"


_SEVERAL = ("mitigation", "area", "reading")


def _in_order(kind: str) -> list[str]:
    """The fields in which columns are chosen: what names a record first."""
    names = list(KINDS_READ[kind])
    return sorted(names, key=lambda name: name not in TITLE_FIELDS)


def said_columns(table: SheetTable, answers: Answers) -> dict[int, str]:
    """What a person said columns are."""
    found = {}
    for heading in table.headings:
        answer = answers.get("column", heading.words) or (
            answers.get("column", heading.parts[-1]) if heading.parts else None
        )
        answer = answer or (answers.get("column", heading.letter) if column_number(heading.letter) else None)
        if answer:
            found[heading.column] = answer
    return found


def _fits(mapping: TableMapping, name: str, heading: ColumnHeading, board: Board) -> int | None:
    """How well a column is a field, by its heading and its cells; None where it is not."""
    kind, table, plain = mapping.kind or "", mapping.table, heading.plain
    best = rank(kind, name, plain)
    for band in heading.bands if best is None else ():
        best = next(
            (r for words in (f"{plain} {band}", f"{band} {plain}") if (r := rank(kind, name, words)) is not None), best
        )
    if kind == "risk" and name == "owner" and _band_says(heading, "mitigations?|actions?|controls?|treatment"):
        return None
    label = plain_heading(board.profile.ambition_label) if board.profile.ambition_label else ""
    if name == "ambition":
        own = bool(label) and re.fullmatch(rf"{re.escape(label)}(?: no| ref)?", plain) is not None
        named = best == 1 and _number_themselves(body_cells(table, heading.column))
        return 0 if own or best == 0 or named else None
    if kind == "risk" and plain == "description" and _band_says(heading, "response|mitigation"):
        return 0 if name == "mitigation" else None
    if best is None or (kind == "risk" and plain == "description" and heading.bands and _stage_band(heading)):
        return None
    cells = body_cells(table, heading.column)
    if name in TITLE_FIELDS and cells and _are_codes(cells):
        return None
    if name in _TEXTS and cells and sum(cell.sort == NUMBER for cell in cells) * 2 >= len(cells):
        return None
    if name == "category" and plain == "rbs level 1" and any(each.plain == "rbs level 2" for each in table.headings):
        return None  # one breakdown over two columns: neither of them is the category
    if name == "ref" and cells and (not _short(cells) or (plain in _NOUNS and mapping.title is None)):
        return None
    if name in ("rag", "progress", "state", "done") and cells and not _are_words(cells, best if name == "rag" else 1):
        return None
    if name == "rag" and plain == "progress" and cells and not _are_workflow(cells):
        return None
    if name in ("completed", "raised") and cells and not _are_dates(cells):
        return None
    if plain in vocabulary.STAGES_OF_A_DATE and cells and not _are_dates(cells):
        return None
    if name in ("response",) and cells and not _are_responses(cells):
        return None
    if name == "mitigation" and cells and _are_responses(cells):
        return None
    if kind == "risk" and name == "description" and plain in ("impact", "impacts", "consequence", "consequences"):
        return None if could_score(heading, cells) else best
    if kind == "kpi" and name in ("period", "value", "numerator", "denominator", "area") and not mapping.long:
        return None
    if kind == "kpi" and name == "title" and plain == "category" and not mapping.long:
        return 9
    return best


def _number_themselves(cells: list[SheetCell]) -> bool:
    """Whether each cell says itself what it is, such as `Theme 1: Leadership`."""
    return bool(cells) and all(re.match(r"[A-Za-z ]+ \d+\s*[:.–—-]", cell.text) for cell in cells)


def _band_says(heading: ColumnHeading, words: str) -> bool:
    return any(re.search(rf"\b(?:{words})\b", each) for each in heading.bands[-1:])


def _stage_band(heading: ColumnHeading) -> bool:
    return bool(heading.stage) or _band_says(heading, "risk|analysis|assessment")


def _are_codes(cells: list[SheetCell]) -> bool:
    codes = sum(bool(_CODE.fullmatch(cell.text)) or cell.sort == NUMBER for cell in cells)
    return codes * 3 >= len(cells) * 2


def _short(cells: list[SheetCell]) -> bool:
    return median(len(cell.text) for cell in cells) <= 25


def _are_words(cells: list[SheetCell], best: int) -> bool:
    """Whether cells hold one of a few words, as a status does."""
    lengths = [len(cell.text) for cell in cells]
    if best == 0:
        return median(lengths) <= 40  # it says itself that it is one
    few = len({cell.text.casefold() for cell in cells}) <= max(8, len(cells) // 2)
    return median(lengths) <= 28 and few


def _are_workflow(cells: list[SheetCell]) -> bool:
    """Whether cells say how far something is, and not what was done."""
    return sum(bool(meanings.WORKFLOW_WORDS.fullmatch(bare_word(cell.text))) for cell in cells) * 2 >= len(cells)


def _are_dates(cells: list[SheetCell]) -> bool:
    return sum(cell.sort in (DATE, MONTH) or bool(re.search(r"\d", cell.text)) for cell in cells) * 2 >= len(cells)


def _are_responses(cells: list[SheetCell]) -> bool:
    good = sum(cell.text.casefold().strip(" .") in meanings.RESPONSE_WORDS for cell in cells)
    return good * 2 >= len(cells)


def _title_by_default(mapping: TableMapping, free: list[ColumnHeading]) -> None:
    """Of columns none of which names the records, the first whose cells are words of their own in nearly every row."""
    name = "text" if mapping.kind in ("decision", "action_arising") else "title"
    for heading in free:
        cells = body_cells(mapping.table, heading.column)
        own = len({cell.text for cell in cells})
        wordy = cells and median(len(cell.text.split()) for cell in cells) >= 2
        if wordy and own * 10 >= len(cells) * 9 and len(cells) * 2 >= len(mapping.table.body):
            mapping.fields[heading.column] = name
            free.remove(heading)
            return


def _ask_of_completion(mapping: TableMapping, answers: Answers, notices: Notices) -> None:
    """Of a *completion date* only a person knows whether the day is planned or the day it was done."""
    for heading in mapping.table.headings:
        if mapping.fields[heading.column] != KEPT or not re.fullmatch(vocabulary.AMBIGUOUS_DATES, heading.plain):
            continue
        if heading.plain == "date" or answers.get("column", heading.words) is not None:
            continue
        if mapping.column("due") is not None:
            if mapping.column("completed") is None:
                mapping.fields[heading.column] = "completed"
        elif body_cells(mapping.table, heading.column):
            at = mapping.table.sheet.cell(heading.row, heading.column)
            key = ("column", heading.words)
            notices.ask(
                "column", at, heading.words, None, within=mapping.table.id, key=key, choices=("due", "completed")
            )
