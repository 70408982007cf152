"""Boards made in memory for tests of the rules: as small as the rule they are about."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from boardtui.domain.board.board import Board, Redating, Since
from boardtui.domain.records.kinds import KINDS, Comparator, Kpi, Profile, Reading, Record
from boardtui.domain.records.kpis import Series

_numbers = itertools.count(1)


def new_id() -> str:
    """An identity of its own, in the order of making."""
    return f"00000000-0000-4000-8000-{next(_numbers):012d}"


def board_of(
    *records: Record,
    since: Since | None = None,
    redatings: Mapping[str, tuple[Redating, ...]] | None = None,
    **profile: Any,
) -> Board:
    """A board with these records; keywords are settings of its profile."""
    by_kind: dict[str, dict[str, Record]] = {name: {} for name in KINDS}
    settings = Profile(id=new_id(), **profile)
    by_kind["board"][settings.id] = settings
    for made, record in enumerate(records, start=1):
        by_kind[record.kind.name][record.id] = replace(record, created=record.created or made)
    return Board(settings, by_kind, since or Since(), redatings or {})


def kpi_of(ref: str = "1.1", **values: Any) -> Kpi:
    """A KPI."""
    return Kpi(id=new_id(), ref=ref, **{"title": f"Measure {ref}", **values})


def trend(kpi: Kpi, figures: Mapping[str, str], series: Series = Series.PERIOD) -> list[Reading]:
    """Readings of a KPI by period: `97.8%`, or `199/200 99.5%` with numerator and denominator."""
    return [_reading(kpi, period, words, series) for period, words in figures.items()]


def current(kpi: Kpi, period: str, words: str) -> Reading:
    """The stated current figure of a KPI."""
    return _reading(kpi, period, words, Series.CURRENT)


def _reading(kpi: Kpi, period: str, words: str, series: Series) -> Reading:
    parts, _, value = words.partition(" ") if re.match(r"[^ ]+/[^ ]+ ", words) else ("", "", words)
    numerator, _, denominator = parts.partition("/")
    return Reading(
        id=new_id(),
        kpi=kpi.id,
        series=series,
        period=period,
        value=value,
        numerator=numerator,
        denominator=denominator,
    )


def previous_year(kpi: Kpi, year: str, value: str) -> Comparator:
    """The previous year's figure of a KPI."""
    return Comparator(id=new_id(), kpi=kpi.id, title="previous year", year=year, value=value)


def months(start: str, values: Iterable[str]) -> dict[str, str]:
    """Figures by month, from a month such as 2018-09 on."""
    year, month = map(int, start.split("-"))
    found = {}
    for value in values:
        found[f"{year}-{month:02d}"] = value
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return found
