"""What the detail pane says of a record: its fields by their declaration, and what hangs on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import zip_longest
from typing import Any

from rich.console import Group, RenderableType
from rich.segment import Segment, Segments
from rich.table import Table
from rich.text import Text
from textual.geometry import Region
from textual.message import Message
from textual.scrollbar import ScrollBarRender
from textual.selection import Selection
from textual.strip import Strip
from textual.style import Style
from textual.timer import Timer
from textual.visual import Visual, visualize

from boardtui.domain.board.board import Board
from boardtui.domain.board.words import capitalised, field_label, kind_label, ref_of, value_words
from boardtui.domain.dates.dates import read_date, show_date
from boardtui.domain.records.declare import Attribute
from boardtui.domain.records.kinds import Action, Record
from boardtui.domain.records.rag import Rag
from boardtui.report.palette import Palette, rag_style
from boardtui.ui.shared.own_lines import LATER_SECONDS, Selecting, selected, set_length
from boardtui.ui.shared.text import Words, lit, rich_plain

_OFF_THE_BAR = 2
MOST_KEPT = 40


class QuietBar(ScrollBarRender):
    """A scroll bar of which nothing is seen where there is nothing to scroll."""

    @classmethod
    def render_bar(cls, *parts: Any, **looks: Any) -> Segments:
        """Draw it; where all is seen, Textual says that the window has no size."""
        if looks["window_size"]:
            return super().render_bar(*parts, **looks)
        return Segments([Segment(" " * looks["thickness"])] * looks["size"], new_lines=True)


class DetailPage:
    """What a detail says of one item, with its lines as they were drawn last: who comes back sees them at once.

    Attributes:
        content: what it says.
        lines: its lines; not all of them as long as it is not `whole`.
        drawn_in: the width, the style and the words that stand out; None as long as nothing is drawn.
    """

    def __init__(self, content: RenderableType) -> None:
        self.content = content
        self.lines: list[Strip] = []
        self.whole = False
        self.drawn_in: tuple[int, Style, Words] | None = None

    def has(self, most: int | None, drawn_in: tuple[int, Style, Words]) -> bool:
        """Whether so many lines of it, or all, are drawn in this way."""
        return self.drawn_in == drawn_in and (self.whole or (most is not None and len(self.lines) >= most))


class Pages:
    """The pages that were seen last, as long as what they say follows from the same."""

    def __init__(self) -> None:
        self._board: Board | None = None
        self._follows: tuple[Any, ...] = ()
        self._pages: dict[str, tuple[Any, DetailPage]] = {}

    def of(
        self, board: Board, follows: tuple[Any, ...], key: str, item: Any, make: Callable[[], RenderableType]
    ) -> DetailPage:
        """The page of an item.

        Args:
            board: what it is told of. Another one may say something else of any item.
            follows: what else the pages follow from.
            key: what tells the item from others.
            item: the item.
            make: says what there is to say of it.
        """
        if self._board is not board or self._follows != follows:
            self._board, self._follows = board, follows
            self._pages.clear()
        known, page = self._pages.pop(key, (None, None))
        if page is None or known is not item:
            page = DetailPage(make())
        self._pages[key] = item, page
        if len(self._pages) > MOST_KEPT:
            del self._pages[next(iter(self._pages))]
        return page


class DetailPane(Selecting, can_focus=True):
    """Where an item is read. It draws its lines itself: what they say changes with every step of the cursor.

    Its scroll bar always has its place. One that came and went with longer and shorter items would lay out the whole
    screen each time, and draw it thrice.
    """

    DEFAULT_CSS = """
    DetailPane { overflow-x: hidden; overflow-y: scroll; scrollbar-size-vertical: 1; }
    """

    class Widened(Message):
        """It is wider or narrower than it was."""

    room = 0
    """How wide what is drawn in it may be, such as a chart, in cells: it stands a little off the scroll bar."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._page = DetailPage("")
        self._style: Style | None = None
        self._later: Timer | None = None
        self._lit: Words = None
        self._blank = Strip([])

    def on_mount(self) -> None:
        """Let its bar be seen only where there is something to scroll."""
        self.vertical_scrollbar.renderer = QuietBar  # type: ignore[misc]

    @property
    def allow_vertical_scroll(self) -> bool:
        """Whether there is something to scroll: otherwise keys and wheel are for what is around it."""
        return super().allow_vertical_scroll and self.max_scroll_y > 0

    @property
    def _width(self) -> int:
        """How wide its lines are."""
        return max(0, self.container_size.width - self.styles.scrollbar_size_vertical)

    def light(self, words: Words) -> None:
        """Let some words stand out in what is shown from now on."""
        self._lit = words

    def show(self, content: RenderableType | DetailPage) -> None:
        """Show something else, from the line on where this is."""
        before = self._page.lines
        self._page = content if isinstance(content, DetailPage) else DetailPage(content)
        top, height, width = int(self.scroll_offset.y), self.size.height, self.size.width
        self._make_lines()
        pairs = zip_longest(before[top : top + height], self._page.lines[top : top + height])
        changed = [y for y, (was, now) in enumerate(pairs) if was != now]
        if changed:
            self.refresh(*(Region(0, y, width, 1) for y in changed))

    def get_ready(self, page: DetailPage) -> None:
        """Draw of a page what will be seen when it is shown."""
        if self._width:
            self._draw(page, self.container_size.height + 1)

    def on_resize(self) -> None:
        """Say so when the width changes."""
        self._make_lines()
        self.refresh()
        around = self.styles.gutter.width + self.styles.scrollbar_size_vertical + _OFF_THE_BAR
        if self.room != (room := max(20, self.outer_size.width - around)):
            self.room = room
            self.post_message(self.Widened())

    def on_focus(self) -> None:
        """Draw all of it, now that it is read."""
        self.complete()

    def on_mouse_scroll_down(self) -> None:
        """Draw all of it, now that it is read."""
        self.complete()

    def catch_up(self) -> None:
        """Draw now what is left to be drawn."""
        self.complete()
        super().catch_up()

    def complete(self) -> None:
        """Draw what is not seen of it as well, so that its bar says how long it is."""
        if not self._page.whole and self._width:
            self._draw(self._page, None)
            set_length(self, self._width, len(self._page.lines))

    def _make_lines(self) -> None:
        """Draw what is seen of it; the rest follows when no keys come, or when it is wanted."""
        if not self._width:
            return  # it is not seen
        # While it is read, that is to its end.
        most = None if self.has_focus else int(self.scroll_offset.y) + self.container_size.height + 1
        self._style = self.visual_style
        self._blank = Strip.blank(self._width, self.rich_style)
        self._draw(self._page, most)
        set_length(self, self._width, len(self._page.lines))
        if self._later is not None:
            self._later.stop()
        self._later = None if self._page.whole else self.set_timer(LATER_SECONDS, self.complete)

    def _draw(self, page: DetailPage, most: int | None) -> None:
        """Draw so many lines of a page, or all, unless they are there."""
        drawn_in = self._width, self.visual_style, self._lit
        if not page.has(most, drawn_in):
            page.lines, page.drawn_in = self._lines(page.content, self._width, most), drawn_in
            page.whole = most is None or len(page.lines) < most

    def _lines(self, content: RenderableType, width: int, most: int | None = None) -> list[Strip]:
        visual = visualize(self, content, markup=False)
        assert visual is not None
        strips = Visual.to_strips(self, visual, width, most, self.visual_style, pad=True, apply_selection=False)
        if self._lit is None:
            return strips
        return [Strip(lit(list(each), self._lit), each.cell_length) for each in strips]

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw the visible lines, in the colours of now."""
        if self._style != self.visual_style:
            self._make_lines()
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Draw one visible line."""
        place = int(self.scroll_offset.y) + y
        if place >= len(self._page.lines):
            self.complete()
        lines = self._page.lines
        return self.selectable(lines[place], place) if place < len(lines) else self._blank

    def get_selection(self, selection: Selection) -> tuple[str, str]:
        """The words that are selected."""
        self.complete()
        return selected(selection, lambda line: self._page.lines[line].text, len(self._page.lines))


# Fields whose absence is worth saying: a board asks for them.
_EXPECTED = {"title", "lead", "rag", "due", "original_due", "commentary", "owner", "current"}


def detail(board: Board, record: Record, palette: Palette) -> RenderableType:
    """A record in full."""
    return Group(*_parts(board, record, palette))


def _parts(board: Board, record: Record, palette: Palette) -> Iterator[RenderableType]:
    ref = ref_of(record)
    title = getattr(record, "title", "") or getattr(record, "heading", "")
    heading = Text(f"{ref}  " if ref else "", style=palette.style("accent"))
    untitled = "title not stated" if record.kind.has("title") else capitalised(kind_label(board, record.kind))
    heading.append(title or untitled)
    heading.stylize("bold")
    yield heading
    if record.conflicts:
        yield Text("⚠ Copies disagree about this item: ! decides", style=palette.style("warning"))
    for attribute in record.kind.attributes.values():
        if attribute.name not in ("ref", "title", "heading"):
            yield from field_lines(board, record, attribute, palette)
    yield from _redatings(board, record, palette)


def field_lines(board: Board, record: Record, attribute: Attribute, palette: Palette) -> Iterator[RenderableType]:
    """One field of a record: on one line where it fits, under its label where it is long, nothing where it is empty."""
    value = getattr(record, attribute.name)
    name = field_label(board, attribute)
    label = Text(f"{name}: ", style=palette.style("muted"))
    if isinstance(value, Rag):
        yield Text.assemble(label, (f" {value.words} ", palette.style(rag_style(value))))
        return
    words = value_words(board, attribute, value, full=True) if value else ""
    if not words:
        if attribute.name in _EXPECTED:
            yield Text.assemble(label, ("not stated", palette.style("muted")))
        return
    problem = read_date(words).problem if attribute.look.form == "date" else ""
    if attribute.look.form == "text" and ("\n" in words or len(words) > 60):
        yield Text(name, style=palette.style("heading"))
        yield rich_plain(words)
        return
    line = Text.assemble(label, rich_plain(words))
    if problem:
        line.append(f"  ⚠ {problem}", style=palette.style("warning"))
    yield line


def _redatings(board: Board, record: Record, palette: Palette) -> Iterator[RenderableType]:
    revisions = board.redatings.get(record.id, ())
    if not revisions or not isinstance(record, Action):
        return
    yield Text("Dates revised", style=palette.style("heading"))
    table = Table(box=None, padding=(0, 1, 0, 0), show_header=False)
    for each in revisions:
        table.add_row(
            rich_plain(show_date(each.before)), rich_plain("→"), rich_plain(show_date(each.now)), rich_plain(each.why)
        )
    yield table
