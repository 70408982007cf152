"""The labels of a kind's fields where they stand side by side: no two of them are the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from boardtui.domain.board.words import Names, field_label
from boardtui.domain.records.declare import Attribute, Kind
from boardtui.domain.records.text import same_key


def labels(names: Names, kind: Kind, fields: Iterable[Attribute]) -> dict[str, str]:
    """The label of each field by its name; of several that are called the same, with what they are about before it.

    Such as `Current score: why`.
    """
    found = {each.name: field_label(names, each) for each in fields}
    often = Counter(same_key(label) for label in found.values())
    for name, label in found.items():
        if often[same_key(label)] > 1:
            first = kind.attributes[kind.groups[kind.attributes[name].group][0]]
            found[name] = f"{field_label(names, first)}: {label.lower()}"
    # A board can call its ambitions what a field is called: a number tells them apart.
    told: Counter[str] = Counter()
    for name, label in found.items():
        told[same_key(label)] += 1
        if (number := told[same_key(label)]) > 1:
            found[name] = f"{label} ({number})"
    return found
