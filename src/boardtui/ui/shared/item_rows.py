"""The rows of a list of items: all of them, or only those that an edit touched."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from typing import Any, ClassVar, cast

from textual.widget import Widget

from boardtui.domain.board.board import Board
from boardtui.domain.board.words import value_words
from boardtui.domain.records.kinds import Record
from boardtui.domain.records.text import pattern_of
from boardtui.domain.typed.filter import read_filter
from boardtui.ui.host import Host, host_of
from boardtui.ui.shared.choices import Choice, Order, ReadyFilter
from boardtui.ui.shared.mended_rows import mended_rows
from boardtui.ui.table.item_table import ItemTable, ScreenColumn, TableRow


class ItemRows(Widget):
    """What a list of items lists: a subclass says it, this class makes the rows of its table.

    Attributes:
        name_of_items: what the items are called, several of them; `name_of_one` one of them.
        empty: what is said where there is nothing to list.
        table_class: what draws the table.
        made_of: the kinds of records that say which rows there are, where, and under which headings; None for all.
    """

    name_of_items = "items"
    name_of_one = ""
    empty = "Nothing here yet. + adds the first. I imports a spreadsheet."
    table_class: ClassVar[type[ItemTable]] = ItemTable
    made_of: ClassVar[Collection[str] | None] = None

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.choice = Choice()
        self._counts = (0, 0)
        self._shown: tuple[Board | None, tuple[Any, ...]] = (None, ())

    # What a subclass says.

    def items(self, board: Board) -> Sequence[Any]:
        """What the screen lists, in its first order. An item is a record, or has one as `record`."""
        raise NotImplementedError

    def columns(self, board: Board) -> Sequence[ScreenColumn]:
        """The columns; each draws a cell from an item."""
        raise NotImplementedError

    def ready_filters(self) -> Sequence[ReadyFilter]:
        """The filters that `f` goes through; the first one keeps everything."""
        return (ReadyFilter("all", lambda _board, _item: True),)

    def filters_shown(self) -> Sequence[ReadyFilter]:
        """The ready filters, and any that stand beside them."""
        return self.ready_filters()

    def orders(self) -> Sequence[Order]:
        """The orders that `s` goes through; the first one is that of `items`."""
        return (Order("in order", lambda _board, _item: 0),)

    def heading(self, board: Board, item: Any) -> str:
        """The heading an item stands under in the first order; empty for none."""
        return ""

    def headings_shown(self, board: Board) -> Callable[[Any], str]:
        """What says the heading an item stands under as things are sorted and filtered now; empty for none."""
        heading = self.ready.heading or self.heading
        return (lambda _item: "") if self.choice.order else partial(heading, board)

    def follows(self) -> tuple[Any, ...]:
        """What the rows follow from besides the board and what is chosen of it."""
        return ()

    def swapped(
        self, board: Board, before: Board, was: Record | None, now: Record | None
    ) -> Sequence[tuple[Any, Any]] | None:
        """The items that are others because of one record that changed, each as it was and as it is.

        Args:
            board: the board as it is.
            before: the board as it was.
            was: the record as it was; None for one that is new.
            now: the record as it is; None for one that was deleted.

        Returns:
            The pairs, in the same first order as before; None, as here, where all rows are to be made anew.
        """
        return None

    def stands_at(self, board: Board, item: Any) -> Any:
        """Where an item stands in the first order, to be compared with others; None where this is not told."""
        return None

    def words(self, board: Board, item: Any) -> str:
        """The words that the filter looks through."""
        record = self.record(item)
        return "\n".join(
            value_words(board, each, getattr(record, each.name), full=True)
            for each in record.kind.attributes.values()
            if each.look.form != "data"
        )

    # What is the same everywhere.

    @property
    def host(self) -> Host:
        """The application."""
        return host_of(self.app)

    @property
    def table(self) -> ItemTable:
        """The table."""
        return self.query_one("#items", ItemTable)

    def record(self, item: Any) -> Record:
        """The record of an item."""
        return item if isinstance(item, Record) else cast("Record", item.record)

    def show_rows(self, board: Board) -> None:
        """Show the items in the table, as the board has them now."""
        if self._shown[0] is board and self._shown[1] == self._way_shown():
            return
        if not self._swap_rows(board):
            self._make_rows(board)
        self._shown = (board, self._way_shown())

    def _way_shown(self) -> tuple[Any, ...]:
        """What else the rows depend on than the board."""
        host = self.host
        return self.choice.state, host.palette, host.today, host.settings, *self.follows()

    def _make_rows(self, board: Board) -> None:
        """Make the rows of all items."""
        ready, order = self.ready, self._order_shown()
        everything = self.items(board)
        keyed = ((self.key_of(item), self.record(item), item) for item in everything)
        shown = self.choice.kept(board, keyed, ready, partial(self.words, board), self.host.today)
        if order is not None:
            shown.sort(key=partial(order, board))
        heading_of = self.headings_shown(board)
        rows: list[TableRow] = []
        last = ""
        for item in shown:
            heading = heading_of(item)
            if heading and heading != last:
                rows.append(TableRow("", heading=heading))
            last = heading
            rows.append(TableRow(self.key_of(item), item))
        self.table.palette = self.host.palette
        self.table.empty = self._why_empty(bool(everything))
        self.table.light(pattern_of(read_filter(self.choice.words).lit))
        self.table.show(self.columns(board), rows)
        self._counts = (len(everything), len(shown))

    def _order_shown(self) -> Callable[[Board, Any], Any] | None:
        """What the items are sorted by, if not by their first order."""
        return self.orders()[self.choice.order].key if self.choice.order else self.ready.order

    def _swap_rows(self, board: Board) -> bool:
        """Make only the rows of the items that changed; False where all are to be made anew."""
        before, way = self._shown
        if before is None or way != self._way_shown():
            return False
        if (changed := self.changed_items(board, before)) is None:
            return False
        table = self.table
        keeps = self.choice.keeper(board, self.ready, partial(self.words, board), self.host.today)
        heading_of, headed = self.headings_shown(board), self.headings_shown(before)
        gone, new, stay = list[int](), dict[str, Any](), dict[str, Any]()
        total, count = self._counts
        for was, now in changed:
            key = self.key_of(now if now is not None else was)
            total += (now is not None) - (was is not None)
            kept = now is not None and keeps(key, self.record(now), now)
            if kept and key in table and self._stays(board, before, was, now) and heading_of(now) == headed(was):
                stay[key] = now
                continue
            if key in table:
                gone.append(table.place(key))
            if kept:
                new[key] = now
        table.empty = self._why_empty(total > 0)
        if not gone and not new:
            table.swap(self.columns(board), stay)
        elif (rows := self._mended(board, stay, gone, new)) is not None:
            table.show(self.columns(board), rows)
        else:
            return False
        self._counts = (total, count - len(gone) + len(new))
        return True

    def _stays(self, board: Board, before: Board, was: Any, now: Any) -> bool:
        """Whether an item is at the same place still."""
        order = self._order_shown()
        if order is not None and order(board, now) != order(before, was):
            return False
        return bool(self.stands_at(board, now) == self.stands_at(before, was))

    def _mended(
        self, board: Board, stay: Mapping[str, Any], gone: Sequence[int], new: Mapping[str, Any]
    ) -> list[TableRow] | None:
        """The rows of the table with some of them mended; None where all are to be made anew."""
        order, table = self._order_shown(), self.table

        def place_of(item: Any) -> Any:
            return order(board, item) if order is not None else 0, self.stands_at(board, item), self.key_of(item)

        if any(self.stands_at(board, each) is None for each in new.values()):
            return None
        rows = table.rows
        for key, item in stay.items():
            rows[table.place(key)] = TableRow(key, item)
        return mended_rows(rows, gone, new, place_of, self.headings_shown(board))

    def changed_items(self, board: Board, before: Board) -> Sequence[tuple[Any, Any]] | None:
        """The items that are others than on the board before, as they were and as they are; None for what is not there.

        None for all of them where all rows are to be made anew.
        """
        if (changed := board.changed_since(before)) is None:
            return None
        pairs: list[tuple[Any, Any]] = []
        for was, now in changed:
            if (record := now or was) is None:
                continue  # it came and went
            of_rows = self.made_of is None or record.kind.name in self.made_of
            some = self.swapped(board, before, was, now) if of_rows else ()
            # What narrows the list may ask for more than the items themselves, such as what they are linked to.
            if some is None or (not some and self.choice.narrows):
                return None
            pairs += some
        return pairs

    @property
    def ready(self) -> ReadyFilter:
        """The ready filter that is on."""
        shown = self.filters_shown()
        return shown[self.choice.ready] if self.choice.ready < len(shown) else shown[0]

    def _why_empty(self, has_items: bool) -> str:
        if self.choice.words or self.choice.part:
            return "Nothing here has that. Esc shows all."
        if not has_items:
            return self.empty
        return self.ready.empty or f"None of the {self.name_of_items} here: f shows others."

    def key_of(self, item: Any) -> str:
        """What tells the item from the others in this table."""
        return self.record(item).id
