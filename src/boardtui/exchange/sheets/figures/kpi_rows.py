"""The figures of KPIs in a table with a row for each: periods as headings, targets, units."""

from __future__ import annotations

import re
from decimal import Decimal

from boardtui.domain.dates.figures import read_figure
from boardtui.domain.dates.periods import Period
from boardtui.domain.records.kpis import Frequency
from boardtui.exchange.sheets import meanings
from boardtui.exchange.sheets.asking import Answers, Notices
from boardtui.exchange.sheets.columns import TableMapping
from boardtui.exchange.sheets.drafts import Draft
from boardtui.exchange.sheets.figures.by_period import put_target
from boardtui.exchange.sheets.figures.figure_parts import (
    COMPARATOR,
    NOTE,
    TARGETS,
    WHOLE,
    compared_with,
    note_word,
    part_of_figure,
    row_part,
)
from boardtui.exchange.sheets.figures.periods import Periods, speaks_of_now, whole_period
from boardtui.exchange.sheets.headings import ColumnHeading, bare_word, says_provisional
from boardtui.exchange.sheets.values import figure_words, is_no_figure
from boardtui.exchange.sources.grid import SheetCell, one_line
from boardtui.exchange.sources.shown import general

_PERCENT = re.compile(r"%|percent|pct")
_PARTS = ("reading", *WHOLE, NOTE)
PERCENT = ("%", "percent", "percentage", "per cent", "pct", "% ")
_TAKEN = (
    "reading",
    NOTE,
    COMPARATOR,
    *TARGETS,
    "unit",
    "polarity",
    "frequency",
    "period",
    "value",
    "numerator",
    "denominator",
    "area",
)
_UNITS = {
    **dict.fromkeys(PERCENT, "percent"),
    **dict.fromkeys(("£", "gbp", "pounds", "money", "£s"), "money"),
    **dict.fromkeys(("number", "count", "no", "#", "num", "numbers"), "count"),
    **dict.fromkeys(("days", "day"), "days"),
    "score": "score",
}
_FREQUENCIES = {
    **{each.value: each for each in Frequency if each},
    "month": Frequency.MONTHLY,
    "quarter": Frequency.QUARTERLY,
}


FRACTION, AS_STATED = "fraction", "as stated"
"""The two things that a bare figure beside per cents can be."""


class KpiRows:
    """Reads the figures of a table with a row for each KPI."""

    def __init__(self, mapping: TableMapping, answers: Answers, notices: Notices) -> None:
        self._mapping, self._answers, self._notices = mapping, answers, notices
        self._sheet = mapping.table.sheet
        periods = Periods(mapping, answers, notices)
        # Several targets are those of several periods.
        targets = [each for name in TARGETS if len(some := mapping.columns(name)) > 1 for each in some]
        self._figures = [
            (each, *part_of_figure(each))
            for each in mapping.table.headings
            if mapping.fields[each.column] in _PARTS or each in targets
        ]
        self._of_headings = periods
        self._section: Period | None = None
        self._bare = {each.column: bare for each, bare, _ in self._figures}
        self._periods: dict[int, str] = {}
        # Those that a section says the period of need none of their own.
        self._now = {column for column, bare in self._bare.items() if speaks_of_now(bare)}
        for column in self._bare.keys() - self._now:
            self._periods[column] = periods.of_heading(self._bare[column])
        self._dated = {each.column for each in targets}

    def _period(self, column: int) -> str:
        """The period of a column of figures, in the section that is read; "" where it has to be asked."""
        if self._section is not None and column in self._now:
            return self._section.key
        if column not in self._periods:
            self._periods[column] = self._of_headings.of_heading(self._bare[column])
        return self._periods[column]

    def takes(self, name: str) -> bool:
        """Whether a field is read here."""
        return name in _TAKEN

    def read(self, draft: Draft, row: int, section: str = "") -> None:
        """Read the unit, the targets and the figures of a row into its draft; its section may be their period."""
        self._section = whole_period(section)
        percent = read_unit(self._mapping, draft, row)
        read_manner(self._mapping, draft, row, self._notices)
        bare = self._said_of_bare(draft, row, percent=percent)
        for name in TARGETS:
            for heading in self._mapping.columns(name):
                if heading.column in self._dated:
                    continue
                cell, at = self._sheet.shared(row, heading.column), self._sheet.cell(row, heading.column)
                if cell.text and cell.text not in meanings.NOTHING_WORDS:
                    draft.put(name, self._figure(cell, at, percent=percent, bare=bare), at)
        self.read_figures(draft, row, percent=percent, bare=bare)
        for heading in self._mapping.columns(COMPARATOR):
            cell, at = self._sheet.shared(row, heading.column), self._sheet.cell(row, heading.column)
            if cell.text:
                figure = self._figure(cell, at, percent=percent, bare=bare)
                draft.children.append(comparator(draft, row, heading, figure, at=at))

    def read_figures(self, draft: Draft, row: int, *, percent: bool = False, bare: str = "") -> None:
        """Read the figures of a row into its draft, or those of another part of them into the draft above it."""
        read = {str(each.values["period"]): each for each in draft.children if each.kind == "reading"}
        said = self._sheet.at(row, self._mapping.part).text if self._mapping.part else ""
        last: list[tuple[ColumnHeading, str, str]] = []  # what is said of figures follows them
        for heading, _, below in self._figures:
            part = (row_part(said) if said else "") or below
            cell, at = self._sheet.shared(row, heading.column), self._sheet.cell(row, heading.column)
            if not cell.text:
                continue
            if part == NOTE:
                last.append((heading, one_line(said) or note_word(heading), one_line(cell.text)))
                continue
            whole = part in WHOLE
            shown_percent = percent or bool(part and _PERCENT.search(f"{heading.plain} {heading.hint} {said}"))
            words = self._figure(cell, at, percent=shown_percent and not whole, bare="" if whole else bare)
            period = self._period(heading.column)
            before = read.get(period)
            if part == COMPARATOR:
                draft.children.append(of_others(draft, row, one_line(said), period, words, at=at))
            elif part in TARGETS and period:
                put_target(draft, row, period, part, words, at=at)
            elif not period or (before is not None and (part or "value") in before.values):
                draft.keep(heading.name, words)
            elif before is not None:
                before.put(part or "value", words, at)
            else:
                read[period] = reading(draft, row, period, at=at, **{part or "value": words})
                read[period].put("provisional", says_provisional(" ".join(heading.parts)) or None, at)
                draft.children.append(read[period])
        for heading, name, words in last:
            self._note(draft, heading, name, words, read)

    def _note(self, draft: Draft, heading: ColumnHeading, name: str, words: str, read: dict[str, Draft]) -> None:
        """Put what is said of a figure beside it; where there is no figure, on the KPI."""
        if words in meanings.NOTHING_WORDS:
            return
        figure = read.get(self._period(heading.column))
        if figure is None:
            draft.keep(heading.name if name in heading.name else f"{name} {heading.name}", words)
            return
        said = str(figure.values.get("note", ""))
        figure.put(
            "note", "; ".join(filter(None, (said, f"{name}: {words}"))), self._sheet.cell(draft.row, heading.column)
        )

    def _figure(self, cell: SheetCell, at: str, *, percent: bool, bare: str) -> str:
        unsettled = _is_bare_fraction(said := one_line(cell.text)) and Decimal(said) != 0
        # 0.97 of a percentage is not 0.97%, unless somebody says so.
        words = figure_words(cell, percent=percent and bare != FRACTION and (not unsettled or bare == AS_STATED))
        if bare == FRACTION and _is_bare_fraction(words):
            return f"{general(Decimal(words) * 100)}%"
        if is_no_figure(words):
            self._notices.flag(at, "not_a_figure", words)
        return words

    def _said_of_bare(self, draft: Draft, row: int, *, percent: bool) -> str:
        """What a person says of bare figures beside per cents: fractions of one, or as they are stated."""
        columns = [each for name in (*TARGETS, "reading", COMPARATOR) for each in self._mapping.columns(name)]
        cells = [(each, self._sheet.shared(row, each.column)) for each in columns]
        shown_percent = percent or any("%" in cell.text for _, cell in cells)
        bare = [(each, cell) for each, cell in cells if _is_bare_fraction(one_line(cell.text))]
        bare = [(each, cell) for each, cell in bare if "." in cell.text]
        if not shown_percent or not bare:
            return ""
        called = str(draft.values.get("ref") or draft.values.get("title") or "")
        answer = self._answers.get("unit", called) or self._answers.get("unit", str(draft.values.get("title", "")))
        heading, cell = bare[0]
        self._notices.ask(
            "unit",
            self._sheet.cell(row, heading.column),
            one_line(cell.text),
            answer,
            within=f"{self._mapping.table.id} {row}",
            key=("unit", called),
            choices=(FRACTION, AS_STATED),
        )
        return str(answer or "")


def _is_bare_fraction(words: str) -> bool:
    return bool(re.fullmatch(r"[01]|[01]?\.\d+|0", words)) and 0 <= Decimal(words) <= 1


def read_unit(mapping: TableMapping, draft: Draft, row: int) -> bool:
    """Read the unit of a KPI.

    Returns:
        Whether it is per cent.
    """
    heading = mapping.column("unit")
    text = one_line(mapping.table.sheet.shared(row, heading.column).text) if heading is not None else ""
    if heading is None or not text or text in meanings.NOTHING_WORDS:
        return False
    unit = _UNITS.get(text.casefold().rstrip("."), text)
    draft.put("unit", unit, mapping.table.sheet.cell(row, heading.column))
    return unit == "percent"


def read_manner(mapping: TableMapping, draft: Draft, row: int, notices: Notices) -> None:
    """Read which way is good, and how often a KPI is read."""
    sheet = mapping.table.sheet
    for heading in mapping.columns("polarity"):
        word = bare_word(sheet.shared(row, heading.column).text)
        if not word:
            continue
        at = sheet.cell(row, heading.column)
        if (polarity := meanings.POLARITY_WORDS.get(word.casefold())) is not None:
            draft.put("polarity", polarity if polarity != "none" else "", at)
        else:
            notices.ask("polarity", at, word)
            draft.keep(heading.name, word)
    for heading in mapping.columns("frequency"):
        word = one_line(sheet.shared(row, heading.column).text)
        frequency = _FREQUENCIES.get(word.casefold())
        if frequency is not None:
            draft.put("frequency", frequency.value, sheet.cell(row, heading.column))
        else:
            draft.keep(heading.name, word)


def reading(draft: Draft, row: int, period: str, *, at: str, **figures: str) -> Draft:
    """A figure of a KPI, as a draft of its own."""
    child = Draft("reading", draft.at, row)
    child.put("period", period, at)
    for name, words in figures.items():
        child.put(name, words, at)
    return child


def comparator(draft: Draft, row: int, heading: ColumnHeading, value: str, *, at: str, year: str = "") -> Draft:
    """A figure of somebody else, as a draft of its own; its year is that of the heading, if it names one."""
    child = Draft("comparator", draft.at, row)
    if (said := compared_with(heading)) is not None:
        child.put("title", said.title, at)
        child.put("year", said.year or year, at)
        child.put("provisional", said.provisional or None, at)
    child.put("value", value, at)
    return child


def of_others(draft: Draft, row: int, title: str, period: str, value: str, *, at: str) -> Draft:
    """A figure of somebody else whose row says whose it is, as a draft of its own."""
    child = Draft("comparator", draft.at, row)
    for name, words in (("title", title), ("year", period), ("value", value)):
        child.put(name, words, at)
    return child


def number_of(words: str) -> Decimal | None:
    """The number in a figure; None where there is none."""
    return read_figure(words).number
