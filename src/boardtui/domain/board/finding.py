"""Something about a board's data that somebody should look at. It is said, never put right silently."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from boardtui.domain.board.board import name_of
from boardtui.domain.records.declare import Record


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at.

    Attributes:
        record: the id of the record to open.
        ref: what people call it: its ref, or the first words of its title.
        code: which check found it, such as `parts_disagree`: the same for all findings of a sort.
        sentence: what is found, for a reader who never saw the program.
    """

    record: str
    ref: str
    code: str
    sentence: str


def found(record: Record, code: str, sentence: str) -> Finding:
    """A finding on a record."""
    return Finding(record.id, name_of(record), code, sentence)


def called(record: Record) -> str:
    """A record as a sentence begins with it: `Action 6.1`, `KPI 4.7`, `Milestone “Inspection window”`."""
    label = record.kind.label[:1].upper() + record.kind.label[1:]
    ref = cast(str, getattr(record, "ref", ""))
    return f"{label} {ref}" if ref else f"{label} “{name_of(record)}”"


def sentence(*parts: str) -> str:
    """Join parts to a sentence with one full stop; a question keeps its mark."""
    text = " ".join(filter(None, parts)).rstrip(" .")
    return text if text.endswith("?") else f"{text}."
