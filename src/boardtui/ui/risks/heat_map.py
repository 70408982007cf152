"""The heat map as a widget: it draws a picture and says which keys were pressed on it. The screen decides the rest."""

from __future__ import annotations

from itertools import zip_longest
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip

from boardtui.domain.records.profile import Profile
from boardtui.domain.risks.matrix import Matrix, Score, matrix_of
from boardtui.report.palette import Palette
from boardtui.ui.commands import bindings_for
from boardtui.ui.risks.heat_map_lines import MapLayout, Picture, map_lines
from boardtui.ui.shared.own_lines import CatchesUp
from boardtui.ui.shared.text import Pieces, segments


class HeatMap(CatchesUp, can_focus=True):
    """The risks on the board's matrix."""

    DEFAULT_CSS = "HeatMap { width: 1fr; height: 1fr; padding: 0 1; }"

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("heat_map")]

    class Resized(Message):
        """The map has another size: what is said above and below it has to fit anew."""

    class Stepped(Message):
        """An arrow was pressed: so many cells to the right, and up."""

        def __init__(self, right: int, up: int) -> None:
            super().__init__()
            self.right = right
            self.up = up

    class Placed(Message):
        """The risk that is moved has arrived."""

    class PutBack(Message):
        """The risk that is moved goes back."""

    class Clicked(Message):
        """A cell was clicked."""

        def __init__(self, cell: Score, *, twice: bool) -> None:
            super().__init__()
            self.cell = cell
            self.twice = twice

    class Dragged(Message):
        """A risk was dragged with the mouse from a cell to another one."""

        def __init__(self, start: Score, end: Score) -> None:
            super().__init__()
            self.start = start
            self.end = end

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._pressed: Score | None = None  # the cell in which the button of the mouse went down
        self._dragged = False
        self.palette = Palette({})
        self.moving = False
        self.picture = Picture(_matrix_of_nothing())
        self._lines: list[Pieces] = []
        self._looks: tuple[Palette, Size] | None = None  # what all of them were drawn in

    def show(self, picture: Picture, *, moving: bool) -> None:
        """Show another picture.

        Args:
            picture: what to draw.
            moving: a risk is being moved: Enter and Esc are about that.
        """
        self.picture = picture
        if moving != self.moving:
            self.moving = moving
            self.refresh_bindings()
        self._draw()

    def _draw(self) -> None:
        content, before, looked = self.content_size, self._lines, self._looks
        self._lines = map_lines(self.picture, content.width, content.height) if content.area else []
        self._looks = self.palette, content
        if looked != self._looks:
            self.refresh()
            return
        pairs = zip_longest(before, self._lines)
        if changed := [y for y, (was, now) in enumerate(pairs) if was != now]:
            self.refresh(*(Region(0, y, content.width, 1) for y in changed))

    def on_resize(self) -> None:
        """Use the room there is: the screen has it drawn anew."""
        self.post_message(self.Resized())

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        width, base = self.content_size.width, self.rich_style
        line = self._lines[y] if y < len(self._lines) else []
        return Strip(segments(line, width, self.palette, base), width) if line else Strip.blank(width, base)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enter and Esc are about a risk only while it is moved."""
        return self.moving if action in ("place", "put_back") else super().check_action(action, parameters)

    def action_step(self, right: int, up: int) -> None:
        """An arrow."""
        self.post_message(self.Stepped(right, up))

    def action_place(self) -> None:
        """The risk stays here."""
        self.post_message(self.Placed())

    def action_put_back(self) -> None:
        """The risk goes back."""
        self.post_message(self.PutBack())

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """A risk may be dragged from here."""
        self._pressed, self._dragged = self._cell_under(event), False

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Where the mouse has been dragged to another cell, the risk goes there."""
        start, end, self._pressed = self._pressed, self._cell_under(event), None
        if start is not None and end is not None and start != end:
            self._dragged = True
            self.post_message(self.Dragged(start, end))

    def on_click(self, event: events.Click) -> None:
        """Go to the cell under the mouse; twice opens."""
        cell = self._cell_under(event)
        if cell is not None and not self._dragged:
            self.post_message(self.Clicked(cell, twice=event.chain == 2))
        self._dragged = False

    def _cell_under(self, event: events.MouseEvent) -> Score | None:
        size, content = self.picture.matrix.size, self.content_size
        layout = MapLayout.of(size, content.width, content.height, len(self.picture.foot))
        return layout.cell_at(int(event.x) - self.gutter.left, int(event.y) - self.gutter.top, size)


def _matrix_of_nothing() -> Matrix:
    return matrix_of(Profile(id=""))
