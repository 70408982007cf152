"""Which part of a figure a column or a row holds: its numerator, a target, what is said of it; and for which period."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from boardtui.domain.kpis.headings import plain_heading
from boardtui.exchange.sheets.figures.comparators import COMPARATOR, names_others
from boardtui.exchange.sheets.headings import Heading
from boardtui.exchange.sheets.kinds import is_bare_period, is_period
from boardtui.exchange.sheets.vocabulary import rank
from boardtui.exchange.sheets.words.figure_headings import PARTS_OF_A_FIGURE, SAID_OF_A_FIGURE
from boardtui.exchange.sources.grid import Cell

WHOLE = ("numerator", "denominator")
TARGETS = ("upper", "minimum")
NOTE = "figure_note"
"""What is said of one figure, such as its rating in that month: it stands in the note of the reading."""
_PARTS = (*WHOLE, "value", *TARGETS)
_WITHIN = {part: re.compile(words, re.IGNORECASE) for part, words in PARTS_OF_A_FIGURE.items()}
_BARE = re.compile(r"q(?:uarter )?\s?[1-4]|(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*", re.I)
_BARE_YEAR = re.compile(r"(?:19|20)\d\d")


def part_of_figure(heading: Heading) -> tuple[Heading, str]:
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


def says_parts(cells: Sequence[Cell]) -> bool:
    """Whether a column says of each row which part of a figure it holds: numerators here, denominators there."""
    said = {row_part(cell.text) for cell in cells}
    return "" not in said and ({*WHOLE} <= said or ("value" in said and len(said) > 1))


def note_word(heading: Heading) -> str:
    """What a column says of a figure, without its period: `RAG` of `RAG Q1`."""
    low = heading.parts[-1] if heading.parts else ""
    found = _WITHIN[NOTE].search(low)
    return found[0] if found is not None else low


def by_period(headings: Sequence[Heading]) -> Iterator[tuple[Heading, str]]:
    """The columns that say the same of several periods: a target for each quarter, a rating for each month.

    One target alone is that of the KPI, whichever period it names, and so is one beside which another names none.
    """
    found: dict[tuple[str, str], dict[str, Heading]] = defaultdict(dict)
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


def _is_undated(heading: Heading, name: str) -> bool:
    return rank("kpi", name, heading.plain) is not None and part_of_figure(heading)[1] == ""
