"""The types a field can have, and how what people type is read into each of them.

A type is an ordinary annotation with what is done to a value: `Before` and `After` pydantic looks at it, and how it is
entered and shown. What of it is for pydantic is said in words of our own, as importing that takes as long as to read a
board; `declare` translates it when the first value is checked.
Nothing is ever shortened or guessed: what does not fit is refused with a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum
from typing import Annotated, Any

from boardtui.domain.dates import dates
from boardtui.domain.errors import quoted
from boardtui.domain.immutable import immutable
from boardtui.domain.records.rag import Rag, read_rag
from boardtui.domain.records.text import tidy_line, tidy_text

LINE_LIMIT = 500
TEXT_LIMIT = 50_000
REF_LIMIT = 40
LINKS_LIMIT = 500


@immutable
class Before:
    """What makes a value of what was given, before its type is checked. It raises a ValueError that says why not."""

    read: Callable[[Any], Any]


@immutable
class After:
    """What checks a value once its type is right."""

    check: Callable[[Any], Any]


@immutable
class Between:
    """The least and the most that a number can be."""

    least: int
    most: int


@immutable
class FieldLook:
    """How a field is entered and shown.

    Attributes:
        form: line, text (several lines), date, period, figure, choice, number, flag, link, links, score or data
            (kept by the program, never shown in a form).
        kinds: for links, the kinds of record that can be linked; empty means any.
        choices: for a choice, what it can be.
    """

    form: str
    kinds: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()


def _date_words(value: object) -> str:
    return dates.normal_form(tidy_line(value))


def _link(value: object) -> str:
    text = tidy_line(value)
    if text and not re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", text):
        raise ValueError(f"{quoted(text)} is not the identity of a record")
    return text


def _links(value: object) -> tuple[str, ...]:
    if isinstance(value, str) or not isinstance(value, list | tuple | set | frozenset):
        raise ValueError("a list of records is needed here")
    if len(value) > LINKS_LIMIT:
        raise ValueError(f"at most {LINKS_LIMIT} links fit on one record")
    return tuple(sorted({link for link in map(_link, value) if link}))


def read_score(value: object) -> str:
    """A risk score as likelihood × impact, `4x3`; empty means unscored.

    Raises:
        ValueError: the words are no score. Whether it fits the board's matrix is a rule of the board.
    """
    text = tidy_line(value).lower().replace(" ", "").replace("×", "x").replace("*", "x")
    if text and not re.fullmatch(r"[1-9]x[1-9]", text):
        raise ValueError(f"{quoted(value)} is no score: write likelihood x impact, such as 4x3")
    return text


def _choice(choices: type[StrEnum]) -> Any:
    names = [choice.value for choice in choices]

    def read(value: object) -> object:
        text = str(value).strip().lower()
        if text not in names:
            raise ValueError(f"{quoted(value)} is not one of: {', '.join(name or 'nothing' for name in names)}")
        return choices(text)

    return read


def choice(choices: type[StrEnum]) -> tuple[Before, FieldLook]:
    """The validator and look of a field that holds one of a few words."""
    return Before(_choice(choices)), FieldLook("choice", choices=tuple(c.value for c in choices))


def _limit(limit: int) -> After:
    def check(text: str) -> str:
        if len(text) > limit:
            raise ValueError(f"this is {len(text):,} characters long and {limit:,} fit: shorten it")
        return text

    return After(check)


Line = Annotated[str, Before(tidy_line), _limit(LINE_LIMIT), FieldLook("line")]
Ref = Annotated[str, Before(tidy_line), _limit(REF_LIMIT), FieldLook("line")]
Text = Annotated[str, Before(tidy_text), _limit(TEXT_LIMIT), FieldLook("text")]
PeriodWords = Annotated[str, Before(tidy_line), _limit(LINE_LIMIT), FieldLook("period")]
DateWords = Annotated[str, Before(_date_words), _limit(LINE_LIMIT), FieldLook("date")]
FigureWords = Annotated[str, Before(tidy_line), _limit(100), FieldLook("figure")]
Score = Annotated[str, Before(read_score), FieldLook("score")]
Rating = Annotated[Rag, Before(read_rag), FieldLook("choice", choices=tuple(rating.value for rating in Rag))]
Flag = Annotated[bool, FieldLook("flag")]
Minutes = Annotated[int, Between(0, 1440), FieldLook("number")]
Position = Annotated[int, Between(-1_000_000, 1_000_000), FieldLook("number")]
Days = Annotated[int, Between(0, 3660), FieldLook("number")]
Links = Annotated[tuple[str, ...], Before(_links), FieldLook("links")]
Data = Annotated[str, _limit(20_000_000), FieldLook("data")]

AmbitionLink = Annotated[str, Before(_link), FieldLook("link", kinds=("ambition",))]
ActionLink = Annotated[str, Before(_link), FieldLook("link", kinds=("action",))]
PriorityLink = Annotated[str, Before(_link), FieldLook("link", kinds=("priority",))]
KpiLink = Annotated[str, Before(_link), FieldLook("link", kinds=("kpi",))]
RiskLink = Annotated[str, Before(_link), FieldLook("link", kinds=("risk",))]
MeetingLink = Annotated[str, Before(_link), FieldLook("link", kinds=("meeting",))]
ItemLink = Annotated[str, Before(_link), FieldLook("link")]
