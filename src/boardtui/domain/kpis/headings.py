"""Headings over the figures of KPIs: as they are matched, and what each of them means, wherever a table comes from."""

from __future__ import annotations

import re
from functools import lru_cache

from boardtui.domain.dates.date_words import without_unseen

HEADINGS: dict[str, tuple[str, ...]] = {
    "ref": (
        r"(?:kpi |measure |indicator |pi )?(?:code|ref|reference|id|no|number)|measure code|ref no|kpi",
        r"#|s no",
        r"measure|indicator",
    ),
    "title": (
        r"indicator|performance indicator|kpi (?:name|title|description|measure)|measure (?:name|title|description)"
        r"|indicator (?:name|title|description)|performance measure|key performance indicator|measure title",
        r"measures?|metrics?|kpis?|indicators|pi|key measure|what we measure",
        r"category|title|name|description|data item|dataset",
    ),
    "numerator": (r"(?:.* )?numerator|num|top line",),
    "denominator": (r"(?:.* )?denominator|denom|den|cohort|population|base",),
    "value": (
        r"value|actual|result|figure|performance|outturn|score|percentage|percent|rate|reading|actual value|data value"
        r"|current value|latest value|obs value|observation",
        r"(?:.* )?(?:percent|percentage|pct|rate|%)",
        r"count|total|number",
    ),
    "commentary": (
        r"comments?|commentary|notes?|narrative|analysis|remarks?|performance commentary|latest commentary",
    ),
}
"""For each field its headings, the surest first: regular expressions that match the whole of one."""
NOW = (
    r"actual|current|latest|value|result|performance|outturn|this (?:week|month|quarter|year|period)|to date|ytd"
    r"|year to date|current (?:value|figure|performance|position)|latest (?:value|figure|result|performance)|year end"
    r"|actual performance|score|figure|reading|cumulative"
)
"""Headings of figures of the period that a table is about, which they do not name."""
BEFORE = r"(?:last|previous|prior) (?:week|month|quarter|year|period)|baseline"
"""Headings of figures of a period before that."""
_SURE = 1
"""Ranks below which a heading alone says what stands below it, without a look at that."""
_EITHER = ("number", "count", "total")
"""These head figures as often as the numbers of rows."""
_FIELDS = ("title", "ref", "numerator", "denominator", "value", "commentary")


def field_headed(text: str) -> str:
    """What a heading alone says of the column below it: a name of `HEADINGS`; "" where it says none of them.

    A word that may head names as well as refs is a title.
    """
    plain = plain_heading(text)
    if not plain or plain in _EITHER:
        return ""
    for name in _FIELDS:
        ranks = HEADINGS[name] if name in ("title", "ref") or " " not in plain else HEADINGS[name][:_SURE]
        if name == "ref":
            ranks = ranks[:-1]
        if any(re.fullmatch(pattern, plain) for pattern in ranks):
            return name
    return "value" if re.fullmatch(NOW, plain) else ""


_BRACKET = re.compile(r"\s[\(\[]([^()\[\]]*)[\)\]]\s*[*:]*\s*$")
_MARKS = re.compile("[\u2070\u00b9\u00b2\u00b3\u2074-\u2079†‡§¶]")
"""What points to a footnote."""
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))


def seen(text: str) -> str:
    """A heading as people see it: on one line, without what has no width."""
    visible = without_unseen(text)
    return " ".join(visible.replace("\u00a0", " ").split()).rstrip(" :") or " ".join(visible.split())


def bracket(text: str) -> str:
    """What stands in brackets at the end of a heading; "" for nothing."""
    found = _BRACKET.search(" " + seen(text).replace("_", " "))
    return found[1].strip() if found else ""


@lru_cache(maxsize=20_000)
def plain_heading(text: str) -> str:
    """A heading as it is matched: small letters, single spaces, no underscores, no bracket at the end."""
    words = seen(text).translate(_DASHES).replace("_", " ")
    words = _MARKS.sub("", words)
    words = re.sub(r"(?<=\w)\((\w+)\)", r"\1", words)  # O(ccurrence)
    words = _BRACKET.sub("", words) or words
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", words)  # TargetDate
    words = re.sub(r"£ ?(?:[km]|millions?|'?000'?s?)?(?!\w)", " ", words, flags=re.IGNORECASE) or words
    words = words.replace("’", "'").casefold()
    words = re.sub(r"\s*([/&+-])\s*", r" \1 ", words)
    words = words.replace(" & ", " and ")
    bare = " ".join(re.sub(r"[#*?:.,'\"()\[\]]+", "", words).split())
    return bare or words.strip()
