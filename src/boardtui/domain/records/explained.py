"""Which words explain which value: they were said of it, and say nothing about the one that comes after it.

Every way of changing a board comes through here: a form, a key, a command, the settling of a disagreement.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from boardtui.domain.records.kinds import Kind

EXPLAINED_BY: Mapping[str, tuple[str, ...]] = {
    "rag": ("rationale", "evidence", "back_to_green", "help_wanted"),
    "due": ("due_reason",),
    "inherent": ("inherent_why",),
    "current": ("current_why",),
    "target": ("target_why",),
    "state": ("closed_why",),
}
"""For each field the ones that hold words about its value. They are of the same field group."""


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
    for name, words in EXPLAINED_BY.items():
        if name in after and after[name] != before[name]:
            kept |= {each: kind.attributes[each].default for each in words if each in after and each not in given}
    return kept
