"""The figures of KPIs in a table with a row for each: periods as headings, targets, units."""

from __future__ import annotations

import re
from decimal import Decimal

from boardtui.domain.dates.figures import read_figure
from boardtui.domain.dates.periods import Period, PeriodKind, period_of
from boardtui.domain.kpis.headings import plain_heading
from boardtui.domain.records.kpis import Frequency
from boardtui.exchange.sheets.answers import Answers
from boardtui.exchange.sheets.asking import Notices
from boardtui.exchange.sheets.columns import Mapping
from boardtui.exchange.sheets.drafts import Draft
from boardtui.exchange.sheets.figures.comparators import COMPARATOR, compared_with
from boardtui.exchange.sheets.figures.figure_parts import NOTE, TARGETS, WHOLE, note_word, part_of_figure, row_part
from boardtui.exchange.sheets.figures.targets import put_target
from boardtui.exchange.sheets.headings import Heading, bare_word, without_reading_words
from boardtui.exchange.sheets.money import year_in
from boardtui.exchange.sheets.values import figure_words, is_no_figure
from boardtui.exchange.sheets.words import meanings
from boardtui.exchange.sources.grid import Cell, one_line
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
_MONTH = re.compile(r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*", re.IGNORECASE)


_QUARTER = r"q(?:uarter)? ?[1-4]"


def period_under_rule(word: str, rule: str) -> str:
    """The period that a bare year stands for, by a rule such as `2024 = 2023/24`; "" where the rule is none."""
    year, equals, words = (part.strip() for part in rule.partition("="))
    period = period_of(words)
    if not equals or not re.fullmatch(r"\d{4}", year) or period is None:
        return word if equals and words == year else ""
    moved = period.start.replace(year=period.start.year + int(word) - int(year), day=1)
    return Period.holding(period.kind, moved).key


def _in_financial_year(low: str, year: str) -> list[str]:
    """A month or a quarter of a financial year, in words that say the year itself; none where it is neither."""
    if not (found := re.fullmatch(r"(20\d\d) ?[/-] ?(?:20)?\d\d", year)):
        return []
    if re.fullmatch(_QUARTER, low, re.IGNORECASE):
        return [f"Q{low[-1]} {year}"]
    if not _MONTH.fullmatch(low):
        return []
    first = int(found[1])
    spring = period_of(f"{low} {first}") or period_of(f"{low[:3]} {first}")
    later = spring is not None and spring.start.month < 4
    return [f"{low[:3]} {first + 1 if later else first}"]


def is_within_a_year(cell: Cell) -> bool:
    """Whether a cell says a month or a quarter without its year."""
    words = one_line(cell.text)
    return bool(re.fullmatch(_QUARTER, words, re.IGNORECASE) or _MONTH.fullmatch(words))


def is_year(cell: Cell) -> bool:
    """Whether a cell says a year."""
    return bool(re.fullmatch(r"20\d\d(?: ?[/-] ?(?:20)?\d\d)?", one_line(cell.text)))


class Periods:
    """The periods that headings and cells of one table name."""

    def __init__(self, mapping: Mapping, answers: Answers, notices: Notices) -> None:
        self._mapping, self._answers, self._notices = mapping, answers, notices
        self._year = year_in(mapping.table.title) or year_in(mapping.table.sheet.name)

    def of_heading(self, heading: Heading) -> str:
        """The period of a column of figures; "" where it has to be asked."""
        low = heading.parts[-1] if heading.parts else ""
        at = self._mapping.table.sheet.cell(heading.row, heading.column)
        if (answer := self._answers.get("period", heading.words) or self._answers.get("period", low)) is not None:
            self._ask(at, low, answer)
            period = period_of(answer)
            return period.key if period is not None else answer
        for words in self._spellings(heading, low):
            if (period := period_of(words)) is not None:
                return period.key
        if re.fullmatch(r"(?:19|20)\d\d", low):
            return self.of_year(low, at)
        if heading.dated:
            return heading.dated
        self._ask(at, low, None)
        return ""

    def _spellings(self, heading: Heading, low: str) -> list[str]:
        bare = without_reading_words(low)
        words = [low, plain_heading(low), bare, heading.hint, low.replace("_", " ")]
        for band in heading.parts[:-1]:
            words += [f"{low} {band}", f"{band} {low}", f"{bare} {band}"]
        low = bare or low
        years = [year for band in heading.parts[:-1] if (year := year_in(band))] or [self._year]
        for year in filter(None, years):
            words += _in_financial_year(low, year)
        return words

    def of_year(self, word: str, at: str) -> str:
        """The period of a bare year; "" where it has to be asked."""
        rule = self._answers.get("year_rule")
        period = period_under_rule(word, rule) if rule else ""
        self._notices.ask("period", at, word, period or None, within="year", once=True, key=("year_rule",))
        return period

    def of_words(self, words: str, at: str) -> str:
        """The period of a month or a quarter and its year, such as `Q1 2024/25`; "" where it has to be asked."""
        if (answer := self._answers.get("period", words)) is not None:
            self._ask(at, words, answer)
            return period.key if (period := period_of(answer)) is not None else answer
        low, _, year = words.rpartition(" ")
        for each in (words, *_in_financial_year(low, year)):
            if (period := period_of(each)) is not None:
                return period.key
        self._ask(at, words, None)
        return ""

    def of_cell(self, cell: Cell, at: str, *, academic: bool = False) -> str:
        """The period that a cell names; "" where it has to be asked, or names none."""
        text = one_line(cell.text)
        if re.fullmatch(r"(?:19|20)\d\d", text):
            return self.of_year(text, at)
        if re.fullmatch(r"20\d\d\d\d", text) and (int(text[:4]) + 1) % 100 == int(text[4:]):
            return f"{text[:4]}/{text[4:]}" + (" academic" if academic else "")
        if cell.moment is not None and cell.sort == "month":
            return f"{cell.moment:%Y-%m}"
        period = period_of(text) or (period_of(cell.moment.date().isoformat()) if cell.moment else None)
        if period is None:
            return self.of_words(text, at) if is_within_a_year(cell) else ""
        if academic and period.kind is PeriodKind.FINANCIAL_YEAR:
            return f"{period.key} academic"
        return period.key

    def _ask(self, at: str, word: str, answer: str | None) -> None:
        self._notices.ask("period", at, word, answer, within=self._mapping.table.id, key=("period", word))


class KpiRows:
    """Reads the figures of a table with a row for each KPI."""

    def __init__(self, mapping: Mapping, answers: Answers, notices: Notices) -> None:
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
        self._periods = {each.column: periods.of_heading(bare) for each, bare, _ in self._figures}
        self._dated = {each.column for each in targets}

    def takes(self, name: str) -> bool:
        """Whether a field is read here."""
        return name in _TAKEN

    def read(self, draft: Draft, row: int) -> None:
        """Read the unit, the targets and the figures of a row into its draft."""
        percent = read_unit(self._mapping, draft, row)
        read_manner(self._mapping, draft, row, self._notices)
        fraction = self._is_fraction(draft, row, percent=percent)
        for name in TARGETS:
            for heading in self._mapping.columns(name):
                if heading.column in self._dated:
                    continue
                cell, at = self._sheet.shared(row, heading.column), self._sheet.cell(row, heading.column)
                if cell.text and cell.text not in meanings.NOTHING_WORDS:
                    draft.put(name, self._figure(cell, at, percent=percent, fraction=fraction), at)
        self.read_figures(draft, row, percent=percent, fraction=fraction)
        for heading in self._mapping.columns(COMPARATOR):
            cell, at = self._sheet.shared(row, heading.column), self._sheet.cell(row, heading.column)
            if cell.text:
                figure = self._figure(cell, at, percent=percent, fraction=fraction)
                draft.children.append(comparator(draft, row, heading, figure, at=at))

    def read_figures(self, draft: Draft, row: int, *, percent: bool = False, fraction: bool = False) -> None:
        """Read the figures of a row into its draft, or those of another part of them into the draft above it."""
        read = {str(each.values["period"]): each for each in draft.children if each.kind == "reading"}
        said = self._sheet.at(row, self._mapping.part).text if self._mapping.part else ""
        last: list[tuple[Heading, str, str]] = []  # what is said of figures follows them
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
            words = self._figure(cell, at, percent=shown_percent and not whole, fraction=fraction and not whole)
            period = self._periods[heading.column]
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
                draft.children.append(read[period])
        for heading, name, words in last:
            self._note(draft, heading, name, words, read)

    def _note(self, draft: Draft, heading: Heading, name: str, words: str, read: dict[str, Draft]) -> None:
        """Put what is said of a figure beside it; where there is no figure, on the KPI."""
        if words in meanings.NOTHING_WORDS:
            return
        figure = read.get(self._periods[heading.column])
        if figure is None:
            draft.keep(heading.name if name in heading.name else f"{name} {heading.name}", words)
            return
        said = str(figure.values.get("note", ""))
        figure.put(
            "note", "; ".join(filter(None, (said, f"{name}: {words}"))), self._sheet.cell(draft.row, heading.column)
        )

    def _figure(self, cell: Cell, at: str, *, percent: bool, fraction: bool) -> str:
        words = figure_words(cell, percent=percent and not fraction)
        if fraction and _is_bare_fraction(words):
            return f"{general(Decimal(words) * 100)}%"
        if is_no_figure(words):
            self._notices.flag(at, "not_a_figure", words)
        return words

    def _is_fraction(self, draft: Draft, row: int, *, percent: bool) -> bool:
        """Whether a person says that bare figures beside per cents are fractions of one."""
        columns = [each for name in (*TARGETS, "reading", COMPARATOR) for each in self._mapping.columns(name)]
        cells = [(each, self._sheet.shared(row, each.column)) for each in columns]
        shown_percent = percent or any("%" in cell.text for _, cell in cells)
        bare = [(each, cell) for each, cell in cells if _is_bare_fraction(one_line(cell.text))]
        bare = [(each, cell) for each, cell in bare if "." in cell.text]
        if not shown_percent or not bare:
            return False
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
            choices=("fraction", "as stated"),
        )
        return answer == "fraction"


def _is_bare_fraction(words: str) -> bool:
    return bool(re.fullmatch(r"[01]|[01]?\.\d+|0", words)) and 0 <= Decimal(words) <= 1


def read_unit(mapping: Mapping, draft: Draft, row: int) -> bool:
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


def read_manner(mapping: Mapping, draft: Draft, row: int, notices: Notices) -> None:
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


def comparator(draft: Draft, row: int, heading: Heading, value: str, *, at: str, year: str = "") -> Draft:
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
