"""How a kind of record is declared: once, and everything else follows from it.

A kind is a frozen dataclass whose fields carry a label, a help line and a field group. The tables of the file, the
forms, the TOML format, the exports, the merge and the checks are all derived from that declaration, so that a new
field is a change in one place.
"""

from __future__ import annotations

import dataclasses
import re
import typing
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from boardtui.domain.errors import InvalidValue, quoted
from boardtui.domain.immutable import immutable
from boardtui.domain.records.types import LINE_LIMIT, REF_LIMIT, TEXT_LIMIT, After, Before, Between, FieldLook

if TYPE_CHECKING:
    from pydantic import BaseModel, ValidationError
    from pydantic_core import ErrorDetails


# pydantic is imported when the first value is checked: it takes as long as to read a board, which needs no check.

Value = str | int | bool | tuple[str, ...]


@immutable
class Attribute:
    """One field of a kind: what it is called, what it means, and which field group it belongs to.

    Attributes:
        in_papers: whether the snapshot tells it by itself, under its label, where no table of it has a column for it.
    """

    name: str
    label: str
    group: str
    help: str
    look: FieldLook
    annotation: Any
    default: Any
    in_papers: bool = False


@immutable(kw_only=True)
class Record:
    """What every record has beside its own fields.

    Attributes:
        id: a uuid, the same in every copy of the board.
        created: the Lamport counter of its first edit, which is the order in which records were made.
        changed_at: when it was last edited, as an ISO 8601 UTC time.
        conflicts: the field groups on which copies disagree; `life` when it was edited here and deleted there.
    """

    kind: ClassVar[Kind]

    id: str
    created: int = 0
    changed_at: str = ""
    conflicts: tuple[str, ...] = ()

    def values(self, group: str) -> dict[str, Value]:
        """The values of one field group."""
        return {name: getattr(self, name) for name in self.kind.groups[group]}


@immutable
class Kind:
    """A kind of record, as its declaration says.

    Attributes:
        name: how the file, TOML and the command line name it, such as `task_group`.
        label: how people name one of them; `plural` several.
        attributes: the fields by name, in the order they are shown.
        groups: the field groups and the names of their fields. A group is the unit of change and of conflict.
        natural_key: fields that identify a record: two people who enter the same reading enter one record.
        owner: the field that says what the record belongs to, and is deleted with.
    """

    name: str
    label: str
    plural: str
    record: type[Record]
    attributes: Mapping[str, Attribute]
    groups: Mapping[str, tuple[str, ...]]
    natural_key: tuple[str, ...] = ()
    owner: str = ""

    def has(self, name: str) -> bool:
        """Whether records of this kind have the field."""
        return name in self.attributes


KINDS: dict[str, Kind] = {}

FACTS: dict[str, Kind] = {}
"""What only the program notes, such as that a copy was sent: kept as edits beside the records, and on no list of them.

A version that does not know one keeps its edits and shows nothing of them, as it does with records of a kind it does
not know.
"""

R = TypeVar("R", bound=Record)


def attr(label: str, group: str, *, help: str = "", default: Any = "", in_papers: bool = False) -> Any:
    """Declare one field of a kind: its label, its field group, a line of help, and whether papers tell it by itself."""
    return field(default=default, metadata={"label": label, "group": group, "help": help, "in_papers": in_papers})


def other_words() -> Any:
    """Declare the field that a kind has for what a sheet says and no other field can hold. It is the last of a kind."""
    return attr("Other words", "other_words", help="what has no field of its own, a line `Heading: words` for each")


def declare(
    name: str, plural: str, *, label: str = "", natural_key: tuple[str, ...] = (), owner: str = "", fact: bool = False
) -> Callable[[type[R]], type[R]]:
    """Class decorator: make a frozen dataclass a kind of record, or a kind of fact."""

    def add(record: type[R]) -> type[R]:
        hints = typing.get_type_hints(record, include_extras=True)
        attributes: dict[str, Attribute] = {}
        groups: dict[str, tuple[str, ...]] = {}
        for each in dataclasses.fields(record):
            if "group" not in each.metadata:
                continue
            annotation, group = hints[each.name], each.metadata["group"]
            look = next(part for part in annotation.__metadata__ if isinstance(part, FieldLook))
            attributes[each.name] = Attribute(
                each.name,
                each.metadata["label"],
                group,
                each.metadata["help"],
                look,
                annotation,
                each.default,
                each.metadata["in_papers"],
            )
            groups[group] = (*groups.get(group, ()), each.name)
        kind = Kind(name, label or name.replace("_", " "), plural, record, attributes, groups, natural_key, owner)
        (FACTS if fact else KINDS)[name] = record.kind = kind
        return record

    return add


def declared(name: str) -> Kind | None:
    """The kind of record or of fact that is called so; None where this version declares none."""
    return KINDS.get(name) or FACTS.get(name)


@cache
def _model(kind: str, group: str) -> tuple[type[BaseModel], type[ValidationError]]:
    from pydantic import ConfigDict, ValidationError, create_model

    declaration = declared(kind)
    assert declaration is not None
    attributes = [each for each in declaration.attributes.values() if each.group == group]
    fields: dict[str, Any] = {each.name: (_for_pydantic(each.annotation), each.default) for each in attributes}
    made = create_model(f"{kind}_{group}", __config__=ConfigDict(extra="forbid", strict=False), **fields)
    return made, ValidationError


def _for_pydantic(annotation: Any) -> Any:
    """An annotation of a field with what pydantic does said in its own words."""
    from pydantic import AfterValidator, BeforeValidator, Field

    parts: list[Any] = []
    for part in annotation.__metadata__:
        match part:
            case Before():
                parts.append(BeforeValidator(part.read))
            case After():
                parts.append(AfterValidator(part.check))
            case Between():
                parts.append(Field(ge=part.least, le=part.most))
            case _:
                parts.append(part)
    return typing.Annotated[(annotation.__origin__, *parts)]


def validate(kind: str, group: str, values: Mapping[str, Any]) -> dict[str, Value]:
    """Check the values of one field group and bring them to the form in which they are kept.

    Raises:
        InvalidValue: a field is unknown or cannot hold its value; the sentence names field and value.
    """
    declaration = declared(kind)
    if declaration is None or group not in declaration.groups:
        raise InvalidValue(f"This version knows no {group!r} of a {kind!r}.")
    model, wrong = _model(kind, group)
    try:
        # Its fields hold what is kept, as it is: nothing has to be made of them.
        return dict(vars(model(**values)))
    except wrong as error:
        problems = list(_problems(declaration, error))
        sentence = " ".join(f"{name}: {reason}" if name else reason for name, reason in problems)
        reasons = {name: reason[:1].upper() + reason[1:] for name, reason in problems if name}
        raise InvalidValue(sentence, reasons=reasons) from None


def keeps(kind: str, name: str, text: str) -> bool:
    """Whether a field that holds words keeps a text just as it is. `validate` says the same, of a whole group."""
    try:
        kept: Any = text
        for step in _steps(kind, name):
            kept = step(kept)
    except ValueError:
        return False
    return bool(kept == text)


@cache
def _steps(kind: str, name: str) -> tuple[Callable[[Any], Any], ...]:
    """What is done to the words that a field is given, in its order."""
    declaration = declared(kind)
    assert declaration is not None
    annotation = declaration.attributes[name].annotation
    assert annotation.__origin__ is str
    read = [part.read for part in annotation.__metadata__ if isinstance(part, Before)]
    return (*reversed(read), *(part.check for part in annotation.__metadata__ if isinstance(part, After)))


def values_as_declared(kind: Kind, group: str, stored: Mapping[str, Any]) -> dict[str, Value]:
    """The values of a field group as an edit keeps them, read as this version declares them.

    What it does not know is passed over, what is missing has its default, and where something does not fit, all of it
    has. pydantic is asked only about what another version wrote: the rest it has looked at when it was written.
    """
    attributes = [kind.attributes[name] for name in kind.groups[group]]
    defaults: dict[str, Value] = {each.name: each.default for each in attributes}
    if not stored:
        return defaults
    if stored.keys() == defaults.keys():
        read = {each.name: _as_declared(each, stored[each.name]) for each in attributes}
        if all(type(value) is type(defaults[name]) for name, value in read.items()):
            return read
    try:
        return validate(kind.name, group, {name: value for name, value in stored.items() if name in defaults})
    except InvalidValue:
        return defaults


def _as_declared(attribute: Attribute, value: Any) -> Any:
    """A value as JSON keeps it, in the type of its field; anything else stays as it is."""
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return tuple(value)
    if attribute.look.form == "choice" and isinstance(value, str) and value in attribute.look.choices:
        return attribute.annotation.__origin__(value)
    return value


def _problems(kind: Kind, error: ValidationError) -> Iterator[tuple[str, str]]:
    """The field and what is wrong with it; no field where the kind has none of that name."""
    for problem in error.errors(include_url=False):
        name = str(problem["loc"][0]) if problem["loc"] else ""
        reason = problem.get("ctx", {}).get("error")
        if problem["type"] == "extra_forbidden":
            yield "", unknown_field(kind, name)
        elif reason is not None:
            yield name, f"{reason}."
        else:
            yield name, f"{_needed(problem)}, not {quoted(problem['input'])}."


def _needed(problem: ErrorDetails) -> str:
    """What a number or a flag has to be. Every other type says itself what does not fit."""
    match problem["type"], problem.get("ctx", {}):
        case "greater_than_equal", {"ge": least}:
            return f"it can be {least:,} at the least"
        case "less_than_equal", {"le": most}:
            return f"it can be {most:,} at the most"
        case kind, _ if kind.startswith("bool"):
            return "yes or no is needed here"
        case kind, _ if kind.startswith("int"):
            return "a whole number is needed here"
        case _:
            return f"{problem['msg'][:1].lower()}{problem['msg'][1:]}"


def unknown_field(kind: Kind, name: str) -> str:
    """The sentence for a field name that a kind does not have: it lists those it has."""
    known = ", ".join(each.name for each in kind.attributes.values() if each.look.form != "data")
    return f"{_article(kind.label)} has no {name!r}. It has: {known}."


def _article(noun: str) -> str:
    return f"{'An' if re.match('[aeiou]', noun, re.IGNORECASE) else 'A'} {noun}"


def by_group(kind: Kind, values: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Sort values into field groups.

    Raises:
        InvalidValue: the kind has no such field.
    """
    groups: dict[str, dict[str, Any]] = {}
    for name, value in values.items():
        if name not in kind.attributes:
            raise InvalidValue(unknown_field(kind, name))
        groups.setdefault(kind.attributes[name].group, {})[name] = value
    return groups


_NAMESPACE = uuid.UUID("1f0c2f0e-54a7-4c1c-9a7e-3d5b6f0d8a11")


def natural_id(kind: str, *key: str) -> str:
    """The identity of a record that its key fields determine: the same in every copy."""
    return str(uuid.uuid5(_NAMESPACE, "\x1f".join((kind, *key))))


def identity_for(kind: Kind, values: Mapping[str, Any], new_id: str) -> str:
    """The id a new record gets: worked out from its key fields where it has such, else the given one."""
    if not kind.natural_key:
        return new_id
    full = {name: values.get(name, kind.attributes[name].default) for name in kind.natural_key}
    return natural_id(kind.name, *(str(full[name]) for name in kind.natural_key))


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
