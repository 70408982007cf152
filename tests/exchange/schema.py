"""A small validator of JSON Schema: only what the schema of a board uses, and anything else is an error."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

KNOWN = {
    *("$schema", "$defs", "$ref", "title", "description"),
    *("type", "enum", "const", "pattern", "items", "properties", "required", "additionalProperties"),
}
TYPES = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "null": lambda value: value is None,
}


def faults(value: Any, schema: dict[str, Any], root: dict[str, Any], place: str = "") -> Iterator[str]:
    """What in a value does not fit a schema."""
    assert set(schema) <= KNOWN, set(schema) - KNOWN
    if "$ref" in schema:
        prefix, _, name = schema["$ref"].rpartition("/")
        assert prefix == "#/$defs"
        yield from faults(value, root["$defs"][name], root, place)
        return
    if "const" in schema and value != schema["const"]:
        yield f"{place}: {value!r} is not {schema['const']!r}"
    if "enum" in schema and value not in schema["enum"]:
        yield f"{place}: {value!r} is none of {schema['enum']}"
    if "type" in schema:
        types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        if not any(TYPES[each](value) for each in types):
            yield f"{place}: {value!r} is no {types}"
            return
    if "pattern" in schema and isinstance(value, str) and not re.search(schema["pattern"], value):
        yield f"{place}: {value!r} is not like {schema['pattern']}"
    if isinstance(value, list) and "items" in schema:
        for number, each in enumerate(value):
            yield from faults(each, schema["items"], root, f"{place}[{number}]")
    if isinstance(value, dict):
        known = schema.get("properties", {})
        yield from (f"{place}: {name} is missing" for name in schema.get("required", []) if name not in value)
        for name, each in value.items():
            if name in known:
                yield from faults(each, known[name], root, f"{place}.{name}")
            elif schema.get("additionalProperties") is False:
                yield f"{place}: {name} is not in the schema"
