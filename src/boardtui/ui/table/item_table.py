"""The table that every screen shares. Only the visible lines are drawn, so its length costs nothing.

The cursor belongs to a record, not to a line: sorting, filtering and editing never move it to another one.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import accumulate
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
from boardtui.ui.search.lighting import Words, lit
from boardtui.ui.shared.own_lines import Selecting, selected, set_length
from boardtui.ui.shared.text import Piece, Pieces, fitted, segments
from boardtui.ui.table.table_columns import MOST_MEASURED, Column, Row, as_pieces, lay_out

__all__ = ["Column", "ItemTable", "Row"]

_TICK = Style(bold=True)


class ItemTable(Selecting, can_focus=True):
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
        self._columns: Sequence[Column] = ()
        self._rows: list[Row] = []
        self._places: dict[str, int] = {}
        self._cursor = 0
        self._key = ""
        self._widths: list[tuple[int, int]] = []  # the place and the width of each column that is shown
        self._room = 0
        self._ticks: frozenset[str] = frozenset()
        self._lit: Words = None
        self._news: frozenset[str] = frozenset()
        self._drawn: dict[tuple[int, int], list[Pieces]] = {}
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
    def keys(self) -> list[str]:
        """The ids of the records shown, in order."""
        return [row.key for row in self._rows if row.key]

    def show(self, columns: Sequence[Column], rows: Sequence[Row]) -> None:
        """Show other rows. The cursor stays on its record, or on the nearest one that is left."""
        self._columns, self._rows = columns, list(rows)
        self._places = {row.key: place for place, row in enumerate(rows) if row.key}
        self._drawn.clear()
        self._widths = []
        set_length(self, self.size.width, len(rows) + 1)
        self._set_cursor(self._places.get(self._key, min(self._cursor, len(rows) - 1)))
        self._refresh_changed()

    def swap(self, columns: Sequence[Column], items: Mapping[str, Any]) -> None:
        """Show some of the records, by their keys, as they are by now; all others and their order are the same."""
        self._columns = columns
        for key, item in items.items():
            self._rows[self._places[key]] = Row(key, item)
        self._drawn.clear()
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
        return layout, int(self.scroll_offset.y), self.size, self.palette, self._rows == [], self.empty, self._lit

    def _says(self, y: int) -> Any:
        """What a visible line says."""
        place, width = int(self.scroll_offset.y) + y - 1, self.scrollable_content_region.width
        if y == 0:
            return [segment.text for segment in self._heading_segments(Style())]
        if place >= len(self._rows):
            return "nothing"
        if not (key := self._rows[place].key):
            return self.heading_pieces(place, width)
        return self._cells(place), key in self._ticks, key in self._news

    def _refresh_lines(self, lines: Iterable[int]) -> None:
        """Draw some of the visible lines anew."""
        if regions := [Region(0, y, self.size.width, 1) for y in lines]:
            self.refresh(*regions)

    def on_focus(self, event: events.Focus) -> None:
        """Draw the cursor anew, and nothing else: Textual would draw all lines."""
        self._take_focus(event, DescendantFocus(self), has_it=True)

    def on_blur(self, event: events.Blur) -> None:
        """Draw the cursor anew, and nothing else."""
        self._take_focus(event, DescendantBlur(self), has_it=False)

    def _take_focus(self, event: events.Event, told: events.Event, *, has_it: bool) -> None:
        event.prevent_default()
        self.has_focus = has_it
        self._refresh_lines([self._cursor - int(self.scroll_offset.y) + 1])
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
        """Move by a screenful."""
        self.step(count * max(1, self.size.height - 2))

    def action_end(self, direction: int) -> None:
        """Move to the first or the last record."""
        self.step(direction * len(self._rows))

    def _set_cursor(self, place: int) -> None:
        place = self._nearest_record(place)
        before, line = self._key, self._cursor
        self._cursor = max(0, place)
        self._key = self._rows[place].key if place >= 0 else ""
        top = int(self.scroll_offset.y)
        self._show_cursor()
        # A held down arrow draws two lines a step, not the whole table.
        if int(self.scroll_offset.y) == top:
            self._refresh_lines({line - top + 1, self._cursor - top + 1})
        else:
            self.refresh()
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
        top = int(self.scroll_offset.y)
        # A heading directly above the cursor is kept in sight: it says what the record belongs to.
        first = self._cursor - 1 if self._cursor and not self._rows[self._cursor - 1].key else self._cursor
        if first < top:
            self.scroll_to(y=first, animate=False, force=True)
        elif self._cursor >= top + height:
            # Also where the scroll bar that belongs to it is not there yet.
            self.scroll_to(y=self._cursor - height + 1, animate=False, force=True)

    def on_resize(self) -> None:
        """Lay the columns out anew."""
        self._widths = []
        self._drawn.clear()
        set_length(self, self.size.width, len(self._rows) + 1)
        self._show_cursor()

    def record_at(self, y: int) -> str:
        """The id of the record on a visible line; empty on a heading and below the last."""
        place = int(self.scroll_offset.y) + y - 1
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
        return self.selectable(self._line(y), y if y == 0 else int(self.scroll_offset.y) + y)

    def get_selection(self, selection: Selection) -> tuple[str, str]:
        """The words that are selected, the heading being the first line."""
        top = int(self.scroll_offset.y)
        return selected(selection, lambda line: self._line(line - top if line else 0).text, len(self._rows) + 1)

    def text_select_all(self) -> None:
        """Select nothing: two clicks open an item."""

    def _line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        base = self._base
        if y == 0:
            return Strip(self._heading_segments(base + self.palette.style("heading")), width)
        place = int(self.scroll_offset.y) + y - 1
        if not self._rows:
            said = wrap(self.empty, max(4, width))
            words = said[y - 1] if y <= len(said) else ""
            return Strip([Segment(fitted(words, width), base + self.palette.style("muted"))], width)
        if place >= len(self._rows):
            return Strip.blank(width, base)
        row = self._rows[place]
        if not row.key:
            return Strip(segments(self.heading_pieces(place, width), width, self.palette, base), width)
        style = base
        if place == self._cursor:
            style = self.palette.style("cursor") if self.has_focus else base + self.palette.style("cursor-away")
        return Strip(self._row_segments(place, style, base, on_cursor=place == self._cursor), width).simplify()

    def heading_pieces(self, place: int, width: int) -> Pieces:
        """What a heading line says; a table of figures says more there than the heading."""
        return [Piece(self._rows[place].heading, "heading")]

    def _heading_segments(self, style: Style) -> list[Segment]:
        laid_out = self._layout()
        return [Segment(fitted(column.label, width, right=column.right) + " ", style) for column, width in laid_out]

    def _row_segments(self, place: int, style: Style, base: Style, *, on_cursor: bool) -> list[Segment]:
        layout, cells, ticked = self._layout(), self._cells(place), self._rows[place].key in self._ticks
        if is_new := self._rows[place].key in self._news:
            style += _TICK
        line: list[Segment] = []
        covered, line_begun = 0, False
        for place_in_row, ((column, own), pieces) in enumerate(zip(layout, cells, strict=True)):
            if covered:
                covered -= 1
                continue
            width = own
            if column.spills:
                while (after := place_in_row + covered + 1) < len(cells) and not any(p.text for p in cells[after]):
                    width += layout[after][1] + 1
                    covered += 1
            drawn = [_on_cursor(each) for each in pieces] if on_cursor else pieces
            line += segments(drawn, width, self.palette, style, right=column.right)
            sign = "✓" if ticked else "•" if is_new else " "
            line.append(Segment(" ", style) if line_begun or sign == " " else Segment(sign, style + _TICK))
            line_begun = True
        return lit(line, self._lit) if self._lit is not None else line

    def _cells(self, place: int) -> list[Pieces]:
        """What the columns that are shown say of a row."""
        layout = self._layout()
        key = (place, len(layout))
        if (cells := self._drawn.get(key)) is None:
            item = self._rows[place].item
            cells = self._drawn[key] = [as_pieces(column.cell(item)) for column, _ in layout]
        return cells

    def _layout(self) -> list[tuple[Column, int]]:
        total = self.scrollable_content_region.width
        if not self._widths or self._room != total:
            self._room, self._widths = total, lay_out(self._columns, [each.item for each in self._measured()], total)
        return [(self._columns[place], width) for place, width in self._widths]

    def _measured(self) -> list[Row]:
        """The rows by which the columns are laid out: not all of them, so that a long table costs no more."""
        return [row for row in self._rows[:MOST_MEASURED] if row.key]

    def redraw(self) -> None:
        """Draw every line anew: what the cells are drawn from has changed."""
        self._drawn.clear()
        self.refresh()

    def place_of(self, label: str) -> tuple[int, int]:
        """Where the column with a label begins in a line, and how many cells it has; none where it is not shown."""
        start = 0
        for column, width in self._layout():
            if column.label == label:
                return start, width
            start += width + 1
        return start, 0

    @property
    def cursor_region(self) -> Region:
        """Where the line of the cursor is, within the table."""
        return Region(0, self._cursor - int(self.scroll_offset.y) + 1, self.size.width, 1)


def _on_cursor(piece: Piece) -> Piece:
    # A badge keeps its own two colours; all other text takes those of the cursor, which fit together.
    return piece if piece.style.startswith(("rag-", "band-")) else Piece(piece.text)
