"""JSON and TOML as this program prints them, and a board as JSON: readable, and harmless in a terminal."""

from __future__ import annotations

import json
import re
from typing import Any

from boardtui.domain.board.board import Board
from boardtui.domain.board.words import plain_value
from boardtui.domain.records.kinds import KINDS, Record
from boardtui.domain.records.text import ACTING

# JSON and TOML themselves escape only what stands before the space; a text that was edited by something else may hold
# any.
_ACTING = re.compile(f"[{ACTING}]")


def json_text(value: Any, *, sort_keys: bool = False) -> str:
    """Indented JSON with a line end. All characters stand as themselves but those that act on a screen."""
    return escaped(json.dumps(value, ensure_ascii=False, indent=2, sort_keys=sort_keys)) + "\n"


def escaped(document: str) -> str:
    """A JSON or TOML document in which what acts on a screen is escaped.

    Outside of strings such documents hold none of it, and within double quotes the escape means the same.
    """
    return _ACTING.sub(lambda found: f"\\u{ord(found[0]):04x}", document)


FORMAT = 1


def board_json(board: Board) -> str:
    """Write everything a board holds now as indented JSON. The same board gives the same bytes.

    Returns:
        An object with `format`, `board` (its own fields) and `records`: for each kind a list in the order people
        count them. A record has all of its fields by name, and `id`, `created` (the order in which records were
        made), `changed_at` (ISO 8601, UTC) and `conflicts`. Links are ids. Names are sorted.
    """
    document = {
        "format": FORMAT,
        "board": record_values(board.profile),
        "records": {
            name: [record_values(record) for record in board.of_kind(name)]
            for name in KINDS
            if name != board.profile.kind.name
        },
    }
    return json_text(document, sort_keys=True)


def record_values(record: Record) -> dict[str, Any]:
    """A record as plain values: its fields by name, and what every record has."""
    fields = {name: plain_value(getattr(record, name)) for name in record.kind.attributes}
    always = {
        "id": record.id,
        "created": record.created,
        "changed_at": record.changed_at,
        "conflicts": list(record.conflicts),
    }
    return fields | always
