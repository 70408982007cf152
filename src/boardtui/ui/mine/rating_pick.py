"""The rating in the pass: one line with all of them, where one key chooses."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget

from boardtui.domain.records.rag import Rag, read_rag
from boardtui.ui.commands import bindings_for
from boardtui.ui.shared.text import plain

_OFFERED = (Rag.RED, Rag.AMBER, Rag.GREEN, Rag.BLUE, Rag.NOT_RATED)


class RatingPick(Widget, can_focus=True):
    """All ratings in a row, the chosen one marked.

    Args:
        rating: the one that is chosen at first.
        picked: what is done once another is chosen, before the next key is taken: it may be the first letter of why.
    """

    DEFAULT_CSS = """
    RatingPick { height: 1; width: 1fr; background: $boost; }
    RatingPick:focus { background: $panel; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("pass_rating")]

    def __init__(self, rating: Rag, picked: Callable[[], None]) -> None:
        super().__init__(id="rag")  # as the field is called
        self.rating = rating
        self._picked = picked

    def render(self) -> Content:
        """Each rating with its letter and shape; the chosen one between brackets, and not by colour alone."""
        parts: list[Content | tuple[str, str]] = []
        # Where there is no room for all the words, only the chosen one has its own.
        short = sum(len(each.words) + 3 for each in _OFFERED) > self.size.width
        for each in _OFFERED:
            chosen = each is self.rating
            mark = each.mark if each is not Rag.NOT_RATED else f"0 {each.shape}"
            words = mark if short and not chosen else each.words
            style = "bold reverse" if chosen and self.has_focus else "bold" if chosen else "$text-muted"
            parts.append((f"[{words}]" if chosen else f" {words} ", style))
            parts.append(plain(" "))
        return Content.assemble(*parts)

    def action_rate(self, rating: str) -> None:
        """Choose a rating."""
        self.rating = read_rag(rating)
        self.refresh()
        self._picked()
