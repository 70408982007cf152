"""A screen of items: a list with the keys that act on what is under the cursor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from boardtui.domain.board.board import Board
from boardtui.domain.board.refs import next_free_ref, same_refs
from boardtui.domain.board.words import ref_of
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import KINDS, Record
from boardtui.domain.records.rag import read_rag
from boardtui.ui.shared.choices import Order, Part, ReadyFilter, has_rating, rating_of
from boardtui.ui.shared.item_list import ROOMY, WIDE, ItemList

__all__ = ["ROOMY", "WIDE", "ItemScreen", "Order", "Part", "ReadyFilter", "has_rating", "rating_of"]


class ItemScreen(ItemList):
    """One screen of items, and what keys do to them: rate, edit, add, delete, renumber, look back."""

    def chosen(self) -> Record | None:
        """The record under the cursor; where there is none, a message says so instead of nothing."""
        if (record := self.selected) is None:
            self.host.say("No item is chosen: there is nothing to do this to." if self.table.key else self.table.empty)
        return record

    def action_rate(self, rating: str) -> None:
        """Rate the item: at once, on disk; the reason is asked afterwards."""
        if (record := self.chosen()) is not None:
            self.host.rate(record, read_rag(rating))

    def action_edit(self) -> None:
        """Edit the item in a form."""
        if (record := self.chosen()) is not None:
            self.host.edit(record)

    def action_redate(self) -> None:
        """Move the date of the item."""
        if (record := self.chosen()) is not None:
            self.host.redate(record)

    def action_comment(self) -> None:
        """Write a new comment on the item."""
        if (record := self.chosen()) is not None:
            self.host.comment(record)

    def action_add(self) -> None:
        """Add an item of the screen's kind."""
        if kind := self.kind_to_add():
            self.host.add(kind, {**self._values_of_part(kind), **self.values_to_add()})
        else:
            self.host.say("Nothing is added here: go to the screen of what you want to add.")

    def kind_to_add(self) -> str:
        """The kind that `+` adds here and now."""
        return self.adds

    def values_to_add(self) -> dict[str, Any]:
        """What a new item has already, such as the ambition of its neighbours."""
        return {}

    def _values_of_part(self, kind: str) -> dict[str, Any]:
        """What a new record has of the part that is shown: without it, it would be out of sight at once."""
        values = self.choice.part.values if self.choice.part is not None else {}
        return {name: value for name, value in values.items() if KINDS[kind].has(name)}

    def action_delete(self) -> None:
        """Delete the item, after showing what goes with it."""
        if (record := self.chosen()) is not None:
            self.host.delete(record)

    def action_copy_line(self) -> None:
        """Copy the item as one line."""
        from boardtui.report.item import item_line

        self._copy(item_line)

    def action_copy_item(self) -> None:
        """Copy the item in full."""
        from boardtui.report.item import item, item_text

        self._copy(lambda board, record: item_text(item(board, record, today=self.host.today)))

    def _copy(self, text: Callable[[Board, Record], str]) -> None:
        if (board := self.host.board) is not None and (record := self.chosen()) is not None:
            self.host.copy_to_clipboard(text(board, record))

    def action_renumber(self) -> None:
        """Give the item the next free ref, if another has the same."""
        if (record := self.chosen()) is not None:
            self._renumber(record)

    def action_history(self) -> None:
        """Show who changed the item."""
        if (record := self.chosen()) is not None:
            self.host.show_history(record)

    def _renumber(self, record: Record) -> None:
        host, board = self.host, self.host.board
        if board is None or not host.writable():
            return
        if not any(record.id == each.id for some in same_refs(board) for each in some):
            host.say(f"No other {record.kind.label} has the ref of this one: nothing to renumber.")
            return
        ref, free = ref_of(record), next_free_ref(board, record)
        written = host.write(
            [Change(record.id, record.kind.name, {"ref": free})], why=f"two {record.kind.plural} had the ref {ref}"
        )

        async def tell() -> None:
            await written
            host.say(f"{ref} is {free} now · u undoes")

        host.begin(tell())
