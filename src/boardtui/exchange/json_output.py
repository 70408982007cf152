"""JSON and TOML as this program prints them: readable, and harmless in a terminal; a board as JSON, and its schema."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from boardtui.domain.board.beside import beside, number_name
from boardtui.domain.board.board import Board
from boardtui.domain.board.words import Names, capitalised, plain_value, short_name
from boardtui.domain.records.declare import Attribute, Kind
from boardtui.domain.records.kinds import KINDS, Record
from boardtui.domain.records.text import ACTING, UNSEEN

# JSON and TOML themselves escape only what stands before the space; a text that was edited by something else may hold
# any.
_ESCAPED = re.compile(f"[{ACTING}{UNSEEN}]")
_WORDS: dict[str, Any] = {"type": "string"}
_LIST: dict[str, Any] = {"type": "array", "items": _WORDS}
_NUMBER: dict[str, Any] = {"type": ["number", "null"]}
_DAY: dict[str, Any] = {"type": ["string", "null"], "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_ID: dict[str, Any] = {"type": "string", "pattern": "^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})?$"}


def json_text(value: Any, *, sort_keys: bool = False) -> str:
    """Indented JSON with a line end. All characters stand as themselves but those that act on a screen."""
    document = json.dumps(value, ensure_ascii=False, indent=2, sort_keys=sort_keys)
    return _ESCAPED.sub(lambda found: json.dumps(found[0])[1:-1], document) + "\n"


def escaped(document: str) -> str:
    """A TOML document in which what acts on a screen, and what nobody sees, is escaped.

    Outside of strings such documents hold none of it, and within double quotes the escape means the same.
    """

    def escape(found: re.Match[str]) -> str:
        code = ord(found[0])
        return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"

    return _ESCAPED.sub(escape, document)


FORMAT = 1


def board_json(board: Board, kinds: Sequence[str] = ()) -> str:
    """Write everything a board holds now as indented JSON. The same board gives the same bytes.

    Args:
        board: the board.
        kinds: only records of these kinds; all of them by default.

    Returns:
        An object with `format`, `board` (its own fields) and `records`: for each kind a list in the order people
        count them. A record has all of its fields by name, and `id`, `name`, `created` (the order in which records
        were made), `changed_at` (ISO 8601, UTC) and `conflicts`. Links are ids. Beside figures stand numbers, beside
        dates ISO days, beside links names: see `beside`. Names are sorted. docs/board.schema.json says it all.
    """
    document = {
        "format": FORMAT,
        "board": record_values(board, board.profile),
        "records": {
            name: [record_values(board, record) for record in board.of_kind(name)]
            for name in kinds or KINDS
            if name != board.profile.kind.name
        },
    }
    return json_text(document, sort_keys=True)


def record_values(names: Names, record: Record) -> dict[str, Any]:
    """A record as plain values: its fields by name with what stands beside them, and what every record has."""
    fields: dict[str, Any] = {}
    for name, attribute in record.kind.attributes.items():
        value = getattr(record, name)
        fields |= {name: plain_value(value)} | beside(names, attribute, value)
    always = {
        "id": record.id,
        "name": short_name(names, record),
        "created": record.created,
        "changed_at": record.changed_at,
        "conflicts": list(record.conflicts),
    }
    return fields | always


def board_schema() -> dict[str, Any]:
    """The schema, in the dialect of 2020-12."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A board, as `boardtui export --to json` writes it",
        "type": "object",
        "required": ["format", "board", "records"],
        "additionalProperties": False,
        "properties": {
            "format": {"const": FORMAT},
            "board": {"$ref": "#/$defs/board"},
            "records": {
                "type": "object",
                "description": "All kinds; with --only those that were asked for.",
                "additionalProperties": False,
                "properties": {
                    name: {"type": "array", "items": {"$ref": f"#/$defs/{name}"}} for name in KINDS if name != "board"
                },
            },
        },
        "$defs": {name: _kind_schema(kind) for name, kind in KINDS.items()},
    }


def schema_text() -> str:
    """The schema as the file in docs/ holds it."""
    return json_text(board_schema())


def _kind_schema(kind: Kind) -> dict[str, Any]:
    properties: dict[str, Any] = {
        "id": {**_ID, "description": "The same in every copy of the board."},
        "name": {**_WORDS, "description": "What people say aloud, such as 1.3."},
        "created": {"type": "integer", "description": "The order in which records were made."},
        "changed_at": {**_WORDS, "description": "The time of the latest edit, ISO 8601, UTC."},
        "conflicts": {**_LIST, "description": "The field groups on which copies disagree."},
    }
    for attribute in kind.attributes.values():
        properties |= _field_schema(attribute)
    return {
        "type": "object",
        "title": capitalised(kind.label),
        "required": list(properties),
        "additionalProperties": False,
        "properties": properties,
    }


def _field_schema(attribute: Attribute) -> dict[str, Any]:
    """A field, and what stands beside it."""
    name, told = attribute.name, {"description": attribute.label + (f": {attribute.help}" if attribute.help else "")}
    match attribute.look.form:
        case "flag":
            return {name: {"type": "boolean", **told}}
        case "number":
            return {name: {"type": "integer", **told}}
        case "choice":
            return {name: {"type": "string", "enum": list(attribute.look.choices), **told}}
        case "figure":
            beside = {**_NUMBER, "description": f"The number that {name} states; null where it states none."}
            return {name: {**_WORDS, **told}, number_name(name): beside}
        case "date":
            beside = {**_DAY, "description": f"The last day that {name} can mean; null where it tells no day."}
            return {name: {**_WORDS, **told}, f"{name}_day": beside}
        case "link":
            return {name: {**_ID, **told}, f"{name}_name": {**_WORDS, "description": "What it is called."}}
        case "links":
            ids = {"type": "array", "items": _ID, **told}
            return {name: ids, f"{name}_names": {**_LIST, "description": "What they are called, in the same order."}}
        case _:
            return {name: {**_WORDS, **told}}
