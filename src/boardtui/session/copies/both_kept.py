"""Keeping what both sides of a disagreement wrote: one text after the other, each with who wrote it and when."""

from __future__ import annotations

from boardtui.domain.dates.dates import local_time
from boardtui.domain.records.edits import LIFE, Change
from boardtui.domain.records.kinds import KINDS
from boardtui.store.copies.conflicts import Conflict


def both_kept(conflict: Conflict) -> Change | None:
    """The edit that keeps all sides of a disagreement about a text, the earlier one first, each signed.

    None where there is nothing to put together: it is about something else than one long text, or only one side
    says anything.
    """
    kind = KINDS[conflict.kind]
    fields = kind.groups.get(conflict.group, ())
    if conflict.group == LIFE or len(fields) != 1 or kind.attributes[fields[0]].look.form != "text":
        return None
    (field,) = fields
    sides = sorted(conflict.sides, key=lambda side: (side.edit.at, side.edit.lamport, side.edit.id))
    said = [(str(side.values.get(field, "")).strip(), side.edit) for side in sides]
    parts = [f"{text}\n– {edit.who or 'unsigned'}, {local_time(edit.at)[:10]}" for text, edit in said if text]
    if len(parts) < 2:
        return None
    return Change(conflict.record, conflict.kind, {field: "\n\n".join(parts)}, resolve=True)
