"""The last change that was made here, kept to be made to other items."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from functools import partial
from typing import Any

from boardtui.domain.attention.schedule import with_first_date
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import KINDS, Record
from boardtui.session.open_board import Changes
from boardtui.store.board_file import Receipt

# What belongs to one record: its ref, and the dates and places that follow from what it was before.
_ITS_OWN = frozenset({"ref", "original_due", "position", "order"})


class LastChange:
    """Sees what is written, and keeps the last of it that could be done to another item as well.

    Attributes:
        values: what was set, by field; empty where nothing was yet.
        why: the reason that was given for it.
    """

    def __init__(self) -> None:
        self.values: Mapping[str, Any] = {}
        self.why = ""
        self._batch = ""

    def see(self, changes: Changes, why: str, continues: str, written: asyncio.Future[Receipt]) -> None:
        """Keep what is being written, as soon as it is on disk."""
        if not callable(changes):
            written.add_done_callback(partial(self._keep, list(changes), why, continues))

    def _keep(self, changes: list[Change], why: str, continues: str, written: asyncio.Future[Receipt]) -> None:
        if written.cancelled() or written.exception() is not None:
            return
        receipt = written.result()
        if not receipt.edits or receipt.created or any(each.delete or each.restore for each in changes):
            return
        if (values := _values_of_all(changes)) is None:
            return
        if continues and continues == self._batch:
            self.values, self.why = {**self.values, **values}, why or self.why
        else:
            self.values, self.why, self._batch = values, why, receipt.batch

    def for_record(self, record: Record) -> Change | None:
        """The same change to another record; None where that has none of the fields."""
        kind = record.kind
        values = {name: value for name, value in self.values.items() if kind.has(name)}
        if "due_reason" in values and not getattr(record, "due", ""):
            values["due_reason"] = ""  # a first date is no re-dating
        if not values:
            return None
        return Change(record.id, kind.name, with_first_date(kind, values, was=record))


def _values_of_all(changes: list[Change]) -> dict[str, Any] | None:
    """What some changes set, where it is the same on all of them and could be set on others."""
    own = {name for each in changes for name in KINDS[each.kind].natural_key} | _ITS_OWN
    found = [{name: value for name, value in each.values.items() if name not in own} for each in changes]
    return found[0] if found and found[0] and all(each == found[0] for each in found) else None
