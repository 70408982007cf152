"""Refs that two records share, as happens when two leads each add the next action, and the ref that is free instead."""

from __future__ import annotations

import re
from dataclasses import dataclass

from boardtui.domain.board import Board
from boardtui.domain.declare import Record
from boardtui.domain.kinds import KINDS
from boardtui.domain.types import REF_LIMIT


@dataclass(frozen=True, slots=True)
class SharedRef:
    """A ref that several records of one kind have.

    Attributes:
        first: the record that had it first, and keeps it.
        renumber: each of the others, with the ref that is free for it.
    """

    ref: str
    first: Record
    renumber: tuple[tuple[Record, str], ...]


def shared_refs(board: Board) -> list[SharedRef]:
    """Every ref that is not unique in its kind, and how to renumber. It is the same on every copy of the board."""
    found = []
    for kind in KINDS.values():
        if not kind.has("ref"):
            continue
        records = sorted(board.of_kind(kind.name), key=lambda record: (record.created, record.id))
        taken = {_key(record) for record in records}
        by_ref: dict[str, list[Record]] = {}
        for record in records:
            if _key(record):
                by_ref.setdefault(_key(record), []).append(record)
        for first, *others in by_ref.values():
            renumbered = []
            for record in others:
                free = _next_free(str(getattr(record, "ref", "")), taken)
                taken.add(free.casefold())
                renumbered.append((record, free))
            if renumbered:
                found.append(SharedRef(str(getattr(first, "ref", "")), first, tuple(renumbered)))
    return found


def next_free_ref(board: Board, kind: str, ref: str) -> str:
    """The next ref after one that no record of the kind has: 1.11 after 1.10, CIP07 after CIP06, 3.3b after 3.3a."""
    return _next_free(ref, {_key(record) for record in board.of_kind(kind)})


def _key(record: Record) -> str:
    return str(getattr(record, "ref", "")).strip().casefold()


def _next_free(ref: str, taken: set[str]) -> str:
    candidate = ref
    while candidate.casefold() in taken:
        candidate = _after(candidate)
    return candidate


def _after(ref: str) -> str:
    number = re.search(r"([0-9]+)(\D*)$", ref)
    letter = re.search(r"[0-9]([a-y])$", ref)
    if letter:
        return ref[:-1] + chr(ord(ref[-1]) + 1)
    if number and not number[2]:
        # Leading noughts stay, so that CIP09 goes on with CIP10 and R001 with R002.
        return ref[: number.start()] + str(int(number[1]) + 1).zfill(len(number[1]))
    return f"{ref[: REF_LIMIT - 5]}-2"
