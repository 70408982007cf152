"""What a spreadsheet shows for a value: the format of the cell decides, and so 0.86 is 86% and 1.1 may be 1.10."""

from __future__ import annotations

import re
from datetime import datetime, time
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

from boardtui.domain.dates.date_words import MONTH_NAMES, WEEKDAY_NAMES

_EXACT = Context(prec=60, rounding=ROUND_HALF_UP)
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_(?P<space>.)|\*(?P<fill>.)|\[(?P<bracket>[^\]]*)\]|(?P<other>.)', re.DOTALL
)
_DATE_PART = re.compile(r"yyyy|yy|y|mmmmm|mmmm|mmm|mm|m|dddd|ddd|dd|d|hh|h|ss|s|am/pm|a/p", re.IGNORECASE)
_DURATION = re.compile(
    r"(?:\[(?P<hours>h+)\]:mm(?P<seconds>:ss)?|\[?mm?\]?:ss(?:\.0+)?)(?:;.*)?", re.IGNORECASE | re.DOTALL
)
_GENERAL_DIGITS = 10


@lru_cache(maxsize=1000)
def sections(code: str) -> tuple[tuple[tuple[str, bool], ...], ...]:
    """The sections of a number format, each as pieces of text with whether a piece is literal."""
    found: list[list[tuple[str, bool]]] = [[]]
    for token in _TOKEN.finditer(code):
        kind = token.lastgroup
        words = token[kind] if kind else ""
        if kind in ("quoted", "escaped"):
            found[-1].append((words, True))
        elif kind == "bracket":
            currency = re.match(r"\$([^-]*)", words)
            if currency:
                found[-1].append((currency[1], True))
            elif re.fullmatch(r"[hms]+", words, re.IGNORECASE):
                found[-1].append((words, False))
        elif kind == "other" and words == ";":
            found.append([])
        elif kind == "other":
            found[-1].append((words, False))
    return tuple(tuple(each) for each in found)


@lru_cache(maxsize=1000)
def date_parts(code: str) -> str:
    """Which of y, m, d and h a format shows; empty where it is no format of dates."""
    if code in ("General", "@", ""):
        return ""
    plain = "".join(words for words, literal in sections(code)[0] if not literal)
    if re.search(r"[0#?]", plain.replace("00:00", "").replace("ss.000", "")):
        return ""
    parts = [part.lower() for part in _DATE_PART.findall(plain)]
    has = {part[0] for part in parts if part[0] in "ymdh"}
    minutes_only = "m" in has and ("h" in has or any(part[0] == "s" for part in parts)) and not has & set("yd")
    if minutes_only:
        has.discard("m")
    return "".join(each for each in "ymdh" if each in has)


def show_moment(moment: datetime, code: str) -> str:
    """A date as a format shows it."""
    parts = date_parts(code)
    if not parts:
        parts, code = "ymd", "dd/mm/yyyy"
    pieces = [(words, True) if literal else (words, False) for words, literal in sections(code)[0]]
    flat = ""
    literals: list[str] = []
    for words, literal in pieces:
        if literal:
            literals.append(words)
            flat += "\0"
        else:
            flat += words
    minutes = False

    def part(found: re.Match[str]) -> str:
        nonlocal minutes
        word = found[0].lower()
        is_minutes = word[0] == "m" and len(word) <= 2 and (minutes or re.match(r"[^a-z]*s", flat[found.end() :], re.I))
        minutes = word[0] == "h"
        if is_minutes:
            return f"{moment.minute:02d}"
        return _part(moment, word, twelve="am/pm" in flat.lower())

    shown = _DATE_PART.sub(part, flat)
    for literal_words in literals:
        shown = shown.replace("\0", literal_words, 1)
    shown = re.sub(r"[;@]+$", "", shown).strip()
    # Midnight is what a spreadsheet adds to a day.
    whole = moment.hour == moment.minute == moment.second == 0 and "d" in parts
    return re.sub(r"[ T]+(?:00?|12):00(?::00)?(?: ?AM)?$", "", shown) if whole else shown


def _part(moment: datetime, word: str, *, twelve: bool) -> str:
    match word:
        case "yyyy" | "y":
            return f"{moment.year:04d}"
        case "yy":
            return f"{moment.year % 100:02d}"
        case "mmmmm":
            return MONTH_NAMES[moment.month - 1][0]
        case "mmmm":
            return MONTH_NAMES[moment.month - 1]
        case "mmm":
            return MONTH_NAMES[moment.month - 1][:3]
        case "mm" | "m":
            return str(moment.month).zfill(len(word))
        case "dddd":
            return WEEKDAY_NAMES[moment.weekday()]
        case "ddd":
            return WEEKDAY_NAMES[moment.weekday()][:3]
        case "dd" | "d":
            return str(moment.day).zfill(len(word))
        case "hh" | "h":
            hour = (moment.hour - 1) % 12 + 1 if twelve else moment.hour
            return str(hour).zfill(len(word))
        case "ss" | "s":
            return str(moment.second).zfill(len(word))
        case _:
            return "AM" if moment.hour < 12 else "PM"


def show_duration(number: Decimal, code: str) -> str:
    """How long something took, which a spreadsheet keeps in days; empty where the format shows no such thing."""
    found = _DURATION.fullmatch(code)
    if found is None:
        return ""
    sign, whole = "-" if number < 0 else "", abs(number) * 24 * 60 * 60
    if found["hours"] and not found["seconds"]:
        hours, minutes = divmod(int(whole + Decimal("0.5")) // 60, 60)
        return f"{sign}{hours}:{minutes:02d}"
    minutes, seconds = divmod(int(whole + Decimal("0.5")), 60)
    if found["hours"]:
        return f"{sign}{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"
    return f"{sign}{minutes}:{seconds:02d}"


def show_number(number: Decimal, code: str) -> str:
    """A number as a format shows it."""
    if code in ("General", "@", ""):
        return general(number)
    every = sections(code)
    section = every[0]
    negative = number < 0
    if negative and len(every) > 1 and every[1]:
        section, number = every[1], -number
        negative = False
    elif number == 0 and len(every) > 2 and not _only_a_dash(every[2]):
        section = every[2]
    pattern = "".join(words for words, literal in section if not literal)
    if re.search("general", pattern, re.IGNORECASE):
        around = "".join(words if literal else "\0" for words, literal in section)
        return re.sub("\0+", lambda _: general(number), around, count=1).strip()
    if not re.search("[0#?]", pattern):
        return "".join(words for words, _ in section).strip() or general(number)
    if "/" in pattern:
        return general(number)
    if found := re.search(r"e[+-]0+", pattern, re.IGNORECASE):
        decimals = pattern[: found.start()].partition(".")[2].count("0")
        return f"{number:.{decimals}E}"
    shown = _with_digits(number, section, pattern)
    shown = f"-{shown}" if negative else shown
    # Brackets are how accounts write what is below zero.
    return f"-{found[1]}" if (found := re.fullmatch(r"\((.*)\)", shown)) else shown


def _only_a_dash(section: tuple[tuple[str, bool], ...]) -> bool:
    """Whether a format shows nought as a dash or as nothing, as accounts do; alone it would say: no figure."""
    return not "".join(words for words, _ in section).strip(" ?-–—£$")


def _with_digits(number: Decimal, section: tuple[tuple[str, bool], ...], pattern: str) -> str:
    percent = pattern.count("%")
    digits = re.search(r"[0#?][0#?,.]*", pattern)
    mask = digits[0] if digits else "0"
    thousands = len(mask) - len(mask.rstrip(","))
    whole_mask, _, decimal_mask = mask.rstrip(",").partition(".")
    scaled = _EXACT.multiply(number, Decimal(100) ** percent)
    scaled = _EXACT.divide(scaled, Decimal(1000) ** thousands)
    rounded = scaled.copy_abs().quantize(Decimal(1).scaleb(-len(decimal_mask)), context=_EXACT)
    text = f"{rounded:,f}" if "," in whole_mask else f"{rounded:f}"
    if decimal_mask:
        whole, _, decimals = text.partition(".")
        while decimals and len(decimals) > decimal_mask.count("0") and decimals.endswith("0"):
            decimals = decimals[:-1]
        text = f"{whole}.{decimals}" if decimals else whole
    least = whole_mask.replace(",", "").count("0")
    if len(text.partition(".")[0]) < least:
        text = text.zfill(len(text) + least - len(text.partition(".")[0]))
    shown, done = "", False
    for words, literal in section:
        if literal:
            shown += words
        elif re.fullmatch(r"[0#?,.]", words):
            shown += "" if done else text
            done = True
        else:
            shown += words
    return " ".join(shown.split())


def general(number: Decimal) -> str:
    """A number without a format of its own: as many digits as a cell has room for."""
    if number == number.to_integral_value() and abs(number) < Decimal(10) ** 15:
        return str(number.to_integral_value())
    context = Context(prec=_GENERAL_DIGITS, rounding=ROUND_HALF_UP)
    shown = f"{context.plus(number).normalize():f}"
    return shown if len(shown) < 20 else f"{number:.5E}"


def serial_moment(number: Decimal, *, since_1904: bool) -> datetime | time | None:
    """The moment that a spreadsheet keeps as a number of days; None where it is none."""
    from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

    try:
        found = from_excel(float(number), CALENDAR_MAC_1904 if since_1904 else CALENDAR_WINDOWS_1900)
    except (OverflowError, ValueError):
        return None
    return found if isinstance(found, datetime | time) else None
