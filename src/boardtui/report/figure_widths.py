"""How many cells the figures of a period take in a table, on the screen as in print."""

from __future__ import annotations

from boardtui.domain.kpis.scorecard_blocks import Family

_NARROWEST, WIDEST = 7, 11
"""How many cells a period's figure takes at least and at most: `Sep 18`, and `27% exc Dec`."""

_DATED = 15
"""How many cells a figure takes that has its own date beside it."""


def period_width(family: Family) -> int:
    """How many cells each period of some KPIs would like to take."""
    figure, name = family.longest
    return _DATED if family.kind is None else max(_NARROWEST, name, min(WIDEST, figure))
