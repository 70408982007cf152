"""What each field can hold, in words, from the declarations: for the help of commands and the page on plans."""

from __future__ import annotations

from boardtui.domain.records.declare import Attribute, Kind
from boardtui.domain.records.types import LINE_LIMIT, REF_LIMIT, TEXT_LIMIT


def allowed(attribute: Attribute) -> str:
    """What a field can hold."""
    look = attribute.look
    match look.form:
        case "choice":
            return ", ".join(each or "nothing" for each in look.choices)
        case "flag":
            return "true or false"
        case "number":
            return "a whole number"
        case "date":
            return "a date such as 31/03/2021, or words"
        case "period":
            return "2018-09, 2020/21 Q1, 2017/18, 2019/20 academic, or a day"
        case "figure":
            return "a figure as stated, such as 97.8%, or n/a, c, -"
        case "score":
            return "likelihood x impact, such as 4x3"
        case "link":
            return f"the ref of one {_kinds(attribute)}"
        case "links":
            return f"refs with their kinds, such as kpi:2.1; of {_kinds(attribute)}"
        case "text":
            return f"text of several lines, up to {TEXT_LIMIT:,} characters"
        case _:
            most = REF_LIMIT if attribute.name == "ref" else LINE_LIMIT
            return f"one line, up to {most} characters"


def needed(kind: Kind, attribute: Attribute) -> bool:
    """Whether a record is refused without the field: it says what it belongs to, or which one it is."""
    if attribute.name == kind.owner:
        return True
    return kind.name == "reading" and attribute.name == "period"


def field_lines(kinds: list[Kind], name: str) -> list[str]:
    """The help on one field, for each kind that has it; none where no kind does."""
    told: dict[str, list[str]] = {}
    for kind in kinds:
        if kind.has(name) and kind.attributes[name].look.form != "data":
            each = kind.attributes[name]
            words = f"{each.label}: {allowed(each)}" + (f" ({each.help})" if each.help else "")
            told.setdefault(words + ("; needed" if needed(kind, each) else ""), []).append(kind.label)
    return [f"{name} of {', '.join(labels)}. {words}" for words, labels in told.items()]


def _kinds(attribute: Attribute) -> str:
    return ", ".join(each.replace("_", " ") for each in attribute.look.kinds) or "any kind"
