"""Looking through everything that was ever said: what fields held, the reasons for edits, and frozen papers.

There is no index beside the edits: to look through 200,000 of them once takes less time than a person notices, and an
index would have to be kept with every edit, verified with every opening, and sent with every copy.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from itertools import islice

from boardtui.domain.immutable import immutable
from boardtui.domain.records.edits import LIFE, Edit
from boardtui.domain.records.kinds import KINDS
from boardtui.domain.records.text import pattern_of
from boardtui.store.columns import EDITS, edit_of

MOST_LOOKED_AT = 2_000
"""Edits. Where a phrase stands in more, the older ones are not looked at: somebody who looks for something types on."""

FROZEN = frozenset({"minutes", "agreed_minutes", "snapshot", "front_sheet"})
"""The fields of a meeting that hold what was frozen."""

# A line may end between two words: then anything may stand there, and what was found is looked at closely afterwards.
# The first of the three is quickly said of most edits, and the others are asked of the few that are left.
_QUERY = f"""
    {EDITS} WHERE
    (value LIKE :in_json ESCAPE '!' AND (value LIKE :value ESCAPE '!'
        OR (instr(value, '\\n') AND value LIKE :over_lines ESCAPE '!')))
    OR (why LIKE :plain ESCAPE '!' AND (why LIKE :why ESCAPE '!'
        OR (instr(why, char(10)) AND why LIKE :over_lines ESCAPE '!')))
    ORDER BY arrival DESC
"""
_COMMON_FIRST = "etaoinsrlhdcufmgpbywvkxjqz0123456789"
"""Letters as often as English has them, then digits. SQL looks for the first letter of what it looks for, and most of
its time goes into the places where that stands alone."""
_LEAST = 3
"""Letters of a word, to be looked for first."""


@immutable
class SaidBefore:
    """Words that were said once.

    Attributes:
        edit: the edit that said them.
        field: the field they were said in; empty for the reason of an edit.
        text: all that was said there.
        still: nothing has replaced it.
    """

    edit: Edit
    field: str
    text: str
    still: bool


def said_before(reader: sqlite3.Connection, phrase: str, *, limit: int) -> list[SaidBefore]:
    """What holds a phrase, the newest first; of what was said several times about one record, the last time."""
    pattern = pattern_of([" ".join(phrase.split())])
    if pattern is None:
        return []
    return list(islice(_found(reader, phrase, pattern), limit))


def _found(reader: sqlite3.Connection, phrase: str, pattern: re.Pattern[str]) -> Iterator[SaidBefore]:
    words = phrase.split()
    rare = _rarest(words)
    in_json, value = (json.dumps(each, ensure_ascii=False)[1:-1] for each in (rare, " ".join(words)))
    looked_for = {"in_json": in_json, "value": value, "plain": rare, "why": " ".join(words)}
    likes = {name: f"%{_like(each)}%" for name, each in looked_for.items()}
    rows = reader.execute(_QUERY, {**likes, "over_lines": f"%{'%'.join(map(_like, words))}%"})
    known: set[tuple[str, str]] = set()
    for row in islice(rows, MOST_LOOKED_AT):
        edit = edit_of(row)
        for field, text in _texts(edit):
            if (edit.record, text) not in known and pattern.search(text):
                known.add((edit.record, text))
                yield SaidBefore(edit, field, text, _is_current(reader, edit))


def _texts(edit: Edit) -> Iterator[tuple[str, str]]:
    """All that an edit says in words, the fields before the reason, which may repeat one of them."""
    kind = KINDS.get(edit.kind)
    if kind is not None and edit.group != LIFE:
        for name, value in edit.values().items():
            if not isinstance(value, str) or not value or not kind.has(name):
                continue
            if kind.attributes[name].look.form in ("line", "text") or name in FROZEN:
                yield name, value
    if edit.why:
        yield "", edit.why


def _is_current(reader: sqlite3.Connection, edit: Edit) -> bool:
    query = "SELECT 1 FROM head WHERE record = ? AND grp = ? AND session = ? AND number = ?"
    return reader.execute(query, (edit.record, edit.group, edit.id.session, edit.id.number)).fetchone() is not None


def _rarest(words: list[str]) -> str:
    """What is in the fewest edits, as far as its letters tell: the rarest word, from its rarest letter on."""
    word = max(words, key=lambda each: sum(map(_rarity, each)))
    begins = range(max(1, len(word) - _LEAST + 1))
    return word[max(begins, key=lambda place: _rarity(word[place])) :]


def _rarity(letter: str) -> int:
    return _COMMON_FIRST.find(letter.lower()) + 2  # one for signs and other alphabets, which SQL takes for any letter


def _like(text: str) -> str:
    """Words as SQL compares them: a letter that is typed in several ways, or whose case SQL does not know, is any."""
    return "".join(
        "_" if not letter.isascii() or letter in "'-" else f"!{letter}" if letter in "%_!" else letter
        for letter in text
    )
