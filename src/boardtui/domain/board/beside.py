"""What stands side by side: labels of fields, no two the same; what programs get beside a value as it is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from boardtui.domain.board.words import Names, field_label, name_of
from boardtui.domain.dates.dates import read_date
from boardtui.domain.dates.figures import read_figure
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


def beside(names: Names, attribute: Attribute, value: Any) -> dict[str, Any]:
    """What stands beside a value in JSON, by name; nothing where the value says it all.

    Beside `value` stands `number`, beside any other figure its name with `_number`; beside a date `_day`, the day that
    it is due by, as an ISO date; beside a link `_name`, beside links `_names`.
    """
    match attribute.look.form:
        case "figure":
            return {number_name(attribute.name): number_of(str(value))}
        case "date":
            return {f"{attribute.name}_day": day_of(str(value))}
        case "link":
            return {f"{attribute.name}_name": name_of(names, value)}
        case "links":
            return {f"{attribute.name}_names": [name_of(names, each) for each in value]}
        case _:
            return {}


def number_name(name: str) -> str:
    """What the number of a figure is called."""
    return "number" if name == "value" else f"{name}_number"


def number_of(stated: str) -> float | int | None:
    """The number that a figure states, 97.7 of `97.7%` and 335000 of `£335k`; None where it states none."""
    figure = read_figure(stated)
    if figure.number is None:
        return None
    return int(figure.number) if figure.number == figure.number.to_integral_value() else float(figure.number)


def day_of(stated: str) -> str | None:
    """The day that a date states, the last one of a month or a window, as an ISO date; None where it tells no day."""
    day = read_date(stated).day
    return day.isoformat() if day is not None else None
