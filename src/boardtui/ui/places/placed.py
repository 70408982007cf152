"""A screen that knows how it was left, keeps filters under names, and gives one of its parts the whole of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from textual.widgets import Input

from boardtui.domain.board.board import Board
from boardtui.domain.records.text import same_key, tidy_line
from boardtui.domain.typed.filter import read_filter
from boardtui.settings.places import KeptFilter, ScreenPlace
from boardtui.ui.shared.choices import ReadyFilter
from boardtui.ui.shared.prompt_line import Asked, Question
from boardtui.ui.ticks.ticking import Ticking

LONGEST_NAME = 30
_PARTS = ("whole-items", "whole-map")


class Placed(Ticking):
    """A list of items, as it is left and found again."""

    DEFAULT_CSS = """
    Placed.whole-items #detail, Placed.whole-items #top { display: none; }
    Placed.whole-items #tables { width: 1fr; height: 1fr; }
    """

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._kept: Mapping[str, KeptFilter] = {}
        self._left_at: ScreenPlace | None = None  # until it is drawn

    # As it was left.

    @property
    def place(self) -> ScreenPlace:
        """How the screen is left now. What is shown of one lead only is how a copy begins, not how it is left."""
        if self._left_at is not None:  # it was not drawn since
            return self._left_at
        choice = self.choice
        whole = next((each for each in _PARTS if self.has_class(each)), "reading" if self.has_class("reading") else "")
        return ScreenPlace(
            cursor=self.table.key,
            words=choice.words,
            ready=self.ready.label if choice.ready else "",
            order=self.orders()[choice.order].label if choice.order else "",
            whole=whole,
            filters=self._kept,
        )

    def take_place(self, place: ScreenPlace) -> None:
        """Be as the screen was left, from when it is drawn next."""
        self._show_all()
        self.untick()
        self.remove_class(*_PARTS)
        self._kept = place.filters
        self._choose(KeptFilter(place.words, place.ready, place.order))
        if place.whole in _PARTS:
            self.add_class(place.whole)
        self._left_at = place

    def show_board(self, board: Board) -> None:
        """Draw the board as it is now; the first time, with the cursor where it was left."""
        super().show_board(board)
        if (left := self._left_at) is not None:
            self._left_at = None
            if left.cursor and self.table.go_to(left.cursor) and left.whole == "reading":
                self.add_class("reading")

    def _choose(self, kept: KeptFilter) -> None:
        labels = [each.label for each in self.filters_shown()]
        orders = [each.label for each in self.orders()]
        self.choice.ready = labels.index(kept.ready) if kept.ready in labels else 0
        self.choice.order = orders.index(kept.order) if kept.order in orders else 0
        self.choice.words = kept.words
        with self.prevent(Input.Changed):
            self.query_one("#filter", Input).value = kept.words

    # Filters under a name.

    def filters_shown(self) -> Sequence[ReadyFilter]:
        """The ready filters, and beside them those that were kept under a name."""
        ready = self.ready_filters()
        return [*ready, *(self._kept_as_ready(name, each, ready) for name, each in self._kept.items())]

    def _kept_as_ready(self, name: str, kept: KeptFilter, ready: Sequence[ReadyFilter]) -> ReadyFilter:
        base, wanted = ready[self._base_of(kept, ready)], read_filter(kept.words)
        order = next((each.key for each in self.orders()[1:] if each.label == kept.order), base.order)

        def keeps(board: Board, item: Any) -> bool:
            if not base.keeps(board, item):
                return False
            words = same_key(self.words(board, item)) if wanted.terms else ""
            return wanted.keeps(board, self.record(item), words, self.host.today)

        heading = base.heading if order is base.order else (lambda _board, _item: "")
        return ReadyFilter(name, keeps, order=order, heading=heading, empty="Nothing here has that now.")

    @property
    def ready_place(self) -> int:
        """The place of the ready filter that is on, or that one kept under a name is made of."""
        ready = self.ready_filters()
        if self.choice.ready < len(ready):
            return self.choice.ready
        kept = list(self._kept.values())[self.choice.ready - len(ready)]
        return self._base_of(kept, ready)

    def _base_of(self, kept: KeptFilter, ready: Sequence[ReadyFilter]) -> int:
        return next((place for place, each in enumerate(ready) if each.label == kept.ready), 0)

    def label_shown(self, ready: ReadyFilter) -> str:
        """What a filter is called in the line above the table; one that was kept has the name it was given."""
        return ready.label if ready.label in self._kept else self.filter_label(ready)

    def action_keep_filter(self) -> None:
        """Keep what is shown now under a name, beside the ready filters; or forget one that was kept."""
        own = self.ready.label if self.ready.label in self._kept else ""
        if not own and not self.choice.in_part and not self.choice.order:
            self.host.say("All is shown, in the first order: filter first, then keep that under a name.")
            return
        taken = {same_key(each.label) for each in self.ready_filters()}

        def problem(answer: str) -> str:
            if len(answer) > LONGEST_NAME:
                return f"At most {LONGEST_NAME} characters."
            return "A ready filter is called so: choose another name." if same_key(answer) in taken else ""

        label = "Name of this filter" + ("; empty forgets it" if own else ", such as mine before Monday")
        question = Question(f"{label}?", "", check=problem, value=own, leaving="cancels")
        self.host.begin(self._keep(own, self.host.ask([question])))

    async def _keep(self, own: str, asked: Asked) -> None:
        if (answer := await asked.only()) is None:
            return
        name, choice = tidy_line(answer), self.choice
        if own and self.choice.ready >= len(self.ready_filters()) and not choice.words and not choice.order:
            now = self._kept[own]
        else:
            ready = self.ready_filters()[self.ready_place].label if self.ready_place else ""
            order = self.orders()[choice.order].label if choice.order else ""
            now = KeptFilter(choice.words, ready, order)
        others = {each: kept for each, kept in self._kept.items() if each not in (own, name)}
        self._kept = {**others, name: now} if name else others
        labels = [each.label for each in self.filters_shown()]
        choice.clear_in_part()
        choice.ready, choice.order = (labels.index(name) if name in labels else 0), 0
        self._show_items()
        self._redraw()
        self.host.keep_place()
        self.host.say(f"Kept: {name} stands beside the ready filters" if name else f"Forgotten: {own}")

    # A part that has the whole screen.

    def action_whole(self) -> None:
        """Give the part that has the keys the whole screen, or take it back."""
        if any(self.has_class(each) for each in _PARTS):
            self.remove_class(*_PARTS)
        elif self.has_class("reading"):
            self.action_back()
        elif self.query_one("#detail").has_focus:
            self.action_open()
        else:
            self.add_class("whole-items" if self.table.has_focus else "whole-map")
        self.focus_items()
