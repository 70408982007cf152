"""The orders in which records stand: as they were made, and as people count them."""

from __future__ import annotations

import bisect
import re
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from itertools import islice
from operator import attrgetter, lt
from typing import Any

from boardtui.domain.records.kinds import Kind, Record

_COUNTED_BY = ("section", "date", "ref", "position")
"""The fields that people count records by. The rest, such as readings, they do not count: these stand as made."""


def are_as_made(records: Iterable[Record]) -> bool:
    """Whether records stand in the order they were made, no two of them made at once: mostly they do already."""
    made = list(map(attrgetter("created"), records))
    return all(map(lt, made, islice(made, 1, None)))


def in_counting_order(kind: Kind, records: Collection[Record]) -> tuple[Record, ...]:
    """Records of one kind as people count them."""
    if not any(map(kind.has, _COUNTED_BY)) and are_as_made(records):
        return tuple(records)  # a hundred thousand readings are not to be sorted for nothing
    return tuple(sorted(records, key=counting_order))


def put_in_order(
    ordered: Sequence[Record], changed: Iterable[tuple[Record | None, Record | None]]
) -> tuple[Record, ...]:
    """Records in their order, with each of some as it was before taken out and as it is now put in its place."""
    found = list(ordered)
    for before, now in changed:
        if before is not None:
            del found[bisect.bisect_left(found, counting_order(before), key=counting_order)]
        if now is not None:
            bisect.insort(found, now, key=counting_order)
    return tuple(found)


@lru_cache(maxsize=20_000)
def ref_order(ref: str) -> tuple[tuple[int, int, str], ...]:
    """A key that sorts refs as people count: 1.2 before 1.10, 3.3 before 3.3a, none last."""
    if not ref:
        return ((2, 0, ""),)
    return tuple(map(_part_order, _parts(ref)))


@lru_cache(maxsize=20_000)
def _part_order(part: str) -> tuple[int, int, str]:
    return (0, int(part), "") if part.isdecimal() else (1, 0, part.lower())


def _parts(ref: str) -> list[str]:
    return re.findall(r"[0-9]+|[^0-9.\s_/-]+", ref)[:20] or [ref]


def counting_order(record: Record) -> tuple[Any, ...]:
    """A key that sorts records of one kind as people count them."""
    section = getattr(record, "section", "") or getattr(record, "date", "")
    ref = getattr(record, "ref", "")
    return (
        section,
        ref_order(ref) if ref else ((2, 0, ""),),
        getattr(record, "position", 0),
        record.created,
        record.id,
    )
