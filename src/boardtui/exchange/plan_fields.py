"""The tables of docs/plan-format.md: each field of each kind, what it can hold, and whether it is needed."""

from __future__ import annotations

from boardtui.domain.records.field_help import allowed, needed
from boardtui.domain.records.kinds import KINDS
from boardtui.exchange.plan import table_kinds, written_fields
from boardtui.settings.declared import table_of


def plan_fields() -> str:
    """A table for every kind, under its name."""
    parts = []
    order = ["board", *(kind.name for kind in table_kinds())]
    order.insert(order.index("kpi") + 1, "reading")
    for kind in (KINDS[name] for name in order):
        rows = [
            (
                f"`{each.name}`",
                each.label + (f": {each.help}" if each.help else ""),
                allowed(each),
                "yes" if needed(kind, each) else "",
            )
            for each in written_fields(kind)
        ]
        parts.append(f"### `{kind.name}`\n\n" + table_of(("field", "what it is", "what it can hold", "needed"), rows))
    return "\n" + "\n".join(parts) + "\n"
