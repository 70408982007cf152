"""Headings as they are matched: without what nobody sees, and each word on its own."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from boardtui.domain.dates.periods import PeriodKind, period_of
from boardtui.domain.immutable import immutable
from boardtui.domain.kpis.headings import bracket, plain_heading
from boardtui.exchange.sources.grid import letters, one_line

_YEAR = re.compile(r"(?<!\d)(20\d\d) ?[/-] ?(20)?(\d\d)(?!\d)")
INHERENT, CURRENT, TARGET = "inherent", "current", "target"
_STAGES = {
    INHERENT: "inherent|baseline|gross|initial|original|raw|untreated|uncontrolled|unmitigated|pre|before",
    CURRENT: "residual|current|net|post|after|controlled|mitigated|treated|managed|latest",
    TARGET: "target|desired|planned|tolerated",
}
_STAGE = {stage: re.compile(rf"\b(?:{words})\b") for stage, words in _STAGES.items()}


@immutable
class ColumnHeading:
    """What stands above a column.

    Attributes:
        column: its number.
        parts: the words of each header row that says something, from the top.
        twin: 2 for the second column of the same heading.
        row: the row of its lowest part.
        dated: the lowest part is a date, as ISO 8601.
        alone: no other column has the same lowest part.
    """

    column: int
    parts: tuple[str, ...] = ()
    twin: int = 1
    row: int = 0
    dated: str = ""
    alone: bool = True

    @property
    def letter(self) -> str:
        """The letters of the column."""
        return letters(self.column)

    @property
    def words(self) -> str:
        """All of it on one line, several header rows with a stroke between them."""
        return " / ".join(self.parts[-2:])

    @property
    def name(self) -> str:
        """What its words are kept under: the heading, and its number where several have the same."""
        words = self.parts[-1] if self.parts and self.alone else self.words
        return (words or self.letter) + (f" ({self.twin})" if self.twin > 1 else "")

    @property
    def plain(self) -> str:
        """The lowest part as it is matched."""
        return plain_heading(self.parts[-1]) if self.parts else ""

    @property
    def hint(self) -> str:
        """What stands in brackets at its end: a scale, a unit, the choices there are."""
        return bracket(self.parts[-1]) if self.parts else ""

    @property
    def bands(self) -> tuple[str, ...]:
        """The parts above the lowest, as they are matched."""
        return tuple(plain_heading(each) for each in self.parts[:-1])

    @property
    def stage(self) -> str:
        """Which score it belongs to, as far as its words say: inherent, current, target or ""."""
        for words in (self.plain, *reversed(self.bands)):
            for stage, pattern in _STAGE.items():
                if pattern.search(words):
                    return stage
        return stage_in(self.hint)


def stage_in(words: str) -> str:
    """Which score some words speak of; "" for none."""
    plain = plain_heading(words)
    return next((stage for stage, pattern in _STAGE.items() if pattern.search(plain)), "")


def without_reading_words(words: str) -> str:
    """A heading such as `Actual Q1 2024/25` without what only says that figures stand below it."""
    said = r"actuals?|out ?turn|values?|results?|performance|figures?|scores?|data|as at|position|end of|year end"
    said += "|provisional|prov|final|confirmed|validated|unvalidated|revised|latest"
    return " ".join(re.sub(rf"\b(?:{said})\b|[()]", " ", words, flags=re.IGNORECASE).split())


def beside_a_bracket(words: str) -> str:
    """The month or quarter in a heading such as `Q1 2025/26 (Apr-Jun)` or `Nov 25 *`; "" where there is none.

    What a bracket says beside a year may make a part of it, such as `2025/26 (to date)`.
    """
    bare = without_reading_words(re.sub(r"\([^)]*\)|[*†‡¹²³]+", " ", words))
    period = period_of(bare) if bare != words else None
    return bare if period is not None and period.kind in (PeriodKind.MONTH, PeriodKind.QUARTER) else ""


def says_provisional(words: str) -> bool:
    """Whether a heading says that the figures below it are provisional."""
    return bool(re.search(r"\b(?:provisional|prov|unvalidated)\b", words, re.IGNORECASE))


def numbered(headings: list[ColumnHeading]) -> list[ColumnHeading]:
    """The headings with those counted that say the same as one before."""
    counts: Counter[str] = Counter()
    lowest = Counter(each.plain for each in headings)
    found = []
    for each in headings:
        key = each.words.casefold() or each.letter
        counts[key] += 1
        found.append(replace(each, twin=counts[key], alone=lowest[each.plain] == 1))
    return found


def bare_word(text: str) -> str:
    """A word without the signs around it, such as a coloured dot; a sign alone stays."""
    return " ".join(re.sub(r"[^\w\s/&+%().,-]", " ", text).split()) or one_line(text)


def year_in(words: str) -> str:
    """The financial year that words name; "" where it names none, or several."""
    years = {
        period.key
        for found in _YEAR.finditer(words)
        if (period := period_of(f"{found[1]}/{found[3]}")) is not None and period.kind is PeriodKind.FINANCIAL_YEAR
    }
    return next(iter(years)) if len(years) == 1 else ""
