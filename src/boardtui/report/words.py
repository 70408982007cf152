"""Small wordings that every report uses, so that one thing is said in one way."""

from __future__ import annotations

import re

from boardtui.domain.board import Board
from boardtui.domain.clean_text import clean
from boardtui.domain.kinds import Record
from boardtui.domain.movement import rag_words
from boardtui.domain.rag import Rag
from boardtui.domain.schedule import routed_to

NOT_STATED = "not stated"
NONE = "–"
ROUTED = "routed elsewhere"


def one_line(text: str) -> str:
    """Text of several lines in one. A stroke stands where a line ended without a full stop."""
    lines = [" ".join(line.split()) for line in re.split(r"[\n\u2028\u2029]", clean(text))]
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
