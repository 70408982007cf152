"""What counts as the same when an import is judged: text, figures, dates in any spelling, and addresses of cells."""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any

Area = tuple[str, int, int, int, int]

DATES = {"due", "original_due", "date", "spent_at", "next_review", "back_to_green"}
FIGURES = {"minimum", "upper", "value", "numerator", "denominator", "approved", "spent", "projected", "variance"}
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
A_MONTH_NAME = re.compile(rf"(?:st|nd|rd|th)?[ ./-]*\b({'|'.join(MONTHS)})[a-z]*[ .,/'’-]*", re.I)
A_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)|(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d\d)(?!\d)")
A_NUMBER = re.compile(r"[-−]?£?(?:\d[\d,]*(?:\.\d+)?|\.\d+)%?")


def norm(value: Any) -> str:
    """Text without invisible characters, with single spaces."""
    return " ".join("".join(c for c in str("" if value is None else value) if unicodedata.category(c) != "Cf").split())


def plain(value: Any) -> str:
    return norm(value).casefold()


def bare(word: Any) -> str:
    """A word without the signs around it, such as a coloured dot; a sign alone stays."""
    return re.sub(r"[^\w%+-]", "", plain(word)) or plain(word)


def in_figures(text: Any) -> str:
    """With months as numbers: "30th Sept 2019" is "30/9/2019"."""
    return A_MONTH_NAME.sub(lambda m: f"/{MONTHS.index(m[1].lower()) + 1}/", norm(text))


def days_in(text: Any, order: str = "dmy") -> set[date]:
    """The real days that a text states, in whatever spelling."""
    found = set()
    for year, month, day, first, second, last in A_DAY.findall(in_figures(text)):
        parts = (last, *((first, second) if order == "mdy" else (second, first))) if last else (year, month, day)
        with suppress(ValueError):
            found.add(date(int(parts[0]) + (2000 if len(parts[0]) == 2 else 0), int(parts[1]), int(parts[2])))
    return found


def when(text: Any) -> Any:
    """What a date says: a day, a month, or its words."""
    if A_DAY.fullmatch(in_figures(text)) and (days := days_in(text)):
        return days
    month = re.fullmatch(r"/(\d+)/(?:20)?(\d\d)|20(\d\d)-(\d\d)", in_figures(text))
    return (int(month[1] or month[4]), month[2] or month[3]) if month else plain(text)


def number(text: Any) -> tuple[Decimal, bool] | None:
    text = norm(text).replace("£ ", "£")
    return (Decimal(re.sub("[£,%]", "", text).replace("−", "-")), "%" in text) if A_NUMBER.fullmatch(text) else None


def same(field: str, want: Any, got: Any) -> bool:
    if isinstance(want, bool) or isinstance(got, bool):
        return want is got
    if field in DATES:
        return bool(when(want) == when(got))
    return number(want) == number(got) if field in FIGURES and number(want) else norm(want) == norm(got)


def same_words(words: Any, said: Any, order: str) -> bool:
    """Whether kept words stand in what was said beside their heading; numbers and dates in any spelling."""
    if number(words):
        return number(words) in map(number, A_NUMBER.findall(norm(said)))
    if A_DAY.fullmatch(norm(words)) and (days_in(words) | days_in(words, order)) & days_in(said):
        return True
    return bool(re.search(rf"(?<!\w){re.escape(plain(words))}(?!\w)", plain(said)))


def area(at: Any, markdown: bool) -> Area | None:
    """An address as (sheet, first column, first row, last column, last row); None if it is none."""
    sheet, _, cells = str(at).rpartition("!")
    form = r"L(?P<row>\d+)(?P<col>[A-Z]?)" if markdown else r"(?P<col>[A-Z]{0,3})(?P<row>\d{0,7})"
    corners_found = [re.fullmatch(form, corner) for corner in cells.split(":")]
    found = [each for each in corners_found if each is not None]
    if len(found) < len(corners_found) or not cells:
        return None
    corners = [(sum((ord(c) - 64) * 26**i for i, c in enumerate(m["col"][::-1])), int(m["row"] or 0)) for m in found]
    return sheet, corners[0][0] or 1, corners[0][1] or 1, corners[-1][0] or 20_000, corners[-1][1] or 2_000_000


def overlap(a: Area | None, b: Area | None) -> int:
    """How many cells two areas share."""
    if a is None or b is None or a[0] != b[0]:
        return 0
    return max(0, min(a[3], b[3]) - max(a[1], b[1]) + 1) * max(0, min(a[4], b[4]) - max(a[2], b[2]) + 1)
