"""A series as a line of bars, small enough for a cell of a table."""

from __future__ import annotations

from collections.abc import Sequence

_BARS = "▁▂▃▄▅▆▇█"


def sparkline(values: Sequence[float | None], width: int) -> str:
    """Draw values as a line of bars, lowest to highest, with a blank for a missing one.

    Args:
        values: In date order; only the latest that fit are drawn.
        width: How many cells there are.
    """
    shown = list(values)[-width:] if width > 0 else []
    known = [value for value in shown if value is not None]
    if not known:
        return " " * len(shown)
    low, span = min(known), max(known) - min(known)
    top = len(_BARS) - 1

    def bar(value: float | None) -> str:
        if value is None:
            return " "
        # What never moves is drawn half-way up: at the bottom it would look like nothing at all.
        return _BARS[round((value - low) / span * top)] if span else _BARS[top // 2]

    return "".join(map(bar, shown))
