"""The table that every screen shares. Only the visible lines are drawn, so its length costs nothing.

The cursor belongs to a record, not to a line: sorting, filtering and editing never move it to another one. A row may
take several lines, so that its title is whole. A *place* counts rows, a *line* what they take, a *y* what is in sight:
it is 0 for the headings of the columns.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import accumulate
from operator import attrgetter
from textwrap import wrap
from typing import Any, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.events import DescendantBlur, DescendantFocus
from textual.geometry import Region
from textual.message import Message
from textual.selection import Selection
from textual.strip import Strip

from boardtui.report.palette import Palette
from boardtui.ui.shared.own_lines import selected
from boardtui.ui.shared.text import Piece, Pieces, Words, fitted
from boardtui.ui.table.laid_out import LaidOut
from boardtui.ui.table.row_drawing import TICK, RowLook, part_of, row_segments
from boardtui.ui.table.table_columns import ScreenColumn, TableRow

__all__ = ["ItemTable", "ScreenColumn", "TableRow"]


class ItemTable(LaidOut, can_focus=True):
    """A table of records with one cursor."""

    DEFAULT_CSS = """
    ItemTable { height: 1fr; overflow-x: hidden; scrollbar-size-vertical: 1; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "cursor(1)", "down", show=False),
        Binding("up,k", "cursor(-1)", "up", show=False),
        Binding("pagedown,ctrl+d", "page(1)", "page down", show=False),
        Binding("pageup,ctrl+u", "page(-1)", "page up", show=False),
        Binding("home", "end(-1)", "first", show=False),
        Binding("end", "end(1)", "last", show=False),
    ]
    moves: ClassVar[frozenset[str]] = frozenset(
        key for each in BINDINGS if isinstance(each, Binding) for key in each.key.split(",")
    )
    """The keys that move the cursor and do nothing else."""

    class About(Message):
        """Something happened to the record with this id."""

        def __init__(self, table: ItemTable, key: str) -> None:
            super().__init__()
            self.table = table
            self.key = key

        @property
        def control(self) -> ItemTable:
            """The table."""
            return self.table

    class Moved(About):
        """The cursor is on another record."""

    class Opened(About):
        """A record was clicked twice."""

    class Headed(Message):
        """The heading of a column was clicked."""

        def __init__(self, label: str) -> None:
            super().__init__()
            self.label = label

    def __init__(self, *, id: str | None = None, empty: str = "Nothing here yet.") -> None:
        super().__init__(id=id)
        self.empty = empty
        self.palette = Palette({})
        self._places: dict[str, int] = {}
        self._cursor = 0
        self._key = ""
        self._ticks: frozenset[str] = frozenset()
        self._lit: Words = None
        self._news: frozenset[str] = frozenset()
        self._base = Style()
        # What is on the screen: line by line, and what all of them were drawn from.
        self._said: dict[int, Any] = {}
        self._stood_on: tuple[Any, ...] = ()

    @property
    def key(self) -> str:
        """The id of the record under the cursor; empty where there is none."""
        return self._key

    @property
    def item(self) -> Any:
        """What the row under the cursor is drawn from, or None."""
        return self._rows[self._cursor].item if self._key else None

    @property
    def beside(self) -> list[Any]:
        """What the row below the cursor and the one above it are drawn from, if there are such."""
        here = self._cursor
        ways = self._rows[here + 1 : here + 3], self._rows[max(0, here - 2) : here][::-1]
        return [found[0] for way in ways if (found := [row.item for row in way if row.key])]

    @property
    def keys(self) -> list[str]:
        """The ids of the records shown, in order."""
        return [row.key for row in self._rows if row.key]

    def show(self, columns: Sequence[ScreenColumn], rows: Sequence[TableRow]) -> None:
        """Show other rows. The cursor stays on its record, or on the nearest one that is left."""
        self._columns, self._rows = columns, list(rows)
        # Of ten thousand rows, without looking at each.
        self._places = dict(zip(map(attrgetter("key"), rows), range(len(rows)), strict=True))
        self._places.pop("", None)
        self._drawn.clear()
        self._lay_out()
        self._set_cursor(self._places.get(self._key, min(self._cursor, len(rows) - 1)))
        self._refresh_changed()

    def swap(self, columns: Sequence[ScreenColumn], items: Mapping[str, Any]) -> None:
        """Show some of the records, by their keys, as they are by now; all others and their order are the same."""
        self._columns = columns
        for key, item in items.items():
            self._rows[self._places[key]] = TableRow(key, item)
        self._drawn.clear()
        if self._takes_others([self._places[key] for key in items]):
            self._lay_out()
            self._show_cursor()
        self._refresh_changed()

    def show_ticks(self, keys: Collection[str]) -> None:
        """Mark the records with these ids as ticked, and no others."""
        self._ticks = frozenset(keys)
        self._refresh_changed()

    def light(self, words: Words) -> None:
        """Let some words stand out in the rows that are shown from now on."""
        self._lit = words

    def show_news(self, keys: Collection[str]) -> None:
        """Mark the records with these ids as changed elsewhere a moment ago, beside those that are marked so."""
        self._news |= frozenset(keys)
        self._refresh_changed()

    def show_no_news(self, keys: Collection[str]) -> None:
        """Mark the records with these ids so no more."""
        self._news -= frozenset(keys)
        self._refresh_changed()

    def item_of(self, key: str) -> Any:
        """What the row of a record is drawn from; None where the table does not show it."""
        return self._rows[self._places[key]].item if key in self._places else None

    @property
    def rows(self) -> list[TableRow]:
        """All rows, headings too."""
        return self._rows.copy()

    def place(self, key: str) -> int:
        """The place of a record that the table shows among all rows."""
        return self._places[key]

    def __contains__(self, key: str) -> bool:
        return key in self._places

    def _refresh_changed(self) -> None:
        """Draw the lines that say something else than when they were drawn last: most often it is one."""
        if self._stood_on != self._stands_on():
            self.refresh()
        else:
            self._refresh_lines(y for y in range(self.size.height) if self._said.get(y) != self._says(y))

    def _stands_on(self) -> tuple[Any, ...]:
        """What all lines are drawn from, besides what each of them says."""
        layout = [(column.spills, column.right, width) for column, width in self._layout()]
        return layout, self._top, self.size, self.palette, bool(self._rows), self.empty, self._lit

    def _says(self, y: int) -> Any:
        """What a visible line says."""
        if y == 0:
            return [segment.text for segment in self._heading_segments(Style())]
        place, nth = self._lines.row_at(self._top + y - 1)
        if place >= len(self._rows):
            return ()
        if not (key := self._rows[place].key):
            return nth, self.heading_pieces(place, self._width)
        return nth, self._cells(place), key in self._ticks, key in self._news

    def _refresh_rows(self, *places: int) -> None:
        """Draw what is in sight of some rows anew."""
        region = Region(0, 1, self.size.width, max(0, self.size.height - 1))
        if seen := [each for place in places if (each := self._region_of(place).intersection(region))]:
            self.refresh(*seen)

    def _refresh_lines(self, lines: Iterable[int]) -> None:
        """Draw some of the visible lines anew."""
        if regions := [Region(0, y, self.size.width, 1) for y in lines]:
            self.refresh(*regions)

    def watch_has_focus(self, _has_focus: bool) -> None:
        """Look up no styles: none of them depends on whether the keys go here."""

    def on_focus(self, event: events.Focus) -> None:
        """Draw the cursor anew, and nothing else: Textual would draw all lines."""
        self._take_focus(event, DescendantFocus(self), has_it=True)

    def on_blur(self, event: events.Blur) -> None:
        """Draw the cursor anew, and nothing else."""
        self._take_focus(event, DescendantBlur(self), has_it=False)

    def _take_focus(self, event: events.Event, told: events.Event, *, has_it: bool) -> None:
        event.prevent_default()
        self.has_focus = has_it
        self._refresh_rows(self._cursor)
        if self.parent is not None:
            self.parent.post_message(told)

    def go_to(self, key: str) -> bool:
        """Put the cursor on a record; False if the table does not show it."""
        if key not in self._places:
            return False
        self._set_cursor(self._places[key])
        return True

    def step(self, count: int) -> None:
        """Move the cursor by so many records; headings do not count."""
        place, direction = self._cursor, 1 if count > 0 else -1
        for _ in range(abs(count)):
            following = place + direction
            while 0 <= following < len(self._rows) and not self._rows[following].key:
                following += direction
            if not 0 <= following < len(self._rows):
                break
            place = following
        self._set_cursor(place)

    def action_cursor(self, count: int) -> None:
        """Move by lines."""
        self.step(count)

    def action_page(self, count: int) -> None:
        """Move by a screenful: what was the last row becomes the first one, or the other way about."""
        line = self._lines.top(self._cursor) + count * max(1, self.size.height - 2)
        place, _ = self._lines.row_at(max(0, line))
        records = sum(1 for row in self._rows[min(place, self._cursor) : max(place, self._cursor)] if row.key)
        self.step(count * max(1, records))

    def action_end(self, direction: int) -> None:
        """Move to the first or the last record."""
        self.step(direction * len(self._rows))

    def _set_cursor(self, place: int) -> None:
        place = self._nearest_record(place)
        before, left = self._key, self._cursor
        self._cursor = max(0, place)
        self._key = self._rows[place].key if place >= 0 else ""
        top = self._top
        self._show_cursor()
        # A held down arrow draws two rows a step, not the whole table; where it scrolls, all is drawn anyway.
        if self._top == top:
            self._refresh_rows(*{left, self._cursor})
        if self._key != before:
            self.post_message(self.Moved(self, self._key))

    def _nearest_record(self, place: int) -> int:
        for distance in range(len(self._rows) + 1):
            for candidate in (place + distance, place - distance):
                if 0 <= candidate < len(self._rows) and self._rows[candidate].key:
                    return candidate
        return -1

    def _show_cursor(self) -> None:
        height = max(1, self.size.height - 1)
        # A heading directly above the cursor is kept in sight: it says what the record belongs to.
        first = self._cursor - 1 if self._cursor and not self._rows[self._cursor - 1].key else self._cursor
        if (line := self._lines.top(first)) < self._top:
            self.scroll_to(y=line, animate=False, force=True)
        elif (end := self._lines.top(self._cursor + 1)) > self._top + height:
            # Also where the scroll bar that belongs to it is not there yet.
            self.scroll_to(y=end - height, animate=False, force=True)

    def on_resize(self) -> None:
        """Use the room there is. Where it is the same, as when one comes back, nothing is laid out anew."""
        self._drawn.clear()
        self._set_length()
        self._show_cursor()

    def record_at(self, y: int) -> str:
        """The id of the record on a visible line; empty on a heading and below the last."""
        place, _ = self._lines.row_at(self._top + y - 1)
        return self._rows[place].key if y > 0 and place < len(self._rows) else ""

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor, two open; on the heading of a column it says so."""
        if event.y == 0:
            ends = list(accumulate(width + 1 for _, width in self._layout()))
            under = bisect(ends, event.x)
            if under < len(ends):
                self.post_message(self.Headed(self._layout()[under][0].label))
        elif self.go_to(self.record_at(event.y)) and event.chain == 2:
            self.post_message(self.Opened(self, self._key))

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw the visible lines. What they all stand on is looked up once: it costs as much as a line."""
        self._base = self.rich_style
        if self._stood_on != (stands_on := self._stands_on()):
            self._stood_on, self._said = stands_on, {}
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Draw one visible line."""
        self._said[y] = self._says(y)
        return self.selectable(self._line(y), y if y == 0 else self._top + y)

    def get_selection(self, selection: Selection) -> tuple[str, str]:
        """The words that are selected, the heading being the first line."""
        top, count = self._top, self._lines.total + 1
        return selected(selection, lambda line: self._line(line - top if line else 0).text, count)

    def text_select_all(self) -> None:
        """Select nothing: two clicks open an item."""

    def _line(self, y: int) -> Strip:
        width, base = self._width, self._base
        if y == 0:
            return Strip(self._heading_segments(base + self.palette.style("heading")), width)
        if not self._rows:
            said = wrap(self.empty, max(4, width))
            words = said[y - 1] if y <= len(said) else ""
            return Strip([Segment(fitted(words, width), base + self.palette.style("muted"))], width)
        place, nth = self._lines.row_at(self._top + y - 1)
        if place >= len(self._rows):
            return Strip.blank(width, base)
        most = self._lines.height(place)
        if not self._rows[place].key:
            return Strip(
                part_of(self.heading_pieces(place, width), width, RowLook(self.palette, base), nth, most), width
            )
        cells, look = self._cells(place), self._look(place)
        return Strip(row_segments(self._layout(), cells, look, nth, most), width).simplify()

    def _look(self, place: int) -> RowLook:
        style, key, on_cursor = self._base, self._rows[place].key, place == self._cursor
        if on_cursor:
            style = self.palette.style("cursor") if self.has_focus else style + self.palette.style("cursor-away")
        if is_new := key in self._news:
            style += TICK
        sign = "✓" if key in self._ticks else "•" if is_new else " "
        return RowLook(self.palette, style, sign, self._lit, on_cursor)

    def heading_pieces(self, place: int, width: int) -> Pieces:
        """What a heading line says; a table of figures says more there than the heading."""
        return [Piece(self._rows[place].heading, "heading")]

    def _heading_segments(self, style: Style) -> list[Segment]:
        laid_out = self._layout()
        return [Segment(fitted(column.label, width, right=column.right) + " ", style) for column, width in laid_out]

    def redraw(self) -> None:
        """Draw every line anew: what the cells are drawn from has changed."""
        self._drawn.clear()
        self.refresh()

    @property
    def cursor_region(self) -> Region:
        """Where the lines of the cursor are, within the table."""
        return self._region_of(self._cursor)
