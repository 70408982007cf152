"""The scorecard as a terminal prints it: every KPI in its block with the latest periods, as many as there is room for.

Nothing is cut: what is too long for its column goes on in the next line. What a figure, a period or a target is called
is said by the same rules as on the screen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property
from itertools import zip_longest

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from boardtui.domain.dates.figures import Missing
from boardtui.domain.dates.periods import Period
from boardtui.domain.kpis.readings import figure_of
from boardtui.domain.kpis.scorecard_blocks import Block, Family, KpiRow
from boardtui.domain.kpis.targets import FigureChange
from boardtui.domain.kpis.words import figure, latest_of, short
from boardtui.report import scorecard_columns as kpi
from boardtui.report.columns import status_words
from boardtui.report.document import Column, Words
from boardtui.report.palette import rag_style
from boardtui.report.seen import Seen
from boardtui.report.trend_layout import (
    MEASURE,
    PERIODS,
    WIDEST,
    Span,
    TrendLayout,
    Wish,
    filled,
    layout,
    period_width,
    wish,
    wrapped,
)
from boardtui.report.words import NONE, one_line

DATE_AND_FIGURE = "date and figure"
"""What stands over the figures of KPIs that are read now and then."""

_DATE = len("31/03/21 ")
_SHORTEST_FIGURE = 6
_LETTERS = 1  # how long a code is that needs a word beside it, such as c and z


def _verdict(text: str) -> bool:
    """Whether a control chart says anything: dashes alone are no column."""
    return bool(text) and not text.startswith(NONE)


TREND_COLUMNS: dict[str, tuple[str, Column, bool]] = {
    "ref": (kpi.REF.heading, kpi.REF, True),
    MEASURE: (kpi.MEASURE.heading, kpi.MEASURE, True),
    "previous": (kpi.LAST_YEAR.heading, kpi.LAST_YEAR, True),
    "numerator": (kpi.NUMERATOR.short, kpi.NUMERATOR, True),
    "denominator": (kpi.DENOMINATOR.short, kpi.DENOMINATOR, True),
    "current": (kpi.CURRENT.heading, kpi.CURRENT, True),
    "as at": (kpi.AS_AT.heading, kpi.AS_AT, True),
    "basis": (kpi.BASIS.heading, kpi.BASIS, True),
    "target": (kpi.TARGET.heading, kpi.TARGET, True),
    "rag": (kpi.STATUS.short, kpi.STATUS, True),
    "status": (kpi.STATUS.heading, kpi.STATUS, False),
    "arrow": ("", kpi.MOVED, True),
    "moved": (kpi.MOVED.short, kpi.MOVED, False),
    "bars": (kpi.TREND_AND_TARGET.heading, kpi.TREND_AND_TARGET, True),
    "letters": (kpi.LETTERS.heading, kpi.LETTERS, True),
    "variation": (kpi.VARIATION.heading, kpi.VARIATION, True),
    "assurance": (kpi.ASSURANCE.heading, kpi.ASSURANCE, True),
}
"""By the names of the layout: what stands over a column, what it is, and whether its cells are the brief ones."""

_MARKS = {
    "⚠": "⚠ copies disagree",
    "!": "! a figure to look at: boardtui check says why",
    "?": "? the next figure is overdue",
}

_VERDICTS = ("letters", "variation", "assurance")

_NOT_SEARCHED = ("bars", "rag", "arrow", "letters")


def words_of(row: KpiRow) -> Iterator[str]:
    """What the table says of a KPI in words, for a filter. The trend is not in it: 2.1 would find every 92.1%."""
    seen = Seen(row.view.board, date.min)
    for name, (_, column, brief) in TREND_COLUMNS.items():
        if name not in _NOT_SEARCHED:
            yield column.cell(seen, row, brief=brief and name != MEASURE)


class TrendTable:
    """KPIs as rich draws them, as wide as there is room for.

    Args:
        rows: the KPIs in the order of the scorecard. A block whose make-up is told is that of the whole board.
        today: the day to tell stale readings by.
    """

    def __init__(self, rows: Sequence[KpiRow], today: date) -> None:
        self._rows = rows
        self._today = today

    def __rich_console__(self, _: Console, options: ConsoleOptions) -> RenderResult:
        """Draw it for the width of the console."""
        found = layout(options.max_width, self._wishes, list(self._spans.values()))
        yield from self._lines(found, min(options.max_width, found.width))
        notes = [self._key(found), self._left_out(found)]
        if any(notes):
            yield Text()
        for note in filter(None, notes):
            yield from (Text(line) for line in wrapped(note, options.max_width))

    def _marks(self, row: KpiRow) -> Iterator[str]:
        """What stands before the title: there is something to decide, or to look at."""
        if row.record.conflicts:
            yield "⚠"
        if mark := row.mark(self._today):
            yield mark

    @cached_property
    def _texts(self) -> dict[str, list[Words]]:
        """The cells of each column in which anything is said."""
        every = {
            name: [column.cell(Seen(row.view.board, self._today), row, brief=brief) for row in self._rows]
            for name, (_, column, brief) in TREND_COLUMNS.items()
        }
        return {
            name: cells for name, cells in every.items() if any(map(_verdict if name in _VERDICTS else bool, cells))
        }

    @cached_property
    def _wishes(self) -> dict[str, Wish]:
        return {name: wish(TREND_COLUMNS[name][0], texts) for name, texts in self._texts.items()}

    @cached_property
    def _spans(self) -> dict[int, Span]:
        """The periods of each family, by the identity of the family."""
        found: dict[int, Span] = {}
        for row in self._rows:
            family = row.family_block.family
            if id(family) not in found:
                own = [each for each in self._rows if each.family_block.family is family]
                found[id(family)] = _span(family, own)
        return found

    def _span_of(self, row: KpiRow) -> Span:
        return self._spans[id(row.family_block.family)]

    def _lines(self, found: TrendLayout, width: int) -> Iterator[Text]:
        before: KpiRow | None = None
        for place, row in enumerate(self._rows):
            if before is None:
                headings = ["" if name == PERIODS else TREND_COLUMNS[name][0] for name in found.columns]
                yield self._joined(found, headings, self._period_headings(found, row), "bold")
                yield Text("─" * width)
            if before is None or row.group_block is not before.group_block:
                if before is not None:
                    yield Text()
                yield from _heading(row.group_block, width)
            if before is not None and row.family_block is not before.family_block and PERIODS in found.columns:
                yield self._joined(found, ["" for _ in found.columns], self._period_headings(found, row), "bold")
            yield from self._row(found, place)
            before = row

    def _joined(self, found: TrendLayout, headings: Sequence[str], periods: str, style: str) -> Text:
        """A line of headings."""
        cells = [
            periods if name == PERIODS else filled(heading, found.widths[name], right=_is_right(name))
            for name, heading in zip(found.columns, headings, strict=True)
        ]
        return _line((" " * found.gap).join(cells).rstrip(), style)

    def _period_headings(self, found: TrendLayout, row: KpiRow) -> str:
        family, span = row.family_block.family, self._span_of(row)
        if not span.count:
            text = ""
        elif span.dated:
            text = DATE_AND_FIGURE
        else:
            labels = (short(each) for each in latest_of(family.periods, found.fitting(span)))
            text = (" " * found.gap).join(filled(label, found.each(span), right=True) for label in labels)
        return filled(text, found.room, right=True)

    def _row(self, found: TrendLayout, place: int) -> Iterator[Text]:
        """The lines of a KPI: as many as its longest cell needs."""
        row = self._rows[place]
        columns: list[list[tuple[str, str]]] = []
        for name in found.columns:
            if name == PERIODS:
                columns.append([(line, "") for line in self._periods(found, row)])
                continue
            said = self._texts[name][place]
            style = said.tone or said.runs[0].tone if len(said.runs) == 1 else ""
            blank = "" if TREND_COLUMNS[name][1].quiet else NONE
            columns.append([(line, style) for line in wrapped(said or blank, found.widths[name])])
        for cells in zip_longest(*columns, fillvalue=("", "")):
            line = _line("")
            for name, (text, style) in zip(found.columns, cells, strict=True):
                space = " " * (found.width_of(name) - cell_len(text))
                line.append(space if _is_right(name) else "").append(text, style=style)
                line.append("" if _is_right(name) else space).append(" " * found.gap)
            line.rstrip()
            yield line

    def _periods(self, found: TrendLayout, row: KpiRow) -> Iterator[str]:
        """The figures of the latest periods as stated, in as many lines as the longest of them needs."""
        span, each = self._span_of(row), found.each(self._span_of(row))
        columns = []
        for period in _periods_of(row, found.fitting(span)):
            text = one_line(figure(row.by_period.get(period)))
            if not span.dated:
                columns.append([filled(line, each, right=True) for line in wrapped(text, each)])
                continue
            lines = [filled(line, each - _DATE, right=True) for line in wrapped(text, each - _DATE)]
            columns.append([f"{short(period)} {lines[0]}", *(" " * _DATE + line for line in lines[1:])])
        for cells in zip_longest(*columns, fillvalue=" " * each):
            yield filled((" " * found.gap).join(cells), found.room, right=True)

    def _key(self, found: TrendLayout) -> str:
        """What the marks mean that stand there without their words."""
        marks: dict[str, None] = {}
        if "arrow" in found.columns:
            shown = {row.view.movement.change for row in self._rows}
            marks |= dict.fromkeys(change.words for change in FigureChange if change and change in shown)
        if "letters" in found.columns:
            said = [self._texts[name][place] for place in range(len(self._rows)) for name in _VERDICTS[1:]]
            marks |= dict.fromkeys(filter(None, map(str, said)))
        for stated, provisional in self._figures(found):
            missing = figure_of(stated).missing
            if missing not in (None, Missing.DASH) and len(stated) == _LETTERS:
                marks[f"{stated} {missing.label}"] = None
            if provisional:
                marks["p provisional"] = None
        found_marks = {mark for row in self._rows for mark in self._marks(row)}
        marks |= {words: None for mark, words in _MARKS.items() if mark in found_marks}
        return " · ".join(marks)

    def _figures(self, found: TrendLayout) -> Iterator[tuple[str, bool]]:
        """Every figure that is shown, as stated, and whether it is provisional."""
        for row in self._rows:
            periods = _periods_of(row, found.fitting(self._span_of(row))) if PERIODS in found.columns else ()
            stated = [row.view.current, *(row.by_period.get(period) for period in periods)]
            yield from ((each.record.value, bool(each.record.provisional)) for each in stated if each is not None)

    def _left_out(self, found: TrendLayout) -> str:
        """From when on there are earlier periods than those that fit."""
        first: dict[str, Period] = {}
        for row in self._rows:
            family, count = row.family_block.family, found.fitting(self._span_of(row))
            every = _every_period(row)
            if len(every) > (count if PERIODS in found.columns else 0):
                first[family.label] = min(first.get(family.label, every[0]), every[0])
        if not first:
            return ""
        since = [f"{label} from {short(period)}" for label, period in first.items()]
        alone = len(self._spans) == 1
        told = f"from {short(next(iter(first.values())))} on" if alone else ", ".join(since)
        return f"Earlier periods ({told}) are left out: a wider terminal shows more, --json all."


def _span(family: Family, rows: Sequence[KpiRow]) -> Span:
    """What the periods of a family would like to have, by the KPIs of it that are shown."""
    dated = family.kind is None
    texts = [one_line(figure(row.by_period.get(period))) for row in rows for period in _every_period(row)]
    own = wish("", texts)
    if dated:
        least = max(own.least, _SHORTEST_FIGURE)
        most = max((len(row.by_period) for row in rows), default=0)
        return Span(Wish(_DATE + least, _DATE + max(least, min(own.full, WIDEST))), most, dated=True)
    least = max(own.least, max((len(short(period)) for period in family.periods), default=0))
    return Span(Wish(least, max(least, period_width(family))), len(family.periods))


def _every_period(row: KpiRow) -> Sequence[Period]:
    family = row.family_block.family
    return sorted(row.by_period) if family.kind is None else family.periods


def _periods_of(row: KpiRow, count: int) -> Sequence[Period]:
    """The latest so many: of its family, or its own where it shares none."""
    return latest_of(_every_period(row), count)


def _is_right(name: str) -> bool:
    return name != PERIODS and TREND_COLUMNS[name][1].align == "right"


def _line(text: str, style: str = "") -> Text:
    return Text(text, style=style, no_wrap=True, overflow="crop")


def _heading(block: Block, width: int) -> Iterable[Text]:
    """The name of a block and how many of its KPIs have each status: letter, shape, word and count."""
    *above, last = wrapped(one_line(block.heading), width)
    lines = [_line(each, "bold") for each in above]
    line, indented = _line("").append(last, style="bold"), False
    for status, count in block.make_up.items():
        said = f"{status_words(status)} {count}"
        if line.cell_len + 3 + len(said) > width:
            lines.append(line)
            line, indented = _line(""), True
        line.append("" if indented and not line else "   ").append(said, style=rag_style(status.rag))
    return [*lines, line]
