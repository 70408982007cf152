"""Small wordings that every report uses, so that one thing is said in one way, and values as reports say them."""

from __future__ import annotations

from typing import Any

from boardtui.domain.attention.movement import rag_words
from boardtui.domain.attention.schedule import routed_to
from boardtui.domain.board.board import Board
from boardtui.domain.dates.dates import show_date
from boardtui.domain.meetings.agenda import title_of
from boardtui.domain.records.declare import Kind
from boardtui.domain.records.kinds import Record
from boardtui.domain.records.rag import Rag, read_rag
from boardtui.domain.records.text import harmless

NOT_STATED = "not stated"
NONE = "–"
ROUTED = "routed elsewhere"


def one_line(text: str) -> str:
    """Text of several lines in one. A stroke stands where a line ended without a full stop."""
    lines = [" ".join(line.split()) for line in harmless(text).split("\n")]
    joined = ""
    for line in filter(None, lines):
        joined += ("" if not joined else " " if joined[-1] in ".!?:;…" else " / ") + line
    return joined


def rating(board: Board, item: Record) -> str:
    """The rating of an item as letter, shape and word, or that another board has taken it over."""
    if routed_to(board, item):
        return ROUTED
    return rag_words(Rag(getattr(item, "rag", Rag.NOT_RATED)))


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun: `1 action`, `3 actions`, `no actions`."""
    noun = one if number == 1 else many or f"{one}s"
    return f"{number or 'no'} {noun}"


def capitalised(text: str) -> str:
    """Text with a capital first letter, all others unchanged."""
    return text[:1].upper() + text[1:]


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
