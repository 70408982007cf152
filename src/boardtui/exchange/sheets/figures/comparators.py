"""Columns beside the figures of a KPI that say how it stands elsewhere: in England, in a region, with neighbours."""

from __future__ import annotations

import re
from collections.abc import Sequence

from boardtui.domain.dates.figures import read_figure
from boardtui.domain.dates.periods import period_of
from boardtui.domain.immutable import immutable
from boardtui.domain.kpis.headings import plain_heading, seen
from boardtui.exchange.sheets.headings import Heading
from boardtui.exchange.sheets.words.figure_headings import COMPARATORS
from boardtui.exchange.sources.grid import Cell

COMPARATOR = "comparator"
_ELSEWHERE = re.compile(COMPARATORS)
_WIDELY = re.compile(r"england|great britain|united kingdom|uk|national|stat(?:istical)? neigh\w*|sn average", re.I)
_PROVISIONAL = re.compile(r"[\s(\[]*\b(?:provisional|prov)\b[\s)\]]*", re.IGNORECASE)
_UNIT = re.compile(r"\s*[(\[]\s*(?:%|percent|per cent|number|no|rate|£|days)\.?\s*[)\]]\s*$", re.IGNORECASE)


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


def compared_with(heading: Heading) -> ComparedWith | None:
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


def tells_areas(cells: Sequence[Cell]) -> bool:
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


def holds_comparators(heading: Heading, cells: Sequence[Cell]) -> bool:
    """Whether a column holds the figures of somebody else, by its heading and its cells."""
    figures = sum(not read_figure(cell.text).problem for cell in cells)
    return compared_with(heading) is not None and figures * 2 >= len(cells)
