"""Is a value just what this version writes? A quick look, which is enough for nearly every edit.

The store looks closely at all others: they may be those of an earlier version, or anything.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache, lru_cache

from boardtui.domain.errors import InvalidValue
from boardtui.domain.records.declare import declared, keeps, validate
from boardtui.domain.records.edits import canonical
from boardtui.domain.records.kinds import FACTS, Meeting
from boardtui.domain.records.types import LINE_LIMIT, TEXT_LIMIT

_SHORT = 100  # characters of a value that may well be that of other edits, too
_PLAIN = (str, bool, int)
_WORDS = {"line": LINE_LIMIT, "text": TEXT_LIMIT}


def is_as_written(kind: str, group: str, text: str) -> bool:
    """Whether a closer look at the value of an edit would find nothing.

    Args:
        kind: what the value is of, which this version declares.
        group: one of its field groups.
        text: the value as the edit holds it.
    """
    return (_looked_at_before if len(text) <= _SHORT else _look_at)(kind, group, text)


def _look_at(kind: str, group: str, text: str) -> bool:
    if kind == Meeting.kind.name or kind in FACTS:
        return False  # what only the program fills in has rules of its own
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        return False
    if not isinstance(values, dict) or not values:
        return False
    spelled = []
    limits = _limits(kind, group)
    for name, value in values.items():
        limit = limits.get(name)
        if limit is None:
            return False
        if limit and type(value) is str:
            if len(value) > limit or not keeps(kind, name, value):
                return False
            spelled.append(f'"{name}":{canonical(value)}')
        elif type(value) in _PLAIN:
            spelled.append(_spelled_if_kept(kind, group, name, value))
        else:
            return False
    return f"{{{','.join(sorted(spelled))}}}" == text


_looked_at_before = lru_cache(maxsize=10_000)(_look_at)


@cache
def _limits(kind: str, group: str) -> Mapping[str, int]:
    """For each field of a group how many characters can stand in it, where it holds whatever people write; else 0."""
    declaration = declared(kind)
    assert declaration is not None
    return {name: _WORDS.get(declaration.attributes[name].look.form, 0) for name in declaration.groups[group]}


@lru_cache(maxsize=20_000, typed=True)  # the same dates, periods, figures, ratings and links come again and again
def _spelled_if_kept(kind: str, group: str, name: str, value: str | bool | int) -> str:
    """A field as canonical JSON spells it; "" where its value is not what the field keeps of it."""
    if isinstance(value, str) and len(value) > LINE_LIMIT:
        return ""
    try:
        kept = validate(kind, group, {name: value})[name]
    except InvalidValue:
        return ""
    same = kept == value and (type(kept) is type(value) or isinstance(kept, str))
    return f'"{name}":{canonical(value)}' if same else ""
