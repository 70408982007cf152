"""Small wordings that every report uses, so that one thing is said in one way, and values as reports say them."""

from __future__ import annotations

from boardtui.domain.attention.schedule import routed_to
from boardtui.domain.board.board import Board
from boardtui.domain.board.words import capitalised, field_label
from boardtui.domain.records.edits import LIFE
from boardtui.domain.records.kinds import Record
from boardtui.domain.records.rag import Rag
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
    return Rag(getattr(item, "rag", Rag.NOT_RATED)).words


def disagreed_on(board: Board, record: Record, group: str) -> str:
    """What copies disagree on in a field group: its fields by their labels, or whether the record stays."""
    if group == LIFE:
        return "whether it stays"
    fields = (record.kind.attributes[name] for name in record.kind.groups.get(group, ()))
    return capitalised(" · ".join(field_label(board, each) for each in fields))


def how_many(number: int, one: str, many: str = "") -> str:
    """A number with its noun: `1 edit`, `1,200 edits`, `0 edits`."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def counted(number: int, one: str, many: str = "") -> str:
    """As `how_many`, in a sentence: `1 action`, `3 actions`, `no actions`."""
    return how_many(number, one, many) if number else f"no {many or f'{one}s'}"


EMPTY = "nothing"


def from_to(before: str, now: str) -> str:
    """What something was and is: `31/03/2021 → 30/04/2021`."""
    return f"{before or EMPTY} → {now or EMPTY}"
