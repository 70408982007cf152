"""Giving an item another ref, where two have the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from boardtui.domain.board.refs import next_free_ref, ref_of, same_refs
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import Record

if TYPE_CHECKING:
    from boardtui.ui.app import BoardApp


def renumber(app: BoardApp, record: Record) -> None:
    """Give a record the next free ref of its family, if another one has the same."""
    if app.board is None or not app.writable():
        return
    if not any(record.id == each.id for some in same_refs(app.board) for each in some):
        app.say(f"No other {record.kind.label} has the ref of this one: nothing to renumber.")
        return
    ref, free = ref_of(record), next_free_ref(app.board, record)
    app.change(
        [Change(record.id, record.kind.name, {"ref": free})],
        why=f"two {record.kind.plural} had the ref {ref}",
        done=lambda _receipt: app.say(f"{ref} is {free} now · u undoes"),
    )
