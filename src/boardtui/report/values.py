"""A value of a field in words, as reports say what it was and what it is."""

from __future__ import annotations

from typing import Any

from boardtui.domain.agenda import title_of
from boardtui.domain.board import Board
from boardtui.domain.dates import show_date
from boardtui.domain.declare import Kind
from boardtui.domain.kinds import Record
from boardtui.domain.movement import rag_words
from boardtui.domain.rag import read_rag
from boardtui.report.words import capitalised

EMPTY = "nothing"


def value_words(board: Board, kind: Kind, name: str, value: Any) -> str:
    """What a field holds, in words; empty for an empty one.

    Args:
        board: the board, which knows what linked records are called.
        kind: the kind of record.
        name: the field.
        value: what it holds, as the record or as an edit keeps it.
    """
    if value is None or value in ("", (), []):
        return ""
    if name == "rag":
        return rag_words(read_rag(str(value)))
    match kind.attributes[name].look.form if kind.has(name) else "":
        case "link":
            return board.name(str(value))
        case "links":
            return ", ".join(board.name(str(each)) for each in value)
        case "date":
            return show_date(str(value))
        case "flag":
            return "yes" if value else "no"
        case "score":
            return str(value).replace("x", " × ")
        case "data":
            return ""
        case _:
            return str(value)


def from_to(before: str, now: str) -> str:
    """What something was and is: `31/03/2021 → 30/04/2021`."""
    return f"{before or EMPTY} → {now or EMPTY}"


def with_kind(board: Board, record: Record) -> str:
    """A record with its kind before it: `Action 1.3 Embed audits`. An ambition has the board's own word."""
    label = board.profile.ambition_label if record.kind.name == "ambition" else record.kind.label
    return f"{capitalised(label or record.kind.label)} {title_of(record)}"
