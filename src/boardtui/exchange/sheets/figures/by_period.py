"""Figures that come period by period: tables on their side, a table a month, targets that hold from then on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from boardtui.domain.board.board import Board
from boardtui.domain.dates.periods import Period, period_of
from boardtui.domain.kpis.scorecard import KpiView
from boardtui.domain.records.kinds import Record
from boardtui.domain.records.kpis import Kpi, Reading
from boardtui.domain.records.text import one_line, same_key
from boardtui.domain.records.types import LINE_LIMIT
from boardtui.exchange.sheets.drafts import Draft
from boardtui.exchange.sheets.figures.figure_parts import TARGETS
from boardtui.exchange.sheets.finding import SheetTable
from boardtui.exchange.sheets.header_rows import headings_of, is_period_heading
from boardtui.exchange.sheets.kinds import body_cells, is_period
from boardtui.exchange.sheets.values import is_no_figure
from boardtui.exchange.sheets.vocabulary import rank
from boardtui.exchange.sources.grid import NUMBER, Area, Sheet, SheetCell, letters, text_cell

LEAST_PERIODS = 2
_LONG_FORM = ("value", "numerator", "denominator", "title", "area", "ref")
MEASURE = "Measure"
"""What stands over the names of the KPIs once the table is turned."""
CHANGE = "target_change"


class TurnedSheet(Sheet):
    """A sheet whose rows are the columns of another; its addresses are those of that one."""

    def cell(self, row: int, column: int) -> str:
        """The address of a cell of the sheet as it is."""
        return Sheet.cell(self, column, row)

    def row(self, row: int) -> str:
        """The address of a column of the sheet as it is: `Sheet!C`."""
        return self._within(letters(row))

    def place(self, row: int) -> str:
        """A column of the sheet as it is said: `column C`."""
        return f"column {letters(row)}"

    def stands_at(self, row: int, column: int) -> tuple[int, int]:
        """The row and the column here of a cell of the sheet as it is."""
        return column, row

    def range(self, area: Area) -> str:
        """The range of an area of the sheet as it is."""
        top, left, bottom, right = area
        return Sheet.range(self, (left, top, right, bottom))


def stands_on_its_side(table: SheetTable) -> bool:
    """Whether the first column of a table holds periods and all others hold figures of what their headings name."""
    first, *others = table.headings
    named = [each for each in others if each.parts]
    if not named or any(is_period(each) or _is_of_a_long_table(each.plain) for each in named):
        return False
    periods = body_cells(table, first.column)
    if len(periods) < LEAST_PERIODS or sum(map(is_period_heading, periods)) * 3 < len(periods) * 2:
        return False
    cells = [cell for each in named for cell in body_cells(table, each.column)]
    return bool(cells) and sum(map(_is_figure, cells)) * 3 >= len(cells) * 2


def _is_of_a_long_table(plain: str) -> bool:
    return any(rank("kpi", name, plain) == 0 for name in _LONG_FORM)


def _is_figure(cell: SheetCell) -> bool:
    return cell.sort == NUMBER or not is_no_figure(cell.text)


def turned(table: SheetTable) -> SheetTable:
    """The table with a row for each KPI and a column for each period."""
    sheet, (_, left, bottom, right) = table.sheet, table.area
    header = table.header_rows[-1]
    rows: dict[int, dict[int, SheetCell]] = {}
    for row in table.body:
        for column in range(left, right + 1):
            if (cell := sheet.shared(row, column)).text:
                rows.setdefault(column, {})[row] = cell
    for heading in table.headings:
        if heading.column > left and heading.parts:
            rows.setdefault(heading.column, {})[header] = text_cell(heading.words.replace(" / ", " "))
    rows.setdefault(left, {})[header] = text_cell(MEASURE)
    side = TurnedSheet(sheet.name, rows, hidden_rows=set(sheet.hidden_columns), hidden_columns=set(sheet.hidden_rows))
    headings = headings_of(side, [left], header, bottom)
    return SheetTable(side, [left], (left, header, right, bottom), headings, table.title, table.title_at, table.id)


def put_target(draft: Draft, row: int, period: str, name: str, words: str, *, at: str) -> None:
    """Say which target a KPI has from a period on."""
    child = next((each for each in draft.children if each.kind == CHANGE and each.values["since"] == period), None)
    if child is None:
        child = Draft(CHANGE, draft.at, row)
        child.put("since", period, at)
        draft.children.append(child)
    if name not in child.values:
        child.put(name, words, at)


def settle_targets(draft: Draft, record: Record | None, board: Board) -> None:
    """Leave of the targets of a KPI those that differ from the ones before them; the first are its own.

    Where the board has older figures of it, its own targets stay those of that time.
    """
    stated = [each for each in draft.children if each.kind == CHANGE]
    if not stated:
        return
    stated.sort(key=lambda each: _start(str(each.values["since"])))
    others = [each for each in draft.children if each.kind != CHANGE]
    first = stated[0]
    held: dict[str, object] = {}
    if isinstance(record, Kpi) and _has_older(record, board, str(first.values["since"])):
        held = _in_force(record, board, str(first.values["since"]))
    else:
        stated = stated[1:]
        for name in TARGETS:
            if name in first.values and name not in draft.values:
                draft.put(name, first.values[name], first.places[name])
        held = {name: draft.values[name] for name in TARGETS if name in draft.values}
    for each in stated:
        now = {**held, **{name: each.values[name] for name in TARGETS if name in each.values}}
        if now != held:
            for name, words in now.items():
                each.values.setdefault(name, words)
            others.append(each)
        held = now
    draft.children[:] = others


def _start(words: str) -> tuple[bool, str]:
    period = period_of(words)
    return period is None, period.start.isoformat() if period is not None else words


def _has_older(record: Kpi, board: Board, since: str) -> bool:
    periods = [period_of(each.period) for each in board.owned(Reading, record.id)]
    first = period_of(since)
    return first is not None and any(each is not None and each.start < first.start for each in periods)


def _in_force(record: Kpi, board: Board, since: str) -> dict[str, object]:
    """The targets that hold on the board before a period."""
    period: Period | None = period_of(since)
    if period is None:
        return {}
    targets = KpiView(board, record).targets_at(period.previous())
    words = {"upper": targets.upper.text, "minimum": targets.minimum.text}
    return {name: each for name, each in words.items() if each}


def join_series(drafts: Iterable[Draft]) -> None:
    """Join the rows of one KPI that say its figures of different periods, each in a row of its own.

    The first is the KPI. What another says of its figure stands beside that; a target that differs holds from then on.
    """
    named: dict[tuple[str, str], list[Draft]] = defaultdict(list)
    for draft in drafts:
        if draft.kind == "kpi":
            key = tuple(same_key(str(draft.values.get(name, ""))) for name in ("ref", "title"))
            named[key[0], key[1]].append(draft)
    for some in named.values():
        periods = [_periods(each) for each in some]
        if len(some) > 1 and all(len(each) == 1 for each in periods) and len(set().union(*periods)) == len(some):
            _join(sorted(some, key=lambda each: _start(next(iter(_periods(each))))), some[0])


def _periods(draft: Draft) -> set[str]:
    return {str(each.values["period"]) for each in draft.children if each.kind == "reading"}


def _say_of_figure(draft: Draft, first: Draft) -> None:
    """Put what a row says beside its figure into the note of that; what is too long for a note is kept on the KPI."""
    figure = next(each for each in draft.children if each.kind == "reading")
    said, draft.kept = draft.kept, []
    if "commentary" in draft.values:
        said.append(("Commentary", one_line(str(draft.values.pop("commentary")))))
    for name, words in list(draft.values.items()) if draft is not first else ():
        if name not in (*TARGETS, "ref", "title") and words != first.values.setdefault(name, words):
            said.append((name.capitalize(), str(words)))
    note = "; ".join(f"{heading}: {words}" for heading, words in said)
    note = "; ".join(filter(None, (str(figure.values.get("note", "")), note)))
    if len(note) <= LINE_LIMIT:
        figure.put("note", note, draft.at)
    else:
        first.kept += [(f"{heading} ({figure.values['period']})", words) for heading, words in said]


def _join(some: list[Draft], first: Draft) -> None:
    for draft in some:
        _say_of_figure(draft, first)
    held = {name: some[0].values[name] for name in TARGETS if name in some[0].values}
    for draft in some[1:]:
        now = held | {name: draft.values[name] for name in TARGETS if name in draft.values}
        if now != held:
            child = Draft(CHANGE, draft.at, draft.row)
            child.put("since", next(iter(_periods(draft))), draft.at)
            for name, words in now.items():
                child.put(name, words, draft.places.get(name, draft.at))
            draft.children.append(child)
        held = now
    if some[0] is not first:
        for name in TARGETS:
            first.values.pop(name, None)
            first.put(name, some[0].values.get(name), some[0].places.get(name, first.at))
    for draft in some:
        draft.in_series = True
        draft.joins = first if draft is not first else None
