"""How people spell dates: from words to the numbers in them, before anyone asks whether such a day exists.

`dates.py` says what the numbers mean. Nothing here knows a calendar or which year it is.
"""

import re
import unicodedata
from itertools import islice

from boardtui.domain.immutable import immutable
from boardtui.domain.patterns import when_used

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

DASHES = "-‐‑‒–—―−﹘﹣－"
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
    when_used(pattern, _FLAGS)
    for pattern in (
        # The time is what a spreadsheet adds to a whole day.
        r"(?P<year>[0-9]{4})(?P<sep>[-/])(?P<month>[0-9]{1,2})(?P=sep)(?P<day>[0-9]{1,2})"
        r"(?:[T ]00:00(?::00)?)?",
        r"(?P<year>[0-9]{4})-(?P<month>0[1-9]|1[0-2])",
        # Years of these two centuries only: then the eight digits cannot be a day, a month and a year as well.
        r"(?P<year>(?:19|20)[0-9]{2})(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12][0-9]|3[01])",
        r"(?P<day>[0-9]{1,2}) ?(?P<sep>[-/.]) ?(?P<month>[0-9]{1,2}) ?(?P=sep) ?(?P<year>[0-9]{4}|[0-9]{2})",
        r"(?P<month>[0-9]{1,2})[-/.](?P<year>[0-9]{4})",
        rf"{_WEEKDAY}{_DAY}(?:{_ORDINAL})?(?: of)?[{DASHES}/ ]{{0,3}}{_NAMED}(?:[{DASHES}/, ]{{0,3}}{_YEAR})?",
        rf"(?P<name>{_MONTH})\.?(?:[{DASHES}/, ]{{0,3}}{_YEAR})?",
        rf"{_WEEKDAY}{_NAMED} ?{_DAY}(?:{_ORDINAL})?,? (?P<year>[0-9]{{4}})",
        rf"{_WEEKDAY}{_NAMED} ?{_DAY}{_ORDINAL}",
    )
)
_BARE_DAY = when_used(rf"{_WEEKDAY}{_DAY}(?:{_ORDINAL})?", _FLAGS)
_BETWEEN = when_used(rf" ?(?:[{DASHES}]|\bto\b|\buntil\b|(?P<both>&|\band\b)) ?", _FLAGS)
_BY = when_used(
    r"(?:by |due )?(?:the )?(?:(?:w/?[cbe]|week (?:commencing|beginning|starting|ending|of))[.:]? |end (?:of )?)?",
    _FLAGS,
)
_DASHED_DAY = when_used(rf"([0-9]{{1,4}}) ?[{DASHES}] ?([0-9]{{1,2}}) ?[{DASHES}] ?([0-9]{{1,4}})")
_TIME = when_used(
    r"(?:[T,]| at|,? ) ?(?:(?:[01]?[0-9]|2[0-3])[:.][0-5][0-9](?:[:.][0-5][0-9](?:\.[0-9]+)?)?(?: ?[ap]m)?"
    r"|(?:0?[1-9]|1[0-2]) ?[ap]m)(?:Z|[+-][0-2][0-9]:?[0-5][0-9])?",
    _FLAGS,
)
_NO_DATE = when_used(
    rf"[{DASHES}.]+|n/?a|n\.a|none|no (?:end )?date|no (?:end )?date set|not (?:applicable|stated|set|known|yet known)"
    r"|(?:to be|yet to be) (?:confirmed|agreed|announced|advised|decided|determined|set)|tb[acd]|t\.b\.[acd]"
    r"|on-?going|on going|continuous(?:ly)?|continuing|business as usual|bau|rolling|unknown",
    _FLAGS,
)
# Two full years with a dash between them may be two calendar years, so those need a stroke.
_FINANCIAL_YEAR = when_used(
    r"(?:fy ?)?(?P<first>[0-9]{4}|[0-9]{2})"
    rf"(?:/(?P<second>[0-9]{{4}}|[0-9]{{2}})|[{DASHES}](?P<dashed>[0-9]{{2}}))",
    _FLAGS,
)
_QUARTER = when_used(r"(?:q|qtr ?|quarter )(?P<number>[1-4])", _FLAGS)
# Semicolons and commas stand there where two columns of a table were joined.
_APART = rf" ?[{DASHES} ;,:_] ?"
_QUARTER_LAST = when_used(rf"(?P<year>.+?)(?:{_APART}|(?<=[0-9])){_QUARTER.pattern}", _FLAGS)
_QUARTER_FIRST = when_used(rf"{_QUARTER.pattern}(?:{_APART}| of )(?P<year>.+)", _FLAGS)

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
_AMONG_WORDS = when_used(
    rf"\b(?:[0-9]{{1,2}}(?:{_ORDINAL})? {_MONTH} ?[{DASHES}] ?{_MONTH}\b(?= ?:)"
    rf"|{_ANY_DATE}|{_MONTH}\b(?= ?[{DASHES}:] ))",
    _FLAGS,
)


@immutable
class Parts:
    """The numbers in a date: `day` and `year` are None where the words do not say them."""

    day: int | None
    month: int
    year: int | None
    weekday: str = ""


@immutable
class Ends:
    """The two ends of a window; `both` where the words say "and" instead of "to"."""

    begins: Parts
    ends: Parts
    both: bool


def without_unseen(text: str) -> str:
    """Words as they are read: without the letters that have no width, which spreadsheets and Word leave in cells."""
    return "".join(letter for letter in text if unicodedata.category(letter) != "Cf")


def plain_words(text: str) -> str:
    """Take off what layout adds: tags of raised letters, bold marks, invisible letters, a closing colon."""
    untagged = re.sub(r"</?sup>|\*\*", "", without_unseen(text), flags=re.IGNORECASE)
    return " ".join(untagged.replace("’", "'").replace("‘", "'").split()).rstrip(" .,;:")


def without_by(plain: str) -> str:
    """Take "by", "end of", "by the end of" and "w/c" off the front: they say no other day than what follows."""
    found = _BY.match(plain)
    return plain[found.end() :] if found else plain


def without_time(plain: str) -> str:
    """Take the time off behind a day: 31/03/2021 for "31/03/2021 12:00"; the same words where there is none."""
    for found in _TIME.finditer(plain):
        if found.end() == len(plain) and found.start():
            return plain[: found.start()].rstrip(" ,")
    return plain


def says_no_date(plain: str) -> bool:
    """Whether words say on purpose that there is no date, such as "tbc" or "ongoing"."""
    return not plain or _NO_DATE.fullmatch(plain) is not None


def with_hyphens(plain: str) -> str:
    """Put hyphens for the dashes of any kind between the three numbers of a day: 31–03–2021."""
    found = _DASHED_DAY.fullmatch(plain)
    return "-".join(found.groups()) if found else plain


def read_parts(plain: str) -> Parts | None:
    """Read words that are one day or one month and nothing else."""
    plain = with_hyphens(plain)
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
    if found := _QUARTER_LAST.fullmatch(plain):
        return int(found["number"]), found["year"]
    if found := _QUARTER_FIRST.fullmatch(plain):
        return int(found["number"]), found["year"]
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
    """Read four digits as they are and two as a year of this century: 99 is 2099, never 1999.

    This is the one rule for years of two digits, in days, months, quarters and financial years alike.
    """
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
