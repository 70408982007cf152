"""What the JSON of a board looks like, as a JSON Schema made from the declarations: docs/board.schema.json."""

from __future__ import annotations

from typing import Any

from boardtui.domain.board.beside import number_name
from boardtui.domain.board.words import capitalised
from boardtui.domain.records.declare import Attribute, Kind
from boardtui.domain.records.kinds import KINDS
from boardtui.exchange.json_output import FORMAT, json_text

_WORDS: dict[str, Any] = {"type": "string"}
_LIST: dict[str, Any] = {"type": "array", "items": _WORDS}
_NUMBER: dict[str, Any] = {"type": ["number", "null"]}
_DAY: dict[str, Any] = {"type": ["string", "null"], "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_ID: dict[str, Any] = {"type": "string", "pattern": "^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})?$"}


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
