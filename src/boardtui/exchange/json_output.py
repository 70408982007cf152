"""JSON and TOML as this program prints them, and a board as JSON: readable, and harmless in a terminal."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from boardtui.domain.board.beside import beside
from boardtui.domain.board.board import Board
from boardtui.domain.board.words import Names, plain_value, short_name
from boardtui.domain.records.kinds import KINDS, Record
from boardtui.domain.records.text import ACTING, UNSEEN

# JSON and TOML themselves escape only what stands before the space; a text that was edited by something else may hold
# any.
_ESCAPED = re.compile(f"[{ACTING}{UNSEEN}]")


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
