"""Read the figures that papers state, and compare them with what their parts give.

What a paper says is kept word for word; this module only reads it. A cell without a figure is not zero: the
mark in it says why there is none.
"""

import re
from dataclasses import replace
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import StrEnum
from typing import Literal

from boardtui.domain.dates.date_words import MONTH_NAMES, quoted, without_unseen
from boardtui.domain.immutable import immutable
from boardtui.domain.patterns import when_used

Unit = Literal["percent", "count", "score", "money", "days", ""]
"""What a figure counts; empty where the words do not tell."""

_MOST_DIGITS = 18
"""More than any board counts, and few enough for exact arithmetic."""


class Missing(StrEnum):
    """Why a cell holds no figure. None of these is zero."""

    NOT_STATED = "not_stated"
    DASH = "dash"
    NOT_APPLICABLE = "not_applicable"
    CONFIDENTIAL = "confidential"
    UNAVAILABLE = "unavailable"
    LOW = "low"

    @property
    def label(self) -> str:
        """The reason in plain English."""
        return _LABELS[self][0]

    @property
    def mark(self) -> str:
        """The short mark to show in a table."""
        return _LABELS[self][1]


_LABELS = {
    Missing.NOT_STATED: ("not stated", ""),
    Missing.DASH: ("no figure given", "-"),
    Missing.NOT_APPLICABLE: ("not applicable", "n/a"),
    Missing.CONFIDENTIAL: ("confidential", "c"),
    Missing.UNAVAILABLE: ("not available", ":"),
    Missing.LOW: ("low number or low reliability", "u"),
}

_MARKS = {
    "": Missing.NOT_STATED,
    **dict.fromkeys(("-", "–", "—", "−"), Missing.DASH),
    **dict.fromkeys(("n/a", "na", "n.a.", "z", "not applicable"), Missing.NOT_APPLICABLE),
    **dict.fromkeys(("c", "confidential"), Missing.CONFIDENTIAL),
    **dict.fromkeys((":", "x", "not available", "unavailable"), Missing.UNAVAILABLE),
    **dict.fromkeys(("u", "low"), Missing.LOW),
}

_SCALES = {"k": 3, "thousand": 3, "m": 6, "million": 6, "bn": 9, "billion": 9}

_FIGURE = when_used(
    r"(?P<sign>[-−–+])?(?P<money>£ ?)?"
    r"(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?P<fraction>\.[0-9]+)?(?![0-9])"
    r"(?: ?(?P<scale>k|thousand|million|m|bn|billion)\b)?"
    r"(?P<percent> ?(?:%|per ?cent\b))?"
    r"(?P<days> (?:(?P<sort>working|calendar) )?days?\b)?",
    re.ASCII | re.IGNORECASE,
)
_MONTH_STARTS = "|".join(name[:3] for name in MONTH_NAMES)
# Words may follow a figure and limit it: "exc Dec", "(provisional)". These make another figure of it:
# "27 of 40", "5 - 10", "10 335", "3 m".
_ANOTHER_FIGURE = when_used(
    r"(?:[-−–—/:+<>=~×x] ?)?[0-9£]"
    r"|(?:of|out of|in|to|or|and|over|from|vs?|against|plus|minus) [0-9£]"
    r"|[kmp]\b",
    re.ASCII | re.IGNORECASE,
)
# "95% or less", "5 max", "10+" is a bound like <5: on which side of a target the figure lies nobody said.
_BOUND = when_used(
    r"(?:(?:or|and) (?:more|less|fewer|above|below|over|under|higher|lower|better|worse|greater|up|upwards)"
    r"|plus|max(?:imum)?|minimum|at (?:least|most)|\+)(?![a-z])",
    re.ASCII | re.IGNORECASE,
)
_BOUND_BEHIND = when_used(rf" ?{_BOUND.pattern}$", re.ASCII | re.IGNORECASE)
_MONTH_FOLLOWS = when_used(rf"(?:{_MONTH_STARTS})[a-z]*\b", re.ASCII | re.IGNORECASE)

# Nothing is trapped: a result that is no number is asked for, not raised.
_ARITHMETIC = Context(prec=50, rounding=ROUND_HALF_UP, traps=[])


@immutable
class Figure:
    """A figure as a paper states it.

    Attributes:
        text: The words, exactly as they were given.
        number: The value in the unit, 335000 for £335k and 97.8 for 97.8%; None if there is none.
        unit: What it counts, as far as the words tell.
        qualifier: Words after the number that limit it, such as "exc Dec".
        missing: Why there is no number, where the cell says so.
        problem: What is wrong with the words and what to write instead; empty if nothing is.
        step: The smallest difference the words can state: 0.1 for 97.8%, 1000 for £335k.
    """

    text: str
    number: Decimal | None = None
    unit: Unit = ""
    qualifier: str = ""
    missing: Missing | None = None
    problem: str = ""
    step: Decimal = Decimal(1)

    @property
    def decimals(self) -> int:
        """How many decimals of `number` the words state: 2 for 17.70%, 0 for £1.2m."""
        return max(-int(self.step.as_tuple().exponent), 0)


def read_figure(text: str) -> Figure:
    """Read a figure as people write it: "97.8%", "2,995", "27% exc Dec", "£335k", "n/a".

    Any text is accepted. A range, a fraction, a date or a sentence is no figure and says so in `problem`.
    """
    plain = _plain(text)
    if (missing := _MARKS.get(plain.casefold().strip("[]"))) is not None:
        return Figure(text, missing=missing)
    found = _FIGURE.match(plain.rstrip(" .,;"))
    if found is None:
        return _no_figure(text, plain)
    after = found.string[found.end() :]
    qualifier = after.strip(" ,")
    glued = after != "" and after[0] not in " ([*†‡" and not after.startswith(", ")
    units = [bool(found[name]) for name in ("money", "percent", "days")]
    # "3 m" may be metres or months; "£3m" is not.
    unclear = (found["scale"] or "").lower() == "m" and not found["money"]
    # "19 January" is a day; "27% may change" is a figure.
    dated = not any(units) and _MONTH_FOLLOWS.match(qualifier)
    if glued or sum(units) > 1 or unclear or dated or _ANOTHER_FIGURE.match(qualifier) or _BOUND.match(qualifier):
        return _no_figure(text, plain)
    digits = found["whole"].replace(",", "") + (found["fraction"] or "")
    if len(digits) > _MOST_DIGITS:
        return _no_figure(text, plain)
    power = _SCALES[found["scale"].lower()] if found["scale"] else 0
    decimals = len(found["fraction"] or ".") - 1
    step = Decimal((0, (1,), power - decimals))
    number = Decimal(digits) * 10**power
    if step >= 1:
        number = number.quantize(Decimal(1))  # £1.2m is 1200000, not 1200000.0
    return Figure(
        text,
        number=-number if found["sign"] in ("-", "−", "–") else number,
        unit="money" if found["money"] else "percent" if found["percent"] else "days" if found["days"] else "",
        qualifier=" ".join(filter(None, (found["sort"], qualifier))),
        step=step,
    )


def read_target(text: str) -> Figure:
    """As `read_figure`, of a target: `95% or more` states 95%, as which way is good is said by the polarity."""
    figure = read_figure(text)
    if not figure.problem or (bound := _BOUND_BEHIND.search(_plain(text))) is None:
        return figure
    bare = read_figure(bound.string[: bound.start()])
    return figure if bare.number is None else replace(bare, text=text)


def percentage_of(numerator: Decimal, denominator: Decimal) -> Decimal | None:
    """Work out numerator ÷ denominator in percent; None where the denominator is not above zero."""
    if not numerator.is_finite() or not denominator.is_finite() or denominator <= 0:
        return None
    share = _ARITHMETIC.divide(_ARITHMETIC.multiply(numerator, Decimal(100)), denominator)
    return share if share.is_finite() else None


def stated_agrees(stated: Figure, derived: Decimal) -> bool:
    """Tell whether a stated figure is the derived one, rounded half up as finely as it was stated.

    Args:
        stated: The figure in the paper. One without a number contradicts nothing, so it agrees.
        derived: The same figure worked out, in the same unit: percentages as 97.78, not 0.9778.
    """
    if stated.number is None:
        return True
    return derived.is_finite() and _ARITHMETIC.quantize(derived, stated.step) == stated.number


def show_number(number: Decimal, decimals: int, unit: Unit) -> str:
    """Write a number as it is shown: "97.8%", "2,995", "-£3.50", "1 day".

    Args:
        number: The value in the unit.
        decimals: How many decimals to show, rounded half up.
        unit: What it counts; counts, scores and unknown units are shown as the bare number.
    """
    step = Decimal((0, (1,), -min(max(decimals, 0), _MOST_DIGITS)))
    rounded = _ARITHMETIC.quantize(number, step) if number.is_finite() else number
    if not rounded.is_finite():
        return Missing.DASH.mark
    sign = "-" if rounded < 0 else ""
    digits = f"{rounded.copy_abs():,f}"
    match unit:
        case "percent":
            return f"{sign}{digits}%"
        case "money":
            return f"{sign}£{digits}"
        case "days":
            return f"{sign}{digits} {'day' if digits == '1' else 'days'}"
        case _:
            return f"{sign}{digits}"


def _plain(text: str) -> str:
    """Take off what layout adds: bold marks, invisible letters, the thin spaces that group thousands."""
    visible = without_unseen(text)
    grouped = re.sub(r"(?<=[0-9])[\u00a0\u2009\u202f](?=[0-9]{3})", ",", visible.replace("**", ""))
    # Some spreadsheets put the sign of an amount behind the pound sign.
    return re.sub(r"^£ ?([-−–])", r"\1£", " ".join(grouped.split()))


def _no_figure(text: str, plain: str) -> Figure:
    problem = f"{quoted(plain)} is not one figure. Write a number such as 97.8%, 2,995 or £335k, or n/a."
    return Figure(text, problem=problem)
