"""Which words explain which value: they were said of it, and say nothing about the one that comes after it.

Every way of changing a board comes through here: a form, a key, a command, the settling of a disagreement.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from boardtui.domain.records.kinds import Kind
from boardtui.domain.records.plan import Progress

EXPLAINED_BY: Mapping[str, tuple[str, ...]] = {
    "rag": ("rationale", "evidence", "back_to_green", "help_wanted"),
    "due": ("due_reason",),
    "inherent": ("inherent_why",),
    "current": ("current_why",),
    "target": ("target_why",),
    "state": ("closed_why",),
    "done": ("outcome",),
    "answer": ("answered_by", "answered_in"),
    "progress": ("progress_words", "completed"),
    "minimum": ("reason",),
    "upper": ("reason",),
    "polarity": ("reason",),
    "spent": ("spent_at",),
    "projected": ("variance",),
}
"""For each field the ones that hold words about its value. They are of the same field group."""

_ONLY_OF: Mapping[str, Any] = {"completed": Progress.COMPLETE}
"""Words that speak of one value alone: stated beside another one, they wait for it."""

_OF_SOMETHING = ("answered_by", "answered_in", "spent_at", "variance")
"""Words that say nothing of an empty value: stated before it, they wait for it."""


def words_about(kind: Kind, names: Iterable[str]) -> Iterator[str]:
    """The fields of a kind that hold words about some others."""
    for name in names:
        for words in EXPLAINED_BY.get(name, ()):
            if kind.has(name) and kind.has(words) and kind.attributes[name].group == kind.attributes[words].group:
                yield words


def without_old_words(
    kind: Kind, before: Mapping[str, Any], after: Mapping[str, Any], given: Mapping[str, Any]
) -> dict[str, Any]:
    """The new values of a field group without words that were said of a value which is no longer there.

    Args:
        kind: the kind of the record.
        before: the values of the group so far, all of them.
        after: the new values of the group, all of them.
        given: those that somebody gives now. Words among them are about the new value, even if they are the same.
    """
    kept = dict(after)
    for name in EXPLAINED_BY:
        if name in after and after[name] != before[name]:
            kept |= {
                each: kind.attributes[each].default
                for each in words_about(kind, (name,))
                if each not in given and _was_about(each, before[name])
            }
    return kept


def _was_about(words: str, value: Any) -> bool:
    if words in _OF_SOMETHING and not value:
        return False
    return words not in _ONLY_OF or value == _ONLY_OF[words]
