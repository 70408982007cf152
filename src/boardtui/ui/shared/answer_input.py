"""One line that has a question at its beginning and is typed into after it; or says something, and is not."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual.geometry import Offset, Region, Size, Spacing
from textual.reactive import Reactive
from textual.strip import Strip
from textual.widgets import Input

from boardtui.ui.shared.text import fitted

Pick = Callable[[], Coroutine[Any, Any, str]]
"""Lets somebody pick an answer in a list: the words of it, "" where the list is left."""

_LEAST_ROOM = 4  # cells to type into, however long the question


class AnswerInput(Input):
    """What an answer is typed into, after what is asked.

    It draws the question itself: as a widget beside it, each longer or shorter question would lay out the whole screen.

    Attributes:
        label: the question; or, while nothing is asked, what is said.
        asks: whether something is asked.
        pick: lets somebody pick an answer in a list, which Enter in the empty line begins; None where none can be.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"answer--question", "answer--said"}

    DEFAULT_CSS = """
    AnswerInput { width: 1fr; border: none; height: 1; padding: 0 1 0 0; background: transparent; }
    AnswerInput:focus { border: none; background: $boost; }
    AnswerInput > .answer--question { color: $accent; background: $panel; text-style: bold; }
    AnswerInput > .answer--said { color: $foreground; }
    """

    virtual_size: Reactive[Size] = Reactive(Size(0, 0), layout=False)  # its place is the same whatever it holds
    label: Reactive[str] = Reactive("")
    asks: Reactive[bool] = Reactive(False)

    pick: Pick | None = None
    _picking = False

    def watch_asks(self, asks: bool) -> None:
        """The keys can only go here while something is asked."""
        self.can_focus = asks

    def on_mount(self) -> None:
        """Nothing is asked yet."""
        self.can_focus = self.asks

    async def action_submit(self) -> None:
        """Take what was typed; where nothing was and the answer can be picked, begin with that."""
        if self.value.strip() or self.pick is None:
            await super().action_submit()
        elif not self._picking:
            self._picking = True
            self.run_worker(self._put_what_is_picked(self.pick))

    async def _put_what_is_picked(self, pick: Pick) -> None:
        try:
            picked = await pick()
        finally:
            self._picking = False
        if picked and self.asks and self.pick is pick:  # it may be another question by now
            self.insert_text_at_cursor(picked)

    def _shown(self) -> str:
        width = self.region.width
        if not self.asks:
            return f" {fitted(self.label, width - 2)} "
        return f" {fitted(self.label, min(cell_len(self.label), width - _LEAST_ROOM))} "

    @property
    def _before(self) -> Spacing:
        """What stands before the text that is typed: the question and a space."""
        return Spacing(left=cell_len(self._shown()) + 1 if self.asks else 0)

    # Where the text is within the line, for the mouse, the cursor and what is cut off.

    @property
    def gutter(self) -> Spacing:
        """What stands around the text."""
        return super().gutter + self._before

    @property
    def scrollable_content_region(self) -> Region:
        """Where the text is on the screen."""
        return super().scrollable_content_region.shrink(self._before)

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the cursor is on the screen."""
        return super().cursor_screen_offset + Offset(self._before.left, 0)

    @property
    def max_scroll_x(self) -> int:
        """How far the text can be scrolled: as far as it is longer than what the question leaves."""
        room = self.scrollable_content_region.width
        return max(0, self.virtual_size.width - room)

    def render_line(self, y: int) -> Strip:
        """Draw the question, then what is typed."""
        if y:
            return super().render_line(y)
        style = self.get_component_rich_style("answer--question" if self.asks else "answer--said")
        words = Strip([Segment(self._shown(), style)])
        if not self.asks:
            return words
        return Strip.join([words, Strip([Segment(" ", self.rich_style)]), super().render_line(y)])
