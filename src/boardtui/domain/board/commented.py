"""Commentaries: when each was written, and what of an item is a report on how it stands."""

from __future__ import annotations

from collections.abc import Mapping

from boardtui.domain.immutable import immutable


@immutable
class Commented:
    """The day of a commentary.

    Attributes:
        at: when it was written, as an ISO 8601 UTC time.
        brought: it came in a plan or a spreadsheet at that time: when it was written nobody has said.
    """

    at: str
    brought: bool = False


REPORTED: Mapping[str, tuple[str, ...]] = {
    "ambition": ("status", "narrative", "achievements"),
    "action": ("status", "dates", "progress", "commentary"),
    "next_step": ("status", "dates"),
    "milestone": ("status", "dates", "progress", "note"),
    "kpi": ("commentary",),
    "risk": ("current", "review", "state", "commentary"),
    "mitigation": ("progress", "dates"),
    "action_arising": ("dates", "outcome"),
}
"""The field groups of each kind in which somebody says how an item stands."""
