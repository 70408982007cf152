"""A filter as it is typed: `rag:red`, `lead:"head of"`, `due:<30/06`, `overdue`, `-done`, beside plain words."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from boardtui.domain.attention.schedule import SCHEDULED, is_finished, is_overdue, is_redated, is_stale
from boardtui.domain.board.board import Board
from boardtui.domain.board.leads import leads
from boardtui.domain.board.words import ref_of, value_words
from boardtui.domain.dates.dates import day_said, read_date
from boardtui.domain.immutable import immutable
from boardtui.domain.patterns import when_used
from boardtui.domain.records.declare import Attribute, Record
from boardtui.domain.records.kinds import KINDS, Ambition, Risk
from boardtui.domain.records.rag import Rag
from boardtui.domain.records.text import same_key
from boardtui.domain.risks.matrix import parse_score

_TOKEN = when_used(r'(-?)(?:([^\s":<>=]+)(:))?(?:([<>]=?|=)\s*)?(?:"([^"]*)(?:"|$)|(\S*))')

# Other words for fields than their names, each for the fields that people mean by it.
_ALSO = {
    "lead": ("lead", "co_lead", "owner"),
    "owner": ("owner", "lead"),
    "who": ("lead", "co_lead", "owner"),
    "date": ("due",),
    "by": ("due",),
    "rating": ("rag",),
    "status": ("rag",),
    "score": ("current",),
    "comment": ("commentary",),
    "review": ("next_review",),
    "group": ("group", "ambition"),
}
_LEAST = 2
"""Letters, before the name of a field is offered."""

_COMPARED = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
_RATINGS = ("red", "amber", "green", "blue", "none")


def _fields() -> Mapping[str, tuple[str, ...]]:
    """The fields that each word before a colon means."""
    found = {
        name: (name,)
        for kind in KINDS.values()
        for name, attribute in kind.attributes.items()
        if attribute.look.form != "data"
    }
    return {**found, **_ALSO}


FIELDS = _fields()


def _is_done(board: Board, record: Record, today: date) -> bool:
    return isinstance(record, (*SCHEDULED, Ambition, Risk)) and is_finished(record)


Test = Callable[[Board, Record, date], bool]

STATES: Mapping[str, Test] = {
    "overdue": lambda board, record, today: isinstance(record, SCHEDULED) and is_overdue(board, record, today),
    "done": _is_done,
    "stale": is_stale,
    "redated": lambda board, record, _today: isinstance(record, SCHEDULED) and is_redated(board, record),
    "re-dated": lambda board, record, _today: isinstance(record, SCHEDULED) and is_redated(board, record),
    "undated": lambda _board, record, _today: isinstance(record, SCHEDULED) and read_date(record.due).day is None,
}
"""The words that mean how an item stands, not that it has the word."""


# What is pasted from a letter has other quotation marks.
_STRAIGHT = str.maketrans("“”„", '""' + '"')
NOTHING = "none"
"""Said of a field that is empty: `lead:none`."""


@immutable
class Term:
    """One thing that an item must have, or must not have.

    Attributes:
        name: what stands before the colon; empty for plain words and for a state.
        sign: how a date or a number is compared; empty where words are looked for.
        text: what is looked for, as it is compared.
        without: an item must not have it.
    """

    name: str
    sign: str
    text: str
    without: bool


@immutable
class Filter:
    """What somebody has typed as a filter, read."""

    terms: tuple[Term, ...]

    @property
    def lit(self) -> tuple[str, ...]:
        """The words that are to stand out where they are found."""
        plain = [each for each in self.terms if not each.without and not each.sign and each.text]
        plain = [each for each in plain if each.name or each.text not in STATES]
        return tuple(one for each in plain for one in (each.text.split(",") if each.name else (each.text,)) if one)

    def keeps(self, board: Board, record: Record, words: str, today: date) -> bool:
        """Whether an item is shown.

        Args:
            board: the board.
            record: the item.
            words: all that is said of it, as `same_key` makes it.
            today: the day on which lateness is counted.
        """
        return all(_has(board, record, words, each, today) is not each.without for each in self.terms)


def read_filter(text: str) -> Filter:
    """Read what is typed as a filter. What is not finished yet keeps out nothing; a colon in other words is a colon."""
    terms = []
    for found in _TOKEN.finditer(text.translate(_STRAIGHT)):
        minus, name, colon, sign, quoted, word = (each or "" for each in found.groups())
        name = name.casefold().replace("-", "_")
        if not found[0]:
            continue
        if colon and name in FIELDS:
            said = quoted or word
        elif quoted and not colon and not sign:
            name, said = "", quoted
        else:
            # No field is called so: it is looked for as it stands.
            name, sign, said = "", "", found[0].removeprefix(minus).replace('"', "")
        if said := same_key(said):
            terms.append(Term(name, sign, said, bool(minus)))
    return Filter(tuple(terms))


def _has(board: Board, record: Record, words: str, term: Term, today: date) -> bool:
    if not term.name:
        state = STATES.get(term.text)
        return state(board, record, today) if state is not None else term.text in words
    return any(
        _field_has(board, record, record.kind.attributes[name], term, today)
        for name in FIELDS[term.name]
        if record.kind.has(name)
    )


def _field_has(board: Board, record: Record, field: Attribute, term: Term, today: date) -> bool:
    value = getattr(record, field.name)
    if term.sign in ("", "="):
        return any(_says(board, field, value, each.strip(), today) for each in term.text.split(",") if each.strip())
    mine, bound = _measured(field, value, today), _measured(field, term.text, today)
    if bound is None:
        return True  # it is still being typed
    if mine is None:
        return False
    return bool(_COMPARED[term.sign](mine, bound))


def _says(board: Board, field: Attribute, value: Any, text: str, today: date) -> bool:
    if isinstance(value, Rag):
        return value.value.startswith(text) or (value is Rag.NOT_RATED and "none".startswith(text))
    if text == NOTHING and value in ("", ()):
        return True
    if field.look.form in ("link", "links"):
        linked = [board.find(each) for each in ((value,) if isinstance(value, str) else value)]
        if any(same_key(ref_of(each)) == text for each in linked if each is not None):
            return True
        if not any(letter.isalpha() for letter in text):
            return False  # the number of another one is in many words
    if field.look.form == "date" and (day := day_said(text, today)) is not None and read_date(value).day == day:
        return True
    return text in same_key(value_words(board, field, value, full=True)) or text in same_key(str(value))


def _measured(field: Attribute, value: Any, today: date) -> float | None:
    """What a value is compared by: a day, a score, or a number. The words of a filter are measured like those kept."""
    text = str(value)
    if field.look.form == "date":
        day = day_said(text, today)
        return day.toordinal() if day is not None else None
    if field.look.form == "score" and (score := parse_score(text)) is not None:
        return score.value
    found = re.fullmatch(r"[^\d-]*(-?\d+(?:\.\d+)?)\s*[%k]?", text.replace(",", ""))
    return float(found[1]) if found else None


def completed(board: Board, records: Iterable[Record], text: str) -> str:
    """What is typed with its last word completed: the name of a field, a rating, who leads, how an item stands.

    Returns:
        All of it with the end that is most likely meant; empty where there is none.
    """
    begun = re.search(r'(?:^|\s)-?(?:(\w+):)?(?:"([^"]*)|([^\s":]*))$', text)
    if begun is None:
        return ""
    name, quoted, part = (begun[1] or "").casefold(), begun[2], begun[3] or ""
    if name and quoted is not None:
        return _ended(text, quoted, (f'{each}"' for each in _values(board, name)))
    if name:
        # Without quotes only the first word belongs to the field.
        return _ended(text, part, (each.partition(" ")[0] for each in _values(board, name))) if part else ""
    if len(part) < _LEAST or quoted is not None:
        return ""
    kinds = {record.kind.name: record.kind for record in records}
    names = {name for kind in kinds.values() for name, each in kind.attributes.items() if each.look.form != "data"}
    also = {name for name, meant in _ALSO.items() if names.intersection(meant)}
    return _ended(text, part, [*STATES, *(f"{each}:" for each in sorted(names | also))])


def _values(board: Board, name: str) -> Iterable[str]:
    fields = FIELDS.get(name, ())
    if "rag" in fields:
        return _RATINGS
    if "lead" in fields or "owner" in fields:
        return leads(board)
    return next(
        (kind.attributes[each].look.choices for kind in KINDS.values() for each in fields if kind.has(each)), ()
    )


def _ended(text: str, part: str, wanted: Iterable[str]) -> str:
    found = (each for each in wanted if same_key(each).startswith(same_key(part)) and len(each) > len(part))
    return next((text + each[len(part) :] for each in found), "")
