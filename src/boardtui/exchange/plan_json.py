"""A board as JSON, for programs: everything it holds now, with the ids."""

from __future__ import annotations

from typing import Any

from boardtui.domain.board import Board
from boardtui.domain.kinds import KINDS, Record
from boardtui.exchange.plain_output import json_text

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
    fields = {name: _plain(getattr(record, name)) for name in record.kind.attributes}
    always = {
        "id": record.id,
        "created": record.created,
        "changed_at": record.changed_at,
        "conflicts": list(record.conflicts),
    }
    return fields | always


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return str(value) if isinstance(value, str) else value
