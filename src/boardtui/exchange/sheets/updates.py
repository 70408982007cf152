"""Trackers with a column of updates for each month: the latest one is the commentary, those before it are kept."""

from __future__ import annotations

from collections.abc import Sequence

from boardtui.domain.dates.periods import period_of
from boardtui.domain.kpis.headings import plain_heading
from boardtui.exchange.sheets.figures.comparators import without_period
from boardtui.exchange.sheets.finding import Table
from boardtui.exchange.sheets.headings import Heading
from boardtui.exchange.sheets.kinds import body_cells
from boardtui.exchange.sheets.vocabulary import rank
from boardtui.exchange.sources.grid import TEXT


def latest_update(table: Table, headings: Sequence[Heading]) -> Heading | None:
    """The latest of several columns of updates, by the month in its heading, in which anything stands."""
    dated = [(period, each) for each in headings if (period := _period_of_update(table, each))]
    return max(dated, key=lambda pair: pair[0])[1] if len(dated) > 1 else None


def _period_of_update(table: Table, heading: Heading) -> str:
    """The first day of the month that a column of updates is of; empty where it is none, or nothing stands in it."""
    words, period = without_period(heading.parts[-1] if heading.parts else "")
    cells = body_cells(table, heading.column)
    found = period_of(period) if period else None
    if found is None or not cells or sum(cell.sort == TEXT for cell in cells) * 2 < len(cells):
        return ""
    said = plain_heading(words) if words else ""
    if said and rank("action", "commentary", said) is None:
        return ""
    return found.start.isoformat()
