"""Small wordings that every report uses, so that one thing is said in one way, and values as reports say them."""

from __future__ import annotations

from collections.abc import Sequence

from boardtui.domain.attention.schedule import routed_to
from boardtui.domain.board.board import Board
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


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun: `1 action`, `3 actions`, `no actions`."""
    noun = one if number == 1 else many or f"{one}s"
    return f"{number or 'no'} {noun}"


EMPTY = "nothing"


def from_to(before: str, now: str) -> str:
    """What something was and is: `31/03/2021 → 30/04/2021`."""
    return f"{before or EMPTY} → {now or EMPTY}"


def listed_in_words(parts: Sequence[str]) -> str:
    """`1 red, 2 amber and 3 green`."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
