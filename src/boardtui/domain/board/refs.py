"""Refs that stand twice, as when two people added an item in their own copies, and the next one that is free."""

from __future__ import annotations

import re
from itertools import count

from boardtui.domain.board.board import Board
from boardtui.domain.board.words import ref_of
from boardtui.domain.records.kinds import Record
from boardtui.domain.records.text import same_key
from boardtui.domain.records.types import REF_LIMIT


def same_refs(board: Board) -> tuple[tuple[Record, ...], ...]:
    """The records of one kind that people would call the same, as they were made; the first one keeps its ref."""
    return board.refs_twice


def next_free_ref(board: Board, record: Record) -> str:
    """The ref after the last one of the same family: 1.13 where the 1.x go up to 1.12, CIP07 after CIP06.

    A gap is not filled: what stood there once is in earlier papers.
    """
    before, digits = _family(ref_of(record))
    others = [_family(ref_of(each)) for each in board.of_kind(record.kind.name)]
    last = max((int(own) for family, own in others if same_key(family) == same_key(before) and own), default=1)
    taken = {same_key(ref_of(each)) for each in board.of_kind(record.kind.name)}
    # A ref that is as long as a ref can be loses what its number needs; then the number alone makes it another one.
    numbers = (f"{number:0{len(digits)}d}" for number in count(last + 1))
    free = (f"{before[: REF_LIMIT - len(number)]}{number}" for number in numbers)
    return next(ref for ref in free if same_key(ref) not in taken)


def _family(ref: str) -> tuple[str, str]:
    """What the refs of a family begin with, and the digits that tell them apart: `1.` and `10`, `CIP` and `06`."""
    found = re.fullmatch(r"(.*?)([0-9]{1,9})[^0-9]{0,3}", ref)
    return (found[1], found[2]) if found else (f"{ref} " if ref else "", "")


def count_to_decide(board: Board) -> int:
    """How many things there are for people to decide: where copies disagree, and refs that stand twice."""
    return sum(len(record.conflicts) for record in board.conflicted) + sum(1 for _ in same_refs(board))
