"""Something about a board's data that somebody should look at. It is said, never put right silently."""

from __future__ import annotations

from boardtui.domain.board.board import Board
from boardtui.domain.board.words import short_name
from boardtui.domain.immutable import immutable
from boardtui.domain.records.declare import Record


@immutable
class Finding:
    """One thing to look at.

    Attributes:
        record: the id of the record to open.
        ref: its short name.
        code: which check found it, such as `parts_disagree`: the same for all findings of a sort.
        sentence: what is found, for a reader who never saw the program.
        reading: the id of the one figure of a KPI that it is about; empty where it is about more than that.
    """

    record: str
    ref: str
    code: str
    sentence: str
    reading: str = ""


def found(board: Board, record: Record, code: str, sentence: str, *, reading: str = "") -> Finding:
    """A finding on a record, and on one of its figures if that is named."""
    return Finding(record.id, short_name(board, record), code, sentence, reading)


def sentence(*parts: str) -> str:
    """Join parts to a sentence with one full stop; a question keeps its mark."""
    text = " ".join(filter(None, parts)).rstrip(" .")
    return text if text.endswith("?") else f"{text}."
