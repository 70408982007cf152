"""How people spell dates: from words to the numbers in them, before anyone asks whether such a day exists.

`dates.py` says what the numbers mean. Nothing here knows a calendar or which year it is.
"""

import re
import unicodedata
from dataclasses import dataclass
from itertools import islice

MONTH_NAMES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
"""Month names as shown; written here because the calendar module follows the machine's language."""

WEEKDAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

DASHES = "-–—‒−"
"""The dashes that word processors put where someone typed a hyphen. The hyphen stays first: elsewhere in a
character class it would mean a range."""

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_WEEKDAY = (
    r"(?:(?P<weekday>mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday)?|thu(?:r(?:s(?:day)?)?)?"
    r"|fri(?:day)?|sat(?:urday)?|sun(?:day)?)\.?,? )?"
)
_YEAR = r"'?(?P<year>[0-9]{4}|[0-9]{2})"
_ORDINAL = r" ?(?:st|nd|rd|th)"
_DAY = r"(?P<day>[0-9]{1,2})"
_NAMED = rf"(?P<name>{_MONTH})\b\.?"
# ASCII, because otherwise a long s would match the letter s and there is no month called "ſept".
_FLAGS = re.ASCII | re.IGNORECASE

# In this order: "Dec 21" is December 2021, so month and year comes before month and day.
_SPELLINGS = tuple(
    re.compile(pattern, _FLAGS)
    for pattern in (
        # The time is what a spreadsheet adds to a whole day.
        r"(?P<year>[0-9]{4})(?P<sep>[-/])(?P<month>[0-9]{1,2})(?P=sep)(?P<day>[0-9]{1,2})"
        r"(?:[T ]00:00(?::00)?)?",
        r"(?P<year>[0-9]{4})-(?P<month>0[1-9]|1[0-2])",
        r"(?P<day>[0-9]{1,2}) ?(?P<sep>[-/.]) ?(?P<month>[0-9]{1,2}) ?(?P=sep) ?(?P<year>[0-9]{4}|[0-9]{2})",
        r"(?P<month>[0-9]{1,2})[-/.](?P<year>[0-9]{4})",
        rf"{_WEEKDAY}{_DAY}(?:{_ORDINAL})?(?: of)?[-/ ]{{0,3}}{_NAMED}(?:[-/, ]{{0,3}}{_YEAR})?",
        rf"(?P<name>{_MONTH})\.?(?:[-–/, ]{{0,3}}{_YEAR})?",
        rf"{_WEEKDAY}{_NAMED} ?{_DAY}(?:{_ORDINAL})?,? (?P<year>[0-9]{{4}})",
        rf"{_WEEKDAY}{_NAMED} ?{_DAY}{_ORDINAL}",
    )
)
_BARE_DAY = re.compile(rf"{_WEEKDAY}{_DAY}(?:{_ORDINAL})?", _FLAGS)
_BETWEEN = re.compile(rf" ?(?:[{DASHES}]|\bto\b|\buntil\b|(?P<both>&|\band\b)) ?", _FLAGS)
_BY = re.compile(r"(?:by |due )?(?:the )?(?:end (?:of )?)?", _FLAGS)
# Two full years with a dash between them may be two calendar years, so those need a stroke.
_FINANCIAL_YEAR = re.compile(
    r"(?:fy ?)?(?P<first>[0-9]{4}|[0-9]{2})"
    rf"(?:/(?P<second>[0-9]{{4}}|[0-9]{{2}})|[{DASHES}](?P<dashed>[0-9]{{2}}))",
    _FLAGS,
)
_QUARTER = re.compile(r"(?:q|quarter )(?P<number>[1-4])", _FLAGS)

_ANY_DATE = "|".join(
    (
        rf"[0-9]{{1,2}}(?:{_ORDINAL})? {_MONTH}\b\.?(?: '?(?:[0-9]{{4}}|[0-9]{{2}})\b)?",
        rf"{_MONTH}\.?[ -]?'?(?:[0-9]{{4}}|[0-9]{{2}})\b(?! ?[/0-9])",
        r"[0-9]{4}-[0-9]{2}-[0-9]{2}\b",
        r"[0-9]{1,2}(?P<sep>[/.-])[0-9]{1,2}(?P=sep)(?:[0-9]{4}|[0-9]{2})\b",
        r"q[1-4] [0-9]{4}/[0-9]{2}\b",
    )
)
# A month by itself, and a window, count only before a dash or colon: "may" and "march" are words too.
_AMONG_WORDS = re.compile(
    rf"\b(?:[0-9]{{1,2}}(?:{_ORDINAL})? {_MONTH} ?[{DASHES}] ?{_MONTH}\b(?= ?:)"
    rf"|{_ANY_DATE}|{_MONTH}\b(?= ?[{DASHES}:] ))",
    _FLAGS,
)


@dataclass(frozen=True, slots=True)
class Parts:
    """The numbers in a date: `day` and `year` are None where the words do not say them."""

    day: int | None
    month: int
    year: int | None
    weekday: str = ""


@dataclass(frozen=True, slots=True)
class Ends:
    """The two ends of a window; `both` where the words say "and" instead of "to"."""

    begins: Parts
    ends: Parts
    both: bool


def plain_words(text: str) -> str:
    """Take off what layout adds: tags of raised letters, bold marks, invisible letters, a closing colon."""
    visible = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
    untagged = re.sub(r"</?sup>|\*\*", "", visible, flags=re.IGNORECASE)
    return " ".join(untagged.replace("’", "'").replace("‘", "'").split()).rstrip(" .,;:")


def without_by(plain: str) -> str:
    """Take "by", "end of" and "by the end of" off the front: a month is due by its end in any case."""
    found = _BY.match(plain)
    return plain[found.end() :] if found else plain


def read_parts(plain: str) -> Parts | None:
    """Read words that are one day or one month and nothing else."""
    for spelling in _SPELLINGS:
        if found := spelling.fullmatch(plain):
            said = found.groupdict()
            name, day, year = said.get("name"), said.get("day"), said.get("year")
            return Parts(
                day=int(day) if day else None,
                month=_month_number(name) if name else int(said["month"]),
                year=full_year(year) if year else None,
                weekday=said.get("weekday") or "",
            )
    return None


def read_ends(plain: str) -> Ends | None:
    """Read words that are one window of days or months and nothing else, such as "10th – 16th April"."""
    for between in _BETWEEN.finditer(plain):
        ends = read_parts(plain[between.end() :])
        if ends is None:
            continue
        before = plain[: between.start()]
        begins = read_parts(before)
        if begins is None and ends.day is not None and (found := _BARE_DAY.fullmatch(before)):
            begins = Parts(int(found["day"]), ends.month, None)
        if begins is not None:
            return Ends(begins, ends, between["both"] is not None)
    return None


def find_dates(plain: str) -> list[tuple[int, int]]:
    """Find where dates stand among other words: the start and end of each."""
    return [found.span() for found in _AMONG_WORDS.finditer(plain)]


def holds_several(plain: str) -> bool:
    """Tell whether more than one date stands among the words."""
    return len(list(islice(_AMONG_WORDS.finditer(plain), 2))) > 1


def read_quarter(plain: str) -> tuple[int, str] | None:
    """Read "Q3", "Q3 2020/21", "2020/21 Q3": the number of the quarter and the words for its year, if any."""
    if found := _QUARTER.fullmatch(plain):
        return int(found["number"]), ""
    front, _, rest = plain.rpartition(" ")
    if found := _QUARTER.fullmatch(rest):
        return int(found["number"]), front
    if (found := _QUARTER.match(plain)) and plain[found.end() : found.end() + 1] == " ":
        return int(found["number"]), plain[found.end() + 1 :]
    return None


def financial_year(text: str) -> int | None:
    """Read a financial year such as "2017/18", "FY 17/18" or "2017–18".

    Returns:
        The calendar year in which it begins, or None if the text is not two years in a row.
    """
    found = _FINANCIAL_YEAR.fullmatch(text.strip())
    if found is None:
        return None
    first = full_year(found["first"])
    second = found["second"] or found["dashed"]
    follows = int(second) == (first + 1 if len(second) == 4 else (first + 1) % 100)
    return first if follows and 1 <= first < 9999 else None


def full_year(digits: str) -> int:
    """Read four digits as they are and two as a year of this century."""
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def quoted(plain: str) -> str:
    """Put user text into an error sentence: in quotes, short, and without letters that steer a terminal."""
    seen = "".join(letter for letter in plain if letter.isprintable())
    return f"“{seen}”" if len(seen) <= 40 else f"“{seen[:39]}…”"


def trim(words: str) -> str:
    """Take the dashes and colons between a date and its words off their ends."""
    return words.strip(f" :,;{DASHES}")


def _month_number(name: str) -> int:
    starts = [month[:3].lower() for month in MONTH_NAMES]
    return starts.index(name[:3].lower()) + 1
