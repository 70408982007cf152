"""What draws its own lines: its length, and the words in it that the mouse selects and ctrl+c copies."""

from __future__ import annotations

from collections.abc import Callable

from rich.cells import cell_len
from rich.segment import Segment
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip
from textual.widget import Widget

LATER_SECONDS = 0.5
"""After the last key, what nobody waits for is drawn. Longer than between two keys through a list."""


class CatchesUp(Widget):
    """What draws its own lines, and little of them for a key.

    Textual draws a widget that has been laid out anew once more, all of it, with the first thing that changes in it.
    That would be with a key; so it is done when no keys come.
    """

    _laid_out = False

    def on_resize(self) -> None:
        """It is laid out anew, or shown again."""
        if not self._laid_out:
            self._laid_out = True
            self.set_timer(LATER_SECONDS, self.catch_up_if_calm)

    def catch_up_if_calm(self) -> None:
        """Draw it unless somebody is pressing keys; then it is tried again."""
        if getattr(self.app, "calm", True):
            self.catch_up()
        else:
            self.set_timer(LATER_SECONDS, self.catch_up_if_calm)

    def catch_up(self) -> None:
        """Draw now what is left to be drawn."""
        if self._laid_out:
            self._laid_out = False
            self.refresh(Region(0, 0, 1, 1))


class Selecting(ScrollView, CatchesUp):  # in this order: Textual takes over the looks of the first
    """What draws its own lines, and lets the mouse select words in them."""

    _drawing = False

    def watch_show_vertical_scrollbar(self, shown: bool) -> None:
        """Give the bar its looks as it comes: when the keys go elsewhere, the screen would be laid out for it."""
        if shown:
            self.app.stylesheet.apply(self.vertical_scrollbar)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw the visible lines."""
        self._drawing = True
        try:
            return super().render_lines(crop)
        finally:
            self._drawing = False

    def selectable(self, strip: Strip, line: int) -> Strip:
        """A line with what is selected in it lit. Where the mouse asks what it is over, the line says so.

        Args:
            strip: the line as it is drawn, from its beginning.
            line: its place among all lines.
        """
        return lit(self, strip, line) if self._drawing else strip.apply_offsets(0, line)


def lit(widget: Widget, strip: Strip, line: int) -> Strip:
    """A line with what is selected in it lit."""
    selection = widget.text_selection
    if selection is None or (span := selection.get_span(line)) is None:
        return strip
    start, end = span
    first = cell_len(strip.text[:start])
    last = strip.cell_length if end == -1 else cell_len(strip.text[:end])
    if first >= last:
        return strip
    before, within, after = strip.divide([first, last, strip.cell_length])
    # Over the colours that the words have of their own: beneath them it would not be seen.
    style = widget.screen.get_component_rich_style("screen--selection")
    lit_up = Strip(Segment.apply_style(within, post_style=style), within.cell_length)
    return Strip.join([before, lit_up, after])


def selected(selection: Selection, line_of: Callable[[int], str], count: int) -> tuple[str, str]:
    """What is selected, and what ends it.

    Args:
        selection: from where to where.
        line_of: the words of a line; it is asked for those that are selected, and no others.
        count: how many lines there are.
    """
    first = selection.start.y if selection.start is not None else 0
    last = selection.end.y if selection.end is not None else count - 1
    lines = [line_of(each) if first <= each <= last else "" for each in range(min(last + 1, count))]
    # Blank lines at the beginning keep the numbers of the others, so that what is selected is found by them.
    found = selection.extract("\n".join(lines)) if lines else ""
    return "\n".join(line.rstrip() for line in found.split("\n")), "\n"


def set_length(view: ScrollView, width: int, lines: int) -> None:
    """Say how long is what a view shows.

    Where things are on the screen depends on it only as far as there is a scroll bar or none.

    Args:
        view: the view. It has a scroll bar at its right always, or where there are more lines than have room.
        width: in cells.
        lines: how many there are.
    """
    size = Size(width, lines)
    bar_needed = lines > view.container_size.height or view.styles.overflow_y == "scroll"
    if bar_needed != view.show_vertical_scrollbar or not view.container_size:
        view.virtual_size = size
        return
    view.set_reactive(Widget.virtual_size, size)
    if view.show_vertical_scrollbar:
        # Where all lines have room, it looks alike however many they are.
        view.vertical_scrollbar.window_virtual_size = max(lines, view.container_size.height)
    if view.scroll_y > view.max_scroll_y:
        view.scroll_to(y=view.max_scroll_y, animate=False, force=True)
