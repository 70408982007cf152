"""What programs get beside a value as it is kept: the number of a figure, the day of a date, the names of links."""

from __future__ import annotations

from typing import Any

from boardtui.domain.board.words import Names, name_of
from boardtui.domain.dates.dates import read_date
from boardtui.domain.dates.figures import read_figure
from boardtui.domain.records.declare import Attribute


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
