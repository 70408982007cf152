"""What of an item is a report on it: how it stands, and not what it is called or whose it is."""

from __future__ import annotations

from collections.abc import Mapping

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
