"""The periods that headings, titles, sections and cells of a table of figures name; what has to be asked is asked."""

from __future__ import annotations

import re

from boardtui.domain.dates.periods import Period, PeriodKind, period_of
from boardtui.domain.kpis.headings import NOW, plain_heading
from boardtui.exchange.sheets.asking import Answers, Notices
from boardtui.exchange.sheets.columns import TableMapping
from boardtui.exchange.sheets.headings import ColumnHeading, beside_a_bracket, without_reading_words, year_in
from boardtui.exchange.sources.grid import SheetCell, one_line

_MONTH = re.compile(r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*", re.IGNORECASE)


_QUARTER = r"q(?:uarter)? ?[1-4]"


def period_under_rule(word: str, rule: str) -> str:
    """The period that a bare year stands for, by a rule such as `2024 = 2023/24`; "" where the rule is none."""
    year, _, words = (part.strip() for part in rule.partition("="))
    if not re.fullmatch(r"\d{4}", year):
        return ""
    if words == year:  # the calendar year
        return word
    if (period := period_of(words)) is None:
        return ""
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


_FILLERS = re.compile(
    r"\b(?:performance|scorecard|dashboard|report|data|figures|kpis?|indicators?|for|month|quarter|of|ending|the)\b",
    re.IGNORECASE,
)


def whole_period(words: str) -> Period | None:
    """The month or quarter that a title is, but for words such as `scorecard for`; None where it says anything else."""
    bare = " ".join(_FILLERS.sub(" ", words).split()).strip(" :-–—()")
    period = period_of(bare) if bare else None
    return period if period is not None and period.kind in (PeriodKind.MONTH, PeriodKind.QUARTER) else None


def speaks_of_now(heading: ColumnHeading) -> bool:
    """Whether the figures below a heading are those of the period that the table is about."""
    return bool(re.fullmatch(NOW, heading.plain)) and not re.search(
        r"\b(?:date|ytd|year|cumulative|week)\b", heading.plain
    )


def is_within_a_year(cell: SheetCell) -> bool:
    """Whether a cell says a month or a quarter without its year."""
    words = one_line(cell.text)
    return bool(re.fullmatch(_QUARTER, words, re.IGNORECASE) or _MONTH.fullmatch(words))


def is_year(cell: SheetCell) -> bool:
    """Whether a cell says a year."""
    return bool(re.fullmatch(r"20\d\d(?: ?[/-] ?(?:20)?\d\d)?", one_line(cell.text)))


class Periods:
    """The periods that headings and cells of one table name."""

    def __init__(self, mapping: TableMapping, answers: Answers, notices: Notices) -> None:
        self._mapping, self._answers, self._notices = mapping, answers, notices
        self._year = year_in(mapping.table.title) or year_in(mapping.table.sheet.name)

    def of_heading(self, heading: ColumnHeading) -> str:
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
        if (period := self._of_table(heading)) is not None:
            return period.key
        self._ask(at, low, None)
        return ""

    def _of_table(self, heading: ColumnHeading) -> Period | None:
        """The month or quarter that a table is for by its title or the name of its sheet, as where each has its own."""
        table = self._mapping.table
        said = [
            period
            for words in (*reversed(table.title.split("\n")), table.sheet.name)
            if (period := whole_period(words))
        ]
        if said and (found := re.fullmatch(r"(?:last|previous|prior) (month|quarter|period)", heading.plain)):
            return said[0].previous() if found[1] in ("period", said[0].kind.value) else None
        return said[0] if said and speaks_of_now(heading) else None

    def _spellings(self, heading: ColumnHeading, low: str) -> list[str]:
        bare = without_reading_words(low)
        words = [low, plain_heading(low), bare, heading.hint, low.replace("_", " "), beside_a_bracket(low)]
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

    def of_cell(self, cell: SheetCell, at: str, *, academic: bool = False) -> str:
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
            return self.of_words(text, at) if text else ""
        if academic and period.kind is PeriodKind.FINANCIAL_YEAR:
            return f"{period.key} academic"
        return period.key

    def _ask(self, at: str, word: str, answer: str | None) -> None:
        self._notices.ask("period", at, word, answer, within=self._mapping.table.id, key=("period", word))
