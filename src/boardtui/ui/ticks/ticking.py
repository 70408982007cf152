"""Ticking items of a list, to do something to all of them at once."""

from __future__ import annotations

from boardtui.domain.board.board import Board
from boardtui.domain.records.kinds import Record
from boardtui.ui.shared.item_list import ItemList
from boardtui.ui.table.item_table import ItemTable


class Ticking(ItemList):
    """A list whose items can be ticked. The ticks belong to the items: no filter and no order takes them away."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        # Of each table of the screen: the id of the record of each row that is ticked, by the key of the row.
        self._ticks_of: dict[str, dict[str, str]] = {}
        # A run of shift and arrows: where it began, what was ticked before, and where the cursor stands now.
        self._tick_run: tuple[str, dict[str, str], str] = ("", {}, "")

    @property
    def can_tick(self) -> bool:
        """Whether a list is seen in which something can be ticked: not while one item fills the screen."""
        return not self.has_class("running")

    @property
    def tick_table(self) -> ItemTable:
        """The table in which something is ticked: the one that has the keys, where there are several."""
        return self.table

    @property
    def _ticks(self) -> dict[str, str]:
        return self._ticks_of.get(self.tick_table.id or "", {})

    @property
    def ticked(self) -> list[Record]:
        """The records that are ticked, in the order of the list; those out of sight last."""
        board = self.host.board
        if board is None or not self._ticks or not self.can_tick:
            return []
        shown = [self._ticks[key] for key in self.tick_table.keys if key in self._ticks]
        found = (board.find(each) for each in dict.fromkeys([*shown, *self._ticks.values()]))
        return [record for record in found if record is not None]

    def chosen(self) -> Record | None:
        """The record under the cursor; where there is none, a message says so instead of nothing."""
        if (record := self.selected) is None:
            self.host.say("No item is chosen: there is nothing to do this to." if self.table.key else self.table.empty)
        return record

    def to_change(self) -> list[Record]:
        """What a key acts on: what is ticked, or else the record under the cursor. Where that is none, it is said."""
        return self.ticked or [record for record in [self.chosen()] if record is not None]

    def untick(self) -> None:
        """Take all ticks away."""
        if self._ticks:
            self._set({})

    def show_board(self, board: Board) -> None:
        """Draw the board as it is now. What has gone is not ticked any more."""
        if ticks := self._ticks_of.get(self.table.id or ""):
            left = {key: each for key, each in ticks.items() if board.find(each) is not None}
            self._ticks_of[self.table.id or ""] = left
            self.table.show_ticks(left)
        super().show_board(board)

    def show_ticks_among(self, table: ItemTable) -> None:
        """Mark what is ticked in a table beside the list, which shows other records now: they are ticked no more."""
        ticks = {key: each for key, each in self._ticks_of.get(table.id or "", {}).items() if key in table}
        self._ticks_of[table.id or ""] = ticks
        table.show_ticks(ticks)

    def chosen_words(self) -> tuple[str, str]:
        """How many are ticked, and the key that takes the ticks away."""
        if not (count := len(self._ticks)) or not self.can_tick:
            return super().chosen_words()
        hidden = sum(key not in self.tick_table for key in self._ticks)
        return f"{count} ticked" + (f", {hidden} of them out of sight" if hidden else ""), "Esc unticks"

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing is ticked where no list is seen."""
        if action in ("tick", "tick_run", "tick_all") and not self.can_tick:
            return False
        return super().check_action(action, parameters)

    def action_tick(self) -> None:
        """Tick the item, or take its tick away."""
        if (one := self._here()) and one.items() <= self._ticks.items():
            self._set({key: each for key, each in self._ticks.items() if key not in one})
        elif one:
            self._set({**self._ticks, **one})
        else:
            self.host.say(self.tick_table.empty)

    def action_tick_run(self, step: int) -> None:
        """Tick the item and go on, so that a run of them is ticked; going back shortens the run."""
        table = self.tick_table
        began, before, stands = self._tick_run
        if not began or stands != table.key:
            began, before = table.key, self._ticks
        table.step(step)
        keys = table.keys
        if began not in keys or table.key not in keys:
            return
        low, high = sorted((keys.index(began), keys.index(table.key)))
        self._set({**before, **self._of(keys[low : high + 1])})
        self._tick_run = (began, before, table.key)

    def action_tick_all(self) -> None:
        """Tick all that the filter shows; where all are ticked, none of them."""
        shown = self._of(self.tick_table.keys)
        if shown and shown.items() <= self._ticks.items():
            self._set({key: each for key, each in self._ticks.items() if key not in shown})
        else:
            self._set({**self._ticks, **shown})

    def action_back(self) -> None:
        """Take the ticks away first."""
        reading = self.has_class("reading") and self.tick_table is self.table
        if self._ticks and self.can_tick and not reading:
            self.untick()
        else:
            super().action_back()

    def _here(self) -> dict[str, str]:
        return self._of([self.tick_table.key] if self.tick_table.key else [])

    def _of(self, keys: list[str]) -> dict[str, str]:
        return {key: self.record(item).id for key in keys if (item := self.tick_table.item_of(key)) is not None}

    def _set(self, ticks: dict[str, str]) -> None:
        table = self.tick_table
        self._ticks_of[table.id or ""] = ticks
        self._tick_run = ("", {}, "")
        table.show_ticks(ticks)
        self.show_about()
        if not table.size.width:  # a map has the place of the list
            self.host.say(" · ".join(filter(None, self.chosen_words())) or "Nothing is ticked")
