"""On what scale a figure and its targets stand, and whether they can be compared at all.

97%, 0.97 and 97 children are three things. What is said here decides every verdict on a figure: nothing else in the
program sets figures of different scales against each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache

from boardtui.domain.dates.figures import Figure, Unit
from boardtui.domain.patterns import when_used

_UNITS: dict[str, Unit] = {
    **dict.fromkeys(
        (
            *("percent", "%", "per cent", "percentage", "percentages", "%age", "pct", "pct."),
            *("fraction", "proportion", "share", "decimal fraction"),
        ),
        "percent",
    ),
    **dict.fromkeys(("score", "ratio", "average", "rate"), "score"),
    **dict.fromkeys(("money", "£", "£s", "gbp", "pounds", "pounds sterling"), "money"),
    **dict.fromkeys(("days", "day", "working days", "calendar days"), "days"),
    **dict.fromkeys(("count", "number"), "count"),
}
_SORTS = ("working", "calendar")
# Words behind a number that say what it counts. "27% exc Dec" holds none of them.
_MEASURE = when_used(
    r"(?P<sort>working |calendar )?"
    r"(?P<time>second|minute|hour|day|week|fortnight|month|quarter|year|hr|min|wk|mth|yr)s?\b"
    r"|(?:per|in every|for every) (?P<per>[0-9][0-9,]*|\w+)"
    r"|(?P<mille>‰|per ?mill?e?\b)|(?P<points>percentage points?\b|ppt?s?\b)",
    re.IGNORECASE,
)
# Behind a % sign alone; "12 pts" may be a score.
_POINTS = when_used(r"p(?:oin)?ts?\b", re.IGNORECASE)
# "£000", "£'000s", "£k", "£ million", "thousands of pounds": a bare number of such a KPI is not in pounds.
_MULTIPLE = when_used(
    r"(?P<sign>£|gbp |pounds? )? ?(?:in )?"
    r"(?:(?P<thousands>000s?|k|thousands?)|(?P<millions>m|mn|millions?)|(?P<billions>bn|billions?))"
    r"(?P<pounds> (?:of )?(?:£|pounds?|gbp))?",
    re.IGNORECASE,
)
_SHORT = {"hr": "hour", "min": "minute", "wk": "week", "mth": "month", "yr": "year"}
WHOLE = Decimal(100)
FAR_FROM_AMOUNT = 100
"""A bare number so many times as much or as little as an amount with its £ sign may be in thousands or millions."""
FAR_AMONG_BARE = 1000
"""Likewise beside another bare number of money, which was most likely typed in the same way."""


def unit_named(words: str) -> Unit:
    """What the unit of a KPI counts, however it was written; empty where it cannot be told."""
    return _UNITS.get(words.casefold().strip(), "")


@lru_cache(maxsize=10_000)
def multiple_of_pounds(words: str) -> str:
    """What a unit such as `£000` counts: `thousands of pounds`; empty for all others."""
    found = _MULTIPLE.fullmatch(re.sub(r"['’‘()]", "", words).strip())
    if found is None or not (found["sign"] or found["pounds"]):
        return ""
    return f"{next(name for name in ('thousands', 'millions', 'billions') if found[name])} of pounds"


def scale_of(figure: Figure, unit: str, *, percent: bool = False) -> str:
    """The scale of a figure in a word or two: `percent`, `fraction`, `money`, `weeks`; empty where it is on any.

    A number without a unit has that of the KPI. Among percentages one up to 1 is a fraction: 0.95 is no 95%.

    Args:
        figure: the figure.
        unit: the unit of the KPI in its own words.
        percent: whether there is a percentage among the figures that it is compared with.
    """
    if figure.number is None:
        return ""
    measure, sort = _of_words(figure.qualifier, unit)
    if measure:
        return measure
    if figure.unit == "percent" and _POINTS.match(figure.qualifier):
        return "percentage points"
    if figure.unit == "days":
        return f"{sort} days".strip()
    if figure.unit:
        return figure.unit
    if multiple := multiple_of_pounds(unit):
        return multiple
    named = unit_named(unit)
    if named == "percent" or (percent and not named):
        if figure.number == 0:
            return ""
        return "fraction" if abs(figure.number) <= 1 else "percent"
    if named == "days":
        return f"{sort} days".strip()
    # Counts and scores are bare numbers both.
    return named if named == "money" else "number" if named else ""


@lru_cache(maxsize=10_000)
def _of_words(qualifier: str, unit: str) -> tuple[str, str]:
    """The scale that words behind a number name, if they name one; and which sort of days they or the unit mean."""
    if found := _MEASURE.match(qualifier):
        if found["mille"] or found["points"]:
            return "per 1000" if found["mille"] else "percentage points", ""
        if found["per"]:
            return f"per {found['per'].replace(',', '').lower()}", ""
        return f"{(found['sort'] or '').lower()}{_SHORT.get(found['time'].lower(), found['time'].lower())}s", ""
    said = (words.casefold().strip() for words in (qualifier, unit))
    return "", next((sort for words in said for sort in _SORTS if words.startswith(sort)), "")


def not_comparable(figure: Figure, targets: Iterable[Figure], unit: str = "") -> str:
    """Why a figure cannot be compared with others, as the end of a sentence; empty where it can.

    Args:
        figure: the figure.
        targets: what it is compared with; those without a number say nothing.
        unit: the unit of the KPI in its own words.
    """
    stated = [each for each in (figure, *targets) if each.number is not None]
    percent = any(each.unit == "percent" for each in stated)
    scales = {each.text: scale for each in stated if (scale := scale_of(each, unit, percent=percent))}
    named = unit_named(unit)
    if len(set(scales.values())) > 1:
        return ", ".join(f"{text} is {_said(scale)}" for text, scale in scales.items())
    if "money" in scales.values() and (unclear := _unclear_amount(stated)):
        return unclear
    multiple = multiple_of_pounds(unit)
    if (multiple or named in ("money", "days", "percent")) and (scale := next(iter(scales.values()), "")):
        fits = {"percent": ("percent", "fraction"), "money": ("money",), "": (multiple, "money")}.get(named)
        if (fits is not None and scale not in fits) or (named == "days" and not _is_time(scale)):
            return f"the unit is {unit.strip()}, and {next(iter(scales))} is {_said(scale)}"
    return ""


def _unclear_amount(stated: Sequence[Figure]) -> str:
    """Which bare number among amounts of money may be in pounds, thousands or millions; empty where none may."""
    amounts = [(abs(each.number), each) for each in stated if each.number]
    for size, bare in amounts:
        if bare.unit:
            continue
        for other, beside in amounts:
            far = FAR_FROM_AMOUNT if beside.unit else FAR_AMONG_BARE
            if max(size, other) >= far * min(size, other):
                return f"beside {beside.text}, {bare.text} may be pounds, thousands or millions: write it like £1.2m"
    return ""


def beyond_the_whole(figure: Figure, targets: Iterable[Figure] = (), unit: str = "") -> bool:
    """Whether a percentage is above 100 or below 0, and no target says that it may be.

    A budget may be spent by 104%: then a target goes beyond the whole too.
    """
    if not is_beyond(figure, unit):
        return False
    return not any(is_beyond(each, unit) for each in targets)


def is_beyond(figure: Figure, unit: str = "") -> bool:
    """Whether a figure is a percentage above 100 or below 0."""
    return figure.number is not None and scale_of(figure, unit) == "percent" and not 0 <= figure.number <= WHOLE


def _is_time(scale: str) -> bool:
    return scale.endswith("s") and _MEASURE.fullmatch(scale) is not None


_SAID = {"percent": "a percentage", "money": "an amount of money", "number": "a plain number"}


def _said(scale: str) -> str:
    if scale == "fraction":
        return "a fraction of 1 (for a percentage write the % sign)"
    return _SAID.get(scale, scale if scale.startswith("per ") else f"in {scale}")
