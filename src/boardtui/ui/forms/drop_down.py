"""A choice that drops down, never over the line of keys of the dialog it stands in."""

from __future__ import annotations

from typing import Any

from textual.geometry import Spacing
from textual.screen import Screen
from textual.widgets import Select
from textual.widgets._select import SelectOverlay

_BENEATH = 3
"""What drops down leaves at least so many lines of the terminal free beneath it."""

_MOST = 10
"""It has at most so many lines itself."""


class DropDown(Select[str]):
    """A choice. It drops down where there is room above the keys, wherever on the screen these stand."""

    def on_mount(self) -> None:
        """Make way also where the lines move while it is open, as they do on a terminal of another size."""
        self.screen.screen_layout_refresh_signal.subscribe(self, self._make_way)

    def on_descendant_focus(self) -> None:
        """It has opened."""
        self._make_way(self.screen)

    def _make_way(self, screen: Screen[Any]) -> None:
        if not self.expanded:
            return
        beneath = room_beneath([each.region.y for each in screen.query(".hint") if each.region], screen.size.height)
        overlay = self.query_one(SelectOverlay)
        overlay.styles.margin = Spacing(0, 0, beneath, 0)
        overlay.styles.max_height = max(3, min(_MOST, screen.size.height - beneath))


def room_beneath(lines_of_keys: list[int], height: int) -> int:
    """How many lines of a terminal stay free beneath what drops down.

    Args:
        lines_of_keys: where lines that say which keys work begin, from 0 at the top.
        height: the lines of the terminal.
    """
    return max(_BENEATH, height - max(lines_of_keys, default=height))
