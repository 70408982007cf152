"""What columns beside a figure hold: its numerator, a target, a note, for which period, or how others stand."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from boardtui.domain.dates.figures import read_figure
from boardtui.domain.dates.periods import period_of
from boardtui.domain.immutable import immutable
from boardtui.domain.kpis.headings import plain_heading, seen
from boardtui.exchange.sheets.headings import ColumnHeading
from boardtui.exchange.sheets.kinds import is_bare_period, is_period
from boardtui.exchange.sheets.meanings import COMPARATORS, PARTS_OF_A_FIGURE, SAID_OF_A_FIGURE
from boardtui.exchange.sheets.vocabulary import rank
from boardtui.exchange.sources.grid import SheetCell

COMPARATOR = "comparator"
_ELSEWHERE = re.compile(COMPARATORS)
_WIDELY = re.compile(r"england|great britain|united kingdom|uk|national|stat(?:istical)? neigh\w*|sn average", re.I)
_PROVISIONAL = re.compile(r"[\s(\[]*\b(?:provisional|prov)\b[\s)\]]*", re.IGNORECASE)
_UNIT = re.compile(r"\s*[(\[]\s*(?:%|percent|per cent|number|no|rate|£|days)\.?\s*[)\]]\s*$", re.IGNORECASE)
WHOLE = ("numerator", "denominator")
TARGETS = ("upper", "minimum")
NOTE = "figure_note"
"""What is said of one figure, such as its rating in that month: it stands in the note of the reading."""
_PARTS = (*WHOLE, "value", *TARGETS)
_WITHIN = {part: re.compile(words, re.IGNORECASE) for part, words in PARTS_OF_A_FIGURE.items()}
_BARE = re.compile(r"q(?:uarter )?\s?[1-4]|(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*", re.I)
_BARE_YEAR = re.compile(r"(?:19|20)\d\d")


@immutable
class ComparedWith:
    """What a column of comparators says in its heading.

    Attributes:
        title: whose figures they are, in the words of the heading.
        year: the period they are of; "" where the heading names none.
        provisional: the heading says so.
    """

    title: str
    year: str = ""
    provisional: bool = False


def compared_with(heading: ColumnHeading) -> ComparedWith | None:
    """What the figures of a column are a comparator of; None where its heading names nobody else."""
    title, year, provisional = "", "", False
    for part in heading.parts:
        words = seen(part).replace("_", " ")
        provisional = provisional or bool(_PROVISIONAL.search(words))
        words, found = without_period(_UNIT.sub("", _PROVISIONAL.sub(" ", words)).strip())
        year = found or year
        if _ELSEWHERE.fullmatch(plain_heading(words)) and not _is_only_a_band(words, title):
            title = words
    return ComparedWith(title, year, provisional) if title else None


def names_others(words: str) -> bool:
    """Whether some words name others, with whom a KPI is compared."""
    return _ELSEWHERE.fullmatch(plain_heading(words)) is not None


def is_wide_area(words: str) -> bool:
    """Whether a name is that of an area which every council lies in, or of those that a council is compared with."""
    return _WIDELY.fullmatch(words) is not None


def tells_areas(cells: Sequence[SheetCell]) -> bool:
    """Whether cells say whose figure stands in their row: one of them names such an area, and not all of them do."""
    wide = {is_wide_area(cell.text) for cell in cells}
    return wide == {True, False}


def _is_only_a_band(words: str, title: str) -> bool:
    """Whether words such as *Comparators* say no more than a name that stands above or below them."""
    return bool(title) and plain_heading(words) in ("comparator", "comparators", "benchmark", "benchmarks")


def without_period(words: str) -> tuple[str, str]:
    """A heading without the period at its end or its beginning, and that period."""
    pieces = words.split()
    for cut in range(len(pieces)):
        for named, left in ((pieces[cut:], pieces[:cut]), (pieces[: len(pieces) - cut], pieces[len(pieces) - cut :])):
            bare = " ".join(named).strip("()[]:, ")
            if re.fullmatch(r"(?:19|20)\d\d", bare):
                return " ".join(left).strip(" (-–:"), bare
            if any(each.isdigit() for each in bare) and (period := period_of(bare)) is not None:
                return " ".join(left).strip(" (-–:"), period.key
    return words, ""


def holds_comparators(heading: ColumnHeading, cells: Sequence[SheetCell]) -> bool:
    """Whether a column holds the figures of somebody else, by its heading and its cells."""
    figures = sum(not read_figure(cell.text).problem for cell in cells)
    return compared_with(heading) is not None and figures * 2 >= len(cells)


def part_of_figure(heading: ColumnHeading) -> tuple[ColumnHeading, str]:
    """A heading without what says which part of a figure stands below it, such as `Numerator` below `Q1 2024/25`.

    Returns:
        The rest of the heading, and the part; empty where it says none.
    """
    if len(heading.parts) > 1:
        above = replace(heading, parts=heading.parts[:-1], dated="")
        part = part_said(heading.plain) or ("" if is_bare_period(heading) else NOTE)
        itself = is_period(replace(heading, parts=heading.parts[-1:]))
        if part and not itself and (is_period(above) or is_bare_period(above)):
            return above, part
    low = heading.parts[-1] if heading.parts else ""
    for part, pattern in _WITHIN.items():
        if (found := pattern.search(low)) is None:
            continue
        words = " ".join(f"{low[: found.start()]} {low[found.end() :]}".split()).strip(" :-–()")
        bare = replace(heading, parts=(*heading.parts[:-1], words), dated="")
        if words and (is_period(bare) or _BARE.fullmatch(words) or (part in WHOLE and is_bare_period(bare))):
            return bare, part
    return heading, ""


def part_said(words: str) -> str:
    """The part of a figure that a word means: numerator, denominator, value, upper or minimum target; "" for none."""
    plain = plain_heading(words)
    return next((name for name in _PARTS if plain and rank("kpi", name, plain) is not None), "")


def row_part(words: str) -> str:
    """The part of a figure that a row holds by its own words, also that it is one of others, or is said of one."""
    if names_others(words):
        return COMPARATOR
    return part_said(words) or (NOTE if re.fullmatch(SAID_OF_A_FIGURE, plain_heading(words)) else "")


def says_parts(cells: Sequence[SheetCell]) -> bool:
    """Whether a column says of each row which part of a figure it holds: numerators here, denominators there."""
    said = {row_part(cell.text) for cell in cells}
    return "" not in said and ({*WHOLE} <= said or ("value" in said and len(said) > 1))


def note_word(heading: ColumnHeading) -> str:
    """What a column says of a figure, without its period: `RAG` of `RAG Q1`."""
    low = heading.parts[-1] if heading.parts else ""
    found = _WITHIN[NOTE].search(low)
    return found[0] if found is not None else low


def by_period(headings: Sequence[ColumnHeading]) -> Iterator[tuple[ColumnHeading, str]]:
    """The columns that say the same of several periods: a target for each quarter, a rating for each month.

    One target alone is that of the KPI, whichever period it names, and so is one beside which another names none.
    """
    found: dict[tuple[str, str], dict[str, ColumnHeading]] = defaultdict(dict)
    undated = {name for each in headings for name in TARGETS if _is_undated(each, name)}
    for each in headings:
        bare, part = part_of_figure(each)
        period = " ".join(bare.parts)
        if part == NOTE:
            found[part, plain_heading(note_word(each))].setdefault(period, each)
        elif part in TARGETS and part not in undated and not _BARE_YEAR.fullmatch(period):
            found[part, ""].setdefault(period, each)
    for (part, _), columns in found.items():
        if len(columns) > 1:
            yield from ((each, part) for each in columns.values())


def _is_undated(heading: ColumnHeading, name: str) -> bool:
    return rank("kpi", name, heading.plain) is not None and part_of_figure(heading)[1] == ""
