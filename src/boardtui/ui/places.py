"""Where one is and was on the open board: screens as they were left, filters under a name, back and forward."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import Any

from textual.css.query import NoMatches
from textual.widgets import ContentSwitcher, Input

from boardtui.domain.board.board import Board
from boardtui.domain.immutable import immutable
from boardtui.domain.records.kinds import Action
from boardtui.domain.records.rag import Rag
from boardtui.domain.records.text import same_key, tidy_line
from boardtui.domain.typed.filter import read_filter
from boardtui.report.words import how_many
from boardtui.settings.places import BoardPlace, KeptFilter, ScreenPlace, keep_place, load_places
from boardtui.ui.host import Host
from boardtui.ui.screens import SCREENS
from boardtui.ui.shared.choices import ReadyFilter
from boardtui.ui.shared.prompt_line import Asked, Question
from boardtui.ui.ticks import Ticking

LONGEST_NAME = 30
_PARTS = ("whole-items", "whole-map")
MOST = 100


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


@immutable
class Spot:
    """A place: a screen, and the row under the cursor; empty for none."""

    screen: str
    key: str


class Trail:
    """Remembers where one was, each time one leaves for somewhere else."""

    def __init__(self) -> None:
        self._before: list[Spot] = []
        self._after: list[Spot] = []

    def leave(self, spot: Spot) -> None:
        """One goes somewhere else from here: what was ahead is no longer."""
        self._after.clear()
        self._put(self._before, spot)

    def back(self, here: Spot) -> Spot | None:
        """The place before this one; None where there is none."""
        return self._go(here, self._before, self._after)

    def forward(self, here: Spot) -> Spot | None:
        """The place one came back from; None where there is none."""
        return self._go(here, self._after, self._before)

    def _go(self, here: Spot, source: list[Spot], other: list[Spot]) -> Spot | None:
        while source and source[-1] == here:
            source.pop()
        if not source:
            return None
        self._put(other, here)
        return source.pop()

    def _put(self, spots: list[Spot], spot: Spot) -> None:
        if not spots or spots[-1] != spot:
            spots.append(spot)
        del spots[:-MOST]


class Places:
    """The places of the board that is open."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._board = ""  # its identity; empty where nothing is kept of it
        self._kept = BoardPlace()
        self._written = self._kept  # what of it is in the file
        self._trail = Trail()
        self._going = False
        self._keeping = threading.Lock()  # one file holds the places of all boards

    def opened(self, board: Board, *, kept: bool) -> None:
        """Another board was opened: its screens are as they were left.

        Args:
            board: the board.
            kept: whether it is one to come back to, and not to try things on or to begin with what is a lead's.
        """
        self._board = board.profile.id if kept else ""
        self._kept = self._written = load_places().get(self._board, BoardPlace()) if kept else BoardPlace()
        self._trail = Trail()
        for screen in self._host.main.query(Placed):
            self.find_again(screen)

    @property
    def screen(self) -> str:
        """The screen that was left last; empty where there is none."""
        return self._kept.screen if self._kept.screen in {each.name for each in SCREENS} else ""

    def find_again(self, screen: Placed) -> None:
        """Let a screen be as it was left."""
        screen.take_place(self._kept.screens.get(screen.id or "", ScreenPlace()))

    def keep(self) -> None:
        """Keep how the board is left."""
        if (now := self._now()) is not None:
            self._kept = now
            self._write(self._board, now)

    async def keep_meanwhile(self) -> None:
        """Keep where one is, if one has gone on since; the disk is not waited for."""
        if (now := self._now()) is not None and now != self._kept:
            self._kept = now
            await asyncio.to_thread(self._write, self._board, now)

    def _write(self, board: str, place: BoardPlace) -> None:
        with self._keeping:
            if place is self._kept:  # else it has been kept anew meanwhile
                keep_place(board, place, since=self._written)
                self._written = place

    def _now(self) -> BoardPlace | None:
        """How the board would be left now; None where nothing is kept of it."""
        host, here = self._host, self._here()
        if not self._board or host.file is None or host.board is None or here is None:
            return None
        screens = {screen.id or "": screen.place for screen in host.main.query(Placed)}
        path, counts = str(host.file.path.absolute()), counts_of(host.board)
        return BoardPlace(path, counts, here.screen, screens={**self._kept.screens, **screens})

    # Back and forward.

    def leave(self) -> None:
        """One goes somewhere else from here, unless it is back or forward."""
        if not self._going and (here := self._here()) is not None:
            self._trail.leave(here)

    async def go(self, *, back: bool) -> None:
        """Go back to the place before, or forward again."""
        here = self._here()
        if here is None:
            return
        spot = self._trail.back(here) if back else self._trail.forward(here)
        if spot is None:
            self._host.say("This is the first place." if back else "This is the last place.")
            return
        self._going = True
        try:
            await self._host.show_screen(spot.screen)
        finally:
            self._going = False
        for screen in self._host.main.query(Placed):
            if screen.id == spot.screen and spot.key:
                screen.go_to(spot.key)

    def _here(self) -> Spot | None:
        try:
            shown = self._host.main.query_one("#screens", ContentSwitcher).visible_content
        except NoMatches:
            return None
        return Spot(shown.id or "", shown.table.key) if isinstance(shown, Placed) else None


def counts_of(board: Board) -> str:
    """How a board stands, in a few words for the list of boards."""
    ratings = list(map(attrgetter("rag"), board.all(Action)))
    parts = (
        how_many(len(ratings), "action"),
        *(f"{count} {rag.value}" for rag in (Rag.RED, Rag.AMBER) if (count := ratings.count(rag))),
    )
    return ", ".join(parts)
