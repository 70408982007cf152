"""A screen of items: a list with the keys that act on what is under the cursor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from boardtui.domain.board.board import Board
from boardtui.domain.board.lookup import next_free_ref, same_refs
from boardtui.domain.board.words import ref_of
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import KINDS, Record
from boardtui.domain.records.rag import read_rag
from boardtui.ui.host import Host
from boardtui.ui.places import Placed
from boardtui.ui.shared.choices import Order, ReadyFilter, ShownPart, has_rating, rating_of
from boardtui.ui.shared.item_list import ROOMY, WIDE
from boardtui.ui.shared.prompt_line import Question
from boardtui.ui.shared.rating import rate_all
from boardtui.ui.shared.text import one_line

__all__ = ["ROOMY", "WIDE", "ItemScreen", "Order", "ReadyFilter", "ShownPart", "has_rating", "rating_of"]


class ItemScreen(Placed):
    """One screen of items, and what keys do to them: rate, edit, add, delete, renumber, look back."""

    def action_rate(self, rating: str) -> None:
        """Rate the item, or all that are ticked: at once, on disk; the reason is asked afterwards."""
        if some := self.ticked:
            rate_all(self.host, some, read_rag(rating), done=self.untick)
        elif (record := self.chosen()) is not None:
            self.host.rate(record, read_rag(rating))

    def action_edit(self) -> None:
        """Edit the item in a form."""
        if (record := self.chosen()) is not None:
            self.host.edit(record)

    def action_redate(self) -> None:
        """Move the date of the item, or of all that are ticked."""
        if some := self.to_change():
            self.host.redate(*some, done=self.untick)

    def action_give(self) -> None:
        """Say who answers for the item, or for all that are ticked."""
        from boardtui.ui.ticks import give_to

        self._together(give_to)

    def action_link(self) -> None:
        """Link the item, or all that are ticked, to others."""
        from boardtui.ui.ticks import link

        self._together(link)

    def action_open_named(self) -> None:
        """Open a file or an address that the item names as evidence: which one, the person says."""
        from boardtui.session.named_places import places_in

        record, host = self.chosen(), self.host
        if record is None or host.file is None:
            return
        if not (places := places_in(record, host.file.path)):
            host.say("It names no address, and no document that is there.")
            return
        host.begin(self._open_one(places))

    async def _open_one(self, places: Sequence[str]) -> None:
        """Show each place, and open the one that is agreed to. What a copy brought in may name anything."""
        for number, place in enumerate(places, start=1):
            more = "; Esc shows the next" if number < len(places) else ""
            question = Question(f"Open {one_line(place)}? Enter opens it{more}", "", leaving="leaves it")
            if await self.host.ask([question]).only() is not None:
                self.app.open_url(place)
                self.host.say(f"Opened {one_line(place)}")
                return

    def action_put_on_agenda(self) -> None:
        """Put the item, or all that are ticked, on the agenda."""
        from boardtui.ui.ticks import put_on_agenda

        self._together(put_on_agenda)

    def action_again(self) -> None:
        """Do the last change to the item, or to all that are ticked."""
        from boardtui.ui.ticks import again

        self._together(again)

    def _together(self, do: Callable[[Host, Sequence[Record], Callable[[], None]], None]) -> None:
        if (some := self.to_change()) and self.host.writable():
            do(self.host, some, self.untick)

    def action_comment(self) -> None:
        """Write a new comment on the item."""
        if (record := self.chosen()) is not None:
            self.host.comment(record)

    def action_add(self) -> None:
        """Add an item of the screen's kind."""
        kind = self.kind_to_add()
        self.host.add(kind, {**self._values_of_part(kind), **self.values_to_add()})

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
        """Copy the item, or all that are ticked, each as one line."""
        from boardtui.report.item import item_line

        self._copy(item_line, "\n")

    def action_copy_item(self) -> None:
        """Copy the item, or all that are ticked, in full."""
        from boardtui.report.item import item, item_text

        self._copy(lambda board, record: item_text(item(board, record, today=self.host.today)), "\n\n")

    def _copy(self, text: Callable[[Board, Record], str], between: str) -> None:
        if (board := self.host.board) is not None and (some := self.to_change()):
            self.host.copy_to_clipboard(between.join(text(board, record) for record in some))

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
