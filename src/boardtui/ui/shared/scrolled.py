"""What is longer than its place, without laying the screen out anew each time it becomes longer or shorter."""

from __future__ import annotations

from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.widget import Widget


def set_length(view: ScrollView, width: int, lines: int) -> None:
    """Say how long is what a view shows.

    Where things are on the screen depends on it only as far as there is a scroll bar or none.

    Args:
        view: the view. It shows a scroll bar at its right where there are more lines than have room.
        width: in cells.
        lines: how many there are.
    """
    size = Size(width, lines)
    if (lines > view.container_size.height) != view.show_vertical_scrollbar or not view.container_size:
        view.virtual_size = size
        return
    view.set_reactive(Widget.virtual_size, size)
    if view.show_vertical_scrollbar:
        view.vertical_scrollbar.window_virtual_size = lines
    if view.scroll_y > view.max_scroll_y:
        view.scroll_to(y=view.max_scroll_y, animate=False, force=True)
